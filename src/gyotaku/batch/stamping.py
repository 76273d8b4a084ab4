"""What a scan is made with, in short words: a row tells it, and a scan is gone on with only by the same."""

from __future__ import annotations

from hashlib import sha256

from msgspec.structs import replace

from gyotaku.batch.row import Stamp
from gyotaku.data import tables
from gyotaku.model.configuration import Config
from gyotaku.model.version import __version__

_LETTERS = 16


def stamp() -> Stamp:
    """The program's version, and the tables as they lie on the disk."""
    known = sha256()
    for name, octets in tables.every():
        known.update(f"{name}\0{len(octets)}\0".encode() + octets)
    return Stamp(__version__, known.hexdigest()[:_LETTERS])


def of_configuration(config: Config) -> str:
    """Settings that a dissection depends on; where they were read from is none."""
    return sha256(repr(replace(config, file=None, answers=None, language=None)).encode()).hexdigest()[:_LETTERS]
