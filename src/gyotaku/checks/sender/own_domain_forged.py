"""From bears the recipient's own domain, yet the mail came from outside.

Innocent when: the reader's own newsletter, form or scanner sends through an outside service.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.bulk import Bulk
from gyotaku.mail.facts.recorded import Recorded, authorizes
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.ip import Scope, scope
from gyotaku.model.bearing import Bearing, HypothesisName, Side
from gyotaku.model.evidence import Principal
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.own_side import OwnSide
from gyotaku.model.path import Path
from gyotaku.model.text import Address, Host, Text

OWN_DOMAIN_FORGED = Kind(
    id="own-domain-forged",
    group=Group.SENDER,
    strength=Strength.MODERATE,
    pretends="own-domain",
    bears=(
        Bearing(Side.FOR, HypothesisName.FORGED_SENDER),
        Bearing(Side.AGAINST, HypothesisName.HONEST),
    ),
    title=Text(
        en="From gives {address}, of your own domain, but the mail was handed over from outside by {client}, and "
        "nothing recorded proves a right to send for your domain.",
        ja="差出人（From）は自社のアドレス {address} ですが、メールは外部の {client} から引き渡され、自社ドメインを使う権限を示す記録がありません。",
    ),
    why=Text(
        en="Your own organization sends its mail from inside or after a login. Anybody can write your domain into "
        "From.",
        ja="自社のメールは社内から、または認証を経て送られます。From には誰でも自社のドメインを書けます。",
    ),
    innocent=Text(
        en="A service that sends on your behalf, a mailing list that returns your own mail, a forwarding mailbox.",
        ja="自社に代わって送信するサービス、自分の投稿が戻ってくるメーリングリスト、転送されたメールでも起こります。",
    ),
)


def check(senders: Senders, own: OwnSide, path: Path, recorded: Recorded, bulk: Bulk) -> Iterator[Finding]:
    if senders.return_path is not None and senders.envelope is None:
        return  # a bounce in our own name, as servers send them for each other
    party, hop = senders.author, path.handed_over_by
    if party is None or hop is None or not party.address or not own.owns(party.domain) or hop.address is None:
        return
    if scope(hop.address) not in {Scope.GLOBAL, Scope.DOCUMENTATION} or own.owns(hop.reverse_name) or hop.logged_in:
        return
    # A pass for another domain, such as the envelope's, proves no right to ours.
    if any(result.ours and authorizes(result, senders) for result in recorded.results):
        return
    strength = Strength.WEAK if bulk.lists else Strength.MODERATE
    yield OWN_DOMAIN_FORGED.found(
        party.quote_address(),
        hop.quote("address", Principal.US),
        strength=strength,
        address=Address(party.address),
        client=Host(hop.address),
    )
