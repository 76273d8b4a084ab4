"""Keys made from a seed: the same in every run, and of sizes that no library would make any more."""

from __future__ import annotations

import base64
import hashlib
import random
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PrivateKey = rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey
_SMALL_PRIMES = [n for n in range(3, 2000, 2) if all(n % d for d in range(3, int(n**0.5) + 1, 2))]


@cache
def rsa_key(bits: int, seed: str = "first") -> rsa.RSAPrivateKey:
    chance = random.Random(f"{seed} {bits}")  # noqa: S311 - the same keys every time
    while True:
        p, q = _prime(bits // 2, chance), _prime(bits // 2, chance)
        phi = (p - 1) * (q - 1)
        if p != q and phi % 65537 and (p * q).bit_length() == bits:
            break
    d = pow(65537, -1, phi)
    public = rsa.RSAPublicNumbers(65537, p * q)
    numbers = rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), public)
    return numbers.private_key()


@cache
def ed25519_key(seed: str = "first") -> ed25519.Ed25519PrivateKey:
    return ed25519.Ed25519PrivateKey.from_private_bytes(hashlib.sha256(seed.encode()).digest())


def record(key: PrivateKey, more: str = "") -> str:
    """The key record of its public half."""
    if isinstance(key, ed25519.Ed25519PrivateKey):
        public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return f"v=DKIM1; k=ed25519; {more}p={base64.b64encode(public).decode()}"
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return f"v=DKIM1; k=rsa; {more}p={base64.b64encode(public).decode()}"


def _prime(bits: int, chance: random.Random) -> int:
    while True:
        # The two highest bits are set, so that the product of two has twice as many.
        number = chance.getrandbits(bits) | (3 << (bits - 2)) | 1
        if all(number % small for small in _SMALL_PRIMES) and all(
            pow(base, number - 1, number) == 1 for base in (2, 3, 5, 7, 11)
        ):
            return number
