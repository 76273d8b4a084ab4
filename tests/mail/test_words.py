"""Words in pictures and PDFs: what is made of a recognizer's table, and what is told where there is no recognizer."""

from __future__ import annotations

from pathlib import Path

import pytest

import gyotaku
from gyotaku.mail.codes import reading, worker
from gyotaku.mail.codes.words import lines_of, recognized
from gyotaku.model.report import Report
from gyotaku.report.plain import Plain

MAILS = Path(__file__).parents[1] / "kinds" / "words-in-picture"


def row(line: int, confidence: str, word: str) -> str:
    return "\t".join(("5", "1", "1", "1", str(line), "1", "0", "0", "9", "9", confidence, word))


def test_words_stand_in_their_lines_without_what_is_guessed() -> None:
    table = "\n".join(
        (
            "level\tpage_num",
            row(1, "96.5", "Your"),
            row(1, "91", "account"),
            row(1, "12.0", "%~"),
            row(2, "88", "closes"),
        )
    )
    assert recognized(table) == "Your account\ncloses"


def test_a_logo_is_no_message() -> None:
    assert recognized(row(1, "96", "HOTARU")) == ""


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("お 客 様 の カード", "お客様のカード"),
        ("VISA カード を ご 利用", "VISA カードをご利用"),
        ("one\n\n | \ntwo\x1b[31m", "one\ntwo[31m"),
        ("", ""),
    ],
)
def test_lines_have_no_spaces_that_nobody_wrote(given: str, kept: str) -> None:
    assert lines_of(given) == kept


def said(report: Report) -> str:
    return "\n".join(f"{one.question.render('en', Plain())} {one.why.en}" for one in report.unknown)


@pytest.fixture
def without_recognizer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "recognizer", lambda: None)


@pytest.mark.usefixtures("without_recognizer")
def test_without_the_recognizer_pictures_are_told_as_unread() -> None:
    report = gyotaku.dissect((MAILS / "fires-english.eml").read_bytes())
    assert "words-in-picture" not in {finding.kind.id for finding in report.findings}
    assert "tesseract" in said(report)


@pytest.mark.usefixtures("without_recognizer")
def test_without_the_recognizer_the_text_of_a_pdf_is_read() -> None:
    report = gyotaku.dissect((MAILS / "fires-pdf-text.eml").read_bytes())
    assert "words-in-picture" in {finding.kind.id for finding in report.findings}


def test_without_japanese_data_japanese_pictures_are_told_as_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    found = reading.recognizer()
    if found is None:
        pytest.skip("needs tesseract: apt-get install tesseract-ocr tesseract-ocr-jpn")
    monkeypatch.setattr(reading, "recognizer", lambda: (found[0], frozenset({"eng"})))
    report = gyotaku.dissect((MAILS / "fires-japanese.eml").read_bytes())
    assert "tesseract-ocr-jpn" in said(report)


def test_a_mail_with_words_of_its_own_is_read_without_its_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_command", lambda japanese: pytest.fail("asked for words"))
    gyotaku.dissect((MAILS / "innocent-long-letter.eml").read_bytes())


def test_the_same_picture_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []

    def recognized_as(recognizer: list[str], pixels: bytes) -> str:
        asked.append(pixels)
        return pixels.decode()

    monkeypatch.setattr(worker, "_recognized", recognized_as)
    monkeypatch.setattr(worker, "_known", {})
    monkeypatch.setattr(worker, "_MOST_KNOWN", 2)
    read = [worker._words(["program"], pixels) for pixels in (b"a", b"a", b"b", b"c", b"a")]
    assert read == ["a", "a", "b", "c", "a"]
    assert asked == [b"a", b"b", b"c", b"a"]
