"""From traces to named tools: log odds are added, and a tool is named only where the sum suffices and leads.

The rule stands in `data/software.toml`. Of traces in one place (Message-ID, boundary, host ...) the strongest counts: two forms
of one identifier are not two witnesses. What the mail says of itself counts like a trace, but never names a tool alone.
"""

from __future__ import annotations

from msgspec import Struct

from gyotaku.mail.headers import Field
from gyotaku.mail.software.looks import Found, Looks, trace
from gyotaku.mail.software.table import Table, beneath, software
from gyotaku.model.evidence import Evidence, Principal
from gyotaku.model.finding import Strength
from gyotaku.model.software import Look, Recognized, Role, Tool, Trace

_CLAIM_WEIGHT = 2.5
_MOST_FIELDS = 5.0
"""All that fields may say together: who forges one forges several."""


class Claim(Struct, frozen=True):
    """A program that X-Mailer or User-Agent names."""

    tool: Tool
    field: Field

    @property
    def evidence(self) -> Evidence:
        return self.field.evidence(Principal.SENDER)


class Ranking(Struct, frozen=True):
    """`named` are the tools that the rule names, `candidates` all that left a trace, best first."""

    named: tuple[Recognized, ...]
    candidates: tuple[Recognized, ...]
    claims: tuple[Claim, ...]
    rebuilt: bool
    """A list server or a gateway built the mail's structure anew."""


def rank(looks: Looks, *, own_words: bool = True) -> Ranking:
    table = software()
    found: dict[str, list[Found]] = {}
    for one in looks.nominating():
        found.setdefault(one[0].tool, []).append(one)
    claims = tuple(Claim(table.tools[tool], field) for tool, field in looks.claims()) if own_words else ()
    by_claim = {claim.tool.id: claim for claim in claims}
    candidates = [_weighed(table, tool, found.get(tool, []), by_claim.get(tool), looks) for tool in found | by_claim]
    candidates.sort(key=lambda candidate: -candidate.score)
    named = [candidate for role in Role for candidate in _named(table, role, candidates)]
    return Ranking(tuple(named), tuple(candidates), claims, looks.rebuilt)


def _weighed(table: Table, tool: str, found: list[Found], claim: Claim | None, looks: Looks) -> Recognized:
    best: dict[object, Found] = {}
    for one in found:
        row = one[0]
        # Different fields are different traces; several forms in one place are one.
        key: object = (row.look, one[1]) if row.look is Look.FIELD else row.look
        if key not in best or row.weight > best[key][0].weight:
            best[key] = one
    # A form that is the tool's alone shows it, whatever relays did to the order of fields.
    unmistakable = any(one[0].weight >= table.rule.least for one in best.values())
    against = 0.0
    traces = [trace(one) for one in best.values()]
    for more, row in looks.further(tool):
        if more is not None:
            traces.append(trace(more))
        elif not unmistakable:
            against += row.missing
    if claim is not None:
        traces.append(Trace(Look.CLAIM, _CLAIM_WEIGHT, True, claim.evidence))
    traces.sort(key=lambda one: -one.weight)
    fields = sum(one.weight for one in traces if one.look is Look.FIELD)
    score = sum(one.weight for one in traces) - against - max(0.0, fields - _MOST_FIELDS)
    return Recognized(table.tools[tool], score, _strength(table, score, traces), tuple(traces))


def _strength(table: Table, score: float, traces: list[Trace]) -> Strength:
    if score >= table.rule.strong and len({one.look for one in traces}) > 1:
        return Strength.STRONG
    return Strength.MODERATE if score >= table.rule.least else Strength.WEAK


def _named(table: Table, role: Role, candidates: list[Recognized]) -> list[Recognized]:
    """The tool of a role that leads, and the library it is built on where that stands by itself as well."""
    rule = table.rule
    able = [one for one in candidates if one.tool.role is role]
    enough = [one for one in able if one.score >= rule.least and not _only_says_so(one)]
    if not enough:
        return []
    # What is built on a library shows the library's traces too, so it goes first where it shows its own.
    best = enough[0]
    while (above := next((one for one in enough if _stands_on(one, best)), None)) is not None:
        best = above
    for other in able:
        if other is not best and not _related(best, other):
            if best.score - other.score < rule.lead:
                return []
            break
    return [best, *(one for one in enough if _stands_on(best, one))]


def _only_says_so(one: Recognized) -> bool:
    return all(each.own_word for each in one.traces)


def _stands_on(one: Recognized, other: Recognized) -> bool:
    """`other` is a library beneath `one`."""
    return other.tool.id in beneath(one.tool.id)


def _related(one: Recognized, other: Recognized) -> bool:
    return _stands_on(one, other) or _stands_on(other, one)
