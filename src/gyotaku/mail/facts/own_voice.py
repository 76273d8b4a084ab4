"""Whether a mail speaks in a name of its own, so that organizations it names are what it is about, not whom it plays."""

import re
from functools import cache

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.facts.claims import Claims, Place
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.stamps import Stamps
from gyotaku.mail.facts.wording import Wording, folded
from gyotaku.mail.forwarded import may_be, quoted_mail
from gyotaku.mail.lettering import one_word
from gyotaku.mail.message import Message
from gyotaku.mail.pattern import Pattern
from gyotaku.mail.vocabulary import Vocabulary, vocabulary

_LONGEST_NAME = 60
_LEAST_LATIN = 4
_LEAST_JAPANESE = 2
_MOST_HITS = 20
_REST = 20
"""Letters beside the name on the line of a signature."""
_WORDS = Pattern(r"[^\W\d_]+")
_SPEAKS = Pattern(
    r"[」』】]?(?:です|でございます|と申します|の[^\s、。]{1,10}(?:です|でございます|と申します)|をご利用)"
)
_OPENING = "【[「『(（<"


class OwnVoice(Struct, frozen=True):
    """`introduced`: the name beside the address is no known organization's, and the text introduces or signs itself with it.

    `forwards`: a person hands on a mail that stands within the text, with its sender.
    """

    introduced: bool
    forwards: bool

    @property
    def any(self) -> bool:
        return self.introduced or self.forwards


def read(senders: Senders, stamps: Stamps, claims: Claims, wording: Wording, message: Message) -> OwnVoice:
    author = senders.author
    if author is None or any(claim.place is Place.NAME for claim in claims.all):
        return OwnVoice(introduced=False, forwards=False)
    forwards = may_be(message) and quoted_mail(message) is not None
    name = folded(author.name or "").strip(" \"'")
    subject = folded(stamps.subject or "")
    introduced = any(
        _heads(subject, form) or any(_introduces(text.folded, form) for text in wording.bodies)
        for form in dict.fromkeys((name, _stem(name)))
        if _is_own(form)
    )
    return OwnVoice(introduced, forwards)


def _stem(name: str) -> str:
    """The name without the Japanese words of organizations at its ends (山風堂 of 山風堂カスタマーセンター)."""
    pieces = [piece.strip(" ・") for piece in _common().without(name, "\n").split("\n")]
    return max(pieces, key=len)


def _is_own(name: str) -> bool:
    """It has more than the words that stand in every organization's name, and is no address."""
    if not name or len(name) > _LONGEST_NAME or "@" in name:
        return False
    common = _common()
    return any(
        len(word) >= (_LEAST_LATIN if word.isascii() else _LEAST_JAPANESE) and word not in common
        for word in _WORDS.compiled.findall(common.without(name))
    )


@cache
def _common() -> Vocabulary:
    identity, marks = table("identity"), table("organization_words")
    words = {*identity["line"]["company"], *identity["own"]["desk"], *identity["own"]["nobody"]}
    words |= {folded(mark) for mark in (*marks["marks"], *marks["common"])}
    return vocabulary(words)


def _heads(subject: str, name: str) -> bool:
    """The subject begins with the name, or has it in brackets."""
    at = subject.find(name)
    return at == 0 or (at > 0 and subject[at - 1] in _OPENING)


def _introduces(text: str, name: str) -> bool:
    """A line begins with the name and is that of a signature, or says "this is ..."."""
    at = text.find(name)
    for _ in range(_MOST_HITS):
        if at < 0:
            return False
        end = at + len(name)
        line = text.rfind("\n", 0, at) + 1
        stop = text.find("\n", end)
        rest = text[end : stop if stop >= 0 else len(text)]
        if not one_word(text[at - 1 : at], text[at]) and not one_word(text[end - 1], text[end : end + 1]):
            if _SPEAKS.compiled.match(text, end):
                return True
            before = _common().without(text[line:at], "") if at - line <= _REST else "."
            if not _WORDS.compiled.search(before) and len(rest) <= _REST and not re.search("[、。,.!?]", rest):
                return True
        at = text.find(name, end)
    return False
