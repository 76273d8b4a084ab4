"""The page: valid, quiet, readable by everybody, and dead whatever the mail holds."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
from email.header import Header
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import hostile
from tests.report.page import faults, name, parsed, text
from tests.shared import require

import gyotaku
from gyotaku.config import load
from gyotaku.mail.given import Mail
from gyotaku.mail.transcript import transcript
from gyotaku.model.configuration import Config
from gyotaku.model.evidence import Layer
from gyotaku.model.report import Report
from gyotaku.model.transcript import Passage
from gyotaku.report.html import page
from gyotaku.report.html.form import PageForm
from gyotaku.report.html.mail_text import _passage
from gyotaku.report.html.marks import Mark, Marks, marks, numbered
from gyotaku.report.html.writer import Writer, opening
from gyotaku.report.layout import safe, unlinked
from gyotaku.report.teller import Teller

ROOT = Path(__file__).parents[2]
MAILS = sorted((ROOT / "examples").glob("*.eml"))
FOUNDING = ("2022-09-07-mailbox-suspended.eml", "2021-10-27-service-restored.eml")
OWN = Config(own_domains=("own.example",))
CSS = (ROOT / "src/gyotaku/report/html/page.css").read_text("utf-8")
NASTY = (
    "<script>alert(1)</script>", "</title><script>alert(1)</script>", "</style><img src=x onerror=alert(1)>", '"><svg onload=alert(1)>',
    "<a href=javascript:alert(1)>x</a>", "javascript:alert(1)", "</mark></div></details>", "<!--", "-->", "]]>", "&lt;b&gt;", "&#0;",
    "url(http://evil.example/)", "@import 'http://evil.example';", "\\3c script", "\u202e\u2066moc.elpmaxe\u2069", "\u200b\u00ad\ufeff", "\0",
    "\ud83d", "\x1b[2J", "e" + "\u0301" * 50, "{{7*7}}", "שלום", "http://evil.example/?a=<b>&c", "=cmd|' /C calc'!A0", "`", "```",
)  # fmt: skip


def mail(words: str, html: str | None = None) -> bytes:
    octets = words.encode("utf-8", "surrogatepass")
    header = Header(re.sub(r"[\r\n\ud800-\udfff]", " ", words), "utf-8").encode()
    shown = f'<p>{words}</p><a href="http://evil.example/{words}">https://own.example/</a>' if html is None else html
    return b"\r\n".join(
        [
            b"Received: from x ([192.0.2.1]) by mx.own.example (Postfix) with ESMTP id 4ABC; Mon, 1 Jan 2024 00:00:00 +0900",
            b"From: " + header.encode() + b" <a@b.example>",
            b"To: info@own.example",
            b"Subject: " + header.encode(),
            b"X-Raw: " + octets.replace(b"\r", b"").replace(b"\n", b""),
            b"MIME-Version: 1.0",
            b"Content-Type: multipart/alternative; boundary=b",
            b"",
            b"--b",
            b"Content-Type: text/plain; charset=utf-8",
            b"Content-Transfer-Encoding: base64",
            b"",
            base64.encodebytes(octets),
            b"--b",
            b"Content-Type: text/html; charset=utf-8",
            b"Content-Transfer-Encoding: base64",
            b"",
            base64.encodebytes(shown.encode("utf-8", "surrogatepass")),
            b"--b--",
            b"",
        ]
    )


def rendered(raw: bytes, language: str, config: Config = OWN, path: str = "mail.eml") -> str:
    report = gyotaku.dissect(raw, config, path=path)
    shown = transcript(Mail(path, raw), report)
    assert shown is not None
    return page.render(report, language, shown)


@cache
def example(file: Path) -> tuple[Report, bytes]:
    raw = file.read_bytes()
    return gyotaku.dissect(raw, load(ROOT / "examples" / "gyotaku.toml"), path=f"examples/{file.name}"), raw


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("file", MAILS, ids=lambda file: file.stem)
def test_the_page_of_an_example_has_no_fault(file: Path, language: str) -> None:
    report, raw = example(file)
    assert list(faults(page.render(report, language, transcript(Mail("x", raw), report)))) == []
    assert list(faults(page.render(report, language))) == []


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("words", NASTY)
def test_a_nasty_mail_stays_text(words: str, language: str) -> None:
    written = rendered(mail(words), language, path=words)
    assert list(faults(written)) == []
    assert "http://" not in written.replace("http-equiv", "")


@given(st.text(st.characters(), max_size=80), st.text(st.characters(), max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_mail_makes_a_page_without_fault(words: str, html: str) -> None:
    assert list(faults(rendered(mail(words, f"<p>{html}"), "ja"))) == []


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_octets_make_a_page_without_fault(raw: bytes) -> None:
    assert list(faults(rendered(raw, "en"))) == []


@pytest.mark.parametrize(
    "trap", ["nul_everywhere", "lone_surrogates", "html_attributes", "subject_of_controls", "display_name_of_all_marks"]
)
def test_a_page_is_bounded(trap: str) -> None:
    raw = hostile.SMALL[trap]()
    written = rendered(raw, "ja")
    assert len(written) < 6_000_000
    if len(written) < 300_000:
        assert list(faults(written)) == []


def test_a_word_of_a_megabyte_is_cut_and_said_to_be() -> None:
    written = rendered(b"From: a@b.example\r\nSubject: " + b"a" * 1_000_000 + b"\r\n\r\n" + b"b" * 1_000_000, "en")
    assert len(written) < 400_000
    assert "more characters are not shown" in written
    assert list(faults(written)) == []


@pytest.mark.parametrize("file", MAILS, ids=lambda file: file.stem)
def test_what_is_marked_is_the_evidence(file: Path) -> None:
    """From its first mark to its number, each marked stretch is the quotation; each number leads to its finding and back."""
    report, raw = example(file)
    shown = transcript(Mail("x", raw), report)
    assert shown is not None
    found = marks(report, shown)
    texts = {(one.part, one.layer): one.text for one in (*shown.fields, *shown.bodies, *shown.attributes)}
    tree = parsed(page.render(report, "en", shown))
    by_id = {element.get("id"): element for element in tree.iter() if element.get("id")}
    quoted = 0
    for number, finding in numbered(report):
        for evidence in finding.evidence:
            if evidence.span is None:
                continue
            assert (
                texts[evidence.span.part, evidence.span.layer][evidence.span.start : evidence.span.end]
                == evidence.quote
            )
            leads = by_id[found.ids[number, evidence.span]]
            assert leads.get("href") == f"#f{number}"
            assert text(leads) == str(number)
            quoted += 1
    assert quoted > 20


@given(
    st.text(st.sampled_from("ab<&\n\r\u202e。あhttp://w.example/ "), max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=6),
)
@settings(max_examples=200, deadline=None)
def test_marking_changes_no_word(words: str, places: list[tuple[int, int]]) -> None:
    teller = Teller("en", PageForm())

    def shown(marked: list[Mark]) -> str:
        writer = Writer("en")
        _passage(writer, teller, Passage("1", Layer.BODY, words), Marks({("1", Layer.BODY): marked}, {}))
        without = re.sub(r"<sup>.*?</sup>", "", writer.markup())
        return unescape(re.sub(r"<[^>]*>", "", without))

    fitting = [(start, min(start + length, len(words))) for start, length in places if start < len(words)]
    marked = [Mark(start, end, number, "weak", f"e{number}") for number, (start, end) in enumerate(fitting, 1)]
    assert shown(marked) == shown([])
    if words.strip() and "hxxp" not in words:  # a draw that looks defanged already cannot be undone
        inert = shown([])
        assert "http://" not in inert
        assert inert.replace("[.]", ".").replace("hxxp", "http").replace("‹U+202E›", "\u202e").replace(
            "‹U+000D›", "\r"
        ) == words.replace("\r\n", "\n")


def test_several_mails_make_one_page() -> None:
    pieces = []
    for number, file in enumerate([*MAILS, *MAILS], 1):
        report, raw = example(file)
        if number == 1:
            pieces.append(page.beginning(report, "ja"))
        pieces.append(page.article(report, "ja", transcript(Mail("x", raw), report), number))
    written = "".join([*pieces, page.ending("ja")])
    assert list(faults(written)) == []
    assert len(list(parsed(written).iter("article"))) == 2 * len(MAILS)


def test_the_mail_that_leads_is_the_one_shown() -> None:
    inner = MAILS[0].read_bytes()
    raw = b"From: a@own.example\r\nTo: b@own.example\r\nSubject: Fwd\r\nContent-Type: message/rfc822\r\n\r\n" + inner
    report = gyotaku.dissect(raw, load(ROOT / "examples" / "gyotaku.toml"))
    shown = transcript(Mail("-", raw), report)
    assert report.others
    assert shown is not None
    assert shown.raw == inner


SECTIONS = [
    "about",
    "accuses",
    "informs",
    "keys",
    "path",
    "times",
    "hypotheses",
    "links",
    "observables",
    "unknown",
    "idle",
    "mail",
    "source",
]


@pytest.mark.parametrize("file", [*MAILS, *FOUNDING], ids=lambda file: getattr(file, "name", file))
def test_the_order_of_a_page(file: Path | str) -> None:
    """The verdict first; then what the terminal tells, in its order; the mail itself last."""
    raw = (file if isinstance(file, Path) else require("cases", file)).read_bytes()
    report = gyotaku.dissect(raw, Config(own_domains=("minato-zumen.example", "yamate-design.example")))
    written = page.render(report, "ja", transcript(Mail("x", raw), report))
    tree = parsed(written)
    assert list(faults(written)) == []
    at = SECTIONS.index("path") + 1
    expected = [*SECTIONS[:at], *(["map"] if report.places else []), *SECTIONS[at:]]
    assert [element.get("aria-labelledby") for element in tree.iter("section")] == expected
    assert [name(element) for element in tree.iter() if name(element) in {"h1", "h2"}] == ["h1"] + ["h2"] * len(
        expected
    )
    assert text(next(tree.iter("h1"))) == report.verdict.word.label.ja
    assert len([element for element in tree.iter("h3") if element.get("id")]) == len(report.findings)


def test_only_known_attributes_can_be_written() -> None:
    for attributes in (
        {"onclick": "x"},
        {"src": "x"},
        {"style": "x"},
        {"href": "http://x.example"},
        {"href": "javascript:x"},
    ):
        with pytest.raises(ValueError, match="no attribute"):
            opening("p", dict(attributes))
    assert opening("p", {"class_": 'a"<b>'}) == '<p class="a&quot;&lt;b&gt;">'


def test_the_style_is_whole() -> None:
    """Braces pair, and what is of no use on paper is not printed."""
    assert CSS.count("{") == CSS.count("}")
    assert "nav,.skip,.see{display:none}" in CSS.partition("@media print")[2]


def _luminance(color: str) -> float:
    color = "".join(one * 2 for one in color) if len(color) == 3 else color
    shares = [int(color[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_contrast_suffices(scheme: int) -> None:
    colors = dict(re.findall(r"--([a-z]+):#([0-9a-f]{3,6})", re.findall(r":root\{([^}]*)\}", CSS)[scheme]))
    pairs = [(ink, paper) for ink in ("fg", "soft", "alarm", "warn", "calm") for paper in ("bg", "box")]
    pairs += [("fg", paper) for paper in ("strong", "moderate", "weak", "clears", "informs")]
    for ink, paper in pairs:
        light, dark = sorted((_luminance(colors[ink]), _luminance(colors[paper])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, paper)
    light, dark = sorted((_luminance(colors["rule"]), _luminance(colors["bg"])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3, "borders that tell something"


def test_slots_of_foreign_words_are_made_safe() -> None:
    form = PageForm()
    assert form.host("<b>\u202e", "en") == '<span class="name">&lt;b&gt;‹U+202E›</span>'
    assert form.url("http://a.example/<b>", "ja") == '<span class="name">hxxp://a[.]example/&lt;b&gt;</span>'
    assert form.foreign("שלום") == "<bdi>שלום</bdi>"
    assert form.quote("日本の", "en") == '“<span class="quote" lang="ja">日本の</span>”'
    assert form.literal("see `gyotaku data`") == "see <code>gyotaku data</code>"
    assert unlinked(safe("http://a.example/")) == "hxxp://a[.]example/"


def test_the_terminal_does_not_pay_for_the_page() -> None:
    code = (
        "import sys; from gyotaku.cli.main import main; main(sys.argv[1:]); "
        "sys.exit(any(one.startswith(('gyotaku.report.html', 'gyotaku.report.markdown', 'gyotaku.report.csv')) for one in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code, "dissect", str(MAILS[0])], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
