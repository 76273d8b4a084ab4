"""One visit: the browser is started in its box, led to one address, looked at, and ended."""

from __future__ import annotations

import hashlib
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from gyotaku.browser.box import Way
from gyotaku.browser.driver import Browser, Declined, Ended, Late, Page
from gyotaku.lookup.site import devices
from gyotaku.lookup.site.proxy import Proxy
from gyotaku.lookup.site.watched import Watched, start_version
from gyotaku.lookup.sources.guard import Guard
from gyotaku.model.visit import Defect, Device, Download

SECONDS = 28.0
"""Of one visit, from the start of the browser to its end."""
_TO_LOAD = 14.0
_QUIET = 0.6
"""Seconds without a request after which a page that has loaded counts as shown."""
_AT_LEAST = 0.8
"""Seconds that a page gets after it has loaded, to lead on by a script."""
_LONGEST_DELAY = 6.0
"""Seconds of an announced redirect that are waited for."""
_TO_ANSWER = 1.5
"""Seconds in which a page that is not held by a script answers."""
_TO_ASK = 4.0
"""Seconds after which a page that does not end loading is asked whether a script holds it."""
_TO_DRAW = 6.0
_LARGEST_MADE = 8 << 20
"""Octets of a file that a script made."""
_MOST_FRAMES = 8
_READER = Path(__file__).with_name("reader.js")
_FORWARDER = Path(__file__).with_name("forwarder.py")


class RawField(Struct, frozen=True):
    """As the page has it."""

    type: str = ""
    name: str = ""
    label: str = ""
    hint: str = ""


class RawForm(Struct, frozen=True):
    """As the page has it."""

    action: str = ""
    method: str = ""
    fields: tuple[RawField, ...] = ()


class Sheet(Struct, frozen=True):
    """What one frame of the page holds."""

    title: str = ""
    text: str = ""
    images: str = ""
    forms: tuple[RawForm, ...] = ()
    left: bool = False
    paths: tuple[str, ...] = ()


class Seen(Struct, frozen=True, kw_only=True):
    """Everything that a visit saw, not yet judged."""

    watched: Watched
    sheets: tuple[Sheet, ...] = ()
    """Of each frame, the page's own first."""
    final: str = ""
    page_sha256: str | None = None
    picture: bytes | None = None
    defects: tuple[Defect, ...] = ()


def visit(
    url: str,
    device: Device,
    language: str,
    proxy: Proxy,
    guard: Guard,
    stopped: Callable[[], bool] = lambda: False,
) -> Seen:
    """Blocks for up to SECONDS. Raises Missing where something is not installed; all that a site can do ends in what was seen."""
    watched = Watched(proxy, guard)
    defects: list[Defect] = []
    seen = Seen(watched=watched)
    with Browser(
        seconds=SECONDS, way=Way(proxy.socket, _FORWARDER), listener=watched.heard, stopped=stopped
    ) as browser:
        looks = devices.looks(device)
        page = browser.page(width=looks.width, height=looks.height, scale=looks.scale, mobile=looks.mobile)
        devices.appear(page, device, language, start_version(browser))
        watched.begin(page)
        try:
            page.post("Page.navigate", url=url)
            if not _settled(page, watched, proxy):
                defects.append(Defect.NOT_LOADED)
            _awake(page, defects)
            seen = _read(page, watched, defects)
        except Late:
            defects.append(Defect.NOT_LOADED)
        except Ended:
            defects.append(Defect.CRASHED)
    if proxy.cut:
        defects.append(Defect.BODY_CUT)
    if watched.certificate_invalid:
        defects.append(Defect.CERTIFICATE_INVALID)
    return msgspec.structs.replace(seen, defects=tuple(dict.fromkeys(defects)))


def _settled(page: Page, watched: Watched, proxy: Proxy) -> bool:
    """Wait until the page is there and has stopped loading; False where it does not, though no script holds it."""
    pipe, began = page.browser.pipe, time.monotonic()
    ends, ask = began + _TO_LOAD, began + _TO_ASK
    while (now := time.monotonic()) < ends:
        # In small steps: what is waited for may be that nothing more is said.
        pipe.wait(lambda: False, min(ends, now + 0.1))
        now = time.monotonic()
        if proxy.cut or watched.too_large or watched.too_many or watched.downloads:
            pipe.wait(lambda: False, now + 0.3)
            return True
        if now < watched.due + _QUIET and watched.due - now < _LONGEST_DELAY:
            continue
        quiet = now - watched.quiet_since
        if (watched.loaded or watched.error) and quiet > _AT_LEAST and (not watched.under_way or quiet > 4 * _QUIET):
            return True
        if now > ask and watched.held:
            if not _answers(page):
                return True
            ask = time.monotonic() + _TO_ASK
    return False


