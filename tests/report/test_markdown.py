"""Markdown: whatever comes from the mail is a code span, and nothing of it acts in a ticket, a blog or a site generator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from tests.report.test_html import MAILS, NASTY, ROOT, mail

import gyotaku
from gyotaku.config import load
from gyotaku.model.configuration import Config
from gyotaku.report.layout import safe
from gyotaku.report.markdown import MarkdownForm, code, render

MARKS = (
    *NASTY,
    "[x](http://evil.example)", "![x](http://evil.example/a.png)", "<http://evil.example>", "[a]: http://evil.example", "@someone", "#123",
    ":smile:", "**bold**", "# head", "- item", "1. item", "> quote", "---", "```\n# x", "a``b`", "`", " ` ", "{% include x %}", "{{< x >}}", "[[x]]",
    "| a | b |", "$x$", "&amp;", "\\", "www.evil.example",
)  # fmt: skip
_READER = MarkdownIt("commonmark")


def tokens(text: str) -> Iterator[Token]:
    for token in _READER.parse(text):
        yield token
        yield from token.children or ()


def acts(text: str) -> list[str]:
    """Tokens that no report has, and foreign words that stand outside code."""
    return [token.type for token in tokens(text) if token.type.startswith(("link", "image", "html"))]


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("file", MAILS, ids=lambda file: file.stem)
def test_an_example_reads_as_it_is_meant(file: Path, language: str) -> None:
    report = gyotaku.dissect(file.read_bytes(), load(ROOT / "examples" / "gyotaku.toml"), path=file.name)
    text = render(report, language)
    assert acts(text) == []
    kinds = [token for token in tokens(text) if token.type == "heading_open"]
    assert [kinds[0].tag, *{token.tag for token in kinds[1:]}] == ["h1", "h2"]
    plain = [token.content for token in tokens(text) if token.type == "text"]
    assert not any("**" in words or "`" in words for words in plain)
    told = sum(token.type == "strong_open" for token in tokens(text))
    assert told >= len(report.findings) + 3
    assert len([token for token in tokens(text) if token.type == "fence"]) == 1


@pytest.mark.parametrize("words", MARKS)
def test_a_nasty_mail_stays_code(words: str) -> None:
    for language in ("en", "ja"):
        text = render(gyotaku.dissect(mail(words), Config(own_domains=("own.example",)), path=words), language)
        assert acts(text) == []
        assert not re.search(r"\{[{%#<]|[}%>]\}|\[\[", text)
        for token in tokens(text):
            if token.type == "text":
                assert "alert(1)" not in token.content
                assert "evil.example" not in token.content
                assert "@someone" not in token.content


@given(st.text(st.sampled_from("`a [](){}%<>!@#*_\\\n|"), max_size=30) | st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_a_code_span_holds_all_of_the_words(words: str) -> None:
    written = code(words)
    inner = list(_READER.parseInline(f"x {written} y")[0].children or ())
    if not safe(words).strip():
        return
    assert [token.type for token in inner] == ["text", "code_inline", "text"]
    assert inner[1].content.replace(" ", "") == safe(words).replace(" ", "")


def test_our_own_words_keep_their_commands() -> None:
    assert MarkdownForm().literal("run `gyotaku data fetch` for <a> * b") == r"run `gyotaku data fetch` for \<a\> \* b"
