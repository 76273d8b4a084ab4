"""An article as a file that WordPress imports: an RSS 2.0 document with WordPress's own elements (WXR 1.2), one draft post."""

from __future__ import annotations

import re
from datetime import date
from html import escape

from gyotaku.model.version import __version__
from gyotaku.report.article.blocks import Article

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(article: Article, markup: str, written: date) -> str:
    tags = "".join(
        f'<category domain="post_tag" nicename="{escape(tag)}">{_cdata(tag)}</category>\n' for tag in article.tags
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:wp="http://wordpress.org/export/1.2/">\n<channel>\n'
        f"<title>gyotaku</title>\n<generator>gyotaku {__version__}</generator>\n<wp:wxr_version>1.2</wp:wxr_version>\n"
        f"<item>\n<title>{_cdata(article.title)}</title>\n<dc:creator>gyotaku</dc:creator>\n"
        f"<content:encoded>{_cdata(markup)}</content:encoded>\n<excerpt:encoded>{_cdata(article.description)}</excerpt:encoded>\n"
        f"<wp:post_date>{written.isoformat()} 00:00:00</wp:post_date>\n<wp:post_name>{escape(article.slug)}</wp:post_name>\n"
        f"<wp:status>draft</wp:status>\n<wp:post_type>post</wp:post_type>\n{tags}</item>\n</channel>\n</rss>\n"
    )


def _cdata(text: str) -> str:
    return "<![CDATA[" + _NOT_XML.sub("\ufffd", text).replace("]]>", "]]]]><![CDATA[>") + "]]>"
