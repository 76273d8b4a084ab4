"""What a visit saw, in the words that are kept: the class of the answer, what forms ask for, whose name the page bears."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from gyotaku.data.tables import table
from gyotaku.lookup.site.proxy import Proxy
from gyotaku.lookup.site.visiting import RawField, RawForm, Seen
from gyotaku.lookup.site.watched import place_of
from gyotaku.mail.brands import Brand, namings
from gyotaku.mail.links.target import read_target
from gyotaku.mail.phrases import Phrases
from gyotaku.model.own_brands import OwnBrands
from gyotaku.model.visit import AnswerClass, Asks, Defect, Field, Form, Imitated, Why

_MOST_FORMS = 20
_HEADING = 400
"""Characters at the top of a page that tell whose it is."""
_LONGEST_WORDS = 200
_PARTICULARS = frozenset((Asks.NAME, Asks.ADDRESS, Asks.BIRTH_DATE, Asks.PHONE, Asks.MAIL_ADDRESS))
Judged = tuple[AnswerClass, str]
"""The class, and what it was told from."""


def forms(seen: Seen) -> tuple[Form, ...]:
    """The forms of all frames, with what each field wants."""
    found = [_form(form) for sheet in seen.sheets for form in sheet.forms]
    found.sort(
        key=lambda form: not any(asked.secret for asked in form.asks)
    )  # those that matter stay where there are too many
    return tuple(found[:_MOST_FORMS])


def _form(raw: RawForm) -> Form:
    return Form(raw.action, raw.method, tuple(Field(one.type, one.name, one.label, _asks(one)) for one in raw.fields))


def _asks(field: RawField) -> Asks:
    if field.type in {"search", "checkbox", "radio", "range", "color"}:
        return Asks.OTHER
    written = _folded(f"{field.name} {field.label} {field.hint}")
    # userName and user_name are read as the words that they are made of.
    spaced = _folded(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", f"{field.name} {field.label} {field.hint}")).replace("_", " ")
    topics = {hit.topic for text in (written, spaced) for hit in _fields().find(text)}
    named = next((Asks(topic) for topic in table("site_answers")["fields"] if topic in topics), None)
    if field.type == "password":
        return named if named in {Asks.CARD, Asks.ONE_TIME_CODE, Asks.BANK_ACCOUNT} else Asks.PASSWORD
    if field.type == "file":
        return named if named is Asks.IDENTITY_DOCUMENT else Asks.FILE
    if named is None:
        return {"email": Asks.MAIL_ADDRESS, "tel": Asks.PHONE}.get(field.type, Asks.OTHER)
    return named


def answer(seen: Seen, asked: tuple[Form, ...], proxy: Proxy) -> Judged:
    """What the site answered: what was not reached first, then what the page wants, then what it says."""
    watched = seen.watched
    if watched.too_many or "TOO_MANY_REDIRECTS" in watched.error:
        return AnswerClass.TOO_MANY_REDIRECTS, ""
    if watched.downloads and not any(form.asks for form in asked):
        return AnswerClass.DOWNLOAD, watched.downloads[0].name
    if watched.too_large or (proxy.cut and not seen.sheets):
        return AnswerClass.TOO_LARGE, ""
    if watched.error and not seen.sheets:
        return _unseen(seen, proxy)
    if not seen.sheets:
        return AnswerClass.TIMED_OUT, ""
    status = next((step.status for step in reversed(watched.steps) if step.status), None)
    words = _Words(seen)
    return (
        _of_challenge(seen, words)
        or _of_forms(asked, words)
        or _of_words(words, status)
        or ((AnswerClass.TOO_LARGE, "") if Defect.BODY_CUT in seen.defects else (AnswerClass.OTHER, ""))
    )


def _unseen(seen: Seen, proxy: Proxy) -> Judged:
    """No page came: by whose doing?"""
    watched = seen.watched
    place = place_of(watched.steps[-1].url) if watched.steps else None
    if place in proxy.unresolved:
        return AnswerClass.DOES_NOT_RESOLVE, ""
    refused = next((one for one in proxy.denied if (one.host, one.port) == place and one.why is Why.INNER), None)
    if refused is not None or place is None:
        return AnswerClass.REFUSED, ""
    return AnswerClass.UNREACHABLE, watched.error.removeprefix("net::ERR_").replace("_", " ").lower()


class _Words:
    """Title and text of the page, folded, and which of the table's words they hold."""

    def __init__(self, seen: Seen) -> None:
        self.title = _folded(" ".join(sheet.title for sheet in seen.sheets))
        self.text = _folded(" ".join(sheet.text for sheet in seen.sheets))
        self.little = len(self.text) <= table("site_answers")["little"]

    def of(self, kind: str) -> str | None:
        """The first word of this kind that the page says; of its text only where it says little else."""
        for word in table("site_answers")[kind].get("title", ()):
            if word in self.title:
                return str(word)
        for word in table("site_answers")[kind]["text"] if self.little else ():
            if word in self.text or word in self.title:
                return str(word)
        return None


