"""Nothing in the tests may leave the machine: a socket that reaches beyond loopback ends the test."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import hypothesis
import pytest

# The same examples every time: what a run finds must not depend on luck. The long fuzz commands take other seeds.
hypothesis.settings.register_profile("fixed", derandomize=True, deadline=None)
hypothesis.settings.load_profile("fixed")


class ReachedTheNetwork(BaseException):
    """Not an Exception, so that no code under test can swallow it."""


def _is_loopback(host: object) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect, send_to = socket.socket.connect, socket.socket.sendto
    look_up = socket.getaddrinfo

    def guard(address: Any) -> None:
        if isinstance(address, tuple) and not _is_loopback(address[0]):
            raise ReachedTheNetwork(f"a test reached for {address!r}")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        guard(address)
        connect(self, address)

    def guarded_send_to(self: socket.socket, data: bytes, *rest: Any) -> int:
        guard(rest[-1])
        return send_to(self, data, *rest)

    def guarded_look_up(host: Any, *rest: Any, **options: Any) -> Any:
        guard((host, 0))
        return look_up(host, *rest, **options)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect)
    monkeypatch.setattr(socket.socket, "sendto", guarded_send_to)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)
