"""Reads pictures that we made ourselves, to see what is in them: codes, and words where a recognizer is installed."""

from __future__ import annotations

from gyotaku.mail.codes.reading import Job, read_all
from gyotaku.model.text import Text


def read_again(octets: bytes, japanese: bool) -> tuple[tuple[str, ...], tuple[Text, ...]]:
    """What a picture's codes and words say, and why something of it was not read."""
    result = read_all([Job("image", octets, words=True)], japanese=japanese)
    said = (*result.codes, *result.links, *result.texts, *result.words)
    return tuple(one.text for one in said), tuple(dict.fromkeys(why.text for _, why in result.unread))
