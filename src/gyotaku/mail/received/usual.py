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
_ANY_REVERSE: Final = r"(?![\d.]+\s)(?!(?i:localhost)\s*\))[A-Za-z0-9](?:[\w.-]*[\w-])?"
_V4: Final = r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}"
_V6: Final = r"[0-9A-Fa-f:]+:[0-9A-Fa-f:.]*"
_ID: Final = r"(?!(?i:from|by|via|with|id|for|tls)\s)[A-Za-z0-9][\w.-]*"
_FOR: Final = r"(?:\s+for\s+<(?P<recipient>[^<>\s\"]+)>)?"
_ENVELOPE: Final = r"(?:\s+\(envelope-from\s+<(?P<envelope_sender>[^<>()\s]*)>\))?"
_PROTOCOL: Final = r"(?P<protocol>(?i:e?smtps?a?))"

_FORMS: Final = (
    (
        "postfix",
        "(Postfix)",
        Pattern(
            rf"\s*+from\s+(?P<helo>{_HOST})\s+\((?P<reverse_name>{_ANY_REVERSE})\s\[(?P<address>{_V4}|IPv6:{_V6})\]\)\s+"
            r"(?:\(using\s+(?P<tls>TLSv[\d.]+\s+with\s+cipher\s+[\w-]+\s+\(\d+/\d+\s+bits\))"
            r"(?:\s+key-exchange\s+[\w-]+)?(?:\s+server-signature\s+[\w-]+\s+\([\w -]+\))?"
            r"(?:\s+server-digest\s+\w+)?\)\s+(?:\(No\s+client\s+certificate\s+requested\)\s+)?)?"
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
        "gmail",
        "by 2002:a",
        Pattern(rf"\s*+by\s+(?P<by>2002:a[0-9a-f:]+)\s+with\s+{_PROTOCOL}\s+id\s+(?P<id>{_ID}){_FOR};"),
    ),
    (
        "gmail",
        "mx.google.com",
        Pattern(
            rf"\s*+from\s+(?P<helo>{_HOST})\s+\((?P<reverse_name>{_ANY_REVERSE})\.?\s\[(?P<address>{_V4}|{_V6})\]\)\s+by\s+"
            rf"(?P<by>mx\.google\.com)\s+with\s+{_PROTOCOL}\s+id\s+(?P<id>{_ID}){_FOR}\s+"
            r"\((?P<tls>version=\w+\s+cipher=[\w-]+)\s+bits=[\d/]+\);"
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
            rf"\s*+from\s+(?P<helo>{_HOST})\s+\((?P<reverse_name>{_ANY_REVERSE})\s+\[(?P<address>{_V4})\]\)\s+"
            rf"by\s+(?P<by>{_HOST})\s+\((?P<software>8\.\d+\.\d+/8\.\d+\.\d+)\)\s+with\s+{_PROTOCOL}\s+"
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
            rf"\s*+from\s+\[(?P<address>{_V4})\]\s+\(helo=(?P<helo>[\w.-]+)\)\s+by\s+(?P<by>{_HOST})\s+with\s+{_PROTOCOL}\s+"
            r"(?:\((?P<tls>TLSv?[\d.]+(?::[\w.:-]+)?)\)\s+(?:tls\s+TLS[\w-]+\s+)?)?"
            rf"\((?P<software>Exim\s+\d[\w.-]*)\){_ENVELOPE}\s+id\s+(?P<id>{_ID})(?:\s+for\s+(?P<recipient>[^<>()\s;\",\[\]]+))?;"
        ),
    ),
)


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
    for member, piece in found.groupdict().items():
        if piece is not None:
            members[member] = piece
            spans[member] = found.span(member)
    for member in ("address", "by_address"):
        if member in members:
            members[member] = canonical(members[member])
            if members[member] is None:
                return None
    if "port" in members:
        members["port"] = int(members["port"])
    spans["date"] = (date.start, date.end)
    return Hop(index=index, text=text, form=form, date=date.when, spans=spans, **members)
