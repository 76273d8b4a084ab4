"""`gyotaku evaluate`: the verdicts held against mails whose truth is known."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec.structs import replace

from gyotaku.cli.main import DONE, UNREADABLE, USAGE
from gyotaku.cli.settings import settings
from gyotaku.evaluation.fitting import as_table, fitted
from gyotaku.evaluation.labels import LabelsError, Sample, Truth, samples
from gyotaku.evaluation.leaving_out import LeftOut, left_out, read_sources
from gyotaku.evaluation.measures import Measures, measures
from gyotaku.evaluation.outcomes import Outcome, Unread, outcomes
from gyotaku.evaluation.reliability import bins, drawing
from gyotaku.evaluation.report import confusion_text, deciding_text, left_out_text, reliability_text, text, urls_text
from gyotaku.evaluation.tool_confusion import Confusion, confusion
from gyotaku.evaluation.urls import Urls, urls
from gyotaku.mail import message
from gyotaku.model.configuration import Config

_WAYS = (("without list and filter traces", True), ("as the mails are", False))


def run(options: argparse.Namespace) -> int:
    config = settings(options)
    if config is None:
        return USAGE
    # Figures of today's DNS about mails of years ago would be no figures of the program.
    config = replace(config, online=frozenset())
    try:
        labelled = [sample for where in options.labels for sample in samples(Path(where))]
        guessed = urls(Path(options.urls), options.sample, options.seed, labelled) if options.urls else None
        sources = read_sources(Path(options.sources)) if options.sources else None
    except LabelsError as error:
        print(f"gyotaku: {error}", file=sys.stderr)
        return USAGE
    unread: list[Unread] = []
    ways: dict[str, Measures] = {}
    apart = left_out(())
    for title, strip in _WAYS:
        read = _read(labelled, config, unread, strip=strip)
        ways[title] = measures(read)
        if strip:
            apart = left_out(read, sources)
        if strip and options.fit:
            command = "gyotaku evaluate --fit"
            Path(options.fit).write_text(as_table(fitted(read), command, f"{datetime.now(UTC):%Y-%m-%d}"), "utf-8")
    if options.curve:
        Path(options.curve).write_text(drawing(bins(apart.judged)), "utf-8")
    _show(ways, apart, {} if unread else _tools(labelled), guessed, options)
    for one in {one.sample.name: one for one in unread}.values():
        print(f"gyotaku: {one.sample.name}: {one.reason}", file=sys.stderr)
    return UNREADABLE if unread else DONE


def _read(labelled: list[Sample], config: Config, unread: list[Unread], *, strip: bool) -> list[Outcome]:
    found: list[Outcome] = []
    for one in outcomes(labelled, config, strip=strip):
        if isinstance(one, Unread):
            unread.append(one)
        else:
            found.append(one)
    return found


def _tools(labelled: list[Sample]) -> dict[str, Confusion]:
    """By truth, since a forged X-Mailer makes the truth of fraud doubtful."""
    return {
        truth: confusion((one.name, message.read(one.path.read_bytes())) for one in labelled if one.truth is truth)
        for truth in Truth
    }


def _show(
    ways: dict[str, Measures],
    apart: LeftOut,
    tools: dict[str, Confusion],
    guessed: Urls | None,
    options: argparse.Namespace,
) -> None:
    reliability = bins(apart.judged)
    if options.json:
        aside = {"sources": apart.rows, "all": apart.total, "reliability": reliability}
        said = msgspec.json.encode({**ways, "left out": aside, "tools": tools, "urls": guessed})
        sys.stdout.write(msgspec.json.format(said, indent=1).decode() + "\n")
        return
    for title, measured in ways.items():
        print(text(measured, title[0].upper() + title[1:], wrong=not options.no_list) + "\n")
    print(left_out_text(apart) + "\n")
    print(deciding_text(apart) + "\n")
    print(reliability_text(reliability))
    if guessed is not None:
        print("\n" + urls_text(guessed))
    for truth, found in tools.items():
        print("\n" + confusion_text(f"{truth} mail", found))
