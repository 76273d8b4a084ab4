"""Third parties that a mail names as its sender: shown as victims, hidden on request; the attacker never is."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.report.masking.test_masking import CONFIG, dissect, mail

from gyotaku.model.bearing import HypothesisName
from gyotaku.model.hypothesis import Hypothesis, Standing
from gyotaku.model.report import Report
from gyotaku.report.json import encode
from gyotaku.report.masking.leaks import Guard
from gyotaku.report.masking.redactor import Redactor
from gyotaku.report.terminal import render

SCHOOL = "kita-gakuen.example"


def abused(standing: HypothesisName = HypothesisName.ABUSED_ACCOUNT, from_: str = f"t.sato@{SCHOOL}") -> Report:
    raw = mail().replace(b"account@evil.example", from_.encode())
    raw = raw.replace(b"bounce@evil.example", from_.encode())
    raw = raw.replace(b"mail.evil.example (mail.evil.example", f"mail.{SCHOOL} (mail.{SCHOOL}".encode())
    report = dissect(raw, CONFIG)
    leads = Hypothesis(standing, Standing.LEADS, (), (), ())
    return replace(report, hypotheses=(leads,), others=())


@pytest.mark.parametrize("name", [HypothesisName.ABUSED_ACCOUNT, HypothesisName.FORGED_SENDER])
def test_the_holder_of_the_senders_domain(name: HypothesisName) -> None:
    report = abused(name)
    plain = Redactor.of(report).report(report)
    assert SCHOOL in encode(plain).decode()
    redactor = Redactor.of(report, others=True)
    shown = redactor.report(report)
    for text in (encode(shown).decode(), render(shown, "en"), render(shown, "ja")):
        for hidden in (SCHOOL, "kita-gakuen", "t.sato", "192.0.2.7"):
            assert hidden not in text
        assert "○○○.example" in text
        assert "●●●.example" in text
        assert "login.evil" in text.replace("[.]", ".")
    assert not Guard.of(report, others=True).json(encode(shown))
    assert Guard.of(report, others=True).json(encode(plain))
    once = redactor.text(f"see t.sato@{SCHOOL}")
    assert once == "see ○○○@○○○.example"
    assert redactor.text(once) == once


@pytest.mark.parametrize(
    "name",
    [HypothesisName.OWN_NAME, HypothesisName.LOOKALIKE_DOMAIN, HypothesisName.ABUSED_SERVICE, HypothesisName.HONEST],
)
def test_a_sender_under_his_own_name_stays(name: HypothesisName) -> None:
    report = abused(name)
    assert SCHOOL in encode(Redactor.of(report, others=True).report(report)).decode()


def test_whom_it_pretends_to_be_stays() -> None:
    report = abused(HypothesisName.FORGED_SENDER, "account@amazon.co.jp")
    assert "amazon.co.jp" in encode(Redactor.of(report, others=True).report(report)).decode()


def test_a_domain_that_links_lead_to_is_the_attackers() -> None:
    report = abused(HypothesisName.FORGED_SENDER, "account@login.evil.example")
    assert "evil.example" in encode(Redactor.of(report, others=True).report(report)).decode()


def test_freemail_has_no_holder_to_be_hidden() -> None:
    report = abused(HypothesisName.ABUSED_ACCOUNT, "someone@gmail.com")
    assert report.owner is not None
    assert report.owner.bystanders == ()
