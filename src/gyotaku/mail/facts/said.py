"""What the mail says to its reader, by topic: the phrases of the tables `pressure`, `goals`, `asks`, `stories` and `english` in his words and on his pictures."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.facts.depicted import Depicted
from gyotaku.mail.facts.wording import Passage, Wording
from gyotaku.mail.pattern import Pattern
from gyotaku.mail.phrases import Hit, Phrases
from gyotaku.model.evidence import Evidence

ENGLISH = "english:"
"""Before the natural wording of a phrase that is no natural English: the topic of the phrase."""
_REACH = 40
"""Characters of a clause that are quoted on either side of a phrase."""
_CLAUSE_END = Pattern(r"[。！？!?【】\n\t]|[.;:](?=\s|$)|[、，](?=.)")
_LATIN = 0x250
_PAST_LATIN = chr(_LATIN)
"""Code points below are letters that are written with spaces between words."""
_DRESSED = re.compile("[\U0001d400-\U0001d7cb]")


class Said(Struct, frozen=True):
    """A phrase in one passage. `in_header`: in the subject or the display name, which the writer wants read first."""

    hit: Hit
    passage: Passage
    in_header: bool

    def evidence(self) -> Evidence:
        """Quotes the clause that the phrase stands in, so that a reader sees what is said."""
        text = self.passage.text
        before = text[max(0, self.hit.start - _REACH) : self.hit.start]
        after = text[self.hit.end : self.hit.end + _REACH]
        begin = max((end.end() for end in _CLAUSE_END.compiled.finditer(before)), default=_word_begin(before))
        stop = _CLAUSE_END.compiled.search(after)
        end = stop.start() if stop else _word_end(after)
        start = self.hit.start - len(before) + begin
        start += len(text[start:]) - len(text[start:].lstrip())
        return self.passage.evidence(start, self.hit.end + len(after[:end].rstrip()))


class Sayings(Struct, frozen=True):
    """Each phrase once for the headers and once for the bodies, at its first place."""

    by_topic: dict[str, list[Said]]

    def of(self, topic: str) -> list[Said]:
        """The different phrases of a topic in the order in which they stand, the headers' first."""
        return self.by_topic.get(topic, [])

    def different(self, topic: str) -> int:
        """How many different phrases of the topic there are; of two that overlap, one counts; subject and body count together."""
        counted: set[str] = set()
        last: Said | None = None
        for said in sorted(self.of(topic), key=lambda one: (one.passage.part, one.hit.start, -one.hit.end)):
            if last is None or last.passage is not said.passage or said.hit.start >= last.hit.end:
                counted.add(said.hit.phrase)
                last = said
        return len(counted)


@cache
def _phrases() -> Phrases:
    return Phrases([*_pressure(), *_goals(), *_asks(), *_stories(), *_english()])


@cache
def _unaccented() -> Phrases:
    """Without marks on letters, which recognizers lose, and without what is about how a text is spelled."""
    return Phrases([(topic, _plain(words)) for topic, words in (*_pressure(), *_goals(), *_asks(), *_stories())])


def _pressure() -> Iterator[tuple[str, str]]:
    for topic, rows in table("pressure").items():
        if isinstance(rows, dict):
            yield from ((topic, phrase) for phrases in rows.values() for phrase in phrases)


def _goals() -> Iterator[tuple[str, str]]:
    for goal, row in table("goals")["goal"].items():
        for lists in (row, *(value for value in row.values() if isinstance(value, dict))):
            for strength in ("strong", "weak"):
                yield from ((f"goal:{goal}:{strength}", phrase) for phrase in lists.get(strength, ()))


def _asks() -> Iterator[tuple[str, str]]:
    for name, row in table("asks")["topic"].items():
        yield from ((f"unlikely:{name}", phrase) for phrase in dict.fromkeys(row["object"]))


def _stories() -> Iterator[tuple[str, str]]:
    stories = table("stories")
    for name, phrases in stories["cause"].items():
        yield from ((f"cause:{name}", phrase) for phrase in dict.fromkeys(phrases))
    for name, row in stories["symptom"].items():
        yield from ((f"symptom:{name}", phrase) for phrase in dict.fromkeys(row["phrases"]))
    for name, row in stories["done"].items():
        yield from ((f"done:{name}", phrase) for phrase in dict.fromkeys(row["phrases"]))
        yield from ((f"done-ask:{name}", phrase) for phrase in dict.fromkeys(row["ask"]))
    for number, row in enumerate(stories["term"]):
        yield from ((f"term:{number}", phrase) for phrase in row["words"])


def _english() -> Iterator[tuple[str, str]]:
    for rows in table("english").values():
        if isinstance(rows, dict):
            yield from ((ENGLISH + natural, phrase) for phrase, natural in rows.items())


def _word_begin(before: str) -> int:
    """Where the first whole word of a piece that was cut begins; Japanese has no spaces to find it by."""
    if len(before) < _REACH or not _is_latin(before[0]):
        return 0
    return before.find(" ") + 1


def _word_end(after: str) -> int:
    if len(after) < _REACH or not _is_latin(after[-1]):
        return len(after)
    return after.rfind(" ") if " " in after else 0


def _is_latin(character: str) -> bool:
    return character.isalnum() and ord(character) < _LATIN


def _one_line(text: str) -> str:
    """Line ends as spaces, and mathematical letters, with which frauds dress their words, as plain ones."""
    # Code points past U+FFFF take two units; an expression would be tried at every character to find that out.
    if not text.isascii() and len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text):
        text = _DRESSED.sub(lambda letter: unicodedata.normalize("NFKC", letter[0]).lower(), text)
    return text.replace("\n", " ").replace("\t", " ").replace("\r", " ")


def _plain(text: str) -> str:
    """Latin letters without their marks; of the same length."""
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFD", one)[0] if one < _PAST_LATIN else one for one in text)


def read(wording: Wording, depicted: Depicted) -> Sayings:
    by_topic: dict[str, list[Said]] = {}
    known: set[tuple[str, str, bool]] = set()
    for said in _all(wording, depicted):
        key = (said.hit.topic, said.hit.phrase, said.in_header)
        if key not in known:
            known.add(key)
            by_topic.setdefault(said.hit.topic, []).append(said)
    return Sayings(by_topic)


def _all(wording: Wording, depicted: Depicted) -> Iterator[Said]:
    for passages, in_header in ((wording.headers, True), (wording.bodies, False)):
        for passage in passages:
            for hit in _phrases().find(_one_line(passage.folded)):
                yield Said(hit, passage, in_header)
    for shown in depicted.passages:
        for hit in _unaccented().find(_plain(_one_line(shown.folded))):
            yield Said(hit, shown, in_header=False)
