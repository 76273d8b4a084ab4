"""What the reader tells us about his own side. Everything may be left out."""

from __future__ import annotations

from msgspec import Struct

from gyotaku.model.answers import Permission
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
    file: str | None = None
    """The file these settings were read from, None when there is none."""
