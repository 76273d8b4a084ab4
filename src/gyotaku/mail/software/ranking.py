"""From traces to named tools: log odds are added, and a tool is named only where the sum suffices and leads.

The rule stands in `data/software.toml`. Of traces in one place (Message-ID, boundary, host ...) the strongest counts: two forms
of one identifier are not two witnesses. What the mail says of itself counts like a trace, but never names a tool alone.
"""

from __future__ import annotations

from msgspec import Struct

from gyotaku.mail.headers import Field
from gyotaku.mail.software.looks import LONGEST, Found, Looks, trace
from gyotaku.mail.software.table import CLAIM, beneath, software
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Strength
from gyotaku.model.software import Recognized, Role, Tool

_MOST_FIELDS = 5.0
"""All that fields may say together: who forges one forges several."""


class Claim(Struct, frozen=True):
    """A program that X-Mailer or User-Agent names."""

    tool: Tool
    field: Field

    @property
    def evidence(self) -> Evidence:
        return self.field.evidence(Principal.SENDER, 0, min(len(self.field.text), LONGEST))


class Candidate:
    """A tool that left a trace. `score` is the sum of its traces, strongest first in `found`, in natural log odds."""

    def __init__(self, tool: Tool, found: list[Found], against: float) -> None:
        self.tool = tool
        self.found = sorted(found, key=_weight, reverse=True)
        fields = sum(row.weight for row, _, _ in found if row.place == "field")
        self.score = sum(map(_weight, found)) - against - max(0.0, fields - _MOST_FIELDS)

    @property
    def shown(self) -> float:
        """What is left of the score when the names that the mail gives itself are struck out."""
        return self.score - sum(row.weight for row, _, _ in self.found if row.own_word)

    @property
    def only_says_so(self) -> bool:
        return all(row.own_word for row, _, _ in self.found)

    @property
    def recognized(self) -> Recognized:
        """The tool as it is told, with its evidence."""
        rule = software().rule
        traces = tuple(trace(one) for one in self.found)
        if self.score >= rule.strong and len({one.look for one in traces}) > 1:
            strength = Strength.STRONG
        else:
            strength = Strength.MODERATE if self.score >= rule.least else Strength.WEAK
        return Recognized(self.tool, self.score, strength, traces)


class Ranking(Struct, frozen=True):
    """`named` are the tools that the rule names, `candidates` all that left a trace, best first."""

    named: tuple[Candidate, ...]
    candidates: tuple[Candidate, ...]
    claims: tuple[Claim, ...]
    rebuilt: bool
    """A list server or a gateway built the mail's structure anew."""


def rank(looks: Looks, *, own_words: bool = True) -> Ranking:
    tools = software().tools
    found: dict[str, list[Found]] = {}
    for one in looks.nominating():
        found.setdefault(one[0].tool, []).append(one)
    claims: list[Claim] = []
    for tool, field in looks.claims() if own_words else ():
        claims.append(Claim(tools[tool], field))
        found.setdefault(tool, []).append((CLAIM, field, field.text[:LONGEST]))
    candidates = [_weighed(tools[tool], traces, looks) for tool, traces in found.items()]
    candidates.sort(key=lambda candidate: -candidate.score)
    named = _named(Role.COMPOSES, candidates) + _named(Role.SENDS, candidates) if candidates else []
    return Ranking(tuple(named), tuple(candidates), tuple(claims), looks.rebuilt)


def _weight(one: Found) -> float:
    return one[0].weight


def _weighed(tool: Tool, found: list[Found], looks: Looks) -> Candidate:
    best: dict[str, Found] = {}
    for one in found:
        row, place, _ = one
        # Different fields are different traces; several forms in one place are one.
        key = place.name if row.place == "field" and isinstance(place, Field) else row.place.removesuffix("-host")
        if key not in best or row.weight > best[key][0].weight:
            best[key] = one
    traces = list(best.values())
    # A form that is the tool's alone shows it, whatever relays did to the order of fields.
    unmistakable = max(map(_weight, traces)) >= software().rule.least
    against = 0.0
    for more, row in looks.further(tool.id):
        if more is not None:
            traces.append(more)
        elif not unmistakable:
            against += row.missing
    return Candidate(tool, traces, against)


def _named(role: Role, candidates: list[Candidate]) -> list[Candidate]:
    """The tool of a role that leads, and the libraries it is built on where they stand by themselves as well."""
    rule = software().rule
    able = [one for one in candidates if one.tool.role is role]
    enough = [one for one in able if one.score >= rule.least and not one.only_says_so]
    if not enough:
        return []
    # What is built on a library shows the library's traces too, so it goes first where it shows its own.
    best = enough[0]
    while (above := next((one for one in enough if _stands_on(one, best)), None)) is not None:
        best = above
    rival = next((one for one in able if one is not best and not _related(best, one)), None)
    if rival is not None and best.score - rival.score < rule.lead:
        return []
    return [best, *(one for one in enough if _stands_on(best, one))]


def _stands_on(one: Candidate, other: Candidate) -> bool:
    """`other` is a library beneath `one`."""
    return other.tool.id in beneath(one.tool.id)


def _related(one: Candidate, other: Candidate) -> bool:
    return _stands_on(one, other) or _stands_on(other, one)
