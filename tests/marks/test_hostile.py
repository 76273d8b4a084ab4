"""Whoever imitates a marked sender in every way that a sender can gets nothing for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

import gyotaku
from gyotaku.archive.teaching import teach
from gyotaku.config import from_table
from gyotaku.dissection import dissect_mail
from gyotaku.mail.given import Mail
from gyotaku.model.configuration import Config
from gyotaku.model.finding import Direction
from gyotaku.model.marks import Mark, Marks, MarkWord, Scope
from gyotaku.model.report import Report
from tests.marks.newsletter import FORWARDED, OURS, PROOF, STRANGERS, mail
from tests.test_kinds import KINDS, case

NOW = datetime(2023, 6, 5, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
OFFICE = Config(own_domains=("sakuragi.example",))
CONFIGURED = Config(own_domains=("sakuragi.example",), trusted_hosts=("mx.sakuragi.example",))


def marked(raw: bytes, word: MarkWord = MarkWord.HAM, config: Config = OFFICE, scope: Scope = Scope.SENDER) -> Marks:
    """What a mark of this mail teaches, a day later."""
    report = dissect_mail(Mail("marked.eml", raw), config, for_marking=True)
    assert report.lesson is not None
    taught = teach(report.lesson, word, scope)
    mark = Mark(
        number=1,
        sha256=report.mail.sha256,
        time=NOW,
        until=NOW + timedelta(days=180),
        word=word,
        scope=scope,
        things=taught.things,
    )
    return Marks.made([mark], LATER)


def kinds(report: Report) -> set[str]:
    return {finding.kind.id for finding in report.findings}


def cleared(report: Report) -> set[str]:
    """What speaks for the mail, and what was left out of the weighing."""
    return {
        finding.kind.id
        for finding in report.findings
        if finding.direction is Direction.CLEARS or finding.excused is not None
    }


HONEST = mail()


def test_the_next_mail_of_the_sender_is_known_and_excused() -> None:
    before = gyotaku.dissect(mail(subject="Your membership in July"), OFFICE)
    report = gyotaku.dissect(mail(subject="Your membership in July"), OFFICE, marks=marked(HONEST))
    assert before.verdict.word == "likely"
    assert report.verdict.word == "no-sign"
    assert report.verdict.without_marks == before.verdict.weighed
    assert cleared(report) == {"known-by-mark", "link-address-literal", "link-text-elsewhere", "reply-to-freemail"}
    assert kinds(before) - {"no-spam-stamp"} <= kinds(report)  # nothing is hidden; that kind is told of bad mails alone


def test_another_place_behind_the_link_is_not_excused() -> None:
    """The account of a known sender may be abused: what was never seen of him counts."""
    report = gyotaku.dissect(mail(link="http://198.51.100.66/renew"), OFFICE, marks=marked(HONEST))
    assert cleared(report) == {"known-by-mark", "reply-to-freemail"}


IMITATIONS = {
    "nothing but the name": mail(above=STRANGERS),
    "our results written below our line": mail(above=STRANGERS, below=PROOF),
    "the whole header of the honest mail below our line": mail(above=STRANGERS, below=PROOF + OURS),
    "our line claimed by another name": mail(above=STRANGERS, below=PROOF.replace("mx.", "mx2.") + OURS),
    "the name of the honest machine said in HELO": mail(above=STRANGERS, below=OURS),
    "a reverse name that leads nowhere": mail(
        above=OURS.replace("(out.mailer.example [192.0.2.77])", "(unknown [203.0.113.99])")
    ),
    "its address in the HELO name": mail(above=STRANGERS.replace("from out.mailer.example", "from [192.0.2.77]")),
    "through the honest machine, which forwards for others": mail(above=OURS, below=FORWARDED),
    "through a list at the honest machine": mail(above=OURS, below="List-Id: Bread <bread.mailer.example>\n"),
    "results for another domain": mail(above=PROOF.replace("tsubame.example", "evil.example") + STRANGERS),
    "SPF of his own envelope": mail(
        above="Authentication-Results: mx.sakuragi.example; spf=pass smtp.mailfrom=x@evil.example\n" + STRANGERS
    ),
    "a signature of his own": mail(
        above="Authentication-Results: mx.sakuragi.example; dkim=pass header.d=evil.example; dmarc=none header.from=tsubame.example\n"
        + STRANGERS
    ),
    "a policy that disowns the mail": mail(above=PROOF.replace("dmarc=pass", "dmarc=fail") + OURS),
    "two authors, one of them signed for": mail(author="Tsubame Club <news@tsubame.example>, <x@evil.example>"),
    "a domain that looks alike": mail(author="Tsubame Club <news@tsubarne.example>"),
    "a domain below another": mail(author="Tsubame Club <news@tsubame.example.evil.example>"),
    "the name within the display name": mail(author='"news@tsubame.example" <x@evil.example>'),
    "another mailbox of the domain": mail(author="Tsubame Club <root@tsubame.example>"),
}


@pytest.mark.parametrize("config", [OFFICE, CONFIGURED], ids=["inferred", "configured"])
@pytest.mark.parametrize("raw", IMITATIONS.values(), ids=IMITATIONS.keys())
def test_an_imitation_gets_nothing(raw: bytes, config: Config) -> None:
    marks = marked(HONEST, config=config)
    before, report = gyotaku.dissect(raw, config), gyotaku.dissect(raw, config, marks=marks)
    assert cleared(report) <= cleared(before)
    assert report.verdict.weighed.score >= before.verdict.weighed.score
    assert report.verdict.without_marks is None


def test_the_machine_alone_is_a_lesser_proof() -> None:
    report = gyotaku.dissect(mail(above=OURS), OFFICE, marks=marked(HONEST))
    assert [finding.strength for finding in report.findings if finding.kind.id == "known-by-mark"] == ["moderate"]


def test_a_fraud_that_links_to_an_honest_house_accuses_it_weakly_at_most() -> None:
    """Nobody gets his rival's newsletters thrown out by naming him in a fraud."""
    fraud = mail(above=STRANGERS, author="A <a@other.example>", link="https://www.tsubame.example/renew")
    marks = marked(fraud.replace(b"Reply-To: tsubame.club@gmail.com\r\n", b""), MarkWord.PHISH)
    for above in (PROOF + OURS, OURS):
        report = gyotaku.dissect(mail(above=above, link="https://www.tsubame.example/renew"), OFFICE, marks=marks)
        accused = [finding for finding in report.findings if finding.kind.id == "marked-before"]
        assert [finding.strength for finding in accused] == ["weak"]
        assert report.verdict.without_marks is not None
        assert report.verdict.weighed.score - report.verdict.without_marks.score <= 0.5


