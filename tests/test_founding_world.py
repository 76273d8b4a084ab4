"""The two founding mails with the outside world: every item that look-ups can show, asked of real servers on loopback."""

from __future__ import annotations

import json
import socket
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import gyotaku
from gyotaku.model.answers import Permission
from gyotaku.model.bearing import HypothesisName
from gyotaku.model.configuration import Config
from gyotaku.model.hypothesis import Standing
from gyotaku.model.report import Report, VerdictWord
from gyotaku.report.json import encode
from gyotaku.report.terminal import render
from tests.shared import SHARED, require
from tests.test_founding_cases import CONFIG, FILES, texts_of
from tests.world import files, knot, rdap_server, whois_server, world

VARIANTS = (None, "customer", "stranger")
Reports = dict[tuple[str, str | None], Report]


def items() -> list[Any]:
    file = SHARED / "cases" / "expected.toml"
    cases = tomllib.loads(file.read_text("utf-8"))["case"] if file.exists() else []
    return [
        pytest.param(case["file"], item, id=f"{case['file'][:4]}-{name}")
        for case in cases
        for name, item in case["says"].items()
        if item["issue"] == "world"
    ]


class Reached:
    """Where sockets of this process connect or send to while the mails are dissected, and what is resolved outside of them."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.places: set[tuple[str, int]] = set()
        self.resolved: set[str] = set()
        self.allowed: set[tuple[str, int]] = set()
        connect, send_to, look_up = socket.socket.connect, socket.socket.sendto, socket.getaddrinfo

        def connecting(one: socket.socket, address: Any) -> None:
            self.places.add(address[:2])
            connect(one, address)

        def sending(one: socket.socket, data: bytes, *rest: Any) -> int:
            self.places.add(rest[-1][:2])
            return send_to(one, data, *rest)

        def resolving(host: Any, *rest: Any, **options: Any) -> Any:
            self.resolved.add(str(host))
            return look_up(host, *rest, **options)

        patch.setattr(socket.socket, "connect", connecting)
        patch.setattr(socket.socket, "connect_ex", connecting)
        patch.setattr(socket.socket, "sendto", sending)
        patch.setattr(socket, "getaddrinfo", resolving)


@pytest.fixture(scope="module")
def reached() -> Iterator[Reached]:
    with pytest.MonkeyPatch.context() as patch:
        yield Reached(patch)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory, reached: Reached) -> Reports:
    """Each mail under each variant of the world, everything permitted but the visit."""
    made: Reports = {}
    for variant in VARIANTS:
        answered = world(require("cases", "world.toml"), variant)
        folder = tmp_path_factory.mktemp("world")
        with ExitStack() as stack:
            config = asking(answered, folder, stack)
            servers = (*config.dns_servers, *config.whois_servers.values(), *config.rdap_servers.values())
            reached.allowed |= {("127.0.0.1", int(text.strip("/").rpartition(":")[2])) for text in servers}
            session = stack.enter_context(gyotaku.open_session(config))
            for name in FILES:
                raw = require("cases", name).read_bytes()
                made[name, variant] = gyotaku.dissect(raw, config, path=name, session=session)
    return made


def asking(answered: dict[str, Any], folder: Path, stack: ExitStack) -> Config:
    """The cases' configuration, with servers and files that answer from this world."""
    port = stack.enter_context(knot.serving(answered, folder / "knot"))
    rdap = stack.enter_context(rdap_server.serving(answered))
    whois = stack.enter_context(whois_server.serving(answered))
    config = replace(
        CONFIG,
        online=frozenset(Permission) - {Permission.SITE},
        dns_servers=(f"127.0.0.1:{port}",),
        rdap_servers={"com": rdap.base, "ip": rdap.base},
        whois_servers={"jp": whois.place},
        answers=str(folder / "answers.sqlite"),
    )
    return files.with_files(config, answered, folder)


def test_the_cases_are_here() -> None:
    require("cases", "expected.toml")
    assert len(items()) >= 14


@pytest.mark.parametrize(("name", "item"), items())
def test_every_item_is_said(name: str, item: dict[str, Any], reports: Reports) -> None:
    for variant in VARIANTS:
        report = json.loads(encode(reports[name, variant]).splitlines()[0])
        if item["where"] == "finding":
            group = [finding for finding in report["findings"] if finding["group"] == item["group"]]
            assert any(all(quote in texts_of(finding) for quote in item["quotes"]) for finding in group)
        else:
            shown = json.dumps(report[item["where"]], ensure_ascii=False)
            assert all(quote in shown for quote in item["quotes"])


def test_nothing_but_the_configured_servers_was_reached(reports: Reports, reached: Reached) -> None:
    assert reached.places == reached.allowed
    assert reached.resolved <= {"127.0.0.1"}


def leading(report: Report) -> HypothesisName | None:
    return next((one.name for one in report.hypotheses if one.standing is Standing.LEADS), None)


def standing(report: Report) -> dict[HypothesisName, Standing]:
    return {one.name: one.standing for one in report.hypotheses}


def test_2022_is_decided_by_spf_and_mx(reports: Reports) -> None:
    assert leading(reports[FILES[0], "customer"]) is HypothesisName.ABUSED_ACCOUNT
    assert leading(reports[FILES[0], "stranger"]) is HypothesisName.FORGED_SENDER
    for variant in ("customer", "stranger"):
        first = reports[FILES[0], variant].hypotheses[0]
        assert {"spf:shizengakuen.ed.jp", "mx:shizengakuen.ed.jp"} <= {
            one.id for one in first.decided_by if one.answered
        }


def test_2022_without_dns_both_stand_and_what_would_decide_is_named() -> None:
    report = gyotaku.dissect(require("cases", FILES[0]).read_bytes(), CONFIG)
    both = (HypothesisName.FORGED_SENDER, HypothesisName.ABUSED_ACCOUNT)
    assert [standing(report)[name] for name in both] == [Standing.STANDS, Standing.STANDS]
    for one in report.hypotheses:
        if one.name in both:
            assert {"spf:shizengakuen.ed.jp", "mx:shizengakuen.ed.jp"} <= {question.id for question in one.decided_by}
            assert not any(question.answered for question in one.decided_by)


def test_2021_forged_sender_leads(reports: Reports) -> None:
    for variant in VARIANTS:
        assert leading(reports[FILES[1], variant]) is HypothesisName.FORGED_SENDER


def test_the_verdict_stands(reports: Reports) -> None:
    assert all(report.verdict.word.badness >= VerdictWord.LIKELY.badness for report in reports.values())


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_owner_is_called_a_victim_and_nobody_is_blamed(language: Any, reports: Reports) -> None:
    words = {"en": ("victim",), "ja": ("被害者",)}[language]
    for report in reports.values():
        shown = render(report, language)
        assert all(word in shown for word in words)


def test_every_answer_has_source_and_time(reports: Reports) -> None:
    for report in reports.values():
        assert len(report.answers) > 10
        assert all(answer.by and answer.time.tzinfo for answer in report.answers if answer.told)
        for finding in report.findings:
            for evidence in finding.evidence:
                assert evidence.of != "answer" or (evidence.source and evidence.time)


def test_what_was_answered_is_open_no_more(reports: Reports) -> None:
    for report in reports.values():
        still = {unknown.id for unknown in report.unknown if unknown.id}
        answered = {question.id for one in report.hypotheses for question in one.decided_by if question.answered}
        assert not still & answered
        assert all(one.startswith(("site:", "listed:", "place:", "network:")) for one in still), still
