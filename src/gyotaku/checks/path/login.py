"""Somebody logged in at the first server, or a script on a web server sent the mail.

Innocent when: always, in itself: it is how people send mail. With other evidence it points to an abused account.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.house import organization
from gyotaku.mail.message import Message
from gyotaku.model.bearing import HypothesisName, speaks_for
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.path import Path
from gyotaku.model.text import Host, Quote, Text, server

AUTHENTICATED_SUBMISSION = Kind(
    id="authenticated-submission",
    group=Group.PATH,
    direction=Direction.INFORMS,
    strength=Strength.MODERATE,
    bears=speaks_for(HypothesisName.ABUSED_ACCOUNT, HypothesisName.FORGED_SENDER),
    title=Text(
        en="The first server, {by}, says that somebody logged in there with an account and handed the mail in "
        "({protocol}).",
        ja="最初のサーバー {by} は、アカウントにログインした相手から受け取ったと記録しています（{protocol}）。",
    ),
    why=Text(
        en="If the line is true, an account of that provider was used, by its owner or by whoever has its password. "
        "If the provider handles the sender's domain, the account is probably the sender's own; if not, it is "
        "probably another customer's, and the sender is forged.",
        ja="この記録が正しければ、その事業者のアカウントが使われています。使ったのは、持ち主か、パスワードを手に入れた者です。その事業者が差出人のドメインを扱っていれば、差出人自身のアカウントと考えられます。扱っていなければ、別の契約者のアカウントが使われ、差出人は詐称されたと考えられます。",
    ),
    innocent=Text(
        en="It is the usual way in which people hand their mail to their provider.",
        ja="プロバイダーを通してメールを送るときの普通の方法です。",
    ),
)
LOGIN_NAMED = Kind(
    id="login-named",
    group=Group.PATH,
    direction=Direction.INFORMS,
    bears=speaks_for(HypothesisName.ABUSED_ACCOUNT),
    title=Text(
        en="A field says that the mail was sent with the account {login}, which is not of the sender's domain "
        "{domain}.",
        ja="アカウント {login} で送られたという記録がありますが、差出人のドメイン {domain} のものではありません。",
    ),
    why=Text(
        en="If the field is true, somebody used that account to send under another name. Its owner may be a victim.",
        ja="記録が正しければ、そのアカウントが別の名前での送信に使われています。持ち主は被害者かもしれません。",
    ),
    innocent=Text(
        en="Hosting customers send for several domains of their own through one account.",
        ja="レンタルサーバーでは、一つのアカウントで複数の自分のドメインから送ることがあります。",
    ),
)
WEB_SCRIPT = Kind(
    id="web-script",
    group=Group.PATH,
    direction=Direction.INFORMS,
    bears=speaks_for(HypothesisName.ABUSED_ACCOUNT, HypothesisName.ABUSED_SERVICE),
    title=Text(
        en="A field says that a program on a web server sent the mail: {script}.",
        ja="ウェブサーバー上のプログラム {script} が送信したと書かれたフィールドがあります。",
    ),
    why=Text(
        en="Contact forms, shops and blogs send this way, and so do programs that were planted on a hijacked site.",
        ja="問い合わせフォーム、通販サイト、ブログはこの方法で送ります。乗っ取られたサイトに置かれたプログラムも同じです。",
    ),
    innocent=Text(
        en="Notices of web shops and forms are usually sent this way.",
        ja="通販サイトやフォームの通知は、この方法で送られるのが普通です。",
    ),
)

_LOGIN_FIELDS = (
    "X-Authenticated-Sender",
    "X-Authenticated-User",
    "X-Authenticated-Id",
    "X-Auth-User",
    "X-Get-Message-Sender-Via",
)
_SCRIPT_FIELDS = ("X-PHP-Originating-Script", "X-PHP-Script", "X-Php-Script", "X-Source-Args")


def check(path: Path, senders: Senders, message: Message) -> Iterator[Finding]:
    hop = next((hop for hop in reversed(path.hops) if not hop.local), None)
    if hop is not None and hop.logged_in:
        principal = Principal.US if path.ours(hop) else Principal.RELAY
        member = "protocol" if hop.protocol else "login"
        yield AUTHENTICATED_SUBMISSION.found(
            hop.quote(member, principal), by=server(hop.by), protocol=Quote(hop.protocol or hop.login or "")
        )
    yield from _named_login(path, senders, message)
    for name in _SCRIPT_FIELDS:
        field = message.headers.get(name)
        if field is not None and field.text:
            yield WEB_SCRIPT.found(field.evidence(Principal.SENDER), script=Quote(field.text[:120]))
            return


def _named_login(path: Path, senders: Senders, message: Message) -> Iterator[Finding]:
    domain = senders.author.domain if senders.author else None
    if not domain:
        return
    for login, evidence in _logins(path, message):
        other = login.rpartition("@")[2]
        if "@" in login and organization(other) != organization(domain):
            yield LOGIN_NAMED.found(evidence, login=Quote(login), domain=Host(domain))
            return


def _logins(path: Path, message: Message) -> Iterator[tuple[str, Evidence]]:
    for hop in path.hops:
        if hop.login:
            yield hop.login, hop.quote("login", Principal.US if path.ours(hop) else Principal.RELAY)
    for name in _LOGIN_FIELDS:
        field = message.headers.get(name)
        if field is not None:
            text = field.text.strip()
            login = text.rpartition(" ")[2].strip("<>:") if " " in text else text.rpartition(": ")[2]
            if login:
                yield login, field.quote(login, Principal.SENDER)
