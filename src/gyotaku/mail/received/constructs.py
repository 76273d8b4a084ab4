"""What servers write into the comments of a Received line: one pattern for each construct that is understood.

The names of a pattern's groups are the members of `Hop` that it states. A comment that matches none of them stays
unread: there is no pattern that takes anything.
"""

from __future__ import annotations

import re
from typing import Final

from gyotaku.mail.pattern import Pattern

IP: Final = r"(?i:ipv6:)?[0-9A-Fa-f:.]*[:.][0-9A-Fa-f:.]+(?:%\w{1,16})?"
_HOST: Final = r"[^\s()\[\]<>\"@=;]+"
_FORGED: Final = r"(?:\s+\(?(?:may be forged|misconfigured sender|HELO hostname mismatch)\)?)?"
# sendmail and ZMailer ask the client's identd (RFC 1413) and put its answer before the name.
_IDENT: Final = r"(?:(?:IDENT:)?[^\s@\[\]()]*@)?"
_BITS: Final = r"(?:\s+\(\d+(?:/\d+)?\s+bits\))?"
_KEY: Final = r"(?:\s+\((?:\d+\s+bits[\w ,-]*|[\w-]+)\))?"


class Construct(Pattern):
    """One pattern. `form` is the server's form where the construct alone tells it, else None."""

    __slots__ = ("form",)

    def __init__(self, source: str, form: str | None) -> None:
        super().__init__(source)
        self.form = form


def _table(*rows: tuple[str, str, str | None]) -> dict[str, tuple[Construct, ...]]:
    """Constructs by the lower-case letters that their comment begins with; the empty key is for any beginning."""
    table: dict[str, list[Construct]] = {}
    for starts, pattern, form in rows:
        for start in starts.split("|"):
            table.setdefault(start, []).append(Construct(pattern.replace(" ", r"\s+"), form))
    return {start: tuple(constructs) for start, constructs in table.items()}


CLIENT = _table(
    # Postfix, sendmail, Gmail, most others: `(reverse.name [ip])`; sendmail: `(ident@name [ip] (may be forged))`.
    ("", rf"{_IDENT}(?P<reverse_name>{_HOST}?)\.?\s*\[(?P<address>{IP})\](?::(?P<port>\d+))?{_FORGED}", None),
    ("", rf"{_IDENT}\s*\[(?P<address>{IP})\](?::(?P<port>\d+))?{_FORGED}(?:\s+(?:\(not\)\s+)?verified)?", None),
    ("", rf"/?{_IDENT}(?P<address>{IP})(?::(?P<port>\d+))?", None),
    # qmail with SMTP AUTH puts the account in the place of identd's answer, where it can be told by its own at sign.
    ("", rf"(?P<login>[^\s@()]+@[^\s@()]+)@(?P<address>{IP})", "qmail"),
    ("", rf"(?P<login>[^\s@()]+)@(?P<address>{IP}) with (?:login|plain|cram-md5)", "yahoo"),
    # Exim: `([ip] helo=name ident=user)`, `([ip]:port helo=name)`.
    (
        "",
        rf"\[(?P<address>{IP})\](?::(?P<port>\d+))?(?:\s+helo=(?P<helo>\S+))?(?:\s+ident=\S+)?",
        "exim",
    ),
    # Momentum writes the port inside of the brackets.
    ("", rf"\[(?P<address>{IP}):(?P<port>\d+)\](?: helo=(?P<helo>\S+))?", "momentum"),
    ("port|helo|ident", r"(?:port=(?P<port>\d+)\s*)?(?:helo=(?P<helo>\S+)\s*)?(?:ident=\S+)?", "exim"),
    # ZMailer: `([ip]:port "EHLO name" ident rhost-flags-OK-OK-OK-FAIL)`.
    (
        "",
        (
            rf"\[(?P<address>{IP})\](?::(?P<port>\d+))?\s+(?:(?:\"(?:EHLO|HELO)\s+(?P<helo>[^\"\s]+)\s*\"|"
            r"\"?<no\s+string>\"?|TLS-\S+|ident:\S+)\s+)*smtp-auth:\s*<?(?P<login>[^<>\s]+)>?\s+rhost-flags-[-A-Z]+"
        ),
        "zmailer",
    ),
    (
        "",
        (
            rf"\[(?P<address>{IP})\](?::(?P<port>\d+))?\s+(?:\"(?:EHLO|HELO)\s+(?P<helo>[^\"\s]+)\s*\"\s+)?"
            r"(?:TLS-\S+\s+|ident:\S+\s+)*rhost-flags-[-A-Z]+"
        ),
        "zmailer",
    ),
    # qmail, Yahoo, IronPort, JAMES: `from reverse (HELO name) (ip)`.
    ("helo|ehlo", r"(?i:helo|ehlo)\s+(?P<helo>\S+)", "helo-comment"),
    ("lhlo", r"LHLO (?P<helo>\S+)", "zimbra"),
    ("unknown", r"(?P<reverse_name>[Uu]nknown)", None),
    ("localhost", r"(?P<reverse_name>localhost)", None),
    ("unverified", r"unverified", None),
    # Old sendmail and PP, where the two names differ.
    ("", r"(?:actually )?(?P<reverse_name>(?=[\w.-]*[A-Za-z])[\w-]+(?:\.[\w-]+)+)", None),
    ("", r"(?P<local>\[?unix socket\]?|(?:\S+\s)?\[local\])", None),
    # The server knew no address.
    ("", r"\[\]", None),
    ("", rf"(?P<reverse_name><unknown>|{_HOST})\s*\[\]", None),
    # sendmail writes who called it: `from localhost (user@localhost)`.
    ("", rf"(?P<user>[^\s@()\[\]:=]+)@(?P<reverse_name>{_HOST})", "sendmail"),
    # Alibaba's gateways: `from localhost(mailfrom:address fp:SMTPD_---...)`.
    ("mailfrom", r"mailfrom:(?P<envelope_sender>\S+)\s+fp:\S+", "aliyun"),
)

