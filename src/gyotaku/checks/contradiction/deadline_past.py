"""A deadline lies before the day on which the mail was sent.

Innocent when: somebody mistyped the year, or an old text was sent again by mistake. Reminders of what is overdue are left
out, and so is what the sender only quotes.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct

from gyotaku.mail.facts.clock import Clock
from gyotaku.mail.facts.mentions import Mentions, Spoken
from gyotaku.mail.facts.wording import Wording
from gyotaku.mail.mentions.due import due_before, due_behind
from gyotaku.mail.mentions.reader import DateMention
from gyotaku.mail.mentions.words import words
from gyotaku.mail.pattern import Pattern
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.lazy import Lazy
from gyotaku.model.text import Duration, Quote, Text, Time

DEADLINE_PAST = Kind(
    id="deadline-past",
    group=Group.CONTRADICTION,
    title=Text(
        en="The mail sets the deadline {deadline}, but it was sent at {sent}, {late} after it.",
        ja="期限として {deadline} と書かれていますが、このメールが送られたのは {sent} で、期限を {late} 過ぎています。",
    ),
    why=Text(
        en="Nobody can meet a deadline that is over when the mail is written. It shows a text that is used again and again, "
        "with a date that nobody brought up to date.",
        ja="書かれた時点で過ぎている期限は、誰にも守れません。日付を直さないまま、同じ文面を使い回していることがうかがえます。",
    ),
    innocent=Text(
        en="A year mistyped in January, or an old notice that was sent again by mistake.",
        ja="年明けに年を書き間違えた場合や、古いお知らせを誤って再送した場合にも起こります。",
    ),
)

_SLACK = timedelta(hours=36)
"""From midnight at the beginning of the deadline's day: it ends last where the day ends last, twelve hours behind UTC."""
_LATELY = timedelta(days=45)
_NEXT_YEAR = ("来年", "次回", "翌年", "来年度", "来期")
_ASKS = ("ください", "下さい", "お願い", "ねがいます")
_SENTENCE = 80
_SENTENCE_END = Pattern(r"[。！？!?\n]|\.(?=\s|$)")
_SINCE = Pattern(r"(?:から|より|以降|[~〜–-]|\bfrom\b|\bsince\b|\bvon\b)[^\n。]{0,12}$")


class _Deadline(Struct, frozen=True):
    spoken: Spoken
    start: int
    end: int
    day: date

    def evidence(self) -> Evidence:
        return self.spoken.evidence((self.start, self.end))


def check(mentions: Mentions, clock: Clock, wording: Lazy[Wording]) -> Iterator[Finding]:
    sent = _sent(clock) if mentions.dated else None
    if sent is None:
        return
    for spoken in mentions.dated:
        for mention in spoken.mentioned.dates:
            deadline = _deadline(spoken, mention, sent)
            if deadline is not None:
                if not any(words("overdue").search(passage.folded) for passage in wording()):
                    yield _found(deadline, clock, sent)
                return


def _found(deadline: _Deadline, clock: Clock, sent: datetime) -> Finding:
    late = sent.date() - deadline.day
    quote = deadline.evidence()
    field = clock.field
    if field is not None and sent == clock.written:
        told = field.evidence(Principal.SENDER)
    elif clock.receipt is not None:
        told = clock.receipt.quote("date", Principal.US)
    else:
        raise ValueError("a mail without any time has no deadline in the past")
    return DEADLINE_PAST.found(quote, told, deadline=Quote(quote.quote), sent=Time(sent), late=Duration(late))


def _sent(clock: Clock) -> datetime | None:
    """When the mail was sent, by whichever of its two clocks was earlier: a mail may wait on its way."""
    times = [moment for moment in (clock.written, clock.received) if moment is not None]
    return min(times) if times else None


def _deadline(spoken: Spoken, mention: DateMention, sent: datetime) -> _Deadline | None:
    """The deadline that the text sets with this date, where it was over when the mail was sent."""
    day = mention.day.when or _only_year(mention, sent.year) or _just_over(mention, spoken.text, sent)
    if day is None or mention.other is not None or not _over(day, sent):
        return None
    start, end = mention.whole
    text = spoken.text
    begin, stop = due_before(text, start), due_behind(text, end)
    if begin is None and stop is None:
        return None
    first, last = start if begin is None else begin, end if stop is None else stop
    if any(since.whole[1] <= start and until.start == mention.start for since, until in spoken.mentioned.day_spans):
        return None  # the end of a period, which may well be over
    if _gone(text, first, last) or not spoken.by_sender(start):
        return None
    return _Deadline(spoken, first, last, day)


def _only_year(mention: DateMention, year: int) -> date | None:
    """The day where no year is said, but the weekday fits only one of those around the mail's."""
    if mention.weekday is None:
        return None
    days = [day for near in (year - 1, year, year + 1) if (day := mention.day.in_year(near))]
    fitting = [day for day in days if day.weekday() == mention.weekday]
    return fitting[0] if len(fitting) == 1 else None


def _just_over(mention: DateMention, text: str, sent: datetime) -> date | None:
    """The day where neither year nor weekday is said, a few weeks before the mail, and the sentence asks for something until then."""
    if mention.weekday is not None or any(word in text for word in _NEXT_YEAR):
        return None
    days = [day for near in (sent.year - 1, sent.year) if (day := mention.day.in_year(near))]
    last = max((day for day in days if day <= sent.date()), default=None)
    if last is None or sent.date() - last > _LATELY:
        return None
    rest = text[mention.end : mention.end + _SENTENCE]
    stop = _SENTENCE_END.compiled.search(rest)
    return last if any(word in rest[: stop.start() if stop else len(rest)] for word in _ASKS) else None


def _over(day: date, sent: datetime) -> bool:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + _SLACK < sent


def _gone(text: str, start: int, end: int) -> bool:
    """The sentence tells of what is over, or of a period that began at some time."""
    before = text[max(0, start - _SENTENCE) : start]
    behind = text[end - 2 : end + _SENTENCE]
    begin = max((mark.end() for mark in _SENTENCE_END.compiled.finditer(before)), default=0)
    stop = _SENTENCE_END.compiled.search(behind, 2)
    sentence = before[begin:] + text[start:end] + behind[2 : stop.start() if stop else len(behind)]
    return words("gone").search(sentence) is not None or _SINCE.compiled.search(before[begin:]) is not None
