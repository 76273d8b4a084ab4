"""What a mark keeps of a mail, and what it leaves alone."""

from __future__ import annotations

import pytest

from gyotaku.archive.teaching import Taught, teach
from gyotaku.dissection import dissect_mail
from gyotaku.mail.given import Mail
from gyotaku.model.configuration import Config
from gyotaku.model.marks import MarkWord, Scope, Sort
from tests.marks.newsletter import FORWARDED, OURS, PROOF, STRANGERS, mail

OFFICE = Config(own_domains=("sakuragi.example",))
_AR = "Authentication-Results: mx.sakuragi.example; dkim=pass header.d={0}; dmarc=pass header.from={0}\n"


def taught(raw: bytes, word: str = "phish", scope: str = "sender") -> Taught:
    report = dissect_mail(Mail("a.eml", raw), OFFICE, for_marking=True)
    assert report.lesson is not None
    return teach(report.lesson, MarkWord(word), Scope(scope))


def values(found: Taught, *sorts: Sort) -> set[str]:
    return {thing.value for thing in found.things if thing.sort in sorts}


def test_a_fraud_s_own_things_are_kept() -> None:
    found = taught(mail(above=STRANGERS, link="https://login.kakehashi-net.example/x?id=4"))
    assert values(found, Sort.LINK_HOST) == {"login.kakehashi-net.example"}
    assert values(found, Sort.LINK_DOMAIN) == {"kakehashi-net.example"}
    assert values(found, Sort.REPLY_TO) == {"tsubame.club@gmail.com"}
    assert values(found, Sort.SENT_FROM) == {"203.0.113.99"}
    assert not values(found, Sort.FINDING)


def test_no_word_of_the_mail_is_kept() -> None:
    for word in ("ham", "phish"):
        kept = " ".join(thing.value for thing in taught(mail(subject="Zebra finch"), word).things).lower()
        for said in ("zebra", "finch", "member", "suspended", "club<", "sato"):
            assert said not in kept.split()


@pytest.mark.parametrize(
    "link",
    [
        "https://www.amazon.co.jp/gp/help",  # the brand that is played
        "https://www.google.com/search?q=tsubame",
        "https://www.facebook.com/tsubame",
        "https://t.co/Ab3dE6",  # a service that leads on, under its owner's name
        "https://docs.google.com/",  # nobody's in particular
        "https://sakuragi.example/webmail",  # our own
        "https://www.tsubame.example/",  # the sender's, who may be forged
        "https://click.mailchimp.com/track/1",
    ],
)
def test_hosts_that_honest_mail_shares_accuse_nobody(link: str) -> None:
    found = taught(mail(above=STRANGERS, link=link))
    assert not values(found, Sort.LINK_HOST, Sort.LINK_DOMAIN, Sort.LINK)


def test_where_many_share_a_host_the_whole_address_is_kept() -> None:
    found = taught(mail(above=STRANGERS, link="https://bit.ly/3kKeHs#top"))
    assert values(found, Sort.LINK) == {"https://bit.ly/3kKeHs"}
    assert not values(found, Sort.LINK_HOST, Sort.LINK_DOMAIN)


def test_a_form_that_somebody_made_is_kept_by_its_address() -> None:
    form = "https://docs.google.com/forms/d/e/1FAIpQLSd0/viewform"
    assert values(taught(mail(above=STRANGERS, link=form)), Sort.LINK, Sort.LINK_HOST) == {form}


def test_a_machine_alone_accuses_nobody_whose_name_it_bears() -> None:
    found = taught(mail(above=STRANGERS))
    assert found.whom is None
    assert not values(found, Sort.ADDRESS, Sort.MACHINE)


def test_a_host_of_one_s_own_at_a_free_service_is_kept_alone() -> None:
    found = taught(mail(above=STRANGERS, link="https://kakehashi.web.app/x"))
    assert values(found, Sort.LINK_HOST) == {"kakehashi.web.app"}
    assert not values(found, Sort.LINK_DOMAIN)


@pytest.mark.parametrize(
    "line",
    [
        STRANGERS.replace("out.mailer.example (unknown", "mail-a.google.com (mail-a.google.com"),
        STRANGERS.replace("out.mailer.example (unknown", "sv77.xserver.jp (sv77.xserver.jp"),
        STRANGERS.replace("out.mailer.example (unknown", "a1.smtp-out.amazonses.com (a1.smtp-out.amazonses.com"),
        STRANGERS.replace("(unknown", "(p99.dynamic.line.example"),
    ],
    ids=["google", "rental server", "bulk service", "rented line"],
)
def test_machines_of_many_are_not_kept(line: str) -> None:
    for word in ("ham", "phish"):
        assert not values(taught(mail(above=line), word), Sort.SENT_FROM, Sort.MACHINE)


