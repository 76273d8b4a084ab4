"""Ways in which mails hide whom they play and where they lead: each is seen through, and the same mail without it says the same.

A row gives the mail with the evasion and without, and what must be told of both. Hosts and addresses are reserved ones; names are those of real brands.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from email.message import EmailMessage
from urllib.parse import quote

import pytest
from msgspec import Struct

import gyotaku
from gyotaku.model.report import Report
from tests import drawn

HOST = "kakunin-desk.example"
URL = f"https://{HOST}/signin"


def mail(name: str = "", subject: str = "お知らせ", text: str = "", html: str = "") -> bytes:
    made = EmailMessage()
    made["From"] = f'"{name}" <info@tsubame-mail.example>' if name else "info@tsubame-mail.example"
    made["To"] = "aoki@sakuramachi.example"
    made["Subject"] = subject
    made["Message-ID"] = "<1@tsubame-mail.example>"
    made["Date"] = "Tue, 17 Nov 2026 09:14:20 +0900"
    made.set_content(text or "ご確認ください。\n")
    if html:
        made.add_alternative(f"<html><body>{html}</body></html>", subtype="html")
    return made.as_bytes()


def anchor(url: str, shown: str = "ご確認はこちら") -> bytes:
    return mail(html=f'<p><a href="{url}">{shown}</a></p>')


class Evasion(Struct, frozen=True):
    name: str
    hidden: bytes
    plain: bytes
    told: Callable[[Report], bool]


def plays(brand: str) -> Callable[[Report], bool]:
    """The mail's findings name the brand as the one it plays."""
    return lambda report: any(finding.pretends == brand for finding in report.findings)


def leads_to(host: str) -> Callable[[Report], bool]:
    """The host is among the links' real targets."""
    return lambda report: any(
        seen.type in ("host", "url") and host in seen.value and "link" in seen.roles for seen in report.observables
    )


def finds(kind: str) -> Callable[[Report], bool]:
    return lambda report: any(finding.kind.id == kind for finding in report.findings)


def safelinks(url: str) -> str:
    return f"https://eur01.safelinks.protection.outlook.com/?url={quote(url, safe='')}&data=05%7C02&reserved=0"


def google(url: str) -> str:
    return f"https://www.google.com/url?q={quote(url, safe='')}&sa=D"


def proofpoint(url: str) -> str:
    written = quote(url, safe="").replace("%", "-").replace("-2F", "_")
    return f"https://urldefense.proofpoint.com/v2/url?u={written}&d=DwMFaQ"


def bing(url: str) -> str:
    return (
        "https://www.bing.com/ck/a?!&p=1&u=a1" + base64.urlsafe_b64encode(url.encode()).decode().rstrip("=") + "&ntb=1"
    )


AMAZON = mail("Amazon", text="Amazon アカウントの確認をお願いします。\n")
LINK = anchor(URL)
LOOKALIKE = anchor("https://www.amazon.co.jp.kakunin-desk.example/ap/signin")

