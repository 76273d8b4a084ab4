"""What lists of bad URLs cost: making the index once, opening it, looking a mail's URLs up. `python bench/lists.py [--rows N]`."""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from pathlib import Path

from figures import tell
from gyotaku.lookup.reputation.forms import key
from gyotaku.lookup.reputation.index import ListFile


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=3_000_000)
    rows = options.parse_args().rows
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "list.csv"
        _write(file, rows)
        cache = folder / "cache"
        print(f"rows {rows:,}, list {file.stat().st_size / 1e6:.0f} MB")
        spent, _ = _time(lambda: ListFile(file, "jpcert", cache))
        index = next(cache.iterdir())
        tell(rows=rows, built=round(spent, 1), megabytes=round(index.stat().st_size / 1e6))
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"index made in {spent:.1f} s CPU, {index.stat().st_size / 1e6:.0f} MB, at most {most:.0f} MB of memory")
        spent, known = _time(lambda: ListFile(file, "jpcert", cache))
        print(f"opened in {spent * 1000:.2f} ms")
        tell(opened=round(spent * 1000, 2))
        for what, urls in (
            ("listed", [_url(random.randrange(rows)) for _ in range(2000)]),
            ("not listed", [_url(rows + number) for number in range(2000)]),
        ):
            times = []
            for url in urls:
                started = time.perf_counter()
                place = key(url)
                hits = known.rows(*place) or known.rows(place[0]) if place else []
                times.append(time.perf_counter() - started)
                assert bool(hits) is (what == "listed")
            tell(**{what: round(statistics.median(times) * 1e6)})
            print(f"looked up, {what}: median {statistics.median(times) * 1e6:.0f} us, worst {max(times) * 1e6:.0f} us")


def _url(number: int) -> str:
    return f"https://login-{number}.fushin{number % 1000}.example/account/update/{number}.php"


def _write(file: Path, rows: int) -> None:
    with file.open("w", encoding="utf-8") as stream:
        stream.write("date,URL,description\n")
        for number in range(rows):
            stream.write(f"2023/06/05 09:12:00,{_url(number)},Brand {number % 50}\n")


def _time(call):
    started = time.process_time()
    made = call()
    return time.process_time() - started, made


if __name__ == "__main__":
    main()
