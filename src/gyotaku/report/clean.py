"""Values as JSON can hold them."""

from __future__ import annotations

from datetime import datetime


def moment(when: datetime | None) -> str | None:
    """RFC 3339, as JSON Schema's date-time wants it."""
    return when.isoformat() if when else None


def maybe(text: str | None) -> str | None:
    return None if text is None else clean(text)


def clean(text: str) -> str:
    """Without lone surrogates; everything else stays as it stands in the mail."""
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
