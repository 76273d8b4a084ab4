"""What the names and domains of organizations are compared by, when a host is looked at for likeness."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from gyotaku.data.tables import table
from gyotaku.mail.brands import Brand, Spelling, brands, spellings
from gyotaku.mail.domains import registrable
from gyotaku.mail.holding import Below, below, is_plain
from gyotaku.mail.lettering import many_plain, many_skeletons, plain_letters, skeleton
from gyotaku.model.own_brands import OwnBrands

_KEPT = 4
_LEAST_KEY = 3
LEAST_WITHIN = 6
"""Letters a name has at least that is looked for inside a longer word or misspelt; shorter ones stand in too many words."""


class Keys:
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
        self.long = tuple([key for key in names if len(key) >= LEAST_WITHIN])
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
            known = {short: key for key in self._by_first.get(first, ()) for short in shorter(key)}
            self._misspelt[first] = known
        return known


@lru_cache(_KEPT)
def keys(own: OwnBrands) -> Keys:
    """Of the table."""
    return _built(brands(own), spellings(own))


@lru_cache(64)
def keys_of(domains: tuple[str, ...]) -> Keys:
    """Of the reader's own domains."""
    return _built(_own(domains), ())


@lru_cache(64)
def below_of(domains: tuple[str, ...]) -> Below:
    return below(_own(domains))


def _own(domains: tuple[str, ...]) -> tuple[Brand, ...]:
    return tuple(Brand("own-domain", domain, (domain,), (), (), "", "", verified=True) for domain in domains)


def _built(bearers: Iterable[Brand], called: Iterable[Spelling]) -> Keys:
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
    for brand, first, key in zip(bearing, firsts, skeletons(many_plain(firsts)), strict=True):
        if key not in names:
            names[key] = brand, first
    long_enough = [one for one in called if len(one.plain) >= LEAST_WITHIN - 1 and one.plain.isascii()]
    for one, key in zip(long_enough, skeletons([one.plain for one in long_enough]), strict=True):
        if key not in names:
            names[key] = one.brand, one.plain
    return Keys(names, domains)


def skeletons(plain: Sequence[str]) -> list[str]:
    """`host_skeleton` of each, from plain letters."""
    return _drawn("\n".join(many_skeletons(plain))).split("\n") if plain else []


def host_skeleton(word: str) -> str:
    """The skeleton of a word of a host; it is read closely, so two letters may be drawn for one."""
    return _drawn(skeleton(plain_letters(word)))


def _drawn(letters: str) -> str:
    """Two letters that are drawn as one, taken for it."""
    for drawn, read in _pairs():
        letters = letters.replace(drawn, read)
    return letters


@cache
def _pairs() -> tuple[tuple[str, str], ...]:
    return tuple((drawn, read) for drawn, read in table("lookalike_words")["drawn"])


def shorter(word: str) -> Iterator[str]:
    """The word without one of its letters, each in turn."""
    return (word[:at] + word[at + 1 :] for at in range(len(word)))
