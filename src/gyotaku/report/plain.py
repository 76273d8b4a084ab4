"""Slots as plain text, for JSON and wherever no form says otherwise. Links are defanged; quotations stand as they are."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from gyotaku.model.text import Language

_BROKEN = re.compile(r"\bhxx(?=ps?:[/\\])")


def defanged(url: str) -> str:
    """A link that no reader's click and no program's linkifier can follow: hxxps://ex[.]ample/path."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        scheme, rest = "", url
    host, slash, path = rest.partition("/")
    if scheme.lower().startswith("http"):
        scheme = "hxxp" + scheme[4:]
    return scheme + separator + host.replace(".", "[.]").replace("@", "[@]") + slash + path


def starred(written: str) -> str:
    """Whatever a form has written, with h**ps in place of hxxps: some readers and filters expect that."""
    return _BROKEN.sub("h**", written)


def written_time(value: datetime) -> str:
    """2022-09-07 10:45:31 +0900."""
    return value.strftime("%Y-%m-%d %H:%M:%S %z")


def written_duration(value: timedelta, language: Language) -> str:
    """The length in its two largest units: 2 days 1 h, 1 h 5 min (with no-break spaces), 1時間5分."""
    seconds = int(abs(value).total_seconds())
    units = (("日", "days", 86400), ("時間", "h", 3600), ("分", "min", 60), ("秒", "s", 1))
    pieces: list[str] = []
    for japanese, english, length in units:
        count, seconds = divmod(seconds, length)
        if count and len(pieces) < 2:
            unit = "day" if count == 1 and english == "days" else english
            pieces.append(f"{count}{japanese}" if language == "ja" else f"{count}\u00a0{unit}")
        elif pieces:
            break
    if not pieces:
        return "0秒" if language == "ja" else "0\u00a0s"
    return ("" if language == "ja" else "\u00a0").join(pieces)


class Plain:
    """The `Style` of plain text."""

    def address(self, value: str, language: Language) -> str:  # noqa: ARG002
        return value

    def host(self, value: str, language: Language) -> str:  # noqa: ARG002
        return value

    def url(self, value: str, language: Language) -> str:  # noqa: ARG002
        return defanged(value)

    def quote(self, value: str, language: Language) -> str:
        return f"「{value}」" if language == "ja" else f"“{value}”"

    def time(self, value: datetime, language: Language) -> str:  # noqa: ARG002
        return written_time(value)

    def duration(self, value: timedelta, language: Language) -> str:
        return written_duration(value, language)

    def amount(self, value: int, language: Language) -> str:  # noqa: ARG002
        return f"{value:,}"

    def literal(self, value: str) -> str:
        return value
