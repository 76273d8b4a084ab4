"""Signature fields: DKIM-Signature (RFC 6376 section 3.5), ARC-Message-Signature and ARC-Seal (RFC 8617 section 4.1)."""

from __future__ import annotations

import binascii
import re
import unicodedata
from datetime import UTC, datetime
from enum import Enum

from msgspec import Struct

from gyotaku.authentication.tag_list import WHITE, parse, without_white
from gyotaku.model.dkim import DkimWhy

ALGORITHMS = {
    "rsa-sha256": ("rsa", "sha256"),
    "rsa-sha1": ("rsa", "sha1"),
    "ed25519-sha256": ("ed25519", "sha256"),
}
"""Key type and hash by a= (RFC 6376 section 3.3, RFC 8463)."""

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_FIELD_NAME = re.compile(r"[!-9<-~]+")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_DIGITS = re.compile(r"[0-9]{1,76}")
_TIME = re.compile(r"[0-9]{1,12}")
_ESCAPED = re.compile(r"=([0-9A-F]{2})")
_KINDS_OF_CANONICAL = {"simple": False, "relaxed": True}
_QUOTED = 80
_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


class Form(Enum):
    """Which signature field: the tags it must have."""

    DKIM = ("v", "a", "b", "bh", "d", "h", "s")
    MESSAGE = ("i", "a", "b", "bh", "d", "h", "s")
    SEAL = ("i", "a", "b", "cv", "d", "s")


class Fault(Exception):  # noqa: N818 - what a signature lacks, not an error of ours
    """Why a signature cannot be processed."""

    def __init__(self, why: DkimWhy, detail: str) -> None:
        super().__init__(why)
        self.why = why
        self.detail = detail[:_QUOTED]


class Signature(Struct):
    """A signature field, read as far as it could be. `fault` is the first thing that makes it unusable."""

    tags: dict[str, str]
    domain: str = ""
    selector: str = ""
    key_name: str = ""
    """Where the key stands in DNS."""
    identity: str = ""
    identity_domain: str = ""
    algorithm: str = ""
    key_type: str = ""
    hash: str = ""
    canonicalization: tuple[str, str] = ("", "")
    names: tuple[str, ...] = ()
    length: int | None = None
    signed_at: datetime | None = None
    expires: datetime | None = None
    body_hash: bytes | None = None
    value: bytes = b""
    fault: Fault | None = None

    @property
    def header_relaxed(self) -> bool:
        return _KINDS_OF_CANONICAL.get(self.canonicalization[0], False)

    @property
    def body_relaxed(self) -> bool:
        return _KINDS_OF_CANONICAL.get(self.canonicalization[1], False)


def read(raw: bytes, form: Form) -> Signature:
    """A signature field's body. Every tag that can be read is read, whatever is wrong with another."""
    listed = parse(raw.decode("utf-8", "replace"))
    signature = Signature(listed.tags)
    faults = [Fault(DkimWhy.BAD_SYNTAX, listed.fault)] if listed.fault else []
    faults += [Fault(DkimWhy.MISSING_TAG, f"{tag}=") for tag in form.value if tag not in listed.tags and not faults]
    for step in (_version, _algorithm, _canonicalization, _query, _key_name, _names, _hashes, _numbers, _identity):
        try:
            step(signature, form)
        except Fault as fault:
            faults.append(fault.with_traceback(None))
    if faults:
        signature.fault = faults[0]
    return signature


def _version(signature: Signature, form: Form) -> None:
    version = signature.tags.get("v", "1")
    if form is Form.DKIM and version != "1":
        raise Fault(DkimWhy.VERSION, f"v={version}")


def _algorithm(signature: Signature, form: Form) -> None:
    signature.algorithm = algorithm = signature.tags.get("a", "")
    # ARC never had rsa-sha1 (RFC 8617 section 4.1).
    if algorithm not in ALGORITHMS or (form is not Form.DKIM and algorithm == "rsa-sha1"):
        raise Fault(DkimWhy.ALGORITHM, f"a={algorithm}")
    signature.key_type, signature.hash = ALGORITHMS[algorithm]


def _canonicalization(signature: Signature, form: Form) -> None:
    if form is Form.SEAL:
        signature.canonicalization = ("relaxed", "relaxed")
        return
    written = signature.tags.get("c", "simple/simple")
    header, slash, body = written.partition("/")
    body = body if slash else "simple"
    signature.canonicalization = (header, body)
    if header not in _KINDS_OF_CANONICAL or body not in _KINDS_OF_CANONICAL:
        raise Fault(DkimWhy.CANONICALIZATION, f"c={written}")


def _query(signature: Signature, form: Form) -> None:
    methods = signature.tags.get("q", "dns/txt")
    if form is not Form.SEAL and "dns/txt" not in without_white(methods).split(":"):
        raise Fault(DkimWhy.QUERY_METHOD, f"q={methods}")


