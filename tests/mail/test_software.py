"""Each tool by mails of its genuine form, and by what only looks like it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyotaku.evaluation.tool_confusion import Outcome, confusion, recognize
from gyotaku.mail import message
from gyotaku.mail.software.table import beneath, claimed, software
from gyotaku.mail.software.windows_time import impossible
from gyotaku.model.finding import Strength
from gyotaku.model.software import Look, Role, ToolKind

UUID = "7d21c9e4-06ab-f1d3-2c58-9e4b70a3f6d1"
TRUE_UUID = "7d21c9e4-06ab-41d3-ac58-9e4b70a3f6d1"
JUNE = "Tue, 11 Jun 2024 10:20:30 +0900"
ZULU = "Tue, 11 Jun 2024 01:20:30 +0000"
HEX = "ba0a503aaa0e31af70f8c08cbd1f4fb2"
RECEIVED = (
    "from {helo} ({rdns} [192.0.2.25]) by mx.office.example (Postfix) with ESMTP id 4Xk2Pq3Zt7z9s1"
    " for <sato@office.example>; Tue, 11 Jun 2024 10:20:33 +0900 (JST)"
)


def header(*fields: str, boundary: str = "", helo: str = "mail.hinata.example", rdns: str = "") -> bytes:
    """A mail with these fields in this order; a multipart where `boundary` is given."""
    body = "Hello.\r\n"
    if boundary:
        parts = (f"--{boundary}\r\nContent-Type: {kind}\r\n\r\nHello.\r\n" for kind in ("text/plain", "text/html"))
        body = "".join(parts) + f"--{boundary}--\r\n"
    lines = [f"Received: {RECEIVED.format(helo=helo, rdns=rdns or helo)}", *fields]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def multipart(boundary: str, fold: str = " ") -> str:
    return f'Content-Type: multipart/alternative;{fold}boundary="{boundary}"'


def mail(message_id: str, boundary: str = "", *more: str, date: str = JUNE, **how: str) -> bytes:
    """A mail that differs from others in Message-ID, boundary and what is named; its order of fields is nobody's."""
    fields = ["Subject: Sunday", "To: sato@office.example", f"Date: {date}", "From: Kana <kana@hinata.example>"]
    fields += ["MIME-Version: 1.0", f"Message-ID: <{message_id}>", *more]
    if boundary:
        fields.append(multipart(boundary))
    return header(*fields, boundary=boundary, **how)


