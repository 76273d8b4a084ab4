"""Real mail with a recipient planted in it, in each of the encodings: no masked report holds anything of him."""

from __future__ import annotations

import json
import re
from functools import partial
from html import unescape
from pathlib import Path

import pytest

import gyotaku
from gyotaku.cli.written_article import Figures, compose_files, words_of
from gyotaku.mail.intake import Mail, recognized
from gyotaku.mail.transcript import transcript
from gyotaku.model.configuration import Config
from gyotaku.model.report import Report
from gyotaku.model.text import Language
from gyotaku.model.transcript import Transcript
from gyotaku.pictures.picture import undrawn
from gyotaku.report import csv, markdown
from gyotaku.report.article.front_matter import TARGETS
from gyotaku.report.html import page
from gyotaku.report.json import encode
from gyotaku.report.masking.finder import Finder
from gyotaku.report.masking.leaks import Guard, Leak
from gyotaku.report.masking.redactor import Redactor
from gyotaku.report.masking.secrets import secrets
from gyotaku.report.terminal import render
from tests.recipient_forms import ENCODINGS
from tests.shared import require
from tests.world import NOW

dissect = partial(gyotaku.dissect, for_masking=True)
ADDRESS = "chizuru.ayabe@kuramochi-kogei.example"
COUNT = 200
PARTS = 4
"""So that they run side by side."""
_SUBJECT = re.compile(rb"^(Subject:[ \t]*)", re.IGNORECASE | re.MULTILINE)
_TAG = re.compile(r"<[^<>]*>")
_LINK = re.compile(rb"(https?://[A-Za-z0-9.-]{4,60}/)")


def mails() -> list[Mail]:
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


def planted(raw: bytes, written: bytes) -> bytes:
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


def _forms(report: Report, texts: Transcript | None) -> dict[str, str]:
    """What is written in each form; Japanese and English take turns."""
    return {
        "terminal en": render(report, "en"),
        "terminal ja": render(report, "ja"),
        "html": page.render(report, "ja", texts),
        "markdown": markdown.render(report, "en"),
        "csv": csv.header() + csv.rows(report),
        "json": encode(report).decode(),
    }


def _article(report: Report, unmasked: Report, raw: bytes, number: int) -> dict[str, str]:
    """The files of an article without its picture, in both languages and for the targets by turns."""
    language: Language = "en" if number % 4 < 2 else "ja"
    figures = Figures(words=words_of(undrawn(raw, hidden=unmasked), language))
    target = TARGETS[number % len(TARGETS)]
    written = compose_files(report, language, target, figures, masked=True, written=NOW.date())
    return {f"article {name}": octets.decode() for name, octets in written.files.items()}


def _leaks(guard: Guard, name: str, text: str) -> tuple[Leak, ...]:
    match name.split(maxsplit=1)[0]:
        case "terminal":
            return guard.terminal(text)
        case "html":
            return guard.markup(text)
        case "article":
            return guard.octets(text.encode()).leaks
        case "json":
            return guard.json(text.encode())
        case _:
            return guard.text(text)


def _as_read(name: str, text: str) -> str:
    """The words of a form, put together by other means than the guard's."""
    if name == "html" or name.endswith((".html", ".svg", ".xml")):
        text = unescape(_TAG.sub("", text))
    if name == "json":
        text = "".join(json.dumps(json.loads(line), ensure_ascii=False) for line in text.split("\n"))
    return text.replace("\n", "").replace(" ", "").lower()


@pytest.mark.parametrize("part", range(PARTS))
def test_no_recipient_is_left(part: int) -> None:
    ways = sorted(ENCODINGS)
    shows = 0
    given = mails()
    assert len(given) == COUNT
    for number, mail in list(enumerate(given))[part::PARTS]:
        way = ways[number % len(ways)]
        written = ENCODINGS[way](ADDRESS)
        config = Config(own_domains=("kuramochi-kogei.example",)) if number % 2 else Config()
        raw = planted(mail.raw, written.encode())
        report = dissect(raw, config, path=Path(mail.path).name)
        finder = Finder(secrets(report))
        guard = Guard(finder)
        shows += bool(guard.json(encode(report)))
        shown, texts = Redactor(finder).page(report, transcript(Mail(mail.path, raw), report))
        forms = _forms(shown, texts) | _article(shown, report, raw, number)
        for name, text in forms.items():
            assert not _leaks(guard, name, text), (mail.path, way, name)
            plain = _as_read(name, text)
            for telling in (written.replace(" ", "").replace("\n", "").lower(), "chizuru", "ayabe@", "kuramochi"):
                assert telling not in plain, (mail.path, way, name)
    assert shows == COUNT // PARTS, "a recipient that no report shows proves nothing"
