"""A mail full of markup, scripts, escapes and characters that turn text stays words in every form, as the programs that read each form see it."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from gyotaku.browser.driver import Browser
from gyotaku.cli.main import DONE, main
from tests import hostile_markup
from tests.browser.here import browser_here
from tests.pages.seen import seen

# What no form of ours writes, so that it can only have come out of the mail.
ALIVE = (
    'document.querySelectorAll(\'script,iframe,object,embed,form,input,video,audio,link,base,template,a[href]:not([href^="#"]),'
    "img:not([src^=\"data:image/\"])').length + [...document.querySelectorAll('*')].filter("
    "one => [...one.attributes].some(each => each.name.startsWith('on') || /^\\s*(javascript|https?):/i.test(each.value))).length"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    browser_here()
    with Browser(seconds=120) as opened:
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "mail.eml"
    found.write_bytes(hostile_markup.mail())
    (tmp_path / "gyotaku.toml").write_text('own_domains = ["own.example"]\n', "utf-8")
    return found


def said(file: Path, form: str, capfdbinary: pytest.CaptureFixture[bytes], *options: str) -> str:
    config = str(file.with_name("gyotaku.toml"))
    assert main(["dissect", "--format", form, "--lang", "ja", "--config", config, *options, str(file)]) == DONE
    return capfdbinary.readouterr().out.decode("utf-8")


def acting(text: str) -> set[str]:
    """Characters that move a cursor, turn text or cannot be seen."""
    found = {one for one in text if unicodedata.category(one) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}}
    return found - {"\n", "\r", "\t"}


def quiet(browser: Browser, page: str) -> None:
    with seen(browser, page.encode("utf-8"), 390) as one:
        assert one.page.evaluate("document.title") != "pwned"
        assert one.page.evaluate(ALIVE) == 0
        assert one.requests == []
        assert one.complaints == []


def test_the_mail_itself_is_alive(browser: Browser) -> None:
    """Shown as it is, it asks and acts: this test can fail."""
    html = hostile_markup.mail().partition(b"text/html")[2].partition(b"\r\n\r\n")[2].partition(b"--b--")[0]
    with seen(browser, b"", 390) as one:
        one.provoke(base64.b64decode(html))
        assert one.requests
        assert one.complaints


@pytest.mark.parametrize("options", [(), ("--mask",)], ids=["whole", "masked"])
def test_in_lines_and_tables(file: Path, capfdbinary: pytest.CaptureFixture[bytes], options: tuple[str, ...]) -> None:
    terminal = said(file, "terminal", capfdbinary, "--color", "never", *options)
    assert not acting(terminal)
    assert not re.search(r"https?://", terminal)
    table = said(file, "csv", capfdbinary, *options)
    assert not acting(table)
    for row in csv.reader(io.StringIO(table)):
        assert not [cell for cell in row if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} and len(cell) > 1]
    line = said(file, "json", capfdbinary, *options)
    assert json.loads(line)["mail"]
    assert line.count("\n") == 1
    assert not {one for one in acting(line) if ord(one) < 0x20}


@pytest.mark.parametrize("options", [(), ("--mask",)], ids=["whole", "masked"])
def test_on_a_page(
    browser: Browser, file: Path, capfdbinary: pytest.CaptureFixture[bytes], options: tuple[str, ...]
) -> None:
    page = said(file, "html", capfdbinary, *options)
    assert not acting(page)
    quiet(browser, page)


def test_in_markdown(browser: Browser, file: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    for options in ((), ("--no-mask",)):
        markdown = said(file, "markdown", capfdbinary, *options)
        assert not acting(markdown)
        quiet(browser, MarkdownIt("commonmark", {"html": True}).render(markdown))


@pytest.mark.parametrize("target", ["hugo", "wordpress"])
def test_in_an_article(
    browser: Browser, file: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], target: str
) -> None:
    out = tmp_path / "article"
    config = str(file.with_name("gyotaku.toml"))
    made = main(
        ["article", str(file), "-o", str(out), "--for", target, "--no-pictures", "--lang", "ja", "--config", config]
    )
    assert made == DONE, capfdbinary.readouterr().err
    page, markdown = (out / "article.html").read_text("utf-8"), (out / "article.md").read_text("utf-8")
    assert not acting(page + markdown)
    quiet(browser, page)
    quiet(
        browser,
        MarkdownIt("commonmark", {"html": True}).render(re.sub(r"\A---\n.*?\n---\n", "", markdown, flags=re.DOTALL)),
    )
    if target == "wordpress":
        tree = ElementTree.fromstring((out / "article.xml").read_bytes())  # noqa: S314 - our own
        (content,) = tree.iter("{http://purl.org/rss/1.0/modules/content/}encoded")
        quiet(browser, content.text or "")
