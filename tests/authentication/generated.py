"""Some 300 signed mails, each of a class that says what was done to it. The same in every run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from tests.authentication.keys import PrivateKey, ed25519_key, record, rsa_key
from tests.authentication.signer import USUAL, add_set, sign

NAME = "one._domainkey.sender.example"
SEALER = "arc._domainkey.relay.example"
CANONICAL = ("relaxed/relaxed", "relaxed/simple", "simple/relaxed", "simple/simple")
PAST, FUTURE = "1700000100", "4070908800"


class Case(NamedTuple):
    group: str
    mail: bytes
    keys: Mapping[str, str]


HEADER = (
    b"Received: from client.sender.example ([192.0.2.7]) by mx.reader.example;\r\n Mon, 13 Nov 2023 22:13:19 +0000\r\n"
    b"From: =?utf-8?B?5bGx55Sw?= <yamada@sender.example>\r\nTo: reader@reader.example\r\n"
    b"Subject: Minutes of  the meeting\r\n\tof Monday\r\nDate: Mon, 13 Nov 2023 22:13:20 +0000\r\n"
    b"Message-ID: <20231113221320.1@sender.example>\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n"
)
BODIES = (
    b"Dear all,\r\n\r\nplease find the minutes below.\r\n\r\nYamada\r\n",
    b"Two  blanks,\ta tab and \t both \r\n  an indented line\t\r\nend\r\n",
    b"Empty lines follow.\r\n\r\n\r\n\r\n",
    b"",
    "議事録をお送りします。\r\n\r\n山田".encode(),
)
PLAIN = HEADER + b"\r\n" + BODIES[0]


def mails() -> Iterator[Case]:
    for make in (_intact, _body, _header, _time_and_keys, _length, _names, _identity, _several, _syntax, _records, _stored, _chains, _broken_chains):  # fmt: skip
        yield from make()


def _keys(key: PrivateKey, more: str = "") -> dict[str, str]:
    return {NAME: record(key, more)}


def _both() -> tuple[PrivateKey, PrivateKey]:
    return rsa_key(1024), ed25519_key()


def _signed(mail: bytes = PLAIN, key: PrivateKey | None = None, **how: object) -> bytes:
    return sign(mail, key or rsa_key(1024), **how)  # type: ignore[arg-type]


def _everywhere(group: str, change: Callable[[bytes], bytes], mail: bytes = PLAIN) -> Iterator[Case]:
    """The same change to mails of all canonicalizations and both kinds of key."""
    for key in _both():
        for canonical in CANONICAL:
            yield Case(group, change(_signed(mail, key, canonical=canonical)), _keys(key))


def _intact() -> Iterator[Case]:
    for body in BODIES:
        yield from _everywhere("intact", lambda mail: mail, HEADER + b"\r\n" + body)
    yield Case("intact-2048", _signed(key=rsa_key(2048)), _keys(rsa_key(2048)))
    yield Case("intact-no-c", _signed(canonical=""), _keys(rsa_key(1024)))
    yield Case("intact-header-c-only", _signed(canonical="relaxed"), _keys(rsa_key(1024)))


def _body() -> Iterator[Case]:
    yield from _everywhere("body-word-changed", lambda mail: mail.replace(b"minutes below", b"minutes above"))
    yield from _everywhere("body-footer-added", lambda mail: mail + b"-- \r\nA list's footer\r\n")
    yield from _everywhere("body-blank-lines-added", lambda mail: mail + b"\r\n\r\n")
    yield from _everywhere("body-trailing-blanks", lambda mail: mail.replace(b"Yamada\r\n", b"Yamada \t\r\n"))
    yield from _everywhere("body-blanks-widened", lambda mail: mail.replace(b"find the", b"find   the"))
    yield from _everywhere("body-last-line-end-lost", lambda mail: mail.removesuffix(b"\r\n"))


def _header() -> Iterator[Case]:
    yield from _everywhere("subject-changed", lambda mail: mail.replace(b"Minutes of", b"Invoice of"))
    yield from _everywhere("subject-refolded", lambda mail: mail.replace(b"\r\n\tof Monday", b" of\r\n  Monday"))
    yield from _everywhere("name-case-changed", lambda mail: mail.replace(b"\r\nSubject:", b"\r\nSUBJECT:"))
    yield from _everywhere("blank-before-colon", lambda mail: mail.replace(b"\r\nTo:", b"\r\nTo :"))
    yield from _everywhere("unsigned-field-added", lambda mail: b"X-Seen: yes\r\n" + mail)
    yield from _everywhere("second-subject-on-top", lambda mail: b"Subject: You won\r\n" + mail)


def _time_and_keys() -> Iterator[Case]:
    for key, other in zip(_both(), (rsa_key(1024, "other"), ed25519_key("other")), strict=True):
        for canonical in CANONICAL:
            yield Case("expired", _signed(key=key, canonical=canonical, tags={"x": PAST}), _keys(key))
            yield Case("not-expired", _signed(key=key, canonical=canonical, tags={"x": FUTURE}), _keys(key))
            yield Case("other-key", _signed(key=key, canonical=canonical), _keys(other))
        yield Case("revoked", _signed(key=key), {NAME: "v=DKIM1; p="})
        yield Case("no-key", _signed(key=key), {})
    yield Case("other-type-of-key", _signed(), _keys(ed25519_key()))
    yield Case("other-type-of-key", _signed(key=ed25519_key()), _keys(rsa_key(1024)))
    for bits in (512, 768):
        for canonical in CANONICAL:
            yield Case("short-key", _signed(key=rsa_key(bits), canonical=canonical), _keys(rsa_key(bits)))
    for canonical in CANONICAL:
        yield Case("rsa-sha1", _signed(algorithm="rsa-sha1", canonical=canonical), _keys(rsa_key(1024)))
    yield Case("signed-later", _signed(tags={"t": FUTURE}), _keys(rsa_key(1024)))
    yield Case("x-before-t", _signed(tags={"x": "1600000000"}), _keys(rsa_key(1024)))


def _length() -> Iterator[Case]:
    for canonical in CANONICAL:
        limited = _signed(canonical=canonical, length=20)
        yield Case("length-part", limited, _keys(rsa_key(1024)))
        yield Case("length-text-added", limited + b"Send money.\r\n", _keys(rsa_key(1024)))
        yield Case("length-zero", _signed(canonical=canonical, length=0), _keys(rsa_key(1024)))
        yield Case("length-inside-changed", limited.replace(b"Dear all", b"Dear you"), _keys(rsa_key(1024)))
    yield Case("length-beyond-body", _signed(length=4000), _keys(rsa_key(1024)))


def _names() -> Iterator[Case]:
    twice = b"Comments: the upper one\r\nComments: the lower one\r\n" + PLAIN
    sealed = (*USUAL, "from", "subject", "reply-to")
    for canonical in CANONICAL:
        key = _keys(rsa_key(1024))
        yield Case("from-not-signed", _signed(canonical=canonical, names=("to", "subject", "date")), key)
        yield Case("missing-field-named", _signed(canonical=canonical, names=(*USUAL, "reply-to", "x-none")), key)
        yield Case("repeated-signed", _signed(twice, canonical=canonical, names=(*USUAL, "comments", "comments")), key)
        lower = _signed(twice, canonical=canonical, names=(*USUAL, "comments"))
        yield Case("repeated-lower-signed", lower, key)
        yield Case("repeated-upper-changed", lower.replace(b"the upper one", b"another"), key)
        yield Case("repeated-lower-changed", lower.replace(b"the lower one", b"another"), key)
        swapped = lower.replace(b"the upper", b"the ???").replace(b"the lower", b"the upper").replace(b"???", b"lower")
        yield Case("repeated-swapped", swapped, key)
        over = _signed(canonical=canonical, names=sealed)
        yield Case("oversigned", over, key)
        yield Case("oversigned-subject-added", b"Subject: You won\r\n" + over, key)
        yield Case("oversigned-reply-to-added", b"Reply-To: x@other.example\r\n" + over, key)
    yield Case("names-in-capitals", _signed(names=("From", "TO", "Subject")), _keys(rsa_key(1024)))
    yield Case("names-end-in-a-colon", _signed(names=("from", "to"), tags={"h": "from:to:"}), _keys(rsa_key(1024)))
    yield Case("names-folded", _signed(tags={"h": "from :\r\n to\t: subject"}, names=("from", "to", "subject")), _keys(rsa_key(1024)))  # fmt: skip


def _identity() -> Iterator[Case]:
    key = rsa_key(1024)
    for identity in ("@sender.example", "yamada@sender.example", "a=3Db@mail.sender.example", "@SENDER.example"):
        yield Case("identity-inside", _signed(tags={"i": identity}), _keys(key))
    for identity in ("@other.example", "@notsender.example", "a@example"):
        yield Case("identity-outside", _signed(tags={"i": identity}), _keys(key))
    yield Case("identity-not-an-address", _signed(tags={"i": "sender.example"}), _keys(key))
    yield Case("identity-below-strict", _signed(tags={"i": "@mail.sender.example"}), _keys(key, "t=s; "))
    yield Case("identity-same-strict", _signed(tags={"i": "@sender.example"}), _keys(key, "t=s; "))

    domain, selector = "\u5c71.sender.example", "\u4e00"
    name = "xn--4gq._domainkey.xn--rht.sender.example"
    international = _signed(domain=domain, selector=selector, tags={"i": f"yamada@{domain}"})
    yield Case("internationalized", international, {name: record(key)})


def _several() -> Iterator[Case]:
    rsa, ed = _both()
    keys = {NAME: record(rsa), "two._domainkey.sender.example": record(ed), SEALER: record(rsa_key(1024, "other"))}
    for canonical in CANONICAL:
        two = sign(_signed(canonical=canonical), ed, selector="two", canonical=canonical)
        yield Case("two-signatures", two, keys)
        three = sign(two, rsa_key(1024, "other"), "relay.example", "arc", names=("from", "dkim-signature", "dkim-signature"))  # fmt: skip
        yield Case("signature-over-signatures", three, keys)
        yield Case("two-signatures-body-changed", two.replace(b"Yamada", b"Tanaka"), keys)
        broken = sign(_signed(canonical=canonical).replace(b"Minutes of", b"Invoice of"), ed, selector="two")
        yield Case("second-signature-after-change", broken, keys)


def _syntax() -> Iterator[Case]:
    key = _keys(rsa_key(1024))
    for tag, value in (
        ("v", "2"), ("v", None), ("a", "rsa-md5"), ("a", "RSA-SHA256"), ("a", None), ("bh", None), ("d", None), ("s", None),
        ("h", None), ("c", "relaxed/nofws"), ("c", "Relaxed/Relaxed"), ("q", "dns/other"), ("q", "dns/txt"),
        ("d", "sender_.example"), ("d", "SENDER.example"), ("d", "localhost"), ("s", "a..b"),
        ("l", "-1"), ("l", "a few"), ("t", "yesterday"), ("x", "tomorrow"), ("bh", "not base64!"), ("z", "From:a=7Cb|To:c"),
        ("unknown", "kept; and=more"), ("_odd", "1"), ("1a", "1"),
    ):  # fmt: skip
        algorithm = "rsa-sha256" if tag == "a" else None
        yield Case(f"syntax-{tag}-{value}", _signed(tags={tag: value}, algorithm=algorithm), key)
    signed = _signed()
    yield Case("syntax-tag-twice", _signed(tags={"n": "1; n=2"}), key)
    yield Case("syntax-empty-tag", _signed(tags={"n": "1; ; m=2"}), key)
    yield Case("syntax-no-equals", _signed(tags={"n": "1; word; m=2"}), key)
    yield Case("syntax-last-semicolon", signed.replace(b"\r\nReceived", b";\r\nReceived", 1), key)
    yield Case("syntax-b-changed", signed.replace(b" b=", b" b=AAAA", 1), key)
    yield Case("syntax-b-empty", signed[: signed.index(b" b=") + 3] + signed[signed.index(b"\r\nReceived") :], key)
    yield Case("syntax-b-in-blanks", signed.replace(b";\r\n b=", b";\r\n b =  \r\n ", 1), key)
    yield Case("syntax-h-empty", _signed(names=()), key)


def _records() -> Iterator[Case]:
    good = record(rsa_key(1024))
    p = good.partition("p=")[2]
    for label, text in {
        "no-v": f"k=rsa; p={p}", "no-k": f"v=DKIM1; p={p}", "v-last": f"k=rsa; p={p}; v=DKIM1", "v-other": f"v=DKIM2; p={p}",
        "h-sha1": f"v=DKIM1; h=sha1; p={p}", "h-both": f"v=DKIM1; h=sha1:sha256; p={p}", "s-all": f"v=DKIM1; s=*; p={p}",
        "s-email": f"v=DKIM1; s=other:email; p={p}", "s-other": f"v=DKIM1; s=other; p={p}", "t-y": f"v=DKIM1; t=y; p={p}",
        "k-other": f"v=DKIM1; k=dsa; p={p}", "p-blanks": f"v=DKIM1; k=rsa; p={p[:60]} {p[60:]}", "p-junk": "v=DKIM1; p=junk",
        "p-twice": f"v=DKIM1; p={p}; p={p}", "no-p": "v=DKIM1; k=rsa", "notes": f"v=DKIM1; n=a note; p={p};", "not-a-key": "hello",
        "unknown-tag": f"v=DKIM1; future=yes; p={p}",
    }.items():  # fmt: skip
        yield Case(f"record-{label}", _signed(), {NAME: text})


def _stored() -> Iterator[Case]:
    for canonical in CANONICAL:
        signed = _signed(HEADER + b"\r\n" + BODIES[1] + b"From here on\r\n", canonical=canonical)
        yield Case("stored-with-lf", signed.replace(b"\r\n", b"\n"), _keys(rsa_key(1024)))
        yield Case("stored-in-mbox", signed.replace(b"\r\nFrom here", b"\r\n>From here"), _keys(rsa_key(1024)))
        header, _, body = signed.partition(b"\r\n\r\n")
        mixed = header.replace(b"\r\n", b"\n") + b"\n\n" + body
        yield Case("stored-header-with-lf", mixed, _keys(rsa_key(1024)))


def _chain(
    length: int, mail: bytes = PLAIN, key: PrivateKey | None = None, canonical: str = "relaxed/relaxed"
) -> bytes:
    mail = _signed(mail)
    for instance in range(1, length + 1):
        mail = add_set(mail, instance, key or rsa_key(1024), canonical=canonical)
    return mail


ARC_KEYS = {SEALER: record(rsa_key(1024)), NAME: record(rsa_key(1024))}


def _chains() -> Iterator[Case]:
    for length in (1, 2, 3):
        for canonical in CANONICAL:
            yield Case("arc-intact", _chain(length, canonical=canonical), ARC_KEYS)
        intact = _chain(length)
        yield Case("arc-body-changed", intact.replace(b"Yamada\r\n", b"Tanaka\r\n"), ARC_KEYS)
        yield Case("arc-subject-changed", intact.replace(b"Minutes of", b"Invoice of"), ARC_KEYS)
        changed = intact.replace(b"Yamada\r\n", b"Yamada\r\n-- \r\nA list\r\n")
        yield Case("arc-changed-then-sealed", add_set(changed, length + 1, rsa_key(1024)), ARC_KEYS)
        yield Case("arc-results-changed", intact.replace(b"dkim=pass", b"dkim=fail", 1), ARC_KEYS)
        yield Case("arc-no-key", intact, {NAME: ARC_KEYS[NAME]})
        yield Case("arc-other-key", intact, {SEALER: record(rsa_key(1024, "other"))})
        yield Case("arc-ed25519", _chain(length, key=ed25519_key()), {SEALER: record(ed25519_key())})
        yield Case("arc-short-key", _chain(length, key=rsa_key(512)), {SEALER: record(rsa_key(512))})
        yield Case("arc-field-added", b"X-Seen: yes\r\n" + intact, ARC_KEYS)
        yield Case("arc-stored-with-lf", intact.replace(b"\r\n", b"\n"), ARC_KEYS)


def _broken_chains() -> Iterator[Case]:
    key = rsa_key(1024)
    one, two = _chain(1), _chain(2)
    for name in (b"ARC-Seal", b"ARC-Message-Signature", b"ARC-Authentication-Results"):
        yield Case("arc-field-missing", two.replace(name, b"X-Was", 1), ARC_KEYS)
        start = two.index(name)
        field = two[start : two.index(b"ARC-", start + 5)] if name != b"ARC-Authentication-Results" else b""
        field = field or two[start : two.index(b"\r\n", start) + 2]
        yield Case("arc-field-twice", field + two, ARC_KEYS)
    yield Case("arc-gap", add_set(one, 3, key), ARC_KEYS)
    yield Case("arc-starts-at-two", add_set(_signed(), 2, key), ARC_KEYS)
    yield Case("arc-cv-pass-first", add_set(_signed(), 1, key, status="pass"), ARC_KEYS)
    yield Case("arc-cv-none-second", add_set(one, 2, key, status="none"), ARC_KEYS)
    yield Case("arc-cv-fail", add_set(_signed(), 1, key, status="fail"), ARC_KEYS)
    yield Case("arc-cv-fail", add_set(one, 2, key, status="fail"), ARC_KEYS)
    yield Case("arc-cv-fail-below", add_set(add_set(one, 2, key, status="fail"), 3, key), ARC_KEYS)
    yield Case("arc-seal-with-h", add_set(_signed(), 1, key, seal_tags={"h": "from"}), ARC_KEYS)
    yield Case("arc-signs-seal", add_set(one, 2, key, names=(*USUAL, "arc-seal")), ARC_KEYS)
    yield Case("arc-sha1", add_set(_signed(), 1, key, seal_tags={"a": "rsa-sha1"}), ARC_KEYS)
    yield Case("arc-no-c", _chain(1, canonical=""), ARC_KEYS)
    yield Case("arc-expired", add_set(_signed(), 1, key, message_tags={"x": PAST}), ARC_KEYS)
    yield Case("arc-length", add_set(_signed(), 1, key, message_tags={"l": "0", "bh": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}) + b"More.\r\n", ARC_KEYS)  # fmt: skip
    yield Case("arc-results-instance-last", one.replace(b"Results: i=1; mx.relay.example;", b"Results: mx.relay.example; i=1;"), ARC_KEYS)  # fmt: skip
    yield Case("arc-instance-51", add_set(_signed(), 51, key), ARC_KEYS)
    yield Case("not-sealed", PLAIN, {})
