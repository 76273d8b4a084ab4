"""How much a test may decide: what belongs to many, or to an organization that frauds pretend to be, decides nothing alone."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

from gyotaku.batch.rules.condition import ADDRESSES, PHRASES, Condition
from gyotaku.lookup.reputation.shared import shared
from gyotaku.mail.brands import brands, namings
from gyotaku.mail.facts.own import freemail
from gyotaku.mail.links.hosting import HostedBy, of_host
from gyotaku.model.configuration import Config
from gyotaku.model.text import Text


class Weight(StrEnum):
    """What a test may do in a clause."""

    ALONE = "alone"
    """Names somebody: enough by itself."""
    PHRASE = "phrase"
    """Words: with anything that is not an organization's own."""
    SHARED = "shared"
    """Belongs to many: with words, or with what is enough by itself."""
    NARROWING = "narrowing"
    """An organization's own, or its name: only beside what is enough by itself."""


class Standing(Struct, frozen=True):
    weight: Weight
    why: Text | None = None
    """Why it is not enough by itself."""


_WORDS = Standing(Weight.PHRASE, Text(en="words alone", ja="語句だけでは判断できません"))
_MANY = Standing(Weight.SHARED, Text(en="many people use it", ja="多くの人が使うものです"))
_OWN = Standing(Weight.NARROWING, Text(en="it is your own", ja="自社のものです"))


def _brands(name: str) -> Standing:
    """The organization may send such mail itself, whether this scan has any or not."""
    return Standing(Weight.NARROWING, Text(en=f"it belongs to {_bare(name)}", ja=f"{_bare(name)} のものです"))


def _names(name: str) -> Standing:
    return Standing(Weight.NARROWING, Text(en=f"it names {_bare(name)}", ja=f"{_bare(name)} の名前です"))


def _bare(name: str) -> str:
    """Braces are slots in a text."""
    return name.replace("{", "").replace("}", "")


def standings(config: Config) -> Callable[[Condition], Standing]:
    """By the tables of this configuration."""
    known = brands(config.brands)
    own = tuple(config.own_domains)

    @lru_cache(100_000)
    def of_name(host: str) -> Standing:
        if any(host == domain or host.endswith("." + domain) or domain.endswith("." + host) for domain in own):
            return _OWN
        if freemail(host):
            return _MANY
        put_up = of_host(host)
        holder = next((one for one in known if one.holds(host) or one.shares(host)), None)
        if holder is not None and (put_up is None or put_up.by is HostedBy.SHARED):
            return _brands(holder.name)
        return _MANY if shared(host) else Standing(Weight.ALONE)

    def standing(test: Condition) -> Standing:
        if test.what in PHRASES:
            named = namings(test.value, config.brands)
            return _names(named[0].brand.name) if named else _WORDS
        if test.what in ADDRESSES:
            of_domain = of_name(test.value.rpartition("@")[2])
            return Standing(Weight.ALONE) if of_domain.weight is Weight.SHARED else of_domain
        return of_name(test.value)

    return standing


def decides(weights: list[Weight]) -> bool:
    """Tests of these weights are enough for a clause."""
    if Weight.ALONE in weights:
        return True
    return Weight.PHRASE in weights and len(weights) > 1 and Weight.NARROWING not in weights
