"""What an article ends with: who could have sent it, what helps, the law, what is unknown, and where it all comes from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gyotaku.model.bearing import HypothesisName
from gyotaku.model.guidance import Guidance
from gyotaku.model.hypothesis import Hypothesis, Standing
from gyotaku.model.report import Report
from gyotaku.model.text import Amount, Host, Text, Word
from gyotaku.model.version import __version__
from gyotaku.report import headings, page_words
from gyotaku.report.article import words
from gyotaku.report.article.blocks import Block, Listing, Prose, Said, Section, Table
from gyotaku.report.article.notes import Notes
from gyotaku.report.article.opening import written_day
from gyotaku.report.layout import safe
from gyotaku.report.plain import defanged
from gyotaku.report.teller import Teller
from gyotaku.report.told import is_accused, struck
from gyotaku.report.told_after import closed_line, decided, sources, spoken, still_open, unknowns

_VICTIMS = frozenset({HypothesisName.FORGED_SENDER, HypothesisName.ABUSED_ACCOUNT})
_OF_ANOTHER = frozenset({
    "brand-unproven", "dmarc-failed", "dmarc-not-passed", "restricted-suffix", "sender-domain-owner", "spf-failed", "spf-not-authorized",
})  # fmt: skip
"""Kinds that show the domain to be somebody's who keeps it: a name that anybody could have taken for this mail has no victim to speak of."""
_MOST_INDICATORS = 40


def who(teller: Teller, report: Report, notes: Notes) -> Section | None:
    """The hypotheses that are left, what speaks for each, and what would decide. None where nothing is accused."""
    held = still_open(report.hypotheses)
    if not is_accused(report) or not held:
        return None
    blocks: list[Block] = []
    leading = [one for one in held if one.standing is Standing.LEADS]
    if len(held) > 1 and not leading:
        blocks.append(Prose((Said(teller.fill(words.SEVERAL, count=Amount(len(held)))),)))
    for one in held:
        told = words.ONE_LEADS if one.standing is Standing.LEADS else words.ONE_STANDS
        blocks.append(Prose((Said(_named(teller, told, one)),)))
        lines = tuple(_spoken(teller, one, notes)) + tuple(Said(line) for line in decided(teller, one))
        if lines:
            blocks.append(Listing(lines))
    victim = _victim(teller, report, held)
    if victim:
        blocks.append(Prose((Said(victim),)))
    closed = closed_line(teller, report.hypotheses)
    if closed:
        blocks.append(Prose((Said(closed),)))
    without = struck(teller, report)
    if without:
        blocks.append(Prose((Said(without),)))
    return Section("who", teller.say(words.WHO), tuple(blocks))


def _named(teller: Teller, text: Text, one: Hypothesis) -> str:
    return teller.filled(text, name=one.name.label, meaning=one.name.meaning)


def _spoken(teller: Teller, one: Hypothesis, notes: Notes) -> Iterator[Said]:
    for label, title, finding in spoken(teller, one):
        text = words.FOR if label is headings.SPEAKS_FOR else words.COUNTERS
        before, _, after = text.template(teller.language).partition("{title}")
        yield Said(teller.form.literal(before) + title + teller.form.literal(after), (notes.of(finding),))


def _victim(teller: Teller, report: Report, held: list[Hypothesis]) -> str:
    """Said only where every explanation that is left makes a victim of the holder, and something shows that there is one."""
    domain = next((one.value for one in report.observables if one.type == "host" and "from" in one.roles), None)
    kinds = {finding.kind.id for finding in report.findings}
    if domain is None or not {one.name for one in held} <= _VICTIMS or not kinds & _OF_ANOTHER:
        return ""
    return teller.fill(words.VICTIM, domain=Host(domain))


def after(teller: Teller, report: Report, guidance: Guidance) -> Section | None:
    if not is_accused(report):
        return None
    blocks: list[Block] = [Prose((Said(teller.say(guidance.opened)),))]
    if guidance.steps:
        blocks.append(Prose((Said(teller.say(words.AFTER_STEPS)),)))
        blocks.append(Listing(tuple(Said(teller.say(step)) for step in guidance.steps), ordered=True))
    if guidance.contacts:
        blocks.append(Listing(tuple(Said(teller.say(contact)) for contact in guidance.contacts)))
    return Section("after", teller.say(words.AFTER), tuple(blocks))


def law(teller: Teller, report: Report, guidance: Guidance) -> Section | None:
    """The provisions as they stood on the mail's day. None where none fits."""
    if not is_accused(report) or not guidance.law or guidance.mailed is None:
        return None
    day, written = (Word(_day(teller, one)) for one in (guidance.mailed, guidance.written))
    items = tuple(Said(teller.filled(words.LAW_OF, act=note.act, told=note.text)) for note in guidance.law)
    return Section(
        "law",
        teller.say(words.LAW),
        (
            Prose((Said(teller.fill(words.LAW_INTRO, day=day)),)),
            Listing(items),
            Prose((Said(teller.fill(words.LAW_NOTE, day=written)),)),
        ),
    )


def _day(teller: Teller, day: date) -> Text:
    text = written_day(teller, day)
    return Text(en=text, ja=text)


def unknown(teller: Teller, report: Report) -> Section:
    """The questions that are left, under the reason why each was not answered."""
    blocks: list[Block] = []
    for one in unknowns(teller, report):
        if one.reason is None:
            blocks.append(Prose(tuple(Said(question) for question in one.questions)))
        else:
            blocks.append(Listing(tuple(Said(question) for question in one.questions)))
            blocks.append(Prose((Said(one.reason),)))
    return Section("unknown", teller.say(words.UNKNOWN), tuple(blocks))


def indicators(teller: Teller, report: Report) -> Section | None:
    """What others can look for in their own mail. Hosts and addresses are broken like links: a reader may paste them anywhere."""
    rows: list[tuple[str, ...]] = []
    for one in report.observables:
        if one.type in page_words.TYPES and len(rows) < _MOST_INDICATORS:
            value = one.value if one.type in {"helo", "message-id"} else defanged(safe(one.value))
            roles = teller.comma.join(teller.tell(page_words.ROLES.get(role, role)) for role in one.roles)
            rows.append((teller.foreign(value), teller.say(page_words.TYPES[one.type]), roles))
    rows.append((teller.foreign(report.mail.sha256), teller.say(page_words.DIGEST), ""))
    heads = tuple(teller.say(head) for head in (page_words.VALUE, page_words.KIND, page_words.ROLE))
    table = Table(teller.say(words.INDICATORS_CAPTION), heads, tuple(rows))
    return Section("indicators", teller.say(words.INDICATORS), (table,))


def about(teller: Teller, report: Report, *, masked: bool) -> Section:
    asked = sources(teller, report)
    version = Text(en=__version__, ja=__version__)
    made = teller.filled(words.MADE if asked else words.MADE_OFFLINE, version=version)
    said = [Said(made)] + ([Said(teller.say(words.MASKED))] if masked else []) + [Said(teller.say(words.OURS))]
    blocks: list[Block] = [Prose(tuple(said))]
    if asked:
        blocks.append(Listing(tuple(Said(line) for line in asked)))
    return Section("about", teller.say(words.ABOUT), tuple(blocks))
