"""The mail shows a picture and next to no text, so that there are no words to read.

Innocent when: many shops send their advertisements so, and people send photographs.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.wording import Wording
from gyotaku.mail.links.link import Link
from gyotaku.mail.links.mark import Place
from gyotaku.model.answers import NotApplicable
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.text import Amount, Text

PICTURE_ONLY = Kind(
    id="picture-only",
    group=Group.HIDDEN,
    title=Text(
        en="The mail shows a picture and a link, and only {count} letters of text.",
        ja="本文には画像とリンクがあり、文字は {count} 字しかありません。",
    ),
    why=Text(
        en="What stands in a picture is not read by filters that look for words. Shops advertise so too, so it is a weak hint.",
        ja="画像の中の文は、言葉を調べるフィルターには読めません。通販会社の広告にもよくある形なので、弱い手がかりです。",
    ),
    innocent=Text(
        en="Advertisements and invitations that are one large picture.",
        ja="大きな画像一枚でできた広告や招待状でも見られます。",
    ),
)

_MOST_LETTERS = 60
_AT_ONCE = 100
_HAS_TEXT = Text(en="The mail shows text.", ja="本文に文字があります。")


def check(wording: Wording, links: Links) -> Iterator[Finding]:
    letters = 0
    for passage in wording.bodies:
        for start in range(0, len(passage.text), _AT_ONCE):
            letters += sum(map(str.isalnum, passage.text[start : start + _AT_ONCE]))
            if letters > _MOST_LETTERS:
                raise NotApplicable(_HAS_TEXT)
    picture = next((link for link in links if _shown(link)), None)
    if picture is None or not any(link.mark is not None and link.mark.tag in {"a", "area"} for link in links.clickable):
        return
    yield PICTURE_ONLY.found(picture.evidence(), count=Amount(letters))


def _shown(link: Link) -> bool:
    """A picture that is seen: no counter of readers."""
    return link.place is Place.IMAGE and link.mark is not None and link.mark.tag == "img" and not link.mark.unseen
