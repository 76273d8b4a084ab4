"""Sites as a world file tells of them: `site."URL" = { answer = "error", words = "HTTP 404" }`, with what one device alone sees under its name.

`time` is when it was visited, where that was not now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from gyotaku.lookup.site.decoys import decoyed
from gyotaku.model.asks import Answer, Ask, Outcome
from gyotaku.model.visit import AnswerClass, Asks, Device, Download, Field, Form, Imitated, Step, Via, Visit

_SAID = {"error page": AnswerClass.ERROR}


class Sites:
    """A source that visits nothing: a link is answered by the longest URL of the world that it begins with."""

    def __init__(self, world: Mapping[str, Any], now: Callable[[], datetime]) -> None:
        self._sites: Mapping[str, Any] = world.get("site", {})
        self._now = now

    def whom(self, ask: Ask) -> str:
        return ask.of.partition("://")[2].partition("/")[0]

    async def ask(self, ask: Ask, within: float) -> Answer:
        return self.answer(ask)

    def answer(self, ask: Ask) -> Answer:
        now = self._now()
        url = max((url for url in self._sites if ask.of.startswith(url)), key=len, default=None)
        if url is None:
            return Answer(ask=ask, outcome=Outcome.FAILED, time=now, expires=now, by=self.whom(ask), detail="not told")
        device, language = ask.what.split(" ")[:2]
        table = {**self._sites[url], **self._sites[url].get(device, {})}
        now = table.get("time", now)
        seen = _visit(ask.of, Device(device), language, table, now)
        return Answer(
            ask=ask, outcome=Outcome.FOUND, time=now, expires=now + timedelta(hours=1), by=self.whom(ask),
            records=(seen.record(),),
        )  # fmt: skip


def _visit(url: str, device: Device, language: str, table: Mapping[str, Any], now: datetime) -> Visit:
    made = decoyed(url, dice=Random(7))  # noqa: S311 - foretold, so that pages of documents stay the same
    final = table.get("final", made.url)
    fields = tuple(Field("text", label, label, Asks(asks)) for asks, label in table.get("asks", {}).items())
    brand = table.get("brand")
    steps = [Step(made.url, table.get("status", 200))]
    if "final" in table:
        steps = [Step(made.url, 302, location=final), Step(final, 200, via=Via.HTTP)]
    return Visit(
        url=url,
        visited=made.url,
        decoys=made.replaced,
        when=now,
        device=device,
        language=language,
        answer=_SAID.get(table["answer"]) or AnswerClass(table["answer"]),
        shown_by=table.get("words", ""),
        steps=tuple(steps),
        final=final,
        title=table.get("title", ""),
        forms=(Form(final, "post", fields),) if fields else (),
        brand=Imitated(*brand) if brand else None,
        downloads=tuple(Download(name, 2000, "0" * 64) for name in table.get("downloads", ())),
    )
