"""Rows of the lists that people keep: what each says is bad, of what category, since when."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from msgspec import Struct

from gyotaku.mail.ip import address_of
from gyotaku.mail.links.target import read_target

_PLAIN_URL = re.compile(r"https?://([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z][A-Za-z0-9-]*)(/[!-~]*)?", re.IGNORECASE)
_HOST = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.[A-Za-z][A-Za-z0-9-]*\.?")
_SINK = frozenset(("0.0.0.0", "127.0.0.1", "::", "::1"))  # noqa: S104 - what stands before a name in a hosts file


class Row(Struct, frozen=True):
    """One row: a URL, a host or an address, as written."""

    what: str
    category: str = ""
    dated: str = ""

    @property
    def date(self) -> datetime | None:
        """Read only when it is asked for: an index of a million rows needs none."""
        return _date(self.dated) if self.dated else None


def key(url: str) -> tuple[str, str] | None:
    """(host, the rest) of a URL as two spellings of one are compared: no scheme, no fragment, no letter case in the host.

    The rest is empty for a bare host. None for what names no host.
    """
    plain = _PLAIN_URL.fullmatch(url)
    if plain is not None and "xn--" not in url:
        return plain[1].lower(), (plain[2] or "/").partition("#")[0]
    if "/" not in url and _HOST.fullmatch(url):
        return url.lower().rstrip("."), ""
    address = address_of(url)
    if address is not None:
        return address, ""
    target = read_target(url if "://" in url else "http://" + url)
    if not target.host:
        return None
    after = target.url.partition("://")[2]
    at = min((place for mark in "/?" if (place := after.find(mark)) >= 0), default=-1)
    rest = after[at:].partition("#")[0] if at >= 0 else "/"
    port = f":{target.port}" if target.port else ""
    bare = "/" not in url.partition("://")[2] and "://" not in url and not port
    return target.host.strip("[]").rstrip("."), "" if bare else port + rest


def jpcert(line: str) -> Row | None:
    """JPCERT/CC phishurl-list: date,URL,description."""
    cells = _cells(line)
    if len(cells) < 2 or cells[1] == "URL":
        return None
    return Row(cells[1].strip(), ",".join(cells[2:]).strip(), cells[0])


def urlhaus(line: str) -> Row | None:
    """URLhaus: id, date added, URL, status, last online, threat, tags, link, reporter."""
    cells = _cells(line)
    if len(cells) < 3 or line.startswith("#"):
        return None
    threat = cells[5] if len(cells) > 5 else ""
    tags = cells[6] if len(cells) > 6 and cells[6] != "None" else ""
    return Row(cells[2], " ".join(word for word in (threat, tags) if word), cells[1])


def phishtank(line: str) -> Row | None:
    """PhishTank: id, URL, detail page, time of submission, verified, time of verification, online, target."""
    cells = _cells(line)
    if len(cells) < 4 or cells[0] == "phish_id":
        return None
    target = cells[7] if len(cells) > 7 and cells[7] != "Other" else ""
    return Row(cells[1], f"phishing {target}".strip(), cells[3])


def openphish(line: str) -> Row | None:
    """OpenPhish: a URL a line."""
    return Row(line, "phishing") if line and not line.startswith("#") else None


def plain(line: str) -> Row | None:
    """A host, domain, URL or address a line; a category and a date may follow after commas; a hosts file as well."""
    if not line or line[0] in "#!;":
        return None
    first, *others = _cells(line) if "," in line else (line,)
    words = first.partition(" #")[0].split()
    if len(words) > 1 and words[0] in _SINK:
        return Row(words[1])
    if len(words) != 1:
        return None
    dated = [cell for cell in others if cell[:4].isdecimal() and _date(cell) is not None]
    category = next((cell for cell in others if cell not in dated), "")
    return Row(words[0].removeprefix("||").removesuffix("^"), category, dated[0] if dated else "")


FORMS: Mapping[str, Callable[[str], Row | None]] = {
    "jpcert": jpcert,
    "urlhaus": urlhaus,
    "openphish": openphish,
    "phishtank": phishtank,
    "plain": plain,
}


def _cells(line: str) -> list[str]:
    if '"' not in line:
        return line.split(",")
    # A line that is no CSV has no cells, and must not cost the rest of the list.
    return [cell.strip() for cell in next(_parsed(line), [])] or [""]


def _parsed(line: str) -> Iterator[list[str]]:
    import csv

    try:
        yield from csv.reader([line])
    except csv.Error:
        return


def _date(text: str) -> datetime | None:
    """A time that states no zone is taken as UTC, which is within a day of what is meant."""
    text = text.strip()
    if not text[:4].isdecimal():
        return None
    try:
        found = datetime.fromisoformat(text.replace("/", "-").removesuffix(" UTC"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
