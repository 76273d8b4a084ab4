"""Properties of Outlook's items (MS-OXPROPS), as .msg, TNEF and .pst hold them, whichever file they stand in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from gyotaku.mail import charset

# The properties that are read, by their id.
MESSAGE_CLASS, SUBJECT, SUBMIT_TIME, DELIVERY_TIME = 0x001A, 0x0037, 0x0039, 0x0E06
TRANSPORT_HEADERS, MESSAGE_ID, REFERENCES, IN_REPLY_TO = 0x007D, 0x1035, 0x1039, 0x1042
REPRESENTED_NAME, REPRESENTED_ADDRESS, REPRESENTED_SMTP = 0x0042, 0x0065, 0x5D02
SENDER_NAME, SENDER_ADDRESS, SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
BODY, RTF, HTML = 0x1000, 0x1009, 0x1013
DISPLAY_NAME, ADDRESS, SMTP_ADDRESS, RECIPIENT_TYPE = 0x3001, 0x3003, 0x39FE, 0x0C15
ATTACH_DATA, ATTACH_NAME, ATTACH_METHOD, ATTACH_LONG_NAME = 0x3701, 0x3704, 0x3705, 0x3707
ATTACH_MIME_TYPE, ATTACH_CONTENT_ID = 0x370E, 0x3712
INTERNET_CODEPAGE, MESSAGE_CODEPAGE = 0x3FDE, 0x3FFD

STRING8, UNICODE, BINARY, OBJECT, TIME = 0x001E, 0x001F, 0x0102, 0x000D, 0x0040

_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_CHARSETS = {
    932: "shift_jis", 936: "gb2312", 949: "euc-kr", 950: "big5", 20127: "us-ascii", 20866: "koi8-r", 21866: "koi8-u",
    50220: "iso-2022-jp", 50221: "iso-2022-jp", 50222: "iso-2022-jp", 50225: "iso-2022-kr", 51932: "euc-jp",
    51949: "euc-kr", 51936: "gb2312", 52936: "hz-gb-2312", 54936: "gb18030", 65000: "utf-7", 65001: "utf-8",
    874: "windows-874", 1200: "utf-16le",
}  # fmt: skip


def charset_of(codepage: int | None) -> str | None:
    """The charset's name in a mail for a Windows code page; None for one that says nothing."""
    if codepage is None or codepage <= 0:
        return None
    if codepage in _CHARSETS:
        return _CHARSETS[codepage]
    if 1250 <= codepage <= 1258:
        return f"windows-{codepage}"
    if 28591 <= codepage <= 28606:
        return f"iso-8859-{codepage - 28590}"
    return None


class Properties:
    """Properties by id, each with its type and a way to its octets. `inherited` is the code page of what encloses them."""

    __slots__ = ("_charset", "_values")

    def __init__(self, values: Mapping[int, tuple[int, Callable[[], bytes]]], inherited: str | None = None) -> None:
        self._values = values
        self._charset: str | None = inherited
        self._charset = charset_of(self.number(MESSAGE_CODEPAGE)) or inherited or self.internet_charset

    @property
    def charset(self) -> str | None:
        """The charset of 8-bit strings, where it is known."""
        return self._charset

    @property
    def internet_charset(self) -> str | None:
        """The charset that the mail came in."""
        return charset_of(self.number(INTERNET_CODEPAGE))

    def type(self, id_: int) -> int | None:
        found = self._values.get(id_)
        return found[0] if found else None

    def octets(self, id_: int) -> bytes | None:
        """The property as it is stored."""
        found = self._values.get(id_)
        return found[1]() if found else None

    def text(self, id_: int) -> str | None:
        """A string property; None where it is missing or holds nothing."""
        octets = self.octets(id_)
        if octets is None:
            return None
        if self.type(id_) == UNICODE:
            text = octets.decode("utf-16-le", "replace")
        else:
            text = charset.decode(octets.rstrip(b"\0"), self._charset).text
        return text.rstrip("\0") or None

    def number(self, id_: int) -> int | None:
        octets = self.octets(id_)
        return int.from_bytes(octets[:4], "little", signed=True) if octets and len(octets) >= 4 else None

    def time(self, id_: int) -> datetime | None:
        """A FILETIME: 100 ns since 1601."""
        octets = self.octets(id_)
        if octets is None or len(octets) < 8 or self.type(id_) != TIME:
            return None
        try:
            moment = _EPOCH + timedelta(microseconds=int.from_bytes(octets[:8], "little") // 10)
        except OverflowError:
            return None
        return moment if 1970 <= moment.year <= 2200 else None
