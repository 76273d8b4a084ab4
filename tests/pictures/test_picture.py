"""Pictures of mails: what is drawn, what stands in for what is not, and nothing of the owner in them."""

from __future__ import annotations

import base64
import io
import re
import subprocess
import time
from functools import cache, partial
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

import gyotaku
from gyotaku.browser import box
from gyotaku.cli.main import DONE, UNREADABLE, USAGE, main
from gyotaku.mail.codes import reading
from gyotaku.model.configuration import Config
from gyotaku.model.report import Report
from gyotaku.pictures import told, words
from gyotaku.pictures.document import document
from gyotaku.pictures.images import Images
from gyotaku.pictures.letter import letter
from gyotaku.pictures.picture import HIGHEST, Look, NoPicture, Picture, bare, picture, pictures
from gyotaku.pictures.sanitized import sanitized
from gyotaku.pictures.style import tamed
from gyotaku.report.masking.finder import Finder
from gyotaku.report.masking.leaks import Guard
from gyotaku.report.masking.redactor import Redactor
from gyotaku.report.masking.secrets import secrets
from tests import drawn
from tests.browser.here import browser_here
from tests.recipient_forms import ENCODINGS

ROOT = Path(__file__).parents[2]
OWNER = "hanako.mori@aoba-kensetsu.example"
CONFIG = Config(own_domains=("aoba-kensetsu.example",), own_names=("青葉建設",), mailboxes=("hanako.mori",))
dissect = partial(gyotaku.dissect, config=CONFIG, for_masking=True)


def mail(body: str, kind: str = "html", subject: str = "お知らせ", more: tuple[tuple[str, bytes], ...] = ()) -> bytes:
    """A mail to the owner; `more` are pictures by their Content-ID."""
    parts = [(f"Content-Type: text/{kind}; charset=utf-8", body.encode("utf-8", "surrogatepass"))]
    parts += [(f"Content-Type: image/png\r\nContent-ID: <{name}>", octets) for name, octets in more]
    encoded = "".join(
        f"--b\r\n{head}\r\nContent-Transfer-Encoding: base64\r\n\r\n{base64.encodebytes(octets).decode()}\r\n"
        for head, octets in parts
    )
    return (
        "Received: from mail.evil.example (mail.evil.example [192.0.2.7]) by mx.aoba-kensetsu.example (Postfix)\r\n"
        f" with ESMTP id 4ABC for <{OWNER}>; Mon, 2 Nov 2026 10:00:00 +0900 (JST)\r\n"
        f"From: Bank <a@evil.example>\r\nTo: {OWNER}\r\nSubject: {subject}\r\nDate: Mon, 2 Nov 2026 09:59:50 +0900\r\n"
        f"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n{encoded}--b--\r\n"
    ).encode()


@cache
def owner_report() -> Report:
    return dissect(mail("text"))


def drawn_text(raw: bytes) -> str:
    """What the page would show of a masked mail, read from its markup by nothing of ours."""
    finder = Finder(secrets(owner_report()))
    redactor, guard = Redactor(finder), Guard(finder)
    shown = letter(raw)
    page = document(shown, redactor, Images(shown.files, redactor, guard, "en"), "en")
    body = page.markup.partition("<body>")[2] + page.mail.rpartition("</style>")[2]
    return re.sub(r"<[^>]*>", "", body)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_nothing_of_the_owner_is_in_the_text_that_is_drawn(encoding: str) -> None:
    planted = ENCODINGS[encoding](OWNER)
    escaped = planted.replace("<", "&lt;")
    for body in (f"<p>Dear {escaped}, hello", f"<b>{escaped}</b>", f"<table><td>{escaped}<td>x</table>"):
        assert planted not in drawn_text(mail(body))
    assert planted not in drawn_text(mail(f"Dear {planted}, hello", "plain"))


