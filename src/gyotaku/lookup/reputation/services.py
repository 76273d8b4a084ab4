"""Reputation services with a key: what to ask them of an address or a host, and what their answers mean.

Only the host is ever sent, never a URL of the mail: that may carry the reader's own address.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from gyotaku.mail.ip import parsed
from gyotaku.model.asks import Answer, Ask, Inquiry
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.reputation import Consulted, DnsListed, Listing, Match
from gyotaku.model.text import Text

NAMES = {"safe_browsing": "Google Safe Browsing", "urlscan": "urlscan.io", "virustotal": "VirusTotal"}
_THREATS = {
    "SOCIAL_ENGINEERING": Text(en="phishing", ja="フィッシング"),
    "MALWARE": Text(en="malware", ja="マルウェア"),
    "UNWANTED_SOFTWARE": Text(en="unwanted software", ja="望ましくないソフトウェア"),
    "POTENTIALLY_HARMFUL_APPLICATION": Text(en="harmful application", ja="有害なアプリ"),
}
_MALICIOUS = Text(en="called malicious by a scan", ja="走査で不正と判定")
_FEW = 3
"""Engines below which their word is weak: a single one errs often."""


def inquiry(of: str, keys: Iterable[str]) -> Inquiry[DnsListed]:
    """Of one address or host, every service that has a key and takes such a thing."""
    what = "host" if parsed(of) is None else "ip"
    services = [name for name in NAMES if name in keys and (what == "host" or name == "virustotal")]
    answers = yield tuple(Ask(name, what, of) for name in services)
    hits: list[Listing] = []
    consulted: list[Consulted] = []
    for name, answer in zip(services, answers, strict=True):
        if answer.told:
            consulted.append(Consulted(NAMES[name], answer.time))
            hits += _hits(name, of, answer)
    return DnsListed(tuple(hits), (), tuple(consulted))


def _hits(name: str, of: str, answer: Answer) -> Iterable[Listing]:
    try:
        told = json.loads(answer.records[0]) if answer.records else {}
    except (ValueError, RecursionError):
        return
    if not isinstance(told, dict):
        return
    if name == "safe_browsing":
        found = {one.get("threatType") for one in _list(told, "matches") if isinstance(one, dict)}
        for threat in sorted(threat for threat in found if isinstance(threat, str) and threat in _THREATS):
            yield _listing(name, of, answer, threat, _THREATS[threat], policy=False)
    elif name == "urlscan":
        bad = [one for one in _list(told, "results") if _at(one, "verdicts", "overall", "malicious") is True]
        if bad:
            yield _listing(name, of, answer, "malicious", _MALICIOUS, policy=False)
    else:
        stats = _at(told, "data", "attributes", "last_analysis_stats")
        numbers = {key: value for key, value in stats.items() if type(value) is int} if isinstance(stats, dict) else {}
        bad_count, all_count = numbers.get("malicious", 0), sum(numbers.values())
        if bad_count:
            text = Text(
                en=f"called malicious by {bad_count} of {all_count} engines",
                ja=f"{all_count} のエンジンのうち {bad_count} が不正と判定",
            )
            yield _listing(name, of, answer, "malicious", text, policy=bad_count < _FEW)


def _listing(name: str, of: str, answer: Answer, category: str, meaning: Text, *, policy: bool) -> Listing:
    return Listing(
        match=Match.HOST if parsed(of) is None else Match.ADDRESS,
        asked=of,
        listed=of,
        listed_by=NAMES[name],
        category=category,
        list_date=answer.time,
        meaning=meaning,
        policy=policy,
        evidence=Evidence.answered(answer, Principal.THIRD_PARTY, f"{of}: {meaning.en}", NAMES[name]),
    )


def _list(told: Mapping[str, Any], key: str) -> list[Any]:
    found = told.get(key)
    return found if isinstance(found, list) else []


def _at(told: object, *keys: str) -> object:
    for key in keys:
        told = told.get(key) if isinstance(told, dict) else None
    return told
