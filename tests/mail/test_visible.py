"""What a reader sees, what is hidden from him, and the way back to the source."""

from __future__ import annotations

import email
import re
import sys
import time
from email.message import Message
from pathlib import Path

import pytest
import turbohtml  # noqa: F401 - loaded, so that it is what reads; else the first documents go to the scanner
from hypothesis import given
from hypothesis import strategies as st

from gyotaku.mail import markup
from gyotaku.mail.look import Reason
from gyotaku.mail.visible import MOST_HIDDEN, MOST_TOKENS, Visible, visible

CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "mail"

NOTICE = """<!DOCTYPE html>\r
<html><head><title>Notice</title><style>p { color: red }</style></head>\r
<body bgcolor="#ffffff">\r
<div style="display:none;max-height:0">Open now</div>\r
<p>Dear&nbsp;customer,<br>\r
your parcel &amp; letter   wait.</p>\r
<table><tr><td>Fee</td><td>300&yen;</td></tr>\r
<tr><th>Until</th><td>Friday</td></tr></table>\r
<ul><li>first<li>second</ul>\r
<!-- batch 7 --><img src="x.png" alt="logo">\r
<p>再配達は<a href="https://example.jp/">こちら</a>から</p></body></html>\r
"""


def text(html: str) -> str:
    return visible(html).text


def hidden(html: str) -> list[tuple[str, str]]:
    return [(piece.reason.value, piece.text) for piece in visible(html).hidden]


def test_a_notice_reads_as_a_person_reads_it() -> None:
    seen = visible(NOTICE)
    assert seen.text == (
        "Dear customer,\nyour parcel & letter wait.\nFee\t300¥\nUntil\tFriday\nfirst\nsecond\n再配達はこちらから"
    )
    assert [piece.reason for piece in seen.hidden] == [
        Reason.TITLE,
        Reason.STYLE,
        Reason.DISPLAY_NONE,
        Reason.COMMENT,
    ]
    assert not seen.cut


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ("a  b\n\tc", "a b c"),
        ("a<b> b</b>", "a b"),
        ("a <b> b</b>", "a b"),
        ("a<div>b</div>c", "a\nb\nc"),
        ("a<br><br>b", "a\n\nb"),
        ("<p>a<br></p><p>b", "a\nb"),
        ("<pre>a  b\n c</pre>d", "a  b\n c\nd"),
        ("<span style='white-space: pre-wrap'>a  b</span>", "a  b"),
        ("<span style=display:block>a</span>b", "a\nb"),
        ("<div style='display:inline'>a</div><div style='display:inline'>b</div>", "ab"),
        ("<table><tr><td><p>a</p></td><td><div>b</div></td></tr></table>", "a\tb"),
        ("<table><tr><td>a<table><tr><td>b<td>c</table><td>d</table>e", "a\nb\tc\td\ne"),
        ("<noscript><p>turn it on</p></noscript>", "turn it on"),
        ("<p>a<![if !mso]>b<![endif]>c", "abc"),
        ("<textarea> x\n y</textarea>", " x\n y"),
        ("&lt;b&gt; &#x65e5;&#26412; &unknown;", "<b> 日本 &unknown;"),
        ("a</>b", "ab"),
        ("１　２", "１　２"),
        ("<a style='mso-hide:all'>Pay</a>", "Pay"),
    ],
)
def test_text(html: str, expected: str) -> None:
    assert text(html) == expected


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<div style='DISPLAY: none !important'>x</div>", "display-none"),
        ("<p hidden>x</p>", "hidden-attribute"),
        ("<p style='visibility:hidden'>x</p>", "visibility-hidden"),
        ("<p style='font-size:0'>x</p>", "font-size"),
        ("<p style='font-size:1px;color:#fff'>x</p>", "font-size"),
        ("<p style='font:0/0 a'>x</p>", "font-size"),
        ("<p style='opacity:0'>x</p>", "transparent"),
        ("<p style='color:transparent'>x</p>", "transparent"),
        ("<p style='max-height:0px;overflow:hidden'>x</p>", "no-height"),
        ("<p style='position:absolute;left:-9999px'>x</p>", "off-screen"),
        ("<p style='position: fixed; top: -100em'>x</p>", "off-screen"),
        ("<p style='text-indent:-5000px'>x</p>", "off-screen"),
        ("<p style='position:absolute;clip:rect(0,0,0,0)'>x</p>", "off-screen"),
        ("<p style='clip-path: inset(100%)'>x</p>", "off-screen"),
        ("<p style='color:#FFF;background:white'>x</p>", "same-color"),
        ("<td bgcolor='#eeeeee' style='color:rgb(238,238,238)'>x</td>", "same-color"),
        ("<p style='color:red;/* a */display:none'>x</p>", "display-none"),
        ("<template>x</template>", "template"),
        ("<script>x</script>", "script"),
        ("<iframe>x</iframe>", "not-shown"),
        ("<!--x-->", "comment"),
    ],
)
def test_hidden_text_is_left_out_and_told(html: str, reason: str) -> None:
    assert text(f"a {html} b").split() == ["a", "b"]
    assert hidden(f"a {html} b") == [(reason, "x")]


