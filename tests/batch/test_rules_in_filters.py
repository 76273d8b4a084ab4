"""A rule meets the same mails in the real filters as it does over the rows of a scan, whatever hostile mail wrote into its values."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence

import pytest
from tests.batch.filters import Hits, by_rspamd, by_sieve, by_spamassassin
from tests.batch.making import mbox, scanned

from gyotaku.batch.questions import Asking
from gyotaku.batch.rules.condition import Clause, Condition, Rule, What, small, usable
from gyotaku.batch.rules.rows import lines

NASTY = 'Say "you" \\ ${hex:40} #1 ]] [[ %d+ .* /x; $x @y 重要なお知らせ'
ADDRESS = "a'b{x}$y/%|z@evil.example"
NAME = '三井"友\\カード'


def word(text: str, charset: str = "utf-8") -> str:
    return f"=?{charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


def mail(
    body: str = "Hello.",
    *,
    author: str = "a@partner.example",
    subject: str = "Minutes",
    extra: str = "",
    identity: str = "<1@partner.example>",
    html: bool = False,
) -> bytes:
    kind = "html" if html else "plain"
    return (
        f"From: {author}\nTo: taro@office.example\nDate: Mon, 5 Jun 2023 09:12:44 +0900\nSubject: {subject}\n{extra}"
        f"Message-ID: {identity}\nMIME-Version: 1.0\nContent-Type: text/{kind}; charset=utf-8\n\n{body}\n"
    ).encode()


MAILS = [
    mail(),
    # Links, and what is like them.
    mail("See https://evil.example/login now."),
    mail("<a href='HTTPS://EVIL.example:8443/x'>here</a>", html=True),
    mail('<p><a href="http://a.b.evil.example?x=1">here</a></p>', html=True),
    mail('<a href="https://user@evil.example/">here</a>', html=True),
    mail("See https://notevil.example/ and https://evilxexample.example/."),
    mail("See https://evil.example.org/ and https://other.example/evil.example/."),
    mail("Nothing about evil example here."),
    # From.
    mail(author=f'"x" <{ADDRESS}>'),
    mail(author=f"<{ADDRESS.upper()}>"),
    mail(author="<aab{x}$y/%|z@evil.example>"),
    mail(author="b@sub.evil.example"),
    mail(author="evil.example@partner.example"),
    mail(author='"b@evil.example" <b@partner.example>'),
    mail(author="b@evilxexample.example"),
    # Display names.
    mail(author=f"{word(NAME)} <c@partner.example>"),
    mail(author=f"{word(NAME, 'utf-8')} {word('より')} <c@partner.example>"),
    mail(author=f"{word('三井友カード')} <c@partner.example>"),
    # Subjects.
    mail(subject=word(NASTY)),
    mail(subject=word("Re: " + NASTY.upper())),
    mail(subject=f"{word(NASTY[:20])}\n {word(NASTY[20:])}"),
    mail(subject=word(NASTY.replace("%d+", "9"))),
    mail(subject=word("緊急のお知らせとご案内について", "iso-2022-jp")),
    mail(subject=word("緊急のお知らせ")),
    # Reply-To.
    mail(extra="Reply-To: Hanako <d@in.drop.example>\n"),
    mail(extra="Reply-To: d@drop.example.org\n"),
    mail(extra="Reply-To: <Who@Reply.example>\n"),
    # Message-ID.
    mail(identity="<x@y@MX.evil.example>"),
    mail(identity="<x@a.mx.evil.example>"),
    mail(identity="<mx.evil.example@partner.example>"),
    mail(identity="<x@amx.evil.example>"),
    mail(identity="x@mx.evil.example"),
]
TESTS = [
    Condition(What.LINK, "evil.example"),
    Condition(What.FROM_ADDRESS, ADDRESS),
    Condition(What.FROM_DOMAIN, "evil.example"),
    Condition(What.FROM_NAME, NAME),
    Condition(What.SUBJECT, small(NASTY)),
    Condition(What.SUBJECT, "お知らせとご案内"),
    Condition(What.REPLY_DOMAIN, "drop.example"),
    Condition(What.REPLY_ADDRESS, "who@reply.example"),
    Condition(What.MESSAGE_ID, "mx.evil.example"),
]
RULES = [
    *(Rule((Clause((test,)),)) for test in TESTS),
    Rule((Clause((TESTS[2], TESTS[1])), Clause((TESTS[4],)))),
]


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Hits:
    folder = tmp_path_factory.mktemp("rows")
    scanned(folder / "out", mbox(folder / "a.mbox", MAILS))
    asking = Asking(folder / "out")
    seen = [line.seen for line in lines(asking, "false")]
    asking.close()
    assert len(seen) == len(MAILS)
    return [{at for at, one in enumerate(seen) if rule.fires(one)} for rule in RULES]


def test_the_rules_meet_what_they_should(expected: Hits) -> None:
    assert all(map(usable, TESTS))
    assert expected == [
        {1, 2, 3, 4},
        {8, 9},
        {8, 9, 10, 11},
        {15, 16},
        {18, 19, 20},
        {22},
        {24},
        {26},
        {27, 28, 31},
        {8, 9, 18, 19, 20},
    ]


@pytest.mark.parametrize("engine", [by_sieve, by_spamassassin, by_rspamd])
def test_a_filter_meets_the_same_mails(
    engine: Callable[[Sequence[Rule], Sequence[bytes]], Hits], expected: Hits
) -> None:
    assert engine(RULES, MAILS) == expected
