"""Services by which anybody can have a mail sent to anybody, under the service's own name."""

from __future__ import annotations

from functools import cache

from gyotaku.data.tables import table

_MOST_LABELS = 5
"""Labels from the right that a service's name can have."""


@cache
def _services() -> dict[str, str]:
    return {sender: row["name"] for row in table("sending_services")["service"] for sender in row["senders"]}


def service_of(address: str | None, domain: str | None) -> str | None:
    """The service whose address this is, by the address or by a domain that holds it."""
    labels = (domain or "").split(".")[-_MOST_LABELS:]
    names = (".".join(labels[number:]) for number in range(len(labels) - 1))
    return next((found for name in ((address or "").lower(), *names) if (found := _services().get(name))), None)
