"""Cards in named columns: MoSCoW, kanban, now/next/later, affinity."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import traitlets as t

from course_utils.widgets.answer import Answer, Options, as_items, as_line, known, mapping, options
from course_utils.widgets.scripts import script

HERE = Path(__file__).parent

MOSCOW = ("Must", "Should", "Could", "Won't")
HORIZONS = ("Now", "Next", "Later")
KANBAN = ("To do", "In progress", "Done")


class Board(Answer):
    """Sort cards into columns.

    Parameters
    ----------
    exercise : str
        Name of the exercise.
    cards : mapping of id to text, or list of words
        What is sorted.
    columns : mapping of id to text, or list of words
        Where to.
    capacity : mapping of column to int, optional
        How many cards fit in a column; more are marked, not refused.
    tray : str
        Heading of the cards that are not sorted yet.

    Notes
    -----
    `value` is ``{column: [cards]}``; `answer` is ``{card: column}`` for the cards that are sorted:
    the form `Table` with two columns.
    """

    _esm = script(HERE / "board.js")
    cards: t.List[Any] = t.List().tag(sync=True)
    columns: t.List[Any] = t.List().tag(sync=True)
    capacity: t.Dict[str, Any] = t.Dict().tag(sync=True)
    tray = t.Unicode().tag(sync=True)

    def __init__(
        self,
        exercise: str,
        cards: Options,
        columns: Options = MOSCOW,
        *,
        capacity: Mapping[str, int] | None = None,
        tray: str = "To sort",
        **more: Any,
    ) -> None:
        named = options(columns, "columns")
        strange = [name for name in capacity or {} if name not in dict(named)]
        if strange:
            raise ValueError(f"capacity names a column that is not there: {strange[0]!r}.")
        super().__init__(
            exercise,
            cards=options(cards, "cards"),
            columns=named,
            capacity=dict(capacity or {}),
            tray=tray,
            **more,
        )

    def tidy(self, value: Any) -> Any:
        """Return known cards in known columns, each card once."""
        given = mapping(value)
        left = [name for name, _ in self.cards]
        tidied = {}
        for column, _ in self.columns:
            tidied[column] = known(given.get(column, []), left)
            left = [name for name in left if name not in tidied[column]]
        return tidied

    def judged(self, value: Any) -> Any:
        """Return the column of each sorted card; None if none is sorted."""
        place = {card: column for column, cards in value.items() for card in cards}
        return {card: place[card] for card, _ in self.cards if card in place} or None

    def missing(self) -> str:
        """Return what is still to be done by hand."""
        return "You have not placed any card yet: put each card into a column."

    def offered(self) -> list[str]:
        """Return the cards and the columns."""
        return [*as_items(self.cards), f"Columns: {as_line(self.columns)}"]

    def in_code(self) -> str:
        """Return a statement that places one card."""
        return f"{self.exercise}.value = {{{self.columns[0][0]!r}: [{self.cards[0][0]!r}]}}"

    def words(self, value: Any) -> list[str]:
        """Return a line for each column, and one for what is not sorted."""
        texts = dict(self.cards)
        lines = []
        for column, name in self.columns:
            inside = value[column]
            fits = self.capacity.get(column)
            over = f" ({len(inside)} of {fits}: too many)" if fits and len(inside) > fits else ""
            lines.append(f"{name}{over}: {', '.join(texts[card] for card in inside) or 'nothing'}")
        rest = [text for card, text in self.cards if not any(card in c for c in value.values())]
        return lines + ([f"{self.tray}: {', '.join(rest)}"] if rest else [])
