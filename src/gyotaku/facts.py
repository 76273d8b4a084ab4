"""The facts of one mail, each made once and only when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TypeVar, cast

from gyotaku.model.answers import Ending
from gyotaku.model.lazy import Lazy
from gyotaku.registry import Need, Recipe

T = TypeVar("T")


class Facts:
    """Facts by their type. An `Ending` that a maker raises is remembered, and raised again to whoever asks."""

    __slots__ = ("_made", "_makers")

    def __init__(self, makers: Mapping[type, Recipe], *given: object) -> None:
        self._makers = makers
        self._made: dict[type, object] = {type(fact): fact for fact in given}

    def give(self, facts: Mapping[type, object]) -> None:
        """Add facts that no maker here makes; an Ending in place of one is raised to whoever asks for it."""
        self._made.update(facts)

    def get(self, wanted: type[T]) -> T:
        """The fact of this type. Raises an Ending where there is none."""
        made = self._made.get(wanted)
        if made is None:
            recipe = self._makers[wanted]
            try:
                made = recipe.call(*self.arguments(recipe.needs))
            except Ending as absent:
                made = absent
            self._made[wanted] = made
        if isinstance(made, Ending):
            raise made
        return cast("T", made)

    def arguments(self, needs: tuple[Need, ...]) -> list[object]:
        """What a recipe asks for, in its order."""
        made = self._made
        arguments: list[object] = []
        for need in needs:
            wanted = need.type
            if need.lazy:
                arguments.append(Lazy(partial(self.get, wanted)))
            elif (fact := made.get(wanted)) is not None and not isinstance(fact, Ending):
                arguments.append(fact)  # as nearly always: some other check has asked for it before
            else:
                arguments.append(self.get(wanted))
        return arguments
