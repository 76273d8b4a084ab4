"""A link's host has letters beyond ASCII.

Innocent when: the site's name is in its own language's script.
"""

import unicodedata
from collections.abc import Iterator

from gyotaku.mail.facts.links import Links
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.text import Text, Url

LINK_PUNYCODE = Kind(
    id="link-punycode",
    group=Group.LINK,
    title=Text(
        en="A link leads to {host}, which a reader may see as {decoded}.",
        ja="リンク先の {host} は、{decoded} と表示されることがあります。",
    ),
    why=Text(
        en="Letters of other scripts look like Latin ones, so a name can be taken for another. A label that mixes "
        "scripts is suspicious; one script alone is only worth knowing.",
        ja="ほかの文字体系にはラテン文字とそっくりの文字があり、別の名前と見間違えることがあります。一つの部分に文字体系が混ざっていれば不審です。一種類だけなら参考情報です。",
    ),
    innocent=Text(
        en="Names in Japanese, German or any other language are written so.",
        ja="日本語やドイツ語などの名前のサイトでは普通です。",
    ),
)

_JAPANESE = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC"})


def check(links: Links) -> Iterator[Finding]:
    told: set[str] = set()
    for link in links.clickable:
        host = link.end.host
        if "xn--" not in host or host in told or len(told) == 3:
            continue
        told.add(host)
        labels = [_decoded(label) for label in host.split(".")]
        mixed = any(_mixes(label) for label in labels)
        yield LINK_PUNYCODE.found(
            link.evidence(),
            strength=Strength.MODERATE if mixed else Strength.WEAK,
            direction=Direction.ACCUSES if mixed else Direction.INFORMS,
            host=Url(host),
            decoded=Url(".".join(labels)),
        )


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label


def _mixes(label: str) -> bool:
    """Letters of two scripts; what Japanese writes side by side counts as one, and Latin beside it as usual."""
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in label if letter.isalpha()}
    if scripts & _JAPANESE:
        return bool(scripts - _JAPANESE - {"LATIN", "FULLWIDTH"})
    return len(scripts) > 1
