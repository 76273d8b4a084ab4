"""`gyotaku rule`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from gyotaku.batch.arrow import MissingExtraError
from gyotaku.batch.folder import FolderError
from gyotaku.batch.questions import Asking, QuestionError
from gyotaku.batch.rules import rspamd, sieve, spamassassin
from gyotaku.batch.rules.backtest import Backtest, Hits, tried
from gyotaku.batch.rules.condition import PHRASES, Clause, Condition, Rule, What
from gyotaku.batch.rules.proposal import Proposal, like, propose
from gyotaku.batch.rules.rows import Group, Lines, carried, lines, of_mail
from gyotaku.batch.rules.standing import standings
from gyotaku.cli.main import DONE, USAGE
from gyotaku.cli.paths import printable
from gyotaku.cli.query import table
from gyotaku.cli.settings import language, settings
from gyotaku.model.text import Language, Text
from gyotaku.model.version import __version__
from gyotaku.report.layout import safe, shortened

_FORMS: dict[str, Callable[[Rule, str, Sequence[str]], str]] = {
    "sieve": sieve.render,
    "spamassassin": spamassassin.render,
    "rspamd": rspamd.render,
}
_WIDEST = 60
_WIDEST_CLAUSE = 160
_QUOTED = Text(en="“{words}”", ja="「{words}」")
_FEW = 200
"""Unsuspected mails; with fewer, that none was met says little."""
_NOBODY = Text(en="no scanned mail is meant by that", ja="該当するメールがスキャン結果にありません")
_NOTHING = Text(
    en="no rule: nothing that these mails share is their sender's own and missing from unsuspected mails",
    ja="規則を提案できません。これらのメールに共通し、疑いのないメールにはなく、差出人だけのものと言える特徴がありません",
)
_ROWS = Text(
    en="Tried on {all} scanned mails: {chosen} chosen, {accused} more of fraud or likely fraud, {other} suspicious, {unsuspected} unsuspected.",
    ja="スキャンした {all} 通で試した結果です。選んだもの {chosen}、ほかに詐欺またはその可能性が高いもの {accused}、不審 {other}、疑いなし {unsuspected}。",
)
_CARRIED = Text(
    en="{count} mails were not tried: their rows tell of a mail that they carry, and filters test the one that was delivered.",
    ja="{count} 通は試していません。添付されたメールについての行であり、フィルターが調べるのは届いたメール自身だからです。",
)
_COLUMNS = (
    Text(en="condition", ja="条件"),
    Text(en="chosen", ja="選択"),
    Text(en="fraud", ja="詐欺"),
    Text(en="other", ja="その他"),
    Text(en="unsuspected", ja="疑いなし"),
)
_WHOLE = Text(en="the rule: any of these", ja="規則全体（いずれかに該当）")
_AND = Text(en=" and ", ja="、かつ ")
_MISSED = Text(en="{count} of the chosen are not met.", ja="選んだメールのうち {count} 通には該当しません。")
_HONEST = Text(en="It meets unsuspected mails: {paths}", ja="疑いのないメールにも該当します：{paths}")
_NOT_USED = Text(
    en="Not used alone, though chosen mails share it:", ja="選んだメールに共通するものの、単独では使わなかった特徴："
)
_HAVE = Text(en="{count} unsuspected mails have it", ja="疑いのないメール {count} 通にもあります")
_THINLY = Text(
    en="Only {count} unsuspected mails were scanned: that the rule meets none of them says little. Scan honest mail of your own as well.",
    ja="疑いのないメールは {count} 通しかありません。どれにも該当しなくても、誤判定が少ないとは言えません。普段の正当なメールも一緒にスキャンしてください。",
)
_AS_TEXT = Text(
    en="Sieve reads no links: it looks for the address in the decoded text. A link written in another way escapes it, and text that names the address does not.",
    ja="Sieve はリンクを解釈しません。復号した本文から文字列を探します。別の書き方のリンクは見つからず、本文にアドレスが書かれているだけでも該当します。",
)
_PROPOSED = Text(
    en="A proposal, from what was scanned and nothing else. Read it before you use it.",
    ja="スキャンした範囲だけから作った案です。使う前に必ず内容をご確認ください。",
)


def run(options: argparse.Namespace) -> int:
    config = settings(options)
    if config is None:
        return USAGE
    spoken = language(options, config)
    standing = standings(config)
    try:
        asking = Asking(Path(options.scan))
        chosen = _chosen(asking, options)
        if options.like is not None:
            chosen = like(chosen, standing)
        if all(line.group is not Group.CHOSEN for line in chosen()):
            return _refuse(options.scan, _NOBODY, spoken)
        proposal = propose(chosen, standing)
        backtest = tried(proposal.rule, chosen)
        untried = carried(asking)
        asking.close()
    except (FolderError, MissingExtraError, QuestionError) as error:
        print(f"gyotaku: {printable(options.scan)}: {safe(str(error))}", file=sys.stderr)
        return USAGE
    for line in _told(proposal, backtest, options.form, spoken):
        print(line, file=sys.stderr)
    if untried:
        print(_CARRIED.template(spoken).format(count=f"{untried:,}"), file=sys.stderr)
    if not proposal.rule.clauses:
        return _refuse(options.scan, _NOTHING, spoken)
    made = _FORMS[options.form](proposal.rule, _name(proposal.rule), list(_comments(backtest)))
    sys.stdout.flush()
    sys.stdout.buffer.write(made.encode("utf-8"))  # as filters read it, whatever the terminal's encoding
    sys.stdout.buffer.flush()
    return DONE


def _chosen(asking: Asking, options: argparse.Namespace) -> Lines:
    where = options.where if options.like is None else of_mail(options.like)
    return lambda: lines(asking, where)


def _refuse(scan: str, why: Text, spoken: Language) -> int:
    print(f"gyotaku: {printable(scan)}: {why.template(spoken)}", file=sys.stderr)
    return USAGE


def _name(rule: Rule) -> str:
    """The same rule has the same name, and another one another."""
    told = "\n".join(
        f"{test.what}\0{test.value}" for clause in rule.clauses for test in (*clause.tests, Condition(What.LINK, ""))
    )
    return f"GYOTAKU_{sha256(told.encode()).hexdigest()[:8].upper()}"


def _comments(backtest: Backtest) -> Iterator[str]:
    """Figures alone, so that nothing out of a mail stands where no language escapes it."""
    yield f"Proposed by gyotaku {__version__} from scanned mails. Read it before you use it."
    yield _counted("scanned", backtest.rows)
    yield _counted("met by this rule", backtest.rule)
    for number, (_, hits) in enumerate(backtest.clauses, 1):
        yield _counted(f"met by clause {number}", hits)


def _counted(what: str, hits: Hits) -> str:
    return f"{what}: {hits.chosen} chosen, {hits.accused} more fraud or likely, {hits.other} other, {hits.unsuspected} unsuspected"


def _told(proposal: Proposal, backtest: Backtest, form: str, spoken: Language) -> Iterator[str]:
    rows = backtest.rows
    counts = {"chosen": rows.chosen, "accused": rows.accused, "other": rows.other, "unsuspected": rows.unsuspected}
    yield _ROWS.template(spoken).format(
        all=f"{sum(counts.values()):,}", **{name: f"{count:,}" for name, count in counts.items()}
    )
    if proposal.rule.clauses:
        yield ""
        cells = [(_words(clause, spoken), *_figures(hits)) for clause, hits in backtest.clauses]
        cells.append((_WHOLE.template(spoken), *_figures(backtest.rule)))
        yield from table([name.template(spoken) for name in _COLUMNS], cells, _WIDEST_CLAUSE)
    yield from _refused(proposal, spoken)
    yield ""
    yield from _cautions(proposal.rule, backtest, form, spoken)


def _refused(proposal: Proposal, spoken: Language) -> Iterator[str]:
    if not proposal.refused:
        return
    yield ""
    yield _NOT_USED.template(spoken)
    for one in proposal.refused:
        have = _HAVE.template(spoken).format(count=f"{one.unsuspected:,}") if one.unsuspected else None
        reasons = [reason for reason in (safe(one.why.template(spoken)) if one.why else None, have) if reason]
        yield f"  {_shown(one.test, spoken)} ({one.chosen:,}): {'; '.join(reasons)}"


def _cautions(rule: Rule, backtest: Backtest, form: str, spoken: Language) -> Iterator[str]:
    if not rule.clauses:
        return
    missed = backtest.rows.chosen - backtest.rule.chosen
    if missed:
        yield _MISSED.template(spoken).format(count=f"{missed:,}")
    if backtest.honest:
        yield _HONEST.template(spoken).format(paths=", ".join(map(printable, backtest.honest)))
    if backtest.rows.unsuspected < _FEW:
        yield _THINLY.template(spoken).format(count=f"{backtest.rows.unsuspected:,}")
    if form == "sieve" and any(test.what is What.LINK for clause in rule.clauses for test in clause.tests):
        yield _AS_TEXT.template(spoken)
    yield _PROPOSED.template(spoken)


def _figures(hits: Hits) -> tuple[int, int, int, int]:
    return hits.chosen, hits.accused, hits.other, hits.unsuspected


def _words(clause: Clause, spoken: Language) -> str:
    return _AND.template(spoken).join(_shown(test, spoken) for test in clause.tests)


def _shown(test: Condition, spoken: Language) -> str:
    """For people: hosts and addresses broken, so that nothing can be followed."""
    value = shortened(safe(test.value), _WIDEST)
    shown = value.replace(".", "[.]").replace("@", "[@]")
    if test.what in PHRASES:
        shown = _QUOTED.template(spoken).format(words=value)
    return f"{test.what.label.template(spoken)} {shown}"
