"""Our server's filter let a bad mail pass without any stamp.

Innocent when: no filter runs there, or it only sorts into folders without writing on the mail.
"""

from collections.abc import Iterator

from gyotaku.data.tables import table
from gyotaku.mail.facts.stamps import Stamps
from gyotaku.model.answers import NotApplicable
from gyotaku.model.configuration import Config
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.path import Path
from gyotaku.model.text import Text

NO_STAMP = Kind(
    id="no-spam-stamp",
    group=Group.STAMP,
    direction=Direction.INFORMS,
    when_bad=True,
    title=Text(
        en="No spam stamp of your own server was found on this mail.",
        ja="このメールに、自社サーバーのスパムスタンプは見つかりませんでした。",
    ),
    why=Text(
        en="The subject and the fields that spam filters write were searched. The filter may have missed the mail, "
        "may not be at work, or may leave no stamp. A missing stamp does not clear the mail.",
        ja="件名と、フィルターが書き込むヘッダーフィールドを調べました。フィルターが見逃したか、働いていないか、印を残さない設定と考えられます。印がなくても、正当なメールとは限りません。",
    ),
    innocent=Text(
        en="Many servers sort suspected mail into a folder without writing on it.",
        ja="印を付けずに迷惑メールフォルダーへ振り分けるだけのサーバーも多くあります。",
    ),
)
FILTER_PASSED = Kind(
    id="filter-passed",
    group=Group.STAMP,
    direction=Direction.INFORMS,
    title=Text(
        en="Your own server's filter looked at this mail and did not call it spam.",
        ja="自社サーバーのフィルターは、このメールを調べましたが、迷惑メールとは判断していません。",
    ),
    why=Text(
        en="Filters may miss new campaigns, so this clears nobody.",
        ja="新しい手口はフィルターをすり抜けることがあるため、正当なメールである根拠にはなりません。",
    ),
    innocent=Text(en="An honest mail shows this as well.", ja="正当なメールにも同じ記録が付きます。"),
)

_SHOWN = 4
_NO_SERVER = Text(
    en="There is no Received line of your own server, so it cannot be told whether it would have stamped the mail.",
    ja="自社サーバーの Received 行がないため、印の有無は判断できません。",
)


def check(stamps: Stamps, path: Path, config: Config) -> Iterator[Finding]:
    if path.boundary is None:
        raise NotApplicable(_NO_SERVER)
    if any(stamp.says_spam for stamp in stamps.all):
        return
    passed = next((stamp for stamp in stamps.ours if stamp.says_spam is False), None)
    if passed is not None:
        yield FILTER_PASSED.found(passed.field.quote(passed.quote, Principal.US))
        return
    names = [*config.spam_stamps, *(row["field"] for row in table("stamps")["field"])]
    looked_for = ", ".join(names[:_SHOWN]) + f", … ({len(names)})"
    yield NO_STAMP.found(Evidence.absent(looked_for, Principal.US, path.boundary.host))