@pytest.mark.parametrize(
    "html",
    [
        "<p style='font-size:0'><span style='font-size:14px'>x</span></p>",
        "<p style='visibility:hidden'><span style='visibility:visible'>x</span></p>",
        "<p style='color:#fff;background:#fff'><span style='color:#000'>x</span></p>",
        "<p style='color:#fff;background:#fff url(dark.png)'>x</p>",
        "<p style='max-height:0'>x</p>",
        "<p style='color:red;/* never closed; display:none'>x</p>",
        "<p style='position:relative;left:-9999px;left:0'>x</p>",
        "<p style='position:absolute;left:-20px'>x</p>",
        "<p style='left:-9999px'>x</p>",
        "<p style='text-indent:-1.5em'>x</p>",
        "<p style='clip-path:inset(5%)'>x</p>",
        "<p hidden style='display:block'>x</p>",
        "<p style='line-height:0;opacity:0.9;font-size:0.9em'>x</p>",
        "<p style='display:none'>y<p>x",
        "<table><tr><td style='display:none'>y<td>x</table>",
        "<div><span style='display:none'>y</div>x",
    ],
)
def test_what_is_shown_after_all_stays(html: str) -> None:
    assert text(html) == "x"


def test_white_text_within_a_white_page_is_not_called_hidden() -> None:
    """Its own element may get a dark ground from a style sheet; only what one element states twice is certain."""
    assert text("<td bgcolor=white><a class=button style='color:white'>Pay</a></td>") == "Pay"


def test_marks_without_width_are_counted_and_left_out() -> None:
    seen = visible("pass\u200bwo&#8203;rd &shy;x")
    assert (seen.text, seen.zero_width) == ("password x", 3)
    assert visible("می\u200cخواهم").zero_width == 0


@pytest.mark.parametrize(
    "words", ["customer,", "parcel & letter wait", "300¥", "Friday", "second", "再配達は", "こちら"]
)
def test_the_way_back_leads_to_the_same_words(words: str) -> None:
    seen = visible(NOTICE)
    start = seen.text.index(words)
    place = seen.source(start, start + len(words))
    assert place is not None
    assert visible(NOTICE[slice(*place)]).text == words


def test_crlf_counts_as_two_in_the_way_back() -> None:
    lf = NOTICE.replace("\r\n", "\n")
    for html in (lf, NOTICE, NOTICE.replace("\r\n", "\r")):
        seen = visible(html)
        start = seen.text.index("Friday")
        assert seen.source(start, start + 6) == (html.index("Friday"), html.index("Friday") + 6)
        title = seen.hidden[0]
        assert html[title.start : title.end] == "Notice"


def test_astral_characters_and_marks_do_not_shift_the_way_back() -> None:
    html = "<p>😀\u200b x&nbsp;\u200by  z</p>"
    seen = visible(html)
    assert seen.text == "😀 x y z"
    for letter in "😀xyz":
        at = seen.text.index(letter)
        assert seen.source(at, at + 1) == (html.index(letter), html.index(letter) + 1)


