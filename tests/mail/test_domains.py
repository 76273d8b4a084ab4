"""Registrable domains: the public suffix list's own vectors, our cases, and publicsuffixlist as the oracle."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publicsuffixlist import PublicSuffixList

from gyotaku.mail import domains
from gyotaku.mail.domains import is_address_literal, list_version, registrable, same_organization, suffix

VECTORS = Path(__file__).parents[3] / "shared" / "corpora" / "suites" / "psl-tests.txt"


@pytest.mark.skipif(not VECTORS.is_file() and not os.environ.get("CI"), reason="the public suffix vectors are not here")
def test_the_lists_own_vectors() -> None:
    lines = [line.partition("//")[0].split() for line in VECTORS.read_text(encoding="utf-8").splitlines()]
    vectors = [line for line in lines if len(line) == 2 and line[0] != "null"]
    assert len(vectors) > 60
    for host, expected in vectors:
        assert registrable(host) == (None if expected == "null" else expected.lower()), host


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("www.example.co.jp", "example.co.jp"),
        ("WWW.Example.CO.JP.", "example.co.jp"),
        ("co.jp", None),
        ("mail.city.kawasaki.jp", "city.kawasaki.jp"),
        ("city.kawasaki.jp", "city.kawasaki.jp"),
        ("a.b.c.kawasaki.jp", "b.c.kawasaki.jp"),
        ("c.kawasaki.jp", None),
        ("a.foo.github.io", "foo.github.io"),
        ("github.io", None),
        ("bucket.s3.amazonaws.com", "bucket.s3.amazonaws.com"),
        ("www.食狮.公司.cn", "食狮.公司.cn"),
        ("www.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"),
        ("www。example．jp", "example.jp"),
        ("localhost", None),
        ("192.0.2.1", None),
        ("[192.0.2.1]", None),
        ("2001:db8::1", None),
        ("", None),
        (".", None),
        ("a..jp", None),
        (".example.jp", None),
        ("exa mple.jp", None),
        ("example.jp/x", None),
        ("a" * 64 + ".jp", None),
        ("a." * 130 + "jp", None),
        ("xn--\x7f.jp", None),
        ("x.xn--999999999b.jp", "xn--999999999b.jp"),
        ("host.unlisted", "host.unlisted"),
    ],
)
def test_registrable(host: str, expected: str | None) -> None:
    assert registrable(host) == expected


def test_private_rules_count_unless_told_otherwise() -> None:
    assert registrable("a.foo.github.io", private=False) == "github.io"
    assert suffix("a.foo.github.io") == "github.io"
    assert suffix("a.foo.github.io", private=False) == "io"
    assert registrable("bucket.s3.amazonaws.com", private=False) == "amazonaws.com"


def test_suffix() -> None:
    assert suffix("example.co.jp") == "co.jp"
    assert suffix("CO.JP") == "co.jp"
    assert suffix("a.city.kawasaki.jp") == "kawasaki.jp"
    assert suffix("localhost") == "localhost"
    assert suffix("192.0.2.1") is None


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("mail.example.jp", "www.EXAMPLE.jp.", True),
        ("example.co.jp", "other.co.jp", False),
        ("one.github.io", "two.github.io", False),
        ("github.io", "github.io", True),
        ("www.xn--85x722f.xn--55qx5d.cn", "mail.食狮.公司.cn", True),
        ("192.0.2.1", "[192.0.2.1]", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("", "", False),
        ("a b", "a b", False),
        ("co.jp", "example.co.jp", False),
    ],
)
def test_same_organization(a: str, b: str, same: bool) -> None:
    assert same_organization(a, b) is same
    assert same_organization(b, a) is same


def test_address_literals() -> None:
    assert is_address_literal("[IPv6:2001:db8::1]")
    assert not is_address_literal("example.jp")


def test_the_list_tells_its_date() -> None:
    version = list_version()
    assert version is not None
    assert version[:2] == "20"


def test_without_the_list_the_last_label_is_the_suffix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    domains._rules.cache_clear()
    domains._cut.cache_clear()
    try:
        assert (registrable("a.example.co.jp"), list_version()) == ("co.jp", None)
    finally:
        domains._rules.cache_clear()
        domains._cut.cache_clear()


def test_the_parser_of_the_list_is_not_imported() -> None:
    code = (
        "import sys; from gyotaku.mail.domains import registrable; registrable('a.jp');"
        "print('publicsuffixlist' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


@pytest.fixture(scope="module")
def oracles() -> dict[bool, object]:
    return {True: PublicSuffixList(), False: PublicSuffixList(only_icann=True)}


def test_publicsuffixlist_says_the_same_of_names_around_every_rule(oracles: dict[bool, object]) -> None:
    """But for the bare parent of a wildcard: `*.kobe.jp` says nothing of `kobe.jp`, which the class calls a suffix."""
    lines = domains._rules().icann | domains._rules().private
    rules = {line.decode() for line in lines if line and not line.startswith((b"//", b" "))}
    compared = 0
    for rule in sorted(rules)[::5]:
        name = rule.lstrip("!*.")
        for host in (name, f"a.{name}", f"b.a.{name}", f"c.b.a.{name}"):
            if f"*.{host}" in rules:
                continue
            for private, oracle in oracles.items():
                expected = oracle.privatesuffix(host)  # type: ignore[attr-defined]
                assert registrable(host, private=private) == expected, (host, private)
                compared += 1
    assert compared > 10_000


LABEL = st.text("abcxn-09_", min_size=1, max_size=8) | st.sampled_from(
    ["co", "jp", "kawasaki", "city", "ck", "www", "公司"]
)


@given(st.lists(LABEL, min_size=1, max_size=6).map(".".join) | st.text())
def test_no_name_raises(name: str) -> None:
    domain = registrable(name)
    assert domain is None or domain.endswith(suffix(name) or "?")
    assert domain is None or registrable(domain) == domain
    assert same_organization(name, name) or domain is None
    is_address_literal(name)
