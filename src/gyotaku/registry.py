"""Which checks and facts there are, and what each asks for.

A check is a module under `checks` with a function `check`; its needs are that function's parameters, by type. A fact is
a module under `mail/facts` with a function `read`, which is the only maker of the type it returns. The plan is read once
a process: types from signatures, so there is no list of needs to go stale. A parameter annotated `Lazy[T]` is made only
when the check calls it.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, get_args, get_origin, get_type_hints

from msgspec import Struct

import gyotaku.checks
import gyotaku.mail.facts
from gyotaku.model.answers import CheckRun, Ended
from gyotaku.model.finding import Finding, Kind
from gyotaku.model.lazy import Lazy

ENTRY_POINTS = "gyotaku.checks"


class Need(Struct, frozen=True):
    """One parameter: the type it asks for, and whether it is made only when called."""

    type: type
    lazy: bool


class Recipe(Struct, frozen=True):
    """A function and what it asks for."""

    call: Callable[..., Any]
    needs: tuple[Need, ...]
    keys: tuple[object, ...]
    """What each need is kept under once it is there: its type, in a tuple where the need is lazy."""


class Check(Struct, frozen=True):
    """One check: its id (its module's name under `checks`), how to call it, and the kinds it can find."""

    id: str
    recipe: Recipe
    kinds: tuple[Kind, ...]
    ran: CheckRun
    """What the report says where it ran, the same for every mail."""

    def run(self, arguments: list[object]) -> Iterable[Finding]:
        found: Iterable[Finding] = self.recipe.call(*arguments)
        return found


class Plan(Struct, frozen=True):
    """Every check, in the order of their ids, and the maker of every fact type."""

    checks: tuple[Check, ...]
    makers: Mapping[type, Recipe]
    kinds: Mapping[str, Kind]


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not found.ispkg:
            yield importlib.import_module(found.name)


def _recipe(function: FunctionType) -> tuple[Recipe, object]:
    # Our own checks and facts keep their annotations as types: evaluating 300 strings costs 60 ms at every start.
    hints = function.__annotations__
    if any(isinstance(hint, str) for hint in hints.values()):
        hints = get_type_hints(function)
    needs = []
    for name in function.__code__.co_varnames[: function.__code__.co_argcount]:
        hint = hints[name]
        origin: object = get_origin(hint)
        lazy = origin is Lazy
        needs.append(Need(get_args(hint)[0] if lazy else hint, lazy))
    keys = tuple((need.type,) if need.lazy else need.type for need in needs)
    return Recipe(function, tuple(needs), keys), hints.get("return")


def _check(identifier: str, module: ModuleType) -> Check:
    recipe, _ = _recipe(module.check)
    kinds = tuple(value for value in vars(module).values() if isinstance(value, Kind))
    return Check(identifier, recipe, kinds, CheckRun(identifier, Ended.RAN))


def _plug_ins() -> Iterator[tuple[str, ModuleType]]:
    """Modules that other distributions name under our entry point group."""
    mark = f"[{ENTRY_POINTS}]".encode()
    found = (file for folder in sys.path for file in Path(folder or ".").glob("*.dist-info/entry_points.txt"))
    if any(mark in file.read_bytes() for file in found):
        # Reading the metadata properly costs 20 ms, so only when somebody's entry points mention us at all.
        from importlib.metadata import entry_points

        for point in entry_points(group=ENTRY_POINTS):
            yield point.name, point.load()


@cache
def plan() -> Plan:
    """The plan of this process. Raises ValueError for two makers of one type or two kinds of one id."""
    makers: dict[type, Recipe] = {}
    for module in _modules(gyotaku.mail.facts):
        recipe, made = _recipe(module.read)
        if not isinstance(made, type) or made in makers:
            raise ValueError(f"{module.__name__}.read must be the only maker of the type it returns")
        makers[made] = recipe
    prefix = gyotaku.checks.__name__ + "."
    checks = [_check(module.__name__.removeprefix(prefix), module) for module in _modules(gyotaku.checks)]
    checks += [_check(name, module) for name, module in _plug_ins()]
    kinds: dict[str, Kind] = {}
    for check in checks:
        for kind in check.kinds:
            if kinds.setdefault(kind.id, kind) is not kind:
                raise ValueError(f"two kinds are called {kind.id}")
    return Plan(tuple(sorted(checks, key=lambda check: check.id)), makers, kinds)
