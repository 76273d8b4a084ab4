"""The file that the mail names is not the one that it has, or the subject names another than the text.

Innocent when: several files go along, or one was renamed on the way.
"""

from collections.abc import Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick

from gyotaku.mail.facts.wording import Passage, Wording
from gyotaku.mail.mentions.quoted import words_of_others
from gyotaku.mail.message import Message
from gyotaku.mail.mime import Part
from gyotaku.mail.pattern import Pattern
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text

TWO_FILES = Kind(
    id="two-files",
    group=Group.CONTRADICTION,
    strength=Strength.WEAK,
    title=Text(
        en="The mail is about the file {first}, and then about {second}.",
        ja="ファイル名が、{first} と {second} の二通りに書かれています。",
    ),
    why=Text(
        en="A notice about one file names that file everywhere: the program takes the name from the file.",
        ja="一つのファイルについてのお知らせであれば、どの箇所にも同じファイル名が入ります。プログラムがファイルから名前を取るためです。",
    ),
    innocent=Text(
        en="Two files in one mail, or one that was renamed before it was sent.",
        ja="二つのファイルを一通で扱う場合や、送る前に名前を変えた場合にも起こります。",
    ),
)

_ENDS = r"pdf|xlsx?|xlsm|docx?|docm|pptx?|zip|rar|7z|lzh|csv|html?|shtml|jpe?g|png|svg|eml|wav|mp3|iso|img"
_NAME = Pattern(rf"[^\s「」『』【】\"'<>:;,、。/\\()]{{1,60}}\.(?:{_ENDS})(?![a-z0-9])")
_MARKS = tuple(
    f".{end}"
    for end in (
        "pdf",
        "xls",
        "doc",
        "ppt",
        "zip",
        "rar",
        "7z",
        "lzh",
        "csv",
        "htm",
        "shtml",
        "jp",
        "png",
        "svg",
        "wav",
        "mp3",
        "iso",
        "img",
    )
)
_ATTACHED = ("添付", "同封", "attach", "enclosed")
_AROUND = 60
_READ = 6_000


def check(wording: Wording, message: Message) -> Iterator[Finding]:
    subject = next((passage for passage in wording.headers if passage.part == "Subject"), None)
    named = _names(subject) if subject is not None else {}
    for body in wording.bodies[:2]:
        pair = _pair(subject, named, body, message)
        if pair is not None and not words_of_others(body.folded):
            first, second = pair
            yield TWO_FILES.found(first, second, first=Quote(first.quote), second=Quote(second.quote))
            return


def _pair(
    subject: Passage | None, named: dict[str, tuple[int, int]], body: Passage, message: Message
) -> tuple[Evidence, Evidence] | None:
    if not named and not any(word in body.folded for word in _ATTACHED):
        return None
    here = _names(body)
    if subject is not None and len(named) == 1 and len(here) == 1 and not named.keys() & here.keys():
        return subject.evidence(*next(iter(named.values()))), body.evidence(*next(iter(here.values())))
    if len(here) != 1:
        return None
    name, span = next(iter(here.items()))
    around = body.folded[max(0, span[0] - _AROUND) : span[1] + _AROUND]
    if not any(word in around for word in _ATTACHED):
        return None
    files = [(part, part.filename) for part in message.root.walk() if part.filename]
    if not files or len(files) > 2 or any(_same(name, str(file)) for _, file in files):
        return None
    part, file = files[0]
    quote = _quote(part, str(file))
    return None if quote is None else (body.evidence(*span), quote)


@cache
def _marks() -> AhoCorasick:
    return AhoCorasick(_MARKS)


def _names(passage: Passage) -> dict[str, tuple[int, int]]:
    text = passage.folded
    if not _marks().find_matches_as_indexes(text[:_READ]):
        return {}
    return {
        match[0]: match.span()
        for match in _NAME.compiled.finditer(text, 0, _READ)
        if text[match.start() - 1 : match.start()] not in ("/", "=", "@") and "@" not in match[0]
    }


def _same(name: str, file: str) -> bool:
    """The same but for blanks and signs, which programs change."""
    one, other = (
        "".join(sign for sign in words.lower() if sign.isalnum())
        for words in (name.partition(".")[0], file.rpartition(".")[0])
    )
    return one in other or other in one


def _quote(part: Part, name: str) -> Evidence | None:
    for header in ("Content-Disposition", "Content-Type"):
        field = part.headers.get(header)
        if field is not None and name in field.text:
            return field.quote(name, Principal.SENDER)
    return None
