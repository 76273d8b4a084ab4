"""The verdict's word hangs on what a mail says and how it came, not on what redaction, archives and lists left in it.

On labelled mails that nobody here wrote, without list and filter traces, and with each change of `traces` made to them. Words
in pictures are not read: no change touches a picture.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache

import pytest
from tests.evaluation import traces
from tests.shared import require

import gyotaku
from gyotaku.evaluation.labels import Sample, Truth, samples
from gyotaku.evaluation.stripping import stripped
from gyotaku.mail.codes import reading
from gyotaku.model.configuration import Config
from gyotaku.model.report import VerdictWord

MAILS = 90


@pytest.fixture(autouse=True)
def _no_words_in_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "recognizer", lambda: None)


@cache
def mails() -> tuple[tuple[Sample, bytes], ...]:
    """The same mails in every run, two of three fraud."""
    found = [one for folder in ("mail", "ham_ja") for one in samples(require("corpora", folder))]
    draw = random.Random(20261122)  # noqa: S311 - to draw the same mails again, not to hide them
    fraud = draw.sample([one for one in found if one.truth is Truth.FRAUD], MAILS * 2 // 3)
    honest = draw.sample([one for one in found if one.truth is Truth.HONEST], MAILS // 3)
    return tuple((one, stripped(one.path.read_bytes())) for one in (*fraud, *honest))


@cache
def words() -> dict[str, VerdictWord]:
    return {one.name: word(raw) for one, raw in mails()}


def word(raw: bytes) -> VerdictWord:
    return gyotaku.dissect(raw, Config()).verdict.word


@pytest.mark.parametrize("change", traces.CHANGES, ids=lambda change: change.__name__)
def test_the_word_stays(change: Callable[[bytes], bytes]) -> None:
    changed = {one.name: change(raw) for one, raw in mails()}
    touched = [(one.name, changed[one.name]) for one, raw in mails() if changed[one.name] != raw]
    assert len(touched) >= MAILS // 10
    other = {name: (words()[name], now) for name, raw in touched if (now := word(raw)) is not words()[name]}
    assert other == {}
