"""Hosts that look like a known organization's: its name under another suffix, beside other words, misspelt, in look-alike letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind
from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.brands import Brand, Spelling, brands, spellings
from gyotaku.mail.domains import is_address_literal, registrable, suffix
from gyotaku.mail.holding import Below, among, below, held, is_plain
from gyotaku.mail.lettering import many_plain, many_skeletons, plain_letters, skeleton
from gyotaku.model.own_brands import OwnBrands

_NO_OWN = OwnBrands()
_KEPT = 4
_LEAST_KEY = 3
_LEAST_WITHIN = 6
"""Letters a name has at least that is looked for inside a longer word or misspelt; shorter ones stand in too many words."""
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


class _Keys:
    """What the names of some organizations are compared by."""

    __slots__ = (
        "_by_first",
        "_misspelt",
        "domains",
        "first_words",
        "long",
        "longest_domain",
        "longest_name",
        "names",
        "within",
    )

    def __init__(self, names: dict[str, tuple[Brand, str]], domains: dict[str, tuple[Brand, str]]) -> None:
        self.names = names
        """Skeleton of a name without hyphens: who bears it, and how it is spelt."""
        self.domains = domains
        """Domains with dots in place of hyphens."""
        self.first_words = frozenset([words.partition(".")[0] for words in domains])
        self.longest_domain = max((words.count(".") + 1 for words in domains), default=0)
        self.longest_name = max(map(len, names), default=0)
        self.long = tuple([key for key in names if len(key) >= _LEAST_WITHIN])
        self.within = AhoCorasick(self.long, matchkind=MatchKind.LeftmostLongest)
        """Names long enough to be found inside a longer word, by their place in `long`."""
        # A regex of so many names takes 0.1 s to compile.
        self._by_first: dict[str, list[str]] = {}
        for key in self.long:
            self._by_first.setdefault(key[0], []).append(key)
        self._misspelt: dict[str, dict[str, str]] = {}

    def misspelt(self, first: str) -> dict[str, str]:
        """A name's skeleton with a letter left out: the skeleton; of the names that begin with `first`. Made when asked for."""
        known = self._misspelt.get(first)
        if known is None:
            known = {short: key for key in self._by_first.get(first, ()) for short in _shorter(key)}
            self._misspelt[first] = known
        return known


def lookalike(host: str, own: OwnBrands = _NO_OWN) -> Lookalike | None:
    """The closest likeness of a host to an organization that does not hold it; None where there is none.

    `host` is lower case, in A-labels. Linear in its length.
    """
    return None if len(host) > _LONGEST else _lookalike(host, own)


@lru_cache(_HOSTS)
def _lookalike(host: str, own: OwnBrands) -> Lookalike | None:
    if is_address_literal(host) or held(host, own):
        return None
    return max(_all(host, _keys(own)), key=_rank, default=None)


def own_lookalike(host: str, domains: tuple[str, ...]) -> Lookalike | None:
    """The closest likeness of a host to one of the reader's own domains."""
    return _own_lookalike(host, domains) if domains and len(host) <= _LONGEST else None


@lru_cache(_HOSTS)
def _own_lookalike(host: str, domains: tuple[str, ...]) -> Lookalike | None:
    if is_address_literal(host) or among(host, _below_of(domains)):
        return None
    return max(_all(host, _keys_of(domains)), key=_rank, default=None)


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
    for start, first in enumerate(words):
        if first not in keys.first_words:
            continue
        for length in range(min(keys.longest_domain, len(words) - start - 1), 1, -1):
            piece = ".".join(words[start : start + length])
            known = keys.domains.get(piece)
            if known is not None:
                yield Lookalike(known[0], Likeness.DOMAIN, piece, known[1])
                return


def _of_label(label: str, keys: _Keys, *, registered: bool) -> Iterator[Lookalike]:
    joined = label.replace("-", "")
    seen = _skeleton(joined)
    whole = _name(joined, seen, keys)
    if whole is not None:
        brand, meant, same = whole
        plain = Likeness.SUFFIX if registered and len(joined) > _LEAST_KEY else Likeness.NAMED
        yield Lookalike(brand, plain if same else Likeness.LETTERS, label, meant)
        return
    words = [word for word in label.split("-") if word] if joined != label else []
    found = False
    for word, drawn in zip(words, _skeletons(many_plain(words)), strict=True):
        named = _name(word, drawn, keys)
        if named is not None:
            found = True
            brand, meant, same = named
            beside = all(other == word or _added(other) for other in words)
            plain = Likeness.WORDS if beside else Likeness.NAMED
            yield Lookalike(brand, plain if same else Likeness.LETTERS, word, meant)
    if not found:
        yield from _misspelt(joined, seen, keys)
        yield from _within(joined, seen, keys)


