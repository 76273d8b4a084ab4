"""What a program that fills in letters left unfilled.

Innocent when: templates and programs that are talked about.
"""

from collections.abc import Iterator
from itertools import islice

from gyotaku.mail.facts.japanese import Japanese
from gyotaku.mail.facts.wording import Wording
from gyotaku.mail.language.residue import find
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.text import Quote, Text

RESIDUE = Kind(
    id="template-residue",
    group=Group.LANGUAGE,
    title=Text(
        en="A place of the template was not filled in: {words}.",
        ja="ひな形の差し込み欄 {words} が、そのまま残っています。",
    ),
    why=Text(
        en="The text was made for many readers at once, and the program that fills in names or random characters did not know this field.",
        ja="多くの人に送るひな形の文面で、名前や乱数を差し込むソフトウェアが、この欄を埋められなかったことを示します。",
    ),
    innocent=Text(
        en="Honest newsletters fail like this too, and people who talk about templates write such words.",
        ja="正規のメールマガジンの手違いや、ひな形について話しているメールでも見られます。",
    ),
)


_MOST = 6


def check(wording: Wording, japanese: Japanese) -> Iterator[Finding]:
    theirs = {id(sheet.passage): sheet for sheet in japanese.sheets}
    told: dict[str, Evidence] = {}
    for passage in wording:
        sheet = theirs.get(id(passage))
        for start, end in find(passage, sheet is not None):
            if sheet is None or sheet.by_sender(start):
                evidence = passage.evidence(start, end)
                told.setdefault(evidence.quote, evidence)
    if told:
        yield RESIDUE.found(*islice(told.values(), _MOST), words=Quote(next(iter(told))))
