"""A Japanese organization writes with a program that is made for, and used by, people of another language.

Innocent when: its staff or its contractor works abroad.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.software import Software
from gyotaku.mail.facts.wording import folded, speaks_for_organization
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.text import Quote, Text, Word

UNLIKE_SENDER = Kind(
    id="tool-unlike-sender",
    group=Group.TOOL,
    title=Text(
        en="The sender calls itself {name}, in Japanese, but the mail was composed with {tool}, which is made for {people}.",
        ja="差出人は {name} と日本語で名乗っていますが、作成に使われたのは{people}向けの「{tool}」とみられます。",
    ),
    why=Text(
        en="Japanese organizations seldom use it. Whoever wrote the mail may not be in the country that the name suggests.",
        ja="日本の組織が使うことはまれです。書いたのは、名前から想像される国の人ではないかもしれません。",
    ),
    innocent=Text(
        en="Japanese firms with staff or contractors abroad.",
        ja="海外に社員や委託先のある日本の会社では、普通に使われます。",
    ),
)
_PEOPLE = {"zh": Text(en="Chinese-speaking users", ja="中国語圏の利用者")}
_HOME = {"zh": (".cn", ".tw", ".hk", ".sg", ".mo")}
"""Under these a Chinese-speaking organization is at home, whatever language it writes to us."""


def check(software: Software, senders: Senders) -> Iterator[Finding]:
    composer, author = software.composer, senders.author
    market = composer.tool.market if composer is not None else None
    if composer is None or author is None or market is None or market not in _PEOPLE or author.name is None:
        return
    if (author.domain or "").endswith(_HOME[market]) or not _is_japanese(author.name):
        return
    if speaks_for_organization(folded(author.name)):
        yield UNLIKE_SENDER.found(
            author.quote_name(),
            *composer.evidence,
            name=Quote(author.name),
            tool=Word(composer.tool.called),
            people=Word(_PEOPLE[market]),
        )


def _is_japanese(name: str) -> bool:
    """It has kana, which no other language is written with."""
    return any("\u3041" <= character <= "\u30ff" for character in name)
