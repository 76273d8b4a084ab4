"""Whether the sender is one of those the reader has dealt with.

Known are those whom the configuration names, and those of whom a mail was marked as honest. Either is proved, or clears nobody.

Innocent when: everybody writes for the first time once.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.marked import Covered, Marked
from gyotaku.mail.facts.recorded import Recorded, proof
from gyotaku.mail.facts.senders import Senders
from gyotaku.model.answers import NotApplicable
from gyotaku.model.bearing import HypothesisName, speaks_for
from gyotaku.model.configuration import Config
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.marks import AUTHENTICATION, Sort
from gyotaku.model.own_side import OwnSide
from gyotaku.model.text import Address, Host, Text, Word, day

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
KNOWN_BY_MARK = Kind(
    id="known-by-mark",
    group=Group.SENDER,
    direction=Direction.CLEARS,
    strength=Strength.STRONG,
    bears=speaks_for(HypothesisName.HONEST),
    title=Text(
        en="You marked a mail of {whom} as honest on {day}, and your own server recorded the same proof again: {proof}. The "
        "mark holds until {until}.",
        ja="あなたは {day} に {whom} からのメールに「正当」の印を付けました。自社サーバーは今回も同じ証拠（{proof}）を記録しています。印の期限は {until} です。",
    ),
    why=Text(
        en="The mark holds for this sender as long as what proved him then is there again. What remains is the chance that "
        "the account or the machine itself is abused.",
        ja="印が有効なのは、そのとき差出人を裏付けた証拠が今回もある場合だけです。残るのは、アカウントやサーバーそのものが不正に利用されている可能性です。",
    ),
    innocent=Text(
        en="This is what mail of an acquaintance looks like.", ja="面識のある相手からの普通のメールがこうなります。"
    ),
)
MARKED_BUT_UNPROVEN = Kind(
    id="marked-sender-unproven",
    group=Group.SENDER,
    direction=Direction.INFORMS,
    title=Text(
        en="You marked a mail of {whom} as honest on {day}, but what proved the sender then ({proof}) is missing here.",
        ja="あなたは {day} に {whom} からのメールに「正当」の印を付けましたが、そのとき差出人を裏付けた証拠（{proof}）が、このメールにはありません。",
    ),
    why=Text(
        en="Anybody can write this address into From. Without the proof of then the mark clears nobody.",
        ja="From には、このアドレスを誰でも書けます。そのときと同じ証拠がないため、印があっても正当なメールである根拠にはなりません。",
    ),
    innocent=Text(
        en="The sender may have moved to another server, and forwarding breaks signatures.",
        ja="差出人がサーバーを移した場合や、転送で署名が壊れた場合にも起こります。",
    ),
)
MARKED_LIST = Kind(
    id="marked-list",
    group=Group.SENDER,
    direction=Direction.INFORMS,
    title=Text(
        en="You marked a mail of the list {list} as honest on {day}, and this one came through it as well ({proof}). The mark "
        "holds until {until}.",
        ja="あなたは {day} にメーリングリスト {list} のメールに「正当」の印を付けました。このメールも、そのリストから届いています（{proof}）。印の期限は {until} です。",
    ),
    why=Text(
        en="That excuses what accused the list's honest mail as well. It does not clear the writer: many can write to a list.",
        ja="リストの正当なメールにもあった所見は、判定に数えません。ただし、リストには多くの人が書き込めるため、書いた人が正当とは言えません。",
    ),
    innocent=Text(en="Every mail of that list shows this.", ja="そのリストのメールなら普通のことです。"),
)
_NOT_TOLD = Text(en="known_senders is not configured.", ja="known_senders が設定されていないため、判断できません。")
_NO_FROM = Text(en="The mail has no From address.", ja="From にアドレスがありません。")


def check(senders: Senders, own: OwnSide, recorded: Recorded, config: Config, marked: Marked) -> Iterator[Finding]:
    if marked.listed is not None and marked.listed.proof is not None:
        yield _of_list(marked.listed)
    if config.known_senders is None and marked.sender is None:
        raise NotApplicable(_NOT_TOLD)
    party = senders.author
    if party is None or not party.address:
        raise NotApplicable(_NO_FROM)
    by_configuration = list(_configured(senders, own, recorded, config))
    yield from by_configuration
    if marked.sender is not None and not any(found.kind is KNOWN_SENDER for found in by_configuration):
        yield _by_mark(marked.sender)


def _configured(senders: Senders, own: OwnSide, recorded: Recorded, config: Config) -> Iterator[Finding]:
    party = senders.author
    if config.known_senders is None or party is None or not party.address or own.owns(party.domain):
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


def _by_mark(covered: Covered) -> Finding:
    mark, whom = covered.mark, covered.whom
    slot = Address(whom.value) if whom.sort is Sort.ADDRESS else Host(whom.value)
    if covered.proof is None:
        then = [thing.sort.label for thing in sorted(mark.proofs)]
        proofs = Text(en=", ".join(one.en for one in then), ja="、".join(one.ja for one in then))
        return MARKED_BUT_UNPROVEN.found(
            covered.shown, mark.evidence(), whom=slot, day=day(mark.time), proof=Word(proofs)
        )
    shown = covered.proof.thing.sort
    strength = Strength.STRONG if shown in AUTHENTICATION else Strength.MODERATE
    return KNOWN_BY_MARK.found(
        mark.evidence(),
        covered.proof.evidence,
        strength=strength,
        whom=slot,
        day=day(mark.time),
        proof=Word(shown.label),
        until=day(mark.until),
    )


def _of_list(covered: Covered) -> Finding:
    mark = covered.mark
    shown = covered.proof.thing.sort.label if covered.proof is not None else Text(en="", ja="")
    evidence = [covered.proof.evidence] if covered.proof is not None else []
    return MARKED_LIST.found(
        mark.evidence(),
        covered.shown,
        *evidence,
        list=Host(covered.whom.value),
        day=day(mark.time),
        proof=Word(shown),
        until=day(mark.until),
    )


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
