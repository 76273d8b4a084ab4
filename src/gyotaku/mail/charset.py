"""From octets to text: what charset labels mean in mail, and what is done when they lie."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from encodings.aliases import aliases
from functools import lru_cache

from msgspec import Struct

from gyotaku.mail.guess import count_high, guess_japanese, is_dense, is_utf_8
from gyotaku.mail.japanese import euc_jp, iso_2022_jp, restored_escapes, shift_jis

_NOT_ALNUM = re.compile(r"[^a-z0-9]+")
_C1 = re.compile(rb"[\x80-\x9f]")
_LONGEST_LABEL = 100

_OURS = {
    "iso-2022-jp": "iso2022jp iso2022jp1 iso2022jp2 iso2022jp3 iso2022jp2004 iso2022jpext iso2022jpms csiso2022jp "
    "csiso2022jp2 cp50220 cp50221 cp50222 windows50221 windows50220 jis xjis iso2022jpa",
    "cp932": "shiftjis sjis xsjis mskanji csshiftjis windows31j cswindows31j cp932 ms932 mscp932 xmscp932 "
    "shiftjisx0213 shiftjis2004 windows932 sjiswin shiftjisimode",
    "euc-jp": "eucjp xeucjp xeuc ujis cseucpkdfmtjapanese extendedunixcodepackedformatforjapanese cp51932 eucjpms "
    "eucjpwin eucjp2004 eucjisx0213 eucjis2004",
    "gb18030": "gb2312 gbk gb18030 xgbk csgb2312 euccn chinese csiso58gb231280 gb231280 gb23121980 cp936 "
    "ms936 windows936",
    "big5hkscs": "big5 big5hkscs csbig5 xxbig5 cnbig5 big5eten",
    "cp949": "ksc56011987 ksc5601 ksc56011989 ks_c_5601 ksc euckr cseuckr korean isoir149 cp949 uhc windows949 ms949",
    "utf-8": "utf8 utf utf8bom utf8sig unicode11utf8 unicode20utf8 xunicode20utf8 utf8mb4 cp65001 u8",
    "utf-7": "utf7 unicode11utf7 csunicode11utf7 unicode20utf7 xunicode20utf7",
    "utf-16": "utf16 ucs2 iso10646ucs2 unicode csunicode",
    "ascii": "usascii ascii iso646us ansix34 ansix341968 ansix341986 us csascii 7bit iso646 cp367 ibm367",
    "iso8859-1": "iso88591 latin1 l1 iso885911987 cp819 ibm819 isoir100 csisolatin1 8859 iso8859",
    "cp1252": "windows1252 cp1252 xcp1252 ansi1252 win1252 windowslatin1",
    "iso8859-8": "iso88598i iso88598e visual logical",
    "iso8859-11": "iso885911 tis620 tis62025330",
    "cp874": "windows874 dos874 cp874",
    "mac-roman": "macintosh mac xmacroman macroman csmacintosh",
    "koi8_u": "koi8u koi8ru",
    "koi8_t": "koi8t",
    "cp720": "cp720 ibm720",
    "cp737": "cp737 ibm737",
    "x-user-defined": "xuserdefined",
    "iso2022_kr": "iso2022kr csiso2022kr",
    "hz": "hzgb2312 hz hzgb",
}
"""Labels, reduced to letters and digits, by the codec that reads what mail means by them.

