"""In which language a text is, told by its letters and its short words; and what a report says of one that is not read."""

from __future__ import annotations

import pytest

import gyotaku
from gyotaku.data.tables import table
from gyotaku.facts import Facts
from gyotaku.mail import message
from gyotaku.mail.facts.salutation import Greeting, Salutation
from gyotaku.mail.facts.tongue import Tongue
from gyotaku.model.answers import Ended
from gyotaku.model.configuration import Config
from gyotaku.registry import plan

TEXTS = {
    "ja": "明日の会議は午後三時からになりました。場所はいつもの部屋です。",
    "en": "The meeting is at three in the afternoon, and it will be in the usual room.",
    "de": "Das Treffen ist um drei Uhr, und wir sind wie immer in dem Raum bei der Treppe.",
    "fr": "La réunion est à trois heures, et nous serons dans la salle que vous connaissez avec les autres.",
    "es": "La reunión es a las tres de la tarde y estamos en la sala con los demás, como siempre por la puerta del jardín.",
    "pt": "A reunião é às três da tarde e não será na sala de sempre; você pode entrar pela porta do jardim com os outros.",
    "nl": "De vergadering is om drie uur, en wij zijn zoals altijd in het lokaal bij de trap met de anderen.",
    "it": "La riunione è alle tre del pomeriggio e non siamo nella sala di sempre; la porta della scala è aperta per gli altri.",
    "da": "Mødet blev flyttet til klokken tre, og hvad du ikke ved, kan du spørge mig eller nogle af de andre om efter frokost.",
    "sv": "Mötet är klockan tre, och vi är inte i det rum som du vet från förra veckan, utan vid trappan.",
    "no": "Møtet er klokken tre, og vi er ikke i det rommet du kjenner fra forrige uke, men ved trappen etter lunsj.",
    "fi": "Kokous on kello kolme, ja se ei ole siinä huoneessa, jonka tunnet, mutta voi olla että se on portaiden luona.",
    "pl": "Spotkanie jest o trzeciej i nie jest w tej sali co zawsze, bo jak wiesz, są tam prace na schodach do końca tygodnia.",
    "cs": "Schůzka je ve tři a není v té místnosti jako vždy, protože se tam pracuje na schodech, které jsou pro nás zavřené.",
    "hu": "A megbeszélés három órakor van, és nem az a terem lesz, amit már ismer, hanem a lépcső mellett egy másik.",
    "ro": "Întâlnirea este la ora trei și nu mai este în sala pe care o știți, pentru că se lucrează la scară din această săptămână.",
    "tr": "Toplantı saat üçte ve her zamanki oda değil, çünkü merdiven için bir çalışma var; daha sonra bize de haber verin.",
    "vi": "Cuộc họp vào lúc ba giờ và không ở phòng của tuần trước, vui lòng đến cầu thang với các bạn trong nhóm.",
    "id": "Rapat pada pukul tiga dan tidak di ruang yang biasa, karena ada pekerjaan di tangga itu untuk minggu ini.",
    "ru": "Встреча в три часа, и она не в той комнате, что на прошлой неделе, а у лестницы, как мы и говорили.",
    "uk": "Зустріч о третій годині, і вона не в тій кімнаті, що на минулому тижні, а біля сходів, як ми й казали про це.",
    "el": "Η συνάντηση είναι στις τρεις και δεν είναι στη συνηθισμένη αίθουσα.",
    "zh": "会议改在下午三点举行，地点不是平时的房间，请从花园门进入大楼。",
    "ko": "회의는 오후 세 시에 시작하며 장소는 평소와 다릅니다.",
    "ar": "الاجتماع في الساعة الثالثة وليس في القاعة المعتادة.",
    "he": "הפגישה בשעה שלוש ולא בחדר הרגיל.",
    "th": "การประชุมเริ่มเวลาบ่ายสามโมงและไม่ได้อยู่ที่ห้องเดิม",
    "hi": "बैठक तीन बजे है और हमेशा वाले कमरे में नहीं है।",
}  # fmt: skip


def mail(text: str, subject: str = "4471") -> bytes:
    head = f"From: a@kumohana.example\r\nTo: tanaka@sakuragi.example\r\nSubject: {subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    return (head + text + "\r\n").encode()


def facts(raw: bytes) -> Facts:
    return Facts(plan().makers, message.read(raw), Config())


def told(text: str) -> Tongue:
    return facts(mail(text)).get(Tongue)


@pytest.mark.parametrize("language", TEXTS)
def test_tells_the_language_of_one_sentence(language: str) -> None:
    found = told(TEXTS[language])
    assert found.language == language
    assert found.evidence()[0].quote == TEXTS[language][:80].rstrip()


def test_every_language_has_a_name_in_both_languages() -> None:
    names = table("tongues")["names"]
    assert set(TEXTS) == set(names)
    assert set(table("tongues")["words"]) < set(names)


