"""What the mail gives as the cause is no cause of what it says has happened.

Innocent when: the notice tells of several things, or the writer left out what lies between. Said only where a word ties the cause to
what happened and no cause that belongs there is told.
"""

from collections.abc import Iterator

from gyotaku.data.tables import table
from gyotaku.mail.facts.said import Said, Sayings
from gyotaku.mail.mentions.quoted import words_of_others
from gyotaku.mail.pattern import Pattern
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text

CAUSE_UNLIKE_SYMPTOM = Kind(
    id="cause-unlike-symptom",
    group=Group.CONTRADICTION,
    strength=Strength.MODERATE,
    title=Text(
        en="The mail gives {cause} as the cause of {symptom}; the two do not belong together.",
        ja="{symptom} の原因として {cause} と書かれていますが、この二つは結び付きません。",
    ),
    why=Text(
        en="One does not bring about the other. Who really looks after the service knows what failed; who makes up a story puts words of "
        "technology side by side.",
        ja="一方からもう一方は起こりません。実際にサービスを運用している人なら、何が起きたのかを知っています。作り話では、それらしい技術用語が並べられがちです。",
    ),
    innocent=Text(
        en="A notice about several things, or one that was shortened until it no longer explains itself.",
        ja="複数の事柄を一通で知らせている場合や、説明が省かれ過ぎている場合もあります。",
    ),
)

_PARAGRAPH = Pattern(r"\n[ \t\r]*\n")
_LABEL = Pattern(r"(?m)^[^\w\n]{0,4}(?:障害|発生)?(?:の?原因|理由|(?:root )?cause|reason)[^\w\n]{0,8}")
_FAR = 160
"""Characters between what happened and its cause, beyond which they are two matters."""
_FAR_FROM_LABEL = 500
"""The same where the cause has a line of its own: it is the cause of all that the notice tells."""
_TIE = 24
"""Characters around a cause in which the word stands that makes it one."""


def check(sayings: Sayings) -> Iterator[Finding]:
    stories = table("stories")
    causes = [(name, one) for name in stories["cause"] for one in sayings.of(f"cause:{name}")]
    if not causes:
        return
    for name, row in stories["symptom"].items():
        symptoms = sayings.of(f"symptom:{name}")
        for symptom in symptoms:
            near = _exact([(cause, one) for cause, one in causes if _near(symptom, one)])
            if any(cause in row["causes"] for cause, _ in near):
                continue
            tied = [one for _, one in near if _tied(one, stories["because"])]
            if tied and not _of_others(tied[0]):
                first, second = symptom.evidence(), tied[0].evidence()
                if _meet(first, second):
                    first, second = (one.passage.evidence(one.hit.start, one.hit.end) for one in (symptom, tied[0]))
                yield CAUSE_UNLIKE_SYMPTOM.found(first, second, symptom=Quote(first.quote), cause=Quote(second.quote))
                return


def _exact(causes: list[tuple[str, Said]]) -> list[tuple[str, Said]]:
    """Without those that are a piece of another: the unpaid of unpaid customs."""
    return [
        (name, one)
        for name, one in causes
        if not any(
            other.hit.start <= one.hit.start and one.hit.end <= other.hit.end and other.hit.phrase != one.hit.phrase
            for _, other in causes
        )
    ]


def _near(symptom: Said, cause: Said) -> bool:
    """They stand in one paragraph, or the cause under a label of its own."""
    if symptom.passage is not cause.passage:
        return False
    if symptom.hit.start >= cause.hit.end and _under_label(cause):
        return symptom.hit.start - cause.hit.end <= _FAR_FROM_LABEL
    first, second = sorted((symptom.hit, cause.hit), key=lambda hit: hit.start)
    between = symptom.passage.folded[first.end : second.start]
    if not 0 <= second.start - first.end <= _FAR:
        return False
    return _PARAGRAPH.compiled.search(between) is None or (
        second is cause.hit and _LABEL.compiled.search(between) is not None
    )


def _under_label(cause: Said) -> bool:
    text = cause.passage.folded
    line = text.rfind("\n", 0, cause.hit.start) + 1
    label = _LABEL.compiled.match(text, line, cause.hit.start)
    return label is not None and cause.hit.start - line <= _TIE * 2


def _meet(first: Evidence, second: Evidence) -> bool:
    return bool(
        first.span and second.span and first.span.start < second.span.end and second.span.start < first.span.end
    )


def _tied(cause: Said, because: list[str]) -> bool:
    text = cause.passage.folded
    around = text[max(0, cause.hit.start - _TIE) : cause.hit.end + _TIE]
    return any(word in around for word in because)


def _of_others(cause: Said) -> bool:
    return any(begin <= cause.hit.start < end for begin, end in words_of_others(cause.passage.folded))
