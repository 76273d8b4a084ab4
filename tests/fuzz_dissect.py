"""Mutational fuzzing of whole dissections: `python -m tests.fuzz_dissect --seconds 600 [--seed N]`.

Takes the mails of `examples` and `tests/kinds` apart and puts them together wrongly. Of whatever comes out must hold:

- dissecting raises nothing, no check fails, and the same mail yields the same report but for its timings;
- every span quotes what stands there;
- the report encodes as JSON and the JSON decodes;
- the terminal report of either language has no control, formatting or bidi character and no line wider than asked;
- striking what the attacker could have arranged never makes a verdict less bad;
- a field that claims a result or a delivery (`CLAIMS`), added anywhere below our own boundary line, never makes the
  verdict without the attacker's clearance less bad. It is what a sender would add to look examined.

The last does not hold for every field there is: a sender who adds the Date, the Message-ID or the To that he forgot, a
Received line that continues the chain, or a List-Id shows fewer faults than before, and no verdict can know better.
"""

from __future__ import annotations

import argparse
import json
import random
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import gyotaku
from gyotaku.dissection import MAX_CARRIED
from gyotaku.mail import message
from gyotaku.mail.carried import carried
from gyotaku.mail.given import Mail
from gyotaku.model.answers import Ended
from gyotaku.model.configuration import Config
from gyotaku.model.report import Report
from gyotaku.report.json import encode
from gyotaku.report.layout import columns
from gyotaku.report.terminal import render
from tests import spans
from tests.mail import fuzz

ROOT = Path(__file__).parents[1]
LONGEST_SECONDS = 2.0
LONGEST_OCTETS = 100_000
CONFIGS = (
    Config(),
    Config(own_domains=("own.example",), trusted_hosts=("*.own.example",), own_names=("Own Office",)),
)

CLAIMS = (
    b"Authentication-Results: %(by)s; spf=pass smtp.mailfrom=%(domain)s; dkim=pass header.d=%(domain)s;"
    b" dmarc=pass header.from=%(domain)s",
    b"ARC-Authentication-Results: i=1; %(by)s; dmarc=pass header.from=%(domain)s",
    b"Received-SPF: pass (%(by)s: ok) client-ip=192.0.2.1; envelope-from=a@%(domain)s; receiver=%(by)s",
    b"X-Spam-Status: No, score=-99 required=5",
    b"X-Spam-Flag: NO",
    b"X-Spam: Not detected",
    b"X-MS-Exchange-Organization-SCL: -1",
    b"X-Barracuda-Spam-Status: No",
    b"Delivered-To: info@own.example",
    b"X-Original-To: info@own.example",
    b"DKIM-Signature: v=1; a=rsa-sha256; d=%(domain)s; s=a; h=From; bh=AA==; b=AA==",
    b"X-Anything: goes",
)

PIECES = (
    *fuzz.PIECES,
    b"\x1b[31m", b"\x07", b"\x9b", b"\xe2\x80\xae", b"\xe2\x81\xa6", b"\xe2\x80\x8b", b"\xed\xa0\x80", b"\xcc\x81" * 9,
    b"=?utf-8?B?4oCu?=", b"=?utf-7?Q?+2AA-?=", b"http://a.example/", b"<", b">", b"@", b",", b"\\(", b")", b"[192.0.2.1]",
    b"unknown", b"undisclosed-recipients:;", b"Mon, 31 Dec 9998 23:59:59 -2359", b"[spam] ", b"i=1;", b"spf=pass", b"\x85",
    b"\nReceived: from a (a [10.0.0.1]) by b with ESMTPA id 123456; Mon, 1 Jan 2024 00:00:00 +0900", b"\xe2\x80\xa8",
)  # fmt: skip

Mutation = Callable[[random.Random, bytes], bytes]


def seeds() -> tuple[bytes, ...]:
    files = sorted((ROOT / "examples").glob("*.eml")) + sorted((ROOT / "tests" / "kinds").glob("*/*.eml"))
    return (*(file.read_bytes() for file in files), *fuzz.SEEDS)


