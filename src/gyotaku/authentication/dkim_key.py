"""Key records (RFC 6376 section 3.6.1, RFC 8463 section 4), and what their keys confirm.

The library for the mathematics is loaded with the first key: it takes some 50 ms.
"""

from __future__ import annotations

import binascii
import hmac
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from gyotaku.authentication.dkim_signature import Fault
from gyotaku.authentication.tag_list import parse, without_white
from gyotaku.model.dkim import DkimWhy, SignatureKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

SHORTEST_RSA = 1024
"""Bits. Signatures by shorter keys must not count (RFC 8301 section 3.2)."""
LONGEST_RSA = 8192
"""Bits. Verifying by longer ones would cost whoever is asked to."""
MOST_RECORDS = 4
"""Of several key records at one name, so many are tried (RFC 6376 section 6.1.2 step 4)."""
LONGEST_RECORD = 20_000
"""Characters."""
_TYPES = frozenset({"rsa", "ed25519"})


class Confirmed(Enum):
    """What a key says of a signature over a hash."""

    YES = DkimWhy.NONE
    OTHER_HASH = DkimWhy.HEADERS_CHANGED
    """It made the signature, over another hash."""
    OTHER_KEY = DkimWhy.OTHER_KEY
    NO = DkimWhy.SIGNATURE_MISMATCH
    NOT_COMPUTED = DkimWhy.NOT_COMPUTED


class Key(Struct, frozen=True):
    """A key record that was read. `fault` says why it can confirm nothing."""

    said: SignatureKey
    public: RSAPublicKey | Ed25519PublicKey | None = None
    fault: Fault | None = None

    def fault_for(self, key_type: str, hash_name: str) -> Fault | None:
        """Why this key must not be used for such a signature (RFC 6376 section 6.1.2)."""
        if self.fault:
            return self.fault
        said = self.said
        if said.type != key_type:
            return Fault(DkimWhy.KEY_TYPE, f"k={said.type}")
        if said.hashes and hash_name not in said.hashes:
            return Fault(DkimWhy.KEY_HASH, f"h={':'.join(said.hashes)}")
        if said.services and not {"*", "email"}.intersection(said.services):
            return Fault(DkimWhy.KEY_SERVICE, f"s={':'.join(said.services)}")
        return None

    @property
    def refused(self) -> DkimWhy:
        """The rule by which what this key confirms does not count."""
        if self.said.type == "rsa" and self.said.bits < SHORTEST_RSA:
            return DkimWhy.KEY_TOO_SHORT
        return DkimWhy.NONE

    def confirms(self, signature: bytes, digest: bytes, hash_name: str) -> Confirmed:
        """Whether this key signed that hash."""
        if self.said.type == "ed25519":
            return _ed25519_confirms(self.public, signature, digest)
        return _rsa_confirms(self.public, signature, digest, hash_name)


@lru_cache(maxsize=256)
def read(name: str, record: str) -> Key:
    """One record, a character an octet."""
    if len(record) > LONGEST_RECORD:
        return Key(_said(name, record[:LONGEST_RECORD], {}), fault=Fault(DkimWhy.KEY_SYNTAX, f"{len(record)} octets"))
    listed = parse(record)
    tags = listed.tags
    said = _said(name, record, tags)
    if listed.fault:
        return Key(said, fault=Fault(DkimWhy.KEY_SYNTAX, listed.fault))
    if "v" in tags and (tags["v"] != "DKIM1" or next(iter(tags)) != "v"):
        return Key(said, fault=Fault(DkimWhy.KEY_SYNTAX, f"v={tags['v']}"))
    if "p" not in tags:
        return Key(said, fault=Fault(DkimWhy.KEY_SYNTAX, "p="))
    if not (written := without_white(tags["p"])):
        return Key(said, fault=Fault(DkimWhy.KEY_REVOKED, "p="))
    if said.type not in _TYPES:
        return Key(said, fault=Fault(DkimWhy.KEY_TYPE, f"k={said.type}"))
    try:
        public = _loaded(said.type, binascii.a2b_base64(written + "=" * (-len(written) % 4), strict_mode=True))
    except ValueError:  # binascii.Error is one
        return Key(said, fault=Fault(DkimWhy.KEY_SYNTAX, f"p={written}"))
    bits = getattr(public, "key_size", 256)
    said = _said(name, record, tags, bits)
    fault = Fault(DkimWhy.KEY_TOO_LONG, f"{bits} bits") if bits > LONGEST_RSA else None
    return Key(said, public, fault)


def _said(name: str, record: str, tags: dict[str, str], bits: int = 0) -> SignatureKey:
    flags = _list(tags.get("t", ""))
    return SignatureKey(
        name=name,
        record=record,
        type=tags.get("k", "rsa"),
        bits=bits,
        testing="y" in flags,
        strict="s" in flags,
        hashes=_list(tags.get("h", "")),
        services=_list(tags.get("s", "")),
        notes=tags.get("n", ""),
    )


def _list(value: str) -> tuple[str, ...]:
    return tuple(without_white(value).split(":")) if value else ()


def _loaded(key_type: str, data: bytes) -> RSAPublicKey | Ed25519PublicKey:
    """Raises ValueError where the octets are no such key."""
    if key_type == "ed25519":
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        return Ed25519PublicKey.from_public_bytes(data)
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        key = load_der_public_key(data)
    except UnsupportedAlgorithm as unsupported:
        raise ValueError(str(unsupported)) from unsupported
    if not isinstance(key, RSAPublicKey):
        raise ValueError("no RSA key")
    return key


def _ed25519_confirms(public: Any, signature: bytes, digest: bytes) -> Confirmed:
    from cryptography.exceptions import InvalidSignature

    try:
        public.verify(signature, digest)  # RFC 8463 section 3: the hash is what is signed
    except InvalidSignature:
        return Confirmed.NO
    return Confirmed.YES


def _rsa_confirms(public: Any, signature: bytes, digest: bytes, hash_name: str) -> Confirmed:
    """By the hash that stands in the signature, so that another hash is told from another key."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA1, SHA256

    algorithm = SHA1() if hash_name == "sha1" else SHA256()  # noqa: S303 - refused later; what it says is told
    try:
        signed = public.recover_data_from_signature(signature, PKCS1v15(), algorithm)
    except InvalidSignature:
        return Confirmed.OTHER_KEY
    except (UnsupportedAlgorithm, ValueError):
        return Confirmed.NOT_COMPUTED
    return Confirmed.YES if hmac.compare_digest(signed, digest) else Confirmed.OTHER_HASH