@pytest.mark.parametrize(
    "body",
    [
        "<p>hanako.<b>mori</b>@aoba-<i>kensetsu</i>.example</p>",
        "".join(f"<span style='color:red'>{one}</span>" for one in OWNER),
        "<table><tr>" + "".join(f"<td>{one}</td>" for one in OWNER) + "</tr></table>",
        "hanako.mori&#64;aoba-kensetsu&period;example",
        "<bdo dir=rtl>" + OWNER[::-1] + "</bdo>",
        "青葉<br>建設 青<wbr>葉建設",
        "hanako.mori<!-- x -->@aoba-kensetsu.example",
        f"<textarea>{OWNER}</textarea><select><option>{OWNER}</select>",
        f"<img alt='{OWNER}' src='http://a.example/x.png'><input value='{OWNER}' placeholder='{OWNER}'><p title='{OWNER}'>a",
        f"<style>p::before{{content:'{OWNER}'}}</style><p>a",
        f"<p style=\"content:'{OWNER}'\">a<q>b</q><style>q{{quotes:'{OWNER}' 'x'}}</style>",
        f"<svg><text>{OWNER}</text></svg><math><mtext>{OWNER}</mtext></math>",
    ],
)
def test_nor_where_it_is_written_across_elements_or_beside_the_text(body: str) -> None:
    finder = Finder(secrets(owner_report()))
    redactor, guard = Redactor(finder), Guard(finder)
    shown = letter(mail(body))
    page = document(shown, redactor, Images(shown.files, redactor, guard, "en"), "en")
    for markup in (page.markup, page.mail):
        assert not guard.text(re.sub(r"<[^>]*>", "", markup))
        assert not guard.text(markup)
    boxes = re.findall(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]*)", page.mail)
    assert all(not guard.text(base64.b64decode(one).decode()) for one in boxes)


@pytest.mark.parametrize(
    ("css", "left"),
    [
        ("p{color:red;font-family:'MS Gothic',serif}", "p{color:red;font-family:'MS Gothic',serif}"),
        ("p{background:url(http://a.example/x);color:red}", "p{;color:red}"),
        ("@import 'http://a.example/x.css';p{color:red}", ";p{color:red}"),
        ("p{b\\61ckground:u\\72l(x);color:red}", "p{;color:red}"),
        ("p::after{content:'words'}", "p::after{}"),
        ("p{/* content:'x' */color:red}", "p{ color:red}"),
        ("p{c/**/ontent:'x'}", "p{}"),
        ("li{list-style-type:'x'}", "li{}"),
        ("a[href^='http']{color:red}", "a[href^='http']{color:red}"),
        ("</style><script>", ""),
        ("html > body .x,body{color:red}", ".gyotaku-body .x,.gyotaku-body{color:red}"),
        (".body,#html,tbody{color:red}", ".body,#html,tbody{color:red}"),
        (":host{display:none!important}", "{display:none!important}"),
        ("p{width:expression(alert(1))}", "p{}"),
    ],
)
def test_styles_lay_out_and_color_and_do_no_more(css: str, left: str) -> None:
    assert re.sub(r"\s+", " ", tamed(css)) == left


def test_what_runs_or_loads_is_not_in_the_markup() -> None:
    clean = sanitized(
        "<body bgcolor=#ffeeee style='color:red;background:url(x)' onload=alert(1)><script>alert(1)</script><p onclick=x()>text</p>"
        "<iframe src=http://a.example></iframe><object data=x></object><form action=http://a.example><input name=q></form>"
        "<a href='javascript:x()'>a</a><link rel=stylesheet href=http://a.example/x.css><meta http-equiv=refresh content='0;url=x'>"
        "<style>p{color:red}</style><base href=http://a.example><img src=http://a.example/x onerror=x()><video src=x></video>"
    )
    assert not re.search(r"script|onclick|onerror|iframe|object|action|stylesheet|refresh|base|video|form", clean.body)
    assert clean.css == "p{color:red}"
    assert clean.of_body == "color:red;;background-color:#ffeeee"


