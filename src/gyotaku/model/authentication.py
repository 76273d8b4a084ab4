"""What we found when we authenticated the mail ourselves, with the DNS of now (or of the moment that is replayed)."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from gyotaku.model.arc import ArcResult
from gyotaku.model.dkim import Dkim
from gyotaku.model.dmarc import DmarcResult
from gyotaku.model.spf import SpfResult, SpfWord


class Authentication(Struct, frozen=True, kw_only=True):
    """Each method's result with its steps; None where there was nothing to evaluate."""

    address: str | None
    """The address that handed the mail to our side, which SPF is about; None where no line of ours tells it."""
    spf: SpfResult | None = None
    """For the envelope sender; for the author's address where the mail has no Return-Path (`assumed`)."""
    assumed: bool = False
    author_spf: SpfResult | None = None
    """For the author's domain, where the envelope sender is of another organization: no part of SPF or DMARC, but telling."""
    dkim: Dkim = Dkim()
    dmarc: DmarcResult | None = None
    arc: ArcResult | None = None
    broken: tuple[str, ...] = ()
    """Methods (`spf`, `dkim`, `dmarc`, `arc`) whose evaluation ended with an error of this program: nothing is known by them."""
    asked: datetime
    """When the oldest of the answers was given that all this rests on."""

    @property
    def passing_spf(self) -> bool:
        return self.spf is not None and self.spf.result is SpfWord.PASS and not self.assumed