def test_ranges_outside_the_text_lead_nowhere() -> None:
    seen = visible("<p>abc</p>")
    assert seen.source(0, 0) is None
    assert seen.source(2, 9) is None
    assert seen.source(-1, 2) is None
    assert Visible("abc").source(0, 1) is None


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "x",
        "<b><i>" * 50_000 + "x" + "</b>" * 100_000,
        "<span><td>" + "<i>" * 50_000 + "</span>" * 100_000,
        "<p " + " ".join(f"a{n}=1" for n in range(300_000)) + ">x",
        "<!--" * 300_000,
        "<!--x>" * 100_000,
        "<a b='" * 100_000,
        "<a " * 300_000,
        "&" * 500_000,
        "<noscript>" * 50_000,
        "</>" * 300_000 + "a</>" * 100_000,
        "<script>" * 100_000,
        "a b  c\n" * 300_000,
        "<p style='" + "a:b;" * 300_000 + "'>x",
        "<p style='" + "/*" * 300_000 + "'>x",
        "<p style='font:" + "1" * 300_000 + "'>x",
        "\u200b" * 500_000,
    ],
    ids=lambda html: html[:12],
)
@pytest.mark.parametrize("scanner", [False, True], ids=["turbohtml", "own"])
def test_hostile_html_takes_bounded_time(html: str, scanner: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if scanner:
        without_turbohtml(monkeypatch)
    visible("<p>warm</p>")
    began = time.process_time()
    visible(html)
    assert time.process_time() - began < 4


def test_a_bound_that_cuts_is_told() -> None:
    assert visible("<p>" * (MOST_TOKENS + 1) + "x").cut
    assert visible("<!--x-->" * (MOST_HIDDEN + 1)).cut
    assert not visible("<!--x-->" * MOST_HIDDEN).cut


def test_ten_megabytes_of_text_are_read_whole() -> None:
    seen = visible("all work and no play " * 500_000)
    assert len(seen.text) == 21 * 500_000 - 1
    assert not seen.cut


WORDS = """<p> </p> <div_style='display:none'> </div> <td> <tr> <table> </table> <br> a 日本 &amp; &nbsp <b <!-- -->
</> <pre> </pre> <noscript> </noscript> <span_style='font-size:0'> </span> <title> </title> ' " = > 😀"""
PIECES = st.sampled_from([*WORDS.split(), "\r\n", "\r", " ", "\u200b", "\0"])


@given(st.lists(PIECES, max_size=40).map("".join).map(lambda html: html.replace("_", " ")) | st.text())
def test_no_html_raises_and_every_place_lies_in_it(html: str) -> None:
    seen = visible(html)
    places = [seen.source(at, at + 1) for at in range(len(seen.text))]
    assert all(place is not None and 0 <= place[0] <= place[1] <= len(html) for place in places)
    assert all(0 <= piece.start <= piece.end <= len(html) for piece in seen.hidden)
    for letter, place in zip(seen.text, places, strict=True):
        if place is not None and letter in "a日本":
            assert html[slice(*place)] == letter


def without_turbohtml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "turbohtml", None)


@pytest.mark.parametrize(
    "html", [NOTICE, '<p CLASS=a style="display:none">x</p>y', "a<b><!-- > -->c</b>", "&notit; &#0;"]
)
def test_without_turbohtml_the_text_is_the_same(html: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = visible(html)
    without_turbohtml(monkeypatch)
    again = visible(html)
    assert (again.text, again.hidden, again.zero_width, again.cut) == (
        expected.text, expected.hidden, expected.zero_width, expected.cut
    )  # fmt: skip


def html_parts(message: Message) -> list[str]:
    parts = [part for part in message.walk() if part.get_content_type() == "text/html"]
    bodies = [part.get_payload(decode=True) for part in parts]
    return [body.decode("utf-8", "replace") for body in bodies if isinstance(body, bytes)]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the development corpus is not here")
def test_both_tokenizers_agree_on_real_mail() -> None:
    pages = [
        page
        for path in sorted(CORPUS.glob("**/*.eml"))[::8]
        for page in html_parts(email.message_from_bytes(path.read_bytes()))
    ]
    agreed = 0
    for page in pages:
        flat = re.sub("\r\n?", "\n", page)
        whole = visible(page)
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(sys.modules, "turbohtml", None)
            agreed += visible(page).text == whole.text
        assert all(flat[start:end] == data for kind, data, _, start, end in markup.tokens(flat) if kind == markup.TEXT)
    assert pages
    assert agreed >= 0.99 * len(pages)
