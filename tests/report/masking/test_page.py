"""The page of a masked mail: its own texts hold nothing of the owner, and the evidence is marked where it stands in them."""

from __future__ import annotations

import base64
import quopri
import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.recipient_forms import ENCODINGS
from tests.report.masking.test_masking import ADDRESS, CONFIG, dissect, mail
from tests.report.page import faults

from gyotaku.mail.given import Mail
from gyotaku.mail.transcript import transcript
from gyotaku.model.configuration import Config
from gyotaku.model.evidence import Layer, Span
from gyotaku.model.report import Report
from gyotaku.model.transcript import Transcript
from gyotaku.report.html import page
from gyotaku.report.html.marks import marks
from gyotaku.report.masking.leaks import Guard
from gyotaku.report.masking.passages import _moved, written
from gyotaku.report.masking.redactor import Redactor
from gyotaku.report.masking.secrets import MARK

TOKEN = "9f8a7b6c5d4e3f2a"  # noqa: S105 - of a link
LINK = f"https://login.evil.example/verify/?id={TOKEN}"


def masked(raw: bytes, config: Config = CONFIG) -> tuple[Report, Report, Transcript]:
    report = dissect(raw, config)
    shown, texts = Redactor.of(report).page(report, transcript(Mail("mail.eml", raw), report))
    assert texts is not None
    return report, shown, texts


def words(markup: str) -> str:
    return unescape(re.sub(r"<[^<>]*>", "", markup))


@pytest.mark.parametrize("way", ENCODINGS)
def test_no_form_of_the_address_is_left_on_the_page(way: str) -> None:
    planted = ENCODINGS[way](ADDRESS)
    raw = mail("everywhere", planted)
    report, shown, texts = masked(raw)
    guard = Guard.of(report)
    assert guard.markup(page.render(report, "en", transcript(Mail("mail.eml", raw), report)))
    written = page.render(shown, "en", texts)
    assert not guard.markup(written)
    assert list(faults(written)) == []
    read = words(written).lower()
    for telling in (planted.lower(), "hanako", "aoba", "kensetsu"):
        assert telling not in read


def test_evidence_is_marked_where_it_stands() -> None:
    """What each mark covers is what the masked quotation says, line ends and tokens aside."""
    raw = mail("text", f"{ADDRESS} ", to=ADDRESS)
    raw = raw.replace(b"Subject: ", f"Subject: {ADDRESS} ".encode())
    report, shown, texts = masked(raw)
    there = {(one.part, one.layer): one.text for one in (*texts.fields, *texts.bodies, *texts.attributes)}
    before, after = marks(report, transcript(Mail("mail.eml", raw), report)), marks(shown, texts)
    assert len(after.ids) == len(before.ids) > 5
    moved = 0
    for finding, old in zip(shown.findings, report.findings, strict=True):
        for evidence, was in zip(finding.evidence, old.evidence, strict=True):
            if evidence.span and (text := there.get((evidence.span.part, evidence.span.layer))) is not None:
                covered = text[evidence.span.start : evidence.span.end]
                assert covered.replace(MARK, "") in evidence.quote or evidence.quote in covered, evidence
                moved += evidence.span != was.span
    assert moved > 3


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[tuple[int, int, str]]]:
    text = draw(st.text("abcdef", min_size=1, max_size=40))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return text, [(start, end, draw(st.sampled_from(["●", "●●●", "●●●@●●●.example"]))) for start, end in pairs]


@settings(max_examples=300)
@given(edited(), st.data())
def test_spans_move_with_what_is_replaced(
    given_text: tuple[str, list[tuple[int, int, str]]], data: st.DataObject
) -> None:
    text, edits = given_text
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = _moved("1", edits).span(Span("1", Layer.BODY, start, end))
    # By the slow way: every character of the text knows what it became.
    became: list[tuple[int, int]] = []
    at = 0
    for index in range(len(text)):
        edit = next((one for one in edits if one[0] <= index < one[1]), None)
        if edit is None:
            became.append((at, at + 1))
            at += 1
        else:
            first = at if index == edit[0] else became[-1][0]
            became.append((first, first + len(edit[2])))
            at = first + len(edit[2])
    assert (span.start, span.end) == (became[start][0], became[end - 1][1])
    assert len(written(text, edits)) == at


