"""Whether the header is a mail's whole one, so that what is missing from it was never there.

A pasted block of headers may be a part, and what is no mail at all lacks everything: absence proves nothing in either.
"""

from msgspec import Struct

from gyotaku.mail.message import Message
from gyotaku.model.answers import NotApplicable
from gyotaku.model.text import Text

_NO_MAIL = Text(
    en="There is neither From nor Received; this is no mail.",
    ja="From も Received もなく、メールの形をしていません。",
)
_BLOCK = Text(
    en="Only a block of header fields was given. What is missing from it may have been left out.",
    ja="ヘッダーだけが渡されました。見当たらないフィールドは、貼り付けの際に抜けた可能性があります。",
)


class WholeHeader(Struct, frozen=True):
    """Asked for, as `Lazy`, by checks that conclude from absence, right before they do."""


def read(message: Message) -> WholeHeader:
    if "From" not in message.headers and "Received" not in message.headers:
        raise NotApplicable(_NO_MAIL)
    if not message.has_body:
        raise NotApplicable(_BLOCK)
    if message.partial is not None:
        raise NotApplicable(message.partial)
    return WholeHeader()
