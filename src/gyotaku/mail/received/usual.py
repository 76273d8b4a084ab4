"""The lines that most mail consists of, each read by one pattern.

This is speed alone: what `line` says of the same text is the same, and a test compares the two. A line that departs
in anything from its pattern is left to `line`. The names of the groups are the members of `Hop`. A pattern is
tried where the words stand that no such line lacks.
"""

from __future__ import annotations

import re
from typing import Any, Final

from gyotaku.mail.dates import starting_at
from gyotaku.mail.pattern import Pattern
from gyotaku.mail.received.addresses import canonical
from gyotaku.model.path import Hop

# A name that can be nothing but a host's: `unknown`, bare addresses and keywords are read by `line`.
_HOST: Final = r"(?!(?i:unknown|from|by|via|with|id|for)\s)(?![\d.]+\s)[A-Za-z0-9](?:[\w.-]*[\w-])?(?=[\s)])"
_ANY_REVERSE: Final = r"(?![\d.]+\s)(?!(?i:localhost)\s*\)|(?i:helo|ehlo|lhlo)\s)[A-Za-z0-9](?:[\w.-]*[\w-])?"
_V4: Final = r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}"
_V6: Final = r"[0-9A-Fa-f:]+:[0-9A-Fa-f:.]*"
_ID: Final = r"(?!(?i:from|by|via|with|id|for|tls)\s)[A-Za-z0-9][\w.-]*"
# Ids of other shapes make `line` name another server.
_GOOGLE_ID: Final = rf"(?!\d{{14}})(?=[\w-]*\.){_ID}"
_RECIPIENT: Final = r"[^<>()\s;\",\[\]\\@]+@[^<>()\s;\",\[\]\\@]+"
_FOR: Final = r"(?:\s+for\s+<(?P<recipient>[^<>\s\"]+)>)?"
_ENVELOPE: Final = r"(?:\s+\(envelope-from\s+<(?P<envelope_sender>[^<>()\s]*)>\))?"
_PROTOCOL: Final = r"(?P<protocol>(?i:e?smtps?a?))"

