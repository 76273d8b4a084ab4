"""What a mark of a mail teaches: whom it may speak for, and what of the mail is kept for that."""

from __future__ import annotations

from msgspec import Struct

from gyotaku.model.marks import OF_DOMAIN, Lesson, MarkWord, Scope, Sort, Thing
from gyotaku.model.text import Text

_NOBODY = Text(
    en="From names nobody, or several: the mark speaks of no sender.",
    ja="From の差出人が一人に定まらないため、差出人についての印にはなりません。",
)
_NO_LIST = Text(
    en="The mail names no mailing list (List-Id).", ja="メーリングリストの名前（List-Id）がメールにありません。"
)
_ANYBODYS = Text(
    en="Anybody can have an address at that domain, so a mark holds for one address alone: --scope sender.",
    ja="誰でもアドレスを取得できるドメインのため、印はアドレス単位でしか付けられません（--scope sender）。",
)
_SERVICE = Text(
    en="{service} sends mails for anybody, so that one of them says nothing of the next: the mark speaks of no sender.",
    ja="{service} は誰の依頼でもメールを送るため、一通のことから次のメールについては何も言えません。差出人についての印にはなりません。",
)
_UNPROVEN = Text(
    en="Your own server recorded nothing that proves who sent it, so the mark makes nobody known: anybody could write the next one.",
    ja="差出人を裏付ける証拠を自社サーバーが記録していないため、既知の差出人にはなりません。次のメールは誰でも書けるからです。",
)
_NOT_ACCUSED = Text(
    en="Your own server recorded nothing that proves who sent it, so the mark does not accuse the name in From.",
    ja="差出人を裏付ける証拠を自社サーバーが記録していないため、From に書かれた差出人を疑うことはしません。",
)
_GENUINE = Text(
    en="The sender's domain is your own or a known organization's; the mark does not accuse it.",
    ja="差出人のドメインは自社か、知られた組織のものです。印によって疑うことはしません。",
)


_MOST_PLACES = 5
"""Domains that a fraud leads to. Whoever leads to more copied somebody's newsletter, and most of them are honest."""
_PLACES = frozenset({Sort.LINK_HOST, Sort.LINK_DOMAIN})


class Taught(Struct, frozen=True):
    """`things` are kept with the mark. `why_not`: why it speaks for no sender; `refused`: the scope cannot be had at all."""

    things: tuple[Thing, ...]
    whom: Thing | None = None
    why_not: Text | None = None
    service: str | None = None
    """What fills the slot of `why_not`."""
    refused: bool = False
    places_left: int = 0
    """Domains that a fraud leads to, where they are too many to be its own: none is kept."""


def teach(lesson: Lesson, word: MarkWord, scope: Scope) -> Taught:
    """What is kept. Whom nothing proves is taught to nobody: else a mark would clear whoever writes that name next."""
    if scope is Scope.THIS:
        return Taught(())
    whom, why_not = _whom(lesson, scope)
    if whom is None and scope is not Scope.SENDER:
        return Taught((), why_not=why_not, refused=True)
    proofs = lesson.of_list if scope is Scope.LIST else lesson.of_author
    if word is MarkWord.PHISH:
        # That a machine sent it shows nothing of him whose name it bears.
        proofs = tuple(thing for thing in proofs if thing.sort in OF_DOMAIN)
    if why_not is None and not proofs:
        why_not = _UNPROVEN if word is MarkWord.HAM else _NOT_ACCUSED
    if why_not is None and scope is not Scope.LIST:
        if lesson.anybody is not None:
            why_not = _SERVICE
        elif word is MarkWord.PHISH and lesson.genuine:
            why_not = _GENUINE
    places = sum(thing.sort is Sort.LINK_DOMAIN for thing in lesson.traits)
    crowded = word is MarkWord.PHISH and places > _MOST_PLACES
    speaks = whom is not None and why_not is None
    # What accused an honest mail is excused for him alone of whom the mark speaks.
    traits = tuple(
        thing
        for thing in lesson.traits
        if (thing.sort is not Sort.FINDING or (speaks and word is MarkWord.HAM))
        and not (crowded and thing.sort in _PLACES)
    )
    left = places if crowded else 0
    if whom is None or not speaks:
        return Taught(traits, why_not=why_not, service=lesson.anybody, places_left=left)
    return Taught((whom, *proofs, *traits), whom, places_left=left)


def _whom(lesson: Lesson, scope: Scope) -> tuple[Thing | None, Text | None]:
    if scope is Scope.LIST:
        return (Thing(Sort.LIST, lesson.list_id), None) if lesson.list_id else (None, _NO_LIST)
    if not lesson.address:
        return None, _NOBODY
    if scope is Scope.DOMAIN:
        return (Thing(Sort.DOMAIN, lesson.domain), None) if lesson.domain else (None, _ANYBODYS)
    return Thing(Sort.ADDRESS, lesson.address), None
