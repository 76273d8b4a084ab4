"""`gyotaku brands check`: what the table says of a name or a host, or what is wrong with a table."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from gyotaku.cli.main import DONE, USAGE
from gyotaku.mail.brand_table import read, text_of
from gyotaku.mail.brands import Brand, brands, namings
from gyotaku.mail.domains import registrable
from gyotaku.model.configuration import Config
from gyotaku.model.own_brands import OwnBrands
from gyotaku.model.text import Language, Text
from gyotaku.report.layout import safe

_FINE = Text(en="{file}: {rows} rows, no problem", ja="{file}: {rows} 件、問題はありません")
_NOTHING = Text(
    en="name what to look up, or a table with --table; the configuration names no table of your own",
    ja="調べる名前かホスト、または --table で表を指定してください。設定に自分の表はありません",
)
_HOLDS = Text(en="a domain of {brand}", ja="{brand} のドメインです")
_SHARES = Text(
    en="{brand}'s, but anybody can have an address there: no proof of the sender",
    ja="{brand} のドメインですが、誰でもアドレスを取得できるため、差出人の証拠になりません",
)
_LIKE = Text(
    en="not in the table, but named like {brand}",
    ja="表にないドメインですが、{brand} と同じ名前です",
)
_MAILBOX = Text(en="an address of {brand}", ja="{brand} のアドレスです")
_NAMES = Text(en="names {brand}", ja="{brand} の名前です")
_DISGUISED = Text(
    en="names {brand}, in letters that only look like it: {piece}",
    ja="見た目の似た文字で {brand} の名前を表しています：{piece}",
)
_WITHIN = Text(en="has the name of {brand} in it: {piece}", ja="{brand} の名前を含みます：{piece}")
_UNKNOWN = Text(en="in no row of the table", ja="表にありません")
_VERIFIED = Text(en="verified", ja="確認済み")
_UNVERIFIED = Text(en="unverified", ja="未確認")


def check(words: list[str], table: str | None, config: Config, spoken: Language) -> int:
    """Print the answer to each word, or every problem of a table with its line. Without either: the reader's own table."""
    if table is not None:
        return _table(table, spoken)
    if words:
        for word in words:
            answers = list(_answers(word, config.brands, spoken)) or [_UNKNOWN.template(spoken)]
            print(safe(word))
            for answer in answers:
                print("  " + safe(answer))
        return DONE
    if config.brands.file is not None:  # it was read without a problem, or there would be no configuration
        print(_fine(config.brands.file, len(config.brands.rows), spoken))
        return DONE
    print(f"gyotaku: {_NOTHING.template(spoken)}", file=sys.stderr)
    return USAGE


def _table(file: str, spoken: Language) -> int:
    try:
        found = read(text_of(file))
    except ValueError as error:
        print(f"gyotaku: {safe(str(error))}", file=sys.stderr)
        return USAGE
    for problem in found.problems:
        print(f"{safe(file)}:{problem.line}: {safe(problem.text.template(spoken))}")
    if found.problems:
        return USAGE
    print(_fine(safe(file), len(found.rows), spoken))
    return DONE


def _fine(file: str, rows: int, spoken: Language) -> str:
    return _FINE.template(spoken).replace("{rows}", str(rows)).replace("{file}", file)


def _answers(word: str, own: OwnBrands, spoken: Language) -> Iterator[str]:
    told: set[str] = set()
    for brand, text in _of_host(word.strip(), own):
        told.add(brand.id)
        yield _said(text, brand, spoken)
    for naming in namings(word, own):
        if naming.brand.id not in told:
            told.add(naming.brand.id)
            text = _DISGUISED if naming.disguised else _NAMES if naming.alone else _WITHIN
            yield _said(text, naming.brand, spoken, word[naming.start : naming.end])


def _of_host(word: str, own: OwnBrands) -> Iterator[tuple[Brand, Text]]:
    """Whose the host is, where the word is a host, an address or a link."""
    address = word.rpartition("://")[2].partition("/")[0]
    local, _, host = address.lower().rpartition("@")
    host = host.partition(":")[0].rstrip(".")
    if "." not in host or (registrable(host) is None and not host.startswith("gov.")):
        return
    for brand in brands(own):
        if brand.holds(host):
            yield brand, _HOLDS
        elif brand.holds(host, local):
            yield brand, _MAILBOX
        elif brand.shares(host):
            yield brand, _SHARES
        elif brand.named_by(host):
            yield brand, _LIKE


def _said(text: Text, brand: Brand, spoken: Language, piece: str = "") -> str:
    standing = (_VERIFIED if brand.verified else _UNVERIFIED).template(spoken)
    who = f"{brand.name} ({brand.id}, {brand.sector}, {standing})"
    return text.template(spoken).replace("{brand}", who).replace("{piece}", piece)
