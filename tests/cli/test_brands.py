"""`gyotaku brands`: the table looked up, examined and added to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gyotaku.cli.main import main
from gyotaku.mail.brand_table import COLUMNS
from gyotaku.mail.brands import brands

MAIL = b'From: "Sakana Works" <info@other.example>\r\nTo: a@example.org\r\nSubject: Your account\r\n\r\nHello\r\n'


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "folder"))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def run(*arguments: str) -> int:
    return main(["brands", *arguments])


def test_every_row_is_listed_aligned(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list") == 0
    head, *lines, gap, total = capsys.readouterr().out.splitlines()
    assert len(lines) == len(brands())
    assert (gap, total.split()[0]) == ("", str(len(brands())))
    at = head.index("sector")
    row = next(line for line in lines if line.startswith("amazon "))
    assert row[at:].startswith("shopping")


def test_the_list_is_narrowed_by_words_country_sector_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    def listed(*arguments: str) -> list[dict[str, object]]:
        assert run("list", "--format", "json", *arguments) == 0
        rows: list[dict[str, object]] = json.loads(capsys.readouterr().out)
        return rows

    assert {"smbc", "smbc-card", "smtb"} <= {row["id"] for row in listed("三井")}
    assert [row["id"] for row in listed("三井", "カード")] == ["smbc-card"]
    assert [row["id"] for row in listed("VPASS.ne.jp")] == ["smbc-card"]
    chosen = listed("--country", "jp", "--sector", "bank", "--verified")
    assert len(chosen) >= 40
    assert {(row["country"], row["sector"], row["verified"] is not None) for row in chosen} == {("JP", "bank", True)}
    assert listed("no such organization") == []


def test_a_listed_table_is_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list", "--format", "tsv") == 0
    (tmp_path / "copy.tsv").write_text(capsys.readouterr().out, "utf-8")
    assert run("check", "--table", "copy.tsv") == 0
    assert f"{len(brands())} rows, no problem" in capsys.readouterr().out


def test_an_unknown_sector_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list", "--sector", "fish") == 2
    assert "securities" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("vpass.ne.jp", "a domain of 三井住友カード (smbc-card, card, verified)"),
        ("https://www.vpass.ne.jp/login?x=1", "a domain of 三井住友カード"),
        ("info@mail.vpass.ne.jp", "a domain of 三井住友カード"),
        ("someone@docomo.ne.jp", "NTTドコモ (docomo, carrier, verified)'s, but anybody can have an address there"),
        ("amazon.example", "not in the table, but named like Amazon"),
        ("三井住友カード", "names 三井住友カード"),
        ("Аmazon", "in letters that only look like it: Аmazon"),
        ("Amazonからのお知らせ", "has the name of Amazon (amazon, shopping, verified) in it: Amazon"),
        ("fish.example", "in no row of the table"),
        ("\x1b[31mred", "in no row of the table"),
    ],
)
def test_a_name_or_host_is_answered(word: str, answer: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", word) == 0
    out = capsys.readouterr().out
    assert answer in out
    assert "\x1b" not in out


def test_answers_in_japanese(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "--lang", "ja", "vpass.ne.jp", "fish.example") == 0
    out = capsys.readouterr().out
    assert "三井住友カード (smbc-card, card, 確認済み) のドメインです" in out
    assert "表にありません" in out


def test_problems_of_a_table_are_told_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = "\t".join(["Bad_Id", "Fish", "-", "co.jp", "-", "fish", "jp", "yes"])
    (tmp_path / "t.tsv").write_text("# mine\n" + "\t".join(COLUMNS) + "\n" + bad + "\n", "utf-8")
    assert run("check", "--table", "t.tsv") == 2
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5
    assert all(line.startswith("t.tsv:3: ") for line in lines)


def test_nothing_to_check_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check") == 2
    assert run("check", "--table", "missing.tsv") == 2
    assert "missing.tsv" in capsys.readouterr().err


def test_an_added_row_counts_once_the_configuration_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mail.eml").write_bytes(MAIL)
    arguments = ["--name", "Sakana Works", "サカナ製作所", "--domain", "Sakana.example.", "--sector", "bank"]
    assert run("add", "sakana", *arguments, "--source", "https://sakana.example/about") == 0
    out = capsys.readouterr().out
    table = tmp_path / "folder" / "gyotaku" / "brands.tsv"
    line = out.splitlines()[-1]
    assert line == f'brands = "{table}"'
    head, row = table.read_text("utf-8").splitlines()
    assert tuple(head.split("\t")) == COLUMNS
    assert row.startswith(
        "sakana\tSakana Works;サカナ製作所\t-\tsakana.example\t-\tbank\tXX\thttps://sakana.example/about 20"
    )

    def pretended() -> list[str]:
        assert main(["dissect", "--format", "json", "mail.eml"]) == 0
        return [claim["brand"] for claim in json.loads(capsys.readouterr().out)["pretends_to_be"]]

    assert pretended() == []  # the file lies there, but no configuration names it
    (tmp_path / "gyotaku.toml").write_text(line + "\n", "utf-8")
    assert pretended() == ["sakana"]
    assert run("add", "sakana2", "--name", "Sakana Two", "--domain", "sakana2.example") == 0
    assert "brands =" not in capsys.readouterr().out
    assert len(table.read_text("utf-8").splitlines()) == 3
    assert run("check") == 0
    assert "2 rows, no problem" in capsys.readouterr().out


def test_a_table_goes_beside_the_configuration_that_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "gyotaku.toml").write_text('language = "en"\n', "utf-8")
    assert run("add", "amazon", "--name", "Amazon", "--domain", "amazon.example") == 0
    out = capsys.readouterr().out
    assert out.splitlines()[-1] == 'brands = "brands.tsv"'
    assert "replaces the built-in row" in out
    assert (tmp_path / "brands.tsv").is_file()


@pytest.mark.parametrize(
    "arguments",
    [
        ["Bad Id", "--name", "Fish", "--domain", "fish.example"],
        ["fish", "--domain", "fish.example"],
        ["fish", "--name", "Fi;sh", "--domain", "fish.example"],
        ["fish", "--name", "Fi\tsh", "--domain", "fish.example"],
        ["fish", "--name", "Fi\nsh", "--domain", "fish.example"],
        ["fish", "--name", "Fish", "--domain", "co.jp"],
        ["fish", "--name", "Fish", "--domain", "gmail.com"],
        ["fish", "--name", "Fish", "--domain", "fish.example", "--sector", "pond"],
        ["fish", "--name", "Fish", "--domain", "fish.example", "--source", "my memory"],
    ],
)
def test_a_row_with_a_problem_is_not_written(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("add", *arguments) == 2
    assert capsys.readouterr().err.startswith("gyotaku: ")
    assert not (tmp_path / "folder").exists()


def test_an_id_is_added_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("add", "fish", "--name", "Fish Bank", "--domain", "fish.example") == 0
    assert run("add", "fish", "--name", "Fisch Bank", "--domain", "fisch.example") == 2
    assert "id fish stands in line 2 too" in capsys.readouterr().err
    assert len((tmp_path / "folder/gyotaku/brands.tsv").read_text("utf-8").splitlines()) == 2


def test_a_broken_table_is_a_configuration_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mail.eml").write_bytes(MAIL)
    (tmp_path / "gyotaku.toml").write_text('brands = "mine.tsv"\n', "utf-8")
    assert main(["dissect", "mail.eml"]) == 2
    assert "brands mine.tsv: No such file" in capsys.readouterr().err
    (tmp_path / "mine.tsv").write_text("\t".join(COLUMNS) + "\nfish\tFish\n", "utf-8")
    assert main(["dissect", "mail.eml"]) == 2
    assert "line 2: 2 columns, but 8 are needed" in capsys.readouterr().err
