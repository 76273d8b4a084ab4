"""Hosts that look like a known organization's, and those that only seem to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyotaku.mail.brands import brands
from gyotaku.mail.holding import held, holder
from gyotaku.mail.lookalike import Likeness, _one_slip, lookalike, own_lookalike


@pytest.mark.parametrize(
    ("host", "brand", "likeness"),
    [
        ("www.amazon.co.jp.q7k2.top", "amazon", Likeness.DOMAIN),
        ("www-amazon-co-jp.q7k2.top", "amazon", Likeness.DOMAIN),
        ("amazon-co-jp.com", "amazon", Likeness.DOMAIN),
        ("arnazon.com", "amazon", Likeness.LETTERS),
        ("amaz0n-login.com", "amazon", Likeness.LETTERS),
        ("xn--mazon-3ve.com", "amazon", Likeness.LETTERS),
        ("netfllx.com", "netflix", Likeness.LETTERS),
        ("mercarri.com", "mercari", Likeness.MISSPELT),
        ("amaozn.com", "amazon", Likeness.MISSPELT),
        ("mercari-login.top", "mercari", Likeness.WORDS),
        ("accountmercari.top", "mercari", Likeness.WORDS),
        ("jcb-card-service.top", "jcb", Likeness.WORDS),
        ("mercari.top", "mercari", Likeness.SUFFIX),
        ("mercari.q7k2.top", "mercari", Likeness.NAMED),
        ("kmercarix.top", "mercari", Likeness.NAMED),
    ],
)
def test_is_called(host: str, brand: str, likeness: Likeness) -> None:
    found = lookalike(host)
    assert found is not None
    assert (found.brand.id, found.likeness) == (brand, likeness)


@pytest.mark.parametrize(
    "host",
    [
        "purchase.example",
        "pineapple.example",
        "online.example",
        "amazing.example",
        "acorn.example",
        "a.example",
        "localhost",
        "203.0.113.7",
        "[2001:db8::1]",
        "",
        "-",
        "..",
        "xn--",
        "xn--99999999999.com",
    ],
)
def test_is_called_nothing(host: str) -> None:
    found = lookalike(host)
    assert found is None or found.likeness < Likeness.SUFFIX


def test_no_genuine_domain_is_called() -> None:
    """What the table holds is nobody's look-alike, below its domains as well."""
    for brand in brands():
        for domain in brand.domains + brand.shared:
            host = domain.removeprefix(".")
            assert held(host)
            assert lookalike("www." + host) is None


def test_the_holder_of_a_host() -> None:
    found = holder("www.amazon.co.jp")
    assert found is not None
    assert found.id == "amazon"
    assert holder("q7k2.example") is None


@pytest.mark.parametrize(
    ("host", "likeness"),
    [
        ("minato-zumem.example", Likeness.MISSPELT),
        ("rninato-zumen.example", Likeness.LETTERS),
        ("minato-zumen.example.q7k2.top", Likeness.DOMAIN),
        ("minato-zumen-mail.example", Likeness.WORDS),
        ("minato-zumen.test", Likeness.SUFFIX),
    ],
)
def test_own_domains_are_held_against(host: str, likeness: Likeness) -> None:
    found = own_lookalike(host, ("minato-zumen.example",))
    assert found is not None
    assert found.likeness is likeness
    assert found.brand.name == "minato-zumen.example"


@pytest.mark.parametrize(
    "host", ["minato-zumen.example", "mail.minato-zumen.example", "zumen.example", "minato.example"]
)
def test_own_domains_and_others_stay_silent(host: str) -> None:
    assert own_lookalike(host, ("minato-zumen.example",)) is None


def test_without_own_domains_nothing_is_like_them() -> None:
    assert own_lookalike("minato-zumem.example", ()) is None


def _slow_slip(word: str, key: str) -> bool:
    """By trying every slip."""
    letters = "abcdef"
    made = {key[:at] + key[at + 1 :] for at in range(1, len(key))}
    made |= {key[:at] + letter + key[at:] for at in range(1, len(key) + 1) for letter in letters}
    made |= {key[:at] + letter + key[at + 1 :] for at in range(1, len(key)) for letter in letters}
    made |= {key[:at] + key[at + 1] + key[at] + key[at + 2 :] for at in range(1, len(key) - 1)}
    return word in made and word != key and word[:1] == key[:1] and not key.startswith(word)


@given(st.text("abcdef", min_size=2, max_size=8), st.text("abcdef", min_size=2, max_size=8))
def test_one_slip_is_what_trying_all_gives(word: str, key: str) -> None:
    assert _one_slip(word, key) == _slow_slip(word, key)


@given(st.text(max_size=300))
def test_never_raises(host: str) -> None:
    lookalike(host)
    own_lookalike(host, ("minato-zumen.example",))


@pytest.mark.parametrize("piece", ["a-", "amazon-", "amazon.", "rn", "-", "co.jp.", "login"])
def test_long_hosts_are_bounded(piece: str) -> None:
    lookalike((piece * 300)[:253])
    assert lookalike(piece * 10_000) is None
