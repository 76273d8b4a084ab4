"""The three fields that people look at first, each with what it is worth: Return-Path, Message-ID, the first Received."""

from __future__ import annotations

from gyotaku.facts import Facts
from gyotaku.mail.facts.authorship import Authorship
from gyotaku.mail.facts.message_identity import MessageIdentities
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.message import Message
from gyotaku.model.evidence import Principal
from gyotaku.model.path import Path
from gyotaku.model.report import KeyField
from gyotaku.model.text import Host, Quote, Sentence, Text, server

_NO_RETURN_PATH = Text(
    en="There is none. The delivering server adds it, so the mail was saved before delivery or the field was removed.",
    ja="ありません。配送したサーバーが付けるものなので、配送前に保存されたか、後で取り除かれています。",
)
_EMPTY_RETURN_PATH = Text(
    en="It is empty, as in bounces and automatic notices. Anybody can send with an empty one.",
    ja="空です。エラー通知や自動応答はこの形ですが、誰でも空にして送れます。",
)
_RETURN_PATH_OURS = Text(
    en="Your own server wrote it down, but it is what the sending side gave in the SMTP session: a claim, unless SPF "
    "confirms it.",
    ja="書き留めたのは自社サーバーですが、内容は送信側が SMTP で名乗ったものです。SPF で確かめられない限り、名乗りにすぎません。",
)
_RETURN_PATH_OTHER = Text(
    en="It stands where the sender could have written it, so it is worth no more than From.",
    ja="差出人自身が書き込める位置にあり、From と同じく名乗りにすぎません。",
)
_NO_MESSAGE_ID = Text(
    en="There is none. Ordinary mail software adds one.", ja="ありません。通常のメールソフトなら付けるものです。"
)
_MESSAGE_ID_RELAY = Text(
    en="It bears the queue id {id} of the server {host}, as that server's Received line gives it. The sender's "
    "software most likely gave none, and the server added one. It tells of the relay, not of who wrote the mail.",
    ja="サーバー {host} の Received 行にあるキューID {id} を含んでいます。送信ソフトが付けなかったため、このサーバーが補ったものと"
    "考えられます。わかるのは中継したサーバーで、書いた人ではありません。",
)
_MESSAGE_ID_SENDER = Text(
    en="The sending software makes it up. Its right-hand side is only what that software was told to call itself, "
    "and proves no origin.",
    ja="送信ソフトが作るものです。@ の右側は送信ソフトの設定にすぎず、送信元の証明にはなりません。",
)
_NO_RECEIVED = Text(
    en="There is none: no server says that it took this mail.",
    ja="ありません。このメールを受け取ったというサーバーの記録がないことになります。",
)
_RECEIVED_OURS = Text(
    en="Your own server wrote this line. The address is what it saw; the HELO name is the client's own claim, and the reverse "
    "name is set by whoever holds the address.",
    ja="自社サーバーの記録です。IPアドレスは、実際に接続してきた相手のものです。HELO 名は接続元の名乗りで、逆引きホスト名は"
    "IPアドレスの管理者が決めるものです。",
)
_RECEIVED_OTHER = Text(
    en="It is the word of {host}, as handed on by the servers after it. Whoever handed the mail to your own server "
    "could have written it.",
    ja="{host} が記録したとされ、その後のサーバーが引き継いできた内容です。自社サーバーに引き渡した側なら、書き込むことができます。",
)


def key_fields(facts: Facts, path: Path) -> tuple[KeyField, ...]:
    return (
        _return_path(facts.get(Senders), facts.get(Authorship)),
        _message_id(facts.get(MessageIdentities)),
        _first_received(facts.get(Message), path),
    )


def _return_path(senders: Senders, authorship: Authorship) -> KeyField:
    field = senders.return_path
    if field is None:
        return KeyField("Return-Path", None, Sentence(_NO_RETURN_PATH))
    if senders.envelope is None:
        return KeyField("Return-Path", field.evidence(authorship.principal(field)), Sentence(_EMPTY_RETURN_PATH))
    worth = _RETURN_PATH_OURS if authorship.ours(field) else _RETURN_PATH_OTHER
    # Whoever wrote the field down, the address in it is the sending side's word.
    return KeyField("Return-Path", field.evidence(Principal.SENDER), Sentence(worth))


def _message_id(identities: MessageIdentities) -> KeyField:
    identity = identities.first
    if identity is None:
        return KeyField("Message-ID", None, Sentence(_NO_MESSAGE_ID))
    relay = identity.relay
    if relay is None or relay.id is None:
        return KeyField("Message-ID", identity.field.evidence(Principal.SENDER), Sentence(_MESSAGE_ID_SENDER))
    worth = _MESSAGE_ID_RELAY.filled(id=Quote(relay.id), host=Host(identity.right))
    evidence = identity.field.evidence(Principal.RELAY, principal_name=identity.right)
    return KeyField("Message-ID", evidence, worth)


def _first_received(message: Message, path: Path) -> KeyField:
    hop = path.first
    if hop is None:
        return KeyField("Received", None, Sentence(_NO_RECEIVED))
    field = message.headers.all("Received")[hop.index]
    if path.ours(hop):
        return KeyField("Received", field.evidence(Principal.US, principal_name=hop.by), Sentence(_RECEIVED_OURS))
    evidence = field.evidence(Principal.RELAY, principal_name=hop.by)
    return KeyField("Received", evidence, _RECEIVED_OTHER.filled(host=server(hop.by)))
