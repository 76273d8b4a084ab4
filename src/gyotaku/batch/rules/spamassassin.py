"""A rule for SpamAssassin: a file beside local.cf. All values are written as octets in hexadecimal, so that none can mean anything else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gyotaku.batch.rules.condition import Condition, Rule, What

_SCORE = "3.0"
_FIELDS = {
    What.FROM_ADDRESS: "From:addr",
    What.FROM_DOMAIN: "From:addr",
    What.REPLY_ADDRESS: "Reply-To:addr",
    What.REPLY_DOMAIN: "Reply-To:addr",
    What.SUBJECT: "Subject",
    What.FROM_NAME: "From:name",
}


def render(rule: Rule, name: str, comments: Sequence[str]) -> str:
    """Rules of its parts, a meta rule over them, its score."""
    return "\n".join([*(f"# {line}" for line in comments), *_lines(rule, name)]) + "\n"


def _lines(rule: Rule, name: str) -> Iterator[str]:
    parts: dict[Condition, str] = {}
    for clause in rule.clauses:
        for test in clause.tests:
            if test not in parts:
                parts[test] = f"__{name}_{len(parts) + 1}"
                yield _test(test, parts[test])
    clauses = (" && ".join(parts[test] for test in clause.tests) for clause in rule.clauses)
    yield f"meta {name} " + " || ".join(f"({clause})" for clause in clauses)
    yield f"describe {name} Proposed by gyotaku from scanned mails"
    yield f"score {name} {_SCORE}"


def _test(test: Condition, name: str) -> str:
    what, value = test.what, _octets(test.value)
    if what is What.LINK:
        return rf"uri {name} /^https?:\/\/(?:[^\/?\#]*\@)?(?:[^\/?\#\@]*\.)?{value}\.?(?:[:\/?\#]|$)/i"
    if what is What.MESSAGE_ID:
        return rf"header {name} Message-ID =~ /\@(?:[^\@>]*\.)?{value}>?\s*$/i"
    if what in {What.FROM_ADDRESS, What.REPLY_ADDRESS}:
        return rf"header {name} {_FIELDS[what]} =~ /^{value}$/i"
    if what in {What.FROM_DOMAIN, What.REPLY_DOMAIN}:
        return rf"header {name} {_FIELDS[what]} =~ /\@(?:[^\@]*\.)?{value}$/i"
    return rf"header {name} {_FIELDS[what]} =~ /{value}/i"


def _octets(value: str) -> str:
    r"""Letters and figures of ASCII as they are, of all else the octets of UTF-8 as `\xHH`."""
    return "".join(
        chr(octet) if chr(octet).isascii() and chr(octet).isalnum() else f"\\x{octet:02x}"
        for octet in value.encode("utf-8")
    )
