"""`gyotaku watch`: links are revisited on a schedule, and a closed site that comes back is told."""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from msgspec.structs import replace

from gyotaku.archive.watch import Visitor, Watcher, sort
from gyotaku.archive.watch_store import Claim, WatchError, WatchStore
from gyotaku.browser.box import Missing, programs
from gyotaku.cli.consent import consents
from gyotaku.cli.main import DONE, MET, UNREADABLE, USAGE
from gyotaku.cli.named_links import NamedLinks, web_address
from gyotaku.cli.paths import printable
from gyotaku.cli.settings import language, settings
from gyotaku.lookup import folders
from gyotaku.lookup.site.decoys import Leaks, decoyed
from gyotaku.lookup.site.inquiry import DEVICES
from gyotaku.mail.links.target import read_target
from gyotaku.model.answers import Permission
from gyotaku.model.configuration import Config
from gyotaku.model.text import Language, Text, Url
from gyotaku.model.watch import Change, State, Watched
from gyotaku.report.canvas import STYLE, Canvas
from gyotaku.report.layout import safe
from gyotaku.report.teller import Teller
from gyotaku.report.watched_told import change_line, drawn, listed, timeline

FILE_NAME = "watch.sqlite"
_WIDTH = 100
_LONGEST_COMMAND = 60.0
"""Seconds that a command for a site that came back may take."""
_WILL = Text(en="These links would be watched:", ja="次のリンクを監視します。")
_ALSO = Text(
    en="From now on `gyotaku watch run` visits them in this way without asking again, {when}, for {days} days. What is kept holds decoys in place of tokens; "
    "`gyotaku watch remove` ends it.",
    ja="以後、`gyotaku watch run` を実行すると、確認を求めずに同じ方法でアクセスします。間隔は{when}、期間は{days}日間です。保存するリンクの識別子は、おとりの値に置き換えます。やめるには `gyotaku watch remove` を使います。",
)
_RARER = Text(
    en="after 1 and 6 hours, then after 1, 3 and 7 days as long as nothing changes",
    ja="1時間、6時間、1日、3日、7日の順に長くなり（変化があれば1時間に戻ります）",
)
_FIXED = Text(en="every {length}", ja="{length}")
_ASK = Text(en="Watch? [y/N] ", ja="監視しますか？ [y/N] ")
_WATCHED = Text(en="#{number} is watched: {url}", ja="#{number} を監視します：{url}")
_ALREADY = Text(en="#{number} was watched already: {url}", ja="#{number} はすでに監視しています：{url}")
_TELLS = Text(
    en="not watched, for its decoy would still tell the reader: {why}",
    ja="おとりの値でも受信者がわかるため、監視しません（{why}）",
)
_NO_SUCH = Text(en="no watched link is {what}", ja="{what} に当たる監視中のリンクはありません")
_SEVERAL = Text(
    en="{what} is several links; name one by its number: {numbers}",
    ja="{what} に当たるリンクが複数あります。番号で指定してください（{numbers}）",
)
_REMOVED = Text(
    en="#{number} is no longer watched, and its history is gone: {url}",
    ja="#{number} の監視をやめ、履歴を消しました：{url}",
)
_TROUBLE = Text(en="not visited: {url} ({why})", ja="アクセスできませんでした：{url}（{why}）")
_COMMAND = Text(
    en="the command for sites that come back failed: {why}", ja="再開を知らせるコマンドが失敗しました（{why}）"
)


def _now() -> datetime:
    return datetime.now(UTC)


def run(options: argparse.Namespace) -> int:
    config = settings(options)
    if config is None:
        return USAGE
    spoken = language(options, config)
    try:
        store = WatchStore(Path(options.file) if options.file else folders.data() / FILE_NAME)
    except WatchError as error:
        print(f"gyotaku: {error}", file=sys.stderr)
        return USAGE
    try:
        return _ACTIONS[options.action](options, replace(config, online=frozenset({Permission.SITE})), spoken, store)
    except WatchError as error:
        print(f"gyotaku: {error}", file=sys.stderr)
        return UNREADABLE
    finally:
        store.close()


