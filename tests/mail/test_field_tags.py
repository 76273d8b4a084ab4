"""A tag is quoted where it stands, whatever its field looks like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyotaku.mail.field_tags import quote_tag
from gyotaku.mail.message import read
from gyotaku.model.evidence import Principal


@pytest.mark.parametrize(
    ("written", "name", "quote"),
    [
        ("v=1; d=a.example; s=x", "d", "d=a.example"),
        ("v=1;\r\n\td = a.example ;s=x", "d", "d = a.example"),
        ("i=@d=b.example; d=a.example", "d", "d=a.example"),
        ("v=1; s=x", "d", "v=1; s=x"),
        ("d", "d", "d"),
        ("h=" + "from:" * 200, "h", ("h=" + "from:" * 200)[:400]),
    ],
)
def test_quotes(written: str, name: str, quote: str) -> None:
    (field,) = read(f"DKIM-Signature: {written}\r\n\r\n".encode()).headers.all("DKIM-Signature")
    evidence = quote_tag(field, name, Principal.SENDER)
    assert evidence.quote == quote
    assert evidence.span is not None
    assert field.text[evidence.span.start : evidence.span.end] == quote


@given(st.text(max_size=60), st.sampled_from(["d", "l", "h", ""]))
def test_any_field_is_quoted_within_its_text(written: str, name: str) -> None:
    raw = b"DKIM-Signature: " + written.encode("utf-8", "replace").replace(b"\n", b" ") + b"\r\n\r\n"
    for field in read(raw).headers.all("DKIM-Signature"):
        evidence = quote_tag(field, name, Principal.SENDER)
        assert evidence.span is not None
        assert field.text[evidence.span.start : evidence.span.end] == evidence.quote
