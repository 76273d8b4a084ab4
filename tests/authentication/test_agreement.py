"""On every generated mail our results agree with dkimpy and mailauth, but for the classes named and explained in
docs/authentication.md.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from gyotaku.model.arc import ArcOutcome, ArcResult
from gyotaku.model.dkim import DkimResult
from tests.authentication.generated import Case, mails
from tests.authentication.judging import chain, signatures, world_of
from tests.authentication.peers import dkimpy_chain, dkimpy_passes, mailauth

DKIMPY = {
    "from-not-signed": 4,
    "rsa-sha1": 4,
    "blank-before-colon": 4,
    "stored-in-mbox": 4,
    "identity-below-strict": 1,
    "internationalized": 1,
    "length-beyond-body": 1,
    "record-h-sha1": 1,
    "record-s-email": 1,
    "record-v-last": 1,
    "signed-later": 1,
    "syntax-b-changed": 1,
    "syntax-h-empty": 1,
}
DKIMPY_CHAINS = {"arc-ed25519": 3, "arc-no-c": 1}
MAILAUTH = {
    "stored-in-mbox": 4,
    "length-beyond-body": 1,
    "syntax-a-RSA-SHA256": 1,
    "syntax-c-Relaxed/Relaxed": 1,
}
MAILAUTH_WORDS = {("permerror", "neutral"): 26, ("policy", "neutral"): 8, ("neutral", "fail"): 2}
"""Neither passes; the word for why not differs: ours, then mailauth's."""

DOCS = (Path(__file__).parents[2] / "docs" / "authentication.md").read_text("utf-8")


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return list(mails())


@pytest.fixture(scope="module")
def ours(cases: list[Case]) -> list[tuple[tuple[DkimResult, ...], ArcResult]]:
    return [
        (signatures(case.mail, world), chain(case.mail, world)) for case in cases for world in [world_of(case.keys)]
    ]


def test_there_are_hundreds_of_mails_of_all_classes(cases: list[Case]) -> None:
    assert len(cases) == 398
    assert len({case.group for case in cases}) == 137


def test_dkimpy_agrees(cases: list[Case], ours: list[tuple[tuple[DkimResult, ...], ArcResult]]) -> None:
    differing, chains = Counter[str](), Counter[str]()
    for case, (results, arc) in zip(cases, ours, strict=True):
        for index, result in enumerate(results):
            differing[case.group] += result.passed is not dkimpy_passes(case.mail, index, case.keys)
        theirs = dkimpy_chain(case.mail, case.keys)
        # It returns nothing for a chain whose newest seal says cv=fail.
        chains[case.group] += (arc.result is ArcOutcome.PASS) is not (theirs == "pass")
    assert +differing == DKIMPY
    assert +chains == DKIMPY_CHAINS


def test_mailauth_agrees(
    cases: list[Case], ours: list[tuple[tuple[DkimResult, ...], ArcResult]], request: pytest.FixtureRequest
) -> None:
    asked = [(case.mail, {name: {"TXT": [[text]]} for name, text in case.keys.items()}, {}) for case in cases]
    theirs = mailauth(asked, request.config.cache.mkdir("mailauth"))
    differing, words = Counter[str](), Counter[tuple[str, str]]()
    for case, (results, arc), said in zip(cases, ours, theirs, strict=True):
        assert len(said["dkim"]) == max(len(results), 1)
        for result, (word, _) in zip(results, said["dkim"], strict=False):
            differing[case.group] += result.passed is not (word == "pass")
            if not result.passed and word not in {"pass", result.result}:
                words[str(result.result), word] += 1
        assert str(arc.result) == said["arc"][0], case.group
    assert +differing == MAILAUTH
    assert words == MAILAUTH_WORDS


@pytest.mark.parametrize("group", sorted({*DKIMPY, *DKIMPY_CHAINS, *MAILAUTH}))
def test_each_disagreement_is_explained(group: str) -> None:
    assert f"`{group}`" in DOCS
