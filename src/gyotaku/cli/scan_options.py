"""The command lines of `gyotaku scan`, `gyotaku query` and `gyotaku rule`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

_QUESTIONS = ("verdicts", "classes", "brands", "goals", "senders", "hosts", "tools", "kinds", "timeline", "errors")


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    common: Callable[[argparse.ArgumentParser], None],
    count: Callable[[str], int],
) -> None:
    scan = commands.add_parser(
        "scan",
        help="dissect whole mailboxes into a table",
        description="Dissect every mail of mailboxes, archives and folders, on all cores, into a table: Parquet files, one row a mail "
        "(docs/scan.md). Always offline. The table holds what the mails say, whole: it is its owner's alone.",
    )
    scan.add_argument("source", nargs="+", metavar="FILE|DIR|-", help="as for dissect")
    scan.add_argument(
        "-o", "--output", metavar="DIR", required=True, help="the folder to write into; made if it is not there"
    )
    scan.add_argument(
        "--resume", action="store_true", help="go on with a scan that was ended, or add what has come since"
    )
    scan.add_argument("--processes", type=count, metavar="N", help="how many dissect (default: one a core)")
    scan.add_argument(
        "--engine",
        metavar="dask://HOST:PORT",
        help="have the workers of this Dask scheduler dissect; they get the mails, and gyotaku must be installed there",
    )
    scan.add_argument(
        "--part-rows", type=count, default=10_000, metavar="N", help="rows of one file at most (default: %(default)s)"
    )
    scan.add_argument(
        "--format",
        choices=("text", "html"),
        default="text",
        help="of the summary; html writes a page with charts beside the rows",
    )
    scan.add_argument("--no-summary", action="store_true", help="without the tables at the end")
    common(scan)

    query = commands.add_parser(
        "query",
        help="ask a scan, in SQL",
        description="Ask a scan: SQL as DuckDB has it, over the table `mails` and the views `findings`, `observables`, `claims` and `tools` "
        "(docs/scan.md). Reads these rows and nothing else; writes nothing.",
    )
    query.add_argument("scan", metavar="DIR", help="what `gyotaku scan -o DIR` wrote")
    query.add_argument("sql", nargs="?", metavar="SQL", help="one statement")
    query.add_argument("--ask", choices=_QUESTIONS, metavar="QUESTION", help="a ready one: " + ", ".join(_QUESTIONS))
    query.add_argument("--format", choices=("text", "csv", "json"), default="text", help="json: one line a row")
    query.add_argument("--limit", type=count, metavar="N", help="rows shown at most (default: 100 with text, else all)")
    common(query)

    rule = commands.add_parser(
        "rule",
        help="propose a filter rule for scanned mails",
        description="Propose a rule for a mail filter that meets a chosen set of scanned mails and no unsuspected mail, with its hits on "
        "all scanned mails (docs/scan.md). The rule goes to standard output, what it met to standard error.",
    )
    rule.add_argument("scan", metavar="DIR", help="what `gyotaku scan -o DIR` wrote")
    chosen = rule.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--where", metavar="SQL", help="the mails that this condition on a row of `mails` holds for")
    chosen.add_argument(
        "--like",
        metavar="MAIL",
        help="this mail (its path, or how its SHA-256 begins), and those that share what is its sender's own",
    )
    rule.add_argument(
        "--for", dest="form", choices=("sieve", "spamassassin", "rspamd"), required=True, help="the filter"
    )
    common(rule)
