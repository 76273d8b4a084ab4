"""`gyotaku visit`: links are visited with care, after it was said what is fetched, from where, and what that tells the other side."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from gyotaku.browser.box import Missing, programs
from gyotaku.cli.look_ups import close
from gyotaku.cli.main import DONE, UNREADABLE, USAGE
from gyotaku.cli.paths import printable
from gyotaku.cli.settings import language, settings
from gyotaku.dissection import questions_of
from gyotaku.lookup.questions import MOST_LINK_DOMAINS, link_domains
from gyotaku.lookup.site import inquiry
from gyotaku.mail.intake import collect
from gyotaku.mail.links.target import read_target
from gyotaku.mail.refusals import Refused
from gyotaku.model.answers import Permission
from gyotaku.model.asks import Answer
from gyotaku.model.configuration import Config
from gyotaku.model.text import Language, Text, Url
from gyotaku.model.visit import Device, Look
from gyotaku.report.canvas import Canvas
from gyotaku.report.terminal_visits import draw_look

if TYPE_CHECKING:
    from gyotaku.lookup.session import Session

_WIDTH = 100
_DEFANGED = re.compile(r"h(?:xx|\*\*)(ps?)(?=:)", re.IGNORECASE)
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
_NO_LINKS = Text(en="no link to visit", ja="アクセスできるリンクがありません")


def run(options: argparse.Namespace) -> int:
    config = settings(options)
    if config is None:
        return USAGE
    spoken = language(options, config)
    try:
        devices = tuple(dict.fromkeys(Device(word.strip()) for word in options.device.split(",")))
    except ValueError:
        print(
            f"gyotaku: --device takes desktop, phone or both separated by a comma, not {options.device!r}",
            file=sys.stderr,
        )
        return USAGE
    try:
        programs()
    except Missing as missing:
        print(f"gyotaku: {missing.reason.template(spoken)}", file=sys.stderr)
        return USAGE
    config = replace(config, online=frozenset({Permission.SITE}), answers=options.answers or config.answers)
    links = _Links(config, spoken)
    links.gather(options.what)
    if not links.urls:
        return UNREADABLE if links.unread else DONE
    consent = _consents(options, config, spoken, links.urls, devices)
    if consent is not None:
        return consent
    return max(_visit(options, config, spoken, links, devices), UNREADABLE if links.unread else DONE)


class _Links:
    """The links of what was named, each once, and who reads the mails they stand in."""

    def __init__(self, config: Config, spoken: Language) -> None:
        self.urls: list[str] = []
        self.addresses: set[str] = set()
        self.domains: set[str] = set(config.own_domains)
        self.unread = 0
        self._config = config
        self._spoken = spoken

    def gather(self, named: list[str]) -> None:
        for name in named:
            url = _url(name)
            if url is not None:
                self._add(url)
                continue
            for intake in collect([name], sys.stdin.buffer):
                if isinstance(intake, Refused):
                    self.unread += 1
                    print(f"gyotaku: {printable(intake.path)}: {intake.reason.template(self._spoken)}", file=sys.stderr)
                    continue
                raised = questions_of(intake, self._config)
                self.addresses.update(raised.own.addresses)
                self.domains.update(raised.own.domains)
                hosts = list(link_domains(raised.links, raised.own).values())[:MOST_LINK_DOMAINS]
                found = [
                    target.url
                    for host in hosts
                    if (target := inquiry.target(raised.links, host)) and _visitable(target.url)
                ]
                for one in found:
                    self._add(one)
                if not found:
                    print(f"gyotaku: {printable(intake.path)}: {_NO_LINKS.template(self._spoken)}", file=sys.stderr)

    def _add(self, url: str) -> None:
        if url not in self.urls:
            self.urls.append(url)


def _url(named: str) -> str | None:
    """A web address, also one that was broken for people (hxxps://ex[.]ample); None for what is none, or is a file here."""
    mended = _DEFANGED.sub(r"htt\1", named, count=1).replace("[.]", ".").replace("[@]", "@").replace("[:]", ":")
    return mended if _visitable(mended) and not Path(named).exists() else None


def _visitable(url: str) -> bool:
    target = read_target(url)
    return target.scheme in {"http", "https"} and bool(target.host)


def _consents(
    options: argparse.Namespace, config: Config, spoken: Language, urls: list[str], devices: tuple[Device, ...]
) -> int | None:
    """Say what would be done, and ask. None where it may be done, else the exit code."""
    canvas = Canvas(spoken, _WIDTH, color=False)
    canvas.paragraph(canvas.say(_WILL))
    appear = ("、" if spoken == "ja" else ", ").join(canvas.say(device.label) for device in devices)
    for url in urls:
        canvas.paragraph(canvas.filled(_LINK, url=Url(url)), 4, first="  ·")
        canvas.paragraph(canvas.filled(_FROM, host=Url(read_target(url).host), devices=appear), 4)
    canvas.paragraph(canvas.say(_TELLS_AS_IS) if options.as_is else canvas.filled(_TELLS, language=inquiry.LANGUAGE))
    proxy = config.proxy and config.proxy.rpartition("@")[2]
    canvas.paragraph(canvas.filled(_THROUGH, proxy=proxy) if proxy else canvas.say(_DIRECTLY))
    print(canvas.text(), end="", file=sys.stderr)
    if options.yes:
        return None
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        print(f"gyotaku: {_NEEDS_YES.template(spoken)}", file=sys.stderr)
        return USAGE
    print(_ASK.template(spoken), end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in {"y", "yes", "はい"}:
        print(_NOT_VISITED.template(spoken), file=sys.stderr)
        return DONE
    return None


def _visit(
    options: argparse.Namespace, config: Config, spoken: Language, links: _Links, devices: tuple[Device, ...]
) -> int:
    from gyotaku.lookup.opening import open_session
    from gyotaku.lookup.store import StoreError

    folder = Path(options.output) if options.output else None
    try:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        session = open_session(config, refresh=True, pictures=folder)
    except (StoreError, ValueError, OSError) as error:
        print(f"gyotaku: {error}", file=sys.stderr)
        return USAGE
    session.introduce(links.addresses, links.domains)
    failed = False
    try:
        for look in _looks(session, links.urls, devices, as_is=options.as_is):
            failed = failed or not look.visits
            if options.format == "json":
                print(json.dumps(_on_wire(look)), flush=True)  # ASCII alone: titles are a stranger's
            else:
                _show(look, spoken)
    finally:
        close(session)
    return UNREADABLE if failed else DONE


def _looks(session: Session, urls: list[str], devices: tuple[Device, ...], *, as_is: bool) -> Iterator[Look]:
    for url in urls:
        asked = inquiry.look(url, devices, mode="as-is" if as_is else "")
        (found,) = session.settle([asked], session.sitting(patient=True))
        if isinstance(found, Exception):
            raise found
        yield found


def _on_wire(look: Look) -> dict[str, object]:
    return {
        "url": look.url,
        "answer": look.answer.value if look.answer else None,
        "differs": look.differs,
        "visits": [msgspec.to_builtins(visit) for visit in look.visits],
        "failed": [{"asked": one.ask.what, "outcome": one.outcome.value, "why": one.detail} for one in _silent(look)],
    }


def _silent(look: Look) -> tuple[Answer, ...]:
    return look.answers[len(look.visits) :]


def _show(look: Look, spoken: Language) -> None:
    canvas = Canvas(spoken, _WIDTH, color=False)
    draw_look(canvas, look)
    canvas.gap()
    print(canvas.text(), end="", flush=True)
