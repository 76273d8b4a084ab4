"""The mail really comes from a service by which anybody can have a mail sent to anybody.

Innocent when: that is how such services are used every day.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.recorded import Recorded, proof
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.sending_services import service_of
from gyotaku.model.answers import Ending, NotApplicable
from gyotaku.model.authentication import Authentication
from gyotaku.model.bearing import HypothesisName, speaks_against, speaks_for
from gyotaku.model.dmarc import DmarcWord
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.lazy import Lazy
from gyotaku.model.text import Host, Quote, Text

SENT_BY_SERVICE = Kind(
    id="sent-by-service",
    group=Group.SENDER,
    direction=Direction.INFORMS,
    strength=Strength.STRONG,
    bears=(
        *speaks_for(HypothesisName.ABUSED_SERVICE),
        *speaks_against(HypothesisName.ABUSED_ACCOUNT, HypothesisName.OWN_NAME, HypothesisName.LOOKALIKE_DOMAIN),
    ),
    title=Text(
        en="The mail comes from {domain} itself: {service}, by which anybody can have a mail sent to anybody.",
        ja="このメールは {domain} 自身から届いています。誰でも他人宛てのメールを送らせることのできる {service} です。",
    ),
    why=Text(
        en="The sender is authentic, and that says nothing of whoever had it sent: with an account at the service a stranger chooses names, words and "
        "files in it. What counts is the content.",
        ja="差出人は本物ですが、送らせた者については何もわかりません。アカウントがあれば、名前、文面、ファイルを自由に選べます。中身で判断する必要が"
        "あります。",
    ),
    innocent=Text(
        en="Shared files, invoices and invitations come like this every day.",
        ja="ファイルの共有、請求書、招待などの正当な通知も、同じように届きます。",
    ),
)
_OTHER = Text(
    en="The sender is no service by which strangers have mails sent, or nothing shows that it really comes from there.",
    ja="差出人は第三者がメールを送らせることのできるサービスではないか、そのサービスから届いたことを確かめられません。",
)


def check(senders: Senders, recorded: Recorded, authentication: Lazy[Authentication]) -> Iterator[Finding]:
    author = senders.author
    service = service_of(author.address, author.domain) if author is not None else None
    if author is None or service is None:
        raise NotApplicable(_OTHER)
    shown = _shown_by(senders, recorded, authentication)
    if shown is None:
        raise NotApplicable(_OTHER)
    yield SENT_BY_SERVICE.found(author.quote_address(), shown, domain=Host(author.domain or ""), service=Quote(service))


def _shown_by(senders: Senders, recorded: Recorded, authentication: Lazy[Authentication]) -> Evidence | None:
    """What shows that the domain authorized the mail: our server's record, or DMARC as we evaluated it."""
    proven = proof(recorded, senders)
    if proven is not None:
        return proven.evidence()
    try:
        dmarc = authentication().dmarc
    except Ending:
        return None
    if dmarc is None or dmarc.result is not DmarcWord.PASS or not dmarc.answers:
        return None
    text = ", ".join(f"{one.method}={one.result} {one.domain}" for one in dmarc.passing)
    return Evidence.answered(dmarc.answers[0], Principal.DOMAIN_HOLDER, f"dmarc=pass {text}", dmarc.author_domain)
