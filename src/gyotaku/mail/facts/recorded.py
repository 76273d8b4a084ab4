"""Authentication results that servers wrote into the mail: Authentication-Results (RFC 8601), Received-SPF (RFC 7208
section 9.1), ARC-Authentication-Results (RFC 8617). They are as good as whoever wrote them.
"""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from gyotaku.mail.facts.authorship import Authorship
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.headers import Field
from gyotaku.mail.house import organization, owns_authserv_id, trusted
from gyotaku.mail.message import Message
from gyotaku.model.configuration import Config
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.path import Path

_MAX_FIELDS = 50
_MAX_LENGTH = 20_000
# A run of letters is tried from its beginning alone: what fails there fails at every later letter too.
_RESULT = re.compile(r"\s*([A-Za-z][\w-]*)(?:\s*/\s*\d+)?\s*=\s*([A-Za-z]+)")
_PROPERTY = re.compile(r"(?<![A-Za-z])([A-Za-z]++)\.([\w-]++)\s*+=\s*(\"[^\"]*\"|[^\s;]+)")
_INSTANCE = re.compile(r"\s*i\s*=\s*\d+\s*$")
_SPF = re.compile(r"\s*([A-Za-z]+)")
_KEY = re.compile(r"(?<![\w-])([\w-]++)=(\"[^\"]*\"|[^\s;]+)")


class Result(Struct, frozen=True):
    """One method's result as a server recorded it. `ours` where only our own server could have written the field."""

    field: Field
    server: str | None
    method: str
    result: str
    properties: Mapping[str, str]
    """`ptype.property` in lower case to its value: `header.from`, `smtp.mailfrom`, `header.d`."""
    start: int
    end: int
    ours: bool
    in_our_name: bool = False
    """Directly below our line, in our own server's name: where filters write, and where a sender can write as well."""

    def evidence(self) -> Evidence:
        principal = Principal.US if self.ours else Principal.SENDER if self.in_our_name else Principal.RELAY
        return self.field.evidence(principal, self.start, self.end, principal_name=self.server)


class Recorded(Struct, frozen=True):
    """All recorded results; ARC's stand apart, as they speak of an earlier server."""

    results: tuple[Result, ...]
    arc: tuple[Result, ...]

    def ours(self, method: str) -> tuple[Result, ...]:
        return tuple(result for result in self.results if result.ours and result.method == method)

    def others(self) -> tuple[Result, ...]:
        return tuple(result for result in self.results if not result.ours)

    def contradicted(self, result: Result) -> bool:
        """Our fields hold another answer of the same method for the same domain: then none of them is believed to clear."""
        return any(
            other.ours and other.method == result.method and other.result != result.result and _alike(other, result)
            for other in self.results
        )


def _alike(one: Result, other: Result) -> bool:
    """DMARC speaks of the one From; the others of the domain they name."""
    return one.method == "dmarc" or one.properties == other.properties


def authorizes(result: Result, senders: Senders) -> bool:
    """The result speaks for the author's domain: DMARC, or SPF or DKIM for the same organization (relaxed, RFC 9989)."""
    domain = senders.author.domain if senders.author else None
    if result.result != "pass" or not domain:
        return False
    if result.method == "dmarc":
        shown = result.properties.get("header.from", "").rpartition("@")[2]
        if not shown:
            # Of several From domains the server may have looked at another one.
            return len({party.organization for party in senders.authors if party.address}) == 1
        return organization(shown) == organization(domain)
    if result.method == "dkim":
        signed = result.properties.get("header.d") or result.properties.get("header.i", "").rpartition("@")[2]
    elif result.method == "spf":
        signed = result.properties.get("smtp.mailfrom", "").rpartition("@")[2]
    else:
        return False
    return bool(signed) and organization(signed) == organization(domain)


def proof(recorded: Recorded, senders: Senders) -> Result | None:
    """Our own server's record that the author's domain authorized the mail, and no record of ours that says otherwise."""
    for result in recorded.results:
        if result.ours and authorizes(result, senders) and not recorded.contradicted(result):
            return result
    return None


