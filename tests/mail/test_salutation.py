"""Greetings of any text are read without an error."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gyotaku.facts import Facts
from gyotaku.mail import message
from gyotaku.mail.facts.salutation import Greeting, Salutation
from gyotaku.model.configuration import Config
from gyotaku.registry import plan


def read(text: str) -> Salutation:
    raw = (
        b"From: info@tsubame-mail.example\r\nTo: aoki@sakuramachi.example\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + text.encode("utf-8", "replace")
    )
    return Facts(plan().makers, message.read(raw), Config()).get(Salutation)


@given(st.text(alphabet=st.sampled_from(' \t\n\x0b\x0c\x1c\x85\xa0\u2003\u3000>*"a,様お客Dear@.'), max_size=60))
@example("\u2003\nDear Customer,")
@example("\x0b")
def test_never_raises(text: str) -> None:
    read(text)


@pytest.mark.parametrize("space", [" ", "\t", "\xa0", "\u2003"])
def test_any_white_space_parts_words(space: str) -> None:
    assert read(f"Dear{space}Customer,\n\nyour plan ends.\n").greeting is Greeting.ANYBODY
