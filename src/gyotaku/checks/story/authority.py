"""The mail names the police, a court, a tax office or the reader's own management as the reason to obey.

Innocent when: it is news or talk about them, or they write themselves.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.asked import Asked
from gyotaku.mail.facts.bulk import Bulk
from gyotaku.mail.facts.recorded import Recorded, proof
from gyotaku.mail.facts.said import Said, Sayings
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.tongue import Tongue
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.lazy import Lazy
from gyotaku.model.text import Quote, Text

AUTHORITY = Kind(
    id="authority-invoked",
    group=Group.LANGUAGE,
    title=Text(
        en="The mail invokes an authority ({authority}) and presses its reader with {pressure}.",
        ja="メールは {authority} と権威を持ち出し、{pressure} と読む人を動かそうとしています。",
    ),
    why=Text(
        en="People obey the police, a court, the tax office or their own management without asking much. None of these settles a matter by a first mail.",
        ja="警察、裁判所、税務署、自社の経営陣の名前を出されると、人は確かめずに従いがちです。いずれも、最初のメール一通で用件を済ませることはありません。",
    ),
    innocent=Text(
        en="News and discussion about authorities, and letters of lawyers and firms that mean it.",
        ja="公的機関を話題にしたニュースや議論、弁護士や企業からの本当の通知でも見られます。",
    ),
)

_LEAST_MONEY = 2
_REACH = 600
"""Characters between the authority and what presses in its name."""
_PRESSURE = ("threat", "deadline", "secrecy", "ask")


def check(
    sayings: Sayings, asked: Asked, bulk: Bulk, senders: Senders, recorded: Recorded, tongue: Lazy[Tongue]
) -> Iterator[Finding]:
    said = sayings.of("authority")
    if not said:
        tongue().must_be_read()
        return
    if bulk.any or proof(recorded, senders) is not None:
        return
    spoken = max(said, key=lambda one: len(one.hit.phrase))
    authority = spoken.evidence()
    money = sayings.different("money") >= _LEAST_MONEY or bool(sayings.of("goal:payment:strong"))
    paid = [ask.evidence() for ask in asked.all if ask.topic in {"gift-card", "pay-to-unlock"}]
    topics = ("money", *_PRESSURE) if money else _PRESSURE
    near = [one.evidence() for topic in topics for one in sayings.of(topic) if _near(one, spoken)]
    pressure = next((evidence for evidence in (*paid, *near) if evidence.span != authority.span), None)
    if pressure is not None:
        yield AUTHORITY.found(
            authority,
            pressure,
            strength=Strength.MODERATE if money or paid else Strength.WEAK,
            authority=Quote(authority.quote),
            pressure=Quote(pressure.quote),
        )


def _near(one: Said, other: Said) -> bool:
    """Said beside each other, or one of them over the whole mail."""
    if one.in_header or other.in_header:
        return True
    return one.passage is other.passage and abs(one.hit.start - other.hit.start) <= _REACH
