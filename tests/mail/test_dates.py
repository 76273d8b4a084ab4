from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime, parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyotaku.mail.dates import Start, _at, read, read_in_full, starting_at

JST = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("text", "when", "defects"),
    [
        ("Wed, 7 Sep 2022 10:45:31 +0900 (JST)", "2022-09-07T10:45:31+09:00", ()),
        ("  Wed,  7 Sep 2022 10:45:31 +0900\t(JST)  ", "2022-09-07T10:45:31+09:00", ()),
        ("7 Sep 2022 01:45:22 +0000", "2022-09-07T01:45:22+00:00", ()),
        ("7 Sep 2022 01:45 GMT", "2022-09-07T01:45:00+00:00", ()),
        ("Fri, 21 Nov 97 09:55:06 -0600", "1997-11-21T09:55:06-06:00", ("two-digit-year",)),
        ("Fri, 21 Nov 49 09:55:06 -0600", "2049-11-21T09:55:06-06:00", ("two-digit-year",)),
        ("Mon, 3 Jan 122 09:55:06 -0600", "2022-01-03T09:55:06-06:00", ("three-digit-year",)),
        ("Fri, 21 Nov 1997 09:55:06 EST", "1997-11-21T09:55:06-05:00", ()),
        ("Fri, 21 Nov 1997 09:55:06 pdt", "1997-11-21T09:55:06-07:00", ()),
        ("Sun, 07 Feb 2010 14:02:38 JST", "2010-02-07T14:02:38+09:00", ()),
        ("Fri, 21 Nov 1997 09:55:06 Z", "1997-11-21T09:55:06+00:00", ()),
        ("Fri, 21 Nov 1997 09(comment (nested)):   55  :  06 -0600", "1997-11-21T09:55:06-06:00", ()),
        ("(start) Fri, (x) 21 Nov 1997 09:55:06 (EST) -0600 (y) (z)", "1997-11-21T09:55:06-06:00", ()),
        ("Wed, 7 Sep 2022 10:45:31 GMT+0900", "2022-09-07T10:45:31+09:00", ()),
        ("Wed, 7 Sep 2022 10:45:31 UTC-5", "2022-09-07T10:45:31-05:00", ()),
        ("Wed, 7 Sep 2022 10:45:31 +09:00", "2022-09-07T10:45:31+09:00", ()),
        ("Wed, 7 Sep 2022 10:45:31 +0900 (Tokyo Standard Time)", "2022-09-07T10:45:31+09:00", ()),
        ("Wed, 7 Sep 2022 10:45:31.25 +0900", "2022-09-07T10:45:31.250000+09:00", ()),
        ("Wed, 7 Sep 2022 1:05:09 PM +0900", "2022-09-07T13:05:09+09:00", ()),
        ("Wed, 7-Sep-2022 10:45:31 +0900", "2022-09-07T10:45:31+09:00", ()),
        ("Wednesday, 7 September 2022 10:45:31 +0900", "2022-09-07T10:45:31+09:00", ()),
        ("水, 7 Sep 2022 10:45:31 +0900", "2022-09-07T10:45:31+09:00", ()),
        ("水, 7 9月 2022 10:45:31 +0900", "2022-09-07T10:45:31+09:00", ()),
        ("Sat, 31 Dec 2016 23:59:60 +0000", "2017-01-01T00:00:00+00:00", ()),
        ("Wed Sep  7 10:45:31 2022", "2022-09-07T10:45:31+00:00", ("no-zone",)),
        ("Wed Sep  7 10:45:31 JST 2022", "2022-09-07T10:45:31+09:00", ()),
        ("Wed Sep  7 10:45:31 2022 +0900", "2022-09-07T10:45:31+09:00", ()),
        ("2022-09-07T10:45:31+09:00", "2022-09-07T10:45:31+09:00", ()),
        ("2022-09-07T01:45:31.123Z", "2022-09-07T01:45:31.123000+00:00", ()),
        ("2022/09/07 10:45:31 +0900", "2022-09-07T10:45:31+09:00", ()),
        ("2024-05-04 15:06:14.784385249 +0000 UTC m=+404696.186160233", "2024-05-04T15:06:14.784385+00:00", ()),
        ("Wed, 7 Sep 2022 10:45:31", "2022-09-07T10:45:31+00:00", ("no-zone",)),
        ("Wed, 7 Sep 2022 10:45:31 -0000", "2022-09-07T10:45:31+00:00", ()),
        ("Wed, 7 Sep 2022 10:45:31 XYZ", "2022-09-07T10:45:31+00:00", ("unknown-zone",)),
        ("Wed, 7 Sep 2022 10:45:31 A", "2022-09-07T10:45:31+00:00", ("unknown-zone",)),
        ("Wed, 7 Sep 2022 10:45:31 +0900 and more", "2022-09-07T10:45:31+09:00", ("trailing-text",)),
        ("Xyz, 7 Sep 2022 10:45:31 +0900", "2022-09-07T10:45:31+09:00", ("unknown-weekday",)),
        ("Sat, 30 Dec 1899 00:00:00 +0000", "1899-12-30T00:00:00+00:00", ("before-1900",)),
    ],
)
def test_reads(text: str, when: str, defects: tuple[str, ...]) -> None:
    moment = read(text)
    assert moment.when == datetime.fromisoformat(when)
    assert moment.when is not None
    assert moment.when.utcoffset() == datetime.fromisoformat(when).utcoffset()
    assert moment.defects == defects


