"""The English of the mail has wordings that English does not have.

Innocent when: the writer learned English as another language, or writes in haste. Most people who write so are honest, so it accuses weakly at most, and on
a list of people who talk with each other it only informs.
"""

from collections.abc import Iterator

from msgspec import Struct

from gyotaku.mail.english import faults
from gyotaku.mail.facts.bulk import Bulk
from gyotaku.mail.facts.said import ENGLISH, Said, Sayings
from gyotaku.mail.facts.tongue import Tongue
from gyotaku.mail.facts.wording import Passage, Wording
from gyotaku.mail.mentions.quoted import words_of_others
from gyotaku.mail.pattern import Pattern
from gyotaku.model.answers import NotApplicable
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.lazy import Lazy
from gyotaku.model.text import Amount, Quote, Text

UNNATURAL = Kind(
    id="english-unnatural",
    group=Group.LANGUAGE,
    title=Text(
        en="The text has wordings that English does not have (places: {count}); {words} would be {natural}.",
        ja="不自然な英語が {count} か所あります。{words} は、普通は {natural} と書きます。",
    ),
    why=Text(
        en="Organizations have their notices read by somebody who knows the language before they send them to all customers. Fluent English proves nothing, and "
        "honest people who learned English write so too: it is a weak hint.",
        ja="企業は、利用者全員に送る案内を、英語のわかる人に確認させてから送ります。ただし、自然な英語だから安全とは言えません。"
        "英語を外国語として学んだ人も同じように書くため、弱い手がかりです。",
    ),
    innocent=Text(
        en="Mail of people who learned English as another language, and Indian or West African English, where some of these are usual.",
        ja="英語を外国語として学んだ人のメールや、一部の言い方が普通に使われるインドや西アフリカの英語でも見られます。",
    ),
)

_MOST = 6
_READ = 3_000
"""Letters of a text whose grammar is looked at."""
_ASKED = Pattern(
    r"(?:\b(?:do|does|did|should|could|would|may|might|can|will|must|had|has|have|of|in|that|to) (?:the |your )?|['’])$"
)
"""Words before a phrase by which it is right: "does your account have", "one of the documents has been"."""
_BEFORE = 20
_BREAKS = str.maketrans("\r\n\t", "   ")
_NOT_ENGLISH = Text(en="The text is not in English.", ja="本文は英語ではありません。")


class _Odd(Struct, frozen=True):
    passage: Passage
    start: int
    end: int
    natural: str

    @property
    def length(self) -> int:
        return self.end - self.start


def check(sayings: Sayings, tongue: Tongue, wording: Lazy[Wording], bulk: Lazy[Bulk]) -> Iterator[Finding]:
    if tongue.language != "en":
        raise NotApplicable(_NOT_ENGLISH)
    lists = bulk().lists
    found = _apart([*_worded(sayings), *(() if lists else _formed(wording()))])
    if not found:
        return
    # What is longer tells more.
    chosen = sorted(found, key=lambda one: (-one.length, one.start))[:_MOST]
    evidence = [one.passage.evidence(one.start, one.end) for one in chosen]
    yield UNNATURAL.found(
        *evidence,
        direction=Direction.INFORMS if lists else None,
        count=Amount(len(found)),
        words=Quote(evidence[0].quote),
        natural=Quote(chosen[0].natural),
    )


def _worded(sayings: Sayings) -> Iterator[_Odd]:
    """Wordings of the table."""
    for topic, said in sayings.by_topic.items():
        if topic.startswith(ENGLISH):
            for one in said:
                if _by_sender(one):
                    yield _Odd(one.passage, one.hit.start, one.hit.end, topic.removeprefix(ENGLISH))


def _formed(wording: Wording) -> Iterator[_Odd]:
    """Forms that break a rule of grammar."""
    for passage in wording.bodies[:1]:
        text = passage.folded[:_READ]
        others = words_of_others(passage.folded)
        for fault in faults(text.translate(_BREAKS)):
            if not any(start <= fault.start < end for start, end in others):
                yield _Odd(passage, fault.start, fault.end, fault.natural)


def _apart(found: list[_Odd]) -> list[_Odd]:
    """Each place and each wording once; of those that overlap, the longest."""
    kept: list[_Odd] = []
    known: set[str] = set()
    for one in sorted(found, key=lambda one: (-one.length, one.start)):
        words = one.passage.folded[one.start : one.end]
        if words not in known and not any(
            one.passage is other.passage and one.start < other.end and other.start < one.end for other in kept
        ):
            known.add(words)
            kept.append(one)
    return kept


def _by_sender(said: Said) -> bool:
    """Neither another's words nor a phrase that what stands before it makes right."""
    text, hit = said.passage.folded, said.hit
    if " ha" in hit.phrase and _ASKED.compiled.search(text[max(0, hit.start - _BEFORE) : hit.start]):
        return False
    return not any(start <= hit.start < end for start, end in words_of_others(text))
