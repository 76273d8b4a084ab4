"""A rule in Sieve (RFC 5228), with the body test of RFC 5173 where links are asked for.

Sieve reads no links: what is tested is the decoded text of text parts, markup and all. A link that is written in another way
(character references, a redirect that holds it encoded) is not seen, and text that writes the address out is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gyotaku.batch.rules.condition import Clause, Condition, Rule, What

_AFTER = "/?#:\"'<> )&]"
"""What ends a host in text and in markup."""
_FIELDS = {
    What.FROM_ADDRESS: "from",
    What.FROM_DOMAIN: "from",
    What.REPLY_ADDRESS: "reply-to",
    What.REPLY_DOMAIN: "reply-to",
    What.SUBJECT: "subject",
    What.FROM_NAME: "from",
}


def render(rule: Rule, name: str, comments: Sequence[str]) -> str:
    """A script that files what it meets into Junk."""
    body = ['"body", '] if any(test.what is What.LINK for clause in rule.clauses for test in clause.tests) else []
    clauses = ",\n    ".join(_clause(clause) for clause in rule.clauses)
    return "".join(
        [
            f"# {name}\n",
            *(f"# {line}\n" for line in comments),
            f'require [{"".join(body)}"fileinto"];\n\n',
            f'if anyof (\n    {clauses}\n) {{\n    fileinto "Junk";\n    stop;\n}}\n',
        ]
    )


def _clause(clause: Clause) -> str:
    tests = [_test(test) for test in clause.tests]
    return tests[0] if len(tests) == 1 else "allof (" + ",\n           ".join(tests) + ")"


def _test(test: Condition) -> str:
    what, value = test.what, test.value
    if what is What.LINK:
        hosts = [before + value + after for before in ("//", ".") for after in _AFTER]
        return f'body :content "text" :contains {_strings([*hosts, f"@{value}/"])}'
    if what is What.MESSAGE_ID:
        return f'header :matches "message-id" {_strings(f"*@{middle}{value}{end}" for middle in ("", "*.") for end in ("", ">"))}'
    if what in {What.FROM_ADDRESS, What.REPLY_ADDRESS}:
        return f'address :is "{_FIELDS[what]}" {_string(value)}'
    if what in {What.FROM_DOMAIN, What.REPLY_DOMAIN}:
        return f'address :domain :matches "{_FIELDS[what]}" {_strings((value, "*." + value))}'
    return f'header :contains "{_FIELDS[what]}" {_string(value)}'


def _strings(values: Iterable[str]) -> str:
    return "[" + ", ".join(_string(value) for value in values) + "]"


def _string(value: str) -> str:
    """RFC 5228 section 2.4.2: two characters are escaped; no extension that would give others a meaning is required."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
