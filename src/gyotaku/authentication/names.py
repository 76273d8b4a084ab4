"""Domain names as DNS is asked for them."""

from __future__ import annotations

from functools import lru_cache

from gyotaku.mail.pattern import Pattern

LONGEST_NAME = 253
LONGEST_LABEL = 63

_HOST = Pattern(r"[a-z0-9_.-]+")
_DOTS = str.maketrans("\u3002\uff0e\uff61", "...")  # RFC 3490 section 3.1


@lru_cache(maxsize=512)
def domain_name(text: str) -> str | None:
    """A domain in lower case and A-labels, without trailing dot; None for what is none."""
    if len(text) > 4 * LONGEST_NAME:
        return None
    name = text.lower() if text.isascii() else _a_labels(text)
    name = name.removesuffix(".")
    return name if _HOST.compiled.fullmatch(name) and askable(name) else None


def askable(name: str) -> bool:
    """True for a name that a DNS question can be made of: ASCII, no empty and no long label, not too long in all."""
    return (
        name.isascii()
        and len(name) <= LONGEST_NAME
        and all(0 < len(label) <= LONGEST_LABEL for label in name.split("."))
    )


def _a_labels(text: str) -> str:
    import unicodedata

    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text.translate(_DOTS)).lower())
    return ".".join(map(_a_label, folded.split(".")))


def _a_label(label: str) -> str:
    if label.isascii():
        return label
    try:
        return "xn--" + label.encode("punycode").decode("ascii")
    except UnicodeError:
        return label  # a lone surrogate: no name, which the caller sees
