"""ARC (RFC 8617): the chain that handlers of a mail sealed, validated as section 5.2 says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import msgspec
from msgspec import Struct

from gyotaku.authentication.canonical import relaxed_field, without_signature
from gyotaku.authentication.dkim import fetch_keys, judge
from gyotaku.authentication.dkim_signature import Form, Signature, read
from gyotaku.authentication.dkim_steps import conclude, confirm
from gyotaku.authentication.signed_octets import SignedOctets
from gyotaku.mail.headers import Field
from gyotaku.model.arc import ArcOutcome, ArcResult, ArcSeal, ArcSet, ArcWhy
from gyotaku.model.asks import Answer, Inquiry
from gyotaku.model.dkim import DkimOutcome, DkimResult, DkimStep, StepName, StepOutcome

MOST_SETS = 50
"""RFC 8617 section 4.2.1. A chain raises at most two questions a set."""

_RESULTS, _MESSAGE, _SEAL = "ARC-Authentication-Results", "ARC-Message-Signature", "ARC-Seal"
_INSTANCE = re.compile(r"[0-9]{1,2}")
_SPACE = r"(?:[ \t\r\n]|\([^()]*\))*"
_LED_BY_INSTANCE = re.compile(rf"{_SPACE}i{_SPACE}={_SPACE}([0-9]{{1,2}}){_SPACE};{_SPACE}([^;\s(]*)")
_DEFAULT_CANONICAL = ("relaxed", "relaxed")


class _Invalid(Exception):  # noqa: N818 - a result of the validation
    """Where and why the chain is not valid."""

    def __init__(self, why: ArcWhy, at: int | None = None, detail: str = "") -> None:
        super().__init__(why)
        self.result = ArcOutcome.TEMPERROR if why is ArcWhy.KEY else ArcOutcome.FAIL
        self.why, self.at, self.detail = why, at, detail


class _Set(Struct):
    """The three fields of one instance while the chain is validated."""

    instance: int
    results: Field | None = None
    authserv_id: str = ""
    message: tuple[Field, Signature] | None = None
    seal: tuple[Field, Signature] | None = None
    judged: DkimResult | None = None
    sealed: ArcSeal | None = None


def evaluate(octets: SignedOctets, when: datetime) -> Inquiry[ArcResult]:
    """The chain's status. `when`: the moment for which expiry is judged.

    Asks in at most two rounds: for all seals and the newest message signature, and, of a chain that passes, for the
    older message signatures.
    """
    headers = octets.headers
    fields = [field for name in (_RESULTS, _MESSAGE, _SEAL) for field in headers.all(name)]
    if not fields:
        return ArcResult(result=ArcOutcome.NONE)
    sets: dict[int, _Set] = {}
    answers: dict[str, Answer] = {}
    try:
        _collect(octets, sets, len(fields))
        chain = _checked(sets)
        newest = chain[-1]
        asked = [one.seal[1] for one in chain if one.seal]
        answers.update((yield from fetch_keys([*asked, *_message_signatures([newest])])))
        _judge_message(octets, newest, answers, when)
        _verify_seals(octets, chain, answers)
        rest = [one for one in _message_signatures(chain[:-1]) if one.key_name not in answers]
        answers.update((yield from fetch_keys(rest)))
    except _Invalid as invalid:
        return _result(sets, answers, invalid.result, invalid.why, invalid.at, invalid.detail)
    oldest = _oldest_pass(octets, chain, answers, when)
    return _result(sets, answers, ArcOutcome.PASS, oldest_pass=oldest)


def _result(
    sets: Mapping[int, _Set],
    answers: Mapping[str, Answer],
    outcome: ArcOutcome,
    why: ArcWhy = ArcWhy.NONE,
    at: int | None = None,
    detail: str = "",
    oldest_pass: int | None = None,
) -> ArcResult:
    return ArcResult(
        result=outcome,
        why=why,
        at=at,
        detail=detail,
        sets=tuple(_told(sets[instance]) for instance in sorted(sets)),
        oldest_pass=oldest_pass,
        answers=tuple(answers.values()),
    )


def _told(one: _Set) -> ArcSet:
    return ArcSet(
        instance=one.instance,
        results_field=one.results.ref if one.results else None,
        authserv_id=one.authserv_id,
        seal=one.sealed or (_seal(*one.seal) if one.seal else None),
        message_domain=one.message[1].domain if one.message else "",
        message_signature=one.judged,
    )


def _seal(field: Field, signature: Signature) -> ArcSeal:
    return ArcSeal(
        field=field.ref,
        domain=signature.domain,
        selector=signature.selector,
        algorithm=signature.algorithm,
        status=signature.tags.get("cv", ""),
        signed_at=signature.signed_at,
    )


def _collect(octets: SignedOctets, sets: dict[int, _Set], count: int) -> None:
    """Sort the fields into sets (step 1). A field without a proper instance makes the chain invalid."""
    if count > 3 * MOST_SETS or not octets.header_is_whole:
        raise _Invalid(ArcWhy.TOO_MANY, detail=f"{count} fields")
    double: list[tuple[int, str]] = []
    for field in octets.headers.all(_RESULTS):
        match = _LED_BY_INSTANCE.match(field.value)
        one = _of(sets, field, match.group(1) if match else "")
        double += [(one.instance, field.name)] if one.results else []
        one.results, one.authserv_id = field, match.group(2) if match else ""
    for name, form in ((_MESSAGE, Form.MESSAGE), (_SEAL, Form.SEAL)):
        for field in octets.headers.all(name):
            signature = read(field.raw, form)
            one = _of(sets, field, signature.tags.get("i", ""))
            if form is Form.MESSAGE:
                double += [(one.instance, field.name)] if one.message else []
                one.message = field, signature
            else:
                double += [(one.instance, field.name)] if one.seal else []
                one.seal = field, signature
    if double:
        at, named = min(double)
        raise _Invalid(ArcWhy.INCOMPLETE, at, f"{named} more than once")


def _of(sets: dict[int, _Set], field: Field, written: str) -> _Set:
    instance = int(written) if _INSTANCE.fullmatch(written) else 0
    if not 1 <= instance <= MOST_SETS:
        raise _Invalid(ArcWhy.BAD_INSTANCE, detail=f"{field.ref} i={written[:20]}")
    return sets.setdefault(instance, _Set(instance))


def _checked(sets: Mapping[int, _Set]) -> list[_Set]:
    """The chain, oldest first, if it is one (steps 2 and 3)."""
    chain = [sets[instance] for instance in sorted(sets)]
    newest = chain[-1]
    if newest.seal and newest.seal[1].tags.get("cv", "").lower() == "fail":
        raise _Invalid(ArcWhy.CHAIN_FAILED, newest.instance, "cv=fail")
    for expected, one in enumerate(chain, start=1):
        if one.instance != expected:
            raise _Invalid(ArcWhy.INCOMPLETE, expected, f"no set i={expected}")
        for name, there in ((_RESULTS, one.results), (_MESSAGE, one.message), (_SEAL, one.seal)):
            if there is None:
                raise _Invalid(ArcWhy.INCOMPLETE, expected, f"no {name}")
        for part in (one.message, one.seal):
            # Older message signatures are allowed to be broken; a seal over them vouches for what they were.
            if part and part[1].fault and (part is one.seal or one is newest):
                fault = part[1].fault
                raise _Invalid(ArcWhy.BAD_SYNTAX, expected, f"{part[0].ref} {fault.why}: {fault.detail}")
        status = one.seal[1].tags.get("cv", "") if one.seal else ""
        if status.lower() != ("none" if expected == 1 else "pass"):
            raise _Invalid(ArcWhy.CHAIN_STATUS, expected, f"cv={status[:20]}")
    return chain


def _message_signatures(chain: Sequence[_Set]) -> Iterator[Signature]:
    return (one.message[1] for one in chain if one.message)


def _judge_message(octets: SignedOctets, newest: _Set, answers: Mapping[str, Answer], when: datetime) -> None:
    """Step 4."""
    result = _judged(octets, newest, answers, when)
    if result.result is DkimOutcome.TEMPERROR:
        raise _Invalid(ArcWhy.KEY, newest.instance, result.why)
    if not result.passed:
        raise _Invalid(ArcWhy.MESSAGE_SIGNATURE, newest.instance, result.why)


def _judged(octets: SignedOctets, one: _Set, answers: Mapping[str, Answer], when: datetime) -> DkimResult:
    if one.message is None:
        raise _Invalid(ArcWhy.INCOMPLETE, one.instance)
    field, signature = one.message
    answer = answers.get(signature.key_name)
    result = judge(octets, field, one.instance, signature, answer, when)
    if result.result is DkimOutcome.FAIL and "c" not in signature.tags:
        # As DKIM it would be simple/simple; early drafts and sealers in use mean relaxed/relaxed.
        other = msgspec.structs.replace(signature, canonicalization=_DEFAULT_CANONICAL)
        again = judge(octets, field, one.instance, other, answer, when)
        result = again if again.passed else result
    one.judged = result
    return result


def _oldest_pass(octets: SignedOctets, chain: Sequence[_Set], answers: Mapping[str, Answer], when: datetime) -> int:
    """Step 5: the oldest set from which on every message signature verifies; 0 if all do."""
    for one in reversed(chain[:-1]):
        if not _judged(octets, one, answers, when).passed:
            return one.instance + 1
    return 0


def _verify_seals(octets: SignedOctets, chain: Sequence[_Set], answers: Mapping[str, Answer]) -> None:
    """Step 6: each seal signs all sets up to its own, in their order (RFC 8617 section 5.1.1)."""
    before = hashlib.sha256()
    digests: list[bytes] = []
    for one in chain:
        if one.results is None or one.message is None or one.seal is None:
            raise _Invalid(ArcWhy.INCOMPLETE, one.instance)
        seal = octets.of(one.seal[0])
        for raw in (octets.of(one.results), octets.of(one.message[0])):
            before.update(relaxed_field(raw) + b"\r\n")
        signed = before.copy()
        signed.update(relaxed_field(without_signature(seal)))
        digests.append(signed.digest())
        before.update(relaxed_field(seal) + b"\r\n")
    for one, digest in zip(reversed(chain), reversed(digests), strict=True):
        if one.seal is None:
            raise _Invalid(ArcWhy.INCOMPLETE, one.instance)
        field, signature = one.seal
        one.sealed = sealed = _verified(_seal(field, signature), signature, digest, answers.get(signature.key_name))
        if sealed.result is DkimOutcome.TEMPERROR:
            raise _Invalid(ArcWhy.KEY, one.instance, sealed.why)
        if sealed.result is not DkimOutcome.PASS:
            raise _Invalid(ArcWhy.SEAL, one.instance, sealed.why)


def _verified(sealed: ArcSeal, signature: Signature, digest: bytes, answer: Answer | None) -> ArcSeal:
    confirmation = confirm(signature, answer, lambda: digest)
    steps = (DkimStep(StepName.SYNTAX, StepOutcome.PASSED), *confirmation.steps)
    result, why = conclude(steps)
    return msgspec.structs.replace(sealed, key=confirmation.key, steps=steps, result=result, why=why)
