"""What the reader tells us about his own side. Everything may be left out."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from gyotaku.model.answers import Permission
from gyotaku.model.own_brands import OwnBrands
from gyotaku.model.text import Language


class Config(Struct, frozen=True, kw_only=True):
    """The settings of `gyotaku.toml`. None or an empty tuple means that it was not told, never that there is none."""

    own_domains: tuple[str, ...] = ()
    """Domains that receive mail here, lower case, without trailing dot."""
    own_names: tuple[str, ...] = ()
    """Names of the reader's organization as people write them."""
    trusted_hosts: tuple[str, ...] = ()
    """Host names whose Received lines and authserv-id are our own; `*.example.jp` stands for every host below."""
    mailboxes: tuple[str, ...] | None = None
    """Local parts or whole addresses that exist here. None: not told."""
    spam_stamps: tuple[str, ...] = ()
    """What our server writes before the subject of suspected spam."""
    known_senders: tuple[str, ...] | None = None
    """Addresses or domains the reader has dealt with. None: not told."""
    language: Language | None = None
    online: frozenset[Permission] = frozenset()
    answers: str | None = None
    """File that keeps recorded answers."""
    deadline: float = 10.0
    """Seconds that all look-ups of one mail may take together."""
    dns_servers: tuple[str, ...] = ()
    """`address` or `address:port`, an IPv6 address with a port in brackets; empty: the system's."""
    timeout: float = 4.0
    """Seconds that one server has to answer one question."""
    proxy: str | None = None
    """For look-ups over HTTP."""
    rdap_servers: Mapping[str, str] = MappingProxyType({})
    """Base URLs by top-level domain, `ip`, or `*`. What stands here may be a private address: the user chose it."""
    whois_servers: Mapping[str, str] = MappingProxyType({})
    """`host` or `host:port` by top-level domain, `ip`, or `*`."""
    place_files: tuple[str, ...] = ()
    """MaxMind DB files."""
    lists: tuple[Mapping[str, str], ...] = ()
    """Local reputation lists: `file`, `name`, `form`."""
    dns_lists: tuple[str, ...] = ()
    """Zones of DNS blocklists."""
    dns_history: tuple[str, ...] = ()
    """Files of passive DNS in the Common Output Format."""
    keys: Mapping[str, str] = MappingProxyType({})
    """API keys by service."""
    brands: OwnBrands = OwnBrands()
    """The reader's own rows of organizations that frauds pretend to be; `mail.brand_table.of_file` reads them."""
    file: str | None = None
    """The file these settings were read from, None when there is none."""

    def __hash__(self) -> int:
        # Tables have no hash; what differs in them alone is told apart by comparison.
        return hash(
            (self.own_domains, self.trusted_hosts, self.mailboxes, self.online, self.answers, self.brands, self.file)
        )
