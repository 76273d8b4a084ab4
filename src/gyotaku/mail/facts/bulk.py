"""Whether the mail says that it is one of many: a list's, or a newsletter's with its own way out (RFC 2369, 2919, 8058)."""

import re

from msgspec import Struct

from gyotaku.mail.domains import is_listed
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.headers import Field
from gyotaku.mail.house import organization
from gyotaku.mail.links.target import read_target
from gyotaku.mail.message import Message
from gyotaku.model.path import Path

_FIELDS = ("List-Unsubscribe", "List-Post", "List-Archive", "List-Help", "List-Subscribe", "List-Owner")
_OLDER = ("Mailing-List", "X-Mailing-List")
_HOST = re.compile(r"@([A-Za-z0-9.-]{1,253})")
_ANGLE = re.compile(r"<([^<>]{1,2000})>")
_MOST = 20


class Bulk(Struct, frozen=True):
    """`organizations` are those that the mail's own list fields name. Anybody can write them, so they clear nobody.

    `lists` holds where the list that they name handed the mail on as well, by the envelope sender or else the host that our
    server recorded; where neither was recorded, their word is taken.
    """

    unsubscribes: bool
    lists: bool
    organizations: frozenset[str]

    @property
    def any(self) -> bool:
        return self.unsubscribes or self.lists


def read(message: Message, senders: Senders, path: Path) -> Bulk:
    headers = message.headers
    named: set[str] = set()
    for name in _FIELDS:
        field = headers.get(name)
        if field is not None:
            named.update(_organizations(field))
    posting = headers.get("List-Post")
    itself = _organizations(posting) if posting is not None else set()
    identifier = headers.get("List-Id")
    if identifier is not None:
        found = _ANGLE.search(identifier.text[:2_000])
        if found and is_listed(found[1]):
            itself.add(organization(found[1]) or "")
    for name in _OLDER:
        field = headers.get(name)
        if field is not None:
            itself.update(organization(host) or "" for host in _HOST.findall(field.text[:2_000])[:_MOST])
    told = any(name in headers for name in ("List-Id", "List-Post", *_OLDER))
    return Bulk(
        "List-Unsubscribe" in headers, told and _handed_on(itself, senders, path), frozenset((named | itself) - {""})
    )


def _organizations(field: Field) -> set[str]:
    found: set[str] = set()
    for written in _ANGLE.findall(field.text[:10_000])[:_MOST]:
        target = read_target(written.strip())
        host = target.host or (written.rpartition("@")[2].partition("?")[0] if target.scheme == "mailto" else "")
        found.add(organization(host) or "")
    return found - {""}


def _handed_on(of_list: set[str], senders: Senders, path: Path) -> bool:
    """The list's organization is that of the envelope sender; where none was recorded, that of the host that handed the mail over."""
    if senders.envelope is not None:
        return senders.envelope.organization in of_list
    hop = path.handed_over_by
    names = [name for name in (hop.reverse_name, hop.helo) if name] if hop is not None else []
    return not names or any(organization(name) in of_list for name in names)
