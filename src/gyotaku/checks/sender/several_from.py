"""More than one From: two fields, or several addresses in one.

Innocent when: almost never for two fields; several authors in one field are allowed but rare.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.senders import Senders
from gyotaku.model.evidence import Principal
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Address, Amount, Text

SEVERAL_FROM_FIELDS = Kind(
    id="several-from-fields",
    group=Group.SENDER,
    strength=Strength.MODERATE,
    title=Text(
        en="The mail has {count} From fields; a proper mail has exactly one.",
        ja="From フィールドが{count}個あります。正しいメールには一つしかありません。",
    ),
    why=Text(
        en="Programs differ in which one they show and which one they check. Some forged mail relies on that "
        "difference.",
        ja="どの From を表示し、どの From を検証するかはソフトによって異なります。その食い違いを狙う手口があります。",
    ),
    innocent=Text(
        en="A broken mailing list or form program may add its own From without removing the first.",
        ja="壊れたメーリングリストやフォームのプログラムが、元の From を残したまま自分の From を加えることがあります。",
    ),
)
SEVERAL_AUTHORS = Kind(
    id="several-authors",
    group=Group.SENDER,
    title=Text(
        en="From holds {count} addresses; the first is {first}, another {second}.",
        ja="From には、先頭の {first} と {second} を含む{count}個のアドレスがあります。",
    ),
    why=Text(
        en="Mail programs may show one of them and check another, so an address that was never proven can be the one "
        "you see.",
        ja="メールソフトは一つを表示し、別の一つを検証することがあるため、検証されていないアドレスが表示されるおそれがあります。",
    ),
    innocent=Text(
        en="A letter that several people sign. RFC 5322 then asks for a Sender field.",
        ja="連名で出すメールでは正当です。その場合、RFC 5322 は Sender フィールドを付けるよう求めています。",
    ),
)


def check(senders: Senders) -> Iterator[Finding]:
    if len(senders.from_fields) > 1:
        quotes = [field.evidence(Principal.SENDER) for field in senders.from_fields[:5]]
        yield SEVERAL_FROM_FIELDS.found(*quotes, count=Amount(len(senders.from_fields)))
        return
    addressed = [party for party in senders.authors if party.address]
    distinct = {(party.address or "").lower(): party for party in addressed}
    if len(distinct) > 1 and senders.sender is None:
        first, second, *_ = distinct.values()
        yield SEVERAL_AUTHORS.found(
            first.quote_address(),
            second.quote_address(),
            count=Amount(len(distinct)),
            first=Address(first.address or ""),
            second=Address(second.address or ""),
        )