def test_pictures_are_drawn_or_stood_in_for() -> None:
    octets = drawn.written(Image.new("RGB", (40, 30), "red"))
    uri = "data:image/png;base64," + base64.b64encode(octets).decode()
    html = f"<img src=cid:a><img src='{uri}'><img src=http://a.example/b.png width=50><img src=cid:none><img src='data:image/svg+xml,<svg/>'>"
    shown = letter(mail(html, more=(("a", octets),)))
    images = Images(shown.files, None, None, "ja")
    page = document(shown, None, images, "ja").mail
    assert page.count(uri) == 2
    boxes = [base64.b64decode(one).decode() for one in re.findall(r"svg\+xml;base64,([A-Za-z0-9+/=]*)", page)]
    assert [words.REMOTE.ja in boxes[0], 'width="100%"' in boxes[0]] == [True, True]
    assert words.ABSENT.ja in boxes[1]
    assert words.UNSHOWN.ja in boxes[2]
    assert "a.example" not in page


@pytest.mark.parametrize(
    "octets",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (60_000).to_bytes(4) * 2,
        b"GIF89a\xff\xff\xff\xff",
        b"\xff\xd8\xff\xe0\0\x10" + b"\0" * 14 + b"\xff\xc0\0\x11\x08\xff\xff\xff\xff",
        b"\xff\xd8\xff" + b"\xff" * 500,
        b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 8 + b"\xff" * 6,
        b"BM" + b"\xff\xff\xff\x7f" * 10,
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_a_picture_without_end_is_not_drawn(octets: bytes) -> None:
    images = Images({"cid:a": octets}, None, None, "en")
    images.search(["cid:a"])
    assert images.source("cid:a", "", sized=False).startswith("data:image/svg+xml")


def test_a_masked_picture_without_the_reader_of_codes_shows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "missing", lambda: True)
    finder = Finder(secrets(owner_report()))
    images = Images({"cid:a": drawn.png("https://a.example/")}, Redactor(finder), Guard(finder), "en")
    images.search(["cid:a"])
    images.source("cid:a", "", sized=False)
    assert list(images.found) == [words.UNREAD]


def test_codes_that_tell_the_owner_are_hidden() -> None:
    files = {
        "cid:owner": drawn.png(f"https://a.example/?u={OWNER}"),
        "cid:token": drawn.png("https://a.example/?u=8f3kd92jf7slq0"),
        "cid:plain": drawn.png("https://a.example/login"),
    }
    finder = Finder(secrets(owner_report()))
    images = Images(files, Redactor(finder), Guard(finder), "en")
    images.search(files)
    drawn_as = [images.source(name, "", sized=False)[:18] for name in files]
    assert drawn_as[:2] == ["data:image/svg+xml"] * 2
    if reading.recognizer() is not None:
        assert drawn_as[2] == "data:image/png;bas"


def test_words_in_pictures_that_tell_the_owner_are_hidden() -> None:
    found = reading.recognizer()
    if found is None:
        pytest.skip("needs tesseract: apt-get install tesseract-ocr tesseract-ocr-jpn")
    picture_ = Image.new("RGB", (900, 120), "white")
    face = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 36)
    ImageDraw.Draw(picture_).text((20, 30), f"Dear {OWNER}", "black", font=face)
    finder = Finder(secrets(owner_report()))
    images = Images({"cid:a": drawn.written(picture_)}, Redactor(finder), Guard(finder), "en")
    images.search(["cid:a"])
    assert images.source("cid:a", "", sized=False).startswith("data:image/svg+xml")
    assert list(images.found) == [words.MASKED]


