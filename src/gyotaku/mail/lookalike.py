"""Hosts that look like a known organization's: its name under another suffix, beside other words, misspelt, in look-alike letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import cache, lru_cache

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.brands import Brand
from gyotaku.mail.domains import is_address_literal, suffix
from gyotaku.mail.holding import among, held
from gyotaku.mail.lettering import many_plain
from gyotaku.mail.lookalike_keys import LEAST_WITHIN, Keys, below_of, host_skeleton, keys_of, shorter, skeletons
from gyotaku.mail.lookalike_keys import keys as keys_of_table
from gyotaku.model.own_brands import OwnBrands

_NO_OWN = OwnBrands()
_LEAST_KEY = 3
_HOSTS = 4096
"""Hosts of one process whose answers are kept."""
_LONGEST = 253
_LONGEST_WORD = 14
_TRADE = ("bank", "card", "gin", "pay")
_LONG_ENOUGH = 11
"""Letters of a name with such a word in it: there are many banks, and their names are alike."""
_FIGURES = re.compile(r"\d+")


class Likeness(IntEnum):
    """How a host is like an organization's, the closest last."""

    NAMED = 1
    """A word of the host is its name, or has it within: whose host it is stays open."""
    SUFFIX = 2
    """The registrable name is its own under another suffix: `amazon.example`."""
    WORDS = 3
    """Its name with words of logins and notices beside it: `amazon-login`."""
    MISSPELT = 4
    """One letter more, less, other or swapped: `amazom`."""
    LETTERS = 5
    """Other letters that look alike: `arnazon`, `amaz0n`."""
    DOMAIN = 6
    """Its whole domain stands in the host of another: `amazon.co.jp.example`, `amazon-co-jp.example`."""


class Lookalike(Struct, frozen=True):
    """`piece` of the host is what looks like `meant`, a name or domain of the brand."""

    brand: Brand
    likeness: Likeness
    piece: str
    meant: str


def lookalike(host: str, own: OwnBrands = _NO_OWN) -> Lookalike | None:
    """The closest likeness of a host to an organization that does not hold it; None where there is none.

    `host` is lower case, in A-labels. Linear in its length.
    """
    return None if len(host) > _LONGEST else _lookalike(host, own)


@lru_cache(_HOSTS)
def _lookalike(host: str, own: OwnBrands) -> Lookalike | None:
    if is_address_literal(host) or held(host, own):
        return None
    return max(_all(host, keys_of_table(own)), key=_rank, default=None)


def own_lookalike(host: str, domains: tuple[str, ...]) -> Lookalike | None:
    """The closest likeness of a host to one of the reader's own domains."""
    return _own_lookalike(host, domains) if domains and len(host) <= _LONGEST else None


@lru_cache(_HOSTS)
def _own_lookalike(host: str, domains: tuple[str, ...]) -> Lookalike | None:
    if is_address_literal(host) or among(host, below_of(domains)):
        return None
    return max(_all(host, keys_of(domains)), key=_rank, default=None)


def _rank(found: Lookalike) -> tuple[int, int]:
    return found.likeness, len(found.piece)


def _all(host: str, keys: Keys) -> Iterator[Lookalike]:
    labels = [_shown(label) for label in host.split(".")]
    yield from _domains(labels, keys)
    ending = suffix(host)
    own = len(labels) - (len(ending.split(".")) if ending else 1)
    for index, label in enumerate(labels[: max(own, 1)]):
        yield from _of_label(label, keys, registered=index == own - 1)


def _shown(label: str) -> str:
    """A label as a reader sees it."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label


def _domains(labels: list[str], keys: Keys) -> Iterator[Lookalike]:
    """`amazon.co.jp` or `amazon-co-jp` in front of what is really the host's own domain."""
    words = [word for label in labels for word in label.split("-")]
    for start, first in enumerate(words):
        if first not in keys.first_words:
            continue
        for length in range(min(keys.longest_domain, len(words) - start - 1), 1, -1):
            piece = ".".join(words[start : start + length])
            known = keys.domains.get(piece)
            if known is not None:
                yield Lookalike(known[0], Likeness.DOMAIN, piece, known[1])
                return


