"""Mails of one shape and any size, for bench/linear.py: plain ones, and ones that grow where a careless reader is quadratic."""

from __future__ import annotations

import base64
import inspect
import quopri
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests import hostile
from tests.mail import hostile as hostile_for_readers

Shape = Callable[[int], bytes]
"""A mail of about so many octets."""

JAPANESE = """\
お客様各位

平素よりみどり銀行をご利用いただき、誠にありがとうございます。下記の日程でシステムの更新を実施いたします。
会員ページをログインして、ご登録の内容をご覧ください。更新中は残高照会をご利用いただけません。

■ 日時：2026年11月28日（土）22時00分から翌6時00分まで
■ お問い合わせ番号：AB-20261122　手数料 ５５０円
https://midori-bank.example/login?id=20261128

"""
ENGLISH = """\
Dear customer,

thank you for your order of 22 November 2026. Your parcel leaves our warehouse on Tuesday, 24 November, and arrives
between 9:00 and 12:00. Please verify your password within 14 days, or your account will be suspended.

Order number: 4711-2026, total: 54.70 EUR. https://www.lamps.example/orders/4711?step=2

"""
HTML = """\
<table width="600"><tr><td><h2>News of this week</h2>
<p>Our shop opens on <b>1 December</b> at 10:00. <a href="https://www.lamps.example/opening?id=20261201">See what is new</a>,
and take 15&nbsp;% off until 5 December.</p><img src="https://img.lamps.example/a.png" width=1 height=1>
<ul><li>Garden lamps from $24.90</li><li>Desk lamps from $19.90</li></ul>
<p style="font-size:11px;color:#888">You read this since you ordered from us. <a href="https://www.lamps.example/leave">Leave the list</a></p>
</td></tr></table>
"""


def _filled(unit: bytes, size: int) -> bytes:
    return unit * max(1, round(size / len(unit)))


def _numbered(unit: str, size: int) -> bytes:
    """The unit again and again, each with a number of its own."""
    count = max(1, round(size / (len(unit.encode()) + 3)))
    return "".join(unit.replace("{n}", str(number)) for number in range(count)).encode()


def _mail(fields: bytes, body: bytes) -> bytes:
    return hostile.HEAD + fields + hostile.REST.replace(b"\n\ntext\n", b"\n\n") + body


def _text(subtype: str, body: bytes, coding: str = "8bit", charset: str = "utf-8") -> bytes:
    head = f"Content-Type: text/{subtype}; charset={charset}\nContent-Transfer-Encoding: {coding}\n"
    return _mail(head.encode(), body)


def received(size: int) -> bytes:
    line = "Received: from h{n}.relay.example (h{n}.relay.example [192.0.2.7]) by h{n}.next.example (Postfix) with ESMTP id 4A{n};\n Mon, 1 Jan 2024 00:00:00 +0900\n"
    return hostile.HEAD + _numbered(line, size) + hostile.REST


def recipients(size: int) -> bytes:
    return (
        hostile.HEAD
        + b"To: "
        + _numbered("Reader {n} <reader{n}@r{n}.example>,\n ", size)
        + b"a@b.example\n"
        + hostile.REST
    )


def parts(size: int) -> bytes:
    part = "--b\nContent-Type: text/plain; charset=utf-8\n\nThis is part {n}. https://www.lamps.example/{n}\n"
    return _mail(b"Content-Type: multipart/mixed; boundary=b\n", _numbered(part, size) + b"--b--\n")


def attachments(size: int) -> bytes:
    part = '--b\nContent-Type: application/pdf; name="invoice-{n}.pdf"\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQK\n'
    return _mail(b"Content-Type: multipart/mixed; boundary=b\n", _numbered(part, size) + b"--b--\n")


