"""What signatures of one mail speak of: its fields and its body as they arrived, and their hashes, each made once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

from gyotaku.authentication.canonical import relaxed_body, relaxed_field, simple_body, with_crlf, without_signature
from gyotaku.mail.headers import Field
from gyotaku.mail.mime import Part
from gyotaku.model.dkim import Restoration

_QUOTED_FROM = re.compile(rb"(?m)^>(>*From )")

MOST_QUOTED = 1_000
"""Lines with `>From `. Honest mail has a few; undoing them one by one costs more than hashing."""


class SignedOctets:
    """The root of a mail, or of a mail attached to it, as signers saw it.

    Mail on the way has CRLF at the end of every line; what is stored with bare LF gets it back. Where both kinds of
    line end stand in one mail, or lines begin with `>From `, other readings are tried when a body hash does not match.
    """

    def __init__(self, root: Part) -> None:
        source = root.source
        data = source.lines
        self.headers = root.headers
        self.prefix = root.header_prefix
        self._data = data
        # What the first line ends in, all do, nearly always; that there are others is asked when a hash differs.
        first = data.find(b"\n", root.start, root.end)
        self._bare = first >= 0 and not data.startswith(b"\r\n", first - 1) and data.find(b"\r\n", first, root.end) < 0
        body = data[root.body_start : root.end]
        self._body = with_crlf(body) if self._bare else body
        self._canonical: dict[bool, bytes] = {}
        self._digests: dict[tuple[tuple[Restoration, ...], bool, str, int | None], bytes] = {}
        self._variants: tuple[tuple[Restoration, ...], ...] | None = None
        self.header_is_whole = not any(
            defect.id in {"header-too-large", "too-many-fields"} for defect in source.ledger.of(self.prefix.rstrip("/"))
        )

    @property
    def restored(self) -> tuple[Restoration, ...]:
        """What was undone to the mail as a whole."""
        return (Restoration.LINE_ENDS,) if self._bare else ()

    def of(self, field: Field) -> bytes:
        """The field as it arrived, folded by CRLF, without the line end after it."""
        raw = self._data[field.start : field.end]
        return with_crlf(raw) if b"\n" in raw else raw

    def length(self, *, relaxed: bool) -> int:
        """Octets of the canonical body."""
        return len(self._body_as((), relaxed=relaxed))

    def match_body(
        self, expected: bytes, algorithm: str, length: int | None, *, relaxed: bool
    ) -> tuple[Restoration, ...] | None:
        """What had to be undone for the body to have that hash: mostly nothing. None where it has another one."""
        for undone in self._readings():
            if self._digest(undone, algorithm, length, relaxed=relaxed) == expected:
                return undone
        return None

    def signed_fields(self, names: Iterable[str], signature: Field) -> Iterator[Field]:
        """The fields that h= selects: of each name from the bottom up (RFC 6376 section 5.4.2), never itself."""
        waiting: dict[str, Iterator[Field]] = {}
        for name in names:
            if name not in waiting:
                waiting[name] = reversed(self.headers.all(name))
            field = next(waiting[name], None)
            if field is signature:
                field = next(waiting[name], None)
            if field is not None:
                yield field

    def header_digest(self, names: Iterable[str], signature: Field, algorithm: str, *, relaxed: bool) -> bytes:
        """The hash that b= signs (RFC 6376 section 3.7)."""
        hashed = [self.of(field) for field in self.signed_fields(names, signature)]
        hashed.append(without_signature(self.of(signature)))
        if relaxed:
            hashed = [relaxed_field(raw) for raw in hashed]
        return hashlib.new(algorithm, b"\r\n".join(hashed), usedforsecurity=False).digest()

    def _readings(self) -> Iterator[tuple[Restoration, ...]]:
        yield ()
        if self._variants is None:
            mixed = self._body.count(b"\n") > self._body.count(b"\r\n")
            ways: list[tuple[Restoration, ...]] = [(Restoration.MIXED_LINE_ENDS,)] if mixed else []
            if 0 < self._body.count(b">From ") <= MOST_QUOTED and _QUOTED_FROM.search(self._body):
                ways += [(*way, Restoration.FROM_QUOTING) for way in [(), *ways]]
            self._variants = tuple(ways)
        yield from self._variants

    def _digest(self, undone: tuple[Restoration, ...], algorithm: str, length: int | None, *, relaxed: bool) -> bytes:
        key = (undone, relaxed, algorithm, length)
        digest = self._digests.get(key)
        if digest is None:
            body = self._body_as(undone, relaxed=relaxed)
            hashed = hashlib.new(algorithm, memoryview(body)[:length], usedforsecurity=False)
            digest = self._digests[key] = hashed.digest()
        return digest

    def _body_as(self, undone: tuple[Restoration, ...], *, relaxed: bool) -> bytes:
        if not undone and relaxed in self._canonical:
            return self._canonical[relaxed]
        body = self._body
        if Restoration.MIXED_LINE_ENDS in undone:
            body = with_crlf(body)
        if Restoration.FROM_QUOTING in undone:
            body = _QUOTED_FROM.sub(rb"\1", body)
        body = relaxed_body(body) if relaxed else simple_body(body)
        if not undone:  # other readings are rare, and are not kept: they are as large as the mail
            self._canonical[relaxed] = body
        return body
