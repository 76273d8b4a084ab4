"""The rules on how Japanese is written: the tables hold together, and time grows with the length of a text."""

from __future__ import annotations

import time

import pytest

from gyotaku.data.tables import table
from gyotaku.mail.facts.japanese import Japanese
from gyotaku.mail.facts.wording import Passage
from gyotaku.mail.language import alike, dates, glyphs, manner, phrasing, spacing, stops
from gyotaku.mail.language.sheet import Sheet
from gyotaku.model.evidence import Layer

RULES = (alike, dates, glyphs, manner, phrasing, spacing, stops)
ROWS = [row for rows in table("calques").values() if isinstance(rows, list) for row in rows]
SORTS = {sort for sort, rows in table("calques").items() if isinstance(rows, list)}


def sheet(text: str) -> Sheet:
    return Sheet(Passage("1", Layer.BODY, text))


def test_every_sort_of_phrase_is_explained() -> None:
    assert set(table("calques")["sorts"]) == SORTS


@pytest.mark.parametrize("row", ROWS, ids=[row["at"][0] for row in ROWS])
def test_the_natural_wording_is_no_slip_itself(row: dict[str, str]) -> None:
    natural = sheet(f"お客様が{row['natural']}ことを、お知らせいたします。")
    assert not list(phrasing.find(natural))
    assert not list(alike.find(natural))


@pytest.mark.parametrize("wrong", table("kana_alike")["words"])
def test_alike_words_differ_from_the_right_ones(wrong: str) -> None:
    right = table("kana_alike")["words"][wrong]
    assert wrong != right
    assert wrong not in right


def test_what_is_answered_accuses_nobody() -> None:
    text = "こういうメールが来ました。\n\n> お客様のカードは永久ロックされました。\n"
    assert not list(phrasing.find(sheet(text)))
    assert list(phrasing.find(sheet(text.replace("> ", ""))))


def test_text_and_html_of_one_mail_tell_a_slip_once() -> None:
    text = "永久ロックされました。"
    both = (Sheet(Passage("1", Layer.BODY, text)), Sheet(Passage("2", Layer.VISIBLE, text)))
    assert len(Japanese(both).slips("phrasing")) == 1


@pytest.mark.parametrize(
    "piece",
    [
        "をを",
        "現在は低く",
        "力ー",
        "あ い",
        "时あああああ。",
        "ます。",
        "する。",
        "1/1/2020 あいうえ ",
        "を避けるために",
        "「する",
    ],
)
def test_time_grows_with_length(piece: str) -> None:
    """Ten times the text may take thirty times as long on a busy machine, not a hundred."""

    def seconds(length: int) -> float:
        least = 9.0
        for _ in range(3):
            text = sheet((piece * length)[:length])
            begun = time.process_time()
            for rule in RULES:
                list(rule.find(text))
            least = min(least, time.process_time() - begun)
        return least

    assert seconds(60_000) < max(30 * seconds(6_000), 0.05)
