"""An order of items, the first at the top."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import traitlets as t

from course_utils.widgets.answer import Answer, Options, as_items, known, posed
from course_utils.widgets.scripts import script

HERE = Path(__file__).parent


class Ranking(Answer):
    """Put items in order.

    Parameters
    ----------
    exercise : str
        Name of the exercise.
    items : mapping of id to text, or list of words, optional
        In an order that does not give the answer; by default those of the exercise.

    Notes
    -----
    `value` and `answer` are the list of ids, the first at the top: the form `Ranking`.
    """

    _esm = script(HERE / "ranking.js")
    items: t.List[Any] = t.List().tag(sync=True)

    def __init__(self, exercise: str, items: Options | None = None, **more: Any) -> None:
        super().__init__(exercise, items=posed(exercise, items), **more)

    def tidy(self, value: Any) -> Any:
        """Return known ids in their order; items that the answer lacks come last."""
        ids = [name for name, _ in self.items]
        given = known(value, ids)
        return given + [name for name in ids if name not in given]

    def missing(self) -> str:
        """Return what is still to be done by hand."""
        return (
            "You have not put anything in order yet: move an item. To keep the order as it stands, "
            "lift one with Space and put it down again."
        )

    def offered(self) -> list[str]:
        """Return the items."""
        return as_items(self.items)

    def in_code(self) -> str:
        """Return a statement that keeps the order."""
        return f"{self.exercise}.answer = {[name for name, _ in self.items]}"

    def words(self, value: Any) -> list[str]:
        """Return the items with their places."""
        texts = dict(self.items)
        return [f"{place}. {texts[name]}" for place, name in enumerate(value, 1)]
