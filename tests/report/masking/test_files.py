"""Files of every kind are read back: a leak planted in any of them is named, and what could not be read is said."""

from __future__ import annotations

import base64
import io
import zlib
from functools import cache, partial
from pathlib import Path

import pytest
import segno
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin
from tests.recipient_forms import ENCODINGS
from tests.report.masking.test_masking import ADDRESS, CONFIG, dissect, mail

from gyotaku.cli.masking import pictures
from gyotaku.mail.codes.reading import recognizer
from gyotaku.report.masking.files import NO_READER, NOT_READ, Seen
from gyotaku.report.masking.leaks import Guard


@cache
def guard() -> Guard:
    return Guard.of(dissect(mail(), CONFIG))


def png(**texts: str) -> bytes:
    told = PngImagePlugin.PngInfo()
    for name, text in texts.items():
        if name == "packed":
            told.add_text("Comment", text, zip=True)
        elif name == "world":
            told.add_itxt("Title", text, zip=True)
        else:
            told.add_text(name, text)
    stream = io.BytesIO()
    Image.new("L", (8, 8), 255).save(stream, "PNG", pnginfo=told)
    return stream.getvalue()


def drawn(words: str) -> bytes:
    picture = Image.new("L", (900, 200), 255)
    ImageDraw.Draw(picture).text((20, 70), words, fill=0, font=ImageFont.load_default(32))
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def code(words: str) -> bytes:
    stream = io.BytesIO()
    segno.make_qr(words).save(stream, kind="png", scale=4)
    return stream.getvalue()


def data(octets: bytes, kind: str = "image/png") -> str:
    return f"data:{kind};base64,{base64.b64encode(octets).decode()}"


blind = partial(lambda octets, japanese: Seen())


@pytest.mark.parametrize("way", ENCODINGS)
def test_texts_of_every_kind(way: str) -> None:
    planted = ENCODINGS[way](ADDRESS)
    for text in (
        f"# Title\n\nsee {planted}",
        f'<p class="x">see <b>{planted.replace("<", "")}</b></p>',
        f'<svg xmlns="http://www.w3.org/2000/svg"><text>{planted}</text></svg>',
        f'{{"a": "{planted}"}}',
        f'"a","{planted}"\r\n',
    ):
        assert guard().octets(text.encode()).leaks, text


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "page.png").write_bytes(png(Software="gyotaku"))
    (tmp_path / "article.html").write_text(f'<h1>詐欺メールです。</h1><img src="{data(png())}">', "utf-8")
    (tmp_path / "article.md").write_text("# 詐欺メールです。\n", "utf-8")
    checked = guard().file(tmp_path, pictures)
    assert checked.leaks == ()
    assert checked.unread == ()


@pytest.mark.parametrize(
    "markup",
    [
        "<text>hanako.mori@</text><text>aoba-kensetsu.example</text>",
        "<p>hana<mark>ko.mo</mark>ri@aoba-kensetsu<sup><a>1</a></sup></p>".replace("<sup><a>1</a></sup>", ""),
        '<p title="hanako.mori@aoba-kensetsu.example">x</p>',
        "<!-- aoba-kensetsu.example -->",
        "<style>/* aoba-kensetsu.example */</style>",
        "<p>aoba&#45;kensetsu&period;example</p>",
    ],
)
def test_markup_between_letters(markup: str) -> None:
    leaks = guard().octets(f"<html>\n{markup}</html>".encode()).leaks
    assert {leak.where for leak in leaks} == {"line 2"}


@pytest.mark.parametrize(
    "octets",
    [
        png(Author=ADDRESS),
        png(packed=ADDRESS),
        png(world=f"from {ADDRESS}"),
        png(Source="/home/" + base64.b64encode(ADDRESS.encode()).decode()),
        png() + ADDRESS.encode(),
    ],
    ids=["text", "packed", "international", "encoded", "after the end"],
)
def test_what_a_picture_tells_beside_its_pixels(octets: bytes) -> None:
    assert guard().octets(octets, blind).leaks
    assert guard().octets(f'<img src="{data(octets)}">'.encode(), blind).leaks[0].where.startswith("data 1: ")


def test_octets_of_camera_data() -> None:
    stream = io.BytesIO()
    tags = Image.Exif()
    tags[0x013B] = ADDRESS
    Image.new("RGB", (8, 8)).save(stream, "JPEG", exif=tags)
    assert guard().octets(stream.getvalue(), blind).leaks


@pytest.mark.parametrize("way", ["plain", "base64", "percent", "md5"])
def test_codes_are_read_back(way: str) -> None:
    octets = code("https://evil.example/?u=" + ENCODINGS[way](ADDRESS))
    leaks = guard().octets(octets, pictures).leaks
    assert leaks
    assert leaks[0].where.startswith("read in the picture")
    assert guard().octets(f'<img src="{data(octets)}">'.encode(), pictures).leaks
    assert not guard().octets(code("https://evil.example/?u=x"), pictures).leaks


def test_words_are_read_back() -> None:
    if recognizer() is None:
        pytest.skip("needs tesseract: apt-get install tesseract-ocr tesseract-ocr-jpn")
    assert guard().octets(drawn("Dear hanako.mori@aoba-kensetsu.example"), pictures).leaks
    assert not guard().octets(drawn("Dear customer of evil.example"), pictures).leaks


@pytest.mark.parametrize(
    "read",
    [
        "hanako . mori @ aoba - kensetsu . example",
        "hanakomori@aoba-kensetsuexample",
        "ask Aoba-Kensetsu.exarnple",
        "aobakensetsu",
        "hanako.rnori writes",
    ],
)
def test_words_as_a_recognizer_errs(read: str) -> None:
    assert guard().octets(png(), lambda octets, japanese: Seen((read,))).leaks


@pytest.mark.parametrize("read", ["hana and more", "ao ba", "your account at evil.example expires", ""])
def test_words_of_others(read: str) -> None:
    assert not guard().octets(png(), lambda octets, japanese: Seen((read,))).leaks


def test_names_of_files_and_folders(tmp_path: Path) -> None:
    folder = tmp_path / "hanako.mori"
    folder.mkdir()
    (folder / "index.md").write_text("# nothing", "utf-8")
    (tmp_path / "a.md").write_text(f"one\ntwo {ADDRESS}", "utf-8")
    leaks = guard().file(tmp_path, pictures).leaks
    assert {leak.where for leak in leaks} == {"a.md: line 2", "file 2: its name", "file 3: its name"}


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(zlib.compress(b"x" * 999) + bytes(range(256)))
    (tmp_path / "b.png").write_bytes(png())
    (tmp_path / "c.lnk").symlink_to(tmp_path / "a.bin")
    checked = guard().file(tmp_path)
    assert checked.leaks == ()
    assert checked.unread == (("a.bin", NOT_READ), ("b.png", NO_READER), ("c.lnk", NOT_READ))


def test_octets_that_are_no_text_are_searched_all_the_same() -> None:
    assert guard().octets(b"\xff\xfe\x00" + ADDRESS.encode() + b"\xff\x00").leaks


def test_time_of_a_large_picture_in_a_page() -> None:
    import os
    import time

    page = f'<img src="{data(png() + os.urandom(1_500_000))}">'.encode()
    started = time.process_time()
    guard().octets(page, blind)
    assert time.process_time() - started < 10
