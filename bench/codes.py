"""What reading codes costs: every picture, PDF and drawing of the mails under a folder, one at a time.

    python bench/codes.py FOLDER...

Wall time, since the reading happens in another process, whose CPU time is printed at the end.
"""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from gyotaku.facts import Facts
from gyotaku.mail import message
from gyotaku.mail.codes import reading
from gyotaku.mail.facts.codes import candidates
from gyotaku.mail.facts.wording import Wording
from gyotaku.model.configuration import Config
from gyotaku.registry import plan


def main() -> None:
    spent: dict[str, list[float]] = defaultdict(list)
    found: Counter[str] = Counter()
    mails = holding = 0
    looking = 0.0
    for folder in sys.argv[1:]:
        for file in sorted(Path(folder).rglob("*.eml")):
            mail = message.read(file.read_bytes())
            wording = Facts(plan().makers, mail, Config()).get(Wording)
            _ = wording.laid_out
            started = time.process_time()
            jobs = [job for _, job in candidates(mail, wording)]
            looking += time.process_time() - started
            mails += 1
            holding += bool(jobs)
            for job in jobs:
                started = time.perf_counter()
                result = reading.read_all([job])
                spent[job.kind].append(1000 * (time.perf_counter() - started))
                found["codes"] += len(result.codes)
                found["links"] += len(result.links)
                found.update(f"unread: {why.value}" for _, why in result.unread)
    print(
        f"{mails} mails, {holding} with something to look at; looking for it {1000 * looking / max(1, mails):.3f} ms of CPU a mail"
    )
    for kind, times in spent.items():
        times.sort()
        print(
            f"{kind}: {len(times)}, mean {sum(times) / len(times):.1f} ms, median {times[len(times) // 2]:.1f}, worst {times[-1]:.1f}"
        )
    print(dict(found))
    reading.close()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"CPU time of the other process: {used.ru_utime + used.ru_stime:.2f} s, at most {used.ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
