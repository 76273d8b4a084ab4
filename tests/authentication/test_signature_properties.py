"""Whatever stands in a mail or a key record: a result, no exception, bounded questions."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyotaku.authentication import arc, canonical, dkim
from gyotaku.authentication.canonical import relaxed_body, relaxed_field, simple_body
from gyotaku.authentication.tag_list import parse
from gyotaku.model.asks import Answer, Ask, Outcome
from tests.ask import World, answered
from tests.authentication.generated import NAME, PLAIN, SEALER
from tests.authentication.judging import chain, judged
from tests.authentication.keys import record, rsa_key
from tests.authentication.signer import add_set, canonical_body, canonical_field, sign

KEY = rsa_key(1024)
SIGNED = add_set(add_set(sign(PLAIN, KEY), 1, KEY), 2, KEY)
WORLD = {NAME: {"TXT": [record(KEY)]}, SEALER: {"TXT": [record(KEY)]}}
octets = st.lists(st.sampled_from([b"\r\n", b"\n", b"\r", b" ", b"\t", b"  ", b"a", b"\x0b", b"\x00", b"\xe5"])).map(
    b"".join
)
pieces = st.sampled_from(
    [b"", b";", b"=", b"; ;", b"b=", b" b=;", b"i=0;", b"i=51;", b"h=", b"l=99999999999999999999", b"x=1", b"\r\n ", b"\n", b"\r",
     b"\x00", b"\xff", b"DKIM-Signature: ", b"ARC-Seal: i=1;", b"\r\n\r\n", b":", b"From: ", b"d=\xe3\x81\x82.example;", b"(" * 50]
)  # fmt: skip


@settings(max_examples=1000)
@given(octets)
def test_bodies_are_made_canonical_as_line_by_line(body: bytes) -> None:
    assert simple_body(body) == canonical_body(body, "simple")
    assert relaxed_body(body) == canonical_body(body, "relaxed")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(canonical, "LARGE", 0)
        assert relaxed_body(body) == canonical_body(body, "relaxed")


@given(octets)
def test_fields_are_made_canonical_as_character_by_character(value: bytes) -> None:
    # A field is folded by CRLF and a blank; no other CRLF is in it.
    value = re.sub(rb"\r\n(?![ \t])", b"", value)
    while (folded := re.sub(rb"\r\n(?![ \t])", b"", value)) != value:
        value = folded
    assert relaxed_field(b"Name \t: " + value) + b"\r\n" == canonical_field(b"Name \t: " + value + b"\r\n", "relaxed")


@settings(max_examples=300)
@given(st.lists(st.tuples(st.integers(0, len(SIGNED)), st.integers(0, 30), pieces), max_size=6))
def test_any_damage_ends_in_a_result(edits: list[tuple[int, int, bytes]]) -> None:
    raw = SIGNED
    for at, length, piece in edits:
        raw = raw[:at] + piece + raw[at + length :]
    world = World(WORLD)
    result = judged(raw, world)
    assert len(result.signatures) <= dkim.MOST_SIGNATURES
    assert len(chain(raw, world).sets) <= arc.MOST_SETS
    assert len(world.asked) <= dkim.MOST_SIGNATURES + 2 * arc.MOST_SETS


@given(st.binary(max_size=300))
def test_any_octets_end_in_a_result(raw: bytes) -> None:
    for octets in (raw, b"DKIM-Signature:" + raw, b"ARC-Seal: i=1;" + raw + SIGNED):
        judged(octets, World({}))
        chain(octets, World({}))


@settings(max_examples=300)
@given(st.lists(st.text(st.characters(max_codepoint=255), max_size=80), max_size=4), st.booleans())
def test_any_key_record_ends_in_a_result(records: list[str], prefixed: bool) -> None:
    texts = [f"v=DKIM1; k=rsa; p={text}" if prefixed else text for text in records]
    world = World({NAME: {"TXT": texts}, SEALER: {"TXT": texts}})
    assert not any(one.passed for one in judged(SIGNED, world).signatures)
    chain(SIGNED, world)


@given(st.sampled_from(list(Outcome)), st.lists(st.text(max_size=20), max_size=2))
def test_any_outcome_of_an_ask_ends_in_a_result(outcome: Outcome, records: list[str]) -> None:
    def answer(ask: Ask) -> Answer:
        return answered(ask, outcome, records)

    judged(SIGNED, answer)
    chain(SIGNED, answer)


@given(st.text(max_size=60))
def test_tag_lists_are_read_or_faulted(text: str) -> None:
    listed = parse(text)
    assert listed.fault or listed.tags
