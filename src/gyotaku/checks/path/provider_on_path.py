"""The provider that takes the sender's domain's mail is on the way of this mail as well, or is not.

Innocent when: that is how mail of a domain with a provider comes.
"""

from collections.abc import Iterator

from gyotaku.mail.house import same_provider
from gyotaku.model.answers import NotApplicable
from gyotaku.model.authentication import Authentication
from gyotaku.model.bearing import HypothesisName, speaks_for
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.names import DomainNames, Names
from gyotaku.model.path import Hop, Path
from gyotaku.model.spf import SpfWord
from gyotaku.model.text import Host, Text

PROVIDER_ON_PATH = Kind(
    id="mail-provider-on-path",
    group=Group.PATH,
    direction=Direction.INFORMS,
    strength=Strength.MODERATE,
    bears=speaks_for(HypothesisName.ABUSED_ACCOUNT),
    title=Text(
        en="{server}, where somebody logged in and handed the mail in, is of the provider that takes the mail of {domain} (MX: {mx}).",
        ja="ログインしてメールを送信した先の {server} は、{domain} 宛てのメールを受ける事業者のサーバーです（MX: {mx}）。",
    ),
    why=Text(
        en="The mailboxes of that domain are with this provider, so one of its own accounts may have been used by somebody else. The line that tells "
        "of the login is the word of the servers on the way.",
        ja="このドメインのメールボックスは同じ事業者にあるため、ドメイン自身のアカウントが第三者に使われた可能性があります。ログインの記録は、途中の"
        "サーバーが書いたものです。",
    ),
    innocent=Text(
        en="The rightful holder of the mailbox sends like this every day.",
        ja="正当な利用者のメールも、同じ経路で送られます。",
    ),
)
PROVIDER_ELSEWHERE = Kind(
    id="mail-provider-elsewhere",
    group=Group.PATH,
    direction=Direction.INFORMS,
    bears=speaks_for(HypothesisName.FORGED_SENDER),
    title=Text(
        en="Somebody logged in at {server} to hand the mail in, but the servers that take the mail of {domain} have names of another domain (MX: "
        "{mx}), and {domain} does not name the server that handed it over as a sender of its own.",
        ja="このメールは {server} にログインして送られていますが、{domain} 宛てのメールを受けるサーバーは別のドメインにあり（MX: {mx}）、引き渡したサーバーも "
        "{domain} の送信元として登録されていません。",
    ),
    why=Text(
        en="So the account may be one of another customer of that server, and the sender forged.",
        ja="使われたのは、そのサーバーを利用する別の顧客のアカウントで、差出人は詐称された可能性があります。",
    ),
    innocent=Text(
        en="People who send the mail of their domain through another provider's account and never listed it.",
        ja="ドメインのメールを、登録していない別の事業者のアカウントから送っている場合もあります。",
    ),
)
_NOTHING = Text(
    en="No line on the way tells of a login, or DNS names no mail server of the sender's domain.",
    ja="経路にログインの記録がないか、差出人のドメインのメールサーバーが DNS にありません。",
)


def check(names: Names, authentication: Authentication, path: Path) -> Iterator[Finding]:
    author = names.author
    login = next((hop for hop in reversed(path.hops) if hop.logged_in and hop.by and not path.ours(hop)), None)
    if author is None or login is None or not author.mail.told:
        raise NotApplicable(_NOTHING)
    servers = author.servers
    same = next((server for server in servers if same_provider(server, login.by)), None)
    evidence = _evidence(author, login)
    server, domain = Host(login.by or ""), Host(author.domain)
    if same is not None:
        yield PROVIDER_ON_PATH.found(*evidence, mx=Host(same), server=server, domain=domain)
    elif servers and _refused(authentication, author.domain):
        yield PROVIDER_ELSEWHERE.found(*evidence, mx=Host(servers[0]), server=server, domain=domain)


def _evidence(author: DomainNames, login: Hop) -> tuple[Evidence, ...]:
    answer = author.mail if author.mail.records else author.host.answer
    return (
        Evidence.answered(answer, Principal.DOMAIN_HOLDER, principal_name=author.domain),
        login.quote("protocol", Principal.RELAY),
    )


def _refused(authentication: Authentication, domain: str) -> bool:
    """SPF of the author's domain says that this address is none of its senders."""
    return any(
        spf is not None and spf.domain == domain and spf.result in {SpfWord.FAIL, SpfWord.SOFTFAIL}
        for spf in (authentication.spf, authentication.author_spf)
    )
