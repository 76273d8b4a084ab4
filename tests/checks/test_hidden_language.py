"""Of hidden text a language is told only where all of it is in one."""

from __future__ import annotations

import pytest

import gyotaku
from gyotaku.report.plain import Plain

SHOWN = (
    "Ihre Rechnung liegt für Sie bereit. Bitte sehen Sie sich die Angaben an, und melden Sie sich bei uns, wenn etwas nicht stimmt. "
    * 3
)
ENGLISH = (
    "We have sent you the order and we will write to you when it is on its way to the place that you have given to us. "
    * 8
)
FRENCH = (
    "Nous vous avons envoyé la commande et nous vous écrirons dès que le colis sera parti pour la ville que vous avez indiquée. "
    * 8
)


@pytest.mark.parametrize(
    ("hidden", "told"), [(ENGLISH, "in English, while"), (FRENCH, "in French, while"), (FRENCH + ENGLISH, "")]
)
def test_a_language_is_told_of_what_is_in_it(hidden: str, told: str) -> None:
    raw = (
        "From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        f'<p>{SHOWN}</p><div style="display:none">{hidden}</div>\r\n'
    ).encode()
    (found,) = [one for one in gyotaku.dissect(raw).findings if one.kind.id == "hidden-text"]
    title = found.title.render("en", Plain())
    assert told in title
    assert ("while what is shown" in title) is bool(told)
