"""Write docs/report.png, the picture of a real report in the README. Needs Debian's chromium and fonts-noto-cjk.

python docs/picture.py
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import gyotaku
from gyotaku.config import load
from gyotaku.report.terminal import render

ROOT = Path(__file__).parents[1]
MAIL = ROOT / "examples" / "service-restored.eml"
LINES = 34
_INKS = {"1": "b", "2": "d", "1;31": "r", "1;33": "y", "1;36": "c", "36": "l"}
_PAGE = """<!doctype html><meta charset="utf-8"><style>
body{{margin:0;background:#14181d;color:#d8dde3}}
pre{{margin:0;padding:26px 30px;font:16px/1.5 "Noto Sans Mono CJK JP",monospace}}
.b{{font-weight:700;color:#fff}} .d{{color:#7f8a96}} .r{{color:#ff6b6b;font-weight:700}}
.y{{color:#f2c14e;font-weight:700}} .c{{color:#58c7d8;font-weight:700}} .l{{color:#58c7d8}}
</style><pre>{text}</pre>"""


def as_html(text: str) -> str:
    """Terminal colors as spans."""
    pieces = re.split(r"\x1b\[([0-9;]*)m", text)
    out = [html.escape(pieces[0])]
    for code, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        out.append("</span>" if code == "0" else f'<span class="{_INKS[code]}">')
        out.append(html.escape(piece))
    return "".join(out)


def main() -> int:
    chromium = shutil.which("chromium")
    if chromium is None:
        print("chromium is not here; install the Debian packages chromium and fonts-noto-cjk", file=sys.stderr)
        return 1
    report = gyotaku.dissect(MAIL.read_bytes(), load(ROOT / "examples" / "gyotaku.toml"), path="service-restored.eml")
    text = "\n".join(render(report, "ja", width=92, color=True).splitlines()[:LINES])
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        page.write_text(_PAGE.format(text=as_html(text)), "utf-8")
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]
        flags += [
            f"--user-data-dir={folder}/profile",
            "--window-size=820,880",
            f"--screenshot={ROOT / 'docs' / 'report.png'}",
        ]
        subprocess.run([chromium, *flags, page.as_uri()], check=True, capture_output=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
