"""A picture that shows nothing is loaded from elsewhere when the mail is opened.

Innocent when: nearly every newsletter counts its readers so.
"""

import re
from collections.abc import Iterator

from gyotaku.mail.facts.links import Links
from gyotaku.mail.links.link import Link
from gyotaku.mail.links.mark import Place
from gyotaku.mail.links.target import WEB
from gyotaku.mail.pattern import Pattern
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.own_side import OwnSide
from gyotaku.model.text import Quote, Slot, Text, Url, Word

TRACKING_PIXEL = Kind(
    id="tracking-pixel",
    group=Group.LINK,
    direction=Direction.INFORMS,
    when_bad=True,
    title=Text(
        en="A picture that shows nothing is loaded from {host} when the mail is opened (identifier in its address: {token}).",
        ja="メールを開くと、目に見えない画像が {host} から読み込まれます（アドレスに入っている識別子: {token}）。",
    ),
    why=Text(
        en="A mail program that loads remote pictures tells that host that the mail was opened, when, and from which "
        "address; an identifier tells by whom.",
        ja="外部の画像を読み込むメールソフトで開くと、メールを開いたこと、その時刻、IPアドレスが相手に伝わります。識別子があれば、誰が開いたかもわかります。",
    ),
    innocent=Text(
        en="Nearly every newsletter counts its readers so.",
        ja="ほとんどのメールマガジンが、この方法で開封を数えています。",
    ),
)

_NONE = Text(en="none", ja="なし")
_LONGEST = 5_000
_LONGEST_TOKEN = 100
# Long enough to be one's own, and no word.
_TOKEN = Pattern(r"[A-Za-z0-9_-]*[0-9][A-Za-z0-9_-]*")
_LEAST_TOKEN = 12


def check(links: Links, own: OwnSide) -> Iterator[Finding]:
    for link in links:
        mark = link.mark
        if mark is None or not mark.unseen or mark.tag != "img" or link.place is not Place.IMAGE:
            continue
        if link.target.scheme in WEB and link.target.host and not own.owns(link.target.host):
            token = _token(link)
            named: Slot = Quote(token) if token else Word(_NONE)
            yield TRACKING_PIXEL.found(link.evidence(), host=Url(link.target.host), token=named)
            return


def _token(link: Link) -> str:
    """The longest run in the path and the query that is no word; a mail address in it is told by another finding."""
    rest = link.target.url[:_LONGEST].partition("://")[2].partition("/")[2]
    pieces = (piece for piece in re.split(r"[/?&=;.%,:@]", rest) if len(piece) >= _LEAST_TOKEN)
    tokens = [piece for piece in pieces if _TOKEN.compiled.fullmatch(piece)]
    return max(tokens, key=len, default="")[:_LONGEST_TOKEN]
