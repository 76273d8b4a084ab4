"""A fixed number of broken mails, the same every run. More of them: `python -m tests.fuzz_dissect --seconds 600`."""

from __future__ import annotations

import pytest

import gyotaku
from tests import fuzz_dissect


@pytest.mark.parametrize("seed", range(6))
def test_broken_mails_are_dissected(seed: int) -> None:
    for number, mail in zip(range(100), fuzz_dissect.mails(seed), strict=False):
        fuzz_dissect.check(mail, number)


@pytest.mark.parametrize("number", range(len(fuzz_dissect.CLAIMS)))
def test_no_claim_below_our_own_line_helps(number: int) -> None:
    """Each mail meets a quarter of the claims, and each claim a quarter of the mails of every kind; all of them: `--claims`."""
    for mail in fuzz_dissect.SEEDS[number % 4 :: 4]:
        fuzz_dissect.check(mail, number)


def test_the_same_seed_yields_the_same_mails() -> None:
    first, second = (list(zip(range(20), fuzz_dissect.mails(3), strict=False)) for _ in range(2))
    assert first == second


def test_a_forged_clean_stamp_hides_no_stamp_that_accuses() -> None:
    """Found by fuzzing: only the first foreign stamp was told."""
    mail = b"Received: from a by b;\n\tMon, 1 Jan 2024 00:00:00 +0900\nX-Spam-Flag: %sYES\nFrom: a@a.example\n\ntext"
    for hidden in (b"", b"NO\nX-Spam-Flag: "):
        kinds = {finding.kind.id for finding in gyotaku.dissect(mail % hidden).findings}
        assert "stamped-elsewhere" in kinds
