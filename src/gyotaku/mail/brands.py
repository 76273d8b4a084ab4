"""Organizations that frauds pretend to be, and where their names stand in a text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick
from msgspec import Struct

from gyotaku.data.tables import rows, table
from gyotaku.mail.domains import registrable
from gyotaku.mail.lettering import Lettering, lettering, many_plain, many_skeletons, one_word, plain_letters, skeleton
from gyotaku.mail.pattern import Pattern
from gyotaku.model.own_brands import BrandRow, OwnBrands

_NONE = "-"
_LEAST_NAME = 3
_LEAST_DISGUISED = 4
_NO_OWN = OwnBrands()
_SELLING = frozenset({"shopping", "carrier", "payment"})
_BRACKETS = "【】「」『』"
"""What stands on both sides of one is not one name: 【My JCB】カード."""
# 楽天市場店, Yahoo!店, ドコモショップ青葉店: a shop that sells there or for it. A bank's branch (支店, 本店) is the bank.
_OUTLET = Pattern(r"[ \u3000]?(?:市場|ショッピング|ショップ|ストア|マーケットプレイス)?[^\s、。店]{0,8}(?<![支本])店")
# At the front it must say which shop: "楽天市場店" alone is nobody else.
_BRANCH = Pattern(r"[ \u3000]?(?:ショップ|ストア)[^\s、。店]{2,8}(?<![支本])店")
_STORE = Pattern(r"(?i)\s(?:store|shop|seller|outlet)\b")
_KEPT = 4
"""Configurations of one process whose tables are kept."""


class Brand(Struct, frozen=True, gc=False):
    """One row of `data/brands.tsv`."""

    id: str
    name: str
    """The first of its names: the one it is called by."""
    domains: tuple[str, ...]
    shared: tuple[str, ...]
    mailboxes: tuple[str, ...]
    """Its own addresses at a domain where anybody can have one."""
    sector: str
    country: str
    verified: bool

    def holds(self, host: str | None, local: str = "") -> bool:
        """The host is one of its domains or below one, and not one where anybody can have a mailbox.

        At such a host an address is its own only where it is known to be: `local` is the part before the `@`.
        """
        if host is None:
            return False
        return _nearest(host, self.domains) > _nearest(host, self.shared) or f"{local}@{host}" in self.mailboxes

    @property
    def speaks_only_itself(self) -> bool:
        """Its own page named its domains, and no stranger can have mail of his own words sent from them, as sellers and payers can."""
        return self.verified and self.sector in table("identity")["speaks_only_itself"]["sectors"]

    def shares(self, host: str) -> bool:
        """The host is the organization's, and anybody can have a mailbox there."""
        return _nearest(host, self.shared) > _nearest(host, self.domains)

    def named_by(self, host: str) -> bool:
        """The registrable domain is the brand's name and a suffix: a country's domain, perhaps, that we do not know."""
        return _label(host) in map(_label, self.domains + self.shared)


def _nearest(host: str, domains: tuple[str, ...]) -> int:
    """How long the longest domain is that holds the host, 0 where none does; `.nifty.com` holds what is below it alone."""
    return max(
        (len(domain) for domain in domains if host == domain or host.endswith("." + domain.removeprefix("."))),
        default=0,
    )


def _label(host: str) -> str:
    """The name that somebody registered, without its suffix and hyphens."""
    return (registrable(host.removeprefix(".")) or host).partition(".")[0].replace("-", "")


class Naming(Struct, frozen=True):
    """A brand's name in a text: `start` and `end` in the text, whether it begins or is all of it, whether it is disguised."""

    brand: Brand
    start: int
    end: int
    leads: bool
    alone: bool
    disguised: bool


class Spelling(Struct, frozen=True, gc=False):
    """One name of a brand, its letters and their skeleton."""

    brand: Brand
    name: str
    plain: str
    skeleton: str
    whole: bool
    """Taken for the name only where it stands alone, and in its own case: `ETC` is a toll system, `etc` is not."""


class _Index(Struct, frozen=True):
    automaton: AhoCorasick
    entries: tuple[tuple[Spelling, ...], ...]
    """The names of each skeleton."""


def brand_rows(own: OwnBrands = _NO_OWN) -> tuple[BrandRow, ...]:
    """The rows of the built-in table, in its order, then the reader's own; one of his replaces the row of the same id."""
    return _read(own)[0]


def brands(own: OwnBrands = _NO_OWN) -> tuple[Brand, ...]:
    """What `brand_rows` holds, read; `own` is the configuration's `brands`."""
    return _read(own)[1]


def anybody_writes_from(domain: str, own: OwnBrands = _NO_OWN) -> bool:
    """The domain is an organization's at which anybody can have a mailbox."""
    return any(brand.shares(domain) for brand in _sharing(own))


