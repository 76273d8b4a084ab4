"""Articles of the founding mails and of the project's own examples, made as the command makes them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from msgspec.structs import replace
from tests.shared import require
from tests.test_founding_cases import CONFIG
from tests.world import NOW, files, session, world

import gyotaku
from gyotaku.cli.written_article import Figures, Written, compose_files
from gyotaku.config import load
from gyotaku.model.answers import Permission
from gyotaku.model.configuration import Config
from gyotaku.model.report import Report
from gyotaku.model.text import Language
from gyotaku.report.masking.redactor import Redactor

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "examples"


@cache
def founding(file: str, variant: str | None = None) -> Report:
    """A founding mail with everything its world answers."""
    return _dissected(require("cases", file), require("cases", "world.toml"), CONFIG, variant)


@cache
def example(file: str) -> Report:
    return _dissected(EXAMPLES / file, EXAMPLES / "world.toml", load(EXAMPLES / "gyotaku.toml"), None)


def _dissected(mail: Path, answers: Path, config: Config, variant: str | None) -> Report:
    answered = world(answers, variant)
    asking = replace(config, online=frozenset(Permission))
    asking = files.with_files(asking, answered, Path(mkdtemp()))
    with session(answered) as opened:
        return gyotaku.dissect(mail.read_bytes(), asking, path=mail.name, session=opened, for_masking=True)


def article(report: Report, language: Language, *, target: str = "hugo", masked: bool = True) -> Written:
    shown = Redactor.of(report).report(report) if masked else report
    return compose_files(shown, language, target, Figures(), masked=masked, written=NOW.date())


def text(written: Written) -> str:
    return written.files["article.md"].decode()


def plainly(markdown: str) -> str:
    """What a reader reads: no syntax, links as they were before they were broken."""
    bare = re.sub(r"\[\^\d+\]", "", markdown).replace("`", "").replace("\\", "").replace("**", "")
    return bare.replace("[.]", ".").replace("[@]", "@").replace("hxxp", "http")
