"""Money was taken, the mail says, and a telephone call undoes it; there is nothing to click.

Innocent when: a shop or a bank writes so from its own address, gives its number beside other ways, and the purchase is the reader's own.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.bulk import Bulk
from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.recorded import Recorded, proof
from gyotaku.mail.facts.said import Said, Sayings
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.tongue import Tongue
from gyotaku.mail.pattern import Pattern
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.lazy import Lazy
from gyotaku.model.text import Quote, Text

CALL_TO_UNDO = Kind(
    id="call-to-undo",
    group=Group.LANGUAGE,
    strength=Strength.MODERATE,
    title=Text(
        en="The mail tells of a charge or a fault ({charge}) that a telephone call to {number} undoes ({undo}).",
        ja="料金や異常（{charge}）を告げ、{number} に電話すれば取り消せる（{undo}）と伝えています。",
    ),
    why=Text(
        en="Whoever calls to stop a payment he never made is led to give a stranger control of his computer or his bank account. No link and no attachment has to be opened for it, so filters find little.",
        ja="身に覚えのない請求を止めようと電話をかけた人に、パソコンの遠隔操作や口座の情報を許させる手口です。リンクも添付ファイルも要らないため、フィルターには見つかりにくくなっています。",
    ),
    innocent=Text(
        en="Receipts and renewals of services that the reader knows, with a number for questions. Compare it with the one on the card or on the firm's own page.",
        ja="利用している店やサービスの領収書、更新のお知らせにも問い合わせ先の電話番号があります。カードの裏面や公式サイトの番号と照らし合わせてください。",
    ),
)

_NUMBER = Pattern(r"(?<![\w.-])(?:\+?\(?[0-9]{1,4}\)?[ .()-]{0,3}){2,5}[0-9]{3,4}(?![\w])")
_LEAST_DIGITS, _MOST_DIGITS = 9, 15
_REACH = 160
"""Letters after the words that ask for a call in which its number stands, or before them."""


def check(
    sayings: Sayings, bulk: Bulk, senders: Senders, recorded: Recorded, links: Lazy[Links], tongue: Lazy[Tongue]
) -> Iterator[Finding]:
    charges, calls, undoes = sayings.of("charge"), sayings.of("call"), sayings.of("undo")
    if not (charges and calls and undoes):
        tongue().must_be_read()
        return
    if bulk.lists or proof(recorded, senders) is not None:
        return
    for call in calls:
        span = _number(call)
        if span is None:
            continue
        charge, undo, number = charges[0].evidence(), undoes[0].evidence(), call.passage.evidence(*span)
        yield CALL_TO_UNDO.found(
            charge,
            number,
            undo,
            # Who has a site of his own names it; a fraud by telephone has none.
            strength=Strength.WEAK if _leads_home(senders, links()) else Strength.MODERATE,
            charge=Quote(charge.quote),
            number=Quote(number.quote),
            undo=Quote(undo.quote),
        )
        return


def _number(call: Said) -> tuple[int, int] | None:
    """Where the telephone number stands that is to be called."""
    folded = call.passage.folded
    start = max(0, call.hit.start - _REACH)
    near = [
        found.span()
        for found in _NUMBER.compiled.finditer(folded, start, call.hit.end + _REACH)
        if _LEAST_DIGITS <= sum(map(str.isdigit, found[0])) <= _MOST_DIGITS
    ]
    after = [span for span in near if span[0] >= call.hit.end]
    return after[0] if after else near[-1] if near else None


def _leads_home(senders: Senders, links: Links) -> bool:
    own = senders.author.organization if senders.author else None
    return any(link.target.domain == own for link in links.clickable if link.target.host)
