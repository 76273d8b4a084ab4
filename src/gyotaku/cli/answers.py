"""`gyotaku answers`: recorded answers, moved between machines."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace

from gyotaku.cli.look_ups import moment
from gyotaku.cli.main import DONE, UNREADABLE, USAGE
from gyotaku.cli.settings import language, settings
from gyotaku.dissection import dissect_mail
from gyotaku.lookup.opening import answers_file, open_session
from gyotaku.lookup.store import LONGEST_LINE, Store, StoreError, exported, imported
from gyotaku.mail.intake import collect
from gyotaku.mail.refusals import Refused
from gyotaku.model.answers import Permission
from gyotaku.model.asks import Answer
from gyotaku.model.configuration import Config
from gyotaku.model.text import Language, Text
from gyotaku.report.plain import written_time

_NONE = Text(en="{file}: no answers are recorded.", ja="{file}：記録された回答はありません。")
_ADDED = Text(en="{file}: {count} new answers", ja="{file}：新しい回答 {count}件")


def run(options: argparse.Namespace) -> int:
    config = settings(options)
    if config is None:
        return USAGE
    if options.answers is not None:
        config = replace(config, answers=options.answers)
    file = answers_file(config)
    spoken = language(options, config)
    try:
        if options.action == "import":
            return _import(options, file, spoken)
        if not file.exists():
            print(_NONE.template(spoken).replace("{file}", str(file)), file=sys.stderr)
            return UNREADABLE if options.action == "export" else DONE
        return _export(options, config, spoken) if options.action == "export" else _info(file)
    except (StoreError, ValueError) as error:
        print(f"gyotaku: {error}", file=sys.stderr)
        return UNREADABLE


def _export(options: argparse.Namespace, config: Config, spoken: Language) -> int:
    if not options.mail:
        for line in exported(Store(answers_file(config)).all()):
            sys.stdout.buffer.write(line)
        return DONE
    answers: dict[tuple[str, object], Answer] = {}
    unread = 0
    everything = replace(config, online=frozenset(Permission))
    # What a replay of these mails uses is what belongs to the case; nothing that claims to be of a later day.
    as_of = moment(options.as_of) if options.as_of else datetime.now(UTC)
    with open_session(everything, as_of=as_of) as replaying:
        for intake in collect(options.mail, sys.stdin.buffer):
            if isinstance(intake, Refused):
                unread += 1
                print(f"gyotaku: {intake.path!a}: {intake.reason.template(spoken)}", file=sys.stderr)
                continue
            leader = dissect_mail(intake, everything, replaying)
            for report in (leader, *leader.others):
                answers.update({(answer.ask.id, answer.time): answer for answer in report.answers if answer.told})
    for line in exported(answers.values()):
        sys.stdout.buffer.write(line)
    return UNREADABLE if unread else DONE


def _import(options: argparse.Namespace, file: Path, spoken: Language) -> int:
    store = Store(file)
    for name in options.file:
        try:
            if name == "-":
                count = store.add(imported(_lines(sys.stdin.buffer)))
            else:
                with Path(name).open("rb") as stream:
                    count = store.add(imported(_lines(stream)))
        except (OSError, StoreError) as error:
            print(f"gyotaku: {name}: {error}", file=sys.stderr)
            return UNREADABLE
        print(_ADDED.template(spoken).replace("{file}", name).replace("{count}", str(count)))
    store.close()
    return DONE


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Lines, none much longer than an answer can be."""
    while line := stream.readline(LONGEST_LINE + 1):
        yield line


def _info(file: Path) -> int:
    print(file)
    for line in _counted(Store(file).all()):
        print(line)
    return DONE


def _counted(answers: Iterator[Answer]) -> Iterator[str]:
    counts: Counter[str] = Counter()
    first: dict[str, Answer] = {}
    last: dict[str, Answer] = {}
    for answer in answers:
        source = answer.ask.source
        counts[source] += 1
        first[source] = min(first.get(source, answer), answer, key=lambda one: one.time)
        last[source] = max(last.get(source, answer), answer, key=lambda one: one.time)
    for source, count in sorted(counts.items()):
        yield f"  {source:14} {count:8,}  {written_time(first[source].time)} – {written_time(last[source].time)}"
