"""Who holds a domain or a network, as a registry told it, or why that is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from gyotaku.model.asks import Answer, Outcome
from gyotaku.model.text import Language, Text


class Dated(Struct, frozen=True):
    """A date as a registry gives it."""

    moment: datetime
    """UTC. Of a date without a time of day, its first moment in the registry's zone."""
    day_only: bool = False
    """The registry told the day and no time."""
    text: str = ""
    """As it stands there."""


class Spelled(Struct, frozen=True):
    """A name in the languages in which it was given. At least one is."""

    plain: str | None = None
    """As the registry writes it for the world, mostly in Latin letters."""
    ja: str | None = None

    def said(self, language: Language) -> str:
        """In that language where it was given so, else as it was given."""
        first, second = (self.ja, self.plain) if language == "ja" else (self.plain, self.ja)
        return first or second or ""

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(name for name in (self.plain, self.ja) if name)


class PrivacyService(Struct, frozen=True):
    """A service in whose name domains are registered so that their holders need not be named."""

    id: str
    name: Text
    country: str | None = None
    """Where the service is, ISO 3166-1 alpha-2; it says nothing about the holder."""


Protocol = Literal["rdap", "whois"]


class Registration(Struct, frozen=True, kw_only=True):
    """What a registry says of one domain, and its registrar where the registry leaves that to him. None: not told."""

    domain: str
    """The registered name in lower case, A-labels."""
    protocol: Protocol
    answers: tuple[Answer, ...]
    """Those it rests on, the registry's own first."""
    registry: str | None = None
    """The database that answered: `JPRS`, or the server's name."""
    organization: Spelled | None = None
    name: Spelled | None = None
    """The registrant's name where he is no organization, or beside it."""
    country: str | None = None
    """ISO 3166-1 alpha-2 in upper case, or the country's name as it stands there."""
    state: str | None = None
    city: str | None = None
    registrar: str | None = None
    created: Dated | None = None
    updated: Dated | None = None
    expires: Dated | None = None
    name_servers: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    abuse: str | None = None
    """The mailbox that takes reports of abuse, mostly the registrar's."""
    privacy: PrivacyService | None = None
    redacted: bool = False
    """The registry or registrar withholds the holder's data: neither a service of the holder's choice nor a sign of anything."""
    verified: bool = False
    """The registry examines the holder before it registers (`co.jp`, `ed.jp`); elsewhere he writes what he likes."""
    silent_registrar: bool = False
    """The registrar was asked for what the registry does not keep, and gave no usable answer."""

    @property
    def holder(self) -> Spelled | None:
        """The registrant: the organization, else the person."""
        return self.organization or self.name

    @property
    def answer(self) -> Answer:
        """The one that tells of the holder: the last that was needed."""
        return self.answers[-1]


class Network(Struct, frozen=True, kw_only=True):
    """What a registry says of the network in which an address lies. None: not told."""

    address: str
    """The one that was asked about."""
    protocol: Protocol
    answers: tuple[Answer, ...]
    first: str | None = None
    last: str | None = None
    prefix: str | None = None
    """Where one prefix is the whole network: `192.0.2.0/24`."""
    name: str | None = None
    handle: str | None = None
    organization: Spelled | None = None
    country: str | None = None
    abuse: str | None = None
    """The mailbox that takes reports of abuse."""
    asn: int | None = None
    """Where the registry tells the number of the autonomous system."""

    @property
    def answer(self) -> Answer:
        return self.answers[-1]


class NotFound(Struct, frozen=True):
    """The registry says that there is none."""

    of: str
    answers: tuple[Answer, ...]

    @property
    def answer(self) -> Answer:
        return self.answers[-1]


class NoAnswer(Struct, frozen=True):
    """Nothing is known, and why: `outcome` and `detail` of the last source that was tried."""

    of: str
    outcome: Outcome
    detail: str = ""
    answers: tuple[Answer, ...] = ()

    @property
    def asked(self) -> bool:
        """Somebody was to be asked: not where there is nobody who could know."""
        return bool(self.answers)


Registered = Registration | NotFound | NoAnswer
Networked = Network | NotFound | NoAnswer


class Registrations(Struct, frozen=True):
    """The registrations of the domains that a mail raises, by registered name in lower case."""

    of: Mapping[str, Registered] = MappingProxyType({})

    @classmethod
    def gathered(cls, results: Iterable[object]) -> Registrations:
        """Those among the results of inquiries."""
        found: dict[str, Registered] = {}
        for result in results:
            if isinstance(result, Registration):
                found[result.domain] = result
            elif isinstance(result, NotFound | NoAnswer) and not _is_address(result.of):
                found[result.of] = result
        return cls(MappingProxyType(found))

    def get(self, domain: str) -> Registered | None:
        """None: nobody asked about that domain."""
        return self.of.get(domain.lower())

    def __iter__(self) -> Iterator[tuple[str, Registered]]:
        return iter(self.of.items())


class Networks(Struct, frozen=True):
    """The networks of the addresses that a mail raises, by address in canonical form."""

    of: Mapping[str, Networked] = MappingProxyType({})

    @classmethod
    def gathered(cls, results: Iterable[object]) -> Networks:
        """Those among the results of inquiries."""
        found: dict[str, Networked] = {}
        for result in results:
            if isinstance(result, Network):
                found[result.address] = result
            elif isinstance(result, NotFound | NoAnswer) and _is_address(result.of):
                found[result.of] = result
        return cls(MappingProxyType(found))

    def get(self, address: str) -> Networked | None:
        """None: nobody asked about that address."""
        return self.of.get(address)

    def __iter__(self) -> Iterator[tuple[str, Networked]]:
        return iter(self.of.items())


def _is_address(of: str) -> bool:
    """No top-level domain ends in a digit, and no name has a colon."""
    return ":" in of or of[-1:].isdigit()
