"""A list that was asked did not answer the question; that is no word about what was asked.

Innocent when: always; it tells what is not known.
"""

from collections.abc import Iterator

from gyotaku.model.answers import NotApplicable
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.reputation import Listings
from gyotaku.model.text import Quote, Text, Time, Url, Word

LIST_REFUSED = Kind(
    id="list-refused",
    group=Group.REPUTATION,
    direction=Direction.INFORMS,
    title=Text(
        en="The list {source} did not answer about {asked} at {time}: {why}.",
        ja="リスト {source} は {asked} について回答しませんでした（{time}）。理由: {why}。",
    ),
    why=Text(
        en="Lists in DNS refuse open resolvers and heavy use with an answer that looks like a listing. It is none: the question stays open.",
        ja="DNS のリストは、公開リゾルバーからの照会や多すぎる照会を、掲載に似た回答で断ります。これは掲載ではなく、調べられなかったことを意味します。",
    ),
    innocent=Text(
        en="It says nothing of the mail; this only informs.", ja="メールについては何もわかりません。参考情報です。"
    ),
)
_NONE = Text(en="No list in DNS has refused.", ja="回答を断った DNS のリストはありません。")


def check(listings: Listings) -> Iterator[Finding]:
    if not listings.refusals:
        raise NotApplicable(_NONE)
    for refusal in listings.refusals:
        yield LIST_REFUSED.found(
            Evidence.answered(refusal.answer, Principal.THIRD_PARTY, principal_name=refusal.name),
            source=Quote(refusal.name),
            asked=Url(refusal.asked),
            time=Time(refusal.answer.time),
            why=Word(refusal.why),
        )
