"""Nouns and verbs that are not said together: the table `collocations`, whatever stands between them and however the verb ends."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from gyotaku.data.tables import table
from gyotaku.mail.language.words import Place, Words

_Rows = dict[tuple[str, str], list[tuple[frozenset[str], str]]]


@cache
def rows() -> _Rows:
    """By particle and verb: the nouns, and the natural phrase."""
    found: _Rows = {}
    for row in table("collocations")["row"]:
        for verb in row["verbs"]:
            found.setdefault((row["particle"], verb), []).append((frozenset(row["with"]), row["natural"]))
    return found


def find(words: Words) -> Iterator[Place]:
    for number, token in enumerate(words.tokens):
        if token.kind not in ("助詞-格助詞", "助詞-係助詞") or not words.head(number):
            continue
        first = words.after(number)
        behind, last = words.noun(first)
        does = words.at(behind).base in ("する", "いたす", "致す", "なさる", "できる", "くださる", "いただく")
        verb = last if last and (does or token.surface == "の") else words.at(first).base
        for nouns, natural in rows().get((token.surface, verb), ()):
            if not nouns.isdisjoint(words.heads(number)):
                end = (
                    words.at(behind - 1).end if token.surface == "の" else words.end(behind if last and does else first)
                )
                yield Place(words.begin(number), end, _natural(words, number, natural), "collocation")
                break


def _natural(words: Words, number: int, natural: str) -> str:
    """The phrase with the natural verb in its dictionary form; one that brings its own particle takes the place of ours, a whole one of all."""
    if natural[0] == "=":
        return natural[1:]
    head = words.text[words.begin(number) : words.at(number).start]
    own = natural.startswith(("に", "の", "が"))
    return head + natural if own else head + words.at(number).surface + natural
