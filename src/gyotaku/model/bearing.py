"""The names of the hypotheses, and how a finding bears on them."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from gyotaku.model.text import Text


class HypothesisName(StrEnum):
    FORGED_SENDER = "forged-sender"
    ABUSED_ACCOUNT = "abused-account"
    LOOKALIKE_DOMAIN = "lookalike-domain"
    ABUSED_SERVICE = "abused-service"
    OWN_NAME = "own-name"
    HONEST = "honest"

    @property
    def label(self) -> Text:
        return _NAMES[self][0]

    @property
    def meaning(self) -> Text:
        return _NAMES[self][1]


_NAMES = {
    HypothesisName.FORGED_SENDER: (
        Text(en="forged sender", ja="差出人の詐称"),
        Text(
            en="Somebody without any right to the sender's domain wrote it into From; its holder is a victim.",
            ja="差出人のドメインに何の権限もない者が、そのドメインを From に書いた場合です。ドメインの持ち主は被害者です。",
        ),
    ),
    HypothesisName.ABUSED_ACCOUNT: (
        Text(en="abused account", ja="アカウントの不正利用（乗っ取り）"),
        Text(
            en="A real mail account was used by somebody else; its owner is a victim.",
            ja="実在するメールアカウントが第三者に使われた場合です。持ち主は被害者です。",
        ),
    ),
    HypothesisName.LOOKALIKE_DOMAIN: (
        Text(en="look-alike domain", ja="紛らわしいドメイン"),
        Text(
            en="The sender's domain was chosen to be mistaken for another's.",
            ja="ほかのドメインと見間違えるように選ばれたドメインから送られた場合です。",
        ),
    ),
    HypothesisName.ABUSED_SERVICE: (
        Text(en="abused service", ja="正規サービスの悪用"),
        Text(
            en="A bulk, form or cloud mail service was made to send it under the service's own name.",
            ja="一斉配信、フォーム、クラウドなどの正規サービスが、サービス自身の名前での送信に使われた場合です。",
        ),
    ),
    HypothesisName.OWN_NAME: (
        Text(en="the sender's own name", ja="本人名義"),
        Text(
            en="A stranger sent it from a domain or a free mail address of their own.",
            ja="面識のない者が、自分のドメインまたはフリーメールのアドレスで送った場合です。",
        ),
    ),
    HypothesisName.HONEST: (
        Text(en="honest", ja="正当なメール"),
        Text(en="The mail is what it says it is.", ja="メールが名乗っているとおりのものである場合です。"),
    ),
}


class Side(StrEnum):
    FOR = "for"
    AGAINST = "against"
    EXCLUDES = "excludes"


class Bearing(Struct, frozen=True):
    """That a finding speaks for a hypothesis, against it, or rules it out."""

    side: Side
    name: HypothesisName


def speaks_for(*names: HypothesisName) -> tuple[Bearing, ...]:
    return tuple(Bearing(Side.FOR, name) for name in names)


def speaks_against(*names: HypothesisName) -> tuple[Bearing, ...]:
    return tuple(Bearing(Side.AGAINST, name) for name in names)


def excludes(*names: HypothesisName) -> tuple[Bearing, ...]:
    return tuple(Bearing(Side.EXCLUDES, name) for name in names)


UNAUTHORIZED = (
    *speaks_for(HypothesisName.FORGED_SENDER),
    *speaks_against(HypothesisName.ABUSED_ACCOUNT, HypothesisName.OWN_NAME, HypothesisName.HONEST),
)
"""What it means that the author's domain did not authorize a mail."""