EVASIONS = [
    Evasion("zero-width in the display name", mail("Ama\u200bzon"), AMAZON, plays("amazon")),
    Evasion("soft hyphens in the display name", mail("A\u00adma\u00adzon"), AMAZON, plays("amazon")),
    Evasion("space within the name", mail("Ama zon"), AMAZON, plays("amazon")),
    Evasion("Cyrillic letter in the name", mail("Аmazon"), AMAZON, plays("amazon")),
    Evasion("mathematical letters", mail("𝐀𝐦𝐚𝐳𝐨𝐧"), AMAZON, plays("amazon")),
    Evasion("full-width letters", mail("Ａｍａｚｏｎ"), AMAZON, plays("amazon")),
    Evasion("figure for a letter", mail("Netf1ix"), mail("Netflix"), plays("netflix")),
    Evasion("capital i for l", mail("PayPaI"), mail("PayPal"), plays("paypal")),
    Evasion("a kanji that looks alike", mail("三井佳友カード"), mail("三井住友カード"), plays("smbc-card")),
    Evasion("kanji for kana", mail("メル力リ"), mail("メルカリ"), plays("mercari")),
    Evasion("Chinese forms of the letters", mail("乐天市场"), mail("楽天市場"), plays("rakuten")),
    Evasion(
        "brand in a picture's words alone",
        mail(
            html='<img src="https://cdn.tsubame-mail.example/netflix.png" alt="Netflix"><p>Please renew.</p><p>Netflix Inc.</p>'
        ),
        mail(text="Please renew.\n\nNetflix\n\nNetflix Inc.\n", subject="Netflix"),
        plays("netflix"),
    ),
    Evasion(
        "brand in the preview text alone",
        mail(
            html='<div style="display:none">Netflix: your plan</div><p>Please renew.</p>'
            '<img src="https://cdn.tsubame-mail.example/netflix-logo.png"><p>Netflix</p>'
        ),
        mail(subject="Netflix: your plan", text="Please renew.\n\nNetflix\n"),
        plays("netflix"),
    ),
    Evasion("entities in the host", anchor("https://k&#97;kunin&#45;desk&#46;example/signin"), LINK, leads_to(HOST)),
    Evasion("percent signs in the host", anchor("https://%6bakunin-desk%2eexample/signin"), LINK, leads_to(HOST)),
    Evasion("user name before the host", anchor(f"https://www.amazon.co.jp@{HOST}/signin"), LINK, leads_to(HOST)),
    Evasion("full-width dots", anchor("https://kakunin-desk。example/signin"), LINK, leads_to(HOST)),
    Evasion(
        "full-width letters in the host", anchor("https://ｋａｋｕｎｉｎ-desk．example/signin"), LINK, leads_to(HOST)
    ),
    Evasion("line end in the target", anchor("https://kakunin-\ndesk.example/signin"), LINK, leads_to(HOST)),
    Evasion("backslashes for slashes", anchor(f"https:\\\\{HOST}\\signin"), LINK, leads_to(HOST)),
    Evasion("a gateway in a redirector in a gateway", anchor(safelinks(google(proofpoint(URL)))), LINK, leads_to(HOST)),
    Evasion("base64 in a search engine's redirect", anchor(bing(URL)), LINK, leads_to(HOST)),
    Evasion(
        "an address in figures",
        anchor("http://3405803853/signin"),
        anchor("http://203.0.113.77/signin"),
        leads_to("203.0.113.77"),
    ),
    Evasion(
        "the brand's domain in front",
        LOOKALIKE,
        anchor("https://www.amaz0n.example/ap/signin"),
        finds("link-lookalike"),
    ),
    Evasion(
        "hyphens for dots",
        anchor("https://www-amazon-co-jp.kakunin-desk.example/"),
        LOOKALIKE,
        finds("link-lookalike"),
    ),
    Evasion("Cyrillic letter in the host", anchor("https://www.аmazon.example/"), LOOKALIKE, finds("link-lookalike")),
    Evasion(
        "text reversed by a mark of direction",
        mail(html=f'<p><a href="{URL}">\u202epj.oc.nozama.www//:sptth\u202c</a></p>'),
        mail(html=f'<p><a href="{URL}">https://www.amazon.co.jp</a></p>'),
        finds("link-text-elsewhere"),
    ),
    Evasion("a code of table cells", mail(html=drawn.table_bgcolor(drawn.matrix(URL))), LINK, leads_to(HOST)),
    Evasion("a code of blocks", mail(text=drawn.half_blocks(drawn.matrix(URL))), LINK, leads_to(HOST)),
    Evasion(
        "a base element",
        mail(html=f'<base href="https://{HOST}/"><p><a href="signin">ご確認はこちら</a></p>'),
        LINK,
        leads_to(HOST),
    ),
    Evasion(
        "an area of a picture",
        mail(html=f'<img src="cid:1" usemap="#m"><map name="m"><area href="{URL}"></map>'),
        LINK,
        leads_to(HOST),
    ),
    Evasion(
        "a page within the link",
        anchor("data:text/html;base64," + base64.b64encode(f'<a href="{URL}">x</a>'.encode()).decode()),
        LINK,
        leads_to(HOST),
    ),
]


def test_there_are_enough() -> None:
    assert len({evasion.name for evasion in EVASIONS}) >= 20


@pytest.mark.parametrize("evasion", EVASIONS, ids=lambda evasion: evasion.name)
@pytest.mark.parametrize("way", ["hidden", "plain"])
def test_is_seen_through(evasion: Evasion, way: str) -> None:
    report = gyotaku.dissect(evasion.hidden if way == "hidden" else evasion.plain)
    assert evasion.told(report), [(finding.kind.id, finding.pretends) for finding in report.findings]


HONEST = mail("青木", subject="打ち合わせの件", html='<p><a href="https://www.sakuramachi.example/">地図</a></p>')


@pytest.mark.parametrize("evasion", EVASIONS, ids=lambda evasion: evasion.name)
def test_is_not_told_of_another_mail(evasion: Evasion) -> None:
    assert not evasion.told(gyotaku.dissect(HONEST))
