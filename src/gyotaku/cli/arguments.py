"""The arguments of the command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from gyotaku.cli import mark_options, scan_options, watch_options
from gyotaku.model.version import __version__

_CLIENTS = ("outlook", "outlook-new", "gmail", "thunderbird", "apple-mail", "yahoo-japan", "forwarded")
_WORDS = ("fraud", "likely", "suspicious", "cannot-tell", "no-sign")


def parser(kinds: Sequence[str] | None = None, sectors: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """The whole command line. `kinds` and `sectors` are what `explain` and `brands` complete; left out, any word is taken."""
    top = argparse.ArgumentParser(
        prog="gyotaku",
        description="Take a suspicious mail apart: who really sent it, how we know, what it wants, what nobody could find out.",
        epilog="Exit codes: 0 done (never 'clean'), 1 a --fail-on word was met, 2 usage or configuration, 3 some input unread.",
    )
    top.add_argument("--version", action="version", version=f"gyotaku {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)

    dissect = commands.add_parser(
        "dissect",
        help="dissect mails",
        description="Dissect mails: files of any kind that holds some, folders, or - for standard input.",
    )
    dissect.add_argument(
        "mail",
        nargs="+",
        metavar="FILE|DIR|-",
        help="a mail (.eml, .msg, .emlx, winmail.dat), a mailbox (mbox, Maildir, .pst), an archive (.zip, .tar.gz ...), "
        "a folder, pasted headers, or - for standard input",
    )
    dissect.add_argument(
        "--format",
        choices=("terminal", "json", "html", "markdown", "csv"),
        default="terminal",
        help="form of the report (default: terminal); html is one page that loads nothing, markdown is for tickets and blogs, "
        "csv lists the observables",
    )
    dissect.add_argument("--pretty", action="store_true", help="with --format json: indented for people")
    dissect.add_argument(
        "--fail-on",
        choices=_WORDS,
        metavar="WORD",
        help="exit with 1 when a verdict is this word or worse: " + ", ".join(_WORDS),
    )
    dissect.add_argument(
        "--width", type=int, metavar="COLUMNS", help="width of the terminal report (default: the terminal's)"
    )
    dissect.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="colors (default: only on a terminal)"
    )
    dissect.add_argument(
        "--mask",
        action=argparse.BooleanOptionalAction,
        help="hide everything that tells whose mail it is, and refuse to write what still tells it (default: markdown is "
        "masked, every other form shows everything)",
    )
    _showing(dissect)
    _asking(dissect)
    mark_options.reading(dissect)
    _common(dissect)

    _article(commands)
    _picture(commands)
    _look_ups(commands)
    _data(commands)
    _brands(commands, sectors)

    _visit(commands)
    _many(commands)

    listing = commands.add_parser("kinds", help="list every kind of finding")
    listing.add_argument("--format", choices=("terminal", "json"), default="terminal")
    _common(listing)

    explain = commands.add_parser("explain", help="explain one kind of finding")
    explain.add_argument(
        "kind", metavar="KIND", choices=kinds, help="its id, as the reports and `gyotaku kinds` show it"
    )
    _common(explain)

    howto = commands.add_parser("howto", help="how to get a mail out of the program it is read with")
    howto.add_argument("what", choices=("source",), help="source: the mail as it arrived, with all its header fields")
    howto.add_argument("--client", metavar="NAME", help="one program: " + ", ".join(_CLIENTS))
    _common(howto)

    config = commands.add_parser("config", help="the configuration file")
    actions = config.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="read the configuration and show what holds")
    _common(check)
    keys = actions.add_parser("keys", help="explain every key")
    _common(keys)

    _evaluate(commands)
    commands.add_parser("schema", help="print the JSON Schema of --format json")
    completion = commands.add_parser("completion", help="print a completion script for your shell")
    completion.add_argument("shell", choices=("bash", "zsh", "tcsh"))
    return top


def _evaluate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    evaluate = commands.add_parser(
        "evaluate",
        help="measure the verdicts on mails whose truth is known",
        description="Measure the verdicts on labelled mails: a labels.tsv (a gold.tsv beside it overrules), a folder that holds one, or a "
        "folder with folders named phish, scam, malware, spam, ham or legit. Measured twice: without what mailing lists and filters "
        "added, and as the mails are. Always offline.",
    )
    evaluate.add_argument("labels", nargs="+", metavar="DIR|LABELS.tsv")
    evaluate.add_argument(
        "--urls",
        metavar="FILE.csv[.gz]",
        help="also: whom phishing URLs play, guessed from the URL alone (columns URL, description)",
    )
    evaluate.add_argument(
        "--sample", type=count, default=20_000, metavar="N", help="so many of the URLs, drawn by --seed (%(default)s)"
    )
    evaluate.add_argument("--seed", type=int, default=20_261_122, metavar="N")
    evaluate.add_argument("--json", action="store_true", help="all tables as one JSON object")
    evaluate.add_argument("--no-list", action="store_true", help="without the list of wrong verdicts")
    evaluate.add_argument("--fit", metavar="FILE", help="also write the weights that these mails give, as a table")
    evaluate.add_argument(
        "--sources",
        metavar="FILE.toml",
        help="what is left out at once when verdicts are told by weights of the other mails: a table [sources], each a list of subtypes "
        "(without it: each subtype)",
    )
    evaluate.add_argument("--curve", metavar="FILE.svg", help="also draw which share of mails with a sum is fraud")
    _common(evaluate)


def _many(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    mark_options.add(commands, _common)
    watch_options.add(commands, _common)
    scan_options.add(commands, _common, count)


def _article(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    article = commands.add_parser(
        "article",
        help="write a dissection to publish",
        description="Write a dissection to publish: Markdown with front matter, and one HTML page that loads nothing. Masked, unless told otherwise.",
    )
    article.add_argument("mail", metavar="FILE|-", help="a mail, or a file that holds mails (each gets a folder)")
    article.add_argument(
        "-o", "--output", metavar="DIR", required=True, help="the folder to write into; made if it is not there"
    )
    article.add_argument(
        "--for",
        dest="target",
        choices=("hugo", "jekyll", "hatena", "wordpress", "none"),
        default="hugo",
        help="whose front matter the Markdown has; wordpress also writes a file to import (default: hugo)",
    )
    article.add_argument(
        "--no-pictures", action="store_true", help="without a picture of the mail; its words are shown instead"
    )
    article.add_argument(
        "--site-pictures",
        metavar="DIR",
        action="append",
        default=[],
        help="where `gyotaku visit -o DIR` kept pictures of the sites; of what is visited now it is taken by itself",
    )
    article.add_argument("--force", action="store_true", help="write over an article that is there already")
    article.add_argument(
        "--mask",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="hide everything that tells whose mail it is, and refuse to write what still tells it (default)",
    )
    _showing(article)
    _asking(article)
    _common(article)


def count(text: str) -> int:
    """Its name is what argparse tells of a text that is no number."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"not 1 or more: {text}")
    return number