_FORMS: Final = (
    (
        "postfix",
        "(Postfix)",
        Pattern(
            rf"\s*+from\s+(?P<helo>{_HOST}|\[{_V4}\])\s+\((?P<reverse_name>{_ANY_REVERSE})\s\[(?P<address>{_V4}|IPv6:{_V6})\]\)\s+"
            r"(?:\(using\s+(?P<tls>TLSv[\d.]+\s+with\s+cipher\s+[\w-]+\s+\(\d+/\d+\s+bits\))"
            r"(?:\s+key-exchange\s+[\w-]+)?(?:\s+server-signature\s+[\w-]+\s+\([\w -]+\))?"
            r"(?:\s+server-digest\s+\w+)?\)\s+(?:\(No\s+client\s+certificate\s+requested\)\s+)?)?"
            r"(?:\(Authenticated\s+sender:\s+(?P<login>[^\s()<>\[\]\",;\\]+)\)\s+)?"
            rf"by\s+(?P<by>{_HOST})\s+\((?P<software>Postfix)\)\s+with\s+{_PROTOCOL}\s+id\s+(?P<id>{_ID}){_FOR};"
        ),
    ),
    (
        "exchange",
        "Microsoft SMTP Server",
        Pattern(
            rf"\s*+from\s+(?P<helo>{_HOST})\s+\((?P<address>{_V4}|{_V6})\)\s+by\s+(?P<by>{_HOST})\s+"
            rf"\((?P<by_address>{_V4}|{_V6})\)\s+with\s+(?P<protocol>Microsoft SMTP Server)\s+"
            r"(?:\((?P<tls>version=[\w.]+,\s+cipher=[\w-]+)\)\s+)?"
            rf"id\s+(?P<id>{_ID})(?:\s+via\s+Frontend Transport)?;"
        ),
    ),
    (
        "exchange",
        "mapi",
        Pattern(
            rf"\s*+from\s+(?P<helo>{_HOST})\s+\(\[(?P<address>{_V6}|{_V4})\]\)\s+by\s+(?P<by>{_HOST})\s+"
            rf"\(\[(?P<by_address>(?:{_V6}|{_V4})(?:%\w{{1,16}})?)\]\)\s+with\s+(?P<protocol>mapi)\s+id\s+(?P<id>{_ID});"
        ),
    ),
    (
        "postfix",
        "(Postfix, from",
        Pattern(
            rf"\s*+by\s+(?P<by>{_HOST})\s+\((?P<software>Postfix),\s+from\s+userid\s+(?P<user>\d+)\)\s+id\s+(?P<id>{_ID}){_FOR};"
        ),
    ),
    (
        "gmail",
        "by 2002:a",
        Pattern(rf"\s*+by\s+(?P<by>2002:a[0-9a-f:]+)\s+with\s+{_PROTOCOL}\s+id\s+(?P<id>{_ID}){_FOR};"),
    ),
    *(
        (
            "gmail",
            by,
            Pattern(
                rf"\s*+from\s+(?P<helo>{_HOST}|\[{_V4}\])\s+\((?:(?P<reverse_name>{_ANY_REVERSE})\.?\s)?\[(?P<address>{_V4}|{_V6})\]\)\s+"
                rf"by\s+(?P<by>{re.escape(by)})\s+with\s+{_PROTOCOL}\s+id\s+(?P<id>{_GOOGLE_ID}){_FOR}\s+"
                r"\((?:(?P<tls>version=\w+\s+cipher=[\w-]+)\s+bits=[\d/]+|(?P<tls_of_google>Google\s+Transport\s+Security))\);"
            ),
        )
        for by in ("mx.google.com", "smtp.gmail.com")
    ),
    (
        "gmail",
        ".google.com with SMTP",
        Pattern(
            rf"\s*+by\s+(?P<by>(?:[\w-]+\.)+google\.com)\s+with\s+(?P<protocol>SMTP)\s+id\s+"
            rf"(?P<id>[0-9a-z]{{1,40}}(?:-[0-9a-f]{{1,40}})?so\w{{1,40}}\.[\d.]*\d){_FOR};"
        ),
    ),
    (
        "exchange",
        " HTTPS;",
        Pattern(
            rf"\s*+from\s+(?P<helo>{_HOST})\s+\((?P<address>{_V4}|{_V6})\)\s+by\s+"
            r"(?P<by>[\w-]+\.[\w.-]*(?:\.outlook\.com|\.OUTLOOK\.COM))\s+with\s+(?P<protocol>HTTPS);"
        ),
    ),
    (
        "sendmail",
        "(8.",
        Pattern(
            rf"\s*+from\s+(?P<helo>{_HOST})\s+\((?:(?:(?:IDENT:)?[\w.+-]*@)?(?P<reverse_name>{_ANY_REVERSE})\s+)?"
            rf"\[(?P<address>{_V4})\](?:\s+\(may\s+be\s+forged\))?\)\s+by\s+(?P<by>{_HOST})\s+"
            rf"\((?P<software>8\.\d[\w.+-]*/8\.\d[\w.+-]*(?:/[\w.+-]+)?)\)\s+with\s+{_PROTOCOL}\s+"
            rf"id\s+(?P<id>{_ID}){_FOR};"
        ),
    ),
    (
        "zmailer",
        "rhost-flags",
        Pattern(
            rf"\s*+from\s+(?P<reverse_name>{_HOST})\s+\(\[(?P<address>{_V4})\]:(?P<port>\d+)\s+"
            r"\"EHLO\s+(?P<helo>[\w.-]+)\"\s+rhost-flags-[A-Z]+(?:-[A-Z]+)*\)\s+"
            rf"by\s+(?P<by>{_HOST})\s+with\s+{_PROTOCOL}\s+id\s+(?P<id>{_ID})\s+"
            r"\(ORCPT\s+<rfc822;(?P<recipient>[^\s<>()]+)>\);"
        ),
    ),
    (
        "exim",
        "(Exim ",
        Pattern(
            rf"\s*+from\s+(?:\[(?P<address>{_V4})\]\s+\(helo=(?P<helo>[\w.-]+)\)"
            rf"|(?P<named>{_HOST})\s+\(\[(?P<named_address>{_V4})\](?::(?P<port>\d+))?(?:\s+helo=(?P<named_helo>[\w.-]+))?\))\s+"
            rf"by\s+(?P<by>{_HOST})\s+with\s+{_PROTOCOL}\s+"
            r"(?:\((?P<tls>TLSv?[\d.]+(?::[\w.:-]+)?)\)\s+(?:tls\s+TLS[\w-]+\s+)?)?"
            rf"\((?P<software>Exim\s+\d[\w.-]*)(?:\s+#\d+)?(?:\s+\([A-Z][\w .-]*\))?\){_ENVELOPE}\s+id\s+(?P<id>{_ID})"
            rf"(?:\s+for\s+(?:(?P<recipient>{_RECIPIENT})|<(?P<bracketed>[^<>\s\"]+)>))?;"
        ),
    ),
    (
        "majordomo",
        "via listexpand",
        Pattern(
            rf"\s*+\((?P<user>[A-Za-z][\w.-]*)@[\w.-]+\)\s+by\s+(?P<by>{_HOST})\s+via\s+listexpand\s+id\s+(?P<id>{_ID})\s+"
            r"\(ORCPT\s+<rfc822;(?P<recipient>[^\s<>()]+)>\);"
        ),
    ),
    (
        "fetchmail",
        "(fetchmail-",
        Pattern(
            rf"\s*+from\s+{_HOST}\s+\[(?P<address>{_V4})\]\s+by\s+(?P<by>{_HOST})\s+with\s+(?P<protocol>IMAP|POP3)\s+"
            rf"\((?P<software>fetchmail-\d[\w.+-]*)\)\s+for\s+(?P<recipient>{_RECIPIENT})(?:\s+\((?:single|multi)-drop\))?;"
        ),
    ),
    (
        "qmail",
        "(qmail ",
        Pattern(
            r"\s*+\((?P<software>qmail)\s+\d+\s+invoked\s+(?:from\s+network|by\s+uid\s+(?P<user>\d+)|(?P<local>by\s+alias))\);"
        ),
    ),
)


