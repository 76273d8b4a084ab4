"""The ARC chain of the mail (RFC 8617): who sealed it on the way, and whether the seals hold.

Innocent when: forwarders and mailing lists seal what they pass on, and whoever changes a mail later breaks the chain.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.recorded import Recorded
from gyotaku.mail.field_tags import quote_tag
from gyotaku.mail.headers import Field
from gyotaku.mail.message import Message
from gyotaku.model.answers import NotApplicable, Unavailable
from gyotaku.model.arc import ArcOutcome, ArcResult, ArcSet
from gyotaku.model.authentication import Authentication
from gyotaku.model.authentication_words import arc_reason
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.text import Host, Quote, Text, Time, Word

ARC_CHAIN_HOLDS = Kind(
    id="arc-chain-holds",
    group=Group.AUTHENTICATION,
    direction=Direction.INFORMS,
    title=Text(
        en="By the DNS of {asked}, the ARC chain of the mail holds (sealed by {sealers}). {first}, the first of them, recorded {results}.",
        ja="{asked} 時点の DNS では、ARC の封印は有効です（封印したドメイン: {sealers}）。最初に封印した {first} は {results} と記録しています。",
    ),
    why=Text(
        en="So these records are really those of the handlers, and the mail has not been changed after the last seal. The chain is worth as much "
        "as the handlers are: anybody can seal with a domain of their own.",
        ja="封印したサーバーが実際に書いた記録であり、最後の封印のあとでメールは変わっていません。ただし、信用できるかどうかは封印したサーバー次第です。自分のドメインで"
        "封印することは、誰にでもできます。",
    ),
    innocent=Text(
        en="Many large providers and mailing lists seal the mail they pass on.",
        ja="大手の事業者やメーリングリストには、転送するメールを封印するところが多くあります。",
    ),
)
ARC_CHAIN_BROKEN = Kind(
    id="arc-chain-broken",
    group=Group.AUTHENTICATION,
    direction=Direction.INFORMS,
    title=Text(
        en="The ARC chain of the mail does not hold, as checked {asked}: {reason}.",
        ja="{asked} に検証したところ、ARC の封印は有効ではありませんでした（{reason}）。",
    ),
    why=Text(
        en="What its fields record of earlier handlers could have been written by anybody. It is no sign of fraud by itself: filters and archives "
        "change mails, and keys are withdrawn with time.",
        ja="ARC のフィールドにある途中のサーバーの記録は、誰でも書けたことになります。それだけで詐欺の証拠にはなりません。フィルターや保存の処理でもメールは変わり、"
        "鍵は時間がたつと削除されます。",
    ),
    innocent=Text(
        en="Any server that changes a mail after the last seal breaks the chain.",
        ja="最後の封印のあとでサーバーがメールを書き換えると、封印は有効ではなくなります。",
    ),
)
_NO_CHAIN = Text(en="The mail carries no ARC seal.", ja="ARC の封印（ARC-Seal）がありません。")
_NO_KEYS = Text(en="A key of the mail's ARC chain could not be had.", ja="ARC の封印の鍵を取得できませんでした。")
_NOTHING_RECORDED = Text(en="no results", ja="結果なし")
_MOST = 5
_TELLING = ("spf", "dkim", "dmarc")


def check(authentication: Authentication, recorded: Recorded, message: Message) -> Iterator[Finding]:
    arc = authentication.arc
    if arc is None or arc.result is ArcOutcome.NONE:
        raise NotApplicable(_NO_CHAIN)
    if arc.result is ArcOutcome.TEMPERROR:
        raise Unavailable(_NO_KEYS)
    seals = {field.ref: field for field in message.headers.all("ARC-Seal")}
    asked = Time(authentication.asked)
    if arc.result is ArcOutcome.FAIL:
        yield ARC_CHAIN_BROKEN.found(*_broken(arc, seals, message), reason=Word(arc_reason(arc)), asked=asked)
        return
    first, last = arc.sets[0], arc.sets[-1]
    results = [one for one in recorded.arc if one.field.ref == first.results_field and one.method in _TELLING]
    shown = ", ".join(f"{one.method}={one.result}" for one in results[:_MOST])
    sealers = [_sealed(one, seals) for one in ([first] if first is last else [first, last])]
    holder = _domain(first)
    yield ARC_CHAIN_HOLDS.found(
        *(one.field.evidence(Principal.DOMAIN_HOLDER, one.start, one.end, holder) for one in results[:_MOST]),
        *(evidence for evidence in sealers if evidence is not None),
        results=Quote(shown) if shown else Word(_NOTHING_RECORDED),
        sealers=Host(", ".join(dict.fromkeys(_domain(one) for one in arc.sets[-_MOST:]))),
        first=Host(holder),
        asked=asked,
    )


def _domain(one: ArcSet) -> str:
    return one.seal.domain if one.seal is not None else ""


def _sealed(one: ArcSet, seals: dict[str, Field]) -> Evidence | None:
    """The seal's domain, whose own word it is once the chain holds."""
    field = seals.get(one.seal.field) if one.seal is not None else None
    return quote_tag(field, "d", Principal.DOMAIN_HOLDER, _domain(one)) if field is not None else None


def _broken(arc: ArcResult, seals: dict[str, Field], message: Message) -> Iterator[Evidence]:
    """The set at which it broke, else the first field of the chain there is; anybody could have written them."""
    at = next((one for one in arc.sets if one.instance == arc.at and one.seal is not None), None)
    field = seals.get(at.seal.field) if at is not None and at.seal is not None else None
    if field is None:
        names = ("ARC-Seal", "ARC-Message-Signature", "ARC-Authentication-Results")
        field = next(found for name in names if (found := message.headers.get(name)) is not None)
    yield quote_tag(field, "d" if field.name.lower() == "arc-seal" else "i", Principal.SENDER)
    for answer in arc.answers:
        if not answer.records and answer.told and arc.why in {"seal", "message-signature"}:
            name = at.seal.domain if at is not None and at.seal is not None else None
            yield Evidence.answered(answer, Principal.DOMAIN_HOLDER, principal_name=name)
            return
