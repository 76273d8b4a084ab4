"""Lists of bad URLs, hosts and addresses, in every form, through their index."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyotaku.lookup.reputation.forms import FORMS, key
from gyotaku.lookup.reputation.index import ListFile, Unusable
from gyotaku.lookup.reputation.lists import KnownList, look
from gyotaku.lookup.reputation.shared import domains_above, shared
from gyotaku.model.reputation import Match

ROWS = {
    "jpcert": "date,URL,description\n2023/06/05 09:12:00,https://login.warui.example/a?b=1,Brand\n",
    "urlhaus": '# id,dateadded,url\n"7","2023-06-05 09:12:00","https://login.warui.example/a?b=1","online","","malware_download","exe","l","r"\n',
    "openphish": "https://login.warui.example/a?b=1\nhttps://two.example/\n",
    "phishtank": "phish_id,url,phish_detail_url,submission_time,verified,verification_time,online,target\n"
    "9,https://login.warui.example/a?b=1,http://p/9,2023-06-05T09:12:00+00:00,yes,2023-06-05T09:13:00+00:00,yes,Other\n",
    "plain": "# mine\nhttps://login.warui.example/a?b=1,phishing,2023-06-05\n",
}


def made(folder: Path, text: str, form: str = "plain") -> ListFile:
    file = folder / f"{form}.txt"
    file.write_bytes(text.encode("utf-8"))
    os.utime(file, (1_690_000_000, 1_690_000_000))
    return ListFile(file, form, folder / "cache")


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_form(form: str, tmp_path: Path) -> None:
    held = made(tmp_path, ROWS[form], form)
    (row,) = held.rows("login.warui.example", "/a?b=1")
    assert row.what == "https://login.warui.example/a?b=1"
    assert [one.what for one in held.rows("login.warui.example")] == [row.what]
    assert held.rows("warui.example") == []
    assert held.rows("login.warui.example", "/a") == []
    if form != "openphish":
        assert row.date is not None
        assert row.date.date().isoformat() == "2023-06-05"


def test_hosts_files_and_bare_names(tmp_path: Path) -> None:
    held = made(
        tmp_path,
        "0.0.0.0 ads.example # x\n127.0.0.1 two.example\nthree.example\n||four.example^\n192.0.2.9,spam\n! x\n\n",
    )
    for host in ("ads.example", "two.example", "three.example", "four.example", "192.0.2.9"):
        assert len(held.rows(host)) == 1, host
    assert held.keys == 5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://Host.example/a", "https://host.example/a#x"),
        ("http://host.example", "http://host.example/"),
        ("http://xn--bcher-kva.example/", "http://bücher.example/"),
        ("http://host.example:80/", "http://host.example/"),
        ("http://user@host.example/a", "http://host.example/a"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
    ],
)
def test_spellings_of_one_url(one: str, other: str) -> None:
    assert key(one) == key(other) is not None


def test_other_urls_are_others() -> None:
    assert key("http://host.example/A") != key("http://host.example/a")
    assert key("http://host.example:8080/") != key("http://host.example/")
    assert key("host.example") == ("host.example", "")


def test_index_is_kept_and_made_anew_when_the_list_changes(tmp_path: Path) -> None:
    made(tmp_path, "one.example\n")
    (first,) = (tmp_path / "cache").iterdir()
    written = first.stat().st_mtime_ns
    made(tmp_path, "one.example\n")
    assert first.stat().st_mtime_ns == written
    held = made(tmp_path, "one.example\ntwo.example\n")
    assert held.rows("two.example")
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_damaged_index_is_made_anew(tmp_path: Path) -> None:
    made(tmp_path, "one.example\n")
    (index,) = (tmp_path / "cache").iterdir()
    index.write_bytes(b"nonsense")
    assert made(tmp_path, "one.example\n").rows("one.example")


def test_without_a_folder_that_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("")
    file = tmp_path / "list.txt"
    file.write_text("one.example\n")
    assert ListFile(file, "plain", tmp_path / "blocked" / "x").rows("one.example")


def test_list_that_was_changed_under_us_tells_nothing_wrong(tmp_path: Path) -> None:
    held = made(tmp_path, "http://one.example/a\n")
    (tmp_path / "plain.txt").write_text("")
    assert held.rows("one.example") == []


def test_unusable(tmp_path: Path) -> None:
    with pytest.raises(Unusable):
        ListFile(tmp_path / "none", "plain")
    with pytest.raises(Unusable):
        ListFile(tmp_path, "plain")
    with pytest.raises(Unusable):
        made(tmp_path, "", "nonsense")
    assert made(tmp_path, "").rows("one.example") == []


@given(st.binary(max_size=300), st.sampled_from(sorted(FORMS)))
def test_any_octets_are_read(octets: bytes, form: str) -> None:
    for line in octets.decode("utf-8", "replace").splitlines():
        row = FORMS[form](line)
        if row is not None:
            key(row.what)
            _ = row.date


def hits(folder: Path, text: str, url: str, as_of: datetime | None = None) -> list[Match]:
    place = key(url)
    assert place is not None
    found = look([KnownList("mine", made(folder, text))], {url: place[0]}, (), as_of)
    return [hit.match for hit in found.hits]


def test_a_host_of_many_is_never_hit_for_one_page(tmp_path: Path) -> None:
    text = "https://docs.google.com/forms/d/e/1/viewform\nhttps://bit.ly/abc\nhttps://x.github.io/a\ngithub.io\n"
    assert hits(tmp_path, text, "https://docs.google.com/forms/d/e/1/viewform") == [Match.URL]
    assert hits(tmp_path, text, "https://docs.google.com/forms/d/e/2/viewform") == []
    assert hits(tmp_path, text, "https://bit.ly/other") == []
    assert hits(tmp_path, text, "https://x.github.io/b") == [Match.SAME_HOST]
    assert hits(tmp_path, text, "https://y.github.io/b") == []


def test_nothing_newer_than_the_moment_that_is_replayed(tmp_path: Path) -> None:
    text = "http://one.example/a,phishing,2023-06-05\ntwo.example\n"
    before, after = datetime(2023, 6, 4, tzinfo=UTC), datetime(2023, 6, 6, tzinfo=UTC)
    assert hits(tmp_path, text, "http://one.example/a", before) == []
    assert hits(tmp_path, text, "http://one.example/a", after) == [Match.URL]
    # A row without a date is no older than its file, which is of July 2023.
    assert hits(tmp_path, text, "http://two.example/", after) == []
    assert hits(tmp_path, text, "http://two.example/", datetime(2024, 1, 1, tzinfo=UTC)) == [Match.HOST]


def test_shared() -> None:
    for host in ("docs.google.com", "bit.ly", "github.io", "example", "s3.amazonaws.com", "blogspot.com"):
        assert shared(host), host
    for host in ("warui.example", "x.github.io", "192.0.2.1"):
        assert not shared(host), host
    assert domains_above("a.b.warui.example") == ("b.warui.example", "warui.example")
    assert domains_above("x.github.io") == ()


@pytest.mark.parametrize("form", FORMS)
def test_a_file_without_a_row_of_its_form_is_told_and_never_reads_as_nothing_listed(form: str, tmp_path: Path) -> None:
    file = tmp_path / "list"
    file.write_bytes(b"<html><body>\n<p>Sign in to go on</p>\n</body></html>\n")
    with pytest.raises(Unusable, match="no row of the form"):
        ListFile(file, form)


@pytest.mark.parametrize("form", FORMS)
def test_a_line_that_is_no_csv_costs_no_other_line(form: str) -> None:
    for line in ('",', '"\x00",x', 'a,"b\rc",d', ',"', '"a,b'):
        FORMS[form](line)


def test_a_broken_line_costs_itself_alone(tmp_path: Path) -> None:
    held = made(tmp_path, 'a,"b\rc"\n",\nbad.example\n')
    assert [row.what for row in held.rows("bad.example")] == ["bad.example"]
