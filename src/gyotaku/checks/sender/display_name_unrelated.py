"""The display name shares nothing with the address or its domain.

Innocent when: a small firm writes under a provider's domain, or a brand sends from a domain of another name.
"""

import re
from collections.abc import Iterator
from functools import cache

from gyotaku.data.tables import table
from gyotaku.mail.facts.own import freemail
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.wording import folded, speaks_for_organization
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.text import Address, Quote, Text

UNRELATED = Kind(
    id="display-name-unrelated",
    group=Group.SENDER,
    title=Text(
        en="The sender uses the display name {name}, but no distinctive word of it appears in the address {address}.",
        ja="差出人は {name} と名乗っていますが、アドレス {address} にはその名前を示す語がありません。",
    ),
    why=Text(
        en="The display name is free text that anybody can set. Services usually send from a domain that bears their name, so "
        "this is a hint, and a weak one.",
        ja="表示名は誰でも自由に設定できます。サービスからのメールは、その名前を含むドメインから届くのが普通です。例外もあるため、弱い手がかりです。",
    ),
    innocent=Text(
        en="Firms whose domain has another name, and people at shared addresses such as info@.",
        ja="社名とドメイン名が異なる会社や、info@ などの共用アドレスを使う人では、正当なメールでもこうなります。",
    ),
)

# A name that is a domain is the matter of another check.
_DOMAIN = re.compile(r"[A-Za-z0-9]\.[A-Za-z]{2,}")
_WORD = re.compile(r"[a-z0-9]{3,}")
_MAX = 200


def check(senders: Senders) -> Iterator[Finding]:
    party = senders.author
    if (
        party is None
        or not party.name
        or not party.address
        or not party.domain
        or "@" in party.name
        or _DOMAIN.search(party.name)
    ):
        return
    name = folded(party.name[:_MAX])
    if not speaks_for_organization(name) or freemail(party.domain):
        return
    words = [word for word in _WORD.findall(name) if word not in _common()]
    if not words or any(ord(character) > 0x2FF for character in name):
        # Only Latin letters can be compared with an address; a Japanese name says nothing either way.
        return
    address = re.sub(r"[^a-z0-9]", "", party.address.lower())
    squeezed = "".join(words)
    if squeezed in address or any(word in address or _initials(words) in address.split("@")[0] for word in words):
        return
    yield UNRELATED.found(
        party.quote_name(), party.quote_address(), name=Quote(party.name), address=Address(party.address)
    )


def _initials(words: list[str]) -> str:
    return "".join(word[0] for word in words) if len(words) >= 3 else "\n"


@cache
def _common() -> frozenset[str]:
    """Words of organizations that say nothing of which one."""
    return frozenset(table("organization_words")["common"])
