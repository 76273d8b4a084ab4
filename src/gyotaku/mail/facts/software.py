"""The software that composed and sent the mail."""

from msgspec import Struct

from gyotaku.mail.facts.authorship import Authorship
from gyotaku.mail.facts.message_identity import MessageIdentities
from gyotaku.mail.message import Message
from gyotaku.mail.software.looks import Looks
from gyotaku.mail.software.ranking import Candidate, Claim, rank
from gyotaku.model.path import Path
from gyotaku.model.software import Recognized, Role


class Software(Struct, frozen=True):
    """`named` are the tools that traces suffice for, what composed the mail before what sent it; `claims` what it says."""

    named: tuple[Recognized, ...]
    candidates: tuple[Candidate, ...]
    """All that left a trace, best first."""
    claims: tuple[Claim, ...]
    rebuilt: bool
    """A list server or a gateway built the mail's structure anew, so that its own traces may stand in it."""

    @property
    def composer(self) -> Recognized | None:
        return next((one for one in self.named if one.tool.role is Role.COMPOSES), None)

    def shown(self, tool: str) -> float:
        """What a tool's traces say, the names that the mail gives itself struck out; in natural log odds."""
        return next((one.shown for one in self.candidates if one.tool.id == tool), 0.0)


def read(message: Message, path: Path, identities: MessageIdentities, authorship: Authorship) -> Software:
    ranking = rank(Looks(message, path, identities, authorship, own_words=True))
    named = tuple(one.recognized for one in ranking.named)
    return Software(named, ranking.candidates, ranking.claims, ranking.rebuilt)
