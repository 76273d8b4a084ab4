"""The facts of one mail, each made once and only when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TypeVar, cast

from gyotaku.model.answers import Ending
from gyotaku.model.lazy import Lazy
from gyotaku.registry import Recipe

T = TypeVar("T")


class Facts:
    """Facts by their type. An `Ending` that a maker raises is remembered, and raised again to whoever asks."""

    __slots__ = ("_absent", "_made", "_makers")

    def __init__(self, makers: Mapping[type, Recipe], *given: object) -> None:
        self._makers = makers
        self._made: dict[object, object] = {type(fact): fact for fact in given}
        self._absent: dict[type, Ending] = {}

    def give(self, facts: Mapping[type, object]) -> None:
        """Add facts that no maker here makes; an Ending in place of one is raised to whoever asks for it."""
        for wanted, fact in facts.items():
            if isinstance(fact, Ending):
                self._absent[wanted] = fact
            else:
                self._made[wanted] = fact

    def get(self, wanted: type[T]) -> T:
        """The fact of this type. Raises an Ending where there is none."""
        made = self._made.get(wanted)
        if made is None:
            made = self._made[wanted] = self._make(wanted)
        return cast("T", made)

    def arguments(self, recipe: Recipe) -> list[object]:
        """What a recipe asks for, in its order."""
        try:
            return [*map(self._made.__getitem__, recipe.keys)]  # as nearly always: somebody has asked for them before
        except KeyError:
            for need, key in zip(recipe.needs, recipe.keys, strict=True):
                if key not in self._made:
                    self._made[key] = Lazy(partial(self.get, need.type)) if need.lazy else self._make(need.type)
            return [self._made[key] for key in recipe.keys]

    def _make(self, wanted: type) -> object:
        if wanted in self._absent:
            raise self._absent[wanted]
        recipe = self._makers[wanted]
        try:
            return recipe.call(*self.arguments(recipe))
        except Ending as absent:
            self._absent[wanted] = absent
            raise
