"""An SPF record, read by the grammar of RFC 7208 section 12."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache

from msgspec import Struct

from gyotaku.authentication.spf_macros import BadMacro, Template, read, read_domain
from gyotaku.mail.pattern import Pattern
from gyotaku.model.spf import SpfCaution, SpfTrouble, SpfWord

LONGEST_RECORD = 65_535
"""Octets that a TXT record can have."""
_CACHED_RECORD = 4_096
_MOST_ERRORS = 20

_QUALIFIERS = {"+": SpfWord.PASS, "-": SpfWord.FAIL, "~": SpfWord.SOFTFAIL, "?": SpfWord.NEUTRAL}
_VERSION = Pattern(r"[vV]=[sS][pP][fF]1(?: |\Z)")
_TERM = Pattern(r"[^ ]+")
_MODIFIER = Pattern(r"([A-Za-z][A-Za-z0-9_.-]*)=")
_MECHANISM = Pattern(r"([+?~-]?)([A-Za-z][A-Za-z0-9]*)(?![A-Za-z0-9_.-])")
_PREFIXES = Pattern(r"(?:/(0|[1-9][0-9]{0,3}))?(?://(0|[1-9][0-9]{0,3}))?\Z")
_LEADING_ZERO = Pattern(r"/0[0-9]+\Z")
_NETWORK = Pattern(r":([0-9A-Fa-f:.]{2,45})(?:/(0|[1-9][0-9]{0,3}))?")
_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_IPV4 = Pattern(rf"{_OCTET}(?:\.{_OCTET}){{3}}")
_VISIBLE = Pattern(r"[!-~]*")


class Fault(Struct, frozen=True):
    """A term that does not fit the grammar."""

    why: SpfTrouble
    start: int
    end: int


class Network(Struct, frozen=True):
    """What `ip4` and `ip6` name."""

    version: int
    base: int
    mask: int
    prefix: int


class Term(Struct, frozen=True, kw_only=True):
    """One term as written, and what it says."""

    text: str
    start: int
    end: int
    name: str
    """Of the mechanism or modifier, in lower case."""
    word: SpfWord = SpfWord.PASS
    """The result if the mechanism matches."""
    target: Template | None = None
    network: Network | None = None
    prefix4: int = 32
    prefix6: int = 128


class Record(Struct, frozen=True, kw_only=True):
    """A record. It can be evaluated only where it has no faults."""

    text: str
    directives: tuple[Term, ...]
    redirect: Term | None
    explanation: Term | None
    faults: tuple[Fault, ...]
    cautions: tuple[tuple[SpfCaution, Term | None], ...]


def is_spf(text: str) -> bool:
    """True for a TXT record that is an SPF record (section 4.5)."""
    return _VERSION.compiled.match(text) is not None


def parse(text: str) -> Record:
    """Read a record that `is_spf`."""
    return _parse_once(text) if len(text) <= _CACHED_RECORD else _parse(text)


def _parse(text: str) -> Record:
    if len(text) > LONGEST_RECORD or not text.isascii():
        why = SpfTrouble.NOT_ASCII if len(text) <= LONGEST_RECORD else SpfTrouble.RECORD_TOO_LONG
        return Record(
            text=text, directives=(), redirect=None, explanation=None, faults=(Fault(why, 0, 0),), cautions=()
        )
    directives: list[Term] = []
    modifiers: dict[str, Term] = {}
    faults: list[Fault] = []
    for found in _TERM.compiled.finditer(text, len("v=spf1")):
        try:
            _read_term(found, directives, modifiers)
        except _Bad as bad:
            faults.append(Fault(bad.why, found.start(), found.end()))
            if len(faults) == _MOST_ERRORS:
                break
    return Record(
        text=text,
        directives=tuple(directives),
        redirect=modifiers.get("redirect"),
        explanation=modifiers.get("exp"),
        faults=tuple(faults),
        cautions=tuple(_cautions(directives, "redirect" in modifiers)),
    )


_parse_once = lru_cache(maxsize=512)(_parse)


class _Bad(Exception):  # noqa: N818 - a fault in the making
    def __init__(self, why: SpfTrouble) -> None:
        super().__init__(why)
        self.why = why


def _read_term(found: re.Match[str], directives: list[Term], modifiers: dict[str, Term]) -> None:
    text, start, end = found[0], found.start(), found.end()
    if modifier := _MODIFIER.compiled.match(text):
        name = modifier[1].lower()
        if name not in {"redirect", "exp"}:
            _macro_string(text[modifier.end() :])
            return
        if name in modifiers:
            raise _Bad(SpfTrouble.REPEATED_MODIFIER)
        spec = _domain_spec(text[modifier.end() :])
        modifiers[name] = Term(text=text, start=start, end=end, name=name, target=spec)
        return
    mechanism = _MECHANISM.compiled.match(text)
    reader = _READERS.get(mechanism[2].lower()) if mechanism else None
    if mechanism is None or reader is None:
        raise _Bad(SpfTrouble.UNKNOWN_MECHANISM)
    target, network, prefix4, prefix6 = reader(mechanism[2].lower(), text[mechanism.end() :])
    directives.append(
        Term(
            text=text,
            start=start,
            end=end,
            name=mechanism[2].lower(),
            word=_QUALIFIERS[mechanism[1] or "+"],
            target=target,
            network=network,
            prefix4=prefix4,
            prefix6=prefix6,
        )
    )


_Read = tuple[Template | None, Network | None, int, int]


def _all(_name: str, rest: str) -> _Read:
    if rest:
        raise _Bad(SpfTrouble.UNEXPECTED_ARGUMENT)
    return None, None, 32, 128


def _needs_domain(_name: str, rest: str) -> _Read:
    if not rest.startswith(":"):
        raise _Bad(SpfTrouble.UNEXPECTED_ARGUMENT if rest else SpfTrouble.MISSING_ARGUMENT)
    return _domain_spec(rest[1:]), None, 32, 128


def _may_have_domain(_name: str, rest: str) -> _Read:
    if not rest:
        return None, None, 32, 128
    if not rest.startswith(":"):
        raise _Bad(SpfTrouble.UNEXPECTED_ARGUMENT)
    return _domain_spec(rest[1:]), None, 32, 128


def _domain_and_prefixes(_name: str, rest: str) -> _Read:
    if not rest:
        return None, None, 32, 128
    if _LEADING_ZERO.compiled.search(rest):
        raise _Bad(SpfTrouble.BAD_PREFIX_LENGTH)
    # At most 12 characters from the end; searched for there, so that no row of slashes is tried again and again.
    tail = max(0, len(rest) - 12)
    found = _PREFIXES.compiled.search(rest, tail)
    begin = found.start() if found else len(rest)
    prefix4, prefix6 = found.groups() if found else (None, None)
    lengths = (32 if prefix4 is None else int(prefix4), 128 if prefix6 is None else int(prefix6))
    if lengths[0] > 32 or lengths[1] > 128:
        raise _Bad(SpfTrouble.BAD_PREFIX_LENGTH)
    spec = rest[:begin]
    if not spec:
        return None, None, *lengths
    if not spec.startswith(":"):
        raise _Bad(SpfTrouble.BAD_PREFIX_LENGTH if spec.startswith("/") else SpfTrouble.UNEXPECTED_ARGUMENT)
    return _domain_spec(spec[1:]), None, *lengths


def _network(name: str, rest: str) -> _Read:
    found = _NETWORK.compiled.match(rest)
    if found is None:
        raise _Bad(SpfTrouble.BAD_NETWORK if rest[1:] else SpfTrouble.MISSING_ARGUMENT)
    bits = 32 if name == "ip4" else 128
    base = _ipv4(found[1]) if bits == 32 else _ipv6(found[1])
    if base is None:
        raise _Bad(SpfTrouble.BAD_NETWORK)
    prefix = bits if found[2] is None else int(found[2])
    if found.end() != len(rest) or prefix > bits:
        raise _Bad(SpfTrouble.BAD_PREFIX_LENGTH)
    mask = (1 << bits) - (1 << (bits - prefix))
    return None, Network(4 if bits == 32 else 6, base & mask, mask, prefix), 32, 128


def _ipv4(text: str) -> int | None:
    # Records hold dozens, and ipaddress takes three times as long.
    return int.from_bytes(bytes(map(int, text.split(".")))) if _IPV4.compiled.fullmatch(text) else None


def _ipv6(text: str) -> int | None:
    try:
        return int(ipaddress.IPv6Address(text))
    except ValueError:
        return None


_READERS = {
    "all": _all,
    "include": _needs_domain,
    "exists": _needs_domain,
    "ptr": _may_have_domain,
    "a": _domain_and_prefixes,
    "mx": _domain_and_prefixes,
    "ip4": _network,
    "ip6": _network,
}


def _domain_spec(text: str) -> Template:
    if not text:
        raise _Bad(SpfTrouble.MISSING_ARGUMENT)
    try:
        template = read_domain(text)
    except BadMacro:
        raise _Bad(SpfTrouble.BAD_MACRO) from None
    if template is None:
        raise _Bad(SpfTrouble.BAD_DOMAIN)
    return template


def _macro_string(text: str) -> None:
    if not _VISIBLE.compiled.fullmatch(text):
        raise _Bad(SpfTrouble.BAD_MACRO)
    try:
        read(text)
    except BadMacro:
        raise _Bad(SpfTrouble.BAD_MACRO) from None


def _cautions(directives: list[Term], redirected: bool) -> list[tuple[SpfCaution, Term | None]]:
    cautions: list[tuple[SpfCaution, Term | None]] = []
    ending = next((index for index, term in enumerate(directives) if term.name == "all"), None)
    for term in directives[: None if ending is None else ending + 1]:
        if term.name == "ptr":
            cautions.append((SpfCaution.PTR, term))
        elif term.word is SpfWord.PASS and (caution := _width(term)):
            cautions.append((caution, term))
    if ending is None and not redirected:
        cautions.append((SpfCaution.NO_ENDING, None))
    elif ending is not None and ending + 1 < len(directives):
        cautions.append((SpfCaution.AFTER_ALL, directives[ending + 1]))
    return cautions[:_MOST_ERRORS]


def _width(term: Term) -> SpfCaution | None:
    """What to say of a mechanism that passes far too many addresses."""
    if term.name == "all":
        return SpfCaution.PASSES_ANYBODY
    if term.network is not None:
        four, six = (term.network.prefix, 128) if term.network.version == 4 else (32, term.network.prefix)
    else:
        four, six = term.prefix4, term.prefix6
    if not four or not six:
        return SpfCaution.PASSES_ANYBODY
    return SpfCaution.WIDE_NETWORK if four < 8 or six < 16 else None
