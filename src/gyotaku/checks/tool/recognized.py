"""The software that composed the mail, and the service or server that sent it, by the traces they left.

Innocent: nearly always. Which program wrote a mail says nothing of who used it.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.software import Software
from gyotaku.model.answers import NotApplicable
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.software import Role
from gyotaku.model.text import Text, Word

TOOL_RECOGNIZED = Kind(
    id="tool-recognized",
    group=Group.TOOL,
    direction=Direction.INFORMS,
    title=Text(
        en="Composed with {tool}, {what}. It shows in: {reasons}.",
        ja="作成に使われたのは、{what}「{tool}」とみられます。手がかり: {reasons}。",
    ),
    why=Text(
        en="Programs build these details in their own way, and few senders know of them. They can be imitated, so several "
        "together say more than one.",
        ja="こうした細部の作り方はプログラムごとに異なり、差出人が意識することはほとんどありません。まねることはできるため、複数そろうほど確かになります。",
    ),
    innocent=Text(
        en="All programs named here are used by honest senders as well; this alone accuses nobody.",
        ja="ここに挙がるプログラムは正当な差出人も使います。これだけで疑う理由にはなりません。",
    ),
)
SENT_THROUGH = Kind(
    id="tool-sent-through",
    group=Group.TOOL,
    direction=Direction.INFORMS,
    title=Text(
        en="Sent through {tool}, {what}. It shows in: {reasons}.",
        ja="送信に使われたのは、{what}「{tool}」とみられます。手がかり: {reasons}。",
    ),
    why=Text(
        en="A service sends for whoever has an account there. It can tell who that was, and it takes reports of abuse.",
        ja="サービスは、そのアカウントを持つ人のために送信します。誰のアカウントかはサービス側で調べることができ、不正利用の報告も受け付けています。",
    ),
    innocent=Text(
        en="Shops, banks and authorities send their mail through such services every day.",
        ja="店舗、銀行、官公庁も、日々こうしたサービスからメールを送っています。",
    ),
)
TOOL_CLAIMED = Kind(
    id="tool-claimed",
    group=Group.TOOL,
    direction=Direction.INFORMS,
    title=Text(
        en="The mail says of itself that it was made with {tool}. Too little else shows that to confirm it.",
        ja="このメールは「{tool}」で作成したと名乗っています。裏付けとなる手がかりは足りません。",
    ),
    why=Text(
        en="Anybody can write any program's name into the header.",
        ja="ヘッダーには誰でも好きなソフトの名前を書けます。",
    ),
    innocent=Text(
        en="Usual where a mailing list or a gateway rebuilt the mail, and for programs whose other traces are not known here.",
        ja="メーリングリストや中継サーバーがメールを組み直した場合や、ほかの特徴が知られていないソフトの場合は普通のことです。",
    ),
)
_NO_TRACE = Text(
    en="No trace of a known program was found that suffices to name it.",
    ja="ソフトを特定できるだけの手がかりは見つかりませんでした。",
)


def check(software: Software) -> Iterator[Finding]:
    if not software.named and not software.claims:
        raise NotApplicable(_NO_TRACE)
    for one in software.named:
        kind = TOOL_RECOGNIZED if one.tool.role is Role.COMPOSES else SENT_THROUGH
        yield kind.found(
            *one.evidence,
            strength=one.strength,
            tool=Word(one.tool.called),
            what=Word(one.tool.kind.label),
            reasons=Word(one.reasons),
        )
    if software.composer is None:
        for claim in software.claims[:1]:
            yield TOOL_CLAIMED.found(claim.evidence, strength=Strength.WEAK, tool=Word(claim.tool.called))
