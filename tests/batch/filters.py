"""Rules handed to the real filters, as Debian has them: which of some mails each rule meets there."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from gyotaku.batch.rules import rspamd, sieve, spamassassin
from gyotaku.batch.rules.condition import Rule

NOBODY = 65534
Hits = list[set[int]]
"""For each rule, the numbers of the mails that it meets."""


@contextmanager
def place() -> Iterator[Path]:
    """A folder that a filter may use which gives up root's rights."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder


def written(folder: Path, mails: Sequence[bytes]) -> list[str]:
    paths = [folder / f"{number}.eml" for number in range(len(mails))]
    for path, raw in zip(paths, mails, strict=True):
        path.write_bytes(raw)
        path.chmod(0o644)
    return [str(path) for path in paths]


def needs(program: str, package: str) -> None:
    """Skips; where everything must be tested, fails."""
    if shutil.which(program) is None:
        told = f"{program} is not installed (Debian package {package})"
        pytest.fail(told) if os.environ.get("CI") == "true" else pytest.skip(told)


def by_sieve(rules: Sequence[Rule], mails: Sequence[bytes]) -> Hits:
    needs("sieve-test", "dovecot-sieve")
    with place() as folder:
        own = NOBODY if os.getuid() == 0 else os.getuid()
        settings = folder / "dovecot.conf"
        settings.write_text(f"mail_uid = {own}\nmail_gid = {own}\nmail_home = {folder}\nstats_writer_socket_path =\n")
        paths = written(folder, mails)
        hits: Hits = []
        for number, rule in enumerate(rules):
            script = folder / f"{number}.sieve"
            script.write_text(sieve.render(rule, "GYOTAKU_1", ["a comment"]), "utf-8")
            command = ["sieve-test", "-c", str(settings), "-l", f"maildir:{folder}/mail", str(script)]
            hits.append({at for at, path in enumerate(paths) if _files([*command, path])})
        return hits


def _files(command: list[str]) -> bool:
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PATH": os.environ["PATH"]})
    assert done.returncode == 0, done.stderr
    return "store message in folder: Junk" in done.stdout


def by_spamassassin(rules: Sequence[Rule], mails: Sequence[bytes]) -> Hits:
    needs("spamassassin", "spamassassin")
    with place() as folder:
        settings = folder / "rules"
        settings.mkdir()
        (settings / "v.pre").write_text("loadplugin Mail::SpamAssassin::Plugin::Check\n")
        (settings / "a.cf").write_text("report_safe 0\nutil_rb_tld example com org\nreport HITS _TESTS(,)_\n")
        for number, rule in enumerate(rules):
            made = spamassassin.render(rule, f"GYOTAKU_{number}", ["a comment"])
            assert made.isascii()
            (settings / f"{number}.cf").write_text(made)
        command = ["spamassassin", "-L", "-x", "-C", str(settings), f"--siteconfigpath={settings}"]
        subprocess.run([*command, "--lint"], check=True, capture_output=True)
        box = folder / "box"
        start = b"From a@b Mon Jun  5 09:12:44 2023\nX-Number: %d\n"
        box.write_bytes(b"".join(start % number + raw + b"\n" for number, raw in enumerate(mails)))
        done = subprocess.run(
            [*command, "-t", "--mbox", str(box)], check=True, capture_output=True, text=True, errors="replace"
        )
        told = re.findall(r"^X-Number: ([0-9]+)$.*?^HITS (.*?)$", done.stdout, re.MULTILINE | re.DOTALL)
        assert len(told) == len(mails), done.stderr
        return [{int(at) for at, met in told if f"GYOTAKU_{n}" in met.split(",")} for n in range(len(rules))]


def by_rspamd(rules: Sequence[Rule], mails: Sequence[bytes]) -> Hits:
    needs("rspamd", "rspamd")
    with place() as folder:
        (folder / "tld").write_text("com\nexample\norg\n")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        lines = [
            f'options {{ pidfile = "{folder}/pid"; tempdir = "{folder}"; cache_file = "{folder}/cache"; url_tld = "{folder}/tld"; '
            'dns { nameserver = ["127.0.0.1:9"]; } }',
            'logging { type = "console"; level = "error"; }',
            "actions { reject = 1000; }",
            f'worker "normal" {{ bind_socket = "127.0.0.1:{port}"; count = 1; }}',
        ]
        for number, rule in enumerate(rules):
            made = rspamd.render(rule, f"GYOTAKU_{number}", ["a comment"])
            assert made.isascii()
            (folder / f"{number}.lua").write_text(made)
            lines.append(f'lua = "{folder}/{number}.lua";')
        settings = folder / "rspamd.conf"
        settings.write_text("\n".join(lines))
        subprocess.run(["rspamadm", "configtest", "-c", str(settings)], check=True, capture_output=True)
        paths = written(folder, mails)
        log = (folder / "log").open("wb")
        command = ["rspamd", "-i", "-f", "-c", str(settings)] + (
            ["-u", "nobody", "-g", "nogroup"] if os.getuid() == 0 else []
        )
        running = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            until = time.monotonic() + 60
            while not _listens(port):
                assert time.monotonic() < until, (folder / "log").read_text()
                time.sleep(0.1)
            names = [_symbols(port, path) for path in paths]
        finally:
            running.terminate()
            running.wait(20)
            log.close()
        assert "attempt to" not in (folder / "log").read_text()
        return [{at for at, met in enumerate(names) if f"GYOTAKU_{n}" in met} for n in range(len(rules))]


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def _symbols(port: int, path: str) -> set[str]:
    done = subprocess.run(["rspamc", "-h", f"127.0.0.1:{port}", path], check=True, capture_output=True, text=True)
    return set(re.findall(r"^Symbol: (\w+)", done.stdout, re.MULTILINE))
