"""The list of look-ups: it opens no connection, and what is asked first stands in it."""

from __future__ import annotations

import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import gyotaku
from gyotaku.dissection import questions_of
from gyotaku.lookup.opening import open_session
from gyotaku.lookup.preview import planned
from gyotaku.lookup.session import Session
from gyotaku.mail.given import Mail
from gyotaku.model.answers import Permission
from gyotaku.model.asks import Answer, Ask, Outcome
from gyotaku.model.configuration import Config
from tests.lookup.test_hostile_world import mail
from tests.world import NOW

ONLINE = frozenset({Permission.DNS, Permission.REGISTRATION, Permission.SITE})
CONFIG = Config(own_domains=("reader.example",), trusted_hosts=("mx.reader.example",), online=ONLINE)
SIGNED = (
    b"DKIM-Signature: v=1; a=rsa-sha256; d=signer.example; s=s1; h=from; bh=AAAA; b=AAAA\r\n"
    b"ARC-Seal: i=1; a=rsa-sha256; d=sealer.example; s=s2; cv=none; b=AAAA\r\n"
    b"ARC-Message-Signature: i=1; a=rsa-sha256; d=sealer.example; s=s2; h=from; bh=AAAA; b=AAAA\r\n"
    b"ARC-Authentication-Results: i=1; sealer.example; spf=pass\r\n"
)
MAILS = {
    "plain": mail(),
    "links": mail(body="https://www.a.com/x https://b.co.jp/ http://192.0.2.9/ https://c.example.org/"),
    "signed": SIGNED + mail(),
    "global address": mail(address="93.184.216.34"),
    "odd names": mail(sender="xn--a.\udcff\udcfe".encode("utf-8", "surrogateescape").decode("latin-1") + ".example"),
    "a name too long": mail(sender="x" * 70 + ".example", body="https://" + "y" * 80 + ".com/"),
    "spaces and escapes": mail(sender="a\\046b.example", body="https://a%0d%0ab.com/ https://[::ffff:10.0.0.1]/"),
}


class Silent:
    """Says nothing, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Ask] = []

    def whom(self, ask: Ask) -> str:
        return "nobody"

    async def ask(self, ask: Ask, within: float) -> Answer:
        self.asked.append(ask)
        return Answer(ask=ask, outcome=Outcome.FAILED, time=NOW, expires=NOW + timedelta(0), by="nobody")


def _no_socket(*_: Any, **__: Any) -> Any:
    raise AssertionError("a socket was opened")


@pytest.mark.parametrize("name", MAILS)
def test_the_list_opens_nothing_and_holds_what_is_asked(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = MAILS[name]
    with monkeypatch.context() as patched:
        patched.setattr(socket.socket, "__init__", _no_socket)
        patched.setattr(socket, "getaddrinfo", _no_socket)
        with open_session(Config(answers=str(tmp_path / "a.sqlite"))) as session:
            listed = {ask for one in planned(questions_of(Mail("-", raw), CONFIG), session) for ask, _, _ in one.asks}
    silent = Silent()
    with Session({"dns": silent, "rdap": silent, "whois": silent, "site": silent}, now=lambda: NOW) as session:
        gyotaku.dissect(raw, CONFIG, session=session)
    # Where a first server fails, the next is asked: RDAP and then WHOIS. Whatever else comes must be listed.
    led_to = {ask for ask in silent.asked if ask.source == "whois"}
    assert set(silent.asked) - led_to <= listed
    assert listed - set(silent.asked) == set()
