"""`gyotaku scan`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from msgspec.structs import replace

from gyotaku.batch.arrow import MissingExtraError, library
from gyotaku.batch.folder import Begun, Folder, FolderError
from gyotaku.batch.handing import Setting
from gyotaku.batch.processes import Engine, EngineError, Processes
from gyotaku.batch.scan import Counts, Scan
from gyotaku.batch.stamping import of_configuration, stamp
from gyotaku.cli.main import DONE, UNREADABLE, USAGE
from gyotaku.cli.paths import printable
from gyotaku.cli.scan_progress import Progress
from gyotaku.cli.settings import language, settings
from gyotaku.mail.intake import Limits, Meter, collect
from gyotaku.model.configuration import Config
from gyotaku.model.text import Text

_INTERRUPTED = 130
_MOST_FILES = 1_000_000_000
_STOPPED = Text(
    en="stopped: {why}. {count} rows are kept in {folder}; the same command with --resume goes on",
    ja="中断しました（{why}）。{count} 行は {folder} に保存されています。同じコマンドに --resume を付けると続きから再開します",
)
_GONE = Text(
    en="the folder {folder} was removed or renamed while rows were written into it; they went with it",
    ja="書き込み中にフォルダー {folder} が削除されたか、名前が変わりました。書き込んだ行も {folder} にはありません",
)
_WHOLE = Text(
    en="{count} rows in {folder}: {new} new, {passed} there before, {shared} told by a mail with the same octets, {unread} not read",
    ja="{folder} に {count} 行：新規 {new}、既存 {passed}、同一内容のため共有 {shared}、読めなかったもの {unread}",
)
_PRIVATE = Text(
    en="The table holds addresses, subjects and links as they are. It can be read by you alone; see docs/scan.md before you pass it on.",
    ja="この表にはアドレス、件名、リンクがそのまま入っています。読めるのは所有者だけです。人に渡す前に docs/scan.md をご覧ください。",
)
_SIGNALLED = Text(en="a signal asked for it", ja="シグナルを受け取りました")


def run(options: argparse.Namespace) -> int:
    config = settings(options)
    if config is None:
        return USAGE
    spoken = language(options, config)
    # What the world says today is asked about single mails, not about millions.
    config = replace(config, online=frozenset())
    folder = Folder(Path(options.output))
    try:
        library()
        scanning = _opened(options, config, folder)
    except (MissingExtraError, EngineError, FolderError, OSError) as error:
        folder.close()
        print(f"gyotaku: {printable(options.output)}: {_words(error)}", file=sys.stderr)
        return USAGE
    try:
        code, whole = _scan(options, scanning, folder, spoken == "ja")
        if whole and not options.no_summary:
            from gyotaku.cli.scan_summary import show

            show(folder, spoken, options.format)
    finally:
        folder.close()
    return code


def _opened(options: argparse.Namespace, config: Config, folder: Folder) -> Scan:
    made = stamp()
    begun = Begun(
        program=made.program,
        tables=made.tables,
        configuration=of_configuration(config),
        sources=tuple(options.source),
        folder=str(Path.cwd()),
        begun=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
    )
    folder.open(begun, resume=options.resume)
    return Scan(folder, _engine(options, Setting(config, made)), made, options.part_rows)


def _engine(options: argparse.Namespace, setting: Setting) -> Engine:
    if options.engine is None:
        return Processes(options.processes or len(os.sched_getaffinity(0)), setting)
    scheme, _, address = options.engine.partition("://")
    if scheme != "dask" or not address.rpartition(":")[2].isdecimal():
        raise EngineError(f"--engine: not of the form dask://HOST:PORT: {printable(options.engine)}")
    from gyotaku.batch.cluster import Cluster

    return Cluster(f"tcp://{address}", setting)


def _scan(options: argparse.Namespace, scanning: Scan, folder: Folder, japanese: bool) -> tuple[int, bool]:
    """The exit code, and whether all sources were read to their ends."""
    meter = Meter()
    progress = Progress(options.source, meter)
    stopping = _Stopping()
    why: str | None = None
    code = DONE
    try:
        for intake in collect(options.source, sys.stdin.buffer, Limits(files=_MOST_FILES), meter):
            scanning.take(intake)
            progress.step(scanning.counts, printable(intake.path))
            if stopping.asked:
                break
        if not stopping.asked:
            scanning.finish(lambda: stopping.asked)
    except (OSError, EngineError, FolderError) as error:
        why, code = _words(error), UNREADABLE
    finally:
        progress.clear()
        kept = scanning.end()
        stopping.over()
    if stopping.asked:
        why, code = _SIGNALLED.template("ja" if japanese else "en"), _INTERRUPTED
    told = _GONE if folder.gone else _STOPPED if why is not None else _WHOLE
    print("gyotaku: " + _filled(told, japanese, scanning.counts, kept, options.output, why or ""), file=sys.stderr)
    if folder.gone:
        return UNREADABLE, False
    if why is not None:
        return code, False
    folder.end(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
    print("gyotaku: " + _PRIVATE.template("ja" if japanese else "en"), file=sys.stderr)
    return UNREADABLE if scanning.counts.unread else DONE, True


def _filled(text: Text, japanese: bool, counts: Counts, kept: int, folder: str, why: str) -> str:
    return text.template("ja" if japanese else "en").format(
        why=why,
        count=f"{kept:,}",
        folder=printable(folder),
        new=f"{counts.met - counts.passed:,}",
        passed=f"{counts.passed:,}",
        shared=f"{counts.shared:,}",
        unread=f"{counts.unread:,}",
    )


def _words(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)


class _Stopping:
    """A first Ctrl-C or SIGTERM lets what is settled be written; a second ends at once, as a kill does."""

    def __init__(self) -> None:
        self.asked = False
        self._before = {number: signal.signal(number, self._ask) for number in (signal.SIGINT, signal.SIGTERM)}

    def _ask(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        self.asked = True
        signal.signal(number, signal.SIG_DFL)

    def over(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
