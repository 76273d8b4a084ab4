"""What a list or a filter added is taken away, and nothing else."""

from __future__ import annotations

import base64

import pytest

from gyotaku.evaluation.stripping import stripped
from gyotaku.mail import message

PLAIN = b"""Received: from a.example (a.example [192.0.2.1]) by mx.b.example with ESMTP id 1; Mon, 5 Jun 2023 09:12:44 +0900
From: Aoki <aoki@a.example>
To: sato@b.example
Subject: [Aoki] minutes
Authentication-Results: mx.b.example; spf=pass smtp.mailfrom=a.example

One.
______________________________________
two
"""

LISTED = """Return-Path: <birds-bounces@lists.c.example>
Delivered-To: reader@d.example
Received: from lists.c.example (lists.c.example [198.51.100.7]) by mx.d.example with ESMTP id 3; Mon, 5 Jun 2023 09:12:46 +0900
DKIM-Signature: v=1; d=c.example; b=AA
Received: from smtp.a.example (smtp.a.example [192.0.2.1]) by lists.c.example with ESMTP id 2
 for <birds@lists.c.example>; Mon, 5 Jun 2023 09:12:44 +0900
DKIM-Signature: v=1; d=a.example; b=BB
From: "Aoki via Birds" <birds@lists.c.example>
Reply-To: Aoki <aoki@a.example>
To: birds@lists.c.example
Subject: {subject}
Message-ID: <1@a.example>
X-Spam-Status: No, score=-1.0
X-Spam-Report: Content preview: Two herons
 at the pond
List-Id: Birds <birds.lists.c.example>
List-Post: <mailto:birds@lists.c.example>
X-Mailman-Version: 2.1.39
Precedence: list
Sender: Birds <birds-bounces@lists.c.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: {encoding}

"""
FOOTER = """
_______________________________________________
Birds mailing list
Birds@lists.c.example
"""


def test_a_mail_that_came_directly_stays_octet_by_octet() -> None:
    assert stripped(PLAIN) == PLAIN


@pytest.mark.parametrize(
    ("subject", "left"),
    [
        ("[Birds] Two herons", "Two herons"),
        ("Re: [birds] Two herons", "Re: Two herons"),
        ("[SPAM] [Birds] Two herons", "Two herons"),
        ("[Birds] [SPAM] Two herons", "Two herons"),
        ("[Pond] Two herons", "[Pond] Two herons"),
        ("=?utf-8?b?W0JpcmRzXSDpt7rjgYzkuoznvr0=?=", "鷺が二羽"),
    ],
)
def test_subject(subject: str, left: str) -> None:
    mail = message.read(stripped(LISTED.format(subject=subject, encoding="8bit").encode() + b"At the pond.\n"))
    field = mail.headers.get("Subject")
    assert field is not None
    assert field.text == left


@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable"])
def test_a_list_leaves_no_trace(encoding: str) -> None:
    body = "池に鷺が二羽。\n" if encoding != "quoted-printable" else "Two herons.\n"
    octets = (body + FOOTER).encode()
    octets = base64.encodebytes(octets) if encoding == "base64" else octets
    mail = message.read(stripped(LISTED.format(subject="x", encoding=encoding).encode() + octets))
    assert mail.root.text().strip() == body.strip()
    names = {field.name.lower() for field in mail.headers}
    assert names == {
        "received", "dkim-signature", "from", "reply-to", "to", "subject", "message-id", "mime-version", "content-type",
        "content-transfer-encoding",
    }  # fmt: skip
    assert len(mail.headers.all("Received")) == 1
    assert "d=a.example" in mail.headers.all("DKIM-Signature")[0].text
    author = mail.headers.get("From")
    assert author is not None
    assert author.text == "Aoki <aoki@a.example>"


def test_a_newsletter_keeps_its_list_fields_and_its_delivery() -> None:
    raw = LISTED.format(subject="June", encoding="8bit").encode() + b"New.\n"
    raw = raw.replace(b"List-Post: <mailto:birds@lists.c.example>\n", b"").replace(b"Precedence: list\n", b"")
    mail = message.read(stripped(raw))
    assert "List-Id" in mail.headers
    assert len(mail.headers.all("Received")) == 2
    assert "X-Spam-Status" not in mail.headers


def test_what_the_sender_wrote_in_lists_manner_stays() -> None:
    """A line of underscores without list fields is the sender's own."""
    raw = PLAIN.replace(b"two\n", b"Birds mailing list\n")
    assert stripped(raw) == raw
