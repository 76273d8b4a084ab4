"""`gyotaku`: the command line. A thin door: it parses arguments, calls `dissect`, and hands reports to a form.

Exit codes: 0 done, which never means clean · 1 a `--fail-on` word was met · 2 usage or configuration · 3 some input could
not be read, or its masked report was withheld.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from gyotaku.cli.arguments import parser

DONE, MET, USAGE, UNREADABLE = 0, 1, 2, 3
_MANY_OBJECTS = 50_000

# Loaded when the command runs, so that --help stays quick.
_HOMES = {
    "article": "gyotaku.cli.article",
    "answers": "gyotaku.cli.answers",
    "brands": "gyotaku.cli.brands",
    "data": "gyotaku.cli.data",
    "dissect": "gyotaku.cli.dissect",
    "lookups": "gyotaku.cli.lookups",
    "picture": "gyotaku.cli.picture",
    "evaluate": "gyotaku.cli.evaluate",
    "kinds": "gyotaku.cli.kinds",
    "explain": "gyotaku.cli.kinds",
    "howto": "gyotaku.cli.howto",
    "config": "gyotaku.cli.configuration",
    "schema": "gyotaku.cli.schema",
    "visit": "gyotaku.cli.visit",
    "watch": "gyotaku.cli.watch",
    "mark": "gyotaku.cli.mark",
    "scan": "gyotaku.cli.scan",
    "query": "gyotaku.cli.query",
    "completion": "gyotaku.cli.completion",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. argparse exits with 2 by itself on wrong usage."""
    # A start makes some hundred thousand objects that stay: looking for garbage among them takes 40 ms.
    gc.set_threshold(_MANY_OBJECTS, *gc.get_threshold()[1:])
    options = parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = import_module(_HOMES[options.command]).run
    try:
        return run(options)
    except BrokenPipeError:
        # The reader of our output went away (`| head`). What is still buffered must not fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
