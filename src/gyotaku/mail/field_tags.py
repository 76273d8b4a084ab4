"""Where a tag of a signature field stands (RFC 6376 section 3.2), to quote it."""

from __future__ import annotations

from gyotaku.mail.headers import Field
from gyotaku.model.evidence import Evidence, Principal

_LONGEST = 400


def quote_tag(field: Field, name: str, principal: Principal, principal_name: str | None = None) -> Evidence:
    """Quote `name=value`; the beginning of the field where there is no such tag. What is longer than anybody reads is cut."""
    start = 0
    for piece in field.text.split(";"):
        end = start + len(piece)
        if piece.partition("=")[0].strip() == name:
            first = start + len(piece) - len(piece.lstrip())
            return field.evidence(principal, first, min(first + len(piece.strip()), first + _LONGEST), principal_name)
        start = end + 1
    return field.evidence(principal, 0, min(len(field.text), _LONGEST), principal_name)
