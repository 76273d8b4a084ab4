"""The target of a link as a browser reads it (WHATWG URL).

Nearly every target is plain: its authority is a host name in ASCII, written as it is meant. Those are read here; all
others (user names, ports, escapes, other scripts, addresses in any form, backslashes, line ends) by the ada library.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gyotaku.mail.house import organization

if TYPE_CHECKING:
    from gyotaku.mail.links.services import Chain

_HOST = r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z][A-Za-z0-9-]*"
_PLAIN = re.compile(rf"(https?)://({_HOST})(?=[/?#]|$)")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_REMOVED = {9: None, 10: None, 13: None}
_EDGES = "".join(map(chr, range(33)))
_SPECIAL = frozenset(("http", "https", "ftp", "ws", "wss"))
WEB = frozenset(("http", "https", "ftp"))
_LONGEST = 2_000_000
LONGEST_HOST = 253
"""Characters of a name that DNS holds (RFC 1035 section 2.3.4)."""


class Target:
    """`written` is what stands there, `url` what a browser makes of it; `host` is empty where there is none."""

    __slots__ = ("_domain", "assumed", "chain", "host", "port", "scheme", "url", "user", "written")

    def __init__(self, written: str, scheme: str, host: str, url: str, port: int | None = None, user: str = "") -> None:
        self.written = written
        self.scheme = scheme
        self.host = host
        """As a browser asks for it: lower case, A-labels, an IPv6 address in brackets."""
        self.url = url
        self.port = port
        """Where it is not the scheme's own."""
        self.user = user
        """User name and password, as `name:password`."""
        self.assumed = False
        """The scheme does not stand there."""
        self.chain: Chain | None = None
        """Where it leads, kept by gyotaku.mail.links.services once it was asked."""
        self._domain: str | None = None

    @property
    def web(self) -> bool:
        """A host is asked for it."""
        return bool(self.host)

    @property
    def domain(self) -> str:
        """The registrable domain, the host itself where it has none."""
        # functools.cached_property locks, which costs more than what is kept.
        if self._domain is None:
            self._domain = organization(self.host) or ""
        return self._domain


def read_target(written: str, base: Target | None = None) -> Target:
    """Never raises. What no browser follows has neither scheme nor host."""
    plain = _PLAIN.match(written)
    if plain is not None:
        host = plain[2].lower()
        if "xn--" not in host and len(written) < _LONGEST and "\0" not in host:
            return Target(written, plain[1], host, written)
    text = written[:_LONGEST].translate(_REMOVED).strip(_EDGES)
    scheme = _SCHEME.match(text)
    if scheme is not None:
        name = scheme[1].lower()
        if name not in _SPECIAL:
            return Target(written, name, "", text)
        return _parsed(written, text) or Target(written, name, "", "")
    if text[:2] in ("//", "\\\\", "/\\", "\\/"):
        return _assumed(written, "https:" + text)
    if base is not None and base.host and text:
        return _parsed(written, text, base) or Target(written, "", "", "")
    if text[:4].lower() == "www.":
        return _assumed(written, "http://" + text)
    return Target(written, "", "", "")


def _assumed(written: str, text: str) -> Target:
    found = _parsed(written, text) or Target(written, "", "", "")
    found.assumed = True
    return found


def _parsed(written: str, text: str, base: Target | None = None) -> Target | None:
    import can_ada

    try:
        text = text.encode("utf-8", "replace").decode()
        parsed = can_ada.parse(text) if base is None else can_ada.parse(base.url) + text
    except ValueError:
        return None
    user = parsed.username + (":" + parsed.password if parsed.password else "")
    port = int(parsed.port) if parsed.port else None
    return Target(written, parsed.protocol[:-1], parsed.hostname, parsed.href, port, user)
