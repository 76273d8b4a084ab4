"""SPF: what is told of each step, what unanswered look-ups do, and that hostile records end within their bounds."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyotaku.authentication.spf import MOST_ASKS, MOST_STEPS, evaluate
from gyotaku.authentication.spf_macros import LONGEST_TEXT
from gyotaku.authentication.spf_record import parse
from gyotaku.model.asks import Answer, Ask, Outcome
from gyotaku.model.spf import SpfCaution, SpfIdentity, SpfOutcome, SpfResult, SpfTrouble, SpfWord
from tests.ask import Records, World, answered, drive


def ask_spf(
    records: Records, address: str = "192.0.2.1", sender: str = "alice@example.org", helo: str = "mx.example.org"
) -> SpfResult:
    return drive(evaluate(address, sender, helo), World(records))


def texts(**records: str) -> dict[str, dict[str, list[str]]]:
    """Records of names below example.org; `own` is example.org itself."""
    return {("" if name == "own" else name + ".") + "example.org": {"TXT": [text]} for name, text in records.items()}


def test_every_step_is_told_with_its_place() -> None:
    result = ask_spf(
        texts(
            own="v=spf1 ip4:198.51.100.0/24 include:one.example.org -all",
            one="v=spf1  redirect=two.example.org",
            two="v=spf1 ip6:2001:db8::/32 ip4:192.0.2.0/24 ?all",
        )
    )
    assert result.result is SpfWord.PASS
    assert [(step.domain, step.term, step.depth, step.outcome.value, step.result) for step in result.steps] == [
        ("example.org", "ip4:198.51.100.0/24", 0, "not-matched", None),
        ("example.org", "include:one.example.org", 0, "matched", "pass"),
        ("one.example.org", "redirect=two.example.org", 1, "followed", "pass"),
        ("two.example.org", "ip6:2001:db8::/32", 2, "not-matched", None),
        ("two.example.org", "ip4:192.0.2.0/24", 2, "matched", "pass"),
    ]
    assert result.through == ("one.example.org", "two.example.org")
    assert result.matched is not None
    assert result.matched.term == "ip4:192.0.2.0/24"
    assert (result.lookups, result.voids) == (2, 0)
    assert result.record == "v=spf1 ip4:198.51.100.0/24 include:one.example.org -all"
    written = {one.domain: one.text for one in result.records}
    assert all(written[step.domain][step.start : step.end] == step.term for step in result.steps)
    assert [answer.ask.of for answer in result.answers] == ["example.org", "one.example.org", "two.example.org"]


def test_an_included_fail_is_no_match() -> None:
    result = ask_spf(texts(own="v=spf1 include:one.example.org ~all", one="v=spf1 -all"))
    assert result.result is SpfWord.SOFTFAIL
    assert [(step.term, step.outcome.value, step.result) for step in result.steps] == [
        ("include:one.example.org", "not-matched", "fail"),
        ("-all", "matched", "fail"),
        ("~all", "matched", "softfail"),
    ]
    assert [step.term for step in result.path] == ["~all"]


def test_the_empty_sender_is_postmaster_at_helo() -> None:
    for sender in ("", "<>"):
        result = ask_spf({"mx.example.org": {"TXT": ["v=spf1 a -all"], "A": ["192.0.2.1"]}}, sender=sender)
        assert (result.result, result.identity, result.domain) == (SpfWord.PASS, SpfIdentity.HELO, "mx.example.org")
        assert result.sender == "postmaster@mx.example.org"
        assert result.steps[0].found == ("192.0.2.1",)
        assert result.steps[0].asked == (Ask("dns", "A", "mx.example.org"),)


def test_exchanges_are_asked_side_by_side() -> None:
    records: Records = {
        "example.org": {"TXT": ["v=spf1 mx -all"], "MX": ["10 a.example.org", "20 b.example.org", "30 ."]},
        "b.example.org": {"A": ["192.0.2.1"]},
    }
    inquiry = evaluate("192.0.2.1", "alice@example.org", "mx.example.org")
    world = World(records)
    rounds = [next(inquiry)]
    with suppress(StopIteration):
        while True:
            rounds.append(inquiry.send(tuple(map(world, rounds[-1]))))
    assert [[ask.of for ask in asks] for asks in rounds] == [
        ["example.org"],
        ["example.org"],
        ["a.example.org", "b.example.org"],
    ]


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if not outcome.told])
def test_whatever_is_not_answered_is_a_temporary_error(outcome: Outcome) -> None:
    own = {"example.org": {"TXT": ["v=spf1 a:one.example.org -all"]}, "one.example.org": {"A": outcome}}
    result = ask_spf(own)
    assert result.result is SpfWord.TEMPERROR
    assert result.error is not None
    assert (result.error.why, result.error.term) == (SpfTrouble.NO_ANSWER, "a:one.example.org")
    assert result.error.ask == Ask("dns", "A", "one.example.org")
    assert result.answers[-1].outcome is outcome
    assert result.steps[-1].outcome is SpfOutcome.ERROR
    assert result.steps[-1].asked == (result.error.ask,)
    first = ask_spf({"example.org": {"TXT": outcome}})
    assert (first.result, first.error and first.error.ask) == (SpfWord.TEMPERROR, Ask("dns", "TXT", "example.org"))


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if not outcome.told])
def test_a_reverse_look_up_that_was_never_made_is_no_failed_match(outcome: Outcome) -> None:
    result = ask_spf({"example.org": {"TXT": ["v=spf1 ptr -all"]}, "1.2.0.192.in-addr.arpa": {"PTR": outcome}})
    dns_error = outcome in {Outcome.FAILED, Outcome.LATE}
    assert result.result is (SpfWord.FAIL if dns_error else SpfWord.TEMPERROR)


@pytest.mark.parametrize(
    ("record", "why", "term"),
    [
        ("v=spf1 ip4:192.0.2.1 -all moo", SpfTrouble.UNKNOWN_MECHANISM, "moo"),
        ("v=spf1 a:%{z}.example.org", SpfTrouble.BAD_MACRO, "a:%{z}.example.org"),
        ("v=spf1 a:%{d0}.example.org", SpfTrouble.BAD_MACRO, "a:%{d0}.example.org"),
        ("v=spf1 include:foo -all", SpfTrouble.BAD_DOMAIN, "include:foo"),
        ("v=spf1 include -all", SpfTrouble.MISSING_ARGUMENT, "include"),
        ("v=spf1 -all:x", SpfTrouble.UNEXPECTED_ARGUMENT, "-all:x"),
        ("v=spf1 ip4:192.0.2.1/33", SpfTrouble.BAD_PREFIX_LENGTH, "ip4:192.0.2.1/33"),
        ("v=spf1 ip4:192.0.2 ~all", SpfTrouble.BAD_NETWORK, "ip4:192.0.2"),
        ("v=spf1 exp=a.example exp=b.example", SpfTrouble.REPEATED_MODIFIER, "exp=b.example"),
        ("v=spf1 a:caf\xe9.example -all", SpfTrouble.NOT_ASCII, ""),
    ],
)
def test_a_fault_is_named_with_its_term(record: str, why: SpfTrouble, term: str) -> None:
    result = ask_spf(texts(own=record))
    assert result.result is SpfWord.PERMERROR
    assert result.error is not None
    assert (result.error.why, result.error.term) == (why, term)
    assert record[result.error.start : result.error.end] == term


@pytest.mark.parametrize(
    ("record", "caution", "term"),
    [
        ("v=spf1 mx +all", SpfCaution.PASSES_ANYBODY, "+all"),
        ("v=spf1 all", SpfCaution.PASSES_ANYBODY, "all"),
        ("v=spf1 ip4:0.0.0.0/0 -all", SpfCaution.PASSES_ANYBODY, "ip4:0.0.0.0/0"),
        ("v=spf1 a/0 -all", SpfCaution.PASSES_ANYBODY, "a/0"),
        ("v=spf1 ip4:192.0.0.0/7 -all", SpfCaution.WIDE_NETWORK, "ip4:192.0.0.0/7"),
        ("v=spf1 ip6:2000::/3 -all", SpfCaution.WIDE_NETWORK, "ip6:2000::/3"),
        ("v=spf1 ptr -all", SpfCaution.PTR, "ptr"),
        ("v=spf1 -all mx", SpfCaution.AFTER_ALL, "mx"),
        ("v=spf1 mx", SpfCaution.NO_ENDING, ""),
    ],
)
def test_a_caution_is_named_with_its_term(record: str, caution: SpfCaution, term: str) -> None:
    (warning,) = ask_spf(texts(own=record)).warnings
    assert (warning.caution, warning.term) == (caution, term)
    assert record[warning.start : warning.end] == term


@pytest.mark.parametrize(
    "record",
    [
        "v=spf1 -all",
        "v=spf1 ip4:192.0.0.0/8 ip6:2001:db8::/32 a mx/24//64 ~all",
        "v=spf1 redirect=one.example.org",
        "v=spf1 -ip4:0.0.0.0/0 ?all",
    ],
)
def test_an_ordinary_record_needs_no_caution(record: str) -> None:
    assert not parse(record).cautions


def test_limits_are_told() -> None:
    loop = ask_spf(texts(own="v=spf1 include:example.org"))
    assert (loop.result, loop.lookups, loop.error and loop.error.why) == (
        SpfWord.PERMERROR,
        10,
        SpfTrouble.TOO_MANY_LOOKUPS,
    )
    voids = ask_spf(texts(own="v=spf1 a:a.example.org a:b.example.org a:c.example.org -all"))
    assert (voids.voids, voids.error and voids.error.term) == (3, "a:c.example.org")
    missing = ask_spf(texts(own="v=spf1 include:one.example.org -all"))
    assert missing.error is not None
    assert (missing.error.why, missing.error.ask) == (
        SpfTrouble.INCLUDE_WITHOUT_RECORD,
        Ask("dns", "TXT", "one.example.org"),
    )


def test_a_void_mx_counts_once_however_many_exchanges_it_has() -> None:
    mx = {"TXT": ["v=spf1 mx -all"], "MX": [f"{number} m{number}.example.org" for number in range(10)]}
    result = ask_spf({"example.org": mx})
    assert (result.result, result.voids) == (SpfWord.FAIL, 1)


def test_a_domain_and_a_local_part_in_another_script() -> None:
    own = {"xn--r8jz45g.example": {"TXT": ["v=spf1 exists:%{l}.users.example.org include:%{d} ip4:192.0.2.1 -all"]}}
    result = ask_spf(own, sender="alice@例え.example", address="192.0.2.9")
    assert result.domain == "xn--r8jz45g.example"
    other = {"example.org": {"TXT": ["v=spf1 exists:%{l}.users.example.org -all"]}}
    assert ask_spf(other, sender="アリス@example.org").result is SpfWord.FAIL
    assert all(answer.ask.of.isascii() for answer in ask_spf(other, sender="アリス@example.org").answers)


@pytest.mark.parametrize(
    "sender",
    ["a@localhost", "a@[192.0.2.1]", "a@", "a@b..example.org", "a@" + "x" * 64 + ".org", "l" * 300 + "@example.org"],
)
def test_a_sender_without_a_domain_has_no_policy(sender: str) -> None:
    result = ask_spf(texts(own="v=spf1 -all"), sender=sender)
    assert (result.result, result.error and result.error.why) == (SpfWord.NONE, SpfTrouble.NOT_A_DOMAIN)
    assert not result.answers


def test_the_explanation_is_the_domains_own_words() -> None:
    own = {
        "example.org": {"TXT": ["v=spf1 -all exp=why.%{d}"]},
        "why.example.org": {"TXT": ["%{i} is not ours, %{S}; %{r} at %{t}"]},
    }
    result = ask_spf(own, sender="a+b@example.org")
    assert result.explanation == "192.0.2.1 is not ours, a%2Bb%40example.org; unknown at 1793534400"
    assert result.explanation_domain == "why.example.org"


MEGA = "%{s}" * 15_000


@pytest.mark.parametrize(
    "record",
    [
        "v=spf1 " + "ip4:192.0.2.9 " * 4_600 + "-all",
        "v=spf1 " + "a " * 32_000,
        f"v=spf1 exists:{MEGA} -all",
        f"v=spf1 a:{MEGA} include:{MEGA} redirect={MEGA}",
        "v=spf1 a:" + "a" * 60_000 + "! -all",
        "v=spf1 a:." + "a." * 30_000 + "1 -all",
        "v=spf1 " + "/" * 60_000,
        "v=spf1 a" + "/1" * 30_000,
        "v=spf1 a:x.example" + "/0" * 30_000 + "x",
        "v=spf1 exp=" + "%{l1r.+-}" * 7_000,
        "v=spf1 " + "exp=x.y " * 8_000,
        "v=spf1 x=" + "%{d" + "-" * 60_000,
        "v=spf1 include:example.org " * 2_000,
        "v=spf1 " + "ptr mx " * 8_000,
    ],
    ids=lambda record: record[7:30],
)
def test_a_hostile_record_costs_little(record: str) -> None:
    world = World(
        {
            "example.org": {"TXT": [record], "MX": [f"{n} h{n}.example.org" for n in range(10)]},
            "1.2.0.192.in-addr.arpa": {"PTR": [f"h{n}.example.org" for n in range(5_000)]},
            **{f"h{n}.example.org": {"A": ["192.0.2.1"]} for n in range(10)},
        }
    )
    start = time.process_time()
    result = drive(evaluate("192.0.2.1", "l.o.n.g+" * 30 + "@example.org", "mx.example.org"), world)
    assert time.process_time() - start < 2
    assert len(world.asked) <= MOST_ASKS
    assert len(result.steps) <= MOST_STEPS + 20
    assert all(len(ask.of) <= 253 for ask in world.asked)


def test_what_is_not_listed_is_counted() -> None:
    result = ask_spf(texts(own="v=spf1 " + "ip4:198.51.100.1 " * 1_000 + "ip4:192.0.2.1 -all"))
    assert (result.result, len(result.steps), result.omitted) == (SpfWord.PASS, MOST_STEPS + 1, 1_000 - MOST_STEPS)
    assert result.matched == result.steps[-1]


def test_an_explanation_is_cut() -> None:
    own = {"example.org": {"TXT": ["v=spf1 -all exp=why.example.org"]}, "why.example.org": {"TXT": [MEGA]}}
    said = ask_spf(own).explanation
    assert said is not None
    assert len(said) == LONGEST_TEXT


TERMS = st.sampled_from(
    "a mx ptr exists:%{i}.example.org include:example.org include:%{d} redirect=%{h} exp=%{p}.example.org -all ~all +all ip4:192.0.2.0/24 "
    "ip6:::/0 a:%{l1r-}.example.org/24//64 mx:x.example.org/0 a: % %{ %{zz} /24 = exp= foo=%{c} %{S}%_%-%% \x00 é".split(
        " "
    )
)
TEXTS = st.one_of(st.lists(TERMS, max_size=6).map(lambda terms: "v=spf1 " + " ".join(terms)), st.text(max_size=60))
NAMES = st.one_of(
    st.sampled_from(
        [
            "example.org",
            "x.example.org",
            ".",
            "",
            "a" * 64 + ".example.org",
            "192.0.2.1",
            "2001:db8::1",
            "10 m.example.org",
        ]
    ),
    st.text(max_size=20),
)


@given(
    st.text(max_size=40) | st.sampled_from(["192.0.2.1", "2001:db8::1"]),
    st.text(max_size=60) | st.just("a@example.org"),
    st.text(max_size=60),
    st.data(),
)
def test_it_always_ends(address: str, sender: str, helo: str, data: st.DataObject) -> None:
    asked = []

    def answer(ask: Ask) -> Answer:
        asked.append(ask)
        if data.draw(st.integers(0, 9)) == 0:
            outcome = data.draw(st.sampled_from([outcome for outcome in Outcome if outcome is not Outcome.FOUND]))
            return answered(ask, outcome)
        records = data.draw(st.lists(TEXTS if ask.what == "TXT" else NAMES, max_size=3))
        return answered(ask, Outcome.FOUND if records else Outcome.NOTHING, records)

    result = drive(evaluate(address, sender, helo), answer)
    assert len(asked) == len(set(asked)) <= MOST_ASKS
    assert [one.ask for one in result.answers] == asked
    assert result.lookups <= 10
    assert (result.error is None) == (result.result not in {SpfWord.NONE, SpfWord.PERMERROR, SpfWord.TEMPERROR})
    assert all(ask.of == ask.of.lower() and ask.of.isascii() for ask in asked)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    record = parse("v=spf1 " + text)
    assert all(record.text[term.start : term.end] == term.text for term in record.directives)
    assert all(0 <= fault.start <= fault.end <= len(record.text) for fault in record.faults)
