"""Host names that look made for one recipient: asking DNS for one tells its holder that this mailbox is read."""

from __future__ import annotations

import re
from base64 import b32encode, b64encode
from collections.abc import Iterable, Iterator

LONGEST_ORDINARY_LABEL = 24
"""Characters; longer labels are rarely words of people."""
_LEAST_LOCAL_PART = 4
_CODE = re.compile(
    r"(?=[a-z]*[0-9])(?=[0-9]*[a-z])[0-9a-z]{14,}|(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{8,}|[0-9a-f]{12,}|[a-z]{0,2}[0-9]{9,}"
)
_PUNCTUATION = re.compile(r"[^0-9a-z]")


def made_for_one(host: str, domain: str, addresses: Iterable[str]) -> bool:
    """A label below the registrable domain holds the local part of one of these mail addresses, or is a long code."""
    below = host.removesuffix(domain).rstrip(".").lower()
    if not below:
        return False
    written = _PUNCTUATION.sub("", below)
    if any(form in below or form in written for address in addresses for form in _forms(address.lower())):
        return True
    return any(
        len(label) > LONGEST_ORDINARY_LABEL or _CODE.fullmatch(label) is not None
        for piece in below.split(".")
        for label in (piece, *piece.split("-"))
    )


def _forms(address: str) -> Iterator[str]:
    """How a host name may hold a mailbox: as it is, without its dots and signs, or as hex, Base32 or Base64."""
    local = address.partition("@")[0]
    if len(local) < _LEAST_LOCAL_PART:
        return
    yield local
    if len(bare := _PUNCTUATION.sub("", local)) >= _LEAST_LOCAL_PART:
        yield bare
    octets = local.encode("utf-8", "surrogatepass")
    # What follows the local part may be packed with it: only whole groups of octets look the same then.
    for packed in (
        octets.hex(),
        b32encode(octets[: len(octets) // 5 * 5]).decode(),
        b64encode(octets[: len(octets) // 3 * 3]).decode(),
    ):
        if len(packed) >= _LEAST_LOCAL_PART:
            yield _PUNCTUATION.sub("", packed.lower())
