"""`gyotaku visit`: links are visited with care, after it was said what is fetched, from where, and what that tells the other side."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from gyotaku.browser.box import Missing, programs
from gyotaku.cli.consent import consents
from gyotaku.cli.look_ups import close
from gyotaku.cli.main import DONE, UNREADABLE, USAGE
from gyotaku.cli.named_links import NamedLinks
from gyotaku.cli.paths import printable
from gyotaku.cli.settings import language, settings
from gyotaku.lookup.site import inquiry
from gyotaku.lookup.site.inquiry import LANGUAGES
from gyotaku.model.answers import Permission
from gyotaku.model.asks import Answer, Inquiry
from gyotaku.model.configuration import Config
from gyotaku.model.text import Language, Text
from gyotaku.model.visit import AS_IS, Device, Look
from gyotaku.report.canvas import Canvas
from gyotaku.report.terminal_visits import draw_look

if TYPE_CHECKING:
    from gyotaku.lookup.session import Session

_WIDTH = 100
_KEPT = Text(en="pictures, each named by its SHA-256, are in", ja="画像（ファイル名は SHA-256）の保存先:")


def run(options: argparse.Namespace) -> int:
    config = settings(options)
    if config is None:
        return USAGE
    spoken = language(options, config)
    try:
        devices = tuple(dict.fromkeys(Device(word.strip()) for word in options.device.split(",")))
    except ValueError:
        print(
            f"gyotaku: --device takes desktop, phone or both separated by a comma, not {options.device!r}",
            file=sys.stderr,
        )
        return USAGE
    languages = tuple(dict.fromkeys(word.strip() for word in options.language.split(",")))
    if not set(languages) <= LANGUAGES.keys():
        print(f"gyotaku: --language takes {', '.join(LANGUAGES)}, not {options.language!r}", file=sys.stderr)
        return USAGE
    try:
        programs()
    except Missing as missing:
        print(f"gyotaku: {missing.reason.template(spoken)}", file=sys.stderr)
        return USAGE
    config = replace(config, online=frozenset({Permission.SITE}), answers=options.answers or config.answers)
    links = NamedLinks(config, spoken)
    links.gather(options.what)
    if not links.urls:
        return UNREADABLE if links.unread else DONE
    consent = consents(options, config, spoken, links.urls, devices, languages=languages, as_is=options.as_is)
    if consent is not None:
        return consent
    mode = AS_IS if options.as_is else ""
    inquiries = [inquiry.look(url, devices, languages, mode) for url in links.urls]
    return max(_visit(options, config, spoken, links, inquiries), UNREADABLE if links.unread else DONE)


def _visit(
    options: argparse.Namespace, config: Config, spoken: Language, links: NamedLinks, inquiries: list[Inquiry[Look]]
) -> int:
    from gyotaku.lookup.opening import open_session
    from gyotaku.lookup.store import StoreError

    folder = Path(options.output) if options.output else None
    try:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        session = open_session(config, refresh=True, pictures=folder)
    except (StoreError, ValueError, OSError) as error:
        print(f"gyotaku: {error}", file=sys.stderr)
        return USAGE
    session.introduce(links.addresses, links.domains)
    failed = False
    try:
        for look in _looks(session, inquiries):
            failed = failed or not look.visits
            if options.format == "json":
                print(json.dumps(_on_wire(look)), flush=True)  # ASCII alone: titles are a stranger's
            else:
                _show(look, spoken)
    finally:
        close(session)
    if folder is not None:
        print(f"gyotaku: {_KEPT.template(spoken)} {printable(str(folder))}", file=sys.stderr)
    return UNREADABLE if failed else DONE


def _looks(session: Session, inquiries: list[Inquiry[Look]]) -> Iterator[Look]:
    """One link after the other, so that each is told when it was seen."""
    for asked in inquiries:
        (found,) = session.settle([asked], session.sitting(patient=True))
        if isinstance(found, Exception):
            raise found
        yield found


def _on_wire(look: Look) -> dict[str, object]:
    return {
        "url": look.url,
        "answer": look.answer.value if look.answer else None,
        "differs": look.differs,
        "visits": [msgspec.to_builtins(visit) for visit in look.visits],
        "failed": [{"asked": one.ask.what, "outcome": one.outcome.value, "why": one.detail} for one in _silent(look)],
    }


def _silent(look: Look) -> tuple[Answer, ...]:
    return look.answers[len(look.visits) :]


def _show(look: Look, spoken: Language) -> None:
    canvas = Canvas(spoken, _WIDTH, color=False)
    draw_look(canvas, look)
    canvas.gap()
    print(canvas.text(), end="", flush=True)
