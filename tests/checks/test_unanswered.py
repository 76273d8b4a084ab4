"""Where DNS was asked and gave no usable answer, the checks over its answers say so, and find nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

import gyotaku
from gyotaku.config import from_table
from gyotaku.lookup.session import Session
from gyotaku.model.answers import Ended, Permission
from gyotaku.model.asks import Answer, Ask, Outcome
from gyotaku.model.report import Report
from tests.world import NOW

KINDS = Path(__file__).parents[1] / "kinds"
OURS = {"own_domains": ["yanagi-paint.example"], "trusted_hosts": ["mx.yanagi-paint.example"]}
NEW = {
    "signed-by-author-domain", "signed-by-another", "signature-broken", "signature-leaves-open", "signature-key-weak",
    "signature-key-testing", "results-differ", "arc-chain-holds", "arc-chain-broken", "sender-domain-gone",
    "sender-takes-no-mail", "link-host-gone", "reverse-name-unconfirmed", "no-reverse-name-now",
}  # fmt: skip


class Silent:
    """A source that never gives a usable answer."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome

    def whom(self, ask: Ask) -> str:
        return "DNS of the test"

    async def ask(self, ask: Ask, within: float) -> Answer:
        return Answer(ask=ask, outcome=self.outcome, time=NOW, expires=NOW + timedelta(hours=1), by="DNS of the test")


def dissected(mail: Path, outcome: Outcome) -> Report:
    config = from_table(OURS)
    with Session({"dns": Silent(outcome)}, now=lambda: NOW) as session:
        asking = replace(config, online=frozenset({Permission.DNS}))
        return gyotaku.dissect(mail.read_bytes(), asking, session=session)


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.LATE])
@pytest.mark.parametrize(
    ("mail", "check"),
    [
        ("signed-by-author-domain/fires-same-domain", "authentication.evaluated_dkim"),
        ("arc-chain-holds/fires-two-handlers", "authentication.evaluated_arc"),
        ("sender-domain-gone/fires-registered-domain", "sender.domain_without_mail"),
        ("link-host-gone/fires-name-gone", "site.link_gone"),
        ("no-reverse-name-now/fires-unknown", "path.reverse_unconfirmed"),
    ],
)
def test_silence_is_told(mail: str, check: str, outcome: Outcome) -> None:
    report = dissected(KINDS / f"{mail}.eml", outcome)
    assert {run.id: run.ended for run in report.checks}[check] is Ended.UNAVAILABLE
    assert not NEW & {finding.kind.id for finding in report.findings}


@pytest.mark.parametrize("mail", sorted(KINDS.glob("results-differ/*.eml")), ids=lambda file: file.stem)
def test_what_nobody_answered_is_no_difference(mail: Path) -> None:
    report = dissected(mail, Outcome.FAILED)
    assert "results-differ" not in {finding.kind.id for finding in report.findings}
    assert not [run for run in report.checks if run.ended is Ended.FAILED]
