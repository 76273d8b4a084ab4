"""Something is told as over, or as needing nothing, and the reader is asked to do it all the same.

Innocent when: the one is about all readers and the other about some of them, or the two are about different things. Sentences
that name a condition are not held against each other.
"""

from collections.abc import Iterator

from gyotaku.data.tables import table
from gyotaku.mail.facts.said import Said, Sayings
from gyotaku.mail.mentions.quoted import words_of_others
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text

DONE_YET_ASKED = Kind(
    id="done-yet-asked",
    group=Group.CONTRADICTION,
    strength=Strength.MODERATE,
    title=Text(
        en="The mail says {done}, and still asks {ask}.",
        ja="{done} と書かれているのに、{ask} と求めています。",
    ),
    why=Text(
        en="What is over, or needs nothing, leaves the reader nothing to do. The ask is what the mail was sent for; the rest is there to make it "
        "look like a notice.",
        ja="すでに終わったこと、何もしなくてよいことであれば、読む人に頼むことは残っていないはずです。お知らせの体裁は、この依頼を通すためのものと考えられます。",
    ),
    innocent=Text(
        en="The two sentences may be about different things, or the ask about some readers alone.",
        ja="二つの文が別の事柄を指している場合や、依頼が一部の人だけに向けたものである場合もあります。",
    ),
)

_SENTENCE = 80
"""Characters around a phrase in which a condition belongs to it."""
_SENTENCE_ENDS = ("。", "\n\n", ". ", "!", "?")


def check(sayings: Sayings) -> Iterator[Finding]:
    for name, row in table("stories")["done"].items():
        done = sayings.of(f"done:{name}")
        asks = sayings.of(f"done-ask:{name}") if done else []
        if not asks:
            continue
        said = next((one for one in done if _plain(one)), None)
        ask = next((one for one in asks if _plain(one)), None)
        if said is not None and ask is not None:
            first, second = said.evidence(), ask.evidence()
            if first.span != second.span:
                yield DONE_YET_ASKED.found(
                    first, second, strength=Strength(row["strength"]), done=Quote(first.quote), ask=Quote(second.quote)
                )
                return


def _plain(said: Said) -> bool:
    """The sender's own sentence, without a condition."""
    text = said.passage.folded
    start, end = said.hit.start, said.hit.end
    if any(begin <= start < stop for begin, stop in words_of_others(text)):
        return False
    before = text[max(0, start - _SENTENCE) : start]
    begin = max(before.rfind(mark) + len(mark) if mark in before else 0 for mark in _SENTENCE_ENDS)
    after = text[end : end + _SENTENCE]
    stops = [after.find(mark) for mark in _SENTENCE_ENDS if mark in after]
    # A condition within the phrase itself is what it asks.
    sentence = before[begin:] + "\n" + after[: min(stops, default=len(after))]
    return not any(word in sentence for word in table("stories")["unless"]["words"])
