"""The mail promises money or a prize that nobody asked for.

Innocent when: it is news or talk about such things, or a shop's raffle the reader takes part in.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.said import Said, Sayings
from gyotaku.mail.facts.tongue import Tongue
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.lazy import Lazy
from gyotaku.model.text import Quote, Text

MONEY_PROMISED = Kind(
    id="money-promised",
    group=Group.LANGUAGE,
    strength=Strength.MODERATE,
    title=Text(
        en="The mail offers a large sum or a loan in words that advance-fee frauds use, such as {first} and {second}.",
        ja="多額の金銭や融資を持ちかけるメールで、前払い詐欺によく見られる {first} や {second} という言葉があります。",
    ),
    why=Text(
        en="Strangers do not give money away. Whoever answers is asked for fees, papers or account details first.",
        ja="見知らぬ人が理由もなく大金を渡すことはありません。返信すると、手数料、身分証明書、口座情報などを先に求められます。",
    ),
    innocent=Text(
        en="News and mails of lawyers, banks and charities about real inheritances and donations.",
        ja="実在の相続や寄付に関する弁護士、銀行、慈善団体からの連絡やニュースでも見られます。",
    ),
)
PRIZE_PROMISED = Kind(
    id="prize-promised",
    group=Group.LANGUAGE,
    title=Text(
        en="The mail promises a prize or a present: {first} and {second}.",
        ja="{first} や {second} と、賞品や特典を約束しています。",
    ),
    why=Text(
        en="A prize for a click or a short survey is a common lure to get card details. Advertising uses the same words.",
        ja="クリックや簡単なアンケートで賞品がもらえるという誘いは、カード情報を聞き出す手口によく使われます。広告も同じ言葉を使います。",
    ),
    innocent=Text(
        en="Newsletters and raffles that the reader signed up for.",
        ja="登録済みのメールマガジンや、自分で応募した抽選でも見られます。",
    ),
)
BLACKMAIL = Kind(
    id="blackmail",
    group=Group.LANGUAGE,
    strength=Strength.STRONG,
    title=Text(
        en="The mail threatens the reader with exposure and demands payment: {first} and {second}.",
        ja="秘密を暴露すると脅し、金銭を要求しています。{first}、{second} と書かれています。",
    ),
    why=Text(
        en="These mails are sent to millions of addresses; the claimed recordings do not exist. A password that is quoted comes from an old leak.",
        ja="同じ内容が何百万ものアドレスに送られており、撮影したという動画は存在しません。書かれているパスワードは、過去に漏れたものです。",
    ),
    innocent=Text(
        en="Warnings and articles about such mails.",
        ja="こうしたメールへの注意喚起や記事でも同じ言葉が使われます。",
    ),
)

_LEAST_MONEY = 3
_MANY_MONEY = 5
_LEAST_PRIZE = 2
_MANY_PRIZE = 4
_LEAST_BLACKMAIL = 3


def check(sayings: Sayings, tongue: Lazy[Tongue]) -> Iterator[Finding]:
    silent = True
    for kind, topic, least, many in (
        (BLACKMAIL, "extortion", _LEAST_BLACKMAIL, _LEAST_BLACKMAIL),
        (MONEY_PROMISED, "money", _LEAST_MONEY, _MANY_MONEY),
        (PRIZE_PROMISED, "prize", _LEAST_PRIZE, _MANY_PRIZE),
    ):
        different = sayings.different(topic)
        if different < least:
            continue
        silent = False
        first, second = _two(sayings.of(topic))
        strength = kind.strength if kind is BLACKMAIL else Strength.MODERATE if different >= many else Strength.WEAK
        yield kind.found(
            first,
            second,
            strength=strength,
            first=Quote(first.quote),
            second=Quote(second.quote),
        )
    if silent:
        tongue().must_be_read()


def _two(sayings: list[Said]) -> tuple[Evidence, Evidence]:
    """The clauses of the two longest phrases, in the order in which they stand; another clause each where there is one."""
    longest = sorted(sayings, key=lambda said: -len(said.hit.phrase))
    first = longest[0]
    quoted = first.evidence()
    others = [said for said in longest[1:] if said.hit.phrase != first.hit.phrase]
    other = next((said for said in others if said.evidence().span != quoted.span), others[0])
    pair = sorted((first, other), key=lambda said: (not said.in_header, said.passage.part, said.hit.start))
    return pair[0].evidence(), pair[1].evidence()
