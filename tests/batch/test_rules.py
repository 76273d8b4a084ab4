"""Rules proposed from a scan: what they may rest on, what they are counted to meet, and that no value breaks out of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.batch.making import mbox, scanned

from gyotaku.batch.questions import Asking, QuestionError
from gyotaku.batch.rules import rspamd, sieve, spamassassin
from gyotaku.batch.rules.backtest import tried
from gyotaku.batch.rules.condition import Clause, Condition, Rule, Seen, What, small, usable
from gyotaku.batch.rules.phrases import shared_phrases
from gyotaku.batch.rules.proposal import Proposal, like, propose
from gyotaku.batch.rules.rows import Group, Line, Lines, lines, of_mail
from gyotaku.batch.rules.standing import Weight, standings
from gyotaku.cli.main import main
from gyotaku.model.configuration import Config

STANDING = standings(Config(own_domains=("office.example",)))
ALL = [*What]


def seen(*links: str, author: str = "a@partner.example", subject: str = "", identity: str = "") -> Seen:
    return Seen(
        links=frozenset(links),
        authors=frozenset({author}),
        replies=frozenset(),
        message_id=identity,
        subject=small(subject),
        name="",
    )


def rows(chosen: Sequence[Seen], unsuspected: Sequence[Seen] = (), accused: Sequence[Seen] = ()) -> Lines:
    groups = ((Group.CHOSEN, chosen), (Group.UNSUSPECTED, unsuspected), (Group.ACCUSED, accused))
    made = [Line(f"{group}{number}", group, one) for group, many in groups for number, one in enumerate(many)]
    return lambda: iter(made)


def proposed(lines: Lines) -> Proposal:
    return propose(lines, STANDING)


def told(proposal: Proposal) -> list[tuple[tuple[str, str], ...]]:
    return [tuple((test.what.value, test.value) for test in clause.tests) for clause in proposal.rule.clauses]


def test_what_the_set_shares_and_honest_mail_lacks_is_proposed() -> None:
    fraud = [seen("login.evil.example", "bit.ly", author=f"n{number}@host{number}.example") for number in range(5)]
    honest = [seen("bit.ly"), seen("partner.example")]
    found = proposed(rows(fraud, honest, fraud[:2]))
    assert told(found) == [(("link", "login.evil.example"),)]
    assert [(one.test.value, one.chosen, one.unsuspected) for one in found.refused] == [("bit.ly", 5, 1)]
    backtest = tried(found.rule, rows(fraud, honest, fraud[:2]))
    assert (backtest.rule.chosen, backtest.rule.accused, backtest.rule.unsuspected) == (5, 2, 0)
    assert (backtest.rows.chosen, backtest.rows.accused, backtest.rows.unsuspected) == (5, 2, 2)


def test_the_registered_domain_is_taken_where_hosts_differ() -> None:
    fraud = [seen(f"n{number}.evil.example") for number in range(5)]
    assert told(proposed(rows(fraud, [seen("notevil.example")]))) == [(("link", "evil.example"),)]


@pytest.mark.parametrize(
    "one",
    [
        seen("www.amazon.co.jp", author="info@amazon.co.jp"),
        seen("t.co", author="b@office.example"),
        seen(author="b@sub.office.example", identity="localhost"),
    ],
)
def test_what_belongs_to_many_to_an_organization_or_to_the_reader_decides_nothing(one: Seen) -> None:
    assert told(proposed(rows([one, one, one]))) == []


def test_a_mailbox_where_many_have_theirs_may_be_named_whole() -> None:
    one = seen(author="gift.of.money.2026@gmail.com")
    assert told(proposed(rows([one, one]))) == [(("from-address", "gift.of.money.2026@gmail.com"),)]


def test_words_go_with_what_many_use_and_never_alone() -> None:
    subject = "Last warning: storage quota exceeded"
    fraud = [seen("bit.ly", subject=f"{subject} {number}", author=f"n{number}@gmail.com") for number in range(4)]
    honest = [seen("bit.ly"), seen(subject="Storage quota exceeded: how to mend it")]
    (clause,) = told(proposed(rows(fraud, honest)))
    assert dict(clause) in (
        {"link": "bit.ly", "subject": small(subject)},
        {"from-domain": "gmail.com", "subject": small(subject)},
    )
    words = [seen(subject=subject, author=f"n@host{number}.example") for number in range(3)]
    assert told(proposed(rows(words))) == []


def test_a_test_that_honest_mail_meets_is_no_more_than_shared() -> None:
    listed = [seen("lists.example", identity="mx.office2.example")] * 4
    honest = [seen("lists.example"), seen(identity="mx.office2.example", author="z@other.example")]
    assert told(proposed(rows(listed, [*honest, seen(author="q@partner.example")]))) == []


def test_one_mail_is_enough_of_a_set() -> None:
    assert told(proposed(rows([seen("evil.example")], [seen("good.example")]))) == [(("link", "evil.example"),)]


def test_mails_like_one_share_what_nobody_honest_has() -> None:
    given_ = seen("evil.example", "bit.ly", author="a@gmail.com")
    others = [
        seen("evil.example"),
        seen("bit.ly"),
        seen(author="a@gmail.com"),
        seen("other.example", author="b@c.example"),
    ]
    grouped = like(rows([given_], [seen("bit.ly", author="a@gmail.com")], others), STANDING)
    assert [line.group is Group.CHOSEN for line in grouped()] == [True, False, True, False, False, False]


def test_phrases_are_whole_words_without_tags_and_general_words() -> None:
    subjects = ["[list] Your Parcel No 17 could not be delivered today", "Re: Your Parcel No 18 could not be delivered"]
    found = [test.value for test in shared_phrases(What.SUBJECT, [small(one) for one in subjects])]
    assert "could not be delivered" in " ".join(found)
    assert not any(one.startswith(("[", "re:")) for one in found)
    assert shared_phrases(What.SUBJECT, ["重要なお知らせのご案内について"] * 3) == []


HOSTILE = st.text(max_size=40) | st.text("ab.@-_'\"\\/${}%[]()|*?#; \n\r\t", max_size=40)


@given(st.sampled_from(ALL), HOSTILE.map(small))
def test_no_value_means_anything_but_itself(what: What, value: str) -> None:
    for tried_value in (value, f"{value}@evil.example", f"{value}.example", f"some words {value} and more"):
        test = Condition(what, tried_value)
        if usable(test):
            _holds_together(test)


def _holds_together(test: Condition) -> None:
    rule = Rule((Clause((test,)),))
    script = sieve.render(rule, "GYOTAKU_1", [])
    assert set(_sieve_strings(script)) - {"fileinto", "body", "Junk"} >= {
        one for one in (test.value,) if test.what not in {What.LINK, What.MESSAGE_ID}
    }
    assert script.count("\n") == 9
    cf = spamassassin.render(rule, "GYOTAKU_1", [])
    assert cf.isascii()
    assert cf.count("\n") == 4
    pattern = cf.split("\n", 1)[0].partition(" /")[2].removesuffix("/i")
    octets = test.value.encode()
    if test.what in {What.SUBJECT, What.FROM_NAME}:
        assert re.fullmatch(pattern.encode(), octets, re.IGNORECASE)
    assert not re.search(r"(?<!\\)[#/]", pattern)
    lua = rspamd.render(rule, "GYOTAKU_1", [])
    assert lua.isascii()
    written = re.search(r'return \(test\.\w+\(task, "([^"\n]*)"\)\)', lua)
    assert written is not None
    assert re.sub(rb"\\(\d{3})", lambda one: bytes([int(one[1])]), written[1].encode()) == octets


def _sieve_strings(script: str) -> Iterator[str]:
    for one in re.finditer(r'"((?:[^"\\]|\\["\\])*)"', script):
        yield one[1].replace('\\"', '"').replace("\\\\", "\\")


FRAUD = (
    'From: "Support" <n{n}@s{n}.example>\nTo: taro@office.example\nDate: Mon, 5 Jun 2023 09:12:44 +0900\nMessage-ID: <{n}@s{n}.example>\n'
    "Subject: Your password expires \x1b[31m{n}\n\nDear user, your password expires today. Verify your account at\n"
    "https://login{n}.evil.example/verify?u={n} at once, or your account will be suspended within 24 hours.\n"
)


@pytest.fixture
def scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "no-config"))
    mails = [FRAUD.format(n=number).encode() for number in range(4)]
    mails += [b"From: nobody\nTo: taro@office.example\nSubject: Hello\n\nHello.\n"]
    scanned(tmp_path / "out", mbox(tmp_path / "a.mbox", mails))
    return tmp_path / "out"


@pytest.mark.parametrize("form", ["sieve", "spamassassin", "rspamd"])
def test_the_command_proposes_and_tells_what_it_met(scan: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    where = "path IN (SELECT path FROM observables WHERE value LIKE '%.evil.example')"
    assert main(["rule", "out", "--for", form, "--where", where, "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    assert "evil" in out
    assert "a link to evil[.]example       4" in err
    assert "says little" in err
    assert "\x1b" not in out + err
    assert ("Sieve reads no links" in err) is (form == "sieve")
    assert main(["rule", "out", "--for", form, "--where", where, "--lang", "ja"]) == 0
    assert capsys.readouterr()[0] == out


def test_a_set_by_one_of_its_mails(scan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asking = Asking(scan)
    path = next(iter(lines(asking, "true"))).path
    digest = next(iter(asking.ask("SELECT sha256 FROM mails LIMIT 1").rows))[0]
    asking.close()
    for given_ in (path, digest[:8]):
        assert main(["rule", "out", "--for", "rspamd", "--like", given_]) == 0
        assert 'test.link(task, "evil.example")' in capsys.readouterr().out
    assert "''" in of_mail("it's")


def test_what_cannot_be_done_is_told(scan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, words in (
        (["--where", "false"], "no scanned mail"),
        (["--where", "nonsense = 1"], "nonsense"),
        (["--where", "1); SELECT (1"], "syntax error"),
        (["--where", "'x'"], "Could not convert"),
        (["--like", "absent"], "no scanned mail"),
        (["--where", "path LIKE '%mbox!5'"], "their sender's own"),
    ):
        assert main(["rule", "out", "--for", "sieve", *arguments, "--lang", "en"]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert words in err
    assert main(["rule", "absent", "--for", "sieve", "--where", "true"]) == 2


def test_a_condition_that_is_none_is_refused(scan: Path) -> None:
    asking = Asking(scan)
    with pytest.raises(QuestionError):
        list(lines(asking, "subject"))
    asking.close()


def test_weights_of_single_conditions() -> None:
    for what, value, weight in (
        (What.LINK, "evil.example", Weight.ALONE),
        (What.LINK, "bit.ly", Weight.SHARED),
        (What.LINK, "evil.web.app", Weight.ALONE),
        (What.LINK, "storage.googleapis.com", Weight.SHARED),
        (What.FROM_DOMAIN, "amazon.co.jp", Weight.NARROWING),
        (What.FROM_DOMAIN, "gmail.com", Weight.SHARED),
        (What.FROM_DOMAIN, "office.example", Weight.NARROWING),
        (What.MESSAGE_ID, "mail.gmail.com", Weight.SHARED),
        (What.SUBJECT, "last warning about your storage", Weight.PHRASE),
        (What.FROM_NAME, "amazon.co.jp カスタマーサービス", Weight.NARROWING),
    ):
        assert STANDING(Condition(what, value)).weight is weight, value
