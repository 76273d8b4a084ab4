"""Host names that look made for one recipient: asking DNS for one tells its holder that this mailbox is read."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST_ORDINARY_LABEL = 24
"""Characters; longer labels are rarely words of people."""
_LEAST_LOCAL_PART = 4
_CODE = re.compile(r"(?=[a-z]*[0-9])(?=[0-9]*[a-z])[0-9a-z]{14,}|[0-9a-f]{12,}|[0-9]{9,}")


def made_for_one(host: str, domain: str, addresses: Iterable[str]) -> bool:
    """A label below the registrable domain holds the local part of one of these mail addresses, or is a long code."""
    below = host.removesuffix(domain).rstrip(".").lower()
    if not below:
        return False
    locals_ = [address.partition("@")[0].lower() for address in addresses]
    if any(len(local) >= _LEAST_LOCAL_PART and local in below for local in locals_):
        return True
    return any(
        len(label) > LONGEST_ORDINARY_LABEL or _CODE.fullmatch(label) is not None
        for piece in below.split(".")
        for label in (piece, *piece.split("-"))
    )
