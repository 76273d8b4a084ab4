"""The box that Chromium runs in: bubblewrap's command line, and what has to be installed for it.

Every namespace of its own: no network but a loopback that leads nowhere, no process but its own, no file but programs, libraries and fonts (read
only), an empty home in memory that ends with it. The only way out is one Unix socket, where the caller gives one. Chromium runs as an ordinary user
inside, also where the caller is root, so that its own sandbox holds as well; where the system forbids that, bubblewrap alone confines it.
Without bubblewrap nothing is ever started.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import which

from msgspec import Struct

from gyotaku.model.text import Text

# Debian's /usr/bin/chromium is a script that reads the user's settings; the program itself needs none of them.
_PROGRAMS = (
    "/usr/lib/chromium/chromium",
    "/usr/lib64/chromium-browser/chromium-browser",
    "/opt/google/chrome/chrome",
)
PROXY_PORT = 3128
"""Of the forwarder, on the box's own loopback."""
_ROOM = 256 << 20
"""Octets of everything that may be written in the box."""
_SOCKET = "/run/proxy"
_FORWARDER = "/run/forwarder.py"
_ARGUMENTS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--user-data-dir=/tmp/profile",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-client-side-phishing-detection",
    "--disable-component-extensions-with-background-pages",
    "--disable-component-update",
    "--disable-crash-reporter",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-notifications",
    "--disable-quic",
    "--disable-search-engine-choice-screen",
    "--disable-sync",
    # All frames in one process, so that one session reads them all; nothing else lives in this browser that one site could take from another.
    "--disable-site-isolation-trials",
    "--disable-features=IsolateOrigins,site-per-process,IsolateSandboxedIframes,AutofillServerCommunication,MediaRouter,OptimizationHints,"
    "Translate,DialMediaRouteProvider,CertificateTransparencyComponentUpdater,AcceptCHFrame,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--font-render-hinting=none",
    "--hide-scrollbars",
    "--js-flags=--max-old-space-size=512",
    "--lang=ja",
    "--mute-audio",
    "--password-store=basic",
    "--use-mock-keychain",
)


class Missing(Exception):  # noqa: N818 - an outcome, not an error
    """Something is not installed, so that no browser is started. The reason says what to install."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


_NO_BUBBLEWRAP = Text(
    en="bubblewrap is not installed; without it no browser is started. On Debian: apt install bubblewrap",
    ja="bubblewrap がインストールされていないため、ブラウザーは起動しません。Debian では apt install bubblewrap でインストールできます。",
)
_NO_CHROMIUM = Text(
    en="Chromium is not installed. On Debian: apt install chromium fonts-noto-cjk",
    ja="Chromium がインストールされていません。Debian では apt install chromium fonts-noto-cjk でインストールできます。",
)


class Way(Struct, frozen=True):
    """The one way out: the Unix socket of a proxy, and the program that carries octets to it within the box."""

    socket: Path
    forwarder: Path


def programs() -> tuple[str, str]:
    """bubblewrap and Chromium. Raises Missing."""
    bubblewrap = which("bwrap")
    if bubblewrap is None:
        raise Missing(_NO_BUBBLEWRAP)
    chromium = next((program for program in _PROGRAMS if Path(program).is_file()), None)
    if chromium is None:
        raise Missing(_NO_CHROMIUM)
    return bubblewrap, chromium


def command(way: Way | None = None, *, own_sandbox: bool = True) -> list[str]:
    """The whole command line. Chromium talks on the descriptors 3 and 4. Raises Missing."""
    bubblewrap, chromium = programs()
    line = [bubblewrap, *_walls(), *_bound(Path(chromium))]
    browser = [chromium, *_ARGUMENTS]
    if not own_sandbox:
        browser.append("--no-sandbox")
    if way is not None:
        line += ["--ro-bind", str(way.forwarder), _FORWARDER, "--bind", str(way.socket), _SOCKET]
        line += _python()
        line += [str(Path(sys.executable).resolve()), "-I", "-S", _FORWARDER, _SOCKET, str(PROXY_PORT)]
        browser += [f"--proxy-server=http://127.0.0.1:{PROXY_PORT}", "--proxy-bypass-list=<-loopback>"]
    return [*line, *browser, "about:blank"]


def _walls() -> Iterator[str]:
    yield from ("--unshare-all", "--unshare-user", "--uid", "1000", "--gid", "1000", "--hostname", "box")
    yield from ("--die-with-parent", "--new-session", "--clearenv")
    for name, value in {"HOME": "/tmp/home", "PATH": "/usr/bin", "LANG": "C.UTF-8", "TZ": "Asia/Tokyo"}.items():  # noqa: S108 - in the box
        yield from ("--setenv", name, value)


def _bound(chromium: Path) -> Iterator[str]:
    yield from ("--ro-bind", "/usr", "/usr")
    for name in ("lib", "lib32", "lib64", "bin"):
        if Path(f"/usr/{name}").is_dir():
            yield from ("--symlink", f"usr/{name}", f"/{name}")
    for name in ("/etc/fonts", "/etc/alternatives", "/var/cache/fontconfig"):
        yield from ("--ro-bind-try", name, name)
    if not chromium.is_relative_to("/usr"):
        yield from ("--ro-bind", str(chromium.parent), str(chromium.parent))
    yield from ("--proc", "/proc", "--dev", "/dev", "--size", str(_ROOM), "--tmpfs", "/tmp", "--dir", "/tmp/home")  # noqa: S108 - in the box
    yield from ("--tmpfs", "/run")


def _python() -> list[str]:
    """This interpreter and its standard library, where they are not below /usr."""
    base = Path(sys.base_prefix).resolve()
    return [] if base.is_relative_to("/usr") else ["--ro-bind", str(base), str(base)]
