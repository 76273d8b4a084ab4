"""What a link's authority hides or gives away: user names before the host, addresses for names, ports, escapes.

Innocent when: technical mail writes addresses of machines, ports and accounts as they are.
"""

import re
from collections.abc import Iterator

from gyotaku.mail.domains import is_listed
from gyotaku.mail.facts.links import Links
from gyotaku.mail.ip import Scope, address_of, scope
from gyotaku.mail.links.link import Link
from gyotaku.mail.links.mark import Place
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.own_side import OwnSide
from gyotaku.model.text import Amount, Host, Text, Url

LINK_USERINFO = Kind(
    id="link-userinfo",
    group=Group.LINK,
    strength=Strength.MODERATE,
    title=Text(
        en="A link begins with {user}, but leads to {host}.",
        ja="リンクは {user} で始まっていますが、実際のリンク先は {host} です。",
    ),
    why=Text(
        en="What stands before an @ in a link is a user name, not the host (RFC 3986 section 3.2.1). A name that looks "
        "like a host is put there to be taken for the target.",
        ja="リンクの @ より前はユーザー名で、ホストではありません（RFC 3986 3.2.1）。ホストのように見えるユーザー名は、リンク先を見誤らせるために使われます。",
    ),
    innocent=Text(
        en="Links to file servers and source repositories name an account there.",
        ja="ファイルサーバーやソースコードの置き場へのリンクには、アカウント名が入ることがあります。",
    ),
)
LINK_ADDRESS_LITERAL = Kind(
    id="link-address-literal",
    group=Group.LINK,
    strength=Strength.MODERATE,
    title=Text(
        en="A link leads to the bare address {address}.",
        ja="リンク先はホスト名ではなく、IPアドレス {address} です。",
    ),
    why=Text(
        en="Organizations link to names. An address without a name is typical of rented and hijacked machines.",
        ja="組織がリンクに使うのはホスト名です。名前のないIPアドレスは、借りたマシンや乗っ取られたマシンによく見られます。",
    ),
    innocent=Text(
        en="Technical mail about machines, and devices in an office's own network.",
        ja="機器についての技術的なメールや、社内ネットワークの機器へのリンクでも起こります。",
    ),
)
LINK_ODD_PORT = Kind(
    id="link-odd-port",
    group=Group.LINK,
    title=Text(
        en="A link leads to port {port} of {host}, not to the usual one.",
        ja="リンク先は {host} の {port} 番ポートで、通常のものではありません。",
    ),
    why=Text(
        en="Public sites answer on the usual ports. Another one may be a second service on a hijacked machine.",
        ja="公開サイトは通常のポートで応答します。別のポートの場合、乗っ取られたマシンで別のサービスが動いていることがあります。",
    ),
    innocent=Text(
        en="Control panels, webmail and development servers often have a port of their own.",
        ja="管理画面、ウェブメール、開発用サーバーでは独自のポートがよく使われます。",
    ),
)
LINK_DISGUISED = Kind(
    id="link-disguised",
    group=Group.LINK,
    strength=Strength.MODERATE,
    title=Text(
        en="The host of a link is written as {written}, and a browser reads it as {host}.",
        ja="リンク先のホストは {written} と書かれていますが、ブラウザーは {host} と解釈します。",
    ),
    why=Text(
        en="Escapes, wide letters, backslashes and line ends in a host name serve no reader. Filters that do not read "
        "as a browser does miss the host.",
        ja="ホスト名のエスケープ、全角文字、バックスラッシュ、改行は、読む人の役に立ちません。ブラウザーと同じように解釈しないフィルターは、リンク先を見落とします。",
    ),
    innocent=Text(
        en="A slip of the hand, or a program that broke a long line.",
        ja="書き間違いや、長い行を途中で折り返すプログラムでも起こります。",
    ),
)
LINK_LONG_HOST = Kind(
    id="link-long-host",
    group=Group.LINK,
    title=Text(
        en="The host of a link has {count} labels: {host}.",
        ja="リンク先のホスト名 {host} は、ドットで {count} 個の部分に区切られています。",
    ),
    why=Text(
        en="Only the end of a host name says whose it is. A long row before it pushes that end out of sight on a small "
        "screen.",
        ja="ホスト名の持ち主を示すのは末尾だけです。その前が長いと、小さな画面では末尾が見えなくなります。",
    ),
    innocent=Text(
        en="Cloud services give their machines long names.",
        ja="クラウドサービスのマシンには長い名前が付きます。",
    ),
)

