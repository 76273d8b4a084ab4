"""How the mail was authenticated, step by step: SPF, DKIM, DMARC and ARC as we evaluated them ourselves."""

from __future__ import annotations

from gyotaku.model.arc import ArcResult
from gyotaku.model.authentication import Authentication
from gyotaku.model.authentication_words import DKIM_REASONS, DMARC_TROUBLES, SPF_CAUTIONS, SPF_TROUBLES, arc_reason
from gyotaku.model.dkim import DkimResult, StepOutcome
from gyotaku.model.dmarc import DmarcResult
from gyotaku.model.spf import SpfOutcome, SpfResult
from gyotaku.report import headings as words
from gyotaku.report.canvas import Canvas, Ink
from gyotaku.report.layout import safe, shortened
from gyotaku.report.plain import written_time

_COLUMN = 9
_MOST_STEPS = 20
_RECORD_COLUMNS = 300


def draw_authentication(canvas: Canvas, found: Authentication) -> None:
    canvas.heading(words.AUTHENTICATION)
    canvas.paragraph(canvas.filled(words.ASKED_AT, time=written_time(found.asked)), 2, ink=Ink.DIM)
    if found.spf is not None:
        _spf(canvas, found.spf, assumed=found.assumed)
    elif "spf" not in found.broken:
        _line(canvas, "SPF", "", canvas.say(words.NOT_EVALUATED if found.address is None else words.NO_SENDER))
    if found.author_spf is not None:
        _spf(canvas, found.author_spf, beside=True)
    for signature in found.dkim.signatures:
        _dkim(canvas, signature)
    if not found.dkim.signatures and "dkim" not in found.broken:
        _line(canvas, "DKIM", "none", canvas.say(words.NOT_SIGNED))
    if found.dkim.left_out:
        _detail(canvas, canvas.filled(words.AND_MORE, count=str(found.dkim.left_out)))
    if found.dmarc is not None:
        _dmarc(canvas, found.dmarc)
    if found.arc is not None and found.arc.sets:
        _arc(canvas, found.arc)
    for method in found.broken:
        _line(canvas, method.upper(), "", canvas.say(words.EVALUATION_BROKE))


def _line(canvas: Canvas, method: str, result: str, text: str) -> None:
    first = "  " + canvas.inked(method, Ink.BOLD) + " " * (_COLUMN - 2 - len(method))
    canvas.paragraph(f"{result}  {text}".strip(), _COLUMN, first=first)


def _detail(canvas: Canvas, text: str, deeper: int = 0) -> None:
    canvas.paragraph(text, _COLUMN + 2 + 2 * deeper, ink=Ink.DIM)


def _spf(canvas: Canvas, spf: SpfResult, *, assumed: bool = False, beside: bool = False) -> None:
    text = canvas.filled(words.SPF_OF, domain=spf.domain, address=spf.address)
    _line(canvas, "SPF", spf.result.value, text)
    if assumed:
        _detail(canvas, canvas.say(words.SPF_ASSUMED))
    if beside:
        _detail(canvas, canvas.say(words.SPF_BESIDE))
    if spf.record is not None:
        _detail(canvas, shortened(safe(spf.record), _RECORD_COLUMNS))
    for step in spf.steps[:_MOST_STEPS]:
        if step.outcome is SpfOutcome.NOT_MATCHED and step.result is None:
            said = canvas.say(words.NOT_MATCHED)
        else:
            said = step.result.value if step.result is not None else canvas.say(words.SPF_OUTCOMES[step.outcome])
        name = f" [{safe(step.name)}]" if step.name and step.name not in step.term else ""
        _detail(canvas, f"{safe(step.term)}{name} → {said}", 1 + step.depth)
    left_out = len(spf.steps) - _MOST_STEPS + spf.omitted
    if left_out > 0:
        _detail(canvas, canvas.filled(words.AND_MORE, count=str(left_out)), 1)
    if spf.error is not None:
        trouble = canvas.say(SPF_TROUBLES[spf.error.why])
        where = safe(spf.error.term or spf.error.domain)
        _detail(canvas, canvas.aside(trouble, where) if where else trouble)
    for warning in spf.warnings[:5]:
        _detail(canvas, canvas.aside(canvas.say(SPF_CAUTIONS[warning.caution]), safe(warning.term or warning.domain)))
    if spf.lookups:
        _detail(canvas, canvas.filled(words.SPF_LOOKUPS, lookups=str(spf.lookups), voids=str(spf.voids)))


