"""The Date field against our own server's clock, and its time zone against the claimed sender.

Innocent when: a clock is wrong, a mail waited in an outbox, or its writer is travelling.
"""

from collections.abc import Iterator
from datetime import timedelta

from gyotaku.data.tables import table
from gyotaku.mail.facts.clock import Clock
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.whole_header import WholeHeader
from gyotaku.mail.headers import Field
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.lazy import Lazy
from gyotaku.model.path import Hop, Path
from gyotaku.model.text import Duration, Host, Quote, Text, Time, Word

DATE_MISSING = Kind(
    id="date-missing",
    group=Group.DATE,
    title=Text(en="The mail has no Date field.", ja="Date（送信日時）がありません。"),
    why=Text(
        en="A mail must have one (RFC 5322 section 3.6). Ordinary mail software writes it; hastily made programs may "
        "leave it out.",
        ja="メールに必須の項目です（RFC 5322 3.6）。通常のメールソフトは必ず付けます。急ごしらえのプログラムは省くことがあります。",
    ),
    innocent=Text(en="Old devices and hand-written scripts.", ja="古い機器や手作りのスクリプトでも起こります。"),
)
DATE_UNREADABLE = Kind(
    id="date-unreadable",
    group=Group.DATE,
    title=Text(
        en="The Date field says {date}, which is not a date in the form that mail requires.",
        ja="Date の {date} は、メールの日時として正しくありません。",
    ),
    why=Text(
        en="Mail software writes dates by rule. A date that cannot be read often comes from a program that only "
        "fills in text.",
        ja="メールソフトは規則どおりに日時を書きます。読めない日時は、文字列をはめ込むだけのプログラムによく見られます。",
    ),
    innocent=Text(en="Badly written but honest programs.", ja="不備のある正当なプログラムでも起こります。"),
)
DATE_AHEAD = Kind(
    id="date-after-receipt",
    group=Group.DATE,
    title=Text(
        en="The mail is dated {date}, {gap} after your own server had received it at {received}.",
        ja="送信日時は {date} ですが、自社サーバーはそれより {gap} 前の {received} に受け取っています。",
    ),
    why=Text(
        en="No mail is written after it arrived. A date set ahead can keep a mail on top of the list.",
        ja="届いた後に書かれるメールはありません。日時を先にずらすと、受信一覧の先頭に残り続けることがあります。",
    ),
    innocent=Text(
        en="A sender's clock or time zone that is set wrong.",
        ja="送信側の時計やタイムゾーンの設定が誤っている場合にも起こります。",
    ),
)
DATE_OLD = Kind(
    id="date-long-before",
    group=Group.DATE,
    direction=Direction.INFORMS,
    title=Text(
        en="The mail is dated {date}, {gap} before your own server received it.",
        ja="送信日時は {date} で、自社サーバーが受け取る {gap} 前です。",
    ),
    why=Text(
        en="It may have waited or been sent again, or its date may be invented.",
        ja="滞留や再送が考えられます。日時が作り出された可能性もあります。",
    ),
    innocent=Text(
        en="Stuck queues and mail that is sent again.", ja="送信待ちの滞留や再送では、正当なメールでも起こります。"
    ),
)
ZONE_UNLIKE_SENDER = Kind(
    id="zone-unlike-sender",
    group=Group.DATE,
    title=Text(
        en="The mail is dated in the time zone {zone}, but the sender shows the domain {domain}, of {country}.",
        ja="送信日時のタイムゾーンは {zone} ですが、差出人は{country}のドメイン {domain} を名乗っています。",
    ),
    why=Text(
        en="A computer writes the zone it is set to. Many servers run on UTC whatever their country, so UTC is not "
        "counted. It is a weak hint.",
        ja="タイムゾーンには、送信したコンピューターの設定が表れます。国を問わず UTC で動くサーバーも多いため、UTC は数えていません。弱い手がかりです。",
    ),
    innocent=Text(
        en="Travellers, offices abroad, services in another country.",
        ja="旅行中の人、海外の拠点、外国のサービスからの送信でも起こります。",
    ),
)
_AHEAD = timedelta(hours=2)
_OLD = timedelta(days=2)


def check(clock: Clock, senders: Senders, path: Path, whole: Lazy[WholeHeader]) -> Iterator[Finding]:
    field, date = clock.field, clock.date
    if field is None or date is None:
        whole()
        yield DATE_MISSING.found(Evidence.absent("Date", Principal.SENDER))
        return
    quote = field.evidence(Principal.SENDER)
    if date.when is None:
        yield DATE_UNREADABLE.found(quote, date=Quote(field.text[:80]))
        return
    ahead, received, hop = clock.ahead, clock.received, path.handed_over_by
    if ahead is not None and received is not None and hop is not None:
        written, gap = Time(date.when), Duration(ahead)
        if ahead > _AHEAD:
            yield DATE_AHEAD.found(quote, _received(hop), received=Time(received), date=written, gap=gap)
        elif ahead < -_OLD:
            yield DATE_OLD.found(quote, _received(hop), date=written, gap=gap)
    yield from _zone(clock, field, senders)


def _received(hop: Hop) -> Evidence:
    return hop.quote("date", Principal.US)


def _zone(clock: Clock, field: Field, senders: Senders) -> Iterator[Finding]:
    """Compared only where the country's zones are known and the zone is not UTC."""
    author, moment = senders.author, clock.date
    domain = author.domain if author else None
    if author is None or not domain or moment is None or moment.when is None or not moment.zone_known:
        return
    offset = moment.when.utcoffset()
    row = table("country_zones")["country"].get(domain.rpartition(".")[2])
    if row is None or not offset or offset.total_seconds() == 0:
        return
    minutes = int(offset.total_seconds() // 60)
    if minutes in row["minutes"]:
        return
    zone = moment.when.strftime("%z")
    yield ZONE_UNLIKE_SENDER.found(
        field.quote(zone, Principal.SENDER), author.quote_address(),
        zone=Quote(zone), domain=Host(domain), country=Word(Text(en=row["en"], ja=row["ja"])),
    )  # fmt: skip
