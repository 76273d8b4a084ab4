"""Finding secrets in text, however they are written: one automaton over the text and over what it decodes to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from ahocorasick_rs import AhoCorasick
from msgspec import Struct

from gyotaku.report.masking.decoding import Run, Token, View, runs, unescaped, unquoted, unworded
from gyotaku.report.masking.folding import Origins, fold, origins
from gyotaku.report.masking.forms import BASE64, HEX, Form, forms
from gyotaku.report.masking.secrets import Secret, Sort

DEPTH = 3
_TIMES_ESCAPED = 4
_LEAST_ENCODED = 8
_MOST_IN_ALL_FORMS = 300
_MOST_WORK = 1 << 20
_TIMES_AS_LONG = 50
"""Decoded characters that are searched, by characters of the text."""
_MOST_REMEMBERED = 50_000
_LONGEST_REMEMBERED = 200
_LONGEST_HOST = 253
_LONGEST_LOCAL = 64
_HOSTS = frozenset({Sort.DOMAIN, Sort.HOST})
_HEADED = _HOSTS | {Sort.ADDRESS}
_REACH = {
    HEX: frozenset("0123456789abcdefABCDEF"),
    BASE64: frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+_-="),
}


UNREAD = Secret(Sort.LABEL, "", loose=False)
"""Stands for what was not looked through."""


class Place(Struct, frozen=True):
    """Where a secret stands, and how it is written there."""

    start: int
    end: int
    secret: Secret
    how: tuple[str, ...]


class Finder:
    """Knows the forms of some secrets. Its time is bounded: a code that was not looked through in time counts as a find."""

    __slots__ = ("_automaton", "_empty", "_known", "_left", "native")

    def __init__(self, secrets: Iterable[Secret]) -> None:
        known: dict[str, tuple[Secret, Form]] = {}
        for number, secret in enumerate(secrets):
            for form in islice(forms(secret), None if number < _MOST_IN_ALL_FORMS else 1):
                if form.text:
                    known.setdefault(form.text, (secret, form))
        self.native = any(not secret.word.isascii() for secret, _ in known.values())
        self._known = list(known.values())
        self._automaton = AhoCorasick(list(known)) if known else None
        self._left = 0
        self._empty: dict[tuple[str, str], int] = {}
        """Letters that hold no secret whatever they stand for, by how many codes were undone."""

    @property
    def secrets(self) -> Iterator[Secret]:
        """Each that is looked for, some several times."""
        return (secret for secret, _ in self._known)

    def find(self, text: str, depth: int = DEPTH) -> list[Place]:
        """Every place of `text` that holds a secret. `depth` bounds how many codes within one another are undone."""
        if self._automaton is None or not text:
            return []
        self._left = _MOST_WORK + _TIMES_AS_LONG * len(text)
        return [*self._all(text, depth, encoded=False)]

    def _all(self, text: str, depth: int, *, encoded: bool) -> Iterator[Place]:
        yield from self._plain(text, encoded=encoded)
        if depth <= 0:
            return
        self._left -= len(text)
        yield from self._tokens(text, depth)
        for how, view in views(text):
            self._left -= len(view.text)
            for place in (*self._plain(view.text, encoded=encoded), *self._tokens(view.text, depth)):
                start, end = view.origin(place.start, place.end)
                yield Place(start, end, place.secret, (how, *place.how))

    def _plain(self, text: str, *, encoded: bool) -> Iterator[Place]:
        assert self._automaton is not None  # noqa: S101 - `find` asks first
        folded = fold(text)
        back: Origins | None = None
        for number, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            secret, form = self._known[number]
            if form.encoded and not encoded:
                continue
            bounded = not form.loose or (form.how == "plain" and secret.sort in _HOSTS and not encoded)
            if bounded and not _apart(folded, start, end, secret):
                continue
            if form.reach:
                start, end = _reached(folded, start, end, _REACH[form.reach])  # noqa: PLW2901
            elif secret.sort in _HEADED and form.how != "reversed":
                start = _head(folded, start, end)  # noqa: PLW2901
            if back is None:
                back = origins(text)
            if back is not None:
                start, end = back[start], back[end - 1] + 1  # noqa: PLW2901
            yield Place(start, end, secret, () if form.how == "plain" else (form.how,))

    def _tokens(self, text: str, depth: int) -> Iterator[Place]:
        if len(text) < _LEAST_ENCODED:
            return
        for run in runs(text):
            if self._empty.get((run.how, run.letters), 0) >= depth:
                continue
            if self._left < 0:
                yield Place(run.start, run.start + len(run.letters), UNREAD, (run.how,))
                continue
            empty = True
            for place in self._of_run(run, text, depth):
                empty = False
                yield place
            if empty and self._left >= 0:
                self._remember(run, depth)

    def _of_run(self, run: Run, text: str, depth: int) -> Iterator[Place]:
        for token in run.tokens(every=depth > 1):
            for place in self._within(token, depth):
                yield Place(*_segment(text, place.start, place.end, token), place.secret, (token.how, *place.how))
                if (place.start, place.end) == (token.start, token.end):
                    return

    def _remember(self, run: Run, depth: int) -> None:
        """Most words of a report stand in it many times, and in every form of it."""
        if len(run.letters) <= _LONGEST_REMEMBERED:
            if len(self._empty) >= _MOST_REMEMBERED:
                self._empty.clear()
            self._empty[run.how, run.letters] = depth

    def _within(self, token: Token, depth: int) -> Iterator[Place]:
        for octets, scaled in ((token.octets, token.scale > 0), (_narrow(token.octets), False)):
            if octets is None:
                continue
            for place in self._all(octets.decode("latin-1"), depth - 1, encoded=True):
                start, end = token.around(place.start, place.end) if scaled else (token.start, token.end)
                yield Place(start, end, place.secret, place.how)


def _narrow(octets: bytes) -> bytes | None:
    """UTF-16 of Latin letters, without its zeros."""
    return octets.replace(b"\0", b"") if octets.count(b"\0") * 3 > len(octets) else None


def views(text: str) -> Iterator[tuple[str, View]]:
    """What the text says with escapes undone, once and again; and with quoted-printable or encoded words undone first."""
    for how, first in (("escapes", unescaped), ("quoted-printable", unquoted), ("encoded words", unworded)):
        view = first(text)
        for _ in range(_TIMES_ESCAPED):
            if view is None:
                break
            yield how, view
            inner = unescaped(view.text)
            view = None if inner is None else inner.within(view)


def _apart(text: str, start: int, end: int, secret: Secret) -> bool:
    """No letter stands on either side, or none that would make it another word, host or number."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if secret.sort is Sort.NETWORK:
        return not (before.isdigit() or after.isdigit() or (before == "." and text[start - 2 : start - 1].isdigit()))
    if secret.sort in _HOSTS:
        return not _letter(after) and (secret.loose or not (_letter(before) or before == "-"))
    return not (_letter(before) or _letter(after))


