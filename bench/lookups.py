"""What look-ups cost: `taskset -c 0 python bench/lookups.py [MAILS [DOMAINS]]`.

MAILS signed mails (1,000) of DOMAINS domains (400) with SPF through two includes, DKIM, DMARC, MX, reverse names and a link
host each, dissected with the permission dns against Knot DNS on loopback: mails a second with nothing known, again with
everything known, and the CPU time of authenticating a mail whose answers are at hand (SPF, DKIM, DMARC, ARC).
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.authentication.keys import record, rsa_key
from tests.authentication.signer import sign
from tests.world import knot

import gyotaku
from figures import tell
from gyotaku.dissection import questions_of
from gyotaku.lookup import authenticating
from gyotaku.lookup.questions import questions
from gyotaku.lookup.session import Session
from gyotaku.mail.given import Mail
from gyotaku.model.answers import Permission
from gyotaku.model.configuration import Config

KEY = rsa_key(2048)
ROUNDS = 5


def world(domains: int) -> dict[str, dict[str, dict[str, list[str]]]]:
    txt: dict[str, list[str]] = {"_spf.net.example": ["v=spf1 ip4:198.18.0.0/15 include:_more.net.example ~all"]}
    txt["_more.net.example"] = ["v=spf1 ip4:192.0.2.0/24 ip4:198.51.100.0/24 -all"]
    a, ptr, mx = {}, {}, {}
    for number in range(domains):
        name, address = f"d{number}.example", f"198.51.{100 + number // 250}.{number % 250 + 1}"
        txt[name] = ["v=spf1 include:_spf.net.example -all"]
        txt[f"_dmarc.{name}"] = ["v=DMARC1; p=reject; rua=mailto:r@" + name]
        txt[f"s._domainkey.{name}"] = [record(KEY)]
        a[name] = a[f"mail.{name}"] = a[f"www.{name}"] = [address]
        ptr[address] = f"mail.{name}"
        mx[name] = [f"10 mail.{name}"]
    return {"dns": {"txt": txt, "a": a, "ptr": ptr, "mx": mx}}  # type: ignore[dict-item]


def mail(number: int, domains: int) -> bytes:
    which = number % domains
    name, address = f"d{which}.example", f"198.51.{100 + which // 250}.{which % 250 + 1}"
    text = "".join(f"Line {line} of letter {number}, about nothing in particular.\r\n" for line in range(80))
    raw = (
        f"From: Writer <writer@{name}>\r\nTo: reader@reader.example\r\nSubject: Letter {number}\r\n"
        f"Date: Sun, 22 Nov 2026 10:00:00 +0900\r\nMessage-ID: <{number}@{name}>\r\n\r\n{text}https://www.{name}/letter\r\n"
    ).encode()
    received = (
        f"Return-Path: <writer@{name}>\r\nReceived: from mail.{name} (mail.{name} [{address}])\r\n"
        f"\tby mx.reader.example (Postfix) with ESMTP id 4X{number}; Sun, 22 Nov 2026 10:00:01 +0900\r\n"
    ).encode()
    return received + sign(raw, KEY, domain=name, selector="s")


def run(what: str, mails: list[bytes], config: Config, session: Session) -> None:
    print(f"{what}:")
    began, used = time.perf_counter(), time.process_time()
    passed = 0
    for raw in mails:
        report = gyotaku.dissect(raw, config, session=session)
        found = report.authentication
        passed += found is not None and found.dmarc is not None and found.dmarc.result == "pass"
    seconds, cpu = time.perf_counter() - began, time.process_time() - used
    tell(**{what: round(len(mails) / seconds)})
    print(
        f"  {len(mails) / seconds:7.0f} mails/s   {1000 * seconds / len(mails):6.2f} ms, CPU {1000 * cpu / len(mails):6.2f} ms a mail"
        f"   DMARC pass: {passed} of {len(mails)}"
    )


def warm(raw: bytes, config: Config, session: Session) -> float:
    """CPU milliseconds of authenticating alone: raising nothing anew, answers at hand."""
    raised = questions_of(Mail("-", raw), config)
    asked = [one for one in questions(raised) if one.id.partition(":")[0] in {"spf", "dkim", "dmarc", "arc"}]
    began = time.process_time()
    sitting = session.sitting()
    makers = authenticating.inquiries(raised, session.now())
    results = session.settle([makers[one.id.partition(":")[0]](one.of) for one in asked], sitting)
    by_id = {one.id: result for one, result in zip(asked, results, strict=True)}
    found = authenticating.authenticated(raised, by_id, session, sitting)
    spent = time.process_time() - began
    assert found.dmarc is not None
    assert found.dmarc.result == "pass"
    return 1000 * spent


def main() -> None:
    count, domains = (int(word) for word in (sys.argv[1:] + ["1000", "400"][len(sys.argv) - 1 :])[:2])
    mails = [mail(number, domains) for number in range(count)]
    with tempfile.TemporaryDirectory() as folder, knot.serving(world(domains), Path(folder)) as port:
        config = Config(
            own_domains=("reader.example",),
            trusted_hosts=("mx.reader.example",),
            online=frozenset({Permission.DNS}),
            dns_servers=(f"127.0.0.1:{port}",),
            answers=f"{folder}/answers.sqlite",
        )
        print(f"{count} mails of {domains} domains, mean {sum(map(len, mails)) // count} octets")
        with gyotaku.open_session(config) as session:
            run("nothing known", mails, config, session)
            run("all in memory", mails, config, session)
            warmed = [statistics.median(warm(raw, config, session) for raw in mails[:200]) for _ in range(ROUNDS)]
            print(
                f"authentication with answers at hand: {min(warmed):.2f} ms CPU a mail (median {statistics.median(warmed):.2f})"
            )
        tell(mails=count, domains=domains, authenticating=round(statistics.median(warmed), 2))
        with gyotaku.open_session(config) as session:
            run("all in the file of answers", mails, config, session)


if __name__ == "__main__":
    main()