def test_an_honest_sender_is_kept_with_what_proved_him() -> None:
    found = taught(mail(), "ham")
    assert found.whom is not None
    assert found.whom.value == "news@tsubame.example"
    assert values(found, Sort.DKIM, Sort.DMARC) == {"tsubame.example"}
    assert {thing.value for thing in found.things if thing.sort is Sort.FINDING} == {
        "link-address-literal 203.0.113.200",
        "link-text-elsewhere 203.0.113.200 tsubame.example",
        "reply-to-freemail gmail.com tsubame.example",
    }


def test_without_proof_nobody_is_made_known() -> None:
    found = taught(mail(above=OURS.replace("out.mailer.example", "sv77.xserver.jp")), "ham")
    assert found.whom is None
    assert found.why_not is not None
    assert not values(found, Sort.ADDRESS, Sort.FINDING)


def test_a_free_provider_s_domain_is_nobody_s() -> None:
    raw = mail(author="Ada <ada@gmail.com>", above=_AR.format("gmail.com") + OURS)
    assert taught(raw, "ham", "domain").refused
    found = taught(raw, "ham")
    assert found.whom is not None
    assert found.whom.value == "ada@gmail.com"
    # Any customer of a provider may use its machines.
    assert not values(found, Sort.SERVER, Sort.MACHINE, Sort.SPF)


def test_a_service_that_sends_for_anybody_is_not_made_known() -> None:
    raw = mail(author="DocuSign <dse@docusign.net>", above=_AR.format("docusign.net") + OURS)
    found = taught(raw, "ham")
    assert found.whom is None
    assert found.service == "DocuSign"


def test_a_fraud_from_an_abused_account_does_not_accuse_the_organization_it_plays() -> None:
    raw = mail(author="Amazon <account-update@amazon.co.jp>", above=_AR.format("amazon.co.jp") + OURS)
    found = taught(raw)
    assert found.whom is None
    assert not values(found, Sort.ADDRESS, Sort.DOMAIN)


def test_a_proven_fraud_accuses_its_sender_but_his_site_only_weakly() -> None:
    found = taught(mail(link="https://www.tsubame.example/renew"))
    assert values(found, Sort.ADDRESS) == {"news@tsubame.example"}
    assert values(found, Sort.LINK_DOMAIN) == {"tsubame.example"}
    assert not values(found, Sort.LINK_HOST)


def test_a_copied_newsletter_accuses_nobody_whom_it_links_to() -> None:
    links = "".join(f' <a href="https://www.{name}.example/">{name}</a>' for name in "one two three four five".split())
    raw = mail(above=STRANGERS, link="https://login.kakehashi-net.example/")
    found = taught(raw.replace(b"<p>Tsubame Club</p>", f"<p>{links}</p>".encode()))
    assert not values(found, Sort.LINK_HOST, Sort.LINK_DOMAIN)
    assert found.places_left == 6
    assert values(found, Sort.SENT_FROM)


def test_what_a_list_handed_on_accuses_neither_list_nor_relay() -> None:
    listed = "List-Id: Bread bakers <bakers.lists.example>\nList-Post: <mailto:bakers@lists.example>\n"
    from_list = OURS.replace("out.mailer.example", "out.lists.example")
    for author in ("Club <news@tsubame.example>", "Club by way of bakers <bakers@lists.example>"):
        raw = mail(above=from_list, below=listed, author=author, link="https://www.lists.example/info/bakers")
        found = taught(raw)
        assert not values(found, Sort.SENT_FROM, Sort.LINK_HOST, Sort.LINK_DOMAIN, Sort.ADDRESS)
        assert not values(taught(raw, "ham"), Sort.ADDRESS, Sort.MACHINE, Sort.SERVER)


def test_a_forwarder_s_machine_proves_and_accuses_nobody() -> None:
    """Whoever writes to the old address has his mail handed over by the same machine."""
    alumni = OURS.replace("out.mailer.example", "relay.alumni.example")
    submitted = FORWARDED.replace("with ESMTP", "with ESMTPSA")
    for word in ("ham", "phish"):
        assert not values(taught(mail(above=alumni, below=FORWARDED), word), Sort.MACHINE, Sort.SENT_FROM)
        assert values(taught(mail(above=alumni, below=submitted), word), Sort.SENT_FROM)


def test_a_list_needs_its_name() -> None:
    assert taught(mail(), "ham", "list").refused
    raw = mail(above=_AR.format("lists.example") + OURS, below="List-Id: Bread bakers <bakers.lists.example>\n")
    found = taught(raw, "ham", "list")
    assert found.whom is not None
    assert found.whom.value == "bakers.lists.example"
    assert values(found, Sort.DKIM) == {"lists.example"}


def test_this_mail_alone_teaches_nothing() -> None:
    assert taught(mail(), "phish", "this").things == ()
    assert PROOF  # the mail has what could have been taught
