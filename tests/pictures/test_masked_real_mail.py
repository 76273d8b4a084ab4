"""A few pictures of real mail with a planted recipient, read back; `python -m tests.masked_pictures` draws all of them."""

from __future__ import annotations

from tests.browser.here import browser_here
from tests.masked_pictures import drawn

MAILS = 8


def test_no_recipient_is_read_in_a_picture() -> None:
    browser_here()
    made = list(drawn(MAILS))
    assert len(made) == MAILS
    assert [one for one in made if one.leaks] == []
    assert sum(not one.absent for one in made) >= MAILS - 2
