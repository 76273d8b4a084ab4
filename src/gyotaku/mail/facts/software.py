"""The software that composed and sent the mail."""

from msgspec import Struct

from gyotaku.mail.facts.authorship import Authorship
from gyotaku.mail.facts.message_identity import MessageIdentities
from gyotaku.mail.message import Message
from gyotaku.mail.software.looks import Looks
from gyotaku.mail.software.ranking import Claim, rank
from gyotaku.model.path import Path
from gyotaku.model.software import Recognized, Role


class Software(Struct, frozen=True):
    """`named` are the tools that traces suffice for, what composed the mail before what sent it; `claims` what it says."""

    named: tuple[Recognized, ...]
    candidates: tuple[Recognized, ...]
    claims: tuple[Claim, ...]
    rebuilt: bool
    """A list server or a gateway built the mail's structure anew, so that its own traces may stand in it."""

    @property
    def composer(self) -> Recognized | None:
        return next((one for one in self.named if one.tool.role is Role.COMPOSES), None)

    @property
    def sender(self) -> Recognized | None:
        return next((one for one in self.named if one.tool.role is Role.SENDS), None)

    def candidate(self, tool: str) -> Recognized | None:
        return next((one for one in self.candidates if one.tool.id == tool), None)


def read(message: Message, path: Path, identities: MessageIdentities, authorship: Authorship) -> Software:
    ranking = rank(Looks(message, path, identities, authorship, own_words=True))
    return Software(ranking.named, ranking.candidates, ranking.claims, ranking.rebuilt)
