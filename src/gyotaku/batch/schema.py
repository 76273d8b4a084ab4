"""The columns of a scan: one row a mail. Documented in docs/scan.md from here. Columns are only ever added within a version."""

from __future__ import annotations

from msgspec import Struct

SCHEMA = "gyotaku.scan/1"


class Column(Struct, frozen=True):
    """One column. `type` is a word of `batch.arrow`."""

    name: str
    type: str
    meaning: str


COLUMNS = (
    Column("path", "string", "The mail's name: that of its file, or `CONTAINER!MEMBER`."),
    Column("container", "string", "The file that holds it among others; null for a file of its own."),
    Column("member", "string", "Which of the mails in the container it is."),
    Column("sha256", "string", "Of the mail's octets, in hexadecimal; null where nothing was read."),
    Column("size", "int64", "Octets of the mail."),
    Column("date", "moment", "The Date field, in UTC."),
    Column("subject", "string", "As the mail has it."),
    Column("from_name", "string", "The first author's display name."),
    Column("from_address", "string", "The first author's address."),
    Column("from_domain", "string", "Its domain, in small letters."),
    Column("message_id", "string", "Without angle brackets."),
    Column("verdict", "string", "`fraud`, `likely`, `suspicious`, `cannot-tell` or `no-sign`; null where nothing was dissected."),
    Column("class", "string", "`phish`, `scam`, `malware`, `spam` or `none`."),
    Column("score", "double", "Sum of weights, natural log odds."),
    Column("probability", "double", "Of fraud; null while the weights are not measured."),
    Column("without_clearance", "string", "The verdict without every clearing word that the attacker could have arranged."),
    Column("hypotheses", "list<name,standing>", "Who sent it, best first, with its standing: `leads`, `stands`, `unlikely`, `excluded`."),
    Column("goal", "string", "What the mail wants; null where its words do not tell."),
    Column("pretends_to_be", "list<brand,name,strength>", "Whom it pretends to be; `own-domain` is the reader's own side."),
    Column("findings", "list<kind,strength,direction>", "Strongest first; `gyotaku explain KIND` tells what a kind means."),
    Column("observables", "list<type,value,roles>", "What the world could be asked about; `roles` is a list itself."),
    Column("software", "list<id,name,role,strength>", "What composed the mail and what sent it."),
    Column("defects", "list<id,part>", "Where the mail does not keep the rules of its format."),
    Column("failed_checks", "list", "Checks that broke on this mail: what they would have told is unknown."),
    Column("carries", "int64", "How many mails attached to it were dissected with it."),
    Column("told_of", "string", "SHA-256 of the attached mail that the row tells of, from `date` on, since its verdict is worse; else null."),
    Column("undone", "list", "What was undone before the mail could be read, such as unpacking."),
    Column("error", "string", "Why there is no dissection: an id such as `missing`, `not-a-mail`, `failed` or `died`; null where there is one."),
    Column("reason", "string", "The same as a sentence."),
    Column("program", "string", "Version of the program."),
    Column("tables", "string", "Which tables it judged by: the beginning of a SHA-256 over all of them."),
)  # fmt: skip
PATHS = ("path", "container", "member")
"""What two rows of the same octets differ in."""
