"""Known names, however they are written."""

from __future__ import annotations

import unicodedata
from datetime import date
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyotaku.data.tables import rows
from gyotaku.mail.brands import Brand, brands, disguises, mentions, namings, spellings
from gyotaku.mail.domains import registrable
from gyotaku.mail.facts.own import freemail
from gyotaku.mail.holding import held, holder
from gyotaku.mail.lettering import lettering, many_plain, one_word, plain_letters, skeleton


@pytest.mark.parametrize(
    ("text", "brand", "piece", "leads", "alone", "disguised"),
    [
        ("Amazon", "amazon", "Amazon", True, True, False),
        ("Amazon.co.jp", "amazon", "Amazon", True, False, False),
        ("Ａｍａｚｏｎ", "amazon", "Ａｍａｚｏｎ", True, True, False),
        ("A m a z o n", "amazon", "A m a z o n", True, True, False),
        ("*Amazon*", "amazon", "Amazon", True, True, False),
        ("Аmazon", "amazon", "Аmazon", True, True, True),
        ("𝐀𝐦𝐚𝐳𝐨𝐧", "amazon", "𝐀𝐦𝐚𝐳𝐨𝐧", True, True, True),
        ("Trust WaIIet", "trust-wallet", "Trust WaIIet", True, True, True),
        ("Iedger", "ledger", "Iedger", True, True, True),
        ("Μetamаsk", "metamask", "Μetamаsk", True, True, True),
        ("三井住友カード株式会社", "smbc-card", "三井住友カード", True, False, False),
        ("三井住友力ード", "smbc-card", "三井住友力ード", True, True, True),
        ("PayPay銀行", "paypay-bank", "PayPay銀行", True, True, False),
        ("Kimura (Amazon)", "amazon", "Amazon", False, False, False),
        ("au", "au", "au", True, True, False),
    ],
)
def test_names(text: str, brand: str, piece: str, leads: bool, alone: bool, disguised: bool) -> None:
    (found,) = namings(text)
    assert (found.brand.id, text[found.start : found.end]) == (brand, piece)
    assert (found.leads, found.alone, found.disguised) == (leads, alone, disguised)


@pytest.mark.parametrize(
    "text", ["", "Amazonas", "Bureau", "au Japan", "Chase Miller", "etc", "LINE up", "三井さん", "Googleplex"]
)
def test_words_that_are_no_names(text: str) -> None:
    assert namings(text) == []


_PIECES = st.sampled_from(
    [*(one.name for one in spellings()[::40]), "аmаzon", "Ａｍａｚｏｎ", "𝐀pple", "㍿", "ﬁ", "が", " ", "\n", "-"]
)
_TEXTS = st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=8).map("".join))


@given(_TEXTS)
def test_letters_without_their_places_are_the_same(text: str) -> None:
    assert plain_letters(text) == lettering(text).plain
    assert many_plain([text, "a", text]) == [plain_letters(text), "a", plain_letters(text)]


@given(_TEXTS)
def test_disguises_are_the_disguised_of_all_names(text: str) -> None:
    assert disguises(text) == [naming for naming in namings(text) if naming.disguised]


@given(_TEXTS)
def test_mentions_are_the_longest_names_from_the_left(text: str) -> None:
    folded = text.lower()
    names = {
        name.lower() for name, whole in ((one.name, one.whole) for one in spellings()) if not whole and len(name) > 2
    }
    at = 0
    expected = []
    while at < len(folded):
        longest = max((name for name in names if folded.startswith(name, at)), key=len, default="")
        if longest:
            expected.append((at, at + len(longest)))
        at += len(longest) or 1
    assert [(one.start, one.end) for one in mentions(folded)] == [
        span for span in expected if _stands_alone(folded, *span)
    ]


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not (one_word(text[start - 1 : start], text[start]) or one_word(text[end - 1], text[end : end + 1]))


def test_a_host_is_held_where_its_registrable_name_is_that_of_a_domain() -> None:
    by_name: dict[str, list[Brand]] = {}
    for brand in brands():
        for domain in brand.domains + brand.shared:
            whole = domain.removeprefix(".")
            by_name.setdefault(registrable(whole) or whole, []).append(brand)
    domains = [domain.removeprefix(".") for brand in brands() for domain in brand.domains + brand.shared]
    hosts = {host for domain in domains for host in (domain, "www." + domain, domain.partition(".")[2], "x" + domain)}
    for host in hosts:
        candidates = by_name.get(registrable(host) or host, [])
        assert held(host) == bool(candidates), host
        assert holder(host) is next((brand for brand in candidates if brand.holds(host)), None), host


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    letters = lettering(text)
    assert len(letters.plain) == len(letters.skeleton) == len(letters.places)
    assert skeleton(letters.skeleton) == skeleton(skeleton(letters.skeleton))
    for found in namings(text):
        assert 0 <= found.start < found.end <= len(text)


