"""Names of files as a terminal may see them."""

from __future__ import annotations


def printable(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace") if text.isprintable() else ascii(text)
