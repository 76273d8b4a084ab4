"""Made-up worlds of SPF records, the same every time: all mechanisms, nesting, macros, limits, errors, unanswered names."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from gyotaku.model.asks import Outcome

ZONES = ("example.org", "mail.example.org", "spf.example.net", "a.example.com", "b.example.com", "c.example.com")
HOSTS = (
    "mx1.example.org",
    "mx2.example.org",
    "mx3.example.net",
    "host.example.com",
    "gone.example.com",
    "six.example.net",
)
ADDRESSES = ("192.0.2.1", "192.0.2.77", "198.51.100.7", "203.0.113.200", "2001:db8::1", "2001:db8:0:1::5")
LOCAL_PARTS = ("alice", "bob-list", "a.b+c", "")
MACROS = (
    "%{d}",
    "%{i}.ip.example.net",
    "%{l}.users.example.org",
    "%{ir}.%{v}.rev.example.org",
    "%{d2}",
    "%{h}",
    "%{p}.p.example.net",
)
BROKEN = (
    "a:foo",
    "ip4:192.0.2",
    "ip4:192.0.2.1/33",
    "mx/64",
    "moo",
    "exists",
    "include:",
    "a:%{x}.example.org",
    "all/8",
    "ip6:2001:db8::g",
)


class Case(NamedTuple):
    """One delivery in one world: by name and type the records, or the outcome that stands for having none."""

    number: int
    records: dict[str, dict[str, list[str] | Outcome]]
    address: str
    mailfrom: str
    helo: str


def cases(numbers: Iterable[int]) -> Iterator[Case]:
    for number in numbers:
        yield _case(number, random.Random(f"spf {number}"))  # noqa: S311 - the same dice every time


def _case(number: int, dice: random.Random) -> Case:
    records: dict[str, dict[str, list[str] | Outcome]] = {}
    for zone in ZONES:
        if dice.random() < 0.93:
            records[zone] = {"TXT": _published(dice), **_hosted(dice)}
    for host in HOSTS:
        if host != "gone.example.com" and dice.random() < 0.8:
            records[host] = _hosted(dice)
    for address in ADDRESSES[:4]:
        if dice.random() < 0.6:
            reverse = ".".join(reversed(address.split("."))) + ".in-addr.arpa"
            records[reverse] = {"PTR": dice.sample([*HOSTS, *ZONES], dice.randint(1, 4))}
    for name in ("alice.users.example.org", "192.0.2.1.ip.example.net", "why.example.org"):
        if dice.random() < 0.6:
            records[name] = {"A": ["127.0.0.2"], "TXT": ["%{i} may not send for %{d}: see %{l}.%{o}"]}
    for name in list(records):
        if dice.random() < 0.02:
            records[name] = {"*": Outcome.LATE}
    sender = f"{dice.choice(LOCAL_PARTS)}@{dice.choice(ZONES[:3])}" if dice.random() < 0.9 else ""
    return Case(number, records, dice.choice(ADDRESSES), sender, dice.choice((*HOSTS[:3], ZONES[0], "localhost")))


def _hosted(dice: random.Random) -> dict[str, list[str] | Outcome]:
    held: dict[str, list[str] | Outcome] = {}
    if dice.random() < 0.8:
        held["A"] = dice.sample(ADDRESSES[:4], dice.randint(1, 2))
    if dice.random() < 0.4:
        held["AAAA"] = dice.sample(ADDRESSES[4:], 1)
    if dice.random() < 0.7:
        count = dice.choice((1, 1, 2, 3, 11)) if dice.random() < 0.3 else 1
        held["MX"] = [f"{10 * place} {dice.choice(HOSTS)}" for place in range(count)]
    return held


def _published(dice: random.Random) -> list[str]:
    kind = dice.random()
    if kind < 0.04:
        return ["v=spf1 -all", "v=spf1 mx -all"]
    if kind < 0.08:
        return ["nothing of SPF"]
    record = _record(dice)
    return ["other=1", record] if kind < 0.3 else [record]


def _record(dice: random.Random) -> str:
    count = dice.choice((0, 1, 2, 2, 3, 3, 4, 6, 12))
    terms = [_term(dice) for _ in range(count)]
    if dice.random() < 0.05:
        terms.insert(dice.randint(0, len(terms)), dice.choice(BROKEN))
    ending = dice.random()
    if ending < 0.6:
        terms.append(dice.choice("-~?+") + "all")
    elif ending < 0.8:
        terms.append("redirect=" + _name(dice))
    if dice.random() < 0.3:
        terms.insert(dice.randint(0, len(terms)), "exp=" + dice.choice(("why.example.org", "gone.example.com")))
    if dice.random() < 0.1:
        terms.append("unknown=%{d}.thing")
    return " ".join(["v=spf1", *terms])


def _term(dice: random.Random) -> str:
    qualifier = dice.choice(("", "", "", "", "+", "-", "~", "?"))
    mechanism = dice.choice(
        ("a", "a", "mx", "mx", "ptr", "exists", "include", "include", "include", "ip4", "ip4", "ip6")
    )
    prefix = dice.choice(("", "", "/24", "/28", "//64", "/16//48")) if mechanism in {"a", "mx"} else ""
    if mechanism in {"a", "mx", "ptr"}:
        return f"{qualifier}{mechanism}{':' + _name(dice) if dice.random() < 0.7 else ''}{prefix}"
    if mechanism in {"exists", "include"}:
        return f"{qualifier}{mechanism}:{_name(dice)}"
    pool = ADDRESSES[:4] if mechanism == "ip4" else ADDRESSES[4:]
    return f"{qualifier}{mechanism}:{dice.choice(pool)}{dice.choice(('', '', '/24', '/31'))}"


def _name(dice: random.Random) -> str:
    draw = dice.random()
    if draw < 0.15:
        return dice.choice(MACROS)
    return dice.choice(ZONES if draw < 0.75 else HOSTS)
