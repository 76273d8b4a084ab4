"""The recipient's mail address rides in a link.

Innocent when: the links of a newsletter the reader takes, account notices, and lists carry it to know who comes.
"""

from collections.abc import Iterator

from gyotaku.data.tables import table
from gyotaku.mail.facts.bulk import Bulk
from gyotaku.mail.facts.links import Links
from gyotaku.mail.facts.recipients import Recipients
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.links.link import Link
from gyotaku.mail.links.needles import Carried, Needles
from gyotaku.mail.links.services import is_tracker, sent
from gyotaku.mail.links.target import WEB
from gyotaku.model.configuration import Config
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.own_side import OwnSide
from gyotaku.model.text import Address, Text, Url, Word

RECIPIENT_IN_LINK = Kind(
    id="recipient-in-link",
    group=Group.LINK,
    strength=Strength.MODERATE,
    title=Text(
        en="The recipient's address {address} rides in a link to {host}, {form}: a tracking token.",
        ja="受信者のアドレス {address} が {host} へのリンクに入っています（{form}）。追跡用の識別子です。",
    ),
    why=Text(
        en="Whoever opens the link tells its owner which mailbox was reached, and a phishing page fills the address "
        "into its login form.",
        ja="リンクを開くと、どのメールボックスに届いたかが相手に伝わります。フィッシングサイトは、このアドレスをログイン画面にあらかじめ表示します。",
    ),
    innocent=Text(
        en="Links to unsubscribe, to confirm an account or to change settings often carry it, mostly to the sender's "
        "own site.",
        ja="配信停止、アカウントの確認、設定変更のリンクにはよく入っています。その多くは差出人自身のサイトへのリンクです。",
    ),
)

_MOST_ADDRESSES = 5


def check(
    links: Links, recipients: Recipients, own: OwnSide, senders: Senders, bulk: Bulk, config: Config
) -> Iterator[Finding]:
    addresses = _addresses(recipients, own, config)
    ours = {host for host in {link.target.host for link in links} if not host or own.owns(host)}
    candidates = [link for link in links if link.target.host not in ours]
    if not addresses or not candidates:
        return
    needles = Needles(addresses)
    if not needles.within("\n".join(sent(link.target).written for link in candidates)):
        return
    best: tuple[int, Link, Carried] | None = None
    at_home = _at_home(links, senders)
    alone = len({link.target.domain for link in links.clickable}) < 2
    for link in candidates:
        carried = needles.find(sent(link.target).written)  # gateways note for whom they rewrite
        if carried is not None:
            rank = _rank(link, senders, bulk, at_home=at_home, alone=alone)
            if best is None or rank > best[0]:
                best = rank, link, carried
    if best is not None:
        yield _finding(*best)


def _finding(rank: int, link: Link, carried: Carried) -> Finding:
    evidence = [link.evidence()]
    if carried.end > 1_000 and sent(link.target) is link.target:
        evidence.append(link.evidence(carried.start, carried.end))
    return RECIPIENT_IN_LINK.found(
        *evidence,
        strength=Strength.MODERATE if rank == 2 else Strength.WEAK,
        direction=Direction.ACCUSES if rank else Direction.INFORMS,
        address=Address(carried.address),
        host=Url(sent(link.target).host),
        form=Word(carried.form.label),
    )


def _rank(link: Link, senders: Senders, bulk: Bulk, *, at_home: bool, alone: bool) -> int:
    """2 accuses, 1 hints, 0 informs."""
    domain = sent(link.target).domain
    author = senders.author.organization if senders.author else None
    if bulk.any or is_tracker(sent(link.target)) or domain == author or domain in bulk.organizations:
        return 0
    subscription = _about_subscription(link)
    if at_home:
        return 0 if subscription else 1
    if subscription and not alone:
        return 1
    return 2 if link.clickable and link.target.scheme in WEB else 1


def _at_home(links: Links, senders: Senders) -> bool:
    """Most links lead to the sender's own organization, as a newsletter's do."""
    author = senders.author.organization if senders.author else None
    home = sum(link.target.domain == author for link in links.clickable)
    return 2 * home > len(links.clickable)


def _about_subscription(link: Link) -> bool:
    said = f"{link.shown or ''} {link.target.written[:2_000]}".lower()
    return any(word in said for word in table("link_services")["subscription_words"])


def _addresses(recipients: Recipients, own: OwnSide, config: Config) -> tuple[str, ...]:
    """The reader's: recorded by our servers, or in To and Cc under our domains; all of those where nothing tells which."""
    known = bool(own.domains or own.addresses)
    mine = list(own.addresses)
    mine += [party.address for party in recipients.addressed if party.address and (own.owns(party.domain) or not known)]
    for mailbox in config.mailboxes or ():
        mine += [mailbox] if "@" in mailbox else [f"{mailbox}@{domain}" for domain in config.own_domains[:1]]
    usable = dict.fromkeys(address for address in mine if "@" in address and len(address) > 5)
    return tuple(usable)[:_MOST_ADDRESSES]
