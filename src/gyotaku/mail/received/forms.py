"""Whose form a line has, and whose names the names in it are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gyotaku.mail.received.addresses import canonical
from gyotaku.mail.received.tokens import ANGLE, LITERAL

if TYPE_CHECKING:
    from gyotaku.mail.received.line import Line

# The shape of an id tells these where nothing else does.
_IDS: Final = (
    (re.compile(r"[0-9a-z]{10}-\d+"), "proofpoint"),
    (re.compile(r"[a-z]{2}-mta-\d+-[\w-]+-\d+"), "mimecast"),
    (re.compile(r"<?\d{14,20}\.[A-Z]{3,5}\.?\d+\.[^<>\s]+>?"), "openwave"),
    (
        re.compile(
            r"[\w-]+-\d{14}[0-9a-f]{16}si\d+\w+\.\d+(?:\.\d+){6}|[\w-]+\.\d+\.\d{13}|\w+(?:sm|si|sor)\d+\w+\.\d+(?:\.\d+){6}"
        ),
        "gmail",
    ),
    (re.compile(r"filter\w*-[\w-]+"), "sendgrid"),
)

_BY: Final = (
    (re.compile(r"(?i)(?:[\w.-]+\.)?(?:google|gmail|googlemail)\.com"), "gmail"),
    # Inside Google's network: an IPv4 address of 10/8 written as its 6to4 prefix (RFC 3056).
    (re.compile(r"2002:a[0-9a-f]{0,2}:[0-9a-f:]+|10\.\d+\.\d+\.\d+"), "gmail"),
    (re.compile(r"(?i)[\w.-]+\.outlook\.com"), "exchange"),
    (re.compile(r"(?i)[\w.-]+\.yahoo\.(?:com|co\.\w\w)"), "yahoo"),
    (re.compile(r"(?i)[\w.-]+\.mailgun\.(?:org|net)"), "mailgun"),
    (re.compile(r"(?i)(?:email|inbound)-smtp\.[\w.-]*amazonaws\.com"), "ses"),
)

_DOVECOT_ID: Final = re.compile(r"[A-Za-z0-9+/]{20,28}(?::\w+)?")

_BOTH_NAMES: Final = frozenset({"exim", "qmail", "ironport"})
"""These write the HELO name only where it differs from the reverse name, so one name alone is both."""


_HELO_COMMENT: Final = "helo-comment"


def form_of(line: Line) -> str | None:
    """Whose form the line has, by the constructs met in it; `rfc5321` when it has nothing but the standard's own."""
    for form in line.forms:
        if form != _HELO_COMMENT:
            return form
    members = line.members
    for member, shapes in (("id", _IDS), ("by", _BY)):
        written: str | None = members.get(member)
        for shape, form in shapes:
            if written and shape.fullmatch(written):
                return form
    return _by_structure(line) or ("rfc5321" if "by" in members or "from" in line.seen else None)


def _by_structure(line: Line) -> str | None:
    """The form of a server that does not name itself, by what it writes where and what it leaves out."""
    members, spans = line.members, line.spans
    protocol, date = members.get("protocol", "").upper(), line.date
    if "address" in spans and "by" in members and protocol and "id" not in members:
        if date and date.weekday_stated is None:
            # qmail and IronPort write neither id nor weekday; qmail puts the address in parentheses alone.
            return "ironport" if line.text[spans["address"][0] - 1] == "[" else "qmail"
    elif "id" in members and not protocol and date and spans.get("envelope_sender", (0, 0))[0] > date.end:
        # PowerMTA, told not to name itself: no `with`, and the envelope behind the date.
        return "powermta"
    elif protocol == "LMTP" and _DOVECOT_ID.fullmatch(members.get("id", "")):
        return "dovecot"
    return None


def name_roles(line: Line, form: str | None) -> None:
    """Say what the first name after `from` is.

    Postfix, sendmail, Gmail: `from HELO (REVERSE [IP])`. Exim, ZMailer, qmail, IronPort: `from REVERSE` and the
    HELO name in the comment. Exchange and the standard's own form: `from HELO (IP)`.
    """
    if line.name is None:
        return
    kind, start, end, _ = line.name
    members = line.members
    if kind == ANGLE:
        # CommuniGate's rules and some robots name the envelope sender instead of a client.
        line.state("envelope_sender", start + 1, end - 1)
    elif kind == LITERAL:
        # Where a comment states the client's address, the literal is what it said in HELO; else (Exim's
        # `from [ip] (helo=name)`, webmail) it is the address itself.
        if "address" in members:
            if "helo" not in members:
                line.state("helo", start, end)
        elif not line.literal("address", start, end):
            line.unread.append((start, end))
    else:
        _word_role(line, start, end, form)


def _word_role(line: Line, start: int, end: int, form: str | None) -> None:
    members = line.members
    name = line.text[start:end].removesuffix(".")
    end = start + len(name)
    address = canonical(name)
    if members.get("protocol", "").lower() == "local" and "address" not in members:
        line.state("user", start, end)
    elif "@" in name and "address" not in members and "helo" not in members:
        line.state("envelope_sender", start, end)
    elif address is not None and (address == members.get("address") or "helo" in members or "address" not in members):
        # Yahoo, JAMES and webmail write the client's address in the place of a name.
        line.state("address", start, end, address)
    elif "helo" in members or ("reverse_name" not in members and name.lower() == "unknown"):
        line.state("reverse_name", start, end)
    else:
        line.state("helo", start, end)
        if form in _BOTH_NAMES and "address" in members and address is None:
            line.state("reverse_name", start, end)
