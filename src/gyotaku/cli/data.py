"""`gyotaku data`: the files of places and the lists on this machine, and getting files of places."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from gyotaku.cli.main import DONE, UNREADABLE, USAGE
from gyotaku.cli.settings import language, settings
from gyotaku.data.tables import table
from gyotaku.lookup.local import Local, local, place_folder
from gyotaku.mail.links.target import read_target
from gyotaku.model.configuration import Config
from gyotaku.model.text import Language, Text

_NONE = Text(
    en="No file of places and no list is on this machine. `gyotaku data fetch dbip-city-lite` gets the cities of addresses.",
    ja="位置のデータもリストもこのパソコンにありません。`gyotaku data fetch dbip-city-lite` で都市のデータを取得できます。",
)
_AGE = Text(en="{date}, {days} days old", ja="{date}（{days}日前）")
_UNREAD = Text(en="cannot be used: {why}", ja="使えません: {why}")
_CAN = Text(en="Can be fetched:", ja="取得できるもの：")
_ROWS = Text(en="list with {rows} keys", ja="リスト（項目数 {rows}）")
_BUILT_IN = Text(en="countries of registration, built in", ja="登録上の国（内蔵）")
_DONE = Text(
    en="{file}\n  {kind}, data of {built}, {size} octets\n  SHA-256 of the download: {sha256}\n  licence {licence}: {attribution}",
    ja="{file}\n  {kind}、{built} のデータ、{size} バイト\n  ダウンロードの SHA-256: {sha256}\n  ライセンス {licence}：{attribution}",
)


def run(options: argparse.Namespace) -> int:
    config = settings(options)
    if config is None:
        return USAGE
    spoken = language(options, config)
    return _list(config, spoken) if options.action == "list" else _fetch(options, config, spoken)


def _list(config: Config, spoken: Language) -> int:
    held = local(config)
    for line in _installed(held, config, spoken):
        print(line)
    if not held.places and not held.lists:
        print(_NONE.template(spoken))
    print(_CAN.template(spoken))
    for row in table("place_data")["data"]:
        print(f"  {row['id']}: {row[spoken]} ({row['licence']}, {row['attribution']})")
    return UNREADABLE if held.unread_places or held.unread_lists else DONE


def _installed(held: Local, config: Config, spoken: Language) -> Iterator[str]:
    from gyotaku.lookup.place import registry

    yield f"iptocc: {_BUILT_IN.template(spoken)}, {_age(registry.date(), spoken)}"
    for place in held.places:
        yield f"{place.file}: {place.kind}, {_age(place.date, spoken)}, {place.file.stat().st_size:,} B"
        about = _about(place.file)
        if about:
            yield f"  {about.get('licence', '')}: {about.get('attribution', '')}  SHA-256 {about.get('sha256', '')}"
    for one in held.lists:
        rows = _ROWS.template(spoken).replace("{rows}", f"{one.file.keys:,}")
        yield f"{one.file.file}: {one.name}, {rows}, {_age(one.file.date, spoken)}"
    for history in config.dns_history:
        yield f"{history}: passive DNS"
    for file, why in (*held.unread_places, *held.unread_lists):
        yield f"{file}: {_UNREAD.template(spoken).replace('{why}', why)}"


def _about(file: Path) -> dict[str, str] | None:
    try:
        found = json.loads(file.with_suffix(".json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _age(date: datetime, spoken: Language) -> str:
    days = max(0, (datetime.now(UTC) - date).days)
    return _AGE.template(spoken).replace("{date}", f"{date:%Y-%m-%d}").replace("{days}", str(days))


def _fetch(options: argparse.Namespace, config: Config, spoken: Language) -> int:
    from gyotaku.lookup.fetching import Failed, Wanted, fetch

    row = next((row for row in table("place_data")["data"] if row["id"] == options.name), None)
    if row is None:
        known = ", ".join(row["id"] for row in table("place_data")["data"])
        print(f"gyotaku: {options.name!a} is none of {known}", file=sys.stderr)
        return USAGE
    given = options.source
    from_web = given is None or "://" in given
    wanted = Wanted(
        id=row["id"],
        licence=row["licence"],
        attribution=row["attribution"],
        urls=() if not from_web else (given,) if given else _editions(row["url"], datetime.now(UTC)),
        file=None if from_web else Path(given),
        sha256=options.sha256,
    )
    try:
        about = fetch(
            wanted, place_folder(), _progress, proxy=config.proxy, dns_servers=config.dns_servers, allowed=_named(given)
        )
    except Failed as why:
        print(f"\ngyotaku: {options.name}: {why}", file=sys.stderr)
        return UNREADABLE
    finally:
        if sys.stderr.isatty():
            print(file=sys.stderr)
    text = _DONE.template(spoken).replace("{file}", str(place_folder() / f"{about.id}.mmdb"))
    for name in about.__struct_fields__:
        text = text.replace("{" + name + "}", str(getattr(about, name)))
    print(text)
    return DONE


def _named(given: str | None) -> tuple[tuple[str, int], ...]:
    """The place that the user named himself, which may be an inner one."""
    target = read_target(given) if given and "://" in given else None
    if target is None or not target.host:
        return ()
    return ((target.host, target.port or (443 if target.scheme == "https" else 80)),)


def _editions(url: str, now: datetime) -> tuple[str, str]:
    """This month's, then the one before: a new edition comes some hours into the month."""
    before = now.year * 12 + now.month - 2
    months = (f"{now:%Y-%m}", f"{before // 12}-{before % 12 + 1:02}")
    return (url.replace("{month}", months[0]), url.replace("{month}", months[1]))


def _progress(done: int, whole: int | None) -> None:
    if sys.stderr.isatty():
        of = f" / {whole / 1e6:.1f} MB ({100 * done // max(whole, 1)} %)" if whole else " MB"
        print(f"\r  {done / 1e6:.1f}{of}", end="", file=sys.stderr)
