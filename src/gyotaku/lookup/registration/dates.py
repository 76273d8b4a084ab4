"""Dates as registries write them. What could be read in two ways (04/05/2020) is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from gyotaku.mail.pattern import Pattern
from gyotaku.model.registration import Dated

_LONGEST = 80
_MONTHS = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
_ZONES = {
    "jst": 9,
    "kst": 9,
    "utc": 0,
    "gmt": 0,
    "z": 0,
    "cst": 8,
    "clst": -3,
    "msk": 3,
    "eet": 2,
    "eest": 3,
    "cet": 1,
    "cest": 2,
}
"""Of registries: CST is China's here."""

_CLOCK = (
    r"(?:[T ,]{1,3}(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r" {0,2}\(?(?P<zone>[+-]\d{2}:?\d{2}|[+-]\d{2}|[A-Za-z]{1,4}(?:[+-]\d{1,2})?)?)?"
)
_FORMS = tuple(
    Pattern(form + _CLOCK)
    for form in (
        r"(?P<year>\d{4})[-/.] ?(?P<month>\d{1,2})[-/.] ?(?P<day>\d{1,2})\.?(?!\d)",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?!\d)",
        r"(?P<day>\d{1,2})[- .](?P<name>[A-Za-z]{3})[a-z]{0,6}[- .,]{1,2}(?P<year>\d{4})(?!\d)",
        r"(?:[A-Za-z]{3,9},? )?(?P<name>[A-Za-z]{3})[a-z]{0,6} {1,2}(?P<day>\d{1,2}),? (?P<year>\d{4})(?!\d)",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?!\d)",
        r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日",
    )
)
_UNIX = Pattern(r"[A-Za-z]{3} (?P<name>[A-Za-z]{3}) {1,2}(?P<day>\d{1,2}) (?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d) (?P<zone>[A-Z]{3,4} )?(?P<year>\d{4})")  # fmt: skip


def read_date(text: str, zone: int = 0) -> Dated | None:
    """None where there is no date that is sure. `zone` is the registry's own, in hours, for what names none."""
    text = text.strip()[:_LONGEST]
    for form in (*_FORMS, _UNIX):
        found = form.compiled.match(text)
        if found is not None:
            return _dated(found.groupdict(), zone, found[0].strip())
    return None


def _dated(parts: dict[str, str | None], zone: int, text: str) -> Dated | None:
    month = _MONTHS.get((parts.get("name") or "").lower()) if parts.get("name") else int(parts["month"] or 0)
    timed = parts.get("hour") is not None
    try:
        local = datetime(
            int(parts["year"] or 0),
            month or 0,
            int(parts["day"] or 0),
            int(parts.get("hour") or 0),
            int(parts.get("minute") or 0),
            min(int(parts.get("second") or 0), 59),
            tzinfo=_zone(parts.get("zone"), zone),
        )
        return Dated(local.astimezone(UTC), not timed, text)
    except (ValueError, OverflowError):
        return None


def _zone(text: str | None, own: int) -> timezone:
    name = (text or "").strip().lower()
    if name[:3] in {"utc", "gmt"} and len(name) > 3:
        name = name[3:]
    if name[:1] in {"+", "-"}:
        digits = name[1:].replace(":", "")
        minutes = int(digits[:2]) * 60 + int(digits[2:4] or 0)
        return timezone(timedelta(minutes=-minutes if name[0] == "-" else minutes)) if minutes < 1440 else UTC
    return timezone(timedelta(hours=_ZONES.get(name, own)))