# Self-made, or the tool's own output with other names: genuine in form.
GENUINE: dict[str, list[bytes]] = {
    "nodemailer": [
        mail(f"{UUID}@hinata.example", "--_NmP-1f5c3af547c6dd47-Part_1", date=ZULU),
        mail("a@hinata.example", "----sinikael-?=_1-16147300000000.123456789", date=ZULU),
        header(
            "From: info@hinata.example", "To: sato@office.example", "Subject: Hello", f"Message-ID: <{UUID}@hinata.example>",
            f"Date: {ZULU}", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
        ),
    ],
    "phpmailer": [
        mail("qXl7Y5oxvtctPSqbfrTAwEJMzSoaCXvBwhJM56GlmQQ@hinata.example", "b1_qXl7Y5oxvtctPSqbfrTAwEJMzSoaCXvBwhJM56GlmQQ"),
        mail(f"{HEX}@hinata.example", f"b1=_{HEX}"),
        header(
            "To: sato@office.example", "Subject: Hello", f"Date: {ZULU}", "From: info@hinata.example",
            f"Message-ID: <{HEX}@hinata.example>", "MIME-Version: 1.0", "Content-Type: text/plain; charset=UTF-8",
        ),
    ],
    "swiftmailer": [
        mail("0123456789abcdef0123456789abcdef@swift.generated"),
        mail("a@hinata.example", "_=_swift_1718068830_7d21c9e406abf1d32c589e4b70a3f6d1_=_"),
    ],
    "symfony-mailer": [
        mail("a@hinata.example", "_=_symfony_1718068830_7d21c9e406abf1d32c589e4b70a3f6d1_=_"),
        header(
            "From: info@hinata.example", "To: sato@office.example", "Subject: Hello", f"Message-ID: <{HEX}@hinata.example>",
            "MIME-Version: 1.0", f"Date: {ZULU}", multipart("Xk2-q_Zt"), boundary="Xk2-q_Zt",
        ),
    ],
    "php-mail": [mail("a@hinata.example", "", "X-PHP-Originating-Script: 1001:form.php")],
    "dotnet": [mail("a@hinata.example", f"--boundary_12_{TRUE_UUID}")],
    "mimekit": [mail("6OVT6LTV1XU4.QW8CE4JZC3VB1@hinata", "=-1VwKyYhZJX4PPmE0lRzS2g==")],
    "python": [
        mail("171806883048.17726.995962076727528170@hinata.example"),
        mail("20020611102030.1234.12345@hinata.example"),
        mail("a@hinata.example", "===============3464853871381749080=="),
    ],
    "go": [mail("a@hinata.example", "08226e1ee3ccc190ca1ce39b65a6c6b99812f9be8a0987765778a7466a64")],
    "javamail": [
        mail("1297685781.1.1795322180565@localhost", "----=_Part_0_1681433494.1795322180487"),
        mail("2348497.1026344082049.JavaMail.root@agent4"),
    ],
    "ruby-mail": [mail("6b0271423fee6_453c294-260@vm.mail", "--==_mimepart_6b0271423f372_453c294-3c2")],
    "mime-lite": [mail("a@hinata.example", "_----------=_1795322177177220")],
    "mime-tools": [mail("a@hinata.example", "----------=_1795322177-17722-0")],
    "email-mime": [mail("a@hinata.example", "17953221770.bAb2e5.17722")],
    "thunderbird": [
        mail(f"{UUID}@hinata.example", "", "Content-Type: text/plain; charset=UTF-8; format=flowed", "Content-Language: en-US"),
        mail("3D3B065E.8090903@hinata.example", "------------060989257613355162049867"),
        mail(f"{TRUE_UUID}@hinata.example", "------------kJ2mN7qT0vXzAbCdEfGhIjKl"),
    ],
    "apple-mail": [
        mail("7CD08FA9-5302-4885-98C5-CDF974CC225C@hinata.example", "Apple-Mail=_4B6E3F1A-9C2D-4E5F-8A7B-0C1D2E3F4A5B"),
        mail("7CD08FA9-5302-4885-98C5-CDF974CC225C@hinata.example", "Apple-Mail-7D21C9E4-06AB-41D3-AC58-9E4B70A3F6D1"),
    ],
    "outlook-express": [
        header(
            "Message-ID: <005f01c23b2f$320fe780$c4e9869f@desk>", "From: <kana@hinata.example>", "To: <sato@office.example>",
            "Subject: Sunday", "Date: Sat, 3 Aug 2002 21:47:02 +0100", "MIME-Version: 1.0", "Content-Type: text/plain",
            "Content-Transfer-Encoding: 7bit", "X-Priority: 3", "X-MSMail-Priority: Normal",
        ),
    ],
    "outlook": [
        mail("000001dabb9f$9c2a1b00$d47e5100$@hinata.example"),
        mail("NDBBKKONDOBLNCIOPCGHAEDBAB.kana@hinata.example"),
    ],
    "exchange-5": [mail("0D443C91DCE9CD40B1C795BA222A729E01885610@server1")],
    "exchange": [mail("TY2PR01MB1234ABCDEF@TY2PR01MB1234.jpnprd01.prod.outlook.com", "_000_TY2PR01MB1234ABCDEFTY2PR01MB1234jpnp_")],
    "evolution": [mail("1029945287.4797.12.camel@desk"), mail("0123456789abcdef0123456789abcdef01234567.camel@hinata.example")],
    "kmail": [mail("200208222349.00463.kana@hinata.example"), mail("a@hinata.example", "Boundary-00=_9Z1WRyQm3kX7cDa")],
    "mutt": [
        mail("20191002131734.GN22609@desk"),
        header(
            "Date: Sun, 22 Nov 2026 04:36:21 +0000", "From: kana@hinata.example", "To: sato@office.example", "Subject: hello",
            "Message-ID: <awJxRVjKBHtJYoqe@desk>", "MIME-Version: 1.0", "Content-Type: text/plain; charset=us-ascii",
            "Content-Disposition: inline",
        ),
    ],
    "gnus": [mail("874knosoyq.fsf@desk"), mail("a@hinata.example", "=-=-=")],
    "mew": [mail("20200817.143939.248108433650303983.kana@hinata.example")],
    "sylpheed": [mail("20210705231144.043f63dcaacd067de19861d5@hinata.example"), mail("20020820061352.0e42958d.kana@hinata.example")],
    "claws-mail": [mail("20200313114202.3bf423ea@desk"), mail("a@hinata.example", "MP_/7d21c9e406abf1d32c589e4b70")],
    "becky": [mail("20240611102030.1A2B.KANA@hinata.example")],
    "alpine": [mail("alpine.DEB.2.21.2001011020300.1234@desk"), mail("Pine.LNX.4.33.0208011020300.1234-100000@desk")],
    "mailx": [mail("62d1491d.sEAKmtLmVIxvS4zB%kana@hinata.example"), mail("20261122043621.dF6-7%kana@hinata.example")],
    "nmh": [mail("a@hinata.example", "==_Exmh_-695600198P")],
    "pegasus": [mail("3D6C98AE.7172.23FD4363@localhost")],
    "the-bat": [mail("1234567890.20020820143939@hinata.example")],
    "eudora": [mail("5.1.0.14.2.20020801102030.00a1b2c3@mail.hinata.example")],
    "git-send-email": [mail("20261122043622.17914-1-kana@hinata.example"), mail("cover.1585057134.git.kana@hinata.example")],
    "stgit": [mail("164209428615.12592.12164353310787172940.stgit@desk")],
    "quilt": [mail("20220715124512.123456789@hinata.example")],
    "gmail": [mail("CAJx2kq=Zt7z9s1Pq3Zt7z9s1Pq3Zt7z9s1Pq3Zt7z9s1Pq3Zt7@mail.gmail.com", "0000000000002d0e8b06103f487e")],
    "yahoo": [mail("577705076.1166984.1585143338284@mail.yahoo.com")],
    "roundcube": [
        header(
            "MIME-Version: 1.0", f"Date: {JUNE}", "From: kana@hinata.example", "To: sato@office.example", "Subject: Sunday",
            f"Message-ID: <{HEX}@hinata.example>", "X-Sender: kana@hinata.example", "Content-Type: text/plain; charset=UTF-8",
        ),
    ],
    "squirrelmail": [mail("1234.192.0.2.1.1030544555.squirrel@hinata.example")],
    "zimbra": [mail("799027372.3570139.1670803097774.JavaMail.zimbra@hinata.example", f"=_{TRUE_UUID}")],
    "qqmail": [mail("tencent_AEA99F5038687CB8AB0765B1F867C9EB4C0A@qq.com")],
    "foxmail": [mail("a@hinata.example", "=====003_Dragon530684473415_====="), mail("a@hinata.example", "----=_001_NextPart123456789012_=----")],
    "coremail": [mail("4a1b2c3d.12ab.17b1c2d3e4f.Coremail.kana@hinata.example")],
    "ses": [mail("010201900a1b2c3d-5e6f7a8b-1111-2222-3333-444455556666-000000@eu-west-1.amazonses.com")],
    "sendgrid": [mail("a@hinata.example", "", "X-SG-EID: Zm9yIGEgdGVzdCBvbmx5")],
    "mailchimp": [mail("a@mail7.atl1.mcsv.net", "_----------=_MCPart_1406529428")],
    "mandrill": [mail("a@hinata.example", "", "X-Mandrill-User: md_1234567")],
    "mailgun": [mail("a@hinata.example", "", "X-Mailgun-Sid: WyIxMjM0NTYi")],
    "postmark": [mail("a@hinata.example", "", f"X-PM-Message-Id: {TRUE_UUID}")],
    "brevo": [mail("a@hinata.example", "", "X-Mailin-EID: MTIzNDU2")],
    "hubspot": [mail("a@hinata.example", "", "X-HS-Cid: 1a2b3c")],
    "salesforce-marketing-cloud": [mail(f"{TRUE_UUID}@ind1s01mta123.xt.local")],
    "salesforce": [mail("a@hinata.example", "", "X-SFDC-LK: 00D000000000001")],
    "zendesk": [mail("J0WJ171Z7EN_64b54e98b382d_3939f8259858_sprut@zendesk.com")],
    "marketo": [mail("a@hinata.example", "", "X-MarketoID: 123-ABC-456")],
    "klaviyo": [mail("a@hinata.example", "", "X-Kmail-Account: AbCdEf")],
    "constant-contact": [mail("a@hinata.example", "", "X-Roving-ID: 1101234567890")],
    "cuenote": [mail("a@hinata.example", helo="mta01.cuenote.jp")],
    "lyris-listmanager": [mail("LYRIS-12345-67890-2002.07.11-00.10.48--sato#office.example@lists.hinata.example")],
    "supmailer": [mail("a@hinata.example", "----=_001_0a1b2c3d4e5f6071_=----")],
}  # fmt: skip


