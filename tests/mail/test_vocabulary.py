"""Words taken out of a text."""

from gyotaku.mail.vocabulary import vocabulary


def test_longer_words_come_out_first() -> None:
    words = vocabulary(["株式会社", "会社", "team"])
    assert words.without("青波株式会社") == "青波 "
    assert words.without("青波会社", "") == "青波"
    assert "team" in words
    assert "青波" not in words


def test_without_japanese_words_nothing_comes_out() -> None:
    assert vocabulary(["team"]).without("青波 team") == "青波 team"
