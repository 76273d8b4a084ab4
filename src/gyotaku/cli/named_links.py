"""The links that a command line names: web addresses, or the links of mails."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from gyotaku.cli.paths import printable
from gyotaku.dissection import questions_of
from gyotaku.lookup.questions import MOST_LINK_DOMAINS, link_domains
from gyotaku.lookup.site import inquiry
from gyotaku.mail.intake import collect
from gyotaku.mail.links.target import read_target
from gyotaku.mail.refusals import Refused
from gyotaku.model.configuration import Config
from gyotaku.model.text import Language, Text

_DEFANGED = re.compile(r"h(?:xx|\*\*)(ps?)(?=:)", re.IGNORECASE)
_NO_LINKS = Text(en="no link to visit", ja="アクセスできるリンクがありません")


class NamedLinks:
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
            url = web_address(name)
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


def web_address(named: str) -> str | None:
    """A web address, also one that was broken for people (hxxps://ex[.]ample); None for what is none, or is a file here."""
    mended = _DEFANGED.sub(r"htt\1", named, count=1).replace("[.]", ".").replace("[@]", "@").replace("[:]", ":")
    return mended if _visitable(mended) and not Path(named).exists() else None


def _visitable(url: str) -> bool:
    target = read_target(url)
    return target.scheme in {"http", "https"} and bool(target.host)
