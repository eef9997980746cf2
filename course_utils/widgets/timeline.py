"""Items in periods, under capacity and dependencies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import traitlets as t

from course_utils.widgets.answer import Answer, Options, as_items, mapping, number, options
from course_utils.widgets.scripts import script

HERE = Path(__file__).parent


class Timeline(Answer):
    """Plan items into periods.

    Parameters
    ----------
    exercise : str
        Name of the exercise.
    items : mapping of id to text, or list of words
        What is planned.
    periods : sequence of str
        The periods, in order.
    length : mapping of item to int, optional
        How many periods an item takes; 1 if not given.
    load : mapping of item to float, optional
        What an item takes of each of its periods; 1 if not given.
    capacity : float or sequence of float, optional
        What a period, or each period, can take.
    after : mapping of item to list of items, optional
        What must be finished before an item starts.
    unit : str
        What load and capacity are counted in.

    Notes
    -----
    `value` is ``{item: index of its first period}``; `answer` is ``{item: first period}``: the form
    `Table` with two columns. What does not fit is marked, not refused; `problems` names it.
    """

    _esm = script(HERE / "timeline.js")
    items: t.List[Any] = t.List().tag(sync=True)
    periods: t.List[Any] = t.List().tag(sync=True)
    length: t.Dict[str, Any] = t.Dict().tag(sync=True)
    load: t.Dict[str, Any] = t.Dict().tag(sync=True)
    capacity: t.List[Any] = t.List().tag(sync=True)
    after: t.Dict[str, Any] = t.Dict().tag(sync=True)
    unit = t.Unicode().tag(sync=True)

    def __init__(
        self,
        exercise: str,
        items: Options,
        periods: Sequence[str],
        *,
        length: Mapping[str, int] | None = None,
        load: Mapping[str, float] | None = None,
        capacity: float | Sequence[float] | None = None,
        after: Mapping[str, Sequence[str]] | None = None,
        unit: str = "points",
        **more: Any,
    ) -> None:
        named = options(items)
        ids = [name for name, _ in named]
        for what in (length or {}), (load or {}), (after or {}):
            strange = [name for name in what if name not in ids]
            if strange:
                raise ValueError(f"there is no item {strange[0]!r}.")
        if len(set(periods)) != len(periods) or len(periods) < 2:
            raise ValueError("give at least two periods with different names.")
        limits = [capacity] * len(periods) if isinstance(capacity, int | float) else capacity or []
        if limits and len(limits) != len(periods):
            raise ValueError("capacity must be one number, or one for each period.")
        super().__init__(
            exercise,
            items=named,
            periods=list(periods),
            length={name: int((length or {}).get(name, 1)) for name in ids},
            load={name: (load or {}).get(name, 1) for name in ids},
            capacity=list(limits),
            after={name: list((after or {}).get(name, [])) for name in ids},
            unit=unit,
            **more,
        )

    def tidy(self, value: Any) -> Any:
        """Return the first periods of known items, so that each ends within the plan."""
        given = mapping(value)
        last = len(self.periods)
        return {
            name: int(number(given[name], 0, max(0, last - self.length[name])))
            for name, _ in self.items
            if name in given
        }

    def judged(self, value: Any) -> Any:
        """Return the name of each planned item's first period; None if none is planned."""
        return {name: self.periods[start] for name, start in value.items()} or None

    def missing(self) -> str:
        """Return what is still to be done by hand."""
        return "You have not planned any item yet: give each one its period."

    def offered(self) -> list[str]:
        """Return the items and the periods."""
        periods = [f"{place} is {name}" for place, name in enumerate(self.periods)]
        return [*as_items(self.items), f"Periods: {'; '.join(periods)}"]

    def in_code(self) -> str:
        """Return a statement that plans one item."""
        return f"{self.exercise}.value = {{{self.items[0][0]!r}: 0}}"

    def problems(self, value: Any) -> list[str]:
        """Return what does not fit, in words; nothing for a plan that holds."""
        texts = dict(self.items)
        found = []
        for place, limit in enumerate(self.capacity):
            used = sum(
                self.load[name]
                for name, start in value.items()
                if start <= place < start + self.length[name]
            )
            if used > limit + 1e-9:
                found.append(f"{self.periods[place]}: {used:g} of {limit:g} {self.unit}")
        for name, start in value.items():
            for other in self.after[name]:
                if other not in value or value[other] + self.length[other] > start:
                    found.append(f"{texts[name]} must start after {texts[other]} ends")
        return found

    def words(self, value: Any) -> list[str]:
        """Return a line for each item, then what does not fit."""
        lines = []
        for name, text in self.items:
            if name not in value:
                lines.append(f"{text}: not planned")
                continue
            first, last = value[name], value[name] + self.length[name] - 1
            span = self.periods[first] + (f" to {self.periods[last]}" if last > first else "")
            lines.append(f"{text}: {span}")
        return lines + [f"Does not fit: {problem}" for problem in self.problems(value)]
