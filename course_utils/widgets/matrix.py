"""Items on a plane of two scales, with a name for each quarter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import traitlets as t

from course_utils.widgets.answer import Answer, Options, as_items, mapping, number, options
from course_utils.widgets.scripts import script

HERE = Path(__file__).parent


class Matrix(Answer):
    """Place items by two judgements.

    Parameters
    ----------
    exercise : str
        Name of the exercise.
    items : mapping of id to text, or list of words
        What is placed.
    x, y : str
        What the scales mean; both run from low (0) to high (100).
    quadrants : sequence of four str
        Names of the quarters: top left, top right, bottom left, bottom right.
    grain : {"quadrant", "points"}
        What check() judges: the quarter of each item, or its place.

    Notes
    -----
    `value` is ``{item: [x, y]}``; `answer` is ``{item: quadrant}``, or a list of rows with item, x
    and y: the form `Table`. A point on the middle line belongs to the higher quarter.
    """

    _esm = script(HERE / "matrix.js")
    items: t.List[Any] = t.List().tag(sync=True)
    x = t.Unicode().tag(sync=True)
    y = t.Unicode().tag(sync=True)
    quadrants: t.List[Any] = t.List().tag(sync=True)

    def __init__(
        self,
        exercise: str,
        items: Options,
        *,
        x: str = "Effort",
        y: str = "Value",
        quadrants: Sequence[str] = ("Quick wins", "Big bets", "Fill-ins", "Money pits"),
        grain: Literal["quadrant", "points"] = "quadrant",
        **more: Any,
    ) -> None:
        if len(quadrants) != 4 or len(set(quadrants)) != 4:
            raise ValueError("quadrants must be four different names.")
        if grain not in ("quadrant", "points"):
            raise ValueError('grain must be "quadrant" or "points".')
        self.grain = grain
        super().__init__(
            exercise, items=options(items), x=x, y=y, quadrants=list(quadrants), **more
        )

    def tidy(self, value: Any) -> Any:
        """Return the places of known items, within the plane."""
        given = mapping(value)
        tidied = {}
        for name, _ in self.items:
            if name in given:
                if not isinstance(given[name], list | tuple) or len(given[name]) != 2:
                    raise ValueError("the answer must hold two numbers for each item")
                across, up = given[name]
                tidied[name] = [round(number(across, 0, 100), 1), round(number(up, 0, 100), 1)]
        return tidied

    def quadrant(self, place: Sequence[float]) -> str:
        """Return the name of the quarter of a place."""
        return str(self.quadrants[(place[1] < 50) * 2 + (place[0] >= 50)])

    def judged(self, value: Any) -> Any:
        """Return quarters or places; None if nothing is placed."""
        if self.grain == "quadrant":
            return {name: self.quadrant(place) for name, place in value.items()} or None
        rows = [{"item": name, "x": place[0], "y": place[1]} for name, place in value.items()]
        return rows or None

    def missing(self) -> str:
        """Return what is still to be done by hand."""
        return "You have not placed any item yet: put each one on the plane."

    def offered(self) -> list[str]:
        """Return the items and the scales."""
        scales = f"Across: {self.x.lower()}; up: {self.y.lower()}; both from 0 to 100"
        return [*as_items(self.items), scales]

    def in_code(self) -> str:
        """Return a statement that places one item."""
        return f"{self.exercise}.value = {{{self.items[0][0]!r}: [50, 50]}}"

    def words(self, value: Any) -> list[str]:
        """Return a line for each item."""
        return [
            f"{text}: {self.quadrant(value[name])} "
            f"({self.x.lower()} {value[name][0]:.0f}, {self.y.lower()} {value[name][1]:.0f})"
            if name in value
            else f"{text}: not placed"
            for name, text in self.items
        ]
