"""Blocklists in DNS (RFC 5782): what to ask them, and what their answers mean.

Lists refuse with an answer as well. What says "you may not ask" is told as that, never as a listing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from gyotaku.data.tables import table
from gyotaku.mail.domains import registrable
from gyotaku.mail.ip import parsed
from gyotaku.model.asks import Answer, Ask, Inquiry, Outcome
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.reputation import Consulted, DnsListed, Listing, Match, Refusal
from gyotaku.model.text import Text

_REFUSALS = {
    "127.255.255.252": Text(en="it does not know the zone as it was asked", ja="ゾーン名の誤りとの回答"),
    "127.255.255.254": Text(
        en="it does not answer public resolvers", ja="公開リゾルバーからの照会は受け付けないとの回答"
    ),
    "127.255.255.255": Text(en="too much was asked", ja="照会が多すぎるとの回答"),
}
_REFUSED = Text(en="it refused", ja="照会を断る回答")
_DEAD = Text(
    en="it answers with an address that no list uses, as names do whose list has been given up",
    ja="リストの回答ではないアドレスが返りました（運用を終えたリストに見られます）",
)


def inquiry(of: str, zones: Iterable[str]) -> Inquiry[DnsListed]:
    """Of one address or host, all lists that take such a thing."""
    rows = [(row, name) for row in (_rows().get(zone) for zone in zones) if row and (name := _name(row, of))]
    answers = yield tuple(Ask("dns", "A", name) for _, name in rows)
    hits: list[Listing] = []
    refusals: list[Refusal] = []
    consulted: list[Consulted] = []
    for (row, name), answer in zip(rows, answers, strict=True):
        why = _refusal(row, answer)
        if why is not None:
            refusals.append(Refusal(row["name"], of, why, answer))
        elif answer.told:
            consulted.append(Consulted(row["name"], answer.time))
            hits += (_listing(row, of, name, answer, record) for record in answer.records[:4])
    return DnsListed(tuple(hits), tuple(refusals), tuple(consulted))


def unknown(zones: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Zones that are not in the table: what their answers mean is not known, so they are not asked."""
    return tuple((zone, "not in the table of DNS lists") for zone in zones if zone not in _rows())


@cache
def _rows() -> dict[str, dict[str, Any]]:
    return {row["zone"]: row for row in table("dns_lists")["list"]}


def _name(row: dict[str, Any], of: str) -> str | None:
    """The name to ask for; None where the list does not take such a thing."""
    address = parsed(of)
    if address is not None:
        if row["asks"] != "address":
            return None
        labels = address.reverse_pointer.removesuffix(".in-addr.arpa").removesuffix(".ip6.arpa")
        return f"{labels}.{row['zone']}"
    if row["asks"] == "address":
        return None
    host = of if row["asks"] == "host" else registrable(of)
    return f"{host}.{row['zone']}" if host else None


def _refusal(row: dict[str, Any], answer: Answer) -> Text | None:
    if answer.outcome is not Outcome.FOUND:
        return None
    for record in answer.records:
        if record.startswith("127.255.255."):
            return _REFUSALS.get(record, _REFUSED)
        if record in row.get("refusals", ()):
            return _REFUSED
        if not record.startswith("127."):
            return _DEAD
    return None


def _listing(row: dict[str, Any], of: str, name: str, answer: Answer, record: str) -> Listing:
    meaning, policy = _meaning(row, record)
    whole = Match.HOST if name == f"{of}.{row['zone']}" else Match.DOMAIN
    match = Match.ADDRESS if parsed(of) is not None else whole
    return Listing(
        match=match,
        asked=of,
        listed=name.removesuffix("." + row["zone"]) if match is not Match.ADDRESS else of,
        listed_by=row["name"],
        category=record,
        list_date=answer.time,
        meaning=meaning,
        policy=policy,
        evidence=Evidence.answered(answer, Principal.THIRD_PARTY, principal_name=row["name"]),
    )


def _meaning(row: dict[str, Any], record: str) -> tuple[Text | None, bool]:
    """What an answer means, and whether that is the list's policy and no report."""
    code = row.get("codes", {}).get(record)
    last = int(record.rpartition(".")[2]) if record.rpartition(".")[2].isdecimal() else 0
    found = [code] if code else [row["bits"][bit] for bit in row.get("bits", {}) if last & int(bit)]
    if not found:
        return None, False
    text = Text(en="; ".join(one["en"] for one in found), ja="、".join(one["ja"] for one in found))
    return text, all(one.get("policy", False) for one in found)
