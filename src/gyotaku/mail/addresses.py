"""Address lists: RFC 5322 section 3.4 its obsolete syntax (4.4), UTF-8 (RFC 6532), and what is written instead.

The value is read as it stands in the mail, before RFC 2047 decoding: an encoded comma separates nothing. Reading is
linear and never raises; whatever departs from the grammar is a defect of the mailbox it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from msgspec import Struct


class Mailbox(Struct, frozen=True, kw_only=True):
    """One mailbox. `span` and `address_span` are (start, end) in the value that was read."""

    name: str | None
    """The display name, decoded, without quotation marks; for `a@b (Name)` the comment."""
    address: str | None
    """The addr-spec as written, without brackets, route, comments and folding; empty for `<>`."""
    local: str | None
    """The local part, without the quotation marks of a quoted-string."""
    domain: str | None
    """Lower-case, as written otherwise: an A-label stays one (see `domain_unicode`)."""
    group: str | None
    span: tuple[int, int]
    address_span: tuple[int, int] | None
    defects: tuple[str, ...] = ()

    @property
    def domain_unicode(self) -> str | None:
        """The domain with its A-labels decoded (RFC 5891), those that decode; what a mail program shows."""
        if self.domain is None or "xn--" not in self.domain:
            return self.domain
        return ".".join(map(_u_label, self.domain.split(".")))


class AddressList(Struct, frozen=True):
    """All mailboxes of a field, in order. `groups` names every group, the empty ones too."""

    mailboxes: tuple[Mailbox, ...]
    groups: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Mailbox]:
        return iter(self.mailboxes)

    def __len__(self) -> int:
        return len(self.mailboxes)


def read(value: str, decode: Callable[[str], str] = str) -> AddressList:
    """The mailboxes of a raw field value. `decode` undoes RFC 2047 in a phrase."""
    return _usual(value, decode) or read_in_full(value, decode)


def read_in_full(value: str, decode: Callable[[str], str] = str) -> AddressList:
    """As `read`, token by token whatever the form."""
    return _Reader(value, decode).read()


# `"Name" <a@b>`, `Name <a@b>` and `a@b`, as nearly all are written. The same result: a test compares them.
_USUAL: Final = re.compile(
    r"[ \t]*+(?:(?:(?P<quoted>\"[^\"\\]*+\")[ \t]*+|(?P<atoms>[\w!#$%&'*+/=?^`{|}~. \t-]*+))"
    r"<(?P<bracketed>[\w.+=-]++@[\w.-]*\w)>|(?P<bare>[\w.+=-]++@[\w.-]*\w))[ \t]*+(?:,|$)",
    re.ASCII,
)


def _usual(value: str, decode: Callable[[str], str]) -> AddressList | None:
    """The mailboxes of a value that holds usual forms alone; None for every other."""
    found: list[re.Match[str]] = []
    position = 0
    while position < len(value):
        usual = _USUAL.match(value, position)
        if usual is None or (usual["quoted"] is not None and "=?" in usual["quoted"]):
            return None
        found.append(usual)
        position = usual.end()
    return AddressList(tuple(_usual_mailbox(usual, decode) for usual in found)) if found else None


def _usual_mailbox(usual: re.Match[str], decode: Callable[[str], str]) -> Mailbox:
    quoted, atoms, address, bare = usual.groups()
    name = None
    if bare is not None:
        address = bare
        start, end = inner = usual.span("bare")
    else:
        inner = usual.span("bracketed")
        start, end = inner[0] - 1, inner[1] + 1
        if quoted is not None:
            name = _SPACE.sub(" ", quoted[1:-1]).strip()
            start = usual.start("quoted")
        elif words := atoms.strip(" \t"):
            start = usual.start("atoms") + atoms.index(words[0])
            name = _SPACE.sub(" ", words)
            name = decode(name).strip() if "=?" in name else name
    local, _, domain = address.partition("@")
    return Mailbox(
        name=name or None,
        address=address,
        local=local,
        domain=domain.lower(),
        group=None,
        span=(start, end),
        address_span=inner,
    )


class _Token(NamedTuple):
    kind: str
    start: int
    end: int


def _comment(depth: int) -> str:
    inner = rf"|{_comment(depth - 1)}" if depth else ""
    return rf"\((?:[^()\\]++|\\.{inner})*\)"


_SPECIAL: Final = r"\s,;:<>()\[\]\"＜＞"

# An escaped special begins nothing, so the end of a quotation mark that is never closed is searched for once (of a
# parenthesis: once for each level), and a run of stray marks is one token: that keeps the reading linear.
_TOKEN: Final = re.compile(
    r"\s*+(?:"
    r"(?P<encoded>=\?[^?\s]{1,100}\?[BbQq]\?[^?\s]*+\?=)"
    # Unencoded ISO-2022-JP (RFC 1468) holds octets that look like specials, and `(` in its escape sequences.
    rf"|(?P<atom>(?:\x1b\$[@B][^\x1b]*+(?:\x1b\([BJ])?|[^\\{_SPECIAL}]|\\(?![\\{_SPECIAL}]))+|(?:\\[\\{_SPECIAL}])+|\\)"
    r"|(?P<quoted>\"(?:[^\"\\]++|\\.)*\")"
    # A quoted local part has 64 octets at most (RFC 5321 section 4.5.3.1.1).
    r"|(?P<angle><(?:[^<>\"]++|\"(?:[^\"\\]|\\.){0,128}\")*>|<[^<>]*+>|＜[^＜＞<>@]*+@[^＜＞<>]*+＞)"
    r"|(?P<open><++[^<>,;\s]*+)"
    rf"|(?P<comment>{_comment(3)})"
    r"|(?P<literal>\[[^\[\]]*+\])"
    r"|(?P<mark>[,;:])"
    r"|(?P<stray>[()]++|[\[\]]++|[＜＞]++|>++|\S))",
    re.DOTALL,
)
_PAIR = re.compile(r"\\(.)", re.DOTALL)
_MUST_BE_QUOTED = re.compile(r"[()<>\[\]:;,\\\"]")
_SPACE = re.compile(r"\s+")
_ROUTE = re.compile(r"\s*@[^:<>]{0,998}:")
_DOTTED = re.compile(r"\s*([.@])\s*")


class _Reader:
    """The list while it is read: tokens of one element are gathered, a mark ends it."""

    __slots__ = ("decode", "group", "groups", "last_semicolon", "mailboxes", "pending", "value")

    def __init__(self, value: str, decode: Callable[[str], str]) -> None:
        self.value = value
        self.decode = decode
        self.pending: list[_Token] = []
        self.mailboxes: list[Mailbox] = []
        self.group: str | None = None
        self.groups: list[str] = []
        # A colon begins a group only if a semicolon can end it: `Notice: shop <a@b>` is a name.
        self.last_semicolon = value.rfind(";")

    def read(self) -> AddressList:
        value, position, pending = self.value, 0, self.pending
        while found := _TOKEN.match(value, position):
            kind = found.lastgroup or "stray"
            start, position = found.span(kind)
            if kind != "mark":
                pending.append(_Token(kind, start, position))
            elif value[start] == ",":
                self._element()
            elif value[start] == ";":
                self._element("semicolon-separates" if self.group is None else None)
                self.group = None
            elif self._begins_group(start):
                self.group = self._phrase(pending)
                self.groups.append(self.group)
                pending.clear()
            else:
                pending.append(_Token("atom", start, position))
        self._element("unclosed-group" if self.group is not None else None)
        return AddressList(tuple(self.mailboxes), tuple(self.groups))

    def _begins_group(self, colon: int) -> bool:
        return (
            self.group is None
            and colon < self.last_semicolon
            and bool(self.pending)
            and all(kind in {"atom", "quoted", "encoded", "comment"} for kind, _, _ in self.pending)
            and not any(kind == "atom" and "@" in self.value[start:end] for kind, start, end in self.pending)
        )

    def _element(self, defect: str | None = None) -> None:
        """End the element: one mailbox, or several where somebody wrote several addresses without a comma."""
        pending = self.pending
        if not pending:
            return
        defects = [defect] if defect else []
        angles = [place for place, token in enumerate(pending) if token.kind in {"angle", "open"}]
        if not angles:
            self._bare(pending, defects)
        else:
            if len(angles) > 1:
                defects.append("several-addresses")
            begin = 0
            for place in angles:
                end = len(pending) if place == angles[-1] else place + 1
                self._bracketed(pending[begin:end], place - begin, list(defects))
                begin = place + 1
        pending.clear()

    def _bracketed(self, element: list[_Token], place: int, defects: list[str]) -> None:
        """`name <address>`; what follows the bracket is a comment or a defect."""
        kind, start, end = element[place]
        phrase, rest = element[:place], element[place + 1 :]
        inner_start, inner_end = start + 1, end - (kind == "angle")
        if kind == "open":
            defects.append("unclosed-bracket")
            while inner_start < inner_end and self.value[inner_start] == "<":
                inner_start += 1
        elif self.value[start] == "＜":
            defects.append("full-width-brackets")
        name = self._phrase(phrase, defects) if phrase else None
        if any(token.kind != "comment" for token in rest):
            defects.append("text-after-address")
        if not name:
            name = self._comments(rest) or name
        route = _ROUTE.match(self.value, inner_start, inner_end)
        if route:
            inner_start = route.end()
        elif self.value[inner_start : inner_start + 7].lower() == "mailto:":
            defects.append("mailto")
            inner_start += 7
        self._add(name, inner_start, inner_end, (element[0].start, element[-1].end), defects)

    def _bare(self, element: list[_Token], defects: list[str]) -> None:
        """`address`, `address (name)`, or no address at all."""
        value = self.value
        words = [token for token in element if token.kind != "comment"]
        span = (element[0].start, element[-1].end)
        name = self._comments(element)
        if not words:
            self.mailboxes.append(self._without_address(name, span, [*defects, "no-address"]))
            return
        first = next(
            (i for i, token in enumerate(words) if "@" in value[token.start : token.end] and token.kind == "atom"), None
        )
        if first is None:
            if len(words) == 1 and words[0].kind == "atom":
                self._add(name, words[0].start, words[0].end, span, defects)
            else:
                self.mailboxes.append(self._without_address(self._phrase(words), span, [*defects, "no-address"]))
            return
        begin, end = first, first + 1
        # Obsolete syntax allows white space around the dots and the at sign (section 4.4).
        while begin and (value[words[begin].start] in ".@" or value[words[begin - 1].end - 1] == "."):
            begin -= 1
        while end < len(words) and (value[words[end - 1].end - 1] in ".@" or value[words[end].start] in ".@"):
            end += 1
        outside = words[:begin] + words[end:]
        if outside:
            defects.append("unbracketed-address")
            name = self._phrase(outside) or name
        self._add(name, words[begin].start, words[end - 1].end, span, defects)

    def _without_address(self, name: str | None, span: tuple[int, int], defects: list[str]) -> Mailbox:
        return Mailbox(
            name=name or None,
            address=None,
            local=None,
            domain=None,
            group=self.group,
            span=span,
            address_span=None,
            defects=tuple(dict.fromkeys(defects)),
        )

    def _add(self, name: str | None, start: int, end: int, span: tuple[int, int], defects: list[str]) -> None:
        written = self.value[start:end]
        address = written.strip()
        if address != written:
            start += len(written) - len(written.lstrip())
            end = start + len(address)
        if "(" in address or " " in address or "\t" in address or "\n" in address:
            address = _without_folding(address, defects)
        local, domain = _split(address, defects)
        self.mailboxes.append(
            Mailbox(
                name=name or None,
                address=address,
                local=local,
                domain=domain,
                group=self.group,
                span=span,
                address_span=(start, end),
                defects=tuple(dict.fromkeys(defects)) if defects else (),
            )
        )

    def _phrase(self, tokens: list[_Token], defects: list[str] | None = None) -> str:
        """A phrase decoded: quotation marks off, white space between words as one space."""
        words: list[str] = []
        last = -1
        encoded = False
        for kind, start, end in tokens:
            if kind == "comment":
                continue
            text = self.value[start:end]
            if kind == "quoted":
                text = _unquoted(text)
                if defects is not None and "=?" in text:
                    defects.append("encoded-word-in-quotes")
            elif kind == "atom" and defects is not None and ("@" in text or text == ":"):
                defects.append("unquoted-special")
            elif kind in {"literal", "stray"} and defects is not None:
                defects.append("unquoted-special" if text != '"' else "unclosed-quote")
            encoded = encoded or "=?" in text
            words.append(text if last in {-1, start} else " " + text)
            last = end
        phrase = "".join(words)
        return (self.decode(phrase) if encoded else _SPACE.sub(" ", phrase)).strip()

    def _comments(self, tokens: list[_Token]) -> str | None:
        """The last comment's text: the display name of the obsolete form `address (name)`."""
        for kind, start, end in reversed(tokens):
            if kind == "comment":
                text = _PAIR.sub(r"\1", self.value[start + 1 : end - 1]).strip()
                return self.decode(text) if "=?" in text else text
        return None


