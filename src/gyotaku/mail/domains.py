"""Registrable domains by the public suffix list: which names one organization holds.

Private rules count unless told otherwise. Below `github.io` or `s3.amazonaws.com` every name has another holder, so for
"whose word is this" the provider's suffix is a border like `co.jp`. Where a registry is to be asked, `private=False`
gives the name that is registered there.

The list is the data file of publicsuffixlist; its class is not imported (docs/decisions/0002).
"""

from __future__ import annotations

import importlib.util
import re
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct

from gyotaku.mail.ip import address_of

_LONGEST_NAME = 253
_LONGEST_LABEL = 63

# What no host name holds: ASCII but letters, digits, hyphen, underscore and dot; white space; controls; surrogates.
_JUNK = re.compile(r"[\x00-,/:-@\[-^`{-\x9f\s\ud800-\udfff]")
_DOTS = str.maketrans("\u3002\uff0e\uff61", "...")  # RFC 3490 section 3.1


class _Rules(Struct, frozen=True):
    """Lines of the list's two sections, in UTF-8. Comments stay in: none of them is a host name."""

    icann: frozenset[bytes]
    private: frozenset[bytes]
    version: str | None


@cache
def _rules() -> _Rules:
    spec = importlib.util.find_spec("publicsuffixlist")
    try:
        folder = Path(((spec and spec.submodule_search_locations) or [""])[0])
        listed = (folder / "public_suffix_list.dat").read_bytes()
    except OSError:
        return _Rules(frozenset(), frozenset(), None)
    icann, _, private = listed.partition(b"===BEGIN PRIVATE DOMAINS===")
    version = re.search(rb"^// VERSION: ([!-~]+)", listed[:2000], re.MULTILINE)
    return _Rules(
        frozenset(icann.split(b"\n")), frozenset(private.split(b"\n")), version and version[1].decode("ascii")
    )


def list_version() -> str | None:
    """The list's own date (`2026-10-22_08-36-41_UTC`); None when there is no list, and every last label is a suffix."""
    return _rules().version


def suffix(host: str, private: bool = True) -> str | None:
    """The public suffix of a host name, lower case, A-labels or U-labels as given. None for an IP address or junk."""
    cut = _cut(host)
    return None if cut is None else _joined(cut[0][cut[2] if private else cut[1] :])


_RESERVED = frozenset((b"example", b"test", b"invalid", b"localhost"))


def is_listed(host: str) -> bool:
    """True when the last label is a top-level domain: in the list, an A-label, or reserved (RFC 6761). False for "Co.Ltd"."""
    last = host.rstrip(".").rpartition(".")[2].lower().encode("utf-8", "replace")
    rules = _rules()
    if not rules.icann:
        return True
    return last.startswith(b"xn--") or last in _RESERVED or last in rules.icann


def registrable(host: str, private: bool = True) -> str | None:
    """The suffix and one label more: the name somebody holds. Lower case, A-labels or U-labels as given.

    None for a bare public suffix, an IP address, a single label and junk.
    """
    cut = _cut(host)
    if cut is None:
        return None
    begin = cut[2] if private else cut[1]
    return None if begin == 0 else _joined(cut[0][begin - 1 :])


def registered(host: str) -> str | None:
    """The name that a registry holds for this host: lower case, A-labels, whoever lets names below it to others.

    None where there is none: an address, a bare suffix, a name that DNS cannot hold.
    """
    name = registrable(host, private=False)
    if name is None or name.isascii():
        return name
    try:
        return ".".join(label.encode("idna").decode("ascii") for label in name.split("."))
    except UnicodeError:
        return None


def same_organization(a: str, b: str) -> bool:
    """True when both names lie below one registrable domain, or are one and the same name or address."""
    left, right = registrable(a), registrable(b)
    if left is None or right is None:
        return left is right and _canonical(a) == _canonical(b) != ""
    return left == right or _canonical(left) == _canonical(right)


def is_address_literal(text: str) -> bool:
    """True for an IP address, bare or in the brackets of RFC 5321 section 4.1.3."""
    return address_of(text) is not None


@lru_cache(maxsize=16_384)  # more hosts than are looked at of one mail: each check asks for all of them in turn
def _cut(host: str) -> tuple[tuple[str, ...], int, int] | None:
    """Labels, where the public suffix begins by the registries' part of the list, and where by the whole list."""
    labels = _labels(host)
    if labels is None or labels[-1].isdigit():
        return None
    rules = _rules()
    lookup = [(_unicode(label) if label.startswith("xn--") else label).encode() for label in labels]
    begin = _suffix_begin(lookup, rules.icann)
    return labels, begin, min(begin, _suffix_begin(lookup, rules.private))


def _suffix_begin(labels: list[bytes], rules: frozenset[bytes]) -> int:
    """Index of the first label of the suffix: the longest rule rules, an exception before it, `*` where none fits."""
    name = b".".join(labels)
    for index, label in enumerate(labels):
        above = name[len(label) + 1 :]
        if name in rules:
            return index
        if b"!" + name in rules:
            return index + 1
        if b"*." + above in rules:
            return index
        name = above
    return len(labels) - 1


def _labels(host: str) -> tuple[str, ...] | None:
    """Lower-case labels without the root's dot; None for what cannot be a host name."""
    if not host or len(host) > 4 * _LONGEST_NAME:
        return None
    name = host.lower() if host.isascii() else _folded(host)
    name = name.removesuffix(".")
    if len(name) > _LONGEST_NAME or _JUNK.search(name):
        return None
    labels = tuple(name.split("."))
    return labels if "" not in labels and max(map(len, labels)) <= _LONGEST_LABEL else None


def _folded(host: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", host.translate(_DOTS)).lower())


def _unicode(label: str) -> str:
    """The U-label of an A-label (the list is written in U-labels); any other label as it is."""
    if not label.startswith("xn--"):
        return label
    try:
        decoded = label[4:].encode("ascii").decode("punycode")
        decoded.encode()
    except (UnicodeError, ValueError, OverflowError):
        return label
    return decoded


def _canonical(host: str) -> str:
    """One spelling for a name however it is written, the empty string for junk."""
    labels = _labels(host.strip("[]"))
    return "" if labels is None else ".".join(map(_unicode, labels))


def _joined(labels: tuple[str, ...]) -> str:
    return ".".join(labels)
