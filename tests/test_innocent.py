"""Honest mails that name organizations, quote phishing, or lead to shared hosts, and so might be wrongly accused.

Shops that name the cards they take, partners, news, warnings, forwarded notices, notices of services from their own domains with and
without recorded authentication. All were written for this test.
"""

from pathlib import Path

import pytest

import gyotaku
from gyotaku.model.configuration import Config
from gyotaku.model.finding import Direction
from gyotaku.model.report import VerdictWord

_MAILS = sorted(Path(__file__).with_name("innocent").glob("*.eml"))
_ACCUSED = frozenset({VerdictWord.FRAUD, VerdictWord.LIKELY})
_CONFIG = Config(own_domains=("kobo.example",))


def test_there_are_mails() -> None:
    assert len(_MAILS) > 70


@pytest.mark.parametrize("mail", _MAILS, ids=lambda mail: mail.stem)
def test_honest_mail_is_not_accused_and_plays_nobody(mail: Path) -> None:
    report = gyotaku.dissect(mail.read_bytes(), _CONFIG)
    for one in (report, *report.others):
        assert one.verdict.word not in _ACCUSED
        accusing = [finding.kind.id for finding in one.findings if finding.direction is Direction.ACCUSES]
        # That a subject begins with a name is told, weakly, of news as well.
        named = [kind for kind in accusing if kind.startswith("brand-") or kind.endswith("lookalike")]
        assert not set(named) - {"brand-in-subject"}
        assert one.pretends_to_be == ()
