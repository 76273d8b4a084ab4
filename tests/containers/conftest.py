"""What holds a mail has no part in what its pictures say, and a second for each picture and container would be long."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gyotaku.mail.codes import reading


@pytest.fixture(autouse=True, scope="package")
def without_recognizer() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "recognizer", lambda: None)
        yield
