"""What a mail wants, and what class of mail that makes it."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Strength
from gyotaku.model.text import Text


class MailClass(StrEnum):
    PHISH = "phish"
    SCAM = "scam"
    MALWARE = "malware"
    SPAM = "spam"
    NONE = "none"

    @property
    def label(self) -> Text:
        return _CLASSES[self]


_CLASSES = {
    MailClass.PHISH: Text(en="phishing", ja="フィッシング"),
    MailClass.SCAM: Text(en="scam", ja="詐欺（金銭・個人情報）"),
    MailClass.MALWARE: Text(en="malware mail", ja="マルウェアメール"),
    MailClass.SPAM: Text(en="spam", ja="迷惑メール（広告）"),
    MailClass.NONE: Text(en="class not recognized", ja="種類不明"),
}


class GoalClass(StrEnum):
    """What the writer is after. The words of the report contract."""

    WEBMAIL = "webmail"
    MAILSERVER_ADMIN = "mailserver_admin"
    BANK = "bank"
    CARD = "card"
    SECURITIES = "securities"
    CARRIER = "carrier"
    SHOPPING = "shopping"
    GOVERNMENT = "government"
    PARCEL = "parcel"
    CRYPTO = "crypto"
    ID_DOCUMENTS = "id_documents"
    SOCIAL = "social"
    CLOUD_STORAGE = "cloud_storage"
    PAYMENT = "payment"
    EXTORTION = "extortion"
    ADVANCE_FEE = "advance_fee"
    PRIZE = "prize"
    CALLBACK = "callback"
    MALWARE = "malware"
    ADVERTISING = "advertising"
    NONE = "none"

    @property
    def label(self) -> Text:
        return _GOALS[self][1]

    @property
    def mail_class(self) -> MailClass:
        """The class of a fraudulent mail that wants this."""
        return _GOALS[self][0]


_P, _S = MailClass.PHISH, MailClass.SCAM
_GOALS = {
    GoalClass.WEBMAIL: (_P, Text(en="the password of a webmail account", ja="ウェブメールの認証情報")),
    GoalClass.MAILSERVER_ADMIN: (
        _P,
        Text(en="the credentials of a mail server's administrator", ja="メールサーバー管理者の認証情報"),
    ),
    GoalClass.BANK: (_P, Text(en="access to a bank account", ja="銀行口座の認証情報")),
    GoalClass.CARD: (_P, Text(en="payment card details", ja="クレジットカードの情報")),
    GoalClass.SECURITIES: (_P, Text(en="access to a securities account", ja="証券口座の認証情報")),
    GoalClass.CARRIER: (_P, Text(en="access to an account with a phone carrier", ja="携帯電話会社のアカウント情報")),
    GoalClass.SHOPPING: (_P, Text(en="access to a shopping account", ja="通販サイトのアカウント情報")),
    GoalClass.GOVERNMENT: (
        _P,
        Text(en="personal data, in the name of an authority", ja="公的機関を装って求める個人情報"),
    ),
    GoalClass.PARCEL: (
        _P,
        Text(en="personal data or money, on the pretext of a parcel", ja="荷物の配達を口実に求める個人情報や手数料"),
    ),
    GoalClass.CRYPTO: (_P, Text(en="access to crypto assets", ja="暗号資産の認証情報")),
    GoalClass.ID_DOCUMENTS: (_P, Text(en="identity documents", ja="本人確認書類")),
    GoalClass.SOCIAL: (_P, Text(en="access to a social network account", ja="SNS のアカウント情報")),
    GoalClass.CLOUD_STORAGE: (
        _P,
        Text(en="access to a cloud storage account", ja="クラウドストレージのアカウント情報"),
    ),
    GoalClass.PAYMENT: (
        _S,
        Text(en="a payment, or what pays: an account or a card", ja="送金や支払い、または決済に使う情報"),
    ),
    GoalClass.EXTORTION: (_S, Text(en="money, by threats", ja="脅迫による金銭")),
    GoalClass.ADVANCE_FEE: (_S, Text(en="a fee paid in advance", ja="前払いの手数料")),
    GoalClass.PRIZE: (
        _S,
        Text(en="personal data or fees, on the pretext of a prize", ja="当選を口実に求める個人情報や手数料"),
    ),
    GoalClass.CALLBACK: (_S, Text(en="a phone call from you", ja="電話をかけさせること")),
    GoalClass.MALWARE: (
        MailClass.MALWARE,
        Text(en="getting a program to run on your computer", ja="不正プログラムの実行"),
    ),
    GoalClass.ADVERTISING: (MailClass.SPAM, Text(en="advertising", ja="広告")),
    GoalClass.NONE: (MailClass.NONE, Text(en="nothing recognized", ja="特定できません")),
}


class Goal(Struct, frozen=True):
    """What the mail wants, as far as its words tell."""

    goal: GoalClass
    strength: Strength
    evidence: tuple[Evidence, ...]
    also: tuple[GoalClass, ...] = ()
    """Other goals that the same words allow, by falling weight."""
