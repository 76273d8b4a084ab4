"""Hosts that look like a known organization's: its name under another suffix, beside other words, misspelt, in look-alike letters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind
from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.brands import Brand, brand_rows, brands
from gyotaku.mail.domains import is_address_literal, registrable, suffix
from gyotaku.mail.lettering import lettering
from gyotaku.model.own_brands import OwnBrands

_NO_OWN = OwnBrands()
_KEPT = 4
_LEAST_KEY = 3
_LEAST_WITHIN = 6
"""Letters a name has at least that is looked for inside a longer word or misspelt; shorter ones stand in too many words."""
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


class _Keys(Struct, frozen=True):
    names: dict[str, tuple[Brand, str]]
    """Skeleton of a name without hyphens: who bears it, and how it is spelt."""
    misspelt: dict[str, str]
    """A name's skeleton with a letter left out: the skeleton."""
    domains: dict[tuple[str, ...], tuple[Brand, str]]
    """Labels of a domain, hyphens taken for dots."""
    longest_domain: int
    within: AhoCorasick
    """Names long enough to be found inside a longer word, by their place in `long`."""
    long: tuple[str, ...]
    held: dict[str, list[Brand]]


def held(host: str, own: OwnBrands = _NO_OWN) -> bool:
    """Some organization of the table holds the host, or lets it to others."""
    return (registrable(host) or host) in _keys(own).held


def holder(host: str, own: OwnBrands = _NO_OWN) -> Brand | None:
    """The first organization of the table whose own domain the host is below."""
    candidates = _keys(own).held.get(registrable(host) or host, ())
    return next((brand for brand in candidates if brand.holds(host)), None)


def lookalike(host: str, own: OwnBrands = _NO_OWN) -> Lookalike | None:
    """The closest likeness of a host to an organization that does not hold it; None where there is none.

    `host` is lower case, in A-labels. Linear in its length.
    """
    if len(host) > _LONGEST or is_address_literal(host) or held(host, own):
        return None
    return max(_all(host, _keys(own)), key=_rank, default=None)


def own_lookalike(host: str, domains: tuple[str, ...]) -> Lookalike | None:
    """The closest likeness of a host to one of the reader's own domains."""
    keys = _keys_of(domains) if domains else None
    if keys is None or len(host) > _LONGEST or is_address_literal(host) or (registrable(host) or host) in keys.held:
        return None
    return max(_all(host, keys), key=_rank, default=None)


def _rank(found: Lookalike) -> tuple[int, int]:
    return found.likeness, len(found.piece)


def _all(host: str, keys: _Keys) -> Iterator[Lookalike]:
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


def _domains(labels: list[str], keys: _Keys) -> Iterator[Lookalike]:
    """`amazon.co.jp` or `amazon-co-jp` in front of what is really the host's own domain."""
    words = [word for label in labels for word in label.split("-")]
    for start in range(len(words)):
        for length in range(min(keys.longest_domain, len(words) - start - 1), 1, -1):
            piece = tuple(words[start : start + length])
            known = keys.domains.get(piece)
            if known is not None:
                yield Lookalike(known[0], Likeness.DOMAIN, ".".join(piece), known[1])
                return


def _of_label(label: str, keys: _Keys, *, registered: bool) -> Iterator[Lookalike]:
    joined = label.replace("-", "")
    whole = _name(joined, keys)
    if whole is not None:
        brand, meant, same = whole
        plain = Likeness.SUFFIX if registered and len(joined) > _LEAST_KEY else Likeness.NAMED
        yield Lookalike(brand, plain if same else Likeness.LETTERS, label, meant)
        return
    words = [word for word in label.split("-") if word]
    found = False
    for word in words:
        named = _name(word, keys)
        if named is not None:
            found = True
            brand, meant, same = named
            beside = all(other == word or _added(other) for other in words)
            plain = Likeness.WORDS if beside else Likeness.NAMED
            yield Lookalike(brand, plain if same else Likeness.LETTERS, word, meant)
    if not found:
        yield from _misspelt(joined, keys)
        for at, word in enumerate(words if len(words) > 1 else ()):
            if all(map(_added, (*words[:at], *words[at + 1 :]))):
                yield from _misspelt(word, keys)
        yield from _within(joined, keys)