HOSTILE = (
    "<script>document.body.innerHTML='ran'</script><img src=x onerror=\"document.body.innerHTML='ran'\">"
    "<style>@import url(http://a.example/x);*{background:url(http://a.example/y)}dl,#mail{display:none!important}"
    ":host{display:none!important}html,body{display:none!important}:root{opacity:0!important}*{visibility:hidden!important}p::before{content:'hanako.mori@aoba-kensetsu.example'}</style>"
    "<div style='position:fixed;top:0;left:0;width:100vw;height:100vh;background:#0f0;z-index:9999999999'>over</div>"
    "<link rel=prefetch href=http://a.example/z><meta http-equiv=refresh content='0;url=http://a.example'>"
    "</div></body></html><p id=mail>\u202eolleh\u2066 <b>text</b>&#8238;\\3c script\\3e"
)


def test_a_hostile_mail_is_drawn_and_stays_inert() -> None:
    browser_here()
    raw = mail(HOSTILE + "<p style='visibility:visible'>seen</p>", subject="<script>alert(1)</script>\u202e")
    found = pictures(raw, "ja", hidden=owner_report())
    for look, picture_ in found.items():
        assert isinstance(picture_, Picture), picture_
        image = Image.open(io.BytesIO(picture_.png)).convert("RGB")
        assert image.width == look.value[0] * look.value[1]
        assert image.getpixel((4, 4)) == (0xF1, 0xF3, 0xF4), "nothing of the mail covers its fields"


def test_the_picture_is_png_without_metadata_and_masked_twice_the_same() -> None:
    browser_here()
    raw = mail(f"<h1>{OWNER}</h1><p>青葉建設 御中")
    whole, masked = picture(raw, "ja"), picture(raw, "ja", hidden=owner_report())
    assert isinstance(whole, Picture)
    assert isinstance(masked, Picture)
    assert whole.png != masked.png
    assert OWNER in whole.text
    assert OWNER not in masked.text
    at, kinds = 8, set()
    while at < len(masked.png):
        kinds.add(masked.png[at + 4 : at + 8])
        at += 12 + int.from_bytes(masked.png[at : at + 4])
    assert kinds <= {b"IHDR", b"IDAT", b"IEND", b"PLTE", b"tRNS"}
    assert Image.open(io.BytesIO(masked.png)).info == {}
    if reading.recognizer() is not None:
        read = [reading.read_all([reading.Job("image", one.png, words=True)]).words[0].text for one in (whole, masked)]
        assert [OWNER.split("@")[1] in re.sub(r"\s", "", one) for one in read] == [True, False]


