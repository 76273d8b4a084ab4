"""A small Internet of web sites on loopback: many names, one server, and a log of all that reached it.

Names lead to addresses of the public Internet, which are looked at as in earnest; only the last step, the connection, is led to loopback.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from msgspec import Struct

ADDRESS = "93.184.215.14"
"""Stands for every server of this Internet; nothing is ever sent there."""
INNER_PORT = 8080
"""Of the server that stands for the reader's own network."""


class Asked(Struct, frozen=True):
    """One request that arrived."""

    host: str
    method: str
    path: str
    agent: str
    language: str
    body: bytes = b""


class Page(Struct, frozen=True):
    """What is answered to one request."""

    body: bytes = b""
    status: int = 200
    fields: Mapping[str, str] = {}
    endless: int = 0
    """So many octets of it, one piece after the other."""


Site = Callable[[Asked], Page]


def html(text: str, status: int = 200, **fields: str) -> Page:
    return Page(
        f"<!doctype html><html lang=ja><meta charset=utf-8>{text}".encode(),
        status,
        {
            "Content-Type": "text/html; charset=utf-8",
            **{name.replace("_", "-"): value for name, value in fields.items()},
        },
    )


def to(url: str, status: int = 302) -> Page:
    return Page(b"", status, {"Location": url})


class Web:
    """Sites by their names; `addresses` say where a name leads, one after the other where there are several."""

    def __init__(self, sites: Mapping[str, Site]) -> None:
        self.sites = dict(sites)
        self.log: list[Asked] = []
        self.dialled: list[tuple[str, int]] = []
        self.resolved: list[str] = []
        self.addresses: dict[str, list[tuple[str, ...]]] = {}
        self.port = 0
        self.tls_port = 0

    async def resolve(self, host: str) -> tuple[str, ...]:
        self.resolved.append(host)
        if host in self.addresses:
            given = self.addresses[host]
            return given.pop(0) if len(given) > 1 else given[0]
        return (ADDRESS,) if host in self.sites else ()

    async def dial(self, address: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        self.dialled.append((address, port))
        if address != ADDRESS:
            raise ConnectionRefusedError(address)
        return await asyncio.open_connection("127.0.0.1", self.tls_port if port == 443 else self.port)

    def asked(self, host: str) -> list[Asked]:
        return [one for one in self.log if one.host == host and one.path != "/favicon.ico"]


def _handler(web: Web) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def answer(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            host = self.headers.get("Host", "").partition(":")[0]
            asked = Asked(
                host, self.command, self.path, self.headers.get("User-Agent", ""),
                self.headers.get("Accept-Language", ""), self.rfile.read(length),
            )  # fmt: skip
            web.log.append(asked)
            site = web.sites.get(host)
            page = site(asked) if site and self.path != "/favicon.ico" else Page(b"nothing here", 404)
            try:
                self.send_response(page.status)
                for name, value in page.fields.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(page.endless or len(page.body)))
                self.end_headers()
                if page.endless:
                    piece = b" " * (1 << 16)
                    for _ in range(page.endless // len(piece)):
                        self.wfile.write(piece)
                else:
                    self.wfile.write(page.body)
            except OSError:
                self.close_connection = True

        do_GET = do_HEAD = do_POST = answer  # noqa: N815 - http.server's names

    return Handler


@contextmanager
def serving(
    sites: Mapping[str, Site], tls: Path | None = None, more: Callable[[Web], Mapping[str, Site]] | None = None
) -> Iterator[Web]:
    """`tls` is a folder for a certificate that no authority knows; left out, nobody listens for HTTPS. `more` are sites that know the server's port."""
    web = Web(sites)
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), _handler(web))]
    web.port = servers[0].server_port
    web.sites |= more(web) if more else {}
    if tls is not None:
        import ssl

        from tests.world.certificate import certificate

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate(tls, *sorted(web.sites)))
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(web))
        server.socket = context.wrap_socket(server.socket, server_side=True)
        servers.append(server)
        web.tls_port = server.server_port
    for server in servers:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield web
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
        time.sleep(0)
