"""Write every page of the documentation that the code itself can write. `python docs/make.py [--check]`.

With --check nothing is written; it exits with 1 and names what is not up to date.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from msgspec.structs import replace
from tests.world import NOW, files, session, world

import gyotaku
from bench import table as measured
from gyotaku.batch.schema import COLUMNS as SCANNED
from gyotaku.batch.schema import SCHEMA
from gyotaku.cli.written_article import Figures, compose_files, words_of
from gyotaku.config import load
from gyotaku.config_keys import KEYS
from gyotaku.data.tables import rows, table
from gyotaku.lookup.store import exported
from gyotaku.mail.brand_table import COLUMNS
from gyotaku.mail.brands import brands
from gyotaku.mail.defects import DEFECTS
from gyotaku.mail.given import Mail
from gyotaku.mail.transcript import transcript
from gyotaku.model.answers import Permission
from gyotaku.model.asks import Answer
from gyotaku.model.finding import Direction, Group, Kind
from gyotaku.model.goal import GoalClass
from gyotaku.model.report import Report
from gyotaku.model.software import ToolKind
from gyotaku.model.text import LANGUAGES, Language
from gyotaku.pictures.picture import NoPicture, undrawn
from gyotaku.registry import plan
from gyotaku.report import csv, markdown
from gyotaku.report.html import page
from gyotaku.report.json import schema
from gyotaku.report.masking.redactor import Redactor
from gyotaku.report.terminal import render
from gyotaku.verdict.weights import weights

DOCS = Path(__file__).parent
EXAMPLES = DOCS.parent / "examples"
EXAMPLE_WIDTH = 100
_DIRECTIONS = {
    Direction.ACCUSES: "accuses",
    Direction.CLEARS: "clears",
    Direction.INFORMS: "informs, weighs nothing",
}


def pages() -> Iterator[tuple[Path, str]]:
    """Each page's file, and what belongs in it."""
    yield DOCS / "report.schema.json", schema().decode()
    yield DOCS / "kinds" / "README.md", _kinds()
    for kind in plan().kinds.values():
        yield DOCS / "kinds" / f"{kind.id}.md", _kind(kind)
    yield DOCS / "configuration.md", _configuration()
    yield DOCS / "defects.md", _defects()
    yield DOCS / "software.md", _software()
    yield DOCS / "privacy-services.md", _privacy_services()
    yield DOCS / "brands.md", _brands()
    yield DOCS / "scan.md", _scan()
    yield measured.PAGE, measured.page(measured.stored())
    yield measured.README, measured.quoted(measured.README.read_text("utf-8"), measured.stored())
    for mail in sorted(EXAMPLES.glob("*.eml")):
        for language in ("en", "ja"):
            report = gyotaku.dissect(mail.read_bytes(), load(EXAMPLES / "gyotaku.toml"), path=f"examples/{mail.name}")
            yield DOCS / "examples" / f"{mail.stem}.{language}.txt", render(report, language, width=EXAMPLE_WIDTH)
    yield from _looked_up()
    yield from _forms()


def _looked_up() -> Iterator[tuple[Path, str]]:
    """The examples with look-ups answered by their invented world, and those answers as an export."""
    config = load(EXAMPLES / "gyotaku.toml")
    asking = replace(config, online=frozenset({Permission.DNS, Permission.REGISTRATION}))
    told: dict[str, Answer] = {}
    with session(world(EXAMPLES / "world.toml"), by="DNS 192.0.2.53") as opened:
        for mail in sorted(EXAMPLES.glob("*.eml")):
            report = gyotaku.dissect(mail.read_bytes(), asking, path=f"examples/{mail.name}", session=opened)
            told |= {answer.ask.id: answer for answer in report.answers if answer.told}
            for language in ("en", "ja"):
                file = DOCS / "examples" / f"{mail.stem}.online.{language}.txt"
                yield file, render(report, language, width=EXAMPLE_WIDTH)
    yield EXAMPLES / "answers.jsonl", b"".join(exported(told[key] for key in sorted(told))).decode()


def _forms() -> Iterator[tuple[Path, str]]:
    """The examples in the other forms that people read, with everything that their invented world answers; the published ones masked."""
    answered = world(EXAMPLES / "world.toml")
    folder = DOCS / "examples"
    with TemporaryDirectory() as held, session(answered, by="DNS 192.0.2.53") as opened:
        config = replace(load(EXAMPLES / "gyotaku.toml"), online=frozenset(Permission))
        asking = files.with_files(config, answered, Path(held))
        for file in sorted(EXAMPLES.glob("*.eml")):
            mail = Mail(f"examples/{file.name}", file.read_bytes())
            report = gyotaku.dissect(mail.raw, asking, path=mail.path, session=opened, for_masking=True)
            masked = Redactor.of(report).report(report)
            shown = transcript(mail, report)
            for language in LANGUAGES:
                yield folder / f"{file.stem}.{language}.html", page.render(report, language, shown)
                yield folder / f"{file.stem}.{language}.md", markdown.render(masked, language)
                seen = undrawn(mail.raw, hidden=report)
                yield from _article(masked, language, seen, folder / f"{file.stem}.article.{language}")
            yield folder / f"{file.stem}.csv", csv.header() + csv.rows(report)