def _letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _reached(text: str, start: int, end: int, letters: frozenset[str]) -> tuple[int, int]:
    """Out to where letters of its kind end: a hash or a code is hidden whole."""
    while start > 0 and text[start - 1] in letters:
        start -= 1
    while end < len(text) and text[end] in letters:
        end += 1
    return start, end


def _head(text: str, start: int, end: int) -> int:
    """Where the host or mailbox begins that ends in a secret: labels below a domain, and a local part before them."""
    at = start
    if text[at - 1 : at] == ".":
        least = max(0, at - _LONGEST_HOST)
        while at > least and _in_host(text[at - 1]):
            at -= 1
    sign = text[at - 1 : at]
    if sign == "@" or (sign == "=" and text[end : end + 1] == "@"):
        least = max(0, at - 1 - _LONGEST_LOCAL)
        mailbox = at - 1
        while mailbox > least and (_in_host(text[mailbox - 1]) or (text[mailbox - 1] == "+" and sign == "@")):
            mailbox -= 1
        at = mailbox if mailbox < at - 1 else at
    return at


def _in_host(character: str) -> bool:
    return character in "-_." or (character.isalnum() and character.isascii())


def _segment(text: str, start: int, end: int, token: Token) -> tuple[int, int]:
    """Out to the borders of the token, or of the piece of a path: a code is hidden whole, and the host before it never."""
    if token.how == "hex":
        return token.start, token.end
    left = text.rfind("/", token.start, start + 1)
    right = text.find("/", max(end - 1, start), token.end)
    end = token.end if right < 0 else right
    while end < len(text) and text[end] == "=":
        end += 1
    return (token.start if left < 0 else left + 1), max(end, start + 1)
