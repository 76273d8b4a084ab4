"""Genuine texts with one contradiction planted in each, to count how many are found with both places quoted.

The texts are the notices beside this file, the innocent mails of tests/kinds and, where the development corpora lie beside the project,
the honest Japanese mails there. What is planted is chosen by a seed, so that everybody plants the same.
"""

from __future__ import annotations

import random
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from email.header import Header
from functools import cache
from pathlib import Path

from msgspec import Struct

import gyotaku
from gyotaku.evaluation.labels import Truth, samples
from gyotaku.evaluation.stripping import stripped
from gyotaku.mail import message
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Direction, Group, Strength
from gyotaku.registry import plan
from tests.shared import SHARED

HERE = Path(__file__).parent
KINDS = HERE.parent / "kinds"
EACH = 34
"""Mails of each type; six types make 204."""
DATE = "Tue, 04 Jul 2023 16:12:40 +0900"


class Text(Struct, frozen=True):
    """A genuine text; `cause` is what it gives as the cause of what it tells."""

    source: str
    sender: str
    subject: str
    body: str
    date: str = DATE
    cause: str = ""


class Place(Struct, frozen=True):
    """Characters of the subject ("Subject"), of the body ("1") or any of a header field."""

    part: str
    start: int
    end: int


class Planted(Struct, frozen=True):
    """`places` are what was planted; `partners` the places that it contradicts, any of which will do."""

    type: str
    source: str
    octets: bytes
    place: Place
    partners: tuple[Place, ...]


@cache
def texts() -> tuple[Text, ...]:
    found = list(_notices())
    for file in sorted(KINDS.glob("*/innocent-*.eml")):
        # Those of the contradictions are near misses already: several events, corrections, two persons.
        if plan().kinds[file.parent.name].group is not Group.CONTRADICTION:
            found += _text_of(f"{file.parent.name}/{file.name}", file.read_bytes())
    corpus = SHARED / "corpora" / "ham_ja"
    if corpus.exists():
        for file in sorted(corpus.glob("*.eml")):
            found += _text_of(file.name, file.read_bytes())
    return tuple(found)


@cache
def later() -> tuple[Text, ...]:
    """Notices that were written after the rules were done. No rule may be changed by what is found in these."""
    return tuple(_notices("later_notices.toml"))


def _notices(file: str = "notices.toml") -> Iterator[Text]:
    rows = tomllib.loads((HERE / file).read_text("utf-8"))["notice"]
    for number, row in enumerate(rows):
        body = row["body"].strip("\n").replace("\n", "\r\n") + "\r\n"
        yield Text(f"notice {number}", row["from"], row["subject"], body, cause=row.get("cause", ""))


def _text_of(source: str, octets: bytes) -> list[Text]:
    mail = message.read(octets)
    part = next((one for one in mail.root.walk() if one.content_type == "text/plain" and not one.children), None)
    fields = {name: mail.headers.get(name) for name in ("From", "Subject", "Date")}
    if part is None or any(field is None for field in fields.values()):
        return []
    said = {name: field.text for name, field in fields.items() if field is not None}
    body = part.text().replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    return (
        [Text(source, said["From"].strip(), said["Subject"].strip(), body, said["Date"].strip())]
        if body.strip()
        else []
    )