@lru_cache(_KEPT)
def _sharing(own: OwnBrands) -> tuple[Brand, ...]:
    return tuple(brand for brand in brands(own) if brand.shared)


def speaking_only_itself(host: str | None, local: str = "") -> Brand | None:
    """The organization of the built-in table that holds this domain and whose mail carries nobody's words but its own."""
    if host is None:
        return None
    near = _speaking_only_themselves().get(registrable(host) or host, ())
    return next((brand for brand in near if brand.holds(host, local)), None)


@cache
def _speaking_only_themselves() -> dict[str, list[Brand]]:
    """By the registrable domains of what they hold: to ask every brand of the table costs more than all other checks of a sender."""
    found: dict[str, list[Brand]] = {}
    for brand in brands():
        if brand.speaks_only_itself:
            held = [*brand.domains, *(mailbox.rpartition("@")[2] for mailbox in brand.mailboxes)]
            for domain in {registrable(name.removeprefix(".")) or name.removeprefix(".") for name in held}:
                found.setdefault(domain, []).append(brand)
    return found


@lru_cache(_KEPT)
def _read(own: OwnBrands) -> tuple[tuple[BrandRow, ...], tuple[Brand, ...]]:
    replaced = {row.id for row in own.rows}
    held = (*(BrandRow(**row) for row in rows("brands") if row["id"] not in replaced), *own.rows)
    return held, tuple(map(_brand, held))


def _brand(row: BrandRow) -> Brand:
    domains = row.domains.split()
    mailboxes = [item for item in domains if "@" in item] if "@" in row.domains else []
    return Brand(
        row.id,
        (row.names if row.names != _NONE else row.whole).partition(";")[0],
        tuple([item for item in domains if "@" not in item] if mailboxes else domains),
        tuple([item for item in row.shared.split() if item != _NONE]) if row.shared != _NONE else (),
        tuple(mailboxes),
        row.sector,
        row.country,
        row.verified != _NONE,
    )


@lru_cache(_KEPT)
def spellings(own: OwnBrands = _NO_OWN) -> tuple[Spelling, ...]:
    """Every name of the table, in its order."""
    found = [
        (brand, name, whole)
        for brand, row in zip(brands(own), brand_rows(own), strict=True)
        for column, whole in ((row.names, False), (row.whole, True))
        if column != _NONE
        for name in column.split(";")
    ]
    plain = many_plain([name for _, name, _ in found])
    return tuple(
        [
            Spelling(brand, name, letters, drawn, whole)
            for (brand, name, whole), letters, drawn in zip(found, plain, many_skeletons(plain), strict=True)
        ]
    )


@lru_cache(_KEPT)
def _index(own: OwnBrands) -> _Index:
    entries: dict[str, list[Spelling]] = {}
    for spelling in spellings(own):
        if spelling.name != _NONE:
            entries.setdefault(spelling.skeleton, []).append(spelling)
    return _Index(AhoCorasick(list(entries)), tuple(map(tuple, entries.values())))


def namings(text: str, own: OwnBrands = _NO_OWN) -> list[Naming]:
    """Every brand named in a short text (a display name, a subject), the longest name first where several overlap."""
    index = _index(own)
    matches = index.automaton.find_matches_as_indexes(skeleton(plain_letters(text)), overlapping=True)
    return _of_matches(lettering(text), matches, index) if matches else []


def disguises(text: str, own: OwnBrands = _NO_OWN) -> list[Naming]:
    """Those of `namings` that are disguised. Most texts have none, which is quickly seen."""
    index = _index(own)
    plain = plain_letters(text)
    matches = index.automaton.find_matches_as_indexes(skeleton(plain), overlapping=True)
    if not matches:
        return []
    spelt = all(entry.plain == plain[start:end] for number, start, end in matches for entry in index.entries[number])
    if spelt and (text.isascii() or not any(map(_is_dressed, set(text)))):
        return []
    return [naming for naming in _of_matches(lettering(text), matches, index) if naming.disguised]


def _of_matches(letters: Lettering, matches: list[tuple[int, int, int]], index: _Index) -> list[Naming]:
    found = [
        naming for number, start, end in matches for naming in _namings(letters, start, end, index.entries[number])
    ]
    # A name as it is written comes before a disguise that stands for it as well.
    found.sort(key=lambda naming: (naming.start - naming.end, naming.start, naming.disguised))
    kept: list[Naming] = []
    for naming in found:
        around = [other for other in kept if other.start <= naming.start and naming.end <= other.end]
        if all(
            (other.start, other.end) == (naming.start, naming.end) and other.brand is not naming.brand
            for other in around
        ):
            kept.append(naming)
    return kept


class Spoken(Struct, frozen=True):
    """A brand that a text speaks for, and where its words stand in the folded text."""

    brand: Brand
    start: int
    end: int


