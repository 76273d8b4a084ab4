"""`gyotaku article`: a dissection to be published, as files in a folder."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msgspec.structs import replace

from gyotaku.cli.forms import Way
from gyotaku.cli.look_ups import close, permitted, session
from gyotaku.cli.main import DONE, UNREADABLE, USAGE
from gyotaku.cli.masking import Masked, pictures
from gyotaku.cli.paths import printable
from gyotaku.cli.settings import language, settings
from gyotaku.cli.written_article import Figures, Written, compose_files, words_of
from gyotaku.dissection import dissect_mail
from gyotaku.mail.intake import Mail, collect
from gyotaku.mail.refusals import Refused
from gyotaku.model.configuration import Config
from gyotaku.model.text import Language, Text

if TYPE_CHECKING:
    from gyotaku.lookup.session import Session
    from gyotaku.model.report import Report
    from gyotaku.report.masking.leaks import Leak

_THERE = Text(
    en="there is an article already; --force writes over it",
    ja="すでに記事があります。上書きするには --force を付けてください。",
)

_UNREAD = Text(en="not read back whole:", ja="読み返せなかったものがあります：")


def run(options: argparse.Namespace) -> int:
    config = settings(options)
    if config is None:
        return USAGE
    spoken = language(options, config)
    with TemporaryDirectory() as folder:
        sites = Path(folder)
        try:
            config = permitted(options, config)
            asking = session(options, config, sites)
        except ValueError as error:
            print(f"gyotaku: {error}", file=sys.stderr)
            return USAGE
        try:
            return _write_all(options, config, spoken, asking, sites)
        finally:
            close(asking)


def _write_all(
    options: argparse.Namespace, config: Config, spoken: Language, asking: Session | None, sites: Path
) -> int:
    code, several = DONE, False
    waiting: Mail | None = None

    def publish(mail: Mail) -> int:
        report = dissect_mail(mail, config, asking, for_masking=options.mask)
        return _write(options, spoken, mail, report, sites, alone=not several)

    for one in collect([options.mail], sys.stdin.buffer):
        if isinstance(one, Refused):
            print(f"gyotaku: {printable(one.path)}: {one.reason.template(spoken)}", file=sys.stderr)
            code = UNREADABLE
        else:
            # One mail waits, since only the next one tells whether each needs a folder; no more of a mailbox is in memory.
            several = several or waiting is not None
            if waiting is not None:
                code = max(code, publish(waiting))
            waiting = one
    return code if waiting is None else max(code, publish(waiting))


def _write(
    options: argparse.Namespace, spoken: Language, mail: Mail, report: Report, sites: Path, *, alone: bool
) -> int:
    options.mask = options.mask or options.mask_others
    way = Way(options, spoken)
    masked = way.masked(report) if way.mask else None
    shown = report if masked is None else masked.report
    written = compose_files(
        shown,
        spoken,
        options.target,
        _figures(options, spoken, mail, report, sites),
        masked=way.mask,
        written=datetime.now(UTC).date(),
        broken=way.broken,
    )
    if masked is not None and masked.leaks(list(_leaks(masked, written, mail, spoken))):
        return UNREADABLE
    folder = Path(options.output) if alone else Path(options.output) / written.slug
    return _put(folder, written, force=options.force, spoken=spoken)


def _leaks(masked: Masked, written: Written, mail: Mail, spoken: Language) -> Iterator[Leak]:
    """What of the owner stands in the files or their folder's name; what of them could not be read back is told."""
    yield from (replace(leak, where="folder") for leak in masked.guard.text(written.slug))
    for name, octets in written.read_again.items():
        checked = masked.guard.octets(octets, pictures)
        yield from (replace(leak, where=f"{name}: {leak.where}") for leak in checked.leaks)
        for _, why in checked.unread:
            print(
                f"gyotaku: {printable(mail.path)}: {name}: {_UNREAD.template(spoken)} {why.template(spoken)}",
                file=sys.stderr,
            )


def _figures(options: argparse.Namespace, spoken: Language, mail: Mail, report: Report, sites: Path) -> Figures:
    """The mail as its reader sees it, or its words, each masked as the article is."""
    from gyotaku.pictures import words
    from gyotaku.pictures.picture import NoPicture, picture, undrawn
    from gyotaku.pictures.told import why

    hidden = report if options.mask else None
    if options.no_pictures:
        return Figures(words=words_of(undrawn(mail.raw, hidden=hidden, others=options.mask_others), spoken))
    site = _site(report, [sites, *map(Path, options.site_pictures)])
    drawn = picture(mail.raw, spoken, hidden=hidden, others=options.mask_others)
    if isinstance(drawn, NoPicture):
        print(f"gyotaku: {printable(mail.path)}: {why(drawn, spoken)}", file=sys.stderr)
        return Figures(site=site, words=words_of(drawn, spoken))
    for note in drawn.notes:
        print(f"gyotaku: {printable(mail.path)}: {note.template(spoken)}", file=sys.stderr)
    return Figures(mail=drawn.png, site=site, words=words_of(NoPicture(words.UNWANTED, drawn.text), spoken))


def _site(report: Report, folders: list[Path]) -> bytes | None:
    """What a visited link showed, where its picture is still there."""
    seen = report.visits.pictured if report.visits is not None else None
    if seen is None or seen.picture is None:
        return None
    files = (folder / f"{seen.picture.sha256}.png" for folder in folders)
    return next((file.read_bytes() for file in files if file.is_file()), None)


def _put(folder: Path, written: Written, *, force: bool, spoken: Language) -> int:
    """All files or, where one of them is there already or the folder cannot be written, none."""
    there = [folder / name for name in written.files if (folder / name).exists()]
    if there and not force:
        print(f"gyotaku: {printable(str(there[0]))}: {_THERE.template(spoken)}", file=sys.stderr)
        return USAGE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _replace(folder, written.files)
    except OSError as error:
        print(f"gyotaku: {printable(str(folder))}: {error.strerror}", file=sys.stderr)
        return USAGE
    for name in written.files:
        print(printable(str(folder / name)))
    return DONE


def _replace(folder: Path, files: Mapping[str, bytes]) -> None:
    """Written beside and renamed, so that nobody publishes half a file."""
    for name, octets in files.items():
        beside = folder / f".{name}.part"
        beside.write_bytes(octets)
        beside.replace(folder / name)
