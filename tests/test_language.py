"""The rules on how Japanese is written: the tables hold together, and time grows with the length of a text."""

from __future__ import annotations

import re
import time

import pytest

from gyotaku.data.tables import rows, table
from gyotaku.mail.facts.japanese import Japanese
from gyotaku.mail.facts.wording import Passage
from gyotaku.mail.language import (
    alike,
    dates,
    glyphs,
    manner,
    marks,
    phrasing,
    signature,
    spacing,
    stops,
    widths,
    wrapping,
)
from gyotaku.mail.language.sheet import Sheet
from gyotaku.model.evidence import Layer

RULES = (alike, dates, glyphs, manner, marks, phrasing, signature, spacing, stops, widths, wrapping)
ROWS = rows("calques")


def sheet(text: str) -> Sheet:
    return Sheet(Passage("1", Layer.BODY, text))


def test_every_sort_of_phrase_is_explained() -> None:
    assert set(table("calques")["sorts"]) == {row["sort"] for row in ROWS}


def test_there_are_hundreds_of_wordings() -> None:
    assert len(ROWS) > 300
    assert sum(len(row["at"].split("／")) for row in ROWS) > 2000


@pytest.mark.parametrize("row", ROWS, ids=[row["at"].partition("／")[0] for row in ROWS])
def test_rows_are_whole(row: dict[str, str]) -> None:
    assert row["strength"] in {"clear", "slight"}
    assert all(row["at"].split("／"))
    assert row["natural"]
    groups = re.compile(row["whole"], re.MULTILINE).groups
    assert all(int(number) <= groups for number in re.findall(r"\\(\d)", row["natural"]))


@pytest.mark.parametrize("row", ROWS, ids=[row["at"].partition("／")[0] for row in ROWS])
def test_the_natural_wording_is_no_slip_itself(row: dict[str, str]) -> None:
    words = re.sub(r"\\\d", "ご登録", row["natural"])
    natural = sheet(f"こちらは、{words}ことのお知らせです。")
    assert not [slip.quote for slip in phrasing.find(natural) if not slip.slight]
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
        "ア,",
        "ます、あ",
        "Ａa",
        "ﾒｰﾙ",
        "お\n客様\n",
        "株式会社\n",
        "の あを ",
        "3月",
        "午後 ",
        "あなたの",
        "をを必要です。",
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
