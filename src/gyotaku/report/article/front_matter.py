"""What stands before a published text for the program that publishes it."""

from __future__ import annotations

import json
from datetime import date

from gyotaku.report.article.blocks import Article

TARGETS = ("hugo", "jekyll", "hatena", "wordpress")


def front_matter(article: Article, target: str, written: date) -> str:
    """YAML for Hugo, Jekyll and blogsync (はてなブログ). Every value is a JSON string or list, which YAML 1.2 reads as it is.

    It is always a draft: a person reads before the world does. Raises KeyError for a target that has none.
    """
    fields = _FIELDS[target](article, written)
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields]
    return "---\n" + "\n".join(lines) + "\n---\n\n"


def _hugo(article: Article, written: date) -> list[tuple[str, object]]:
    return [
        ("title", article.title),
        ("date", written.isoformat()),
        ("draft", True),
        ("slug", article.slug),
        ("description", article.description),
        ("tags", list(article.tags)),
    ]


def _jekyll(article: Article, written: date) -> list[tuple[str, object]]:
    return [
        ("layout", "post"),
        ("title", article.title),
        ("date", written.isoformat()),
        ("published", False),
        ("description", article.description),
        ("tags", list(article.tags)),
    ]


def _hatena(article: Article, written: date) -> list[tuple[str, object]]:
    return [
        ("Title", article.title),
        ("Category", list(article.tags)),
        ("Date", f"{written.isoformat()}T00:00:00+09:00"),
        ("Draft", True),
    ]


_FIELDS = {"hugo": _hugo, "jekyll": _jekyll, "hatena": _hatena}
