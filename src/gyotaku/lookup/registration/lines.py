"""A WHOIS answer as keys and values, whichever of the usual forms it has.

`key: value`, `[key] value`, headings with lines below them, and blocks of contacts to which the domain's block refers by a
handle (RPSL). Reading is linear, and never raises.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

_MOST_LINES = 4_000
_LONGEST_LINE = 1_000
_LONGEST_KEY = 60
_MOST_VALUES = 100
"""Of one key."""
_COMMENTS = ("%", "#", ">>>", "//")
_SENTENCES = ("record created on", "record expires on", "record last updated on")

Values = Mapping[str, Sequence[str]]


class Block:
    """Lines between two empty ones."""

    def __init__(self) -> None:
        self.values: dict[str, list[str]] = {}
        self._heading: str | None = None
        self._indent = 0

    def put(self, key: str, value: str) -> None:
        values = self.values.setdefault(key, [])
        if len(values) < _MOST_VALUES:
            values.append(value)

    def read(self, line: str) -> None:
        text = line.strip()
        indent = len(line) - len(line.lstrip())
        if text[:7].lower() == "record " and self._sentence(text):
            return
        key, value = _pair(text)
        if key is not None and (indent <= self._indent or text.startswith("[")):
            self._heading = None
        if key is None:
            self._loose(text, indent)
        elif not value:
            self._heading, self._indent = key, indent
        else:
            self.put(key if self._heading is None else f"{self._heading}/{key}", value)

    def _loose(self, text: str, indent: int) -> None:
        """A line without a key: a value below a heading, or a heading itself where it opens its block."""
        if self._heading is not None:
            self.put(self._heading + "/", text)
        elif not self.values and len(text) <= _LONGEST_KEY:
            self._heading, self._indent = text.lower(), indent

    def _sentence(self, text: str) -> bool:
        start = next((start for start in _SENTENCES if text.lower().startswith(start)), None)
        if start is not None:
            self.put(start, text[len(start) :].strip(" .:"))
        return start is not None

    def has(self, keys: Sequence[str], value: str) -> bool:
        return any(value.lower() == one.lower() for key in keys for one in self.values.get(key, ()))


def blocks(text: str) -> Iterator[Block]:
    """The blocks with anything in them. What stands behind `>>> … <<<` are legal notices."""
    block = Block()
    for line in text.splitlines()[:_MOST_LINES]:
        bare = line.strip()
        if bare.startswith(">>>"):
            break
        if bare.startswith(_COMMENTS):
            _abuse(bare, block)
            continue
        if bare:
            block.read(line[:_LONGEST_LINE].expandtabs(8).rstrip())
        elif block.values:
            yield block
            block = Block()
        else:
            block = Block()
    if block.values:
        yield block


def _abuse(comment: str, block: Block) -> None:
    """`% Abuse contact for '192.0.2.0 - 192.0.2.255' is 'abuse@example.net'`, as RIPE and APNIC write it."""
    if comment[1:].strip().lower().startswith("abuse contact for ") and " is " in comment:
        block.put("abuse contact", comment.rpartition(" is ")[2].strip(" '\""))


def _pair(text: str) -> tuple[str | None, str]:
    """Key and value. The key is None for a line that has none."""
    inner = text[3:].lstrip() if text[1:3] == ". " and text[:1].isalpha() else text
    if inner.startswith("["):
        key, closed, value = inner[1:].partition("]")
        if closed and 0 < len(key) <= _LONGEST_KEY and not key.startswith(" "):
            return key.strip().lower(), value.strip()
        return None, ""
    key, colon, value = text.partition(":")
    key = key.strip(" .*\t")
    if not colon or not key or len(key) > _LONGEST_KEY or value.startswith("//"):
        return None, ""
    return " ".join(key.lower().split()), value.strip()


def gathered(found: Sequence[Block], holder_handles: Sequence[str], beginnings: Sequence[str]) -> Values:
    """All values by key. Blocks of contacts count for nothing but the holder's, whose keys become `holder/…`."""
    values: dict[str, list[str]] = {}
    contacts = [block for index, block in enumerate(found) if index and any(key in block.values for key in beginnings)]
    for block in found:
        if block not in contacts:
            for key, some in block.values.items():
                values.setdefault(key, []).extend(some[:_MOST_VALUES])
    for key in holder_handles:
        for handle in values.get(key, ())[:1]:
            contact = next((block for block in contacts if block.has(beginnings, handle)), None)
            if contact is not None:
                del values[key]
                told = {
                    f"holder/{inner}": [one for one in some if one != handle] for inner, some in contact.values.items()
                }
                return values | told
    return values
