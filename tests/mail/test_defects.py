"""Every defect that code can note has its sentence, and every sentence a defect."""

from __future__ import annotations

import re
from pathlib import Path

import gyotaku.mail
from gyotaku.mail.defects import DEFECTS, Ledger

SOURCES = sorted(Path(gyotaku.mail.__file__).parent.rglob("*.py"))


def test_every_defect_has_both_languages() -> None:
    for id_, text in DEFECTS.items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_)
        assert text.en.endswith(".")
        assert text.ja.endswith("。")


def test_every_noted_id_is_in_the_table_and_every_id_is_noted() -> None:
    code = "".join(path.read_text() for path in SOURCES if path.name != "defects.py")
    noted = set(re.findall(r"""note\(\s*"([^"]+)\"""", code))
    assert noted <= DEFECTS.keys()
    assert all(f'"{id_}"' in code for id_ in DEFECTS)


def test_a_defect_of_a_part_is_kept_once() -> None:
    ledger = Ledger()
    for part in ("1", "1", "2"):
        ledger.note("nul-octet", part)
    assert [defect.part for defect in ledger.found] == ["1", "2"]
    assert len(ledger.of("1")) == 1
    assert ledger.of("3") == ()