# Before any clause: who handed the mail to the program that wrote the line.
LEADING = _table(
    (
        "qmail",
        (
            r"(?P<software>qmail)(?:\s+\d+)?(?:\s+messnum\s+\d+)?\s+invoked\s+(?:from\s+network|for\s+bounce|(?P<local>by\s+alias)|"
            rf"by\s+uid\s+(?P<user>\d+)|from\s+network\[(?P<address>{IP})/(?P<reverse_name>[^\s\]()]+)\])"
        ),
        "qmail",
    ),
    ("nullmailer", r"(?P<software>nullmailer)\s+pid\s+\d+\s+invoked\s+by\s+uid\s+(?P<user>\d+)", "nullmailer"),
    ("from", rf"from\s+(?P<user>[^\s@()<>]+)@(?:{_HOST})", "sendmail"),
    ("uid", r"uid\s+(?P<user>\d+)", "courier"),
    ("", rf"(?P<user>[^\s@()<>]+)@(?:{_HOST})", None),
)

SERVER = _table(
    ("", rf"(?:(?P<by_name>{_HOST})\s*)?\[(?P<by_address>{IP})\](?::\d+)?", None),
    ("", rf"(?P<by_address>{IP})(?::\d+)?", None),
    ("", r"(?P<by_name>(?=[\w.-]*[A-Za-z])[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,20})", None),
    ("smtp|esmtp", r"E?SMTP", None),
)

ANYWHERE = _table(
    # Postfix and those that copy its comments.
    (
        "using",
        (
            rf"[Uu]sing\s+(?P<tls>(?:TLS|SSL)\S*(?:\s+with\s+cipher\s+[^\s()]+)?{_BITS})"
            rf"(?:\s+(?:key-exchange|server-signature|server-digest|client-signature|client-digest)\s+[^\s()]+{_KEY})*"
        ),
        None,
    ),
    ("no", r"No client certificate requested|no client certificate|not verified", None),
    ("client", r"Client did not present a certificate", None),
    ("client", r"Client CN \"[^\"]*\", Issuer \"[^\"]*\" \((?:not )?verified(?: OK)?\)", None),
    # sendmail, Gmail, Exchange, Proofpoint.
    (
        "version",
        r"(?P<tls>version=[^\s,]+,?\s+cipher=[^\s,]+)(?:,?\s+bits=[\d/]+)?(?:,?\s+verify=[A-Z_]+)?",
        None,
    ),
    ("cipher", r"(?P<tls>cipher=[^\s,]+)(?:,?\s+bits=[\d/]+)?(?:,?\s+verify=[A-Z_]+)?", None),
    ("cipher", r"(?P<tls>Cipher\s+(?:TLS|SSL)[\w.:-]+)", None),
    # Courier: `(AUTH: LOGIN user@host, TLS: TLSv1.2,256bits,ECDHE-RSA-AES256-GCM-SHA384)`.
    (
        "auth|tls",
        r"(?:AUTH:\s+[\w-]+\s+(?P<login>[^\s,]+))?(?:,?\s*(?:TLS|SSL):\s+(?P<tls>[\w./-]+(?:,[\w./-]+)*))?",
        "courier",
    ),
    # Exim: `(TLS1.3)`, `(TLSv1.2:ECDHE-RSA-AES256-GCM-SHA384:256)`.
    ("tls|tlsv|ssl|sslv", r"(?P<tls>(?:TLS|SSL)v?[\d.]*(?::[\w.:-]+)*)(?:\s+cipher\s+\S+)?", None),
    ("", r"(?P<tls>[A-Z0-9_-]{4,60}) encrypted(?:, authenticated)?", None),
    ("http", r"HTTP/[12](?:\.\d)? (?:POST|GET)", "roundcube"),
    ("num", r"num_hops = \d+", "gmail"),
    ("google", r"(?P<tls>Google Transport Security)", "gmail"),
    ("envelope-from|envelope-sender", r"envelope-(?:from|sender)\s+<(?P<envelope_sender>[^<>]*)>", None),
    ("envelope-from|envelope-sender", r"envelope-(?:from|sender)\s+(?P<envelope_sender>[^\s<>]+)", None),
    ("sender", r"Sender: (?P<envelope_sender>\S+)", None),
    ("return-path", r"[Rr]eturn-[Pp]ath:? <?(?P<envelope_sender>[^<>\s]+)>?", None),
    ("orcpt", r"ORCPT\s+<?(?:rfc822;)?(?P<recipient>[^\s<>]+)>?", None),
    ("authenticated", r"authenticated(?:\s+bits=\d+)?", None),
    ("authenticated", r"authenticated(?:\s+(?:as|user|by|id))\s+(?P<login>\S+)(?:\s+bits=\d+)?", None),
    ("authenticated", r"[Aa]uthenticated[ -][Ss]ender:\s+(?P<login>\S+)", None),
    ("account", r"[Aa]ccount:?\s+<?(?P<login>[^\s<>]+?)>?(?:\s+HELO\s+(?P<helo>\S+))?", None),
    ("auth", r"(?i:auth)(?:[:=]|\s)\s*(?:(?:PLAIN|LOGIN|CRAM-MD5|DIGEST-MD5|NTLM)\s+)?(?P<login>[^\s=:]+)", None),
    ("squirrelmail", r"(?P<software>SquirrelMail)\s+authenticated\s+user\s+(?P<login>\S+)", "squirrelmail"),
    ("single-drop|multi-drop", r"(?:single|multi)-drop", None),
    ("multiple", r"multiple recipients", None),
    ("not", r"not processed: message from (?:trusted|valid local) sender", None),
)

