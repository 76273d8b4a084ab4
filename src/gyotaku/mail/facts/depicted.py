"""What the mail's pictures and PDFs tell its reader in words, where the mail itself has few."""

from msgspec import Struct

from gyotaku.mail.facts.codes import Codes, Words
from gyotaku.mail.facts.wording import Passage
from gyotaku.model.evidence import Evidence, Layer, Origin, Principal, ReadFrom


class DepictedPassage(Passage):
    """Words of a picture or page; they stand in no text of the mail, so their evidence tells where they were read."""

    __slots__ = ("words",)

    def __init__(self, words: Words) -> None:
        super().__init__(words.reading.parts[0], Layer.VISIBLE, words.text)
        self.words = words

    def evidence(self, start: int, end: int) -> Evidence:
        return Evidence(Origin.MAIL, Principal.SENDER, self.text[start:end], reading=self.words.reading)


class Depicted(Struct, frozen=True):
    """What is seen, as passages of a text; their letters may be misread, so how they are spelled tells nothing."""

    passages: tuple[DepictedPassage, ...]


def read(codes: Codes) -> Depicted:
    """The words a page shows come before the text it carries, which is for programs: both are never taken of one page."""
    shown = {
        (words.reading.parts, words.reading.page) for words in codes.words if words.reading.of is not ReadFrom.PDF_TEXT
    }
    return Depicted(
        tuple(
            DepictedPassage(words)
            for words in codes.words
            if words.reading.of is not ReadFrom.PDF_TEXT or (words.reading.parts, words.reading.page) not in shown
        )
    )
