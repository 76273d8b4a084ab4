"""Decoys: what of a link may tell for whom it was made, replaced by something of the same shape that nobody ever was given.

What may tell is what masking hides (`model.link_tokens`: values, opaque pieces of paths, fragments), words that hold the reader's address or
domain, and labels of the host that look made for one recipient. Codings are undone, the words in them replaced, and the coding put back: a Base64 of an address becomes the Base64 of another
address. An address of the web within a link stays one, with decoys in it. Values of one or two characters stay: they name nobody among many.
"""

from __future__ import annotations

import base64
import binascii
import json
import random
import re
import string
from collections.abc import Iterable, Iterator
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.lookup.one_recipient import made_for_one
from gyotaku.mail.domains import registrable
from gyotaku.mail.links.target import read_target
from gyotaku.model.link_tokens import of_url

_DEEPEST = 6
"""Codings within codings."""
_KEPT = 2
"""Characters of a value that stays."""
_ADDRESS = re.compile(r"([^\s@/?&=<>\"':;,]{1,64})@((?:[^\s@/?&=.<>\"':;,]{1,63}\.){1,8}[A-Za-z]{2,24})")
_WEB = re.compile(r"https?://[^\s]{4,}", re.IGNORECASE)
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
_HEX = re.compile(r"[0-9a-f]{8,}|[0-9A-F]{8,}")
_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_PARTS = re.compile(r"[&;=.|~!$:,/]")
_KANJI = "山川田中木村林森石原野上本高松井"


class Leaks(Exception):  # noqa: N818 - an outcome, not an error
    """Something of the reader would still be told; the text says what."""


class Decoyed(Struct, frozen=True):
    """A link to visit; `replaced` counts the stretches that are no longer what they were."""

    url: str
    replaced: int


def decoyed(
    url: str, readers: Iterable[str] = (), domains: Iterable[str] = (), dice: random.Random | None = None
) -> Decoyed:
    """`readers` are mail addresses and `domains` domains that tell who reads the mail. Raises Leaks rather than tell them.

    The same `dice` give the same decoys; left out, no one can foretell them.
    """
    maker = _Maker(tuple(readers), tuple(domains), dice or random.SystemRandom())
    made = maker.link(read_target(url).url or url, 0)
    maker.prove(made)
    return Decoyed(made, maker.replaced)