Where software writes a vendor's superset under the standard's name, the superset reads it: CP932 for Shift_JIS,
GB 18030 for GB 2312, CP949 for KS C 5601, HKSCS for Big5.
"""

_NO_TEXT = {"base64_codec", "bz2_codec", "hex_codec", "quopri_codec", "rot_13", "uu_codec", "zlib_codec", "mbcs", "oem"}
_LABELS = {
    reduced: codec
    for alias, codec in aliases.items()
    if codec not in _NO_TEXT
    for reduced in (_NOT_ALNUM.sub("", alias), _NOT_ALNUM.sub("", codec))
} | {label: codec for codec, labels in _OURS.items() for label in labels.split()}

_WIDTH_NOT_ASCII = frozenset({"iso-2022-jp", "utf-7", "utf-16", "utf_16_be", "utf_16_le", "utf_32", "iso2022_kr", "hz"})
_WESTERN = frozenset({"ascii", "iso8859-1", "iso8859-15", "iso8859_15", "cp1252"})
_MULTIBYTE = frozenset({"utf-8", "cp932", "euc-jp", "gb18030", "big5hkscs", "cp949"}) | _WIDTH_NOT_ASCII


class Decoded(Struct, frozen=True):
    """Text, the codec that read it, and what was wrong: defect ids with details."""

    text: str
    used: str
    defects: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=1024)
def codec_for(label: str) -> str | None:
    """The codec that reads what mail means by a charset label (RFC 2978, and what software writes); None if unknown."""
    if len(label) > _LONGEST_LABEL:
        return None
    reduced = _NOT_ALNUM.sub("", label.lower())
    return _LABELS.get(reduced) or _LABELS.get(reduced.removeprefix("x")) or _LABELS.get(reduced.removeprefix("cs"))


def decode(data: bytes, label: str | None) -> Decoded:
    """Text of `data`, by the declared charset if it fits, else UTF-8, else a Japanese charset, else Windows-1252.

    Never raises. Every step away from what was declared is among the defects.
    """
    codec = codec_for(label) if label else None
    if data.isascii() and codec not in _WIDTH_NOT_ASCII and not (b"\x1b" in data and b"\x1b$" in data):
        unknown = (("unknown-charset", f"declared {label!r}"),) if label and codec is None else ()
        return Decoded(data.decode("ascii"), codec or "ascii", unknown)
    if codec is None:
        problem = "unknown-charset" if label else "undeclared-charset"
        text, used = _undeclared(data)
        return Decoded(text, used, ((problem, f"declared {label!r}, used {used}"),))
    return _declared(data, codec)


def _declared(data: bytes, codec: str) -> Decoded:
    notes: tuple[tuple[str, str], ...] = (("utf-7", ""),) if codec == "utf-7" else ()
    if codec == "iso-2022-jp" and (restored := restored_escapes(data)):
        data, notes = restored, (("lost-escapes", ""),)
    text, bad = decode_as(codec, data)
    if not bad and _plausible(data, codec):
        return Decoded(text, codec, notes)
    other, used = _better(data)
    if used and used != codec:
        return Decoded(other, used, (*notes, ("wrong-charset", f"declared {codec}, used {used}")))
    if codec in _MULTIBYTE or (not bad and codec != "iso8859-1"):
        problem = (("undecodable-octets", f"{bad} places in {codec}"),) if bad else ()
        return Decoded(text, codec, (*notes, *problem))
    text, bad = decode_as("cp1252", data)
    problem_id = "undecodable-octets" if bad else "charset-superset" if codec == "iso8859-1" else "wrong-charset"
    return Decoded(text, "cp1252", (*notes, (problem_id, f"declared {codec}, used cp1252")))


def _plausible(data: bytes, codec: str) -> bool:
    """False where octets that the codec can read are more likely another charset's."""
    if codec in _WIDTH_NOT_ASCII:
        return codec != "iso-2022-jp" or data.isascii() or b"\x1b" in data
    if b"\x1b$" in data:
        return False
    if codec == "utf-8":
        return True
    if codec in _MULTIBYTE:
        # Two octets of UTF-8 text may pass for one character of another charset; six hardly do by chance.
        return not (is_utf_8(data) and len(data) - len(data.decode("utf-8")) >= 4)
    if is_utf_8(data) or (codec == "iso8859-1" and _C1.search(data)):
        return False
    return codec not in _WESTERN or not is_dense(data) or guess_japanese(data) is None


def _better(data: bytes) -> tuple[str, str]:
    """The text by UTF-8 or a Japanese charset, and that charset; empty strings where neither fits."""
    guessed = guess_japanese(data) if b"\x1b$" in data else None
    if guessed is None:
        guessed = "utf-8" if is_utf_8(data) else guess_japanese(data)
    if guessed is None:
        return "", ""
    return decode_as(guessed, data)[0], guessed


def _undeclared(data: bytes) -> tuple[str, str]:
    text, used = _better(data)
    if used:
        return text, used
    readable = codecs.decode(data, "utf-8", "replace")
    if data and readable.count("\ufffd") * 20 < count_high(data):
        return readable, "utf-8"  # UTF-8 with a few broken octets
    return decode_as("cp1252", data)[0], "cp1252"


def decode_as(codec: str, data: bytes) -> tuple[str, int]:
    """The text by one codec (a name from `codec_for`), and how many places it could not read (U+FFFD)."""
    if special := _SPECIAL.get(codec):
        return special(data)
    try:
        return data.decode(codec), 0
    except UnicodeError:
        text = data.decode(codec, "replace")
        return text, text.count("\ufffd")


def _utf_16(data: bytes) -> tuple[str, int]:
    """UTF-16 by its byte order mark; without one big-endian (RFC 2781 section 4.3), unless the zeros say otherwise."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        codec = "utf-16"
    else:
        codec = "utf-16-le" if data[1::2].count(0) > data[0::2].count(0) else "utf-16-be"
    text = data.decode(codec, "replace")
    return text, text.count("\ufffd")


def _utf_8(data: bytes) -> tuple[str, int]:
    """UTF-8, its byte order mark taken off."""
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8"), 0
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        return text, text.count("\ufffd")


def _utf_7(data: bytes) -> tuple[str, int]:
    """UTF-7; Python's codec lets lone surrogates pass, which are no characters."""
    text = data.decode("utf-7", "replace").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text, text.count("\ufffd")


def _by_table(table: str) -> Callable[[bytes], tuple[str, int]]:
    return lambda data: (codecs.charmap_decode(data, "strict", table)[0], 0)


_WINDOWS_1252 = "".join(bytes((octet,)).decode("cp1252", "ignore") or chr(octet) for octet in range(256))
"""Windows-1252, whose five unused octets stand for the C1 controls, as every mail reader has them."""

_USER_DEFINED = "".join(chr(octet) if octet < 0x80 else chr(0xF700 + octet) for octet in range(256))
"""x-user-defined: octets beyond ASCII are private characters U+F780 to U+F7FF."""

_SPECIAL: dict[str, Callable[[bytes], tuple[str, int]]] = {
    "iso-2022-jp": iso_2022_jp,
    "cp932": shift_jis,
    "euc-jp": euc_jp,
    "utf-16": _utf_16,
    "utf-8": _utf_8,
    "utf-7": _utf_7,
    "cp1252": _by_table(_WINDOWS_1252),
    "x-user-defined": _by_table(_USER_DEFINED),
}
