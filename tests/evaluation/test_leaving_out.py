"""Verdicts by weights of the other sources, and what their sums are worth."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from tests.evaluation.test_evaluate import folder

from gyotaku.cli.main import DONE, USAGE, main
from gyotaku.evaluation.labels import LabelsError, Sample
from gyotaku.evaluation.leaving_out import Judged, left_out, read_sources
from gyotaku.evaluation.outcomes import Outcome, Seen
from gyotaku.evaluation.reliability import bins, drawing
from gyotaku.evaluation.report import left_out_text, reliability_text
from gyotaku.model.finding import Direction
from gyotaku.model.report import VerdictWord

BRAND = Seen("brand-elsewhere", "identity", "moderate", Direction.ACCUSES)
WEAK = Seen("stranger", "sender", "weak", Direction.ACCUSES)
KNOWN = Seen("known-sender", "sender", "strong", Direction.CLEARS)


def outcome(label: str, subtype: str, *seen: Seen, arranged: tuple[Seen, ...] = ()) -> Outcome:
    ran = frozenset({"sender.stranger", "identity.brand_elsewhere"})
    sample = Sample(Path("a"), "a", label, subtype)
    return Outcome(sample, VerdictWord.NO_SIGN, 0.0, None, seen, ran, arranged=arranged)


def mails() -> list[Outcome]:
    """Forty frauds each of two subtypes, 91 honest mails, one of spam."""
    frauds = [outcome("phish", subtype, BRAND, WEAK) for subtype in "ab" for _ in range(40)]
    return [*frauds, outcome("ham", "c", WEAK), *_plain(90), outcome("spam", "a", BRAND, WEAK)]


def _plain(count: int) -> list[Outcome]:
    return [outcome("ham", "c") for _ in range(count)]


def test_left_out_subtypes_are_judged_by_the_others() -> None:
    rows = {row.source: row.accused for row in left_out(mails()).rows}
    assert (rows["a"].hits, rows["b"].hits, rows["c"].hits) == (40, 40, 0)


def test_subtypes_of_one_source_go_at_once() -> None:
    found = left_out(mails(), {"one": ["a", "b"], "other": ["c"]})
    assert [(row.source, row.label, row.accused.n) for row in found.rows] == [
        ("one", "phish", 80),
        ("other", "ham", 91),
    ]
    apart = left_out(mails(), {"one": ["a"], "two": ["b"], "other": ["c"], "all": ["a", "c"]})
    assert [row.source for row in apart.rows] == ["one", "two", "all", "other", "all"]
    # A mail that two sources name is counted once in all; spam is in none.
    assert len(apart.judged) == len(found.judged) == 171
    assert sum(row.accused.n for row in apart.total) == 171


def test_what_the_attacker_could_arrange_is_struck_out() -> None:
    cleared = [outcome("phish", "a", *[BRAND] * 2, WEAK, KNOWN, arranged=(KNOWN,)) for _ in range(3)]
    (row,) = [row for row in left_out([*cleared, *mails()]).rows if row.source == "a"]
    assert (row.accused.hits, row.struck.hits, row.accused.n) == (40, 43, 43)
    honest = [outcome("ham", "d", *[BRAND] * 2, WEAK, KNOWN)]
    (row,) = [row for row in left_out([*honest, *mails()]).rows if row.source == "d"]
    assert (row.accused.hits, row.struck.hits) == (0, 0)


def test_nothing_is_claimed_of_few() -> None:
    text = left_out_text(left_out(mails(), {"one": ["a", "b"], "other": ["c"]}))
    assert " of 80 |" in text
    assert "%" not in text.partition("### All")[0].partition("|---")[2]
    many = left_out_text(left_out([*mails(), *_plain(30)], {"one": ["a", "b"], "other": ["c"]}))
    assert "| other | ham | honest | 0.0% (0 of 121; 0.0% to 3.1%) |" in many


def judged(truth: str, score: float) -> Judged:
    return Judged(outcome(truth, "a"), "a", score, score, VerdictWord.NO_SIGN, VerdictWord.NO_SIGN)


def test_sums_in_ranges() -> None:
    found = bins(
        [*(judged("phish", 3.0) for _ in range(40)), *(judged("ham", -2.2) for _ in range(90)), judged("ham", 2.4)]
    )
    assert sum(one.fraud_of_these.n for one in found) == 131
    assert sum(one.of_fraud.hits for one in found) == 40
    (top,) = [one for one in found if one.least == 2.4]
    assert (top.fraud_of_these.hits, top.fraud_of_these.n, top.of_honest.hits) == (40, 41, 1)
    assert top.at_one_in_ten is not None
    # 40.5 of 41 against 1.5 of 92, where one in ten is fraud.
    assert top.at_one_in_ten.share == pytest.approx(1 / (1 + 9 / (40.5 / 41 / (1.5 / 92))))
    assert top.at_one_in_ten.low < top.at_one_in_ten.share < top.at_one_in_ten.high < 1
    assert all(one.at_one_in_ten is None for one in found if not one.fraud_of_these.n)
    assert "| 2.4 to below 4 | 97.6% (40 of 41;" in reliability_text(found)
    svg = ET.fromstring(drawing(found))  # noqa: S314 - written by the line above
    assert len(svg.findall("{http://www.w3.org/2000/svg}circle")) == 2


def test_no_mails_no_claims() -> None:
    nothing = left_out(())
    assert (nothing.rows, nothing.total) == ((), ())
    assert all(one.mean is None for one in bins(()))


@pytest.mark.parametrize(
    "text", [None, "[sources\n", "a = 1\n", "[sources]\na = 'b'\n", "[sources]\na = [1]\n", "\xff"]
)
def test_what_is_no_table_of_sources_is_an_error(
    tmp_path: Path, text: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "sources.toml"
    if text is not None:
        table.write_bytes(text.encode("latin-1"))
    with pytest.raises(LabelsError):
        read_sources(table)
    assert main(["evaluate", str(folder(tmp_path)), "--sources", str(table)]) == USAGE
    assert "sources.toml" in capsys.readouterr().err


def test_the_command_shows_and_draws_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "sources.toml").write_text("[sources]\nboth = ['shop', 'office']\n", "utf-8")
    where = ["evaluate", str(folder(tmp_path)), "--sources", str(tmp_path / "sources.toml")]
    assert main([*where, "--curve", str(tmp_path / "curve.svg")]) == DONE
    assert "| both | phish | fraud | 1 of 1 | 1 of 1 | 1 of 1 |" in capsys.readouterr().out
    assert (tmp_path / "curve.svg").read_text("utf-8").startswith("<svg")
    assert main([*where, "--json"]) == DONE
    aside = json.loads(capsys.readouterr().out)["left out"]
    assert {row["label"] for row in aside["sources"]} == {"phish", "ham"}
    assert aside["reliability"][0]["least"] is None


def test_the_sources_of_the_page_are_readable() -> None:
    found = read_sources(Path(__file__).parents[2] / "docs" / "accuracy_sources.toml")
    assert all(found.values())
    assert len(found) >= 7
