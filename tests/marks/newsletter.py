"""A newsletter that a stranger would take for fraud, and what a phisher makes of it."""

from __future__ import annotations

PROOF = "Authentication-Results: mx.sakuragi.example; dkim=pass header.d=tsubame.example header.s=k1; dmarc=pass header.from=tsubame.example\n"
OURS = """Received: from out.mailer.example (out.mailer.example [192.0.2.77])
\tby mx.sakuragi.example (Postfix) with ESMTPS id 4QZxT36m2Dz1r
\tfor <sato@sakuragi.example>; Mon, 5 Jun 2023 09:12:44 +0900 (JST)
"""
STRANGERS = """Received: from out.mailer.example (unknown [203.0.113.99])
\tby mx.sakuragi.example (Postfix) with ESMTP id 4QZxT36m2Dz9z
\tfor <sato@sakuragi.example>; Tue, 6 Jun 2023 11:02:01 +0900 (JST)
"""
FORWARDED = """Received: from box (host.stranger.example [198.51.100.9])
\tby relay.alumni.example (Postfix) with ESMTP id 4Qx1y2;
\tMon, 5 Jun 2023 09:12:41 +0900 (JST)
"""
LINK = "http://203.0.113.200/member/renew"


def mail(
    *,
    above: str = PROOF + OURS,
    below: str = "",
    author: str = "Tsubame Club <news@tsubame.example>",
    link: str = LINK,
    subject: str = "Your membership",
) -> bytes:
    """`above` are the fields of the reader's own server, `below` what stands under them."""
    text = f"""Return-Path: <news@tsubame.example>
Delivered-To: sato@sakuragi.example
{above}{below}From: {author}
Reply-To: tsubame.club@gmail.com
To: sato@sakuragi.example
Subject: {subject}
Date: Mon, 5 Jun 2023 09:12:40 +0900
Message-ID: <647d2a18.8090701@tsubame.example>
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: 8bit

<p>Dear member,</p>
<p>your account will be suspended unless you renew it today:
<a href="{link}">https://www.tsubame.example/renew</a></p>
<p>Tsubame Club</p>
"""
    return text.replace("\n", "\r\n").encode()
