"""gyotaku.toml: every key documented, every mistake told."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from gyotaku.config import ConfigError, find, from_table, load
from gyotaku.config_keys import KEYS
from gyotaku.mail.brand_table import COLUMNS
from gyotaku.model.answers import Permission
from gyotaku.model.configuration import Config


def test_every_example_reads_as_its_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("brands.tsv").write_text("\t".join(COLUMNS) + "\n", "utf-8")
    for name, key in KEYS.items():
        config = from_table(tomllib.loads(f"{name} = {key.example}"))
        assert getattr(config, name) is not None
        assert key.text.en
        assert key.text.ja


def test_the_contract_s_keys_are_all_there() -> None:
    named = "own_domains own_names trusted_hosts mailboxes spam_stamps known_senders language online answers deadline"
    assert set(named.split()) <= set(KEYS)
    assert set(KEYS) == set(Config.__struct_fields__) - {"file"}


def test_unknown_key_suggests_the_nearest() -> None:
    with pytest.raises(ConfigError) as error:
        from_table({"own_domain": ["example.jp"]}, "gyotaku.toml")
    assert "own_domains" in error.value.problems[0]


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(ConfigError) as error:
        from_table({"language": "fr", "own_domains": "example.jp", "deadline": True, "online": ["ftp"], "xyz": 1})
    assert len(error.value.problems) == 5


@pytest.mark.parametrize("value", [0, -1, 601, "5", True, float("nan")])
def test_deadline_bounds(value: object) -> None:
    with pytest.raises(ConfigError):
        from_table({"deadline": value})


def test_hosts_are_normalized() -> None:
    config = from_table({"own_domains": ["Example.JP.", " "], "online": ["dns"]})
    assert config.own_domains == ("example.jp",)
    assert config.online == frozenset({Permission.DNS})


def test_working_directory_then_user_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, home = tmp_path / "here", tmp_path / "config"
    here.mkdir()
    (home / "gyotaku").mkdir(parents=True)
    monkeypatch.chdir(here)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    assert find() is None
    assert load() == Config()
    (home / "gyotaku" / "gyotaku.toml").write_text('language = "ja"\n')
    assert load().language == "ja"
    (here / "gyotaku.toml").write_text('language = "en"\n')
    assert load().language == "en"


@pytest.mark.parametrize("octets", [b"\xff\xfe", b"own_domains = [", b"a" * (2 << 20)])
def test_unreadable_file_is_an_error(tmp_path: Path, octets: bytes) -> None:
    file = tmp_path / "gyotaku.toml"
    file.write_bytes(octets)
    with pytest.raises(ConfigError):
        load(file)


def test_a_named_file_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        load(tmp_path / "none.toml")
