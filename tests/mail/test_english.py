"""Forms that English grammar does not have, and their neighbours that it has."""

from __future__ import annotations

import pytest

from gyotaku.mail.english import faults


@pytest.mark.parametrize(
    ("text", "fault", "natural"),
    [
        ("your account has been suspend due to it", "has been suspend", "has been suspended"),
        ("you are request to confirm it", "are request", "are requested"),
        ("the card will be charge from your bank", "will be charge", "will be charged"),
        ("mailboxes will lost their mails", "will lost", "will be lost / will lose"),
        ("we did not received it", "did not received", "did not receive"),
        ("failed to verified your card", "failed to verified", "failed to verify"),
        ("we are detected an error", "we are detected an", "we have detected an"),
        ("we regularly screens it", "we regularly screens", "we screens"),
        ("all wallets has moved", "all wallets has", "all wallets have / are"),
        ("it was an unusual activities.", "an unusual activities", "(no an) unusual activities"),
        ("within 24 hour from now", "within 24 hour", "within 24 hours"),
        ("one of our customer has asked", "one of our customer", "one of our customers"),
        ("look forward to hear from you", "look forward to hear", "look forward to hearing"),
        ("please contact to us", "contact to us", "contact us"),
        ("your 3 digits code", "3 digits code", "3-digit code"),
    ],
)
def test_faults(text: str, fault: str, natural: str) -> None:
    assert (fault, natural) in [(text[one.start : one.end], one.natural) for one in faults(text)]


@pytest.mark.parametrize(
    "text",
    [
        "your account has been suspended due to it",
        "you asked for it, and there is need to act",
        "we did not lose it",
        "it will close on friday",
        "we have detected an error, and we were notified",
        "one of all wallets has moved",
        "the activities of an unusual day",
        "a 24 hour service",
        "one of our customers has asked",
        "they result in work, and the results to your question are here",
        "look forward to hearing from you",
        "the door is open to all, and the work is complete",
        "a five digit code",
        "",
    ],
)
def test_right_forms(text: str) -> None:
    assert [text[one.start : one.end] for one in faults(text)] == []
