"""Known names, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyotaku.data.tables import rows
from gyotaku.mail.brands import brands, namings
from gyotaku.mail.domains import registrable
from gyotaku.mail.lettering import lettering, skeleton


@pytest.mark.parametrize(
    ("text", "brand", "piece", "leads", "alone", "disguised"),
    [
        ("Amazon", "amazon", "Amazon", True, True, False),
        ("Amazon.co.jp", "amazon", "Amazon", True, False, False),
        ("Ａｍａｚｏｎ", "amazon", "Ａｍａｚｏｎ", True, True, False),
        ("A m a z o n", "amazon", "A m a z o n", True, True, False),
        ("*Amazon*", "amazon", "Amazon", True, True, False),
        ("Аmazon", "amazon", "Аmazon", True, True, True),
        ("𝐀𝐦𝐚𝐳𝐨𝐧", "amazon", "𝐀𝐦𝐚𝐳𝐨𝐧", True, True, True),
        ("Trust WaIIet", "trust-wallet", "Trust WaIIet", True, True, True),
        ("三井住友カード株式会社", "smbc-card", "三井住友カード", True, False, False),
        ("三井住友力ード", "smbc-card", "三井住友力ード", True, True, True),
        ("PayPay銀行", "paypay-bank", "PayPay銀行", True, True, False),
        ("Kimura (Amazon)", "amazon", "Amazon", False, False, False),
        ("au", "au", "au", True, True, False),
    ],
)
def test_names(text: str, brand: str, piece: str, leads: bool, alone: bool, disguised: bool) -> None:
    (found,) = namings(text)
    assert (found.brand.id, text[found.start : found.end]) == (brand, piece)
    assert (found.leads, found.alone, found.disguised) == (leads, alone, disguised)


@pytest.mark.parametrize(
    "text", ["", "Amazonas", "Bureau", "au Japan", "Chase Miller", "etc", "LINE up", "三井さん", "Googleplex"]
)
def test_words_that_are_no_names(text: str) -> None:
    assert namings(text) == []


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    letters = lettering(text)
    assert len(letters.plain) == len(letters.skeleton) == len(letters.places)
    assert skeleton(letters.skeleton) == skeleton(skeleton(letters.skeleton))
    for found in namings(text):
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize("row", rows("brands"), ids=lambda row: row["id"])
def test_every_row_can_be_found_and_holds_its_domains(row: dict[str, str]) -> None:
    brand = next(brand for brand in brands() if brand.id == row["id"])
    for column in ("names", "whole"):
        for name in row[column].split(";"):
            assert name == "-" or row["id"] in {found.brand.id for found in namings(name)}, name
    assert brand.domains
    for domain in brand.domains:
        assert domain == domain.lower()
        assert registrable(domain, private=False) or domain in {"gov.br", "gov.uk"}, domain
        assert brand.holds(domain)
        assert brand.holds("mail." + domain)
        assert not brand.holds("x" + domain)


def test_rows_are_named_once() -> None:
    identifiers = [row["id"] for row in rows("brands")]
    assert len(identifiers) == len(set(identifiers))
