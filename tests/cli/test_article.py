"""`gyotaku article` as a person or a script meets it."""

from __future__ import annotations

import mailbox
from email import message_from_bytes
from pathlib import Path

import pytest

from gyotaku.cli.main import DONE, UNREADABLE, USAGE, main
from gyotaku.report.masking.redactor import Redactor

EXAMPLES = Path(__file__).parents[2] / "examples"
MAIL = EXAMPLES / "mailbox-suspended.eml"
CONFIG = str(EXAMPLES / "gyotaku.toml")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "no-config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "no-data"))
    monkeypatch.setenv("LANG", "C")


def article(*arguments: str) -> int:
    return main(["article", "--config", CONFIG, "--no-pictures", *arguments])


def test_files_are_written_and_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert article("--lang", "ja", "-o", "out/a", str(MAIL)) == DONE
    listed = capsys.readouterr().out.split()
    assert {"out/a/article.md", "out/a/article.html"} <= set(listed)
    assert sorted(Path("out/a").iterdir()) == sorted(map(Path, listed))
    text = Path("out/a/article.md").read_text("utf-8")
    assert text.startswith("---\ntitle: ")
    assert "minato" not in text
    assert "●●●@●●●.example" in text


def test_an_article_that_somebody_may_have_edited_is_not_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    assert article("-o", "out", str(MAIL)) == DONE
    Path("out/article.md").write_text("mine", "utf-8")
    assert article("--lang", "en", "-o", "out", str(MAIL)) == USAGE
    assert "--force" in capsys.readouterr().err
    assert Path("out/article.md").read_text("utf-8") == "mine"
    assert article("--force", "-o", "out", str(MAIL)) == DONE
    assert Path("out/article.md").read_text("utf-8") != "mine"


def test_many_mails_have_a_folder_each() -> None:
    box = mailbox.mbox("many.mbox")
    for file in EXAMPLES.glob("*.eml"):
        box.add(message_from_bytes(file.read_bytes()))
    box.close()
    assert article("-o", "out", "many.mbox") == DONE
    assert len(list(Path("out").glob("20*/article.md"))) == 2


@pytest.mark.parametrize(
    ("target", "begins", "also"),
    [("jekyll", '---\nlayout: "post"', False), ("hatena", "---\nTitle:", False), ("wordpress", "Verdict", True), ("none", "Verdict", False)],
)  # fmt: skip
def test_front_matter_for_each_target(target: str, begins: str, also: bool) -> None:
    assert article("--lang", "en", "--for", target, "-o", "out", str(MAIL)) == DONE
    assert Path("out/article.md").read_text("utf-8").startswith(begins)
    assert Path("out/article.xml").exists() is also


def test_links_in_the_other_form(capsys: pytest.CaptureFixture[str]) -> None:
    assert article("--defang", "h**p", "-o", "out", str(MAIL)) == DONE
    for file in Path("out").iterdir():
        text = file.read_text("utf-8")
        assert "hxxp" not in text
    assert "h**ps://lakeside-nails[.]example" in Path("out/article.md").read_text("utf-8")


def test_everything_is_shown_where_that_is_asked_for() -> None:
    assert article("--no-mask", "-o", "out", str(MAIL)) == DONE
    assert "admin@minato-zumen.example" in Path("out/article.md").read_text("utf-8")


def test_third_parties_are_masked_where_that_is_asked_for() -> None:
    assert article("--mask-others", "--online", "none", "-o", "out", str(MAIL)) == DONE
    text = Path("out/article.md").read_text("utf-8")
    assert "example.ed.jp" not in text
    assert "lakeside-nails[.]example" in text


def test_an_article_that_still_tells_its_owner_is_withheld(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A redactor that forgets its work: no file is written, and the exit code says so."""
    monkeypatch.setattr(Redactor, "page", lambda self, report, texts: (report, texts))
    assert article("--lang", "en", "-o", "out", str(MAIL)) == UNREADABLE
    assert "it was not written" in capsys.readouterr().err
    assert not Path("out").exists()


def test_what_cannot_be_read_or_written_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert article("-o", "out", "nowhere.eml") == UNREADABLE
    assert "nowhere.eml" in capsys.readouterr().err
    Path("file").write_text("x", "utf-8")
    assert article("-o", "file/out", str(MAIL)) == USAGE
    assert "file/out" in capsys.readouterr().err


def test_nothing_of_an_article_is_half_written(tmp_path: Path) -> None:
    assert article("-o", "out", str(MAIL)) == DONE
    assert not list((tmp_path / "out").glob(".*"))
