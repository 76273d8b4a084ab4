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
from pathlib import Path

import pytest

from gyotaku.mail.message import Message, read

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


_OPENED = ("application/ms-tnef", "application/octet-stream")
"""What we take apart further (winmail.dat), and the standard library leaves as it is."""


def _ours(message: Message) -> Bodies:
    opened = [part for part in message.walk_all() if part.children and part.content_type in _OPENED]
    inside = {child for part in opened for root in part.children for child in root.walk()}
    return [
        (part.content_type, None if _is_report(part.content_type) else part.data())
        for part in message.walk_all()
        if (not part.children or part.content_type in _OPENED) and part.message is None and part not in inside
    ]
