"""What holds a mail has no part in what its pictures say, and a second for each picture and container would be long."""

from __future__ import annotations

import pytest

from gyotaku.mail.codes import reading


@pytest.fixture(autouse=True)
def without_recognizer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "recognizer", lambda: None)
