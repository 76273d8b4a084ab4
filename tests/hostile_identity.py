"""Mails made to hurt what looks for names of organizations, for hosts like theirs and for where links lead."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from tests.mail.hostile import MEGABYTE

_HEAD = (
    "From: {name} <a@{host}>\nTo: info@own.example\nSubject: {subject}\nDate: Mon, 1 Jan 2024 00:00:00 +0900\n"
    "Message-ID: <1@sender.example>\nMIME-Version: 1.0\nContent-Type: text/{kind}; charset=utf-8\n"
    "Content-Transfer-Encoding: 8bit\n\n"
)
_LONG_LABEL = "-".join(f"{letter}{letter}" for letter in "abcdefghijklmnopqrst")


def _mail(body: str, kind: str = "html", name: str = "A", host: str = "sender.example", subject: str = "a") -> bytes:
    return (_HEAD.format(name=name, host=host, subject=subject, kind=kind) + body).encode()


def links_to_many_hosts() -> bytes:
    return _mail("".join(f'<p><a href="https://amaz0n-login{n}.example/{n}">{n}</a></p>\n' for n in range(10_000)))


def links_that_show_another_host() -> bytes:
    return _mail("".join(f'<p><a href="https://a.example/{n}">www.amazon.co.jp</a></p>\n' for n in range(10_000)))


def links_to_long_hosts() -> bytes:
    hosts = (f"{n}-{'.'.join([_LONG_LABEL] * 4)}"[:240] + ".example" for n in range(3_000))
    return _mail("".join(f'<a href="https://{host}/">a</a>\n' for host in hosts))


def links_to_hosts_of_added_words() -> bytes:
    host = ".".join(["-".join(["login"] * 10)] * 4)
    body = "".join(f'<a href="https://{host}.{n}.example/">a</a>\n' for n in range(3_000))
    return _mail(body, host=host + ".example")


def text_of_names() -> bytes:
    return _mail("Amazon PayPal 三井住友カード Netflix\n" * 25_000, "plain")


def text_and_html_of_names() -> bytes:
    line = "Dear Amazon customer, 三井住友カードをご利用\n"
    body = (
        f"--b\nContent-Type: text/plain; charset=utf-8\n\n{line * 5_000}\n"
        f"--b\nContent-Type: text/html; charset=utf-8\n\n{line * 5_000}\n--b--\n"
    )
    return _mail(body).replace(b"text/html; charset=utf-8", b"multipart/alternative; boundary=b", 1)


def text_of_letters_that_look_alike() -> bytes:
    return _mail("аmаzоnАMАZОN1lI0O" * (MEGABYTE // 25), "plain")


def text_of_different_letters() -> bytes:
    return _mail("".join(map(chr, (*range(0x3400, 0xD7A4), *range(0x10000, 0x30000)))), "plain")


def display_name_of_names() -> bytes:
    return _mail("a", "plain", name="Amazon PayPal " * 50_000)


def display_name_of_disguised_names() -> bytes:
    return _mail("a", "plain", name="аmаzon " * 50_000)


def subject_of_bracketed_names() -> bytes:
    return _mail("a", "plain", subject="[Amazon] " * 50_000)


def pictures_with_names() -> bytes:
    return _mail("".join(f'<img src="https://a.example/amazon{n}.png" alt="Amazon {n}">\n' for n in range(5_000)))


def texts_before_all_others() -> bytes:
    return _mail('<div style="display:none">Amazon</div>\n' * 10_000)


def files_with_names() -> bytes:
    part = (
        '--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename="amazon{}.bin"\n\na\n'
    )
    body = "".join(part.format(n) for n in range(2_000)) + "--b--\n"
    return _mail(body).replace(b"text/html; charset=utf-8", b"multipart/mixed; boundary=b", 1)


def redirectors_within_each_other() -> bytes:
    target = "https://end.example/"
    for _ in range(6):
        target = "https://www.google.com/url?q=" + quote(target, safe="")
    return _mail("".join(f'<a href="{target}{n}">a</a>\n' for n in range(4_000)))


def redirectors_without_end() -> bytes:
    return _mail(f'<a href="{"https://www.google.com/url?q=" * 30_000}">a</a>\n')


def table_like_a_code() -> bytes:
    row = "<tr>" + "<td bgcolor=black width=4 height=4></td><td bgcolor=white></td>" * 20 + "</tr>\n"
    return _mail(f"<table>{row * 700}</table>")


def text_like_a_code() -> bytes:
    return _mail(("█▀▄ " * 10 + "\n") * 8_000, "plain")


MAILS: dict[str, Callable[[], bytes]] = {
    maker.__name__: maker
    for maker in (
        links_to_many_hosts, links_that_show_another_host, links_to_long_hosts, links_to_hosts_of_added_words,
        text_of_names, text_and_html_of_names, text_of_letters_that_look_alike, text_of_different_letters,
        display_name_of_names, display_name_of_disguised_names, subject_of_bracketed_names, pictures_with_names,
        texts_before_all_others, files_with_names, redirectors_within_each_other, redirectors_without_end,
        table_like_a_code, text_like_a_code,
    )
}  # fmt: skip
