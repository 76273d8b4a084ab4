"""The subject calls for attention and names no matter.

Innocent when: short notices of people who know each other.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.japanese import Japanese
from gyotaku.mail.language.subjects import find
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.text import Quote, Text

VAGUE = Kind(
    id="subject-vague",
    group=Group.LANGUAGE,
    title=Text(
        en="The subject says that it is important, but not what it is about: {subject}.",
        ja="件名は重要だと述べていますが、何についてかを書いていません（{subject}）。",
    ),
    why=Text(
        en="A genuine notice names the service it is about, so that its readers know whether it concerns them. A mail to everybody leaves that open.",
        ja="本物のお知らせは、関係のある人に分かるように、対象のサービスを件名に書きます。誰にでも送る文面では、そこが曖昧になります。",
    ),
    innocent=Text(
        en="A computing centre or firm whose readers know which service is meant.",
        ja="読む人がどのサービスのことか分かっている、社内や学内のお知らせでも見られます。",
    ),
)


def check(japanese: Japanese) -> Iterator[Finding]:
    for sheet in japanese.sheets:
        if sheet.passage.part == "Subject" and (slip := find(sheet)) is not None:
            yield VAGUE.found(slip.evidence(), subject=Quote(slip.quote))
