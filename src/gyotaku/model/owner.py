"""What of a mail is its reader's own, and has to be hidden before a report is handed to others."""

from __future__ import annotations

from msgspec import Struct


class Bystander(Struct, frozen=True):
    """An organization whose domain the mail's From, Sender or Return-Path has, and to which no link leads."""

    domain: str
    """The registrable one, lower case."""
    labels: tuple[str, ...]
    local_parts: tuple[str, ...]
    """Of its addresses in these fields."""
    brand: str | None = None
    """Its id, where it is one of the organizations that frauds are known to pretend to be."""


class Owner(Struct, frozen=True):
    """Everything that tells who got the mail, as configured or as the mail shows. Forms that mask read it; no form shows it."""

    domains: tuple[str, ...] = ()
    """Lower case, the registrable ones among them. Whatever stands below them is hidden too."""
    labels: tuple[str, ...] = ()
    """The labels of these domains that are no public suffix and no usual name of a machine."""
    addresses: tuple[str, ...] = ()
    """Mailboxes as they are written, whether their domain is ours or anybody's."""
    local_parts: tuple[str, ...] = ()
    """Of these mailboxes, where they name no role that every house has."""
    names: tuple[str, ...] = ()
    """Of the organization, and what the mail calls its recipients."""
    hosts: tuple[str, ...] = ()
    """Servers of ours, by their whole names."""
    networks: tuple[str, ...] = ()
    """IP addresses of these servers."""
    bystanders: tuple[Bystander, ...] = ()
    """Not his own, and hidden on request alone."""
