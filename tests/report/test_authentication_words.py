"""Every word of a result that a person may meet has its sentence in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import pytest

from gyotaku.model import authentication_words as words
from gyotaku.model.arc import ArcWhy
from gyotaku.model.dkim import DkimWhy
from gyotaku.model.dmarc import DmarcTrouble
from gyotaku.model.spf import SpfCaution, SpfTrouble
from gyotaku.model.text import Text

TABLES = [
    (SpfTrouble, words.SPF_TROUBLES),
    (SpfCaution, words.SPF_CAUTIONS),
    (DmarcTrouble, words.DMARC_TROUBLES),
    (DkimWhy, words.DKIM_REASONS),
    (ArcWhy, words.ARC_REASONS),
]


@pytest.mark.parametrize(("kind", "table"), TABLES)
def test_no_word_without_its_sentence(kind: type[StrEnum], table: Mapping[StrEnum, Text]) -> None:
    assert set(table) == {word for word in kind if word.value}
    assert all(text.en and text.ja and text.en != text.ja for text in table.values())
    assert not any(
        word.value in text.template(language)
        for word, text in table.items()
        if "-" in word.value
        for language in ("en", "ja")
    )
