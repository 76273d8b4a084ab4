"""What a mail's reader sees: whether there is text and a link is told without laying out all of it, and told right."""

from __future__ import annotations

import pytest

import gyotaku
from gyotaku.mail.facts.readability import Gap

HEAD = b"From: a@b.example\nContent-Type: text/html\n\n"
LONG = b"words " * 2_000
HIDDEN = [
    b"<style>" + LONG,
    b"<style>" + LONG + b"</style><img src=a>",
    b"<title>" + LONG + b"</title>",
    b"<script>x = '<b>" + LONG + b"'</script>",
    b"<!-- > " + LONG + b"-->",
    b"<div style='display:none'>" + LONG + b"</div><img src=a>",
    b"<img alt='x>" + LONG + b"'>",
    b"<p>&nbsp;</p><img src=a>",
]
SHOWN = [b"<p>hello</p>", b"<style>" + LONG + b"</style><p>hello", LONG, b"<title>" + LONG + b"</title><b>1"]


def gaps(mail: bytes) -> list[str]:
    return [unknown.why.en for unknown in gyotaku.dissect(mail).unknown]


@pytest.mark.parametrize("html", HIDDEN, ids=range(len(HIDDEN)))
def test_html_that_shows_no_text_is_told(html: bytes) -> None:
    assert Gap.NO_TEXT.text.en in gaps(HEAD + html)


@pytest.mark.parametrize("html", SHOWN, ids=range(len(SHOWN)))
def test_html_that_shows_text_is_no_gap(html: bytes) -> None:
    assert not {Gap.NO_TEXT.text.en, Gap.CUT.text.en} & set(gaps(HEAD + html))


@pytest.mark.parametrize(
    "body",
    [
        b"Content-Type: text/plain\n\n" + b"a" * 200_001,
        b"Content-Type: text/html\n\n" + b"a" * 200_001,
        b"Content-Type: text/html\n\n" + b"a<i style='display:none'>x</i>" * 3_000,
    ],
    ids=["text", "html", "hidden places"],
)
def test_what_is_longer_than_is_read_is_told(body: bytes) -> None:
    assert Gap.CUT.text.en in gaps(b"From: a@b.example\n" + body)


@pytest.mark.parametrize(
    ("body", "has"),
    [
        (b"text/plain\n\nsee HTTP://a.example", True),
        (b"text/plain\n\nsee WWW.a.example", True),
        (b"text/html\n\n<a HREF='//a.example/x'>a</a>", True),
        (b"text/html\n\n<a HREF='x'>a</a>", False),
        (b"text/html\n\n<p>http://a.example", True),
        (b"text/html\n\n<img src='http://a.example'>a", False),
        (b"text/plain\n\nnothing", False),
    ],
)
def test_links_are_seen(body: bytes, has: bool) -> None:
    questions = [
        unknown.question.text.en for unknown in gyotaku.dissect(b"From: a@b.example\nContent-Type: " + body).unknown
    ]
    assert any("links lead" in question for question in questions) is has