class _Maker:
    def __init__(self, readers: tuple[str, ...], domains: tuple[str, ...], dice: random.Random) -> None:
        self.replaced = 0
        self._dice = dice
        self._made: dict[str, str] = {}
        roles = frozenset(table("role_accounts")["names"])
        addresses = [address.lower() for address in readers if "@" in address]
        self._locals = [address.partition("@")[0] for address in addresses]
        self._locals = [local for local in self._locals if len(local) >= 4 and local not in roles]
        self._tells = {*addresses, *map(str.lower, domains), *(address.partition("@")[2] for address in addresses)}
        self._tells |= set(self._locals)
        self._readers = tuple(address for address in addresses if address.partition("@")[0] in self._locals)

    # Links.

    def link(self, url: str, depth: int) -> str:
        """The link with decoys in the place of all that may tell."""
        url = self._host(url)
        begin = url.find("/", url.find("://") + 3)
        stretches = list(of_url(url))
        if begin >= 0:
            # Words are no tokens, but the reader's own name and domain can be words.
            end = next((at for at, sign in enumerate(url[begin:], begin) if sign in "?#"), len(url))
            for piece in re.finditer(r"[^/?#]+", url[begin:end]):
                span = (begin + piece.start(), begin + piece.end())
                if self._told(piece[0]) and not any(first < span[1] and span[0] < last for first, last in stretches):
                    stretches.append(span)
            for name in re.finditer(r"[^&;=?#]+(?==)", url[end:]):
                span = (end + name.start(), end + name.end())
                if self._told(name[0]) and not any(first < span[1] and span[0] < last for first, last in stretches):
                    stretches.append(span)
        made, behind = [], 0
        for first, last in sorted(stretches):
            if first < behind:
                continue
            made += [url[behind:first], self._token(url[first:last], depth)]
            behind = last
        return "".join((*made, url[behind:]))

    def _host(self, url: str) -> str:
        """Labels that look made for one recipient are replaced; who made them answers for any."""
        target = read_target(url)
        domain = target.domain
        if not target.host or not made_for_one(target.host, domain, self._readers):
            return url
        below = target.host.removesuffix(domain).rstrip(".")
        labels = [
            self._shape(label) if made_for_one(f"{label}.{domain}", domain, self._readers) else label
            for label in below.split(".")
        ]
        made = ".".join((*labels, domain))
        self.replaced += 1
        at = url.lower().find(target.host)
        return url[:at] + made + url[at + len(target.host) :] if at >= 0 else url

    # Tokens.

    def _token(self, text: str, depth: int) -> str:
        if len(text) <= _KEPT:
            return text
        known = self._made.get(text)
        if known is None:
            known = self._made[text] = self._decoy(text, depth)
            self.replaced += known != text
        return known

    def _decoy(self, text: str, depth: int) -> str:
        """Of a text in whatever coding."""
        if depth > _DEEPEST:
            return self._shape(text)
        if _ESCAPE.search(text):
            plain = unquote(text, errors="replace")
            if "\ufffd" not in plain and plain != text:
                return quote(self._decoy(plain, depth + 1), safe="")
            return self._shape(text)
        if _WEB.fullmatch(text):
            return self.link(text, depth + 1)
        if "@" in text and _ADDRESS.search(text):
            return _ADDRESS.sub(self._address, text)
        if _UUID.fullmatch(text):
            return text[:14].translate(self._letters(text[:14])) + text[14] + self._hex(text[15:])
        for undo in (self._of_json, self._of_hex, self._of_base64):
            made = undo(text, depth)
            if made is not None:
                return made
        if _PARTS.search(text):
            return "".join(
                piece if _PARTS.fullmatch(piece) or len(piece) <= _KEPT else self._decoy(piece, depth + 1)
                for piece in re.split(f"({_PARTS.pattern})", text)
            )
        return self._shape(text)

    def _of_json(self, text: str, depth: int) -> str | None:
        if text[:1] not in "{[":
            return None
        try:
            told = json.loads(text)
        except (ValueError, RecursionError):
            return None
        return json.dumps(self._within(told, depth + 1), ensure_ascii=False, separators=(",", ":"))

    def _within(self, value: object, depth: int) -> object:
        if depth > 2 * _DEEPEST:
            return None
        if isinstance(value, dict):
            return {name: self._within(one, depth + 1) for name, one in value.items()}
        if isinstance(value, list):
            return [self._within(one, depth + 1) for one in value]
        if isinstance(value, str):
            return self._token(value, depth)
        if isinstance(value, int) and not isinstance(value, bool):
            return int(self._shape(str(value)))
        return value

    def _of_hex(self, text: str, depth: int) -> str | None:
        if not _HEX.fullmatch(text):
            return None
        plain = _words(bytes.fromhex(text)) if len(text) % 2 == 0 else None
        if plain is None:
            return self._hex(text) if re.search("[a-fA-F]", text) and re.search("[0-9]", text) else None
        made = self._decoy(plain, depth + 1).encode().hex()
        return made.upper() if text.isupper() else made

    def _of_base64(self, text: str, depth: int) -> str | None:
        """Standard or for URLs, with or without padding. What holds no words is drawn by its letters."""
        if not _BASE64.fullmatch(text):
            return None
        bare = text.rstrip("=")
        try:
            octets = base64.b64decode(bare.replace("-", "+").replace("_", "/") + "=" * (-len(bare) % 4), validate=True)
        except binascii.Error:
            return None
        plain = _words(octets)
        if plain is None:
            return None
        made = base64.b64encode(self._decoy(plain, depth + 1).encode()).decode()
        if "-" in text or "_" in text or not re.search("[+/]", text):
            made = made.replace("+", "-").replace("/", "_")
        return made if text.endswith("=") else made.rstrip("=")

    def _address(self, found: re.Match[str]) -> str:
        """Another mailbox at another domain: the same letters' kinds, the same suffix."""
        *labels, top = found[2].split(".")
        made = [label if label.lower() in _SUFFIXES and at else self._shape(label) for at, label in enumerate(labels)]
        return f"{self._shape(found[1])}@{'.'.join((*made, top))}"

    def _shape(self, text: str) -> str:
        """Another text of the same kinds of characters, never the same."""
        if _HEX.fullmatch(text) and re.search("[a-fA-F]", text) and re.search("[0-9]", text):
            return self._hex(text)
        for _ in range(20):
            made = "".join(map(self._character, text))
            if made != text:
                return made
        return text

    def _character(self, letter: str) -> str:
        for kind in (string.digits, string.ascii_lowercase, string.ascii_uppercase, _KANJI):
            if letter in kind:
                return self._dice.choice(kind)
        if "ぁ" <= letter <= "ん":
            return self._dice.choice("あいうえおかきくけこさしすせそたちつてとなにぬねの")
        if "ァ" <= letter <= "ン":
            return self._dice.choice("アイウエオカキクケコサシスセソタチツテトナニヌネノ")
        return self._dice.choice(_KANJI) if letter.isalpha() else letter

    def _hex(self, text: str) -> str:
        digits = "0123456789ABCDEF" if any(letter in "ABCDEF" for letter in text) else "0123456789abcdef"
        return "".join(self._dice.choice(digits) if letter in string.hexdigits else letter for letter in text)

    def _letters(self, text: str) -> dict[int, str]:
        return {ord(letter): self._hex(letter) for letter in set(text) if letter in string.hexdigits}

    # Proof.

    def _told(self, text: str) -> bool:
        """It holds something of the reader's, plain or in some coding."""
        return any(tell in form or tell[::-1] in form for form in _forms(text, 0) for tell in self._tells)

    def prove(self, url: str) -> None:
        """Raises Leaks where anything of the reader's is left, but for the host that is visited."""
        host = urlsplit(url).hostname or ""
        rest = url.replace(host, "", 1) if registrable(host) in self._tells or host in self._tells else url
        for form in _forms(rest, 0):
            for tell in self._tells:
                if tell in form or tell[::-1] in form:
                    raise Leaks(f"the link would still tell {tell}")


