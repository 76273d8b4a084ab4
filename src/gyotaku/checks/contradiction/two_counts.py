"""The mail counts one sort of thing in two ways, or names a number and lists another.

Innocent when: the two counts are of different things of one sort: all files and those that are new.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.wording import Passage, Wording
from gyotaku.mail.mentions.counts import Count, Listed, counts, listed
from gyotaku.mail.mentions.quoted import answers
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text

TWO_COUNTS = Kind(
    id="two-counts",
    group=Group.CONTRADICTION,
    strength=Strength.WEAK,
    title=Text(
        en="The mail counts one thing in two ways: {first} and {second}.",
        ja="同じものの数が、{first} と {second} の二通りに書かれています。",
    ),
    why=Text(
        en="A program that counts gives one number. Two come about where a text is put together from several.",
        ja="プログラムが数えた結果であれば、数は一つのはずです。複数の文面を継ぎ合わせると、数が食い違うことがあります。",
    ),
    innocent=Text(
        en="Two counts of different things, such as all messages and those that are new, or a list that is only an extract.",
        ja="全体の件数と新着の件数のように別のものを数えている場合や、一覧が一部の抜粋である場合にも起こります。",
    ),
)

_OF_MANY = frozenset({"file", "page", "transaction"})
"""Sorts of which one text may well count several heaps: in a long text, held against the subject's number alone."""
_SHORT = 1200
_PARTS = (
    "うち",
    "まで",
    "以上",
    "以内",
    "最大",
    "残り",
    "追加",
    "あと",
    "目",
    "up to",
    "more than",
    "of the",
    "of which",
    "more",
    "remaining",
    "additional",
    "another",
    "other",
    "per ",
    "each",
    "at least",
    "例",
)


def check(wording: Wording) -> Iterator[Finding]:
    subject = [passage for passage in wording.headers if passage.part == "Subject"]
    for body in wording.bodies[:4]:
        if answers(body.folded):
            continue
        pair = _counted([*subject, body]) or _list(body)
        if pair is not None:
            first, second = pair
            yield TWO_COUNTS.found(first, second, first=Quote(first.quote), second=Quote(second.quote))
            return


def _counted(passages: list[Passage]) -> tuple[Evidence, Evidence] | None:
    told = [(passage, one) for passage in passages for one in counts(passage.folded)]
    for sort in dict.fromkeys(one.sort for _, one in told):
        same = [(passage, one) for passage, one in told if one.sort == sort]
        if any(_partial(passage, one) for passage, one in same):
            continue
        numbers = {one.number for _, one in same}
        if len(numbers) == 2:
            first = same[0]
            second = next(one for one in same if one[1].number != first[1].number)
            if sort in _OF_MANY and first[0].part != "Subject" and len(second[0].text) > _SHORT:
                continue
            return _quoted(*first), _quoted(*second)
    return None


def _quoted(passage: Passage, one: Count) -> Evidence:
    return passage.evidence(one.start, one.end)


def _partial(passage: Passage, one: Count) -> bool:
    """The sentence tells of a part, of a bound or of more."""
    around = passage.folded[max(0, one.start - 12) : one.end + 8]
    return any(word in around for word in _PARTS)


def _list(body: Passage) -> tuple[Evidence, Evidence] | None:
    """A number, and the list right below it that has fewer or more."""
    if not any(mark in body.folded for mark in ("\n・", "\n-", "\n*", "\n•", "\n1", "\n①", "\n ", "\n●", ":\n")):
        return None
    for one in listed(body.folded):
        if one.number != len(one.items) and not _bound(body, one):
            return body.evidence(one.start, one.end), body.evidence(*one.items[-1])
    return None


def _bound(body: Passage, one: Listed) -> bool:
    text = body.folded
    line = text[text.rfind("\n", 0, one.start) + 1 : one.end]
    return any(word in line for word in _PARTS) or "など" in line or "等" in line or "such as" in line
