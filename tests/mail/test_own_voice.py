"""Who introduces himself by a name of his own writes about the organizations he names; who has nobody's name does not."""

from email.message import EmailMessage

import pytest

from gyotaku.facts import Facts
from gyotaku.mail import message
from gyotaku.mail.facts.own_voice import OwnVoice
from gyotaku.model.configuration import Config
from gyotaku.registry import plan


def voice(name: str, subject: str, text: str) -> OwnVoice:
    made = EmailMessage()
    made["From"] = f'"{name}" <info@tsubame-mail.example>'
    made["To"] = "aoki@sakuramachi.example"
    made["Subject"] = subject
    made.set_content(text)
    return Facts(plan().makers, message.read(made.as_bytes()), Config()).get(OwnVoice)


@pytest.mark.parametrize(
    ("name", "subject", "text"),
    [
        ("こだま旅行クラブ", "PayPayのご案内", "こだま旅行クラブです。\nPayPayが使えます。\n"),
        ("青葉会計事務所", "国税庁のお知らせ", "青葉会計事務所の林です。\n用紙が出ました。\n"),
        ("弁護士 川村 一郎", "佐川急便の件", "回答がありました。\n\n川村法律事務所\n弁護士 川村 一郎\n"),
        ("ジョブナビ運営事務局", "【ジョブナビ】ソフトバンクほか", "求人です。\n"),
        ("Anne Foster", "DHL claim", "DHL made an offer.\n\nAnne Foster\nFoster & Hale\n"),
    ],
)
def test_a_sender_introduces_himself(name: str, subject: str, text: str) -> None:
    assert voice(name, subject, text).introduced


@pytest.mark.parametrize(
    ("name", "subject", "text"),
    [
        ("お客様サポートセンター", "【SBI証券】認証", "お客様サポートセンターです。\n認証してください。\n"),
        ("セキュリティ通知", "Amazonの件", "セキュリティ通知\n更新してください。\n"),
        ("Security Team", "PayPal account", "Your account is limited.\n\nSecurity Team\n"),
        ("Amazon", "お知らせ", "Amazonです。\n更新してください。\n"),
        ("みどり工業", "Amazonの件", "更新してください。みどり工業、以上。\n"),
    ],
)
def test_nobody_s_name_and_a_known_one_introduce_nobody(name: str, subject: str, text: str) -> None:
    assert not voice(name, subject, text).any


def test_a_forwarded_notice_is_its_sender_s() -> None:
    text = "うちの注文？\n\n----- Original Message -----\nFrom: Amazon.co.jp <a@amazon.co.jp>\nTo: b@tsubame-mail.example\nSubject: ご注文\n\nAmazonをご利用いただき\n"
    assert voice("田中 花子", "Fw: Amazon.co.jpでのご注文", text).forwards
    assert not voice("田中 花子", "Amazon.co.jpでのご注文", "Amazonをご利用いただき\n").forwards
