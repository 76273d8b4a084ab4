"""One page while it loads: which of its requests may go, and what became of each on the way.

A request goes on when it is HTTP or HTTPS, to a place that is not inner by its form, and asks rather than sends: GET, HEAD, OPTIONS; POST by scripts to
the page's own host alone, since many pages show nothing without. No form is ever sent. Its place is then allowed at the proxy, which looks at the address.
"""

from __future__ import annotations

import hashlib
import re
import time
from base64 import b64decode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from msgspec.structs import replace

from gyotaku.browser.driver import Browser, Declined, Late, Page
from gyotaku.browser.pipe import Event
from gyotaku.lookup.site.proxy import Place, Proxy
from gyotaku.lookup.sources.guard import Guard, Refused
from gyotaku.model.visit import Certificate, Download, Step, Via, Why

MOST_STEPS = 12
"""Addresses that a visit follows from one to the next."""
MOST_HOSTS = 25
MOST_REQUESTS = 400
MOST_DOWNLOADS = 5
LARGEST_DOCUMENT = 8 << 20
LONGEST_URL = 8000
"""Characters of an address that is kept."""
_PORTS = {"http": 80, "https": 443}
_WITHIN = ("data:", "blob:", "about:")
"""What the page itself holds."""
_ASKING = frozenset(("GET", "HEAD", "OPTIONS"))
_SHOWN = re.compile(
    r"text/|image/|application/(?:xhtml\+xml|xml|json|javascript)|multipart/x-mixed-replace|\Z", re.IGNORECASE
)
_FILE_NAME = re.compile(r"""filename\*?=\s*(?:UTF-8'[^']*')?"?([^";]{1,300})""", re.IGNORECASE)
_VIA = {
    "metaTagRefresh": Via.META,
    "httpHeaderRefresh": Via.META,
    "initialFrameNavigation": Via.ASKED,
}
_NO_PAGES = frozenset(("Ping", "CSPViolationReport", "Prefetch", "SignedExchange", "WebSocket", "Preflight"))