def _answers(page: Page) -> bool:
    """No script holds the page."""
    try:
        page.evaluate("1", until=time.monotonic() + _TO_ANSWER)
    except (Late, Declined):
        return False
    return True


def _awake(page: Page, defects: list[Defect]) -> None:
    """Stop a script that holds the page, so that it can be read."""
    if not _answers(page):
        defects.append(Defect.SCRIPT_STOPPED)
        page.post("Emulation.setScriptExecutionDisabled", value=True)
        page.post("Runtime.terminateExecution")
        page.post("Page.stopLoading")


def _read(page: Page, watched: Watched, defects: list[Defect]) -> Seen:
    picture = None
    sheets: list[Sheet] = []
    final, digest = watched.steps[-1].url if watched.steps else "", None
    # A navigation that was not let go leaves what was there before: a page, or nothing yet.
    if watched.error in {"", "net::ERR_ABORTED"}:
        tree = page.call("Page.getFrameTree", until=time.monotonic() + _TO_ANSWER)
        if tree["frameTree"]["frame"]["url"] != "about:blank":
            final = tree["frameTree"]["frame"]["url"]
            sheets = list(_sheets(page, defects))
            _hash_made(page, watched)
            digest = _digest(page, watched)
            try:
                picture = page.picture(until=time.monotonic() + _TO_DRAW)
            except (Late, Declined):
                defects.append(Defect.NO_PICTURE)
    return Seen(watched=watched, sheets=tuple(sheets), final=final, page_sha256=digest, picture=picture)


def _sheets(page: Page, defects: list[Defect]) -> Iterator[Sheet]:
    tree = page.call("Page.getFrameTree", until=time.monotonic() + _TO_ANSWER)["frameTree"]
    frames = list(_frames(tree))
    if len(frames) > _MOST_FRAMES:
        defects.append(Defect.FRAMES_LEFT_OUT)
    reader = _READER.read_text("utf-8")
    for number, frame in enumerate(frames[:_MOST_FRAMES]):
        try:
            told = page.evaluate(reader, frame=frame, until=time.monotonic() + 2 * _TO_ANSWER)
            sheet = msgspec.convert(told, Sheet, strict=False)
        except (Late, Declined, msgspec.ValidationError):
            if number == 0:
                defects.append(Defect.NOT_LOADED)
                return
            defects.append(Defect.FRAMES_LEFT_OUT)
            continue
        if sheet.left:
            defects.append(Defect.FORMS_LEFT_OUT)
        yield sheet


def _frames(tree: dict[str, Any]) -> Iterator[str]:
    waiting = [tree]
    while waiting:
        one = waiting.pop(0)
        yield one["frame"]["id"]
        waiting += one.get("childFrames", ())


def _hash_made(page: Page, watched: Watched) -> None:
    """Files that a script put together in the page (`blob:`) never leave it but through here."""
    for number, url in watched.made.items():
        # Within the page itself: nothing is requested by this.
        expression = (
            f"fetch({msgspec.json.encode(url).decode()}).then(r => r.blob()).then(b => b.size > {_LARGEST_MADE} ? '' : new Promise(done => "
            "{ const f = new FileReader(); f.onload = () => done(f.result); f.readAsDataURL(b); }))"
        )
        try:
            told = page.evaluate(expression, frame=watched.frame, until=time.monotonic() + _TO_ANSWER)
        except (Late, Declined):
            continue
        if isinstance(told, str) and told:
            octets = b64decode(told.partition(",")[2])
            watched.downloads[number] = Download(
                watched.downloads[number].name, len(octets), hashlib.sha256(octets).hexdigest()
            )


def _digest(page: Page, watched: Watched) -> str | None:
    """Of the document as it came, not as scripts have changed it."""
    try:
        body = page.call("Network.getResponseBody", requestId=watched.document, until=time.monotonic() + _TO_ANSWER)
    except (Late, Declined):
        return None
    octets = b64decode(body["body"]) if body.get("base64Encoded") else body["body"].encode("utf-8", "surrogatepass")
    return hashlib.sha256(octets).hexdigest()
