"""The subject holds a run of letters and figures that means nothing, so that no two subjects are alike.

Innocent when: it is a number of an order or a case. Those keep to capitals or to small letters with figures in groups.
"""

from collections.abc import Iterator
from itertools import pairwise

from gyotaku.mail.facts.wording import Wording
from gyotaku.mail.pattern import Pattern
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.text import Quote, Text

RANDOM_SUBJECT = Kind(
    id="random-in-subject",
    group=Group.HIDDEN,
    title=Text(
        en="The subject holds a run of letters and figures that is no word: {word}.",
        ja="件名に、意味のない英数字の並びが入っています：{word} 。",
    ),
    why=Text(
        en="Programs that send the same mail many times add such a run so that a filter does not see the same subject twice. Numbers of orders and "
        "cases look different from one another, and some look like this, so it is a weak hint.",
        ja="同じメールを大量に送るプログラムは、件名が毎回変わるように、こうした文字列を付けます。注文番号や受付番号にも似た形のものがあるため、弱い手がかりです。",
    ),
    innocent=Text(
        en="Numbers of orders, tickets and documents, and parts of web addresses.",
        ja="注文番号、受付番号、文書番号、URLの一部でも見られます。",
    ),
)

_RUN = Pattern(r"(?<![^\s\[(<:：【「])[A-Za-z0-9]{9,40}(?![^\s\])>】」])")
_LEAST = 9
_LEAST_CHANGES = 5
_HEXADECIMAL = Pattern(r"[0-9a-f]+|[0-9A-F]+")


def check(wording: Wording) -> Iterator[Finding]:
    for passage in wording.headers:
        if passage.part == "Subject" and any(map(_is_candidate, passage.text[:1_000].split())):
            for run in _RUN.compiled.finditer(passage.text[:1_000]):
                if _is_random(run[0]):
                    yield RANDOM_SUBJECT.found(passage.evidence(*run.span()), word=Quote(run[0]))
                    return


def _is_candidate(word: str) -> bool:
    return len(word) >= _LEAST and not word.isalpha()


def _is_random(run: str) -> bool:
    """Small letters and figures in turn many times over; a capital before small letters is no change."""
    if run.islower() == run.isupper() and run.isdigit():
        return False
    if run.upper() == run or _HEXADECIMAL.compiled.fullmatch(run) or not any(map(str.isdigit, run)):
        return False
    kinds = ["0" if letter.isdigit() else "A" if letter.isupper() else "a" for letter in run]
    changes = sum(one != other and (one, other) != ("A", "a") for one, other in pairwise(kinds))
    return changes >= _LEAST_CHANGES
