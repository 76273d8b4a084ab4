"""The path of a link is one where a web server keeps its programs, or one that phishing kits have: a page put into another's site.

Innocent when: a site that is made badly shows its folders, and documents lie among them.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.destinations import Destinations
from gyotaku.mail.links.hosting import hosting
from gyotaku.mail.links.link import Link
from gyotaku.mail.links.mark import Place
from gyotaku.mail.pattern import Pattern
from gyotaku.model.evidence import Evidence
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text, Url

LINK_HACKED_SITE_PATH = Kind(
    id="link-hacked-site-path",
    group=Group.LINK,
    title=Text(
        en="A link leads to {path} on {host}: a place for programs and files, not for a site's own pages.",
        ja="リンク先は {host} の {path} です。プログラムやファイルの置き場所で、サイト自身のページがある場所ではありません。",
    ),
    why=Text(
        en="Whoever breaks into a site puts his pages where its holder does not look: among the programs of WordPress, "
        "among pictures, in hidden folders. The host's holder is then a victim.",
        ja="サイトに侵入した者は、管理者の目に付きにくい場所にページを置きます。WordPress のプログラム、画像、隠しフォルダーの中などです。その場合、サイトの管理者も被害者です。",
    ),
    innocent=Text(
        en="Some sites are built so, and some plug-ins have pages of their own there.",
        ja="そのように作られたサイトや、独自のページを持つプラグインもあります。",
    ),
)

_LONGEST = 500
_MOST = 200
"""Links that are looked at."""
_MARKUP = frozenset({Place.ANCHOR, Place.AREA, Place.FORM, Place.REFRESH})
# A page at the end: a script, an HTML file, or a folder; documents and pictures are what such folders are for.
_PAGE = r"(?:[^?#]{0,200}?\.(?:php[0-9]?|phtml|html?|shtml|aspx?|cgi)(?=[/?#]|$)|(?:[^?#.]{0,200}/)?(?=[?#]|$))"
_STRONGER = Pattern(rf"/wp-(?:includes|admin|content/(?:plugins|themes|upgrade|cache|languages|mu-plugins))/{_PAGE}")
_FOLDERS = Pattern(
    r"/(?:wp-content/uploads|\.well-known|\.[a-z][a-z0-9_-]{1,20}|images?|img|css|js|fonts?)/(?:[^?#]{0,200}/)?[^/?#]{1,80}"
    r"\.(?:php[0-9]?|phtml|html?|shtml)(?=[?#]|$)"
)
# What RFC 8615's registry and programs have at these places for everybody.
_PUBLIC = (
    "/.well-known/security",
    "/.well-known/change-password",
    "/wp-content/uploads/elementor/",
    "/wp-admin/admin-ajax.php",
)
# Pages of WordPress itself, to which its own notices link.
_WORDPRESS = Pattern(r"/wp-admin/(?:network/|user/)?[a-z-]{0,40}(?:\.php)?(?=[?#]|$)")
_WORD = r"(?:log-?in|sign-?in|verif(?:y|ication)|secure?|account|auth|webmail|owa|office365|onedrive|update|confirm|banking|wallet)"
_KIT = Pattern(
    rf"/(?:cgi-bin|[0-9a-f]{{16,64}}|{_WORD})/(?:[^?#]{{0,200}}/)?(?:{_WORD}|index|next|post|process|send)[a-z0-9_-]{{0,10}}\.php(?=[?#]|$)"
)


def check(destinations: Destinations) -> Iterator[Finding]:
    away = {one.target.host for one in destinations.elsewhere}
    for one in destinations.all[:_MOST]:
        url = one.target.url[:_LONGEST].lower()
        # Each of the patterns needs one of these, and few addresses have any.
        if not ("/wp-" in url or ".ph" in url or "htm" in url) or one.target.host not in away:
            continue
        path, strength = _suspected("/" + url.partition("://")[2].partition("/")[2])
        if path and hosting(one.target) is None:
            accuses = one.link.place in _MARKUP and not (destinations.bulk and not destinations.plays)
            yield LINK_HACKED_SITE_PATH.found(
                _quoted(one.link, path),
                strength=strength if destinations.speaks else Strength.WEAK,
                direction=Direction.ACCUSES if accuses else Direction.INFORMS,
                path=Quote(path),
                host=Url(one.target.host),
            )
            return


def _suspected(path: str) -> tuple[str, Strength]:
    """The piece of a path in lower case that such pages have; empty where there is none."""
    if any(public in path for public in _PUBLIC) or _WORDPRESS.compiled.search(path):
        return "", Strength.WEAK
    for pattern, strength in ((_STRONGER, Strength.MODERATE), (_KIT, Strength.MODERATE), (_FOLDERS, Strength.WEAK)):
        found = pattern.compiled.search(path)
        if found is not None:
            return found[0], strength
    return "", Strength.WEAK


def _quoted(link: Link, path: str) -> Evidence:
    """The piece, where it stands in the link as it is written; else the whole link."""
    at = link.target.written.lower().find(path)
    return link.evidence() if at < 0 else link.evidence(at, at + len(path))
