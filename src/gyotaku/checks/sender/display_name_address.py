"""The display name shows another address or domain than the one the mail is from.

Innocent when: a mailing list rewrote From and kept the writer's address in the name.
"""

import re
from collections.abc import Iterator

from gyotaku.mail.domains import is_listed, registrable
from gyotaku.mail.facts.bulk import Bulk
from gyotaku.mail.facts.senders import Party, Senders
from gyotaku.mail.house import organization
from gyotaku.mail.pattern import Pattern
from gyotaku.model.bearing import HypothesisName, speaks_against
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.own_side import OwnSide
from gyotaku.model.text import Address, Host, Text

NAME_SHOWS_ADDRESS = Kind(
    id="display-name-address",
    group=Group.SENDER,
    strength=Strength.MODERATE,
    bears=speaks_against(HypothesisName.HONEST),
    title=Text(
        en="The display name shows the address {shown}, but the mail is from {address}.",
        ja="表示名にはアドレス {shown} が書かれていますが、実際の差出人アドレスは {address} です。",
    ),
    why=Text(
        en="Many programs show the display name alone, so the reader takes it for the sender's address.",
        ja="表示名だけを見せるメールソフトが多いため、読む人はそれを差出人のアドレスと思い込みます。",
    ),
    innocent=Text(
        en="Mailing lists that rewrite From, and ticket systems that keep the writer's address in the name.",
        ja="差出人を書き換えるメーリングリストや、投稿者のアドレスを表示名に残す問い合わせ管理システムでも起こります。",
    ),
)
NAME_SHOWS_DOMAIN = Kind(
    id="display-name-domain",
    group=Group.SENDER,
    strength=Strength.WEAK,
    bears=speaks_against(HypothesisName.HONEST),
    title=Text(
        en="The display name names the domain {shown}, but the mail is from {domain}.",
        ja="表示名はドメイン {shown} を名乗っていますが、実際の差出人のドメインは {domain} です。",
    ),
    why=Text(
        en="Whoever writes for {shown} usually has that domain in the address itself.",
        ja="{shown} から送っているのであれば、アドレスのドメインも {shown} になるのが普通です。",
    ),
    innocent=Text(
        en="A firm named after its web address that sends through a service, or from a domain kept for mail.",
        ja="サイト名を社名のように使い、配信サービスやメール専用のドメインから送る会社でも起こります。",
    ),
)

_ADDRESS = Pattern(r"[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})")
_DOMAIN = Pattern(
    r"(?<![A-Za-z0-9@.-])((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,6}[A-Za-z]{2,24})(?![A-Za-z0-9-])"
)
_MAX = 300


def check(senders: Senders, own: OwnSide, bulk: Bulk) -> Iterator[Finding]:
    party = senders.author
    if party is None or not party.name or not party.address:
        return
    name = party.name[:_MAX]
    address = _ADDRESS.compiled.search(name)
    if address is not None:
        yield from _address_shown(party, address, bulk)
        return
    for match in _DOMAIN.compiled.finditer(name):
        shown = match.group(1)
        registered = registrable(shown)
        if registered is None or registered == party.organization or own.owns(shown) or not is_listed(shown):
            continue
        if shown.lower() == (party.mailbox.local or "").lower() or name.startswith("//", match.start() - 2):
            continue  # the name repeats the address, or is a link
        yield NAME_SHOWS_DOMAIN.found(
            party.quote_name(piece=shown), party.quote_address(), shown=Host(shown), domain=Host(party.domain or "")
        )
        return


def _address_shown(party: Party, match: re.Match[str], bulk: Bulk) -> Iterator[Finding]:
    shown = match.group(0)
    if shown.lower() == (party.address or "").lower() or organization(match.group(1)) == party.organization:
        return
    strength = Strength.WEAK if bulk.any else Strength.MODERATE
    yield NAME_SHOWS_ADDRESS.found(
        party.quote_name(piece=shown),
        party.quote_address(),
        strength=strength,
        shown=Address(shown),
        address=Address(party.address or ""),
    )
