"""The text speaks as the reader's own organization: its name with a mail desk's words, from outside.

Innocent when: an outside provider runs the organization's mail and signs so.
"""

import re
from collections.abc import Iterator
from functools import cache

from gyotaku.data.tables import table
from gyotaku.mail.facts.own import freemail
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.wording import Passage, Wording, folded
from gyotaku.mail.lettering import one_word
from gyotaku.mail.vocabulary import Vocabulary, vocabulary
from gyotaku.model.bearing import HypothesisName, speaks_against
from gyotaku.model.configuration import Config
from gyotaku.model.evidence import Layer
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.own_side import OwnSide
from gyotaku.model.text import Address, Quote, Text

OWN_CLAIMED = Kind(
    id="own-domain-claimed",
    group=Group.IDENTITY,
    strength=Strength.MODERATE,
    pretends="own-domain",
    bears=speaks_against(HypothesisName.HONEST),
    title=Text(
        en="The mail is signed {words}, as if by your own organization, but comes from {address}.",
        ja="{words} と書かれ、自社からの連絡のように見えますが、差出人は外部の {address} です。",
    ),
    why=Text(
        en="Mails that are after passwords are signed in the name of the reader's own mail desk; the name is taken from the address they go to.",
        ja="パスワードを狙うメールは、宛先のドメインから取った名前で、自社のメール管理者を装うことがよくあります。",
    ),
    innocent=Text(
        en="An outside provider that runs your mail and signs in your name; add it to known_senders.",
        ja="自社のメールを運用する外部の業者が自社名で署名する場合でも起こります。その場合は known_senders に加えてください。",
    ),
)

_LEAST = 4
_MOST_HITS = 50
_LONGEST_LINE = 80
_WORDS = re.compile(r"[^\W\d_]+")


def check(senders: Senders, own: OwnSide, wording: Wording, config: Config) -> Iterator[Finding]:
    author = senders.author
    if author is None or not author.address or own.owns(author.domain):
        return
    marks = [folded(mark) for mark in (*own.domains, *config.own_names) if len(mark) >= _LEAST and not freemail(mark)]
    for passage in wording:
        if passage.layer is Layer.HEADER and passage.part != "Subject":
            continue  # the display name is another check's
        for mark in marks:
            span = _signed(passage, mark)
            if span is not None:
                evidence = passage.evidence(*span)
                yield OWN_CLAIMED.found(
                    evidence, author.quote_address(), words=Quote(evidence.quote), address=Address(author.address)
                )
                return


def _signed(passage: Passage, mark: str) -> tuple[int, int] | None:
    """The line that is the mark and the words of a mail desk alone."""
    text = passage.folded
    at = text.find(mark)
    for _ in range(_MOST_HITS):
        if at < 0:
            return None
        end = at + len(mark)
        if not one_word(text[at - 1 : at], text[at]) and not one_word(text[end - 1], text[end : end + 1]):
            start = text.rfind("\n", 0, at) + 1
            stop = text.find("\n", end)
            stop = len(text) if stop < 0 else stop
            if stop - start <= _LONGEST_LINE and _is_desk(f"{text[start:at]} {text[end:stop]}"):
                start += len(text[start:stop]) - len(text[start:stop].lstrip())
                return start, start + len(text[start:stop].rstrip())
        at = text.find(mark, end)
    return None


def _is_desk(beside: str) -> bool:
    """Words of a mail desk, and no others but those of organizations."""
    desk, company = _desk_words()
    left = desk.without(beside)
    words = _WORDS.findall(left)
    return (left != beside or any(word in desk for word in words)) and all(
        word in desk or word in company for word in words
    )


@cache
def _desk_words() -> tuple[Vocabulary, frozenset[str]]:
    data = table("identity")
    return vocabulary(data["own"]["desk"]), frozenset(data["line"]["company"])
