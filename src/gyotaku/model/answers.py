"""Questions about the world, permissions to ask them, and how a check can end."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from gyotaku.model.bearing import HypothesisName
from gyotaku.model.text import Sentence, Text


class Permission(StrEnum):
    """One kind of look-up that the user may allow. Nothing leaves the machine without."""

    DNS = "dns"
    REGISTRATION = "registration"
    REPUTATION = "reputation"
    PLACE = "place"
    SITE = "site"

    @property
    def label(self) -> Text:
        return _PERMISSIONS[self]


_PERMISSIONS = {
    Permission.DNS: Text(en="DNS", ja="DNS"),
    Permission.REGISTRATION: Text(en="registration (RDAP, WHOIS)", ja="登録情報（RDAP、WHOIS）"),
    Permission.REPUTATION: Text(en="reputation lists", ja="評判リスト"),
    Permission.PLACE: Text(en="place and network of addresses", ja="IPアドレスの位置とネットワーク"),
    Permission.SITE: Text(en="visiting the site", ja="サイトへのアクセス"),
}


class Question(Struct, frozen=True):
    """Something that could be asked of the world about an observable of the mail."""

    id: str
    """What is asked, of what: `spf:example.org`, `ptr:192.0.2.1`."""
    name: Text
    """What is looked up, in a word or two."""
    permission: Permission
    text: Sentence
    decides: tuple[HypothesisName, ...] = ()
    """The hypotheses between which its answer decides."""
    answered: bool = False
    """A source has answered it in this dissection."""

    @property
    def method(self) -> str:
        """What is asked: `spf`, `ptr`, `owner`."""
        return self.id.partition(":")[0]

    @property
    def of(self) -> str:
        """The observable that is asked about."""
        return self.id.partition(":")[2]


class Ended(StrEnum):
    """How a check ended. Whatever did not run says why; nothing unlooked-at reads as clean."""

    RAN = "ran"
    NOT_APPLICABLE = "not-applicable"
    NOT_PERMITTED = "not-permitted"
    UNAVAILABLE = "unavailable"
    FAILED = "failed"

    @property
    def label(self) -> Text:
        return _ENDED[self]


_ENDED = {
    Ended.RAN: Text(en="ran", ja="実施"),
    Ended.NOT_APPLICABLE: Text(en="not applicable", ja="該当なし"),
    Ended.NOT_PERMITTED: Text(en="not permitted", ja="許可されていません"),
    Ended.UNAVAILABLE: Text(en="unavailable", ja="取得できませんでした"),
    Ended.FAILED: Text(en="failed", ja="失敗しました"),
}


class Ending(Exception):  # noqa: N818 - an outcome, not an error
    """Why a fact or a check has nothing to say. A fact's reader, a look-up or a check raises one of the kinds below."""

    ended: Ended

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


class NotApplicable(Ending):
    """The mail has nothing to look at."""

    ended = Ended.NOT_APPLICABLE


class NotPermitted(Ending):
    """It takes a look-up that the user has not allowed."""

    ended = Ended.NOT_PERMITTED


class Unavailable(Ending):
    """It takes a look-up that was allowed and gave no answer."""

    ended = Ended.UNAVAILABLE


class CheckRun(Struct, frozen=True):
    """How one check ended, and why where it did not run."""

    id: str
    ended: Ended
    why: Text | None = None


class Unknown(Struct, frozen=True):
    """What the report does not know: the question, why it is open, and which permission would answer it."""

    question: Sentence
    why: Text
    permission: Permission | None = None
    id: str = ""
    detail: str = ""
    """Who was asked and gave no answer, and in what words."""
