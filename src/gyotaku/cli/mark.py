"""`gyotaku mark`: the reader's own word on mails, kept for the next ones."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import msgspec
from msgspec.structs import replace

from gyotaku.archive.mark_store import LONGEST_NOTE, MarkError, MarkStore
from gyotaku.archive.teaching import Taught, teach
from gyotaku.cli.main import DONE, UNREADABLE, USAGE
from gyotaku.cli.marks_file import marks_file
from gyotaku.cli.paths import printable
from gyotaku.cli.settings import language, settings
from gyotaku.dissection import dissect_mail
from gyotaku.mail.intake import Mail, collect
from gyotaku.mail.refusals import Refused
from gyotaku.model.configuration import Config
from gyotaku.model.marks import PROOFS, WHOM, Mark, MarkWord, Scope, Sort, Thing
from gyotaku.model.report import Report
from gyotaku.model.text import Language, Text, Url
from gyotaku.report.canvas import STYLE
from gyotaku.report.layout import safe
from gyotaku.report.teller import Teller

_WORDS = tuple(word.value for word in MarkWord)
_NO_WORD = Text(
    en="the last word must be ham or phish: gyotaku mark MAIL... ham|phish",
    ja="最後に ham か phish を指定してください（gyotaku mark MAIL... ham|phish）",
)
_NO_MAIL = Text(en="no mail is named", ja="メールが指定されていません")
_MARKED = Text(
    en="#{number} {path}: marked as {word}, until {until}",
    ja="#{number} {path}：「{word}」の印を付けました（期限 {until}）",
)
_MARKED_ALONE = Text(
    en="#{number} {path}: this mail is marked as {word}", ja="#{number} {path}：このメールに「{word}」の印を付けました"
)
_INSTEAD = Text(
    en="in place of your mark #{number} of {day} ({word})", ja="{day} の印 #{number}（{word}）と置き換えました"
)
_KNOWN = Text(
    en="known from now on: {whom}, where your own server records the same proof: {proofs}",
    ja="既知の差出人：{whom}（自社サーバーが同じ証拠を記録した場合。証拠：{proofs}）",
)
_SUSPECT = Text(
    en="accused from now on: {whom}, where your own server records the same proof: {proofs}",
    ja="今後疑う差出人：{whom}（自社サーバーが同じ証拠を記録した場合。証拠：{proofs}）",
)
_EXCUSED = Text(en="does not count there any more: {kinds}", ja="この差出人では判定に数えない所見：{kinds}")
_ACCUSES = Text(en="accuses from now on, as {role}: {what}", ja="今後疑う{role}：{what}")
_TEACHES_NOTHING = Text(
    en="Nothing in it tells a later mail of the same hand.", ja="同じ者が送る次のメールを見分ける手がかりはありません。"
)
_CROWDED = Text(
    en="It leads to {count} domains; most of them are honest, so none is held to be the fraud's own.",
    ja="リンク先のドメインが{count}個あり、大半は無関係とみられるため、どれも疑うことはしません。",
)
_UNDONE = Text(en="#{number} is taken back: {word}, {day}", ja="#{number} の印を取り消しました（{word}、{day}）")
_NO_MARK = Text(en="{what}: there is no mark of it", ja="{what}：印はありません")
_NONE = Text(en="There are no marks.", ja="印はありません。")
_OVER = Text(en="ran out", ja="期限切れ")


def _now() -> datetime:
    return datetime.now(UTC)


def run(options: argparse.Namespace) -> int:
    config = settings(options)
    if config is None:
        return USAGE
    teller = Teller(language(options, config), STYLE)
    try:
        _understood(options, teller.language)
        file = marks_file(options.file)
        if options.list and not file.exists():
            print(teller.say(_NONE), file=sys.stderr)
            return DONE
        store = MarkStore(file, make=not options.list)
    except (MarkError, ValueError) as error:
        print(f"gyotaku: {safe(str(error))}", file=sys.stderr)
        return USAGE
    try:
        if options.list:
            return _list(options, teller, store)
        return (_undo if options.undo else _mark)(options, replace(config, online=frozenset()), teller, store)
    except MarkError as error:
        print(f"gyotaku: {safe(str(error))}", file=sys.stderr)
        return UNREADABLE
    finally:
        store.close()


def _understood(options: argparse.Namespace, spoken: Language) -> None:
    """Put word and end into their places. Raises ValueError with what is wrong."""
    options.now = _now()
    if options.list:
        return
    if not options.undo:
        if not options.what or options.what[-1] not in _WORDS:
            raise ValueError(_NO_WORD.template(spoken))
        options.word = MarkWord(options.what.pop())
        options.ends = _ends(options)
    if not options.what:
        raise ValueError(_NO_MAIL.template(spoken))
    if len(options.note) > LONGEST_NOTE or not options.note.isprintable():
        raise ValueError(f"--note takes one line of at most {LONGEST_NOTE} characters")


def _ends(options: argparse.Namespace) -> datetime:
    now: datetime = options.now
    if options.until is None:
        return now + timedelta(days=options.days)
    try:
        ends = datetime.combine(date.fromisoformat(options.until), time(23, 59, 59), UTC)
    except ValueError:
        raise ValueError(f"--until takes a day like 2027-03-31, not {options.until!r}") from None
    if ends <= now:
        raise ValueError(f"--until {options.until} is over")
    return ends


def _mark(options: argparse.Namespace, config: Config, teller: Teller, store: MarkStore) -> int:
    code = DONE
    for report in _reports(options.what, config, teller):
        if report is None:
            code = UNREADABLE
            continue
        if report.lesson is None:
            raise AssertionError("dissected for marking")
        scope = Scope(options.scope)
        taught = teach(report.lesson, options.word, scope)
        path = printable(report.mail.path)
        if taught.refused:
            print(f"gyotaku: {path}: {_why_not(teller, taught)}", file=sys.stderr)
            code = USAGE if code == DONE else code
            continue
        mark = Mark(
            number=0,
            sha256=report.mail.sha256,
            time=options.now,
            until=options.ends,
            word=options.word,
            scope=scope,
            note=options.note,
            things=taught.things,
        )
        made, before = store.add(mark)
        _tell(teller, path, made, before, taught)
    return code


def _reports(what: list[str], config: Config, teller: Teller) -> Iterator[Report | None]:
    """Of each mail; None where it could not be read. Of a mail that carries others, the one that leads its report."""
    for one in collect(what, sys.stdin.buffer):
        if isinstance(one, Refused):
            print(f"gyotaku: {printable(one.path)}: {one.reason.template(teller.language)}", file=sys.stderr)
            yield None
        else:
            yield _dissected(one, config)


def _dissected(mail: Mail, config: Config) -> Report:
    return dissect_mail(mail, config, for_marking=True)


def _tell(teller: Teller, path: str, mark: Mark, before: Mark | None, taught: Taught) -> None:
    told = _MARKED if mark.things else _MARKED_ALONE
    print(teller.filled(told, number=mark.number, path=path, word=mark.word.label, until=_day(mark.until)))
    lines: list[str] = []
    if before is not None:
        lines.append(teller.filled(_INSTEAD, number=before.number, day=_day(before.time), word=before.word.label))
    honest = mark.word is MarkWord.HAM
    if taught.whom is not None:
        proofs = teller.comma.join(dict.fromkeys(teller.say(thing.sort.label) for thing in mark.of(*PROOFS)))
        text = _KNOWN if honest else _SUSPECT
        lines.append(teller.filled(text, whom=taught.whom.value, proofs=Text(en=proofs, ja=proofs)))
    elif taught.why_not is not None:
        lines.append(_why_not(teller, taught))
    if honest:
        kinds = dict.fromkeys(thing.value.partition(" ")[0] for thing in mark.of(Sort.FINDING))
        if kinds:
            lines.append(teller.filled(_EXCUSED, kinds=", ".join(kinds)))
    else:
        traits = [thing for thing in mark.things if thing.sort not in WHOM | PROOFS]
        lines += [teller.filled(_ACCUSES, role=thing.sort.label, what=_slot(thing)) for thing in traits]
        if taught.places_left:
            lines.append(teller.filled(_CROWDED, count=taught.places_left))
        if not mark.things and mark.scope is not Scope.THIS:
            lines.append(teller.say(_TEACHES_NOTHING))
    for line in lines:
        print(f"   {line}")


def _why_not(teller: Teller, taught: Taught) -> str:
    return teller.filled(taught.why_not or _NO_MARK, service=taught.service or "", what="")


def _slot(thing: Thing) -> Url | str:
    return Url(thing.value) if thing.sort in {Sort.LINK, Sort.LINK_HOST, Sort.LINK_DOMAIN} else thing.value


def _undo(options: argparse.Namespace, config: Config, teller: Teller, store: MarkStore) -> int:
    code = DONE
    for what in options.what:
        number = what.removeprefix("#")
        numbered = number.isascii() and number.isdecimal() and len(number) < 19
        if numbered and (what.startswith("#") or not Path(what).exists()):
            code = max(code, _gone(teller, printable(what), store.remove(number=int(number))))
            continue
        for report in _reports([what], config, teller):
            if report is None:
                code = UNREADABLE
            else:
                removed = [store.remove(sha256=one.mail.sha256) for one in (report, *report.others)]
                gone = next((mark for mark in removed if mark is not None), None)
                code = max(code, _gone(teller, printable(report.mail.path), gone))
    return code


def _gone(teller: Teller, what: str, mark: Mark | None) -> int:
    if mark is None:
        print(f"gyotaku: {teller.filled(_NO_MARK, what=what)}", file=sys.stderr)
        return UNREADABLE
    print(teller.filled(_UNDONE, number=mark.number, word=mark.word.label, day=_day(mark.time)))
    return DONE


def _list(options: argparse.Namespace, teller: Teller, store: MarkStore) -> int:
    marks = store.all()
    if options.format == "json":
        for mark in marks:
            print(json.dumps(msgspec.to_builtins(mark)))
        return DONE
    if not marks:
        print(teller.say(_NONE), file=sys.stderr)
    for mark in marks:
        whom = next(iter(mark.of(*WHOM)), None)
        told = [
            f"#{mark.number}",
            _day(mark.time),
            teller.say(mark.word.label),
            mark.scope.value,
            safe(whom.value) if whom is not None else "-",
            mark.sha256[:12],
            teller.say(_OVER) if mark.until <= options.now else f"–{_day(mark.until)}",
            safe(mark.note),
        ]
        print("  ".join(told).rstrip())
    return DONE


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"
