"""Who signed the mail (DKIM, RFC 6376), what a signature leaves open, and why one does not hold.

Innocent when: honest mail is signed as well, mailing lists and archives change mails, and keys are withdrawn with the years.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from gyotaku.mail.facts.clock import Clock
from gyotaku.mail.facts.recorded import Recorded, Result
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.field_tags import quote_tag
from gyotaku.mail.headers import Field
from gyotaku.mail.house import organization
from gyotaku.mail.message import Message
from gyotaku.model.answers import NotApplicable, Unavailable
from gyotaku.model.authentication import Authentication
from gyotaku.model.authentication_words import DKIM_REASONS
from gyotaku.model.bearing import HypothesisName, excludes
from gyotaku.model.dkim import DkimOutcome, DkimResult, DkimWhy
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.text import Amount, Host, Quote, Text, Time, Word

SIGNED_BY_AUTHOR_DOMAIN = Kind(
    id="signed-by-author-domain",
    group=Group.AUTHENTICATION,
    direction=Direction.INFORMS,
    strength=Strength.STRONG,
    bears=excludes(HypothesisName.FORGED_SENDER),
    title=Text(
        en="By the DNS of {asked}, the mail bears a signature of {domain}, the sender's own domain, which {held} (DKIM).",
        ja="{asked} 時点の DNS では、このメールには差出人自身のドメイン {domain} の署名（DKIM）があり、{held}。",
    ),
    why=Text(
        en="Only who holds the secret key of that domain can make it. Of what it covers, the sender was not forged. It says nothing of whether the "
        "domain's holder is honest: criminals sign with their own domains, and mail of abused accounts is signed as well.",
        ja="この署名は、ドメインの秘密鍵を持つ者にしか作れません。署名の対象になっている内容については、差出人の詐称ではありません。ただし、ドメインの持ち主が"
        "正直かどうかは別です。犯罪者も自分のドメインで署名し、乗っ取られたアカウントからのメールにも署名が付きます。",
    ),
    innocent=Text(en="An honest mail shows this as well.", ja="正当なメールなら普通のことです。"),
)
SIGNED_BY_ANOTHER = Kind(
    id="signed-by-another",
    group=Group.AUTHENTICATION,
    direction=Direction.INFORMS,
    title=Text(
        en="By the DNS of {asked}, the mail bears a valid signature of {domain}, which is not the sender's domain (DKIM).",
        ja="{asked} 時点の DNS では、このメールには {domain} の有効な署名がありますが、差出人のドメインではありません（DKIM）。",
    ),
    why=Text(
        en="{domain} took part in sending the mail. It does not speak for the sender that the reader sees.",
        ja="{domain} がこのメールの送信に関わっています。読み手に見える差出人を裏付けるものではありません。",
    ),
    innocent=Text(
        en="Mail services and mailing lists sign what they send for others.",
        ja="配信サービスやメーリングリストは、利用者のメールに自分の名前で署名します。",
    ),
)
SIGNATURE_BROKEN = Kind(
    id="signature-broken",
    group=Group.AUTHENTICATION,
    direction=Direction.INFORMS,
    title=Text(
        en="The DKIM signature in the name of {domain} does not hold, as checked {asked}: {reason}.",
        ja="{domain} の名前で付けられた DKIM 署名は、{asked} に検証したところ有効ではありませんでした（{reason}）。",
    ),
    why=Text(
        en="A signature that does not hold counts as none (RFC 6376 section 6.1). It is no sign of tampering by itself: mailing lists add "
        "lines, archives and filters change mails, and keys are withdrawn with time.",
        ja="有効ではない署名は、署名がないものとして扱います（RFC 6376 6.1）。それだけで改ざんの証拠にはなりません。メーリングリストは文を加え、保存や"
        "フィルターの処理でもメールは変わります。鍵は時間がたつと削除されます。",
    ),
    innocent=Text(
        en="Forwarded and archived mail breaks every day, and the key of an old mail is usually gone.",
        ja="転送や保存をされたメールでは日常的に起こります。古いメールの鍵は、たいてい削除されています。",
    ),
)
SIGNATURE_LEAVES_OPEN = Kind(
    id="signature-leaves-open",
    group=Group.AUTHENTICATION,
    title=Text(
        en="The signature of {domain} holds, but does not cover {open} (DKIM).",
        ja="{domain} の署名は有効ですが、{open}は署名の対象外です（DKIM）。",
    ),
    why=Text(
        en="What is not covered could have been written by anybody: a genuine signed mail can be sent on with other words there.",
        ja="対象外の部分は、誰でも書き換えられます。署名の付いた本物のメールの、その部分だけを変えて送ることもできます。",
    ),
    innocent=Text(
        en="Carelessly set up servers sign too little, and some leave the end of the body open for the lines that mailing lists add.",
        ja="設定が十分でないサーバーや、メーリングリストが文を加えられるよう本文の末尾を対象外にするサーバーもあります。",
    ),
)
SIGNATURE_KEY_WEAK = Kind(
    id="signature-key-weak",
    group=Group.AUTHENTICATION,
    direction=Direction.INFORMS,
    title=Text(
        en="By the DNS of {asked}, the key behind the signature of {domain} has {bits} bits only (DKIM).",
        ja="{asked} 時点の DNS では、{domain} の署名の鍵は {bits}ビットしかありません（DKIM）。",
    ),
    why=Text(
        en="Keys of that size can be broken, so somebody else could have signed. Below 1024 bits a signature does not count (RFC 8301).",
        ja="この長さの鍵は破られるおそれがあり、第三者が署名した可能性が残ります。1024ビット未満の鍵による署名は認められません（RFC 8301）。",
    ),
    innocent=Text(
        en="Keys that were made many years ago and never replaced.", ja="昔に作られ、交換されていない鍵もあります。"
    ),
)
SIGNATURE_KEY_TESTING = Kind(
    id="signature-key-testing",
    group=Group.AUTHENTICATION,
    direction=Direction.INFORMS,
    title=Text(
        en="By the DNS of {asked}, {domain} says of its key that it is only testing DKIM (t=y).",
        ja="{asked} 時点の DNS では、{domain} は DKIM を試験中（t=y）としています。",
    ),
    why=Text(
        en="Mail signed in a test is to be treated like mail without a signature (RFC 6376 section 3.6.1), so it proves nothing here.",
        ja="試験中の署名が付いたメールは、署名がないものとして扱います（RFC 6376 3.6.1）。そのため、ここでは裏付けに使いません。",
    ),
    innocent=Text(
        en="Many domains leave the flag there after the test.", ja="試験のあとに消し忘れているドメインも多くあります。"
    ),
)
_NOT_SIGNED = Text(en="The mail carries no DKIM signature.", ja="DKIM 署名がありません。")
_NO_KEYS = Text(en="No key of the mail's DKIM signatures could be had.", ja="DKIM 署名の鍵を取得できませんでした。")
_HOLDS = Text(en="holds", ja="有効です")
_HELD_ON_ARRIVAL = Text(
    en="held when the mail arrived and has expired since", ja="到着時には有効でした。現在は期限が切れています"
)
_UNNAMED = Text(en="an unnamed domain", ja="名前のないドメイン")
_BODY = Text(en="the end of the body", ja="本文の末尾")
_BODY_AND_FIELDS = Text(en="the end of the body and some fields", ja="本文の末尾と一部のフィールド")
_MOST = 3
_LEAST_BITS = 1024
# What the reader is shown or where an answer goes; how the body is encoded is left to the body's own hash.
_SHOWN = {"subject": "Subject", "to": "To", "date": "Date", "reply-to": "Reply-To"}
_DEFINITE = frozenset({"pass", "fail", "permerror", "policy", "neutral"})


def check(
    authentication: Authentication, senders: Senders, recorded: Recorded, clock: Clock, message: Message
) -> Iterator[Finding]:
    signatures = authentication.dkim.signatures
    if not signatures:
        raise NotApplicable(_NOT_SIGNED)
    if all(one.result is DkimOutcome.TEMPERROR for one in signatures):
        raise Unavailable(_NO_KEYS)
    fields = message.headers.all("DKIM-Signature")
    author = organization(senders.author.domain) if senders.author else None
    held = [one for one in signatures if _holds(one, clock.received)]
    own = [one for one in held if organization(one.domain) == author]
    # What our own server found on arrival holds for this mail; then ours only informs.
    on_arrival = any(result.result in _DEFINITE and _of(result, author) for result in recorded.ours("dkim"))
    asked = Time(authentication.asked)
    if own:
        yield from _own(own, fields, asked, on_arrival=on_arrival)
    for one in _first_of_each([one for one in held if one not in own]):
        yield SIGNED_BY_ANOTHER.found(*_evidence(one, fields), domain=Host(one.domain), asked=asked)
    broken = [one for one in signatures if one not in held and one.result is not DkimOutcome.TEMPERROR]
    for one in [one for one in broken if not _passed_on_arrival(one, signatures, recorded)][:_MOST]:
        domain = Host(one.domain) if one.domain else Word(_UNNAMED)
        reason = Word(DKIM_REASONS[one.why])
        yield SIGNATURE_BROKEN.found(*_evidence(one, fields), domain=domain, reason=reason, asked=asked)
    yield from _keys(signatures, asked)


def _of(result: Result, author: str | None) -> bool:
    """The record is about a signature of the author's organization, or does not say whose it was."""
    signer = result.properties.get("header.d") or result.properties.get("header.i", "").rpartition("@")[2]
    return not signer or organization(signer) == author


