"""An explorer in which pressing a button is a move that stands, and lasts like an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from course_utils.exercises.store import Answers, NotSaved, here
from course_utils.widgets import stage

Move = dict[str, Any]


class Moves(stage.Explorer):
    """An explorer that remembers how its controls stood at each press of a button.

    Parameters
    ----------
    name : str
        Under which the moves are kept beside the notebook, so that a game left half-way goes on.
    title : str
        As for `Explorer`.
    draw : callable
        Takes the moves, a dict of the other controls' values for each press, and the controls'
        values by name; returns a `Scene`.
    press : str
        The control that counts the presses.
    answers : Answers, optional
        Where the moves are kept; beside the notebook by default.
    **more
        As for `Explorer`.
    """

    def __init__(
        self,
        name: str,
        title: str,
        draw: Callable[..., stage.Scene],
        *,
        press: str,
        answers: Answers | None = None,
        **more: Any,
    ) -> None:
        self._name, self._press = name, press
        self._kept = answers or here()
        self.moves: list[Move] = []
        self._words = ""

        def drawn(**values: Any) -> stage.Scene:
            self._play(values)
            scene = draw(list(self.moves), **values)
            if self._words:
                scene.notes.append(self._words)
            return scene

        super().__init__(title, drawn, **more)
        moves, self._words = self._kept.read(name, type(self).__name__, self._tidy)
        if moves:
            self.moves = moves
            self.values = {**self.start, **moves[-1], press: len(moves)}
        elif self._words:
            self._redraw()

    def _play(self, values: Mapping[str, Any]) -> None:
        """Bring the moves to as many as the button was pressed; keep them if they changed."""
        count = values[self._press]
        if count == len(self.moves):
            return
        now = {name: value for name, value in values.items() if name != self._press}
        self.moves = [*self.moves[:count], *[now] * (count - len(self.moves))]
        try:
            self._words = self._kept.write(self._name, type(self).__name__, self.moves)
        except NotSaved as trouble:
            self._words = f"NOT SAVED: {trouble}. The game goes on, but it will not last."

    def _tidy(self, value: Any) -> list[Move]:
        if not isinstance(value, list) or not all(isinstance(move, dict) for move in value):
            raise ValueError("the moves must be a list")
        names = self._controls.keys() - {self._press}
        if any(move.keys() != names for move in value):
            raise ValueError("the moves are of another game")
        most = self._controls[self._press].fit(len(value))
        return [
            {name: self._controls[name].fit(setting) for name, setting in move.items()}
            for move in value[:most]
        ]
