"""In which country the address block is registered from which the mail was handed over, where nothing closer is known.

Innocent when: always; it only informs.
"""

from collections.abc import Iterator

from gyotaku.mail.whereabouts import country_name
from gyotaku.model.answers import NotApplicable
from gyotaku.model.evidence import Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.path import Path
from gyotaku.model.place import Places
from gyotaku.model.text import Host, Text, Word, day

REGISTRY_COUNTRY = Kind(
    id="registry-country",
    group=Group.PLACE,
    direction=Direction.INFORMS,
    when_bad=True,
    title=Text(
        en="{address}, which handed the mail over, belongs to a block of addresses registered in {country} (registries' data of {date}). "
        "That is where its holder registered, not where the machine is.",
        ja="メールを直接引き渡した {address} は、{country}で登録されたIPアドレスです（登録機関の {date} のデータ）。これは登録上の国で、マシンのある場所ではありません。",
    ),
    why=Text(
        en="Clouds and international providers use blocks registered in one country all over the world.",
        ja="クラウドや国際的な事業者は、一つの国で登録したIPアドレスを世界各地で使います。",
    ),
    innocent=Text(
        en="Every address is registered somewhere; this only informs.",
        ja="どのIPアドレスもどこかの国で登録されています。参考情報です。",
    ),
)
_UNKNOWN = Text(
    en="The country of registration is not known, or something closer is.",
    ja="登録上の国が不明か、より詳しい位置がわかっています。",
)


def check(path: Path, places: Places) -> Iterator[Finding]:
    hop, place = path.handed_over_by, places.handed_over
    registered = place.registered if place else None
    if hop is None or place is None or registered is None or registered.country is None or place.countries:
        raise NotApplicable(_UNKNOWN)
    yield REGISTRY_COUNTRY.found(
        hop.quote("address", Principal.US),
        registered.evidence,
        address=Host(place.of),
        country=Word(country_name(registered.country)),
        date=day(registered.date),
    )
