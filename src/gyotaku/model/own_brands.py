"""The reader's own table of organizations, as `gyotaku.toml` names it."""

from __future__ import annotations

from msgspec import Struct


class BrandRow(Struct, frozen=True, gc=False):
    """One row of a table of organizations, its columns as they are written; `data/brands.tsv` says what they mean."""

    id: str
    names: str
    whole: str
    domains: str
    shared: str
    sector: str
    country: str
    verified: str


class OwnBrands(Struct, frozen=True, cache_hash=True):
    """What was read from the reader's table: the file as it was named, and its rows."""

    file: str | None = None
    rows: tuple[BrandRow, ...] = ()

    def __str__(self) -> str:
        return "" if self.file is None else f"{self.file} ({len(self.rows)})"
