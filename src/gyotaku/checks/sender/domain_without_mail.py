"""The sender's domain does not exist, or takes no mail, so that no answer can reach the address in From.

Innocent when: domains are given up with the years, and machines send from names that take no answers.
"""

from collections.abc import Iterator
from datetime import timedelta

from gyotaku.mail.dns_evidence import absence
from gyotaku.mail.facts.clock import Clock
from gyotaku.mail.facts.recorded import Recorded, proof
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.house import organization
from gyotaku.model.answers import NotApplicable, Unavailable
from gyotaku.model.asks import Outcome
from gyotaku.model.authentication import Authentication
from gyotaku.model.bearing import Bearing, HypothesisName, Side, speaks_against
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.names import DomainNames, Names
from gyotaku.model.text import Host, Text, Time

SENDER_DOMAIN_GONE = Kind(
    id="sender-domain-gone",
    group=Group.SENDER,
    strength=Strength.MODERATE,
    bears=(
        Bearing(Side.FOR, HypothesisName.FORGED_SENDER),
        Bearing(Side.AGAINST, HypothesisName.ABUSED_ACCOUNT),
        Bearing(Side.AGAINST, HypothesisName.HONEST),
    ),
    title=Text(
        en="By the DNS of {asked}, the sender's domain {domain} does not exist.",
        ja="{asked} 時点の DNS に、差出人のドメイン {domain} は存在しません。",
    ),
    why=Text(
        en="Nobody can have a mailbox there. If the domain was missing when the mail was sent as well, the sender is made up; domains of frauds are "
        "also given up or taken away soon.",
        ja="存在しないドメインには、メールボックスもありません。送信時にも存在しなかったのであれば、差出人は架空です。また、詐欺に使われたドメインは、"
        "まもなく放棄されたり停止されたりします。",
    ),
    innocent=Text(
        en="Firms close and domains expire: of an old mail it means little.",
        ja="会社の廃業や期限切れでもドメインはなくなります。古いメールでは、あまり意味がありません。",
    ),
)
SENDER_TAKES_NO_MAIL = Kind(
    id="sender-takes-no-mail",
    group=Group.SENDER,
    bears=speaks_against(HypothesisName.ABUSED_ACCOUNT),
    title=Text(
        en="By the DNS of {asked}, the sender's domain {domain} takes no mail, so an answer cannot reach it.",
        ja="{asked} 時点の DNS では、差出人のドメイン {domain} はメールを受け取れず、返信は届きません。",
    ),
    why=Text(
        en="The domain names no mail server and has no address, or says that it takes no mail (RFC 7505). Then there is hardly a mailbox of a person. "
        "Names that do not take mail are sometimes chosen because nobody watches them.",
        ja="メールサーバーもIPアドレスも登録されていないか、メールを受け取らないと宣言されています（RFC 7505）。個人のメールボックスがあるとは考えにくい状態です。"
        "誰も管理していない名前が、差出人に使われることがあります。",
    ),
    innocent=Text(
        en="Machines send notices from names that take no answers, often with another address in Reply-To.",
        ja="自動送信の通知では、返信を受けない名前が使われることがあります。その場合、返信先（Reply-To）が別に示されていることもあります。",
    ),
)
_NO_DOMAIN = Text(
    en="From names no domain that DNS was asked about.", ja="DNS に照会したドメインが From にありません。"
)
_SILENT = Text(
    en="DNS gave no usable answer about the sender's domain.",
    ja="差出人のドメインについて、DNS から使える回答がありませんでした。",
)
_LONG_AGO = timedelta(days=180)


def check(
    names: Names, authentication: Authentication, senders: Senders, recorded: Recorded, clock: Clock
) -> Iterator[Finding]:
    author = names.author
    if author is None:
        raise NotApplicable(_NO_DOMAIN)
    if author.host.exists is None or not author.mail.told or not all(answer.told for answer in author.host.answers):
        raise Unavailable(_SILENT)
    # A domain that authenticates the mail, now or when it came, sends mail and is no made-up name.
    known = proof(recorded, senders) is not None or _vouched(authentication, author.domain)
    domain, asked = Host(author.domain), Time(author.mail.time)
    if author.host.exists is False and author.mail.outcome is Outcome.NOTHING:
        arrived = clock.received or clock.written
        recent = arrived is not None and author.mail.time - arrived <= _LONG_AGO
        yield SENDER_DOMAIN_GONE.found(
            *absence(author.host)[:1],
            strength=None if recent else Strength.WEAK,
            direction=Direction.INFORMS if known else None,
            bears=None if recent and not known else (),
            domain=domain,
            asked=asked,
        )
    elif author.null_mx or not author.servers:
        answered = any(party.organization != organization(author.domain) for party in senders.reply_to)
        yield SENDER_TAKES_NO_MAIL.found(
            *_no_mail(author),
            strength=Strength.MODERATE if author.null_mx and not answered else None,
            direction=Direction.INFORMS if known else None,
            bears=() if known else None,
            domain=domain,
            asked=asked,
        )


def _vouched(authentication: Authentication, domain: str) -> bool:
    """SPF or a signature speaks for this domain."""
    signed = any(
        one.passed and organization(one.domain) == organization(domain) for one in authentication.dkim.signatures
    )
    spf = authentication.spf
    return signed or (
        authentication.passing_spf and spf is not None and organization(spf.domain) == organization(domain)
    )


def _no_mail(author: DomainNames) -> tuple[Evidence, ...]:
    answers = (author.mail,) if author.null_mx else (author.mail, *author.host.answers)
    return tuple(Evidence.answered(answer, Principal.DOMAIN_HOLDER, principal_name=author.domain) for answer in answers)
