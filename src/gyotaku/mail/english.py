"""Forms that English grammar does not have, by the rules of `data/english_grammar.toml`."""

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.pattern import Pattern

_WORD = Pattern(r"[a-z]+")
_SLOT = Pattern(r"\{(any|base|past|third)\}")
_FORM = Pattern(r"\{(done|base):([0-9])\}|\\([0-9])")
_BEFORE, _AFTER = 50, 50
"""Letters around a word in which a rule's pattern is tried: more than any of them is long."""
_MOST_PLACES = 20
_DOUBLED = frozenset({"submit", "transfer", "ship"})


class Fault(Struct, frozen=True):
    """Where it stands in the text, and what would be written there."""

    start: int
    end: int
    natural: str


class _Verbs(Struct, frozen=True):
    """The forms that a pattern may name, and those that a base or a past form is written as instead."""

    forms: dict[str, tuple[str, ...]]
    done: dict[str, str]
    base: dict[str, str]


class _Rule(Struct, frozen=True):
    words: frozenset[str]
    beside: str
    pattern: Pattern
    natural: str


def faults(text: str) -> Iterator[Fault]:
    """Of `text` in lower case; of two that overlap, both. Each rule is tried only around the words that it needs."""
    words = _every_word().intersection(_WORD.compiled.findall(text))
    for rule in _rules() if words else ():
        here = rule.words & words
        if not here or rule.beside not in text:
            continue
        told: set[int] = set()
        for word in sorted(here):
            for start in _places(text, word):
                # The end of a window is no end of the text: what is found there must hold without it.
                for near in rule.pattern.compiled.finditer(text, max(0, start - _BEFORE), start + len(word) + _AFTER):
                    found = rule.pattern.compiled.match(text, near.start())
                    if found is not None and found.start() not in told:
                        told.add(found.start())
                        yield Fault(found.start(), found.end(), _written(rule.natural, found))


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    for _ in range(_MOST_PLACES):
        if at < 0:
            return
        yield at
        at = text.find(word, at + len(word))


def _written(natural: str, found: re.Match[str]) -> str:
    """The natural wording with the words of the match in it."""
    verbs = _verbs()

    def form(slot: re.Match[str]) -> str:
        if slot[3] is not None:
            return found[int(slot[3])] or ""
        word = found[int(slot[2])] or ""
        return (verbs.done if slot[1] == "done" else verbs.base).get(word, word)

    return " ".join(_FORM.compiled.sub(form, natural).split())


@cache
def _every_word() -> frozenset[str]:
    return frozenset().union(*(rule.words for rule in _rules()))


@cache
def _rules() -> tuple[_Rule, ...]:
    forms = _verbs().forms
    alternatives = {name: "|".join(words) for name, words in forms.items()}
    found = []
    for row in table("english_grammar")["rule"]:
        words = _SLOT.compiled.sub(lambda slot: " ".join(forms[slot[1]]), row["words"]).split()
        pattern = _SLOT.compiled.sub(lambda slot: alternatives[slot[1]], row["pattern"])
        found.append(_Rule(frozenset(words), row.get("beside", ""), Pattern(pattern), row["natural"]))
    return tuple(found)


@cache
def _verbs() -> _Verbs:
    data = table("english_grammar")["verbs"]
    nouns = set(data["nouns_as_well"].split())
    rows = {verb: (_past(verb), _past(verb)) for verb in data["regular"].split()}
    rows |= {verb: (past, done) for verb, (past, done) in data["irregular"].items()}
    pasts = {form: verb for verb, forms in rows.items() for form in forms}
    thirds = {_third(verb): verb for verb in rows}
    plain = tuple(verb for verb in rows if verb not in nouns)
    forms = {
        "any": tuple(rows),
        "base": plain,
        "past": tuple(pasts),
        "third": tuple(_third(verb) for verb in plain),
    }
    irregular_thirds = {"has": "have", "is": "are", "was": "were", "does": "do"}
    return _Verbs(forms, {verb: done for verb, (_, done) in rows.items()}, pasts | thirds | irregular_thirds)


def _past(verb: str) -> str:
    if verb in _DOUBLED:
        return verb + verb[-1] + "ed"
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + "ed"


def _third(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "o")) else "s")