def read(message: Message, authorship: Authorship, path: Path, config: Config) -> Recorded:
    headers = message.headers
    results: list[Result] = []
    for field in headers.first("Authentication-Results", _MAX_FIELDS):
        results.extend(_results(field, authorship, path, config))
    for field in headers.first("Received-SPF", _MAX_FIELDS):
        results.extend(_received_spf(field, authorship))
    arc = [
        result
        for field in headers.first("ARC-Authentication-Results", _MAX_FIELDS)
        for result in _results(field, authorship, path, config)
    ]
    return Recorded(tuple(results), tuple(arc))


def _ours(field: Field, server: str | None, authorship: Authorship, path: Path, config: Config) -> bool:
    """Above our line, and not in the name of a server that is neither configured nor on our side of the path."""
    if not authorship.ours(field):
        return (
            path.boundary is not None
            and field.start < authorship.block_until
            and owns_authserv_id(path.boundary.host, server)
        )
    if server is None or not config.trusted_hosts:
        return True
    ours = {hop.by.lower() for hop in path.hops if hop.by and path.ours(hop)}
    return trusted(server, config) or server.lower() in ours


def _in_our_name(server: str | None, path: Path, config: Config) -> bool:
    """In the name of the server that took the mail in; where it stands is asked apart."""
    if server is None or path.boundary is None:
        return False
    return trusted(server, config) or server.lower() == (path.boundary.host or "").lower()


def _results(field: Field, authorship: Authorship, path: Path, config: Config) -> Iterator[Result]:
    plain = without_comments(_read_of(field))
    server: str | None = None
    instance = False
    for number, (start, end) in enumerate(_segments(plain)):
        segment = plain[start:end]
        if number == 0 and _INSTANCE.match(segment):
            instance = True
            continue
        match = _RESULT.match(segment)
        if match is None:
            # Before the first result stands the authserv-id (with "i=1;" before it in ARC), perhaps with a version.
            if server is None and number <= int(instance) and segment.strip():
                server = segment.split()[0]
            continue
        properties = {
            f"{p.group(1)}.{p.group(2)}".lower(): p.group(3).strip('"')
            for p in _PROPERTY.finditer(segment, match.end())
        }
        yield Result(
            field, server, match.group(1).lower(), match.group(2).lower(), properties,
            start + len(segment) - len(segment.lstrip()), start + len(segment.rstrip()),
            _ours(field, server, authorship, path, config), field.start < authorship.block_until and _in_our_name(server, path, config),
        )  # fmt: skip


def _read_of(field: Field) -> str:
    """The field's text as far as it is read."""
    if len(field.text) > _MAX_LENGTH:
        field.note("field-too-long", f"{len(field.text)} characters")
    return field.text[:_MAX_LENGTH]


def _received_spf(field: Field, authorship: Authorship) -> Iterator[Result]:
    text = _read_of(field)
    match = _SPF.match(text)
    if match is None:
        return
    keys = {key.group(1).lower(): key.group(2).strip('"') for key in _KEY.finditer(without_comments(text))}
    properties = {"smtp.mailfrom": keys["envelope-from"]} if "envelope-from" in keys else {}
    ours = authorship.ours(field)
    yield Result(
        field, keys.get("receiver"), "spf", match.group(1).lower(), properties, match.start(1), len(text.rstrip()), ours
    )


def without_comments(text: str) -> str:
    """The text with each comment (RFC 5322 section 3.2.2) blanked, so that offsets stay true. Linear."""
    out: list[str] = []
    depth = 0
    quoted = False
    for character in text:
        if quoted or (character == '"' and depth == 0):
            quoted = not (quoted and character == '"')
            out.append(character)
        elif character == "(":
            depth += 1
            out.append(" ")
        elif character == ")" and depth:
            depth -= 1
            out.append(" ")
        else:
            out.append(" " if depth else character)
    return "".join(out)


def _segments(plain: str) -> Iterator[tuple[int, int]]:
    """The stretches between semicolons outside quoted strings."""
    start = 0
    quoted = False
    for position, character in enumerate(plain):
        if character == '"':
            quoted = not quoted
        elif character == ";" and not quoted:
            yield start, position
            start = position + 1
    yield start, len(plain)
