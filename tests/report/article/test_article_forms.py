"""An article in each form: nothing of the mail acts, every note has its place, and what publishes it can read it."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace
from tests.report.article.published import article, example, text
from tests.report.page import faults
from tests.report.test_html import mail
from tests.report.test_markdown import MARKS
from tests.world import NOW

import gyotaku
from gyotaku.cli.written_article import Figures, compose_files
from gyotaku.model.configuration import Config
from gyotaku.model.finding import Group
from gyotaku.model.goal import MailClass
from gyotaku.model.report import Report, VerdictWord
from gyotaku.model.text import LANGUAGES, Language, Text
from gyotaku.model.visit import Picture, Visits
from gyotaku.registry import plan
from gyotaku.report.article import words
from gyotaku.report.article.blocks import Article
from gyotaku.report.article.front_matter import TARGETS, front_matter
from gyotaku.report.article.headlines import BY_KIND, USUAL
from gyotaku.report.article.markdown import ArticleForm
from gyotaku.report.article.themes import _BY_GROUP, Theme
from gyotaku.report.article.wordpress import render as wordpress
from gyotaku.report.headings import NO_SIGN_IS_NOT_SAFE
from gyotaku.report.masking.redactor import Redactor
from gyotaku.verdict.judge import NOTHING_VOUCHES

ROOT = Path(__file__).parents[3]
MAILS = ("service-restored.eml", "mailbox-suspended.eml")
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\nIDATx\x9cc\xf8\x0f\x00"
    b"\x01\x01\x01\x00\x18\xdd\x8d\xb0\x00\x00\x00\x00IEND\xaeB`\x82"
)
OWN = Config(own_domains=("own.example",))
_READER = MarkdownIt("commonmark").enable("table")


def without_front_matter(markdown: str) -> str:
    return markdown.split("---\n\n", 1)[1]


def acts(markdown: str) -> list[str]:
    """Links, pictures and markup that a renderer makes of it, notes aside."""
    notes = re.compile(r"^\[\^\d+\]: ", re.MULTILINE)
    tokens = _READER.parse(notes.sub("", re.sub(r"\[\^\d+\]", "", markdown)))
    inline = [one for token in tokens for one in (token, *(token.children or ()))]
    return [token.type for token in inline if token.type.startswith(("link", "image", "html"))]


def dissected(words: str) -> Report:
    return gyotaku.dissect(mail(words), OWN, path="mail.eml", for_masking=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", MAILS)
def test_every_note_is_referred_to_and_there(file: str, language: Language) -> None:
    written = text(article(example(file), language))
    defined = re.findall(r"^\[\^(\d+)\]:", written, re.MULTILINE)
    assert defined == [str(number) for number in range(1, len(defined) + 1)]
    assert set(re.findall(r"\[\^(\d+)\](?!:)", written)) == set(defined)
    assert len(defined) >= len({finding.kind.id for finding in example(file).findings}) - 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_site_showed_stands_with_the_link(language: Language) -> None:
    report = example("mailbox-suspended.eml")
    assert report.visits is not None
    (look, *others) = report.visits.looks
    drawn = [replace(visit, picture=Picture("0" * 64, 8, 8), decoys=1) for visit in look.visits]
    report = replace(report, visits=Visits((replace(look, visits=tuple(drawn)), *others)))
    written = compose_files(
        Redactor.of(report).report(report), language, "hugo", Figures(site=PNG), masked=True, written=NOW.date()
    )
    assert written.files["site.png"] == PNG
    markdown = written.files["article.md"].decode()
    assert markdown.count("](site.png)") == 1
    assert ("別の文字列に置き換えて" if language == "ja" else "was replaced") in markdown
    assert list(faults(written.files["article.html"].decode())) == []
    assert "site.png" not in text(article(report, language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", MAILS)
def test_the_page_is_whole(file: str, language: Language) -> None:
    page = article(example(file), language).files["article.html"].decode()
    assert list(faults(page)) == []


@pytest.mark.parametrize("nasty", MARKS)
def test_a_nasty_mail_stays_words(nasty: str) -> None:
    for language in LANGUAGES:
        files = article(dissected(nasty), language, target="wordpress").files
        assert acts(files["article.md"].decode()) == []
        assert list(faults(files["article.html"].decode())) == []
        ElementTree.fromstring(files["article.xml"])  # noqa: S314  # ours


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80))
def test_no_quotation_acts(value: str) -> None:
    """Whatever is quoted, as prose or as code, is read back as words and as nothing else."""
    for language in LANGUAGES:
        markdown = ArticleForm().quote(value, language)
        assert acts(f"{markdown} a") == []
        tokens = _READER.parse(f"a{markdown}")
        assert {one.type for token in tokens for one in token.children or ()} <= {"text", "code_inline"}


@pytest.mark.parametrize("target", TARGETS[:3])
@pytest.mark.parametrize("title", ['a "b"\\c', "x: y #z", "---", "{{ x }}", "件名「」", "- a", "\u2028"])
def test_front_matter_is_yaml_and_a_draft(target: str, title: str) -> None:
    made = Article(
        title=title, description=title, slug="s", day=None, tags=(title,), lead=(), sections=(), notes=(), notes_heading="", language="ja"
    )  # fmt: skip
    before, _, after = front_matter(made, target, date(2026, 11, 22)).partition("---\n")[2].partition("\n---\n")
    assert after == "\n"
    read = {name.lower(): value for name, value in yaml.safe_load(before).items()}
    assert read["title"] == title
    assert read.get("tags", read.get("category")) == [title]
    assert read.get("draft", not read.get("published", True)) is True


def test_an_import_for_wordpress_holds_the_article_as_a_draft() -> None:
    made = Article(
        title="]]> & <b>", description="", slug="2026-x", day=None, tags=("<t>",), lead=(), sections=(), notes=(), notes_heading="", language="en"
    )  # fmt: skip
    tree = ElementTree.fromstring(wordpress(made, "<p>]]>\x00</p>", date(2026, 11, 22)))  # noqa: S314  # ours
    space = {"wp": "http://wordpress.org/export/1.2/", "content": "http://purl.org/rss/1.0/modules/content/"}
    assert tree.findtext("channel/item/title") == "]]> & <b>"
    assert tree.findtext("channel/item/content:encoded", namespaces=space) == "<p>]]>\ufffd</p>"
    assert tree.findtext("channel/item/wp:status", namespaces=space) == "draft"
    assert tree.findtext("channel/item/category") == "<t>"


def test_every_finding_has_its_place() -> None:
    assert set(BY_KIND) <= set(plan().kinds)
    assert set(USUAL) == set(Theme)
    elsewhere = {Group.PLACE, Group.REGISTRATION, Group.REPUTATION}
    assert set(_BY_GROUP) | elsewhere == set(Group)


def test_its_own_sentences_are_in_both_languages() -> None:
    texts = [one for one in vars(words).values() if isinstance(one, Text)]
    texts += [
        one for held in vars(words).values() if isinstance(held, dict) for one in held.values() if isinstance(one, Text)
    ]
    texts += [*BY_KIND.values(), *USUAL.values()]
    assert len(texts) > 100
    for one in texts:
        assert one.en
        assert one.ja
        assert not re.search(r"[!！]", one.en + one.ja)
        names = [set(re.findall(r"\{(\w+)\}", words)) for words in (one.en, one.ja)]
        assert names[0] == names[1]


@pytest.mark.parametrize(
    ("word", "kind", "said", "tagged"),
    [
        ("fraud", "phish", "A phishing mail", "phishing"),
        ("fraud", "none", "A fraudulent mail", "fraudulent mail"),
        ("likely", "phish", "A likely phishing mail", "phishing"),
        ("suspicious", "phish", "A suspicious mail", "suspicious mail"),
    ],
)
def test_the_title_says_no_more_than_the_verdict(word: str, kind: str, said: str, tagged: str) -> None:
    report = example("service-restored.eml")
    weighed = replace(report.verdict.weighed, word=VerdictWord(word))
    report = replace(report, verdict=replace(report.verdict, weighed=weighed, mail_class=MailClass(kind)))
    markdown = text(article(report, "en"))
    assert json.loads(markdown.splitlines()[1].partition(": ")[2]).startswith(said)
    assert f'tags: ["{tagged}"' in markdown


def test_a_name_that_anybody_could_take_has_no_victim() -> None:
    report = example("service-restored.eml")
    spoken = text(article(report, "en"))
    assert "None of this says that the holder" in spoken
    telling = {"spf-failed", "spf-not-authorized", "dmarc-failed", "dmarc-not-passed", "sender-domain-owner"}
    bare = replace(report, findings=tuple(one for one in report.findings if one.kind.id not in telling))
    assert "None of this says that the holder" not in text(article(bare, "en"))


def honest(proof: bytes = b"") -> Report:
    raw = (
        proof
        + b"Received: from mail.friend.example (mail.friend.example [192.0.2.8]) by mx.own.example (Postfix) with ESMTP id 4ABC "
        b"for <hanako@own.example>; Mon, 01 Jan 2024 09:00:00 +0900\r\nFrom: Taro <taro@friend.example>\r\nTo: hanako@own.example\r\n"
        b"Subject: lunch\r\nDate: Mon, 01 Jan 2024 08:59:58 +0900\r\nMessage-ID: <a1@friend.example>\r\n\r\nShall we have lunch on Tuesday?\r\n"
    )
    return gyotaku.dissect(
        raw,
        Config(own_domains=("own.example",), trusted_hosts=("mx.own.example",), known_senders=("friend.example",)),
        for_masking=True,
    )


PROOF = b"Authentication-Results: mx.own.example; dkim=pass header.d=friend.example header.s=a\r\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("proof", "word", "caution"),
    [
        (PROOF, VerdictWord.NO_SIGN, NO_SIGN_IS_NOT_SAFE),
        (b"", VerdictWord.CANNOT_TELL, NOTHING_VOUCHES),
    ],
    ids=["vouched", "unvouched"],
)
def test_an_honest_mail_is_neither_accused_nor_called_safe(
    proof: bytes, word: VerdictWord, caution: Text, language: Language
) -> None:
    report = honest(proof)
    assert report.verdict.word is word
    written = text(article(report, language))
    for heading in (words.WARNING, words.AFTER, words.LAW, words.WHO):
        assert heading.template(language) not in written
    assert caution.template(language) in written
    assert "安全です" not in written
    assert json.loads(written.splitlines()[1].partition(": ")[2]).startswith(words.MAIL_UNACCUSED.template(language))
