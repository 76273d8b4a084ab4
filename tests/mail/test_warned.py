"""A text warns of a link where its own sentence says not to open it."""

import pytest

from gyotaku.facts import Facts
from gyotaku.mail import message
from gyotaku.mail.facts.links import Links
from gyotaku.mail.links.warned import warned_of
from gyotaku.model.configuration import Config
from gyotaku.registry import plan


def warned(text: str) -> bool:
    made = b"From: a@tsubame-mail.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text.encode()
    links = Facts(plan().makers, message.read(made), Config()).get(Links)
    return any(warned_of(link, [text]) for link in links)


@pytest.mark.parametrize(
    "text",
    [
        "http://amazon-login.kzv.example/ は絶対に開かないでください。",
        "次のリンクを開かないでください： http://amazon-login.kzv.example/",
        "Do not open http://amazon-login.kzv.example/ at all.",
        "Please don't click this link: http://amazon-login.kzv.example/",
    ],
)
def test_a_link_is_warned_of(text: str) -> None:
    assert warned(text)


@pytest.mark.parametrize(
    "text",
    [
        "Do not open other mails. Verify: http://amazon-login.kzv.example/",
        "他のメールは開かないでください。確認はこちら http://amazon-login.kzv.example/",
        "http://amazon-login.kzv.example/ で確認してください。他のメールは開かないでください。",
        "http://amazon-login.kzv.example/",
    ],
)
def test_a_warning_of_something_else_is_none_of_the_link(text: str) -> None:
    assert not warned(text)
