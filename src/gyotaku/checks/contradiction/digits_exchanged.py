"""Two figures of one mail differ only in two digits that changed places: a number, a telephone, an amount.

Innocent when: somebody typed one of them by hand, or the two are two things by chance. It says that one of the two is wrong, no more.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.wording import Wording
from gyotaku.mail.mentions.exchanged import GAP, exchanged
from gyotaku.mail.mentions.quoted import words_of_others
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text

DIGITS_EXCHANGED = Kind(
    id="digits-exchanged",
    group=Group.CONTRADICTION,
    strength=Strength.WEAK,
    title=Text(
        en="{first} and {second} differ only in two digits that changed places.",
        ja="{first} と {second} は、隣り合う二つの数字が入れ替わっているだけの違いです。",
    ),
    why=Text(
        en="Programs that write notices put the same figure in every place. A figure that was typed twice by hand comes to differ like this.",
        ja="お知らせを作るプログラムは、どの箇所にも同じ数字を入れます。手で二度打った数字では、このような違いが生じます。",
    ),
    innocent=Text(
        en="People mistype figures in honest mail too, and two things may have such numbers by chance.",
        ja="善意のメールでも打ち間違いは起こりますし、別々の番号が偶然このようになることもあります。",
    ),
)
_MOST = 3


def check(wording: Wording) -> Iterator[Finding]:
    subject = next((passage for passage in wording.headers if passage.part == "Subject"), None)
    head = 0 if subject is None else len(subject.text) + len(GAP)
    for body in wording.bodies[:4]:
        text = body.folded
        pairs = [] if "\n>" in text else exchanged("" if subject is None else subject.folded, text)
        if not pairs or words_of_others(text):
            continue
        for pair in pairs[:_MOST]:
            quotes = [
                subject.evidence(one.start, min(one.end, len(subject.text)))
                if subject is not None and one.start < head
                else body.evidence(one.start - head, one.end - head)
                for one in pair
            ]
            yield DIGITS_EXCHANGED.found(*quotes, first=Quote(quotes[0].quote), second=Quote(quotes[1].quote))
        return