def test_what_is_left_in_the_drawn_mail_withholds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the markup's masking misses something, the browser's own words tell."""
    browser_here()
    monkeypatch.setattr("gyotaku.pictures.sanitized.tamed", lambda css: css)
    left = picture(mail(f"<style>p::before{{content:'{OWNER}'}}</style><p>a"), "ja", hidden=owner_report())
    assert isinstance(left, NoPicture)
    assert left.reason is words.LEAKS
    assert OWNER not in left.text
    monkeypatch.setattr(Redactor, "edits", lambda self, text, links: [])
    missed = picture(mail(f"<p>{OWNER}"), "ja", hidden=owner_report())
    assert isinstance(missed, NoPicture)
    assert missed.reason is words.LEAKS


def test_a_code_drawn_by_cells_withholds_the_picture() -> None:
    browser_here()
    rows = "".join(
        "<tr>" + "".join(f"<td width=6 height=6 bgcolor={'black' if cell else 'white'}></td>" for cell in row) + "</tr>"
        for row in drawn.matrix(f"https://a.example/?u={OWNER}")
    )
    html = f"<p>Scan</p><table cellspacing=0 cellpadding=0 border=0 style='margin:30px'>{rows}</table>"
    left = picture(mail(html), "ja", hidden=owner_report())
    assert isinstance(left, NoPicture)
    assert left.reason is words.CODES


def test_what_could_not_be_searched_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    browser_here()
    monkeypatch.setattr(reading, "missing", lambda: True)
    unsearched = picture(mail("<p>text"), "ja", hidden=owner_report())
    assert isinstance(unsearched, Picture)
    assert words.UNSEARCHED_NOTE in unsearched.notes


def test_a_long_mail_is_cut_and_says_so() -> None:
    browser_here()
    long = picture(mail("".join(f"<p>{number}" for number in range(3000))), "ja")
    assert isinstance(long, Picture)
    assert long.cut
    assert words.CUT_NOTE in long.notes
    assert long.height == HIGHEST * Look.DESKTOP.value[1]


def test_a_wide_mail_is_made_smaller_on_a_phone() -> None:
    browser_here()
    wide = picture(mail("<table width=900><td>left<td align=right>right</table>"), "en", look=Look.PHONE)
    assert isinstance(wide, Picture)
    assert wide.width == pytest.approx(780, abs=2)


@pytest.mark.parametrize("nasty", ["<div>" * 50_000 + "x", "<b><font size=1>" * 20_000 + "<p>x" * 20_000])
def test_a_mail_nested_without_end_is_told_as_text(nasty: str) -> None:
    started = time.monotonic()
    left = picture(mail(nasty), "ja")
    assert isinstance(left, NoPicture)
    assert left.reason is words.TOO_DEEP
    assert time.monotonic() - started < 5


def test_without_a_browser_the_text_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(box, "_PROGRAMS", ())
    monkeypatch.setattr(box, "which", lambda name: name)
    raw = mail(f"<p>青葉建設 御中 {OWNER}<p>http://evil.example/?t=abc ```<script>{{{{x}}}}")
    left = picture(raw, "ja", hidden=owner_report())
    assert isinstance(left, NoPicture)
    block = told.markdown(left, "ja")
    assert "chromium" in block
    assert "画像はありません" in block
    assert OWNER not in block
    assert "http://" not in block
    assert block.count("````") == 2
    assert "{{" not in block
    assert "<script>" not in told.html(left, "en")
    file = tmp_path / "mail.eml"
    file.write_bytes(raw)
    config = tmp_path / "gyotaku.toml"
    config.write_text('own_domains = ["aoba-kensetsu.example"]\n', "utf-8")
    args = ["picture", str(file), "-o", str(tmp_path / "x.png"), "--lang", "ja", "--config", str(config)]
    assert main(args) == UNREADABLE
    written = capsys.readouterr()
    assert "御中" in written.out
    assert OWNER not in written.out
    assert "Chromium" in written.err
    assert not (tmp_path / "x.png").exists()


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    browser_here()
    example = str(ROOT / "examples" / "service-restored.eml")
    config = ["--config", str(ROOT / "examples" / "gyotaku.toml")]
    out = tmp_path / "mail.png"
    assert main(["picture", example, "-o", str(out), "--phone", *config]) == DONE
    assert int.from_bytes(out.read_bytes()[16:20]) == 780
    assert main(["picture", example, "-o", str(tmp_path / "none" / "x.png"), "--no-mask", *config]) == USAGE
    assert main(["picture", str(tmp_path / "absent.eml"), "-o", str(out), *config]) == UNREADABLE
    capsys.readouterr()


@pytest.mark.parametrize("raw", [b"", b"\n", b"Subject: x", b"\0\xff" * 300, b"Content-Type: text/html\n\n<"])
def test_any_octets_make_a_picture_or_a_reason(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(box, "_PROGRAMS", ())
    assert isinstance(picture(raw, "ja"), NoPicture)


def test_metadata_is_left_out() -> None:
    out = io.BytesIO()
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", OWNER)
    Image.new("RGB", (3, 3)).save(out, "PNG", pnginfo=info)
    assert OWNER.encode() in out.getvalue()
    assert OWNER.encode() not in bare(out.getvalue())
    assert Image.open(io.BytesIO(bare(out.getvalue()))).size == (3, 3)


def test_start_up_does_not_pay() -> None:
    code = "import sys; import gyotaku.cli.dissect; sys.exit(any(n.startswith(('gyotaku.pictures', 'gyotaku.browser', 'nh3')) for n in sys.modules))"
    assert subprocess.run([str(Path(__import__("sys").executable)), "-c", code], check=False).returncode == 0
