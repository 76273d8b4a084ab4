"""In which language the mail's text is written, and whether phrases are kept in it."""

from functools import cache

from msgspec import Struct

from gyotaku.data.tables import table
from gyotaku.mail.facts.wording import Passage, Wording, folded
from gyotaku.mail.pattern import Pattern
from gyotaku.model.answers import Unavailable
from gyotaku.model.evidence import Evidence, Layer
from gyotaku.model.text import Text

_READ = 2_000
"""Letters that are looked at."""
_FIRST = 500
"""Letters that usually tell it; the rest is looked at where they do not."""
_QUOTED = 80
_LEAST_POINTS = 5
"""A function word that one language has alone counts two points, another one."""
_LEAST_POINTS = 5
"""A function word that one language has alone counts two points, another one."""
_LEAST_LETTERS = 4
"""Letters of another script before they tell one."""
_LEAST_AMONG_OTHERS = 12
_LEAD = 1.25
"""How many times more points the best language must have than the next."""
_SHARE = 0.15
"""Of all characters, how many must be of another script: a character of Japanese says as much as several Latin letters."""
_KANA_OF_JAPANESE = 0.08
"""Headings and addresses in kanji alone are common; a Japanese text has more kana than this beside them."""
_LEAST_CHINESE = 12
"""Han characters without kana."""
_BEYOND_LATIN = Pattern("[\u0370-\u1cff\u1f00-\u1fff\u3041-\u30fa\u3400-\u9fff\uac00-\ud7a3]+")
_KANA = Pattern("[\u3041-\u30fa]")
_HAN = Pattern("[\u3400-\u9fff]")
_SCRIPTS = tuple(
    (language, Pattern(letters))
    for language, letters in (
        ("ko", "[\uac00-\ud7a3\u1100-\u11ff]"),
        ("cyrillic", "[\u0400-\u052f]"),
        ("el", "[\u0370-\u03ff\u1f00-\u1fff]"),
        ("ar", "[\u0600-\u077f]"),
        ("he", "[\u0590-\u05ff]"),
        ("th", "[\u0e00-\u0e7f]"),
        ("hi", "[\u0900-\u097f]"),
    )
)
_PERSIAN = frozenset("\u067e\u0686\u0698\u06af")
"""Letters that Arabic does not have."""
_NO_NAME = Text(
    en="Which language the text is in is not known, but it is none in which this version keeps phrases of what mails want and how they press.",
    ja="本文が何語かはわかりませんが、この版には、その言語で何を求め、どう急がせるかを見分ける言い回しがありません。",
)
_CYRILLIC = frozenset({"ru", "uk"})


class Tongue(Struct, frozen=True):
    """`language` as ISO 639-1 has it; None where the text is too short or too mixed to tell, or its letters are of several languages."""

    language: str | None
    weight: int
    """The points of its function words, or the letters of its script: how clearly it was told."""
    passage: Passage | None = None
    foreign: bool = False
    """In letters of which no language is known for which phrases are kept."""

    @property
    def unsure(self) -> bool:
        """Nothing is known of its language, not even that no phrases are kept in it."""
        return self.language is None and not self.foreign

    @property
    def read(self) -> bool:
        """Phrases are kept in this language, or its language cannot be told, and all phrases were looked for."""
        return not self.foreign and (self.language is None or self.language in table("tongues")["read"])

    @property
    def why_unread(self) -> Text:
        """Why nothing found in the text says nothing of it."""
        if self.language is None:
            return _NO_NAME
        en, ja = self.name.en, self.name.ja
        return Text(
            en=f"The text is in {en}, in which this version keeps no phrases of what mails want and how they press.",
            ja=f"本文は{ja}で書かれています。この版には、{ja}で何を求め、どう急がせるかを見分ける言い回しがありません。",
        )

    @property
    def why_partly(self) -> Text:
        """Why nothing found in the text says little of it."""
        en, ja = self.name.en, self.name.ja
        return Text(
            en=f"The text is in {en}, in which this version keeps only some phrases of what mails want and how they press.",
            ja=f"本文は{ja}で書かれています。この版には、{ja}で何を求め、どう急がせるかを見分ける言い回しが一部しかありません。",
        )

    def must_be_read(self) -> None:
        """For a check that has found none of its phrases. Raises Unavailable where none are kept in the language."""
        if not self.read and not self.partly:
            raise Unavailable(self.why_unread)

    @property
    def partly(self) -> bool:
        """Some phrases are kept in this language."""
        return self.language in table("tongues")["partly"]

    @property
    def name(self) -> Text:
        """What the language is called."""
        en, ja = table("tongues")["names"][self.language]
        return Text(en=en, ja=ja)

    def evidence(self) -> tuple[Evidence, ...]:
        """The beginning of the text from which it was told."""
        if self.passage is None:
            return ()
        text = self.passage.text
        start = len(text) - len(text.lstrip())
        return (self.passage.evidence(start, start + len(text[start : start + _QUOTED].rstrip())),)