SEEDS = seeds()


def _fields(mail: bytes) -> tuple[list[bytes], bytes]:
    """The header's fields as they stand, and the rest of the mail."""
    read = message.read(mail)
    starts = [field.start for field in read.headers]
    if not starts:
        return [], mail
    end = max(read.root.body_start, starts[-1])
    rows = [mail[start:stop] for start, stop in zip(starts, [*starts[1:], end], strict=True)]
    return rows, mail[end:]


def _header(change: Callable[[random.Random, list[bytes]], None]) -> Mutation:
    def mutate(chance: random.Random, mail: bytes) -> bytes:
        rows, rest = _fields(mail)
        if rows:
            change(chance, rows)
        return b"".join(rows) + rest

    return mutate


def _duplicate(chance: random.Random, rows: list[bytes]) -> None:
    rows.insert(chance.randrange(len(rows)), chance.choice(rows) * chance.choice((1, 1, 2, 60)))


def _move(chance: random.Random, rows: list[bytes]) -> None:
    rows.insert(chance.randrange(len(rows)), rows.pop(chance.randrange(len(rows))))


def _drop(chance: random.Random, rows: list[bytes]) -> None:
    del rows[chance.randrange(len(rows))]


def _truncate(chance: random.Random, rows: list[bytes]) -> None:
    at = chance.randrange(len(rows))
    rows[at] = rows[at][: chance.randrange(len(rows[at]) + 1)].rstrip() + b"\n"


def _splice(chance: random.Random, rows: list[bytes]) -> None:
    others, _ = _fields(chance.choice(SEEDS))
    for row in chance.sample(others, min(len(others), chance.choice((1, 2, 5)))):
        rows.insert(chance.randrange(len(rows) + 1), row)


def _in_field(chance: random.Random, rows: list[bytes]) -> None:
    at = chance.randrange(len(rows))
    row = rows[at]
    place = chance.randrange(len(row) + 1)
    rows[at] = row[:place] + chance.choice(PIECES) * chance.choice((1, 1, 1, 3, 300)) + row[place:]


def _cross(chance: random.Random, rows: list[bytes]) -> None:
    """The value of one field under the name of another."""
    one, other = chance.choice(rows), chance.randrange(len(rows))
    rows[other] = rows[other].partition(b":")[0] + b":" + one.partition(b":")[2]


def _attach(chance: random.Random, mail: bytes) -> bytes:
    """The mail as the attachment of another, or of itself."""
    other = chance.choice((mail, chance.choice(SEEDS)))
    head = b"".join(row for row in _fields(other)[0] if not row.lower().startswith(b"content-"))
    return (
        head.rstrip(b"\r\n") + b"\nContent-Type: multipart/mixed; boundary=zz\n\n--zz\n\nhello\n--zz\n"
        b"Content-Type: message/rfc822\n\n" + mail + b"\n--zz--\n"
    )


MUTATIONS: tuple[Mutation, ...] = (
    *(_header(change) for change in (_duplicate, _move, _drop, _truncate, _splice, _splice, _in_field, _in_field, _cross)),
    _attach,
    *fuzz.MUTATIONS,
)  # fmt: skip


