from __future__ import annotations

import re
import time
import tomllib
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyotaku.mail.received import read, usual
from gyotaku.mail.received.addresses import canonical
from gyotaku.mail.received.line import LONGEST, read_in_full
from gyotaku.model.path import Hop

FORMS = Path(__file__).parent / "received"
LINES: list[dict[str, Any]] = [
    line for path in sorted(FORMS.glob("*.toml")) for line in tomllib.loads(path.read_text("utf-8"))["line"]
]
TEXTS = [line["text"] for line in LINES]
_END = "Thu, 9 Oct 2025 10:45:31 +0900"
USUAL = [
    f"by mail-ed1-f41.google.com with SMTP id 4fb4d7f45d1cf-6399328ff1fso1234567a12.3 for <hana@example.jp>; {_END} (PDT)",
    f"by mail-wr1-x42f.google.com with SMTP id ffacd0b85a97d-3ece1102998so99f8f.1; {_END}",
    f"from mx7.example.net (mx7.example.net. [192.0.2.7]) by mx.google.com with SMTPS id d9443c01a7336-1f4a5sor12ad.0.2025.10.09 "
    f"for <hana@example.com> (Google Transport Security); {_END}",
    f"from hana.example.net ([192.0.2.9]) by smtp.gmail.com with ESMTPSA id d9443c01-1f4a5ad.12.2025.10.09 "
    f"(version=TLS1_3 cipher=TLS_AES_128_GCM_SHA256 bits=128/128); {_END}",
    f"(majordomo@vger.example.org) by vger.example.org via listexpand id S1726473AbVI3 (ORCPT <rfc822;hana@example.jp>); {_END}",
    f"from mail.example.net [192.0.2.3] by localhost with IMAP (fetchmail-6.3.26) for hana@localhost (single-drop); {_END}",
    f"from mail.example.net [192.0.2.3] by hana.example.jp with POP3 (fetchmail-5.9.0) for hana@example.jp; {_END}",
    f"from mx5.example.net ([192.0.2.5]) by mail.example.com with esmtps (TLS1.3:TLS_AES_256_GCM_SHA384:256) (Exim 4.97.1) "
    f"id 1v6dYz-0000000ABcd-2eFg for hana@example.com; {_END}",
    f"from mx5.example.net ([192.0.2.5]:40312 helo=relay.example.net) by mail.example.com with esmtpsa (TLS1.2) "
    f"tls TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 (Exim 4.94.2) (envelope-from <hana@example.net>) id 1ljF8o-0000tm-Lt; {_END}",
    f"from localhost ([127.0.0.1] helo=mail.example.com) by mail.example.com with esmtp (Exim 3.35 #1 (Debian)) "
    f"id 17hXeP-0004oL-00 for <hana@example.com>; {_END}",
    f"from mx2.example.net ([192.0.2.2]) by mail.example.com (8.15.2/8.15.2) with ESMTP id x97Kq for <hana@example.com>; {_END}",
    f"from relay (IDENT:root@mx2.example.net [192.0.2.2]) by mail.example.com (8.11.6/8.11.6/VENDOR) with ESMTP id g8QBJ; {_END}",
    f"from relay (hana@mx2.example.net [192.0.2.2] (may be forged)) by mail.example.com (8.12.10+Sun/8.12.2) with SMTP id g8Q "
    f"for <hana@example.com>; {_END}",
    f"from [192.0.2.44] (unknown [192.0.2.44]) (Authenticated sender: hana@example.net) by mail.example.net (Postfix) with ESMTPSA "
    f"id 4Zq1Yw; {_END} (JST)",
    f"from [192.0.2.44] (dsl-44.example.net [192.0.2.44]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)) "
    f"(No client certificate requested) (Authenticated sender: hana) by mail.example.net (Postfix) with ESMTPSA id 4Z; {_END}",
    f"by web3.example.net (Postfix, from userid 48) id 0FA2B1C3D4; {_END} (JST)",
    f"from TY1PR01MB1.example ([fe80::1c2:3d4:5e6:7f8]) by TY1PR01MB2.example ([fe80::9a:b:c:d%6]) with mapi id 15.20.9203.009; {_END}",
    "(qmail 3121 invoked by alias); 9 Oct 2025 01:45:31 -0000",
    "(qmail 3122 invoked from network); 9 Oct 2025 01:45:31 -0000",
]
"""Lines of the forms that one pattern reads; what stands in them is told by `read_in_full`."""
TEXTS += USUAL
MEMBERS = set(Hop.__struct_fields__) - {"index", "text", "spans", "unread", "local", "retrieved"}


@pytest.mark.parametrize("text", USUAL, ids=lambda text: text[:60])
def test_usual_forms_are_read_by_a_pattern(text: str) -> None:
    assert usual.read(text, 0) is not None


