"""A subject that calls itself important and names no matter."""

from __future__ import annotations

import re
from functools import cache

from gyotaku.data.tables import table
from gyotaku.mail.language.sheet import Sheet, Slip


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = table("subject_words")
    general = sorted(data["general"], key=len, reverse=True)
    urgent = sorted(data["urgent"], key=len, reverse=True)
    return re.compile("|".join(urgent)), re.compile("|".join((*data["dates"], *map(re.escape, (*urgent, *general)))))


def find(sheet: Sheet) -> Slip | None:
    urgent, general = _patterns()
    called = urgent.search(sheet.text)
    if called is None:
        return None
    left = general.sub("", sheet.text)
    if any(character.isalnum() for character in left):
        return None
    return Slip(sheet, 0, len(sheet.text.rstrip()), "", "subjects")