@pytest.mark.parametrize("text", ["4471", "OK!", "Konto", "Receipt 2023-07-04", "https://kumohana.example/a", "東京都"])
def test_does_not_tell_what_is_too_short(text: str) -> None:
    found = told(text)
    assert found.unsure
    assert found.read


def test_does_not_tell_halves_of_two_languages() -> None:
    assert told(
        "The meeting is at three and it will be in the room. Das Treffen ist um drei, und wir sind in dem Raum bei der Tür."
    ).unsure


def test_repeating_one_word_tells_nothing() -> None:
    assert told("und " * 50).unsure


def test_reads_the_subject_where_the_text_is_short() -> None:
    assert facts(mail("4471", "The meeting is at three and not in the usual room")).get(Tongue).language == "en"


def test_japanese_notice_full_of_addresses_is_japanese() -> None:
    assert (
        told(
            "=== kumohana.example ===\r\n\r\n会議は三時からです。下の場所に来てください。\r\n\r\nhttps://kumohana.example/"
            + "a" * 300
        ).language
        == "ja"
    )


def test_letters_of_no_known_language_are_not_read() -> None:
    georgian = told("შეხვედრა სამ საათზეა და ოთახი იგივე არ არის.")
    assert georgian.language is None
    assert not georgian.read


@pytest.mark.parametrize("language", sorted(set(TEXTS) - {"ja", "en", "de", "pt", "nl", "fr", "es", "it"}))
def test_report_says_that_phrases_were_not_read(language: str) -> None:
    report = gyotaku.dissect(mail(TEXTS[language]))
    name = table("tongues")["names"][language]
    unknown = [one for one in report.unknown if "keeps no phrases" in one.why.en]
    assert len(unknown) == 1
    assert name[0] in unknown[0].why.en
    assert name[1] in unknown[0].why.ja
    stories = {run.id: run for run in report.checks if run.id.startswith("story.")}
    assert {run.ended for run in stories.values()} <= {Ended.UNAVAILABLE, Ended.NOT_APPLICABLE}
    assert stories["story.account_threat"].why == unknown[0].why


@pytest.mark.parametrize("language", ["ja", "en", "de", "pt", "nl", "fr", "es"])
def test_nothing_is_unknown_of_a_language_that_is_read(language: str) -> None:
    report = gyotaku.dissect(mail(TEXTS[language]))
    assert not [one for one in report.unknown if "phrases of what mails want" in one.why.en]
    assert all(run.ended is not Ended.UNAVAILABLE for run in report.checks)


def test_italian_is_read_in_part_and_said_so() -> None:
    report = gyotaku.dissect(mail(TEXTS["it"]))
    assert [one.why.en for one in report.unknown if "only some phrases" in one.why.en]


def test_phrases_that_are_found_in_an_unread_language_are_told() -> None:
    polish = TEXTS["pl"] + " Your account has been suspended, verify your account now."
    report = gyotaku.dissect(mail(polish))
    assert "account-threat" in {finding.kind.id for finding in report.findings}
    assert [one for one in report.unknown if "Polish" in one.why.en]


GREETINGS = [
    ("Dear Customer,", Greeting.ANYBODY),
    ("Hello,", Greeting.ANYBODY),
    ("Sehr geehrte Damen und Herren,", Greeting.ANYBODY),
    ("Cher client,", Greeting.ANYBODY),
    ("Estimado usuario:", Greeting.ANYBODY),
    ("Prezado cliente,", Greeting.ANYBODY),
    ("Geachte klant,", Greeting.ANYBODY),
    ("お客様", Greeting.ANYBODY),
    ("ユーザー様、", Greeting.ANYBODY),
    ("Dear Hanako Tanaka,", Greeting.NAME),
    ("Sehr geehrte Frau Tanaka,", Greeting.NAME),
    ("田中 花子 様", Greeting.NAME),
    ("田中さん、", Greeting.NAME),
    ("Dear all,", Greeting.MANY),
    ("会員各位", Greeting.MANY),
    ("社員の皆様", Greeting.MANY),
    ("Hi h-tanaka7,", Greeting.ADDRESS),
    ("Dear h-tanaka7@sakuragi.example:", Greeting.ADDRESS),
    ("h-tanaka7@sakuragi.example 様", Greeting.ADDRESS),
    ("sakuragi.example 様", Greeting.ADDRESS),
    ("The shelf is blue.", Greeting.NONE),
    ("お客様のカードの件です。", Greeting.UNKNOWN),
    ("Liebe Grüße", Greeting.UNKNOWN),
]


@pytest.mark.parametrize(("line", "greeting"), GREETINGS)
def test_tells_how_the_reader_is_greeted(line: str, greeting: Greeting) -> None:
    raw = mail(line + "\r\n\r\n4471\r\n").replace(b"tanaka@", b"h-tanaka7@", 1)
    assert facts(raw).get(Salutation).greeting is greeting
