"""Hosts of many users: what is listed of one of them says nothing of the others."""

from __future__ import annotations

from functools import cache

from gyotaku.data.tables import rows, table
from gyotaku.mail.domains import registrable, suffix
from gyotaku.mail.ip import parsed


def shared(host: str) -> bool:
    """Anybody can put something on this host, or it is a name below which others have theirs."""
    if parsed(host) is not None:
        return False
    if registrable(host) is None or suffix(host) == host:
        return True
    known = _known()
    name = host
    while name:
        if name in known:
            # Below a provider's suffix (team.github.io) the name is one customer's alone.
            return suffix(host) == suffix(host, private=False) or name == host
        name = name.partition(".")[2]
    return False


def domains_above(host: str) -> tuple[str, ...]:
    """The names above a host down to its registrable domain, closest first."""
    holder = registrable(host)
    found = []
    name = host
    while holder is not None and name != holder:
        name = name.partition(".")[2]
        if not name:
            break
        found.append(name)
    return tuple(found)


@cache
def _known() -> frozenset[str]:
    hosts = (host for row in rows("hosting_services") if row["per"] == "path" for host in row["hosts"].split())
    return frozenset([*hosts, *table("link_services")["trackers"]])