def _split(address: str, defects: list[str]) -> tuple[str | None, str | None]:
    """Local part and domain. The last at sign outside of quotation marks divides them (RFC 5321 section 2.3.11)."""
    if not address:
        return "", None
    local, at, domain = address.rpartition("@")
    if not at:
        defects.append("no-domain")
        return _unquoted(address), None
    if not domain:
        defects.append("no-domain")
    if not local:
        defects.append("no-local-part")
    if local.startswith('"') and local.endswith('"') and len(local) > 1:
        local = _unquoted(local)
    elif "@" in local:
        defects.append("several-at-signs")
    elif _MUST_BE_QUOTED.search(local):
        defects.append("unquoted-special")
    domain = domain.lower()
    if domain.endswith(".") and domain != ".":
        defects.append("trailing-dot")
        domain = domain.rstrip(".")
    return local, domain or None


def _without_folding(address: str, defects: list[str]) -> str:
    """An addr-spec without comments and the white space that the obsolete syntax allows (section 4.4)."""
    pieces: list[str] = []
    for found in _TOKEN.finditer(address):
        kind = found.lastgroup or "stray"
        if kind != "comment":
            pieces.append(found[0])
    joined = _DOTTED.sub(r"\1", "".join(pieces).strip())
    local, at, domain = joined.rpartition("@")
    if _SPACE.search(domain if local.startswith('"') else joined):
        defects.append("space-in-address")
    return f"{local}{at}{domain}"


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]
    return _PAIR.sub(r"\1", text) if "\\" in text else text


def _u_label(label: str) -> str:
    # A label is at most 63 octets (RFC 1035 section 2.3.4); punycode takes quadratic time beyond that.
    if not label.startswith("xn--") or len(label) > 63:
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label
