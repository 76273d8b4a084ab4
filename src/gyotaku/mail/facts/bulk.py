"""Whether the mail says that it is one of many: a list's, or a newsletter's with its own way out (RFC 2369, 2919, 8058)."""

import re

from msgspec import Struct

from gyotaku.mail.domains import is_listed
from gyotaku.mail.house import organization
from gyotaku.mail.links.target import read_target
from gyotaku.mail.message import Message

_FIELDS = ("List-Unsubscribe", "List-Post", "List-Archive", "List-Help", "List-Subscribe", "List-Owner")
_ANGLE = re.compile(r"<([^<>]{1,2000})>")
_MOST = 20


class Bulk(Struct, frozen=True):
    """`organizations` are those that the mail's own list fields name. Anybody can write them, so they clear nobody."""

    unsubscribes: bool
    lists: bool
    organizations: frozenset[str]

    @property
    def any(self) -> bool:
        return self.unsubscribes or self.lists


def read(message: Message) -> Bulk:
    headers = message.headers
    named: set[str] = set()
    for name in _FIELDS:
        field = headers.get(name)
        if field is None:
            continue
        for written in _ANGLE.findall(field.text[:10_000])[:_MOST]:
            target = read_target(written.strip())
            host = target.host or (written.rpartition("@")[2].partition("?")[0] if target.scheme == "mailto" else "")
            named.add(organization(host) or "")
    identifier = headers.get("List-Id")
    if identifier is not None:
        found = _ANGLE.search(identifier.text[:2_000])
        if found and is_listed(found[1]):
            named.add(organization(found[1]) or "")
    return Bulk(
        "List-Unsubscribe" in headers,
        any(name in headers for name in ("List-Id", "List-Post", "Mailing-List", "X-Mailing-List")),
        frozenset(named - {""}),
    )