def body(octets: bytes, kind: str = "text/html; charset=utf-8", encoding: str = "base64") -> bytes:
    if encoding == "base64":
        octets = base64.encodebytes(octets).replace(b"\n", b"\r\n")
    elif encoding == "quoted-printable":
        octets = quopri.encodestring(octets).replace(b"\n", b"\r\n")
    head = mail().partition(b"MIME-Version")[0]
    told = f"MIME-Version: 1.0\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode()
    return head + told + octets


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit", "x-uuencode"])
@pytest.mark.parametrize(
    "markup",
    [
        f'<p>青葉建設 {ADDRESS}</p><a href="{LINK}">x</a>',
        f'<p>{ADDRESS}</p><a href="https://login.evil.example/verify/?id={TOKEN[:8]}\r\n{TOKEN[8:]}">x</a>',
        f"<a href='&#104;ttps&#58;//login.evil.example/verify/?id={TOKEN}'>{ADDRESS}</a>",
        f'<a href="verify.php?id={TOKEN}">{ADDRESS}</a>',
        f"<p>{ADDRESS} {'x' * 60} {LINK}</p>",
    ],
)
def test_neither_owner_nor_tokens_stand_in_the_source(encoding: str, markup: str) -> None:
    raw = body(markup.encode(), encoding=encoding)
    _, _, texts = masked(raw)
    source = texts.raw.decode()
    assert MARK in source
    assert "Content-Transfer-Encoding" in source
    decoded = source + quopri.decodestring(source.encode()).decode("utf-8", "replace")
    for run in re.findall(r"[A-Za-z0-9+/=]{16,}", source.replace("\n", "")):
        decoded += base64.b64decode(run[: len(run) // 4 * 4]).decode("latin-1")
    for telling in (TOKEN, TOKEN[:8], TOKEN[8:], "hanako", "aoba"):
        assert telling not in decoded


def test_files_are_left_out_of_the_source_and_nothing_is_said_to_be_cut() -> None:
    picture = base64.encodebytes(bytes(range(256)) * 20)
    raw = mail().partition(b"MIME-Version")[0] + (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
        b"--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n" + picture + b"\r\n"
        b"--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: 8bit\r\n\r\n%PDF-1.4 hidden words\r\n--b--\r\n"
    )
    _, shown, texts = masked(raw)
    source = texts.raw.decode()
    assert source.count(f"{MARK}\n") == 2
    assert "hello" in source
    assert "hidden words" not in source
    assert picture[:40].decode() not in source
    markup = page.render(shown, "en", texts)
    assert "octets are shown" not in markup
    assert f"{len(raw):,} octets, with masks" in markup
    report = dissect(raw, CONFIG)
    assert "with masks" not in page.render(report, "en", transcript(Mail("mail.eml", raw), report))


def test_fields_told_apart_by_what_is_hidden_stay_apart() -> None:
    raw = mail().replace(b"Subject: ", b"X-Hanako: one\r\nX-Aoba-Kensetsu: two\r\nSubject: ")
    _, _, texts = masked(raw)
    names = [one.part for one in texts.fields]
    assert len(set(names)) == len(names)
    assert not any("anako" in name for name in names)


def test_a_word_of_the_page_itself_is_no_leak() -> None:
    """Mailboxes called like an element, a class or a color: on the page these words are ours."""
    for local in ("section", "article", "margin", "viewBox", "strength", "pages"):
        raw = mail(to=f"{local}@aoba-kensetsu.example")
        report, shown, texts = masked(raw)
        written = page.render(shown, "ja", texts)
        assert not Guard.of(report).markup(written), local
        assert f"{local}@" not in written