_SUFFIXES = frozenset("co ne or ac ed go lg gr ad com net org edu gov".split())


def _words(octets: bytes) -> str | None:
    """The text that these octets are; None where they are none that people or programs write."""
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if len(text) >= 4 and text.isprintable() else None


def _forms(text: str, depth: int) -> Iterator[str]:
    """The text and what it decodes to, in lower case."""
    yield text.lower()
    if depth > _DEEPEST:
        return
    plain = unquote(text, errors="replace")
    if plain != text:
        yield from _forms(plain, depth + 1)
        return
    for piece in re.findall(r"[A-Za-z0-9+/_-]{6,}", text):
        letters = piece.replace("-", "+").replace("_", "/")
        for start in range(4):  # a code may begin within a longer word
            cut = letters[start:]
            octets = base64.b64decode(cut[: len(cut) // 4 * 4] + _tail(cut))
            yield octets.decode("utf-8", "ignore").lower()
            if depth < 2 and start == 0 and (inner := _words(octets)) is not None:
                yield from _forms(inner, depth + 2)
        for code in re.findall(r"(?:[0-9A-Fa-f]{2}){4,}", piece):
            yield bytes.fromhex(code).decode("utf-8", "ignore").lower()


def _tail(letters: str) -> str:
    """What is left of the last group, made whole with A: the octets that it begins are read as well."""
    left = letters[len(letters) // 4 * 4 :]
    return left.ljust(4, "A") if len(left) > 1 else ""