_VERSION: Final = r"v?\d[\w.+~:/-]*"

SOFTWARE = _table(
    ("postfix", r"(?P<software>Postfix)", "postfix"),
    ("postfix", r"(?P<software>Postfix),\s+from\s+userid\s+(?P<user>\d+)", "postfix"),
    # sendmail: version of the program, a slash, version of the configuration; vendors change both and add to them.
    (
        "",
        r"(?P<software>[\w.+-]*\d\.\d[\w.+:~-]*/[\w.+-]*\d[\w.+:~-]*(?:/[^()\s/]+)*(?:/d:\s+[^()]+|\s+v[\d.]+)?)",
        "sendmail",
    ),
    ("v|r", r"(?P<software>[VR]\d/cf)", "sendmail"),
    ("exim", r"(?P<software>Exim\s+\d[\w.+-]*)(?:\s+\(FreeBSD\))?(?:\s+#\d+)?(?:\s+\([A-Z][\w .-]*\))?", "exim"),
    ("", r"(?P<software>[\w.]+\(Exim\)\s+\d[\w.+-]*)(?:\s+#\d+)?", "exim"),
    ("proxmox", r"(?P<software>Proxmox)", "proxmox"),
    ("amavisd-new|amavisd|amavis", r"(?P<software>amavis(?:d(?:-new)?)?(?:-[\d.]+)?),\s+port\s+\d+", "amavis"),
    ("sg", r"(?P<software>SG)", "sendgrid"),
    ("qmail-ldap", rf"(?P<software>qmail-ldap-{_VERSION})", "qmail"),
    ("qmail", rf"(?P<software>qmail-{_VERSION})", "qmail"),
    ("qp", r"(?P<software>qp) \d+", "qmail"),
    ("qpsmtpd", rf"(?P<software>qpsmtpd/{_VERSION})", "qpsmtpd"),
    ("fetchmail", rf"(?P<software>fetchmail-{_VERSION})", "fetchmail"),
    ("getmail", rf"(?P<software>getmail-{_VERSION})", "getmail"),
    ("mpop", rf"(?P<software>mpop[ -]{_VERSION})", "mpop"),
    ("james", r"(?P<software>JAMES SMTP Server(?:\s+[\d.]+)?)", "james"),
    ("cyrus", r"(?P<software>Cyrus(?: \S+)?)", "cyrus"),
    ("dovecot", r"(?P<software>Dovecot)", "dovecot"),
    ("lotus", r"(?P<software>Lotus (?:Domino|SMTP MTA) (?:Release )?v?\d[^()]*)", "domino"),
    ("ibm|hcl", r"(?P<software>(?:IBM|HCL) Domino Release [^()]*)", "domino"),
    ("mdaemon", r"(?P<software>MDaemon(?:\s+PRO)?\s+v?[\d.]+[^()\s]*)", "mdaemon"),
    ("", r"[^\s()]+\s+\[[^\]]+\]\s+\((?P<software>MDaemon[^()]*)\)", "mdaemon"),
    ("communigate", r"(?P<software>CommuniGate(?:\s+Pro)?\s+[A-Z0-9-]+\s+[\w./]+)", "communigate"),
    ("powermta", r"(?P<software>PowerMTA\(TM\)\s+v\S+)", "powermta"),
    ("haraka", rf"(?P<software>Haraka(?:/{_VERSION})?)", "haraka"),
    ("opensmtpd", r"(?P<software>OpenSMTPD)", "opensmtpd"),
    ("stalwart", rf"(?P<software>Stalwart(?: SMTP)?(?:[ /]{_VERSION})?)", "stalwart"),
    ("kerio", rf"(?P<software>Kerio (?:Connect|MailServer) {_VERSION}(?:[ \w]+)?)", "kerio"),
    ("smtpd", rf"(?P<software>SMTPD(?:32)?-{_VERSION})", "imail"),
    ("f-secure", r"(?P<software>F-Secure/fsigk_smtp/\d+/\S+)", "f-secure"),
    ("ezweb", r"(?P<software>EZweb Mail)", "ezweb"),
    ("coremail", r"(?P<software>Coremail)", "coremail"),
    ("nemesis", r"(?P<software>Nemesis)", "nemesis"),
    ("pps", r"(?P<software>PPS)", "proofpoint"),
    ("listserv-tcp|listserv", r"(?P<software>LISTSERV-TCP/IP release [\w.-]+)", "listserv"),
    ("pmdf", r"(?P<software>PMDF V[\w.-]+(?: #\w+)?)", "pmdf"),
    (
        "iplanet|sun|oracle",
        (
            r"(?P<software>(?:iPlanet|Sun Java(?:\(tm\))? System|Sun ONE|Oracle Communications) "
            r"Messaging (?:Server|Exchange Server)[^()]*(?:\([^()]*\)[^()]*)*)"
        ),
        "sun",
    ),
    ("content", r"(?P<software>Content Technologies SMTPRS [\d.]+)", "mailsweeper"),
    ("microsoft", r"(?P<software>Microsoft Exchange Internet Mail Service Version [\d.]+)", "exchange"),
    ("", r"(?P<software>[a-z]+/Yandex)", "yandex"),
    ("yandex", r"(?P<software>Yandex)", "yandex"),
    ("", r"/\\\S+/\\ (?P<software>Smail[\d.]+)(?: #[\d.]+)?", "smail"),
    ("intermail", r"(?P<software>InterMail v[\w.]+(?: [\w-]+)?)", "openwave"),
    ("smail", r"(?P<software>Smail[\d.]+)(?: #[\d.]+)?", "smail"),
    ("ecelerity", r"(?P<software>ecelerity \S+)(?: r\(\S*\))?", "momentum"),
    ("", r"(?P<software>SimpleEmailService-[\w-]+)", "ses"),
    ("docomo", r"(?P<software>DOCOMO Mail Server Ver[\w.]+)", "docomo"),
    ("halon", r"(?P<software>Halon)", "halon"),
    ("horde", r"(?P<software>Horde(?: Framework)?)", "horde"),
    ("rzmta", r"(?P<software>RZmta [\w. ]+)", "rzmta"),
    ("ssmtp", r"(?P<software>sSMTP sendmail emulation)", "ssmtp"),
)

