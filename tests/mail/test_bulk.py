"""What a mail says of a mailing list counts where that list handed it on."""

from __future__ import annotations

import pytest

from gyotaku.facts import Facts
from gyotaku.mail.facts.bulk import Bulk
from gyotaku.mail.message import read
from gyotaku.model.configuration import Config
from gyotaku.registry import plan

RECEIVED = (
    "Received: from {host} ({host} [198.51.100.7])\n\tby mx.sakuragi.example (Postfix) with ESMTPS id 4QZxT36m2Dz1r\n"
    "\tfor <sato@sakuragi.example>; Tue, 4 Jun 2024 09:12:44 +0900 (JST)\n"
)


def bulk(*fields: str, host: str = "mail.kawa.example") -> Bulk:
    head = RECEIVED.format(host=host) + "".join(field + "\n" for field in fields)
    return Facts(plan().makers, read((head + "From: a@tsuru.example\n\nHello\n").encode()), Config()).get(Bulk)


@pytest.mark.parametrize(
    "field",
    [
        "List-Id: Kawa <kawa.lists.kawa.example>",
        "List-Post: <mailto:kawa@lists.kawa.example>",
        "X-Mailing-List: kawa@lists.kawa.example",
        "Mailing-List: contact kawa-help@lists.kawa.example; run by ezmlm",
    ],
)
def test_the_list_that_handed_it_on(field: str) -> None:
    assert bulk(field, "Return-Path: <kawa-bounces@lists.kawa.example>").lists
    assert not bulk(field, "Return-Path: <info@yoso.example>").lists
    assert "kawa.example" in bulk(field).organizations


def test_without_an_envelope_sender_the_host_tells() -> None:
    field = "List-Id: <kawa.lists.kawa.example>"
    assert bulk(field).lists
    assert not bulk(field, host="mail.yoso.example").lists
    assert not bulk(field, "Return-Path: <>", host="mail.yoso.example").lists


def test_a_way_out_is_no_list() -> None:
    envelope = "Return-Path: <info@yoso.example>"
    leaving = "List-Unsubscribe: <https://yoso.example/u>"
    assert bulk(leaving, envelope).unsubscribes
    assert not bulk(leaving, envelope).lists
    # Who can be left there is not for that reason the list that is named.
    assert not bulk(leaving, envelope, "List-Id: <kawa.lists.kawa.example>").lists