ROWS = pytest.mark.parametrize("row", rows("brands"), ids=lambda row: row["id"])
PAGES_ELSEWHERE: dict[str, str] = {
    "rakuten-mobile": "a web archive's copy of a page at network.mobile.rakuten.co.jp",
    "irs": "a web archive's copy of a page at www.irs.gov",
}
"""Rows whose page does not lie at a domain of the row, and why it is the organization's all the same."""


def brand_of(identifier: str) -> Brand:
    return next(brand for brand in brands() if brand.id == identifier)


@ROWS
def test_every_row_can_be_found_and_holds_its_domains(row: dict[str, str]) -> None:
    brand = brand_of(row["id"])
    for column in ("names", "whole"):
        for name in row[column].split(";"):
            assert name == "-" or row["id"] in {found.brand.id for found in namings(name)}, name
    assert brand.domains
    for domain in brand.domains:
        assert domain == domain.lower()
        bare = domain.removeprefix(".")
        assert registrable(bare, private=False) or domain in {"gov.br", "gov.uk"}, domain
        assert brand.holds(bare) == (domain == bare)
        assert brand.holds("mail." + bare) != ("." + domain in brand.shared)
        assert not brand.holds("x" + bare)


@ROWS
def test_where_anybody_can_have_a_mailbox_no_row_holds_an_address(row: dict[str, str]) -> None:
    brand = brand_of(row["id"])
    for domain in brand.shared:
        assert domain == domain.lower()
        bare = domain.removeprefix(".")
        assert registrable(bare, private=False), domain
        assert brand.holds(bare, "somebody") == (domain != bare and bare in brand.domains)
        assert brand.shares("mail." + bare) != brand.holds("mail." + bare)
    for mailbox in brand.mailboxes:
        local, _, host = mailbox.rpartition("@")
        assert brand.shares(host)
        assert brand.holds(host, local)
        assert not brand.holds(host, "x" + local)
    for domain in brand.domains:
        assert not (freemail(domain) and domain == registrable(domain)), domain


@ROWS
def test_a_verified_row_names_a_page_of_its_own_and_a_day(row: dict[str, str]) -> None:
    if row["verified"] == "-":
        return
    url, day = row["verified"].split(" ")
    page = urlsplit(url)
    brand = brand_of(row["id"])
    assert page.scheme in ("http", "https")
    assert page.hostname
    assert date(2026, 11, 22) <= date.fromisoformat(day)
    assert brand.holds(page.hostname) or brand.shares(page.hostname) or row["id"] in PAGES_ELSEWHERE


def test_many_rows_were_read_where_the_organization_writes() -> None:
    assert sum(brand.verified for brand in brands()) >= 200


@ROWS
def test_a_name_with_accents_stands_without_them_too(row: dict[str, str]) -> None:
    names = row["names"].split(";") + row["whole"].split(";")
    for name in names:
        bare = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
        # Else who leaves the accents out would be told to disguise the name.
        assert not bare.isascii() or bare.lower() in map(str.lower, names), name


def test_the_table_is_large_and_half_of_it_japanese() -> None:
    assert len(brands()) >= 700
    assert sum(brand.country == "JP" for brand in brands()) >= 350


ONE_HOUSE: tuple[frozenset[str], ...] = tuple(
    map(
        frozenset,
        (
            {"rakuten", "rakuten-card", "rakuten-bank", "rakuten-securities", "rakuten-mobile", "rakuma"},
            {"yahoo-japan", "line"},
            {"smbc", "smbc-card", "cedyna"},
            {"mufg-bank", "nicos", "mufg-trust", "mufg-ms-sec"},
            {"resona", "kansai-mirai", "minato-bank"},
            {"japan-post-bank", "japan-post", "kampo"},
            {"aeon-bank", "aeon-card", "aeon"},
            {"saison", "uc-card"},
            {"view-card", "eki-net", "mobile-suica"},
            {"customs-jp", "mof-jp"},
            {"so-net", "nuro"},
            {"onamae", "conoha", "gmo-click", "gmo-cloud"},
            {"lolipop", "heteml"},
            {"fukuoka-bank", "kumamoto-bank", "18-shinwa"},
            {"dmm", "dmm-sec"},
            {"jalan", "recruit"},
            {"facebook", "instagram"},
            {"mailchimp", "intuit"},
            {"ionos", "gmx"},
            {"hermes", "evri"},
            {"best-buy", "geek-squad"},
            {"receita-federal", "detran"},
            {"hmrc", "gov-uk"},
            {"ato", "australian-government"},
            {"cra", "canada"},
        ),
    )
)
"""Rows that share a domain because one house or one government holds it."""


