"""Sentences of free Japanese text out of unpacked packages: pages, manuals, translations.

    mkdir packages && cd packages && apt-get download libreoffice-help-ja gimp-help-ja debian-reference-ja developers-reference-ja maint-guide-ja \\
        debian-handbook debmake-doc manpages-ja wordpress-l10n evolution-common gnome-user-docs libreoffice-l10n-ja mailman3
    for package in *.deb; do dpkg-deb -x "$package" "unpacked/${package%%_*}"; done
    python bench/free_text.py packages/unpacked > sentences.txt

One sentence a line, each once, with the name of its package before a tab. Licences are those of the packages; nothing of them is in this repository.
"""

from __future__ import annotations

import gettext
import gzip
import html
import re
import sys
from collections.abc import Iterator
from pathlib import Path

_KANA = re.compile("[ぁ-ん]")
_SENTENCE = re.compile(r"[^。！？\n\r]{6,200}[。！？]?")
_JAPANESE = re.compile(r"(?:^|[/._@-])ja(?:$|[/._@-])|ja_JP")


def main() -> None:
    folder = Path(sys.argv[1])
    for package in sorted(folder.iterdir()):
        seen: set[str] = set()
        for file in sorted(package.rglob("*")):
            if file.is_file() and not file.is_symlink() and _JAPANESE.search(str(file.relative_to(folder))):
                for text in _texts(file):
                    for match in _SENTENCE.finditer(text):
                        sentence = match[0].strip()
                        if len(_KANA.findall(sentence)) >= 3 and sentence not in seen:
                            seen.add(sentence)
                            print(package.name, sentence, sep="\t")


def _texts(file: Path) -> Iterator[str]:
    name = file.name
    try:
        if name.endswith(".mo"):
            with file.open("rb") as opened:
                catalogue = gettext.GNUTranslations(opened)
            yield from (text for text in catalogue._catalog.values() if isinstance(text, str))  # noqa: SLF001
        elif name.endswith((".html", ".xhtml", ".page")):
            yield _without_tags(file.read_text("utf-8"))
        elif re.search(r"\.[1-9]\.gz$", name):
            yield _manual(gzip.decompress(file.read_bytes()).decode("utf-8"))
        elif name.endswith((".txt", ".po")):
            yield re.sub(r'(?m)^(?:msgstr )?"|"$|^msgid.*$|^#.*$', "", file.read_text("utf-8"))
    except (UnicodeDecodeError, OSError):
        return


def _without_tags(text: str) -> str:
    text = re.sub(r"(?s)<(script|style|pre)\b.*?</\1>", "\n", text)
    text = re.sub(
        r"</?(?:p|div|li|td|th|tr|h\d|br|dt|dd|title|ul|ol|item|section|desc|note|table)\b[^>]*>", "\x00", text
    )
    # Pages break their lines within sentences.
    text = re.sub(r"\s*\n\s*", "", re.sub(r"<[^>]+>", "", text))
    return html.unescape(text.replace("\x00", "\n"))


def _manual(text: str) -> str:
    text = re.sub(r"(?m)^\.\\\".*$|^\.(?:SH|SS|TH|TP|PP|P|IP|br|RS|RE|nf|fi|LP|HP|sp)\b.*$", "\x00", text)
    text = re.sub(r"(?m)^\.[A-Z]{1,2} ", "", re.sub(r"\\f.|\\[-&|]|\\\(..", "", text))
    return re.sub(r"\s*\n\s*", "", text).replace("\x00", "\n")


if __name__ == "__main__":
    main()
