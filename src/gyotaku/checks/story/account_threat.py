"""The mail says that something of the reader's is limited or at risk, and asks him to confirm, log in or pay by a link.

Innocent when: it is true. Genuine warnings say the same; they come from the organization's own domain and lead there.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.said import Said, Sayings
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.tongue import Tongue
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.lazy import Lazy
from gyotaku.model.text import Quote, Text

ACCOUNT_THREAT = Kind(
    id="account-threat",
    group=Group.LANGUAGE,
    strength=Strength.MODERATE,
    title=Text(
        en="The mail says {threat} and asks {ask}.",
        ja="メールは {threat} と伝えたうえで、{ask} と求めています。",
    ),
    why=Text(
        en="Something of the reader's is in danger, and what the mail brings along is the way out: this is how mails that steal passwords and cards "
        "are built. Genuine warnings are written alike, so what decides is whose mail it is and where the link leads.",
        ja="大切なものが危ないと告げ、メールのリンクや添付ファイルから手続きさせるのは、パスワードやカード情報を盗むメールの典型的な組み立てです。"
        "本物の警告も似た書き方をするため、誰からのメールか、リンクがどこへ向かうかが決め手になります。",
    ),
    innocent=Text(
        en="Genuine warnings of a service about an account, a payment or a delivery.",
        ja="アカウント、支払い、配送について、サービスが実際に出す通知でも見られます。",
    ),
)
DEADLINE = Kind(
    id="deadline-pressure",
    group=Group.LANGUAGE,
    title=Text(
        en="The mail presses for time with {deadline}.",
        ja="メールは {deadline} と急がせています。",
    ),
    why=Text(
        en="Haste keeps a reader from checking. It is told here only because the same mail also threatens or asks for something.",
        ja="急がせると、読む人は確かめる余裕を失います。このメールは同時に不安をあおるか、何かを求めているため、併せて示します。",
    ),
    innocent=Text(
        en="Codes that really expire, and honest reminders.",
        ja="実際に有効期限のある認証コードや、通常の督促でも見られます。",
    ),
)


def check(sayings: Sayings, senders: Senders, links: Lazy[Links], tongue: Lazy[Tongue]) -> Iterator[Finding]:
    threats, asks = sayings.of("threat"), sayings.of("ask")
    if not threats or not asks:
        tongue().must_be_read()
        return
    threat, ask = _telling(threats), _telling(asks)
    yield ACCOUNT_THREAT.found(
        threat.evidence(),
        ask.evidence(),
        strength=_strength(sayings, senders, links()),
        threat=Quote(threat.evidence().quote),
        ask=Quote(ask.evidence().quote),
    )
    deadlines = sayings.of("deadline")
    if deadlines:
        told = {threat.evidence().span, ask.evidence().span}
        pressing = [said for said in deadlines if said.evidence().span not in told]
        # Where the threat itself names the hour, it has been quoted already.
        if pressing:
            quoted = _telling(pressing).evidence()
            yield DEADLINE.found(quoted, deadline=Quote(quoted.quote))


def _strength(sayings: Sayings, senders: Senders, links: Links) -> Strength:
    """Weak where every link leads to the sender's own domain, as in a service's genuine warnings."""
    own = senders.author.organization if senders.author else None
    domains = {link.target.domain for link in links.clickable if link.target.host}
    if domains:
        return Strength.WEAK if domains == {own} else Strength.MODERATE
    return Strength.MODERATE if sayings.different("threat") > 1 else Strength.WEAK


def _telling(sayings: list[Said]) -> Said:
    """The one to quote: the longest phrase says the most."""
    return max(sayings, key=lambda said: len(said.hit.phrase))
