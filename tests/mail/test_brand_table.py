"""Tables of organizations, the built-in one and the reader's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gyotaku
from gyotaku.mail import brand_table
from gyotaku.mail.brand_table import COLUMNS, of_file, read
from gyotaku.mail.brands import brands, namings
from gyotaku.model.own_brands import BrandRow, OwnBrands

GOOD = BrandRow("sakana", "Sakana Works;サカナ製作所", "-", "sakana.example", "-", "bank", "JP", "-")
BUILT_IN = Path(brand_table.__file__).parents[1] / "data" / "brands.tsv"
MAIL = b'From: "Sakana Works" <info@other.example>\r\nTo: a@example.org\r\nSubject: x\r\n\r\nYour account has been suspended. Verify your account within 24 hours or it will be closed: http://other.example/\r\n'


def table(*rows: BrandRow) -> str:
    return "\n".join(
        "\t".join(cells) for cells in (COLUMNS, *(tuple(getattr(row, c) for c in COLUMNS) for row in rows))
    )


def row(**changed: str) -> BrandRow:
    return BrandRow(**{name: getattr(GOOD, name) for name in COLUMNS} | changed)


def test_the_built_in_table_has_no_problem() -> None:
    found = read(BUILT_IN.read_text("utf-8"))
    assert found.problems == ()
    assert len(found.rows) == len(brands())


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"id": "Sakana"}, "id Sakana"),
        ({"id": "sakana--works"}, "id sakana--works"),
        ({"names": "-"}, "no name"),
        ({"names": "Sa"}, "belongs in whole"),
        ({"names": "!!!"}, "has no letters"),
        ({"domains": "-"}, "no domain"),
        ({"domains": "Sakana.example"}, "not a host name"),
        ({"domains": "sakana"}, "not a host name"),
        ({"domains": "sakana.example/path"}, "not a host name"),
        ({"domains": "co.jp"}, "a public suffix"),
        ({"domains": "gmail.com"}, "belongs in shared"),
        ({"shared": "sakana"}, "not a host name"),
        ({"sector": "fish"}, "sector fish"),
        ({"country": "Japan"}, "country Japan"),
        ({"verified": "https://sakana.example/"}, "verified"),
        ({"verified": "https://sakana.example/ 2026-13-01"}, "verified"),
        ({"verified": "sakana.example 2026-11-22"}, "verified"),
    ],
)
def test_each_mistake_is_told(changed: dict[str, str], told: str) -> None:
    (problem,) = read(table(row(**changed))).problems
    assert problem.line == 2
    assert told in problem.text.en
    assert problem.text.ja


@pytest.mark.parametrize(
    "changed",
    [
        {"domains": ".sakana.example news@provider.example"},
        {"domains": "gov.uk"},
        {"names": "三越"},
        {"names": "-", "whole": "S1"},
        {"shared": "gmail.com .sakana.example"},
        {"verified": "https://sakana.example/about?a=1 2026-11-22"},
    ],
)
def test_what_is_no_mistake(changed: dict[str, str]) -> None:
    assert read(table(row(**changed))).problems == ()


def test_what_stands_twice_is_told_with_the_other_line() -> None:
    other = row(names="Kujira", domains="kujira.example")
    told = [problem.text.en for problem in read(table(GOOD, other, row(id="kujira", names="ＫＵＪＩＲＡ"))).problems]
    assert told == ["id sakana stands in line 2 too", "ＫＵＪＩＲＡ stands in line 3 too"]


@pytest.mark.parametrize("text", ["", "# nothing\n", "id\tnames\n", "fish\n" + table(GOOD)])
def test_a_table_without_its_head_has_no_rows(text: str) -> None:
    found = read(text)
    assert (found.rows, len(found.problems)) == ((), 1)


@given(st.text(max_size=200) | st.text("\t\n;-.@ azAZ", max_size=200).map(lambda text: table() + "\n" + text))
def test_any_text(text: str) -> None:
    read(text)


def test_a_file_that_is_no_table_is_told(tmp_path: Path) -> None:
    file = tmp_path / "t.tsv"
    for octets, told in ((b"\xff\xfe", "not UTF-8"), (b"#" * (1 << 20) + b"##", "larger than 1 MiB")):
        file.write_bytes(octets)
        with pytest.raises(ValueError, match=told):
            of_file(str(file))


def test_own_rows_are_found_and_replace_a_row_of_the_same_id() -> None:
    own = OwnBrands("mine.tsv", (GOOD, row(id="amazon", names="Amazonas River Co", domains="amazonas.example")))
    assert [found.brand.id for found in namings("Sakana Works", own)] == ["sakana"]
    assert namings("Amazon", own) == []
    assert len(brands(own)) == len(brands()) + 1
    assert [found.brand.id for found in namings("Amazon")] == ["amazon"]


def test_a_table_does_not_leak_into_another_configuration() -> None:
    plain = gyotaku.Config()
    own = gyotaku.Config(brands=OwnBrands("mine.tsv", (GOOD,)))
    other = gyotaku.Config(brands=OwnBrands("mine.tsv", (row(domains="other.example"),)))
    for _ in range(2):
        assert [claim.brand for claim in gyotaku.dissect(MAIL, own).pretends_to_be] == ["sakana"]
        assert gyotaku.dissect(MAIL, plain).pretends_to_be == ()
        assert gyotaku.dissect(MAIL, other).pretends_to_be == ()  # the sender's own domain


def test_equal_configurations_share_what_was_read() -> None:
    one, two = OwnBrands("a.tsv", (row(),)), OwnBrands("a.tsv", (row(),))
    assert brands(one) is brands(two)
    assert brands() is brands(OwnBrands())
