"""A browser in its box, and its pages. Use `Browser` in a `with`: what was started ends with it.

Without a way out a page is drawn from the markup it is given; nothing is loaded from anywhere.

    with Browser(seconds=20) as browser:
        page = browser.page(width=390, height=844, script=False)
        page.show("<h1>魚拓</h1>")
        octets = page.picture()
"""

from __future__ import annotations

import fcntl
import os
import signal
import tempfile
import time
from base64 import b64decode
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import IO, Any, Self

from gyotaku.browser.box import Way, command
from gyotaku.browser.pipe import Declined, Ended, Event, Late, Listener, Pipe

__all__ = ["Browser", "Declined", "Ended", "Late", "Page"]

_TO_START = 15.0
"""Seconds."""
HIGHEST = 12_000
"""Pixels of a picture, from top to bottom; what is below is cut."""


class Browser:
    """`seconds` bound everything from start to end; what takes longer raises Late. Raises Missing where something is not installed.

    `listener` is told what the browser says of itself and its pages; once `stopped` is true (another thread may say so), everything ends.
    """

    def __init__(
        self,
        *,
        seconds: float,
        way: Way | None = None,
        listener: Listener | None = None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self.until = time.monotonic() + seconds
        self.listener: Listener = listener or (lambda *_: None)
        self.own_sandbox = True
        """Chromium's own sandbox holds as well as the box."""
        self._way = way
        self._stopped = stopped
        self._child = 0
        self._pipe: Pipe | None = None
        self._errors: IO[bytes] | None = None

    def __enter__(self) -> Self:
        with ExitStack() as undone:
            undone.callback(self.close)  # whatever ends the start, the child must not outlive it
            try:
                self._start(own_sandbox=True)
            except Ended:
                # A system that lets nobody make a namespace within one: then the box is the only wall, as the documentation says.
                self.close()
                self.own_sandbox = False
                self._start(own_sandbox=False)
            undone.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pipe(self) -> Pipe:
        if self._pipe is None:
            raise Ended("the browser is not open")
        return self._pipe

    def page(
        self,
        *,
        width: int = 1280,
        height: int = 800,
        scale: float = 1.0,
        script: bool = True,
        mobile: bool = False,
    ) -> Page:
        """An empty page that shares nothing with any other."""
        context = self.pipe.call("Target.createBrowserContext", until=self.until, disposeOnDetach=True)
        opened = self.pipe.call(
            "Target.createTarget", until=self.until, url="about:blank", browserContextId=context["browserContextId"]
        )
        attached = self.pipe.call("Target.attachToTarget", until=self.until, targetId=opened["targetId"], flatten=True)
        page = Page(self, attached["sessionId"], opened["targetId"], context["browserContextId"])
        page.call("Page.enable")
        if not script:
            page.call("Emulation.setScriptExecutionDisabled", value=True)
        page.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=mobile
        )
        return page

    def _start(self, *, own_sandbox: bool) -> None:
        line = command(self._way, own_sandbox=own_sandbox)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - `close` closes it
        theirs, sending = os.pipe()
        hearing, answering = os.pipe()
        # Above the numbers that they get in the child, so that none is written over before it was copied.
        copies = [fcntl.fcntl(one, fcntl.F_DUPFD_CLOEXEC, 10) for one in (theirs, answering, self._errors.fileno())]
        try:
            self._pipe = Pipe(sending, hearing, self._stopped)
            actions = [
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
                (os.POSIX_SPAWN_DUP2, copies[2], 2),
                (os.POSIX_SPAWN_DUP2, copies[0], 3),
                (os.POSIX_SPAWN_DUP2, copies[1], 4),
            ]
            self._child = os.posix_spawn(line[0], line, {}, file_actions=actions, setpgroup=0)
        finally:
            for one in (theirs, answering, *copies):
                os.close(one)
        self._pipe.listener = self._heard
        try:
            self._pipe.call("Browser.getVersion", until=min(self.until, time.monotonic() + _TO_START))
        except (Ended, Late) as error:
            raise Ended(self._why()) from error

    def _heard(self, method: str, session: str, event: Event) -> None:
        self.listener(method, session, event)

    def _why(self) -> str:
        if self._errors is None:
            return "the browser did not start"
        self._errors.seek(0)
        return "the browser did not start: " + self._errors.read(2000).decode("utf-8", "replace").strip()[:400]

    def close(self) -> None:
        """End it at once. Nothing of it is worth a farewell."""
        if self._child:
            with suppress(ProcessLookupError):
                os.kill(self._child, signal.SIGKILL)  # bubblewrap's first process; the rest dies with it
            os.waitpid(self._child, 0)
            self._child = 0
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._errors is not None:
            self._errors.close()
            self._errors = None


