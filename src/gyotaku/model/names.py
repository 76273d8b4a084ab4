"""What DNS says of the names and addresses of a mail."""

from __future__ import annotations

from msgspec import Struct

from gyotaku.model.asks import Answer


class HostNames(Struct, frozen=True):
    """A host and its addresses (A, then AAAA). `exists` is False where DNS says so, None where it did not say."""

    host: str
    addresses: tuple[str, ...]
    exists: bool | None
    answers: tuple[Answer, ...]

    @property
    def told(self) -> bool:
        """DNS has said whether there are addresses."""
        return any(answer.told for answer in self.answers)

    @property
    def answer(self) -> Answer:
        """The one to quote: the first that holds an address, else the first that was told."""
        holding = (answer for answer in self.answers if answer.records)
        return next(holding, next((answer for answer in self.answers if answer.told), self.answers[0]))


class DomainNames(Struct, frozen=True, kw_only=True):
    """A domain that is named as a sender."""

    host: HostNames
    mail: Answer
    """MX."""
    name_servers: Answer
    texts: Answer

    @property
    def domain(self) -> str:
        return self.host.host

    @property
    def servers(self) -> tuple[str, ...]:
        """The hosts that take its mail, preferred first; the domain itself where it has no MX but an address (RFC 5321 section 5.1)."""
        pairs = (record.partition(" ") for record in self.mail.records)
        ranked = sorted((int(rank), host) for rank, _, host in pairs if rank.isdecimal())
        named = tuple(host for _, host in ranked if host != ".")
        return named or (() if self.mail.records or not self.host.addresses else (self.domain,))

    @property
    def null_mx(self) -> bool:
        """It says that it takes no mail at all (RFC 7505)."""
        return [record.partition(" ")[2] for record in self.mail.records] == ["."]


class ReverseName(Struct, frozen=True):
    """The names that the holder of an address gave it, and those among them that lead back to it."""

    address: str
    names: tuple[str, ...]
    confirmed: tuple[str, ...]
    answers: tuple[Answer, ...]
    """PTR first, then those of the names."""


class Names(Struct, frozen=True):
    """All of them: the author's domain, the addresses on the path from us outwards, the hosts of links."""

    author: DomainNames | None = None
    envelope: DomainNames | None = None
    """The envelope sender's domain where it is not the author's."""
    reverse: tuple[ReverseName, ...] = ()
    links: tuple[HostNames, ...] = ()

    def link(self, host: str) -> HostNames | None:
        return next((names for names in self.links if names.host == host), None)

    def reverse_of(self, address: str | None) -> ReverseName | None:
        return next((name for name in self.reverse if name.address == address), None)
