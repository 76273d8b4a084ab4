"""The mail says at its beginning, or in the sender's name, that one organization writes, and at its end another.

Innocent when: one organization writes for another. Like is compared with like: desks with desks, companies with companies.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.facts.wording import Passage, Wording
from gyotaku.mail.mentions.quoted import words_of_others
from gyotaku.mail.mentions.spellings import firms
from gyotaku.mail.pattern import Pattern
from gyotaku.mail.phrases import Words
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text

TWO_ORGANIZATIONS = Kind(
    id="two-organizations",
    group=Group.CONTRADICTION,
    strength=Strength.MODERATE,
    title=Text(
        en="The mail comes from {first}, and is signed by {second}.",
        ja="{first} からのメールとされていますが、末尾の署名は {second} です。",
    ),
    why=Text(
        en="Who writes a notice signs it. Two names come about when the text of one organization's mail is used again for another's.",
        ja="お知らせは、書いた組織が署名します。ある組織のメールの文面を別の組織の名で使い回し、一か所を直し忘れると、名前が二つになります。",
    ),
    innocent=Text(
        en="A desk that works for several organizations, or a company that was renamed.",
        ja="複数の組織の窓口を引き受けている会社や、社名を変更した会社でも起こります。",
    ),
)

_SIGNED = 700
"""Characters at the end of a body in which it is signed."""
_OPENED = 800
_SHORT = 3
_ACRONYM = 5
_NAME = r"[^\s、。「」『』【】()<>:,/■□●○◆◇▼▶★☆※|*#=_.!?～~\-]"
_COMPANY = Pattern(
    rf"(?P<whole>(?:株式会社|有限会社|合同会社)(?P<a>{_NAME}{{2,20}}?)|(?P<b>{_NAME}{{2,20}}?)(?:株式会社|有限会社|合同会社))(?P<after>[の ]|です|でございます|より|$|\r?\n)"
)
_TEAM = Pattern(
    r"(?m)^[ \t]*(?P<whole>(?:the )?(?P<a>[a-z][a-z0-9&' -]{2,30}?) (?:support |security |customer |billing |booking |service )?(?:team|customer care|customer service|it service|club|inc\.?|ltd\.?|llc|gmbh|support|customer support|help desk))[ \t\r]*$"
)
_NOT_NAMES = frozenset(
    {
        "customer",
        "desk",
        "info",
        "noreply",
        "no-reply",
        "notifications",
        "postmaster",
        "webmaster",
        "security",
        "account",
        "support",
        "technical",
        "our",
        "your",
        "it",
        "billing",
        "mail",
        "email",
        "service",
        "help",
        "web",
        "sales",
        "accounts",
        "service desk",
        "customer service",
        "best regards",
        "sincerely",
        "thanks",
        "thank you",
        "kind regards",
    }
)


class _Named(Struct, frozen=True):
    passage: Passage
    start: int
    end: int
    name: str


def check(wording: Wording) -> Iterator[Finding]:
    for body in wording.bodies:
        text = body.folded
        signed_to = len(text)
        pair = _unlike_sender(wording, body, signed_to)
        if pair is not None and not words_of_others(text):
            first, second = (one.passage.evidence(one.start, one.end) for one in pair)
            strength = Strength.MODERATE if pair[0].name in text else Strength.WEAK
            yield TWO_ORGANIZATIONS.found(
                first, second, strength=strength, first=Quote(first.quote), second=Quote(second.quote)
            )
            return
        for read in (_offices, _companies, _teams, _firms):
            pair = _pair(wording, body, signed_to, read)
            if pair is not None and not words_of_others(text):
                first, second = (one.passage.evidence(one.start, one.end) for one in pair)
                strength = Strength.WEAK if read is _firms else Strength.MODERATE
                yield TWO_ORGANIZATIONS.found(
                    first, second, strength=strength, first=Quote(first.quote), second=Quote(second.quote)
                )
                return


def _unlike_sender(wording: Wording, body: Passage, end: int) -> tuple[_Named, _Named] | None:
    """The sender's name, and the only desk, team or service in the text that thanks or signs, where the two share nothing."""
    sender = next((one for one in wording.headers if one.part != "Subject"), None)
    if sender is None or len(sender.text) < _SHORT:
        return None
    name = sender.folded.strip().strip('"')
    if name in _NOT_NAMES:
        return None
    start = max(0, end - _SIGNED)
    signed = [one for read in (_offices, _teams) for one in read(body, start, end) if _alone(body.folded, one)]
    signed += _thanked(body, start, end)
    others = {one.name for one in signed}
    if len(others) != 1:
        return None
    other = signed[0]
    texts = [body.folded, *(one.folded for one in wording.headers)]
    if (
        _same(name, other.name)
        or name.isascii() is not other.name.isascii()
        or sum(text.count(other.name) for text in texts) != 1
    ):
        return None
    return _Named(sender, 0, len(sender.text), name), other


