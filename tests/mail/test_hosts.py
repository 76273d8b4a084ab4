"""Addresses, reverse names and HELO names by their form."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyotaku.data.tables import table
from gyotaku.mail.hosts import is_machine_name, looks_generic
from gyotaku.mail.ip import Scope, address_of, scope


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("[192.0.2.1]", "192.0.2.1"),
        ("[IPv6:2001:DB8:0::1]", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        (" 192.0.2.1 ", "192.0.2.1"),
        ("192.0.2.256", None),
        ("192.0.2", None),
        ("010.0.0.1", None),
        ("example.jp", None),
        ("[]", None),
        ("", None),
        ("1" * 1000, None),
    ],
)
def test_address_of(text: str, expected: str | None) -> None:
    assert address_of(text) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.53", Scope.LOOPBACK),
        ("::1", Scope.LOOPBACK),
        ("10.1.2.3", Scope.PRIVATE),
        ("172.31.0.1", Scope.PRIVATE),
        ("172.32.0.1", Scope.GLOBAL),
        ("192.168.0.1", Scope.PRIVATE),
        ("fd00::1", Scope.PRIVATE),
        ("169.254.1.1", Scope.LINK_LOCAL),
        ("fe80::1%eth0", Scope.LINK_LOCAL),
        ("100.64.0.1", Scope.CGNAT),
        ("100.128.0.1", Scope.GLOBAL),
        ("192.0.2.1", Scope.DOCUMENTATION),
        ("[IPv6:2001:db8::1]", Scope.DOCUMENTATION),
        ("3fff::1", Scope.DOCUMENTATION),
        ("224.0.0.1", Scope.MULTICAST),
        ("ff02::1", Scope.MULTICAST),
        ("0.0.0.1", Scope.RESERVED),
        ("255.255.255.255", Scope.RESERVED),
        ("198.18.0.1", Scope.RESERVED),
        ("::", Scope.RESERVED),
        ("4000::1", Scope.RESERVED),
        ("8.8.8.8", Scope.GLOBAL),
        ("2606:4700::1", Scope.GLOBAL),
        ("::ffff:10.0.0.1", Scope.PRIVATE),
        ("mail", None),
    ],
)
def test_scope(address: str, expected: Scope | None) -> None:
    assert scope(address) is expected


@pytest.mark.parametrize(
    ("name", "address", "generic"),
    [
        ("203-0-113-7.isp.example.net", "203.0.113.7", True),
        ("host7.113.0.203.isp.example.net", "203.0.113.7", True),
        ("line203000113007.example.net", "203.0.113.7", True),
        ("cb007107.example.net", "203.0.113.7", True),
        ("h-113-0-203.example.net", "203.0.113.7", True),
        ("p4093-ipngn200marunouchi.tokyo.example.ne.jp", "203.0.113.7", True),
        ("dynamic.example.net", "203.0.113.7", True),
        ("a1.adsl.example.net", "203.0.113.7", True),
        ("2001-db8-1234-5678-9abc-def0-1234-5678.example.net", "2001:db8:1234:5678:9abc:def0:1234:5678", True),
        ("mail.example.net", "203.0.113.7", False),
        ("mail7.example.net", "203.0.113.7", False),
        ("mx-203.example.net", "203.0.113.7", False),
        ("mail.dynamic.jp", "203.0.113.7", False),
        ("mail.example.net", "2001:db8::1", False),
        ("mail.example.net", "junk", False),
        ("", "", False),
    ],
)
def test_looks_generic(name: str, address: str, generic: bool) -> None:
    assert looks_generic(name, address) is generic


@pytest.mark.parametrize(
    ("helo", "kind"),
    [
        ("localhost", "localhost"),
        ("localhost.localdomain", "localhost"),
        ("WIN-A1B2C3D4E5F", "windows-server"),
        ("WIN-A1B2C3D4E5F.example.local", "windows-server"),
        ("DESKTOP-AB12CD3", "windows-desktop"),
        ("LAPTOP-AB12CD34", "windows-desktop"),
        ("TARO-PC", "windows-user"),
        ("ip-10-0-0-1.ec2.internal", "amazon-private"),
        ("ip-10-0-0-1.ap-northeast-1.compute.internal", "amazon-private"),
        ("ec2-203-0-113-7.compute-1.amazonaws.com", "amazon-public"),
        ("ec2-203-0-113-7.ap-northeast-1.compute.amazonaws.com", "amazon-public"),
        ("mail-1.asia-northeast1-a.c.some-project.internal", "google-cloud"),
        ("instance-1.c.some-project-1234.internal", "google-cloud"),
        ("7.113.0.203.bc.googleusercontent.com", "google-cloud-reverse"),
        ("vm1.abcdefghij.bx.internal.cloudapp.net", "azure-private"),
        ("vps-0a1b2c3d.vps.ovh.net", "ovh"),
        ("203.0.113.7.vultrusercontent.com", "vultr"),
        ("vmi123456.contaboserver.net", "contabo"),
        ("ubuntu-s-1vcpu-1gb-nyc3-01", "digitalocean"),
        ("ubuntu-22-04-s-2vcpu-4gb-intel-sgp1-01", "digitalocean"),
        ("instance-20240101-1200", "instance"),
        ("Taros-MacBook-Pro.local", "apple"),
        ("MacBook-Pro.local", "apple"),
        ("raspberrypi", "raspberry-pi"),
        ("server.lan", "local-network"),
        ("User", "single-label"),
        ("WIN-SHORT", "single-label"),
    ],
)
def test_machine_names(helo: str, kind: str) -> None:
    found = is_machine_name(helo)
    assert found is not None
    assert found.id == kind
    assert found.by.en
    assert found.by.ja


@pytest.mark.parametrize(
    "helo",
    [
        "mail.example.jp",
        "win-mail.example.jp",
        "mx1.local.example.jp",
        "[192.0.2.1]",
        "192.0.2.1",
        "",
        " ",
        "a" * 999,
        "mail-pc.example.jp",
        "vps.example.net",
        "internal.example.com",
        "smtp.example.cloud",
    ],
)
def test_names_that_a_mail_server_may_bear(helo: str) -> None:
    assert is_machine_name(helo) is None


def test_the_table_is_whole() -> None:
    rows = table("machine_names")["machine"]
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert all(row[key] for key in ("id", "pattern", "hints", "en", "ja", "source"))
        assert all(hint == hint.lower() for hint in row["hints"])
        assert re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", row["date"])


@given(st.text() | st.text("0123456789abcdef.-:[]%x"), st.text() | st.ip_addresses().map(str))
def test_no_text_raises(name: str, address: str) -> None:
    looks_generic(name, address)
    scope(name)
    is_machine_name(name)
    canonical = address_of(address)
    assert canonical is None or address_of(f"[{canonical}]") == canonical
