"""A mail address in every form in which links carry one: what to look for in a target."""

from __future__ import annotations

import base64
import codecs
import hashlib
from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct

from gyotaku.mail.links.escapes import unescaped
from gyotaku.model.text import Text

_LEAST_CORE = 8
_LONGEST = 50_000


class Form(StrEnum):
    """How an address is written into a link."""

    PLAIN = "plain"
    ESCAPED = "percent"
    BASE64 = "base64"
    HEX = "hex"
    REVERSED = "reversed"
    ROT13 = "rot13"
    DIGEST = "digest"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    Form.PLAIN: Text(en="as it is", ja="そのまま"),
    Form.ESCAPED: Text(en="percent-encoded", ja="パーセントエンコーディング"),
    Form.BASE64: Text(en="as Base64", ja="Base64"),
    Form.HEX: Text(en="in hexadecimal", ja="16進数"),
    Form.REVERSED: Text(en="backwards", ja="逆順"),
    Form.ROT13: Text(en="as ROT13", ja="ROT13"),
    Form.DIGEST: Text(en="as a digest (MD5, SHA-1 or SHA-256)", ja="ハッシュ値（MD5、SHA-1、SHA-256）"),
}


class Carried(Struct, frozen=True):
    """`start` and `end` are offsets in the target as written; the whole of it where they cannot be told."""

    address: str
    form: Form
    start: int
    end: int


class Needles:
    """The forms of some addresses, worked out once a mail. Those in `lower` are the same in either case."""

    __slots__ = ("_exact", "_lower")

    def __init__(self, addresses: Iterable[str]) -> None:
        self._lower: list[tuple[str, str, Form]] = []
        self._exact: list[tuple[str, str, Form]] = []
        for address in addresses:
            lower = address.lower()
            self._lower += [
                (lower, address, Form.PLAIN),
                (lower.encode("utf-8", "replace").hex(), address, Form.HEX),
                (lower[::-1], address, Form.REVERSED),
                (codecs.encode(lower, "rot13"), address, Form.ROT13),
            ]
            for spelling in dict.fromkeys((lower, address)):
                octets = spelling.encode("utf-8", "replace")
                self._exact += [(core, address, Form.BASE64) for core in base64_cores(octets)]
                for digest in (hashlib.md5, hashlib.sha1, hashlib.sha256):
                    made = digest(octets, usedforsecurity=False).hexdigest()
                    self._lower.append((made, address, Form.DIGEST))

    def within(self, text: str) -> bool:
        """One of the forms stands somewhere in this text."""
        return any(True for _ in self._found(text))

    def find(self, target: str) -> Carried | None:
        """The first address that rides in this target."""
        target = target[:_LONGEST]
        for address, form, start, end in self._found(target):
            return Carried(address, form, start, end)
        return None

    def _found(self, target: str) -> Iterator[tuple[str, Form, int, int]]:
        """Addresses, forms and offsets; the whole target where escapes stand between."""
        yield from self._literal(target)
        if "%" in target:
            once = unescaped(target)
            for text in (once, unescaped(once)) if "%" in once else (once,):
                for address, form, _, _ in self._literal(text):
                    yield address, Form.ESCAPED if form is Form.PLAIN else form, 0, len(target)

    def _literal(self, target: str) -> Iterator[tuple[str, Form, int, int]]:
        lower = target.lower()
        for text, needles in ((lower, self._lower), (target, self._exact)):
            for needle, address, form in needles:
                at = text.find(needle)
                if at >= 0:
                    whole = len(lower) != len(target)
                    yield address, form, 0 if whole else at, len(target) if whole else at + len(needle)


def base64_cores(octets: bytes) -> Iterator[str]:
    """What Base64 makes of these octets wherever they stand: at each of three alignments, without what neighbours change."""
    for lead in range(3):
        encoded = base64.b64encode(b"\0" * lead + octets).decode().rstrip("=")
        first = (8 * lead + 5) // 6
        whole = (lead + len(octets)) * 8 // 6
        core = encoded[first:whole]
        if len(core) >= _LEAST_CORE:
            yield core
            if "+" in core or "/" in core:
                yield core.replace("+", "-").replace("/", "_")
