"""A link leads to a name under a top-level domain that is cheap and much reported for abuse.

Innocent when: most names there are honest; so this is a hint and no more.
"""

from collections.abc import Iterator
from functools import cache

from gyotaku.data.tables import table
from gyotaku.mail.facts.destinations import Destinations
from gyotaku.mail.links.hosting import hosting
from gyotaku.mail.links.services import is_tracker
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.text import Host, Text, Url

LINK_CHEAP_TLD = Kind(
    id="link-cheap-tld",
    group=Group.LINK,
    title=Text(
        en="A link leads to {host}; names under .{suffix} are cheap and often reported for abuse.",
        ja="リンク先は {host} です。.{suffix} のドメインは安く取得でき、悪用の報告が多い末尾です。",
    ),
    why=Text(
        en="Whoever burns a name a day buys where names cost least. Most names there are honest all the same: by itself "
        "this hint says little.",
        ja="ドメインを次々に使い捨てる者は、安いものを選びます。ただし、大半は正当なドメインです。これだけではほとんど何も言えません。",
    ),
    innocent=Text(
        en="Small shops, projects and people take such names because they are cheap.",
        ja="小さな店、プロジェクト、個人も、安いという理由で使っています。",
    ),
)


def check(destinations: Destinations) -> Iterator[Finding]:
    if destinations.bulk and not destinations.plays:
        return
    for one in destinations.elsewhere:
        last = one.target.host.rpartition(".")[2]
        if last in _suffixes() and hosting(one.target) is None and not is_tracker(one.target):
            yield LINK_CHEAP_TLD.found(
                one.link.evidence(),
                direction=Direction.ACCUSES if destinations.stands_for_sender(one) else Direction.INFORMS,
                host=Url(one.target.host),
                suffix=Host(last),
            )
            return


@cache
def _suffixes() -> frozenset[str]:
    return frozenset(table("cheap_suffixes")["suffixes"])
