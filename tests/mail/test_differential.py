"""Our reader beside the standard library's, on every mail of the shared corpora.

Well-formed is a mail in which neither reader records a defect. In each of them every part must have the same type and,
octet for octet, the same decoded body. Nothing is normalised: both keep line ends as they stand. One difference of
design is set aside: the standard library reads message/* parts other than messages (delivery-status and so on) as if
they were messages; of those only the type is compared.
"""

from __future__ import annotations

import email
import email.message
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from gyotaku.mail.message import Message, read
from gyotaku.mail.mime import Part

SHARED = Path(os.environ.get("GYOTAKU_SHARED", Path(__file__).parents[3] / "shared")) / "corpora"
FOLDERS = ("mail", "ham_ja", "fixtures")
LEAST_WELL_FORMED = 1_900
MOST_UNEQUAL_PERCENT = 13.0

Bodies = list[tuple[str, bytes | None]]


def test_well_formed_corpus_mails_decode_to_the_same_octets(capsys: pytest.CaptureFixture[str]) -> None:
    files = [
        path
        for folder in FOLDERS
        for path in sorted((SHARED / folder).rglob("*"))
        if path.is_file() and path.suffix not in (".tsv", ".md")
    ]
    if not files:
        assert os.environ.get("CI") != "true", f"no corpora under {SHARED}"
        pytest.skip(f"no corpora under {SHARED}")
    counts: Counter[str] = Counter()
    unequal: list[str] = []
    for path in files:
        raw = path.read_bytes()
        theirs, their_defects = _theirs(raw)
        message = read(raw)
        ours = _ours(message)
        well_formed = not their_defects and not message.read_everything()
        equal = ours == theirs
        counts[f"{'well-formed' if well_formed else 'malformed'}, {'equal' if equal else 'unequal'}"] += 1
        if well_formed and not equal:
            unequal.append(str(path.relative_to(SHARED)))
    with capsys.disabled():
        print(f"\n{len(files)} mails: {dict(counts)}")  # noqa: T201 - the count is a result
    assert not unequal
    assert counts["well-formed, equal"] >= LEAST_WELL_FORMED
    malformed = counts["malformed, equal"] + counts["malformed, unequal"]
    assert counts["malformed, unequal"] * 100 <= malformed * MOST_UNEQUAL_PERCENT


def _is_report(content_type: str) -> bool:
    return content_type.startswith("message/") and content_type not in ("message/rfc822", "message/global")


def _theirs(raw: bytes) -> tuple[Bodies, bool]:
    """Bodies in document order, and whether a defect was recorded (decoding records some too)."""
    root = email.message_from_bytes(raw)
    bodies: Bodies = []
    defective = False
    waiting: list[email.message.Message] = [root]
    while waiting:
        part = waiting.pop()
        content_type = part.get_content_type()
        if _is_report(content_type):
            bodies.append((content_type, None))
        elif part.is_multipart():
            waiting.extend(reversed(part.get_payload()))
        else:
            bodies.append((content_type, part.get_payload(decode=True)))
        defective = defective or bool(part.defects)
    return bodies, defective


def _ours(message: Message) -> Bodies:
    return [
        (part.content_type, None if _is_report(part.content_type) else part.data())
        for part in _all(message.root)
        if (not part.children or _is_opened(part)) and part.message is None
    ]


def _all(root: Part) -> Iterator[Part]:
    """Parts in document order, entering attached messages, but not what only we take apart (winmail.dat)."""
    waiting = [root]
    while waiting:
        part = waiting.pop()
        yield part
        if not _is_opened(part):
            waiting.extend(reversed(part.children))
        if part.message is not None:
            waiting.append(part.message)


def _is_opened(part: Part) -> bool:
    return bool(part.children) and not part.content_type.startswith("multipart/")
