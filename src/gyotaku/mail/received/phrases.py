"""What stands outside of comments in a Received line and is more than one atom, by the clause it stands in.

As in `constructs`, a group's name is the member of `Hop` that it states.
"""

from __future__ import annotations

from typing import Final

from gyotaku.mail.received.constructs import Construct


def _phrases(*rows: tuple[str, str, str | None]) -> dict[str, tuple[Construct, ...]]:
    """Phrases by the lower-case letters that their first word begins with."""
    table: dict[str, list[Construct]] = {}
    for starts, pattern, form in rows:
        for start in starts.split("|"):
            table.setdefault(start, []).append(Construct(pattern.replace(" ", r"\s+") + r"(?![\w.@-])", form))
    return {start: tuple(found) for start, found in table.items()}


PHRASES: Final[dict[str, dict[str, tuple[Construct, ...]]]] = {
    "from": _phrases(
        ("mail", r"(?P<local>mail pickup service)", "smtpsvc"),
        ("userid", r"userid (?P<user>\w+)", None),
    ),
    "by": _phrases(
        ("uid", r"uid (?P<user>\d+)", None),
        (
            "mailenable",
            r"(?P<by>(?P<software>MailEnable) (?:Inbound |Postoffice )?(?:Mail Agent|Connector))",
            "mailenable",
        ),
        ("forcepoint", r"(?P<by>(?P<software>Forcepoint) Email)", "forcepoint"),
        ("openmail", r"(?P<by>(?P<software>OpenMail) Mailer)", "openmail"),
    ),
    "with": _phrases(
        ("microsoft", r"(?P<protocol>Microsoft SMTP Server)(?: \((?P<tls>TLS)\))?", "exchange"),
        ("microsoft", r"(?P<protocol>Microsoft SMTPSVC)(?:\((?P<software>[\d.]+)\))?", "smtpsvc"),
        ("microsoft", r"(?P<protocol>Microsoft Exchange Server HTTP-DAV)", "exchange"),
        ("internet", r"(?P<protocol>Internet Mail Service)\s+\((?P<software>[\d.]+)\)", "exchange"),
        ("mailboxresubmission", r"(?P<protocol>MailboxResubmission) by AntispamTT", "exchange"),
        ("mapi", r"(?P<protocol>mapi)", "exchange"),
        ("mailenable", r"(?P<software>MailEnable) (?P<protocol>E?SMTP)", "mailenable"),
        ("ibm", r"IBM (?P<protocol>ESMTP) SMTP Gateway: Authorized Use Only! Violators will be prosecuted", "ibm"),
        # Cisco's gateways (IronPort) write protocol and cipher in one.
        ("smtp|esmtp|smtps|esmtps|esmtpsa|smtpa|esmtpa", r"(?P<protocol>E?SMTPS?A?)/(?P<tls>TLS/[\w-]+)", "ironport"),
        ("smtp|esmtp", r"(?P<protocol>E?SMTP) with (?P<tls>STARTTLS)", "mimecast"),
        ("smtp", r"(?P<protocol>SMTP) mgrt (?P<id>\d+)", "mailgun"),
        ("spool", r"spool id (?P<id>\d+)", "listserv"),
        ("qmail-scanner", r"(?P<software>qmail-scanner-[\w.]+)(?: \([^()]{0,300}\))?", "qmail"),
        ("surfront", r"surfront (?P<protocol>esmtp)", None),
    ),
    "via": _phrases(
        ("frontend|mailbox", r"(?:Frontend|Mailbox) Transport", "exchange"),
        ("smtpd", r"smtpd \(for \S+(?: \[[^\[\]]+\])?\)", "gauntlet"),
        ("listexpand", r"listexpand", "majordomo"),
    ),
}

# Understood wherever they stand behind a first value: Exim's and Haraka's `tls CIPHER`, Haraka's `envelope-from <x>`,
# OpenSMTPD's `auth=yes user=x`, FirstClass's `transient id`, Yahoo's `pod-id`, ZMailer's `convert`, IMP's `as user`.
ANYWHERE: Final = {
    start: Construct(pattern, form)
    for start, pattern, form in (
        ("tls", r"tls\s+(?P<tls>TLS[\w.:-]+)", None),
        ("envelope-from", r"envelope-from\s+<(?P<envelope_sender>[^<>]*)>", None),
        ("auth=yes", r"auth=yes(?:\s+user=(?P<login>[^\s();]+))?", None),
        ("transient", r"transient(?=\s+id)", None),
        ("pod-id", r"pod-id\s+[^\s();]+", None),
        ("apparently", r"apparently(?=\s+for)", None),
        ("convert", r"convert\s+rfc822-to-\w+", "zmailer"),
        ("as", r"as\s+user\s+(?P<login>[^\s();]+)", "horde"),
    )
}
