"""What our own server recorded of SPF, DKIM and DMARC when the mail arrived.

Innocent when: forwarding breaks SPF, mailing lists break DKIM, and many small domains publish neither.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.recorded import Recorded, Result, proof
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.house import organization
from gyotaku.model.answers import NotApplicable
from gyotaku.model.bearing import UNAUTHORIZED, HypothesisName, excludes
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.text import Host, Quote, Text, Word

DMARC_FAILED = Kind(
    id="dmarc-failed",
    group=Group.AUTHENTICATION,
    strength=Strength.MODERATE,
    bears=UNAUTHORIZED,
    title=Text(
        en="Your own server recorded that the mail failed the check for the sender's domain {domain} (DMARC: "
        "{result}).",
        ja="差出人のドメイン {domain} についての検証に失敗したと、自社サーバーが記録しています（DMARC: {result}）。",
    ),
    why=Text(
        en="Neither SPF nor a DKIM signature spoke for the domain that From shows. As far as DNS told then, nothing "
        "showed a right to use that domain.",
        ja="From に示されたドメインを、SPF も DKIM 署名も裏付けていません。受信時の DNS からは、そのドメインを使う権限を確かめられませんでした。",
    ),
    innocent=Text(
        en="Forwarded mail and mailing lists fail as well, and careless domains send through services they never "
        "listed.",
        ja="転送やメーリングリストでも失敗します。また、利用している配信サービスを登録し忘れているドメインもあります。",
    ),
)
SPF_FAILED = Kind(
    id="spf-failed",
    group=Group.AUTHENTICATION,
    strength=Strength.MODERATE,
    bears=UNAUTHORIZED,
    title=Text(
        en="Your own server recorded that the sending address was not one that {domain} lets send its mail (SPF: "
        "{result}).",
        ja="送信元のIPアドレスは {domain} が送信を認めたものではないと、自社サーバーが記録しています（SPF: {result}）。",
    ),
    why=Text(
        en="The domain itself publishes which servers send for it, and this one was not among them.",
        ja="ドメイン自身が公開している送信サーバーの一覧に、この送信元は含まれていませんでした。",
    ),
    innocent=Text(
        en="Plain forwarding breaks SPF; “softfail” is also what domains publish while they are still unsure.",
        ja="単純な転送では、SPF は失敗します。また softfail は、送信元をまだ確定できていないドメインも公開する設定です。",
    ),
)
DKIM_FAILED = Kind(
    id="dkim-failed",
    group=Group.AUTHENTICATION,
    direction=Direction.INFORMS,
    title=Text(
        en="Your own server recorded a DKIM signature that did not verify ({result}).",
        ja="DKIM 署名の検証に失敗したと、自社サーバーが記録しています（{result}）。",
    ),
    why=Text(
        en="The mail was changed on the way, or the signature was never valid. A broken signature is to be treated as none "
        "(RFC 6376 section 6.1).",
        ja="途中で内容が変わったか、初めから正しい署名ではなかったと考えられます。失敗した署名は、署名がないものとして扱います（RFC 6376 6.1）。",
    ),
    innocent=Text(
        en="Mailing lists and gateways change mails and break signatures every day.",
        ja="メーリングリストや中継サーバーがメールを書き換えると、署名は日常的に壊れます。",
    ),
)
NOTHING_AUTHENTICATES = Kind(
    id="nothing-authenticates",
    group=Group.AUTHENTICATION,
    title=Text(
        en="Your own server recorded no result that speaks for the sender's domain {domain}: {results}.",
        ja="自社サーバーの記録に、差出人のドメイン {domain} を裏付けるものはありません（{results}）。",
    ),
    why=Text(
        en="Anybody could have written that address. Domains that take care of their mail publish SPF and sign with "
        "DKIM.",
        ja="このアドレスは誰でも書けたことになります。管理の行き届いたドメインは SPF を公開し、DKIM で署名します。",
    ),
    innocent=Text(
        en="Many small domains publish nothing.", ja="小規模なドメインには、何も公開していないところも多くあります。"
    ),
)
DOMAIN_AUTHENTICATED = Kind(
    id="domain-authenticated",
    group=Group.AUTHENTICATION,
    direction=Direction.INFORMS,
    strength=Strength.MODERATE,
    bears=excludes(HypothesisName.FORGED_SENDER),
    title=Text(
        en="Your own server recorded that {domain}, the sender's domain, authorized this mail ({method}).",
        ja="差出人のドメイン {domain} がこのメールを認めたと、自社サーバーが記録しています（{method}）。",
    ),
    why=Text(
        en="So the domain was not forged. It says nothing of whether its holder is honest: criminals authenticate their own "
        "domains, and abused accounts pass as well.",
        ja="ドメインの詐称ではなかったことになります。ただし、ドメインの持ち主が正直かどうかは別です。犯罪者も自分のドメインを認証し、"
        "乗っ取られたアカウントからのメールも認証に成功します。",
    ),
    innocent=Text(en="An honest mail shows this as well.", ja="正当なメールなら普通のことです。"),
)

COMPOSITE_FAILED = Kind(
    id="composite-authentication-failed",
    group=Group.AUTHENTICATION,
    strength=Strength.MODERATE,
    bears=UNAUTHORIZED,
    title=Text(
        en="Your own server recorded that it takes {domain} for a forged sender (compauth: {result}).",
        ja="自社サーバーは、差出人のドメイン {domain} を詐称と判断したと記録しています（compauth: {result}）。",
    ),
    why=Text(
        en="Microsoft 365 weighs SPF, DKIM, DMARC and what it knows of the sender together. This is its own verdict "
        "on spoofing.",
        ja="Microsoft 365 が SPF、DKIM、DMARC と送信者の履歴を合わせて下した、詐称についての判断です。",
    ),
    innocent=Text(
        en="Small domains that publish nothing and send rarely fail here as well.",
        ja="何も公開しておらず、めったに送らない小規模なドメインでも失敗することがあります。",
    ),
)
FAILURE_BELOW = Kind(
    id="failure-in-our-name",
    group=Group.AUTHENTICATION,
    strength=Strength.MODERATE,
    bears=UNAUTHORIZED,
    title=Text(
        en="A field in the name of your own server {server} says {result} for the sender's domain {domain}.",
        ja="自社サーバー {server} の名前で、差出人のドメイン {domain} について {result} と書かれたフィールドがあります。",
    ),
    why=Text(
        en="It stands right below your own server's line, where your filters write and where a sender can write as "
        "well. But a sender is unlikely to record a failure of their own.",
        ja="自社サーバーの行のすぐ下は、自社のフィルターも差出人も書き込める位置です。ただ、差出人が自分に不利な結果を書くとは考えにくいです。",
    ),
    innocent=Text(en="Forwarded mail and mailing lists fail as well.", ja="転送やメーリングリストでも失敗します。"),
)

_NONE_RECORDED = Text(
    en="Your own server recorded no authentication results on this mail.",
    ja="自社サーバーによる認証結果の記録がありません。",
)
_SPF_FAILED = frozenset({"fail", "softfail", "hardfail"})
# An SPF "permerror" tells of a record that cannot be read, not of an address that may not send (RFC 7208 section 2.6.7).
_DKIM_FAILED = frozenset({"fail", "permerror", "hardfail"})


def check(recorded: Recorded, senders: Senders) -> Iterator[Finding]:
    ours = tuple(result for result in recorded.results if result.ours)
    below = tuple(result for result in recorded.results if result.in_our_name and not result.ours)
    if not ours and not below:
        raise NotApplicable(_NONE_RECORDED)
    author = senders.author
    domain = author.domain if author else None
    if not domain:
        return
    failed = _first(ours, "dmarc", frozenset({"fail"}))
    if failed is not None:
        yield DMARC_FAILED.found(failed.evidence(), domain=Host(domain), result=Quote(failed.result))
    proven = proof(recorded, senders)
    if proven is not None and failed is None:
        yield DOMAIN_AUTHENTICATED.found(proven.evidence(), domain=Host(domain), method=Quote(_shown(proven)))
    elif ours:
        yield from _failures(ours, domain, dmarc=failed)
    composite = _first(ours, "compauth", frozenset({"fail"}))
    if composite is not None:
        yield COMPOSITE_FAILED.found(composite.evidence(), domain=Host(domain), result=Quote(composite.result))
    claimed = _first(below, "dmarc", frozenset({"fail"}))
    if claimed is not None and not ours:
        yield FAILURE_BELOW.found(
            claimed.evidence(), server=Host(claimed.server or ""), domain=Host(domain), result=Quote(_shown(claimed))
        )


def _failures(ours: tuple[Result, ...], domain: str, *, dmarc: Result | None) -> Iterator[Finding]:
    spf = _first(ours, "spf", _SPF_FAILED)
    if spf is not None:
        strength = Strength.MODERATE if spf.result in {"fail", "hardfail"} else Strength.WEAK
        identity = spf.properties.get("smtp.mailfrom") or spf.properties.get("smtp.helo") or domain
        shown = identity.rpartition("@")[2] or domain
        # A failure for another envelope domain says nothing of who wrote From.
        bears = None if organization(shown) == organization(domain) else ()
        yield SPF_FAILED.found(
            spf.evidence(), strength=strength, bears=bears, domain=Host(shown), result=Quote(spf.result)
        )
    dkim = _first(ours, "dkim", _DKIM_FAILED)
    if dkim is not None:
        yield DKIM_FAILED.found(dkim.evidence(), result=Quote(dkim.result))
    if dmarc is None and spf is None:
        results = ", ".join(
            dict.fromkeys(_shown(result) for result in ours if result.method in {"spf", "dkim", "dmarc"})
        )
        if results:
            quotes = [result.evidence() for result in ours if result.method in {"spf", "dkim", "dmarc"}]
            yield NOTHING_AUTHENTICATES.found(
                *quotes[:3], domain=Host(domain), results=Word(Text(en=results, ja=results))
            )


def _first(results: tuple[Result, ...], method: str, words: frozenset[str]) -> Result | None:
    return next((result for result in results if result.method == method and result.result in words), None)


def _shown(result: Result) -> str:
    return f"{result.method}={result.result}"