def _of_label(label: str, keys: Keys, *, registered: bool) -> Iterator[Lookalike]:
    joined = label.replace("-", "")
    seen = host_skeleton(joined)
    whole = _name(joined, seen, keys)
    if whole is not None:
        brand, meant, same = whole
        plain = Likeness.SUFFIX if registered and len(joined) > _LEAST_KEY else Likeness.NAMED
        yield Lookalike(brand, plain if same else Likeness.LETTERS, label, meant)
        return
    words = [word for word in label.split("-") if word] if joined != label else []
    found = False
    for word, drawn in zip(words, skeletons(many_plain(words)), strict=True):
        named = _name(word, drawn, keys)
        if named is not None:
            found = True
            brand, meant, same = named
            beside = all(other == word or _added(other) for other in words)
            plain = Likeness.WORDS if beside else Likeness.NAMED
            yield Lookalike(brand, plain if same else Likeness.LETTERS, word, meant)
    if not found:
        yield from _misspelt(joined, seen, keys)
        for at, word in enumerate(words if len(words) > 1 else ()):
            if all(map(_added, (*words[:at], *words[at + 1 :]))):
                yield from _misspelt(word, host_skeleton(word), keys)
        yield from _within(joined, seen, keys)


def _name(word: str, seen: str, keys: Keys) -> tuple[Brand, str, bool] | None:
    """Whose name the word is, whose skeleton is `seen`; how it is spelt, and whether it is spelt so here."""
    known = keys.names.get(seen)
    if known is None or word in _other_words():
        return None
    same = word == known[1].replace("-", "")
    if known[1] in _ordinary() if same else min(len(word), len(known[1])) <= _LEAST_KEY + 1:
        return None
    return known[0], known[1], same


def _misspelt(word: str, seen: str, keys: Keys) -> Iterator[Lookalike]:
    if len(word) < LEAST_WITHIN or not word.isascii() or len(seen) > keys.longest_name + 1 or word in _other_words():
        return
    misspelt = keys.misspelt(seen[:1])
    candidates = [short if short in keys.names else misspelt.get(short) for short in (seen, *shorter(seen))]
    for key in dict.fromkeys(candidates):
        if key is not None and len(key) >= LEAST_WITHIN and _one_slip(seen, key):
            brand, meant = keys.names[key]
            if meant not in _ordinary() and _distinct(meant) and not _words_alone(word):
                yield Lookalike(brand, Likeness.MISSPELT, word, meant)


def _distinct(meant: str) -> bool:
    """One letter of it is hardly changed by chance: what it has beside a bank's and card's usual words is long enough."""
    if any(len(piece) < _LEAST_KEY for piece in meant.split("-")):
        return False
    core = meant.replace("-", "")
    return len(core) >= LEAST_WITHIN if not any(word in core for word in _TRADE) else len(core) >= _LONG_ENOUGH


def _within(word: str, seen: str, keys: Keys) -> Iterator[Lookalike]:
    for number, start, end in keys.within.find_matches_as_indexes(seen):
        brand, meant = keys.names[keys.long[number]]
        if meant in _ordinary():
            continue
        if meant.replace("-", "") in word:
            before, _, after = word.partition(meant.replace("-", ""))
        else:
            before, after = seen[:start], seen[end:]
        beside = _words_alone(before) and _words_alone(after)
        yield Lookalike(brand, Likeness.WORDS if beside else Likeness.NAMED, word, meant)


def _added(word: str) -> bool:
    """A word of logins and notices, or figures."""
    return word.isdigit() or word in _words()


def _words_alone(piece: str) -> bool:
    """The piece is made of added words and figures alone."""
    left = _FIGURES.sub("", piece)
    reach = [True] + [False] * len(left)
    for end in range(1, len(left) + 1):
        reach[end] = any(
            reach[start] and left[start:end] in _words() for start in range(max(0, end - _LONGEST_WORD), end)
        )
    return reach[-1]


def _one_slip(word: str, key: str) -> bool:
    """One letter more, less or other, or two neighbours swapped, after the first letter; what is cut short is no slip."""
    if word == key or word[0] != key[0] or key.startswith(word) or abs(len(word) - len(key)) > 1:
        return False
    at = next((at for at, (a, b) in enumerate(zip(word, key, strict=False)) if a != b), min(len(word), len(key)))
    if len(word) != len(key):
        longer, shorter = (word, key) if len(word) > len(key) else (key, word)
        return shorter[at:] == longer[at + 1 :]
    swapped = word[at : at + 2] == key[at : at + 2][::-1]
    return word[at + 1 :] == key[at + 1 :] or (swapped and word[at + 2 :] == key[at + 2 :])


@cache
def _words() -> frozenset[str]:
    return frozenset(table("lookalike_words")["words"])


def borne_by_others(meant: str) -> bool:
    """People, places and other firms have the name as well, so that a host of it shows little."""
    return meant in _borne()


@cache
def _borne() -> frozenset[str]:
    return frozenset(table("lookalike_words")["borne"])


@cache
def _other_words() -> frozenset[str]:
    return frozenset(table("lookalike_words")["other_words"])


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(table("lookalike_words")["ordinary"])
