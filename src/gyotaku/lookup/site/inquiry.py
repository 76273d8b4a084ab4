"""What is asked to know a site: one look for each kind of device, and what they saw."""

from __future__ import annotations

import msgspec

from gyotaku.mail.facts.links import Links
from gyotaku.mail.links.target import Target
from gyotaku.model.asks import Answer, Ask, Inquiry
from gyotaku.model.visit import SOURCE, Device, Look, Visit, of_record

DEVICES = tuple(Device)
LANGUAGE = "ja"
LANGUAGES = {"ja": "ja,en-US,en", "en": "en-US,en"}
"""In which a visitor can appear, with what his browser says he reads."""


def look(
    url: str, devices: tuple[Device, ...] = DEVICES, languages: tuple[str, ...] = (LANGUAGE,), mode: str = ""
) -> Inquiry[Look]:
    """All looks at one link, side by side: each device in each language. `mode` is empty or `as-is`."""
    what = [f"{device.value} {language} {mode}".strip() for language in languages for device in devices]
    answers = yield tuple(Ask(SOURCE, one, url) for one in what)
    seen = [(visit, answer) for answer in answers if (visit := _visit(answer)) is not None]
    silent = [answer for answer in answers if _visit(answer) is None]
    return Look(url, tuple(visit for visit, _ in seen), (*(answer for _, answer in seen), *silent))


def target(links: Links, host: str) -> Target | None:
    """Where the first link to this host leads; to one below it, where that was made for the reader alone and the question names its domain."""
    ends = [link.end for link in links.clickable]
    found = (end for end in ends if end.host == host)
    return next(found, next((end for end in ends if end.domain == host), None))


def _visit(answer: Answer) -> Visit | None:
    """None too where a recorded answer holds something else: anybody may have written it."""
    try:
        return of_record(answer.records[0]) if answer.told and answer.records else None
    except msgspec.MsgspecError:
        return None
