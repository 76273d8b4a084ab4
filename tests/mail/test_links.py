"""Links: found in markup and text, read as a browser reads them, quoted where they stand."""

from __future__ import annotations

import base64
import email
import hashlib
import re
import subprocess
import sys
import time
from urllib.parse import quote

import can_ada
import pytest
import turbohtml  # noqa: F401 - loaded, so that it is what reads
from hypothesis import given
from hypothesis import strategies as st
from tests.shared import SHARED
from tests.spans import quoted

from gyotaku.facts import Facts
from gyotaku.mail import message
from gyotaku.mail.facts.links import Links
from gyotaku.mail.links.mark import Place
from gyotaku.mail.links.needles import Form, Needles
from gyotaku.mail.links.services import real
from gyotaku.mail.links.shown import shown_host
from gyotaku.mail.links.target import read_target
from gyotaku.mail.links.text import addresses
from gyotaku.mail.visible import visible
from gyotaku.model.configuration import Config
from gyotaku.registry import plan

CORPUS = SHARED / "corpora" / "mail"
HTML = b"From: a@b.example\nContent-Type: text/html; charset=utf-8\n\n"


def links(raw: bytes) -> Links:
    return Facts(plan().makers, message.read(raw), Config()).get(Links)


def of(html: str) -> list[tuple[str, str, str | None]]:
    return [(link.place.value, link.target.url, link.shown) for link in links(HTML + html.encode())]


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("https://www.a.example/x", "www.a.example"),
        ("HTTPS://WWW.A.Example", "www.a.example"),
        ("https://www.bank.example@evil.example:81/", "evil.example"),
        ("http://0x7f.1/", "127.0.0.1"),
        ("http://0300.0250.1/", "192.168.0.1"),
        ("http://3232235777/", "192.168.1.1"),
        ("http://[::ffff:c0a8:101]/", "[::ffff:c0a8:101]"),
        ("http://ｅｖｉｌ。example/", "evil.example"),
        ("http:\\\\evil.example\\a", "evil.example"),
        (" ht\ntps://ev\til.example/ ", "evil.example"),
        ("http://%65vil%2Eexample/", "evil.example"),
        ("http://日本.example/", "xn--wgv71a.example"),
        ("https:evil.example", "evil.example"),
        ("//evil.example/x", "evil.example"),
        ("www.evil.example/x", "www.evil.example"),
        ("http://evil.example./", "evil.example."),
        ("http://xn--zz/", ""),
        ("http://a b/", ""),
        ("mailto:a@b.example", ""),
        ("javascript:void(0)", ""),
        ("x.html", ""),
        ("#top", ""),
        ("", ""),
        ("http://\udc80x.example/", ""),
    ],
)
def test_a_target_is_read_as_a_browser_reads_it(written: str, host: str) -> None:
    assert read_target(written).host == host


def test_relative_targets_follow_the_base() -> None:
    html = '<base href="https://a.example/d/"><a href="x.html">x</a><a href="//b.example">y</a><a href="mailto:c@d.example">z</a>'
    assert [url for _, url, _ in of(html)] == ["https://a.example/d/x.html", "https://b.example/", "mailto:c@d.example"]


HOSTS = st.from_regex(r"[A-Za-z0-9-]{1,8}(\.[A-Za-z0-9-]{1,8}){0,3}", fullmatch=True)
TAILS = st.sampled_from(["", "/", "/a?b#c", "?x=@", "#@y", ":80/", ":8080", "@b.example", "\\x", "/%zz", "/\u3042"])


@given(st.sampled_from(["http://", "https://", "HTTP://", "https:/"]), HOSTS, TAILS)
def test_what_is_read_here_is_what_the_library_reads(scheme: str, host: str, tail: str) -> None:
    written = scheme + host + tail
    read = read_target(written)
    try:
        parsed = can_ada.parse(written)
    except ValueError:
        assert not read.host
        return
    assert (read.scheme + ":", read.host) == (parsed.protocol, parsed.hostname)
    assert read.port == (int(parsed.port) if parsed.port else None)


