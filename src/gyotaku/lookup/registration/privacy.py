"""Which registrants are no holders: services that lend their name, and words by which registries withhold a name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

from gyotaku.data.tables import table
from gyotaku.model.registration import PrivacyService
from gyotaku.model.text import Text

_LONGEST = 500


def service_of(names: Iterable[str], mailbox: str | None = None) -> PrivacyService | None:
    """The service in whose name a domain is registered, by the registrant's names or the domain of his mailbox."""
    folded = [_folded(name) for name in names]
    domain = (mailbox or "").rpartition("@")[2].lower()
    for forms, domains, service in _services():
        if any(form in name for form in forms for name in folded):
            return service
        if domain and any(domain == one or domain.endswith("." + one) for one in domains):
            return service
    return None


def withheld(value: str) -> bool:
    """True for what stands in place of a name that the registry or the registrar does not show."""
    folded = _folded(value)
    return folded in table("privacy_services")["withheld"] or folded.startswith(_withheld_beginnings())


@cache
def _withheld_beginnings() -> tuple[str, ...]:
    return tuple(table("privacy_services")["withheld_beginnings"])


@cache
def _services() -> tuple[tuple[tuple[str, ...], tuple[str, ...], PrivacyService], ...]:
    """Of each row its forms, its domains and what it is."""
    return tuple(
        (
            tuple(_folded(name) for name in row["names"]),
            tuple(row.get("domains", ())),
            PrivacyService(row["id"], Text(en=row["en"], ja=row["ja"]), row.get("country")),
        )
        for row in table("privacy_services")["service"]
    )


def _folded(text: str) -> str:
    """Width, case, commas and spaces do not tell two services apart."""
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).lower()
    return " ".join(plain.replace(",", " ").replace(".", " ").split())