def _dkim(canvas: Canvas, signature: DkimResult) -> None:
    result = signature.result.value
    if signature.why:
        result = canvas.aside(result, canvas.say(DKIM_REASONS[signature.why]))
    _line(canvas, "DKIM", result, f"d={safe(signature.domain)} s={safe(signature.selector)}")
    key = signature.key
    told = [safe(signature.algorithm)]
    if key is not None and key.bits:
        told.append(canvas.filled(words.KEY_BITS, bits=str(key.bits)))
    if signature.body_length is not None:
        told.append(canvas.filled(words.BODY_LEFT_OPEN, octets=str(signature.unsigned_octets)))
    if signature.expires is not None:
        told.append(canvas.filled(words.EXPIRES, time=written_time(signature.expires)))
    _detail(canvas, " · ".join(word for word in told if word))
    if signature.signed:
        _detail(canvas, canvas.say(words.SIGNS) + ": " + shortened(safe(" ".join(signature.signed)), _RECORD_COLUMNS))
    if signature.unsigned:
        _detail(canvas, canvas.say(words.NOT_COVERED) + ": " + safe(" ".join(signature.unsigned)))
    for step in signature.steps:
        if step.outcome is StepOutcome.NOT_DONE:
            continue
        why = canvas.say(DKIM_REASONS[step.why]) if step.why else ""
        detail = ": ".join(word for word in (why, safe(step.detail)) if word)
        said = f"{canvas.say(words.DKIM_STEPS[step.name])}: {canvas.say(words.STEP_OUTCOMES[step.outcome])}"
        _detail(canvas, canvas.aside(said, detail) if detail else said, 1)


def _dmarc(canvas: Canvas, dmarc: DmarcResult) -> None:
    told = [safe(dmarc.author_domain)]
    if dmarc.policy is not None:
        told.append(canvas.filled(words.POLICY_OF, policy=dmarc.policy.value, domain=dmarc.policy_domain or ""))
    if dmarc.error is not None:
        told.append(canvas.say(DMARC_TROUBLES[dmarc.error]))
    _line(canvas, "DMARC", dmarc.result.value, " · ".join(told))
    if dmarc.record is not None:
        _detail(canvas, shortened(safe(dmarc.record.text), _RECORD_COLUMNS))
    else:
        for heading, answered in ((words.LOOKED_AT, True), (words.NO_ANSWER_ABOUT, False)):
            visited = ", ".join(safe(f"_dmarc.{visit.domain}") for visit in dmarc.walk if visit.told is answered)
            if visited:
                _detail(canvas, canvas.say(heading) + ": " + visited)
    for one in dmarc.identifiers[:10]:
        aligned = words.ALIGNED if one.aligned else words.NOT_ALIGNED if one.aligned is False else words.NOT_DETERMINED
        mode = words.STRICT if one.strict else words.RELAXED
        text = f"{one.method}={safe(one.result)} {safe(one.domain)} → {canvas.say(aligned)}"
        _detail(canvas, canvas.aside(text, canvas.say(mode)), 1)


def _arc(canvas: Canvas, arc: ArcResult) -> None:
    result = arc.result.value
    if arc.why:
        result = canvas.aside(result, canvas.say(arc_reason(arc)))
    _line(canvas, "ARC", result, canvas.filled(words.ARC_SETS, count=str(len(arc.sets))))
    for one in arc.sets[:10]:
        sealer = safe(one.seal.domain) if one.seal is not None else "?"
        status = safe(one.seal.status) if one.seal is not None else "?"
        _detail(canvas, f"i={one.instance}: {sealer} cv={status}", 1)
