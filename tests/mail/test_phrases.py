"""Many phrases in one pass: as if each were searched by itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gyotaku.data.tables import table
from gyotaku.facts import Facts
from gyotaku.mail import message
from gyotaku.mail.facts.said import Sayings
from gyotaku.mail.facts.wording import folded
from gyotaku.mail.phrases import Phrases
from gyotaku.model.configuration import Config
from gyotaku.registry import plan

ROWS = [("a", "log in"), ("a", "in"), ("b", "in"), ("b", "容量"), ("c", "容量不足"), ("c", "é")]


def naive(text: str) -> set[tuple[str, str, int]]:
    found = set()
    for topic, phrase in ROWS:
        for start in range(len(text)):
            if text.startswith(phrase, start):
                before, after = text[start - 1 : start] if start else "", text[start + len(phrase) :][:1]
                inside = (before, phrase[0]), (phrase[-1], after)
                if not any(a.isalnum() and b.isalnum() and ord(a) < 0x250 and ord(b) < 0x250 for a, b in inside):
                    found.add((topic, phrase, start))
    return found


@given(st.text(alphabet="log in容量不足é.\n", max_size=40))
def test_like_searching_each(text: str) -> None:
    hits = list(Phrases(ROWS).find(text))
    assert {(hit.topic, hit.phrase, hit.start) for hit in hits} == naive(text)
    assert all(text[hit.start : hit.end] == hit.phrase for hit in hits)


def test_phrases_are_folded_as_texts_are() -> None:
    for rows in table("pressure").values():
        if isinstance(rows, dict):
            for language, phrases in rows.items():
                assert len(phrases) == len(set(phrases)), language
                for phrase in phrases:
                    assert phrase == folded(phrase).strip()


def sayings(subject: str, body: str) -> Sayings:
    raw = f"From: a@b.example\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{body}".encode()
    return Facts(plan().makers, message.read(raw), Config()).get(Sayings)


def test_each_phrase_once_and_over_line_ends() -> None:
    found = sayings("Notice", "Please verify your\naccount. Verify your account! ＶＥＲＩＦＹ ＮＯＷ")
    (first, second) = found.of("ask")
    assert first.hit.phrase == "verify your account"
    assert first.evidence().quote == "Please verify your\naccount"
    assert second.evidence().quote == "ＶＥＲＩＦＹ ＮＯＷ"
    assert found.different("ask") == 2


def test_dressed_letters_say_what_they_look_like() -> None:
    found = sayings("Notice", "𝐏𝐥𝐞𝐚𝐬𝐞 𝘂𝗽𝗱𝗮𝘁𝗲 𝘆𝗼𝘂𝗿 𝗽𝗮𝘆𝗺𝗲𝗻𝘁 details")
    assert [said.hit.phrase for said in found.of("ask")] == ["update your payment"]
    assert found.of("ask")[0].evidence().quote == "𝐏𝐥𝐞𝐚𝐬𝐞 𝘂𝗽𝗱𝗮𝘁𝗲 𝘆𝗼𝘂𝗿 𝗽𝗮𝘆𝗺𝗲𝗻𝘁 details"


def test_of_overlapping_phrases_one_counts() -> None:
    found = sayings("", "カードのご利用を制限しました")
    assert len(found.of("threat")) > 1
    assert found.different("threat") == 1
