"""Whether the sender's domain lets the address that handed the mail over send its mail, as DNS tells (SPF, RFC 7208).

Innocent when: plain forwarding breaks SPF, and records change over the years.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from gyotaku.mail.facts.clock import Clock
from gyotaku.mail.facts.recorded import Recorded, proof
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.house import organization
from gyotaku.model.answers import NotApplicable
from gyotaku.model.authentication import Authentication
from gyotaku.model.bearing import UNAUTHORIZED, HypothesisName, excludes, speaks_against
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.path import Path
from gyotaku.model.spf import SpfCaution, SpfResult, SpfWord
from gyotaku.model.text import Host, Quote, Text, Time

_CHANGED = (
    " Records change: of an old mail this tells what holds now.",
    "なお、レコードは変わることがあります。古いメールについては、照会した時点の状態しかわかりません。",
)
SPF_NOT_AUTHORIZED = Kind(
    id="spf-not-authorized",
    group=Group.AUTHENTICATION,
    strength=Strength.MODERATE,
    bears=UNAUTHORIZED,
    title=Text(
        en="By the DNS of {asked}, {address} is not one of the addresses that {domain} lets send its mail (SPF: {result}).",
        ja="{asked} 時点の DNS では、{address} は {domain} が送信を認めたIPアドレスではありません（SPF: {result}）。",
    ),
    why=Text(
        en="The domain itself publishes which servers send for it, and the one that handed this mail over is not among them."
        + _CHANGED[0],
        ja="ドメイン自身が公開している送信サーバーの一覧に、このメールを引き渡したサーバーは含まれていません。"
        + _CHANGED[1],
    ),
    innocent=Text(
        en="Plain forwarding breaks SPF; “softfail” is also what domains publish while they are still unsure.",
        ja="単純な転送では、SPF は失敗します。また softfail は、送信元をまだ確定できていないドメインも公開する設定です。",
    ),
)
SPF_AUTHORIZED = Kind(
    id="spf-authorized",
    group=Group.AUTHENTICATION,
    direction=Direction.INFORMS,
    strength=Strength.STRONG,
    bears=excludes(HypothesisName.FORGED_SENDER),
    title=Text(
        en="By the DNS of {asked}, {domain} itself lists {address} among the addresses that send its mail (SPF: {term}).",
        ja="{asked} 時点の DNS では、{domain} 自身が {address} を送信元として登録しています（SPF: {term}）。",
    ),
    why=Text(
        en="So whoever sent it could use a server of that domain. It says nothing of whether he is honest: criminals publish SPF for their "
        "own domains, and abused accounts pass as well." + _CHANGED[0],
        ja="送り手は、このドメインの送信サーバーを使えたことになります。正直な差出人かどうかは別の話です。犯罪者も自分のドメインに SPF を"
        "公開しますし、乗っ取られたアカウントからのメールも成功します。" + _CHANGED[1],
    ),
    innocent=Text(en="An honest mail shows this as well.", ja="正当なメールなら普通のことです。"),
)
SPF_AUTHORIZED_BY_PROVIDER = Kind(
    id="spf-authorized-by-provider",
    group=Group.AUTHENTICATION,
    direction=Direction.INFORMS,
    strength=Strength.STRONG,
    bears=speaks_against(HypothesisName.FORGED_SENDER),
    title=Text(
        en="By the DNS of {asked}, {domain} lets its provider {provider} send its mail, and {address} is one of that provider's (SPF: {term}).",
        ja="{asked} 時点の DNS では、{domain} は事業者 {provider} からの送信を認めており、{address} はその事業者のIPアドレスです（SPF: {term}）。",
    ),
    why=Text(
        en="The mail came by the domain's own provider, so most likely with an account of that domain. The provider's other customers pass the "
        "same check unless it keeps them from using each other's names." + _CHANGED[0],
        ja="ドメインが使っている事業者を通って届いているため、そのドメインのアカウントが使われた可能性が高いです。ただし、同じ事業者のほかの"
        "利用者も、事業者が他人の名前の使用を防いでいなければ、この検証に成功します。" + _CHANGED[1],
    ),
    innocent=Text(en="An honest mail shows this as well.", ja="正当なメールなら普通のことです。"),
)
SPF_PASSES_ANYBODY = Kind(
    id="spf-passes-anybody",
    group=Group.AUTHENTICATION,
    title=Text(
        en="{domain} lets every address there is send its mail (SPF: {term}).",
        ja="{domain} は、あらゆるIPアドレスからの送信を認めています（SPF: {term}）。",
    ),
    why=Text(
        en="A pass of such a record proves nothing. Some spammers publish it on purpose.",
        ja="このようなレコードでは、検証に成功しても何の裏付けにもなりません。迷惑メールの送信者が意図して公開することもあります。",
    ),
    innocent=Text(
        en="Somebody who wanted to be rid of delivery trouble and did not know what the record says.",
        ja="不達を避けようとして、意味を知らずに設定した場合もあります。",
    ),
)
_NOTHING = Text(
    en="There is no sender's domain and address for which SPF could be evaluated.",
    ja="SPF を検証できる差出人のドメインと送信元のIPアドレスがありません。",
)
_DEFINITE = frozenset({"pass", "fail", "softfail", "hardfail", "neutral"})


_FIRST_PUBLISHED = datetime(2006, 4, 28, tzinfo=UTC)
"""When SPF was published (RFC 4408): what a domain says today tells nothing of who sent for it before."""


def check(
    authentication: Authentication, senders: Senders, recorded: Recorded, path: Path, clock: Clock
) -> Iterator[Finding]:
    found = [spf for spf in (authentication.spf, authentication.author_spf) if spf is not None]
    if not found:
        raise NotApplicable(_NOTHING)
    # What our own server found on arrival holds for this mail; then ours only informs.
    on_arrival = any(result.result in _DEFINITE for result in recorded.ours("spf"))
    author = organization(senders.author.domain) if senders.author else None
    sent = clock.received or clock.written
    older = sent is not None and sent < _FIRST_PUBLISHED
    vouched = on_arrival or older or _authenticated(authentication, recorded, senders)
    for spf in found:
        aligned = organization(spf.domain) == author
        if spf.result in {SpfWord.FAIL, SpfWord.SOFTFAIL}:
            # A domain says who sends in its name, which mailing lists and services do under names of their own.
            beside = spf is authentication.author_spf
            passed_on = beside and authentication.spf is not None and authentication.spf.result is SpfWord.PASS
            accuses = aligned and not vouched and not passed_on
            weak = spf.result is SpfWord.SOFTFAIL or beside
            yield SPF_NOT_AUTHORIZED.found(
                *_evidence(spf, path),
                strength=Strength.WEAK if weak else None,
                direction=None if accuses else Direction.INFORMS,
                bears=None if accuses else (),
                domain=Host(spf.domain),
                address=Host(spf.address),
                asked=Time(authentication.asked),
                result=Quote(spf.result.value),
            )
        elif spf.result is SpfWord.PASS and aligned and spf.matched is not None:
            yield _passed(spf, path, authentication, bears=not on_arrival)


def _authenticated(authentication: Authentication, recorded: Recorded, senders: Senders) -> bool:
    """A signature speaks for the author, now or when the mail arrived: then SPF failed because somebody passed the mail on."""
    author = organization(senders.author.domain) if senders.author else None
    signed = any(one.passed and organization(one.domain) == author for one in authentication.dkim.signatures)
    return signed or proof(recorded, senders) is not None


def _passed(spf: SpfResult, path: Path, authentication: Authentication, *, bears: bool) -> Finding:
    evidence = _evidence(spf, path)
    domain, address, asked = Host(spf.domain), Host(spf.address), Time(authentication.asked)
    term = Quote(spf.matched.term if spf.matched else "")
    cautions = {warning.caution for warning in spf.warnings}
    if SpfCaution.PASSES_ANYBODY in cautions:
        return SPF_PASSES_ANYBODY.found(*evidence, domain=domain, term=term)
    provider = next((name for name in spf.through if organization(name) != organization(spf.domain)), None)
    # Of a network as wide as a part of the world, nobody but the domain's holder knows who is in it.
    given = None if bears and SpfCaution.WIDE_NETWORK not in cautions else ()
    if provider is not None:
        return SPF_AUTHORIZED_BY_PROVIDER.found(
            *evidence, bears=given, term=term, provider=Host(provider), domain=domain, address=address, asked=asked
        )
    return SPF_AUTHORIZED.found(*evidence, bears=given, term=term, domain=domain, address=address, asked=asked)


def _evidence(spf: SpfResult, path: Path) -> tuple[Evidence, ...]:
    """The records that led to the result, each the word of its domain's holder, and the line that names the address."""
    by_ask = {answer.ask: answer for answer in spf.answers}
    names = [spf.domain, *spf.through]
    quoted = [
        Evidence.answered(
            by_ask[record.ask], Principal.DOMAIN_HOLDER, f"TXT {record.domain}: {record.text}", record.domain
        )
        for record in spf.records
        if record.domain in names and record.ask in by_ask
    ]
    hop = path.handed_over_by
    return (*quoted[:4], *((hop.quote("address", Principal.US),) if hop is not None else ()))