def _name(word: str, seen: str, keys: _Keys) -> tuple[Brand, str, bool] | None:
    """Whose name the word is, whose skeleton is `seen`; how it is spelt, and whether it is spelt so here."""
    known = keys.names.get(seen)
    if known is None:
        return None
    same = word == known[1].replace("-", "")
    if known[1] in _ordinary() if same else len(word) <= _LEAST_KEY + 1:
        return None
    return known[0], known[1], same


def _misspelt(word: str, seen: str, keys: _Keys) -> Iterator[Lookalike]:
    if len(word) < _LEAST_WITHIN or not word.isascii() or len(seen) > keys.longest_name + 1:
        return
    misspelt = keys.misspelt(seen[:1])
    candidates = [short if short in keys.names else misspelt.get(short) for short in (seen, *_shorter(seen))]
    for key in dict.fromkeys(candidates):
        if key is not None and len(key) >= _LEAST_WITHIN and _one_slip(seen, key):
            brand, meant = keys.names[key]
            if meant not in _ordinary() and _distinct(meant) and not _words_alone(word):
                yield Lookalike(brand, Likeness.MISSPELT, word, meant)


def _distinct(meant: str) -> bool:
    """One letter of it is hardly changed by chance: what it has beside a bank's and card's usual words is long enough."""
    if any(len(piece) < _LEAST_KEY for piece in meant.split("-")):
        return False
    core = meant.replace("-", "")
    return len(core) >= _LEAST_WITHIN if not any(word in core for word in _TRADE) else len(core) >= _LONG_ENOUGH


def _within(word: str, seen: str, keys: _Keys) -> Iterator[Lookalike]:
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
    return _built(brands(own), spellings(own))


@lru_cache(64)
def _keys_of(domains: tuple[str, ...]) -> _Keys:
    """Of the reader's own domains."""
    return _built(_own(domains), ())


@lru_cache(64)
def _below_of(domains: tuple[str, ...]) -> Below:
    return below(_own(domains))


def _own(domains: tuple[str, ...]) -> tuple[Brand, ...]:
    return tuple(Brand("own-domain", domain, (domain,), (), (), "", "", verified=True) for domain in domains)


def _built(bearers: Iterable[Brand], called: Iterable[Spelling]) -> _Keys:
    """Of organizations and their names."""
    domains: dict[str, tuple[Brand, str]] = {}
    firsts: list[str] = []
    bearing: list[Brand] = []
    for brand in bearers:
        for number, domain in enumerate(brand.domains + brand.shared):
            whole = domain.removeprefix(".")
            words = whole.replace("-", ".")
            if words.find(".") >= _LEAST_KEY or words.count(".") > 1:
                domains.setdefault(words, (brand, whole))
            if number < len(brand.domains):
                # With one dot, the name is its own registrable name or none.
                alone = whole.count(".") == 1 and is_plain(whole)
                first = (whole if alone else registrable(whole) or whole).partition(".")[0]
                if len(first) >= _LEAST_KEY:
                    firsts.append(first)
                    bearing.append(brand)
    names: dict[str, tuple[Brand, str]] = {}
    for brand, first, key in zip(bearing, firsts, _skeletons(many_plain(firsts)), strict=True):
        if key not in names:
            names[key] = brand, first
    long_enough = [one for one in called if len(one.plain) >= _LEAST_WITHIN - 1 and one.plain.isascii()]
    for one, key in zip(long_enough, _skeletons([one.plain for one in long_enough]), strict=True):
        if key not in names:
            names[key] = one.brand, one.plain
    return _Keys(names, domains)


def _skeletons(plain: Sequence[str]) -> list[str]:
    """`_skeleton` of each, from plain letters."""
    return _drawn("\n".join(many_skeletons(plain))).split("\n") if plain else []


def _skeleton(word: str) -> str:
    return _drawn(skeleton(plain_letters(word)))


def _drawn(letters: str) -> str:
    """Two letters that are drawn as one, taken for it."""
    for drawn, read in _pairs():
        letters = letters.replace(drawn, read)
    return letters


@cache
def _pairs() -> tuple[tuple[str, str], ...]:
    return tuple((drawn, read) for drawn, read in table("lookalike_words")["drawn"])


@cache
def _words() -> frozenset[str]:
    return frozenset(table("lookalike_words")["words"])


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(table("lookalike_words")["ordinary"])
