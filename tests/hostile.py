"""Mails made to hurt a whole dissection: facts, checks, verdict and reports, beyond what hurts the reader of mails alone.

Every mail is kept near a megabyte, so that a step that costs the square of the length shows at once.
"""

from __future__ import annotations

import base64
from collections.abc import Callable

from tests import hostile_identity
from tests.mail import hostile
from tests.mail.hostile import MEGABYTE

HEAD = (
    b"Received: from mail.sender.example (mail.sender.example [192.0.2.1]) by mx.own.example (Postfix) with ESMTP id 4ABCDEFGH"
    b" for <info@own.example>; Mon, 1 Jan 2024 00:00:00 +0900\n"
)
REST = (
    b"From: Example Bank <a@sender.example>\nTo: info@own.example\nSubject: a\nDate: Mon, 1 Jan 2024 00:00:00 +0900\n"
    b"Message-ID: <1@sender.example>\n\ntext\n"
)
# Every field that a fact or check reads, with a value of its usual form.
FIELDS: dict[str, bytes] = {
    "From": b"Example Bank <a@b.example>",
    "Sender": b"Example Bank <a@b.example>",
    "Reply-To": b"Example Bank <a@b.example>",
    "Return-Path": b"<a@b.example>",
    "To": b"info@own.example",
    "Cc": b"info@own.example",
    "Subject": b"[spam] notice for info@own.example",
    "Date": b"Mon, 1 Jan 2024 00:00:00 +0900",
    "Message-ID": b"<20240101000000.4ABCDEFGH@mx.own.example>",
    "Received": b"from a.example (a.example [192.0.2.2]) by b.example with ESMTPA id 4ABCDEFGH; Mon, 1 Jan 2024 00:00:00 +0900",
    "Received-SPF": b"pass (own.example: ok) client-ip=192.0.2.1; envelope-from=a@b.example; receiver=mx.own.example",
    "Authentication-Results": b"mx.own.example; spf=pass smtp.mailfrom=b.example; dkim=pass header.d=b.example; dmarc=fail",
    "ARC-Authentication-Results": b"i=1; mx.own.example; spf=pass smtp.mailfrom=b.example; dmarc=fail",
    "X-Spam-Status": b"Yes, score=9 required=5 tests=[A,B]",
    "X-Spam-Flag": b"YES",
    "Delivered-To": b"info@own.example",
    "X-Original-To": b"info@own.example",
    "List-Id": b"<list.example>",
    "X-PHP-Originating-Script": b"0:mailer.php",
    "X-Authenticated-Sender": b"host.example: someone@other.example",
    "X-Authenticated-User": b"someone@other.example",
    "Content-Type": b"text/plain; charset=utf-8",
}
MANY = 100_000


