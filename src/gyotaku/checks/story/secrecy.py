"""The mail asks its reader to tell nobody, or to ask nobody back.

Innocent when: the matter is private. A notice at a mail's end that its contents are confidential is none of this.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.asked import Asked
from gyotaku.mail.facts.bulk import Bulk
from gyotaku.mail.facts.said import Sayings
from gyotaku.mail.facts.tongue import Tongue
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.lazy import Lazy
from gyotaku.model.text import Quote, Text

SECRECY = Kind(
    id="secrecy-asked",
    group=Group.LANGUAGE,
    title=Text(
        en="The mail wants it kept secret, or keeps its reader from asking back: {words}.",
        ja="{words} と、誰にも話さないことや、電話で確かめないことを求めています。",
    ),
    why=Text(
        en="One call or one question to somebody else would show what is going on. Frauds in the name of a superior and advance-fee frauds ask for "
        "silence for that reason.",
        ja="電話で確かめたり、誰かに一言相談したりすれば、嘘だと分かります。上司を装う詐欺や前払い詐欺は、それを防ぐために口止めします。",
    ),
    innocent=Text(
        en="Private and confidential matters between people who know each other, and surprises.",
        ja="知り合いどうしの内密な話や、本人に知らせない贈り物の相談でも見られます。",
    ),
)

_ABOUT_MONEY = ("goal:payment:strong", "goal:advance_fee:strong")
_LEAST_MONEY = 2


def check(sayings: Sayings, asked: Asked, bulk: Bulk, tongue: Lazy[Tongue]) -> Iterator[Finding]:
    said = sayings.of("secrecy")
    if not said:
        tongue().must_be_read()
        return
    if bulk.any:
        return
    about_money = sayings.different("money") >= _LEAST_MONEY or any(sayings.of(topic) for topic in _ABOUT_MONEY)
    of_ask = any(ask.topic == "gift-card" for ask in asked.all)
    evidence = max(said, key=lambda one: len(one.hit.phrase)).evidence()
    yield SECRECY.found(
        evidence,
        strength=Strength.MODERATE if about_money or of_ask else Strength.WEAK,
        words=Quote(evidence.quote),
    )
