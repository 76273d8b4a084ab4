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

from gyotaku.mail.received import read
from gyotaku.mail.received.addresses import canonical
from gyotaku.mail.received.line import LONGEST, read_in_full
from gyotaku.model.path import Hop

FORMS = Path(__file__).parent / "received"
LINES: list[dict[str, Any]] = [
    line for path in sorted(FORMS.glob("*.toml")) for line in tomllib.loads(path.read_text("utf-8"))["line"]
]
TEXTS = [line["text"] for line in LINES]
MEMBERS = set(Hop.__struct_fields__) - {"index", "text", "spans", "unread", "local", "retrieved"}


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
