"""As whom a visit appears: what a site is told of browser, screen and language."""

from __future__ import annotations

from msgspec import Struct

from gyotaku.browser.driver import Page
from gyotaku.lookup.site.inquiry import LANGUAGES
from gyotaku.model.visit import Device


class Looks(Struct, frozen=True):
    """Screen in CSS pixels, and the names by which browsers of that kind go."""

    width: int
    height: int
    scale: float
    mobile: bool
    agent: str
    platform: str
    system: str
    """As client hints name it."""
    system_version: str
    model: str = ""


# Chrome's reduced user agent says no more than these: the system's version and the model are frozen.
_LOOKS = {
    Device.DESKTOP: Looks(
        1280, 900, 1.0, False,
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0 Safari/537.36",
        "Win32", "Windows", "15.0.0",
    ),
    Device.PHONE: Looks(
        412, 915, 2.0, True,
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.0.0 Mobile Safari/537.36",
        "Linux armv81", "Android", "14.0.0", "Pixel 8",
    ),
}  # fmt: skip


def looks(device: Device) -> Looks:
    return _LOOKS[device]


def appear(page: Page, device: Device, language: str, version: str) -> None:
    """Let the page's requests and scripts see such a device. `version` is the browser's own."""
    major = version.partition("/")[2].partition(".")[0] or "140"
    looks = _LOOKS[device]
    page.call(
        "Emulation.setUserAgentOverride",
        userAgent=looks.agent.format(major=major),
        acceptLanguage=LANGUAGES.get(language, language),
        platform=looks.platform,
        userAgentMetadata={
            "brands": [{"brand": "Chromium", "version": major}, {"brand": "Google Chrome", "version": major}],
            "platform": looks.system,
            "platformVersion": looks.system_version,
            "architecture": "" if looks.mobile else "x86",
            "model": looks.model,
            "mobile": looks.mobile,
        },
    )
    page.call("Emulation.setTimezoneOverride", timezoneId="Asia/Tokyo")
    if looks.mobile:
        page.call("Emulation.setTouchEmulationEnabled", enabled=True, maxTouchPoints=5)