_FEW = 3
_MANY_LABELS = 9
_INSIDE = frozenset({Scope.LOOPBACK, Scope.PRIVATE, Scope.LINK_LOCAL, Scope.CGNAT})
_AUTHORITY = re.compile(r"[^:]{0,40}:[/\\\s]{0,10}([^/\\?#]*)")
_MARKUP = frozenset({Place.ANCHOR, Place.AREA, Place.FORM, Place.REFRESH})


def check(links: Links, own: OwnSide) -> Iterator[Finding]:
    told: dict[str, int] = {}
    for link in links.clickable:
        target = link.end
        # Read by the ada library, or long: nothing else can be said of a plain host.
        if target.url is target.written and target.host.count(".") < _MANY_LABELS:
            continue
        if own.owns(target.host):
            continue
        for finding in _of(link):
            if told.setdefault(finding.kind.id, 0) < _FEW:
                told[finding.kind.id] += 1
                yield finding


def _of(link: Link) -> Iterator[Finding]:
    target = link.end
    host = Url(target.host)
    if target.user:
        name = target.user.partition(":")[0]
        looks = "." in name and is_listed(name.replace("%2F", "/").partition("/")[0])
        yield LINK_USERINFO.found(
            link.evidence(),
            strength=Strength.MODERATE if looks else Strength.WEAK,
            direction=Direction.ACCUSES if looks else Direction.INFORMS,
            user=Url(name),
            host=host,
        )
    address = address_of(target.host)
    if address is not None:
        yield from _literal(link, address)
    elif target.port is not None:
        yield LINK_ODD_PORT.found(
            link.evidence(),
            direction=Direction.ACCUSES if link.place in _MARKUP else Direction.INFORMS,
            port=Amount(target.port),
            host=host,
        )
    written = _disguise(link)
    if written is not None:
        yield LINK_DISGUISED.found(link.evidence(), written=Url(written), host=host)
    labels = target.host.count(".") + 1
    if labels > _MANY_LABELS:
        yield LINK_LONG_HOST.found(link.evidence(), count=Amount(labels), host=host)


def _literal(link: Link, address: str) -> Iterator[Finding]:
    if scope(address) in _INSIDE:
        return
    odd = address not in link.end.written
    strong = Strength.STRONG if odd else Strength.MODERATE
    yield LINK_ADDRESS_LITERAL.found(
        link.evidence(), strength=strong if link.place in _MARKUP else Strength.WEAK, address=Host(address)
    )


def _disguise(link: Link) -> str | None:
    """The authority as written, where it hides its host from who reads it; only in markup: people mistype text."""
    target = link.target
    if link.place not in _MARKUP or target is not link.end or target.assumed or address_of(target.host) is not None:
        return None
    found = _AUTHORITY.match(target.written.strip())
    written = found[1] if found else ""
    name = written.rpartition("@")[2].partition(":")[0]
    plain = name.strip().lower()
    if plain == target.host or not plain or (not plain.isascii() and not _wide(plain)):
        return None
    return written if "%" in plain or _wide(plain) or any(mark in plain for mark in "\t\r\n") else None


def _wide(name: str) -> bool:
    return any("\uff01" <= letter <= "\uff5e" or letter in "\u3002\uff61\u2024" for letter in name)
