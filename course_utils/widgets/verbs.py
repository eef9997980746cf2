"""check() in a notebook: what it says, and under it a Check and a Hint button."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from course_utils.exercises import learner
from course_utils.exercises.display import Card, in_notebook, shell
from course_utils.exercises.store import grading
from course_utils.lab.failed import keeps_earlier, watch

if TYPE_CHECKING:
    from course_utils.exercises.learner import Checked

STALE = (
    "The cell of your answer ended in an error; its last line says what is wrong. Until it runs to "
    "its end, the name holds your earlier answer, and that is not checked again."
)
AGAIN = "<p><i>So it was when this cell last ran. Run it to check again.</i></p>"
_NOTHING: Any = object()
_buttons: Any = None


def check(exercise: str, answer: Any = _NOTHING) -> Checked:
    """Check an answer and say what it is: right, or what to look at.

    Where widgets run, the buttons Check and Hint stand under what is said.

    Parameters
    ----------
    exercise
        Name of the exercise.
    answer
        The answer.

    Returns
    -------
    Checked
        The state and the words that were shown.

    Raises
    ------
    NotRight
        Only while nbgrader runs the notebook.
    """
    given = () if answer is _NOTHING else (answer,)
    if grading() or not in_notebook() or not learner.known(exercise):
        return learner.check(exercise, *given)
    checked, card = _looked_at(exercise, *given)
    if card is not None:
        _show(exercise, card)
    return checked


def _looked_at(exercise: str, *given: Any) -> tuple[Checked, Card | None]:
    """Check an answer, unless it is one that the learner has just tried to replace."""
    from course_utils.exercises.learner import Checked

    if given and keeps_earlier(exercise, given[0]):
        return Checked("notice", STALE), Card("notice", [STALE])
    return learner.answered(exercise, *given)


def _show(exercise: str, card: Card) -> None:
    global _buttons
    if _buttons is None:
        _buttons = _load()
    from IPython.display import display

    display(_buttons(exercise, card))


def current(exercise: str) -> Card:
    """Check what the learner's variable holds now.

    Parameters
    ----------
    exercise
        Name of the exercise, and of the variable.

    Returns
    -------
    Card
    """
    names = shell().user_ns if in_notebook() else {}
    if exercise not in names:
        return Card(
            "notice", [f"`{exercise}` is not there yet: run the cell of your answer first."]
        )
    card = _looked_at(exercise, names[exercise])[1]
    assert card is not None  # only graders get none
    return card


def _load() -> Any:
    """Make the widget's class: its libraries are not needed before the first check."""
    import traitlets as t

    from course_utils.widgets.scripts import script, style
    from course_utils.widgets.widget import Widget

    class Verbs(Widget):
        """What was said of an answer, with buttons that check it again and open hints.

        Parameters
        ----------
        exercise : str
        card : Card
            What check() said.

        Attributes
        ----------
        verdict, hint : dict
            ``html`` and ``text`` of a card, and a ``count`` by which the browser hears of it.
        """

        _esm = script(Path(__file__).with_name("verbs.js"))
        _css = style()
        again = AGAIN
        exercise = t.Unicode().tag(sync=True)
        verdict: t.Dict[str, Any] = t.Dict().tag(sync=True)
        hint: t.Dict[str, Any] = t.Dict().tag(sync=True)

        def __init__(self, exercise: str, card: Card) -> None:
            self._card = card
            self._count = 0
            super().__init__(exercise=exercise, verdict=self._told(card))
            self.on_msg(self._asked)

        def __str__(self) -> str:
            return self._card.text

        def _repr_html_(self) -> str:
            return self._card.html

        def _told(self, card: Card) -> dict[str, Any]:
            self._count += 1
            return {"html": card.html, "text": card.text, "count": self._count}

        def _asked(self, _widget: Any, content: Any, _buffers: Any) -> None:
            if content == "check":
                self._card = current(self.exercise)
                self.verdict = self._told(self._card)
            elif content == "hint":
                self.hint = self._told(learner.opened(self.exercise))

    return Verbs


# Before the first check: the cells that it looks back at run earlier than that.
if in_notebook() and not grading():
    watch(shell())
