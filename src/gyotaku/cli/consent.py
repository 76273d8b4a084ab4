"""Before a link is visited: what will be fetched, from where, and what that tells the other side; then the question."""

from __future__ import annotations

import argparse
import sys

from gyotaku.cli.main import DONE, USAGE
from gyotaku.lookup.site import inquiry
from gyotaku.mail.links.target import read_target
from gyotaku.model.configuration import Config
from gyotaku.model.text import Language, Text, Url
from gyotaku.model.visit import Device
from gyotaku.report.canvas import Canvas

_WIDTH = 100
_WILL = Text(en="These links would be visited:", ja="次のリンクにアクセスします。")
_LINK = Text(en="{url}", ja="{url}")
_FROM = Text(en="from {host}, as: {devices}", ja="アクセス先 {host}、端末 {devices}")
_TELLS = Text(
    en="The site learns your IP address, the time, and that somebody opened the link with a browser ({language}). What may tell the recipient (addresses, codes) is "
    "replaced by decoys. Pictures, styles and scripts of other hosts that the page uses are fetched from those hosts, which learn the same. Scripts of the page run in the box; nothing is typed, and no form is sent.",
    ja="サイトには、あなたのIPアドレス、時刻、ブラウザー（言語 {language}）でリンクが開かれたことが伝わります。受信者を示すおそれのある部分（アドレスや符号）は、おとりの値に置き換えます。ページが使うほかのホストの画像、スタイル、スクリプトはそのホストから取得し、同じことが伝わります。ページのスクリプトは隔離した環境で動作します。入力やフォームの送信は行いません。",
)
_TELLS_AS_IS = Text(
    en="The link is visited AS IT IS: the site learns that this very recipient opened it.",
    ja="リンクを置き換えずにアクセスします。サイトには、この受信者がリンクを開いたことが伝わります。",
)
_DIRECTLY = Text(
    en="The connection is made directly, from this machine's own address, and your DNS server learns the names; `proxy` in the configuration names a proxy or Tor.",
    ja="このパソコンから直接接続します。DNS サーバーにはホスト名が伝わります。プロキシや Tor を使うには、設定の `proxy` に指定してください。",
)
_THROUGH = Text(
    en="Everything goes through {proxy}; the site learns that address in place of yours.",
    ja="通信はすべて {proxy} を経由します。サイトには、あなたのIPアドレスの代わりにその出口のアドレスが伝わります。",
)
_ASK = Text(en="Visit? [y/N] ", ja="アクセスしますか？ [y/N] ")
_NOT_VISITED = Text(en="Nothing was visited.", ja="アクセスしませんでした。")
_NEEDS_YES = Text(
    en="without a terminal a visit needs --yes", ja="端末以外からアクセスを実行するには、--yes を指定してください"
)


def consents(
    options: argparse.Namespace,
    config: Config,
    spoken: Language,
    urls: list[str],
    devices: tuple[Device, ...],
    *,
    languages: tuple[str, ...] = (inquiry.LANGUAGE,),
    as_is: bool = False,
    will: Text = _WILL,
    ask: Text = _ASK,
    also: str = "",
) -> int | None:
    """Say what would be done, and ask. None where it may be done, else the exit code."""
    canvas = Canvas(spoken, _WIDTH, color=False)
    canvas.paragraph(canvas.say(will))
    appear = ("、" if spoken == "ja" else ", ").join(canvas.say(device.label) for device in devices)
    for url in urls:
        canvas.paragraph(canvas.filled(_LINK, url=Url(url)), 4, first="  ·")
        canvas.paragraph(canvas.filled(_FROM, host=Url(read_target(url).host), devices=appear), 4)
    canvas.paragraph(canvas.say(_TELLS_AS_IS) if as_is else canvas.filled(_TELLS, language=", ".join(languages)))
    proxy = config.proxy and config.proxy.rpartition("@")[2]
    canvas.paragraph(canvas.filled(_THROUGH, proxy=proxy) if proxy else canvas.say(_DIRECTLY))
    if also:
        canvas.paragraph(also)
    print(canvas.text(), end="", file=sys.stderr)
    if options.yes:
        return None
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        print(f"gyotaku: {_NEEDS_YES.template(spoken)}", file=sys.stderr)
        return USAGE
    print(ask.template(spoken), end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in {"y", "yes", "はい"}:
        print(_NOT_VISITED.template(spoken), file=sys.stderr)
        return DONE
    return None
