"""Sources of registration that answer from a world in this process, in the forms of the loopback servers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from gyotaku.lookup.sources.whois import judged
from gyotaku.model.asks import Answer, Ask, Outcome
from tests.world.rdap_server import told_of
from tests.world.whois_server import text_of


class Registries:
    """Both RDAP and WHOIS. `asked` has every ask, in order."""

    def __init__(self, world: Mapping[str, Any], now: Callable[[], datetime]) -> None:
        self._world = world
        self._now = now
        self.asked: list[Ask] = []

    def whom(self, ask: Ask) -> str:
        return ask.source.upper() + " of the test"

    async def ask(self, ask: Ask, within: float) -> Answer:
        self.asked.append(ask)
        outcome, detail, text = (self._rdap if ask.source == "rdap" else self._whois)(ask.of)
        now = self._now()
        records = (text,) if outcome is Outcome.FOUND else ()
        return Answer(
            ask=ask,
            outcome=outcome,
            time=now,
            expires=now + timedelta(days=1),
            by=ask.of,
            records=records,
            detail=detail,
        )

    def _rdap(self, url: str) -> tuple[Outcome, str, str]:
        told = told_of(self._world, urlsplit(url).path, "https://rdap.test/")
        return (Outcome.FOUND, "", json.dumps(told)) if told else (Outcome.NOTHING, "HTTP 404", "")

    def _whois(self, subject: str) -> tuple[Outcome, str, str]:
        return judged(text_of(self._world, unquote(urlsplit(subject).path)[1:]))
