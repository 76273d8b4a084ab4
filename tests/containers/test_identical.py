"""A mail says the same out of whatever it was put into: kinds, quotations and verdict are those of the bare mail.

Octets that come out as they went in need no second dissection: what is said depends on them alone. Only mailboxes and
.msg give other octets. Exceptions are counted, so that no new one slips in:

- mbox ends every mail with a line end, so a mail without one gains it; a quotation that reaches the end shows it;
- to write a Content-Length the test's own writer must add the empty line that a bare header lacks;
- a .msg has no transfer encodings, no preambles and no broken delimiters: what `damaged` quotes of them is gone, and a mail
  of which something was lost in the original structure is whole in the .msg (why nothing can be told becomes another);
- a .msg keeps the header's own boundary and none of those inside, and has a body of another form than some headers tell: what is said
  of the sending tool may lack inner boundaries as evidence, or quote the order of fields with or without those of the body;
- a .msg embeds mails as `message/rfc822` whatever the original type, and its body begins elsewhere (an octet number quoted).
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.shared import require
from tests.test_founding_cases import CONFIG, FILES
from tests.wrap import WRAPS, attached, dissected, from_stdin, mboxrd, said, taken, zipped

import gyotaku
from gyotaku.dissection import dissect_mail
from gyotaku.mail import message
from gyotaku.mail.intake import Mail, recognized
from gyotaku.registry import plan

ROOT = Path(__file__).parents[2]
OWN = sorted([*(ROOT / "examples").glob("*.eml"), *(ROOT / "tests" / "kinds").rglob("*.eml")])
EXACT = ("zip", "gz", "bz2", "xz", "tar", "tar.gz", "emlx")
MAILBOXES = ("mboxo", "mboxrd", "mboxcl", "mboxcl2")
STRUCTURAL = frozenset(("damaged", "headers-only", "carries-mail"))
"""Kinds that speak of the form in which parts were sent, which a .msg does not keep."""


@functools.cache
def shared() -> tuple[bytes, ...]:
    """All mails of the corpora, as they are read bare."""
    found = []
    for name in ("mail", "ham_ja", "fixtures"):
        for file in sorted(require("corpora", name).rglob("*")):
            if file.is_file() and file.suffix not in {".tsv", ".md"}:
                mail = recognized("x", file.read_bytes())
                if isinstance(mail, Mail) and not mail.partial and recognized("x", mail.raw) == Mail("x", mail.raw):
                    found.append(mail.raw)
    return tuple(found)


def own() -> tuple[bytes, ...]:
    return tuple(file.read_bytes() for file in OWN)


def members(name: str, raws: tuple[bytes, ...], folder: Path) -> Iterator[tuple[bytes, Mail]]:
    """Each mail, with what came out of the container it was put into."""
    for raw in raws:
        found = taken(*WRAPS[name](raw), folder)
        mail = found[name.startswith("mbox")]
        assert isinstance(mail, Mail), (name, mail, raw[:200])
        yield raw, mail


@pytest.mark.parametrize("source", [own, shared])
@pytest.mark.parametrize("name", EXACT)
def test_octets_come_out_as_they_went_in(name: str, source: object, tmp_path: Path) -> None:
    for raw, mail in members(name, source(), tmp_path):  # type: ignore[operator]
        assert mail.raw == raw


@pytest.mark.parametrize("name", MAILBOXES)
def test_own_mails_say_the_same_out_of_a_mailbox(name: str, tmp_path: Path) -> None:
    for raw, mail in members(name, own(), tmp_path):
        if name in {"mboxcl", "mboxcl2"} and b"\n\r\n" not in raw and b"\n\n" not in raw:
            continue  # a bare header
        assert mail.raw == raw or dissected(mail) == said(gyotaku.dissect(raw))


@pytest.mark.parametrize(("name", "differing"), [("mboxo", 5), ("mboxrd", 5), ("mboxcl", 2), ("mboxcl2", 2)])
def test_shared_mails_say_the_same_out_of_a_mailbox(name: str, differing: int, tmp_path: Path) -> None:
    unlike = 0
    for raw, mail in members(name, shared(), tmp_path):
        if mail.raw == raw or (mail.raw == raw + b"\n" and raw.endswith(b"--")) or _without_length(mail.raw) == raw:
            continue
        if dissected(mail) != said(gyotaku.dissect(raw)):
            unlike += 1
            assert mail.raw == raw + b"\n" or b"Content-Length" in mail.raw
    assert unlike <= differing


def _without_length(raw: bytes) -> bytes:
    """Without the field that the writer added last to the header. What stays is the bare mail, and no check reads it."""
    return re.sub(rb"\nContent-Length: [0-9]+\r?\n(?=\r?\n)", b"\n", raw, count=1)


def test_own_mails_say_the_same_out_of_a_msg(tmp_path: Path) -> None:
    unlike = [raw for raw, mail in members("msg", own(), tmp_path) if not _alike(said(gyotaku.dissect(raw)), mail)]
    assert not unlike


def test_shared_mails_say_the_same_out_of_a_msg(tmp_path: Path) -> None:
    counts: Counter[str] = Counter()
    for raw, mail in members("msg", shared(), tmp_path):
        bare, here = said(gyotaku.dissect(raw)), dissected(mail)
        same, tool_aside = bare == here, _without_tool(bare) == _without_tool(here)
        alike = not same and _alike(bare, mail)
        form = tool_aside and (_quotes_inner_boundary(bare, raw) or _orders(bare) == _orders(here))
        counts["same" if same else "alike" if alike else "form" if form else "unlike"] += 1
    print(dict(counts))  # noqa: T201 - the count is a result
    assert counts["unlike"] <= 4
    assert counts["alike"] * 100 <= counts.total() * 8
    assert counts["form"] * 100 <= counts.total() * 5


_OF_TOOL = re.compile("|".join(["tool-", "mass-mailer", *(kind.id for kind in plan().kinds.values() if kind.when_bad)]))
"""Kinds that rest on boundaries among others, and those that are told beside a bad verdict alone."""


def _without_tool(report: list[object]) -> list[object]:
    return [[found for found in findings if not _OF_TOOL.match(found[0])] for _, findings in report]  # type: ignore[misc]


def _orders(report: list[object]) -> list[object]:
    """Findings with the two fields that describe the body left out of the order of fields that is quoted."""
    describing = re.compile("(?:^|, )Content-(?:Type|Transfer-Encoding)(?=,|$)")
    return [
        (
            word,
            [
                [found[0], *[(describing.sub("", quote).removeprefix(", "), who) for quote, who in found[1:]]]
                for found in findings
            ],
        )
        for word, findings in report  # type: ignore[misc]
    ]


def _quotes_inner_boundary(report: list[object], raw: bytes) -> bool:
    inner = {part.parameters.get("boundary") for part in message.read(raw).walk_all() if not part.is_root} - {None}
    quotes = {quote for _, findings in report for found in findings for quote, _ in found[1:]}  # type: ignore[misc]
    return not inner.isdisjoint(quotes)


def _alike(bare: list[object], mail: Mail) -> bool:
    """The same but for what a .msg does not keep."""
    here = dissected(mail)
    return len(bare) == len(here) and all(map(_same_findings, bare, here))


def _same_findings(one: object, other: object) -> bool:
    (word, findings), (other_word, others) = one, other  # type: ignore[misc]
    kept, kept_others = ([found for found in of if found[0] not in STRUCTURAL] for of in (findings, others))
    lost = any(found[0] == "damaged" for found in findings)
    return kept == kept_others and (word == other_word or lost)


@pytest.mark.parametrize("name", WRAPS)
@pytest.mark.parametrize("file", FILES)
def test_founding_mails_in_each_container(name: str, file: str, tmp_path: Path) -> None:
    raw = require("cases", file).read_bytes()
    mail = taken(*WRAPS[name](raw), tmp_path)[name.startswith("mbox")]
    assert isinstance(mail, Mail)
    assert said(dissect_mail(mail, CONFIG)) == said(gyotaku.dissect(raw, CONFIG))


@pytest.mark.parametrize("file", FILES)
def test_founding_mails_forwarded_as_attachment(file: str) -> None:
    raw = require("cases", file).read_bytes()
    report = gyotaku.dissect(attached(raw), CONFIG)
    assert report.mail.carrier is not None
    assert said(report)[-1] == said(gyotaku.dissect(raw, CONFIG))[0]


def test_own_mails_forwarded_as_attachment_say_the_same() -> None:
    for raw in own():
        bare, carried = said(gyotaku.dissect(raw)), said(gyotaku.dissect(attached(raw)))
        assert carried[1:] == bare


def test_standard_input_takes_containers_as_well() -> None:
    raw = (ROOT / "examples" / "service-restored.eml").read_bytes()
    zipped_mail, in_mailbox = from_stdin(zipped(raw))[0], from_stdin(mboxrd(raw) * 2)
    assert isinstance(zipped_mail, Mail)
    assert (zipped_mail.path, zipped_mail.raw) == ("-!mail.eml", raw)
    assert [(found.path, isinstance(found, Mail)) for found in in_mailbox] == [("-!1", True), ("-!2", True)]


def test_a_maildir(tmp_path: Path) -> None:
    raws = own()[:20]
    for folder in ("cur", "new", "tmp", ".Junk/cur", ".Junk/new", ".Junk/tmp"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "dovecot.index").write_bytes(b"\0\1\2")
    for number, raw in enumerate(raws):
        folder = ("cur", "new", ".Junk/cur")[number % 3]
        (tmp_path / folder / f"16859{number:05}.M1P{number}.host:2,S").write_bytes(raw)
    (tmp_path / "tmp" / "1685900000.half").write_bytes(raws[0][:100])
    from gyotaku.mail.intake import collect

    found = list(collect([str(tmp_path)], None))  # type: ignore[arg-type]
    assert sorted(mail.raw for mail in found if isinstance(mail, Mail)) == sorted(raws)
    assert len(found) == len(raws)