def named(raw: bytes, **how: Any) -> list[str]:
    return [one.tool.id for one in recognize(message.read(raw), **how).named]


@pytest.mark.parametrize(("tool", "raw"), [(tool, raw) for tool, mails in GENUINE.items() for raw in mails])
def test_a_tool_is_named_by_its_traces(tool: str, raw: bytes) -> None:
    assert named(raw, without_x_mailer=True)[:1] == [tool]


# What looks like a tool's trace and is none.
NEAR_MISSES = {
    "a true UUID in lower case, which many programs write": mail(f"{TRUE_UUID}@hinata.example", date=ZULU),
    "a UUID in upper case alone": mail("7CD08FA9-5302-4885-98C5-CDF974CC225C@hinata.example"),
    "a boundary that begins otherwise": mail("a@hinata.example", "_NmP-1f5c3af547c6dd47-Part_1"),
    "a boundary that goes on otherwise": mail("a@hinata.example", "--_NmP-of-our-own-making"),
    "32 hexadecimal digits, which at least four programs write": mail(f"{HEX}@hinata.example"),
    "a base64 boundary that is too short": mail("a@hinata.example", "=-1VwKyYhZ"),
    "a Python boundary beside a list server's fields": mail(
        "a@hinata.example", "===============3464853871381749080==", "X-BeenThere: walkers@hinata.example"
    ),
    "an Outlook form whose time lies in the year 2262": mail("000003c7a1b2$9c2a1b00$d47e5100$@hinata.example"),
    "an Outlook form of another year": mail("000001c23b2f$320fe780$c4e9869f$@hinata.example"),
    "a service's name below the sender's own domain": mail("a@amazonses.com.hinata.example"),
    "a digit too many": mail("20191002131734555.GN22609@desk"),
}


