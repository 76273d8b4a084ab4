"""`gyotaku completion SHELL`: a script that completes commands, options, the ids of kinds and sectors."""

from __future__ import annotations

import argparse

import shtab

from gyotaku.cli.arguments import parser
from gyotaku.cli.main import DONE
from gyotaku.model.goal import GoalClass
from gyotaku.registry import plan


def run(options: argparse.Namespace) -> int:
    """Print the script. To use it: `gyotaku completion bash > ~/.local/share/bash-completion/completions/gyotaku`."""
    print(shtab.complete(parser(kinds=sorted(plan().kinds), sectors=[*GoalClass]), shell=options.shell))
    return DONE
