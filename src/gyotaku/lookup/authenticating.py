"""Authenticating one mail: SPF for the address that the trust boundary shows, DKIM, ARC, and DMARC over them.

The tree walk of DMARC is asked for beside the others, before their results are known; then DMARC is evaluated anew with
them, from the answers of this mail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from gyotaku.authentication import arc, dkim, dmarc, spf
from gyotaku.authentication.signed_octets import SignedOctets
from gyotaku.lookup.questions import Raised
from gyotaku.model.arc import ArcResult
from gyotaku.model.asks import Inquiry
from gyotaku.model.authentication import Authentication
from gyotaku.model.dkim import Dkim
from gyotaku.model.dmarc import DmarcResult
from gyotaku.model.spf import SpfResult

if TYPE_CHECKING:
    from gyotaku.lookup.session import Session, Sitting

T = TypeVar("T")


def inquiries(raised: Raised, when: datetime) -> dict[str, Callable[[str], Inquiry[Any]]]:
    """What to ask for the questions of authentication, by the beginnings of their ids."""
    octets = SignedOctets(raised.message.root)
    found: dict[str, Callable[[str], Inquiry[Any]]] = {
        "dkim": lambda _: dkim.evaluate(octets, when),
        "arc": lambda _: arc.evaluate(octets, when),
        "dmarc": lambda domain: dmarc.evaluate(domain, None, ()),
    }
    if raised.address:
        address, helo = raised.address, raised.helo
        found["spf"] = lambda domain: spf.evaluate(address, raised.mail_from_of(domain), helo)
    return found


def authenticated(raised: Raised, results: Mapping[str, object], session: Session, sitting: Sitting) -> Authentication:
    """All of it, from the results by question id."""
    mine = _result(results, f"spf:{raised.spf_domain}", SpfResult)
    other = _result(results, f"spf:{raised.domain}", SpfResult) if raised.spf_domain != raised.domain else None
    signed = next((one for one in results.values() if isinstance(one, Dkim)), Dkim())
    walked = next((one for one in results.values() if isinstance(one, DmarcResult)), None)
    assumed = raised.senders.return_path is None
    broken = [question.partition(":")[0] for question, result in results.items() if isinstance(result, Exception)]
    if walked is not None:
        given = (mine.domain, mine.result.value) if mine is not None and not assumed else None
        signatures = [(one.domain, one.result.value) for one in signed.signatures if one.domain]
        if "dkim" in broken:
            # What could not be evaluated may have passed: no failure follows from it.
            signatures = [(domain, "temperror") for domain in raised.signers]
        (walked,) = session.settle([dmarc.evaluate(walked.author_domain, given, signatures)], sitting)
    dmarc_result = walked if isinstance(walked, DmarcResult) else None
    chain = next((one for one in results.values() if isinstance(one, ArcResult)), None)
    rested_on = [one for one in (mine, other, dmarc_result, chain, *signed.signatures) if one is not None]
    told = [answer.time for one in rested_on for answer in one.answers if answer.told]
    return Authentication(
        address=raised.address,
        spf=mine,
        assumed=assumed,
        author_spf=other,
        dkim=signed,
        dmarc=dmarc_result,
        arc=chain,
        broken=tuple(method for method in ("spf", "dkim", "dmarc", "arc") if method in broken),
        # Recorded answers are of different moments; what is told holds as of the oldest.
        asked=min(told, default=session.now()),
    )


def _result(results: Mapping[str, object], question: str, wanted: type[T]) -> T | None:
    found = results.get(question)
    return found if isinstance(found, wanted) else None