_ALSO: Final = {
    "named": "reverse_name",
    "named_address": "address",
    "named_helo": "helo",
    "bracketed": "recipient",
    "tls_of_google": "tls",
}
"""Groups that state a member which another alternative of their pattern states too: a name can be given to one group."""


def read(text: str, index: int) -> Hop | None:
    """The hop of a line of a usual form; None for every other line."""
    for form, mark, pattern in _FORMS:
        found = pattern.compiled.match(text) if mark in text else None
        if found:
            return _hop(found, form, text, index)
    return None


def _hop(found: re.Match[str], form: str, text: str, index: int) -> Hop | None:
    date = starting_at(text, found.end())
    if date is None or date.when is None or (date.end < len(text) and not text[date.end :].isspace()):
        return None
    members: dict[str, Any] = {}
    spans: dict[str, tuple[int, int]] = {}
    for group, piece in found.groupdict().items():
        if piece is not None:
            member = _ALSO.get(group, group)
            members[member] = piece
            spans[member] = found.span(group)
    if "helo" not in members and form == "exim":
        # Exim names a client but once that said in HELO what its reverse name is.
        members["helo"], spans["helo"] = members["reverse_name"], spans["reverse_name"]
    for member in ("address", "by_address"):
        if member in members:
            members[member] = canonical(members[member])
            if members[member] is None:
                return None
    if "port" in members:
        members["port"] = int(members["port"])
    spans["date"] = (date.start, date.end)
    # Fetched from a mailbox, or handed in on the machine itself.
    retrieved = form == "fetchmail"
    local = members.pop("local", None) is not None or retrieved or "user" in members
    spans.pop("local", None)
    return Hop(
        index=index, text=text, form=form, date=date.when, local=local, retrieved=retrieved, spans=spans, **members
    )
