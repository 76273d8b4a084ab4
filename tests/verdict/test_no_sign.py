"""`no-sign` is said where something speaks for the sender that no attacker could have arranged, and nowhere else."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.world import NOW

import gyotaku
from gyotaku.mail.brands import brands, speaking_only_itself
from gyotaku.model.asks import Answer, Ask, Outcome
from gyotaku.model.configuration import Config
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Direction
from gyotaku.model.report import Report, VerdictWord
from gyotaku.model.text import Sentence
from gyotaku.verdict.judge import NOTHING_VOUCHES
from gyotaku.verdict.weights import attacker_could_clear

KINDS = Path(__file__).parents[1] / "kinds"
CONFIG = Config(own_domains=("sakuragi.example",), trusted_hosts=("mx.sakuragi.example",))
BANK = KINDS / "organization-itself" / "fires-dkim.eml"


def word(raw: bytes, config: Config = CONFIG) -> VerdictWord:
    return gyotaku.dissect(raw, config).verdict.word


def test_an_organizations_own_mail_shows_no_sign() -> None:
    report = gyotaku.dissect(BANK.read_bytes(), CONFIG)
    assert report.verdict.word is report.verdict.without_attacker_clearance.word is VerdictWord.NO_SIGN
    assert report.verdict.reason is None


def test_without_the_record_nothing_vouches() -> None:
    raw = b"".join(
        line for line in BANK.read_bytes().splitlines(keepends=True) if not line.startswith(b"Authentication-Results")
    )
    report = gyotaku.dissect(raw, CONFIG)
    assert report.verdict.word is VerdictWord.CANNOT_TELL
    assert report.verdict.reason == Sentence(NOTHING_VOUCHES)


def test_a_domain_that_proves_itself_vouches_for_nobody() -> None:
    """Anybody can register a domain and sign with it."""
    raw = BANK.read_bytes().replace("三井住友銀行".encode(), b"Kawa").replace(b"smbc.co.jp", b"kawa-tsushin.example")
    assert word(raw) is VerdictWord.CANNOT_TELL


def test_a_known_sender_vouches_where_his_domain_proves_him() -> None:
    raw = BANK.read_bytes().replace("三井住友銀行".encode(), b"Kawa").replace(b"smbc.co.jp", b"kawa-tsushin.example")
    known = replace(CONFIG, known_senders=("kawa-tsushin.example",))
    assert word(raw, known) is VerdictWord.NO_SIGN
    assert word(raw.replace(b"dkim=pass", b"dkim=none"), known) is VerdictWord.CANNOT_TELL


def test_whom_anybody_can_write_through_vouches_for_nobody() -> None:
    """Sellers write through a market, and anybody's invoice comes from a payment service."""
    for domain in (b"amazon.co.jp", b"paypal.com", b"gmail.com", b"docusign.net"):
        raw = BANK.read_bytes().replace("三井住友銀行".encode(), b"Kawa").replace(b"smbc.co.jp", domain)
        assert word(raw) is not VerdictWord.NO_SIGN
    assert not any(brand.speaks_only_itself for brand in brands() if brand.sector in {"shopping", "payment", "webmail"})


def test_the_holder_of_a_banks_domain_is_the_bank() -> None:
    answer = Answer(ask=Ask("dns", "TXT", "s1._domainkey.smbc.co.jp"), outcome=Outcome.FOUND, time=NOW, expires=NOW)
    finding = next(
        finding
        for finding in gyotaku.dissect(BANK.read_bytes(), CONFIG).findings
        if finding.direction is Direction.CLEARS
    )
    for domain, could in (("smbc.co.jp", False), ("kawa-tsushin.example", True)):
        shown = Evidence.answered(answer, Principal.DOMAIN_HOLDER, "dmarc=pass", domain)
        assert attacker_could_clear(replace(finding, evidence=(shown,))) is could
    assert speaking_only_itself("smbc.co.jp.kawa-tsushin.example") is None


@pytest.mark.parametrize("folder", sorted(KINDS.iterdir()), ids=lambda folder: folder.name)
def test_no_mail_of_any_kind_has_the_word_for_nothing(folder: Path) -> None:
    case = tomllib.loads((folder / "case.toml").read_text("utf-8"))
    settings = {
        key: tuple(value)
        for key, value in case.get("config", {}).items()
        if key in {"own_domains", "trusted_hosts", "known_senders"}
    }
    for file in sorted(folder.glob("*.eml")):
        for report in _all(gyotaku.dissect(file.read_bytes(), Config(**settings))):
            if report.verdict.word is VerdictWord.NO_SIGN:
                assert any(
                    one.direction is Direction.CLEARS and not attacker_could_clear(one) for one in report.findings
                ), file.name


def _all(report: Report) -> tuple[Report, ...]:
    return report, *report.others
