"""What of the mail could not be read, and repeated header fields.

Innocent when: badly written programs and broken transfers damage honest mail too.
"""

from collections.abc import Iterator, Mapping

from gyotaku.mail.defects import DEFECTS, GUESSED, UNREAD
from gyotaku.mail.facts.readability import Gap, Readability
from gyotaku.mail.message import Message
from gyotaku.mail.mime import Defect
from gyotaku.model.evidence import Evidence, Layer, Origin, Principal, Span
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.text import Amount, Text, Word

DAMAGED = Kind(
    id="damaged",
    group=Group.MESSAGE,
    direction=Direction.INFORMS,
    title=Text(
        en="Not everything could be read as it should be: {what} ({count} in all).",
        ja="正しく読み取れないところがあります。{what}（全部で{count}か所）",
    ),
    why=Text(
        en="The mail does not keep the rules of its format there. What could be read was used; the rest is not part "
        "of this judgment.",
        ja="その箇所はメールの書式に従っていません。読み取れた範囲だけを調べ、残りは判定に使っていません。",
    ),
    innocent=Text(
        en="Badly written programs and broken transfers damage honest mail too.",
        ja="不備のあるプログラムや転送中の破損により、正当なメールでも起こります。",
    ),
)
HEADERS_ONLY = Kind(
    id="headers-only",
    group=Group.MESSAGE,
    direction=Direction.INFORMS,
    title=Text(
        en="Only headers were given; there is no body to look at.", ja="渡されたのはヘッダーだけで、本文はありません。"
    ),
    why=Text(
        en="Everything said here rests on the headers. Text, links and attachments were not seen.",
        ja="この報告はヘッダーだけに基づいています。本文、リンク、添付ファイルは見ていません。",
    ),
    innocent=Text(en="It says nothing about the mail itself.", ja="メールの善し悪しとは関係ありません。"),
)
CARRIES_MAIL = Kind(
    id="carries-mail",
    group=Group.MESSAGE,
    direction=Direction.INFORMS,
    title=Text(
        en="{count} mail(s) are attached to this one.",
        ja="このメールには{count}通のメールが添付されています。",
    ),
    why=Text(
        en="Attached mails are dissected separately, up to a limit. What an attached mail shows speaks for itself "
        "alone: anybody can attach an innocent mail to a bad one.",
        ja="添付されたメールは、上限の数まで別に解剖しています。その内容からは、そのメールのことしかわかりません。悪質なメールに無害なメールを添付することは、誰にでもできます。",
    ),
    innocent=Text(
        en="People forward suspicious mail as an attachment, and bounces carry the mail they return.",
        ja="不審なメールを添付して転送する場合や、エラー通知が元のメールを含む場合にこうなります。",
    ),
)
_SHOWN = 3


def check(readability: Readability, message: Message) -> Iterator[Finding]:
    if Gap.NO_BODY in readability.gaps:
        end = len(message.raw)
        quote = message.headers.fields[-1].evidence(Principal.USER) if len(message.headers) else None
        yield HEADERS_ONLY.found(quote or Evidence.absent(f"body after octet {end}", Principal.USER))
    attached = message.attached
    if attached:
        quotes = [
            Evidence(Origin.MAIL, Principal.SENDER, part.content_type, raw=(part.start, part.end))
            for part in attached[:_SHOWN]
        ]
        yield CARRIES_MAIL.found(*quotes, count=Amount(len(attached)))
    defects = [defect for defect in readability.defects if defect.id in UNREAD or defect.id in GUESSED]
    if defects:
        # What left something unread is told before what had to be guessed.
        worst = sorted(defects, key=lambda defect: defect.id not in UNREAD)
        kinds = list({defect.id: defect for defect in worst}.values())[:_SHOWN]
        # What is said of a part as a whole is about its body, not about the fields that come first.
        bodies = {(part.start, part.end): part.body_start for part in message.walk_all() if part.source.outer is None}
        yield DAMAGED.found(
            *dict.fromkeys(_evidence(defect, message, bodies) for defect in kinds),
            what=Word(_joined([DEFECTS[defect.id] for defect in kinds])),
            count=Amount(len(defects)),
        )


def _joined(texts: list[Text]) -> Text:
    return Text(en="; ".join(text.en.rstrip(".") for text in texts), ja="".join(text.ja for text in texts))


def _evidence(defect: Defect, message: Message, bodies: Mapping[tuple[int, int], int]) -> Evidence:
    start, end = defect.start, defect.end
    if start is None or end is None:
        return Evidence(Origin.MAIL, Principal.SENDER, defect.detail or defect.id)
    start = bodies.get((start, end), start)
    octets = message.raw[start : min(end, start + 120)]
    span = Span(defect.part or "", Layer.RAW, start, start + len(octets))
    return Evidence(
        Origin.MAIL, Principal.SENDER, octets.decode("ascii", "backslashreplace"), span=span, raw=(start, end)
    )