def _article(masked: Report, language: Language, seen: NoPicture, folder: Path) -> Iterator[tuple[Path, str]]:
    """Without the picture of the mail, which no two machines draw alike to the octet."""
    figures = Figures(words=words_of(seen, language))
    written = compose_files(masked, language, "hugo", figures, masked=True, written=NOW.date())
    for name, octets in written.files.items():
        yield folder / name, octets.decode()


def _scan() -> str:
    """What is written by hand, with the columns put in."""
    lines = [f"## Columns (`{SCHEMA}`)", "", "| column | type | what it says |", "| --- | --- | --- |"]
    for column in SCANNED:
        kind = {"moment": "timestamp, UTC", "list": "list of strings"}.get(column.type, column.type)
        if kind.startswith("list<"):
            kind = f"list of structs `{kind.removeprefix('list').strip('<>').replace(',', ', ')}`"
        lines.append(f"| `{column.name}` | {kind} | {column.meaning} |")
    return (DOCS / "scan.in.md").read_text("utf-8").replace("{columns}", "\n".join(lines))


def _brands() -> str:
    """What is written by hand, with the counts of the table put in."""
    text = (DOCS / "brands.in.md").read_text("utf-8")
    held = brands()
    sectors = Counter(brand.sector for brand in held)
    japanese = Counter(brand.sector for brand in held if brand.country == "JP")
    verified = Counter(brand.sector for brand in held if brand.verified)
    lines = [
        "| sector | what a fraud in such a name is after | rows | of Japan | verified |",
        "| --- | --- | --- | --- | --- |",
    ]
    for sector in GoalClass:
        if sectors[sector]:
            counts = f"{sectors[sector]} | {japanese[sector]} | {verified[sector]}"
            lines.append(f"| `{sector}` | {sector.label.outline('en')} | {counts} |")
    total = f"{len(held)} | {sum(japanese.values())} | {sum(verified.values())}"
    lines.append(f"| all | | {total} |")
    return text.replace("{counts}", "\n".join(lines)).replace("{columns}", "\t".join(COLUMNS))


def _privacy_services() -> str:
    known = table("privacy_services")
    lines = [
        "# Services that stand in for the holder of a domain",
        "",
        "Written by `python docs/make.py` from `src/gyotaku/data/privacy_services.toml`. Most holders behind them are honest. The first row",
        "that fits counts; `?` marks rows whose words were not seen in a registration.",
        "",
        "| service | 日本語 | country | words in the registrant's name | domains of his mailbox |",
        "| --- | --- | --- | --- | --- |",
    ]
    for row in known["service"]:
        words = ", ".join(f"`{name}`" for name in row["names"]) + (" ?" if row.get("unconfirmed") else "")
        domains = ", ".join(f"`{domain}`" for domain in row.get("domains", ()))
        lines.append(f"| {row['en']} | {row['ja']} | {row.get('country', '')} | {words} | {domains} |")
    lines += ["", "Words in place of a name that registries and registrars write when they withhold it:", ""]
    lines.append(
        ", ".join(f"`{word}`" for word in known["withheld"] + [word + "…" for word in known["withheld_beginnings"]])
    )
    return "\n".join(lines) + "\n"


def _kinds() -> str:
    lines = [
        "# Kinds of finding",
        "",
        "Written by `python docs/make.py` from the checks' own declarations. An ellipsis stands for what a mail fills in.",
        "",
    ]
    order = list(Group)
    ordered = sorted(plan().kinds.values(), key=lambda kind: (order.index(kind.group), kind.id))
    for group, members in groupby(ordered, key=lambda kind: kind.group):
        lines += [f"## {group}", "", "| kind | weighs | what it says |", "| --- | --- | --- |"]
        lines += [f"| [{kind.id}]({kind.id}.md) | {_standing(kind)} | {kind.title.outline('en')} |" for kind in members]
        lines.append("")
    return "\n".join(lines)


def _standing(kind: Kind) -> str:
    if kind.direction is Direction.INFORMS:
        return _DIRECTIONS[kind.direction]
    weight = abs(weights().of(kind.id, kind.strength, kind.direction))
    return f"{kind.strength}, {_DIRECTIONS[kind.direction]} ({weight:g})"