@given(st.text() | st.text("htps:/\\@.%[]0x1a\t\n ", max_size=40))
def test_no_target_raises(written: str) -> None:
    read_target(written)
    read_target("http://" + written)
    real(read_target("https://www.google.com/url?q=" + written))
    shown_host(written)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<a href='http://a.example/'>see <b>this</b></a>", ("anchor", "http://a.example/", "see this")),
        ("<A HREF=http://a.example/?x=1&amp;copy=2>t</A>", ("anchor", "http://a.example/?x=1&copy=2", "t")),
        ("<a href='http://a.example/?x=1&copy=2'>t</a>", ("anchor", "http://a.example/?x=1&copy=2", "t")),
        ("<a href='http://a.example/'><img alt='logo of A'></a>", ("anchor", "http://a.example/", "logo of A")),
        ("<map><area href='http://a.example/'></map>", ("area", "http://a.example/", None)),
        ("<form action='http://a.example/'><input></form>", ("form", "http://a.example/", None)),
        ("<button formaction='http://a.example/'>", ("form", "http://a.example/", None)),
        ("<meta http-equiv=Refresh content='0;URL=http://a.example/'>", ("refresh", "http://a.example/", None)),
        ("<img src='http://a.example/'>", ("image", "http://a.example/", None)),
        ("<img srcset='http://a.example/ 2x'>", ("image", "http://a.example/", None)),
        ("<video poster='http://a.example/'>", ("image", "http://a.example/", None)),
        ("<svg><a xlink:href='http://a.example/'>t</a></svg>", ("anchor", "http://a.example/", "t")),
        ("<td background='http://a.example/'>", ("background", "http://a.example/", None)),
        ('<p style="background:url(&quot;http://a.example/&quot;)">', ("background", "http://a.example/", None)),
        ("<style>a{background:url(http://a.example/)}</style>", ("resource", "http://a.example/", None)),
        ("<link href='http://a.example/'>", ("resource", "http://a.example/", None)),
        ("<iframe src='http://a.example/'></iframe>", ("frame", "http://a.example/", None)),
        ("<object data='http://a.example/'></object>", ("frame", "http://a.example/", None)),
        ("<!--[if mso]><v:rect href='http://a.example/'>t</v:rect><![endif]-->", ("anchor", "http://a.example/", "t")),
        ("<noscript><a href='http://a.example/'>t</a></noscript>", ("anchor", "http://a.example/", "t")),
        ("<p>see http://a.example/, please", ("text", "http://a.example/", "http://a.example/")),
    ],
)
@pytest.mark.parametrize("scanner", [False, True], ids=["turbohtml", "own"])
def test_links_of_markup(
    html: str, expected: tuple[str, str, str | None], scanner: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if scanner:
        monkeypatch.setitem(sys.modules, "turbohtml", None)
    assert of(html) == [expected]
    found = message.read(HTML + html.replace("<", "\r\n<").encode())
    for link in Facts(plan().makers, found, Config()).get(Links):
        for evidence in (link.evidence(), link.shown_evidence()):
            assert evidence is None or quoted(found, evidence) == evidence.quote


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<a href=http://a.example/>x<a href=http://b.example/>y</a>z", ["x", "y"]),
        ("<td><a href=http://a.example/>x<td>y", ["x"]),
        ("<a href=http://a.example/><table><tr><td>x<td>y</table></a>z", ["x\ty"]),
        ("<p><a href=http://a.example/>x<p>y", ["x\ny"]),
        ("a<a href=http://a.example/>\u200bx\u200b y</a>z", ["x y"]),
        ("<a href=http://a.example/ style='display:none'>x</a>", [None]),
    ],
)
def test_what_an_anchor_shows(html: str, shown: list[str | None]) -> None:
    assert [text for _, _, text in of(html)] == shown


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see http://a.example/x.", ["http://a.example/x"]),
        ("詳細はhttp://a.example/xをご覧ください。", ["http://a.example/x"]),
        ("「http://a.example/」、（https://b.example/c）。", ["http://a.example/", "https://b.example/c"]),
        ("http://a.exampleをご覧", ["http://a.example"]),
        ("http://日本.example/x", ["http://日本.example/x"]),
        ("ｈｔｔｐ：／／ａ．ｅｘａｍｐｌｅ／ｘ です", ["http://a.example/x"]),
        ("(http://a.example/x_(y))", ["http://a.example/x_(y)"]),
        ("<http://a.example/long\npath/x>", ["http://a.example/longpath/x"]),
        ("at www.a.example, or WWW.b.example/x.", ["http://www.a.example", "http://WWW.b.example/x"]),
        ("go to a.example/path now", ["http://a.example/path"]),
        ("setup.py, Co.Ltd, a@b.example/c, drivers/net.sh/x, and/or, 1.2/3, e.g./i.e.", []),
        ("hxxps://a.example/x http://b[.]example/y", ["hxxps://a.example/x", "http://b[.]example/y"]),
        ("ftp://a.example/x", ["ftp://a.example/x"]),
        ("://", []),
    ],
)
def test_addresses_in_text(text: str, found: list[str]) -> None:
    assert [one.url for one in addresses(text, 100)] == found


