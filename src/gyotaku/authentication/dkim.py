"""DKIM (RFC 6376, 8301, 8463): every signature of a mail, evaluated step by step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from gyotaku.authentication.dkim_key import Confirmed
from gyotaku.authentication.dkim_signature import Fault, Form, Signature, read
from gyotaku.authentication.dkim_steps import Confirmation, conclude, confirm
from gyotaku.authentication.signed_octets import SignedOctets
from gyotaku.mail.headers import Field
from gyotaku.model.asks import Answer, Ask, Inquiry
from gyotaku.model.dkim import Coverage, Dkim, DkimResult, DkimStep, DkimWhy, Restoration, StepName, StepOutcome

MOST_SIGNATURES = 16
"""Signatures of one mail that are looked at, from the top; each may raise one question."""

_TELLING = (
    "from", "sender", "reply-to", "subject", "date", "to", "cc", "message-id", "in-reply-to", "references",
    "mime-version", "content-type", "content-transfer-encoding", "list-unsubscribe", "list-unsubscribe-post",
)  # fmt: skip
"""What a reader is shown, or what decides how the body is shown (RFC 6376 section 5.4.1)."""


def evaluate(octets: SignedOctets, when: datetime) -> Inquiry[Dkim]:
    """All signatures of the mail. `when`: the moment for which expiry is judged, with its zone.

    Asks at most `MOST_SIGNATURES` questions, all at once, none where no signature can be processed.
    """
    fields = octets.headers.all("DKIM-Signature")
    read_ones = [(field, read(field.raw, Form.DKIM)) for field in fields[:MOST_SIGNATURES]]
    answers = yield from fetch_keys(signature for _, signature in read_ones)
    results = [
        judge(octets, field, index, signature, answers.get(signature.key_name), when)
        for index, (field, signature) in enumerate(read_ones)
    ]
    return Dkim(tuple(results), len(fields) - len(results))


def fetch_keys(signatures: Iterable[Signature]) -> Inquiry[Mapping[str, Answer]]:
    """The answers by the key's name. Each is asked once, all side by side; unusable signatures ask for none."""
    asks = {s.key_name: Ask("dns", "TXT", s.key_name) for s in signatures if s.fault is None}
    if not asks:
        return {}
    answers = yield tuple(asks.values())
    return dict(zip(asks, answers, strict=False))


def judge(
    octets: SignedOctets, field: Field, index: int, signature: Signature, answer: Answer | None, when: datetime
) -> DkimResult:
    """One signature with what was said of its key."""
    body = _body(octets, signature)
    confirmation = Confirmation([])
    fault = signature.fault if octets.header_is_whole else signature.fault or Fault(DkimWhy.HEADER_NOT_READ, "")
    if fault is None:
        confirmation = confirm(
            signature,
            answer,
            lambda: octets.header_digest(signature.names, field, signature.hash, relaxed=signature.header_relaxed),
        )
    steps = [_syntax(fault), *body.steps, *confirmation.steps]
    if fault is None:
        steps.append(_time(signature, when))
    result, why = conclude(steps)
    return DkimResult(
        field=field.ref,
        index=index,
        domain=signature.domain,
        selector=signature.selector,
        identity=signature.identity,
        algorithm=signature.algorithm,
        header_canonicalization=signature.canonicalization[0],
        body_canonicalization=signature.canonicalization[1],
        signed=signature.names,
        coverage=_coverage(octets, signature.names),
        body_length=signature.length,
        body_octets=body.octets,
        signed_at=signature.signed_at,
        expires=signature.expires,
        judged_for=when,
        key=confirmation.key,
        body_hash_matches=body.matches,
        verifies=_verifies(body.matches, confirmation.confirmed),
        restored=(*octets.restored, *body.undone),
        steps=tuple(steps),
        result=result,
        why=why,
        answers=(answer,) if answer else (),
    )


class _Body(Struct):
    """What the body's hash says. `matches` is None where there is nothing to compare."""

    steps: tuple[DkimStep, ...] = ()
    octets: int | None = None
    matches: bool | None = None
    undone: tuple[Restoration, ...] = ()


def _body(octets: SignedOctets, signature: Signature) -> _Body:
    if signature.body_hash is None or not signature.hash:
        return _Body()
    relaxed, length = signature.body_relaxed, signature.length
    there = octets.length(relaxed=relaxed)
    undone = octets.match_body(signature.body_hash, signature.hash, length, relaxed=relaxed)
    step = DkimStep(StepName.BODY_HASH, StepOutcome.PASSED)
    if length is not None and length > there:
        step = DkimStep(StepName.BODY_HASH, StepOutcome.FAILED, DkimWhy.BODY_SHORTER, f"l={length}, {there} octets")
    elif undone is None:
        step = DkimStep(StepName.BODY_HASH, StepOutcome.FAILED, DkimWhy.BODY_CHANGED)
    return _Body((step,), there, undone is not None, undone or ())


def _syntax(fault: Fault | None) -> DkimStep:
    if fault is None:
        return DkimStep(StepName.SYNTAX, StepOutcome.PASSED)
    return DkimStep(StepName.SYNTAX, StepOutcome.FAILED, fault.why, fault.detail)


def _time(signature: Signature, when: datetime) -> DkimStep:
    if signature.expires is not None and signature.expires < when:
        return DkimStep(StepName.TIME, StepOutcome.REFUSED, DkimWhy.EXPIRED, f"x={signature.tags['x']}")
    if signature.signed_at is not None and signature.signed_at > when:
        return DkimStep(StepName.TIME, StepOutcome.PASSED, DkimWhy.SIGNED_LATER, f"t={signature.tags['t']}")
    return DkimStep(StepName.TIME, StepOutcome.PASSED)


def _verifies(body: bool | None, confirmed: Confirmed | None) -> bool | None:
    if confirmed is None or confirmed is Confirmed.NOT_COMPUTED:
        return False if body is False else None
    return confirmed is Confirmed.YES and bool(body)


def _coverage(octets: SignedOctets, names: Sequence[str]) -> tuple[Coverage, ...]:
    present = octets.headers.names
    listed = set(names)
    return tuple(
        Coverage(name, len(octets.headers.all(name)), names.count(name))
        for name in _TELLING
        if name in present or name in listed
    )
