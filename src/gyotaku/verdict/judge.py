"""The verdict: findings weighed, with and without what the attacker could have arranged."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gyotaku.mail.facts.readability import Gap
from gyotaku.model.finding import Finding
from gyotaku.model.goal import Goal, MailClass
from gyotaku.model.report import Claim, Verdict, VerdictWord, Weighed
from gyotaku.model.text import Sentence
from gyotaku.verdict.weights import attacker_could_clear, strongest_first, weights

_BAD = frozenset({VerdictWord.FRAUD, VerdictWord.LIKELY, VerdictWord.SUSPICIOUS})
_FRAUD = frozenset({VerdictWord.FRAUD, VerdictWord.LIKELY})


def judge(
    findings: Iterable[Finding], gaps: tuple[Gap, ...], find_goal: Callable[[], Goal | None]
) -> tuple[Verdict, tuple[Finding, ...], Goal | None]:
    """The verdict, the findings that are told beside it, and the goal where the mail is at least suspicious."""
    ordered = strongest_first(findings)
    table = weights()
    weighed = _unless_unread(table.weigh(ordered), gaps)
    struck = _unless_unread(table.weigh(f for f in ordered if not attacker_could_clear(f)), gaps)
    bad = weighed.word in _BAD
    # Phrases are searched only where the answer is told: a genuine notice uses the same words.
    goal = find_goal() if bad else None
    if goal is not None and weighed.word in _FRAUD and goal.goal.mail_class is MailClass.SPAM:
        # Words of advertising are in every mail that imitates a newsletter; they do not say what a fraud is after.
        goal = None
    reason = Sentence(gaps[0].text) if weighed.word is VerdictWord.CANNOT_TELL and gaps else None
    verdict = Verdict(weighed, _mail_class(weighed.word, goal), struck, reason)
    told = tuple(finding for finding in ordered if bad or not finding.kind.when_bad)
    return verdict, told, goal


def _unless_unread(weighed: Weighed, gaps: tuple[Gap, ...]) -> Weighed:
    """A mail that was not read whole is never told to be without sign of fraud."""
    if gaps and weighed.word is VerdictWord.NO_SIGN:
        return Weighed(VerdictWord.CANNOT_TELL, weighed.score)
    return weighed


def _mail_class(word: VerdictWord, goal: Goal | None) -> MailClass:
    return MailClass.NONE if goal is None or word not in _BAD else goal.goal.mail_class


def claims(findings: Iterable[Finding]) -> tuple[Claim, ...]:
    """Whom the mail pretends to be, from the findings that say so."""
    return tuple(
        Claim(finding.pretends, finding.strength, finding.evidence)
        for finding in findings
        if finding.pretends is not None
    )
