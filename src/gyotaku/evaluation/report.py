"""The measures as text, for people: plain tables that paste well into Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from gyotaku.evaluation.deciding import class_rows
from gyotaku.evaluation.intervals import LikelihoodRatio, Rate, rate
from gyotaku.evaluation.leaving_out import LEAST, LeftOut, LeftOutRow
from gyotaku.evaluation.measures import KindRow, Measures, Row, Wrong
from gyotaku.evaluation.recognition import Recognition
from gyotaku.evaluation.reliability import Bin
from gyotaku.evaluation.tool_confusion import NAMED_RIGHTLY, Confusion, Outcome
from gyotaku.evaluation.urls import Urls
from gyotaku.evaluation.writing import WritingRow

_LEAST_ROW = 5
"""Groups of fewer mails are summed up in one line: a rate of three mails says nothing."""


def text(measures: Measures, title: str, *, wrong: bool = True) -> str:
    return "\n".join(_lines(measures, title, wrong))


def left_out_text(found: LeftOut) -> str:
    """The sources that were left out, and all their mails together."""
    header = (
        "| {} | label | truth | accused | at least suspicious | accused, the attacker's possible clearances struck out |\n"
        "|---|---|---|---|---|---|"
    )
    lines = [
        "## Judged by weights of the other sources\n",
        "Each source in turn, with weights counted on all the others, without list and filter traces. Of a class with fewer "
        f"than {LEAST} mails nothing is claimed: it is counted and no more.\n",
        header.format("source left out"),
        *map(_left_out, found.rows),
        "\n### All of them together\n",
        "Each mail once, judged while its source was left out.\n",
        header.format(""),
        *map(_left_out, found.total),
    ]
    return "\n".join(lines)


def _left_out(row: LeftOutRow) -> str:
    said = shown if row.claims else _counted
    cells = (row.source, row.label, row.truth, said(row.accused), said(row.suspected), said(row.struck))
    return "| " + " | ".join(cells) + " |"


def _counted(rate: Rate) -> str:
    return f"{rate.hits} of {rate.n}"


def deciding_text(found: LeftOut) -> str:
    """How it goes with the classes of mail between which a verdict is hard."""
    rows = class_rows([(one.outcome.classes, one.outcome.sample.truth, one.accused) for one in found.judged])
    lines = [
        "### What decides\n",
        "Honest mail that looks like phish and phish that looks like honest mail, judged as in the table above; what puts a mail into a class stands in "
        f"`data/mail_classes.toml`. Of fewer than {LEAST} mails nothing is claimed.\n",
        "| class | of its fraud, accused | of its honest mail, accused |\n|---|---|---|",
        *(f"| {row.name} | {_said(row.fraud)} | {_said(row.honest)} |" for row in rows),
    ]
    return "\n".join(lines)


def _said(rate: Rate) -> str:
    return shown(rate) if rate.n >= LEAST else _counted(rate)


def reliability_text(found: Iterable[Bin]) -> str:
    """What each range of sums is worth."""
    lines = [
        "### What a sum is worth\n",
        "The mails of the table above by their sum. The share of fraud among these mails is that of those who collected them; the last column "
        "is what follows where one mail in ten is fraud.\n",
        "| sum | fraud among these mails | of all fraud | of all honest mail | fraud where it is one in ten |\n|---|---|---|---|---|",
        *map(_bin, found),
    ]
    return "\n".join(lines)


def _bin(one: Bin) -> str:
    at = one.at_one_in_ten
    cells = (
        _range(one), shown(one.fraud_of_these), shown(one.of_fraud), shown(one.of_honest),
        "" if at is None else f"{at.share:.1%} ({at.low:.1%} to {at.high:.1%})",
    )  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def _range(one: Bin) -> str:
    if one.least is None:
        return f"below {one.below:g}"
    return f"{one.least:g} and more" if one.below is None else f"{one.least:g} to below {one.below:g}"


def _lines(measures: Measures, title: str, wrong: bool) -> Iterator[str]:
    yield f"## {title}\n"
    yield f"{measures.mails} mails. Accused: called `fraud` or `likely`. Intervals are Wilson's at 95 %.\n"
    yield "| | | |\n|---|---|---|"
    yield f"| recall | of fraud, accused | {shown(measures.recall)} |"
    yield f"| false-positive rate | of honest mail, accused | {shown(measures.false_positives)} |"
    yield f"| precision | of what is accused, fraud (spam and unsure mails aside; it depends on the mix) | {shown(measures.precision)} |"
    for name, rows in measures.tables.items():
        yield f"\n### By {name}\n"
        yield f"| {name} | truth | accused | at least suspicious |\n|---|---|---|---|"
        yield from _rows(rows)
    yield from _recognition(measures.recognition)
    yield from _writing(measures.writing)
    yield "\n### What each kind is worth\n"
    yield "| kind | strength | direction | on fraud | on honest mail | likelihood ratio |\n|---|---|---|---|---|---|"
    yield from map(_kind, measures.kinds)
    if wrong:
        yield f"\n### Wrong verdicts ({len(measures.wrong)})\n"
        yield "| mail | label | subtype | verdict | score | accusing and clearing kinds |\n|---|---|---|---|---|---|"
        yield from map(_wrong, measures.wrong)


def _writing(rows: tuple[WritingRow, ...]) -> Iterator[str]:
    yield "\n### What is told of the writing\n"
    yield "Mails with an accusing finding of moderate strength or more on how they are written, on what they say, of a contradiction, or of what they hide; and the kinds.\n"
    yield "| mails | truth | how it is written | what it says | contradiction | hidden | kinds |\n|---|---|---|---|---|---|---|"
    for row in rows:
        if row.found[0].n >= _LEAST_ROW:
            kinds = ", ".join(f"{kind} {count}" for kind, count in row.kinds)
            yield f"| {row.name} | {row.truth} | {' | '.join(map(shown, row.found))} | {kinds} |"


def _recognition(found: Recognition) -> Iterator[str]:
    if found.brands:
        yield "\n### Whom the mail pretends to be\n"
        yield "The first brand that is told, where a person wrote down whom the mail plays and the brand table has it.\n"
        yield "| mails | right | wrong | none told | brand not in the table |\n|---|---|---|---|---|"
        for row in found.brands:
            yield f"| {row.group} | {shown(row.right)} | {shown(row.wrong)} | {shown(row.none)} | {row.outside} |"
    if found.goals:
        yield "\n### What it wants\n"
        yield "Told: in the report, beside a verdict of suspicious or worse. Read: from names and words, whatever the verdict.\n"
        yield "| goal | told rightly | read rightly | read instead |\n|---|---|---|---|"
        for goal in found.goals:
            instead = ", ".join(f"{name} {count}" for name, count in goal.instead)
            yield f"| {goal.goal} | {shown(goal.told)} | {shown(goal.read)} | {instead} |"


def _rows(rows: Iterable[Row]) -> Iterator[str]:
    small: dict[str, tuple[int, int, int]] = {}
    for row in rows:
        if row.accused.n < _LEAST_ROW:
            n, accused, suspected = small.get(row.truth, (0, 0, 0))
            small[row.truth] = n + row.accused.n, accused + row.accused.hits, suspected + row.suspected.hits
        else:
            yield f"| {row.name} | {row.truth} | {shown(row.accused)} | {shown(row.suspected)} |"
    for truth, (n, accused, suspected) in small.items():
        yield f"| groups of fewer than {_LEAST_ROW} | {truth} | {accused} of {n} | {suspected} of {n} |"


def _kind(row: KindRow) -> str:
    cells = (row.kind, row.strength, row.direction.value, shown(row.fraud), shown(row.honest), _ratio(row.ratio))
    return "| " + " | ".join(cells) + " |"


def _wrong(wrong: Wrong) -> str:
    cells = (wrong.name, wrong.label, wrong.subtype, wrong.word, f"{wrong.score:.2f}", ", ".join(wrong.kinds) or "none")
    return "| " + " | ".join(cells) + " |"


def shown(rate: Rate) -> str:
    """Never a rate without its n and its interval."""
    if rate.rate is None or rate.low is None or rate.high is None:
        return "0 of 0"
    return f"{rate.rate:.1%} ({rate.hits} of {rate.n}; {rate.low:.1%} to {rate.high:.1%})"


def _ratio(ratio: LikelihoodRatio | None) -> str:
    return "" if ratio is None else f"{ratio.ratio:.1f} ({ratio.low:.1f} to {ratio.high:.1f})"


def confusion_text(title: str, confusion: Confusion) -> str:
    """How well the sending tool is recognised where the mail names it, with that name struck out."""
    known = confusion.known
    counts = Counter(answer.outcome for answer in known)
    rightly = rate(sum(counts[outcome] for outcome in NAMED_RIGHTLY), len(known))
    lines = [
        f"### Sending tool, {title}\n",
        f"{len(confusion.answers)} mails name their program, {len(confusion.unmapped)} of them by a name that no row knows. With that name "
        f"struck out, of the known: named rightly {shown(rightly)}, wrongly {shown(rate(counts[Outcome.WRONG], len(known)))}.\n",
        "| program | mails | named |\n|---|---|---|",
    ]
    by_truth: dict[str, Counter[str]] = {}
    for (truth, named), count in confusion.table.items():
        by_truth.setdefault(truth, Counter())[named or "not named"] += count
    for truth, row in sorted(by_truth.items(), key=lambda item: (-item[1].total(), item[0])):
        lines.append(
            f"| {truth} | {row.total()} | {', '.join(f'{name} {count}' for name, count in row.most_common())} |"
        )
    return "\n".join(lines) + "\n"


def urls_text(found: Urls) -> str:
    """Whom URLs play, guessed from the URL alone."""
    lines = [
        "## Whom a URL plays, from the URL alone\n",
        f"{found.n} URLs whose label is in the brand table, {found.outside} whose label is not.\n",
        "| | |\n|---|---|",
        f"| the host shows a name of the brand | {shown(found.shown)} |",
        f"| of those, guessed rightly | {shown(found.right_of_shown)} |",
        f"| of those, guessed wrongly | {shown(found.wrong_of_shown)} |",
        f"| of all, guessed rightly (path too) | {shown(found.right)} |",
        f"| of all, guessed wrongly | {shown(found.wrong)} |",
        f"| domains of the table called look-alikes | {shown(found.genuine)} |",
        f"| the same, each as if its row were unknown | {shown(found.genuine_unknown)} |",
    ]
    if found.ham is not None:
        lines.append(f"| hosts in links of honest mail called look-alikes | {shown(found.ham)} |")
    lines.append(
        "\n| label | URLs | host shows it | of those right | of those wrong | right | wrong |\n|---|---|---|---|---|---|---|"
    )
    lines += [
        f"| {row.label} | {row.n} | {row.shown} | {row.right_of_shown} | {row.wrong_of_shown} | {row.right} | {row.wrong} |"
        for row in found.rows
    ]
    lines.append("\nGuessed instead, the most frequent: ")
    lines.append(", ".join(f"{label} → {told} {count}" for label, told, count in found.mistakes) + "\n")
    return "\n".join(lines)
