"""The path of a mail and the trust boundary on it.

A Received line proves only that whoever wrote it, or anybody the mail passed before him, wanted it to stand there
(RFC 5321 section 7.2). The newest line is the last server's, ours. From there each older line is ours as long as the line
above it says that it got the mail from inside our own house; the first line that took it from outside is the boundary.
"""

import ipaddress

from gyotaku.mail import received
from gyotaku.mail.facts.senders import organization
from gyotaku.mail.hosts import Scope, scope
from gyotaku.mail.message import Message
from gyotaku.mail.provider_networks import inside_provider
from gyotaku.model.configuration import Config
from gyotaku.model.path import Boundary, Hop, Path, Source
from gyotaku.model.text import Host, Sentence, Text

_MAX_HOPS = 500
_INSIDE = frozenset({Scope.LOOPBACK, Scope.PRIVATE, Scope.LINK_LOCAL, Scope.CGNAT})

_CONFIGURED = Text(
    en="{host} is one of your servers by your configuration, and took the mail from outside.",
    ja="{host} は設定にある自社のサーバーで、外部からこのメールを受け取りました。",
)
_INFERRED = Text(
    en="No server of yours is configured. {host} is taken for one because it wrote the newest line that took the mail "
    "from outside; this is inferred.",
    ja="自社のサーバーが設定されていないため、外部からメールを受け取った最も新しい行を書いた {host} を自社のサーバーとみなしました（推定）。",
)
_UNMATCHED = Text(
    en="None of your configured servers wrote the newest line, so {host} is taken for the server that received the mail; "
    "this is inferred.",
    ja="最も新しい行を書いたのは設定にある自社のサーバーではないため、{host} を受信サーバーとみなしました（推定）。",
)


def read(message: Message, config: Config) -> Path:
    fields = message.headers.first("Received", _MAX_HOPS)
    hops = tuple(received.read(field.text, index) for index, field in enumerate(fields))
    return Path(hops, _boundary(hops, config))


def trusted(host: str | None, config: Config) -> bool:
    """True when the configuration names this host as ours: listed, below a `*.` entry, or within an own domain."""
    if not host:
        return False
    host = host.rstrip(".").lower()
    for entry in config.trusted_hosts:
        if host == entry or (entry.startswith("*.") and host.endswith(entry[1:])):
            return True
    return any(host == domain or host.endswith("." + domain) for domain in config.own_domains)


def _boundary(hops: tuple[Hop, ...], config: Config) -> Boundary | None:
    if not hops:
        return None
    configured = bool(config.trusted_hosts or config.own_domains)
    by_configuration = configured and _newest_is_configured(hops, config)
    last = 0
    while last + 1 < len(hops) and _from_inside(hops[last], hops[last + 1], config if by_configuration else None):
        last += 1
    boundary = hops[last]
    if boundary.local or boundary.retrieved:
        # A line without a client: nothing says who handed the mail over to our side.
        return None if boundary.form is None else _told(boundary, configured, by_configuration)
    return _told(boundary, configured, by_configuration)


def _told(hop: Hop, configured: bool, by_configuration: bool) -> Boundary:
    text = _CONFIGURED if by_configuration else _UNMATCHED if configured else _INFERRED
    source = Source.CONFIGURED if by_configuration else Source.INFERRED
    return Boundary(hop.index, hop.by, source, Sentence(text, {"host": Host(hop.by or "?")}))


def _newest_is_configured(hops: tuple[Hop, ...], config: Config) -> bool:
    """True when the newest line that names a receiving host is by a configured one (pickup and LMTP lines may name none)."""
    return next((trusted(hop.by, config) for hop in hops if hop.by and not _is_bare(hop.by)), False)


def _is_bare(host: str) -> bool:
    """A name that tells nothing about whose server it is: an address or a single label."""
    return "." not in host.rstrip(".") or scope(host) is not None


def _from_inside(newer: Hop, older: Hop, config: Config | None) -> bool:
    """True when `newer`, which is ours, got the mail from a machine of ours that wrote `older`."""
    if newer.retrieved or (newer.local and newer.address is None):
        return True
    if newer.address is None:
        return False
    if config is not None and trusted(older.by, config):
        # Anybody can write our name into an older line; the client's address or verified name must be ours as well.
        return scope(newer.address) in _INSIDE or trusted(newer.reverse_name, config)
    if scope(newer.address) in _INSIDE:
        return _same_house(newer, older)
    return inside_provider(newer) and _continues(newer, older)


def _same_house(newer: Hop, older: Hop) -> bool:
    """Taken from an inside address: `older` must be by a host that `newer` names, or of the same organization, or bare."""
    if older.by is None or _is_bare(older.by):
        return True
    return organization(older.by) == organization(newer.by) or _continues(newer, older) or newer.by is None


def _continues(newer: Hop, older: Hop) -> bool:
    """The client that `newer` names is the server that `older` says it was written by."""
    if older.by is None:
        return False
    by = older.by.lower().rstrip(".")
    names = [name.lower().rstrip(".") for name in (newer.helo, newer.reverse_name) if name]
    if by in names or (older.by_address is not None and _same_address(older.by_address, newer.address)):
        return True
    label = by.split(".", 1)[0]
    return any(name.split(".", 1)[0] == label and organization(name) == organization(by) for name in names)


def _same_address(one: str, other: str | None) -> bool:
    try:
        return other is not None and ipaddress.ip_address(one) == ipaddress.ip_address(other)
    except ValueError:
        return False
