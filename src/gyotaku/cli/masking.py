"""`--mask`: reports without anything of their owner, read again before they are written."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

from gyotaku.cli.paths import printable
from gyotaku.model.report import Report
from gyotaku.model.text import Language, Text
from gyotaku.model.transcript import Transcript
from gyotaku.report.masking.files import Seen
from gyotaku.report.masking.finder import Finder
from gyotaku.report.masking.leaks import Guard, Leak
from gyotaku.report.masking.redactor import Redactor
from gyotaku.report.masking.secrets import secrets

_WITHHELD = Text(
    en="something of yours still stands in the masked report, so it was not written:",
    ja="伏せ字にした報告に、まだあなたの情報が残っています。報告は書き出しませんでした：",
)
NOBODY = Text(
    en="nothing tells whose mail this is, so only links were masked; set own_domains and own_names in gyotaku.toml",
    ja="誰に届いたメールかを示すものがないため、リンクだけを伏せました。gyotaku.toml に own_domains と own_names を設定してください。",
)
_UNREAD = Text(en="a code too deep to read", ja="深すぎて読めない符号")


class Held(io.StringIO):
    """Keeps what a form writes for standard output until it has been read again."""

    @property
    def encoding(self) -> str:  # type: ignore[override]  # forms ask what the terminal can show
        return sys.stdout.encoding

    def isatty(self) -> bool:
        return sys.stdout.isatty()


def pictures(octets: bytes, japanese: bool) -> Seen:
    """Reads a picture back, for the guard."""
    from gyotaku.mail.codes.again import read_again

    return Seen(*read_again(octets, japanese))


class Masked:
    """A report ready to be shown to others, and the guard that reads what a form makes of it."""

    __slots__ = ("_path", "_spoken", "guard", "report", "transcript")

    def __init__(
        self, report: Report, spoken: Language, transcript: Transcript | None = None, *, others: bool = False
    ) -> None:
        self._path = printable(report.mail.path)
        self._spoken = spoken
        known = secrets(report, others=others)
        if all(secret.other for secret in known):
            print(f"gyotaku: {self._path}: {NOBODY.template(spoken)}", file=sys.stderr)
        finder = Finder(known)
        self.report, self.transcript = Redactor(finder).page(report, transcript)
        self.guard = Guard(finder)

    def leaks(self, found: Sequence[Leak]) -> bool:
        """Tell on standard error, where the owner reads, what of his still stands there; True where there is anything."""
        if found:
            places = "; ".join(_place(leak, self._spoken) for leak in found)
            print(f"gyotaku: {self._path}: {_WITHHELD.template(self._spoken)} {places}", file=sys.stderr)
        return bool(found)


def _place(leak: Leak, spoken: Language) -> str:
    what = _UNREAD.template(spoken) if leak.unread else leak.sort.value
    return f"{leak.where} ({', '.join((what, *leak.how))})"