# The name of a product, with or without version, where a server names itself: Postfix's `mail_name` may be any.
PRODUCT = re.compile(
    r"(?P<software>[A-Z][\w.+'&!-]*(?:/[\w.:+-]+)*(?:[ \t]+(?:v?\.?\d[\w.:/+-]*|#\d+|[A-Za-z][\w.+'/-]*)){0,6}"
    r"|[a-z]+[A-Z][A-Za-z]+|[a-z][\w+-]*(?:[ /]v?\d+\.[\w.-]+))(?:[ \t]+\([\w .,:/+-]*\))?"
)
PRODUCT_FORMS: Final = {
    name: name
    for name in (
        *(
            "axigen",
            "barracuda",
            "ciphermail",
            "citadel",
            "exchange",
            "firstclass",
            "fortimail",
            "groupwise",
            "hmailserver",
        ),
        *("icewarp", "interscan", "mailenable", "mailfoundry", "mailmarshal", "merak", "mercury", "msmtp", "sentrion"),
        *("sophos", "surgemail", "symantec", "trustwave", "watchguard", "xmail", "yandex"),
    )
}
"""Forms by the first word of a product's name, in lower case."""
VERSION = re.compile(r"(?P<software>v\d+(?:\.\d+){1,4}(?:-[\w.]+)?|\d+(?:\.\d+){1,2})")
