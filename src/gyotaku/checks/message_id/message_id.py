"""The Message-ID: missing, misshapen, added by a relay, or in the recipient's own name.

A Message-ID under another domain than the sender's betrays nobody, and one under the same domain speaks for nobody: the
sending software makes it up.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.message_identity import MessageIdentities, MessageIdentity
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.whole_header import WholeHeader
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.lazy import Lazy
from gyotaku.model.own_side import OwnSide
from gyotaku.model.path import Path
from gyotaku.model.text import Amount, Host, Quote, Text

RELAY_ADDED = Kind(
    id="message-id-by-relay",
    group=Group.MESSAGE_ID,
    direction=Direction.INFORMS,
    title=Text(
        en="The Message-ID {id} bears the queue id of {host}, so that server most likely added it because the "
        "sending software gave none.",
        ja="Message-ID の {id} は {host} のキューIDを含み、Message-ID のないメールにこのサーバーが補ったものと考えられます。",
    ),
    why=Text(
        en="It is a hint about the path, not about the writer: ordinary mail programs add a Message-ID, bulk programs and "
        "scripts often leave it out.",
        ja="書いた人ではなく、経路についての手がかりです。通常のメールソフトは Message-ID を付けますが、一斉送信のプログラムやスクリプトは省くことがよくあります。",
    ),
    innocent=Text(
        en="Scripts, devices and monitoring systems of honest people leave it out as well.",
        ja="正当なスクリプト、機器、監視システムでも省かれることがあります。",
    ),
)
POSTFIX_FORM = Kind(
    id="message-id-postfix-form",
    group=Group.MESSAGE_ID,
    direction=Direction.INFORMS,
    title=Text(
        en="The Message-ID {id} has the form that Postfix gives when a mail arrives without one, but no Received line shows "
        "that queue id.",
        ja="Message-ID の {id} は、付いていないメールに Postfix が補う形ですが、そのキューIDは Received 行に見当たりません。",
    ),
    why=Text(
        en="The server that added it did not write its own Received line here, or the form was imitated.",
        ja="補ったサーバーの Received 行が残っていないか、形だけをまねたものです。",
    ),
    innocent=Text(
        en="Inner servers whose lines are removed on the way out.",
        ja="社外に出るときに内部の行を取り除くサーバーでも起こります。",
    ),
)
MISSING = Kind(
    id="message-id-missing",
    group=Group.MESSAGE_ID,
    title=Text(en="The mail has no Message-ID.", ja="Message-ID がありません。"),
    why=Text(
        en="Ordinary mail software gives every mail one (RFC 5322 section 3.6.4), and relays often add it where it "
        "is missing.",
        ja="通常のメールソフトは必ず付けます（RFC 5322 3.6.4）。なければ、中継サーバーが補うこともよくあります。",
    ),
    innocent=Text(
        en="Old devices and hand-written scripts.", ja="古い機器や手作りのスクリプトでは付かないことがあります。"
    ),
)
MALFORMED = Kind(
    id="message-id-malformed",
    group=Group.MESSAGE_ID,
    title=Text(
        en="The Message-ID {id} does not have the required form: two sides joined by @, in angle brackets.",
        ja="Message-ID の {id} は、山括弧の中を @ で区切る正しい形をしていません。",
    ),
    why=Text(
        en="Ordinary mail software builds it correctly; home-made bulk programs often do not.",
        ja="通常のメールソフトは正しい形で作ります。手作りの一斉送信プログラムでは、形が崩れることがよくあります。",
    ),
    innocent=Text(
        en="Badly written but honest programs, among them some shops and devices.",
        ja="不備のある通販システムや機器など、正当なプログラムでも起こります。",
    ),
)
SEVERAL = Kind(
    id="message-id-several",
    group=Group.MESSAGE_ID,
    title=Text(
        en="The mail has {count} Message-IDs; a proper mail has only one.",
        ja="Message-ID が{count}個あります。正しいメールには一つしかありません。",
    ),
    why=Text(
        en="A program may have added its own without looking, or two mails were joined.",
        ja="プログラムが確かめずに付け足したか、二つのメールがつなぎ合わされたと考えられます。",
    ),
    innocent=Text(
        en="Some gateways and old mailing lists do this.", ja="一部の中継サーバーや古いメーリングリストでも起こります。"
    ),
)
IN_OUR_NAME = Kind(
    id="message-id-in-our-name",
    group=Group.MESSAGE_ID,
    strength=Strength.MODERATE,
    title=Text(
        en="The Message-ID ends in your own domain, {host}, though the sender is not one of yours.",
        ja="外部の差出人なのに、Message-ID の @ の右側が自社のドメイン {host} になっています。",
    ),
    why=Text(
        en="None of your own servers on the path shows that id as its own. Bulk programs put the recipient's domain "
        "there so that the mail looks like one from inside.",
        ja="経路上の自社サーバーが補った形跡はありません。一斉送信プログラムは、社内のメールに見せるために受信者のドメインを入れることがあります。",
    ),
    innocent=Text(
        en="Your own server adds one to mails that come without.",
        ja="Message-ID のないメールに自社サーバーが補った場合も、この形になります。",
    ),
)
_LOOKED_FOR = "Message-ID"


def check(
    identities: MessageIdentities, senders: Senders, own: OwnSide, path: Path, whole: Lazy[WholeHeader]
) -> Iterator[Finding]:
    identity = identities.first
    if identity is None:
        whole()
        yield MISSING.found(Evidence.absent(_LOOKED_FOR, Principal.SENDER))
        return
    if len(identities.all) > 1:
        quotes = [one.field.evidence(Principal.SENDER) for one in identities.all[:3]]
        yield SEVERAL.found(*quotes, count=Amount(identities.count))
    if not identity.well_formed:
        shown = identity.id[:120]
        yield MALFORMED.found(identity.field.evidence(Principal.SENDER), id=Quote(shown))
        return
    yield from _origin(identity, senders, own, path)


def _origin(identity: MessageIdentity, senders: Senders, own: OwnSide, path: Path) -> Iterator[Finding]:
    relay = identity.relay
    if relay is not None:
        principal = Principal.US if path.ours(relay) else Principal.RELAY
        yield RELAY_ADDED.found(
            identity.field.quote(identity.id, principal, identity.right),
            relay.quote("id", principal),
            id=Quote(identity.id),
            host=Host(identity.right),
        )
        return
    if own.owns(identity.right) and not own.owns(senders.author.domain if senders.author else None):
        ours_wrote = any(path.ours(hop) and hop.by and hop.by.lower() == identity.right for hop in path.hops)
        if not (ours_wrote and identity.postfix_form):
            yield IN_OUR_NAME.found(identity.field.quote(identity.right, Principal.SENDER), host=Host(identity.right))
            return
    if identity.postfix_form:
        yield POSTFIX_FORM.found(identity.field.quote(identity.id, Principal.SENDER), id=Quote(identity.id))
