"""What the page behind a phishing mail's link would have shown: a guess from whom it plays and what it wants, told as one."""

from __future__ import annotations

from gyotaku.mail.facts.destinations import Destinations
from gyotaku.model.goal import Goal, GoalClass, MailClass
from gyotaku.model.report import Claim, Verdict, VerdictWord
from gyotaku.model.text import Quote, Sentence, Text

_BAD = frozenset({VerdictWord.FRAUD, VerdictWord.LIKELY, VerdictWord.SUSPICIOUS})

_LOGIN = Text(
    en="A guess from these words, since nobody looked: the link would have shown a login page in the name of {brand}.",
    ja="ここから推測すると（実際には開いていません）、リンク先には {brand} を装ったログイン画面が表示されたと考えられます。",
)
_CARD = Text(
    en="A guess from these words, since nobody looked: the link would have shown a page in the name of {brand} that asks for a login or card details.",
    ja="ここから推測すると（実際には開いていません）、リンク先には {brand} を装い、ログイン情報やカード番号の入力を求める画面が表示されたと考えられます。",
)
_WALLET = Text(
    en="A guess from these words, since nobody looked: the link would have shown a page in the name of {brand} that asks to connect a wallet or for its recovery phrase.",
    ja="ここから推測すると（実際には開いていません）、リンク先には {brand} を装い、ウォレットの接続や復元フレーズの入力を求める画面が表示されたと考えられます。",
)
_DATA = Text(
    en="A guess from these words, since nobody looked: the link would have shown a form in the name of {brand} that asks for personal data, a fee or card details.",
    ja="ここから推測すると（実際には開いていません）、リンク先には {brand} を装い、個人情報や手数料、カード番号の入力を求める画面が表示されたと考えられます。",
)
_OWN = Text(
    en="A guess from these words, since nobody looked: the link would have shown a login page that poses as your own organization's mail.",
    ja="ここから推測すると（実際には開いていません）、リンク先には自社のメールを装ったログイン画面が表示されたと考えられます。",
)
_PAGES = {
    GoalClass.CARD: _CARD,
    GoalClass.SHOPPING: _CARD,
    GoalClass.CARRIER: _CARD,
    GoalClass.CRYPTO: _WALLET,
    GoalClass.PARCEL: _DATA,
    GoalClass.GOVERNMENT: _DATA,
    GoalClass.ID_DOCUMENTS: _DATA,
    GoalClass.PRIZE: _DATA,
}
_OF_MAIL = frozenset({GoalClass.WEBMAIL, GoalClass.MAILSERVER_ADMIN, GoalClass.CLOUD_STORAGE})


def page_guess(
    verdict: Verdict, goal: Goal | None, claims: tuple[Claim, ...], destinations: Destinations
) -> Sentence | None:
    """None where the mail is not suspicious, plays nobody, or leads nowhere but to its sender's side."""
    if not claims or goal is None or verdict.weighed.word not in _BAD or not destinations.elsewhere:
        return None
    named = claims[0].name
    if goal.goal.mail_class is not MailClass.PHISH and goal.goal is not GoalClass.PRIZE:
        return None
    if named is None:
        return Sentence(_OWN) if goal.goal in _OF_MAIL else None
    return _PAGES.get(goal.goal, _LOGIN).filled(brand=Quote(named))
