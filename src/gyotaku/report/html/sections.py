"""The sections of a page that hold words alone."""

from __future__ import annotations

from gyotaku.model.finding import Direction, Finding
from gyotaku.model.report import Observable, Report
from gyotaku.model.text import Time, Url
from gyotaku.report import headings, page_words
from gyotaku.report.authentication_told import methods
from gyotaku.report.html.form import shown
from gyotaku.report.html.marks import Marks, numbered
from gyotaku.report.html.writer import Writer
from gyotaku.report.layout import safe
from gyotaku.report.plain import defanged
from gyotaku.report.teller import Teller
from gyotaku.report.told import (
    envelope,
    evidence_line,
    goal_evidence,
    is_accused,
    meaning,
    stamp,
    struck,
    surroundings,
    together,
    why,
)
from gyotaku.report.told_after import closed_line, decided, spoken, still_open, unknowns
from gyotaku.report.visits_told import looked_as, notes, rows, silence


def write_verdict(writer: Writer, teller: Teller, report: Report, marks: Marks) -> None:
    word = report.verdict.word
    with writer.element("div", class_=f"verdict {word}"):
        writer.line("h1", teller.say(word.label), id=writer.id("verdict"))
        writer.line("p", meaning(teller, report), class_="meaning")
    if is_accused(report):
        told = goal_evidence(report)
        if told:
            with writer.element("ul", class_="evidence", id=writer.id("goal")):
                for evidence in told:
                    with writer.element("li"):
                        writer.put(evidence_line(teller, [evidence]))
                        _see(writer, teller, marks.ids.get((0, evidence.span)) if evidence.span else None, 0)
        if report.page_guess is not None:
            writer.line("p", teller.sentence(report.page_guess))
    without = struck(teller, report)
    if without is not None:
        writer.line("p", without, class_="struck")


def write_envelope(writer: Writer, teller: Teller, report: Report) -> None:
    with writer.element("dl", class_="rows"):
        for number, (name, text) in enumerate(envelope(teller, report.mail)):
            writer.line("dt", name)
            with writer.element("dd"):
                writer.put(text)
                stamped = stamp(teller, report.mail) if number == 0 else None
                if stamped is not None:
                    writer.line("span", stamped, class_="note block")
        writer.line("dt", teller.say(page_words.FILE))
        writer.line("dd", teller.foreign(report.mail.path))
        writer.line("dt", teller.say(page_words.DIGEST))
        writer.line("dd", teller.foreign(report.mail.sha256), class_="name")
    for line in surroundings(teller, report):
        writer.line("p", line)


def _see(writer: Writer, teller: Teller, mark: str | None, number: int) -> None:
    if mark is None:
        return
    writer.put(" ")
    told = teller.say(page_words.SEE)
    label = teller.filled(page_words.FINDING, number=number) if number else teller.say(page_words.GOAL_MARK)
    writer.reference(mark, told, class_="see", aria_label=f"{told}{teller.colon}{label}")


def write_findings(writer: Writer, teller: Teller, report: Report, found: list[Finding], marks: Marks) -> None:
    numbers = {id(finding): number for number, finding in numbered(report)}
    with writer.element("ol", class_="findings"):
        for place, finding in enumerate(found):
            number = numbers[id(finding)]
            with writer.element("li"):
                with writer.element("h3", id=writer.id(f"f{number}")):
                    writer.line("span", str(number), class_="no")
                    writer.put(" " + teller.sentence(finding.title))
                    if finding.direction is not Direction.INFORMS:
                        writer.put(" ")
                        style = finding.strength if finding.direction is Direction.ACCUSES else finding.direction
                        writer.line("span", teller.say(finding.strength.label), class_=f"strength {style}")
                with writer.element("ul", class_="evidence"):
                    for same in together(finding.evidence):
                        with writer.element("li"):
                            writer.put(evidence_line(teller, same))
                            span = same[0].span
                            _see(writer, teller, marks.ids.get((number, span)) if span else None, number)
                explained = why(teller, found, place)
                if explained is not None:
                    writer.line("p", explained)


def write_key_fields(writer: Writer, teller: Teller, report: Report) -> None:
    with writer.element("dl", class_="rows keys"):
        for key in report.key_fields:
            writer.line("dt", teller.foreign(key.name))
            with writer.element("dd"):
                value = shown(key.evidence.quote) if key.evidence else teller.say(headings.NOT_THERE)
                writer.line("div", value, class_="name")
                writer.line("div", teller.sentence(key.worth))


