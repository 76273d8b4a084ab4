"""Every kind of finding has a folder under tests/kinds: mails that must show it, mails that must not, and the exact spans.

`case.toml` of a folder:

    needs = { tesseract = "tesseract-ocr tesseract-ocr-jpn" }     # optional: programs, and the packages that have them

    [config]                      # optional: the configuration under which all its mails are dissected
    own_domains = ["example.jp"]

    [[marks]]                     # optional: what the reader said of other mails before
    word = "ham"                  # then `until`, `scope` and `note` at will; `of = "fires-plain.eml"` for a mark of that mail itself
    time = 2023-05-01T09:00:00Z
    things = [["address", "ada@kitchen.example"], ["dkim", "kitchen.example"]]

    [world]                       # optional: what the outside world answers, in the shape of tests/world; all is permitted
    dns.a = { "www.example.jp" = ["192.0.2.1"] }
    place."192.0.2.1" = { country = "JP", near = "Osaka" }    # so are files on this machine: place, reputation, dns_history

    ["fires-plain.eml"]
    strength = "weak"             # optional
    quotes = [                    # all evidence of the first finding of the kind, in order
        ["Subject", "header", 0, 5, "hello"],       # part, layer, start, end, quote
        ["config", 'mailboxes = ["info"]'],         # of, quote: evidence without a span
        ["picture", "2", 0, "QR Code", "https://hotaru.invalid/"],  # read from what, parts, page, kind of code, quote
    ]
"""

from __future__ import annotations

import atexit
import tempfile
import tomllib
from functools import cache
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from msgspec.structs import replace

import gyotaku
from gyotaku.config import from_table
from gyotaku.model.answers import Permission
from gyotaku.model.evidence import Evidence
from gyotaku.model.report import Report, VerdictWord
from gyotaku.registry import plan
from tests.marking import made
from tests.spans import quoted, read
from tests.world import session
from tests.world.files import with_files

KINDS = Path(__file__).parent / "kinds"
OURS = sorted(plan().kinds)


@cache
def case(kind: str) -> dict[str, Any]:
    return tomllib.loads((KINDS / kind / "case.toml").read_text("utf-8"))


def dissected(kind: str, file: Path) -> Report:
    config = from_table(case(kind).get("config", {}))
    if "world" not in case(kind):
        marks = made(case(kind).get("marks", []), KINDS / kind)
        return gyotaku.dissect(file.read_bytes(), config, path=file.name, marks=marks)
    asking = replace(config, online=frozenset(Permission))
    world = case(kind)["world"]
    with session(world) as opened:
        return gyotaku.dissect(
            file.read_bytes(), with_files(asking, world, files_of(kind)), path=file.name, session=opened
        )


@cache
def files_of(kind: str) -> Path:
    """A folder for the files of a kind's world; gone with this process."""
    folder = tempfile.TemporaryDirectory(prefix="gyotaku-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


def everything(report: Report) -> list[Report]:
    return [report, *report.others]


def shown(evidence: Evidence) -> list[object]:
    span, reading = evidence.span, evidence.reading
    if reading is not None:
        return [reading.of.value, "+".join(reading.parts), reading.page or 0, reading.code, evidence.quote]
    if span is None:
        return [evidence.of.value, evidence.quote]
    return [span.part, span.layer.value, span.start, span.end, evidence.quote]


def mails(pattern: str) -> list[Any]:
    return [
        pytest.param(folder.name, file, id=f"{folder.name}/{file.stem}")
        for folder in sorted(KINDS.iterdir())
        for file in sorted(folder.glob(pattern))
    ]


@pytest.mark.parametrize("kind", OURS)
def test_has_both_sides(kind: str) -> None:
    folder = KINDS / kind
    assert list(folder.glob("fires-*.eml")), f"{kind} has no mail that must show it"
    assert list(folder.glob("innocent-*.eml")), f"{kind} has no innocent mail"
    assert set(case(kind)) - {"config", "world", "needs", "marks"} == {file.name for file in folder.glob("fires-*.eml")}


def test_no_folder_without_its_kind() -> None:
    assert {folder.name for folder in KINDS.iterdir()} == set(OURS)


@pytest.mark.parametrize(("kind", "file"), mails("fires-*.eml"))
def test_fires_and_quotes_exactly(kind: str, file: Path) -> None:
    expected = case(kind)[file.name]
    for program, packages in case(kind).get("needs", {}).items():
        if which(program) is None:
            pytest.skip(f"needs {program}: apt-get install {packages}")
    found = [
        finding
        for report in everything(dissected(kind, file))
        for finding in report.findings
        if finding.kind.id == kind
    ]
    assert found, f"{kind} was not found"
    assert [shown(evidence) for evidence in found[0].evidence] == expected["quotes"]
    if "strength" in expected:
        assert found[0].strength.value == expected["strength"]


@pytest.mark.parametrize(("kind", "file"), mails("innocent-*.eml"))
def test_innocent_stays_silent(kind: str, file: Path) -> None:
    report = dissected(kind, file)
    assert kind not in {finding.kind.id for one in everything(report) for finding in one.findings}
    assert report.verdict.word not in {VerdictWord.FRAUD, VerdictWord.LIKELY}


@pytest.mark.parametrize(("kind", "file"), mails("*.eml"))
def test_every_span_holds_its_quote(kind: str, file: Path) -> None:
    mail = read(file.read_bytes())
    report = next(one for one in everything(dissected(kind, file)) if one.mail.carrier is None)
    for finding in report.findings:
        for evidence in finding.evidence:
            assert quoted(mail, evidence) in {None, evidence.quote}, finding.kind.id


@pytest.mark.parametrize("kind", OURS)
def test_speaks_both_languages(kind: str) -> None:
    declared = plan().kinds[kind]
    for text in (declared.title, declared.why, declared.innocent):
        assert text.en.strip()
        assert text.ja.strip()
        assert text.en.endswith("."), text
        assert text.ja.endswith(("。", "）")), text
