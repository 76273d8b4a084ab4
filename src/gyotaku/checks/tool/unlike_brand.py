"""A mail in the name of an organization of one country was composed by hand with a program made for people of another.

Innocent when: the organization's staff or contractor abroad wrote it himself.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.identity import Identity
from gyotaku.mail.facts.software import Software
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text, Word

UNLIKE_BRAND = Kind(
    id="tool-unlike-brand",
    group=Group.TOOL,
    strength=Strength.MODERATE,
    title=Text(
        en="The mail speaks in the name of {brand}, but was composed with {tool}, which is made for {people}.",
        ja="このメールは {brand} を名乗る書き方ですが、作成に使われたのは{people}向けの「{tool}」とみられます。",
    ),
    why=Text(
        en="Organizations send their notices to customers from their own systems, not from a mail program for people, and hardly from one of another language.",
        ja="組織から利用者への案内は、ふつう自前のシステムから送られます。個人用のメールソフト、それも別の言語圏のものが使われることはまずありません。",
    ),
    innocent=Text(
        en="A person of the organization, or of a contractor abroad, who writes himself.",
        ja="海外の社員や委託先の担当者が自分で書いたメールでは起こります。",
    ),
)
_PEOPLE = {"zh": (Text(en="Chinese-speaking users", ja="中国語圏の利用者"), frozenset({"CN", "TW", "HK", "SG", "MO"}))}


def check(software: Software, identity: Identity) -> Iterator[Finding]:
    composer = software.composer
    if composer is None or composer.tool.market not in _PEOPLE or not identity.claimed:
        return
    claimed = identity.claimed[0]
    people, home = _PEOPLE[composer.tool.market]
    if claimed.brand.country in home or claimed.brand.country == "XX":
        return
    yield UNLIKE_BRAND.found(
        claimed.signs[0].evidence,
        *composer.evidence,
        brand=Quote(claimed.brand.name),
        tool=Word(composer.tool.called),
        people=Word(people),
    )