def test_there_are_many_forms() -> None:
    assert len({line.get("form") for line in LINES}) > 30


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["text"][:60])
def test_members(line: dict[str, Any]) -> None:
    hop = read(line["text"], 3)
    assert (hop.index, hop.text, hop.part) == (3, line["text"], "Received[3]")
    found = {member: getattr(hop, member) for member in MEMBERS if getattr(hop, member) is not None}
    wanted = {member: line[member] for member in MEMBERS if member in line}
    assert found == wanted
    assert hop.local == line.get("local", False)
    assert hop.retrieved == line.get("retrieved", False)
    assert list(hop.unread) == line.get("unread", [])
    assert hop.read_whole == ("unread" not in line and "form" in line)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:60])
def test_spans_quote_what_was_read(text: str) -> None:
    hop = read(text, 0)
    stated = {member for member in MEMBERS - {"form"} if getattr(hop, member) is not None}
    assert stated <= set(hop.spans)
    for member, (start, end) in hop.spans.items():
        quoted, value = text[start:end], getattr(hop, member)
        if member in {"address", "by_address"}:
            literal = re.sub("(?i)^ipv6:", "", quoted).partition("%")[0]
            assert ip_address(value) in {ip_address(literal), getattr(ip_address(literal), "ipv4_mapped", None)}
        elif member == "date":
            assert isinstance(value, datetime)
            assert str(value.day) in quoted
        else:
            assert quoted == str(value)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:60])
def test_usual_forms_are_read_as_in_full(text: str) -> None:
    assert read(text, 0) == read_in_full(text, 0)


@given(st.data())
def test_usual_forms_are_read_as_in_full_when_changed(data: st.DataObject) -> None:
    """A word of one line in the place of a word of another."""
    words = re.split(r"(\s+)", data.draw(st.sampled_from(TEXTS)))
    others = [word for text in TEXTS for word in re.split(r"\s+", text)]
    for _ in range(data.draw(st.integers(1, 3))):
        words[data.draw(st.integers(0, len(words) - 1))] = data.draw(st.sampled_from(others))
    text = "".join(words)
    assert read(text, 0) == read_in_full(text, 0)


@given(st.data())
def test_a_foreign_word_is_never_read_silently(data: st.DataObject) -> None:
    """Whatever is put into a whole line shows up in a member or in `unread`."""
    text = data.draw(st.sampled_from([line["text"] for line in LINES if "form" in line and "unread" not in line]))
    # A certificate's name stands in quotation marks and may hold anything.
    gaps = [found.start() for found in re.finditer(r"\s+", text) if text.count('"', 0, found.start()) % 2 == 0]
    place = data.draw(st.sampled_from(gaps)) if gaps else 0
    hop = read(f"{text[:place]} (zzq xyzzy=7 zzq){text[place:]}", 0)
    said = " ".join((*hop.unread, *(str(getattr(hop, member)) for member in MEMBERS)))
    assert "xyzzy" in said


@given(st.text(alphabet='()[]<>"\\;:,.@ \tfrombywithidv1234567890Mon', max_size=200))
def test_never_raises(text: str) -> None:
    hop = read(text, 0)
    for start, end in hop.spans.values():
        assert 0 <= start <= end <= len(text)


@pytest.mark.parametrize(
    "piece",
    [
        "(",
        ")",
        "[",
        "<",
        '"',
        "((((a) ",
        "\\(",
        "1.1",
        "1.",
        "from ",
        "(a [1.2.3.4]) ",
        "; Mon, 1 Jan",
        "id x ",
        " ",
        "=\t",
        "a@",
        "::",
        "(using TLS ",
    ],
)
def test_hostile_lines_take_no_time(piece: str) -> None:
    for text in (
        piece * (1_000_000 // len(piece)),
        f"from a (b [192.0.2.1]) by c ({piece * 1000} with SMTP {piece * 300_000}",
    ):
        spent = []
        for _ in range(3):  # the least of three: what else the machine does is not measured
            began = time.process_time()
            hop = read(text, 0)
            spent.append(time.process_time() - began)
        assert min(spent) < 0.2
        assert hop.unread[-1].endswith(text[LONGEST:])


@given(st.ip_addresses() | st.text(alphabet="0123456789abcdef:.", max_size=24).filter(bool))
def test_addresses_are_canonical(written: object) -> None:
    try:
        address = ip_address(str(written))
    except ValueError:
        assert canonical(str(written)) is None
    else:
        assert canonical(str(written)) == str(getattr(address, "ipv4_mapped", None) or address)
        assert canonical(address.exploded) == canonical(str(written))


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("IPv6:2001:db8::1", "2001:db8::1"),
        ("IPv6:::ffff:192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%12", "fe80::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"),
        ("2001:db8:1:2:3:4:5::", "2001:db8:1:2:3:4:5:0"),
        ("192.0.2.01", None),
        ("192.0.2.300", None),
        ("192.0.2", None),
        ("１９２.0.2.1", None),
    ],
)
def test_how_servers_write_addresses(written: str, address: str | None) -> None:
    assert canonical(written) == address
