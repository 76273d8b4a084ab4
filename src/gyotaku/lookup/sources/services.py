"""Reputation services over HTTPS, each with the user's key, which goes into a header and to no other host.

They were written from the services' documentation and have been run against servers on loopback alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from gyotaku.lookup.sources.guard import Guard, Resolve, asked_by
from gyotaku.lookup.sources.http import Http
from gyotaku.model.asks import Answer, Ask, Outcome
from gyotaku.model.configuration import Config
from gyotaku.model.version import __version__

BASES = {
    "safe_browsing": "https://safebrowsing.googleapis.com",
    "urlscan": "https://urlscan.io",
    "virustotal": "https://www.virustotal.com",
}
_KEY_FIELDS = {"safe_browsing": "X-Goog-Api-Key", "urlscan": "API-Key", "virustotal": "x-apikey"}
_KEPT = timedelta(hours=1)
_THREATS = ("MALWARE", "SOCIAL_ENGINEERING", "UNWANTED_SOFTWARE", "POTENTIALLY_HARMFUL_APPLICATION")


class ServiceSource:
    """Asks `Ask(service, "host" or "ip", …)`. `base` and `allowed` are for tests."""

    def __init__(
        self,
        service: str,
        config: Config,
        now: Callable[[], datetime],
        resolve: Resolve | None = None,
        base: str | None = None,
        allowed: tuple[tuple[str, int], ...] = (),
    ) -> None:
        self._service = service
        self._key = config.keys[service]
        self._base = base or BASES[service]
        bases = (self._base,) if allowed else ()
        self._http = Http(Guard(allowed, resolve or asked_by(config.dns_servers)), config.proxy, bases)
        self._now = now

    def whom(self, ask: Ask) -> str:  # noqa: ARG002
        return self._base.partition("://")[2]

    async def ask(self, ask: Ask, within: float) -> Answer:
        url, body = _request(self._service, self._base, ask)
        fields = {_KEY_FIELDS[self._service]: self._key}
        response = await self._http.once(url, "application/json", within, fields, body)
        now = self._now()
        outcome, detail, text = response.outcome, response.detail, ""
        if outcome is Outcome.FOUND:
            outcome, detail, text = _read(response.status, response.body)
        records = (text,) if outcome is Outcome.FOUND else ()
        return Answer(
            ask=ask, outcome=outcome, time=now, expires=now + _KEPT, by=self.whom(ask), records=records, detail=detail
        )


def _request(service: str, base: str, ask: Ask) -> tuple[str, bytes | None]:
    if service == "virustotal":
        return f"{base}/api/v3/{'domains' if ask.what == 'host' else 'ip_addresses'}/{ask.of}", None
    if service == "urlscan":
        return f"{base}/api/v1/search/?q=domain%3A{ask.of}&size=20", None
    asked: Mapping[str, object] = {
        "client": {"clientId": "gyotaku", "clientVersion": __version__},
        "threatInfo": {
            "threatTypes": _THREATS,
            "platformTypes": ["ANY_PLATFORM"],
            "threatEntryTypes": ["URL"],
            "threatEntries": [{"url": f"http://{ask.of}/"}],
        },
    }
    return f"{base}/v4/threatMatches:find", json.dumps(asked).encode("ascii")


def _read(status: int, body: bytes) -> tuple[Outcome, str, str]:
    if status == 404:
        return Outcome.NOTHING, "HTTP 404", ""
    if status != 200:
        reasons = {401: "the key is not accepted", 403: "the key is not accepted", 429: "the quota is used up"}
        return Outcome.FAILED, f"HTTP {status}" + (f": {reasons[status]}" if status in reasons else ""), ""
    text = body.decode("utf-8", "replace")
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return Outcome.FAILED, "the body is no JSON", ""
    return (Outcome.FOUND, "", text) if isinstance(told, dict) else (Outcome.FAILED, "the body is no JSON object", "")
