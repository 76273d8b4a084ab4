"""`--mask` and `--no-mask` as a person or a script meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gyotaku.cli.main import DONE, UNREADABLE, main
from gyotaku.report.masking.redactor import Redactor

MAIL = Path(__file__).parents[2] / "examples" / "mailbox-suspended.eml"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "no-config"))
    monkeypatch.setenv("LANG", "C")
    for line in MAIL.read_text("utf-8", "replace").splitlines():
        if line.startswith("To:"):
            recipient = line.partition(":")[2].strip(" <>")
    (tmp_path / "recipient").write_text(recipient, "utf-8")


@pytest.mark.parametrize("form", ["terminal", "json"])
def test_everything_is_shown_unless_masking_is_asked_for(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipient = (tmp_path / "recipient").read_text("utf-8")
    for arguments in ([], ["--no-mask"]):
        assert main(["dissect", "--format", form, *arguments, str(MAIL)]) == 0
        assert recipient in capsys.readouterr().out
    assert main(["dissect", "--format", form, "--mask", str(MAIL)]) == 0
    out = capsys.readouterr().out
    assert recipient not in out
    assert recipient.partition("@")[2] not in out
    assert "●●●@●●●.example" in out
    assert str(MAIL.parent) not in out


def test_many_mails_and_indented_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dissect", "--mask", str(MAIL), str(MAIL)]) == 0
    assert "2 mails" in capsys.readouterr().out
    assert main(["dissect", "--mask", "--format", "json", "--pretty", str(MAIL)]) == 0
    assert json.loads(capsys.readouterr().out)["mail"]["path"] == MAIL.name


@pytest.mark.parametrize("form", ["terminal", "json"])
def test_a_report_that_still_tells_its_owner_is_withheld(
    form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A redactor that forgets its work: nothing is written, the places are named, and the exit code says so."""
    monkeypatch.setattr(Redactor, "page", lambda self, report, transcript: (report, transcript))
    assert main(["dissect", "--mask", "--lang", "en", "--format", form, str(MAIL)]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "it was not written" in captured.err
    assert ("line " if form == "terminal" else "/mail/to/0/address") in captured.err


def test_a_verdict_asked_for_is_heard_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Redactor, "page", lambda self, report, transcript: (report, transcript))
    assert main(["dissect", "--mask", "--fail-on", "suspicious", str(MAIL)]) == 1


def test_it_is_said_when_nobody_is_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bare.eml").write_bytes(b"From: a@evil.example\r\nSubject: hello\r\n\r\nhttps://evil.example/?k=v9\r\n")
    assert main(["dissect", "--mask", "--lang", "en", "bare.eml"]) == 0
    captured = capsys.readouterr()
    assert "nothing tells whose mail this is" in captured.err
    assert "k=v9" not in captured.out


EXAMPLES = Path(__file__).parents[2] / "examples"
RESTORED = ("--config", str(EXAMPLES / "gyotaku.toml"), str(EXAMPLES / "service-restored.eml"))
FORMS = ("terminal", "json", "html", "markdown", "csv")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_masked(form: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["dissect", "--no-mask", "--format", form, *RESTORED]) == DONE
    assert b"minato-zumen" in capsysbinary.readouterr().out
    assert main(["dissect", "--mask", "--format", form, *RESTORED]) == DONE
    shown = capsysbinary.readouterr().out
    assert "●●●.example".encode() in shown
    assert b"minato-zumen" not in shown


@pytest.mark.parametrize("form", FORMS)
def test_what_is_made_to_be_published_is_masked_unless_told_otherwise(
    form: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["dissect", "--format", form, *RESTORED]) == DONE
    assert (b"minato-zumen" in capsysbinary.readouterr().out) is (form != "markdown")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_withheld_while_something_is_left(
    form: str, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(Redactor, "page", lambda self, report, transcript: (report, transcript))
    assert main(["dissect", "--mask", "--lang", "en", "--format", form, *RESTORED]) == UNREADABLE
    captured = capsysbinary.readouterr()
    assert captured.out.count(b"\n") <= 1  # the table's heading is nobody's
    assert b"it was not written" in captured.err


@pytest.mark.parametrize("form", FORMS)
def test_the_wronged_sender_is_hidden_on_request_and_the_link_is_not(
    form: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["dissect", "--mask", "--format", form, *RESTORED]) == DONE
    assert b"takkyu-renmei" in capsysbinary.readouterr().out
    assert main(["dissect", "--mask-others", "--format", form, *RESTORED]) == DONE
    shown = capsysbinary.readouterr().out
    assert "○○○.example".encode() in shown
    for hidden in (b"takkyu-renmei", b"kakari.02", b"minato-zumen"):
        assert hidden not in shown
    assert b"salon-foto" in shown


@pytest.mark.parametrize("form", FORMS)
def test_links_are_broken_with_stars_where_that_is_wanted(
    form: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["dissect", "--defang", "h**p", "--width", "200", "--format", form, *RESTORED]) == DONE
    shown = capsysbinary.readouterr().out
    assert b"http" not in shown.replace(b"http-equiv", b"") or form in {"csv", "json"}
    assert (b"h**ps:" in shown) is (form != "json")
    assert b"hxxps:" not in shown
