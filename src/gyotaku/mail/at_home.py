"""What a mail's own sender holds, and what the mail names to its reader: the measure of what is elsewhere."""

from __future__ import annotations

from gyotaku.mail.facts.own import freemail
from gyotaku.mail.facts.recorded import Recorded
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.wording import Wording
from gyotaku.mail.house import organization


def at_home(senders: Senders, recorded: Recorded) -> set[str | None]:
    """Organizations that the mail comes from by its own account, or by a signature that our server checked."""
    parties = (*senders.authors, *senders.reply_to, *filter(None, (senders.sender, senders.envelope)))
    home = {party.organization for party in parties if not freemail(party.domain)}
    home |= {
        organization(result.properties.get("header.d")) for result in recorded.ours("dkim") if result.result == "pass"
    }
    return home


def names(wording: Wording, domain: str) -> bool:
    """The mail shows its reader the domain, or names the service: "Zoom" for zoom.us."""
    label = domain.partition(".")[0]
    return any(domain in passage.folded or (len(label) > 2 and label in passage.folded) for passage in wording)
