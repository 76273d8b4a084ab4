"""Host names that look made for one recipient."""

from __future__ import annotations

import pytest

from gyotaku.lookup.one_recipient import made_for_one

READERS = ("taro.yamada@reader.example", "kim@reader.example")


@pytest.mark.parametrize(
    "below",
    [
        "taro.yamada", "taro-yamada", "taroyamada", "x.taro_yamada.y", "unsubscribe-taroyamada-now",
        b"taro.yamada".hex(), b"taro.yamada@reader.example".hex(), "orqxe3zopfqw2ylemfahezlbmrsxeltfpbqw24dmmu",
        "dgfyby55yw1hzge", "a.dgfyby55yw1hz.b", "7f3a9c2b", "bounce-7f3a9c2b", "u1234567890", "r.0123456789.e",
        "3f2c9e1a-77b0-4d6e-9a51-0c2b8e4f6a7d", "q7zk2wv9jt4rbn8x",
    ],
)  # fmt: skip
def test_a_mailbox_or_a_code_is_seen(below: str) -> None:
    assert made_for_one(f"{below}.track.example", "track.example", READERS)
    assert made_for_one(f"{below}.track.example".upper(), "track.example", READERS)


@pytest.mark.parametrize(
    "below",
    [
        "www", "mail", "login.secure", "ec2-203-0-113-25.ap-northeast-1.compute", "s3-ap-northeast-1", "kim", "e1.click",
        "img2024", "cdn-eu-west-3", "xn--fiqs8sirgfmh", "u12345678.ct", "2024-11", "feedback", "facade", "static01",
    ],
)  # fmt: skip
def test_ordinary_names_are_not(below: str) -> None:
    assert not made_for_one(f"{below}.track.example", "track.example", READERS)


@pytest.mark.parametrize("reader", ["", "@", "a@b", "\ud800\ud800\ud800\ud800@x", "....@x", "日本語の人@x"])
def test_no_mailbox_makes_it_raise_or_fit_everything(reader: str) -> None:
    assert not made_for_one("www.track.example", "track.example", (reader,))