@pytest.mark.parametrize("raw", NEAR_MISSES.values(), ids=NEAR_MISSES)
def test_what_only_looks_like_a_trace_names_nobody(raw: bytes) -> None:
    assert named(raw) == []


def test_the_name_a_mail_gives_itself_names_no_tool_alone() -> None:
    raw = mail("a@hinata.example", "", "X-Mailer: Microsoft Outlook 16.0")
    ranking = recognize(message.read(raw))
    assert ranking.named == ()
    assert [claim.tool.id for claim in ranking.claims] == ["outlook"]
    assert recognize(message.read(raw), without_x_mailer=True).claims == ()


def test_a_library_beneath_a_service_stands_beside_it() -> None:
    raw = mail(
        f"{UUID}@hinata.example", "--_NmP-1f5c3af547c6dd47-Part_1", "X-SES-Outgoing: 2024.06.11-192.0.2.48", date=ZULU
    )
    ranking = recognize(message.read(raw))
    assert [(one.tool.id, one.tool.role) for one in ranking.named] == [
        ("nodemailer", Role.COMPOSES),
        ("ses", Role.SENDS),
    ]


def test_several_traces_are_stronger_than_one() -> None:
    one = recognize(message.read(mail("a@hinata.example", "--_NmP-1f5c3af547c6dd47-Part_1", date=JUNE)))
    several = recognize(
        message.read(
            mail(
                f"{UUID}@hinata.example",
                "--_NmP-1f5c3af547c6dd47-Part_1",
                date=ZULU,
                helo="[127.0.0.1]",
                rdns="unknown",
            )
        )
    )
    assert one.named == () or one.named[0].recognized.strength is Strength.MODERATE
    assert several.named[0].recognized.strength is Strength.STRONG
    assert several.named[0].recognized.looks >= {Look.BOUNDARY, Look.MESSAGE_ID, Look.HELO, Look.DATE}


