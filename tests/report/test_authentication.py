"""What the terminal says of authentication that got no answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.world import NOW, Table

import gyotaku
from gyotaku.lookup.session import Session
from gyotaku.model.answers import Permission
from gyotaku.model.asks import Answer, Ask, Outcome
from gyotaku.model.configuration import Config
from gyotaku.model.text import Language
from gyotaku.report.terminal import render

MAIL = Path(__file__).parents[2] / "examples" / "service-restored.eml"
CONFIG = Config(trusted_hosts=("mx1.minato-zumen.example",), online=frozenset({Permission.DNS}))


class Silent(Table):
    def answer(self, ask: Ask) -> Answer:
        return Answer(
            ask=ask, outcome=Outcome.LATE, time=NOW, expires=NOW, by="DNS of the test", detail="no answer in time"
        )


@pytest.mark.parametrize(
    ("source", "language", "told", "untold"),
    [
        (Table, "en", "no record at: _dmarc.", "no answer about"),
        (Table, "ja", "レコードなし: _dmarc.", "回答なし: _dmarc."),
        (Silent, "en", "no answer about: _dmarc.", "no record at"),
        (Silent, "ja", "回答なし: _dmarc.", "レコードなし"),
    ],
)
def test_silence_is_not_told_as_no_record(source: type[Table], language: Language, told: str, untold: str) -> None:
    with Session({"dns": source({}, lambda: NOW)}, now=lambda: NOW) as session:
        shown = render(gyotaku.dissect(MAIL.read_bytes(), CONFIG, session=session), language)
    assert told in shown
    assert untold not in shown


def test_an_evaluation_that_broke_is_told_as_that_and_accuses_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> object:
        raise RuntimeError("a mistake")
        yield ()

    monkeypatch.setattr("gyotaku.authentication.dkim.evaluate", breaks)
    monkeypatch.setattr("gyotaku.authentication.spf.evaluate", breaks)
    signed = (
        b"DKIM-Signature: v=1; a=rsa-sha256; d=takkyu-renmei.example; s=a; h=from; bh=AA==; b=AA==\r\n"
        + MAIL.read_bytes()
    )
    world = {"dns": {"txt": {"_dmarc.takkyu-renmei.example": ["v=DMARC1; p=reject"]}}}
    with Session({"dns": Table(world, lambda: NOW)}, now=lambda: NOW) as session:
        report = gyotaku.dissect(signed, CONFIG, session=session)
    assert report.authentication is not None
    assert report.authentication.broken == ("spf", "dkim")
    assert not {"dmarc-not-passed", "spf-not-authorized"} & {finding.kind.id for finding in report.findings}
    shown = render(report, "en")
    assert shown.count("ended with an error of this program") >= 2
    assert "carries no signature" not in shown
    assert "there is no sender's domain" not in shown
