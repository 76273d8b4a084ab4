"""What became of watched links, as people are told it. Every word of a site is a stranger's, so links are defanged and texts made safe."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gyotaku.model.text import Duration, Language, Quote, Text, Time, Url
from gyotaku.model.watch import Change, Period, State, Watched
from gyotaku.report.canvas import STYLE, Canvas, Ink
from gyotaku.report.html.path import draw_times
from gyotaku.report.html.pictures import standalone
from gyotaku.report.html.writer import Writer
from gyotaku.report.layout import columns, padded, safe
from gyotaku.report.teller import Teller

_LONGEST_TITLE = 80
NEW = Text(en="not visited yet", ja="未確認")
_ENDED = Text(en="watching ended on {time}", ja="監視は {time} に終了しました")
_NEXT = Text(en="next visit {time}, until {until}", ja="次回の確認 {time}、監視期限 {until}")
_SINCE = Text(en="since {time}", ja="{time} から")
_ADDED = Text(en="watched since {time}", ja="監視開始 {time}")
_SEEN = Text(en="last seen so {time}, visits: {count}", ja="最終確認 {time}、確認{count}回")
_LASTED = Text(en="lasted {length}", ja="{length}継続")
_LEFT_OUT = Text(en="{count} changes are no longer kept", ja="古い変化のうち{count}件は保存していません")
_FAILURE = Text(en="the last attempt was no visit: {why}", ja="前回は確認できませんでした（{why}）")
_NOW = Text(en="#{number} {state}: {url}", ja="#{number} {state}：{url}")
_BEFORE = Text(en="before: {state}, since {time}", ja="それまでは{state}、{time} から")
_FIRST = Text(en="first visit", ja="最初の確認")
NOTHING = Text(en="No link is watched.", ja="監視中のリンクはありません。")
_ANSWERED = Text(en="{answer}", ja="{answer}")
_TITLED = Text(en="{answer}, titled {title}", ja="{answer}（タイトル{title}）")

_INKS = {
    State.UP: Ink.ALARM,
    State.BACK: Ink.ALARM,
    State.ERROR: Ink.WARN,
    State.BLOCKED: Ink.WARN,
    State.CLOSED: Ink.CALM,
    State.GONE: Ink.CALM,
}
_MARKS = {State.UP: "●", State.BACK: "●", State.ERROR: "△", State.BLOCKED: "?", State.CLOSED: "○", State.GONE: "×"}
_STYLES = {State.UP: "ours", State.BACK: "ours", State.BLOCKED: "others"}


def local(moment: datetime) -> Time:
    """As the reader's clock has it."""
    return Time(moment.astimezone())


def listed(canvas: Canvas, links: Sequence[Watched], now: datetime) -> None:
    """A link in three lines: number and state, what next, where."""
    for one in links:
        state = canvas.say(one.state.label if one.state is not None else NEW)
        width = max(columns(canvas.say(known.label)) for known in (*State,))
        since = canvas.filled(_SINCE, time=local(one.since)) if one.since is not None else ""
        ink = _INKS[one.state] if one.state is not None else Ink.PLAIN
        canvas.lines.append(f"{one.id:>4}  {canvas.inked(padded(state, width), ink)}  {since}".rstrip(" "))
        canvas.paragraph(canvas.tell(Url(one.url)), 6)
        canvas.paragraph(_plan(canvas, one, now), 6)
        if one.failure:
            canvas.paragraph(canvas.filled(_FAILURE, why=one.failure), 6)
    if not links:
        canvas.paragraph(canvas.say(NOTHING))


def _plan(teller: Teller, one: Watched, now: datetime) -> str:
    if one.until <= now or one.next >= one.until:
        return teller.filled(_ENDED, time=local(one.until))
    return teller.filled(_NEXT, time=local(one.next), until=local(one.until))


def timeline(canvas: Canvas, one: Watched, periods: Sequence[Period], now: datetime) -> None:
    """A link's whole history, oldest first."""
    canvas.paragraph(f"#{one.id}  " + canvas.tell(Url(one.url)))
    canvas.paragraph(canvas.filled(_ADDED, time=local(one.added)) + canvas.comma + _plan(canvas, one, now), 2)
    if one.failure:
        canvas.paragraph(canvas.filled(_FAILURE, why=one.failure), 2)
    canvas.gap()
    for number, period in enumerate(periods):
        state = period.seen.state
        head = f"{canvas.tell(local(period.since))}  {canvas.say(state.label)}"
        canvas.lines.append(f"  {canvas.inked(_MARKS[state], _INKS[state])} {canvas.inked(head, _INKS[state])}")
        for line in _details(canvas, period):
            canvas.paragraph(line, 6, first="  │")
        if number == 0 and one.left_out:
            canvas.paragraph(canvas.filled(_LEFT_OUT, count=one.left_out), 6, first="  ┆")
    if not periods:
        canvas.paragraph(canvas.say(NEW), 2)


def _details(teller: Teller, period: Period) -> list[str]:
    seen = period.seen
    answer = teller.say(seen.answer.label)
    if seen.title:
        title = Quote(safe(seen.title)[:_LONGEST_TITLE])
        answer = teller.filled(_TITLED, answer=seen.answer.label, title=title)
    visits = teller.filled(_SEEN, time=local(period.last), count=period.visits)
    if period.last > period.since:
        visits += teller.comma + teller.filled(_LASTED, length=Duration(period.last - period.since))
    return [answer, visits]


def change_line(teller: Teller, change: Change) -> str:
    """One line for a change, for a terminal or a log."""
    period, before = change.period, change.before
    told = teller.filled(_NOW, number=change.watched.id, state=period.seen.state.label, url=Url(change.watched.url))
    was = teller.say(_FIRST)
    if before is not None:
        was = teller.filled(_BEFORE, state=before.seen.state.label, time=local(before.since))
    return f"{teller.tell(local(period.since))}  {teller.aside(told, was)}"


def drawn(language: Language, one: Watched, periods: Sequence[Period]) -> str:
    """The timeline as an SVG file."""
    plain = Teller(language, STYLE)
    writer = Writer(language)
    found = []
    for period in periods:
        state = period.seen.state
        what = plain.aside(plain.say(state.label), plain.say(period.seen.answer.label))
        found.append((period.since.astimezone(), what, _STYLES.get(state, "asked")))
    draw_times(writer, plain, found)
    return standalone(writer.markup(), language, plain.tell(Url(one.url)))
