"""Real mail that nobody here wrote: every one is dissected, with and without configuration, and every span holds.

"RFC 5322 mail" is told by content, as the command line tells it; what is refused is refused with a reason.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import gyotaku
from gyotaku.mail.codes import reading
from gyotaku.mail.intake import Mail, recognized
from gyotaku.model.answers import Ended
from gyotaku.model.configuration import Config
from gyotaku.model.report import Report
from gyotaku.report.json import encode, schema
from gyotaku.report.terminal import render
from tests.shared import require
from tests.spans import quoted, read
from tests.test_founding_cases import CONFIG

CORPORA = ("mail", "ham_ja", "fixtures")
LONGEST = 1.0
"""Seconds of CPU time that one mail may take."""
SCHEMA_EVERY = 12
TERMINAL_EVERY = 5


@cache
def mails() -> tuple[Mail, ...]:
    found: list[Mail] = []
    for name in CORPORA:
        for file in sorted(require("corpora", name).rglob("*")):
            if file.is_file() and file.suffix not in {".tsv", ".md"}:
                seen = recognized(str(file), file.read_bytes())
                if isinstance(seen, Mail):
                    found.append(seen)
    return tuple(found)


@cache
def validators() -> tuple[Draft202012Validator, ...]:
    contract = json.loads(require("report.schema.json").read_text("utf-8"))
    return Draft202012Validator(contract), Draft202012Validator(json.loads(schema()))


def test_nearly_all_of_the_corpora_is_mail() -> None:
    """2,700 files are there; what is refused is .msg, TNEF and the like."""
    by_corpus = Counter(Path(mail.path).relative_to(require("corpora")).parts[0] for mail in mails())
    assert by_corpus["mail"] == 1542
    assert by_corpus["ham_ja"] == 301
    assert by_corpus["fixtures"] > 700


@pytest.mark.parametrize("config", [Config(), CONFIG], ids=["without configuration", "with configuration"])
def test_every_mail_is_dissected(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    if config is CONFIG:  # words in pictures are read once: each takes a second
        monkeypatch.setattr(reading, "recognizer", lambda: None)
    for number, mail in enumerate(mails()):
        started = time.process_time()
        report = gyotaku.dissect(mail.raw, config, path=mail.path, undone=mail.undone)
        lines = encode(report).splitlines()
        spent = time.process_time() - started
        assert spent < LONGEST, f"{mail.path} took {spent:.2f} s"
        _holds(report, mail, number, lines)


def _holds(report: Report, mail: Mail, number: int, lines: list[bytes]) -> None:
    for one in (report, *report.others):
        failed = [run for run in one.checks if run.ended is Ended.FAILED]
        assert not failed, f"{one.mail.path}: {failed}"
    for broken in _broken_spans(report, mail):
        pytest.fail(broken)
    if number % SCHEMA_EVERY == 0:
        for line in lines:
            for validator in validators():
                validator.validate(json.loads(line))
    if number % TERMINAL_EVERY == 0:
        for language in ("en", "ja"):
            assert "\x1b" not in render(report, language)


def _broken_spans(report: Report, mail: Mail) -> Iterator[str]:
    own = next(one for one in (report, *report.others) if one.mail.carrier is None)
    message = read(mail.raw)
    evidence = [each for finding in own.findings for each in finding.evidence]
    evidence += own.goal.evidence if own.goal else ()
    for each in evidence:
        if quoted(message, each) not in {None, each.quote}:
            yield f"{mail.path}: {each}"
