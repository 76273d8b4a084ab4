"""The mails that a mail carries: attached as messages, attached as files, or forwarded within its text."""

from __future__ import annotations

from gyotaku.mail.given import Mail
from gyotaku.mail.message import Message


def carried(message: Message, mail: Mail, most: int) -> tuple[list[Mail], int]:
    """Up to `most` of them, and how many more there are. Each is named by the section of the part that holds it."""
    attached = message.attached
    files = message.attached_files
    partial = {**mail.partial, **message.partial_inside} if message.partial_inside else mail.partial
    found = [Mail(f"{mail.path}!{part.section}", part.data(), partial=partial) for part in attached[: max(0, most)]]
    left_out = message.carried - len(found)
    for part in files:
        if len(found) >= most:
            left_out += 1
            continue
        inner = _file(f"{mail.path}!{part.section}", part.data())
        if inner is not None:
            found.append(inner)
    quoted = _quoted(message, mail.path)
    if quoted is not None:
        if len(found) < most:
            found.append(quoted)
        else:
            left_out += 1
    return found, left_out


def _file(path: str, octets: bytes) -> Mail | None:
    """An attached file that is one mail; None for one that only looked so."""
    from gyotaku.mail import contents

    found = contents.one(path, octets)
    return found if isinstance(found, Mail) else None


def _quoted(message: Message, path: str) -> Mail | None:
    from gyotaku.mail import forwarded

    if not forwarded.may_be(message):
        return None
    found = forwarded.quoted_mail(message)
    if found is None:
        return None
    return Mail(f"{path}!{found.section}/forwarded", found.raw, (forwarded.FORWARDED,), None, found.partial)