def test_our_own_hosting_sent_nothing() -> None:
    received = RECEIVED.format(helo="mail.hinata.example", rdns="mail.hinata.example").replace(
        "mx.office", "sv1.xserver.jp"
    )
    raw = f"Received: {received}\r\nFrom: a@hinata.example\r\nDate: {JUNE}\r\n\r\nHello.\r\n".encode()
    assert named(raw) == []


@pytest.mark.parametrize(
    ("words", "tool"),
    [
        ("Microsoft Outlook Express 6.00.2900.5512", "outlook-express"),
        ("Microsoft Outlook 16.0", "outlook"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:91.0) Gecko/20100101 Thunderbird/91.5.0", "thunderbird"),
        ("PHPMailer 6.9.1 (https://github.com/PHPMailer/PHPMailer)", "phpmailer"),
        ("Leaf PHPMailer 2.8", "leaf-phpmailer"),
        ("iPhone Mail (20G75)", "apple-mail"),
        ("Becky! ver. 2.75.04 [ja]", "becky"),
        ("Mew version 6.8 on Emacs 26.3", "mew"),
        ("Some Mew version", None),
        ("Efepnyxkc 6", None),
        ("", None),
    ],
)
def test_the_longest_claim_that_fits_decides(words: str, tool: str | None) -> None:
    assert claimed(words) == tool


def test_the_time_in_an_identifier_is_read_as_windows_counts_it() -> None:
    from datetime import UTC, datetime

    written = datetime(2002, 8, 3, 20, 47, tzinfo=UTC)
    assert not impossible("005f01c23b2f$320fe780$c4e9869f", written)
    assert not impossible("----=_NextPart_000_0001_01C23B2F.320FE780", written)
    assert impossible("00b85e857b12$debc2cbd$83416db6$@host", written)
    assert impossible("----=_NextPart_000_0001_FFFFFFFF.FFFFFFFF", written)
    assert not impossible("----=_NextPart_000_0001_01C23B2F.320FE780", None)
    assert not impossible("$$$", written)


def test_every_row_is_sound() -> None:
    table = software()
    for tool in table.tools.values():
        assert all(library in table.tools for library in beneath(tool.id)), tool.id
        assert isinstance(tool.kind, ToolKind)
    for keys in table.nominating.values():
        for bucket in keys.values():
            for row in bucket.rows:
                assert row.pattern is None or row.pattern.compiled.pattern
    for rows in table.further.values():
        for row in rows:
            assert row.pattern is None or row.pattern.compiled.pattern
    names = [tool.name for tool in table.tools.values()]
    assert len(set(names)) == len(names)


def test_confusion_tells_right_from_wrong_and_from_nothing() -> None:
    mails = [
        ("exact", mail("20191002131734.GN22609@desk", "", "User-Agent: Mutt/1.9.4")),
        ("library", mail("2348497.1026344082049.JavaMail.root@agent4", "", "X-Mailer: Accucast")),
        ("wrong", mail("171806883048.17726.995962076727528170@desk", "", "X-Mailer: iPad Mail (20G75)")),
        ("nothing", mail("a@hinata.example", "", "X-Mailer: Microsoft Outlook 16.0")),
        ("unmapped", mail("a@hinata.example", "", "X-Mailer: Efepnyxkc 6")),
        ("silent", mail("a@hinata.example")),
    ]
    result = confusion((name, message.read(raw)) for name, raw in mails)
    assert {answer.mail: answer.outcome.value for answer in result.answers} == {
        name: name for name, _ in mails if name != "silent"
    }
    assert result.share(Outcome.WRONG) == 0.25


_VALUES = st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=80)
_HOSTILE = st.sampled_from(
    [
        "<" + "$" * 50 + "@>",
        "<@>",
        "<" + "a" * 5000 + "@b>",
        "=" * 300,
        "----=_NextPart_" + "0" * 300,
        "<..........@b>",
        "",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(
    ["Message-ID", "Content-Type", "Date", "From", "Subject", "X-Mailer", "User-Agent", "Received", "MIME-Version", "X-SG-EID"]
), st.one_of(_VALUES, _HOSTILE)), max_size=12))  # fmt: skip
def test_no_header_makes_it_raise(fields: list[tuple[str, str]]) -> None:
    raw = "".join(f"{name}: {value}\r\n" for name, value in fields).encode("latin-1") + b"\r\nHello.\r\n"
    recognize(message.read(raw))
    recognize(message.read(raw), without_x_mailer=True)
