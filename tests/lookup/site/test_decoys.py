"""Decoys: nothing of the reader is left in a link, its shape stays, and what is the site's own stays as well."""

from __future__ import annotations

import base64
import random
import re
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyotaku.lookup.site.decoys import Leaks, decoyed

READER = "hanako.yamada@kasumi-shoji.example"
Dice = random.Random  # foretold, so that a test can say what comes
BASE64 = base64.b64encode(READER.encode()).decode()


def made(url: str, seed: int = 1) -> str:
    return decoyed(url, (READER,), ("kasumi-shoji.example",), Dice(seed)).url


CODINGS = {
    "plain": READER,
    "upper": READER.upper(),
    "percent": quote(READER, safe=""),
    "all percent": "".join(f"%{octet:02X}" for octet in READER.encode()),
    "double percent": quote(quote(READER, safe=""), safe=""),
    "base64": BASE64,
    "base64 without padding": BASE64.rstrip("="),
    "base64 quoted": quote(BASE64, safe=""),
    "base64 twice": base64.b64encode(BASE64.encode()).decode(),
    "hex": READER.encode().hex(),
    "hex upper": READER.encode().hex().upper(),
    "reversed": READER[::-1],
    "local part": "hanako.yamada",
    "domain": "kasumi-shoji.example",
    "json": quote('{"mail":"' + READER + '","n":1234567}', safe=""),
    "base64 of json": base64.urlsafe_b64encode(('{"mail":"' + READER + '"}').encode()).decode(),
    "pairs": base64.b64encode(f"mail={READER}&id=8812".encode()).decode(),
    "in an address": quote(f"https://next.example/login?u={READER}", safe=""),
}
PLACES = {
    "value": "https://site.example/a/login.php?u={}",
    "alone": "https://site.example/?{}",
    "fragment": "https://site.example/index.html#{}",
    "fragment with a name": "https://site.example/#mail={}",
    "path": "https://site.example/x/{}/login",
    "name": "https://site.example/?{}=1",
    "parameter of a path": "https://site.example/a;u={}",
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("coding", CODINGS)
def test_no_form_of_the_reader_is_left(place: str, coding: str) -> None:
    url = PLACES[place].format(CODINGS[coding])
    found = decoyed(url, (READER,), ("kasumi-shoji.example",), Dice(7))
    assert found.replaced
    flat = found.url.lower()
    for _ in range(3):
        assert CODINGS[coding].lower() not in flat
        assert "yamada" not in flat
        assert "kasumi" not in flat
        flat = unquote(flat)
    assert urlsplit(found.url).hostname == "site.example"


@pytest.mark.parametrize("coding", ["base64", "base64 without padding", "hex", "percent", "plain"])
def test_a_coded_address_becomes_another_coded_address(coding: str) -> None:
    url = f"https://site.example/?u={CODINGS[coding]}"
    value = made(url).partition("u=")[2]
    assert len(value) == len(CODINGS[coding])
    plain = unquote(value)
    if coding.startswith("base64"):
        plain = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode()
    elif coding == "hex":
        plain = bytes.fromhex(value).decode()
    assert re.fullmatch(r"[a-z]{6}\.[a-z]{6}@[a-z]{6}-[a-z]{5}\.example", plain)


def test_the_shape_of_tokens_stays() -> None:
    url = "https://site.example/Ab12Cd34Ef/0f3a9c77d2/?id=48291&k=550e8400-e29b-41d4-a716-446655440000&v=12&lang=ja"
    path, query = urlsplit(made(url)).path, parse_qs(urlsplit(made(url)).query)
    assert re.fullmatch(r"/[A-Z][a-z]\d\d[A-Z][a-z]\d\d[A-Z][a-z]/[0-9a-f]{10}/", path)
    assert re.fullmatch(r"\d{5}", query["id"][0])
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", query["k"][0])
    assert (query["v"], query["lang"]) == (["12"], ["ja"])
    for token in ("Ab12Cd34Ef", "0f3a9c77d2", "48291", "550e8400-e29b"):
        assert token not in made(url)


def test_what_is_the_sites_own_stays() -> None:
    for url in (
        "https://www.site.example/webmail/login.php",
        "http://site.example/",
        "https://site.example/js/0i/?lang=ja&page=login",
    ):
        assert decoyed(url, (READER,)).url == url
        assert decoyed(url, (READER,)).replaced == 0


def test_a_host_made_for_the_reader_is_made_for_another() -> None:
    found = made("https://hanakoyamada.mail.site.example/a")
    assert re.fullmatch(r"https://[a-z]{12}\.mail\.site\.example/a", found)
    assert "hanakoyamada" not in found


def test_an_address_within_an_address_leads_where_it_led() -> None:
    inner = f"https://next.example/login?u={READER}"
    value = unquote(made(f"https://count.example/r?to={quote(inner, safe='')}").partition("to=")[2])
    assert value.startswith("https://next.example/login?u=")
    assert "hanako" not in value


def test_the_same_dice_give_the_same_decoys_and_no_dice_others_each_time() -> None:
    url = "https://site.example/?u=Ab12Cd34Ef56Gh78"
    assert made(url, 3) == made(url, 3) != made(url, 4)
    assert len({decoyed(url).url for _ in range(5)}) == 5


def test_what_cannot_be_replaced_is_not_visited() -> None:
    with pytest.raises(Leaks):
        decoyed("https://mail.kasumi-shoji.example.site.example/", (READER,), ("kasumi-shoji.example",))


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=60))
def test_whatever_a_link_holds_it_ends_well(rest: str) -> None:
    try:
        found = decoyed("https://site.example/" + rest, (READER,), ("kasumi-shoji.example",), Dice(1))
    except Leaks:
        return
    assert urlsplit(found.url).scheme == "https"
