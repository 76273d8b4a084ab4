"""`gyotaku mark`, and the reports that know marks."""

from __future__ import annotations

import json
import mailbox
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest

from gyotaku.cli import mark as command
from gyotaku.cli.main import main
from gyotaku.report.json import schema
from tests.marks.newsletter import STRANGERS, mail

NOTE = "zebra finch 77"
CONFIG = 'own_domains = ["sakuragi.example"]\n'


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    Path("gyotaku.toml").write_text(CONFIG)
    Path("june.eml").write_bytes(mail())
    Path("july.eml").write_bytes(mail(subject="Your membership in July"))
    Path("forged.eml").write_bytes(mail(above=STRANGERS))
    Path("fraud.eml").write_bytes(mail(above=STRANGERS, link="https://login.kakehashi-net.example/x"))
    Path("next.eml").write_bytes(
        mail(
            above=STRANGERS.replace("99", "12"),
            author="A <a@other.example>",
            link="https://login.kakehashi-net.example/y",
        )
    )


def report(*arguments: str, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    main(["dissect", "--format", "json", *arguments])
    told: dict[str, object] = json.loads(capsys.readouterr().out)
    jsonschema.validate(told, json.loads(schema()))
    return told


def verdict(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[str, str | None]:
    told: dict[str, object] = report(*arguments, capsys=capsys)["verdict"]  # type: ignore[assignment]
    without = told["without_marks"]
    return str(told["word"]), without["word"] if isinstance(without, dict) else None


def test_marked_then_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert verdict("july.eml", capsys=capsys) == ("likely", None)
    assert main(["mark", "june.eml", "ham", "--note", NOTE]) == 0
    told = capsys.readouterr().out
    assert "news@tsubame.example" in told
    assert "link-text-elsewhere" in told
    assert verdict("july.eml", capsys=capsys) == ("no-sign", "likely")
    assert verdict("july.eml", "--no-marks", capsys=capsys) == ("likely", None)
    assert verdict("forged.eml", capsys=capsys) == verdict("forged.eml", "--no-marks", capsys=capsys)


def test_the_marked_mail_s_own_verdict_stands(capsys: pytest.CaptureFixture[str]) -> None:
    main(["mark", "june.eml", "ham"])
    capsys.readouterr()
    assert verdict("june.eml", capsys=capsys) == ("likely", None)
    found: list[dict[str, object]] = report("june.eml", capsys=capsys)["findings"]  # type: ignore[assignment]
    assert "marked-itself" in {finding["kind"] for finding in found}


def test_a_fraud_s_next_mail_is_accused(capsys: pytest.CaptureFixture[str]) -> None:
    before = report("next.eml", capsys=capsys)
    assert main(["mark", "fraud.eml", "phish"]) == 0
    assert "hxxps" not in (told := capsys.readouterr().out)
    assert "login[.]kakehashi-net[.]example" in told or "kakehashi-net[.]example" in told
    after = report("next.eml", capsys=capsys)
    assert after["verdict"]["score"] > before["verdict"]["score"]  # type: ignore[index]
    assert after["verdict"]["without_marks"]["score"] == before["verdict"]["score"]  # type: ignore[index]


def test_replays_know_the_marks_of_their_day(capsys: pytest.CaptureFixture[str]) -> None:
    main(["mark", "june.eml", "ham", "--days", "30"])
    capsys.readouterr()
    day = datetime.now(UTC)
    expected = {-1: ("likely", None), 0: ("no-sign", "likely"), 29: ("no-sign", "likely"), 31: ("likely", None)}
    for days, words in expected.items():
        at = f"{day + timedelta(days=days):%Y-%m-%d}"
        assert verdict("july.eml", "--as-of", at, capsys=capsys) == words, days


def test_every_form_tells_what_a_mark_did(capsys: pytest.CaptureFixture[str]) -> None:
    main(["mark", "june.eml", "ham", "--note", NOTE])
    capsys.readouterr()
    sentences = {
        "en": ("Without them it would be: This mail is likely fraud.", "Does not count: the mail that you marked"),
        "ja": ("印がなければ、判定は次のとおりです。詐欺メールの可能性が高いです。", "判定に数えていません。"),
    }
    for language, expected in sentences.items():
        for form in (["html"], ["markdown", "--no-mask"], ["terminal"]):
            main(["dissect", "--lang", language, "--format", *form, "july.eml"])
            shown = "".join(
                line.strip() + ("" if language == "ja" else " ") for line in capsys.readouterr().out.splitlines()
            )
            for sentence in expected:
                assert sentence in shown, (language, form)
            assert NOTE in shown


def test_what_is_for_others_does_not_rest_on_marks(capsys: pytest.CaptureFixture[str]) -> None:
    main(["mark", "june.eml", "ham", "--note", NOTE])
    capsys.readouterr()
    for form in (["markdown"], ["html", "--mask"], ["json", "--mask"], ["terminal", "--mask"]):
        main(["dissect", "--format", *form, "july.eml"])
        shown = capsys.readouterr().out
        assert NOTE not in shown
        assert "gyotaku mark" not in shown
    main(["article", "july.eml", "-o", "out", "--no-pictures"])
    for file in Path("out").rglob("*"):
        if file.is_file():
            assert NOTE.encode() not in file.read_bytes()
            assert b"marked a mail" not in file.read_bytes()


def test_no_other_command_reads_marks() -> None:
    """Measures, tables and what is published must be the same for everybody."""
    doors = Path(command.__file__).parent
    readers = {file.name for file in doors.glob("*.py") if "marks_file" in file.read_text("utf-8")}
    assert readers == {"mark.py", "dissect.py", "marks_file.py"}


def test_listed_and_taken_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mark", "--list"]) == 0
    assert capsys.readouterr() == ("", "There are no marks.\n")
    main(["mark", "june.eml", "ham", "--note", NOTE])
    main(["mark", "fraud.eml", "phish", "--lang", "ja"])
    capsys.readouterr()
    assert main(["mark", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["#1", "#2"]
    assert NOTE in lines[0]
    main(["mark", "--list", "--format", "json"])
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["word"], second["word"]) == ("ham", "phish")
    assert main(["mark", "--undo", "june.eml", "#2"]) == 0
    assert main(["mark", "--undo", "june.eml"]) == 3
    assert main(["mark", "--undo", "7"]) == 3
    capsys.readouterr()
    assert verdict("july.eml", capsys=capsys) == ("likely", None)


def test_a_second_word_on_the_same_mail_replaces_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    main(["mark", "june.eml", "ham"])
    capsys.readouterr()
    main(["mark", "june.eml", "phish"])
    assert "in place of your mark #1" in capsys.readouterr().out
    assert verdict("july.eml", capsys=capsys)[0] in {"likely", "fraud"}


def test_every_mail_of_a_mailbox_is_marked(capsys: pytest.CaptureFixture[str]) -> None:
    box = mailbox.mbox("inbox.mbox")
    for name in ("june.eml", "fraud.eml"):
        box.add(Path(name).read_bytes())
    box.close()
    assert main(["mark", "inbox.mbox", "phish"]) == 0
    main(["mark", "--list", "--format", "json"])
    assert len(capsys.readouterr().out.splitlines()[-2:]) == 2


def test_of_a_report_that_carries_a_mail_the_accused_one_is_marked(capsys: pytest.CaptureFixture[str]) -> None:
    """A colleague hands on what he got: he is no fraud."""
    inner = Path("fraud.eml").read_bytes()
    outer = mail(above=STRANGERS, author="Ota <ota@colleague.example>", link="https://wiki.colleague.example/")
    head, _, _ = outer.partition(b"\r\n\r\n")
    head = head.replace(b"Content-Type: text/html; charset=utf-8", b'Content-Type: multipart/mixed; boundary="b"')
    head = head.replace(b"Reply-To: tsubame.club@gmail.com\r\n", b"")
    body = (
        b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nWhat is this?\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
    )
    Path("handed.eml").write_bytes(head + body + inner + b"\r\n--b--\r\n")
    assert main(["mark", "handed.eml", "phish"]) == 0
    told = capsys.readouterr().out
    assert "colleague" not in told
    assert "kakehashi" in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["june.eml"], "must be ham or phish"),
        (["ham"], "no mail is named"),
        ([], "must be ham or phish"),
        (["june.eml", "ham", "--until", "tomorrow"], "--until takes a day"),
        (["june.eml", "ham", "--until", "2001-01-01"], "is over"),
        (["june.eml", "ham", "--note", "a\nb"], "--note takes one line"),
        (["june.eml", "ham", "--note", "x" * 501], "--note takes one line"),
        (["june.eml", "ham", "--scope", "list"], "names no mailing list"),
    ],
)
def test_wrong_usage_is_told(arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mark", *arguments]) == 2
    assert told in capsys.readouterr().err


def test_what_cannot_be_read_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mark", "june.eml", "nothing.eml", "ham"]) == 3
    seen = capsys.readouterr()
    assert "nothing.eml" in seen.err
    assert "#1" in seen.out


def test_a_file_that_cannot_be_used_ends_the_run_and_names_the_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "data" / "gyotaku" / "marks.sqlite"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"garbage" * 1000)
    assert main(["dissect", "july.eml"]) == 2
    assert "--no-marks" in capsys.readouterr().err
    assert main(["dissect", "--no-marks", "july.eml"]) == 0
    assert main(["mark", "june.eml", "ham"]) == 2
    assert main(["dissect", "--marks", "missing.sqlite", "july.eml"]) == 2
    assert file.read_bytes() == b"garbage" * 1000
    capsys.readouterr()


def test_another_file_of_marks(capsys: pytest.CaptureFixture[str]) -> None:
    main(["mark", "june.eml", "ham", "--file", "team.sqlite"])
    capsys.readouterr()
    assert verdict("july.eml", capsys=capsys) == ("likely", None)
    assert verdict("july.eml", "--marks", "team.sqlite", capsys=capsys) == ("no-sign", "likely")
