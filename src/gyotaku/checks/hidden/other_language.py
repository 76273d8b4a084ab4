"""The mail is in another language than its subject, or than the customers of the organization it speaks for.

Innocent when: a service that is used in many countries writes to a foreigner, or a person quotes another language.
"""

from collections.abc import Iterator

from gyotaku.data.tables import table
from gyotaku.mail.facts.bulk import Bulk
from gyotaku.mail.facts.identity import Identity
from gyotaku.mail.facts.senders import Senders
from gyotaku.mail.facts.tongue import Tongue, of_words
from gyotaku.mail.facts.wording import Wording
from gyotaku.model.finding import Finding, Group, Kind
from gyotaku.model.text import Quote, Text, Word

SUBJECT = Kind(
    id="language-unlike-subject",
    group=Group.LANGUAGE,
    title=Text(
        en="The subject is in {said}, the text in {language}: {subject} over {words}.",
        ja="件名は{said}ですが、本文は{language}です。件名は {subject} 、本文は {words} です。",
    ),
    why=Text(
        en="Whoever changes the subject of a ready-made mail, or hides filler of other mail in it, mixes languages. People who live in two languages do "
        "so too, so it is a weak hint.",
        ja="出来合いのメールの件名だけを書き換えたり、別のメールの文を埋め込んだりすると、言語が混ざります。二つの言語で暮らす人も混ぜて書くため、弱い手がかりです。",
    ),
    innocent=Text(
        en="Letters between people who use both languages, and notices of systems whose subject is fixed.",
        ja="両方の言語を使う人どうしのメールや、件名が固定されたシステムの通知でも見られます。",
    ),
)
CUSTOMERS = Kind(
    id="language-unlike-sender",
    group=Group.LANGUAGE,
    title=Text(
        en="The mail speaks for {organization}, whose customers are written to in {expected}, and is in {language}: {words}.",
        ja="{organization} を名乗るメールです。その利用者に届くのは{expected}のメールのはずですが、本文は{language}です（{words}）。",
    ),
    why=Text(
        en="Banks, card companies, carriers and offices of a country write to their customers in its language. Some write to foreigners in "
        "another one, so it is a weak hint.",
        ja="国内の銀行、カード会社、通信会社、官公庁は、利用者にその国の言語で連絡します。外国人の利用者に別の言語で送るところもあるため、弱い手がかりです。",
    ),
    innocent=Text(
        en="Letters to foreign customers, and mail of an international branch.",
        ja="外国人の利用者への案内や、国際部門からのメールでも見られます。",
    ),
)

_HOME = {"JP": "ja"}
"""Countries whose organizations write to their customers in one language; groups of other countries are at home in several."""
_AT_HOME = frozenset({"bank", "card", "securities", "carrier", "government", "parcel"})
_QUOTED = 60
_LEAST_TOLD = 9
"""Points of the body's language: a short text is not judged."""
_OTHER_SCRIPT = frozenset({"ja", "zh", "ko", "ru", "uk", "el", "ar", "he", "th", "hi"})


def check(wording: Wording, tongue: Tongue, identity: Identity, senders: Senders, bulk: Bulk) -> Iterator[Finding]:
    language = tongue.language
    if language is None or tongue.weight < _LEAST_TOLD or not tongue.passage or tongue.passage.part == "Subject":
        return
    words = tongue.evidence()[0]
    subject = next((passage for passage in wording.headers if passage.part == "Subject"), None)
    if subject is not None and not bulk.lists:
        said = of_words(subject.text)
        if (
            said is not None
            and said != language
            and not _answers(subject.folded)
            and _tells(said, language, subject.text)
        ):
            evidence = subject.evidence(0, len(subject.text[:_QUOTED].rstrip()))
            yield SUBJECT.found(
                evidence,
                words,
                said=Word(_name(said)),
                language=Word(tongue.name),
                subject=Quote(evidence.quote),
                words=Quote(words.quote[:_QUOTED]),
            )
    author = senders.author
    if not identity.claimed or author is None:
        return
    claimed = identity.claimed[0]
    brand = claimed.brand
    expected = _HOME.get(brand.country)
    if expected is None or expected == language or brand.sector not in _AT_HOME:
        return
    if brand.holds((author.domain or "").lower(), (author.mailbox.local or "").lower()):
        return
    yield CUSTOMERS.found(
        claimed.signs[0].evidence,
        words,
        organization=Quote(brand.name),
        expected=Word(_name(expected)),
        language=Word(tongue.name),
        words=Quote(words.quote[:_QUOTED]),
    )


def _answers(subject: str) -> bool:
    return subject.startswith(("re:", "fw:", "fwd:", "aw:", "wg:", "[", "rif:", "sv:", "tr:"))


def _tells(said: str, language: str, subject: str) -> bool:
    """A few letters of another script in a subject are a name, and Chinese characters alone may be Japanese."""
    if {said, language} == {"ja", "zh"}:
        return False
    return language in _OTHER_SCRIPT or said in _OTHER_SCRIPT or len(subject.split()) > 3


def _name(language: str) -> Text:
    en, ja = table("tongues")["names"][language]
    return Text(en=en, ja=ja)
