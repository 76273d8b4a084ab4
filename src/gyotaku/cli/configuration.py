"""`gyotaku config check` and `gyotaku config keys`."""

from __future__ import annotations

import argparse

from gyotaku.cli.main import DONE, USAGE
from gyotaku.cli.settings import language, settings
from gyotaku.config import find, user_file
from gyotaku.config_keys import KEYS
from gyotaku.model.configuration import Config
from gyotaku.model.text import Text

_READ = Text(en="{file}: read without a problem.", ja="{file}: 問題なく読み込みました。")
_NONE = Text(
    en="There is no gyotaku.toml here and none at {file}. Everything is inferred from each mail, and told as inferred.",
    ja="gyotaku.toml は作業フォルダーにも {file} にもありません。必要なことはメールごとに推定し、推定であることを報告に書きます。",
)
_NOT_SET = Text(en="not set", ja="未設定")


def run(options: argparse.Namespace) -> int:
    config = settings(options)
    if config is None:
        return USAGE
    spoken = language(options, config)
    if options.action == "keys":
        for name, key in KEYS.items():
            print(f"{name} = {key.example}\n    {key.text.template(spoken)}")
        return DONE
    text = _READ if config.file else _NONE
    print(text.template(spoken).replace("{file}", config.file or str(find() or user_file())))
    for name in Config.__struct_fields__:
        if name in KEYS:
            print(f"  {name:14} {_value(getattr(config, name)) or _NOT_SET.template(spoken)}")
    return DONE


def _value(value: object) -> str:
    if isinstance(value, tuple | frozenset):
        return ", ".join(sorted(str(item) for item in value) if isinstance(value, frozenset) else map(str, value))
    return "" if value is None else str(value)
