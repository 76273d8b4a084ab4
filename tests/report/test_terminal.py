"""The terminal report: right at any width, safe whatever the mail holds."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import gyotaku
from gyotaku.config import load
from gyotaku.model.text import Text
from gyotaku.report.layout import columns, safe, shortened, wrapped
from gyotaku.report.terminal import print_report, render

ROOT = Path(__file__).parents[2]
MAILS = sorted((ROOT / "examples").glob("*.eml"))
HOSTILE = (
    'From: "\x1b[31mEvil\x07 \u202e\u2066moc.elpmaxe\u2069" <a@b.example>\r\n'
    "To: \u200bx@y.example\r\nSubject: \x1b]0;owned\x07 \x9b2J http://evil.example/click \ud83d\ufeff e\u0301\u0301\u0301\u0301\u0301\r\n"
    "Received: from \x1b[2J ([192.0.2.1]) by \u202emx.example; bad date\r\n\r\nbody\r\n"
).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("width", [40, 61, 80, 100, 120])
@pytest.mark.parametrize("mail", MAILS, ids=lambda file: file.stem)
def test_no_line_is_wider_than_asked(mail: Path, width: int, language: str) -> None:
    report = gyotaku.dissect(mail.read_bytes(), load(ROOT / "examples" / "gyotaku.toml"))
    for line in render(report, language, width=width).splitlines():
        assert columns(line) <= width, line


@pytest.mark.parametrize("language", ["en", "ja"])
def test_nothing_of_the_mail_reaches_the_terminal_as_control(language: str) -> None:
    text = render(gyotaku.dissect(HOSTILE, path="a\x1b[0m\u202e.eml"), language)
    for character in text:
        assert character == "\n" or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}, repr(
            character
        )
    assert "‹U+001B›" in text
    assert "‹U+202E›" in text
    assert "http://" not in text
    assert "hxxp://evil.example" in text


def test_what_a_failed_check_says_is_made_safe_too() -> None:
    report = gyotaku.dissect(MAILS[0].read_bytes())
    failed = Text(en="ValueError: \x1b[2J", ja="ValueError: \x1b[2J")
    unknown = replace(report.unknown[0], why=failed)
    assert "\x1b" not in render(replace(report, unknown=(unknown,)), "en")


def test_colors_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    report = gyotaku.dissect(MAILS[0].read_bytes())
    for stream, options, colored in (
        (io.StringIO(), {}, False),
        (Terminal(), {}, True),
        (Terminal(), {"color": "never"}, False),
        (io.StringIO(), {"color": "always"}, True),
    ):
        print_report(report, "en", stream=stream, **options)
        assert ("\x1b[" in stream.getvalue()) is colored
    monkeypatch.setenv("NO_COLOR", "1")
    stream = Terminal()
    print_report(report, "en", stream=stream)
    assert "\x1b[" not in stream.getvalue()


def test_colored_text_is_the_plain_text() -> None:
    import re

    report = gyotaku.dissect(MAILS[1].read_bytes())
    plain, colored = render(report, "ja"), render(report, "ja", color=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


def test_a_poor_encoding_ends_no_report() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    print_report(gyotaku.dissect(MAILS[0].read_bytes()), "ja", stream=stream)
    stream.flush()


def test_japanese_lines_begin_and_end_as_typesetting_allows() -> None:
    for width in range(20, 60):
        for mail in MAILS:
            for line in render(gyotaku.dissect(mail.read_bytes()), "ja", width=max(width, 40)).splitlines():
                assert line.strip()[:1] not in set("、。」）")


@given(st.text(max_size=300), st.integers(min_value=2, max_value=60))
@settings(max_examples=200, deadline=None)
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    text = safe(text)
    lines = wrapped(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.text(max_size=300), st.integers(min_value=24, max_value=60))
@settings(max_examples=200, deadline=None)
def test_wrapped_lines_fit(text: str, width: int) -> None:
    # One wide character with the punctuation that clings to it may pass the edge; nothing else may.
    for line in wrapped(safe(text), width):
        assert columns(line) <= width or all(not piece for piece in line[:-1].split("、"))


@given(st.text(max_size=100), st.integers(min_value=1, max_value=40))
def test_shortened_fits(text: str, width: int) -> None:
    assert columns(shortened(safe(text), width)) <= max(width, 1)


@given(st.text(max_size=200))
def test_safe_is_safe_and_stays_so(text: str) -> None:
    shown = safe(text)
    assert not any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for character in shown)
    assert safe(shown) == shown