def _add(options: argparse.Namespace, config: Config, spoken: Language, store: WatchStore) -> int:
    links = NamedLinks(config, spoken)
    links.gather(options.what)
    unread = UNREADABLE if links.unread else DONE
    if not links.urls:
        return unread
    teller = Teller(spoken, STYLE)
    when = teller.say(_RARER) if options.every is None else teller.filled(_FIXED, length=_length(options.every))
    also = teller.filled(_ALSO, when=Text(en=when, ja=when), days=options.days)
    every = None if options.every is None else timedelta(seconds=options.every)
    agreed = consents(options, config, spoken, links.urls, DEVICES, will=_WILL, ask=_ASK, also=also)
    if agreed is not None:
        return agreed
    now = _now()
    for url in links.urls:
        try:
            made = decoyed(url, tuple(links.addresses), tuple(links.domains)).url
        except Leaks as why:
            print(f"gyotaku: {teller.filled(_TELLS, why=str(why))}", file=sys.stderr)
            unread = UNREADABLE
            continue
        number, new = store.add(made, sort(made), now, now + timedelta(days=options.days), every)
        print(teller.filled(_WATCHED if new else _ALREADY, number=number, url=Url(made)))
    return unread


def _length(every: int) -> Text:
    minutes = round(every / 60)
    for unit, en, ja in ((1_440, "d", "日"), (60, "h", "時間")):
        if minutes % unit == 0:
            return Text(en=f"{minutes // unit} {en}", ja=f"{minutes // unit}{ja}")
    return Text(en=f"{minutes} min", ja=f"{minutes}分")


def _list(options: argparse.Namespace, config: Config, spoken: Language, store: WatchStore) -> int:  # noqa: ARG001
    if options.format == "json":
        for one in store.links():
            print(json.dumps(msgspec.to_builtins(one)))
        return DONE
    canvas = _canvas(spoken)
    listed(canvas, list(store.links()), _now())
    print(canvas.text(), end="")
    return DONE


def _show(options: argparse.Namespace, config: Config, spoken: Language, store: WatchStore) -> int:  # noqa: ARG001
    found = _named(options.link, store)
    if not found:
        return _no_such(options.link, spoken)
    if options.svg is not None:
        if len(found) > 1:
            numbers = ", ".join(str(one.id) for one in found)
            print(
                f"gyotaku: {Teller(spoken, STYLE).filled(_SEVERAL, what=options.link, numbers=numbers)}",
                file=sys.stderr,
            )
            return USAGE
        try:
            Path(options.svg).write_text(drawn(spoken, found[0], store.periods(found[0].id)), "utf-8")
        except OSError as error:
            print(f"gyotaku: {printable(options.svg)}: {error.strerror}", file=sys.stderr)
            return USAGE
        return DONE
    canvas = _canvas(spoken)
    for number, one in enumerate(found):
        periods = store.periods(one.id)
        if options.format == "json":
            print(json.dumps({**msgspec.to_builtins(one), "periods": msgspec.to_builtins(periods)}))
            continue
        if number:
            canvas.gap()
        timeline(canvas, one, periods, _now())
    if options.format != "json":
        print(canvas.text(), end="")
    return DONE


def _remove(options: argparse.Namespace, config: Config, spoken: Language, store: WatchStore) -> int:  # noqa: ARG001
    teller = Teller(spoken, STYLE)
    code = DONE
    for link in options.link:
        found = _named(link, store)
        if len(found) > 1:
            numbers = ", ".join(str(one.id) for one in found)
            print(f"gyotaku: {teller.filled(_SEVERAL, what=link, numbers=numbers)}", file=sys.stderr)
            return USAGE
        if not found:
            code = _no_such(link, spoken)
            continue
        store.remove(found[0].id)
        print(teller.filled(_REMOVED, number=found[0].id, url=Url(found[0].url)))
    return code


