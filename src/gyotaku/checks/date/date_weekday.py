"""The Date field names a weekday that its date does not have.

Innocent when: a badly written but honest program made the mail.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.clock import Clock
from gyotaku.mail.mentions.calendar import WEEKDAYS
from gyotaku.model.evidence import Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.text import Quote, Text, Word

DATE_WEEKDAY_WRONG = Kind(
    id="date-weekday-wrong",
    group=Group.DATE,
    direction=Direction.INFORMS,
    title=Text(
        en="The Date field says {stated}, but {day} is {actual}.",
        ja="Date には {stated} とありますが、{day} は{actual}です。",
    ),
    why=Text(
        en="The weekday must be that of the date (RFC 5322 section 3.3), and mail software computes it. A wrong one was "
        "filled in by a program that only writes text, or by hand. It tells how the mail was made, not by whom.",
        ja="曜日は日付と一致していなければなりません（RFC 5322 3.3）。通常のメールソフトは曜日を計算して書きます。一致しない場合は、文字列をはめ込むだけのプログラムか、人の手で書かれた可能性があります。作られ方の手がかりであり、善悪は示しません。",
    ),
    innocent=Text(
        en="Badly written but honest programs, and dates that were edited by hand.",
        ja="不備のある正当なプログラムや、日付が手で書き換えられた場合にも起こります。",
    ),
)


def check(clock: Clock) -> Iterator[Finding]:
    field, date = clock.field, clock.date
    if field is None or date is None or date.weekday_agrees is not False or date.when is None:
        return
    begin, end = date.spans["weekday"]
    first, last = min(date.spans["day"][0], date.spans["month"][0]), date.spans["year"][1]
    stated, day = field.evidence(Principal.SENDER, begin, end), field.evidence(Principal.SENDER, first, last)
    actual = Word(WEEKDAYS[date.when.weekday()])
    yield DATE_WEEKDAY_WRONG.found(stated, day, stated=Quote(stated.quote), day=Quote(day.quote), actual=actual)
