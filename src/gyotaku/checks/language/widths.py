"""Full and half width mixed in one word or number, half-width katakana, or one name in both.

Innocent when: forms, old systems and names that are officially written so.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.japanese import Japanese
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.text import Quote, Text, Word

WIDTHS = Kind(
    id="widths-mixed",
    group=Group.LANGUAGE,
    title=Text(
        en="Full-width and half-width characters are mixed: {words}. One hand would write {natural} throughout.",
        ja="{words} など、全角と半角の文字が混ざっています。そろえて書くなら「 {natural} 」です。",
    ),
    why=Text(
        en="A notice is written by one hand and looks alike from end to end. Pieces copied from several texts, and digits put in by a program, differ in width.",
        ja="お知らせの文章では、文字の幅を最後までそろえます。いくつかの文面をつなぎ合わせたり、ソフトウェアが数字を差し込んだりすると、そろわなくなります。",
    ),
    innocent=Text(
        en="Names that their owners write in full width, such as ＥＴＣ, forms filled in by hand, and systems that know half-width katakana alone.",
        ja="「ＥＴＣ」のように正式に全角で書く名前、手で入力した内容、半角カタカナしか扱えないシステムの通知でも見られます。",
    ),
)


_MOST = 5


def check(japanese: Japanese) -> Iterator[Finding]:
    slips = japanese.slips("widths")
    if slips:
        yield WIDTHS.found(
            *(slip.evidence() for slip in slips[:_MOST]),
            words=Quote(slips[0].quote),
            natural=Word(Text(en=slips[0].natural, ja=slips[0].natural)),
        )