def spoken_for(folded: str, own: OwnBrands = _NO_OWN) -> Iterator[Spoken]:
    """Brands as whose customers a folded text addresses its reader (`data/brand_forms.toml`)."""
    matches = _written(folded, own)
    if not matches:
        return
    owners = _names(own)[1]
    for number, start, end in matches:
        for before, after in _forms_between(folded[start - 1 : start], folded[end : end + 1]):
            if folded.endswith(before, 0, start) and folded.startswith(after, end):
                begin, stop = start - len(before), end + len(after)
                if not (
                    one_word(folded[begin - 1 : begin], folded[begin])
                    or one_word(folded[stop - 1], folded[stop : stop + 1])
                ):
                    yield Spoken(owners[number], begin, stop)


@lru_cache(1024)
def _forms_between(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """The forms that can stand about a name between these two characters."""
    return tuple(
        (begin, end)
        for begin, end in table("brand_forms")["forms"]
        if (not begin or begin[-1] == before) and (not end or end[0] == after)
    )


class Mention(Struct, frozen=True):
    """A brand's name as it is written, and where it stands in the folded text."""

    brand: Brand
    start: int
    end: int


def mentions(folded: str, own: OwnBrands = _NO_OWN) -> Iterator[Mention]:
    """Names in a long folded text as they are written, the longest where several begin at one place."""
    owners = _names(own)[1]
    behind = 0
    for number, start, end in sorted(_written(folded, own), key=_longest_first):
        if start >= behind:
            behind = end
            before, after = folded[start - 1 : start], folded[end : end + 1]
            if not (one_word(before, folded[start]) or one_word(folded[end - 1], after)):
                yield Mention(owners[number], start, end)


def _longest_first(match: tuple[int, int, int]) -> tuple[int, int]:
    _, start, end = match
    return start, -end


@lru_cache(8)  # a mail's text and its HTML are searched by two facts, one after the other
def _written(folded: str, own: OwnBrands) -> list[tuple[int, int, int]]:
    """Every name as it is written, by the place where it ends, overlapping ones too."""
    return _names(own)[0].find_matches_as_indexes(folded, overlapping=True)


@lru_cache(_KEPT)
def _names(own: OwnBrands) -> tuple[AhoCorasick, tuple[Brand, ...]]:
    owners = _owners(own)
    return AhoCorasick(list(owners)), tuple(owners.values())


@lru_cache(_KEPT)
def _owners(own: OwnBrands) -> dict[str, Brand]:
    """Names as they are written, folded; short ones stand in too many words."""
    owners: dict[str, Brand] = {}
    for brand, row in zip(brands(own), brand_rows(own), strict=True):
        for name in row.names.split(";"):
            if len(name) >= _LEAST_NAME:
                owners.setdefault(name.lower(), brand)
    return owners


def _namings(letters: Lettering, start: int, end: int, entries: tuple[Spelling, ...]) -> Iterator[Naming]:
    first, last = letters.span(start, end)
    if _within_word(letters, start, end) or any(bracket in letters.text[first:last] for bracket in _BRACKETS):
        return
    leads, alone = start == 0, start == 0 and end == len(letters.plain)
    plain, written = letters.plain[start:end], letters.text[first:last]
    styled = any(map(_is_dressed, written))
    form = _BRANCH if leads else _OUTLET
    outlet = form.compiled.match(letters.text, last) or (not leads and _STORE.compiled.match(letters.text, last))
    for entry in entries:
        if outlet and entry.brand.sector in _SELLING:
            continue
        if not entry.whole or (alone and _is_the_name(written, plain, entry)):
            yield Naming(entry.brand, first, last, leads, alone, styled or plain != entry.plain)


def _is_the_name(written: str, plain: str, entry: Spelling) -> bool:
    """In its own case, full-width and spaced out or not, or in letters that only look like it; three letters look like too much."""
    if written not in (entry.name, entry.name.upper()):
        written = "".join(unicodedata.normalize("NFKC", written).split())
    return written in (entry.name, entry.name.upper()) or (plain != entry.plain and len(plain) >= _LEAST_DISGUISED)


def _is_dressed(letter: str) -> bool:
    """A mathematical or encircled letter, or a mark set upon the letter before it."""
    return "\U0001d400" <= letter <= "\U0001d7ff" or "\u2460" <= letter <= "\u24ff" or unicodedata.combining(letter) > 0


def _within_word(letters: Lettering, start: int, end: int) -> bool:
    """Latin letters or digits of the same word stand directly before or after."""
    first, last = letters.span(start, end)
    before = letters.text[first - 1] if first else ""
    after = letters.text[last] if last < len(letters.text) else ""
    return one_word(before, letters.text[first]) or one_word(letters.text[last - 1], after)
