"""The steps that a signature of any form takes with its key, and the result that all its steps come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from gyotaku.authentication import dkim_key
from gyotaku.authentication.dkim_key import Confirmed, Key
from gyotaku.authentication.dkim_signature import Signature
from gyotaku.model.asks import Answer, Outcome
from gyotaku.model.dkim import DkimOutcome, DkimStep, DkimWhy, SignatureKey, StepName, StepOutcome

_UNANSWERED = {
    Outcome.FAILED: DkimWhy.ASK_FAILED,
    Outcome.LATE: DkimWhy.ASK_LATE,
    Outcome.NOT_RECORDED: DkimWhy.KEY_NOT_RECORDED,
}
_RESULTS = {
    DkimWhy.ALGORITHM: DkimOutcome.POLICY,
    DkimWhy.KEY_TOO_SHORT: DkimOutcome.POLICY,
    DkimWhy.EXPIRED: DkimOutcome.POLICY,
    DkimWhy.IDENTITY_OUTSIDE: DkimOutcome.PERMERROR,
    DkimWhy.NOT_COMPUTED: DkimOutcome.NEUTRAL,
    DkimWhy.BODY_SHORTER: DkimOutcome.NEUTRAL,
}


class Confirmation(Struct):
    """What came of the key: which one it was, and what it says of the signature. None: it was not come to."""

    steps: list[DkimStep]
    key: SignatureKey | None = None
    confirmed: Confirmed | None = None

    def note(self, name: StepName, outcome: StepOutcome, why: DkimWhy = DkimWhy.NONE, detail: str = "") -> None:
        self.steps.append(DkimStep(name, outcome, why, detail))


def confirm(signature: Signature, answer: Answer | None, digest: Callable[[], bytes]) -> Confirmation:
    """Take the signature to its key. `digest` makes the hash that b= should sign; it is made if there is a key."""
    done = Confirmation([])
    keys = _fetched(done, signature, answer)
    faults = [(key, key.fault_for(signature.key_type, signature.hash)) for key in keys]
    usable = [key for key, fault in faults if fault is None]
    if usable:
        _try(done, signature, usable, digest())
    elif faults:
        key, fault = faults[0]
        done.key = key.said
        if fault:
            done.note(StepName.KEY_USABLE, StepOutcome.FAILED, fault.why, fault.detail)
    return done


def _fetched(done: Confirmation, signature: Signature, answer: Answer | None) -> list[Key]:
    if answer is None or not answer.told:
        outcome = answer.outcome if answer else Outcome.NOT_ASKED
        why = _UNANSWERED.get(outcome, DkimWhy.KEY_NOT_ASKED)
        done.note(StepName.KEY_FETCHED, StepOutcome.NOT_DONE, why, outcome)
        return []
    if answer.outcome is Outcome.NOTHING or not answer.records:
        done.note(StepName.KEY_FETCHED, StepOutcome.FAILED, DkimWhy.NO_KEY, answer.detail)
        return []
    done.note(StepName.KEY_FETCHED, StepOutcome.PASSED)
    return [dkim_key.read(signature.key_name, record) for record in answer.records[: dkim_key.MOST_RECORDS]]


def _try(done: Confirmation, signature: Signature, keys: Sequence[Key], digest: bytes) -> None:
    """The first key that confirms the signature; the first of all if none does."""
    said = [key.confirms(signature.value, digest, signature.hash) for key in keys]
    chosen = said.index(Confirmed.YES) if Confirmed.YES in said else 0
    key, confirmed = keys[chosen], said[chosen]
    done.key, done.confirmed = key.said, confirmed
    _judge_key(done, key, signature)
    right = confirmed is Confirmed.YES
    done.note(StepName.HEADER_HASH, StepOutcome.PASSED if right else StepOutcome.FAILED, confirmed.value)


def _judge_key(done: Confirmation, key: Key, signature: Signature) -> None:
    """Rules about key and algorithm that do not hinder the computation."""
    bits = f"{key.said.bits} bits"
    if key.refused:
        done.note(StepName.KEY_USABLE, StepOutcome.REFUSED, key.refused, bits)
    elif signature.hash == "sha1":
        done.note(StepName.KEY_USABLE, StepOutcome.REFUSED, DkimWhy.ALGORITHM, f"a={signature.algorithm}")
    elif key.said.strict and signature.identity_domain and signature.identity_domain != signature.domain:
        done.note(StepName.KEY_USABLE, StepOutcome.REFUSED, DkimWhy.IDENTITY_OUTSIDE, f"i={signature.identity}")
    else:
        done.note(StepName.KEY_USABLE, StepOutcome.PASSED, detail=bits)


def conclude(steps: Sequence[DkimStep]) -> tuple[DkimOutcome, DkimWhy]:
    """The result: what could not be done first, then what failed, then what a rule refuses."""
    by_name = {step.name: step for step in steps}
    syntax, fetched = by_name[StepName.SYNTAX], by_name.get(StepName.KEY_FETCHED)
    if syntax.outcome is StepOutcome.FAILED or fetched is None:
        return DkimOutcome.NEUTRAL, syntax.why
    if fetched.outcome is StepOutcome.NOT_DONE:
        return DkimOutcome.TEMPERROR, fetched.why
    if fetched.outcome is StepOutcome.FAILED:
        return DkimOutcome.PERMERROR, fetched.why
    usable = by_name[StepName.KEY_USABLE]
    if usable.outcome is StepOutcome.FAILED:
        return DkimOutcome.PERMERROR, usable.why
    for name in (StepName.HEADER_HASH, StepName.BODY_HASH):
        step = by_name.get(name)
        if step and step.outcome is StepOutcome.FAILED:
            return _RESULTS.get(step.why, DkimOutcome.FAIL), step.why
    for name in (StepName.KEY_USABLE, StepName.TIME):
        step = by_name.get(name)
        if step and step.outcome is StepOutcome.REFUSED:
            return _RESULTS[step.why], step.why
    return DkimOutcome.PASS, DkimWhy.NONE