@cache
def _known() -> frozenset[str]:
    """Languages in which phrases are kept, all or some."""
    return frozenset(table("tongues")["read"] + table("tongues")["partly"])


NOT_TOLD = Tongue(None, 0)


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """The languages of each word."""
    languages: dict[str, tuple[str, ...]] = {}
    for language, words in table("tongues")["words"].items():
        for word in dict.fromkeys(words.split()):
            languages[word] = (*languages.get(word, ()), language)
    return languages


def read(wording: Wording) -> Tongue:
    """From the bodies; from the subject too where they are too short to tell."""
    bodies = wording.bodies
    told = _of_text(_beginning(bodies, _FIRST), bodies[0]) if bodies else NOT_TOLD
    if told.unsure:
        subject = tuple(passage for passage in wording.headers if passage.part == "Subject")
        every = (*bodies, *subject)
        told = _of_text(_beginning(every, _READ), every[0]) if every else NOT_TOLD
    return told


def of_words(text: str) -> str | None:
    """The language of a text that is none of the mail's passages: a subject alone, or what is hidden. None where it cannot be told."""
    cut = text[:_READ]
    return _of_text(folded(cut), Passage("", Layer.BODY, cut)).language if cut else None


def _beginning(passages: tuple[Passage, ...], most: int) -> str:
    taken: list[str] = []
    for passage in passages:
        taken.append(passage.folded[:most])
        most -= len(taken[-1])
        if most <= 0:
            break
    return "\n".join(taken)


def _of_text(text: str, passage: Passage) -> Tongue:
    if text.isascii():
        return _by_words(text, passage)
    beyond = "".join(_BEYOND_LATIN.compiled.findall(text))
    if len(beyond) >= max(_LEAST_LETTERS, _SHARE * len(text)):
        return _by_script(beyond, text, passage)
    told = _by_words(text, passage)
    return _by_script(beyond, text, passage) if told.unsure and len(beyond) >= _LEAST_AMONG_OTHERS else told


def _by_script(beyond: str, text: str, passage: Passage) -> Tongue:
    kana, kanji = len(_KANA.compiled.findall(beyond)), len(_HAN.compiled.findall(beyond))
    if kana and kana >= _KANA_OF_JAPANESE * (kana + kanji) and kana + kanji > len(beyond) / 2:
        return Tongue("ja", kana, passage)
    counts = {language: len(letters.compiled.findall(beyond)) for language, letters in _SCRIPTS}
    counts["zh"] = kanji
    language, count = max(counts.items(), key=lambda pair: pair[1])
    if language == "cyrillic":
        told = _by_words(text, passage, _CYRILLIC)
        return Tongue(None, count, passage, foreign=True) if told.unsure else told
    if language == "zh" and count < _LEAST_CHINESE:
        return NOT_TOLD  # a few kanji are a heading or a name, in Japanese as well
    if not count or (language == "ar" and not _PERSIAN.isdisjoint(beyond)):
        return Tongue(None, len(beyond), passage, foreign=True)
    return Tongue(language, count, passage)


def _by_words(text: str, passage: Passage, among: frozenset[str] = frozenset()) -> Tongue:
    """The language of which the text has clearly the most different function words; `among` these, where any are given."""
    points: dict[str, int] = {}
    for languages in filter(None, map(_words().get, set(text.split()))):
        said = 1 if len(languages) > 1 else 2
        for language in languages:
            points[language] = points.get(language, 0) + said
    ranked = sorted(
        ((said, language) for language, said in points.items() if not among or language in among), reverse=True
    )
    if not ranked or ranked[0][0] < _LEAST_POINTS:
        return NOT_TOLD
    most, best = ranked[0]
    rivals = [language for said, language in ranked if said * _LEAD > most]
    if len(rivals) == 1:
        return Tongue(best, most, passage)
    # Danish or Norwegian: which of them is open, that neither is read is not.
    return NOT_TOLD if _known().intersection(rivals) else Tongue(None, most, passage, foreign=True)
