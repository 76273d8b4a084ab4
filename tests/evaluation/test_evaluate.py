"""`gyotaku evaluate` on a small folder, from labels to tables and weights."""

from __future__ import annotations

import json
from math import log
from pathlib import Path

import pytest

from gyotaku.cli.main import DONE, UNREADABLE, USAGE, main
from gyotaku.evaluation.fitting import LEAST_SEEN, LEAST_WRONG, fitted
from gyotaku.evaluation.labels import LabelsError, Sample, Truth, samples
from gyotaku.evaluation.measures import measures
from gyotaku.evaluation.outcomes import Outcome, Seen
from gyotaku.evaluation.writing import writing
from gyotaku.model.finding import Direction
from gyotaku.model.report import VerdictWord
from gyotaku.verdict.weights import weights

KINDS = Path(__file__).parents[1] / "kinds"
PHISH = (KINDS / "brand-disguised" / "fires-cyrillic.eml").read_bytes()
HAM = (KINDS / "account-threat" / "innocent-colleague.eml").read_bytes()


def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.eml").write_bytes(PHISH)
    (tmp_path / "b.eml").write_bytes(HAM)
    (tmp_path / "labels.tsv").write_text(
        "file\tlabel\tsubtype\tlang\na.eml\tham\tshop\ten\nb.eml\tham\toffice\tja\n", "utf-8"
    )
    (tmp_path / "gold.tsv").write_text("file\tlabel\tgoal\tlang\na.eml\tphish\tshopping\ten\n", "utf-8")
    return tmp_path


def test_gold_overrules_labels(tmp_path: Path) -> None:
    one, two = samples(folder(tmp_path))
    assert (one.label, one.goal, one.gold, one.truth) == ("phish", "shopping", True, Truth.FRAUD)
    assert (two.label, two.subtype, two.gold, two.truth) == ("ham", "office", False, Truth.HONEST)


def test_folders_named_by_label(tmp_path: Path) -> None:
    for name, raw in (("phish", PHISH), ("ham", HAM)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.eml").write_bytes(raw)
    assert [sample.label for sample in samples(tmp_path)] == ["phish", "ham"]


@pytest.mark.parametrize("text", ["name\tlabel\nx\ty\n", "file\tlabel\n\xff"])
def test_what_is_no_table_is_an_error(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "labels.tsv"
    table.write_bytes(text.encode("latin-1"))
    with pytest.raises(LabelsError):
        samples(table)
    assert main(["evaluate", str(table)]) == USAGE
    assert main(["evaluate", str(tmp_path / "nothing")]) == USAGE
    assert "labels.tsv" in capsys.readouterr().err


def test_tables_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(folder(tmp_path))]) == DONE
    said = capsys.readouterr().out
    assert "| recall | of fraud, accused | 100.0% (1 of 1; 20.7% to 100.0%) |" in said
    assert "| false-positive rate | of honest mail, accused | 0.0% (0 of 1; 0.0% to 79.3%) |" in said
    assert (
        "| brand-disguised | strong | accuses | 100.0% (1 of 1; 20.7% to 100.0%) | 0.0% (0 of 1; 0.0% to 79.3%) |"
        in said
    )
    assert said.count("### Wrong verdicts (0)") == 2


def test_tables_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--json", str(folder(tmp_path))]) == DONE
    said = json.loads(capsys.readouterr().out)
    assert said["as the mails are"]["recall"]["hits"] == 1
    assert {row["name"] for row in said["as the mails are"]["tables"]["subtype"]} == {"shop / phish", "office / ham"}


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder(tmp_path) / "b.eml").unlink()
    assert main(["evaluate", str(tmp_path)]) == UNREADABLE
    captured = capsys.readouterr()
    assert "b.eml" in captured.err
    assert "1 mails." in captured.out


def outcome(name: str, label: str, word: VerdictWord, *seen: Seen, subtype: str = "-") -> Outcome:
    ran = frozenset({"sender.stranger", "identity.brand_elsewhere"})
    return Outcome(Sample(Path(name), name, label, subtype), word, 0.0, None, seen, ran)


BRAND = Seen("brand-elsewhere", "identity", "moderate", Direction.ACCUSES)


