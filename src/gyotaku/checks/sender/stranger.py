"""Whether the sender is one of those the reader has dealt with.

Innocent when: everybody writes for the first time once.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.recorded import Recorded, proof
from gyotaku.mail.facts.senders import Senders
from gyotaku.model.answers import NotApplicable
from gyotaku.model.bearing import HypothesisName, speaks_for
from gyotaku.model.configuration import Config
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.own_side import OwnSide
from gyotaku.model.text import Address, Text

STRANGER = Kind(
    id="stranger",
    group=Group.SENDER,
    title=Text(
        en="{address} is not among your known senders.",
        ja="{address} は、設定にある既知の差出人に含まれていません。",
    ),
    why=Text(
        en="Your configuration does not name this address or its domain. That is true of every first letter, so it "
        "weighs little.",
        ja="設定にある一覧に、このアドレスもそのドメインもありません。初めての連絡なら当然のことなので、弱い手がかりです。",
    ),
    innocent=Text(
        en="Everybody writes for the first time once; the list may be incomplete.",
        ja="誰でも最初は初めての相手です。一覧に漏れがあることもあります。",
    ),
)
KNOWN_SENDER = Kind(
    id="known-sender",
    group=Group.SENDER,
    direction=Direction.CLEARS,
    strength=Strength.STRONG,
    bears=speaks_for(HypothesisName.HONEST),
    title=Text(
        en="{address} is one of your known senders, and your own server recorded that its domain authorized this mail.",
        ja="{address} は既知の差出人で、そのドメインが送信を認めたことを自社サーバーが記録しています。",
    ),
    why=Text(
        en="Your configuration and your own server's record agree. What remains is the chance that the account "
        "itself is abused.",
        ja="設定と自社サーバーの記録が一致しています。残るのは、アカウントそのものが不正に利用されている可能性です。",
    ),
    innocent=Text(
        en="This is what mail of an acquaintance looks like.", ja="面識のある相手からの普通のメールがこうなります。"
    ),
)
KNOWN_BUT_UNPROVEN = Kind(
    id="known-sender-unproven",
    group=Group.SENDER,
    direction=Direction.INFORMS,
    title=Text(
        en="{address} is one of your known senders, but your own server recorded no DKIM or DMARC result that proves "
        "it.",
        ja="{address} は既知の差出人ですが、それを裏付ける DKIM や DMARC の結果を、自社サーバーは記録していません。",
    ),
    why=Text(
        en="Anybody can write a known address into From. It clears nobody until DKIM or DMARC confirms it.",
        ja="From には既知のアドレスを誰でも書けます。DKIM や DMARC で確かめられない限り、正当なメールである根拠にはなりません。",
    ),
    innocent=Text(
        en="Many servers record no authentication results.", ja="認証結果を記録しないサーバーも多くあります。"
    ),
)
_NOT_TOLD = Text(en="known_senders is not configured.", ja="known_senders が設定されていないため、判断できません。")
_NO_FROM = Text(en="The mail has no From address.", ja="From にアドレスがありません。")


def check(senders: Senders, own: OwnSide, recorded: Recorded, config: Config) -> Iterator[Finding]:
    if config.known_senders is None:
        raise NotApplicable(_NOT_TOLD)
    party = senders.author
    if party is None or not party.address:
        raise NotApplicable(_NO_FROM)
    if own.owns(party.domain):
        return
    address = party.address.lower()
    entry = next((known for known in config.known_senders if _covers(known.lower(), address)), None)
    slot = Address(party.address)
    if entry is None:
        yield STRANGER.found(party.quote_address(), _setting(config.known_senders), address=slot)
        return
    setting = Evidence.configured(f'known_senders = ["{entry}"]')
    proven = proof(recorded, senders) if len(senders.authors) == 1 else None
    if proven is None or proven.method == "spf":
        yield KNOWN_BUT_UNPROVEN.found(party.quote_address(), setting, address=slot)
    else:
        yield KNOWN_SENDER.found(setting, proven.evidence(), address=slot)


def _covers(known: str, address: str) -> bool:
    """An entry is an address, or a domain that covers its addresses and those below it."""
    if "@" in known.strip("@"):
        return known == address
    domain = address.rpartition("@")[2]
    known = known.lstrip("@")
    return domain == known or domain.endswith("." + known)


def _setting(known: tuple[str, ...]) -> Evidence:
    shown = ", ".join(f'"{entry}"' for entry in known[:3]) + (", ..." if len(known) > 3 else "")
    return Evidence.configured(f"known_senders = [{shown}]")
