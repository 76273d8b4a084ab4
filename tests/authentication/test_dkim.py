"""What the result of a signature tells beside its outcome."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gyotaku.authentication import dkim
from gyotaku.authentication.signed_octets import SignedOctets
from gyotaku.mail.message import read
from gyotaku.model.asks import Ask, Outcome
from gyotaku.model.dkim import DkimOutcome, DkimWhy, Restoration, StepName, StepOutcome
from tests.ask import TIME, World, answered, drive
from tests.authentication.generated import HEADER, NAME, PLAIN
from tests.authentication.judging import judged, signatures, world_of
from tests.authentication.keys import ed25519_key, record, rsa_key
from tests.authentication.signer import USUAL, sign

KEY = rsa_key(1024)
WORLD = world_of({NAME: record(KEY)})


def test_every_step_of_a_good_signature_is_told() -> None:
    (result,) = signatures(sign(PLAIN, rsa_key(2048)), world_of({NAME: record(rsa_key(2048), "n=ours; ")}))
    assert result.passed
    assert result.verifies
    assert [(step.name, step.outcome) for step in result.steps] == [
        (name, StepOutcome.PASSED)
        for name in (
            StepName.SYNTAX, StepName.BODY_HASH, StepName.KEY_FETCHED, StepName.KEY_USABLE, StepName.HEADER_HASH,
            StepName.TIME,
        )
    ]  # fmt: skip
    assert (result.field, result.domain, result.selector) == ("DKIM-Signature", "sender.example", "one")
    assert result.identity == "@sender.example"
    assert result.signed_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert result.key is not None
    assert (result.key.name, result.key.bits, result.key.notes) == (NAME, 2048, "ours")
    assert [answer.ask.id for answer in result.answers] == [f"dns:TXT:{NAME}"]
    assert not result.restored


def test_without_the_key_body_and_coverage_are_told_all_the_same() -> None:
    for outcome, why in (
        (Outcome.NOT_PERMITTED, DkimWhy.KEY_NOT_ASKED),
        (Outcome.NOT_ASKED, DkimWhy.KEY_NOT_ASKED),
        (Outcome.NOT_RECORDED, DkimWhy.KEY_NOT_RECORDED),
        (Outcome.FAILED, DkimWhy.ASK_FAILED),
        (Outcome.LATE, DkimWhy.ASK_LATE),
    ):

        def closed(ask: Ask, outcome: Outcome = outcome) -> object:
            return answered(ask, outcome)

        (result,) = signatures(sign(PLAIN, KEY, length=20), closed)  # type: ignore[arg-type]
        assert (result.result, result.why) == (DkimOutcome.TEMPERROR, why)
        assert result.body_hash_matches is True
        assert result.verifies is None
        assert result.unsigned_octets == result.body_octets - 20  # type: ignore[operator]
        assert "content-type" in result.unsigned
        (changed,) = signatures(sign(PLAIN, KEY).replace(b"Yamada\r\n", b"Tanaka\r\n"), closed)  # type: ignore[arg-type]
        assert (changed.result, changed.verifies) == (DkimOutcome.TEMPERROR, False)
        assert changed.step(StepName.BODY_HASH).why is DkimWhy.BODY_CHANGED
        assert changed.step(StepName.HEADER_HASH).outcome is StepOutcome.NOT_DONE


@pytest.mark.parametrize(
    ("bits", "algorithm", "why"),
    [(512, "rsa-sha256", DkimWhy.KEY_TOO_SHORT), (1024, "rsa-sha1", DkimWhy.ALGORITHM)],
)
def test_the_mathematics_and_the_rule_that_refuses_it_are_both_told(bits: int, algorithm: str, why: DkimWhy) -> None:
    key = rsa_key(bits)
    (result,) = signatures(sign(PLAIN, key, algorithm=algorithm), world_of({NAME: record(key)}))
    assert (result.result, result.why, result.verifies) == (DkimOutcome.POLICY, why, True)
    assert result.step(StepName.HEADER_HASH).outcome is StepOutcome.PASSED
    assert result.step(StepName.KEY_USABLE).outcome is StepOutcome.REFUSED


def test_expiry_is_judged_for_the_given_moment() -> None:
    raw = sign(PLAIN, KEY, tags={"x": "1700000100"})
    (then,) = signatures(raw, WORLD, datetime(2023, 11, 14, 22, 14, tzinfo=UTC))
    (now,) = signatures(raw, WORLD, TIME)
    assert then.passed
    assert (now.result, now.why, now.verifies, now.judged_for) == (DkimOutcome.POLICY, DkimWhy.EXPIRED, True, TIME)
    (endless,) = signatures(sign(PLAIN, KEY, tags={"x": "999999999999"}), WORLD)
    assert endless.passed


def test_what_is_covered_and_what_is_not() -> None:
    raw = sign(PLAIN, KEY, names=("from", "from", "subject", "reply-to", "x-none"))
    (result,) = signatures(b"Subject: on top\r\n" + raw, WORLD)
    assert result.passed
    covered = {one.name: (one.present, one.listed, one.unsigned, one.sealed) for one in result.coverage}
    assert covered["from"] == (1, 2, 0, True)
    assert covered["subject"] == (2, 1, 1, False)
    assert covered["reply-to"] == (0, 1, 0, True)
    assert set(result.unsigned) == {"subject", "date", "to", "message-id", "mime-version", "content-type"}
    assert result.oversigned == ("from", "reply-to")


def test_what_another_key_made_is_told_from_what_was_changed() -> None:
    raw = sign(PLAIN, KEY)
    (changed,) = signatures(raw.replace(b"Minutes of", b"Invoice of"), WORLD)
    (other,) = signatures(raw, world_of({NAME: record(rsa_key(1024, "other"))}))
    assert (changed.why, other.why) == (DkimWhy.HEADERS_CHANGED, DkimWhy.OTHER_KEY)
    edwards = ed25519_key()
    (unsaid,) = signatures(sign(PLAIN, edwards).replace(b"Minutes", b"Invoice"), world_of({NAME: record(edwards)}))
    assert unsaid.why is DkimWhy.SIGNATURE_MISMATCH


def test_a_changed_body_under_signed_fields_is_told_as_that() -> None:
    (result,) = signatures(sign(PLAIN, KEY) + b"-- \r\na footer\r\n", WORLD)
    assert (result.result, result.why) == (DkimOutcome.FAIL, DkimWhy.BODY_CHANGED)
    assert result.step(StepName.HEADER_HASH).outcome is StepOutcome.PASSED


@pytest.mark.parametrize("canonical", ["simple/simple", "relaxed/relaxed"])
def test_what_storing_changed_is_undone_only_where_the_hash_proves_it(canonical: str) -> None:
    body = b"Dear all,\r\nFrom Monday on  we meet\r\n>From here\r\n"
    raw = sign(HEADER + b"\r\n" + body, KEY, canonical=canonical)
    quoted = raw.replace(b"\nFrom M", b"\n>From M").replace(b"\n>From h", b"\n>>From h")
    head, _, text = quoted.partition(b"\r\n\r\n")
    for stored, restored in (
        (raw, ()),
        (raw.replace(b"\r\n", b"\n"), (Restoration.LINE_ENDS,)),
        (quoted, (Restoration.FROM_QUOTING,)),
        (quoted.replace(b"\r\n", b"\n"), (Restoration.LINE_ENDS, Restoration.FROM_QUOTING)),
        (raw.replace(b"all,\r\n", b"all,\n"), (Restoration.MIXED_LINE_ENDS,)),
        (head + b"\r\n\r\n" + text.replace(b"\r\n", b"\n"), (Restoration.MIXED_LINE_ENDS, Restoration.FROM_QUOTING)),
    ):
        (result,) = signatures(stored, WORLD)
        assert result.passed, restored
        assert result.restored == restored
    (result,) = signatures(quoted + b"more\r\n", WORLD)
    assert (result.why, result.restored) == (DkimWhy.BODY_CHANGED, ())


def test_signatures_beyond_the_bound_are_counted_and_keys_are_asked_once_and_together() -> None:
    raw = sign(PLAIN, KEY)
    signature = raw[: raw.index(b"Received:")]
    world = World(WORLD.records)
    many = signature * (dkim.MOST_SIGNATURES + 5) + raw[len(signature) :]
    result = judged(many, world)
    assert (len(result.signatures), result.left_out) == (dkim.MOST_SIGNATURES, 5)
    assert [ask.id for ask in world.asked] == [f"dns:TXT:{NAME}"]
    inquiry = dkim.evaluate(SignedOctets(read(sign(raw, KEY, selector="two", names=USUAL)).root), TIME)
    assert [ask.of for ask in next(inquiry)] == ["two._domainkey.sender.example", NAME]


def test_what_cannot_be_processed_asks_nobody() -> None:
    world = World({})
    (result,) = signatures(sign(PLAIN, KEY, tags={"v": "2"}), world)
    assert (result.result, result.why, result.body_hash_matches) == (DkimOutcome.NEUTRAL, DkimWhy.VERSION, True)
    assert not world.asked
    assert drive(dkim.evaluate(SignedOctets(read(PLAIN).root), TIME), world).signatures == ()


def test_of_several_key_records_the_one_that_confirms_counts() -> None:
    right, wrong = record(KEY), record(rsa_key(1024, "other"))
    for records in ([wrong, right], ["hello", right], [right, "v=spf1 -all"]):
        (result,) = signatures(sign(PLAIN, KEY), World({NAME: {"TXT": records}}))
        assert result.passed
        assert result.key is not None
        assert result.key.record == right
    (result,) = signatures(sign(PLAIN, KEY), World({NAME: {"TXT": [wrong] * 9}}))
    assert result.why is DkimWhy.OTHER_KEY


def test_a_header_beyond_our_bounds_is_not_judged() -> None:
    raw = sign(PLAIN, KEY)
    (result,) = signatures(raw.replace(b"Received:", b"X-Long: " + b"x" * (1 << 20) + b"\r\nReceived:", 1), WORLD)
    assert (result.result, result.why) == (DkimOutcome.NEUTRAL, DkimWhy.HEADER_NOT_READ)


def test_an_attached_mail_has_signatures_of_its_own() -> None:
    inner = sign(PLAIN, KEY)
    outer = (
        b"From: b@other.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--b--\r\n"
    )
    part = read(outer).attached[0].message
    assert part is not None
    (result,) = drive(dkim.evaluate(SignedOctets(part), TIME), WORLD).signatures
    assert result.passed
    assert result.field.endswith("HEADER/DKIM-Signature")
