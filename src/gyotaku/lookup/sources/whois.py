"""WHOIS (RFC 3912): one line is sent, and text comes back until the server closes.

The ask's subject is `whois://server[:port]/line`, the line percent-encoded: server and line together are its identity.
The protocol has no length and no mark of an end. Where a server does not close in time, what came so far counts only if it
bears the end mark that registries after ICANN's form write; else a missing line could pass for one that was never there.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from urllib.parse import unquote, urlsplit

from gyotaku.data.tables import table
from gyotaku.lookup.sources.guard import Guard, Refused, Resolve, asked_by, place
from gyotaku.model.asks import Answer, Ask, Outcome
from gyotaku.model.configuration import Config

PORT = 43
_PORTS = frozenset((PORT, 4321))
"""WHOIS, and RWhois (RFC 2167), to which regional registries refer."""
LARGEST = 256 * 1024
"""Octets of an answer. Beyond, it is none."""
_FIRST_LINES = 40
_MARKS = " \t%#;*>-"
_HOLDER = (
    "registrant",
    "holder",
    "owner",
    "org",
    "person",
    "name:",
    "descr",
    "contact",
    "[登録者名]",
    "f. [",
    "e. [",
    "등록인",
)
_END = re.compile(rb"^>>> .{0,200}?<<<", re.MULTILINE)
_LINE = re.compile(r"[^\x00-\x1f\x7f]{1,300}")
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


class WhoisSource:
    """Asks `Ask("whois", "domain" or "ip", "whois://server/line")`. Failures are not kept; `nothing` holds for an hour."""

    def __init__(self, config: Config, now: Callable[[], datetime], resolve: Resolve | None = None) -> None:
        self._guard = Guard(_named(config), resolve or asked_by(config.dns_servers), _PORTS)
        self._now = now

    def whom(self, ask: Ask) -> str:
        """The server that would be asked, before any redirect."""
        return f"WHOIS {ask.of.split('/')[2]}" if ask.of.count("/") > 2 else "WHOIS"

    async def ask(self, ask: Ask, within: float) -> Answer:
        outcome, detail, text = await self._get(ask.of, within)
        now = self._now()
        kept = {Outcome.FOUND: _DAY, Outcome.NOTHING: _HOUR}.get(outcome, timedelta(0))
        records = (text,) if outcome is Outcome.FOUND else ()
        by = ask.of.rpartition("/")[0]
        return Answer(ask=ask, outcome=outcome, time=now, expires=now + kept, by=by, records=records, detail=detail)

    async def _get(self, subject: str, within: float) -> tuple[Outcome, str, str]:
        came = bytearray()
        try:
            host, port, line = _parts(subject)
            async with asyncio.timeout(within):
                closed = await self._talk(host, port, line, came)
        except TimeoutError:
            if not _END.search(came):
                return Outcome.LATE, f"no whole answer within {within:g} s", ""
            closed = True
        except Refused as refused:
            return Outcome.NOT_ASKED, str(refused), ""
        except (OSError, ValueError) as error:
            return Outcome.FAILED, f"{type(error).__name__}: {error}"[:200], ""
        if not closed:
            return Outcome.FAILED, f"more than {LARGEST} octets", ""
        return judged(decoded(bytes(came)))

    async def _talk(self, host: str, port: int, line: str, came: bytearray) -> bool:
        """True when the server closed, False when it says too much."""
        failed: OSError | None = None
        for address in await self._guard.addresses(host, port):
            try:
                reader, writer = await asyncio.open_connection(address, port)
            except OSError as error:
                failed = error
                continue
            try:
                writer.write(line.encode("utf-8") + b"\r\n")
                while len(came) <= LARGEST:
                    piece = await reader.read(16_384)
                    if not piece:
                        return True
                    came += piece
                return False
            finally:
                writer.transport.abort()
        raise failed or OSError("no address")


def subject(server: str, line: str) -> str:
    """The subject of an ask for this line to this server (`host` or `host:port`)."""
    from urllib.parse import quote

    return f"whois://{server.lower()}/{quote(line, safe='/')}"


def _parts(subject: str) -> tuple[str, int, str]:
    """Raises ValueError for what is no such subject, also where the line would be several."""
    parts = urlsplit(subject)
    line = unquote(parts.path.removeprefix("/"))
    if parts.scheme != "whois" or not parts.hostname or not _LINE.fullmatch(line):
        raise ValueError("no WHOIS query")
    return parts.hostname, parts.port or PORT, line


def _named(config: Config) -> list[tuple[str, int]]:
    named = []
    for server in config.whois_servers.values():
        try:
            named.append(place(server, PORT))
        except ValueError:
            continue  # asking it says what is wrong
    return named


def decoded(octets: bytes) -> str:
    """JPRS and JPNIC answer in ISO-2022-JP, nearly all others in UTF-8, a few in Latin-1."""
    if b"\x1b$" in octets or b"\x1b(" in octets:
        return octets.decode("iso2022_jp_ext", "replace")
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("latin-1")


def judged(text: str) -> tuple[Outcome, str, str]:
    """Outcome, the line that tells it, and the text where it holds an answer."""
    if not text.strip():
        return Outcome.FAILED, "an empty answer", ""
    if "\0" in text:
        return Outcome.FAILED, "no text", ""
    for line in text.splitlines()[:_FIRST_LINES]:
        bare = " ".join(line.strip(_MARKS).split()).lower()
        if bare.startswith(_HOLDER):
            break  # what follows may be the holder's own words
        if bare.startswith(_phrases("refused")):
            return Outcome.FAILED, line.strip()[:200], ""
        if bare.startswith(_phrases("none")):
            return Outcome.NOTHING, line.strip()[:200], ""
    return Outcome.FOUND, "", text


@cache
def _phrases(name: str) -> tuple[str, ...]:
    return tuple(table("whois_words")[name])
