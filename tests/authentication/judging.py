"""A mail judged with a world of one's own, in one call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from gyotaku.authentication import arc, dkim
from gyotaku.authentication.signed_octets import SignedOctets
from gyotaku.mail.message import read
from gyotaku.model.arc import ArcResult
from gyotaku.model.asks import Answer, Ask
from gyotaku.model.dkim import Dkim, DkimResult
from tests.ask import TIME, World, drive


def world_of(keys: Mapping[str, str]) -> World:
    return World({name: {"TXT": [record]} for name, record in keys.items()})


def judged(raw: bytes, world: Callable[[Ask], Answer], when: datetime = TIME) -> Dkim:
    return drive(dkim.evaluate(SignedOctets(read(raw).root), when), world)


def signatures(raw: bytes, world: Callable[[Ask], Answer], when: datetime = TIME) -> tuple[DkimResult, ...]:
    return judged(raw, world, when).signatures


def chain(raw: bytes, world: Callable[[Ask], Answer], when: datetime = TIME) -> ArcResult:
    return drive(arc.evaluate(SignedOctets(read(raw).root), when), world)
