"""An RDAP server on loopback that says what a world's `registration` and `network` tables say, and can be made to misbehave.

[registration."example.com"]        # as in the founding cases' world.toml
registrant_organization = "..."     # or organization_ja; registrant_name, _state, _country, _city
created = 2020-01-02                # also updated, expires; registrar, name_servers, status, abuse; optional
form = "rdap"                       # "thin": the holder is told by the registrar's part of this server alone
[network."203.0.113.0/24"]
name = "..."                        # organization, country, abuse, asn
"""

from __future__ import annotations

import gzip
import ipaddress
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


class RdapServer:
    """`faults` are by a piece of the path (`""` fits all); `asked` has every path that was asked for, in order."""

    def __init__(self, world: Mapping[str, Any]) -> None:
        self.world = world
        self.faults: dict[str, str] = {}
        self.headers: dict[str, str] = {"Cache-Control": "max-age=7200"}
        self.asked: list[str] = []
        self.seen: list[dict[str, str]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"owner": self}))
        self._server.daemon_threads = True
        self.stopping = False

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self) -> None:
        self.stopping = True
        self._server.shutdown()
        self._server.server_close()

    def fault(self, path: str) -> str:
        return next((fault for piece, fault in self.faults.items() if piece in path), "")

    def object(self, path: str) -> dict[str, Any] | None:
        return told_of(self.world, path, self.base)


def told_of(world: Mapping[str, Any], path: str, base: str) -> dict[str, Any] | None:
    """The answer to a path; None where there is none."""
    parts = path.strip("/").split("/")
    if parts[-2:-1] == ["domain"]:
        row = world.get("registration", {}).get(parts[-1])
        told_elsewhere = row is None or row.get("registry") == "JPRS" or row.get("form", "rdap") not in {"rdap", "thin"}
        return None if told_elsewhere else domain(parts[-1], row, base, registrar="registrar" in parts)
    if parts[-2:-1] == ["ip"]:
        ip = ipaddress.ip_address(parts[-1])
        for prefix, row in world.get("network", {}).items():
            network = ipaddress.ip_network(prefix)
            if ip.version == network.version and ip in network:
                return network_object(network, row)
    return None


def domain(name: str, row: Mapping[str, Any], base: str, *, registrar: bool = False) -> dict[str, Any]:
    thin = row.get("form") == "thin"
    entities = []
    if registrar or not thin:
        entities.append(_registrant(row))
    if row.get("registrar"):
        entities.append(
            {
                "objectClassName": "entity",
                "roles": ["registrar"],
                "vcardArray": _card(fn=row["registrar"]),
                "entities": [{"roles": ["abuse"], "vcardArray": _card(fn="", email=row.get("abuse", ""))}],
            }
        )
    told: dict[str, Any] = {
        "objectClassName": "domain",
        "ldhName": name.upper() if thin else name,
        "status": row.get("status", ["active"]),
        "entities": entities,
        "events": [
            {"eventAction": action, "eventDate": _moment(row[key])}
            for action, key in (("registration", "created"), ("last changed", "updated"), ("expiration", "expires"))
            if key in row
        ],
        "nameservers": [{"objectClassName": "nameserver", "ldhName": host} for host in row.get("name_servers", ())],
    }
    if thin and not registrar:
        href = f"{base}registrar/domain/{name}"
        told["links"] = [{"rel": "related", "type": "application/rdap+json", "href": href}]
    return told


def _registrant(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "objectClassName": "entity",
        "roles": ["registrant"],
        "vcardArray": _card(
            fn=row.get("registrant_name", ""),
            org=row.get("registrant_organization", row.get("organization_ja", "")),
            adr=[row.get("registrant_city", ""), row.get("registrant_state", ""), row.get("registrant_country", "")],
            email=row.get("registrant_email", ""),
        ),
    }


