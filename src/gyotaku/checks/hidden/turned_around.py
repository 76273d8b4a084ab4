"""An override of the writing direction makes letters show in another order than they are written.

Innocent when: nearly never outside Arabic and Hebrew. The marks that set words of such languages apart (embeddings, isolates) are none.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.wording import Wording
from gyotaku.mail.message import Message
from gyotaku.mail.pattern import Pattern
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text

TURNED = Kind(
    id="direction-override",
    group=Group.HIDDEN,
    strength=Strength.MODERATE,
    title=Text(
        en="A mark turns the writing direction around: what is written {written} is shown as {shown}.",
        ja="文字の並びを逆にする制御文字が入っています。実際の文字列は {written} ですが、画面には {shown} と表示されます。",
    ),
    why=Text(
        en="What a person reads and what a program reads are then two texts. In a file name it makes a program look like a document.",
        ja="人が読む文字列と、プログラムが読む文字列が食い違います。ファイル名では、実行ファイルを文書に見せかけるために使われます。",
    ),
    innocent=Text(
        en="Texts that write Arabic or Hebrew beside Latin letters, which are not counted; tests of how programs write.",
        ja="アラビア語やヘブライ語を含む文では使うことがあり、数えていません。表示の試験でも見られます。",
    ),
)

_OVERRIDE = "\u202e"
_TURNED = Pattern("\u202e([^\u202c\u2069\r\n<]{1,200})")
_MARKS = Pattern("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_FROM_THE_RIGHT = Pattern("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LEAST = 2
_QUOTED = 60


def check(wording: Wording, message: Message) -> Iterator[Finding]:
    for passage in wording:
        if _OVERRIDE not in passage.text or _FROM_THE_RIGHT.compiled.search(passage.text):
            continue
        for match in _TURNED.compiled.finditer(passage.text):
            written = _MARKS.compiled.sub("", match[1][:_QUOTED]).strip()
            if len(written) >= _LEAST:
                end = match.start(1) + len(match[1][:_QUOTED].rstrip())
                yield _found(passage.evidence(match.start(), end), written, written[::-1], Strength.MODERATE)
                return
    yield from _file_names(message)


def _file_names(message: Message) -> Iterator[Finding]:
    if not message.root.children:
        return
    for part in message.root.walk():
        name = part.filename
        if not name or _OVERRIDE not in name:
            continue
        match = _TURNED.compiled.search(name)
        if match is None:
            continue
        fields = [field for field in part.headers if field.name.lower().startswith("content-")]
        named = next((field for field in fields if name in field.text), None)
        # Written with escapes (RFC 2231) it stands nowhere as it is: the field that names the file is quoted whole.
        field = named or next((field for field in fields if "name" in field.text.lower()), None)
        if field is not None:
            shown = name[: match.start()] + match[1][::-1] + name[match.end() :]
            evidence = field.quote(name, Principal.SENDER)
            yield _found(evidence, _MARKS.compiled.sub("", name), _MARKS.compiled.sub("", shown), Strength.STRONG)
            return


def _found(evidence: Evidence, written: str, shown: str, strength: Strength) -> Finding:
    return TURNED.found(evidence, strength=strength, written=Quote(written), shown=Quote(shown))
