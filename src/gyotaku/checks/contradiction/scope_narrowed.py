"""The mail says that it concerns everybody, and its link is made for this reader alone.

Innocent when: a notice to all goes with a link of a newsletter, by which each reader may unsubscribe.
"""

from collections.abc import Iterator

from gyotaku.data.tables import table
from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.recipients import Recipients
from gyotaku.mail.facts.wording import Wording
from gyotaku.mail.links.link import Link
from gyotaku.mail.mentions.words import words
from gyotaku.mail.pattern import Pattern
from gyotaku.model.finding import Finding, Group, Kind, Strength
from gyotaku.model.text import Quote, Text

SCOPE_NARROWED = Kind(
    id="scope-narrowed",
    group=Group.CONTRADICTION,
    strength=Strength.WEAK,
    title=Text(
        en="The link {link} is made for one address, while the mail speaks of {all}.",
        ja="{all} に関わることと書かれていますが、リンク {link} には一人のアドレスだけが入っています。",
    ),
    why=Text(
        en="What concerns everybody is told on one page for everybody. A link with the reader's address is made to know who comes, or to fill in "
        "his name.",
        ja="全員に関わるお知らせであれば、全員に同じページを案内します。読む人のアドレスが入ったリンクは、誰が開いたかを知るため、またはアドレスをあらかじめ入力しておくために作られます。",
    ),
    innocent=Text(
        en="A notice to all that leads each reader to his own settings.",
        ja="全員へのお知らせでも、各自の設定画面へ案内する場合にはこうなります。",
    ),
)

_ALL = Pattern(
    r"(?:すべて|全て|全|皆様|みなさま|全員)の?(?:お客様|お客さま|ユーザー?|利用者|会員|社員|従業員|職員|アカウント|メールボックス|方)様?"
    r"|\b(?:all|every) (?:of our |our |the |email |mail |user )?(?:customers?|users?|mailbox(?:es)?|accounts?|clients?|staff|employees|members?|inboxes|inbox)\b"
)


def check(wording: Wording, links: Links, recipients: Recipients) -> Iterator[Finding]:
    link = _own_link(links, recipients)
    if link is None:
        return
    for body in wording.bodies[:2]:
        text = body.folded
        all_ = _ALL.compiled.search(text)
        if all_ is not None and words("notice").search(text) is not None:
            said, leads = body.evidence(*all_.span()), link.evidence()
            yield SCOPE_NARROWED.found(said, leads, all=Quote(said.quote), link=Quote(leads.quote))
            return


def _own_link(links: Links, recipients: Recipients) -> Link | None:
    """The link with the reader's address, where it is about no subscription."""
    addresses = {
        party.address.lower() for party in recipients.addressed[:3] if party.address and len(party.address) > 5
    }
    if not addresses:
        return None
    forms = [form for one in addresses for form in (one, one.replace("@", "%40"))]
    aside = table("link_services")["subscription_words"]
    for link in links.clickable[:50]:
        written = link.target.written
        if "@" not in written and "%40" not in written:
            continue
        lower = written[:2_000].lower()
        if any(form in lower for form in forms) and not any(
            word in f"{link.shown or ''} {lower}".lower() for word in aside
        ):
            return link
    return None
