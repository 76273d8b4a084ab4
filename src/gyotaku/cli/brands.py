"""`gyotaku brands list`, `check` and `add`: the organizations that frauds pretend to be."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence

from gyotaku.cli.brand_add import add
from gyotaku.cli.brand_check import check
from gyotaku.cli.main import DONE, USAGE
from gyotaku.cli.settings import language, settings
from gyotaku.mail.brand_table import COLUMNS, NONE
from gyotaku.mail.brands import Brand, brand_rows, brands
from gyotaku.mail.lettering import lettering
from gyotaku.model.configuration import Config
from gyotaku.model.goal import GoalClass
from gyotaku.model.own_brands import BrandRow
from gyotaku.model.text import Language, Text
from gyotaku.report.layout import columns

_HEAD = (
    Text(en="id", ja="id"),
    Text(en="name", ja="名前"),
    Text(en="sector", ja="分野"),
    Text(en="country", ja="国"),
    Text(en="domains", ja="ドメイン数"),
    Text(en="verified by", ja="確認した資料"),
)
_SUM = Text(en="{rows} rows, {verified} verified", ja="{rows} 件（うち確認済み {verified} 件）")
_NO_SECTOR = Text(en="there is no sector {sector}; there are {known}", ja="分野 {sector} はありません。分野：{known}")


def run(options: argparse.Namespace) -> int:
    config = settings(options)
    if config is None:
        return USAGE
    spoken = language(options, config)
    if options.action == "check":
        return check(options.word, options.table, config, spoken)
    if options.action == "add":
        return add(options, config, spoken)
    return _list(options, config, spoken)


def _list(options: argparse.Namespace, config: Config, spoken: Language) -> int:
    if options.sector is not None and options.sector not in set(GoalClass):
        text = _NO_SECTOR.template(spoken).replace("{known}", " ".join(GoalClass))
        print(f"gyotaku: {text.replace('{sector}', ascii(options.sector))}", file=sys.stderr)
        return USAGE
    chosen = list(_chosen(options, config))
    if options.format == "json":
        print(json.dumps([_on_wire(row) for _, row in chosen], ensure_ascii=False, indent=1))
    elif options.format == "tsv":
        for cells in (COLUMNS, *([getattr(row, name) for name in COLUMNS] for _, row in chosen)):
            print("\t".join(cells))
    else:
        _table([tuple(head.template(spoken) for head in _HEAD), *map(_cells, chosen)])
        counts = {"rows": len(chosen), "verified": sum(brand.verified for brand, _ in chosen)}
        print("\n" + _SUM.template(spoken).format(**counts))
    return DONE


def _chosen(options: argparse.Namespace, config: Config) -> Iterator[tuple[Brand, BrandRow]]:
    words = [lettering(word).plain for word in options.word]
    for brand, row in zip(brands(config.brands), brand_rows(config.brands), strict=True):
        if (
            options.country in (None, row.country)
            and options.sector in (None, row.sector)
            and (brand.verified or not options.verified)
            and all(any(word in text for text in _searched(row)) for word in words)
        ):
            yield brand, row


def _searched(row: BrandRow) -> Iterator[str]:
    for column, separator in (
        (row.names, ";"),
        (row.whole, ";"),
        (row.domains, None),
        (row.shared, None),
        (row.id, None),
    ):
        for piece in column.split(separator):
            yield lettering(piece).plain


def _cells(chosen: tuple[Brand, BrandRow]) -> tuple[str, ...]:
    brand, row = chosen
    held = len(brand.domains) + len(brand.mailboxes)
    return (row.id, brand.name, row.sector, row.country, str(held), row.verified.partition(" ")[0])


def _table(lines: Sequence[tuple[str, ...]]) -> None:
    widths = [max(map(columns, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        padded = (cell + " " * (width - columns(cell)) for cell, width in zip(line, widths, strict=True))
        print("  ".join(padded).rstrip())


def _on_wire(row: BrandRow) -> dict[str, object]:
    source, _, day = row.verified.partition(" ")
    return {
        "id": row.id,
        "names": _pieces(row.names, ";"),
        "whole": _pieces(row.whole, ";"),
        "domains": _pieces(row.domains, None),
        "shared": _pieces(row.shared, None),
        "sector": row.sector,
        "country": row.country,
        "verified": None if source == NONE else {"source": source, "date": day},
    }


def _pieces(cell: str, separator: str | None) -> list[str]:
    return [] if cell == NONE else cell.split(separator)
