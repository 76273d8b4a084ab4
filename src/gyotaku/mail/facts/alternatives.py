"""The two forms of one text: plain and HTML (RFC 2046 section 5.1.4)."""

from msgspec import Struct

from gyotaku.mail.facts.wording import Passage, Wording
from gyotaku.mail.message import Message


class Alternatives(Struct, frozen=True):
    """Both None where the mail has no such pair, or more than the two texts."""

    plain: Passage | None = None
    shown: Passage | None = None


def read(message: Message, wording: Wording) -> Alternatives:
    laid_out = wording.laid_out
    if len(laid_out) != 2 or [body.part.content_type for body in laid_out] != ["text/plain", "text/html"]:
        return Alternatives()
    if len(wording.bodies) != len(laid_out):
        return Alternatives()
    sections = [body.part.section for body in laid_out]
    for part in message.root.walk():
        if part.content_type == "multipart/alternative":
            inside = [inner.section for inner in part.walk()]
            return Alternatives(*wording.bodies) if all(section in inside for section in sections) else Alternatives()
    return Alternatives()
