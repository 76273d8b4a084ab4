"""Who sent the mail, as far as a mark may speak for him: the author, the mailing list, and what shows that it was really they."""

from msgspec import Struct

from gyotaku.mail.brands import anybody_writes_from
from gyotaku.mail.domains import is_listed
from gyotaku.mail.facts.own import freemail
from gyotaku.mail.facts.recorded import Recorded
from gyotaku.mail.facts.senders import Party, Senders
from gyotaku.mail.facts.software import Software
from gyotaku.mail.house import organization
from gyotaku.mail.message import Message
from gyotaku.mail.pattern import Pattern
from gyotaku.mail.proofs import Way, of_author, of_list
from gyotaku.mail.sending_services import service_of
from gyotaku.model.configuration import Config
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.marks import Trait
from gyotaku.model.path import Path

_LIST_ID = Pattern(r"<([^<>\s]{1,255})>$")
_LONGEST_FIELD = 2_000


class Provenance(Struct, frozen=True):
    """`address` and `domain` are None where nobody or several are named; `domain` also where anybody can have an address."""

    author: Party | None
    address: str | None
    domain: str | None
    anybody: str | None
    """The service that is named as the author, by which anybody can have a mail sent."""
    of_author: tuple[Trait, ...]
    list_id: str | None
    list_shown: Evidence | None
    of_list: tuple[Trait, ...]

    @property
    def by_list(self) -> str | None:
        """The organization of the list, where it is shown that the list sent it."""
        return organization(self.list_id) if self.of_list else None


def read(
    message: Message, senders: Senders, recorded: Recorded, path: Path, software: Software, config: Config
) -> Provenance:
    way = Way(message, path, software.named)
    author = senders.author if len(senders.authors) == 1 else None
    if author is not None and (not author.usable or _is_list(author, message)):
        author = None
    domain = author.domain if author is not None else None
    anybody = domain is not None and (freemail(domain) or anybody_writes_from(domain, config.brands))
    field = message.headers.get("List-Id")
    found = _LIST_ID.compiled.search(field.text[:_LONGEST_FIELD].rstrip()) if field is not None else None
    list_id = found[1].lower() if found is not None and is_listed(found[1]) else None
    return Provenance(
        author=author,
        address=(author.address or "").lower() if author is not None else None,
        domain=None if author is None or anybody else author.organization,
        anybody=service_of(author.address, domain) if author is not None else None,
        of_author=tuple(of_author(senders, recorded, way, anybody=anybody)) if author is not None else (),
        list_id=list_id,
        list_shown=field.quote(list_id, Principal.SENDER) if field is not None and list_id is not None else None,
        of_list=tuple(of_list(list_id, recorded, way)) if list_id is not None else (),
    )


def _is_list(author: Party, message: Message) -> bool:
    """From is where one writes to the list: a list that signs puts itself there, whoever wrote."""
    field = message.headers.get("List-Post")
    return field is not None and f"mailto:{author.address}".lower() in field.text[:_LONGEST_FIELD].lower()