def test_a_known_sender_is_cleared_once_and_is_no_stranger() -> None:
    both = Config(own_domains=("sakuragi.example",), known_senders=("tsubame.example",))
    report = gyotaku.dissect(mail(subject="July"), both, marks=marked(HONEST))
    assert "known-sender" in kinds(report)
    assert "known-by-mark" not in kinds(report)
    other = Config(own_domains=("sakuragi.example",), known_senders=("partner.example",))
    report = gyotaku.dissect(mail(subject="July"), other, marks=marked(HONEST))
    assert {"known-by-mark", "stranger"} <= cleared(report)


def test_a_fraud_from_a_known_account_ends_what_the_older_mark_said() -> None:
    honest, fraud = marked(HONEST), marked(mail(subject="Urgent"), MarkWord.PHISH)
    (first,), (second,) = honest.by_mail.values(), fraud.by_mail.values()
    newer = replace(second[0], number=2, time=NOW + timedelta(hours=1))
    report = gyotaku.dissect(mail(subject="July"), OFFICE, marks=Marks.made([first[0], newer], LATER))
    assert {"marked-before", "marks-disagree"} <= kinds(report)
    assert not cleared(report)
    newest = replace(first[0], number=3, time=NOW + timedelta(hours=2))
    report = gyotaku.dissect(mail(subject="July"), OFFICE, marks=Marks.made([newest, newer], LATER))
    assert "known-by-mark" in cleared(report)


def test_a_missing_proof_is_told() -> None:
    report = gyotaku.dissect(mail(above=STRANGERS), OFFICE, marks=marked(HONEST))
    assert "marked-sender-unproven" in kinds(report)


def test_a_mark_of_a_forgery_clears_no_other_hand() -> None:
    """Whoever marks a well-made forgery as honest by mistake knows the forger's machine from then on, and nobody else."""
    marks = marked(IMITATIONS["nothing but the name"])
    elsewhere = STRANGERS.replace("203.0.113.99", "203.0.113.7")
    assert "known-by-mark" not in kinds(gyotaku.dissect(mail(above=elsewhere), OFFICE, marks=marks))
    assert "known-by-mark" not in kinds(gyotaku.dissect(mail(subject="Genuine"), OFFICE, marks=marks))


SAMPLE = [file for file in sorted(KINDS.glob("*/*.eml"))[::16] if b"Received:" in file.read_bytes()]


@pytest.mark.parametrize("file", [pytest.param(file, id=f"{file.parent.name}/{file.stem}") for file in SAMPLE])
def test_a_marked_mail_handed_over_again_by_a_stranger_proves_nothing(file: Path) -> None:
    """Everything of it stands below our line then."""
    config = from_table(case(file.parent.name).get("config", {}))
    raw = file.read_bytes()
    boundary = gyotaku.dissect(raw, config).path.boundary
    host = (boundary.host if boundary is not None else None) or "mx.sakuragi.example"
    line = f"Received: from a (unknown [203.0.113.99])\r\n\tby {host} (Postfix) with ESMTP id 4Qa;\r\n\tTue, 6 Jun 2023 11:02:01 +0900\r\n"
    again = line.encode() + raw
    for scope in (Scope.SENDER, Scope.DOMAIN, Scope.LIST):
        report = gyotaku.dissect(again, config, marks=marked(raw, config=config, scope=scope))
        assert not {"known-by-mark", "marked-list"} & kinds(report)
        assert not [finding for finding in report.findings if finding.excused is not None]
