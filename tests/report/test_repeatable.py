"""A report is the same in every process: nothing follows the order of a set, which Python's hash seed decides."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

MAILS = sorted(map(str, (Path(__file__).parents[1] / "kinds").glob("*/fires-*.eml")))
# Two fields of one service that weigh the same: which is told first must not be left to chance.
_TRACES = b"""\
Received: from o1.ptr.example.net (o1.ptr.example.net [192.0.2.7]) by mx.example.com (Postfix) with ESMTPS id 4Xy1
\tfor <taro@example.com>; Mon, 6 Oct 2025 09:00:02 +0900 (JST)
From: <info@example.net>
To: <taro@example.com>
Subject: News
Date: Mon, 6 Oct 2025 00:00:01 +0000
Message-ID: <MHqEg3nVTQGmT4VzcBIxqA@geopod-ismtpd-7>
X-SG-ID: u001.SdBcvi+Evd/bQef8eZF3BrF3xYzAaBbCcDdEeFfGgHh=
X-SG-EID: u001.AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpQqRrSsTtUuVv=
X-Entity-ID: u001.ZzYyXxWwVvUuTtSsRrQqPp==

Hello
"""
_SCRIPT = """
import hashlib, sys, gyotaku
from gyotaku.report.json import encode
from msgspec.structs import replace
for line in sys.stdin:
    report = gyotaku.dissect(open(line.rstrip("\\n"), "rb").read())
    whole = replace(report, timings={}, others=tuple(replace(other, timings={}) for other in report.others))
    print(hashlib.sha256(encode(whole)).hexdigest())
"""


def test_reports_do_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    traces = tmp_path / "traces.eml"
    traces.write_bytes(_TRACES)
    mails = [*MAILS, str(traces)]
    made = []
    for seed in ("1", "2", "3"):
        run = subprocess.run(
            [sys.executable, "-c", _SCRIPT],
            input="\n".join(mails),
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        made.append(run.stdout.split())
    assert len(made[0]) == len(mails)
    assert [mail for mail, *reports in zip(mails, *made, strict=True) if len(set(reports)) > 1] == []
