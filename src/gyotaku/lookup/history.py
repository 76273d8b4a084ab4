"""Passive DNS exports on this machine: JSON lines in the Common Output Format (draft-dulaunoy-dnsop-passive-dns-cof).

A file is read through once for the hosts of a mail, line by line; lines that do not name one of them are not parsed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gyotaku.mail.ip import address_of
from gyotaku.model.asks import Answer, Ask, Outcome
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.history import DnsHistory, Seen

_LONGEST_LINE = 65_536
LARGEST = 256 << 20
"""Octets of one file that are read for a mail."""
_MOST = 100


def look(files: Iterable[Path], hosts: Iterable[str], as_of: datetime | None) -> DnsHistory:
    """What the files saw of these hosts, no later than `as_of`. Never raises: a file that cannot be read is told."""
    wanted = {host.encode("ascii", "ignore"): host for host in hosts}
    seen: list[Seen] = []
    unread: list[tuple[str, str]] = []
    names = []
    for file in files:
        try:
            found, unreadable = _of(file, wanted, as_of)
            seen += found
            names.append(file.name)
            if unreadable:
                unread.append(
                    (file.name, f"{unreadable} lines that name a host of the mail are no records of the format")
                )
            if file.stat().st_size > LARGEST:
                unread.append((file.name, f"only the first {LARGEST >> 20} MiB were read"))
        except OSError as error:
            unread.append((file.name, error.strerror or str(error)))
    seen.sort(key=lambda one: one.last, reverse=True)
    return DnsHistory(tuple(seen[:_MOST]), tuple(names), tuple(unread))


def _of(file: Path, wanted: dict[bytes, str], as_of: datetime | None) -> tuple[list[Seen], int]:
    """What one file saw, and how many of its lines that name a host could not be read."""
    read = unreadable = 0
    seen: list[Seen] = []
    with file.open("rb") as stream:
        while read < LARGEST and (line := stream.readline(_LONGEST_LINE)):
            read += len(line)
            lower = line.lower()
            if any(host in lower for host in wanted):
                record = _record(line)
                if record is None:
                    unreadable += 1
                else:
                    seen += _seen(record, file, set(wanted.values()), as_of)
    return seen, unreadable


def _record(line: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) and "rrname" in record and _time(record, "last") else None


def _seen(record: dict[str, Any], file: Path, hosts: set[str], as_of: datetime | None) -> Iterator[Seen]:
    host = str(record.get("rrname", "")).lower().rstrip(".")
    kind = str(record.get("rrtype", "")).upper()
    first, last = _time(record, "first"), _time(record, "last")
    if host not in hosts or kind not in {"A", "AAAA"} or last is None or (as_of is not None and last > as_of):
        return
    data = record.get("rdata")
    source = str(record.get("source") or record.get("sensor_id") or file.name)[:100]
    for one in data if isinstance(data, list) else [data]:
        address = address_of(one) if isinstance(one, str) else None
        if address is None:
            continue
        words = f"{kind} {host}: {address} ({last:%Y-%m-%d})"
        answer = Answer(
            ask=Ask("history", kind, host),
            outcome=Outcome.FOUND,
            time=last,
            expires=last,
            by=source,
            records=(address,),
        )
        yield Seen(
            host=host, address=address, first=first, last=last, source=source,
            evidence=Evidence.answered(answer, Principal.THIRD_PARTY, words, source),
        )  # fmt: skip


def _time(record: dict[str, Any], which: str) -> datetime | None:
    """Seconds since 1970 as the format has it, or as some write it a date in ISO 8601; also zone files' times."""
    value = record.get(f"time_{which}", record.get(f"zone_time_{which}"))
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
        if isinstance(value, str):
            found = datetime.fromisoformat(value)
            return found if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        pass
    return None
