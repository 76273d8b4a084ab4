"""An identifier has the form of Microsoft's mail programs, but the time that they write into it is impossible.

Their Message-IDs and boundaries hold the clock in Windows' own count (64 bits of 100 ns since 1601). An imitation fills the
places at random, so that the time lies centuries away, or years from the mail's own Date.

Innocent when: a script copied one of their boundaries and uses it for every mail.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from gyotaku.mail.facts.clock import Clock
from gyotaku.mail.facts.message_identity import MessageIdentities
from gyotaku.mail.facts.software import Software
from gyotaku.mail.headers import Field
from gyotaku.mail.message import Message
from gyotaku.mail.software.windows_time import impossible
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text, Time

TOOL_IMITATED = Kind(
    id="tool-imitated",
    group=Group.TOOL,
    title=Text(
        en="{identifier} has the form that Microsoft's mail programs write, but the time in it is not that of the mail ({date}).",
        ja="{identifier} は Microsoft のメールソフトが付ける形ですが、中に書かれた時刻がこのメールの日時（{date}）と合いません。",
    ),
    why=Text(
        en="These programs write their clock into it. A time that lies years away was not written by them: the form is imitated.",
        ja="これらのソフトはこの中に時刻を書き込みます。何年も離れた時刻になることはなく、形だけをまねたものと考えられます。",
    ),
    innocent=Text(
        en="Home-made scripts that copied such a boundary once and use it in every mail.",
        ja="この形の境界文字列を一度写し、毎回そのまま使う手作りのスクリプトでも起こります。",
    ),
)
_MOST_PARTS = 6
_LONGEST = 100


def check(message: Message, identities: MessageIdentities, clock: Clock, software: Software) -> Iterator[Finding]:
    date = clock.written or clock.received
    if date is None:
        return
    found = list(_impossible(message, identities, date))
    if not found:
        return
    claims = any(claim.tool.family == "microsoft" for claim in software.claims)
    several = len({field.name.lower() for field, _ in found}) > 1
    strength = Strength.MODERATE if claims or several else Strength.WEAK
    quotes: list[Evidence] = [field.quote(words, Principal.SENDER) for field, words in found]
    quotes += [claim.evidence for claim in software.claims if claim.tool.family == "microsoft"]
    yield TOOL_IMITATED.found(*quotes, strength=strength, identifier=Quote(found[0][1]), date=Time(date))


def _impossible(message: Message, identities: MessageIdentities, date: datetime) -> Iterator[tuple[Field, str]]:
    identity = identities.first
    if identity is not None and "$" in identity.left[:_LONGEST] and impossible(identity.left, date):
        yield identity.field, identity.id
    if not message.root.children:
        return
    for part in islice((part for part in message.root.walk() if part.children), _MOST_PARTS):
        field = part.headers.get("Content-Type")
        boundary = part.parameters.get("boundary", "")
        if field is not None and boundary.startswith("----=_NextPart_") and impossible(boundary, date):
            yield field, boundary
            return
