"""Findings of where links lead: whose word a link is, and how much is told of one."""

from __future__ import annotations

import time
from urllib.parse import quote

import gyotaku
from gyotaku.model.finding import Direction, Finding
from gyotaku.model.report import Report


def report(body: str, *, name: str = "Minato Bank", kind: str = "html", more: str = "") -> Report:
    address = "info@minato-bank.example"
    head = f"From: {name} <{address}>\r\nTo: sato@sakuragi.example\r\nSubject: x\r\n{more}Content-Type: text/{kind}\r\n\r\n"
    return gyotaku.dissect((head + body).encode())


def of(report: Report, kind: str) -> Finding | None:
    return next((finding for finding in report.findings if finding.kind.id == kind), None)


def direction(report: Report, kind: str) -> Direction | None:
    found = of(report, kind)
    return found.direction if found else None


def test_an_organizations_short_link_accuses_and_a_persons_informs() -> None:
    body = "https://bit.ly/aB3"
    assert direction(report(body, kind="plain"), "link-shortener") is Direction.ACCUSES
    assert direction(report(body, name="Ada Lind", kind="plain"), "link-shortener") is Direction.INFORMS


def test_text_quoted_beside_the_senders_own_site_informs() -> None:
    body = "You wrote: https://bit.ly/aB3\r\n-- \r\nhttps://www.minato-bank.example/\r\n"
    assert direction(report(body, kind="plain"), "link-shortener") is Direction.INFORMS


def test_one_link_has_one_finding_of_who_hosts_it() -> None:
    about_hosts = {"link-shortener", "link-free-hosting", "link-dynamic-dns", "link-ipfs", "link-object-storage"}
    cid = "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi"
    for url in (
        f"https://{cid}.ipfs.dweb.link/login.html",
        f"https://x.pages.dev/ipfs/{cid}/wp-includes/login.php",
        "https://x.duckdns.org/wp-includes/login.php",
        "https://storage.googleapis.com/wp-includes/login.html",
    ):
        found = {finding.kind.id for finding in report(f'<a href="{url}">x</a>').findings}
        assert len(found & (about_hosts | {"link-cheap-tld", "link-hacked-site-path"})) == 1, url


def test_an_address_within_never_stands_for_the_host() -> None:
    inner = "https://www.minato-bank.example/"
    said = report(f'<a href="https://hotaru.invalid/?x={inner}">{inner}</a>')
    elsewhere = of(said, "link-text-elsewhere")
    assert elsewhere is not None
    assert elsewhere.direction is Direction.ACCUSES


def test_pages_that_lead_back_to_their_own_organization_are_silent() -> None:
    back = quote("https://myaccount.google.com/", safe="")
    for url in (
        f"https://accounts.google.com/ServiceLogin?continue={back}",
        f"https://www.google.com/url?q={back}",
        f"https://login.microsoftonline.com/common/oauth2/authorize?redirect_uri={quote('https://login.microsoftonline.com/x')}",
    ):
        found = {finding.kind.id for finding in report(f'<a href="{url}">x</a>').findings}
        assert not found & {"link-open-redirect", "link-address-within"}, url


def test_many_hostile_links_take_little_time() -> None:
    urls = [f"https://{n}.example/login/{'login/' * 60}?u={'http%3A' * 40}&x=//{'a.' * 60}" for n in range(5_000)]
    body = "".join(f'<a href="{url}">Privacy {n}</a>' for n, url in enumerate(urls))
    started = time.process_time()
    report(body)
    assert time.process_time() - started < 6
