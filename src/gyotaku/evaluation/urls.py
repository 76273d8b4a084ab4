"""How often the organization that a phishing URL plays is guessed from the URL alone, and how often honest hosts are taken for look-alikes.

A table of URLs is a CSV file (gzip or not) whose first line names the columns `URL` and `description`, the impersonated brand.
"""

from __future__ import annotations

import csv
import gzip
import random
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

from msgspec import Struct

from gyotaku.evaluation.intervals import Rate, rate
from gyotaku.evaluation.labels import LabelsError, Sample, Truth
from gyotaku.evaluation.recognition import brand_ids
from gyotaku.facts import Facts
from gyotaku.mail import message
from gyotaku.mail.brands import brand_rows, brands, namings
from gyotaku.mail.facts.links import Links
from gyotaku.mail.holding import held
from gyotaku.mail.lettering import lettering
from gyotaku.mail.links.target import read_target
from gyotaku.mail.lookalike import Likeness, lookalike
from gyotaku.model.configuration import Config
from gyotaku.model.own_brands import BrandRow, OwnBrands
from gyotaku.registry import plan

_MOST_LABELS = 30
_LONGEST_PATH = 200
_LEAST_NAME = 4


class UrlRow(Struct, frozen=True):
    """URLs of one label: how many are guessed rightly, wrongly and not at all."""

    label: str
    n: int
    shown: int
    """Of them, whose host has a name or domain of the brand in it, letter by letter or in look-alike letters."""
    right_of_shown: int
    wrong_of_shown: int
    right: int
    wrong: int


class Urls(Struct, frozen=True):
    n: int
    outside: int
    """Labels that are in no row of the table; they count nowhere else."""
    shown: Rate
    right_of_shown: Rate
    wrong_of_shown: Rate
    right: Rate
    wrong: Rate
    rows: tuple[UrlRow, ...]
    mistakes: tuple[tuple[str, str, int], ...]
    """What is guessed in place of a label, the most frequent first."""
    genuine: Rate
    """Domains of the table that are called look-alikes."""
    genuine_unknown: Rate
    """The same, each judged as if its organization's row were not in the table; sister firms in other rows stay."""
    ham: Rate | None
    """Hosts that honest mails link to which are called look-alikes; None without labelled mails."""
    called: tuple[tuple[str, str], ...]
    """Those hosts, and whose they are called."""


def urls(file: Path, sample: int, seed: int, labelled: Sequence[Sample]) -> Urls:
    """Raises LabelsError where the table cannot be read."""
    rows = _read(file)
    if sample < len(rows):
        rows = random.Random(seed).sample(rows, sample)  # noqa: S311 - to draw the same rows again, not to hide them
    tallies: dict[str, Counter[str]] = defaultdict(Counter)
    mistakes: Counter[tuple[str, str]] = Counter()
    outside = 0
    for url, label in rows:
        wanted = _ids(label)
        if not wanted:
            outside += 1
            continue
        host = read_target(url).host
        told = guess(url)
        answer = "none" if told is None else "right" if told in wanted else "wrong"
        tally = tallies[label]
        tally["n"] += 1
        tally[answer] += 1
        if shows(host, wanted):
            tally["shown"] += 1
            tally["shown " + answer] += 1
        if told is not None and answer == "wrong":
            mistakes[label, told] += 1
    every = sum(tallies.values(), Counter())
    genuine = [(host, _called(host)) for host in _genuine()]
    unknown = [(host, _called(host, _without(brand))) for host, brand in _genuine().items()]
    ham = [(host, _called(host)) for host in sorted(_ham_hosts(labelled))]
    return Urls(
        every["n"],
        outside,
        rate(every["shown"], every["n"]),
        rate(every["shown right"], every["shown"]),
        rate(every["shown wrong"], every["shown"]),
        rate(every["right"], every["n"]),
        rate(every["wrong"], every["n"]),
        tuple(_rows(tallies)),
        tuple((label, told, count) for (label, told), count in mistakes.most_common(_MOST_LABELS)),
        _share(genuine),
        _share(unknown),
        _share(ham) if labelled else None,
        tuple((host, found) for host, found in (*genuine, *ham, *unknown) if found is not None),
    )


@cache
def _ids(label: str) -> frozenset[str]:
    return brand_ids(label)


def _rows(tallies: dict[str, Counter[str]]) -> Iterator[UrlRow]:
    for label, tally in islice(sorted(tallies.items(), key=lambda item: -item[1]["n"]), _MOST_LABELS):
        yield UrlRow(
            label,
            tally["n"],
            tally["shown"],
            tally["shown right"],
            tally["shown wrong"],
            tally["right"],
            tally["wrong"],
        )


def _read(file: Path) -> list[tuple[str, str]]:
    try:
        octets = file.read_bytes()
        text = (gzip.decompress(octets) if file.suffix == ".gz" else octets).decode("utf-8")
        rows = list(csv.DictReader(text.splitlines()))
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        raise LabelsError(f"{file}: {error}") from error
    if rows and not {"URL", "description"} <= rows[0].keys():
        raise LabelsError(f"{file}: the first line must name the columns URL and description")
    return [(row["URL"] or "", row["description"] or "") for row in rows]


def guess(url: str) -> str | None:
    """The organization that a URL plays, from its host, else from its path; None where neither names one."""
    target = read_target(url)
    like = lookalike(target.host)
    if like is not None:
        return like.brand.id
    if held(target.host):
        return None
    path = target.url.partition("://")[2].partition("/")[2].partition("?")[0][:_LONGEST_PATH]
    found = namings(path)
    return found[0].brand.id if found else None


def shows(host: str, ids: frozenset[str]) -> bool:
    """The host has a domain's own name, or a Latin name of at least four letters, of one of these rows in it."""
    seen = lettering(host).skeleton
    return any(name in seen for id_ in ids for name in _spellings().get(id_, ()))


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for brand, row in zip(brands(), brand_rows(), strict=True):
        own = [domain.removeprefix(".").partition(".")[0] for domain in brand.domains]
        named = [lettering(name) for name in (*own, *row.names.split(";"), *row.whole.split(";"))]
        found[brand.id] = tuple(
            {name.skeleton for name in named if len(name.plain) >= _LEAST_NAME and name.plain.isascii()}
        )
    return found


def _called(host: str, own: OwnBrands | None = None) -> str | None:
    found = lookalike(host, own or OwnBrands())
    return found.brand.id if found is not None and found.likeness >= Likeness.SUFFIX else None


def _share(called: Sequence[tuple[str, str | None]]) -> Rate:
    return rate(sum(found is not None for _, found in called), len(called))


def _genuine() -> dict[str, str]:
    return {domain.removeprefix("."): brand.id for brand in brands() for domain in brand.domains + brand.shared}


@lru_cache(1)
def _without(brand: str) -> OwnBrands:
    """The table with a row in the brand's place that names nobody."""
    return OwnBrands(None, (BrandRow(brand, "?", "-", "nobody.invalid", "-", "none", "XX", "-"),))


def _ham_hosts(labelled: Iterable[Sample]) -> set[str]:
    hosts: set[str] = set()
    for one in labelled:
        if one.truth is Truth.HONEST:
            facts = Facts(plan().makers, message.read(one.path.read_bytes()), Config())
            hosts.update(link.end.host for link in facts.get(Links) if link.end.host)
    return hosts
