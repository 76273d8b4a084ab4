"""Write the tables of docs/accuracy.md: `python docs/accuracy.py DIR [URLS.csv.gz]` with a folder of labelled mails and a table of phishing URLs.

What stands above the mark in that page is written by hand.
"""

from __future__ import annotations

import contextlib
import io
import sys
from pathlib import Path

from gyotaku.cli.main import main

PAGE = Path(__file__).with_name("accuracy.md")
SOURCES = Path(__file__).with_name("accuracy_sources.toml")
CURVE = Path(__file__).with_name("accuracy.svg")
MARK = "<!-- below: written by docs/accuracy.py -->\n"


def tables(folder: str, urls: list[str]) -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        options = ["--no-list", "--sources", str(SOURCES), "--curve", str(CURVE)]
        main(["evaluate", folder, *options, *(["--urls", urls[0]] if urls else [])])
    return said.getvalue()


if __name__ == "__main__":
    above = PAGE.read_text("utf-8").partition(MARK)[0]
    PAGE.write_text(above + MARK + "\n" + tables(sys.argv[1], sys.argv[2:]), "utf-8")
