"""`gyotaku kinds` and `gyotaku explain KIND`: the declarations of the checks, read aloud."""

from __future__ import annotations

import argparse
import difflib
import sys
from itertools import groupby

from gyotaku.cli.main import DONE, USAGE
from gyotaku.cli.settings import language, settings
from gyotaku.model.finding import Direction, Group, Kind
from gyotaku.model.text import Language, Text
from gyotaku.registry import plan

_DIRECTIONS = {
    Direction.ACCUSES: Text(en="speaks for fraud", ja="詐欺を示す"),
    Direction.CLEARS: Text(en="speaks against fraud", ja="詐欺を否定する"),
    Direction.INFORMS: Text(en="informs", ja="参考"),
}
_WHY = Text(en="What it means", ja="意味")
_INNOCENT = Text(en="When an honest mail shows it", ja="正当なメールで起こる場合")
_UNKNOWN = Text(en="there is no kind {kind}", ja="{kind} という種類の所見はありません")


def run(options: argparse.Namespace) -> int:
    config = settings(options)
    if config is None:
        return USAGE
    spoken = language(options, config)
    if options.command == "explain":
        return _explain(options.kind, spoken)
    if options.format == "json":
        import msgspec

        rows = [_row(kind) for kind in _sorted()]
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(rows), indent=1).decode() + "\n")
        return DONE
    for number, (group, members) in enumerate(groupby(_sorted(), key=lambda kind: kind.group)):
        print(("\n" if number else "") + group)
        for kind in members:
            print(f"  {kind.id:26} {_standing(kind, spoken)}")
            print(f"      {kind.title.outline(spoken)}")
    return DONE


def _sorted() -> list[Kind]:
    """By group, in the order of the contract, then by id."""
    order = list(Group)
    return sorted(plan().kinds.values(), key=lambda kind: (order.index(kind.group), kind.id))


def _standing(kind: Kind, spoken: Language) -> str:
    if kind.direction is Direction.INFORMS:
        return _DIRECTIONS[kind.direction].template(spoken)
    separator = "、" if spoken == "ja" else ", "
    return kind.strength.label.template(spoken) + separator + _DIRECTIONS[kind.direction].template(spoken)


def _row(kind: Kind) -> dict[str, object]:
    return {
        "id": kind.id,
        "group": kind.group.value,
        "strength": kind.strength.value,
        "direction": kind.direction.value,
        **{name: {"en": text.en, "ja": text.ja} for name, text in _texts(kind)},
    }


def _texts(kind: Kind) -> tuple[tuple[str, Text], ...]:
    return (("title", kind.title), ("why", kind.why), ("innocent", kind.innocent))


def _explain(name: str, spoken: Language) -> int:
    kinds = plan().kinds
    kind = kinds.get(name)
    if kind is None:
        near = difflib.get_close_matches(name, kinds, n=3)
        hint = f" ({', '.join(near)}?)" if near else ""
        print(f"gyotaku: {_UNKNOWN.template(spoken).format(kind=ascii(name)[1:-1])}{hint}", file=sys.stderr)
        return USAGE
    print(f"{kind.id} · {kind.group} · {_standing(kind, spoken)}\n")
    print(kind.title.outline(spoken))
    for heading, text in ((_WHY, kind.why), (_INNOCENT, kind.innocent)):
        print(f"\n{heading.template(spoken)}\n  {text.outline(spoken)}")
    return DONE
