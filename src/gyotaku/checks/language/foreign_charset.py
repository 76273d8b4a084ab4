"""Japanese text in a character set of Chinese or Korean.

Innocent when: the writer's device is set to that language.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.tongue import Tongue
from gyotaku.mail.facts.wording import Wording
from gyotaku.model.evidence import Principal
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.lazy import Lazy
from gyotaku.model.text import Quote, Text, Word

FOREIGN_CHARSET = Kind(
    id="foreign-charset",
    group=Group.LANGUAGE,
    title=Text(
        en="The text is Japanese, but it was written in {charset}, a character set for {language}.",
        ja="本文は日本語ですが、 {language} 用の文字コード {charset} で書かれています。",
    ),
    why=Text(
        en="Programs choose it where the computer is set to that language. Notices for Japanese customers are sent in UTF-8 or a Japanese character set.",
        ja="その言語に設定されたコンピューターで選ばれる文字コードです。日本の利用者へのお知らせは、UTF-8 か日本語用の文字コードで送られます。",
    ),
    innocent=Text(
        en="Colleagues, students and shops abroad who write Japanese on their own computers.",
        ja="外国の同僚、留学生、店などが、手元のコンピューターで日本語を書いたメールでも見られます。",
    ),
)

_CHINESE = Text(en="Chinese", ja="中国語")
_KOREAN = Text(en="Korean", ja="韓国語")
_SETS = {
    "gb2312": _CHINESE,
    "gbk": _CHINESE,
    "gb18030": _CHINESE,
    "big5": _CHINESE,
    "euc-kr": _KOREAN,
    "ks_c_5601-1987": _KOREAN,
}


def check(wording: Wording, tongue: Lazy[Tongue]) -> Iterator[Finding]:
    for body in wording.laid_out:
        declared = body.part.charset or ""
        language = _SETS.get(declared.lower())
        field = body.part.headers.get("Content-Type")
        if language is not None and field is not None and tongue().language == "ja":
            start = max(0, field.text.lower().find(declared.lower()))
            yield FOREIGN_CHARSET.found(
                field.evidence(Principal.SENDER, start, start + len(declared)),
                charset=Quote(declared),
                language=Word(language),
            )
            return
