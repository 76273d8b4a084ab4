"""Parameters of MIME fields: RFC 2045, RFC 2231 and what is written instead."""

from __future__ import annotations

import email.utils

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyotaku.mail.parameters import parse_parameters


def parsed(value: str) -> tuple[dict[str, str], set[str]]:
    notes: set[str] = set()
    return parse_parameters(value, lambda id_, _detail: notes.add(id_)), notes


@pytest.mark.parametrize(
    ("value", "parameters"),
    [
        ("text/plain", {}),
        ("text/plain; charset=utf-8", {"charset": "utf-8"}),
        ('text/plain; CHARSET="utf-8"', {"charset": "utf-8"}),
        ("text/plain; charset=us-ascii (Plain text)", {"charset": "us-ascii"}),
        ("text/plain; charset = utf-8 ; format=flowed", {"charset": "utf-8", "format": "flowed"}),
        ("text/plain;charset=utf-8;;format=flowed;", {"charset": "utf-8", "format": "flowed"}),
        (r'a/b; name="say \"hi\" \\ there"', {"name": 'say "hi" \\ there'}),
        ('a/b; name="a; charset=x"', {"name": "a; charset=x"}),
        ("a/b; name=report (1).pdf", {"name": "report (1).pdf"}),
        ("multipart/mixed; boundary==_a=b", {"boundary": "=_a=b"}),
        ("a; filename*=utf-8'ja'%E9%AD%9A.pdf", {"filename": "魚.pdf"}),
        ("a; filename*=''%61.pdf", {"filename": "a.pdf"}),
        ('a; filename*0=first; filename*1=" second"', {"filename": "first second"}),
        ("a; filename*1=second; filename*0=first-", {"filename": "first-second"}),
        ("a; filename*0*=utf-8''%E9%AD; filename*1*=%9A; filename*2=\"%41\"", {"filename": "魚%41"}),
        ("a; filename=x.pdf; filename*=utf-8''%E9%AD%9A", {"filename": "魚"}),
        ('a; filename="=?utf-8?B?6a2a?=.pdf"', {"filename": "魚.pdf"}),
        ('a; filename="=?utf-8?B?6a?= =?utf-8?B?2a?="', {"filename": "魚"}),
        ("a; filename*=iso-2022-jp''%1B%24B5%7B%1B%28B", {"filename": "魚"}),
        ("a; filename*=shift_jis''%8B%9B", {"filename": "魚"}),
    ],
)
def test_parameters(value: str, parameters: dict[str, str]) -> None:
    assert parsed(value)[0] == parameters


@pytest.mark.parametrize(
    ("value", "parameters", "note"),
    [
        ('a; name="never closed; charset=x', {"name": "never closed", "charset": "x"}, "bad-parameter"),
        ("a; name=x; name=y", {"name": "x"}, "duplicate-parameter"),
        ("a; name*0=x; name*2=y", {"name": "xy"}, "bad-parameter"),
        ("a; name*=no-quotes", {"name": "no-quotes"}, "bad-parameter"),
        ("a; name*=no-such''%C3%A9", {"name": "é"}, "unknown-charset"),
    ],
)
def test_broken_parameters_are_read_and_stated(value: str, parameters: dict[str, str], note: str) -> None:
    found, notes = parsed(value)
    assert (found, note in notes) == (parameters, True)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40))
def test_what_the_standard_library_encodes_comes_back(name: str) -> None:
    value = f"a; filename*={email.utils.encode_rfc2231(name, 'utf-8')}"
    assert parsed(value)[0] == {"filename": name}


@given(st.text(";=\"\\*0123' %éa()?", max_size=80))
def test_nothing_raises(value: str) -> None:
    parsed("a;" + value)
