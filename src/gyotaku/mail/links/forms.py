"""How services write the target into their own address: one function for each `form` of `data/redirectors.tsv`."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

from gyotaku.mail.links.carried import Pieces, address_in, named_in, written_within
from gyotaku.mail.links.escapes import unescaped

_AS_ESCAPES = str.maketrans("-_", "%/")
_RUNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_TRANSLATE = ".translate.goog"
_POSTMARK_SECURE = "s"


def _query(pieces: Pieces, names: tuple[str, ...]) -> str | None:
    """A parameter of the query; the first of these names that holds an address."""
    for name in names:
        for key, value in pieces.pairs:
            if key.lower() == name.lower() and value:
                found = named_in(unescaped(value))
                if found is not None:
                    return found
    return None


def _proofpoint_2(pieces: Pieces, names: tuple[str, ...]) -> str | None:
    """Percent-encoded with `-` for `%`, and `_` for `/`."""
    return next((address_in(value.translate(_AS_ESCAPES)) for key, value in pieces.pairs if key in names), None)


def _proofpoint_3(pieces: Pieces, _: tuple[str, ...]) -> str | None:
    """Between `__` and `__;`: a `*` stands for the next of the characters behind, in Base64; `**x` for a run of them."""
    whole = pieces.whole + ("#" + pieces.fragment if pieces.fragment else "")
    begin = whole.find("__")
    end = whole.find("__;", begin + 2)
    if begin < 0 or end < 0:
        return None
    kept = _characters(whole[end + 3 :].partition("!")[0])
    written: list[str] = []
    at = 0
    text = unescaped(whole[begin + 2 : end])
    while text:
        before, star, text = text.partition("*")
        written.append(before)
        if not star:
            break
        length = 1
        if text[:1] == "*" and text[1:2] and text[1] in _RUNS:
            length = _RUNS.index(text[1]) + 2
            text = text[2:]
        written.append(kept[at : at + length])
        at += length
    return address_in("".join(written))


def _characters(packed: str) -> str:
    plain = packed.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4)).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _within(pieces: Pieces, _: tuple[str, ...]) -> str | None:
    """Somewhere in the path or the query."""
    return written_within(pieces.whole)


def _segments(pieces: Pieces, _: tuple[str, ...]) -> str | None:
    """A segment of the path, in Base64; a signature may follow behind a dot."""
    for segment in pieces.path.split("/"):
        found = address_in(segment) or address_in(segment.partition(".")[0])
        if found is not None:
            return found
    return None


def _underscores(pieces: Pieces, _: tuple[str, ...]) -> str | None:
    """Between three underscores."""
    whole = pieces.whole
    begin = whole.find("___")
    end = whole.find("___", begin + 3)
    return address_in(whole[begin + 3 : end]) if 0 <= begin < end else None


def _bing(pieces: Pieces, names: tuple[str, ...]) -> str | None:
    """Base64 behind `a1`."""
    value = next((value for key, value in pieces.pairs if key in names), "")
    return address_in(value[2:]) if value[:1] == "a" else None


def _ru(pieces: Pieces, _: tuple[str, ...]) -> str | None:
    """A segment `RU=`, percent-encoded or in Base64; in older links all behind a `*`."""
    for segment in pieces.path.split("/"):
        if segment.startswith("RU="):
            return address_in(segment[3:])
    _before, star, rest = pieces.whole.partition("*")
    return address_in(rest) if star else None


def _amp(pieces: Pieces, _: tuple[str, ...]) -> str | None:
    """`/amp/s/host/path`, without the `s` for http."""
    rest = unescaped(pieces.path.lstrip("/").partition("/")[2])
    if rest.startswith("s/"):
        return _joined("https", rest[2:], pieces.query)
    return address_in(rest) or (_joined("http", rest, pieces.query) if named_in(rest) else None)


def _translate_host(pieces: Pieces, _: tuple[str, ...]) -> str | None:
    """The host is the label before translate.goog, with `-` for a dot and `--` for a hyphen."""
    label = pieces.authority.lower().removesuffix(_TRANSLATE)
    settings = dict(pieces.pairs)
    if label == pieces.authority.lower() or "." in label:
        return None
    if label[1:2] == "-" and label[:1] in "01" and label.endswith("-" + label[0]):
        label = label[2:-2]  # so that no label has hyphens where an A-label has them
    host = "-".join(piece.replace("-", ".") for piece in label.split("--"))
    ahead = settings.get("_x_tr_hp", "")
    scheme = "http" if settings.get("_x_tr_sch") == "http" else "https"
    kept = "&".join("=".join(pair) for pair in pieces.pairs if pair[0] and not pair[0].startswith("_x_tr_"))
    return _joined(scheme, ahead + host + pieces.path, kept)


def _postmark(pieces: Pieces, _: tuple[str, ...]) -> str | None:
    """`/3s/host%2Fpath/...`: the letter tells https."""
    version, _slash, rest = pieces.path.lstrip("/").partition("/")
    target = unescaped(rest.partition("/")[0])
    return _joined("https" if version.endswith(_POSTMARK_SECURE) else "http", target, "") if "." in target else None


def _hidden(_: Pieces, __: tuple[str, ...]) -> str | None:
    """The address does not tell."""
    return None


def _joined(scheme: str, rest: str, query: str) -> str | None:
    return f"{scheme}://{rest}" + ("?" + query if query else "") if rest else None


HIDDEN = "hidden"
FORMS: dict[str, Callable[[Pieces, tuple[str, ...]], str | None]] = {
    "query": _query,
    "proofpoint-2": _proofpoint_2,
    "proofpoint-3": _proofpoint_3,
    "within": _within,
    "segments": _segments,
    "underscores": _underscores,
    "bing": _bing,
    "ru": _ru,
    "amp": _amp,
    "translate-host": _translate_host,
    "postmark": _postmark,
    HIDDEN: _hidden,
}