@pytest.mark.parametrize(
    ("text", "defect"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("yesterday", "no-date"),
        ("Sep 7 2022 10:45:31 +0900", "no-date"),
        ("2022 Sep 7 10:45:31 +0900", "no-date"),
        ("Wed, 10:45:31 7 Sep 2022", "no-date"),
        ("Wed, 7 Sep 2022", "no-date"),
        ("Mon, 31 Feb 2022 10:45:31 +0900", "no-such-day"),
        ("Mon, 29 Feb 2023 10:45:31 +0900", "no-such-day"),
        ("Mon, 0 Feb 2022 10:45:31 +0900", "no-such-day"),
        ("Mon, 1 Foo 2022 10:45:31 +0900", "no-such-day"),
        ("Mon, 1 Feb 0000 10:45:31 +0900", "no-such-day"),
        ("Mon, 1 Feb 0001 00:00:00 +0900", "no-such-day"),
        ("Mon, 1 Feb 99999 10:45:31 +0900", "no-such-day"),
        ("Fri, 31 Dec 9999 23:59:59 -0900", "no-such-day"),
        ("Mon, 1 Feb 2022 24:00:00 +0900", "no-such-time"),
        ("Mon, 1 Feb 2022 10:60:00 +0900", "no-such-time"),
        ("Mon, 1 Feb 2022 10:45:61 +0900", "no-such-time"),
        ("Mon, 1 Feb 2022 13:45:01 PM +0900", "no-such-time"),
        ("Mon, 1 Feb 2022 10:45:31 +9999", "no-such-zone"),
        ("Mon, 1 Feb 2022 10:45:31 +0960", "no-such-zone"),
        ("Mon, 1 Feb 2022 10:45:31 +99999999", "no-such-zone"),
    ],
)
def test_no_moment(text: str, defect: str) -> None:
    moment = read(text)
    assert moment.when is None
    assert moment.weekday_agrees is None
    assert defect in moment.defects


def test_zone_known() -> None:
    assert read("7 Sep 2022 10:45:31 +0900").zone_known
    assert read("7 Sep 2022 10:45:31 +0900").offset == timedelta(hours=9)
    assert read("7 Sep 2022 10:45:31 GMT").zone_known
    assert read("7 Sep 2022 10:45:31 +0000").zone_known
    for zone in ("-0000", "XYZ", "BST", ""):
        moment = read(f"7 Sep 2022 10:45:31 {zone}")
        assert (moment.zone_known, moment.offset, moment.zone) == (False, None, zone or None)


def test_weekday() -> None:
    assert read("Wed, 7 Sep 2022 10:45:31 +0900").weekday_agrees is True
    assert read("木, 7 Sep 2022 10:45:31 +0900").weekday_agrees is False
    # The weekday is that of the stated zone: it is still Tuesday in Greenwich.
    moment = read("Wed, 7 Sep 2022 01:00:00 +0900")
    assert (moment.weekday_stated, moment.weekday_agrees) == (2, True)
    assert read("7 Sep 2022 10:45:31 +0900").weekday_agrees is None
    # A leap second at the year's end belongs to the day it is written with.
    assert read("Sat, 31 Dec 2016 23:59:60 +0000").weekday_agrees is True


