"""The sender's domain stands under a suffix that is open to organizations of one kind alone.

Innocent when: the organization itself writes.
"""

from collections.abc import Iterator
from functools import cache

from gyotaku.data.tables import table
from gyotaku.mail.facts.senders import Senders
from gyotaku.model.answers import NotApplicable
from gyotaku.model.bearing import HypothesisName, speaks_against
from gyotaku.model.evidence import Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.text import Host, Text, Word

RESTRICTED_SUFFIX = Kind(
    id="restricted-suffix",
    group=Group.SENDER,
    direction=Direction.INFORMS,
    strength=Strength.MODERATE,
    bears=speaks_against(HypothesisName.OWN_NAME, HypothesisName.LOOKALIKE_DOMAIN),
    title=Text(
        en="The sender's domain {domain} stands under {suffix}, where only {who} can register.",
        ja="差出人のドメイン {domain} は、{who}だけが登録できる {suffix} のドメインです。",
    ),
    why=Text(
        en="A stranger can hardly have such a domain of his own. If the mail is a fraud, the name was forged or somebody else used an account of that "
        "organization, which is then a victim itself.",
        ja="無関係の者が自分で登録することは困難です。詐欺メールであれば、名前を騙られたか、その組織のアカウントを第三者に使われたと考えられます。"
        "その場合、組織も被害者です。",
    ),
    innocent=Text(en="The organization itself writes.", ja="その組織自身が送ったメールでも同じです。"),
)
_NO_DOMAIN = Text(en="From names no domain.", ja="From にドメインがありません。")


@cache
def _suffixes() -> dict[str, Text]:
    return {row["name"]: Text(**row["who"]) for row in table("restricted_suffixes")["suffix"]}


def check(senders: Senders) -> Iterator[Finding]:
    author = senders.author
    if author is None or not author.domain:
        raise NotApplicable(_NO_DOMAIN)
    labels = author.domain.split(".")
    for suffix in (".".join(labels[-2:]), labels[-1]):
        who = _suffixes().get(suffix)
        if who is not None and suffix != author.domain:
            evidence = author.quote_address(Principal.SENDER)
            yield RESTRICTED_SUFFIX.found(evidence, domain=Host(author.domain), suffix=Host(suffix), who=Word(who))
            return
