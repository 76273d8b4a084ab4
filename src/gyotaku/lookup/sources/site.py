"""Visiting a site: one ask is one look by one device, and its answer holds the `Visit` as JSON.

`Ask("site", "desktop ja", URL)`; `desktop ja as-is` visits the link with all that it carries. What is asked for is the link as the mail has it, so that a
replay finds it; what is visited has decoys, drawn anew each time.
"""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
import threading
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from gyotaku.browser.box import Missing
from gyotaku.lookup.site import judging
from gyotaku.lookup.site.decoys import Decoyed, Leaks, decoyed
from gyotaku.lookup.site.proxy import Proxy
from gyotaku.lookup.site.reach import Dial, Direct, Reach, Through
from gyotaku.lookup.site.visiting import SECONDS, Seen, visit
from gyotaku.lookup.sources.guard import Guard, Resolve, asked_by
from gyotaku.mail.links.target import read_target
from gyotaku.model.asks import Answer, Ask, Outcome
from gyotaku.model.configuration import Config
from gyotaku.model.visit import AS_IS, Device, Picture, Visit

KEPT = timedelta(hours=1)
"""How long an answer stands: sites of frauds come and go within a day."""
MOST_AT_ONCE = 2
"""Browsers."""
WAIT = 3 * SECONDS
"""Seconds that an ask may take, with its turn."""
_NO_PROXY = "the proxy of the configuration can carry no visit: it must be http, socks5 or socks5h"


class SiteSource:
    """`pictures` is a folder to keep pictures in. `resolve` and `dial` are for tests, which play the Internet on loopback."""

    patience = WAIT
    """Seconds that one ask may take; a session grants them."""

    def __init__(
        self,
        config: Config,
        now: Callable[[], datetime],
        resolve: Resolve | None = None,
        dial: Dial = asyncio.open_connection,
        pictures: Path | None = None,
    ) -> None:
        self._pictures = pictures
        self._readers: set[str] = {one for one in config.mailboxes or () if "@" in one}
        self._domains: set[str] = set(config.own_domains)
        self._config = config
        self._now = now
        self._resolve = resolve or asked_by(config.dns_servers)
        self._dial = dial
        self._room: asyncio.Semaphore | None = None

    def introduce(self, addresses: Iterable[str], domains: Iterable[str]) -> None:
        """Who reads the mails: no visit must tell. They add up, since mails are dissected side by side."""
        self._readers.update(addresses)
        self._domains.update(domains)

    def whom(self, ask: Ask) -> str:
        host = read_target(ask.of).host or ask.of
        return host if self._config.proxy is None else f"{host} ({self._config.proxy.rpartition('@')[2]})"

    async def ask(self, ask: Ask, within: float) -> Answer:
        del within  # a visit has its own bounds
        device, language, *more = ask.what.split(" ")
        if self._room is None:
            self._room = asyncio.Semaphore(MOST_AT_ONCE)
        async with self._room:
            now = self._now()
            try:
                made = self._made(ask.of, as_is=AS_IS in more)
                seen = await self._visit(ask.of, made, Device(device), language)
            except Missing as missing:
                return self._without(ask, Outcome.FAILED, missing.reason.en, now)
            except (Leaks, ValueError) as why:
                return self._without(ask, Outcome.NOT_ASKED, str(why), now)
        return Answer(
            ask=ask, outcome=Outcome.FOUND, time=now, expires=now + KEPT, by=self.whom(ask), records=(seen.record(),)
        )

    def _made(self, url: str, *, as_is: bool) -> Decoyed:
        target = read_target(url)
        if target.scheme not in {"http", "https"} or not target.host:
            raise ValueError("no web address")
        return Decoyed(target.url, 0) if as_is else decoyed(url, tuple(self._readers), tuple(self._domains))

    async def _visit(self, url: str, made: Decoyed, device: Device, language: str) -> Visit:
        when = self._now()
        guard = Guard(resolve=self._resolve)
        with tempfile.TemporaryDirectory(prefix="gyotaku-visit-") as folder:
            async with Proxy(self._reach(guard), Path(folder) / "proxy") as proxy:
                stop = threading.Event()
                try:
                    seen = await asyncio.to_thread(visit, made.url, device, language, proxy, guard, stop.is_set)
                finally:
                    stop.set()  # where nobody waits any more, the browser ends as well
        return self._told(url, made, when, device, language, proxy, seen)

    def _reach(self, guard: Guard) -> Reach:
        if self._config.proxy is None:
            return Direct(guard, self._dial)
        try:
            return Through(guard, self._config.proxy)
        except ValueError as error:
            raise ValueError(_NO_PROXY) from error

    def _told(
        self, url: str, made: Decoyed, when: datetime, device: Device, language: str, proxy: Proxy, seen: Seen
    ) -> Visit:
        watched, forms = seen.watched, judging.forms(seen)
        answered, shown_by = judging.answer(seen, forms, proxy)
        return Visit(
            url=url,
            visited=made.url,
            decoys=made.replaced,
            when=when,
            device=device,
            language=language,
            proxy=self._config.proxy and self._config.proxy.rpartition("@")[2],
            answer=answered,
            shown_by=shown_by,
            steps=tuple(watched.steps),
            final=seen.final,
            title=seen.sheets[0].title if seen.sheets else "",
            certificate=watched.certificate,
            forms=forms,
            brand=judging.imitated(seen, forms, self._config.brands),
            page_sha256=seen.page_sha256,
            kit_paths=judging.kit_paths(seen),
            downloads=tuple(watched.downloads),
            picture=self._picture(seen.picture),
            hosts=tuple(dict.fromkeys(host for host, _ in proxy.addresses)),
            denied=proxy.denied,
            octets=proxy.octets,
            defects=seen.defects,
        )

    def _picture(self, octets: bytes | None) -> Picture | None:
        if octets is None or len(octets) < 24:
            return None
        digest = hashlib.sha256(octets).hexdigest()
        width, height = int.from_bytes(octets[16:20]), int.from_bytes(octets[20:24])
        if self._pictures is not None:
            (self._pictures / f"{digest}.png").write_bytes(octets)
        return Picture(digest, width, height)

    def _without(self, ask: Ask, outcome: Outcome, detail: str, now: datetime) -> Answer:
        return Answer(ask=ask, outcome=outcome, time=now, expires=now, by=self.whom(ask), detail=detail)