def test_defanged_addresses_are_no_links() -> None:
    found = links(b"From: a@b.example\n\nhxxps://a.example/x http://b[.]example/y\n")
    assert [link.place for link in found] == [Place.DEFANGED, Place.DEFANGED]
    assert not found.clickable


def test_a_style_left_in_the_text_form_is_no_link() -> None:
    style = "@import url('https://fonts.a.example/css?family=X'); body { }"
    (found,) = addresses(style, 5)
    assert found.place is Place.RESOURCE
    for text in ("see url('https://a.example/')", "import https://a.example/", "@import of goods: https://a.example/"):
        (found,) = addresses(text, 5)
        assert found.place is Place.TEXT


def test_a_page_within_a_link_gives_its_own_links() -> None:
    inner = base64.b64encode(
        b"<a href='https://x.example/'>x</a><meta http-equiv=refresh content='0;url=https://y.example'>"
    )
    found = of(f"<a href='data:text/html;base64,{inner.decode()}'>t</a>")
    assert [place for place, _, _ in found] == ["anchor", "anchor", "refresh"]
    assert [url for _, url, _ in found[1:]] == ["https://x.example/", "https://y.example"]


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2Fx&data=1", "a.example"),
        ("https://urldefense.proofpoint.com/v2/url?u=https-3A__a.example_x&d=1", "a.example"),
        ("https://urldefense.com/v3/__https://a.example/x__;!!y", "a.example"),
        ("https://www.google.com/url?q=https://a.example/&sa=D", "a.example"),
        ("https://www.google.com/search?q=https://a.example/", "www.google.com"),
        ("https://safelinks.protection.outlook.com.evil.example/?url=https%3A%2F%2Fa.example", ""),
    ],
)
def test_redirectors_tell_where_they_lead(url: str, host: str) -> None:
    assert real(read_target(url)).host == (host or read_target(url).host)


ADDRESS = "Sato.Hanako@office.example"


def encodings() -> dict[str, str]:
    octets = ADDRESS.lower().encode()
    made = {f"base64 {lead}": base64.b64encode(b"x" * lead + octets + b"yz").decode().rstrip("=") for lead in range(3)}
    made |= {f"base64url {lead}": base64.urlsafe_b64encode(b"\xff" * lead + octets).decode() for lead in range(3)}
    made |= {name: hashlib.new(name, octets).hexdigest() for name in ("md5", "sha1", "sha256")}
    made |= {"plain": ADDRESS, "percent": quote(ADDRESS, safe=""), "twice": quote(quote(ADDRESS, safe=""), safe="")}
    return made | {
        "hex": octets.hex().upper(),
        "reversed": octets[::-1].decode(),
        "as is": hashlib.sha1(ADDRESS.encode(), usedforsecurity=False).hexdigest(),
    }


@pytest.mark.parametrize("name", encodings())
def test_an_address_is_found_in_every_form(name: str) -> None:
    needles = Needles((ADDRESS,))
    carried = needles.find("https://a.example/x?y=1#" + encodings()[name])
    assert carried is not None
    assert carried.address == ADDRESS
    assert needles.within("x " + encodings()[name])
    if name == "twice":
        assert carried.form is Form.ESCAPED


@given(st.text())
def test_other_text_holds_no_address(text: str) -> None:
    if ADDRESS.lower() not in text.lower():
        assert Needles((ADDRESS,)).find(text) is None


