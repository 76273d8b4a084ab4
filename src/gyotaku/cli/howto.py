"""`gyotaku howto source`: how to get a mail as it arrived out of the program it is read with."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from gyotaku.cli.main import DONE, USAGE
from gyotaku.cli.settings import language, settings
from gyotaku.data.tables import table
from gyotaku.model.text import Language, Text

_OPENING = Text(
    en="The header fields tell where a mail came from, so a dissection needs the mail as it arrived: a saved file, "
    "not a forward, not a screenshot.",
    ja="メールがどこから来たかはヘッダーに記録されています。解剖には、届いたままのメールが必要です。"
    "転送した本文や画面の写真では代わりになりません。",
)
_GIVES = {
    "eml": Text(en="the whole mail (.eml)", ja="メール全体（.eml）"),
    "msg": Text(en="the whole mail (.msg)", ja="メール全体（.msg）"),
    "header": Text(en="the source or the header, copied", ja="ソースまたはヘッダーのコピー"),
}
_DATED = Text(
    en="Menu words as known on {date}; programs change them.",
    ja="メニューの言葉は {date} 時点のものです。プログラムの更新で変わることがあります。",
)
_UNKNOWN = Text(en="known are: {clients}", ja="使えるのは {clients} です")


def run(options: argparse.Namespace) -> int:
    config = settings(options)
    if config is None:
        return USAGE
    spoken = language(options, config)
    known = table("howto")
    clients = [client for client in known["client"] if options.client in {None, client["id"]}]
    if not clients:
        names = ", ".join(client["id"] for client in known["client"])
        print(f"gyotaku: --client: {_UNKNOWN.template(spoken).format(clients=names)}", file=sys.stderr)
        return USAGE
    print(_OPENING.template(spoken))
    for client in clients:
        _show(client, spoken)
    print()
    print(_DATED.template(spoken).format(date=known["date"]))
    return DONE


def _show(client: dict[str, Any], spoken: Language) -> None:
    print(f"\n{client[spoken]} ({client['id']})")
    for way in client["way"]:
        print(f"  {_GIVES[way['gives']].template(spoken)}")
        for number, step in enumerate(way[spoken], 1):
            print(f"    {number}. {step}")
