"""Every written form of a secret that can be listed beforehand. What is encoded otherwise is decoded and read (`decoding`)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

from msgspec import Struct

from gyotaku.report.masking.folding import fold
from gyotaku.report.masking.secrets import Secret, Sort

_LEAST_CORE = 8
_LEAST_REVERSED = 5
_HASHES = ("md5", "sha1", "sha256", "sha512")
_DIGITS = 16
"""Of a hash: so many tell it, at its beginning, from its ninth on (a usual short form of MD5) and at its end; hashes are often cut."""
_LEGACY = ("utf-8", "cp932", "euc_jp", "iso2022_jp", "utf-16-le")

_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


class Form(Struct, frozen=True):
    """`text` is folded. `reach` names the characters that belong to it on both sides; `encoded` holds in decoded text alone."""

    text: str
    how: str
    reach: str = ""
    loose: bool = True
    encoded: bool = False


HEX = "hex digits"
BASE64 = "base64 letters"


def forms(secret: Secret) -> Iterator[Form]:
    """All forms of a secret, folded; some may be equal."""
    word = secret.word
    plain = fold(word)
    yield Form(plain, "plain", loose=secret.loose)
    if len(plain) >= _LEAST_REVERSED:
        yield Form(plain[::-1], "reversed", loose=secret.loose)
    if secret.sort is Sort.ADDRESS:
        yield from _beginnings(plain)
    if secret.sort in {Sort.ADDRESS, Sort.DOMAIN, Sort.HOST, Sort.LABEL}:
        for spelling in _idna(word):
            yield Form(spelling, "punycode", loose=True)
    if not word.isascii():
        yield from _native(word)
    if secret.sort in {Sort.ADDRESS, Sort.DOMAIN, Sort.LOCAL}:
        yield from _hashes(word)
    if secret.sort is not Sort.NETWORK:
        yield from _cores(word)


def _beginnings(address: str) -> Iterator[Form]:
    """An address that was cut: its local part with the domain's first label, or less where it was encoded as well."""
    local, _, domain = address.rpartition("@")
    first = domain.partition(".")[0]
    if len(first) >= 3:
        yield Form(f"{local}@{first}", "cut", loose=True)
    if len(local) + len(domain[:3]) >= 5:
        yield Form(f"{local}@{domain[:3]}", "cut", loose=True, encoded=True)
    for sign in ("=", "%", "_at_", " at ", "(at)", "[at]"):
        yield Form(f"{local}{sign}{domain}", "plain", loose=True)


def _idna(word: str) -> Iterator[str]:
    """A-labels of a name in any script, U-labels of one in A-labels."""
    head, at, host = word.lower().rpartition("@")
    try:
        if not host.isascii():
            yield fold(head + at + host.encode("idna").decode("ascii"))
        elif "xn--" in host:
            yield fold(head + at + host.encode("ascii").decode("idna"))
    except UnicodeError:
        return


def _native(word: str) -> Iterator[Form]:
    """Octets of charsets, as they look in an address (percent) and where they were taken for Latin-1."""
    for charset in _LEGACY:
        try:
            octets = word.encode(charset)
        except UnicodeEncodeError:
            continue
        if charset == "iso2022_jp":
            octets = octets.removeprefix(b"\x1b$B").removesuffix(b"\x1b(B")
        if len(octets) >= 6 or charset in {"utf-8", "utf-16-le"}:
            yield Form(fold(octets.decode("latin-1")), f"octets of {charset}")
        if charset in {"cp932", "euc_jp"}:
            yield Form(fold(_percent(octets)), f"percent of {charset}")


def _percent(octets: bytes) -> str:
    """As forms of the web send them (RFC 3986 section 2.3): letters and digits stay, so octets of Japanese may stand as letters."""
    return "".join(chr(octet) if chr(octet) in _UNRESERVED else f"%{octet:02X}" for octet in octets)


def _hashes(word: str) -> Iterator[Form]:
    for spelling in dict.fromkeys((word.lower(), word, word.lower() + "\n")):
        for name in _HASHES:
            digest = hashlib.new(name, spelling.encode("utf-8", "replace"), usedforsecurity=False).digest()
            digits = digest.hex()
            for start in (0, 8, len(digits) - _DIGITS):
                yield Form(digits[start : start + _DIGITS], name, HEX)
            yield Form(fold(base64.b64encode(digest).decode()[:_DIGITS]), f"{name} in base64", BASE64)
            yield Form(fold(base64.urlsafe_b64encode(digest).decode()[:_DIGITS]), f"{name} in base64", BASE64)


def _cores(word: str) -> Iterator[Form]:
    """What base64 makes of a word wherever it stands in a text: the letters that depend on it alone, at three alignments."""
    for spelling in dict.fromkeys((word, word.lower(), word.upper())):
        octets = spelling.encode("utf-8", "replace")
        for shift in range(3):
            letters = base64.b64encode(b"\0" * shift + octets).decode().rstrip("=")
            core = letters[(shift * 8 + 5) // 6 : (shift + len(octets)) * 8 // 6]
            if len(core) >= _LEAST_CORE:
                yield Form(fold(core), "base64", BASE64)
                if "+" in core or "/" in core:
                    yield Form(fold(core.replace("+", "-").replace("/", "_")), "base64", BASE64)
