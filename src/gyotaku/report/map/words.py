"""What a map says: its title, its legend, what its signs mean."""

from __future__ import annotations

from gyotaku.model.place import Known, Located, Role
from gyotaku.model.text import Host, Text, Url, day
from gyotaku.report.teller import Teller

HEADING = Text(en="On the map", ja="地図")
TITLE = Text(en="Map: where the machines are, roughly", ja="地図：マシンのおおよその位置")
TITLE_REGISTERED = Text(en="Map: where the address is registered", ja="地図：IPアドレスの登録上の国")
IN_WORDS = Text(en="The map in words", ja="地図を文字で読む")
NOT_DRAWN = Text(en="(not on the map)", ja="（地図にはありません）")
RING = Text(
    en="Ring: the source's own margin of error. The machine is somewhere within, and sometimes beyond.",
    ja="輪は、情報源が示す誤差の範囲です。マシンはこの中のどこか、ときには外にあります。",
)
SHADED = Text(
    en="Shaded: somewhere in this country; nothing closer is known.",
    ja="塗りつぶした国のどこかです。それより詳しい位置はわかりません。",
)
REGISTERED = Text(
    en="Dashed outline: country of registration. It tells where the holder of the addresses filled in a form; the machine may be in another country.",
    ja="破線で囲んだのは、登録上の国です。IPアドレスの管理者が登録した国であり、マシンはほかの国にあることもあります。",
)
MACHINES = Text(
    en="A map shows where machines are, not where the people are who use them.",
    ja="地図が示すのはマシンの位置です。使っている人の居場所ではありません。",
)
CREDIT = Text(
    en="Shapes: Natural Earth 4.1.0, borders as drawn there.",
    ja="地形：Natural Earth 4.1.0（国境線は同データのまま）",
)

_WHICH = {
    Role.HANDED_OVER: Text(
        en="{of}, which handed the mail over: {place} (by {source}, {date})",
        ja="メールを直接引き渡した {of}：{place}（{source}、{date} のデータ）",
    ),
    Role.FIRST: Text(
        en="{of}, from which the first server says it took the mail: {place} (by {source}, {date})",
        ja="最初のサーバーの記録にある送り元の {of}：{place}（{source}、{date} のデータ）",
    ),
    Role.LINK: Text(
        en="{of}, to which a link leads: {place} (by {source}, {date})",
        ja="リンク先の {of}：{place}（{source}、{date} のデータ）",
    ),
    Role.PAST: Text(
        en="{of}, to which a link leads, at the address it was seen at before: {place} (by {source}, {date})",
        ja="リンク先の {of}（以前に観測されたIPアドレス）：{place}（{source}、{date} のデータ）",
    ),
}
_REGISTERED = {
    Role.HANDED_OVER: Text(
        en="{of}, which handed the mail over: country of registration {place} (registries' data of {date})",
        ja="メールを直接引き渡した {of}：登録上の国は{place}（登録機関の {date} のデータ）",
    ),
    Role.FIRST: Text(
        en="{of}, from which the first server says it took the mail: country of registration {place} (registries' data of {date})",
        ja="最初のサーバーの記録にある送り元の {of}：登録上の国は{place}（登録機関の {date} のデータ）",
    ),
}
_HOST_NAME = Text(en="its host name", ja="ホスト名")


def legend(teller: Teller, place: Located) -> str:
    """One machine in words."""
    said = place.said
    registered = _REGISTERED.get(place.role) if said.known is Known.REGISTRY else None
    links = place.role in {Role.LINK, Role.PAST}
    return teller.filled(
        registered or _WHICH[place.role],
        of=Url(place.of) if links else Host(place.of),
        place=place.around,
        source=_HOST_NAME if said.known is Known.HOST_NAME else said.source,
        date=day(said.date),
    )
