"""Services under whose names anybody can put a page: what the name of such a host says of who stands behind it is nothing."""

from __future__ import annotations

from enum import StrEnum
from functools import cache, lru_cache

from msgspec import Struct

from gyotaku.data.tables import rows
from gyotaku.mail.links.target import LONGEST_HOST, Target
from gyotaku.mail.pattern import Pattern

_NONE = "-"
_LONGEST = 2_000
# Content identifiers of IPFS: version 0 in Base58, version 1 in Base32 or Base36; names of IPNS.
_CID = r"(?:Qm[1-9A-HJ-NP-Za-km-z]{44}|b[a-z2-7]{50,100}|k[a-z0-9]{50,80}|z[1-9A-HJ-NP-Za-km-z]{46,100})"
_IPFS_PATH = Pattern(rf"[^?#]{{0,200}}/ip[fn]s/({_CID})(?![A-Za-z0-9])")
_IPFS_HOST = Pattern(r"(b[a-z2-7]{50,62}|k[a-z0-9]{50,62})\.")
_PAGE = Pattern(r"\.(?:html?|shtml|xhtml|mhtml?|svg|php)$")


class HostedBy(StrEnum):
    """What kind of service it is; `shared` is a large site's, told nowhere but where hosts are listed."""

    SHORTENER = "shortener"
    BUILDER = "builder"
    DYNAMIC = "dynamic"
    IPFS = "ipfs"
    STORAGE = "storage"
    SHARED = "shared"


class Hosting(Struct, frozen=True):
    """A row of `data/hosting_services.tsv` that a host falls under, and the name of the table by which it does."""

    by: HostedBy
    name: str
    host: str
    owners: tuple[str, ...] = ()
    per_host: bool = False


@cache
def _services() -> dict[str, Hosting]:
    found: dict[str, Hosting] = {}
    for row in rows("hosting_services"):
        owners = () if row["owners"] == _NONE else tuple(row["owners"].split())
        name = "" if row["name"] == _NONE else row["name"]
        for host in row["hosts"].split():
            found[host] = Hosting(HostedBy(row["what"]), name or host, host, owners, row["per"] == "host")
    return found


def hosting(target: Target) -> Hosting | None:
    """The service that this target is put up with, by its host, and for IPFS by its path."""
    found = of_host(target.host) if len(target.host) <= LONGEST_HOST else None
    if found is None and ("/ipfs/" in target.url or "/ipns/" in target.url):
        url = target.url[:_LONGEST].partition("://")[2]
        return Hosting(HostedBy.IPFS, target.host, target.host) if _IPFS_PATH.compiled.match(url) else None
    return found


def shows_page(target: Target) -> bool:
    """The last name of the path is that of a page or there is none; a picture, a document, a download is no page."""
    path = target.url.partition("://")[2].partition("#")[0].partition("?")[0].lower()
    name = path.rpartition("/")[2] if "/" in path else ""
    return not name or _PAGE.compiled.search(name) is not None


@lru_cache(maxsize=4096)
def of_host(host: str) -> Hosting | None:
    formed = _of_form(host)  # before the cloud's own domain
    if formed is not None:
        return formed
    known = _services()
    name = host
    while name:
        found = known.get(name)
        if found is not None:
            if not found.per_host or host not in (name, "www." + name):
                return found
            return None
        name = name.partition(".")[2]
    return None


def _of_form(host: str) -> Hosting | None:
    """Clouds whose names have the region within them, and gateways that have the content's name as a label."""
    if host.endswith((".amazonaws.com", ".amazonaws.com.cn")):
        labels = host.split(".")
        if any(label == "s3" or label.startswith("s3-") for label in labels):
            return Hosting(HostedBy.STORAGE, "Amazon S3", "amazonaws.com", ("amazon.com",))
        return None
    if host.endswith(".aliyuncs.com") and any(label.startswith("oss-") for label in host.split(".")):
        return Hosting(HostedBy.STORAGE, "Alibaba Cloud OSS", "aliyuncs.com", ("alibabacloud.com",))
    if host.endswith(".myqcloud.com") and ".cos." in host:
        return Hosting(HostedBy.STORAGE, "Tencent Cloud COS", "myqcloud.com", ("tencent.com",))
    if len(host) > 50 and _IPFS_HOST.compiled.match(host):
        return Hosting(HostedBy.IPFS, host.partition(".")[2], host)
    return None
