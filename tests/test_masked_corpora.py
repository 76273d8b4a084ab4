"""Real mail with a recipient planted in it, in each of the encodings: no masked report holds anything of him."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache, partial
from html import unescape
from pathlib import Path

import pytest

import gyotaku
from gyotaku.cli.main import main
from gyotaku.cli.masking import pictures
from gyotaku.cli.written_article import Figures, compose_files, words_of
from gyotaku.mail.codes.reading import recognizer
from gyotaku.mail.intake import Mail, recognized
from gyotaku.mail.transcript import transcript
from gyotaku.model.configuration import Config
from gyotaku.model.report import Report
from gyotaku.model.text import Language
from gyotaku.model.transcript import Transcript
from gyotaku.pictures.picture import undrawn
from gyotaku.report import csv, markdown
from gyotaku.report.html import page
from gyotaku.report.json import encode
from gyotaku.report.masking.finder import Finder
from gyotaku.report.masking.leaks import Guard, Leak
from gyotaku.report.masking.redactor import Redactor
from gyotaku.report.masking.secrets import secrets
from gyotaku.report.terminal import render
from tests.browser.here import browser_here
from tests.recipient_forms import ENCODINGS
from tests.shared import require

dissect = partial(gyotaku.dissect, for_masking=True)
ADDRESS = "chizuru.ayabe@kuramochi-kogei.example"
COUNT = 200
_SUBJECT = re.compile(rb"^(Subject:[ \t]*)", re.IGNORECASE | re.MULTILINE)
_TAG = re.compile(r"<[^<>]*>")
_LINK = re.compile(rb"(https?://[A-Za-z0-9.-]{4,60}/)")


@cache
def _mails() -> list[Mail]:
    files = [
        file
        for name in ("mail", "ham_ja", "fixtures")
        for file in sorted(require("corpora", name).rglob("*"))
        if file.is_file() and file.suffix not in {".tsv", ".md"}
    ]
    found = []
    for file in files[:: len(files) // (COUNT + 60)]:
        seen = recognized(str(file), file.read_bytes())
        if isinstance(seen, Mail) and len(seen.raw) < 200_000:
            found.append(seen)
    return found[:COUNT]


def _planted(raw: bytes, written: bytes) -> bytes:
    """The recipient in the delivery fields, in the subject and in the first links."""
    raw = _SUBJECT.sub(lambda found: found[1] + written.replace(b"\n", b"") + b" ", raw, count=1)
    raw = _LINK.sub(
        lambda found: found[1] + b"?u=" + written.replace(b" ", b"").replace(b"\n", b"") + b"&", raw, count=5
    )
    line = b"Received: from mail.evil.example (mail.evil.example [192.0.2.7]) by mx1.kuramochi-kogei.example (Postfix)"
    to = ADDRESS.encode()
    return b"Delivered-To: %b\r\n%b\r\n with ESMTP id 4ABC for <%b>; Mon, 2 Nov 2026 10:00:00 +0900 (JST)\r\n%b" % (
        to,
        line,
        to,
        raw,
    )


def _forms(report: Report, texts: Transcript | None, words: tuple[str, ...], spoken: Language) -> dict[str, str]:
    """What is written in each form."""
    day = date(2026, 11, 22)
    article = compose_files(report, spoken, "hugo", Figures(words=words), masked=True, written=day)
    return {
        "terminal": render(report, spoken),
        "html": page.render(report, spoken, texts),
        "markdown": markdown.render(report, spoken),
        "csv": csv.header() + csv.rows(report),
        "json": encode(report).decode(),
        **{name: octets.decode() for name, octets in article.read_again.items()},
    }


def _leaks(guard: Guard, name: str, text: str) -> tuple[Leak, ...]:
    match name:
        case "terminal":
            return guard.terminal(text)
        case "html":
            return guard.markup(text)
        case "json":
            return guard.json(text.encode())
        case "markdown" | "csv":
            return guard.text(text)
        case _:
            return guard.octets(text.encode()).leaks


def _as_read(name: str, text: str) -> str:
    """The words of a form, put together by other means than the guard's."""
    if name.endswith(("html", "svg")):
        text = unescape(_TAG.sub("", text))
    if name == "json":
        text = "".join(json.dumps(json.loads(line), ensure_ascii=False) for line in text.split("\n"))
    return text.replace("\n", "").replace(" ", "").lower()


@pytest.mark.parametrize("half", [0, 1])
def test_no_recipient_is_left(half: int) -> None:
    ways = sorted(ENCODINGS)
    shows = 0
    mails = _mails()
    assert len(mails) == COUNT
    for number, mail in list(enumerate(mails))[half * COUNT // 2 : (half + 1) * COUNT // 2]:
        way = ways[number % len(ways)]
        written = ENCODINGS[way](ADDRESS)
        config = Config(own_domains=("kuramochi-kogei.example",)) if number % 2 else Config()
        raw = _planted(mail.raw, written.encode())
        report = dissect(raw, config, path=Path(mail.path).name)
        finder = Finder(secrets(report))
        guard = Guard(finder)
        shows += bool(guard.json(encode(report)))
        spoken: Language = "ja" if number // 2 % 2 else "en"
        words = words_of(undrawn(raw, hidden=report), spoken)
        masked, texts = Redactor(finder).page(report, transcript(Mail(mail.path, raw), report))
        forms = _forms(masked, texts, words, spoken)
        for name, text in forms.items():
            assert not _leaks(guard, name, text), (mail.path, way, name)
            plain = _as_read(name, text)
            for telling in (written.replace(" ", "").replace("\n", "").lower(), "chizuru", "ayabe@", "kuramochi"):
                assert telling not in plain, (mail.path, way, name)
    assert shows == COUNT // 2, "a recipient that no report shows proves nothing"


def test_no_recipient_is_left_in_files_with_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole way for a few of them: by the command line, with the browser, everything read back from the disk by codes and words."""
    browser_here()
    monkeypatch.chdir(tmp_path)
    Path("gyotaku.toml").write_text('own_domains = ["kuramochi-kogei.example"]\n', "utf-8")
    for number, mail in enumerate(_mails()[30:130:40]):
        raw = _planted(mail.raw, ENCODINGS["plain"](ADDRESS).encode())
        Path("mail.eml").write_bytes(raw)
        guard = Guard.of(dissect(raw, Config(own_domains=("kuramochi-kogei.example",))))
        folder = Path(f"article{number}")
        assert main(["article", "mail.eml", "-o", str(folder), "--for", "wordpress"]) == 0
        assert {file.name for file in folder.iterdir()} >= {"article.md", "article.html", "article.xml", "mail.png"}
        checked = guard.file(folder, pictures)
        assert checked.leaks == ()
    assert main(["article", "mail.eml", "-o", "open", "--no-mask", "--for", "wordpress"]) == 0
    shown = {leak.where.partition(":")[0] for leak in guard.file(Path("open"), pictures).leaks}
    assert shown >= {"article.md", "article.html", "article.xml"} | ({"mail.png"} if recognizer() else set())