def _passed_on_arrival(one: DkimResult, signatures: Iterable[DkimResult], recorded: Recorded) -> bool:
    """Our own server recorded that this very signature passed: that it does no more is told beside the record."""
    if not one.domain or sum(other.domain == one.domain for other in signatures) > 1:
        return False
    passed = [result for result in recorded.ours("dkim") if result.result == "pass"]
    return any(_about(result.properties, one) for result in passed)


def _about(said: Mapping[str, str], one: DkimResult) -> bool:
    """The record names this signature's domain, and its selector if any."""
    signer = said.get("header.d") or said.get("header.i", "").rpartition("@")[2]
    return signer.lower() == one.domain and said.get("header.s", "").lower() in {"", one.selector}


def _holds(one: DkimResult, received: datetime | None) -> bool:
    """It verifies; or the key confirms it, and our server took the mail before it expired."""
    if one.why is DkimWhy.EXPIRED and one.verifies and one.expires is not None and received is not None:
        return received <= one.expires
    return one.passed


def _own(own: list[DkimResult], fields: tuple[Field, ...], asked: Time, *, on_arrival: bool) -> Iterator[Finding]:
    """Signatures of the author's domain: the one that covers most is told."""
    best = min(own, key=lambda one: (not one.passed, _testing(one), one.unsigned_octets > 0, len(_open(one))))
    # A second From above the signed one is what the reader may see.
    proves = not on_arrival and not _testing(best) and not best.unsigned_octets and "from" not in best.unsigned
    yield SIGNED_BY_AUTHOR_DOMAIN.found(
        *_evidence(best, fields),
        bears=None if proves else (),
        held=Word(_HOLDS if best.passed else _HELD_ON_ARRIVAL),
        domain=Host(best.domain),
        asked=asked,
    )
    if best.unsigned_octets or _open(best):
        yield _left_open(best, fields, on_arrival=on_arrival)


