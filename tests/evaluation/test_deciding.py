"""Classes of mail between which a verdict is hard."""

from __future__ import annotations

import pytest

from gyotaku.evaluation.deciding import class_rows, classes, classes_of
from gyotaku.evaluation.labels import Truth
from gyotaku.mail.message import read
from gyotaku.registry import plan


def found(header: str, *kinds: str) -> frozenset[str]:
    return classes_of(read(f"From: a@kawa.example\n{header}\n\nHello\n".encode()), kinds)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Subject: Your password was changed", "passwords, codes and accounts"),
        ("Subject: =?utf-8?B?44GU6KuL5rGC44Gu44GK55+l44KJ44Gb?=", "invoices, orders and payments"),
        ("Subject: Fwd: minutes", "forwarded mail"),
        ("Resent-From: b@kawa.example", "forwarded mail"),
        ("List-Id: <kawa.lists.kawa.example>", "mailing lists"),
        ("List-Unsubscribe: <https://kawa.example/u>", "newsletters and other bulk mail"),
        ("X-Mailer: iPhone Mail (20G81)", "written on a phone"),
    ],
)
def test_a_header_tells_the_class(header: str, name: str) -> None:
    assert name in found(header)
    assert name not in found("Subject: lunch on Tuesday")


def test_findings_tell_it_too() -> None:
    (name,) = (one.name for one in classes() if "sent-by-service" in one.kinds)
    assert name in found("Subject: x", "sent-by-service")
    assert name not in found("Subject: x", "stranger")


def test_every_kind_in_the_table_exists() -> None:
    assert {kind for one in classes() for kind in one.kinds} <= set(plan().kinds)


def test_a_mail_counts_in_every_class_it_has() -> None:
    first, second = (one.name for one in classes()[:2])
    rows = class_rows(
        [
            (frozenset({first, second}), Truth.FRAUD, True),
            (frozenset({first}), Truth.FRAUD, False),
            (frozenset({first}), Truth.HONEST, False),
            (frozenset(), Truth.HONEST, True),
        ]
    )
    assert [(row.name, row.fraud.hits, row.fraud.n, row.honest.hits, row.honest.n) for row in rows[:2]] == [
        (first, 1, 2, 0, 1),
        (second, 1, 1, 0, 0),
    ]
