"""Machines that hand over mail of many: what came from one of them before says nothing of what comes now."""

from __future__ import annotations

from functools import cache

from gyotaku.data.tables import table
from gyotaku.mail.facts.own import freemail
from gyotaku.mail.house import organization
from gyotaku.mail.ip import Scope, scope
from gyotaku.mail.links.hosting import of_host
from gyotaku.mail.message import Message
from gyotaku.model.path import Hop, Path
from gyotaku.model.software import Recognized, Role, ToolKind

_OUTSIDE = frozenset({Scope.GLOBAL, Scope.DOCUMENTATION})
_LIST_FIELDS = ("List-Id", "List-Post", "Mailing-List", "X-Mailing-List", "X-BeenThere")
_OF_MANY = frozenset({ToolKind.SERVICE, ToolKind.BULK_SERVICE, ToolKind.WEBMAIL, ToolKind.HOSTING})


@cache
def _domains() -> frozenset[str]:
    return frozenset(table("shared_machines")["domains"])


def machine(hop: Hop | None) -> str | None:
    """The address of the machine that handed the mail over from outside; None where nothing of ours shows one."""
    if hop is None or hop.address is None or scope(hop.address) not in _OUTSIDE:
        return None
    return hop.address


def passes_on(message: Message, path: Path) -> bool:
    """True where the machine that handed the mail over had it from outside itself: a mailing list, a forwarder, a gateway.

    Whoever writes to such a machine has his mail handed over by it. It writes so into lines that he cannot take away.
    """
    if any(name in message.headers for name in _LIST_FIELDS):
        return True
    older = path.hops[path.boundary.index + 1 :] if path.boundary is not None else ()
    return any(_from_outside(hop) for hop in older)


def _from_outside(hop: Hop) -> bool:
    if hop.form is None:
        return True  # a line that cannot be read may say anything
    if hop.local or hop.logged_in or (hop.protocol or "").upper().startswith("HTTP"):
        return False
    return hop.address is not None and scope(hop.address) in _OUTSIDE


def serves_many(hop: Hop, software: tuple[Recognized, ...]) -> bool:
    """True for a provider's, a bulk mail service's, a cloud's machine: as its name says, or the traces that it left in the mail."""
    if any(one.tool.role is Role.SENDS and one.tool.kind in _OF_MANY for one in software):
        return True
    # Its holder sets the reverse name, its client the HELO name: either makes it less of a proof, neither more.
    return any(_of_many(name) for name in (hop.reverse_name, hop.helo) if name and name != "unknown")


def _of_many(name: str) -> bool:
    host = name.rstrip(".").lower()
    return organization(host) in _domains() or freemail(host) or of_host(host) is not None
