"""What stands outside of comments in a Received line and is more than one atom, by the clause it stands in.

As in `constructs`, a group's name is the member of `Hop` that it states.
"""

from __future__ import annotations

import re
from typing import Final

from gyotaku.mail.received.constructs import IP, Construct


def _phrases(*rows: tuple[str, str | None]) -> tuple[Construct, ...]:
    return tuple(Construct(re.compile(rf"{pattern}(?![\w.@-])"), form) for pattern, form in rows)


PHRASES: Final[dict[str, tuple[Construct, ...]]] = {
    "from": _phrases(
        (r"(?P<local>mail pickup service)", "smtpsvc"),
        (r"userid (?P<user>\w+)", None),
    ),
    "by": _phrases(
        (r"uid (?P<user>\d+)", None),
        (r"(?P<by>(?P<software>MailEnable) (?:Inbound |Postoffice )?(?:Mail Agent|Connector))", "mailenable"),
        (r"(?P<by>(?P<software>OpenMail) Mailer)", "openmail"),
    ),
    "with": _phrases(
        (r"(?P<protocol>Microsoft SMTP Server)(?: \((?P<tls>TLS)\))?", "exchange"),
        (r"(?P<protocol>Microsoft SMTPSVC)(?:\((?P<software>[\d.]+)\))?", "smtpsvc"),
        (r"(?P<protocol>Microsoft Exchange Server HTTP-DAV)", "exchange"),
        (r"(?P<protocol>Internet Mail Service)\s+\((?P<software>[\d.]+)\)", "exchange"),
        (r"(?P<protocol>MailboxResubmission) by AntispamTT", "exchange"),
        (r"(?P<protocol>mapi)", "exchange"),
        (r"(?P<software>MailEnable) (?P<protocol>E?SMTP)", "mailenable"),
        (r"IBM (?P<protocol>ESMTP) SMTP Gateway: Authorized Use Only! Violators will be prosecuted", "ibm"),
        # Cisco's gateways (IronPort) write protocol and cipher in one.
        (r"(?P<protocol>E?SMTPS?A?)/(?P<tls>TLS/[\w-]+)", "ironport"),
        (r"(?P<protocol>E?SMTP) with (?P<tls>STARTTLS)", "mimecast"),
        (r"(?P<protocol>SMTP) mgrt (?P<id>\d+)", "mailgun"),
        (r"spool id (?P<id>\d+)", "listserv"),
        (r"(?P<software>qmail-scanner-[\w.]+)(?: \([^()]{0,300}\))?", "qmail"),
        (r"surfront (?P<protocol>esmtp)", None),
    ),
    "via": _phrases(
        (r"(?:Frontend|Mailbox) Transport", "exchange"),
        (r"smtpd \(for \S+(?: \[[^\[\]]+\])?\)", "gauntlet"),
        (rf"\[(?P<address>{IP})\]", None),
        (r"listexpand", "majordomo"),
    ),
}

# Understood wherever they stand after the client: Exim's and Haraka's `tls CIPHER`, Haraka's `envelope-from <x>`,
# OpenSMTPD's `auth=yes user=x`, FirstClass's `transient id`, Yahoo's `pod-id`.
ANYWHERE: Final = {
    start: tuple(Construct(re.compile(pattern), None) for pattern in patterns)
    for start, patterns in {
        "tls": (r"tls (?P<tls>TLS[\w.:-]+)",),
        "envelope-from": (r"envelope-from <(?P<envelope_sender>[^<>]*)>",),
        "auth=yes": (r"auth=yes user=(?P<login>\S+)", r"auth=yes"),
        "transient": (r"transient(?= id)",),
        "pod-id": (r"pod-id \S+",),
        "apparently": (r"apparently(?= for)",),
    }.items()
}
