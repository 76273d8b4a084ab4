"""A fixed number of broken mails, the same every run. More of them: `python -m tests.mail.fuzz --seconds 600`."""

from __future__ import annotations

from itertools import islice

import pytest
from tests.mail import fuzz


@pytest.mark.parametrize("seed", range(8))
def test_broken_mails_are_read(seed: int) -> None:
    for mail in islice(fuzz.mails(seed), 250):
        fuzz.check(mail)


@pytest.mark.parametrize("mail", fuzz.SEEDS)
def test_every_beginning_of_a_mail_is_read(mail: bytes) -> None:
    for length in range(0, len(mail), 3):
        fuzz.check(mail[:length])


def test_the_seeds_are_no_trivial_mails() -> None:
    mails = set(islice(fuzz.mails(1), 200))
    assert len(mails) > 190