HOSTILE = {
    "anchors": "<a href=http://a.example/x>t</a>" * 100_000,
    "anchors never closed": "<a href=//a.example>" * 100_000,
    "one long target": "<a href='http://a.example/" + "x" * 1_000_000 + "'>t</a>",
    "long escaped target": "<a href='http://a.example/" + "%25" * 300_000 + "'>t</a>",
    "nested data": "<a href='data:text/html," + "data:text/html," * 60_000 + "'>t</a>",
    "many data": "<a href='data:text/html,<a href=//x.example>'>t</a>" * 20_000,
    "comments": "<!--[if mso]><a href=x><![endif]-->" * 20_000,
    "nested comments": "<!--[if mso]><a href=x>" * 30_000,
    "css": "<p style='" + "url(" * 200_000 + "'>",
    "css quotes": "<p style='" + 'url("x' * 100_000 + "'>",
    "sheet": "<style>" + "url(x)" * 100_000,
    "srcset": "<img srcset='" + "x ," * 200_000 + "'>",
    "refresh": "<meta http-equiv=refresh content='" + " " * 500_000 + "url=x'>" * 2,
    "fields": "<form action=//a.example>" + "<input>" * 100_000,
    "schemes": "http://" * 100_000,
    "addresses": "http://a.example/ " * 50_000,
    "brackets": "http://a.example/" + ")" * 500_000,
    "full width": "：／／" * 200_000,
    "angle": "<pre>&lt;http://a.example/x\n" * 20_000,
    "bare": "a.example/ " * 50_000,
    "dots": "a." * 300_000 + "/",
    "www": "www." * 200_000,
    "labels": "http://" + "a." * 100_000 + "example/",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("kind", ["html", "plain"])
def test_hostile_links_take_bounded_time(name: str, kind: str) -> None:
    raw = f"From: a@b.example\nTo: c@d.example\nContent-Type: text/{kind}; charset=utf-8\n\n{HOSTILE[name]}".encode()
    began = time.process_time()
    found = links(raw)
    Needles(("c@d.example",)).within("\n".join(link.target.written for link in found))
    assert time.process_time() - began < 4


def test_more_links_than_are_kept_are_told() -> None:
    assert links(HTML + HOSTILE["anchors"].encode()).cut


WORDS = """<a_href='http://a.example/x'> </a> <td> <p> <!--[if_mso]> <![endif]--> <img_src=//b.example_alt='c_d'> <base_href=//e.example>
<form_action=x> <input_type=password> <meta_http-equiv=refresh_content='0;url=//f.example'> style=background:url(x) <style> </style>
href= src= " ' = > < & &#x68; http:// www.g.example h.example/ 「 」 \u200b ： ／ ／ % @ data:text/html, javascript: <noscript> </noscript>"""
PIECES = st.sampled_from([*WORDS.split(), "\r\n", "\r", " ", "\0", "日本"])


@given(st.lists(PIECES, max_size=40).map("".join).map(lambda html: html.replace("_", " ")))
def test_no_html_raises_and_every_quote_stands_there(html: str) -> None:
    raw = message.read(HTML + html.encode("utf-8", "replace"))
    for link in Facts(plan().makers, raw, Config()).get(Links):
        for evidence in (link.evidence(), link.shown_evidence()):
            assert evidence is None or quoted(raw, evidence) == evidence.quote


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the development corpus is not here")
def test_both_tokenizers_agree_on_the_links_of_real_mail() -> None:
    agreed = pages = 0
    for path in sorted(CORPUS.glob("**/*.eml"))[::8]:
        for part in email.message_from_bytes(path.read_bytes()).walk():
            body = part.get_payload(decode=True)
            if part.get_content_type() != "text/html" or not isinstance(body, bytes):
                continue
            page = re.sub("\r\n?", "\n", body.decode("utf-8", "replace"))
            whole = [(mark.place, mark.value, mark.at, mark.start, mark.end) for mark in visible(page).marks]
            with pytest.MonkeyPatch.context() as patch:
                patch.setitem(sys.modules, "turbohtml", None)
                again = [(mark.place, mark.value, mark.at, mark.start, mark.end) for mark in visible(page).marks]
            pages += 1
            agreed += whole == again
    assert pages
    assert agreed >= 0.98 * pages


def test_the_library_is_not_loaded_for_plain_targets() -> None:
    script = (
        "import sys, gyotaku; gyotaku.dissect(b'From: a@b.example\\n\\nhttps://a.example/x?y#z');"
        "sys.exit('can_ada' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
