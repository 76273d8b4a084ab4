"""The mail asks for what its real sender would not ask for by mail.

Innocent when: the mail warns against just that (such sentences are left out), or people who know each other agree on it.
"""

from collections.abc import Iterator

from gyotaku.data.tables import table
from gyotaku.mail.facts.asked import Asked
from gyotaku.mail.facts.tongue import Tongue
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.lazy import Lazy
from gyotaku.model.text import Quote, Text, Word

UNLIKELY_ASK = Kind(
    id="unlikely-ask",
    group=Group.LANGUAGE,
    strength=Strength.MODERATE,
    title=Text(
        en="The mail asks for {what}, which honest senders do not ask for by mail: {ask}.",
        ja="{ask} と、正規の差出人がメールでは求めないもの（{what}）を求めています。",
    ),
    why=Text(
        en="Whoever has it can take over the account or spend the money at once, and it cannot be called back. That is why banks, providers and authorities state "
        "that they never ask for it by mail.",
        ja="渡した相手は、すぐにアカウントを乗っ取ったり、お金を使ったりでき、取り戻すことはできません。そのため、銀行、プロバイダー、公的機関は「メールでお聞きすることはない」と案内しています。",
    ),
    innocent=Text(
        en="Mail between people who know each other, a help desk's agreed remote support, and instructions for a program.",
        ja="知り合いどうしのやり取り、事前に約束した遠隔サポート、ソフトウェアの説明でも見られます。",
    ),
)

_WHAT = {
    "password": Text(en="a password or PIN in a reply or form", ja="返信や記入による暗証番号やパスワード"),
    "same-password": Text(en="a log-in to keep the same password", ja="同じパスワードを使い続けるためのログイン"),
    "code": Text(en="a one-time code", ja="認証コード"),
    "card": Text(en="card details", ja="カードの番号など"),
    "seed": Text(en="the secret words or key of a wallet", ja="ウォレットの復元フレーズや秘密鍵"),
    "identity-paper": Text(en="a copy of an identity paper", ja="身分証明書の写し"),
    "gift-card": Text(en="gift cards or their codes", ja="ギフトカードやそのコード"),
    "remote": Text(en="the installation of software for remote control", ja="遠隔操作ソフトの導入"),
    "pay-to-unlock": Text(en="a payment in crypto assets or gift cards to unlock something", ja="解除と引き換えの暗号資産やギフトカード"),
}  # fmt: skip


def check(asked: Asked, tongue: Lazy[Tongue]) -> Iterator[Finding]:
    if not asked.all:
        tongue().must_be_read()
    told: set[tuple[int, int]] = set()
    for ask in asked.all:
        # One sentence that asks for several things is quoted once, for the first.
        if (ask.start, ask.end) not in told:
            told.add((ask.start, ask.end))
            evidence = ask.evidence()
            yield UNLIKELY_ASK.found(
                evidence,
                strength=Strength(table("asks")["topic"][ask.topic]["strength"]),
                what=Word(_WHAT[ask.topic]),
                ask=Quote(evidence.quote),
            )