def _name(word: str, keys: _Keys) -> tuple[Brand, str, bool] | None:
    """Whose name the word is, how it is spelt, and whether it is spelt so here."""
    known = keys.names.get(_skeleton(word))
    if known is None or word in _other_words():
        return None
    same = word == known[1].replace("-", "")
    if known[1] in _ordinary() if same else len(word) <= _LEAST_KEY + 1:
        return None
    return known[0], known[1], same


def _misspelt(word: str, keys: _Keys) -> Iterator[Lookalike]:
    if len(word) < _LEAST_WITHIN or not word.isascii() or word in _other_words() or _words_alone(word):
        return
    seen = _skeleton(word)
    candidates = {short if short in keys.names else keys.misspelt.get(short) for short in (seen, *_shorter(seen))}
    for key in candidates:
        if key is not None and len(key) >= _LEAST_WITHIN and _one_slip(seen, key):
            brand, meant = keys.names[key]
            if meant not in _ordinary() and _distinct(meant):
                yield Lookalike(brand, Likeness.MISSPELT, word, meant)


def _distinct(meant: str) -> bool:
    """One letter of it is hardly changed by chance: what it has beside a bank's and card's usual words is long enough."""
    if any(len(piece) < _LEAST_KEY for piece in meant.split("-")):
        return False
    core = meant.replace("-", "")
    return len(core) >= _LEAST_WITHIN if not any(word in core for word in _TRADE) else len(core) >= _LONG_ENOUGH


def _within(word: str, keys: _Keys) -> Iterator[Lookalike]:
    seen = _skeleton(word)
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


def _shorter(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


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


@lru_cache(_KEPT)
def _keys(own: OwnBrands) -> _Keys:
    table_rows = zip(brands(own), brand_rows(own), strict=True)
    return _built([(brand, (*row.names.split(";"), *row.whole.split(";"))) for brand, row in table_rows])


@lru_cache(64)
def _keys_of(domains: tuple[str, ...]) -> _Keys:
    """Of the reader's own domains."""
    return _built([(Brand("own-domain", domain, (domain,), (), (), "", "", verified=True), ()) for domain in domains])


def _built(bearers: Sequence[tuple[Brand, tuple[str, ...]]]) -> _Keys:
    """Of brands with their names."""
    names: dict[str, tuple[Brand, str]] = {}
    domains: dict[tuple[str, ...], tuple[Brand, str]] = {}
    holding: dict[str, list[Brand]] = {}
    for brand, _ in bearers:
        for number, domain in enumerate(brand.domains + brand.shared):
            whole = domain.removeprefix(".")
            registered = registrable(whole) or whole
            holding.setdefault(registered, []).append(brand)
            labels = tuple(whole.replace("-", ".").split("."))
            if len(labels[0]) >= _LEAST_KEY or len(labels) > 2:
                domains.setdefault(labels, (brand, whole))
            first = registered.partition(".")[0]
            if number < len(brand.domains) and len(first) >= _LEAST_KEY:
                names.setdefault(_skeleton(first), (brand, first))
    for brand, called in bearers:
        for name in called:
            letters = lettering(name)
            if letters.plain.isascii() and len(letters.plain) >= _LEAST_WITHIN - 1:
                names.setdefault(_drawn(letters.skeleton), (brand, letters.plain))
    long = tuple(key for key in names if len(key) >= _LEAST_WITHIN)
    return _Keys(
        names,
        {short: key for key in long for short in _shorter(key)},
        domains,
        max(map(len, domains), default=0),
        AhoCorasick(long, matchkind=MatchKind.LeftmostLongest),  # a regex of so many names takes 0.1 s to compile
        long,
        holding,
    )


def _skeleton(word: str) -> str:
    return _drawn(lettering(word).skeleton)


def _drawn(letters: str) -> str:
    """Two letters that are drawn as one, taken for it."""
    for drawn, read in table("lookalike_words")["drawn"]:
        letters = letters.replace(drawn, read)
    return letters


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
