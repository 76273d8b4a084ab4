"""How the mail was authenticated, as people are told it: SPF, DKIM, DMARC and ARC as we evaluated them, step by step."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from gyotaku.model.arc import ArcResult
from gyotaku.model.authentication import Authentication
from gyotaku.model.authentication_words import DKIM_REASONS, DMARC_TROUBLES, SPF_CAUTIONS, SPF_TROUBLES, arc_reason
from gyotaku.model.dkim import DkimResult, StepOutcome
from gyotaku.model.dmarc import DmarcResult
from gyotaku.model.spf import SpfOutcome, SpfResult
from gyotaku.model.text import Text, Time
from gyotaku.report import headings as words
from gyotaku.report.layout import safe, shortened
from gyotaku.report.teller import Teller

_MOST_STEPS = 20
_RECORD_COLUMNS = 300


class Method(Struct, frozen=True):
    """One method's result; `details` are lines with how deep each is indented."""

    name: str
    result: str
    text: str
    details: tuple[tuple[int, str], ...] = ()


def methods(teller: Teller, found: Authentication) -> Iterator[Method]:
    if found.spf is not None:
        yield _spf(teller, found.spf, assumed=found.assumed)
    elif "spf" not in found.broken:
        yield Method("SPF", "", teller.say(words.NOT_EVALUATED if found.address is None else words.NO_SENDER))
    if found.author_spf is not None:
        yield _spf(teller, found.author_spf, beside=True)
    more = (0, teller.filled(words.AND_MORE, count=found.dkim.left_out))
    for number, signature in enumerate(found.dkim.signatures, 1):
        last = number == len(found.dkim.signatures) and found.dkim.left_out
        yield _dkim(teller, signature, (more,) if last else ())
    if not found.dkim.signatures and "dkim" not in found.broken:
        yield Method("DKIM", "none", teller.say(words.NOT_SIGNED), (more,) if found.dkim.left_out else ())
    if found.dmarc is not None:
        yield _dmarc(teller, found.dmarc)
    if found.arc is not None and found.arc.sets:
        yield _arc(teller, found.arc)
    for method in found.broken:
        yield Method(method.upper(), "", teller.say(words.EVALUATION_BROKE))


def _record(teller: Teller, text: str) -> str:
    return teller.foreign(shortened(safe(text), _RECORD_COLUMNS))


def _spf(teller: Teller, spf: SpfResult, *, assumed: bool = False, beside: bool = False) -> Method:
    details: list[tuple[int, str]] = []
    if assumed:
        details.append((0, teller.say(words.SPF_ASSUMED)))
    if beside:
        details.append((0, teller.say(words.SPF_BESIDE)))
    if spf.record is not None:
        details.append((0, _record(teller, spf.record)))
    for step in spf.steps[:_MOST_STEPS]:
        if step.outcome is SpfOutcome.NOT_MATCHED and step.result is None:
            said = teller.say(words.NOT_MATCHED)
        else:
            said = step.result.value if step.result is not None else teller.say(words.SPF_OUTCOMES[step.outcome])
        name = f" [{step.name}]" if step.name and step.name not in step.term else ""
        details.append((1 + step.depth, f"{teller.foreign(step.term + name)} → {said}"))
    left_out = len(spf.steps) - _MOST_STEPS + spf.omitted
    if left_out > 0:
        details.append((1, teller.filled(words.AND_MORE, count=left_out)))
    if spf.error is not None:
        trouble = teller.say(SPF_TROUBLES[spf.error.why])
        where = spf.error.term or spf.error.domain
        details.append((0, teller.aside(trouble, teller.foreign(where)) if where else trouble))
    for warning in spf.warnings[:5]:
        where = teller.foreign(warning.term or warning.domain)
        details.append((0, teller.aside(teller.say(SPF_CAUTIONS[warning.caution]), where)))
    if spf.lookups:
        details.append((0, teller.filled(words.SPF_LOOKUPS, lookups=spf.lookups, voids=spf.voids)))
    text = teller.filled(words.SPF_OF, domain=spf.domain, address=spf.address)
    return Method("SPF", spf.result.value, text, tuple(details))