def test_spans() -> None:
    text = "  Wed, 7 Sep 2022 10:45:31 +0900 (JST)"
    moment = read(text)
    assert text[slice(*moment.span)] == text.strip()
    assert {name: text[start:end] for name, (start, end) in moment.spans.items()} == {
        "weekday": "Wed",
        "day": "7",
        "month": "Sep",
        "year": "2022",
        "time": "10:45:31",
        "zone": "+0900",
        "remark": "(JST)",
    }
    commented = "Fri, 21 Nov 1997 09(comment):55:06 -0600"
    assert commented[slice(*read(commented).spans["zone"])] == "-0600"


@given(
    st.datetimes(min_value=datetime(1900, 1, 2), max_value=datetime(9998, 1, 1)),  # noqa: DTZ001 - the zone comes below
    st.integers(-23 * 60 - 59, 23 * 60 + 59),
)
def test_reads_what_the_standard_library_writes(naive: datetime, minutes: int) -> None:
    when = naive.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    moment = read(format_datetime(when))
    assert moment.when == when
    assert moment.weekday_agrees is True
    assert parsedate_to_datetime(format_datetime(when)) == moment.when


@given(
    st.sampled_from(["Mon", "Wed", "Xyz", "mon"]),
    st.integers(0, 99),
    st.sampled_from(["Jan", "Feb", "Dec", "jan"]),
    st.integers(1890, 2110),
    st.lists(st.integers(0, 70), min_size=3, max_size=3),
    st.sampled_from(["+0900", "-0000", "-0830", "+9999", "+0061", "+09", "JST", "+0900:", "+09001", ""]),
    st.sampled_from(["", " (JST)", "(JST)", " (a b)", " for", " (envelope-from x)", "x", ":1", ".", "  (GMT+09:00) x"]),
)
def test_the_usual_form_is_read_as_any_other(
    weekday: str, day: int, month: str, year: int, clock: list[int], zone: str, tail: str
) -> None:
    text = f"; {weekday}, {day:2} {month} {year} {clock[0]:02}:{clock[1]:02}:{clock[2]:02} {zone}{tail}"
    moment = _at(text, 1, text)
    assert starting_at(text, 1) == (moment and Start(moment.when, moment.weekday_stated, *moment.span))


def test_a_date_within_a_line() -> None:
    text = "id 1; Wed, 7 Sep 2022 10:45:31 +0900 (JST) (envelope-from x)"
    start = starting_at(text, 5)
    assert start is not None
    assert start.when == datetime(2022, 9, 7, 10, 45, 31, tzinfo=JST)
    assert text[start.start : start.end] == "Wed, 7 Sep 2022 10:45:31 +0900 (JST)"
    assert starting_at("12:00:01", 0) is None
    before_for = starting_at("7 Sep 2022 10:45:31 for <a@b>", 0)
    assert before_for is not None
    assert (before_for.when, before_for.end) == (datetime(2022, 9, 7, 10, 45, 31, tzinfo=UTC), 19)


@given(
    st.tuples(
        st.sampled_from(["", " ", "\t"]),
        st.sampled_from(["Mon, ", "Thu,  ", "Thu ", "thu, ", ""]),
        st.sampled_from(["9", "09", "31", "0"]),
        st.sampled_from([" Oct ", " Feb ", " oct ", "-Oct-"]),
        st.sampled_from(["2025", "1999", "25", "2125"]),
        st.sampled_from([" 10:45:31", " 23:59:60", " 24:00:00", " 1:45", " 10:45"]),
        st.sampled_from([" +0900", " -0000", " +0000", " -1130", " +2400", " GMT", "", " +09:00"]),
        st.sampled_from(["", " (JST)", " (GMT+9)", " (a b)", "(JST)", " x", " (JST) ", " ((JST))"]),
    )
)
def test_usual_dates_are_read_as_in_full(pieces: tuple[str, ...]) -> None:
    text = "".join(pieces)
    assert read(text) == read_in_full(text)


@given(st.text(alphabet="MonJan 0123456789:+-()JSTZ,./T\\年月水", max_size=60))
def test_never_raises(text: str) -> None:
    moment = read(text)
    if moment.when is not None:
        moment.when.astimezone(UTC)


@pytest.mark.parametrize("piece", ["(", ")", " ", "1", "Mon, ", "(a)", "\\(", "1:", "+", "あ"])
def test_hostile_text_takes_no_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    spent = []
    for _ in range(3):  # the least of three: what else the machine does is not measured
        began = time.process_time()
        read(text)
        read("7 Sep 2022 10:45:31 " + text)
        spent.append(time.process_time() - began)
    assert min(spent) < 0.1
