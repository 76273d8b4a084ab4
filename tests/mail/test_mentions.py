"""Dates, times and spans of time: every form that renders one reads back as it, and what looks alike is none."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gyotaku.mail.facts.wording import folded
from gyotaku.mail.mentions.calendar import Day, made, of_era
from gyotaku.mail.mentions.quoted import words_of_others
from gyotaku.mail.mentions.reader import MOST, Mentioned, read

JAPANESE = "月火水木金土日"
SHORT = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LONG = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
GERMAN = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
FRENCH = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SPANISH = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
PORTUGUESE = ("segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo")
MONTHS = "January February March April May June July August September October November December".split()
GERMAN_MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
FRENCH_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
SPANISH_MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
PORTUGUESE_MONTHS = "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split()
FULL_WIDTH = str.maketrans("0123456789():/~", "０１２３４５６７８９（）：／～")


def of(text: str) -> Mentioned:
    return read(folded(text))


def dated(day: date) -> list[str]:
    """The day with its year and weekday, in every form that is read."""
    y, m, d, w = day.year, day.month, day.day, day.weekday()
    forms = [
        f"{y}年{m}月{d}日({JAPANESE[w]})", f"{y} 年 {m} 月 {d} 日（{JAPANESE[w]}曜日）", f"{y}年{m}月{d}日{JAPANESE[w]}曜日",
        f"{y}/{m}/{d}({JAPANESE[w]})", f"{y}-{m:02}-{d:02} ({SHORT[w]})", f"{y}.{m:02}.{d:02}（{JAPANESE[w]}）",
        f"{SHORT[w]}, {d} {MONTHS[m - 1][:3]} {y}", f"{LONG[w]}, {d} {MONTHS[m - 1]} {y}", f"{LONG[w]}, {MONTHS[m - 1]} {d}, {y}",
        f"{LONG[w]} {MONTHS[m - 1]} {d}th {y}", f"{SHORT[w]}. {MONTHS[m - 1][:3]} {d}, {y}", f"{d} {MONTHS[m - 1]} {y} ({SHORT[w]})",
        f"{LONG[w]}, the {d}th of {MONTHS[m - 1]} {y}", f"{GERMAN[w]}, den {d}. {GERMAN_MONTHS[m - 1]} {y}",
        f"{GERMAN[w]}, {d:02}.{m:02}.{y}", f"{FRENCH[w]} {d} {FRENCH_MONTHS[m - 1]} {y}", f"le {FRENCH[w]} {d} {FRENCH_MONTHS[m - 1]} {y}",
        f"{SPANISH[w]}, {d} de {SPANISH_MONTHS[m - 1]} de {y}", f"{PORTUGUESE[w]}, {d} de {PORTUGUESE_MONTHS[m - 1]} de {y}",
    ]  # fmt: skip
    if day >= date(2019, 5, 1):
        forms += [
            f"令和{y - 2018}年{m}月{d}日({JAPANESE[w]})",
            f"R{y - 2018}.{m}.{d}({JAPANESE[w]})",
            f"R{y - 2018}/{m}/{d} ({JAPANESE[w]})",
        ]
    elif day >= date(1989, 1, 8):
        forms += [f"平成{y - 1988}年{m}月{d}日({JAPANESE[w]})", f"H{y - 1988}.{m}.{d}({JAPANESE[w]})"]
    else:
        forms += [f"昭和{y - 1925}年{m}月{d}日({JAPANESE[w]})", f"S{y - 1925}.{m}.{d}({JAPANESE[w]})"]
    return forms + [form.translate(FULL_WIDTH) for form in forms if form.isascii() is False]


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1927, 1, 1), date(2099, 12, 31)), st.sampled_from(["", "On ", "日時: ", "期限は", "\n", "x, "]))
def test_every_form_of_a_date_reads_back(day: date, before: str) -> None:
    for form in dated(day):
        text = f"{before}{form} foo"
        found = of(text).dates
        assert [(one.day.when, one.weekday) for one in found] == [(day, day.weekday())], text
        start, end = found[0].whole
        assert text[start:end].strip("le ") in form
        assert text[found[0].weekday_start : found[0].weekday_end] in form


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 12), st.integers(1, 28))
def test_a_day_without_a_year(month: int, day: int) -> None:
    for form in (
        f"{month}月{day}日(火)",
        f"{month}/{day}（火）",
        f"Tue, {day} {MONTHS[month - 1]}",
        f"Tuesday {MONTHS[month - 1]} {day}",
    ):
        bare = form.startswith("Tue") and month in {3, 5}
        assert [(one.day, one.weekday) for one in of(form).dates] == ([] if bare else [(Day(None, month, day), 1)]), (
            form
        )


def clocks(hour: int, minute: int) -> list[tuple[str, bool]]:
    """The time in every form, and whether the form says which half of the day."""
    forms = [(f"{hour}:{minute:02}", False), (f"{hour:02}:{minute:02}", False), (f"{hour}時{minute}分", False)]
    forms += [
        (f"{hour:02} 時 {minute:02} 分", False),
        (f"{'午前' if hour < 12 else '午後'}{hour % 12}時{minute}分", True),
    ]
    forms += [
        (f"{hour % 12 or 12}:{minute:02} {'am' if hour < 12 else 'pm'}", True),
        (f"{hour % 12 or 12}:{minute:02} {'a' if hour < 12 else 'p'}.m.", True),
    ]
    if minute == 30:
        forms += [(f"{hour}時半", False)]
    if minute == 0:
        forms += [(f"{hour}時", False), (f"{hour % 12 or 12}{'AM' if hour < 12 else 'PM'}", True)]
    return forms


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 23), st.sampled_from([0, 7, 30, 59]), st.integers(1, 1439))
def test_every_form_of_a_span_reads_back(hour: int, minute: int, length: int) -> None:
    begins = hour * 60 + minute
    ends = begins + length
    last = divmod(ends % 1440, 60)
    for first_form, first_half in clocks(hour, minute):
        for last_form, last_half in clocks(*last):
            if first_half != last_half:
                continue
            for between in ("-", "～", " 〜 ", "から", " to ", " – "):
                text = f"{first_form}{between}{last_form}"
                assert [(one.begins, one.ends) for one in of(text).ranges] == [(begins, ends)], text
                wide = text.translate(FULL_WIDTH)
                assert [(one.begins, one.ends) for one in of(wide).ranges] == [(begins, ends)], wide


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("22:00～26:00", (22, 0), (26, 0)),
        ("23時～29時半", (23, 0), (29, 30)),
        ("午後1時から3時", (13, 0), (15, 0)),
        ("午前9時半から正午", (9, 30), (12, 0)),
        ("9-17時", (9, 0), (17, 0)),
        ("11:00-11:30 AM", (11, 0), (11, 30)),
        ("10-2 pm", (10, 0), (14, 0)),
        ("9am to noon", (9, 0), (12, 0)),
        ("between 08:57 and 10:40", (8, 57), (10, 40)),
        ("17時00分 ～ 24時00分", (17, 0), (24, 0)),
        ("14時00分 頃 ～ 15時00分頃", (14, 0), (15, 0)),
        ("de 9h à 12h30", (9, 0), (12, 30)),
        ("午後11時から午前2時", (23, 0), (26, 0)),
    ],
)
def test_spans(text: str, begins: tuple[int, int], ends: tuple[int, int]) -> None:
    span = (begins[0] * 60 + begins[1], ends[0] * 60 + ends[1])
    assert [(one.begins, one.ends) for one in of(text).ranges] == [span]


@pytest.mark.parametrize(
    "text",
    [
        "version 10.40", "192.0.2.1 to 192.0.2.9", "16:9", "3-1", "24/7", "03-1234-5678", "1,980円から2,980円", "$10-$20", "9時間から10時間",
        "5日間", "20代から30代", "2023-07-05-report.pdf", "/2023/07/05/index.html", "10.4.2", "chapter 3-5", "25:61-26:00", "0123456789",
        "50時", "13時30分、14時30分", "13:30 and 14:30", "午前9時から5時",
    ],
)  # fmt: skip
def test_what_is_no_span_and_no_date(text: str) -> None:
    found = of(text)
    assert not found.ranges
    assert not found.dates


@pytest.mark.parametrize(
    "text",
    ["2023年2月29日", "31 June 2023", "2023-13-01", "令和0年1月1日", "平成元年1月7日", "30.02.2023", "99/99/2023"],
)
def test_days_that_do_not_exist_are_none(text: str) -> None:
    assert not of(text).dates


@pytest.mark.parametrize(
    "text",
    [
        "The Sun, 5 July 2023", "Sat & Sun 5 July 2023", "Mon-Fri 5 July 2023", "closed on Monday. 5 July 2023", "5 July 2023, sunny",
        "7月5日（土・日は除く）", "mon 5 juillet 2023", "2023年7月5日以降", "Saturday and Sunday, 5 July 2023", "7月5日、水泳", "7月5日、月曜日は定休日",
    ],
)  # fmt: skip
def test_weekdays_that_are_not_the_dates(text: str) -> None:
    assert [one.weekday for one in of(text).dates] == [None]


def test_eras_meet_where_the_law_says() -> None:
    assert of_era("平成", 31, 4, 30) == made(2019, 4, 30)
    assert of_era("令和", 1, 5, 1) == made(2019, 5, 1)
    assert of_era("令和", 1, 4, 30) is None
    assert of_era("平成", 31, 5, 1) == made(2019, 5, 1)
    assert of_era("昭和", 64, 1, 7) == made(1989, 1, 7)
    assert [one.day for one in of("令和元年5月1日").dates] == [Day(2019, 5, 1)]


def test_figures_with_two_readings_tell_both() -> None:
    one = of("05/07/2023").dates[0]
    assert (one.day, one.other) == (Day(2023, 7, 5), Day(2023, 5, 7))
    assert of("25/07/2023").dates[0].other is None
    assert of("07/25/2023").dates[0].day == Day(2023, 7, 25)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("a 2023年7月5日08:57-10:40(水)に b", "2023年7月5日08:57-10:40(水)"),
        ("a Tue, 4 July 2023 at 10:00-11:00 b", "Tue, 4 July 2023 at 10:00-11:00"),
        ("a 10:00-11:00 on 4 July 2023 b", "10:00-11:00 on 4 July 2023"),
        ("7月5日の停止は10:00-11:00 b", "10:00-11:00"),
    ],
)
def test_the_date_beside_a_span(text: str, whole: str) -> None:
    span = of(text).ranges[0]
    assert text[span.whole[0] : span.whole[1]] == whole


def test_spans_of_days_pair_their_dates() -> None:
    pairs = of("2022/3/4(金) 00:00 ~ 2022/3/28(月) 23:59").day_spans
    assert [(one.day, other.day) for one, other in pairs] == [(Day(2022, 3, 4), Day(2022, 3, 28))]
    assert not of("2022年3月4日、2022年3月28日").day_spans


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("mine\n> theirs\nmine", ["> theirs"]),
        ("mine\n-----original message-----\ntheirs", ["-----original message-----\ntheirs"]),
        ("mine\non tue, 4 jul 2023, sato wrote:\n> theirs", ["on tue, 4 jul 2023, sato wrote:\n> theirs"]),
        ("mine\nfrom: sato\nsent: monday\ntheirs", ["from: sato\nsent: monday\ntheirs"]),
        ("from: the heart, 5 july", []),
    ],
)
def test_words_of_others(text: str, others: list[str]) -> None:
    assert [text[start:end] for start, end in words_of_others(text)] == others


@settings(max_examples=100, deadline=None)
@given(
    st.text(
        alphabet="0123456789年月日時分半元令和平成午前後から~〜-–:/.,() \n\u00a0０９：abcdehjlmnoprstuwy火水土ßİ",
        max_size=200,
    )
)
def test_reading_never_raises_and_offsets_hold(text: str) -> None:
    found = of(text)
    for one in (*found.dates, *found.times, *found.ranges):
        assert 0 <= one.start < one.end <= len(text)
    for one in (*found.dates, *found.ranges):
        start, end = one.whole
        assert 0 <= start <= one.start
        assert one.end <= end <= len(text)


PIECES = (
    "1", "1 ", "12:", "12:30", "12:30-", "2023年", "2023年1月", "7月5日(", "7月5日", "5 july ", "july 5, ", "1/", "1.", "午後1時から", "令和1年",
    "  ", "> ", "a:", "from: a\n", "on a wrote:\n", "--", "\n", "(火)", "5 de ", "mon, ", "日時\n",
)  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_reading_is_linear(piece: str) -> None:
    """Four times the text takes about four times as long."""

    def spent(length: int) -> float:
        text = piece * (length // len(piece))
        best = 1.0
        for _ in range(3):
            started = time.process_time()
            read(text)
            words_of_others(text)
            best = min(best, time.process_time() - started)
        return best

    assert spent(200_000) < 8 * max(spent(50_000), 0.004)


def test_no_more_than_some_are_kept() -> None:
    found = of("2023年7月5日 10:00-11:00\n" * 5_000)
    assert found.cut
    assert len(found.dates) + len(found.ranges) <= MOST


def test_weekdays_of_a_leap_year() -> None:
    day = date(2024, 2, 26)
    for offset in range(7):
        that = day + timedelta(days=offset)
        assert (
            of(f"{that.year}年{that.month}月{that.day}日({JAPANESE[that.weekday()]})").dates[0].weekday
            == that.weekday()
        )


def test_more_mentions_than_are_read_are_told() -> None:
    """What stands behind the limit was not looked at, so the mail is never told to be without sign of fraud."""
    import gyotaku
    from gyotaku.mail.facts.readability import Gap

    lines = "".join(f"2023-06-{1 + number % 28:02} 10:{number % 60:02} entry\n" for number in range(700))
    head = "From: a@b.example\nTo: c@d.example\nDate: Mon, 5 Jun 2023 09:12:44 +0900\nMessage-ID: <1@b.example>\n\n"
    report = gyotaku.dissect((head + lines).encode())
    assert report.verdict.word == "cannot-tell"
    assert report.verdict.reason is not None
    assert report.verdict.reason.text == Gap.CUT.text
