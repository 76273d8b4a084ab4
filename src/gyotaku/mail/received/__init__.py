"""Received lines (RFC 5321 section 4.4) in the forms that real servers write."""

from gyotaku.mail.received.line import read

__all__ = ["read"]