def _thanked(body: Passage, start: int, end: int) -> list[_Named]:
    """A service for whose use a line of its own thanks."""
    text = body.folded
    found: list[_Named] = []
    if text.isascii():
        return found
    rows = table("particulars")["own"]
    here = _standing(text)
    for form in rows["thanks"]:
        at = text.find(form, start, end) if form in here else -1
        if at >= 0:
            name = _NAME_BEFORE.compiled.search(text, max(start, at - 24), at)
            begin = name.start("name") if name is not None else 0
            if begin and text[begin - 1] == "\n":
                greeting = next((one for one in rows["greeting"] if text.startswith(one, begin)), "")
                called = text[begin + len(greeting) : at].strip()
                if len(called) > 1 and not any(word in called for word in rows["nobody"]):
                    found.append(_Named(body, begin + len(greeting), at, called))
    return found


def _pair(
    wording: Wording, body: Passage, end: int, read: Callable[[Passage, int, int], list[_Named]]
) -> tuple[_Named, _Named] | None:
    """The only name at the beginning or in the sender's name, and the only one of its sort at the end."""
    signed = [one for one in read(body, max(0, end - _SIGNED), end) if _alone(body.folded, one)]
    if not signed:
        return None
    from_name = [passage for passage in wording.headers if passage.part != "Subject"]
    opened = [one for passage in from_name for one in read(passage, 0, len(passage.text))]
    head = min(_OPENED, end)
    opened += [one for one in read(body, 0, head) if not _alone(body.folded, one)]
    if not opened or not signed or any(_same(one.name, other.name) for one in opened for other in signed):
        return None
    if len({one.name for one in opened}) != 1 or len({one.name for one in signed}) != 1:
        return None
    elsewhere = body.folded.count(signed[0].name) + sum(one.folded.count(signed[0].name) for one in wording.headers)
    apart = opened[0].passage is not body or opened[0].end <= signed[0].start
    return (opened[0], signed[0]) if elsewhere == 1 and apart else None


def _alone(text: str, one: _Named) -> bool:
    """The name begins a line of its own, as a signature has it."""
    line = text[text.rfind("\n", 0, one.start) + 1 : one.start]
    rest = text[one.end : one.end + 30].partition("\n")[0]
    return not line.strip(" \t■□●○◆◇*-=_") and len(rest.strip()) <= 20 and "。" not in rest


@lru_cache(maxsize=4)
def _standing(text: str) -> frozenset[str]:
    """The words of the table by which somebody tells who he is that stand in the text."""
    return frozenset(_own_words().standing(text))


@cache
def _own_words() -> Words:
    rows = table("particulars")["own"]
    return Words((*rows["before"], *rows["office"], *rows["thanks"], *_TEAM_ENDS))


