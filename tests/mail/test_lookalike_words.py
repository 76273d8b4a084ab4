"""Hosts beside a name's own: what is another word, what is misspelt among words of logins, whose name others bear."""

import pytest

from gyotaku.mail.lookalike import Likeness, borne_by_others, lookalike


@pytest.mark.parametrize(
    "host", ["acorn-vtg.example", "postal.example", "applied.example", "trevor.example", "www.family-shop.example"]
)
def test_other_words_are_meant_themselves(host: str) -> None:
    assert lookalike(host) is None


@pytest.mark.parametrize("host", ["amazom-login.example", "login-amazom.example", "secure-netflx-account.example"])
def test_a_name_is_misspelt_beside_words_of_logins(host: str) -> None:
    found = lookalike(host)
    assert found is not None
    assert found.likeness is Likeness.MISSPELT


def test_a_misspelt_name_beside_other_words_is_nobodys() -> None:
    assert lookalike("amazom-pottery.example") is None


def test_a_family_s_name_shows_little() -> None:
    found = lookalike("matsui-shop.example")
    assert found is not None
    assert borne_by_others(found.meant)
    assert not borne_by_others("rakuten")
