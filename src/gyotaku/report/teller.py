"""Words of a report in one language, written as one form writes them."""

from __future__ import annotations

import re
from typing import Protocol, TypeAlias

from gyotaku.model.text import Language, Sentence, Slot, Style, Text

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")

Words: TypeAlias = "str | int | Text | Sentence | Slot"
"""What a heading's slot may hold; a string is a word from outside, a number is one of ours."""


class Form(Style, Protocol):
    """A form of report: a style that also takes in words from outside that have no type of their own."""

    def foreign(self, value: str) -> str: ...


class Teller:
    """Says things in a language and a form. What it returns stands in the syntax of the form, so it is never taken in twice."""

    __slots__ = ("form", "language")

    def __init__(self, language: Language, form: Form) -> None:
        self.language: Language = language
        self.form = form

    @property
    def japanese(self) -> bool:
        return self.language == "ja"

    def say(self, text: Text) -> str:
        return self.form.literal(text.template(self.language))

    def sentence(self, sentence: Sentence) -> str:
        return sentence.render(self.language, self.form)

    def foreign(self, words: str | None) -> str:
        return self.form.foreign(words or "")

    def tell(self, words: Words) -> str:
        if isinstance(words, str):
            return self.form.foreign(words)
        if isinstance(words, int):
            return str(words)
        if isinstance(words, Text):
            return self.say(words)
        if isinstance(words, Sentence):
            return self.sentence(words)
        return words.shown(self.form, self.language)

    def filled(self, text: Text, **words: Words) -> str:
        """A heading's text with its slots filled; never filled twice."""
        pieces = _PLACEHOLDER.split(text.template(self.language))
        return "".join(
            self.tell(words[piece]) if number % 2 else self.form.literal(piece) for number, piece in enumerate(pieces)
        )

    def fill(self, text: Text, **slots: Slot) -> str:
        """A sentence of a report's own with typed slots, spaced as the language wants it."""
        return self.sentence(text.filled(**slots))

    def aside(self, text: str, aside: str) -> str:
        """The text with words beside it in the parentheses of the language."""
        return f"{text}（{aside}）" if self.japanese else f"{text} ({aside})".lstrip()

    @property
    def comma(self) -> str:
        return "、" if self.japanese else ", "

    @property
    def colon(self) -> str:
        return "：" if self.japanese else ": "
