"""The verdict: findings weighed, with and without what the attacker could have arranged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from gyotaku.mail.brands import brands
from gyotaku.mail.facts.identity import Identity
from gyotaku.mail.facts.marked import Marked
from gyotaku.mail.facts.readability import Gap
from gyotaku.model.finding import Direction, Finding
from gyotaku.model.goal import Goal, GoalClass, MailClass
from gyotaku.model.own_brands import OwnBrands
from gyotaku.model.report import Claim, Verdict, VerdictWord, Weighed
from gyotaku.model.text import Sentence, Text
from gyotaku.verdict.marking import excused, unmarked
from gyotaku.verdict.weights import STRENGTH_ORDER, attacker_could_clear, strongest_first, weights

_BAD = frozenset({VerdictWord.FRAUD, VerdictWord.LIKELY, VerdictWord.SUSPICIOUS})
OWN_DOMAIN = "own-domain"
_MOST_QUOTES = 6
_FRAUD = frozenset({VerdictWord.FRAUD, VerdictWord.LIKELY})
NOTHING_VOUCHES = Text(
    en="What was found does not make it suspicious, but nothing that a fraud could not have arranged speaks for its sender either.",
    ja="不審とまでいえる点は見つかりませんでしたが、差出人が確かだといえる、偽装のできない根拠もありません。",
)


def judge(
    findings: Iterable[Finding], gaps: tuple[Gap, ...], find_goal: Callable[[], Goal | None], marked: Marked
) -> tuple[Verdict, tuple[Finding, ...], Goal | None]:
    """The verdict, the findings that are told beside it, and the goal where the mail is at least suspicious."""
    found = list(findings)
    ordered = strongest_first(excused(found, marked))
    weighed, struck = _weighed(ordered, gaps)
    left = unmarked(found, ordered)
    without = None if left is None else _weighed(left, gaps)[0]
    bad = weighed.word in _BAD
    # Phrases are searched only where the answer is told: a genuine notice uses the same words.
    goal = find_goal() if bad else None
    if goal is not None and weighed.word in _FRAUD and goal.goal.mail_class is MailClass.SPAM:
        # Words of advertising are in every mail that imitates a newsletter; they do not say what a fraud is after.
        goal = None
    reason = None
    if weighed.word is VerdictWord.CANNOT_TELL:
        reason = Sentence(gaps[0].text if gaps else NOTHING_VOUCHES)
    plays = any(finding.pretends is not None for finding in ordered)
    verdict = Verdict(weighed, _mail_class(weighed.word, goal, plays=plays), struck, reason, without)
    told = tuple(finding for finding in ordered if bad or not finding.kind.when_bad)
    return verdict, told, goal


def _weighed(findings: Sequence[Finding], gaps: tuple[Gap, ...]) -> tuple[Weighed, Weighed]:
    """As they are, and without what the attacker could have arranged."""
    table = weights()
    beyond_him = [finding for finding in findings if not attacker_could_clear(finding)]
    vouched = not gaps and any(finding.direction is Direction.CLEARS for finding in beyond_him)
    return (
        _unless_doubtful(table.weigh(findings), vouched=vouched),
        _unless_doubtful(table.weigh(beyond_him), vouched=vouched),
    )


def _unless_doubtful(weighed: Weighed, *, vouched: bool) -> Weighed:
    """A mail that was not read whole, or for which nothing speaks that the attacker could not have arranged, is never told to be without sign of fraud."""
    if weighed.word is VerdictWord.NO_SIGN and not vouched:
        return Weighed(VerdictWord.CANNOT_TELL, weighed.score)
    return weighed


def _mail_class(word: VerdictWord, goal: Goal | None, *, plays: bool) -> MailClass:
    if goal is None or word not in _BAD:
        return MailClass.NONE
    if goal.goal is GoalClass.PAYMENT and plays:
        # Who plays a payment service or a biller is after its customers' accounts and cards; who plays nobody wants the money sent.
        return MailClass.PHISH
    return goal.goal.mail_class


def claims(findings: Iterable[Finding], verdict: Verdict, identity: Identity, own: OwnBrands) -> tuple[Claim, ...]:
    """Whom the mail pretends to be, from the findings that say so: one claim a name, the likeliest first.

    A mail without sign of fraud speaks in a name; that it pretends would be more than anybody knows.
    """
    if verdict.weighed.word not in _BAD:
        return ()
    names: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.pretends is not None:
            names.setdefault(finding.pretends, []).append(finding)
    points = {claimed.brand.id: claimed.points for claimed in (*identity.claimed, *identity.named)}
    called = {brand.id: brand.name for brand in brands(own)}
    found = [_claim(name, called.get(name), said) for name, said in names.items()]
    return tuple(sorted(found, key=lambda claim: (claim.brand != OWN_DOMAIN, -points.get(claim.brand, 0.0))))


def _claim(id_: str, name: str | None, findings: list[Finding]) -> Claim:
    strength = min((finding.strength for finding in findings), key=STRENGTH_ORDER.index)
    quoted = dict.fromkeys(evidence for finding in findings for evidence in finding.evidence)
    return Claim(id_, name, strength, tuple(quoted)[:_MOST_QUOTES])
