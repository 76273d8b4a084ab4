"""`gyotaku brands add`: a row for the reader's own table."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from gyotaku.cli.main import DONE, USAGE
from gyotaku.config import FILE_NAME, user_file
from gyotaku.mail.brand_table import COLUMNS, NONE, read, text_of
from gyotaku.mail.brands import brands
from gyotaku.model.configuration import Config
from gyotaku.model.own_brands import BrandRow
from gyotaku.model.text import Language, Text
from gyotaku.report.layout import safe

_TABLE = "brands.tsv"
_ADDED = Text(en="{file}: row {id} added", ja="{file}: {id} を追加しました")
_REPLACES = Text(en="It replaces the built-in row of that id.", ja="同じ id の内蔵の行は、この行に置き換わります。")
_NOT_NAMED = Text(
    en="No configuration names this file yet. To use it, put this line into {config}:",
    ja="この表を指定した設定がまだありません。使うには、{config} に次の行を書いてください：",
)
_CONTROLS = Text(
    en="{value}: a value holds no tab, no line break and no semicolon",
    ja="{value}：タブ、改行、セミコロンは使えません",
)


def add(options: argparse.Namespace, config: Config, spoken: Language) -> int:
    """Append the row that the options describe; told and not written when the table would have a problem."""
    given = (options.id, *options.name, *options.whole, *options.domain, *options.shared, options.source or "")
    for value in given:
        if ";" in value.removeprefix(options.source or "\n") or any(
            character in value for character in "\t\n\r\v\f\x85"
        ):
            print(f"gyotaku: {safe(_CONTROLS.template(spoken).replace('{value}', value))}", file=sys.stderr)
            return USAGE
    file, named = _file(config)
    try:
        before = text_of(str(file)) if file.is_file() else "\t".join(COLUMNS) + "\n"
        if not before.endswith("\n"):
            before += "\n"
        row = _row(options)
        after = before + "\t".join(getattr(row, name) for name in COLUMNS) + "\n"
        problems = read(after).problems
        for problem in problems:
            print(f"gyotaku: {safe(f'{file}:{problem.line}: {problem.text.template(spoken)}')}", file=sys.stderr)
        if problems:
            return USAGE
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(after, "utf-8")
    except (OSError, ValueError) as error:
        print(f"gyotaku: {safe(str(error))}", file=sys.stderr)
        return USAGE
    print(_ADDED.template(spoken).replace("{file}", str(file)).replace("{id}", row.id))
    if row.id in {brand.id for brand in brands()}:
        print(_REPLACES.template(spoken))
    if not named:
        where = config.file or str(user_file())
        print(_NOT_NAMED.template(spoken).replace("{config}", where) + "\n\n" + _line(file, config))
    return DONE


def _file(config: Config) -> tuple[Path, bool]:
    """The table to write, and whether the configuration names it: else it stands beside the configuration."""
    if config.brands.file is not None:
        return Path(config.brands.file), True
    return (Path(config.file) if config.file else user_file()).with_name(_TABLE), False


def _line(file: Path, config: Config) -> str:
    """What `gyotaku.toml` needs: a path that holds from any folder, but for a configuration that holds only in its own."""
    here = config.file == FILE_NAME
    return "brands = " + json.dumps(str(file if here else file.absolute()), ensure_ascii=False)


def _row(options: argparse.Namespace) -> BrandRow:
    source = f"{options.source} {datetime.now(UTC):%Y-%m-%d}" if options.source else NONE
    return BrandRow(
        id=options.id,
        names=";".join(options.name) or NONE,
        whole=";".join(options.whole) or NONE,
        domains=" ".join(map(_host, options.domain)),
        shared=" ".join(map(_host, options.shared)) or NONE,
        sector=options.sector,
        country=options.country,
        verified=source,
    )


def _host(domain: str) -> str:
    return domain.strip().rstrip(".").lower()
