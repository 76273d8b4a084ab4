"""A DMARC record, read by RFC 9989 section 4.8; what RFC 7489 had besides is kept and told."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from gyotaku.authentication.names import domain_name
from gyotaku.mail.pattern import Pattern
from gyotaku.model.dmarc import DmarcFlaw, DmarcPolicy, DmarcRecord, DmarcRemark, DmarcUri

_CACHED_RECORD = 4_096
_MOST_TAGS = 100
_MOST_URIS = 20
_LONGEST_VALUE = 500

_VERSION = Pattern(r"[vV][ \t]*=[ \t]*DMARC1[ \t]*(?:;|\Z)")
_NEARLY = Pattern(r"\s*[vV]\s*=\s*[dD][mM][aA][rR][cC]")
_PIECE = Pattern(r"[^;]+")
_TAG = Pattern(r"([A-Za-z]+)[ \t]*=[ \t]*([!-:<-~][ -:<-~]*)")
_URI = Pattern(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")
_SIZE = Pattern(r"![0-9]+[KkMmGgTt]?\Z")
_FAILURE_OPTIONS = frozenset("01ds")
_REMOVED = frozenset({"pct", "rf", "ri"})
_POLICIES = {policy.value: policy for policy in DmarcPolicy}
_STRICT = {"r": False, "s": True}
# By tag: the field it fills, and the value of each word it knows.
_WORDS: dict[str, tuple[str, dict[str, Any]]] = {
    "p": ("p", _POLICIES),
    "sp": ("sp", _POLICIES),
    "np": ("np", _POLICIES),
    "adkim": ("strict_dkim", _STRICT),
    "aspf": ("strict_spf", _STRICT),
    "t": ("testing", {"n": False, "y": True}),
    "psd": ("psd", {"u": "u", "n": "n", "y": "y"}),
}


def is_dmarc(text: str) -> bool:
    """True for a TXT record that is a DMARC record: its first tag is `v=DMARC1`, in upper case."""
    return _VERSION.compiled.match(text) is not None


def is_nearly(text: str) -> bool:
    """True for one that looks as if it were meant to be."""
    return _NEARLY.compiled.match(text[:50]) is not None


def parse(text: str) -> DmarcRecord:
    """Read a record that `is_dmarc`. What is wrong with a tag leaves its default, and is told."""
    return _parse_once(text) if len(text) <= _CACHED_RECORD else _parse(text)


def _parse(text: str) -> DmarcRecord:
    fields: dict[str, Any] = {}
    remarks: list[DmarcRemark] = []
    seen: set[str] = set()
    usable = True
    begin = text.find(";") + 1 or len(text)
    for number, piece in enumerate(_PIECE.compiled.finditer(text, begin)):
        written = piece[0].strip(" \t")
        if not written or number >= _MOST_TAGS:
            continue
        start = piece.start() + piece[0].index(written)
        found = _TAG.compiled.fullmatch(written)
        tag = found[1].lower() if found else ""
        flaw = _flaw(tag, seen) or _fill(fields, tag, "" if found is None else found[2].rstrip(" \t"))
        seen.add(tag)
        if flaw is not None:
            remarks.append(DmarcRemark(flaw, tag, start, start + len(written)))
            usable = usable and not (flaw is DmarcFlaw.BAD_VALUE and tag in {"p", "sp", "np"})
    if "p" not in fields:
        usable = False
        if "p" not in seen:
            remarks.append(DmarcRemark(DmarcFlaw.NO_POLICY, "p"))
    return DmarcRecord(text=text, usable=usable, remarks=tuple(remarks), **fields)


_parse_once = lru_cache(maxsize=512)(_parse)


def _flaw(tag: str, seen: set[str]) -> DmarcFlaw | None:
    if not tag:
        return DmarcFlaw.BAD_TAG
    return DmarcFlaw.REPEATED_TAG if tag in seen or tag == "v" else None


def _fill(fields: dict[str, Any], tag: str, value: str) -> DmarcFlaw | None:
    """Set the field that a tag stands for; the flaw where it cannot be."""
    if known := _WORDS.get(tag):
        field, words = known
        if value.lower() not in words:
            return DmarcFlaw.BAD_VALUE
        fields[field] = words[value.lower()]
    elif tag in {"rua", "ruf"}:
        uris = [uri.strip(" \t") for uri in value.split(",", _MOST_URIS)][:_MOST_URIS]
        good = tuple(_uri(uri) for uri in uris if _URI.compiled.fullmatch(uri))
        fields[tag] = good
        return None if len(good) == len(uris) else DmarcFlaw.BAD_URI
    elif tag == "fo":
        options = tuple(option.strip(" \t").lower() for option in value.split(":", 8))
        if not _FAILURE_OPTIONS.issuperset(options) or {"0", "1"} <= set(options):
            return DmarcFlaw.BAD_VALUE
        fields["fo"] = options
    elif tag in _REMOVED:
        fields[tag] = value[:_LONGEST_VALUE]
        return DmarcFlaw.REMOVED_TAG
    else:
        return DmarcFlaw.UNKNOWN_TAG
    return None


def _uri(text: str) -> DmarcUri:
    domain = None
    if text[:7].lower() == "mailto:":
        mailbox = _SIZE.compiled.sub("", text[7:].partition("?")[0])
        domain = domain_name(mailbox.rpartition("@")[2])
    return DmarcUri(text[:_LONGEST_VALUE], domain)