def mails(seed: int) -> Iterator[bytes]:
    """Endless broken mails, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - chance, no secret
    while True:
        mail = chance.choice(SEEDS)
        for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
            mail = chance.choice(MUTATIONS)(chance, mail)[:LONGEST_OCTETS]
        yield mail


def check(mail: bytes, number: int = 0) -> None:
    """Dissect a mail and assert what must hold of any. `number` chooses configuration, width and claim."""
    config = CONFIGS[number % len(CONFIGS)]
    start = time.process_time()
    report = gyotaku.dissect(mail, config)
    lines = encode(report).splitlines()
    assert time.process_time() - start < LONGEST_SECONDS
    for one in (report, *report.others):
        failed = [run for run in one.checks if run.ended is Ended.FAILED]
        assert not failed, failed
        assert one.verdict.without_attacker_clearance.word.badness >= one.verdict.word.badness
    assert [_timeless(line) for line in lines] == [
        _timeless(line) for line in encode(gyotaku.dissect(mail, config)).splitlines()
    ]
    check_spans(report, mail)
    check_terminal(report, (40, 57, 80, 100)[number % 4])
    check_claim(report, mail, config, CLAIMS[number % len(CLAIMS)], number)


def _timeless(line: bytes) -> dict[str, object]:
    made = json.loads(line)
    assert made.pop("timings")
    return dict(made)


def check_spans(report: Report, mail: bytes) -> None:
    octets = {"-": mail}
    waiting = {one.mail.path: one for one in (report, *report.others)}
    for path in sorted(waiting, key=len):
        one = waiting[path]
        if one.mail.carrier is not None:
            outer = octets[one.mail.carrier.path]
            inside, _ = carried(message.read(outer), Mail(one.mail.carrier.path, outer), MAX_CARRIED)
            octets[path] = next(mail.raw for mail in inside if mail.path == path)
        read = message.read(octets[path])
        evidence = [each for finding in one.findings for each in finding.evidence]
        evidence += one.goal.evidence if one.goal else ()
        evidence += [key.evidence for key in one.key_fields if key.evidence]
        evidence += one.own_side.evidence
        for each in evidence:
            assert spans.quoted(read, each) in {None, each.quote}, each


def check_terminal(report: Report, width: int) -> None:
    for language in ("en", "ja"):
        for line in render(report, language, width=width).split("\n"):
            assert columns(line) <= width, line
            unsafe = {unicodedata.category(character) for character in line} & {
                "Cc",
                "Cf",
                "Cs",
                "Co",
                "Cn",
                "Zl",
                "Zp",
            }
            assert not unsafe, ascii(line)


def check_claim(report: Report, mail: bytes, config: Config, claim: bytes, number: int) -> None:
    """Add one claim below our boundary line, as a sender would."""
    before = _carrier(report)
    hop = before.path.handed_over_by
    read = message.read(mail)
    if hop is None or len(read.headers) == 0:
        return
    boundary = read.headers.all("Received")[hop.index]
    below = [field for field in read.headers if field.start > boundary.start]
    # Between two fields, or after the last.
    at = below[number % len(below)].start if below else boundary.end
    senders = before.mail.senders
    domain = (senders[0].address or "").rpartition("@")[2] if senders else ""
    words = {b"by": (hop.by or "mx.own.example").encode(), b"domain": domain.encode("utf-8", "replace") or b"a.example"}
    end = b"\r" if b"\n" not in mail else b"\n"
    line = (claim % words).replace(b"\r", b"").replace(b"\n", b"")
    added = mail[:at] + (line + end if below else end + line) + mail[at:]
    after = _carrier(gyotaku.dissect(added, config))
    old, new = before.verdict.without_attacker_clearance, after.verdict.without_attacker_clearance
    assert new.word.badness >= old.word.badness, (line, old, new)


def _carrier(report: Report) -> Report:
    return next(one for one in (report, *report.others) if one.mail.carrier is None)


def main() -> None:
    parser = argparse.ArgumentParser(description="Fuzz whole dissections until the time is up or something breaks.")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--claims", action="store_true", help="instead: every claim below our line of every mail, once")
    arguments = parser.parse_args()
    seed = random.SystemRandom().randrange(2**32) if arguments.seed is None else arguments.seed
    if arguments.claims:
        for number in range(len(CLAIMS)):
            for mail in SEEDS:
                check(mail, number)
        print(f"{len(CLAIMS)} claims in {len(SEEDS)} mails, nothing broke")  # noqa: T201
        return
    end = time.monotonic() + arguments.seconds
    count = 0
    for mail in mails(seed):
        try:
            check(mail, count)
        except Exception:
            print(f"seed {seed}, mail {count}: {mail!r}")  # noqa: T201
            raise
        count += 1
        if time.monotonic() > end:
            break
    print(f"seed {seed}: {count} mails, nothing broke")  # noqa: T201


if __name__ == "__main__":
    main()