def mail(text: Text) -> bytes:
    """The text as a plain mail."""
    name, _, address = text.sender.rpartition(" ")
    sender = f"{Header(name.strip(), 'utf-8').encode()} {address}" if not name.isascii() else text.sender
    subject = text.subject if text.subject.isascii() else Header(text.subject, "utf-8").encode(linesep="\r\n")
    head = (
        f"From: {sender}\r\nTo: tanaka@sakuragi.example\r\nSubject: {subject}\r\nDate: {text.date}\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    return (head + text.body).encode("utf-8", "replace")


def _replaced(type_: str, text: Text, place: Place, new: str, partners: list[Place]) -> Planted:
    """The text with `new` at the place; partners behind it move along."""
    old = text.subject if place.part == "Subject" else text.body
    changed = old[: place.start] + new + old[place.end :]
    moved = len(new) - (place.end - place.start)
    after = tuple(
        Place(one.part, one.start + moved, one.end + moved)
        if one.part == place.part and one.start >= place.end
        else one
        for one in partners
    )
    subject, body = (changed, text.body) if place.part == "Subject" else (text.subject, changed)
    made = Text(text.source, text.sender, subject, body, text.date)
    return Planted(type_, text.source, mail(made), Place(place.part, place.start, place.start + len(new)), after)


def _everywhere(pattern: str, text: Text) -> Iterator[tuple[Place, re.Match[str]]]:
    for part, words in (("Subject", text.subject), ("1", text.body)):
        for match in re.finditer(pattern, words):
            yield Place(part, *match.span()), match


def _told_twice(
    pattern: str, text: Text, key: Callable[[re.Match[str]], object]
) -> list[list[tuple[Place, re.Match[str]]]]:
    """The things that the text tells at two places or more."""
    groups = defaultdict(list)
    for place, match in _everywhere(pattern, text):
        groups[key(match)].append((place, match))
    return [group for group in groups.values() if len(group) > 1]


_TIME = r"(?<![0-9:])([0-9]{1,2})(:|時)([0-9]{2})(分?)(?![0-9:])"
_RANGE = rf"{_TIME}( ?[～〜~-] ?){_TIME}"


def time(text: Text, rng: random.Random) -> Planted | None:
    """One of two places gives another hour; of a span, both its ends."""
    for pattern in (_RANGE, _TIME):
        groups = _told_twice(pattern, text, lambda match: "".join(re.findall("[0-9]+", match[0])))
        if groups:
            group = rng.choice(groups)
            place, match = group.pop(rng.randrange(len(group)))
            later = rng.randint(2, 4)
            new = _later(match[0], later)
            return _replaced("time", text, place, new, [one for one, _ in group])
    return None


def _later(words: str, hours: int) -> str:
    return re.sub(_TIME, lambda one: f"{(int(one[1]) + hours) % 24}{one[2]}{one[3]}{one[4]}", words)


_DAY_JA = r"(?:(?P<year>20[0-9]{2})年 ?)?(?P<month>[0-9]{1,2})月 ?(?P<day>[0-9]{1,2})日"
_DAY_EN = r"(?P<day>[0-9]{1,2}) (?P<month>July|August) (?P<year>20[0-9]{2})"


def weekday(text: Text, rng: random.Random) -> Planted | None:
    """A date of a known year with the weekday of another day."""
    places = []
    for place, match in _everywhere(rf"{_DAY_JA} ?[（(](?P<weekday>[月火水木金土日])[）)]", text):
        begin = place.start - match.start()
        places.append(
            (
                Place(place.part, begin + match.start("weekday"), begin + match.end("weekday")),
                match["weekday"],
                "月火水木金土日",
                Place(place.part, place.start, match.start("weekday") - 1),
            )
        )
    for place, match in _everywhere(rf"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day), {_DAY_EN}", text):
        names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
        places.append(
            (
                Place(place.part, match.start("weekday"), match.end("weekday")),
                match["weekday"],
                names,
                Place(place.part, match.start("day"), place.end),
            )
        )
    if not places:
        return None
    place, old, names, partner = rng.choice(places)
    new = names[(names.index(old) + rng.randint(1, 6)) % 7]
    return _replaced("weekday", text, place, new, [partner])


_AMOUNT = r"(?:[¥￥$€] ?)?(?<![0-9,.])([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{2,6})(\.[0-9]{2})?(?: ?円)?(?![0-9])"


def amount(text: Text, rng: random.Random) -> Planted | None:
    """One of two places gives another amount; where a bill is added up, its total does."""
    groups = [
        [one for one in group if any(sign in one[1][0] for sign in "¥￥$€円")]
        for group in _told_twice(_AMOUNT, text, lambda match: match[1] + (match[2] or ""))
    ]
    groups = [group for group in groups if len(group) > 1]
    if groups:
        group = rng.choice(groups)
        place, match = group.pop(rng.randrange(len(group)))
        return _replaced("amount", text, place, _other_figure(match[0], rng), [one for one, _ in group])
    subtotal = re.search(rf"(?:小　?計|Subtotal)[^\n0-9]{{0,6}}{_AMOUNT}", text.body)
    total = re.search(rf"(?:合　?計|\nTotal)[^\n0-9]{{0,6}}(?P<all>{_AMOUNT})", text.body)
    if subtotal and total and total.start() > subtotal.start():
        new = _other_figure(total["all"], rng)
        return _replaced("amount", text, Place("1", *total.span("all")), new, [Place("1", *subtotal.span())])
    return None


def _other_figure(words: str, rng: random.Random) -> str:
    """The amount with another leading figure."""
    at = next(number for number, sign in enumerate(words) if sign.isdigit())
    figure = rng.choice([sign for sign in "123456789" if sign != words[at]])
    return words[:at] + figure + words[at + 1 :]


_PEOPLE = {"ja": ("三浦 健太", "岡田 由美", "石井 直樹"), "en": ("Walter Stone", "Grace Hill", "Paul Keane")}
_FIRMS = {"ja": ("かささぎ", "ゆりかもめ", "つきみそう"), "en": ("Oakridge", "Bluebell Valley", "Stonebridge")}


def name(text: Text, rng: random.Random) -> Planted | None:
    """The customer, or whoever writes, is called by another name in one place."""
    found: list[tuple[Place, str, list[Place]]] = []
    greeting = re.search(
        r"(?m)^[ 　]*(?P<ja>[^\s、。]{1,6}[ 　]?[^\s、。]{0,6}?)[ 　]?様\r?$|^(?:Dear|Hello) (?P<en>[A-Z][\w-]+(?: [A-Z][\w-]+)+),",
        text.body,
    )
    if greeting:
        language = greeting.lastgroup or "ja"
        person = greeting[language]
        for match in re.finditer(re.escape(person), text.body):
            if match.start() > greeting.end():
                found.append((Place("1", *match.span()), rng.choice(_PEOPLE[language]), [Place("1", *greeting.span())]))
                break
    firm = text.sender.partition(" <")[0].strip('" ')
    signed = list(re.finditer(rf"(?m)^(?:The )?(?P<firm>{re.escape(firm)})(?: [^\r\n]{{2,20}})\r?$", text.body))
    if firm and signed:
        language = "en" if firm.isascii() else "ja"
        place = Place("1", *signed[-1].span("firm"))
        elsewhere = [
            Place("1", *one.span()) for one in re.finditer(re.escape(firm), text.body) if one.start() != place.start
        ]
        found.append((place, rng.choice(_FIRMS[language]), [Place("From", 0, len(text.sender) + 100), *elsewhere]))
    if not found:
        return None
    place, new, partners = rng.choice(found)
    return _replaced("name", text, place, new, partners)


_DUE = rf"(?P<date>{_DAY_JA}(?:（[月火水木金土日]）)?)(?= ?まで)|(?<=期限：)(?P<date_b>(?P<year_b>20[0-9]{{2}})年(?P<month_b>[0-9]{{1,2}})月(?P<day_b>[0-9]{{1,2}})日(?:（[月火水木金土日]）)?)"
_DUE_EN = rf"(?:(?:due|by|until|due date:|deadline:) )(?P<date>(?:[A-Z][a-z]+day, )?{_DAY_EN})"


def deadline(text: Text, rng: random.Random) -> Planted | None:
    """One of two places gives another deadline; or the only one lies before the mail."""
    places = []
    for pattern in (_DUE, _DUE_EN):
        for place, match in _everywhere(pattern, text):
            group = "date" if match["date"] else "date_b"
            end = "" if group == "date" else "_b"
            month = match["month" + end]
            number = {"July": 7, "August": 8}.get(month) or int(month)
            day = date(int(match["year" + end] or 2023), number, int(match["day" + end]))
            places.append((Place(place.part, *match.span(group)), match[group], day))
    same = [one for one in places if Counter(day for _, _, day in places)[one[2]] > 1]
    if same:
        place, words, day = rng.choice(same)
        new = _other_day(words, day + timedelta(days=rng.randint(2, 9)))
        return _replaced("deadline", text, place, new, [one for one, _, other in same if other == day and one != place])
    dated = [one for one in places if re.match(r"20|.*20[0-9]{2}$", one[1])]
    if not dated or text.date != DATE:
        return None
    place, words, day = rng.choice(dated)
    new = _other_day(words, date(2023, 7, 4) - timedelta(days=rng.randint(4, 30)))
    return _replaced("deadline", text, place, new, [Place("Date", 0, len(text.date))])


def _other_day(words: str, day: date) -> str:
    """The same form with another day, and its true weekday."""
    if words[-1].isdigit():
        named = f"{day:%A}, " if "," in words else ""
        return f"{named}{day.day} {day:%B} {day.year}"
    year = f"{day.year}年" if "年" in words else ""
    return f"{year}{day.month}月{day.day}日" + (f"（{'月火水木金土日'[day.weekday()]}）" if "（" in words else "")


_CAUSES = {
    "ja": (
        "ご住所の番地が不明な",
        "カードの有効期限が切れた",
        "メールボックスの容量が上限に達した",
        "パスワードの入力を何度も誤った",
        "料金の二重請求があった",
        "第三者による不審なログインがあった",
        "関税が未納である",
        "台風の接近",
    ),
    "en": (
        "an incomplete address",
        "the card has expired",
        "your mailbox is full",
        "too many failed login attempts",
        "a duplicate payment",
        "unpaid customs charges",
        "heavy snow",
        "a suspicious sign-in",
    ),
}
_FITS = {
    "address": ("荷物", "parcel"),
    "住所": ("荷物", "parcel"),
    "カード": ("決済", "payment", "アカウント"),
    "card": ("payment failed", "account"),
    "容量": ("受信", "メール"),
    "mailbox": ("receive", "mail", "account"),
    "パスワード": ("アカウント", "カード"),
    "login": ("account", "payment"),
    "二重請求": ("返金", "アカウント"),
    "duplicate": ("refund", "account"),
    "不審な": ("アカウント", "カード", "メール", "返金", "配信"),
    "sign-in": ("account", "payment", "mail", "refund", "connect"),
    "関税": ("荷物", "返金"),
    "customs": ("parcel", "delivery", "refund"),
    "台風": ("荷物", "公演", "運転", "接続", "つながり", "配信"),
    "snow": ("parcel", "delivery", "refund", "unavailable", "connect"),
}


def cause(text: Text, rng: random.Random) -> Planted | None:
    """Another story's cause stands in the place of its own."""
    at = text.body.find(text.cause) if text.cause else -1
    if at < 0:
        return None
    causes = [
        one
        for one in _CAUSES["en" if text.cause.isascii() else "ja"]
        if not any(
            mark in one and any(word in text.subject + text.body for word in words) for mark, words in _FITS.items()
        )
    ]
    if not causes:
        return None
    end = at + len(text.cause)
    around = [Place("1", 0, at), Place("1", end, len(text.body)), Place("Subject", 0, len(text.subject))]
    return _replaced("cause", text, Place("1", at, end), rng.choice(causes), around)


TYPES: tuple[Callable[[Text, random.Random], Planted | None], ...] = (time, weekday, amount, name, deadline, cause)


def planted(among: tuple[Text, ...], each: int = EACH, seed: int = 4711) -> list[Planted]:
    """The mails of every type: of each text one, then, where texts are few, another."""
    made: list[Planted] = []
    for plant in TYPES:
        rng = random.Random(f"{seed} {plant.__name__}")  # noqa: S311 - a choice of samples
        of_type: dict[bytes, Planted] = {}
        for _ in range(6):
            order = list(among)
            rng.shuffle(order)
            for text in order:
                if len(of_type) < each and (one := plant(text, rng)) is not None:
                    of_type.setdefault(one.octets, one)
        made += of_type.values()
    return made


def found(one: Planted) -> bool:
    """Some contradiction quotes the planted place and a place that it contradicts, as two spans."""
    for finding in gyotaku.dissect(one.octets).findings:
        if finding.kind.group is Group.CONTRADICTION:
            here = [each for each in finding.evidence if _on(each, one.place)]
            there = [each for each in finding.evidence if any(_on(each, place) for place in one.partners)]
            if any(first is not second for first in here for second in there):
                return True
    return False


def _on(evidence: Evidence, place: Place) -> bool:
    span = evidence.span
    return span is not None and span.part == place.part and span.start < place.end and place.start < span.end


def score(mails: list[Planted]) -> dict[str, tuple[int, int]]:
    """Of each type how many were found, of how many."""
    counted: dict[str, tuple[int, int]] = {}
    for one in mails:
        right, every = counted.get(one.type, (0, 0))
        counted[one.type] = right + found(one), every + 1
    return counted


def accused(mails: list[bytes]) -> Counter[str]:
    """How many of the mails are told a contradiction, by strength, at the strongest; "silent" for the rest."""
    order = (Strength.STRONG, Strength.MODERATE, Strength.WEAK)
    counted: Counter[str] = Counter()
    for octets in mails:
        told = {
            one.strength
            for one in gyotaku.dissect(octets).findings
            if one.kind.group is Group.CONTRADICTION and one.direction is Direction.ACCUSES
        }
        counted[next((strength.value for strength in order if strength in told), "silent")] += 1
    return counted


def _honest() -> Iterator[tuple[str, list[bytes]]]:
    """Texts in which no contradiction should be told: those here, and the honest mails of the development corpora by folder."""
    yield "genuine texts", [mail(text) for text in texts()]
    yield "later notices", [mail(text) for text in later()]
    by_label: dict[str, list[bytes]] = defaultdict(list)
    if (SHARED / "corpora").exists():
        for sample in samples(SHARED / "corpora"):
            if sample.truth is Truth.HONEST:
                folder = sample.name.partition("/")[0]
                by_label[f"{sample.label}, {folder}"].append(stripped(sample.path.read_bytes()))
    yield from sorted(by_label.items())


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> None:
    for title, mails in (("planted", planted(texts())), ("planted in later notices", planted(later(), 20))):
        counts = score(mails)
        counts["all"] = (sum(n for n, _ in counts.values()), sum(n for _, n in counts.values()))
        _say(f"{title}:")
        for type_, (right, every) in counts.items():
            _say(f"  {type_:10} {right:4} of {every}")
    _say("honest mails that are told a contradiction, by the strongest:")
    for title, octets in _honest():
        told = accused(octets)
        least = told["strong"] + told["moderate"]
        _say(f"  {title:16} {len(octets):4} mails: moderate or more {least}, weak {told['weak']}")


if __name__ == "__main__":
    main()
