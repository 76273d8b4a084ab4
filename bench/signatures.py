"""What DKIM and ARC cost with the keys at hand, ours and dkimpy's in turns: `taskset -c 0 python bench/signatures.py`.

One mail of 40 KB signed with RSA-2048, the same with Ed25519, with two signatures, and with an ARC chain of three sets.
CPU microseconds a mail, the least of the rounds.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path

import dkim as dkimpy

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.ask import TIME, World, drive
from tests.authentication.keys import ed25519_key, record, rsa_key
from tests.authentication.signer import add_set, sign

from figures import tell
from gyotaku.authentication import arc, dkim
from gyotaku.authentication.signed_octets import SignedOctets
from gyotaku.mail.message import read

ROUNDS, TIMES = 15, 40
SILENT = logging.getLogger("silent")
SILENT.addHandler(logging.NullHandler())
SILENT.propagate = False


def mail() -> bytes:
    row = (
        '    <tr>\r\n      <td align="left" style="padding:0 24px;font-family:Arial,sans-serif;font-size:14px">\r\n'
        '        <a href="https://www.sender.example/minutes/2023/11/%d">Minutes of meeting %d</a>, who was there\r\n'
        "        and what was decided.\r\n      </td>\r\n    </tr>\r\n"
    )
    body = "".join(row % (number, number) for number in range(150)).encode()[:40_000]
    header = (
        b"Received: from client.sender.example ([192.0.2.7]) by mx.reader.example;\r\n Mon, 13 Nov 2023 22:13:19 +0000\r\n"
        b"From: Yamada <yamada@sender.example>\r\nTo: reader@reader.example\r\nSubject: Minutes\r\n"
        b"Date: Mon, 13 Nov 2023 22:13:20 +0000\r\nMessage-ID: <1@sender.example>\r\n"
    )
    return header + b"\r\n" + body


def main() -> None:
    large, edwards = rsa_key(2048), ed25519_key()
    keys = {
        "one._domainkey.sender.example": record(large),
        "two._domainkey.sender.example": record(edwards),
        "arc._domainkey.relay.example": record(large),
    }
    world = World({name: {"TXT": [text]} for name, text in keys.items()})
    signed = sign(mail(), large)
    chained = signed
    for instance in (1, 2, 3):
        chained = add_set(chained, instance, large)
    for label, raw in (
        ("RSA-2048, relaxed", signed),
        ("RSA-2048, simple", sign(mail(), large, canonical="simple/simple")),
        ("Ed25519, relaxed", sign(mail(), edwards, selector="two")),
        ("two signatures", sign(signed, edwards, selector="two")),
        ("body changed", signed + b"more\r\n"),
    ):
        ours, theirs = both(lambda raw=raw: by_us(raw, world), lambda raw=raw: by_dkimpy(raw, keys))
        tell(**{f"DKIM {label}": [round(ours), round(theirs)]})
        print(f"DKIM {label:18} {len(raw) / 1000:5.1f} KB {ours:8.0f} µs   dkimpy {theirs:8.0f} µs")
    ours, theirs = both(
        lambda: drive(arc.evaluate(SignedOctets(read(chained).root), TIME), world),
        lambda: dkimpy.arc_verify(chained, logger=SILENT, dnsfunc=finder(keys)),
    )
    tell(ARC=[round(ours), round(theirs)])
    print(f"ARC  {'three sets':18} {len(chained) / 1000:5.1f} KB {ours:8.0f} µs   dkimpy {theirs:8.0f} µs")


def by_us(raw: bytes, world: World) -> object:
    return drive(dkim.evaluate(SignedOctets(read(raw).root), TIME), world)


def by_dkimpy(raw: bytes, keys: dict[str, str]) -> None:
    """It judges one signature a call."""
    for index in range(raw.partition(b"\r\n\r\n")[0].count(b"DKIM-Signature:")):
        try:
            dkimpy.DKIM(raw, logger=SILENT).verify(index, dnsfunc=finder(keys))
        except dkimpy.ValidationError:
            continue


def finder(keys: dict[str, str]) -> Callable[..., bytes]:
    return lambda name, **_: keys[name.decode().rstrip(".")].encode()


def both(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """Microseconds a call of each, in turns."""
    best = [float("inf")] * 2
    for _ in range(ROUNDS):
        for at, (call, times) in enumerate(((ours, TIMES), (theirs, 3))):
            start = time.process_time_ns()
            for _ in range(times):
                call()
            best[at] = min(best[at], (time.process_time_ns() - start) / times / 1000)
    return best[0], best[1]


main()