def _key_name(signature: Signature, _: Form) -> None:
    domain, selector = signature.tags.get("d", ""), signature.tags.get("s", "")
    signature.domain, signature.selector = domain.lower(), selector.lower()
    encoded = _dns_name(domain)
    if encoded is None or "." not in encoded:
        raise Fault(DkimWhy.BAD_SYNTAX, f"d={domain}")
    selector_encoded = _dns_name(selector)
    name = f"{selector_encoded}._domainkey.{encoded}"
    if selector_encoded is None or len(name) > 253:
        raise Fault(DkimWhy.BAD_SYNTAX, f"s={selector}")
    signature.key_name = name


def _names(signature: Signature, form: Form) -> None:
    written = signature.tags.get("h")
    if form is Form.SEAL:
        if written is not None:
            raise Fault(DkimWhy.BAD_SYNTAX, f"h={written}")
        return
    if written is None:
        return
    # An empty name selects nothing; signers that end the list with a colon are in use.
    signature.names = names = tuple(name for one in written.split(":") if (name := one.strip(WHITE).lower()))
    if form is Form.DKIM:
        # RFC 6376 wants at least one name; ARC chains that cover none are in use, and what they cover is told.
        if not names or not all(_FIELD_NAME.fullmatch(name) for name in names):
            raise Fault(DkimWhy.BAD_SYNTAX, f"h={written}")
        if "from" not in names:
            raise Fault(DkimWhy.UNSIGNED_FROM, f"h={written}")
    elif "arc-seal" in names:
        raise Fault(DkimWhy.SIGNS_SEAL, f"h={written}")


def _hashes(signature: Signature, form: Form) -> None:
    if "bh" in signature.tags and form is not Form.SEAL:
        signature.body_hash = _octets("bh", signature.tags["bh"])
    if "b" in signature.tags:
        signature.value = _octets("b", signature.tags["b"])


def _numbers(signature: Signature, form: Form) -> None:
    tags = signature.tags
    if form is not Form.SEAL and (length := tags.get("l")) is not None:
        if not _DIGITS.fullmatch(length):
            raise Fault(DkimWhy.BAD_SYNTAX, f"l={length}")
        signature.length = int(length)
    signature.signed_at = _time("t", tags.get("t"))
    if form is not Form.SEAL:
        signature.expires = _time("x", tags.get("x"))
    if signature.signed_at and signature.expires and signature.expires <= signature.signed_at:
        raise Fault(DkimWhy.BAD_SYNTAX, f"t={tags['t']}; x={tags['x']}")


def _identity(signature: Signature, form: Form) -> None:
    if form is not Form.DKIM:
        return
    written = signature.tags.get("i")
    if written is None:
        signature.identity = f"@{signature.domain}"
        signature.identity_domain = signature.domain
        return
    identity = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), without_white(written))
    _, at, domain = identity.rpartition("@")
    signature.identity, signature.identity_domain = identity, domain.lower()
    if not at or _dns_name(domain) is None:
        raise Fault(DkimWhy.BAD_SYNTAX, f"i={written}")
    if not f".{_dns_name(domain)}".endswith(f".{_dns_name(signature.domain)}"):
        raise Fault(DkimWhy.IDENTITY_OUTSIDE, f"i={written}")


def _octets(tag: str, value: str) -> bytes:
    value = without_white(value)
    if not _BASE64.fullmatch(value):
        raise Fault(DkimWhy.BAD_SYNTAX, f"{tag}={value}")
    # The RFC's grammar lets the padding be left out.
    value = value.rstrip("=")
    try:
        return binascii.a2b_base64(value + "=" * (-len(value) % 4))
    except binascii.Error:
        raise Fault(DkimWhy.BAD_SYNTAX, f"{tag}={value}") from None


def _time(tag: str, value: str | None) -> datetime | None:
    if value is None:
        return None
    if not _TIME.fullmatch(value):
        raise Fault(DkimWhy.BAD_SYNTAX, f"{tag}={value}")
    try:
        return datetime.fromtimestamp(int(value), UTC)
    except (ValueError, OverflowError, OSError):
        return _END_OF_TIME  # beyond the year 9999: never


def _dns_name(name: str) -> str | None:
    """In lower case, as it is asked for: A-labels for what is not ASCII (RFC 8616). None if it can be no name."""
    if not name or len(name) > 253:
        return None
    labels = name.lower().split(".")
    if not name.isascii():
        labels = [label if label.isascii() else _a_label(label) for label in labels]
    return ".".join(labels) if all(_LABEL.fullmatch(label) for label in labels) else None


def _a_label(label: str) -> str:
    if len(label) > 63 or "\ufffd" in label:
        return ""
    return "xn--" + unicodedata.normalize("NFC", label).encode("punycode").decode("ascii")