class Watched:
    """Tell `heard` everything that the browser says. What was seen is in the attributes."""

    def __init__(self, proxy: Proxy, guard: Guard) -> None:
        self.page: Page | None = None
        self.steps: list[Step] = []
        self.certificate: Certificate | None = None
        self.certificate_invalid = False
        self.error = ""
        """Why the last document did not come, in the browser's word."""
        self.downloads: list[Download] = []
        self.made: dict[int, str] = {}
        """Downloads that a script of the page made (`blob:`), by their place among `downloads`."""
        self.too_many = False
        self.too_large = False
        self.loaded = False
        self.document = ""
        """The request that brought the page."""
        self.headers: Mapping[str, str] = {}
        self.mime = ""
        self.frame = ""
        self.quiet_since = time.monotonic()
        self.under_way: set[str] = set()
        self.due = 0.0
        """When a navigation that the page has announced begins (`time.monotonic`)."""
        self._proxy = proxy
        self._guard = guard
        self._hosts: set[Place] = set()
        self._requests = 0
        self._why = Via.ASKED
        self._reading = False

    def begin(self, page: Page) -> None:
        self.page = page
        self.frame = page.call("Page.getFrameTree")["frameTree"]["frame"]["id"]
        page.call("Network.enable")
        page.call("Network.setBypassServiceWorker", bypass=True)
        page.call("Network.setCacheDisabled", cacheDisabled=True)
        page.call("Security.setIgnoreCertificateErrors", ignore=True)
        page.call(
            "Fetch.enable",
            patterns=[
                {"urlPattern": "*", "requestStage": "Request"},
                {"urlPattern": "*", "requestStage": "Response", "resourceType": "Document"},
            ],
        )
        page.browser.pipe.call("Target.setDiscoverTargets", until=page.browser.until, discover=True)
        page.browser.pipe.call(
            "Browser.setDownloadBehavior", until=page.browser.until, behavior="deny", eventsEnabled=True
        )

    def heard(self, method: str, session: str, event: Event) -> None:
        """What the browser says; of other pages only that they are there."""
        if self.page is None:
            return
        if method == "Target.targetCreated":
            target = event["targetInfo"]
            if target["type"] == "page" and target["targetId"] != self.page.target and target.get("openerId"):
                self.page.browser.pipe.post("Target.closeTarget", targetId=target["targetId"])
            return
        if method == "Browser.downloadWillBegin":
            self._began(event)
            return
        if session != self.page.session:
            return
        handler = _HANDLERS.get(method)
        if handler is not None:
            handler(self, event)

    # Requests before they leave, and documents before they are read.

    def _paused(self, event: Event) -> None:
        assert self.page is not None  # noqa: S101 - `heard` has looked
        number, request = event["requestId"], event["request"]
        if "responseStatusCode" in event or "responseErrorReason" in event:
            self._answered(number, event)
            return
        if request["url"].startswith(_WITHIN):
            self.page.post("Fetch.continueRequest", requestId=number)
            return
        place, why = self._judged(event, request)
        if why is None and place is not None:
            self._proxy.allow(*place)
            self.page.post("Fetch.continueRequest", requestId=number)
            return
        if place is not None and why is not None:
            self._proxy.deny(*place, why)
        # A navigation that is aborted leaves the page that wanted it.
        self.page.post("Fetch.failRequest", requestId=number, errorReason="Aborted")

    def _judged(self, event: Event, request: Mapping[str, Any]) -> tuple[Place | None, Why | None]:
        """Where a request goes, and why it must not."""
        place = place_of(request["url"])
        if place is None:
            return None, Why.INNER
        self._requests += 1
        leads = event.get("resourceType") == "Document" and event.get("frameId") == self.frame
        try:
            self._guard.check_form(*place)
        except Refused:
            return place, Why.INNER
        if leads and len(self.steps) > MOST_STEPS:
            self.too_many = True
            return place, Why.LIMIT
        if self._requests > MOST_REQUESTS or (place not in self._hosts and len(self._hosts) >= MOST_HOSTS):
            return place, Why.LIMIT
        if event.get("resourceType") in _NO_PAGES:
            return place, Why.METHOD
        if request["method"] not in _ASKING:
            own = place_of(self.steps[-1].url) if self.steps else None
            if leads or request["method"] != "POST" or place != own:
                return place, Why.METHOD
        self._hosts.add(place)
        return place, None

    def _answered(self, number: str, event: Event) -> None:
        """A document's status and fields are here, its body is not yet."""
        assert self.page is not None  # noqa: S101 - `heard` has looked
        fields = {field["name"].lower(): field["value"] for field in event.get("responseHeaders", ())}
        status = event.get("responseStatusCode", 0)
        redirect = 300 <= status < 400 and "location" in fields
        length = fields.get("content-length", "")
        if status and event.get("frameId") == self.frame:
            self._status({"status": status})
        if not redirect and "responseErrorReason" not in event:
            if _is_download(fields):
                self._download(number, event, fields)
                return
            if length.isdecimal() and int(length[:12]) > LARGEST_DOCUMENT:
                self.too_large = event.get("frameId") == self.frame or self.too_large
                self.page.post("Fetch.failRequest", requestId=number, errorReason="BlockedByClient")
                return
        self.page.post("Fetch.continueRequest", requestId=number)

    def _download(self, number: str, event: Event, fields: Mapping[str, str]) -> None:
        """Hash what comes and keep nothing of it."""
        assert self.page is not None  # noqa: S101 - `heard` has looked
        name = _file_name(fields.get("content-disposition", ""), event["request"]["url"])
        if self._reading or len(self.downloads) >= MOST_DOWNLOADS:
            self.page.post("Fetch.failRequest", requestId=number, errorReason="BlockedByClient")
            return
        self._reading = True
        found = Download(name)
        digest, size = hashlib.sha256(), 0
        try:
            stream = self.page.call("Fetch.takeResponseBodyAsStream", requestId=number)["stream"]
            while True:
                piece = self.page.call("IO.read", handle=stream, size=1 << 18)
                octets = b64decode(piece["data"]) if piece.get("base64Encoded") else piece["data"].encode()
                digest.update(octets)
                size += len(octets)
                if piece["eof"]:
                    break
            if not self._proxy.cut:
                found = Download(name, size, digest.hexdigest())
            self.page.post("IO.close", handle=stream)
        except (Declined, Late):
            pass  # it broke off, or the limit was reached: then its name is all that is known
        finally:
            self._reading = False
            self.downloads.append(found)
            self.page.post("Fetch.failRequest", requestId=number, errorReason="BlockedByClient")

    def _began(self, event: Event) -> None:
        """A download that no request brought: a script made the file (`blob:`). Others were hashed on the way."""
        name = str(event.get("suggestedFilename", ""))[:300]
        url = str(event.get("url", ""))
        if url.startswith(("blob:", "data:")) and len(self.downloads) < MOST_DOWNLOADS:
            self.made[len(self.downloads)] = url
            self.downloads.append(Download(name))

    # What became of the documents.

    def _sent(self, event: Event) -> None:
        if len(self.under_way) < 2 * MOST_REQUESTS:
            self.under_way.add(event["requestId"])
        if event.get("type") != "Document" or event.get("frameId") != self.frame:
            return
        url = (event["request"]["url"] + event["request"].get("urlFragment", ""))[:LONGEST_URL]
        before = event.get("redirectResponse")
        if before is not None and self.steps:
            self._status(before)
            location = next(
                (value for name, value in before.get("headers", {}).items() if name.lower() == "location"), None
            )
            self.steps[-1] = replace(self.steps[-1], location=location and location[:LONGEST_URL])
            via = Via.HTTP
        else:
            via = self._why if self.steps else Via.ASKED
        if len(self.steps) <= MOST_STEPS:
            self.steps.append(Step(url, via=via))
        self.document, self.loaded, self.error, self.due = event["requestId"], False, "", 0.0

    def _status(self, response: Mapping[str, Any]) -> None:
        if not self.steps:
            return
        place = place_of(self.steps[-1].url)
        address = self._proxy.addresses.get(place) if place else None
        self.steps[-1] = replace(self.steps[-1], status=int(response.get("status", 0)) or None, address=address)

    def _received(self, event: Event) -> None:
        if event.get("requestId") != self.document or event.get("frameId") != self.frame:
            return
        response = event["response"]
        self._status(response)
        self.mime = response.get("mimeType", "")
        self.headers = {name.lower(): value for name, value in response.get("headers", {}).items()}
        details = response.get("securityDetails")
        self.certificate = _certificate(details) if details else None
        self.certificate_invalid = details is not None and response.get("securityState") == "insecure"

    def _finished(self, event: Event) -> None:
        self.under_way.discard(event["requestId"])
        self.quiet_since = time.monotonic()

    def _failed(self, event: Event) -> None:
        self._finished(event)
        if event["requestId"] == self.document:
            self.error = event.get("errorText", "failed")

    def _loaded(self, _: Event) -> None:
        self.loaded = True
        self.quiet_since = time.monotonic()

    @property
    def held(self) -> bool:
        """A document has come, and nothing is under way but its own scripts."""
        return bool(self.steps) and self.steps[-1].status is not None and not self.loaded

    def _navigates(self, event: Event) -> None:
        """The page leads on. What it announces for later is told by `due`."""
        if event.get("frameId") == self.frame:
            self._why = _VIA.get(event.get("reason", ""), Via.SCRIPT)
            self.due = time.monotonic() + float(event.get("delay", 0))

    def _asks(self, _: Event) -> None:
        """An alert or a question of a script: nobody is here to answer."""
        if self.page is not None:
            self.page.post("Page.handleJavaScriptDialog", accept=False)