class Page:
    """One page. Every method raises Ended, Late or Declined."""

    def __init__(self, browser: Browser, session: str, target: str, context: str) -> None:
        self.browser = browser
        self.session = session
        self.target = target
        self.context = context

    def call(self, method: str, *, until: float | None = None, **parameters: object) -> dict[str, Any]:
        """A command of the Chrome DevTools Protocol, and its result."""
        return self.browser.pipe.call(method, self.session, until=until or self.browser.until, **parameters)

    def post(self, method: str, **parameters: object) -> None:
        """The same without waiting for its result."""
        self.browser.pipe.post(method, self.session, **parameters)

    def show(self, markup: str) -> None:
        """Put this markup in the place of what is shown, and wait until all that it holds is there."""
        frame = self.call("Page.getFrameTree")["frameTree"]["frame"]["id"]
        self.call("Page.setDocumentContent", frameId=frame, html=markup)
        while self.evaluate("document.readyState") != "complete":
            time.sleep(0.02)
        # Fonts and pictures are decoded when they are first painted.
        self.evaluate(
            "Promise.all([document.fonts.ready, ...[...document.images].map(i => i.decode().catch(() => 0))]).then(() => 1)"
        )

    def evaluate(self, expression: str, *, frame: str | None = None, until: float | None = None) -> Any:
        """What an expression of JavaScript gives, as JSON; in a world of its own, which scripts of the page cannot see, where a frame is named."""
        where: dict[str, object] = {}
        if frame is not None:
            made = self.call("Page.createIsolatedWorld", until=until, frameId=frame, worldName="reader")
            where["contextId"] = made["executionContextId"]
        answer = self.call(
            "Runtime.evaluate", until=until, expression=expression, returnByValue=True, awaitPromise=True, **where
        )
        if "exceptionDetails" in answer:
            raise Declined(str(answer["exceptionDetails"].get("text", ""))[:200])
        return answer["result"].get("value")

    def size(self) -> tuple[int, int]:
        """Width and height of all that the page holds, in CSS pixels."""
        whole = self.call("Page.getLayoutMetrics")["cssContentSize"]
        return int(whole["width"]), int(whole["height"])

    def picture(self, *, whole: bool = True, until: float | None = None) -> bytes:
        """PNG: of the whole page, cut at HIGHEST pixels, or of what the window shows."""
        clip: dict[str, object] = {}
        if whole:
            metrics = self.call("Page.getLayoutMetrics", until=until)
            box, view = metrics["cssContentSize"], metrics["cssLayoutViewport"]
            height = min(max(box["height"], view["clientHeight"]), HIGHEST)
            width = max(view["clientWidth"], 1)
            clip = {
                "clip": {"x": 0, "y": 0, "width": width, "height": height, "scale": 1},
                "captureBeyondViewport": True,
            }
        answer = self.call("Page.captureScreenshot", until=until, format="png", **clip)
        return b64decode(answer["data"])

    def close(self) -> None:
        self.browser.pipe.post("Target.disposeBrowserContext", browserContextId=self.context)
