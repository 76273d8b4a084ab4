"""Whoever writes is named in two ways that differ in a letter, a word or a character.

Innocent when: a name was mistyped, or a firm and its sister write in one mail. Held against each other are only names that stand for the
writer: the sender's name, how he introduces himself, and the signature; and the holder of the account that he wants paid.
"""

from collections.abc import Callable, Iterator

from msgspec import Struct

from gyotaku.mail.facts.wording import Passage, Wording
from gyotaku.mail.mentions.quoted import answers
from gyotaku.mail.mentions.spellings import firms, firms_differ, names_differ, people_differ, same_beginning
from gyotaku.mail.pattern import Pattern
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text

NAME_VARIES = Kind(
    id="name-varies",
    group=Group.CONTRADICTION,
    strength=Strength.WEAK,
    title=Text(
        en="The sender is called {first} in one place, and {second} in another.",
        ja="差出人の名前が、{first} と {second} の二通りに書かれています。",
    ),
    why=Text(
        en="People and firms know how their own name is written. Who writes in another's name gets it wrong in one place.",
        ja="自分や自社の名前の書き方を間違えることは、まずありません。他人の名をかたる文面では、一か所だけ書き誤ることがあります。",
    ),
    innocent=Text(
        en="A name that was mistyped, a firm that was renamed, or a sister firm.",
        ja="書き間違いのほか、社名の変更や、同じグループの会社である場合にも起こります。",
    ),
)

_SIGNED = 400
_OPENED = 500
_LINES = 8
_LONGEST = 48
_MOST = 24
_MOST_WORDS = 6
_PAID = ("account name", "beneficiary", "account holder", "payee")
_SELF_JA = Pattern(
    r"(?:^|[\s、。])(?P<name>[\u4e00-\u9fff々]{1,4}[ \u3000]?[\u4e00-\u9fff々\u3041-\u30ff]{1,4})(?=です|と申します|でございます)"
)
_LEAD_INS = (
    "thank you for choosing",
    "thank you for using",
    "thank you for shopping with",
    "welcome to",
    "here at",
    "in the",
    "with",
    "your",
)
_NAME_EN = Pattern(r" (?P<name>[A-Z][\w'&-]*(?:[ -][A-Z][\w'&-]*){1,3}|[A-Z][\w'&]*-[A-Z][\w'&-]*)")
_ACCOUNT = Pattern(
    r"(?i:account name|beneficiary|account holder|payee|口座名義)[ \t]{0,8}[:|][ \t]{0,8}(?P<name>[^\r\n]{4,48})"
)


class _Named(Struct, frozen=True):
    passage: Passage
    start: int
    end: int

    @property
    def name(self) -> str:
        return self.passage.text[self.start : self.end]


def check(wording: Wording) -> Iterator[Finding]:
    senders = [passage for passage in wording.headers if passage.part != "Subject"]
    for body in wording.bodies[:4]:
        pair = _pair(senders, body)
        if pair is not None and not answers(body.folded):
            first, second = (one.passage.evidence(one.start, one.end) for one in pair)
            yield NAME_VARIES.found(first, second, first=Quote(first.quote), second=Quote(second.quote))
            return


def _pair(senders: list[Passage], body: Passage) -> tuple[_Named, _Named] | None:
    from_names = [_Named(one, 0, len(one.text)) for one in senders if len(one.text) < _LONGEST]
    signed = _signature(body)
    if not signed:
        return None
    if body.text.isascii() or not _is_japanese(body):
        names = [one for one in signed if 0 < one.name.count(" ") < _MOST_WORDS and one.name[0].isupper()]
        found = _differing(_opened(body) + from_names, names, names_differ) if names else None
        if found is not None:
            return found
        account = _all(body, _ACCOUNT, 0, len(body.text)) if any(word in body.folded for word in _PAID) else []
        return _differing(account, signed + from_names, same_beginning) if account else None
    people = from_names + _all(body, _SELF_JA, 0, _OPENED)
    found = _differing(people, signed, people_differ)
    tail = [_Named(body, *span) for span in firms(body.text, max(0, len(body.text) - _SIGNED), len(body.text))]
    if found is not None or not tail:
        return found
    named = [_Named(one, *span) for one in senders for span in firms(one.text, 0, min(len(one.text), _LONGEST))]
    named += [_Named(body, *span) for span in firms(body.text, 0, min(len(body.text), _OPENED))]
    return _differing(named, tail, firms_differ)


def _opened(body: Passage) -> list[_Named]:
    """The names behind words by which a service speaks of itself."""
    found = []
    for words in _LEAD_INS:
        at = body.folded.find(words, 0, _OPENED)
        match = _NAME_EN.compiled.match(body.text, at + len(words)) if at >= 0 else None
        if match is not None:
            found.append(_Named(body, *match.span("name")))
    return found


def _is_japanese(body: Passage) -> bool:
    return any(sign in body.text for sign in "のはをにす")


def _differing(
    some: list[_Named], others: list[_Named], differ: Callable[[str, str], bool]
) -> tuple[_Named, _Named] | None:
    """The first two that differ so, where neither is named in the other list as well."""
    for one in some[:_MOST]:
        for other in others[:_MOST]:
            if (one.passage is not other.passage or one.end <= other.start or other.end <= one.start) and differ(
                one.name, other.name
            ):
                return one, other
    return None


def _all(passage: Passage, pattern: Pattern, start: int, end: int) -> list[_Named]:
    return [_Named(passage, *match.span("name")) for match in pattern.compiled.finditer(passage.text, start, end)]


def _signature(body: Passage) -> list[_Named]:
    """The short lines at the end of the body."""
    text = body.text
    start = max(0, len(text.rstrip()) - _SIGNED)
    found: list[_Named] = []
    at = text.find("\n", start) + 1 if start else 0
    for line in text[at:].split("\n"):
        bare = line.strip(" \t\r\u3000")
        if 3 < len(bare) < _LONGEST and not bare.endswith(("。", ".", ",", "!", "？")):
            begin = at + line.index(bare[0])
            found.append(_Named(body, begin, begin + len(bare)))
        at += len(line) + 1
    return found[-_LINES:]
