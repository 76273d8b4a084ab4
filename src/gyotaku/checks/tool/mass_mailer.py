"""The mail was made with a program for mailing masses of people from one's own machine.

Innocent when: a club or a small firm sends its newsletter with one.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.software import Software
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.software import Look, ToolKind
from gyotaku.model.text import Text, Word

MASS_MAILER = Kind(
    id="mass-mailer",
    group=Group.TOOL,
    title=Text(
        en="{tool}, a program for mass mailings, made this mail. It shows in: {reasons}.",
        ja="一斉送信ソフト「{tool}」で作成されたとみられます。手がかり: {reasons}。",
    ),
    why=Text(
        en="Such programs send one text to many strangers from a rented machine, where no service watches over abuse.",
        ja="この種のソフトは、借りたマシンなどから同じ文面を多数の相手に送れます。不正利用を見張るサービスを通りません。",
    ),
    innocent=Text(
        en="Clubs and small firms send newsletters with them too, to people who asked for them.",
        ja="団体や小さな会社が、購読者へのお知らせに使うこともあります。",
    ),
)


def check(software: Software) -> Iterator[Finding]:
    for one in software.candidates:
        if one.tool.kind is ToolKind.MASS_MAILER:
            told = one.recognized
            if told in software.named or Look.CLAIM in told.looks:
                yield MASS_MAILER.found(*told.evidence, tool=Word(one.tool.called), reasons=Word(told.reasons))
                return
