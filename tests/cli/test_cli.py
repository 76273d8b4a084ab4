"""The command line as a person or a script meets it."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gyotaku.cli.main import main

EXAMPLES = Path(__file__).parents[2] / "examples"
MAIL = EXAMPLES / "service-restored.eml"
LIKELY = Path(__file__).parents[1] / "kinds" / "brand-disguised" / "fires-cyrillic.eml"
"""Its verdict is `likely`; that of `MAIL` is `fraud`."""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "no-config"))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


def run(*arguments: str) -> int:
    return main(list(arguments))


def test_dissect_speaks_the_locale_s_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("dissect", str(LIKELY)) == 0
    assert "This mail is likely fraud." in capsys.readouterr().out
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")
    run("dissect", str(LIKELY))
    assert "詐欺メールの可能性が高いです。" in capsys.readouterr().out
    run("dissect", "--lang", "en", str(LIKELY))
    assert "This mail is likely fraud." in capsys.readouterr().out


def test_configuration_of_the_working_directory_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(EXAMPLES / "gyotaku.toml", tmp_path)
    run("dissect", "--format", "json", str(MAIL))
    report = json.loads(capsys.readouterr().out)
    assert report["path"]["boundary"]["source"] == "configured"
    assert report["own_side"]["source"] == "configured"


def test_json_is_one_line_a_mail(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("dissect", "--format", "json", str(EXAMPLES)) == 3  # README.md and gyotaku.toml are no mails
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert [json.loads(line)["mail"]["path"].rpartition("/")[2] for line in lines] == [
        "mailbox-suspended.eml",
        "service-restored.eml",
    ]
    assert "README.md" in captured.err


def test_pretty_is_the_same_report(capsys: pytest.CaptureFixture[str]) -> None:
    run("dissect", "--format", "json", str(MAIL))
    compact = json.loads(capsys.readouterr().out)
    run("dissect", "--format", "json", "--pretty", str(MAIL))
    pretty = capsys.readouterr().out
    assert pretty.count("\n") > 100
    again = json.loads(pretty)
    for one in (compact, again):
        one.pop("timings")
    assert compact == again


def test_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(MAIL.read_bytes())

    monkeypatch.setattr(sys, "stdin", Stdin())
    assert run("dissect", "--format", "json", "-") == 0
    assert json.loads(capsys.readouterr().out)["mail"]["path"] == "-"


def test_pasted_headers_say_that_there_is_no_body(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    header = MAIL.read_bytes().split(b"\r\n\r\n")[0] + b"\r\n"
    (tmp_path / "pasted.txt").write_bytes(header)
    assert run("dissect", "--lang", "en", "pasted.txt") == 0
    out = capsys.readouterr().out
    assert "Only headers were given" in out
    assert "This mail is likely fraud." in out


@pytest.mark.parametrize(
    ("word", "code"), [("fraud", 0), ("likely", 1), ("suspicious", 1), ("cannot-tell", 1), ("no-sign", 1)]
)
def test_fail_on(word: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("dissect", "--fail-on", word, str(LIKELY)) == code


def test_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("dissect", "missing.eml") == 3
    assert run("dissect", "missing.eml", str(MAIL)) == 3
    assert run("dissect", "--fail-on", "likely", "missing.eml", str(MAIL)) == 1
    (tmp_path / "gyotaku.toml").write_text('own_domain = ["example.jp"]\n')
    assert run("dissect", str(MAIL)) == 2
    assert "did you mean 'own_domains'" in capsys.readouterr().err
    assert run("dissect", "--width", "5", "--config", str(EXAMPLES / "gyotaku.toml"), str(MAIL)) == 2
    with pytest.raises(SystemExit) as usage:
        run("dissect")
    assert usage.value.code == 2


def test_a_hostile_file_name_cannot_write_to_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "evil\x1b[2J\u202e.eml"
    (tmp_path / name).write_bytes(b"")
    run("dissect", name)
    shutil.copy(MAIL, tmp_path / name)
    run("dissect", name)
    captured = capsys.readouterr()
    assert "\x1b" not in captured.out + captured.err
    assert "\u202e" not in captured.out + captured.err


def test_kinds_and_explain(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("kinds", "--lang", "ja") == 0
    listed = capsys.readouterr().out
    assert "spam-stamp" in listed
    assert run("kinds", "--format", "json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) > 40
    for row in rows[:3]:
        assert run("explain", row["id"], "--lang", "en") == 0
        assert row["why"]["en"].partition("{")[0] in capsys.readouterr().out
    assert run("explain", "spam-stmp") == 2
    assert "spam-stamp" in capsys.readouterr().err


def test_config_check_and_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("config", "check") == 0
    assert "inferred" in capsys.readouterr().out
    shutil.copy(EXAMPLES / "gyotaku.toml", tmp_path)
    assert run("config", "check") == 0
    assert "minato-zumen.example" in capsys.readouterr().out
    assert run("config", "keys", "--lang", "ja") == 0
    assert "trusted_hosts" in capsys.readouterr().out
    (tmp_path / "gyotaku.toml").write_text("nonsense")
    assert run("config", "check") == 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion_knows_commands_and_kinds(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("completion", shell) == 0
    script = capsys.readouterr().out
    assert "dissect" in script
    assert "own-domain-pretended" in script


def test_bash_completes_a_kind() -> None:
    """The script in a real shell: what the user gets after a tab."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not here; install the Debian package bash")
    script = subprocess.run(
        [sys.executable, "-m", "gyotaku", "completion", "bash"], capture_output=True, check=True
    ).stdout
    ask = script + b"\nCOMP_WORDS=(gyotaku explain own-domain-p); COMP_CWORD=2; _shtab_gyotaku; echo ${COMPREPLY[@]}\n"
    answer = subprocess.run([bash, "-c", ask.decode()], capture_output=True, check=True, text=True)
    assert answer.stdout.split() == ["own-domain-pretended"]


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    import gyotaku

    with pytest.raises(SystemExit) as done:
        run("--version")
    assert done.value.code == 0
    assert capsys.readouterr().out.strip() == f"gyotaku {gyotaku.__version__}"


def test_a_closed_pipe_ends_quietly() -> None:
    command = f"{sys.executable} -m gyotaku dissect {EXAMPLES}/*.eml {EXAMPLES}/*.eml | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert "Traceback" not in done.stderr
