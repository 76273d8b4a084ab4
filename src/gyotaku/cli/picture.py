"""`gyotaku picture`: a mail as its reader would see it, as PNG."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from msgspec.structs import replace

from gyotaku.cli.main import DONE, UNREADABLE, USAGE
from gyotaku.cli.masking import NOBODY
from gyotaku.cli.paths import printable
from gyotaku.cli.settings import language, settings
from gyotaku.dissection import dissect_mail
from gyotaku.mail.intake import Mail, collect
from gyotaku.mail.refusals import Refused
from gyotaku.model.configuration import Config
from gyotaku.model.report import Report
from gyotaku.model.text import Language, Text
from gyotaku.pictures.picture import Look, NoPicture, picture
from gyotaku.pictures.told import text, why

_MORE = Text(
    en="there are more mails in it; this is the first", ja="ほかにもメールがあります。最初の一通だけを描きます。"
)


def run(options: argparse.Namespace) -> int:
    config = settings(options)
    if config is None:
        return USAGE
    spoken = language(options, config)
    found = collect([options.mail], sys.stdin.buffer)
    given = next(found, None)
    if not isinstance(given, Mail):
        if isinstance(given, Refused):
            print(f"gyotaku: {printable(given.path)}: {given.reason.template(spoken)}", file=sys.stderr)
        return UNREADABLE
    path = printable(given.path)
    if next(found, None) is not None:
        print(f"gyotaku: {path}: {_MORE.template(spoken)}", file=sys.stderr)
    hidden = _hidden(given, config, path, spoken) if options.mask else None
    drawn = picture(given.raw, spoken, hidden=hidden, look=Look.PHONE if options.phone else Look.DESKTOP)
    if isinstance(drawn, NoPicture):
        print(f"gyotaku: {path}: {why(drawn, spoken)}", file=sys.stderr)
        print(text(drawn, spoken))
        return UNREADABLE
    for note in drawn.notes:
        print(f"gyotaku: {path}: {note.template(spoken)}", file=sys.stderr)
    try:
        _write(options.output, drawn.png)
    except OSError as error:
        print(f"gyotaku: {printable(options.output)}: {error.strerror}", file=sys.stderr)
        return USAGE
    return DONE


def _write(output: str, png: bytes) -> None:
    if output == "-":
        sys.stdout.buffer.write(png)
        sys.stdout.flush()
    else:
        Path(output).write_bytes(png)


def _hidden(mail: Mail, config: Config, path: str, spoken: Language) -> Report:
    """What to hide. Nobody is asked anything for a picture."""
    from gyotaku.report.masking.secrets import secrets

    report = dissect_mail(mail, replace(config, online=frozenset()), for_masking=True)
    if not secrets(report):
        print(f"gyotaku: {path}: {NOBODY.template(spoken)}", file=sys.stderr)
    return report