def _run(options: argparse.Namespace, config: Config, spoken: Language, store: WatchStore) -> int:
    try:
        programs()
    except Missing as missing:
        print(f"gyotaku: {missing.reason.template(spoken)}", file=sys.stderr)
        return USAGE
    from gyotaku.lookup.site.once import visitor

    # Whoever ends us politely need not wait until a claim runs out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    return watch(
        store,
        visitor(config),
        spoken,
        once=options.once,
        fail_on_back=options.fail_on_back,
        command=options.notify_command,
    )


def watch(
    store: WatchStore,
    visit: Visitor,
    spoken: Language,
    *,
    once: bool,
    fail_on_back: bool = False,
    command: list[str] | None = None,
    clock: Callable[[], datetime] = _now,
    sleep: Callable[[float], None] = time.sleep,
) -> int:
    """Visit what is due, and tell what changed on standard output."""
    teller = Teller(spoken, STYLE)
    came_back = failed = False

    def told() -> None:
        nonlocal came_back
        for change in store.untold(clock()):
            print(change_line(teller, change), flush=True)
            if change.period.seen.state is State.BACK:
                came_back = True
                if command:
                    _notify(command, change, teller)

    def trouble(claim: Claim, why: str) -> None:
        nonlocal failed
        failed = True
        print(f"gyotaku: {teller.filled(_TROUBLE, url=Url(claim.url), why=why)}", file=sys.stderr, flush=True)

    told()  # what a watcher that was killed saw and did not tell
    watcher = Watcher(store, visit, clock, sleep)
    if not once:
        watcher.watch(told, trouble)
    watcher.round(told, trouble)
    return MET if came_back and fail_on_back else UNREADABLE if failed else DONE


def _notify(command: list[str], change: Change, teller: Teller) -> None:
    """Run the reader's command. What a site wrote reaches it on standard input alone, as JSON, and never as an argument."""
    import subprocess

    told = {
        "link": change.watched.id,
        "url": change.watched.url,
        "now": msgspec.to_builtins(change.period),
        "before": msgspec.to_builtins(change.before),
    }
    why = ""
    try:
        done = subprocess.run(command, input=json.dumps(told).encode() + b"\n", timeout=_LONGEST_COMMAND, check=False)  # noqa: S603
        why = f"exit {done.returncode}" if done.returncode else ""
    except (OSError, subprocess.SubprocessError) as error:
        why = safe(str(error))
    if why:
        print(f"gyotaku: {teller.filled(_COMMAND, why=why)}", file=sys.stderr, flush=True)


def _named(what: str, store: WatchStore) -> list[Watched]:
    """By number, by link, or by host: tokens of links are not kept, so what is the same without them is meant."""
    number = what.removeprefix("#")
    if number.isdecimal() and len(number) < 19:
        one = store.link(int(number))
        return [one] if one is not None else []
    url = web_address(what)
    if url is not None:
        wanted = sort(read_target(url).url or url)
        return [one for one in store.links() if sort(one.url) == wanted]
    host = what.replace("[.]", ".").lower()
    return [one for one in store.links() if read_target(one.url).host == host]


def _no_such(what: str, spoken: Language) -> int:
    print(f"gyotaku: {Teller(spoken, STYLE).filled(_NO_SUCH, what=what)}", file=sys.stderr)
    return UNREADABLE


def _canvas(spoken: Language) -> Canvas:
    terminal = sys.stdout.isatty()
    width = min(shutil.get_terminal_size((_WIDTH, 24)).columns, _WIDTH) if terminal else _WIDTH
    return Canvas(spoken, max(width, 40), color=terminal)


_ACTIONS = {"add": _add, "list": _list, "show": _show, "remove": _remove, "run": _run}