def _testing(one: DkimResult) -> bool:
    return one.key is not None and one.key.testing


def _open(one: DkimResult) -> list[str]:
    return [_SHOWN[name] for name in one.unsigned if name in _SHOWN]


def _left_open(one: DkimResult, fields: tuple[Field, ...], *, on_arrival: bool) -> Finding:
    names, field = _open(one), fields[one.index]
    holder = Principal.DOMAIN_HOLDER
    quotes = [quote_tag(field, "h", holder, one.domain)] if names else []
    left: Word | Quote = Quote(", ".join(names))
    if one.unsigned_octets:
        quotes.insert(0, quote_tag(field, "l", holder, one.domain))
        left = Word(_BODY_AND_FIELDS if names else _BODY)
    # Lines that a mailing list adds are short beside what was signed.
    much = one.unsigned_octets > (one.body_length or 0)
    return SIGNATURE_LEAVES_OPEN.found(
        *quotes,
        strength=Strength.MODERATE if much else None,
        direction=Direction.INFORMS if on_arrival else None,
        domain=Host(one.domain),
        open=left,
    )


def _keys(signatures: Iterable[DkimResult], asked: Time) -> Iterator[Finding]:
    for one in _first_of_each([one for one in signatures if one.key is not None and one.answers]):
        if one.key is None:
            continue
        if one.key.type == "rsa" and 0 < one.key.bits < _LEAST_BITS:
            bits = Amount(one.key.bits)
            yield SIGNATURE_KEY_WEAK.found(_key(one), domain=Host(one.domain), bits=bits, asked=asked)
        if one.key.testing:
            yield SIGNATURE_KEY_TESTING.found(_key(one), domain=Host(one.domain), asked=asked)


def _first_of_each(signatures: Iterable[DkimResult]) -> list[DkimResult]:
    """The first of each signer."""
    found: dict[str, DkimResult] = {}
    for one in signatures:
        found.setdefault(one.domain, one)
    return list(found.values())[:_MOST]


def _evidence(one: DkimResult, fields: tuple[Field, ...]) -> tuple[Evidence, ...]:
    """The signature, which is its domain's word where the key confirms it and anybody's where not, and the key."""
    signer = Principal.DOMAIN_HOLDER if one.verifies else Principal.SENDER
    quoted = quote_tag(fields[one.index], "d", signer, one.domain if one.verifies else None)
    return (quoted, _key(one)) if one.answers and one.answers[0].told else (quoted,)


def _key(one: DkimResult) -> Evidence:
    answer = one.answers[0]
    words = f"{answer.ask.what} {answer.ask.of}: {one.key.record}" if one.key is not None else None
    return Evidence.answered(answer, Principal.DOMAIN_HOLDER, words, one.domain)
