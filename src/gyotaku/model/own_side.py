"""The reader's own side of a mail: his domains, mailboxes and servers, as configured or as the mail itself shows."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import force_setattr

from gyotaku.model.evidence import Evidence
from gyotaku.model.path import Source


class OwnSide(Struct, frozen=True):
    """`domains` are ours; `addresses` are the mailboxes of ours that this mail was delivered to or written for."""

    domains: tuple[str, ...]
    source: Source
    evidence: tuple[Evidence, ...]
    """What the domains follow from."""
    addresses: tuple[str, ...] = ()
    _ends: tuple[str, ...] = ()

    def owns(self, host: str | None) -> bool:
        """True for one of our domains or a host below it."""
        if not host or not self.domains:
            return False
        return ("." + host.rstrip(".").lower()).endswith(self._ends)

    def __post_init__(self) -> None:
        force_setattr(self, "_ends", tuple("." + domain for domain in self.domains))
