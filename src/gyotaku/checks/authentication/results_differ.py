"""Our own server's record of SPF, DKIM or DMARC says otherwise than what we find ourselves.

Innocent when: nearly always. Records and keys change with time, and what was stored is not always what arrived.
"""

from collections.abc import Iterator
from datetime import timedelta

from msgspec import Struct

from gyotaku.mail.facts.clock import Clock
from gyotaku.mail.facts.recorded import Recorded, Result
from gyotaku.model.answers import NotApplicable
from gyotaku.model.asks import Answer
from gyotaku.model.authentication import Authentication
from gyotaku.model.authentication_words import DKIM_REASONS
from gyotaku.model.dkim import DkimResult, DkimWhy
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.text import Host, Quote, Text, Time, Word

RESULTS_DIFFER = Kind(
    id="results-differ",
    group=Group.AUTHENTICATION,
    direction=Direction.INFORMS,
    title=Text(
        en="Your own server recorded {recorded} for {domain} when the mail arrived; checked again {asked}, it comes out as {ours}: {reason}.",
        ja="自社サーバーは到着時に {domain} について {recorded} と記録していますが、{asked} の再検証では {ours} でした（{reason}）。",
    ),
    why=Text(
        en="For this mail the record made on arrival holds: your server saw the mail as it came and the DNS of that moment. The other result "
        "tells what can still be shown today.",
        ja="このメールについては、到着時の記録を採ります。自社サーバーは、届いたままのメールと当時の DNS で検証しているためです。再検証の結果は、現在でも確かめられる"
        "ことを示します。",
    ),
    innocent=Text(
        en="Domains change their records and withdraw keys, and archives and filters change stored mail.",
        ja="ドメインはレコードを変更し、鍵を削除します。保存やフィルターの処理で、メールの内容が変わることもあります。",
    ),
)
_NONE_RECORDED = Text(
    en="Your own server recorded no authentication results on this mail.",
    ja="自社サーバーによる認証結果の記録がありません。",
)
_YEARS = Text(
    en="the mail is more than a year old, and records change", ja="到着から1年以上たち、レコードが変わった可能性がある"
)
_SINCE = Text(en="the records may have changed since", ja="その後にレコードが変わった可能性がある")
_OTHER_ADDRESS = Text(
    en="your server's record does not name the address that is tested here",
    ja="自社サーバーの記録に、ここで検証したIPアドレスがない",
)
_OTHER_METHODS = Text(en="SPF or DKIM came out otherwise", ja="SPF または DKIM の結果が異なる")
_YEAR = timedelta(days=365)
_CLASSES = {
    "pass": "pass",
    "fail": "fail",
    "softfail": "fail",
    "hardfail": "fail",
    "policy": "fail",
    "none": "nothing",
    "neutral": "nothing",
    "permerror": "nothing",
}
"""Results that say the same. What could not be found out (temperror) is held against nothing."""


class _Difference(Struct, frozen=True):
    """One method's two results."""

    recorded: Result
    domain: str
    ours: str
    answer: Answer | None
    reason: Text | None = None


def check(authentication: Authentication, recorded: Recorded, clock: Clock) -> Iterator[Finding]:
    if not any(recorded.ours(method) for method in ("spf", "dkim", "dmarc")):
        raise NotApplicable(_NONE_RECORDED)
    identifiers = [*_spf(authentication, recorded), *_dkim(authentication, recorded)]
    arrived = clock.received or clock.written
    old = arrived is not None and authentication.asked - arrived > _YEAR
    for one in [*identifiers, *_dmarc(authentication, recorded, _OTHER_METHODS if identifiers else None)]:
        quoted = (Evidence.answered(one.answer, Principal.DOMAIN_HOLDER, None, one.domain),) if one.answer else ()
        yield RESULTS_DIFFER.found(
            one.recorded.evidence(),
            *quoted,
            recorded=Quote(f"{one.recorded.method}={one.recorded.result}"),
            ours=Quote(f"{one.recorded.method}={one.ours}"),
            domain=Host(one.domain),
            asked=Time(authentication.asked),
            reason=Word(one.reason or (_YEARS if old else _SINCE)),
        )


def _differ(recorded: str, ours: str) -> bool:
    one, other = _CLASSES.get(recorded), _CLASSES.get(ours)
    return one is not None and other is not None and one != other


def _spf(authentication: Authentication, recorded: Recorded) -> Iterator[_Difference]:
    spf = authentication.spf
    if spf is None or authentication.assumed:
        return
    for result in recorded.ours("spf"):
        named = result.properties.get("smtp.mailfrom", "").rpartition("@")[2].strip("<>").lower()
        if named == spf.domain and _differ(result.result, spf.result):
            text = result.field.text
            reason = _OTHER_ADDRESS if "client-ip=" in text and spf.address not in text else None
            yield _Difference(result, spf.domain, spf.result.value, spf.answers[0] if spf.answers else None, reason)
            return


def _dkim(authentication: Authentication, recorded: Recorded) -> Iterator[_Difference]:
    by_domain: dict[str, list[DkimResult]] = {}
    for one in authentication.dkim.signatures:
        by_domain.setdefault(one.domain, []).append(one)
    told: set[str] = set()
    for result in recorded.ours("dkim"):
        domain, selector = _signer(result)
        signatures = [one for one in by_domain.get(domain, []) if selector in {"", one.selector}]
        # With several signatures that could be meant it is not certain which of them was recorded.
        if len(signatures) != 1 or domain in told:
            continue
        (one,) = signatures
        if (one.passed and result.result in _DKIM_BAD) or (result.result == "pass" and _bad(one)):
            told.add(domain)
            reason = DKIM_REASONS[one.why] if one.why and not one.passed else None
            yield _Difference(result, one.domain, one.result.value, one.answers[0] if one.answers else None, reason)


def _signer(result: Result) -> tuple[str, str]:
    """Domain and selector of a recorded signature, each empty where it is not told."""
    said = result.properties
    domain = said.get("header.d") or said.get("header.i", "").rpartition("@")[2]
    return domain.lower(), said.get("header.s", "").lower()


_DKIM_BAD = frozenset({"fail", "hardfail", "permerror", "neutral", "policy"})
_UNTOLD = frozenset({DkimWhy.KEY_NOT_ASKED, DkimWhy.KEY_NOT_RECORDED, DkimWhy.ASK_FAILED, DkimWhy.ASK_LATE})


def _bad(one: DkimResult) -> bool:
    return not one.passed and one.why not in _UNTOLD


def _dmarc(authentication: Authentication, recorded: Recorded, reason: Text | None) -> Iterator[_Difference]:
    dmarc = authentication.dmarc
    if dmarc is None or (authentication.assumed and dmarc.result.value == "fail"):
        return  # without an envelope sender SPF speaks for nobody here, as it may have for our server
    for result in recorded.ours("dmarc"):
        named = result.properties.get("header.from", "").rpartition("@")[2].lower()
        if named in {"", dmarc.author_domain} and _differ(result.result, dmarc.result):
            asked = next((visit.ask for visit in dmarc.walk if visit.domain == dmarc.policy_domain), None)
            answers = dmarc.answers
            answer = next((one for one in answers if one.ask == asked), answers[0] if answers else None)
            yield _Difference(result, dmarc.author_domain, dmarc.result.value, answer, reason)
            return
