"""The sections of an article that tell what was found, each headed by what weighs most in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gyotaku.model.finding import Direction, Finding, Group, Strength
from gyotaku.model.path import Path
from gyotaku.model.report import KeyField, Report
from gyotaku.model.text import Host, Quote, Text, Time, Url
from gyotaku.report import headings
from gyotaku.report.article import words
from gyotaku.report.article.blocks import Block, Excerpt, Figure, Folded, Listing, Prose, Row, Rows, Said, Section
from gyotaku.report.article.headlines import BY_KIND, USUAL
from gyotaku.report.article.notes import Notes
from gyotaku.report.article.telling import told
from gyotaku.report.article.themes import Theme, chief, theme, themes
from gyotaku.report.path_told import remarks
from gyotaku.report.teller import Teller
from gyotaku.report.told import envelope

_MOST_LINKS = 10


def found(teller: Teller, report: Report, notes: Notes, figures: frozenset[str]) -> Iterator[Section]:
    """The themes of this mail, the weightiest first."""
    used: set[str] = set()
    for name, findings in themes(report):
        if name is Theme.ARRIVAL:
            continue
        heading = _heading(teller, name, findings, used)
        if name is Theme.TEXT:
            blocks = tuple(_text(teller, findings, notes))
        else:
            blocks = (*_introduced(teller, report, name, figures), *told(teller, findings, notes))
        if name is Theme.LINK and "site" in figures:
            blocks += tuple(_site(teller, report))
        if name is Theme.LINK and not any(one.kind.id.startswith("site-") for one in findings):
            blocks += (Prose((Said(teller.say(words.LINK_UNSEEN)),)),)
        yield Section(name.value, heading, blocks)


def _heading(teller: Teller, name: Theme, findings: Sequence[Finding], used: set[str]) -> str:
    first = chief(findings)
    heading = teller.say(BY_KIND.get(first.kind.id, USUAL[name]) if first is not None else USUAL[name])
    if heading in used:
        heading = teller.say(USUAL[name])
    used.add(heading)
    return heading


def _introduced(teller: Teller, report: Report, name: Theme, figures: frozenset[str]) -> Iterator[Block]:
    match name:
        case Theme.SENDER:
            yield Prose((Said(teller.say(words.FROM_IS_FREE)),))
        case Theme.LINK:
            yield from _links(teller, report)
        case Theme.ROUTE:
            yield from _way(teller, report, figures)
        case _:
            return


def _text(teller: Teller, findings: Sequence[Finding], notes: Notes) -> Iterator[Block]:
    """What the text says against itself, then how it is written: the first can prove something, the second hardly."""
    language = [one for one in findings if one.kind.group is Group.LANGUAGE]
    others = [one for one in findings if one.kind.group is not Group.LANGUAGE]
    if any(one.kind.group is Group.CONTRADICTION for one in _weighty(others)):
        yield Prose((Said(teller.say(words.CONTRADICTIONS)),))
    yield from told(teller, others, notes)
    if _weighty(language):
        yield Prose((Said(teller.say(words.LANGUAGE_TOO if others else words.LANGUAGE_ONLY)),))
    yield from told(teller, language, notes)
    if any(one.direction is Direction.ACCUSES for one in language):
        yield Prose((Said(teller.say(words.NOT_ALONE)),))


def _weighty(findings: Sequence[Finding]) -> list[Finding]:
    return [one for one in findings if one.direction is Direction.ACCUSES and one.strength is not Strength.WEAK]


def _links(teller: Teller, report: Report) -> Iterator[Block]:
    targets = [
        one.value for one in report.observables if one.type == "url" and {"link", "form", "refresh"} & set(one.roles)
    ]
    if targets:
        yield Prose((Said(teller.say(words.LINKS_ARE)),))
        shown = dict.fromkeys(teller.tell(Url(target)) for target in targets)  # masked, several may be alike
        yield Listing(tuple(Said(target) for target in list(shown)[:_MOST_LINKS]))


def _site(teller: Teller, report: Report) -> Iterator[Block]:
    """The picture of the page, with when it was taken and under which address."""
    seen = report.visits.pictured if report.visits is not None else None
    if seen is not None:
        text = words.SITE_WITH_DECOYS if seen.decoys else words.SITE_CAPTION
        caption = teller.fill(text, url=Url(seen.final or seen.url), time=Time(seen.when))
        yield Figure("site", words.SITE.template(teller.language), caption)


def _way(teller: Teller, report: Report, figures: frozenset[str]) -> Iterator[Block]:
    path = report.path
    if not path.hops:
        yield Prose((Said(teller.say(headings.NO_HOPS)),))
        return
    said = [Said(teller.say(_record(path)))]
    handed = path.handed_over_by
    if handed is not None and handed.address:
        said.append(Said(teller.fill(words.HANDED, address=Host(handed.address))))
    yield Prose(tuple(said))
    yield Figure("path", words.PATH_FIGURE.template(teller.language), teller.say(words.PATH_FIGURE))
    yield Listing(tuple(Said(line) for line in remarks(teller, path, report.names)))
    if "map" in figures:
        yield Figure("map", words.MAP.template(teller.language), teller.say(words.MAP))


def _record(path: Path) -> Text:
    if path.boundary is None:
        return words.WAY_UNKNOWN
    return words.WAY_DIRECT if path.boundary.index + 1 == len(path.hops) else words.WAY


def look(teller: Teller, report: Report, notes: Notes, lines: tuple[str, ...], figures: frozenset[str]) -> Section:
    """What its reader saw: the picture, or the words where there is none, and how it arrived."""
    blocks: list[Block] = []
    if "mail" in figures:
        blocks.append(Prose((Said(teller.say(words.LOOKS)),)))
        blocks.append(Figure("mail", words.PICTURE.template(teller.language), teller.say(words.PICTURE_CAPTION)))
        if lines:
            blocks.append(Folded(teller.say(words.IN_WORDS), lines))
    elif lines:
        blocks.append(Prose((Said(teller.say(words.LOOKS)), Said(teller.say(words.LOOKS_IN_WORDS)))))
        blocks.append(Excerpt(lines))
    blocks.append(Rows(tuple(_arrived(teller, report))))
    arrival = [one for one in report.findings if theme(one) is Theme.ARRIVAL]
    blocks += told(teller, arrival, notes)
    return Section("look", teller.say(words.LOOK), tuple(blocks))


def _arrived(teller: Teller, report: Report) -> Iterator[Row]:
    for number, (name, value) in enumerate(envelope(teller, report.mail)):
        remark = ""
        if number == 0 and report.mail.subject_stamp:
            text = words.STAMP_REMARK if report.mail.stamp_is_ours else words.STAMP_ELSEWHERE
            remark = teller.fill(text, stamp=Quote(report.mail.subject_stamp))
        yield Row(name, value, remark)


def fields(teller: Teller, report: Report) -> Section:
    """The three fields: what each is, what it says here, and how far it can be relied on."""
    rows = tuple(
        Row(
            key.name,
            teller.foreign(key.evidence.quote) if key.evidence else teller.say(headings.NOT_THERE),
            teller.say(_meaning(key, report)) + ("" if teller.japanese else " ") + teller.sentence(key.worth),
        )
        for key in report.key_fields
    )
    return Section("fields", teller.say(words.FIELDS), (Prose((Said(teller.say(words.FIELDS_INTRO)),)), Rows(rows)))


def _meaning(key: KeyField, report: Report) -> Text:
    if key.name == "Received" and len(report.path.hops) < 2:
        return words.RECEIVED_ONLY
    return words.FIELD_MEANINGS[key.name]
