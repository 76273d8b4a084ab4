"""Whom a URL plays, and what the table of guesses counts."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from gyotaku.evaluation import urls as module
from gyotaku.evaluation.labels import LabelsError
from gyotaku.evaluation.report import urls_text
from gyotaku.evaluation.urls import guess, shows, urls


@pytest.mark.parametrize(
    ("url", "brand"),
    [
        ("https://www.amazon.co.jp.q7k2.example/", "amazon"),
        ("https://paypa1.example/", "paypal"),
        ("https://q7k2.example/Netflix/login.php", "netflix"),
        ("https://www.amazon.co.jp/", None),
        ("https://q7k2.example/", None),
        ("http://203.0.113.7/", None),
    ],
)
def test_guesses_from_host_then_path(url: str, brand: str | None) -> None:
    assert guess(url) == brand


def test_shows_a_name_in_letters_that_look_alike() -> None:
    assert shows("mercarl-q7.example", frozenset({"mercari"}))
    assert not shows("q7k2.example", frozenset({"mercari"}))


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every domain of the table takes a minute."""
    monkeypatch.setattr(module, "_genuine", lambda: {"amazon.co.jp": "amazon"})


@pytest.mark.usefixtures("few")
def test_counts_by_label(tmp_path: Path) -> None:
    table = "date,URL,description\n" + "".join(
        f"d,{url},{label}\n"
        for url, label in (
            ("https://amazon-login.example/", "Amazon"),
            ("https://mercari-login.example/", "Amazon"),
            ("https://q7k2.example/", "Amazon"),
            ("https://q7k2.example/", "Nobody Knows Inc"),
        )
    )
    file = tmp_path / "urls.csv.gz"
    file.write_bytes(gzip.compress(table.encode()))
    found = urls(file, 100, 1, ())
    (row,) = found.rows
    assert (row.n, row.right, row.wrong, row.shown, found.outside) == (3, 1, 1, 1, 1)
    assert found.mistakes == (("Amazon", "mercari", 1),)
    assert found.genuine.hits == 0
    assert found.ham is None
    assert "| Amazon | 3 |" in urls_text(found)


@pytest.mark.usefixtures("few")
def test_the_same_seed_draws_the_same(tmp_path: Path) -> None:
    file = tmp_path / "urls.csv"
    file.write_text("URL,description\n" + "".join(f"https://h{n}.example/,Amazon\n" for n in range(50)), "utf-8")
    assert urls(file, 10, 7, ()) == urls(file, 10, 7, ())
    assert urls(file, 10, 7, ()).n == 10


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"URL,description\n\xff\n"])
def test_a_table_that_cannot_be_read_says_so(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "urls.csv"
    file.write_bytes(content)
    with pytest.raises(LabelsError, match="urls"):
        urls(file, 10, 1, ())


def test_damaged_gzip_says_so(tmp_path: Path) -> None:
    file = tmp_path / "urls.csv.gz"
    file.write_bytes(gzip.compress(b"URL,description\n" * 100)[:-12])
    with pytest.raises(LabelsError, match="urls"):
        urls(file, 10, 1, ())
