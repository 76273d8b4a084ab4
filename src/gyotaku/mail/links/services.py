"""Links that pass through a service: gateways, click counting, and sites that lead on; and where they lead in the end."""

from __future__ import annotations

from enum import StrEnum
from functools import cache, lru_cache

from msgspec import Struct

from gyotaku.data.tables import rows, table
from gyotaku.mail.links.carried import LONGEST, Pieces, named_in, possible
from gyotaku.mail.links.forms import FORMS, HIDDEN
from gyotaku.mail.links.target import LONGEST_HOST, Target, read_target

MOST_STEPS = 10
"""Services behind each other that are followed. Honest mail has three at most."""
_NONE = "-"


class What(StrEnum):
    """Whose a service is: the reader's side, the sender's, or nobody's in this mail."""

    GATEWAY = "gateway"
    TRACKER = "tracker"
    SITE = "site"


class Redirector(Struct, frozen=True):
    """A row of `data/redirectors.tsv`."""

    what: What
    name: str
    paths: tuple[str, ...]
    form: str
    parameters: tuple[str, ...]

    @property
    def hides(self) -> bool:
        """Its addresses never tell where they lead."""
        return self.form == HIDDEN

    def takes(self, path: str) -> bool:
        return not self.paths or any(
            path.startswith(begin) and (begin[-1] == "/" or path[len(begin) : len(begin) + 1] in ("", "/"))
            for begin in self.paths
        )


class Through(Struct, frozen=True):
    """A service that a link leads to first. `said` is the host that the service names where it hides the address."""

    service: Redirector
    target: Target
    said: str = ""


class Chain(Struct, frozen=True):
    """Where a target leads: all targets on the way, and the services behind which they stand."""

    targets: tuple[Target, ...]
    services: tuple[Through, ...] = ()


@cache
def _trackers() -> frozenset[str]:
    return frozenset(table("link_services")["trackers"])


def is_tracker(target: Target) -> bool:
    """True for a host of a bulk mail service that counts clicks."""
    return target.domain in _trackers() or target.host in _trackers()


@cache
def _redirectors() -> dict[str, tuple[Redirector, ...]]:
    """By host, in the order of the table."""
    found: dict[str, tuple[Redirector, ...]] = {}
    for row in rows("redirectors"):
        service = Redirector(
            What(row["what"]),
            row["name"],
            () if row["paths"] == _NONE else tuple(row["paths"].split()),
            row["form"],
            () if row["parameters"] == _NONE else tuple(row["parameters"].split()),
        )
        for written in row["hosts"].split():
            for host in _hosts(written):
                found[host] = (*found.get(host, ()), service)
    return found


def _hosts(written: str) -> list[str]:
    if not written.endswith(".*"):
        return [written]
    return [written[:-1] + suffix for suffix in table("link_services")["google_suffixes"]]


@lru_cache(maxsize=4096)
def _of_host(host: str) -> tuple[Redirector, ...]:
    """Services at this host or at one above it, the closest first."""
    known = _redirectors()
    found: tuple[Redirector, ...] = ()
    while host:
        found += known.get(host, ())
        host = host.partition(".")[2]
    return found


def real(target: Target) -> Target:
    """Where a link leads by the words of the services it names; the target itself where it names none."""
    return (target.chain or _chain(target)).targets[-1]


def steps(target: Target) -> tuple[Target, ...]:
    """The target and all that it leads through, each by the words of the one before."""
    return (target.chain or _chain(target)).targets


def through(target: Target) -> tuple[Through, ...]:
    """The services a link leads through, in their order; the last may hide where it leads."""
    return (target.chain or _chain(target)).services


def sent(target: Target) -> Target:
    """The target as the sender wrote it: without the gateways of the reader's own side."""
    chain = target.chain or _chain(target)
    for one, service in zip(chain.targets, chain.services, strict=False):
        if service.service.what is not What.GATEWAY:
            return one
    return chain.targets[min(len(chain.services), len(chain.targets) - 1)]


def carried(target: Target) -> Target | None:
    """Another host's address that rides in this one, at a host of which we do not know whether it leads there."""
    if steps(target)[-1] is not target:
        return None
    written = possible(target.url)
    inner = read_target(written) if written else None
    return inner if inner is not None and inner.host and inner.domain != target.domain else None


def _chain(target: Target) -> Chain:
    if len(target.host) <= LONGEST_HOST and _of_host(target.host):
        targets: list[Target] = [target]
        services: list[Through] = []
        seen = {target.url}
        while len(targets) <= MOST_STEPS:
            service, inner = _step(targets[-1])
            if service is not None:
                services.append(service)
            if inner is None or inner.url in seen:
                break
            seen.add(inner.url)
            targets.append(inner)
        found = Chain(tuple(targets), tuple(services))
    else:
        found = Chain((target,))
    target.chain = found
    return found


def _step(target: Target) -> tuple[Through | None, Target | None]:
    """The service that this target is an address of, and where that leads; None where it is none, and where it does not tell."""
    hiding: Through | None = None
    for service, pieces in _services(target):
        if service.hides:
            hiding = hiding or Through(service, target, _said(service, pieces))
            continue
        written = FORMS[service.form](pieces, service.parameters)
        found = read_target(written) if written else None
        if found is not None and found.host:
            return Through(service, target), found
    return hiding, None


def _said(service: Redirector, pieces: Pieces) -> str:
    named = next((value for key, value in pieces.pairs if key in service.parameters), "")
    said = named_in(named)
    return read_target(said).host if said else ""


def _services(target: Target) -> list[tuple[Redirector, Pieces]]:
    if len(target.host) > LONGEST_HOST or len(target.url) > LONGEST:
        return []
    services = _of_host(target.host)
    if not services:
        return []
    pieces = Pieces(target.url)
    path = pieces.path or "/"
    return [(service, pieces) for service in services if service.takes(path)]
