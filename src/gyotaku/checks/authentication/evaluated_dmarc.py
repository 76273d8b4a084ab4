"""Whether SPF or a DKIM signature speaks for the domain that From shows, and what its owner asks for otherwise (RFC 9989).

Innocent when: forwarding and mailing lists break both, and careless domains send through services they never listed.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from gyotaku.mail.facts.clock import Clock
from gyotaku.mail.facts.recorded import Recorded, Result, proof
from gyotaku.mail.facts.senders import Senders
from gyotaku.model.answers import NotApplicable
from gyotaku.model.authentication import Authentication
from gyotaku.model.bearing import UNAUTHORIZED
from gyotaku.model.dmarc import DmarcPolicy, DmarcResult, DmarcWord
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.text import Host, Quote, Text, Time, Word

DMARC_NOT_PASSED = Kind(
    id="dmarc-not-passed",
    group=Group.AUTHENTICATION,
    strength=Strength.MODERATE,
    bears=UNAUTHORIZED,
    title=Text(
        en="By the DNS of {asked}, nothing authenticates {domain}, the domain in From ({identifiers}); its owner asks to {policy} such mail (DMARC).",
        ja="{asked} 時点の DNS では、From のドメイン {domain} を裏付けるものがありません（{identifiers}）。ドメインの管理者は、このようなメールを{policy}よう求めています（DMARC）。",
    ),
    why=Text(
        en="DMARC passes where SPF or a DKIM signature speaks for the domain that the reader sees. Here neither does. Records and keys change: of an "
        "old mail this tells what holds now.",
        ja="DMARC は、読み手に見えるドメインを SPF か DKIM 署名が裏付けていれば成功します。このメールではどちらも裏付けていません。なお、"
        "レコードや鍵は変わることがあります。古いメールについては、照会した時点の状態しかわかりません。",
    ),
    innocent=Text(
        en="Forwarded mail and mailing lists fail as well, and careless domains send through services they never listed.",
        ja="転送やメーリングリストでも失敗します。また、利用している配信サービスを登録し忘れているドメインもあります。",
    ),
)
DMARC_NOT_PUBLISHED = Kind(
    id="dmarc-not-published",
    group=Group.AUTHENTICATION,
    direction=Direction.INFORMS,
    title=Text(
        en="{domain}, the domain in From, publishes no DMARC policy (asked {asked}).",
        ja="From のドメイン {domain} は、DMARC のポリシーを公開していません（{asked} に照会）。",
    ),
    why=Text(
        en="So its owner gives no rule by which receivers could refuse mail that only pretends to come from it.",
        ja="そのドメインを騙ったメールを受信側が拒否するための基準が、示されていないことになります。",
    ),
    innocent=Text(en="Many honest domains publish none.", ja="公開していない正当なドメインも多くあります。"),
)
_POLICIES = {
    DmarcPolicy.NONE: Text(en="do nothing about", ja="そのまま受け取る"),
    DmarcPolicy.QUARANTINE: Text(en="set apart", ja="隔離する"),
    DmarcPolicy.REJECT: Text(en="refuse", ja="拒否する"),
}
_NO_IDENTIFIER = Text(en="no SPF result, no signature", ja="SPF の結果も署名もなし")
_NO_DOMAIN = Text(
    en="From names no domain that DMARC could be evaluated for.", ja="DMARC を検証できるドメインが From にありません。"
)
_DEFINITE = frozenset({"pass", "fail", "bestguesspass"})


_FIRST_PUBLISHED = datetime(2012, 1, 30, tzinfo=UTC)
"""When DMARC was published: of older mail no domain could have asked anything."""


def check(authentication: Authentication, recorded: Recorded, senders: Senders, clock: Clock) -> Iterator[Finding]:
    dmarc = authentication.dmarc
    if dmarc is None:
        raise NotApplicable(_NO_DOMAIN)
    domain, asked = Host(dmarc.author_domain), Time(authentication.asked)
    if dmarc.result is DmarcWord.NONE and dmarc.record is None and dmarc.answers:
        quoted = [
            Evidence.answered(answer, Principal.DOMAIN_HOLDER, principal_name=dmarc.author_domain)
            for answer in dmarc.answers[:1]
        ]
        yield DMARC_NOT_PUBLISHED.found(*quoted, domain=domain, asked=asked)
    if dmarc.result is not DmarcWord.FAIL or (authentication.spf is None and not _signed(authentication)):
        return
    if not authentication.assumed and any(_passed(result, dmarc.author_domain) for result in recorded.ours("dmarc")):
        return  # that it comes out otherwise now is told beside the record
    # What our own server found on arrival holds for this mail; then ours only informs.
    on_arrival = (
        any(result.result in _DEFINITE for result in recorded.ours("dmarc")) or proof(recorded, senders) is not None
    )
    sent = clock.received or clock.written
    informs = on_arrival or (sent is not None and sent < _FIRST_PUBLISHED)
    asks = dmarc.disposition or DmarcPolicy.NONE
    yield DMARC_NOT_PASSED.found(
        *_evidence(dmarc),
        strength=Strength.WEAK if asks is DmarcPolicy.NONE else None,
        direction=Direction.INFORMS if informs else None,
        bears=() if informs else None,
        policy=Word(_POLICIES[asks]),
        identifiers=_identifiers(dmarc),
        domain=domain,
        asked=asked,
    )


def _passed(result: Result, domain: str) -> bool:
    """Our own server recorded on arrival that DMARC passed for this domain."""
    named = result.properties.get("header.from", "").rpartition("@")[2].lower()
    return result.result == "pass" and named in {"", domain}


def _signed(authentication: Authentication) -> bool:
    return bool(authentication.dkim.signatures)


def _evidence(dmarc: DmarcResult) -> tuple[Evidence, ...]:
    if dmarc.record is None or dmarc.policy_domain is None:
        return (Evidence.absent("_dmarc." + dmarc.author_domain, Principal.DOMAIN_HOLDER, dmarc.author_domain),)
    asked = next(visit.ask for visit in dmarc.walk if visit.domain == dmarc.policy_domain)
    answer = next(answer for answer in dmarc.answers if answer.ask == asked)
    holder = dmarc.policy_domain
    return (Evidence.answered(answer, Principal.DOMAIN_HOLDER, f"TXT {asked.of}: {dmarc.record.text}", holder),)


def _identifiers(dmarc: DmarcResult) -> Word | Quote:
    if not dmarc.identifiers:
        return Word(_NO_IDENTIFIER)
    return Quote(", ".join(f"{one.method}={one.result} {one.domain}" for one in dmarc.identifiers[:4]))
