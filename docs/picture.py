"""Write docs/pictures/report.png and article.png, screens of a real report and article for the README.

python docs/picture.py
"""

from __future__ import annotations

import html
import re
import sys
from pathlib import Path

import gyotaku
from gyotaku.browser.box import Missing
from gyotaku.browser.driver import Browser
from gyotaku.config import load
from gyotaku.report.terminal import render

ROOT = Path(__file__).parents[1]
MAIL = ROOT / "examples" / "service-restored.eml"
ARTICLE = ROOT / "docs" / "examples" / "mailbox-suspended.article.ja" / "article.html"
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


def report_page() -> str:
    report = gyotaku.dissect(MAIL.read_bytes(), load(ROOT / "examples" / "gyotaku.toml"), path="service-restored.eml")
    text = "\n".join(render(report, "ja", width=92, color=True).splitlines()[:LINES])
    return _PAGE.format(text=as_html(text))


def main() -> int:
    # The article is as docs/make.py wrote it: what `gyotaku article` makes of the example with the recorded answers.
    screens = {"report.png": (report_page(), 820, 880), "article.png": (ARTICLE.read_text("utf-8"), 860, 1000)}
    try:
        with Browser(seconds=60) as browser:
            for name, (markup, width, height) in screens.items():
                page = browser.page(width=width, height=height, script=False)
                page.show(markup)
                (ROOT / "docs" / "pictures" / name).write_bytes(page.picture(whole=False))
    except Missing as missing:
        print(missing.reason.en, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
