"""What is to be hidden: everything of the owner, and every part of it that still tells who it is."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from gyotaku.model.report import Report
from gyotaku.report.masking.bystanders import machines, registrants, wronged
from gyotaku.report.masking.folding import fold
from gyotaku.report.masking.ordinary import ordinary

MARK = "●●●"
OTHERS_MARK = "○○○"
_LEAST_WORD = 4
_LEAST_NATIVE = 2
_LEAST_LOOSE = 6
_LEAST_NUMBER = 6
_LONGEST = 320


class Sort(StrEnum):
    """What a secret is; the first of those that meet in one place decides the mask."""

    ADDRESS = "address"
    DOMAIN = "domain"
    HOST = "host"
    NAME = "name"
    LOCAL = "local part"
    LABEL = "label"
    NETWORK = "IP address"

    @property
    def mask(self) -> str:
        return _MASKS.get(self, MARK)


_MASKS = {Sort.ADDRESS: f"{MARK}@{MARK}.example", Sort.DOMAIN: f"{MARK}.example", Sort.HOST: f"{MARK}.example"}


class Secret(Struct, frozen=True):
    """`word` as it is written, `loose` where it counts within other words too."""

    sort: Sort
    word: str
    loose: bool
    other: bool = False
    """Of a third party."""

    @property
    def mask(self) -> str:
        return self.as_sort(self.sort)

    def as_sort(self, sort: Sort) -> str:
        """The mask of this secret where it stands as one of another sort."""
        return sort.mask.replace(MARK, OTHERS_MARK) if self.other else sort.mask


def secrets(report: Report, *, others: bool = False) -> tuple[Secret, ...]:
    """The secrets of a report and of all mails that came with it, each once; mailboxes last, since there may be thousands.

    With `others` also those of third parties that are wronged by it.
    Raises ValueError for a report that was not made for masking.
    """
    found: dict[tuple[Sort, str], Secret] = {}
    ours = ordinary(report)
    together = "\n".join(ours)
    for one in (report, *report.others):
        played = {word for claim in one.pretends_to_be for word in (claim.brand, fold(claim.name or ""))}
        owner = one.owner
        if owner is None:
            raise ValueError("dissect with for_masking=True: without it nothing is known of whose mail this is")
        rows = (
            (Sort.DOMAIN, owner.domains),
            (Sort.HOST, owner.hosts),
            (Sort.NETWORK, owner.networks),
            (Sort.NAME, [form for name in owner.names for form in _orders(name) if fold(form) not in played]),
            (Sort.LABEL, owner.labels),
            (Sort.ADDRESS, owner.addresses),
            (Sort.LOCAL, [local for local in owner.local_parts if fold(local) not in played]),
        )
        for sort, words in rows:
            for word in words:
                bare = word.strip()
                # What stands within a word of ours counts as a whole word alone, and not at all where words have no borders.
                within = sort in PARTS and fold(bare) in together
                if _tells(sort, bare, ours) and (bare.isascii() or not within):
                    found.setdefault((sort, fold(bare)), _secret(sort, bare, not within))
    if others:
        for one in (report, *report.others):
            for secret in _of_others(one, ours):
                found.setdefault((secret.sort, fold(secret.word)), secret)
    return tuple(found.values())


def _of_others(report: Report, ours: frozenset[str]) -> Iterator[Secret]:
    for one in wronged(report):
        rows = (
            (Sort.DOMAIN, (one.domain,)),
            (Sort.NETWORK, machines(report, one.domain)),
            (Sort.NAME, registrants(report, one.domain)),
            (Sort.LABEL, one.labels),
            (Sort.LOCAL, one.local_parts),
        )
        for sort, words in rows:
            for word in words:
                if _tells(sort, word.strip(), ours):
                    yield replace(_secret(sort, word.strip(), True), other=True)


def _secret(sort: Sort, word: str, loose: bool) -> Secret:
    # 192.0.2.1 is no part of 192.0.2.10.
    long = sort is Sort.ADDRESS or not word.isascii() or len(word) >= _LEAST_LOOSE
    return Secret(sort, word, loose and long and sort is not Sort.NETWORK)


PARTS = frozenset({Sort.NAME, Sort.LOCAL, Sort.LABEL})


def _tells(sort: Sort, word: str, ours: frozenset[str]) -> bool:
    """Nobody can be told by `a`, by `mail` or by the empty name; an address or a domain is hidden however short it is."""
    folded = fold(word)
    if not folded or len(word) > _LONGEST:
        return False
    if sort is Sort.ADDRESS:
        return "@" in folded.strip("@")
    if sort in {Sort.DOMAIN, Sort.HOST, Sort.NETWORK}:
        return "." in folded.strip(".") or ":" in folded
    if folded in ours:
        return False
    letters = sum(character.isalnum() for character in folded)
    if not folded.isascii():
        return letters >= _LEAST_NATIVE
    if folded.isdigit():
        return len(folded) >= _LEAST_NUMBER
    return letters >= _LEAST_WORD


def _orders(name: str) -> list[str]:
    """A name as it is written, without its spaces, its two words the other way round, and with a dot where it belongs."""
    forms: dict[str, None] = {}
    for words in (name.split(), name.replace(" .", ".").split()):
        orders = (words, words[::-1]) if len(words) == 2 else (words,)
        forms |= dict.fromkeys(glue.join(order) for order in orders for glue in (" ", "") if words)
    return list(forms)
