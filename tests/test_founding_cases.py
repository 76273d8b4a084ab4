"""The two founding mails, and the project's twins of them: every item that the headers alone can show is found."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import gyotaku
from gyotaku.config import load
from gyotaku.model.configuration import Config
from gyotaku.model.finding import Direction, Group
from gyotaku.model.report import Report, VerdictWord
from gyotaku.report.json import encode
from gyotaku.report.plain import Plain
from gyotaku.report.terminal import render
from tests.shared import SHARED, require
from tests.spans import quoted, read

EXAMPLES = Path(__file__).parents[1] / "examples"
FILES = ("2022-09-07-mailbox-suspended.eml", "2021-10-27-service-restored.eml")
TWINS = {FILES[0]: "mailbox-suspended.eml", FILES[1]: "service-restored.eml"}
CONFIG = Config(
    own_domains=("yamate-design.example",),
    trusted_hosts=("mx1.yamate-design.example",),
    spam_stamps=("[spam]",),
    known_senders=("tanaka@shirokane-insatsu.example",),
    mailboxes=("info", "postmaster"),
)


def expected() -> list[dict[str, Any]]:
    file = SHARED / "cases" / "expected.toml"
    return tomllib.loads(file.read_text("utf-8"))["case"] if file.exists() else []


def items() -> list[Any]:
    return [
        pytest.param(case["file"], item, id=f"{case['file'][:4]}-{name}")
        for case in expected()
        for name, item in case["says"].items()
        if item["issue"] in ("spine", "formats", "identity", "language")
    ]


@cache
def founding(file: str) -> Report:
    return gyotaku.dissect(require("cases", file).read_bytes(), CONFIG, path=file)


@cache
def twin(file: str) -> Report:
    config = load(EXAMPLES / "gyotaku.toml")
    return gyotaku.dissect((EXAMPLES / TWINS[file]).read_bytes(), config, path=file)


def on_wire(report: Report) -> dict[str, Any]:
    return json.loads(encode(report).splitlines()[0])


def texts_of(finding: dict[str, Any]) -> str:
    return json.dumps([finding["text"], finding["why"], finding["evidence"]], ensure_ascii=False)


def test_the_cases_are_here() -> None:
    require("cases", "expected.toml")
    assert len(items()) >= 24


@pytest.mark.parametrize(("file", "item"), items())
def test_every_item_is_said(file: str, item: dict[str, Any]) -> None:
    report = on_wire(founding(file))
    quotes = item["quotes"]
    match item["where"]:
        case "finding":
            group = [finding for finding in report["findings"] if finding["group"] == item["group"]]
            assert any(all(json.dumps(q, ensure_ascii=False)[1:-1] in texts_of(f) for q in quotes) for f in group)
        case "text":
            for language in ("en", "ja"):
                text = render(founding(file), language)
                assert all(quote in text for quote in quotes)
        case part:
            shown = json.dumps(report[part], ensure_ascii=False)
            assert all(quote in shown for quote in quotes)


@pytest.mark.parametrize(("file", "item"), [one for one in items() if one.values[1].get("group") == "link"])
def test_links_are_told_without_any_configuration_as_well(file: str, item: dict[str, Any]) -> None:
    report = on_wire(gyotaku.dissect(require("cases", file).read_bytes()))
    links = [finding for finding in report["findings"] if finding["group"] == "link"]
    assert any(all(quote in texts_of(finding) for quote in item["quotes"]) for finding in links)


@pytest.mark.parametrize("source", [founding, twin])
@pytest.mark.parametrize("file", FILES)
def test_no_link_of_theirs_is_shown_to_a_person_as_one(file: str, source: Any) -> None:
    for language in ("en", "ja"):
        shown = render(source(file), language)
        for host in {seen.value for seen in source(file).observables if "link" in seen.roles and seen.type == "host"}:
            assert host not in shown
            assert host.replace(".", "[.]") in shown


@pytest.mark.parametrize("config", [Config(), CONFIG], ids=["without configuration", "with configuration"])
def test_2021_two_times_for_one_event(config: Config) -> None:
    """The item `times`: one finding quotes both spans of time."""
    require("cases", "expected.toml")
    case = next(case for case in expected() if case["file"] == FILES[1])
    quotes = case["says"]["times"]["quotes"]
    octets = require("cases", FILES[1]).read_bytes()
    found = [one for one in gyotaku.dissect(octets, config).findings if one.kind.id == "two-ranges"]
    assert len(found) == 1
    assert found[0].kind.group is Group.CONTRADICTION
    assert all(quote in evidence.quote for quote, evidence in zip(quotes, found[0].evidence, strict=True))
    mail = read(octets)
    assert [quoted(mail, evidence) for evidence in found[0].evidence] == [one.quote for one in found[0].evidence]


@pytest.mark.parametrize("source", [founding, twin])
@pytest.mark.parametrize("file", FILES)
def test_verdict_is_at_least_likely_and_the_goal_is_right(file: str, source: Any) -> None:
    report = source(file)
    assert report.verdict.word.badness >= VerdictWord.LIKELY.badness
    assert report.verdict.mail_class.value == "phish"
    assert report.goal is not None
    assert report.goal.goal.value in {"mailserver_admin", "webmail"}


@pytest.mark.parametrize("file", FILES)
def test_likely_without_any_configuration_as_well(file: str) -> None:
    report = gyotaku.dissect(require("cases", file).read_bytes())
    assert report.verdict.word.badness >= VerdictWord.LIKELY.badness
    assert report.path.boundary is not None
    assert report.path.boundary.source.value == "inferred"


def test_2022_both_senders_stand_and_spf_and_mx_would_decide() -> None:
    for report in (founding(FILES[0]), twin(FILES[0])):
        standing = {one.name.value: one for one in report.hypotheses}
        for name in ("forged-sender", "abused-account"):
            assert standing[name].standing.value == "stands"
            asked = {question.id.partition(":")[0] for question in standing[name].decided_by}
            assert {"spf", "mx"} <= asked


@pytest.mark.parametrize("source", [founding, twin])
def test_2022_boundary_is_our_line_and_the_rest_is_others_word(source: Any) -> None:
    report = source(FILES[0])
    path = report.path
    assert path.boundary.index == 0
    assert [path.ours(hop) for hop in path.hops] == [True, False, False, False]
    first = next(key for key in report.key_fields if key.name == "Received")
    assert first.evidence.principal.value == "relay"
    assert all(
        evidence.principal.value in {"relay", "sender"}
        for finding in report.findings
        for evidence in finding.evidence
        if evidence.span and evidence.span.part.startswith("Received[")
    )


@pytest.mark.parametrize("source", [founding, twin])
@pytest.mark.parametrize("file", FILES)
def test_what_must_not_be_claimed_is_not_said(file: str, source: Any) -> None:
    """expected.toml, not_claimed: no address comparison, no guilt by Message-ID, none by its domain, no guilty owner."""
    report = source(file)
    for finding in report.findings:
        # No A record proves anything: nothing was asked, so nothing speaks of authentication, owners or sites; of places the host
        # names in the mail tell, and the table of registered address blocks, and they accuse nobody.
        assert finding.kind.group not in {Group.AUTHENTICATION, Group.REGISTRATION, Group.SITE}
        if finding.kind.group is Group.PLACE:
            assert finding.kind.id in {"cloud-region", "registry-country"}
            assert finding.direction is Direction.INFORMS
        if finding.kind.group is Group.MESSAGE_ID:
            assert finding.direction is Direction.INFORMS
        assert not any(bearing.side.value == "excludes" for bearing in finding.bears)
    assert not any(finding.direction is Direction.CLEARS for finding in report.findings)
    said = render(report, "en") + render(report, "ja")
    for claim in ("cannot be forged", "偽装できない", "改ざんできない", "is guilty", "犯人", "guilty"):
        assert claim not in said
    account = next(one for one in report.hypotheses if one.name.value == "abused-account")
    assert "victim" in account.name.meaning.en
    assert "被害者" in account.name.meaning.ja


@pytest.mark.parametrize("source", [founding, twin])
@pytest.mark.parametrize("file", FILES)
def test_every_span_holds_its_quote(file: str, source: Any) -> None:
    octets = require("cases", file).read_bytes() if source is founding else (EXAMPLES / TWINS[file]).read_bytes()
    mail = read(octets)
    report = source(file)
    evidence = [one for finding in report.findings for one in finding.evidence]
    evidence += report.goal.evidence
    for one in evidence:
        assert quoted(mail, one) in {None, one.quote}
    assert sum(one.span is not None for one in evidence) > 5


@pytest.mark.parametrize("file", FILES)
def test_the_twin_shows_what_the_founding_mail_shows(file: str) -> None:
    """Kinds agree, so the twins stand for the founding mails wherever those are missing.

    But for the country of registration: the twins' addresses are reserved ones, which are registered in none.
    """
    mine, theirs = twin(file), founding(file)
    registered = {"registry-country"}
    assert {finding.kind.id for finding in mine.findings} == {
        finding.kind.id for finding in theirs.findings
    } - registered


def test_sentences_render_in_both_languages() -> None:
    for file in FILES:
        for finding in twin(file).findings:
            for language in ("en", "ja"):
                assert "{" not in finding.title.render(language, Plain())


@pytest.mark.parametrize("source", [founding, twin])
def test_whom_they_play_and_what_the_page_would_have_shown(source: Any) -> None:
    product, own = (source(file) for file in FILES)
    assert product.pretends_to_be[0].name == "Active! mail"
    assert own.pretends_to_be[0].brand == "own-domain"
    for report, name in ((product, "Active! mail"), (own, "自社")):
        assert report.page_guess is not None
        guess = report.page_guess.render("ja", Plain())
        assert name in guess
        assert "ログイン画面" in guess
        assert "実際には開いていません" in guess
