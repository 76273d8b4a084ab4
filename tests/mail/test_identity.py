"""Where a mail has the names of known organizations, and for which of them it speaks."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from tests.spans import quoted, read

from gyotaku.data.tables import table
from gyotaku.facts import Facts
from gyotaku.mail import message
from gyotaku.mail.brands import brands
from gyotaku.mail.facts.appearances import Appearances, Where
from gyotaku.mail.facts.identity import Identity
from gyotaku.model.configuration import Config
from gyotaku.model.goal import GoalClass
from gyotaku.registry import plan


def mail(
    sender: str = "info@tsubame-mail.example",
    subject: str = "お知らせ",
    text: str = "ご確認ください。\n",
    html: str = "",
    file: str = "",
) -> bytes:
    made = EmailMessage()
    made["From"] = sender
    made["To"] = "aoki@sakuramachi.example"
    made["Subject"] = subject
    made.set_content(text)
    if html:
        made.add_alternative(f"<html><body>{html}</body></html>", subtype="html")
    if file:
        made.add_attachment(b"x", maintype="application", subtype="octet-stream", filename=file)
    return made.as_bytes()


def facts(raw: bytes) -> Facts:
    return Facts(plan().makers, message.read(raw), Config())


CASES = {
    Where.NAME: mail(sender='"Netflix" <info@tsubame-mail.example>'),
    Where.WITHIN_NAME: mail(sender='"Team of Netflix" <info@tsubame-mail.example>'),
    Where.SUBJECT: mail(subject="【重要】Netflix お支払い方法の更新"),
    Where.WITHIN_SUBJECT: mail(subject="Your plan at Netflix"),
    Where.ADDRESS: mail(sender="netflix@tsubame-mail.example"),
    Where.TEXT: mail(text="We renewed your Netflix account.\n"),
    Where.HEADING: mail(text="Hello.\n\n*** Netflix ***\n\nSee you.\n"),
    Where.SIGNATURE: mail(text="Hello.\n\nNetflix Inc.\n"),
    Where.IMAGE: mail(html='<img src="https://cdn.tsubame-mail.example/1.png" alt="Netflix"><p>Hello.</p>'),
    Where.FILE: mail(file="netflix_invoice.pdf"),
    Where.SHOWN_HOST: mail(html='<a href="https://tsubame-mail.example/">https://www.netflix.com/account</a>'),
    Where.LINK_HOST: mail(html='<a href="https://netflix-login.example/">here</a>'),
    Where.OWN_LINK: mail(html='<a href="https://www.netflix.com/">here</a>'),
    Where.PREHEADER: mail(html='<div style="display:none">Netflix: your plan</div><p>Hello.</p>'),
    Where.MENTION: mail(text="Yesterday we watched a film on Netflix with the neighbours.\n"),
}


@pytest.mark.parametrize("where", list(Where))
def test_every_place_is_looked_at_and_quoted(where: Where) -> None:
    found = facts(CASES[where]).get(Appearances)
    there = [one for one in found.all if one.where is where]
    assert [one.brand.id for one in there][:1] == ["netflix"]
    raw = read(CASES[where])
    assert quoted(raw, there[0].evidence) == there[0].evidence.quote


def test_every_place_has_its_points() -> None:
    assert set(table("identity")["points"]) == {where.value for where in Where}


def test_every_id_of_the_table_is_a_brand() -> None:
    known = {brand.id for brand in brands()}
    data = table("identity")
    assert set(data["everywhere"]["ids"]) <= known
    assert set(data["servers"]["ids"]) <= known


def test_every_sector_is_a_goal() -> None:
    assert {brand.sector for brand in brands()} <= {goal.value for goal in GoalClass}


@pytest.mark.parametrize("where", [Where.NAME, Where.SUBJECT])
def test_where_a_reader_looks_for_the_sender_one_place_is_a_claim(where: Where) -> None:
    assert [one.brand.id for one in facts(CASES[where]).get(Identity).claimed] == ["netflix"]


@pytest.mark.parametrize("where", sorted(set(Where) - {Where.NAME, Where.SUBJECT}))
def test_one_other_place_is_none(where: Where) -> None:
    found = facts(CASES[where]).get(Identity)
    assert found.claimed == ()
    assert [one.brand.id for one in found.named] == ["netflix"]


@pytest.mark.parametrize(
    "text",
    [
        "We take Visa, Mastercard, JCB, American Express, PayPal and Amazon Pay.\n",
        "Amazon、楽天市場、Yahoo!ショッピングでも販売しています。\n",
        "Amazon\n" + "Amazon reported earnings. Analysts of Goldman like Amazon. Amazon rose.\n" * 20,
    ],
)
def test_mentions_are_no_claim(text: str) -> None:
    assert facts(mail(text=text)).get(Identity).claimed == ()


def test_the_brand_of_more_places_comes_first() -> None:
    raw = mail(
        sender='"楽天カード" <info@tsubame-mail.example>',
        subject="【楽天市場】のご案内",
        text="楽天カードをご利用いただきありがとうございます。\n\n楽天カード株式会社\n",
    )
    assert [one.brand.id for one in facts(raw).get(Identity).claimed][:2] == ["rakuten-card", "rakuten"]
