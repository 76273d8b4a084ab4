"""Links that pass through a service: click counting, and redirectors that name where they lead."""

from __future__ import annotations

import re
from functools import cache

from gyotaku.data.tables import table
from gyotaku.mail.links.target import Target, read_target

_LONGEST = 20_000
_PROOFPOINT_3 = re.compile(r"/v3/__(.+?)__;")


@cache
def _trackers() -> frozenset[str]:
    return frozenset(table("link_services")["trackers"])


@cache
def _redirectors() -> dict[str, dict[str, str]]:
    return {row["host"]: row for row in table("link_services")["redirector"]}


def is_tracker(target: Target) -> bool:
    """True for a host of a bulk mail service that counts clicks."""
    return target.domain in _trackers() or target.host in _trackers()


def real(target: Target) -> Target:
    """Where a redirector leads by its own words; the target itself for any other. One step."""
    if target.domain not in _domains():
        return target
    host = target.host.removeprefix("www.")
    row = next((row for name, row in _redirectors().items() if host == name or host.endswith("." + name)), None)
    if row is None or len(target.url) > _LONGEST:
        return target
    written = _within(target.url, row)
    found = read_target(written) if written else target
    return found if found.host else target


@cache
def _domains() -> frozenset[str]:
    from gyotaku.mail.house import organization

    return frozenset(organization(host) or host for host in _redirectors())


def _within(url: str, row: dict[str, str]) -> str | None:
    _, _, rest = url.partition("://")
    path, _, query = rest.partition("?")
    path = path[path.find("/") :] if "/" in path else "/"
    form = row.get("form")
    if form == "proofpoint-3":
        found = _PROOFPOINT_3.search(rest)
        return found[1] if found else None
    if form == "last-segment":
        return unescaped(path.rpartition("/")[2]) or None
    if not path.startswith(row.get("path", "/")):
        return None
    for name in row["parameter"].split():
        for pair in query.partition("#")[0].split("&"):
            key, _, value = pair.partition("=")
            if key == name:
                if form == "proofpoint-2":
                    value = value.replace("-", "%").replace("_", "/")
                return unescaped(value)
    return None


def unescaped(text: str) -> str:
    """Percent-encoding undone, as UTF-8."""
    if "%" not in text:
        return text
    pieces = text.encode("utf-8", "replace").split(b"%")
    table = _octets()
    for index in range(1, len(pieces)):
        piece = pieces[index]
        octet = table.get(piece[:2])
        pieces[index] = b"%" + piece if octet is None else octet + piece[2:]
    return b"".join(pieces).decode("utf-8", "replace")


@cache
def _octets() -> dict[bytes, bytes]:
    digits = "0123456789abcdefABCDEF"
    return {(high + low).encode(): bytes((int(high + low, 16),)) for high in digits for low in digits}