def one_attachment(size: int) -> bytes:
    body = base64.encodebytes(bytes(range(256)) * max(1, size * 3 // 4 // 256))
    return _mail(b"Content-Type: application/octet-stream; name=a.bin\nContent-Transfer-Encoding: base64\n", body)


def mails_in_mail(size: int) -> bytes:
    mail = "--b\nContent-Type: message/rfc822\n\nFrom: Bank {n} <a{n}@b.example>\nSubject: Notice {n}\n\n" + ENGLISH
    return _mail(b"Content-Type: multipart/mixed; boundary=b\n", _numbered(mail, size) + b"--b--\n")


PLAIN: dict[str, Shape] = {
    "English text": lambda size: _text("plain", _filled(ENGLISH.encode(), size)),
    "Japanese text": lambda size: _text("plain", _filled(JAPANESE.encode(), size)),
    "Japanese, ISO-2022-JP": lambda size: _text("plain", _filled(JAPANESE.encode("iso-2022-jp", "replace"), size), "7bit", "iso-2022-jp"),
    "Japanese, base64": lambda size: _text("plain", base64.encodebytes(_filled(JAPANESE.encode(), size * 3 // 4)), "base64"),
    "Japanese sentences, all different": lambda size: _text("plain", _numbered("{n}番の会員ページをログインして、ご登録の内容をご覧ください。\n", size)),
    "quoted-printable": lambda size: _text("html", quopri.encodestring(_filled(HTML.encode(), size)), "quoted-printable"),
    "HTML newsletter": lambda size: _text("html", _filled(HTML.encode(), size)),
    "links in HTML": lambda size: _text("html", _numbered('<a href="https://h{n}.example/p/{n}?u=info@own.example">www.bank{n}.example</a><br>\n', size)),
    "links in text": lambda size: _text("plain", _numbered("See https://h{n}.example/p/{n}?u=info@own.example or www.h{n}.example now.\n", size)),
    "text and HTML": lambda size: _mail(
        b"Content-Type: multipart/alternative; boundary=b\n",
        b"--b\nContent-Type: text/plain\n\n" + _filled(ENGLISH.encode(), size // 2)
        + b"--b\nContent-Type: text/html\n\n" + _filled(HTML.encode(), size // 2) + b"--b--\n",
    ),
    "one long line": lambda size: _text("plain", b"a" * size),
    "one long line of words": lambda size: _text("plain", _filled(b"verify your account ", size)),
    "one attachment": one_attachment,
    "many attachments": attachments,
    "many parts": parts,
    "many Received": received,
    "many recipients": recipients,
    "mails in the mail": mails_in_mail,
    "quoted thread": lambda size: _text("plain", _numbered("> > On Monday {n} somebody wrote: this is what was said, and answered.\n", size)),
    "times and amounts": lambda size: _text("plain", _numbered("Item {n}: 5 December 2026 10:00 to 12:30, total $1{n}.50, number AB-{n}\n", size)),
}  # fmt: skip
HOSTILE: dict[str, Shape] = {
    "nested elements": lambda size: _text("html", _filled(b"<div><b><table>", size)),
    "attributes of one tag": lambda size: _text("html", b"<a " + _filled(b"href=a ", size) + b">x</a>"),
    "unclosed comments": lambda size: _text("html", _filled(b"<!--", size)),
    "hidden elements": lambda size: _text("html", _filled(b"<span style='display:none'>verify your password ", size)),
    "style of one element": lambda size: _text("html", b"<p style='" + _filled(b"color:red;/*", size) + b"'>text"),
    "styles with open comments": lambda size: _text("html", _numbered("<p style='width:{n}px;" + "color:red;/*" * 600 + "'>text", size)),
    "references": lambda size: _text("html", _filled(b"&amp&#x202e;&#0;", size)),
    "scripts": lambda size: _text("html", _filled(b"<script>a</script", size)),
    "tables of cells": lambda size: _text("html", b"<table>" + _filled(b"<tr><td bgcolor=#000 width=4><td bgcolor=#fff>", size)),
    "letters that grow": lambda size: _text("plain", _filled("İẞ".encode(), size)),
    "subject of words": lambda size: hostile.HEAD + b"Subject: " + _filled(b"=?utf-8?B?6YqA6KGM?=\n ", size) + b"a\n" + hostile.REST,
    "display name of marks": lambda size: hostile.HEAD + b'From: "' + _filled("銀行 bank support a@b.example ".encode(), size) + b'" <a@b.example>\n' + hostile.REST,
    "one host of many labels": lambda size: _text("plain", b"http://" + _filled(b"a.", size) + b"example/"),
}  # fmt: skip


def _by_count(maker: Callable[..., bytes]) -> Shape:
    def made(size: int) -> bytes:
        # Always an even number: whether text that lost its escapes is Japanese can turn on one octet.
        return maker(max(2, 2 * round(500 * size / len(maker(1000)))))

    return made


def of_readers() -> dict[str, Shape]:
    """The shapes of the tests that grow by a number, from 1,000 on."""
    return {
        "reader: " + name.replace("_", " "): _by_count(maker)
        for name, maker in hostile_for_readers.SMALL.items()
        if {"count", "depth"} & inspect.signature(maker).parameters.keys()
        and name not in {"boundaries_that_are_prefixes", "base64_bomb"}  # these do not grow in proportion
    }


def of_traps() -> dict[str, Shape]:
    """What expressions repeat, as a body of text and of HTML."""

    def made(filler: bytes, subtype: str) -> Shape:
        return lambda size: _text(subtype, _filled(filler, size))

    return {
        f"{name} as {subtype}": made(filler, subtype)
        for name, filler in hostile.TRAPS.items()
        for subtype in ("plain", "html")
    }
