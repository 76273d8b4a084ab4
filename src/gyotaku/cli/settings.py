"""Configuration and language of one run."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from gyotaku.config import ConfigError, load
from gyotaku.model.configuration import Config
from gyotaku.model.text import Language


def settings(options: argparse.Namespace) -> Config | None:
    """The configuration, or None after telling on standard error what is wrong with it."""
    try:
        return load(Path(options.config) if options.config else None)
    except ConfigError as error:
        for problem in error.problems:
            print(f"gyotaku: {error.file}: {problem}", file=sys.stderr)
        return None


def language(options: argparse.Namespace, config: Config) -> Language:
    """--lang, then the configuration, then the locale (POSIX order: LC_ALL, LC_MESSAGES, LANG)."""
    if options.lang:
        return "ja" if options.lang == "ja" else "en"
    if config.language:
        return config.language
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "ja" if locale.lower().startswith("ja") else "en"
