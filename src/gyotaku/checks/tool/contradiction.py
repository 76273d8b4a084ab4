"""X-Mailer or User-Agent names one program, and the mail shows another's traces and none of that one's.

Innocent when: a gateway or an archive composed the mail anew, or a script names a program so that filters like it better.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.software import Software
from gyotaku.mail.software.table import beneath, knows_traces_of, software
from gyotaku.model.answers import NotApplicable
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.software import Recognized, Role, Tool
from gyotaku.model.text import Text, Word

TOOL_CONTRADICTS = Kind(
    id="tool-contradicts-x-mailer",
    group=Group.TOOL,
    strength=Strength.MODERATE,
    title=Text(
        en="The mail says that {claimed} made it, but nothing in it shows that. It has the traces of {tool}: {reasons}.",
        ja="このメールは「{claimed}」で作成したと名乗っていますが、その特徴がなく、「{tool}」の特徴があります。手がかり: {reasons}。",
    ),
    why=Text(
        en="Who names a mail program for people while a script writes the mail wants it to look hand-written.",
        ja="プログラムで送りながら人が使うメールソフトを名乗るのは、手で書いたメールに見せかけるためと考えられます。",
    ),
    innocent=Text(
        en="Gateways, archives and ticket systems that compose a mail anew and keep its old header fields; honest scripts "
        "that name a mail program so that filters let them pass.",
        ja="元のヘッダーを残したままメールを組み直す中継サーバー、アーカイブ、問い合わせ管理システムでも起こります。フィルターを避けようとしてメールソフトを名乗る正当なスクリプトもあります。",
    ),
)
_NO_CLAIM = Text(
    en="Neither X-Mailer nor User-Agent names a program that is known here.",
    ja="X-Mailer にも User-Agent にも、知られているソフトの名前がありません。",
)
_SHOWS = 2.0
"""Natural log odds of its own traces from which a program is no longer absent: more than one weak hint."""


def check(tools: Software) -> Iterator[Finding]:
    if not tools.claims:
        raise NotApplicable(_NO_CLAIM)
    composer = tools.composer
    if composer is None or tools.shown(composer.tool.id) < software().rule.least:
        return
    if composer.tool.rebuilds and tools.rebuilt:
        return
    for claim in tools.claims:
        if _contradicts(claim.tool, composer) and tools.shown(claim.tool.id) < _SHOWS:
            yield TOOL_CONTRADICTS.found(
                claim.evidence,
                *composer.evidence,
                claimed=Word(claim.tool.called),
                tool=Word(composer.tool.called),
                reasons=Word(composer.reasons),
            )
            return


def _contradicts(claimed: Tool, composer: Recognized) -> bool:
    tool = composer.tool
    if claimed.role is not Role.COMPOSES or claimed.family == tool.family or not knows_traces_of(claimed.id):
        return False
    return claimed.id not in beneath(tool.id) and tool.id not in beneath(claimed.id)
