"""DMARC by tables of cases, and on random records: it always ends, within its bound of look-ups."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyotaku.authentication.dmarc import MOST_ASKS, evaluate
from gyotaku.authentication.dmarc_record import is_dmarc, parse
from gyotaku.authentication.dmarc_walk import names
from gyotaku.mail.domains import registrable
from gyotaku.model.asks import Answer, Ask, Outcome
from gyotaku.model.dmarc import DmarcResult, DmarcTrouble, DmarcWord
from tests.ask import World, answered, drive

NO_SPF = ("", "none")
FOLDER = Path(__file__).parent / "dmarc"
CASES = [
    pytest.param(case, id=f"{file.stem}: {case['name']}")
    for file in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(file.read_text("utf-8"))["case"]
]


def world_of(case: dict[str, Any]) -> World:
    records: dict[str, dict[str, Any]] = {
        f"_dmarc.{name}": {"TXT": texts} for name, texts in case.get("records", {}).items()
    }
    for name in case.get("exists_in_dns", ()):
        records[name] = {"A": ["192.0.2.1"]}
    for name in case.get("unanswered", ()):
        kind, _, bare = name.rpartition(" ")
        records[bare if kind else f"_dmarc.{bare}"] = {kind or "TXT": Outcome.LATE}
    world = World(records)
    if "alias_to_nothing" not in case:
        return world
    alias = case["alias_to_nothing"][0]

    class Dangling(World):
        def __call__(self, ask: Ask) -> Answer:
            if ask.of == alias and ask.what == "CNAME":
                self.asked.append(ask)
                return answered(ask, Outcome.FOUND, ("gone.example.net",))
            return super().__call__(ask)

    return Dangling(records)


def run(case: dict[str, Any]) -> tuple[DmarcResult, World]:
    world = world_of(case)
    spf = tuple(case.get("spf", NO_SPF))
    return drive(evaluate(case["author"], spf, [tuple(one) for one in case.get("dkim", ())]), world), world


@pytest.mark.parametrize("case", CASES)
def test_a_case(case: dict[str, Any]) -> None:
    result, world = run(case)
    assert result.result == case["result"], result
    for field in ("policy_domain", "policy_tag", "policy", "organizational_domain", "error"):
        if field in case:
            assert getattr(result, field) == case[field], field
    assert result.exists == case.get("exists", result.exists)
    assert result.disposition == case.get("disposition")
    if "aligned" in case:
        assert [one.aligned for one in result.identifiers if one.domain] == case["aligned"]
    if "asked" in case:
        assert [ask.of.removeprefix("_dmarc.") for ask in world.asked] == case["asked"]
    remarks = [
        remark for visit in result.walk for remark in (*visit.remarks, *(visit.record.remarks if visit.record else ()))
    ]
    assert [remark.flaw for remark in remarks] == case.get("remarks", [])
    record = result.record
    for field in ("rua", "ruf"):
        if field in case:
            assert record is not None
            assert [uri.domain or "" for uri in getattr(record, field)] == case[field]
    if "pct" in case:
        assert record is not None
        assert record.pct == case["pct"]
    if "fo" in case:
        assert record is not None
        assert list(record.fo) == case["fo"]
    if "public_suffix_list" in case:
        assert registrable(result.author_domain) == case["public_suffix_list"]


def test_no_case_is_lost() -> None:
    assert len(CASES) == 58


@pytest.mark.parametrize("case", CASES)
def test_every_answer_used_was_asked_and_every_visit_has_its_answer(case: dict[str, Any]) -> None:
    result, world = run(case)
    assert len(world.asked) == len(set(world.asked)) <= MOST_ASKS
    used = [answer.ask for answer in result.answers]
    assert set(used) <= set(world.asked)
    assert {visit.ask for visit in result.walk} <= set(used)


def test_a_remark_stands_where_it_says() -> None:
    text = "v=DMARC1; p=none;  sp = nome ; pct=50"
    bad, removed = parse(text).remarks
    assert text[bad.start : bad.end] == "sp = nome"
    assert text[removed.start : removed.end] == "pct=50"


def test_a_walk_is_never_longer_than_eight() -> None:
    for count in range(2, 30):
        walked = names(".".join(f"l{number}" for number in range(count)))
        assert len(walked) == min(count, 8)
        assert walked[-1] == f"l{count - 1}"


def test_without_spf_a_mail_may_pass_and_cannot_fail() -> None:
    records = {"_dmarc.example.org": {"TXT": ["v=DMARC1; p=reject"]}}
    passed = drive(evaluate("example.org", None, [("example.org", "pass")]), World(records))
    assert passed.result is DmarcWord.PASS
    unknown = drive(evaluate("example.org", None, [("example.org", "fail")]), World(records))
    assert (unknown.result, unknown.error, unknown.disposition) == (
        DmarcWord.TEMPERROR,
        DmarcTrouble.IDENTIFIER_UNKNOWN,
        None,
    )


def test_a_name_too_long_for_a_record_has_none() -> None:
    parent = ".".join(["x" * 60] * 3 + ["y" * 55, "org"])
    author = "m." * 3 + parent
    assert 246 < len(author) <= 253
    world = World({f"_dmarc.{parent}": {"TXT": ["v=DMARC1; p=reject"]}})
    result = drive(evaluate(author, NO_SPF, ()), world)
    assert (result.policy_domain, result.disposition) == (parent, "reject")
    assert all(len(ask.of) <= 253 for ask in world.asked)


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if not outcome.told])
def test_whatever_is_not_answered_is_a_temporary_error(outcome: Outcome) -> None:
    result = drive(evaluate("example.org", ("example.org", "pass"), ()), lambda ask: answered(ask, outcome))
    assert result.result is DmarcWord.TEMPERROR
    assert result.ask == Ask("dns", "TXT", "_dmarc.example.org")
    assert result.answers[0].outcome is outcome


LABELS = st.sampled_from("a b c example org com xn--p1ai co jp".split())
DOMAINS = st.one_of(st.lists(LABELS, min_size=1, max_size=12).map(".".join), st.text(max_size=40))
TAGS = st.sampled_from(
    "p=none p=reject p=x sp=quarantine sp= np=reject psd=y psd=n psd=u psd=z t=y adkim=s aspf=s aspf=r fo=1:d rua=mailto:a@b.example "
    "rua=x ruf=mailto: pct=50 = ;; é=1 v=DMARC1 p".split()
)
TEXTS = st.one_of(
    st.lists(TAGS, max_size=6).map(lambda tags: "v=DMARC1; " + "; ".join(tags)),
    st.text(max_size=60),
    st.just("v=DMARC1"),
)
ANSWERS = st.one_of(st.lists(TEXTS, max_size=2), st.sampled_from(list(Outcome)))
RESULTS = st.sampled_from("pass fail temperror none softfail".split())


@given(DOMAINS, st.none() | st.tuples(DOMAINS, RESULTS), st.lists(st.tuples(DOMAINS, RESULTS), max_size=20), st.data())
def test_it_always_ends(
    author: str, spf: tuple[str, str] | None, dkim: list[tuple[str, str]], data: st.DataObject
) -> None:
    asked = []

    def answer(ask: Ask) -> Answer:
        asked.append(ask)
        drawn = data.draw(ANSWERS)
        if isinstance(drawn, Outcome):
            return answered(ask, drawn, detail="NXDOMAIN" if drawn is Outcome.NOTHING else "")
        return answered(ask, Outcome.FOUND if drawn else Outcome.NOTHING, drawn)

    result = drive(evaluate(author, spf, dkim), answer)
    assert len(asked) == len(set(asked)) <= MOST_ASKS
    assert (result.disposition is None) or result.result is DmarcWord.FAIL
    assert bool(result.passing) == (result.result is DmarcWord.PASS)
    assert all(name.isascii() and len(name) <= 253 for name in (ask.of for ask in asked))


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    record = parse("v=DMARC1;" + text)
    assert all(0 <= remark.start <= remark.end <= len(record.text) for remark in record.remarks)
    assert is_dmarc("v=DMARC1;" + text)
