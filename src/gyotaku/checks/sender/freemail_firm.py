"""A free mail address that speaks for a firm.

Innocent when: a small shop, a club or a sole trader really uses free mail.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.own import freemail
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.wording import folded, speaks_for_organization
from gyotaku.model.bearing import HypothesisName, speaks_for
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Address, Quote, Text

FREEMAIL_FIRM = Kind(
    id="freemail-firm",
    group=Group.SENDER,
    strength=Strength.MODERATE,
    bears=speaks_for(HypothesisName.OWN_NAME),
    title=Text(
        en="The sender uses the name {name}, as an organization or service would, but the address {address} is free "
        "mail.",
        ja="差出人は {name} と、組織やサービスのように名乗っていますが、アドレスはフリーメールの {address} です。",
    ),
    why=Text(
        en="Anybody can get such an address in a minute. Banks, shops and providers usually write from a domain of "
        "their own.",
        ja="フリーメールのアドレスは誰でもすぐに取得できます。銀行、通販会社、プロバイダーは自社のドメインから送るのが普通です。",
    ),
    innocent=Text(
        en="Small shops, clubs and sole traders often have no domain of their own.",
        ja="小さな店、団体、個人事業主には、自分のドメインを持たずフリーメールを使うところもあります。",
    ),
)


def check(senders: Senders) -> Iterator[Finding]:
    party = senders.author
    if party is None or not party.name or not party.address or not freemail(party.domain):
        return
    name = folded(party.name[:200])
    if "@" in name or not speaks_for_organization(name, least=3):
        return
    if (party.mailbox.local or "").lower() in {"postmaster", "mailer-daemon"} or name.replace(
        " ", ""
    ) in party.address.lower():
        return
    yield FREEMAIL_FIRM.found(
        party.quote_name(), party.quote_address(), name=Quote(party.name), address=Address(party.address)
    )
