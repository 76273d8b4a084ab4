"""A date in the order or words of another language within Japanese text.

Innocent when: programs that are set to another language.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.japanese import Japanese
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.text import Quote, Text, Word

FOREIGN_DATE = Kind(
    id="foreign-date",
    group=Group.LANGUAGE,
    title=Text(
        en="In Japanese text the date {words} is written as in another language; Japanese is {natural}.",
        ja="{words} は、日本語の日付の書き方ではありません。日本語なら「 {natural} 」です。",
    ),
    why=Text(
        en="In Japan the year comes first. A notice made for Japanese customers has its dates so.",
        ja="日本では年、月、日の順に書きます。日本の利用者に向けたお知らせなら、そうなっているはずです。",
    ),
    innocent=Text(
        en="Programs set to English, and services from abroad whose dates were not translated.",
        ja="英語の設定のままのソフトウェアや、日付だけ翻訳されていない海外のサービスでも起こります。",
    ),
)


def check(japanese: Japanese) -> Iterator[Finding]:
    for slip in japanese.slips("dates")[:1]:
        yield FOREIGN_DATE.found(
            slip.evidence(), words=Quote(slip.quote), natural=Word(Text(en=slip.natural, ja=slip.natural))
        )