_HANDLERS = {
    "Fetch.requestPaused": Watched._paused,  # noqa: SLF001 - its own
    "Network.requestWillBeSent": Watched._sent,  # noqa: SLF001
    "Network.responseReceived": Watched._received,  # noqa: SLF001
    "Network.loadingFinished": Watched._finished,  # noqa: SLF001
    "Network.loadingFailed": Watched._failed,  # noqa: SLF001
    "Page.loadEventFired": Watched._loaded,  # noqa: SLF001
    "Page.frameScheduledNavigation": Watched._navigates,  # noqa: SLF001
    "Page.frameRequestedNavigation": Watched._navigates,  # noqa: SLF001
    "Page.javascriptDialogOpening": Watched._asks,  # noqa: SLF001
}


def start_version(browser: Browser) -> str:
    """The browser's product name and version."""
    found = browser.pipe.call("Browser.getVersion", until=browser.until)
    return str(found.get("product", ""))


def place_of(url: str) -> Place | None:
    """Host and port of a web address; None for what is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname:
        return None
    return parts.hostname.lower().rstrip("."), port or _PORTS[parts.scheme]


def _is_download(fields: Mapping[str, str]) -> bool:
    kind = fields.get("content-type", "").strip()
    return fields.get("content-disposition", "").strip().lower().startswith("attachment") or not _SHOWN.match(kind)


def _file_name(disposition: str, url: str) -> str:
    named = _FILE_NAME.search(disposition)
    if named:
        return unquote(named[1]).strip()[:300]
    return unquote(urlsplit(url).path.rpartition("/")[2])[:300]


def _certificate(details: Mapping[str, Any]) -> Certificate:
    return Certificate(
        issuer=str(details.get("issuer", "")),
        subject=str(details.get("subjectName", "")),
        not_before=datetime.fromtimestamp(float(details.get("validFrom", 0)), UTC),
        not_after=datetime.fromtimestamp(float(details.get("validTo", 0)), UTC),
        names=tuple(map(str, details.get("sanList", ())))[:50],
    )