def _dkim(teller: Teller, signature: DkimResult, more: tuple[tuple[int, str], ...]) -> Method:
    result = signature.result.value
    if signature.why:
        result = teller.aside(result, teller.say(DKIM_REASONS[signature.why]))
    key = signature.key
    told = [teller.foreign(signature.algorithm)] if signature.algorithm else []
    if key is not None and key.bits:
        told.append(teller.filled(words.KEY_BITS, bits=key.bits))
    if signature.body_length is not None:
        told.append(teller.filled(words.BODY_LEFT_OPEN, octets=signature.unsigned_octets))
    if signature.expires is not None:
        told.append(teller.filled(words.EXPIRES, time=Time(signature.expires)))
    details = [(0, " · ".join(told))]
    if signature.signed:
        details.append((0, f"{teller.say(words.SIGNS)}: {_record(teller, ' '.join(signature.signed))}"))
    if signature.unsigned:
        details.append((0, f"{teller.say(words.NOT_COVERED)}: {teller.foreign(' '.join(signature.unsigned))}"))
    for step in signature.steps:
        if step.outcome is StepOutcome.NOT_DONE:
            continue
        why = teller.say(DKIM_REASONS[step.why]) if step.why else ""
        detail = ": ".join(word for word in (why, teller.foreign(step.detail) if step.detail else "") if word)
        said = f"{teller.say(words.DKIM_STEPS[step.name])}: {teller.say(words.STEP_OUTCOMES[step.outcome])}"
        details.append((1, teller.aside(said, detail) if detail else said))
    text = teller.foreign(f"d={signature.domain} s={signature.selector}")
    return Method("DKIM", result, text, (*details, *more))


def _dmarc(teller: Teller, dmarc: DmarcResult) -> Method:
    told = [teller.foreign(dmarc.author_domain)]
    if dmarc.policy is not None:
        policy = Text(en=dmarc.policy.value)
        told.append(teller.filled(words.POLICY_OF, policy=policy, domain=dmarc.policy_domain or ""))
    if dmarc.error is not None:
        told.append(teller.say(DMARC_TROUBLES[dmarc.error]))
    details: list[tuple[int, str]] = []
    if dmarc.record is not None:
        details.append((0, _record(teller, dmarc.record.text)))
    else:
        for heading, answered in ((words.LOOKED_AT, True), (words.NO_ANSWER_ABOUT, False)):
            visited = [f"_dmarc.{visit.domain}" for visit in dmarc.walk if visit.told is answered]
            if visited:
                details.append((0, f"{teller.say(heading)}: {', '.join(map(teller.foreign, visited))}"))
    for one in dmarc.identifiers[:10]:
        aligned = words.ALIGNED if one.aligned else words.NOT_ALIGNED if one.aligned is False else words.NOT_DETERMINED
        mode = words.STRICT if one.strict else words.RELAXED
        text = f"{teller.foreign(f'{one.method}={one.result} {one.domain}')} → {teller.say(aligned)}"
        details.append((1, teller.aside(text, teller.say(mode))))
    return Method("DMARC", dmarc.result.value, " · ".join(told), tuple(details))


def _arc(teller: Teller, arc: ArcResult) -> Method:
    result = arc.result.value
    if arc.why:
        result = teller.aside(result, teller.say(arc_reason(arc)))
    details = []
    for one in arc.sets[:10]:
        sealer, status = ("?", "?") if one.seal is None else (one.seal.domain, one.seal.status)
        details.append((1, f"i={one.instance}: {teller.foreign(f'{sealer} cv={status}')}"))
    return Method("ARC", result, teller.filled(words.ARC_SETS, count=len(arc.sets)), tuple(details))