def _card(*, fn: str, org: str = "", adr: list[str] | None = None, email: str = "") -> list[Any]:
    rows: list[list[Any]] = [["version", {}, "text", "4.0"], ["fn", {}, "text", fn]]
    if org:
        rows.append(["org", {}, "text", org])
    if adr:
        rows.append(
            ["adr", {"cc": adr[2]} if len(adr[2]) == 2 else {}, "text", ["", "", "", adr[0], adr[1], "", adr[2]]]
        )
    if email:
        rows.append(["email", {}, "text", email])
    return ["vcard", rows]


def network_object(network: Any, row: Mapping[str, Any]) -> dict[str, Any]:
    abuse = [{"roles": ["abuse"], "vcardArray": _card(fn="Abuse", email=row["abuse"])}] if "abuse" in row else []
    return {
        "objectClassName": "ip network",
        "startAddress": str(network[0]),
        "endAddress": str(network[-1]),
        "ipVersion": f"v{network.version}",
        "name": row.get("name", "NET"),
        "country": row.get("country", ""),
        "cidr0_cidrs": [{f"v{network.version}prefix": str(network[0]), "length": network.prefixlen}],
        "entities": [{"roles": ["registrant"], "vcardArray": _card(fn=row.get("organization", "")), "entities": abuse}],
    } | ({"arin_originas0_originautnums": [row["asn"]]} if "asn" in row else {})


def _moment(value: Any) -> str:
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return text if "T" in text else text + "T00:00:00Z"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    owner: RdapServer

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        self.owner.asked.append(self.path)
        self.owner.seen.append({name.lower(): value for name, value in self.headers.items()})
        name, _, value = self.owner.fault(self.path).partition("=")
        try:
            getattr(self, "_" + (name or "usual").replace("-", "_"))(value)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _usual(self, _: str = "") -> None:
        body = self._body()
        if body is None:
            self._send(404, b'{"errorCode": 404, "title": "Not Found"}', {"Content-Type": "application/rdap+json"})
        else:
            self._send(200, body, {"Content-Type": "application/rdap+json", **self.owner.headers})

    def _redirect(self, place: str) -> None:
        self._send(302, b"", {"Location": place})

    def _redirect_for_ever(self, _: str) -> None:
        self._send(302, b"", {"Location": f"/round{len(self.owner.asked)}{self.path}"})

    def _delay(self, seconds: str) -> None:
        ends = time.monotonic() + float(seconds)
        while time.monotonic() < ends and not self.owner.stopping:
            time.sleep(0.02)
        self._usual()

    def _status(self, status: str) -> None:
        self._send(int(status), b"no", {"Retry-After": "30", "Content-Type": "text/plain"})

    def _text(self, body: str) -> None:
        self._send(200, body.encode(), {"Content-Type": "application/rdap+json"})

    def _html(self, status: str) -> None:
        self._send(int(status), b"<html>Welcome</html>", {"Content-Type": "text/html"})

    def _truncated(self, _: str) -> None:
        body = self._body() or b"{}"
        self._send(200, body[: len(body) // 2], {})

    def _cut(self, _: str) -> None:
        self._send(200, b"{", {"Content-Length": "5000"}, length=False)
        self.close_connection = True

    def _bomb(self, _: str) -> None:
        self._send(200, gzip.compress(b" " * 50_000_000), {"Content-Encoding": "gzip"})

    def _gzip(self, _: str) -> None:
        self._send(200, gzip.compress(self._body() or b"{}"), {"Content-Encoding": "gzip"})

    def _endless(self, _: str) -> None:
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        while not self.owner.stopping:
            self.wfile.write(b" " * 65_536)

    def _body(self) -> bytes | None:
        told = self.owner.object(self.path)
        return None if told is None else json.dumps(told, ensure_ascii=False).encode()

    def _send(self, status: int, body: bytes, headers: Mapping[str, str], *, length: bool = True) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if length:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(world: Mapping[str, Any]) -> Iterator[RdapServer]:
    server = RdapServer(world)
    server.start()
    try:
        yield server
    finally:
        server.stop()
