"""The mails that were written before the rules: all there, readable, and truly quoted. Only the standard library reads them here."""

import datetime
import email
import email.policy
import html
import random
import re
import tomllib
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

MAILS = Path(__file__).parent / "mails"
GROUPS = {"ja-phish": 30, "ja-genuine": 30, "en-phish": 15, "en-genuine": 15}
NAMES = [f"{group}-{number:02d}.eml" for group, count in GROUPS.items() for number in range(1, count + 1)]
CATEGORIES = set(
    "nonsense unnatural particle honorific punctuation width space-in-word foreign-glyph look-alike foreign-order "
    "salutation residue wrapping signature two-times weekday amount count name phone cause done-yet-asked scope deadline "
    "order-number subject-against-body text-against-html hidden padding language-mismatch".split()
)
WORDING = {
    "nonsense",
    "unnatural",
    "particle",
    "honorific",
    "punctuation",
    "width",
    "space-in-word",
    "foreign-glyph",
    "look-alike",
    "foreign-order",
}
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((MAILS / "expected.toml").read_text("utf-8"))


def read(name: str) -> EmailMessage:
    message = email.message_from_bytes((MAILS / name).read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def shown(markup: str) -> str:
    """Text of markup, with the hidden text too."""
    markup = re.sub(r"<br>\n?|</(?:p|div|tr|li|h\d)>", "\n", markup)
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def leaves(message: EmailMessage) -> list[tuple[str, str]]:
    return [
        (part.get_content_subtype(), part.get_content().replace("\r\n", "\n"))
        for part in message.walk()
        if not part.is_multipart()
    ]


def written(name: str) -> str:
    message = read(name)
    texts = [shown(content) if subtype == "html" else content for subtype, content in leaves(message)]
    return "\n".join([str(message["Subject"]), *texts])


def test_all_are_there() -> None:
    assert sorted(path.name for path in MAILS.glob("*.eml")) == sorted(NAMES)
    assert list(EXPECTED) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_it_parses(name: str) -> None:
    raw = (MAILS / name).read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    message = read(name)
    for field in ("From", "To", "Date", "Subject", "Message-ID", "Received", "MIME-Version"):
        assert message[field], field
    for part in message.walk():
        assert not part.defects
    assert all("\N{REPLACEMENT CHARACTER}" not in content for _, content in leaves(message))
    assert 5 <= max(content.count("\n") for _, content in leaves(message)) <= 60


@pytest.mark.parametrize("name", NAMES)
def test_what_is_quoted_stands_there(name: str) -> None:
    text = written(name)
    expected = EXPECTED[name]
    for noted in expected["faults"] + expected.get("slips", []):
        assert 1 <= len(noted["quotes"]) <= 2
        for quote in noted["quotes"]:
            assert quote in text, (noted, quote)
    for fault in expected["faults"]:
        assert fault["category"] in CATEGORIES
        assert fault.get("natural") or fault["category"] not in WORDING, fault


@pytest.mark.parametrize("name", NAMES)
def test_it_points_to_no_real_host(name: str) -> None:
    message = read(name)
    everything = "\n".join([*(str(value) for value in message.values()), *(content for _, content in leaves(message))])
    hosts = re.findall(r"https?://([^/\s\"'<>:?#]+)|@([A-Za-z0-9-]+\.[A-Za-z0-9.-]+)", everything)
    hosts += [
        (host, "")
        for host in re.findall(
            r"(?:from|by) ([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)", "\n".join(message.get_all("Received"))
        )
    ]
    hosts += [
        (host, "")
        for host in re.findall(
            r"(?i)(?<![\w.])(?:[a-z0-9-]+\.)+(?:com|net|org|jp|co|info|top|cn|io|uk|de|ru|app|dev)\b", everything
        )
    ]
    assert hosts
    for host in (web or mail for web, mail in hosts):
        assert re.search(r"(?:\.|\[\.\])example\.?$", host), host
    for address in re.findall(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])", everything):
        assert address.startswith(("192.0.2.", "198.51.100.", "203.0.113.")), address


def test_the_groups_say_what_they_are() -> None:
    assert {fault["category"] for expected in EXPECTED.values() for fault in expected["faults"]} == CATEGORIES
    assert all(not EXPECTED[name]["faults"] and "slips" in EXPECTED[name] for name in NAMES if "genuine" in name)
    fluent = [name for name in NAMES if EXPECTED[name].get("fluent")]
    assert sum(name.startswith("ja-phish") for name in fluent) >= 6
    for name in fluent:
        assert not WORDING & {fault["category"] for fault in EXPECTED[name]["faults"]}


def test_the_halves_are_tossed() -> None:
    coin = random.Random(6)  # noqa: S311  (a toss that anyone can repeat)
    for group, count in GROUPS.items():
        names = [name for name in NAMES if name.startswith(group + "-")]
        coin.shuffle(names)
        tuned = count // 2 + (count % 2 if group == "en-phish" else 0)
        for place, name in enumerate(names):
            assert EXPECTED[name]["half"] == ("tune" if place < tuned else "held"), name


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("ja-genuine")])
def test_a_genuine_date_falls_on_its_weekday(name: str) -> None:
    year = int(read(name)["Date"].datetime.year)
    digits = str.maketrans("０１２３４５６７８９", "0123456789")
    for stated, month, day, weekday in re.findall(
        r"(?:(20\d\d)年)?(\d{1,2})[月/](\d{1,2})日?[(（]([月火水木金土日])[)）]", written(name).translate(digits)
    ):
        date = datetime.date(int(stated or year), int(month), int(day))
        assert "月火水木金土日"[date.weekday()] == weekday, date