def write_authentication(writer: Writer, teller: Teller, report: Report) -> None:
    if report.authentication is None:
        return
    asked = Time(report.authentication.asked)
    writer.line("p", teller.filled(headings.ASKED_AT, time=asked), class_="note")
    with writer.element("dl", class_="rows"):
        for method in methods(teller, report.authentication):
            writer.line("dt", teller.foreign(method.name))
            with writer.element("dd"):
                with writer.element("div"):
                    if method.result:
                        writer.line("strong", method.result)
                        writer.put(" ")
                    writer.put(method.text)
                for deeper, line in method.details:
                    writer.line("div", line, class_=f"deeper d{min(deeper, 4)}")


def write_visits(writer: Writer, teller: Teller, report: Report) -> None:
    for look in report.visits.looks if report.visits is not None else ():
        with writer.element("h3"):
            writer.put(teller.tell(Url(look.url)))
        for note in notes(teller, look):
            writer.line("p", note)
        for visit in look.visits:
            writer.line("p", looked_as(teller, visit), class_="note")
            with writer.element("dl", class_="rows"):
                for name, words in rows(teller, visit):
                    writer.line("dt", teller.say(name))
                    writer.line("dd", words)
        for line in silence(teller, look):
            writer.line("p", line, class_="note")


def write_hypotheses(writer: Writer, teller: Teller, report: Report) -> None:
    numbers = {id(finding): number for number, finding in numbered(report)}
    for one in still_open(report.hypotheses):
        with writer.element("h3"):
            writer.put(teller.say(one.name.label) + " ")
            writer.line("span", teller.say(one.standing.label), class_=f"standing {one.standing}")
        writer.line("p", teller.say(one.name.meaning))
        lines = spoken(teller, one)
        rest = decided(teller, one)
        if not lines and not rest:
            continue
        with writer.element("ul"):
            for label, title, finding in lines:
                with writer.element("li"):
                    writer.put(teller.say(label) + teller.colon + title)
                    number = numbers.get(id(finding))
                    if number is not None:
                        writer.put(" ")
                        writer.reference(f"f{number}", teller.filled(page_words.FINDING, number=number))
            for line in rest:
                writer.line("li", line)
    closed = closed_line(teller, report.hypotheses)
    if closed is not None:
        writer.line("p", closed)


def write_observables(writer: Writer, teller: Teller, report: Report, *, links: bool) -> None:
    listed = [one for one in report.observables if (one.type == "url") is links and one.type in page_words.TYPES]
    if links:
        writer.line("p", teller.say(page_words.LINKS_NOTE if listed else page_words.NO_LINKS))
    if listed:
        _table(writer, teller, listed, links=links)
    if links and any(one.type == "links-left-out" for one in report.observables):
        writer.line("p", teller.say(page_words.LINKS_LEFT_OUT))


def _table(writer: Writer, teller: Teller, listed: list[Observable], *, links: bool) -> None:
    heads = (page_words.TARGET, page_words.ROLE) if links else (page_words.VALUE, page_words.KIND, page_words.ROLE)
    with writer.element("table", class_="links" if links else None):
        writer.line("caption", teller.say(page_words.LINKS_CAPTION if links else page_words.OBSERVABLES_CAPTION))
        with writer.element("thead"), writer.element("tr"):
            for head in heads:
                writer.line("th", teller.say(head), scope="col")
        with writer.element("tbody"):
            for one in listed:
                roles = teller.comma.join(_role(teller, role) for role in one.roles)
                with writer.element("tr"):
                    writer.line("th", shown(shown_value(one)), scope="row", class_="name")
                    if not links:
                        writer.line("td", teller.say(page_words.TYPES[one.type]))
                    writer.line("td", roles)


def shown_value(one: Observable) -> str:
    """What links lead to is written so that it cannot be followed, everywhere else as the report has it."""
    followed = {"link", "form", "refresh", "image", "frame", "resource"}
    if one.type == "url" or (one.type in {"host", "address"} and followed & set(one.roles)):
        return defanged(safe(one.value))
    return safe(one.value)


def _role(teller: Teller, role: str) -> str:
    told = page_words.ROLES.get(role)
    return teller.foreign(role) if told is None else teller.say(told)


def write_unknown(writer: Writer, teller: Teller, report: Report) -> None:
    with writer.element("ul", class_="unknown"):
        for one in unknowns(teller, report):
            with writer.element("li"):
                for question in one.questions:
                    writer.line("div", question)
                if one.reason is not None:
                    writer.line("div", "→ " + one.reason, class_="note")


def write_list(writer: Writer, lines: list[str]) -> None:
    with writer.element("ul"):
        for line in lines:
            writer.line("li", line)
