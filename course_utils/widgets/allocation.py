"""Points or a budget, shared out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import traitlets as t

from course_utils.widgets.answer import Answer, Options, as_items, mapping, number, options
from course_utils.widgets.scripts import script

HERE = Path(__file__).parent


class Allocation(Answer):
    """Share out a total.

    Parameters
    ----------
    exercise : str
        Name of the exercise.
    items : mapping of id to text, or list of words
        What gets a share.
    total, step : float
        How much there is, and the smallest amount to move.
    unit : str
        What is shared out, as in "points" or "thousand USD".

    Notes
    -----
    `value` and `answer` are ``{item: amount}``, with 0 for what gets nothing: the form `Table` with
    two columns. In the browser no more than the total can be given away.
    """

    _esm = script(HERE / "allocation.js")
    items: t.List[Any] = t.List().tag(sync=True)
    total = t.Float().tag(sync=True)
    step = t.Float().tag(sync=True)
    unit = t.Unicode().tag(sync=True)

    def __init__(
        self,
        exercise: str,
        items: Options,
        *,
        total: float = 100,
        step: float = 5,
        unit: str = "points",
        **more: Any,
    ) -> None:
        if not 0 < step <= total:
            raise ValueError("step must be above 0 and at most the total.")
        super().__init__(exercise, items=options(items), total=total, step=step, unit=unit, **more)

    def tidy(self, value: Any) -> Any:
        """Return an amount for each known item."""
        given = mapping(value)
        amounts = {name: number(given.get(name, 0), 0, self.total) for name, _ in self.items}
        if sum(amounts.values()) > self.total + 1e-6:
            raise ValueError(f"this gives away more than {self.total:g} {self.unit}")
        return {name: round(amount, 6) for name, amount in amounts.items()}

    def missing(self) -> str:
        """Return what is still to be done by hand."""
        return (
            "You have not shared out anything yet: give each item its part of the "
            f"{self.total:g} {self.unit}."
        )

    def offered(self) -> list[str]:
        """Return the items and the total."""
        return [*as_items(self.items), f"To share: {self.total:g} {self.unit}"]

    def in_code(self) -> str:
        """Return a statement that gives one item a part."""
        return f"{self.exercise}.value = {{{self.items[0][0]!r}: {self.step:g}}}"

    def words(self, value: Any) -> list[str]:
        """Return a line for each item, and one for what is left."""
        left = self.total - sum(value.values())
        lines = [f"{text}: {value[name]:g} {self.unit}" for name, text in self.items]
        return lines + ([f"Left: {left:g} {self.unit}"] if left > 1e-6 else [])