def test_a_domain_stands_in_two_rows_only_within_one_house() -> None:
    holders: dict[str, set[str]] = {}
    for brand in brands():
        for domain in brand.domains:
            holders.setdefault(domain, set()).add(brand.id)
    for domain, ids in holders.items():
        assert len(ids) == 1 or any(ids <= house for house in ONE_HOUSE), (domain, ids)


def test_no_domain_of_one_row_is_where_anybody_has_a_mailbox_of_another() -> None:
    shared = {domain.removeprefix("."): brand.id for brand in brands() for domain in brand.shared}
    for brand in brands():
        for domain in brand.domains:
            assert shared.get(domain, brand.id) == brand.id, (brand.id, domain)


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("【秋田銀行】重要なお知らせ", "akita-bank"),
        ("東海東京証券", "tokai-tokyo"),
        ("お仕事ピカラウェブメール", "pikara"),
        ("WAKWAK", "wakwak"),
        ("desknet's NEO", "desknets"),
        ("アルファ Webメール", "alpha-mail"),
        ("MyEtherWallet", "myetherwallet"),
        ("ｄｅｓｋｎｅｔ’ｓ ＮＥＯ", "desknets"),
        ("ANA", "ana"),
        ("so-net", "so-net"),
        ("Outlook Web App", "microsoft"),
    ],
)
def test_names_that_phishing_gives(text: str, identifier: str) -> None:
    assert identifier in {found.brand.id for found in namings(text)}


@pytest.mark.parametrize(
    "text",
    [
        "ana@example.org wrote",
        "Über uns",
        "the regions of Japan",
        "modular loft design",
        "中国銀行協会",
        "Kimura Mizuno",
        "Anna Desjardins",
        "モニトリング",
        "マイクロフトの記事",
        "steam cleaning",
        "nickel prices",
        "what is at stake",
        "box of cables",
        "please discord nothing",
    ],
)
def test_ordinary_words_and_surnames_are_no_names(text: str) -> None:
    assert namings(text) == []


@pytest.mark.parametrize(
    ("identifier", "address", "own"),
    [
        ("google", "somebody@gmail.com", False),
        ("google", "no-reply@accounts.google.com", True),
        ("microsoft", "account-team@outlook.com", False),
        ("microsoft", "account-security-noreply@accountprotection.microsoft.com", True),
        ("apple", "support@icloud.com", False),
        ("yahoo-japan", "somebody@yahoo.co.jp", False),
        ("yahoo-japan", "login-master@mail.yahoo.co.jp", True),
        ("docomo", "somebody@docomo.ne.jp", False),
        ("docomo", "info@mail.docomo.ne.jp", True),
        ("softbank", "somebody@i.softbank.jp", False),
        ("softbank", "info@mail.my.softbank.jp", True),
        ("biglobe", "somebody@kvf.biglobe.ne.jp", False),
        ("ocn", "somebody@hana.ocn.ne.jp", False),
        ("lolipop", "somebody@shop.lolipop.jp", False),
        ("lolipop", "info@lolipop.jp", True),
        ("proton", "somebody@proton.me", False),
        ("proton", "no-reply@news.proton.me", True),
    ],
)
def test_addresses_at_domains_that_are_shared(identifier: str, address: str, own: bool) -> None:
    local, _, host = address.rpartition("@")
    brand = brand_of(identifier)
    assert brand.holds(host, local) == own
    assert brand.shares(host) != own


@pytest.mark.parametrize(
    ("host", "named"),
    [("google.example", True), ("gmail.example", True), ("mail.example", False), ("gmails.example", False)],
)
def test_another_ending_of_the_name(host: str, named: bool) -> None:
    assert any(brand_of(identifier).named_by(host) for identifier in ("google", "proton", "docomo")) == named


def test_rows_are_named_once() -> None:
    identifiers = [row["id"] for row in rows("brands")]
    assert len(identifiers) == len(set(identifiers))


def test_a_shop_on_a_marketplace_is_not_the_marketplace() -> None:
    for name in ("山風堂 楽天市場店", "山風堂 Yahoo!店", "ドコモショップ青葉店", "oldtools - eBay store"):
        assert namings(name) == []
    assert [naming.brand.id for naming in namings("三井住友銀行 青葉支店")] == ["smbc"]
    assert [naming.brand.id for naming in namings("楽天市場 お客様センター")] == ["rakuten"]


def test_a_name_does_not_reach_across_brackets() -> None:
    assert [naming.end for naming in namings("【MY JCB】カード年会費") if naming.brand.id == "jcb"] == [len("【MY JCB")]


def test_a_short_name_is_known_spaced_out_in_full_width() -> None:
    for name in ("ETC", "ＥＴＣ", "Ｅ Ｔ Ｃ"):
        assert [naming.brand.id for naming in namings(name)]
