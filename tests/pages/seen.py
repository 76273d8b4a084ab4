"""A page in a real browser: what it asks for, what it complains of, how it looks, what axe-core says."""

from __future__ import annotations

import base64
import io
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from PIL import Image

from gyotaku.browser.driver import Browser, Page

WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]}
OF_LOOKS = {
    "type": "rule",
    "values": ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"],
}
"""Of these, what another width or other colors may change."""
_RUN = """axe.run(document, {preload: false, resultTypes: ['violations'], runOnly: %s}).then(found => found.violations.map(
  one => one.id + ': ' + one.nodes.map(node => node.html).join(' | ').slice(0, 300)))"""
_LOUD = {
    "Runtime.exceptionThrown": "exceptionDetails",
    "Runtime.consoleAPICalled": "args",
    "Log.entryAdded": "entry",
    "Page.javascriptDialogOpening": "message",
    "Page.downloadWillBegin": "url",
}


def opened(octets: bytes) -> Image.Image:
    return Image.open(io.BytesIO(octets)).convert("RGB")


class Seen:
    """One page, scripts permitted, so that what would run runs."""

    def __init__(self, browser: Browser, width: int, *, dark: bool = False) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self._browser = browser
        self._session = ""
        browser.listener = self._heard
        self.page: Page = browser.page(width=width, height=900)
        self._session = self.page.session
        for domain in ("Network", "Runtime", "Log"):
            self.page.call(f"{domain}.enable")
        self.look(width, dark=dark)

    def look(self, width: int, *, dark: bool) -> None:
        """At a window of this width, in light or dark colors."""
        self.page.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.page.call("Emulation.setEmulatedMedia", features=scheme)

    def provoke(self, octets: bytes) -> None:
        """Load what may lead away or hang, and wait until it has asked for something and complained."""
        self.page.post("Page.navigate", url=f"data:text/html;charset=utf-8;base64,{base64.b64encode(octets).decode()}")
        self._browser.pipe.wait(lambda: bool(self.requests and self.complaints), time.monotonic() + 8)

    def show(self, octets: bytes, kind: str = "text/html;charset=utf-8") -> None:
        """Load it as a document of its own, so that its policy holds."""
        self.page.call("Page.navigate", url=f"data:{kind};base64,{base64.b64encode(octets).decode()}")
        for _ in range(400):
            if self.page.evaluate("location.protocol === 'data:' && document.readyState") == "complete":
                break
        self.page.evaluate("new Promise(done => setTimeout(done, 60))")

    def _heard(self, method: str, session: str, event: Mapping[str, Any]) -> None:
        if session != self._session:
            return  # what a page before this one still had to say
        if method == "Network.requestWillBeSent":
            url = str(event["request"]["url"])
            if not url.startswith("data:"):
                self.requests.append(url)
        elif method in _LOUD:
            self.complaints.append(f"{method}: {json.dumps(event.get(_LOUD[method]))[:300]}")
            if method == "Page.javascriptDialogOpening":
                self.page.post("Page.handleJavaScriptDialog", accept=True)

    def picture(self, *, whole: bool) -> Image.Image:
        return opened(self.page.picture(whole=whole))

    def overflow(self) -> int:
        """Pixels that the page is wider than its window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def violations(self, axe: str, rules: Mapping[str, object] = WCAG) -> list[str]:
        if not self.page.evaluate("'axe' in window"):
            self.page.call("Runtime.evaluate", expression=axe)
        return list(self.page.evaluate(_RUN % json.dumps(rules)))


@contextmanager
def seen(
    browser: Browser, octets: bytes, width: int, *, dark: bool = False, kind: str = "text/html;charset=utf-8"
) -> Iterator[Seen]:
    one = Seen(browser, width, dark=dark)
    one.show(octets, kind)
    try:
        yield one
    finally:
        one.page.close()


def is_blank(picture: Image.Image) -> bool:
    """One color nearly everywhere."""
    colors = picture.getcolors(1 << 24) or []
    return max(count for count, _ in colors) > 0.995 * picture.width * picture.height
