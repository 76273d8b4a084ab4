"""What the report does not know, why, and which permission would answer it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gyotaku.lookup.looked import Looked
from gyotaku.lookup.world import NOT_PERMITTED, World
from gyotaku.mail.codes.reading import Why
from gyotaku.mail.facts.codes import Codes
from gyotaku.mail.facts.readability import Readability
from gyotaku.mail.facts.said import Sayings
from gyotaku.mail.facts.tongue import Tongue
from gyotaku.model.answers import CheckRun, Ended, Permission, Question, Unknown
from gyotaku.model.evidence import ReadFrom
from gyotaku.model.text import Amount, Quote, Sentence, Text

_FEW_PARTS = 5
_NOT_YET = Text(
    en="Permitted, but this version has no look-up for it yet.",
    ja="許可されていますが、この版にはまだ照会の機能がありません。",
)
_NO_ADDRESS = Text(
    en="The mail does not tell which address handed it over, so there is nothing to compare with the record.",
    ja="どのIPアドレスから引き渡されたかの記録がメールになく、照合できません。",
)
_NOBODY = Text(
    en="Nobody is known who could be asked: it is reserved for other uses, or its registry has no server.",
    ja="照会できる相手がいません（特別な用途に予約されているか、登録機関のサーバーがありません）。",
)
_BROKEN = Text(
    en="The look-up ended with an error of this program.", ja="照会の処理が、このプログラムの誤りで終わりました。"
)
_LINKS = Text(
    en="Who owns the {count} further domains to which links lead?", ja="リンク先のほかのドメイン（{count}個）の持ち主"
)
_LINKS_WHY = Text(
    en="Look-ups are listed for the first domains of links only.",
    ja="照会の対象は、リンク先の最初のいくつかのドメインだけです。",
)
_ATTACHMENTS = Text(en="What is in the attachments ({count})?", ja="添付ファイル（{count}件）の中身")
_ATTACHMENTS_WHY = Text(
    en="In attachments this version looks for QR codes (pictures, PDF), links (PDF), mails, and for words (pictures, PDF) where the mail has few of its own; for nothing else.",
    ja="この版が添付ファイルから調べるのは、QRコード（画像と PDF）、リンク（PDF）、添付されたメールと、本文の文字が少ないときの画像と PDF の中の文字だけです。",
)
_PICTURES = Text(
    en="Do the pictures or PDFs of the parts {parts} hold QR codes or links, and where do they lead?",
    ja="パート {parts} の画像や PDF に、QRコードやリンクがあるか。あればその行き先",
)
_WORDS = Text(
    en="What do the pictures or PDFs of the parts {parts} say in words?",
    ja="パート {parts} の画像や PDF の中の文字の内容",
)
_NO_RECOGNIZER = frozenset({Why.WORDS, Why.WORDS_JAPANESE})
_SCAN = Text(
    en="Where does the code lead that the mail asks to scan ({ask})?",
    ja="読み取るように求められているコード（{ask}）の行き先",
)
_SCAN_WHY = Text(
    en="No code was read. It may be in a picture that is loaded from elsewhere, or in a form that is not read.",
    ja="コードは読み取れませんでした。外部から読み込まれる画像や、対応していない形式の中にあるのかもしれません。",
)
_LANGUAGE = Text(
    en="Is the text one that the claimed sender would write?", ja="本文は名乗っている差出人が書くような文章か"
)
_JAPANESE_WHY = Text(
    en="Phrases, characters, spaces, dates and sentence ends of the Japanese text were compared with tables; how its words are joined is looked at with the extra `ja` only. The program does not understand the text, "
    "and writing without fault clears nobody.",
    ja="日本語の本文は、言い回し、文字、空白、日付、文末を表と照らし合わせました。言葉のつながり方を調べるのは、追加機能 ja がある場合だけです。文章の意味を理解したわけではありません。また、書き方に誤りがなくても、安全とは言えません。",
)
_NOT_JUDGED = Text(
    en="How the text is written is not judged in this language; only Japanese is, and English by its grammar.",
    ja="書きぶりを調べるのは日本語と、英語の文法の一部だけです。この本文の書きぶりは調べていません。",
)
_ENGLISH_WHY = Text(
    en="Wordings, forms of verbs and nouns, and marks of the English text were compared with tables. The program does not understand the text, and writing without fault clears nobody.",
    ja="英語の本文は、言い回し、動詞や名詞の形、句読点を表と照らし合わせました。文章の意味を理解したわけではありません。また、書き方に誤りがなくても、安全とは言えません。",
)
_WRITING = {"ja": _JAPANESE_WHY, "en": _ENGLISH_WHY}
_TONGUE = Text(
    en="What does the text want of its reader, and how does it press him ({text})?",
    ja="本文（{text}）が読む人に何を求め、どのように急がせているか",
)
_CARRIED = Text(
    en="What is in the attached mails beyond the limit ({count})?", ja="上限を超えた添付メール（{count}通）の中身"
)
_CARRIED_WHY = Text(
    en="More mails are attached than this program dissects.", ja="添付されたメールの数が解剖の上限を超えています。"
)
_FILE = Text(en="What does the file {file} say? It could not be used.", ja="使えなかったファイル {file} の内容")
_FAILED = Text(en="What would the check {check} have found?", ja="確認 {check} の結果")
_SEVERAL_FAILED = Text(en="What would {count} checks have found?", ja="{count}件の確認の結果")
_GAP = Text(
    en="What is in the parts that are missing or could not be read?", ja="欠けている部分や読み取れない部分の内容"
)


def unknowns(
    world: World,
    runs: Sequence[CheckRun],
    readability: Readability,
    codes: Codes,
    sayings: Sayings,
    tongue: Tongue,
    carried_left_out: int,
    domains_left_out: int,
) -> tuple[Unknown, ...]:
    return tuple(_all(world, runs, readability, codes, sayings, tongue, carried_left_out, domains_left_out))


def _all(
    world: World,
    runs: Sequence[CheckRun],
    readability: Readability,
    codes: Codes,
    sayings: Sayings,
    tongue: Tongue,
    carried_left_out: int,
    domains_left_out: int,
) -> Iterator[Unknown]:
    unread = {why.text for _, why in codes.unread} | {tongue.why_unread}
    waiting = any(looked.silent for looked in world.looked)
    for why, checks in _lost(runs, waiting).items():
        if why not in unread:
            one = _FAILED.filled(check=Quote(checks[0]))
            yield Unknown(one if len(checks) == 1 else _SEVERAL_FAILED.filled(count=Amount(len(checks))), why)
    for gap in readability.gaps:
        yield Unknown(Sentence(_GAP), gap.text)
    order = list(Permission)
    for looked in sorted(world.looked, key=lambda looked: order.index(looked.question.permission)):
        if looked.broken or not (looked.answered or looked.on_arrival):
            question = looked.question
            why, detail = _why(looked)
            # What is permitted needs no permission, nor do places, which come from files on this machine.
            needed = None if looked.permitted or question.permission is Permission.PLACE else question.permission
            yield Unknown(question.text, why, needed, question.id, detail)
    for file, problem in world.unread:
        yield Unknown(_FILE.filled(file=Quote(file)), Text(en=problem, ja=problem))
    if domains_left_out:
        yield Unknown(_LINKS.filled(count=Amount(domains_left_out)), _LINKS_WHY)
    yield from _unread(codes)
    asks = sayings.of("scan")
    if asks and all(code.reading.of is ReadFrom.PDF_LINK for code in codes.all):
        yield Unknown(_SCAN.filled(ask=Quote(asks[0].evidence().quote)), _SCAN_WHY)
    if not tongue.read:
        quoted = " / ".join(evidence.quote for evidence in tongue.evidence())
        yield Unknown(_TONGUE.filled(text=Quote(quoted)), tongue.why_partly if tongue.partly else tongue.why_unread)
    if readability.attachments:
        yield Unknown(_ATTACHMENTS.filled(count=Amount(len(readability.attachments))), _ATTACHMENTS_WHY)
    if carried_left_out:
        yield Unknown(_CARRIED.filled(count=Amount(carried_left_out)), _CARRIED_WHY)
    yield Unknown(Sentence(_LANGUAGE), _WRITING.get(tongue.language or "", _NOT_JUDGED))


def _lost(runs: Sequence[CheckRun], waiting: bool) -> dict[Text, list[str]]:
    """The checks that came to nothing, by the reason."""
    lost: dict[Text, list[str]] = {}
    for run in runs:
        # What a look-up or a picture left unanswered is told by its question; the check that waited for it need not be named.
        if run.why is not None and (run.ended is Ended.FAILED or (run.ended is Ended.UNAVAILABLE and not waiting)):
            lost.setdefault(run.why, []).append(run.id)
    return lost


def _unread(codes: Codes) -> Iterator[Unknown]:
    """Once for each reason, with the first parts it holds for."""
    parts: dict[Why, list[str]] = {}
    for part, why in codes.unread:
        parts.setdefault(why, []).append(part)
    for why, of in parts.items():
        named = ", ".join(of[:_FEW_PARTS]) + (" ..." if len(of) > _FEW_PARTS else "")
        question = _WORDS if why in _NO_RECOGNIZER else _PICTURES
        yield Unknown(question.filled(parts=Quote(named)), why.text)


def _why(looked: Looked) -> tuple[Text, str]:
    """Why a question is open, and the words of whoever gave no answer."""
    silence = looked.silence
    if looked.why is not None and silence is None:
        return looked.why, ""
    if not looked.permitted:
        return NOT_PERMITTED, ""
    if looked.broken:
        return _BROKEN, f"{type(looked.result).__name__}: {looked.result}"
    if silence is None:
        return _nothing_asked(looked.question), ""
    return silence.outcome.label, ", ".join(word for word in (silence.by or silence.ask.source, silence.detail) if word)


def _nothing_asked(question: Question) -> Text:
    """Why a permitted question led to no ask at all."""
    if question.permission is Permission.REGISTRATION:
        return _NOBODY
    return _NO_ADDRESS if question.method == "spf" else _NOT_YET