def _offices(passage: Passage, start: int, end: int) -> list[_Named]:
    found: list[_Named] = []
    text = passage.folded
    if text.isascii():
        return found
    here = _standing(text)
    for office in table("particulars")["own"]["office"]:
        if office not in here:
            continue
        at = text.find(office, start, end)
        while at >= 0:
            name = _NAME_BEFORE.compiled.search(text, max(start, at - 24), at)
            if name is not None and len(name["name"].strip()) > 1:
                begin = name.start("name") + len(name["name"]) - len(name["name"].lstrip())
                found.append(_Named(passage, begin, at + len(office), name["name"].replace(" ", "")))
            at = text.find(office, at + len(office), end)
    # The longest of several that end at one place says the most.
    return [
        one
        for one in found
        if not any(
            other.end >= one.end
            and other.start <= one.start
            and other is not one
            and other.end - other.start > one.end - one.start
            for other in found
        )
    ]


_NAME_BEFORE = Pattern(rf"(?P<name>{_NAME}{{2,20}}[ ]?)$")


def _companies(passage: Passage, start: int, end: int) -> list[_Named]:
    text = passage.folded
    if text.find("会社", start, end) < 0:
        return []
    found = []
    for match in _COMPANY.compiled.finditer(text, start, end):
        name = match["a"] or match["b"]
        found.append(_Named(passage, match.start("whole"), match.end("whole"), name))
    return found


def _firms(passage: Passage, start: int, end: int) -> list[_Named]:
    """Names that end as those of banks, carriers and the like do."""
    text = passage.folded
    return [_Named(passage, *span, text[span[0] : span[1]]) for span in firms(text, start, end)]


def _team_lines(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The expression is tried on short lines that end as a team's name does."""
    at = start
    for line in text[start:end].split("\n"):
        if 4 < len(line) < 64 and line[-1] in _TEAM_LAST and line.rstrip(" \t\r").endswith(_TEAM_ENDS):
            match = _TEAM.compiled.match(text, at, at + len(line))
            if match is not None:
                yield match
        at += len(line) + 1


def _teams(passage: Passage, start: int, end: int) -> list[_Named]:
    text = passage.folded
    found = []
    here = _standing(text)
    for before in table("particulars")["own"]["before"]:
        at = text.find(before, start, end) if before in here else -1
        if at >= 0:
            match = _ENGLISH_NAME.compiled.match(passage.text, at + len(before))
            if match is not None:
                found.append(_Named(passage, match.start("name"), match.end("name"), match["name"].lower()))
    for match in () if here.isdisjoint(_TEAM_ENDS) else _team_lines(text, start, end):
        name = match["a"].strip()
        if name not in _NOT_NAMES and not name.startswith(_YOURS) and name.split()[-1] not in _NOT_NAMES:
            found.append(_Named(passage, match.start("whole"), match.end("whole"), name))
    return found


_ENGLISH_NAME = Pattern(
    r" (?P<name>(?:the )?[A-Z][A-Za-z0-9&']{1,20}(?: (?:of |and |& )?[A-Z][A-Za-z0-9&']{1,20}){0,3})"
)


def _same(one: str, other: str) -> bool:
    """One holds the other, or they begin alike, or share a word."""
    if one in other or other in one or one[:2] == other[:2] or _short(one, other) or _short(other, one):
        return True
    words = {word for word in one.split() if word not in _SMALL}
    return not words.isdisjoint(other.split())


_TEAM_ENDS = ("team", "care", "service", "support", "desk", "club", "inc", "inc.", "ltd", "ltd.", "llc", "gmbh")
_TEAM_LAST = frozenset(" \t\r").union(end[-1] for end in _TEAM_ENDS)
_YOURS = ("your ", "our ", "ihr ", "ihre ", "unser ", "dein ", "the whole ", "from ")
_SMALL = frozenset({"the", "of", "and", "&", "bank", "card"})


def _short(name: str, other: str) -> bool:
    """The name, or its last word, may be made of letters of the other."""
    word = name.rsplit(maxsplit=1)[-1]
    letters = iter(other)
    return len(word) <= _ACRONYM and all(letter in letters for letter in word)
