"""What a reader of a container raises when it cannot go on. Nobody but `mail.containers` and `mail.intake` sees it."""

from __future__ import annotations


class Damaged(Exception):  # noqa: N818 - a state of the file, not an error of ours
    """The octets are not what their beginning says, or end too early."""


class BadPacking(Damaged):
    """What gzip, bzip2 or xz packed is broken."""


class Exhausted(Exception):  # noqa: N818 - a bound of ours was met
    """More would be unpacked than a mail can need: an archive bomb, or a bound set too low."""