def many_of(name: str) -> bytes:
    """A header of 100,000 fields of one name, above and below our own line."""
    line = name.encode() + b": " + FIELDS[name] + b"\n"
    return line * (MANY // 2) + HEAD + line * (MANY // 2) + REST


def few_of(name: str) -> bytes:
    """As many as are read of one header, and all of them different."""
    lines = b"".join(
        b"%s: %s\n" % (name.encode(), FIELDS[name].replace(b"b.example", b"b%d.example" % n)) for n in range(9_000)
    )
    return HEAD + lines + REST


def long_value_of(name: str, filler: bytes = b"a") -> bytes:
    """One field of nearly a megabyte: its usual value, then the filler, folded as no server would."""
    value = FIELDS[name] + b" " + filler * (900_000 // len(filler))
    return HEAD.replace(b"\n", b"")[:0] + HEAD + name.encode() + b": " + value + b"\n" + REST


# What regexes of facts and checks repeat: each is the beginning of a match that never ends.
TRAPS: dict[str, bytes] = {
    "letters": b"a",
    "digits": b"1",
    "spaces": b" ",
    "tabs": b"\t",
    "folds": b"\n a",
    "dots": b".",
    "labels": b"a.",
    "hyphens": b"a-",
    "at": b"@",
    "addresses": b"a@b.example ",
    "angles": b"<",
    "angled": b"<a",
    "angle-pairs": b"<>",
    "opened": b"(",
    "closed": b")",
    "comments": b"(a)",
    "quotes": b'"',
    "quoted": b'"a" ',
    "escapes": b"\\(",
    "brackets": b"[",
    "bracketed": b"[192.0.2.1] ",
    "colons": b":",
    "semicolons": b";",
    "results": b"; spf=pass",
    "keys": b"a=",
    "properties": b"a.a=a ",
    "property-names": b"a.",
    "slashes": b"a/1",
    "commas": b",",
    "equals": b"=",
    "words": b"=?utf-8?B?44GC?= ",
    "opened-words": b"=?a?q?",
    "from": b"from a ",
    "by": b"by b ",
    "with": b"with ",
    "received": b"from a (b [192.0.2.1]) by c ",
    "wide": "銀行株式会社".encode(),
    "full-width": "ａ．ｅｘａｍｐｌｅ　".encode(),
    "marks": b"bank inc. co., ltd. support team ",
    "spam": b"[spam] ",
    "hits": b"yes, score=",
    "stars": b"*",
    "nul": b"\0",
    "controls": b"\x1b[31m\x07\x9b",
    "bidi": "\u202e\u2066\u200b".encode(),
    "stacked": "e\u0301".encode(),
    "marks-alone": "\u0301".encode(),
    "links": b"http://a.example/ ",
    "dates": b"Mon, 1 Jan 2024 ",
    "broken-utf-8": b"\xed\xa0\x80\xff",
    "astral": "𠮷".encode(),
}


def trap(name: str) -> bytes:
    """Every field that is read, each with 20 KB of the trap."""
    filler = TRAPS[name] * (20_000 // len(TRAPS[name]))
    lines = b"".join(field.encode() + b": " + value + b" " + filler + b"\n" for field, value in FIELDS.items())
    lines += b"".join(field.encode() + b": " + filler + b"\n" for field in FIELDS)
    return lines + HEAD + lines + REST + filler * 10


def many_mailboxes(name: str) -> bytes:
    boxes = b",\n ".join(b"Bank %d <a%d@b%d.example>" % (n, n, n) for n in range(MANY // 4))
    return HEAD + name.encode() + b": " + boxes + b"\n" + REST


def display_name_of_all_marks() -> bytes:
    words = "銀行 株式会社 bank support team inc. co., ltd. a@b.example www.b.example own.example ".encode()
    return HEAD + b'From: "' + words * (900_000 // len(words)) + b'" <a@gmail.com>\n' + REST


def display_name_of_encoded_words() -> bytes:
    return HEAD + b"From: " + b"=?utf-8?B?6YqA6KGM?= " * 40_000 + b"<a@b.example>\n" + REST


def subject_of_encoded_words() -> bytes:
    return HEAD + b"Subject: " + b"=?utf-8?B?6YqA6KGM?= " * 40_000 + b"\n" + REST


def subject_of_controls() -> bytes:
    word = base64.b64encode("\x1b]0;a\x07\u202e\u2066\u200b\ufeff\x00\x85\u2028\U000e0001".encode())
    return HEAD + b"Subject: " + (b"=?utf-8?B?" + word + b"?= ") * 5_000 + b"\n" + REST


def nested_comments() -> bytes:
    return (
        HEAD[:0]
        + b"Authentication-Results: mx.own.example"
        + b"(" * 400_000
        + b")" * 400_000
        + b"; spf=pass\n"
        + HEAD
        + REST
    )


def nested_multiparts() -> bytes:
    return HEAD + hostile.nested_multiparts()


def message_chain() -> bytes:
    return HEAD + b"From: a@b.example\n" + hostile.nested_messages()


def messages_in_base64() -> bytes:
    return HEAD + b"From: a@b.example\n" + hostile.base64_bomb()


def mail_within_itself() -> bytes:
    """A mail that attaches itself, which attaches itself, as far as text can."""
    mail = HEAD + REST
    for number in range(12):
        boundary = b"b%d" % number
        mail = (
            HEAD + b"From: a@b.example\nContent-Type: multipart/mixed; boundary=" + boundary + b"\n\n--" + boundary
            + b"\n\nhello\n" + (b"--" + boundary + b"\nContent-Type: message/rfc822\n\n" + mail + b"\n") * 2
            + b"--" + boundary + b"--\n"
        )  # fmt: skip
    return mail


def many_attached_mails(count: int = 200) -> bytes:
    """Each attached mail hostile by itself."""
    inner = [HEAD + b"From: " + trap_value * (5_000 // len(trap_value)) + b"\n" + REST for trap_value in TRAPS.values()]
    parts = (b"--b\nContent-Type: message/rfc822\n\n" + inner[n % len(inner)] + b"\n" for n in range(count))
    return HEAD + b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n" + b"".join(parts) + b"--b--\n"


def many_attachments() -> bytes:
    part = b"--b\nContent-Type: application/pdf; name=a.pdf\n\na\n"
    return HEAD + b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n" + part * 9_000 + b"--b--\n"


def many_texts() -> bytes:
    part = b"--b\nContent-Type: text/html\n\n<p>verify your password\n"
    return HEAD + b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n" + part * 9_000 + b"--b--\n"


def body_of_goal_phrases() -> bytes:
    words = "パスワード アカウント 確認 支払い 請求書 verify your account password invoice bitcoin http://a.example/ ".encode()
    return HEAD + REST.replace(b"text\n", b"") + words * (10 * MEGABYTE // len(words))


def folded_body_grows() -> bytes:
    """Characters that change length in lower case."""
    return HEAD + b"Content-Type: text/plain; charset=utf-8\n" + REST + "İẞ".encode() * 200_000


def html(body: bytes) -> bytes:
    return HEAD + b"Content-Type: text/html; charset=utf-8\n" + REST + body


def html_nested() -> bytes:
    return html(b"<div><b><table>" * 60_000)


def html_attributes() -> bytes:
    return html(b"<a " + b"href=a " * 150_000 + b">x</a>")


def html_unclosed() -> bytes:
    return html(b"<!--" * 200_000 + b"<a href='" * 20_000)


def html_entities() -> bytes:
    return html(b"&amp" * 200_000 + b"&#x202e;&#0;&#xD800;" * 10_000)


def html_styles() -> bytes:
    return html(b"<p style='" + b"color:red;/*" * 50_000 + b"'>text" + b"<p style='font-size:0;color:#fff'>x" * 20_000)


def html_open_comments_in_styles() -> bytes:
    return html(b"".join(b"<p style='width:%dpx;" % n + b"color:red;/*" * 660 + b"'>text" for n in range(110)))


def html_scripts() -> bytes:
    return html(b"<script>" * 100_000 + b"</script" * 100_000)


def html_of_nothing_shown() -> bytes:
    return html(b"<span style='display:none'>" * 30_000 + b"verify your password")


def lying_sizes() -> bytes:
    return HEAD + b"Content-Length: 1\nLines: 99999999999999999999\n" + REST.replace(b"text", b"text\n" * 50_000)


def lone_surrogates() -> bytes:
    return (
        HEAD + b"From: =?utf-16?B?2AA=?= <\xed\xa0\x80@b.example>\nSubject: =?utf-8?B?7aCA?= \xed\xb0\x80\n"
        b"Content-Type: text/plain; charset=utf-16-be\n\n" + b"\xd8\x00\xdc\x00\xdf\xff" * 10_000
    )


def nul_everywhere() -> bytes:
    return HEAD + (b"\0" + REST) * 2 + b"\0" * 100_000


def one_host_of_many_labels() -> bytes:
    host = b"a." * 100_000 + b"example"
    return (
        b"Received: from "
        + host
        + b" ("
        + host
        + b" [192.0.2.1]) by "
        + host
        + b" with ESMTP; Mon, 1 Jan 2024 00:00:00 +0900\n"
        b"From: a@" + host + b"\nReply-To: b@" + host + b"\nMessage-ID: <1@" + host + b">\n\ntext\n"
    )


def dates_at_the_edge() -> bytes:
    dates = (
        b"Fri, 31 Dec 9999 23:59:59 -2359", b"Mon, 1 Jan 0001 00:00:00 +2359", b"Mon, 1 Jan 99999999999 00:00:00 +0000",
        b"Mon, 1 Jan 2024 00:00:00 +9999", b"Mon, 1 Jan 2024 00:00:60 -0000",
    )  # fmt: skip
    received = b"".join(
        b"Received: from a.example (a.example [192.0.2.%d]) by b.example with ESMTP id 4ABCDEF; %s\n" % (n + 1, date)
        for n, date in enumerate(dates)
    )
    return received + b"From: a@b.jp\nDate: " + dates[0] + b"\n\ntext\n"


SMALL: dict[str, Callable[[], bytes]] = {
    **{f"reader: {name}": maker for name, maker in hostile.SMALL.items()},
    **{f"many: {name}": (lambda name=name: many_of(name)) for name in FIELDS},
    **{f"few: {name}": (lambda name=name: few_of(name)) for name in FIELDS},
    **{f"long: {name}": (lambda name=name: long_value_of(name)) for name in FIELDS},
    **{f"long repeated: {name}": (lambda name=name: long_value_of(name, FIELDS[name] + b", ")) for name in FIELDS},
    **{f"trap: {name}": (lambda name=name: trap(name)) for name in TRAPS},
    **{f"mailboxes: {name}": (lambda name=name: many_mailboxes(name)) for name in ("From", "To", "Cc", "Reply-To", "Return-Path", "Delivered-To")},
    **hostile_identity.MAILS,
    **{
        maker.__name__: maker
        for maker in (
            display_name_of_all_marks, display_name_of_encoded_words, subject_of_encoded_words, subject_of_controls,
            nested_comments, nested_multiparts, message_chain, messages_in_base64, mail_within_itself,
            many_attached_mails, many_attachments, many_texts, body_of_goal_phrases, folded_body_grows, html_nested,
            html_attributes, html_unclosed, html_entities, html_styles,
            html_open_comments_in_styles, html_scripts, html_of_nothing_shown,
            lying_sizes, lone_surrogates, nul_everywhere, one_host_of_many_labels, dates_at_the_edge,
        )
    },
}  # fmt: skip

_LARGE: dict[str, bytes] = {
    **{name: b"From: a@b.example\n" + beginning for name, beginning in hostile.LARGE.items()},
    "received": b"Received: from a by ",
    "from": b"From: ",
    "html": b"From: a@b.example\nContent-Type: text/html\n\n<p>",
    "html-tag": b"From: a@b.example\nContent-Type: text/html\n\n<p a=",
}


def large(name: str) -> bytes:
    """A mail that is one line of 100 MB after its beginning."""
    if name == "utf-8":
        return b"From: a@b.example\nContent-Type: text/plain; charset=utf-8\n\n" + "あ".encode() * (33 * MEGABYTE)
    return _LARGE[name] + b"a" * (100 * MEGABYTE)
