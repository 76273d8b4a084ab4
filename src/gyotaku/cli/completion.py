"""`gyotaku completion SHELL`: a script that completes commands, options and the ids of kinds."""

from __future__ import annotations

import argparse

import shtab

from gyotaku.cli.main import DONE, parser
from gyotaku.registry import plan


def run(options: argparse.Namespace) -> int:
    """Print the script. To use it: `gyotaku completion bash > ~/.local/share/bash-completion/completions/gyotaku`."""
    print(shtab.complete(parser(kinds=sorted(plan().kinds)), shell=options.shell))
    return DONE
