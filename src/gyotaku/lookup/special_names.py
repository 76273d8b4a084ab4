"""Names that mean something on one machine or in one house alone: nobody outside is asked about them."""

from __future__ import annotations

# RFC 6761, 6762, 7686, 8375; .internal by ICANN 2024; .lan and .localdomain by the habit of home routers.
_SPECIAL = tuple(".localhost .local .invalid .onion .home.arpa .internal .lan .localdomain".split())


def is_special(name: str) -> bool:
    return ("." + name.lower().rstrip(".")).endswith(_SPECIAL)
