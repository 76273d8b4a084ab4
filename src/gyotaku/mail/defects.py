"""What a mail does that its RFC forbids, or that could not be read: stated, never swallowed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from gyotaku.model.text import Text


class Defect(Struct, frozen=True):
    """One departure from the RFCs, or one step that reading had to guess.

    `part` names where, as spans do (`Subject`, `2.1`, `2/Content-Type`; empty for the mail itself). `detail` is plain
    English for a log, `start` and `end` are octet offsets in the mail, where one stretch is to blame.
    """

    id: str
    part: str
    detail: str
    start: int | None = None
    end: int | None = None

    @property
    def text(self) -> Text:
        """The sentence for a reader."""
        return DEFECTS[self.id]


class Ledger:
    """The defects met so far in one mail, those of attached messages included.

    The same defect of the same part is kept once: a field of 100,000 broken words is one broken field.
    """

    __slots__ = ("_by_part", "_seen", "found", "partial")

    def __init__(self) -> None:
        self.found: list[Defect] = []
        self.partial: dict[str, Text] = {}
        """Why a header is not the original one, by the SHA-256 of the mail inside that was put together."""
        self._seen: set[tuple[str, str]] = set()
        self._by_part: dict[str, list[Defect]] = {}

    def note(self, id_: str, part: str, detail: str = "", start: int | None = None, end: int | None = None) -> None:
        if (id_, part) in self._seen:
            return
        self._seen.add((id_, part))
        defect = Defect(id_, part, detail, start, end)
        self.found.append(defect)
        self._by_part.setdefault(part, []).append(defect)

    def of(self, part: str) -> tuple[Defect, ...]:
        return tuple(self._by_part.get(part, ()))


DEFECTS: Mapping[str, Text] = MappingProxyType(
    {
        # The mail as a whole
        "empty-mail": Text(en="The mail is empty.", ja="メールが空です。"),
        "byte-order-mark": Text(
            en="The mail starts with a byte order mark.", ja="メールの先頭に BOM（バイト順マーク）があります。"
        ),
        "leading-blank-lines": Text(en="There are empty lines before the header.", ja="ヘッダーの前に空行があります。"),
        "mbox-line": Text(
            en="The first line is the separator of a mailbox file.",
            ja="先頭にメールボックスファイルの区切り行（From 行）が残っています。",
        ),
        "cr-line-ends": Text(en="Lines end in a lone CR throughout.", ja="すべての行が CR だけで終わっています。"),
        "mixed-line-ends": Text(
            en="Some lines end in CR LF, others in LF.", ja="CR LF で終わる行と、LF だけで終わる行が混ざっています。"
        ),
        "bare-cr": Text(
            en="There is a CR that does not belong to a line end.", ja="改行の一部ではない CR が含まれています。"
        ),
        "nul-octet": Text(en="There is a NUL octet.", ja="NUL 文字（0x00）が含まれています。"),
        # Header
        "no-header": Text(en="There is no header.", ja="ヘッダーがありません。"),
        "missing-blank-line": Text(
            en="No empty line separates header and body.", ja="ヘッダーと本文の間に空行がありません。"
        ),
        "line-without-colon": Text(
            en="A line of the header is not a field.", ja="ヘッダーに、フィールドの形をしていない行があります。"
        ),
        "space-before-colon": Text(
            en="There is white space between a field's name and its colon.",
            ja="フィールド名とコロンの間に空白があります。",
        ),
        "duplicate-field": Text(
            en="A field that may stand once stands more than once.",
            ja="一度しか書けないフィールドが二つ以上あります。",
        ),
        "too-many-fields": Text(
            en="The header has more fields than are read.", ja="ヘッダーのフィールド数が、読み取る上限を超えています。"
        ),
        "header-too-large": Text(
            en="The header is larger than what is read of it.", ja="ヘッダーの大きさが、読み取る上限を超えています。"
        ),
        "field-too-long": Text(
            en="A field is longer than what is read of it.", ja="フィールドの長さが、読み取る上限を超えています。"
        ),
        "too-many-mailboxes": Text(
            en="A field lists more mailboxes than are read.",
            ja="フィールドに並ぶアドレスの数が、読み取る上限を超えています。",
        ),
        "raw-8bit-header": Text(
            en="A field holds octets that are neither ASCII nor UTF-8; their charset was guessed.",
            ja="フィールドに ASCII でも UTF-8 でもない文字があり、文字コードを推定しました。",
        ),
        "bad-encoded-word": Text(
            en="An encoded word is damaged.", ja="エンコードされた語（encoded-word）が壊れています。"
        ),
        "split-character": Text(
            en="A character is split between two encoded words.",
            ja="一つの文字が二つの encoded-word に分かれています。",
        ),
        # Content fields
        "bad-content-type": Text(
            en="The content type cannot be read; the RFC's default was taken.",
            ja="Content-Type を読み取れず、RFC の既定値とみなしました。",
        ),
        "bad-parameter": Text(en="A parameter of a field is damaged.", ja="フィールドのパラメーターが壊れています。"),
        "duplicate-parameter": Text(
            en="A parameter stands more than once; the first was taken.",
            ja="同じパラメーターが二つ以上あり、最初のものを使いました。",
        ),
        "too-many-parameters": Text(
            en="A field has more parameters than are read.",
            ja="フィールドのパラメーター数が、読み取る上限を超えています。",
        ),
        "unknown-encoding": Text(
            en="The transfer encoding is unknown; the body was left as it is.",
            ja="Content-Transfer-Encoding が未知のもので、本文を復号せず、そのまま扱いました。",
        ),
        "encoded-multipart": Text(
            en="A multipart claims a transfer encoding, which it may not have.",
            ja="マルチパートに、許されない Content-Transfer-Encoding が指定されています。",
        ),
        # Structure
        "no-boundary": Text(
            en="A multipart names no boundary; its body was left whole.",
            ja="マルチパートに boundary がなく、本文を分割しませんでした。",
        ),
        "boundary-not-found": Text(
            en="The boundary of a multipart does not occur in it.",
            ja="マルチパートの boundary が本文に現れません。",
        ),
        "boundary-never-closed": Text(
            en="A multipart is never closed.", ja="マルチパートの終わりの区切りがありません。"
        ),
        "doubled-delimiter": Text(
            en="Two delimiters of a multipart follow each other with nothing between.",
            ja="マルチパートの区切り行が、間に何もなく続いています。",
        ),
        "boundary-reused": Text(
            en="A multipart uses the boundary of one that encloses it.",
            ja="マルチパートが、外側のマルチパートと同じ boundary を使っています。",
        ),
        "boundary-too-long": Text(
            en="A boundary is longer than 70 characters.", ja="boundary が 70 文字を超えています。"
        ),
        "too-deep": Text(
            en="Multiparts are nested deeper than are read; the rest was left whole.",
            ja="マルチパートの入れ子が読み取る上限より深く、その先は分割しませんでした。",
        ),
        "too-many-parts": Text(
            en="There are more parts than are read; the rest was left whole.",
            ja="パートの数が読み取る上限を超え、その先は分割しませんでした。",
        ),
        "too-many-messages": Text(
            en="Attached messages are more, or nested deeper, than are read.",
            ja="添付されたメールの数または入れ子の深さが、読み取る上限を超えています。",
        ),
        # Transfer encodings
        "base64-foreign": Text(
            en="There are characters in base64 data that do not belong there.",
            ja="base64 のデータに、使えない文字が混ざっています。",
        ),
        "base64-padding": Text(
            en="The padding of base64 data is wrong.", ja="base64 の末尾のパディングが誤っています。"
        ),
        "base64-blocks": Text(
            en="base64 data goes on after its padding.", ja="base64 のパディングの後にデータが続いています。"
        ),
        "base64-truncated": Text(
            en="Not all base64 data could be decoded.", ja="base64 のデータの一部を復号できませんでした。"
        ),
        "bad-quoted-printable": Text(
            en="There are = signs in quoted-printable data that escape nothing.",
            ja="quoted-printable のデータに、正しくない = があります。",
        ),
        "bad-uuencode": Text(en="uuencoded data is damaged.", ja="uuencode のデータが壊れています。"),
        "8bit-in-7bit": Text(
            en="A body that claims to be 7bit holds 8-bit octets.",
            ja="7bit と宣言された本文に 8 ビットの文字があります。",
        ),
        # Charsets
        "unknown-charset": Text(
            en="The declared charset is unknown; another was used.",
            ja="宣言された文字コードが未知のもので、別の文字コードとして読みました。",
        ),
        "undeclared-charset": Text(
            en="8-bit text declares no charset; it was guessed.",
            ja="8 ビットの文字に文字コードの宣言がなく、推定しました。",
        ),
        "wrong-charset": Text(
            en="The declared charset does not fit; another was used.",
            ja="宣言された文字コードが実際と合わず、別の文字コードとして読みました。",
        ),
        "charset-superset": Text(
            en="The text uses characters of a vendor's superset of the declared charset.",
            ja="宣言された文字コードにはない、ベンダー拡張の文字が使われています。",
        ),
        "undecodable-octets": Text(
            en="Some octets stand for no character of the charset.", ja="文字コードとして読めないバイトがあります。"
        ),
        "lost-escapes": Text(
            en="The escape characters of ISO-2022-JP text are gone; they were restored.",
            ja="ISO-2022-JP のエスケープ文字（ESC）が失われており、補って読みました。",
        ),
        "utf-7": Text(
            en="The text is in UTF-7, which no mail needs and which hides text from filters.",
            ja="メールでは使う必要のない UTF-7 で書かれています。UTF-7 を使うと、フィルターから文章を隠すことができます。",
        ),
    }
)
"""Every defect id with its sentence. Ids are never reused."""

UNREAD = frozenset(
    (
        "too-many-fields header-too-large field-too-long too-many-mailboxes too-many-parameters no-boundary "
        "boundary-not-found boundary-reused boundary-too-long too-deep too-many-parts too-many-messages "
        "base64-truncated bad-uuencode"
    ).split()
)
"""Those after which something of the mail stayed unread: no judgement of the whole can rest on what was."""

GUESSED = frozenset(
    (
        "missing-blank-line line-without-colon duplicate-field bad-encoded-word unknown-encoding base64-foreign "
        "base64-blocks bad-quoted-printable unknown-charset wrong-charset undeclared-charset raw-8bit-header "
        "undecodable-octets lost-escapes nul-octet"
    ).split()
)
"""Those after which what was read is a guess. All others are departures from the rules that cost nothing."""