def _measured(kind: Kind) -> list[str]:
    """What counts on labelled mails gave, where the kind was seen often enough."""
    found = [row for row in rows("weights_measured") if row["kind"] == kind.id]
    if not found:
        return ["", "Seen too rarely on labelled mails to be measured: its weight is its strength's."]
    lines = [
        "",
        "## Measured",
        "",
        "| strength | direction | weight | on fraud | on honest mail |",
        "| --- | --- | --- | --- | --- |",
    ]
    for row in found:
        fraud, honest = (f"{row[side + '_hits']} of {row[side + '_n']}" for side in ("fraud", "honest"))
        lines.append(f"| {row['strength']} | {row['direction']} | {row['weight']} | {fraud} | {honest} |")
    return [*lines, "", "The mails, the rule and what they cannot tell: [accuracy](../accuracy.md)."]


def _kind(kind: Kind) -> str:
    lines = [f"# {kind.id}", "", f"Group: {kind.group}. Usually: {_standing(kind)}."]
    if kind.when_bad:
        lines.append("Told only beside a verdict of suspicious or worse.")
    for language, headings in (
        ("en", ("What it says", "What it means", "When an honest mail shows it")),
        ("ja", ("何を述べるか", "意味", "正当なメールで起こる場合")),
    ):
        for heading, text in zip(headings, (kind.title, kind.why, kind.innocent), strict=True):
            lines += ["", f"## {heading}", "", text.outline(language)]
    if kind.bears:
        lines += ["", "## Bears on the hypotheses", ""]
        lines += [f"- {bearing.side} {bearing.name}" for bearing in kind.bears]
    if kind.direction is not Direction.INFORMS:
        lines += _measured(kind)
    lines += ["", f"Cases: [tests/kinds/{kind.id}](../../tests/kinds/{kind.id})", ""]
    return "\n".join(lines)


def _configuration() -> str:
    lines = [
        "# gyotaku.toml",
        "",
        "Looked for in the working directory, then in `$XDG_CONFIG_HOME/gyotaku` (usually `~/.config/gyotaku`); `--config FILE`",
        "names another. Every key may be left out: what a report needs is then inferred from the mail and told as inferred.",
        "An unknown key is an error. `gyotaku config check` reads the file and shows what holds.",
        "",
        "Written by `python docs/make.py` from the keys' own declarations.",
    ]
    for name, key in KEYS.items():
        lines += ["", f"## {name}", "", "```toml", f"{name} = {key.example}", "```", "", key.text.en, "", key.text.ja]
    return "\n".join([*lines, ""])


def _software() -> str:
    tools = sorted(table("software")["tool"], key=lambda tool: list(ToolKind).index(ToolKind(tool["kind"])))
    date, rule = table("software")["date"], table("software")["rule"]
    lines = [
        "# Software that is recognised",
        "",
        "Written by `python docs/make.py` from `src/gyotaku/data/software.toml`. What a tool leaves in a mail is a trace of natural",
        "log odds (strong, moderate, weak: "
        + ", ".join(f"{odds:g}" for odds in table("software")["strength"].values())
        + ");",
        f"traces in one place count once. A tool is named from {rule['least']:g} on, where it leads every unrelated tool of its role by",
        f"{rule['lead']:g}. Its own name in X-Mailer or User-Agent counts as a trace, but never suffices.",
        "",
        f"Rows were written down on {date}. A form that many tools share is told for each of them.",
        "",
    ]
    for kind, members in groupby(tools, key=lambda tool: tool["kind"]):
        label = ToolKind(kind).label.en
        lines += [f"## {kind}: {label}", "", "| tool | traces | on | from |", "| --- | --- | --- | --- |"]
        for tool in members:
            traces = Counter(line.split(" ")[0].rstrip("!?*@") for line in tool.get("traces", "").splitlines() if line)
            shown = ", ".join(f"{look} ({count})" if count > 1 else look for look, count in traces.items())
            beneath = tool.get("built_on", "")
            lines.append(f"| {tool['name']} | {shown or 'its own name alone'} | {beneath} | {tool['source']} |")
        lines.append("")
    return "\n".join(lines)


def _defects() -> str:
    lines = [
        "# Defects",
        "",
        "What the reader states when a mail does not keep the rules or cannot be read. Written by `python docs/make.py`.",
        "",
        "| id | English | 日本語 |",
        "| --- | --- | --- |",
        *(f"| {identifier} | {text.en} | {text.ja} |" for identifier, text in DEFECTS.items()),
        "",
    ]
    return "\n".join(lines)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true", help="write nothing; fail when a page is not up to date")
    check = options.parse_args().check
    made = dict(pages())
    stale = [file for file, text in made.items() if not file.is_file() or file.read_bytes() != text.encode("utf-8")]
    stray = [file for file in (DOCS / "kinds").glob("*.md") if file not in made]
    for file in [*stale, *stray]:
        print(file.relative_to(DOCS.parent))
        if not check:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.unlink() if file in stray else file.write_bytes(made[file].encode("utf-8"))
    return int(check and bool(stale or stray))


if __name__ == "__main__":
    sys.exit(main())
