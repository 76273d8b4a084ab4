"""`gyotaku schema`."""

from __future__ import annotations

import argparse
import sys

from gyotaku.cli.main import DONE
from gyotaku.report.json import schema


def run(options: argparse.Namespace) -> int:  # noqa: ARG001 - all commands are called alike
    sys.stdout.buffer.write(schema())
    return DONE
