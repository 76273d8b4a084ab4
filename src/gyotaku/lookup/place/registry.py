"""The country in which an address block is registered (delegation files of the five address registries, by iptocc).

It tells in which country the holder stood when he got the block. Clouds use one block on every continent.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from gyotaku.model.evidence import Evidence, Origin, Principal
from gyotaku.model.place import Known, PlaceSaid

_BUILT = re.compile(rb'"timestamp": *"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})')
_HEAD = 4_000
SOURCE = "address registries' delegations (iptocc)"
_CODE = re.compile(r"[A-Z]{2}")
_NOBODYS = frozenset(("EU", "AP", "ZZ"))
"""What registries write in place of a country."""


def country(address: str) -> PlaceSaid | None:
    """None for an address of no known block."""
    import iptocc

    code = iptocc.country_code(address)
    if not isinstance(code, str) or not _CODE.fullmatch(code) or code in _NOBODYS:
        return None
    dated = date()
    evidence = Evidence(Origin.ANSWER, Principal.REGISTRY, f"{address} {code}", source=SOURCE, time=dated)
    return PlaceSaid(source=SOURCE, date=dated, known=Known.REGISTRY, country=code, evidence=evidence)


@cache
def date() -> datetime:
    """When the embedded table was built: its bill of materials says so; else when its file was installed."""
    import iptocc

    package = Path(iptocc.__file__).parent
    for bill in package.parent.glob("iptocc-*.dist-info/sboms/*.json"):
        with bill.open("rb") as stream:
            found = _BUILT.search(stream.read(_HEAD))
        if found is not None:
            return datetime.fromisoformat(found[1].decode("ascii")).replace(tzinfo=UTC)
    return datetime.fromtimestamp(int(Path(iptocc.__file__).stat().st_mtime), UTC)
