"""RDAP over HTTP (RFC 7480). The ask's subject is the whole URL, so that server and object together are its identity."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from gyotaku.lookup.sources.guard import Guard, Resolve, asked_by
from gyotaku.lookup.sources.http import _PORTS, Http, Response
from gyotaku.model.asks import Answer, Ask, Outcome
from gyotaku.model.configuration import Config

_ACCEPT = "application/rdap+json, application/json;q=0.8"
_MAX_AGE = re.compile(r"(?:^|,)\s*max-age=\"?(\d{1,9})")
_SHORTEST, _USUAL, _LONGEST = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


class RdapSource:
    """Asks `Ask("rdap", "domain" or "ip", URL)`. Failures are not kept; `nothing` holds for an hour."""

    def __init__(self, config: Config, now: Callable[[], datetime], resolve: Resolve | None = None) -> None:
        named = (place for url in config.rdap_servers.values() if (place := _place(url)) is not None)
        self._http = Http(
            Guard(named, resolve or asked_by(config.dns_servers)), config.proxy, config.rdap_servers.values()
        )
        self._now = now

    def whom(self, ask: Ask) -> str:
        """The server that would be asked, before any redirect."""
        return f"RDAP {ask.of.split('/')[2]}" if ask.of.count("/") > 2 else "RDAP"

    async def ask(self, ask: Ask, within: float) -> Answer:
        response = await self._http.get(ask.of, _ACCEPT, within)
        outcome, detail, text = _read(response)
        now = self._now()
        return Answer(
            ask=ask,
            outcome=outcome,
            time=now,
            expires=now + _lifetime(outcome, response),
            by=response.url,
            records=(text,) if outcome is Outcome.FOUND else (),
            detail=detail,
        )


def _place(url: str) -> tuple[str, int] | None:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        return (parts.hostname, parts.port or _PORTS[parts.scheme]) if parts.hostname else None
    except (ValueError, KeyError):
        return None


def _read(response: Response) -> tuple[Outcome, str, str]:
    if response.outcome is not Outcome.FOUND:
        return response.outcome, response.detail, ""
    text = response.body.decode("utf-8", "replace")
    told = _object(text)
    if response.status == 200:
        if told is None:
            return Outcome.FAILED, "the body is no JSON object", ""
        if "errorCode" in told:
            return Outcome.FAILED, f"error {str(told['errorCode'])[:40]}", ""
        return Outcome.FOUND, "", text
    if response.status == 404 and (told is not None or not response.body.strip()):
        return Outcome.NOTHING, "HTTP 404", ""  # a 404 with a page is a wrong address, not a word of the registry
    wait = response.headers.get("retry-after")
    return Outcome.FAILED, f"HTTP {response.status}" + (f", Retry-After: {wait[:40]}" if wait else ""), ""


def _object(text: str) -> Mapping[str, object] | None:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _lifetime(outcome: Outcome, response: Response) -> timedelta:
    if outcome is Outcome.NOTHING:
        return _SHORTEST
    if outcome is not Outcome.FOUND:
        return timedelta(0)
    told = _MAX_AGE.search(response.headers.get("cache-control", "").lower())
    return min(max(timedelta(seconds=int(told[1])), _SHORTEST), _LONGEST) if told else _USUAL
