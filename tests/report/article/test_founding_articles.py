"""The articles of the two founding mails: every point of the published dissections that holds, none that does not, and what ours adds."""

from __future__ import annotations

import re
import tomllib
from itertools import product
from typing import Any

import pytest
from tests.report.article.published import article, founding, plainly, text
from tests.shared import SHARED, require

from gyotaku.model.bearing import HypothesisName
from gyotaku.model.text import LANGUAGES, Language

FILES = ("2022-09-07-mailbox-suspended.eml", "2021-10-27-service-restored.eml")
UP_TO_NOW = {"spine", "formats", "identity", "language", "world", "publish"}


def items() -> list[Any]:
    file = SHARED / "cases" / "expected.toml"
    cases = tomllib.loads(file.read_text("utf-8"))["case"] if file.exists() else []
    return [
        pytest.param(case["file"], item, id=f"{case['file'][:4]}-{name}")
        for case in cases
        for name, item in case["says"].items()
        if item["issue"] in UP_TO_NOW
    ]


def test_the_cases_are_here() -> None:
    require("cases", "expected.toml")
    assert len(items()) >= 42


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("file", "item"), items())
def test_every_point_is_in_the_article(file: str, item: dict[str, Any], language: Language) -> None:
    read = plainly(text(article(founding(file), language, masked=False)))
    quotes = (
        [_in_words(quote, language) for quote in item["quotes"]] if item["where"] == "hypotheses" else item["quotes"]
    )
    for quote in quotes:
        assert quote in read


def _in_words(hypothesis: str, language: Language) -> str:
    return HypothesisName(hypothesis).label.template(language)


@pytest.mark.parametrize(("file", "language"), list(product(FILES, LANGUAGES)))
def test_nobody_innocent_is_blamed(file: str, language: Language) -> None:
    """The items of `not_claimed`, as far as words can show them: each is said only beside what takes it back."""
    read = plainly(text(article(founding(file), language)))
    compared = "自身のIPアドレスは" if language == "ja" else "itself has the address"
    for paragraph in read.split("\n\n"):
        if compared in paragraph and not paragraph.startswith(("-", "[")):
            assert ("弱い手がかりにすぎません" if language == "ja" else "weak hint") in paragraph
    victim = "被害者" if language == "ja" else "victim"
    assert victim in read
    only_ours = file == FILES[1]  # the sender connected to our own server, so there is no line of others
    told = (
        ("直接つないで" if only_ours else "書き込む")
        if language == "ja"
        else ("directly" if only_ours else "could have written")
    )
    assert told in read


@pytest.mark.parametrize("language", LANGUAGES)
def test_2022_the_login_at_the_provider_and_both_explanations(language: Language) -> None:
    undecided = plainly(text(article(founding(FILES[0]), language)))
    assert "ESMTPSA" in undecided
    for variant, leads in (("customer", HypothesisName.ABUSED_ACCOUNT), ("stranger", HypothesisName.FORGED_SENDER)):
        decided = plainly(text(article(founding(FILES[0], variant), language)))
        most = "最も考えられるのは「{}」" if language == "ja" else "Most likely: {}."
        assert most.format(leads.label.template(language)) in decided


@pytest.mark.parametrize("language", LANGUAGES)
def test_2021_the_tool_is_named(language: Language) -> None:
    assert "Nodemailer" in text(article(founding(FILES[1]), language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_articles_are_no_form_filled_in_twice(language: Language) -> None:
    """Other headings, another order, and most sentences of the findings' parts are not in the other article."""
    first, second = (text(article(founding(file), language)) for file in FILES)
    own = [re.findall(r"^## (.+)$", one, re.MULTILINE) for one in (first, second)]
    told = [
        headings[
            1 : headings.index(
                "ヘッダーの三つのフィールド" if language == "ja" else "The three fields that people look at first"
            )
        ]
        for headings in own
    ]
    assert len(set(told[0]) & set(told[1])) <= 1
    sentences = [set(re.split(r"(?<=[。.:])\s*", one.partition("[^1]:")[0])) for one in (first, second)]
    assert len(sentences[0] & sentences[1]) < 0.4 * min(map(len, sentences))


@pytest.mark.parametrize(("file", "language"), list(product(FILES, LANGUAGES)))
def test_the_recipient_is_nowhere(file: str, language: Language) -> None:
    for name, octets in article(founding(file), language, target="wordpress").files.items():
        assert b"yamate" not in octets.lower(), name
        assert b"shirokane" not in octets.lower(), name