def test_wrong_verdicts_are_named_honest_mail_first() -> None:
    found = measures(
        [
            outcome("missed", "scam", VerdictWord.SUSPICIOUS),
            outcome("caught", "phish", VerdictWord.FRAUD, BRAND),
            outcome("blamed", "legit", VerdictWord.LIKELY, BRAND),
            outcome("spam", "spam", VerdictWord.LIKELY),
        ]
    )
    assert [wrong.name for wrong in found.wrong] == ["blamed", "missed"]
    assert (found.recall.hits, found.recall.n) == (1, 2)
    assert (found.precision.hits, found.precision.n) == (1, 2)


def test_counts_lower_a_weight_and_hardly_raise_it() -> None:
    frauds = [outcome(str(n), "phish", VerdictWord.NO_SIGN, BRAND) for n in range(40)]
    honest = [outcome(str(n), "ham", VerdictWord.NO_SIGN) for n in range(40)]
    blamed = [outcome("h", "ham", VerdictWord.NO_SIGN, BRAND) for _ in range(40)]
    strength = weights().strength["moderate"]
    raised = weights().raised["moderate"]
    # The ratio's bound that is nearer to 1 is e^1.64 here; of ten times as many mails it says more than is believed.
    (row,) = fitted([*frauds, *honest])
    assert row.weight == round(log(row.row.ratio.low), 2) == 1.64  # type: ignore[union-attr]
    (row,) = fitted([*frauds * 10, *honest * 10])
    assert row.weight == raised
    assert strength < raised < strength + 0.3
    # A few honest mails may be chance; then the ratio is believed: 40.5 of 41 against 12.5 of 41.
    (row,) = fitted([*frauds, *blamed[: LEAST_WRONG - 1], *honest])
    assert row.weight == strength
    (row,) = fitted([*frauds, *blamed[:12], *honest[:28]])
    assert row.weight == round(log(40.5 / 12.5), 2) == 1.18
    (row,) = fitted([*frauds, *blamed])
    assert row.weight == 0.0
    assert fitted([*frauds[: LEAST_SEEN - 1], *honest]) == []
    # Seen too rarely to be told of, but on the wrong side alone.
    missed = [outcome("p", "phish", VerdictWord.NO_SIGN) for _ in range(40)]
    (row,) = fitted([*missed, *blamed[:LEAST_WRONG], *honest])
    assert row.weight == 0.0


def test_what_clears_is_lowered_by_fraud_that_shows_it() -> None:
    known = Seen("known-sender", "sender", "strong", Direction.CLEARS)
    honest = [outcome(str(n), "ham", VerdictWord.NO_SIGN, known) for n in range(40)]
    frauds = [outcome(str(n), "phish", VerdictWord.NO_SIGN, *[known] * (n < 12)) for n in range(40)]
    (row,) = fitted([*honest, *frauds])
    assert row.weight == round(log(40.5 / 12.5), 2)
    (row,) = fitted([*honest, *frauds[12:]])
    assert row.weight == weights().strength["strong"]


def test_a_kind_weighs_no_more_than_its_own_bound() -> None:
    table = weights()
    assert table.of_strength("brand-elsewhere", "moderate") == table.strength["moderate"]
    assert table.of_strength("link-free-hosting", "moderate") == table.most_of_kind["link-free-hosting"] == 1.0
    assert table.of_strength("unnatural-japanese", "weak") == table.most_of_kind["unnatural-japanese:weak"]


@pytest.mark.parametrize("number", ["0", "-5", "many"])
def test_a_sample_is_of_one_or_more(number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["evaluate", str(folder(tmp_path)), "--sample", number])
    assert stop.value.code == USAGE
    assert "--sample" in capsys.readouterr().err


def test_writing_is_told_by_what_the_mail_is() -> None:
    def of(kind: str, strength: str, direction: Direction = Direction.ACCUSES) -> Outcome:
        sample = Sample(Path("a"), "a", "phish", "bank", language="ja")
        return Outcome(
            sample, VerdictWord.LIKELY, 1.0, None, (Seen(kind, "language", strength, direction),), frozenset()
        )

    (row,) = writing(
        [
            of("unnatural-japanese", "moderate"),
            of("unnatural-japanese", "weak"),
            of("account-threat", "moderate"),
            of("no-language-fault", "moderate", Direction.INFORMS),
        ]
    )
    assert row.name == "bank / phish, ja"
    assert [one.hits for one in row.found] == [1, 1, 0, 0]
    assert dict(row.kinds) == {"unnatural-japanese": 1, "account-threat": 1}
