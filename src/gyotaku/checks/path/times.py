"""Times on the path that cannot be, and long stays.

Innocent when: a server's clock is wrong, or a queue was stuck; greylisting delays by minutes.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from gyotaku.model.answers import NotApplicable
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.path import Hop, Path
from gyotaku.model.text import Duration, Text, Time, server

TIME_BACKWARDS = Kind(
    id="time-backwards",
    group=Group.PATH,
    title=Text(
        en="{newer} says it took the mail at {at}, which is {gap} before {older} took it, though it came later on "
        "the path.",
        ja="{newer} は {at} に受け取ったと記録していますが、経路では手前にある {older} の時刻より {gap} 早く、前後が逆です。",
    ),
    why=Text(
        en="Invented lines often carry times that do not fit. A wrong clock does the same, so this is a weak hint.",
        ja="作り出された行では時刻が合わないことがよくあります。時計の狂いでも同じことが起こるため、弱い手がかりです。",
    ),
    innocent=Text(
        en="A server whose clock or time zone is wrong.",
        ja="時計やタイムゾーンの設定が誤っているサーバーでも起こります。",
    ),
)
LONG_DELAY = Kind(
    id="long-delay",
    group=Group.PATH,
    direction=Direction.INFORMS,
    title=Text(
        en="By their own records, {gap} passed between {older} and {newer}.",
        ja="記録によると、{older} から {newer} に届くまで {gap} かかっています。",
    ),
    why=Text(
        en="The mail may have waited in a queue or for a server that was down, or an old mail was sent again.",
        ja="送信待ちの滞留、サーバーの停止、古いメールの再送などが考えられます。",
    ),
    innocent=Text(
        en="Greylisting, outages and full mailboxes delay honest mail too.",
        ja="グレイリスティング、障害、容量不足では、正当なメールも遅れます。",
    ),
)

_TOLERANCE = timedelta(minutes=15)
_ZONE_SLACK = timedelta(minutes=2)
_LONG = timedelta(hours=12)
_NO_TIMES = Text(en="Fewer than two Received lines tell a time.", ja="時刻の書かれた Received 行が二つ以上ありません。")


def check(path: Path) -> Iterator[Finding]:
    timed = [hop for hop in path.hops if hop.date is not None]
    if len(timed) < 2:
        raise NotApplicable(_NO_TIMES)
    gaps = [(newer.date - older.date, newer, older) for newer, older in pairwise(timed) if newer.date and older.date]
    gap, newer, older = min(gaps, key=lambda row: row[0])
    if gap < -_TOLERANCE and newer.date is not None and not _whole_hours(gap):
        yield TIME_BACKWARDS.found(
            _time(newer, path), _time(older, path),
            newer=server(newer.by), older=server(older.by), at=Time(newer.date), gap=Duration(gap),
        )  # fmt: skip
    gap, newer, older = max(gaps, key=lambda row: row[0])
    if gap > _LONG:
        yield LONG_DELAY.found(
            _time(newer, path), _time(older, path), newer=server(newer.by), older=server(older.by), gap=Duration(gap)
        )


def _whole_hours(gap: timedelta) -> bool:
    """Off by whole hours, a few minutes aside: a zone that is set wrong, nobody's invention."""
    rest = abs(gap) % timedelta(hours=1)
    return min(rest, timedelta(hours=1) - rest) <= _ZONE_SLACK


def _time(hop: Hop, path: Path) -> Evidence:
    return hop.quote("date", Principal.US if path.ours(hop) else Principal.RELAY)
