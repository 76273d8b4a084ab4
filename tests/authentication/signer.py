"""Signs and seals mails, also as no signer should. Canonicalizes line by line, as the RFC tells it, apart from our code."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence

from cryptography.hazmat.primitives.asymmetric import ed25519, padding
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA1, SHA256

from tests.authentication.keys import PrivateKey

Tags = Mapping[str, str | None]
USUAL = ("from", "to", "subject", "date", "message-id")
SIGNED_AT = 1_700_000_000


def split(mail: bytes) -> tuple[list[bytes], bytes]:
    """The fields with their line ends, and the body."""
    head, _, body = mail.partition(b"\r\n\r\n")
    return re.findall(rb"(?s)[^\r\n]+\r\n(?:[ \t][^\r\n]*\r\n)*", head + b"\r\n"), body


def name_of(field: bytes) -> str:
    return field.partition(b":")[0].decode().strip().lower()


def canonical_field(field: bytes, kind: str) -> bytes:
    if kind == "simple":
        return field
    name, _, value = field.partition(b":")
    value = re.sub(rb"[ \t]+", b" ", value.replace(b"\r\n", b""))
    return name.strip(b" \t").lower() + b":" + value.strip(b" \t") + b"\r\n"


def canonical_body(body: bytes, kind: str) -> bytes:
    lines = body.split(b"\r\n")
    if kind == "relaxed":
        lines = [re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in lines]
    while lines and not lines[-1]:
        lines.pop()
    if not lines:
        return b"\r\n" if kind == "simple" else b""
    return b"".join(line + b"\r\n" for line in lines)


def sign(
    mail: bytes,
    key: PrivateKey,
    domain: str = "sender.example",
    selector: str = "one",
    canonical: str = "relaxed/relaxed",
    names: Sequence[str] = USUAL,
    length: int | None = None,
    tags: Tags | None = None,
    algorithm: str | None = None,
    field: str = "DKIM-Signature",
    *,
    blanks: bool = False,
    edit: Sequence[tuple[str, str]] = (),
) -> bytes:
    """The mail with a signature on top. `tags` replaces or adds tags before signing; None leaves one out."""
    header, _, body = (canonical or "simple/simple").partition("/")
    fields, text = split(mail)
    algorithm = algorithm or _algorithm(key)
    hashed = canonical_body(text, body or "simple")[:length]
    written: dict[str, str | None] = {
        "v": "1" if field == "DKIM-Signature" else None,
        "a": algorithm,
        "c": canonical or None,
        "d": domain,
        "s": selector,
        "t": str(SIGNED_AT),
        "l": None if length is None else str(length),
        "h": ":".join(names),
        "bh": base64.b64encode(hashlib.new(_hash(algorithm), hashed).digest()).decode(),
    }
    written.update(tags or {})
    signing = [one.lower() for one in names]
    unsigned = _written(field, {**written, "b": ""})
    for find, put in edit:
        unsigned = re.sub(find.encode(), put.encode(), unsigned, count=1)
    data = b"".join(canonical_field(one, header) for one in _select(fields, signing))
    data += canonical_field(unsigned, header).removesuffix(b"\r\n")
    return _with_value(unsigned, _signature(key, data, algorithm), blanks=blanks) + mail


def add_set(
    mail: bytes,
    instance: int,
    key: PrivateKey,
    domain: str = "relay.example",
    selector: str = "arc",
    status: str | None = None,
    canonical: str = "relaxed/relaxed",
    message_tags: Tags | None = None,
    seal_tags: Tags | None = None,
    results_field: str | None = None,
    names: Sequence[str] = USUAL,
    seal_key: PrivateKey | None = None,
    blanks_in: str = "",
    message_edit: Sequence[tuple[str, str]] = (),
) -> bytes:
    """The mail with an ARC set on top of it (RFC 8617 section 5.1).

    `blanks_in` names the signature field whose b= is written with blanks. `message_edit` changes the message signature,
    by regular expressions, before it is signed.
    """
    results = results_field or f"i={instance}; mx.relay.example; dkim=pass header.d=sender.example"
    mail = f"ARC-Authentication-Results: {results}\r\n".encode() + mail
    mail = sign(
        mail, key, domain, selector, canonical, names, tags={"v": None, "i": str(instance), **(message_tags or {})},
        field="ARC-Message-Signature", blanks=blanks_in == "ARC-Message-Signature", edit=message_edit,
    )  # fmt: skip
    seal_key = seal_key or key
    status = status or ("none" if instance == 1 else "pass")
    tags: dict[str, str | None] = {
        "i": str(instance), "a": _algorithm(seal_key), "cv": status, "d": domain, "s": selector, "t": str(SIGNED_AT),
    }  # fmt: skip
    tags.update(seal_tags or {})
    unsigned = _written("ARC-Seal", {**tags, "b": ""})
    chain = sealed_fields(mail, instance) if status != "fail" else sealed_fields(mail, instance)[-2:]
    data = b"".join(canonical_field(one, "relaxed") for one in chain)
    data += canonical_field(unsigned, "relaxed").removesuffix(b"\r\n")
    value = _signature(seal_key, data, tags["a"] or "rsa-sha256")
    return _with_value(unsigned, value, blanks=blanks_in == "ARC-Seal") + mail


def sealed_fields(mail: bytes, newest: int) -> list[bytes]:
    """The fields of the chain in the order in which a seal signs them."""
    order = ["arc-authentication-results", "arc-message-signature", "arc-seal"]
    found: dict[tuple[int, int], bytes] = {}
    for field in split(mail)[0]:
        if (name := name_of(field)) in order and (number := re.search(rb"[:;)]\s*i=\s*(\d+)", field)):
            found[int(number.group(1)), order.index(name)] = field
    return [found[place] for place in sorted(found) if place[0] <= newest]


def _select(fields: Sequence[bytes], names: Sequence[str]) -> list[bytes]:
    left = list(fields)
    chosen = []
    for name in names:
        for at in range(len(left) - 1, -1, -1):
            if name_of(left[at]) == name:
                chosen.append(left.pop(at))
                break
    return chosen


def _written(field: str, tags: Tags) -> bytes:
    ordered = sorted(tags.items(), key=lambda tag: tag[0] not in {"v", "i"})
    parts = [f"{name}={value}" for name, value in ordered if value is not None]
    return f"{field}: {(';' + chr(13) + chr(10) + ' ').join(parts)}\r\n".encode()


def _with_value(unsigned: bytes, value: str, *, blanks: bool = False) -> bytes:
    pieces = [value[at : at + 70] for at in range(0, len(value), 70)]
    between = " \t\r\n   " if blanks else "\r\n "
    return unsigned.removesuffix(b"\r\n") + between.join(pieces).encode() + b"\r\n"


def _algorithm(key: PrivateKey) -> str:
    return "ed25519-sha256" if isinstance(key, ed25519.Ed25519PrivateKey) else "rsa-sha256"


def _hash(algorithm: str) -> str:
    return "sha1" if algorithm.endswith("sha1") else "sha256"


def _signature(key: PrivateKey, data: bytes, algorithm: str) -> str:
    digest = hashlib.new(_hash(algorithm), data).digest()
    if isinstance(key, ed25519.Ed25519PrivateKey):
        signature = key.sign(digest)
    else:
        used = SHA1() if _hash(algorithm) == "sha1" else SHA256()  # noqa: S303
        signature = key.sign(digest, padding.PKCS1v15(), Prehashed(used))
    return base64.b64encode(signature).decode()
