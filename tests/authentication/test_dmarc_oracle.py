"""Our DMARC against mailauth's on made-up worlds. Where they differ, docs/authentication.md says why."""

from __future__ import annotations

import json
import random
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gyotaku.authentication.dmarc import evaluate
from gyotaku.model.asks import Answer, Ask, Outcome
from gyotaku.model.dmarc import DmarcResult, DmarcTrouble, DmarcWord
from tests.ask import World, answered, drive
from tests.authentication.peers import _NODE, _installed

COUNT = 3_000
PAGE = Path(__file__).parents[2] / "docs" / "authentication.md"
LABELS = ("a", "b", "mail", "shop", "l", "m", "n", "o")
TOPS = ("example.org", "example.com", "bank.example")
TAGS = {
    "p": ("none", "quarantine", "reject", "reject") * 5 + ("Reject", "rejct"),
    "sp": ("none", "quarantine", "reject") * 5 + ("x",),
    "np": ("none", "quarantine", "reject"),
    "psd": ("y", "n", "u", "z"),
    "t": ("y", "n"),
    "adkim": ("r", "s"),
    "aspf": ("r", "s"),
    "pct": ("0", "50"),
    "rua": ("mailto:d@example.net", "nowhere"),
}
OFTEN = {"p": 0.98, "sp": 0.3, "np": 0.3, "rua": 0.4}


def cases() -> Iterator[dict[str, Any]]:
    for number in range(COUNT):
        dice = random.Random(f"dmarc {number}")  # noqa: S311 - the same dice every time
        author = _name(dice)
        names = ["org", "com", "example", *TOPS, author, *(_name(dice) for _ in range(3))]
        names += [author.partition(".")[2]] * 2
        records: dict[str, dict[str, Any]] = {}
        for name in names:
            if dice.random() < 0.35:
                records[f"_dmarc.{name}"] = {"TXT": [_record(dice) for _ in range(2 if dice.random() < 0.05 else 1)]}
            elif dice.random() < 0.02:
                records[f"_dmarc.{name}"] = {"TXT": "late"}
        if dice.random() < 0.5:
            records[author] = {"A": ["192.0.2.1"] if dice.random() < 0.9 else "late"}
        yield {
            "author": author,
            "spf": [dice.choice((author, *names[3:]))] if dice.random() < 0.6 else [],
            "dkim": [dice.choice((author, *names[3:])) for _ in range(dice.choice((0, 0, 1, 2)))],
            "records": records,
        }


def _name(dice: random.Random) -> str:
    return ".".join([*dice.choices(LABELS, k=dice.choice((0, 0, 1, 1, 2, 3, 7))), dice.choice(TOPS)])


def _record(dice: random.Random) -> str:
    tags = [f"{tag}={dice.choice(values)}" for tag, values in TAGS.items() if dice.random() < OFTEN.get(tag, 0.15)]
    return dice.choice(("; ", ";", " ; ")).join([dice.choice(("v=DMARC1",) * 12 + ("v=dmarc1",)), *tags])


def mailauth(asked: list[dict[str, Any]], cache: Path) -> list[dict[str, Any]]:
    lines = "".join(json.dumps(case) + "\n" for case in asked)
    script = Path(__file__).parent / "mailauth_dmarc.cjs"
    command = [_NODE, script, _installed(cache)]
    done = subprocess.run(
        command, input=lines, capture_output=True, text=True, timeout=300, check=True, encoding="utf-8"
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def run(case: dict[str, Any]) -> DmarcResult:
    records = {
        name: {kind: Outcome.LATE if found == "late" else found for kind, found in here.items()}
        for name, here in case["records"].items()
    }

    class Exact(World):
        """What is not listed does not exist, whatever lies below: so mailauth is told too."""

        def __call__(self, ask: Ask) -> Answer:
            if ask.of not in self.records:
                return answered(ask, Outcome.NOTHING, detail="NXDOMAIN")
            return super().__call__(ask)

    spf = (case["spf"][0], "pass") if case["spf"] else ("", "none")
    return drive(evaluate(case["author"], spf, [(domain, "pass") for domain in case["dkim"]]), Exact(records))


def _no_usable_policy(ours: DmarcResult, theirs: dict[str, Any]) -> bool:
    """No valid policy and no address: we say permerror with the reason, mailauth none."""
    return ours.error is DmarcTrouble.NO_USABLE_POLICY and theirs["result"] == "none"


def _existence_unknown(ours: DmarcResult, theirs: dict[str, Any]) -> bool:
    """A fail whose policy hangs on a domain that nobody says exists: we leave the policy open, mailauth the result."""
    return ours.result is DmarcWord.FAIL and ours.disposition is None and theirs["result"] == "temperror"


EXCEPTIONS: list[Callable[[DmarcResult, dict[str, Any]], bool]] = [_no_usable_policy, _existence_unknown]


def test_agreement(request: pytest.FixtureRequest) -> None:
    made = list(cases())
    cache = request.config.cache
    assert cache is not None
    said = mailauth(made, Path(cache.mkdir("mailauth")))
    explained: Counter[str] = Counter()
    words: Counter[str] = Counter()
    unexplained = []
    for case, theirs in zip(made, said, strict=True):
        ours = run(case)
        words[theirs["result"]] += 1
        if _same(ours, theirs):
            continue
        named = [exception.__name__ for exception in EXCEPTIONS if exception(ours, theirs)]
        explained.update(named[:1])
        if not named:
            unexplained.append(
                f"{case}\n  {theirs}\n  {ours.result} {ours.policy} {ours.disposition} {ours.policy_domain} {ours.identifiers}"
            )
    assert not unexplained, f"{len(unexplained)}\n" + "\n".join(unexplained[:10])
    assert min(words[word] for word in ("pass", "fail", "none", "temperror")) >= 50, words
    page = PAGE.read_text("utf-8")
    for name, count in explained.items():
        assert f"| {name.strip('_').replace('_', ' ')} | {count} |" in page, f"{PAGE.name} does not say {name}: {count}"


def _same(ours: DmarcResult, theirs: dict[str, Any]) -> bool:
    if ours.result.value != theirs["result"]:
        return False
    if ours.result not in {DmarcWord.PASS, DmarcWord.FAIL}:
        return True
    aligned = [any(one.aligned for one in ours.identifiers if one.method == method) for method in ("spf", "dkim")]
    return (
        ours.policy_domain == theirs["publisher"]
        and (ours.organizational_domain or theirs["organization"]) == theirs["organization"]
        and aligned == [theirs["spf"], theirs["dkim"]]
        and (ours.result is DmarcWord.PASS or ours.disposition == theirs["policy"])
    )
