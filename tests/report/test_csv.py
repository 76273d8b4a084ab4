"""The table of observables: RFC 4180, and nothing that a spreadsheet computes or a terminal obeys."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.report.test_html import MAILS, mail

import gyotaku
from gyotaku.model.report import Observable
from gyotaku.report.csv import COLUMNS, header, rows


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_every_observable_is_a_row() -> None:
    report = gyotaku.dissect(MAILS[0].read_bytes(), path="a.eml")
    table = read(header() + rows(report))
    assert tuple(table[0]) == COLUMNS
    assert [row[:2] for row in table[1:]] == [[one.type, one.value] for one in report.observables]
    url = next(row for row in table if row[0] == "url")
    assert url[2].startswith("hxxps://lakeside-nails[.]example/")
    assert url[3:] == ["link", "a.eml", report.mail.sha256, "fraud"]


def test_mails_that_came_with_it_have_rows_too() -> None:
    raw = b"From: a@own.example\r\nSubject: Fwd\r\nContent-Type: message/rfc822\r\n\r\n" + MAILS[0].read_bytes()
    report = gyotaku.dissect(raw)
    assert len({row[5] for row in read(rows(report))}) == 1 + len(report.others) == 2


@pytest.mark.parametrize(
    "words",
    ["=1+1", "+1", "-1", "@a", "＝1", " =1", "\t=1", "\r=1", "\u200b=1", 'a"b', "a\r\nb", "a\0b", "\ud83d", "\u202e"],
)
def test_nothing_computes_or_acts(words: str) -> None:
    report = replace(gyotaku.dissect(mail("x"), path=words), observables=(Observable("helo", words, ("hop",)),))
    text = rows(report)
    text.encode("utf-8")
    assert text.isprintable() or text.replace("\r\n", "").isprintable()
    for row in read(text):
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) for cell in row)


@given(st.text(st.characters(), max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_value_is_one_field(words: str) -> None:
    report = replace(gyotaku.dissect(b"From: a@b.example\r\n\r\n"), observables=(Observable("url", words, ("link",)),))
    table = read(rows(report))
    assert len(table) == 1
    assert len(table[0]) == len(COLUMNS)
