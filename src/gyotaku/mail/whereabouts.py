"""How a place is written: never a bare point, always with how rough it is and who says so."""

from __future__ import annotations

from functools import cache

from gyotaku.data.tables import rows
from gyotaku.model.place import Known, PlaceSaid
from gyotaku.model.text import Quote, Text, Word

_HOST_NAME = Text(en="its host name", ja="ホスト名")
_NOWHERE = Text(en="at a place that this source does not name", ja="場所の記載なし")


def country_name(code: str) -> Text:
    """Of an ISO 3166-1 code; the code itself where it is none that is known."""
    return _names().get(code) or Text(en=code, ja=code)


def around(said: PlaceSaid) -> Word:
    """“around Osaka, Japan (within 50 km)”, or what is known of that."""
    country = country_name(said.country) if said.country else None
    if said.near is None:
        return Word(Text(en=f"in {country.en}", ja=country.ja) if country else _NOWHERE)
    en, ja = said.near.en, said.near.ja
    if country is not None and country.en != en:
        en, ja = f"{en}, {country.en}", f"{country.ja} {ja}"
    if said.point is None:
        return Word(Text(en=f"around {en} (it gives no radius)", ja=f"{ja} 付近（誤差の範囲の記載なし）"))
    radius = said.point.radius_km
    return Word(Text(en=f"around {en} (within {radius} km)", ja=f"{ja} 付近（誤差の範囲 {radius} km）"))


def source(said: PlaceSaid) -> Quote | Word:
    """Who says so."""
    return Word(_HOST_NAME) if said.known is Known.HOST_NAME else Quote(said.source)


@cache
def _names() -> dict[str, Text]:
    return {row["code"]: Text(en=row["en"], ja=row["ja"]) for row in rows("countries")}
