"""The mail was written for a role account, or for a mailbox that does not exist here.

Innocent when: people do write to info@ and admin@, and mistype addresses.
"""

from collections.abc import Iterator

from gyotaku.data.tables import table
from gyotaku.mail.facts.recipients import Delivery, Recipients
from gyotaku.model.configuration import Config
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.own_side import OwnSide
from gyotaku.model.text import Address, Text

ROLE_ACCOUNT = Kind(
    id="role-account",
    group=Group.RECIPIENT,
    title=Text(
        en="The mail was written to {address}, a role account.",
        ja="宛先の {address} は、個人ではなく役割に付けられたアドレス（役割アカウント）です。",
    ),
    why=Text(
        en="Such names need not be known, only guessed: admin@, info@ and support@ are tried at domain after domain.",
        ja="admin@、info@、support@ などの名前は、知らなくても推測できます。そのため、多くのドメインに手当たり次第に送られています。",
    ),
    innocent=Text(
        en="Role accounts exist to be written to; customers and partners do so every day.",
        ja="役割アカウントは連絡を受けるためのもので、顧客や取引先からも日常的に届きます。",
    ),
)
NO_SUCH_MAILBOX = Kind(
    id="no-such-mailbox",
    group=Group.RECIPIENT,
    strength=Strength.MODERATE,
    title=Text(
        en="The mail was written to {address}, which is not among your configured mailboxes.",
        ja="宛先の {address} は、設定にある自社のメールボックスに含まれていません。",
    ),
    why=Text(
        en="An address that nobody gave out was probably guessed, or comes from a bought list.",
        ja="誰にも教えていないアドレスであれば、推測されたか、名簿業者などから入手されたものと考えられます。",
    ),
    innocent=Text(
        en="A mistyped address, or a mailbox that was closed.",
        ja="宛先の打ち間違いや、すでに廃止したメールボックスでも起こります。",
    ),
)


def check(recipients: Recipients, own: OwnSide, config: Config) -> Iterator[Finding]:
    roles = frozenset(table("role_accounts")["names"])
    seen: set[str] = set()
    for address, evidence in _targets(recipients, own):
        if address.lower() in seen:
            continue
        seen.add(address.lower())
        local = address.rpartition("@")[0].lower().partition("+")[0]
        if (
            config.mailboxes is not None
            and own.owns(address.rpartition("@")[2])
            and not _exists(address, config.mailboxes)
        ):
            setting = Evidence.configured("mailboxes = [" + ", ".join(f'"{box}"' for box in config.mailboxes[:8]) + "]")
            yield NO_SUCH_MAILBOX.found(*evidence, setting, address=Address(address))
            if local in roles:
                yield ROLE_ACCOUNT.found(*evidence, address=Address(address))
        elif local in roles and config.mailboxes is None:
            yield ROLE_ACCOUNT.found(*evidence, address=Address(address))


def _targets(recipients: Recipients, own: OwnSide) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
    """The recipients of ours: as the sender addressed them, and as our server recorded the envelope."""
    for party in recipients.addressed[:50]:
        if party.address and own.owns(party.domain):
            yield party.address, (party.quote_address(),)
    for delivery in recipients.delivered:
        if _first_written_for(delivery):
            yield delivery.address, (delivery.evidence,)


def _first_written_for(delivery: Delivery) -> bool:
    """Delivered-To may name the dead-letter box that took a mail written for somebody else."""
    span = delivery.evidence.span
    return span is not None and not span.part.lower().startswith("delivered-to")


def _exists(address: str, mailboxes: tuple[str, ...]) -> bool:
    local = address.rpartition("@")[0].lower()
    return any(box.lower() in {address.lower(), local, local.partition("+")[0]} for box in mailboxes)