def _of_challenge(seen: Seen, words: _Words) -> Judged | None:
    field = next((name for name in table("site_answers")["challenge"]["fields"] if name in seen.watched.headers), None)
    found = field or words.of("challenge")
    return (AnswerClass.BLOCKED_BY_CHALLENGE, found) if found else None


def _of_forms(asked: tuple[Form, ...], words: _Words) -> Judged | None:
    every = [field for form in asked for field in form.fields]
    for field in every:
        if field.asks is Asks.PASSWORD:
            return AnswerClass.LOGIN_PAGE, _said(field)
    for field in every:
        if field.asks.secret:
            return AnswerClass.ASKS_FOR_DATA, _said(field)
    logs_in = next((one for one in every if one.asks in {Asks.ACCOUNT, Asks.MAIL_ADDRESS}), None)
    login = next(
        (
            word
            for word in table("site_answers")["login"]["text"]
            if word in words.title or (words.little and word in words.text)
        ),
        None,
    )
    if logs_in is not None and login and len(every) <= 3:
        return AnswerClass.LOGIN_PAGE, f"{_said(logs_in)} / {login}"
    for form in asked:
        if len(_PARTICULARS.intersection(form.asks)) >= 3:
            return AnswerClass.ASKS_FOR_DATA, " / ".join(_said(field) for field in form.fields[:3])
    return None


def _of_words(words: _Words, status: int | None) -> Judged | None:
    if status in table("site_answers")["closed"]["status"]:
        return AnswerClass.CLOSED, f"HTTP {status}"
    for kind, answered in (("closed", AnswerClass.CLOSED), ("parked", AnswerClass.PARKED)):
        if found := words.of(kind):
            return answered, found
    if status is not None and status >= 400:
        return AnswerClass.ERROR, f"HTTP {status}"
    found = words.of("error")
    return (AnswerClass.ERROR, found) if found else None


def _said(field: Field) -> str:
    """The page's own words for it."""
    return (field.label or field.name or field.type)[:_LONGEST_WORDS]


def imitated(seen: Seen, asked: tuple[Form, ...], own: OwnBrands) -> Imitated | None:
    """Whose name a page bears that asks for something, where its host is not theirs: by its title, then by its pictures' words and first lines."""
    host = read_target(seen.final).host
    if not seen.sheets or not host or not any(form.asks for form in asked):
        return None
    sheet = seen.sheets[0]
    # A title tells whose page it is; elsewhere a name must come first: "sign in with …" names another's on many honest pages.
    for text, anywhere in ((sheet.title, True), (sheet.images, False), (sheet.text[:_HEADING], False)):
        brand = _bearer(text, host, own, anywhere=anywhere)
        if brand is not None:
            return Imitated(brand.id, brand.name, " ".join(text.split())[:_LONGEST_WORDS])
    return None


def _bearer(text: str, host: str, own: OwnBrands, *, anywhere: bool) -> Brand | None:
    found = namings(text, own)
    if any(_theirs(naming.brand, host) for naming in found):
        return None
    return next((naming.brand for naming in found if anywhere or naming.leads), None)


def _theirs(brand: Brand, host: str) -> bool:
    return brand.holds(host) or brand.shares(host) or brand.named_by(host)


def kit_paths(seen: Seen) -> tuple[str, ...]:
    """Paths on the page's own host, as they stand; each once."""
    return tuple(dict.fromkeys(path for sheet in seen.sheets[:1] for path in sheet.paths if len(path) > 1))


@cache
def _fields() -> Phrases:
    return Phrases(_rows(table("site_answers")["fields"].items()))


def _rows(fields: Iterable[tuple[str, list[str]]]) -> Iterator[tuple[str, str]]:
    for topic, words in fields:
        for word in words:
            yield topic, word


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()
