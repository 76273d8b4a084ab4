"""The reader's own domains: configured, or inferred from the recipients that our servers recorded."""

from functools import cache

from gyotaku.data.tables import table
from gyotaku.mail.facts.recipients import Recipients
from gyotaku.mail.house import organization
from gyotaku.model.configuration import Config
from gyotaku.model.evidence import Evidence
from gyotaku.model.own_side import OwnSide
from gyotaku.model.path import Source


def freemail(domain: str | None) -> bool:
    """True for a domain under which anybody can have an address."""
    organized = organization(domain)
    return organized is not None and (domain in _freemail() or organized in _freemail())


@cache
def _freemail() -> frozenset[str]:
    return frozenset(table("freemail")["domains"])


def read(config: Config, recipients: Recipients) -> OwnSide:
    delivered = tuple(delivery.address for delivery in recipients.delivered)
    if config.own_domains:
        setting = "own_domains = [" + ", ".join(f'"{domain}"' for domain in config.own_domains) + "]"
        return OwnSide(config.own_domains, Source.CONFIGURED, (Evidence.configured(setting),), delivered)
    # Nobody owns a free mail provider's domain by having a mailbox there.
    own = {delivery.domain: delivery.evidence for delivery in recipients.delivered if not freemail(delivery.domain)}
    return OwnSide(tuple(own), Source.INFERRED, tuple(own.values()), delivered)
