"""Who sent it: hypotheses that exclude each other."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from gyotaku.model.answers import Question
from gyotaku.model.bearing import HypothesisName
from gyotaku.model.finding import Finding
from gyotaku.model.text import Text


class Standing(StrEnum):
    LEADS = "leads"
    STANDS = "stands"
    UNLIKELY = "unlikely"
    EXCLUDED = "excluded"

    @property
    def label(self) -> Text:
        return _STANDINGS[self]


_STANDINGS = {
    Standing.LEADS: Text(en="leads", ja="最有力"),
    Standing.STANDS: Text(en="stands", ja="残る"),
    Standing.UNLIKELY: Text(en="unlikely", ja="考えにくい"),
    Standing.EXCLUDED: Text(en="excluded", ja="否定"),
}


class Hypothesis(Struct, frozen=True):
    """One answer to "who sent it", with what speaks for it, against it, and what would decide."""

    name: HypothesisName
    standing: Standing
    speaking_for: tuple[Finding, ...]
    speaking_against: tuple[Finding, ...]
    decided_by: tuple[Question, ...]
