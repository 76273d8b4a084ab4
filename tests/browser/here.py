"""The browser and its box, for tests that need them."""

from __future__ import annotations

import os

import pytest

from gyotaku.browser.box import Missing, programs


def browser_here() -> None:
    """Skips the test where the browser or the box is missing; with CI=true its absence is a failure."""
    try:
        programs()
    except Missing as missing:
        reason = f"install Debian's packages chromium, bubblewrap and fonts-noto-cjk: {missing}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
