"""A session as the configuration says: which sources, which file of recorded answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from gyotaku.lookup import folders
from gyotaku.lookup.session import Rules, Session
from gyotaku.lookup.sources import Source
from gyotaku.lookup.sources.dns import DnsSource, server, system_servers
from gyotaku.lookup.store import Store
from gyotaku.model.answers import Permission
from gyotaku.model.configuration import Config

FILE_NAME = "answers.sqlite"


def _utc_now() -> datetime:
    return datetime.now(UTC)


def answers_file(config: Config) -> Path:
    """Where answers are recorded: as configured, else in the user's data folder (XDG Base Directory Specification)."""
    if config.answers is not None:
        return Path(config.answers)
    return folders.data() / FILE_NAME


def open_session(
    config: Config,
    *,
    as_of: datetime | None = None,
    refresh: bool = False,
    now: Callable[[], datetime] = _utc_now,
    pictures: Path | None = None,
) -> Session:
    """A session for any number of mails; close it, or use it in `with`.

    With `as_of` (aware) nobody is asked and what was known at that moment is replayed; with `refresh` recorded answers are not
    used. `pictures` is a folder for pictures of sites that are visited. Raises StoreError where the file of recorded answers cannot be used, ValueError for a DNS server that is no address and
    for a moment without its zone.
    """
    if as_of is not None and as_of.tzinfo is None:
        raise ValueError(f"as_of {as_of} has no time zone")
    rules = Rules(deadline=config.deadline, timeout=config.timeout, as_of=as_of, refresh=refresh)
    servers = tuple(server(text) for text in config.dns_servers)
    store = Store(answers_file(config))
    sources: dict[str, Source] = {}
    if as_of is None:
        from gyotaku.lookup.sources.rdap import RdapSource
        from gyotaku.lookup.sources.whois import WhoisSource

        sources["dns"] = DnsSource(servers or system_servers(), now)
        sources["rdap"] = RdapSource(config, now)
        sources["whois"] = WhoisSource(config, now)
        if Permission.SITE in config.online:
            from gyotaku.lookup.sources.site import SiteSource

            sources["site"] = SiteSource(config, now, pictures=pictures)
        if config.keys:
            from gyotaku.lookup.sources.services import BASES, ServiceSource

            sources |= {name: ServiceSource(name, config, now) for name in BASES if config.keys.get(name)}
    return Session(sources, rules, store, now)
