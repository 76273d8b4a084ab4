"""A WHOIS server on loopback that says what a world's `registration` table says, in its registry's form, and can be made to misbehave.

A row with `registry = "JPRS"` is told in the form of JPRS, in ISO-2022-JP; one with `form = "whois-gtld"` in ICANN's; all
others are not here. `network` rows are told in the form of RIPE.
"""

from __future__ import annotations

import ipaddress
import socketserver
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Thread
from typing import Any

_ORGANIZATIONAL = ("ac", "ad", "co", "ed", "go", "gr", "lg", "ne", "or")


class WhoisServer:
    """`faults` are by the line asked for (`""` fits all); `asked` has every line, in order; `texts` are told as they are."""

    def __init__(self, world: Mapping[str, Any]) -> None:
        self.world = world
        self.faults: dict[str, str] = {}
        self.texts: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.stopping = False
        server = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                line = self.rfile.readline(1000).decode("utf-8", "replace").strip()
                server.asked.append(line)
                try:
                    server.answer(line, self.wfile)
                except (BrokenPipeError, ConnectionResetError):
                    return

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self) -> None:
        self.stopping = True
        self._server.shutdown()
        self._server.server_close()

    def answer(self, line: str, out: Any) -> None:
        fault = next((fault for piece, fault in self.faults.items() if piece in line), "")
        name, _, value = fault.partition("=")
        text = self._text(line)
        match name:
            case "delay":
                self._sleep(float(value))
            case "never-closes":
                out.write(text)
                out.flush()
                self._sleep(60)
                return
            case "half":
                out.write(text[: len(text) // 2])
                out.flush()
                self._sleep(60)
                return
            case "endless":
                while not self.stopping:
                    out.write(b"nothing: of the kind\r\n" * 1000)
            case "garbage":
                text = bytes(range(256)) * 20
            case "empty":
                text = b""
        out.write(text)

    def _text(self, line: str) -> bytes:
        if line in self.texts:
            return self.texts[line]
        text = text_of(self.world, line)
        return text.encode("iso2022_jp" if "[" in text else "utf-8")

    def _sleep(self, seconds: float) -> None:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends and not self.stopping:
            time.sleep(0.02)


def text_of(world: Mapping[str, Any], line: str) -> str:
    """The answer to a line."""
    name, _, form = line.partition("/")
    row = world.get("registration", {}).get(name)
    if row is not None and row.get("registry") == "JPRS":
        return jprs(name, row, english=form == "e")
    if row is not None and row.get("form") == "whois-gtld":
        return gtld(name, row)
    if name.endswith(".jp"):
        return "No match!!\r\n"
    return network(name, world.get("network", {})) or f'No match for "{name.upper()}".\r\n'


def jprs(name: str, row: Mapping[str, Any], *, english: bool) -> str:
    """Organizational-type names have lettered lines and a kind of organization; general-use ones a registrant and a contact."""
    lines = ["[ JPRS database provides information on network administration. Its use is    ]",
             "[ restricted to network administration purposes.                             ]", ""]  # fmt: skip
    ja, en = row.get("organization_ja", ""), row.get("registrant_organization", "")
    if len(name.split(".")) == 3 and name.split(".")[1] in _ORGANIZATIONAL:
        lines += ["Domain Information:" if english else "Domain Information: [ドメイン情報]"]
        lines += [_line("a", "Domain Name" if english else "ドメイン名", name.upper())]
        lines += [] if english else [_line("e", "そしきめい", ""), _line("f", "組織名", ja)]
        lines += [_line("g", "Organization", en), _line("l", "Organization Type", row.get("organization_type", ""))]
        lines += [
            _line("p", "Name Server" if english else "ネームサーバ", host) for host in row.get("name_servers", ())
        ]
        lines += [f"{'[State]' if english else '[状態]':<32}Connected (2030/03/31)"]
        dates = (("Registered Date", "登録年月日", "created"), ("Last Update", "最終更新", "updated"))
    else:
        lines += ["Domain Information:" if english else "Domain Information: [ドメイン情報]"]
        lines += [f"{'[Domain Name]':<32}{name.upper()}", ""]
        lines += [] if english else [f"{'[登録者名]':<32}{ja}"]
        lines += [f"{'[Registrant]':<32}{en}", ""]
        lines += [f"{'[Name Server]':<32}{host}" for host in row.get("name_servers", ())]
        lines += [f"{'[Status]' if english else '[状態]':<32}Active"]
        dates = (("Created on", "登録年月日", "created"), ("Last Updated", "最終更新", "updated"))
    for plain, japanese, key in dates:
        if key in row:
            day = row[key].strftime("%Y/%m/%d") + (" 01:05:09 (JST)" if key == "updated" else "")
            lines += [f"{f'[{plain if english else japanese}]':<32}{day}"]
    return "\r\n".join(lines) + "\r\n\r\n"


def _line(letter: str, key: str, value: str) -> str:
    return f"{f'{letter}. [{key}]':<32}{value}"


def gtld(name: str, row: Mapping[str, Any]) -> str:
    """ICANN's form."""
    told = {
        "Domain Name": name.upper(),
        "Registrar WHOIS Server": row.get("registrar_server", ""),
        "Creation Date": f"{row['created']}T00:00:00Z" if "created" in row else "",
        "Registrar": row.get("registrar", ""),
        "Domain Status": "clientTransferProhibited https://icann.org/epp#clientTransferProhibited",
        "Registrant Name": row.get("registrant_name", ""),
        "Registrant Organization": row.get("registrant_organization", ""),
        "Registrant State/Province": row.get("registrant_state", ""),
        "Registrant Country": row.get("registrant_country", ""),
        "Name Server": next(iter(row.get("name_servers", ())), ""),
    }
    lines = [f"{key}: {value}" for key, value in told.items()]
    return "\r\n".join([*lines, ">>> Last update of WHOIS database: 2026-01-01T00:00:00Z <<<", "", "Be good.", ""])


def network(address: str, networks: Mapping[str, Mapping[str, Any]]) -> str:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    for prefix, row in networks.items():
        here = ipaddress.ip_network(prefix)
        if ip.version == here.version and ip in here:
            text = f"% Abuse contact for '{here[0]} - {here[-1]}' is '{row.get('abuse', '')}'\n\n"
            text += (
                f"inetnum: {here[0]} - {here[-1]}\nnetname: {row.get('name', '')}\ncountry: {row.get('country', '')}\n"
            )
            text += f"org: ORG-1\n\norganisation: ORG-1\norg-name: {row.get('organization', '')}\n"
            return text
    return ""


@contextmanager
def serving(world: Mapping[str, Any]) -> Iterator[WhoisServer]:
    server = WhoisServer(world)
    server.start()
    try:
        yield server
    finally:
        server.stop()