def _picture(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    picture = commands.add_parser(
        "picture",
        help="draw a mail as its reader would see it",
        description="Draw a mail as its reader would see it, as PNG: by Chromium within bubblewrap, without network and without scripts. "
        "What tells whose mail it is is masked.",
    )
    picture.add_argument("mail", metavar="FILE|-", help="a mail, as for dissect; of several the first")
    picture.add_argument(
        "-o", "--output", metavar="FILE.png", required=True, help="where to write it; - is standard output"
    )
    picture.add_argument(
        "--mask",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="hide everything that tells whose mail it is",
    )
    picture.add_argument("--phone", action="store_true", help="as on a phone (default: as on a desktop)")
    _common(picture)


def _look_ups(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    lookups = commands.add_parser(
        "lookups",
        help="show what would be asked about mails, before anything is",
        description="Show what could be asked about mails: of whom, what that tells them, and with which permission. Asks nobody.",
    )
    lookups.add_argument("mail", nargs="+", metavar="FILE|DIR|-", help="as for dissect")
    lookups.add_argument("--format", choices=("terminal", "json"), default="terminal", help="json: one line a mail")
    _asking(lookups)
    _common(lookups)

    answers = commands.add_parser(
        "answers", help="the recorded answers: move them to another machine, or show where they are"
    )
    doings = answers.add_subparsers(dest="action", metavar="ACTION", required=True)
    export = doings.add_parser(
        "export",
        help="write recorded answers as JSON lines",
        description="Write recorded answers as JSON lines to standard output: all, or those that a replay of these mails uses.",
    )
    export.add_argument(
        "mail", nargs="*", metavar="FILE|DIR", help="mails whose answers are written; left out, all are"
    )
    export.add_argument("--as-of", metavar="WHEN", help="the answers known at that day or moment (default: now)")
    taking = doings.add_parser("import", help="add answers from such an export")
    taking.add_argument("file", nargs="+", metavar="FILE|-")
    where = doings.add_parser("info", help="show the file, and how many answers of which sources and times it holds")
    for action in (export, taking, where):
        action.add_argument("--answers", metavar="FILE", help="the file of recorded answers (default: configuration)")
        _common(action)


def _visit(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    visit = commands.add_parser(
        "visit",
        help="visit the links of a mail with care",
        description="Visit links: a browser in a box opens them, without access to this machine or its network, and tells where they lead, what the "
        "page asks for, and what it looks like. Says first what will be fetched and what the site learns, and asks.",
    )
    visit.add_argument(
        "what", nargs="+", metavar="FILE|DIR|URL", help="mails, or web addresses (hxxps://ex[.]ample is read as well)"
    )
    visit.add_argument("--yes", action="store_true", help="do not ask")
    visit.add_argument(
        "--device", default="desktop,phone", metavar="LIST", help="as which devices to appear (default: desktop,phone)"
    )
    visit.add_argument(
        "--language", default="ja", metavar="LIST", help="as whose reader to appear: ja, en or both (default: ja)"
    )
    visit.add_argument(
        "--as-is",
        action="store_true",
        help="visit the link with all that it carries: the site learns who was written to",
    )
    visit.add_argument("-o", "--output", metavar="DIR", help="keep pictures of the pages there")
    visit.add_argument("--format", choices=("terminal", "json"), default="terminal", help="json: one line a link")
    visit.add_argument("--answers", metavar="FILE", help="the file of recorded answers (default: configuration)")
    _common(visit)


def _data(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    data = commands.add_parser("data", help="files of places and lists on this machine")
    doings = data.add_subparsers(dest="action", metavar="ACTION", required=True)
    _common(
        doings.add_parser("list", help="show what is here, how old it is, under which licence, and what can be fetched")
    )
    fetch = doings.add_parser(
        "fetch",
        help="get a file of places",
        description="Get a file of places (DB-IP Lite, CC BY 4.0) and keep it in the user's data folder, where every dissection uses it.",
    )
    fetch.add_argument("name", metavar="NAME", help="dbip-city-lite, dbip-country-lite or dbip-asn-lite")
    fetch.add_argument("--from", dest="source", metavar="FILE|URL", help="take it from this file or mirror instead")
    fetch.add_argument("--sha256", metavar="HEX", help="what the octets must hash to")
    _common(fetch)


def _brands(commands: argparse._SubParsersAction[argparse.ArgumentParser], sectors: Sequence[str] | None) -> None:
    table = commands.add_parser(
        "brands", help="the organizations that frauds pretend to be, and your own table of them"
    )
    doings = table.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = doings.add_parser("list", help="list the rows that dissections use")
    listing.add_argument(
        "word", nargs="*", metavar="WORD", help="only rows with all these words in a name, id or domain"
    )
    listing.add_argument("--country", metavar="CC", type=str.upper, help="only this country, in two letters")
    listing.add_argument("--sector", metavar="SECTOR", choices=sectors, help="only this sector: bank, card, parcel ...")
    listing.add_argument("--verified", action="store_true", help="only rows with a page of the organization as source")
    listing.add_argument("--format", choices=("text", "tsv", "json"), default="text")
    check = doings.add_parser(
        "check",
        help="tell what the table says of a name or a host, or what is wrong with a table",
        description="Tell whose a host is and whom a name names; with --table, every mistake in a table by its line. Asks nobody.",
    )
    check.add_argument("word", nargs="*", metavar="NAME|HOST", help="a name, host, address or link")
    check.add_argument("--table", metavar="FILE", help="examine this table instead")
    add = doings.add_parser("add", help="add a row to your own table")
    add.add_argument("id", metavar="ID", help="small letters, digits and hyphens; that of a built-in row replaces it")
    add.add_argument("--name", nargs="+", default=[], metavar="NAME", help="how the name is written")
    add.add_argument(
        "--whole", nargs="+", default=[], metavar="NAME", help="short or ordinary words, taken for the name only alone"
    )
    add.add_argument("--domain", nargs="+", required=True, metavar="DOMAIN", help="where it sends from or links to")
    add.add_argument("--shared", nargs="+", default=[], metavar="DOMAIN", help="where anybody can have an address")
    add.add_argument(
        "--sector", metavar="SECTOR", choices=sectors, default="none", help="what a fraud in its name is after"
    )
    add.add_argument("--country", metavar="CC", type=str.upper, default="XX", help="in two letters")
    add.add_argument("--source", metavar="URL", help="a page of its own that you read: the row counts as verified")
    for action in (listing, check, add):
        _common(action)


def _showing(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--mask-others",
        action="store_true",
        help="mask, and hide the holder of the sender's domain too where the sender is forged or an account was abused",
    )
    command.add_argument(
        "--defang",
        choices=("hxxp", "h**p"),
        default="hxxp",
        help="how links are broken in forms for people (%(default)s); JSON has them as they are",
    )


def _asking(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--online",
        metavar="LIST",
        help="allow look-ups: dns, registration, reputation, place, site separated by commas, all (without site), or none "
        "(default: configuration, then none)",
    )
    command.add_argument(
        "--as-of",
        metavar="WHEN",
        help="replay what was recorded at that day or moment (2022-09-07, or with a time); asks nobody",
    )
    command.add_argument("--refresh", action="store_true", help="ask anew instead of using recorded answers")
    command.add_argument("--answers", metavar="FILE", help="the file of recorded answers (default: configuration)")
    command.add_argument(
        "--deadline", type=float, metavar="SECONDS", help="time for all look-ups of one mail but visits of sites"
    )


def _common(command: argparse.ArgumentParser) -> None:
    command.add_argument("--lang", choices=("ja", "en"), help="language (default: configuration, then the locale)")
    command.add_argument("--config", metavar="FILE", help="configuration (default: ./gyotaku.toml, then the user's)")
