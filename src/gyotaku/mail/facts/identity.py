"""In whose name the mail speaks: the places where known organizations are named, weighed together."""

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.brands import Brand
from gyotaku.mail.facts.appearances import Appearance, Appearances, Where

_OF_SENDER = frozenset({Where.NAME, Where.WITHIN_NAME, Where.SUBJECT, Where.ADDRESS})

_IN_NAME = frozenset({Where.NAME, Where.WITHIN_NAME})
_TOLD_ALONE = frozenset({Where.SUBJECT, Where.TEXT})
_SUBJECT_MATTER = frozenset({Where.MENTION, Where.OWN_LINK})
"""What a mail has that is about an organization, beside its subject; it says more where the mail speaks for that organization."""
_SPEAKS = frozenset({Where.NAME, Where.WITHIN_NAME, Where.TEXT})

_IN_BODY = frozenset({Where.HEADING, Where.SIGNATURE, Where.IMAGE, Where.FILE, Where.OWN_LINK, Where.MENTION})


class Claimed(Struct, frozen=True):
    """A brand with what its places add up to; `signs` holds one appearance a place, the weightiest first."""

    brand: Brand
    points: float
    signs: tuple[Appearance, ...]

    @property
    def beyond_name(self) -> tuple[Appearance, ...]:
        """Its places other than the sender's display name."""
        return tuple(sign for sign in self.signs if sign.where not in _IN_NAME)

    @property
    def several(self) -> bool:
        """It is named in several places beyond the display name, or in one where few readers look."""
        places = [sign.where for sign in self.beyond_name]
        if not any(sign.where in _SPEAKS for sign in self.signs):
            places = [place for place in places if place not in _SUBJECT_MATTER]
        return len(places) > 1 or any(place not in _TOLD_ALONE for place in places)


class Identity(Struct, frozen=True):
    """The brands that the mail speaks for, the likeliest first, and those it only names."""

    claimed: tuple[Claimed, ...]
    named: tuple[Claimed, ...]


def read(appearances: Appearances) -> Identity:
    by_brand: dict[str, list[Appearance]] = {}
    for one in appearances.all:
        by_brand.setdefault(one.brand.id, []).append(one)
    weighed = sorted((_weighed(found) for found in by_brand.values()), key=lambda claimed: -claimed.points)
    return Identity(
        tuple(claimed for claimed in weighed if _is_claim(claimed)),
        tuple(claimed for claimed in weighed if not _is_claim(claimed)),
    )


def _is_claim(claimed: Claimed) -> bool:
    data = table("identity")
    in_body = all(sign.where in _IN_BODY for sign in claimed.signs)
    least: float = data["least_in_body" if in_body else "least"]
    return claimed.points >= least


def _weighed(found: list[Appearance]) -> Claimed:
    data = table("identity")
    share = data["everywhere"]["share"] if found[0].brand.id in data["everywhere"]["ids"] else 1.0
    points = 0.0
    first: dict[Where, Appearance] = {}
    for one in found:
        first.setdefault(one.where, one)
    for where in first:
        said = data["points"][where]
        if where is Where.MENTION:
            count = sum(one.where is where for one in found)
            said = min(said * count, data["most"][where])
        points += said if where in _OF_SENDER else said * share
    signs = sorted(first.values(), key=lambda one: -data["points"][one.where])
    return Claimed(found[0].brand, round(points, 2), tuple(signs))
