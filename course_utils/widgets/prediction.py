"""Predict first: the learner writes a guess down, then the data answer it.

>>> guess = predict("weather", "Will it rain?", ["Yes", "No"])   # doctest: +SKIP
>>> guess.reveal("Yes")                                          # doctest: +SKIP
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import traitlets as t

from course_utils.exercises.display import in_notebook, shell
from course_utils.exercises.store import Answers, fresh, grading
from course_utils.widgets.answer import Answer, number
from course_utils.widgets.scripts import script, style

HERE = Path(__file__).parent
DATA = "The data say"
FIRST = "**Guess first.** Keep your guess in the box above, then run this cell again."


def attended() -> bool:
    """Whether somebody sits before the notebook who can guess, and not a builder or a test.

    Jupyter's server names the notebook to its kernels, VS Code to their namespace. Whoever runs a
    notebook without a page before it does neither.
    """
    if grading() or fresh():
        return False
    return bool(os.environ.get("JPY_SESSION_NAME")) or (
        in_notebook() and "__vsc_ipynb_file__" in shell().user_ns
    )


class Prediction(Answer):
    """A question, the learner's guess at it, and the moment of truth.

    The guess lasts: it is kept in ``answers/predict_<name>.json`` beside the notebook, so that a
    lesson can come back to it at its end, also after a restart. Nothing is written until the
    learner presses the button.

    Notes
    -----
    `value` and `guess` are an option or a number, None as long as nothing was kept.
    """

    _esm = script(HERE / "prediction.js")
    _css = style(HERE / "stage" / "stage.css")
    spec: t.Dict[str, Any] = t.Dict().tag(sync=True)

    def __init__(
        self,
        name: str,
        question: str,
        options: Sequence[str] = (),
        *,
        low: float = 0.0,
        high: float = 1.0,
        step: float = 0.01,
        form: str = ".0%",
        folder: Path | None = None,
    ) -> None:
        if options and len(set(options)) != len(options):
            raise ValueError("options must differ from each other.")
        if not options and not low < high:
            raise ValueError("low must be below high.")
        if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", name):
            raise ValueError(f"name must be lower-case letters, digits and _, not {name!r}.")
        self.form = form
        digits = re.search(r"\.(\d)", form)
        super().__init__(
            f"predict_{name}",
            question,
            answers=Answers(folder) if folder else None,
            spec={
                "question": question,
                "options": list(options),
                "low": low,
                "high": high,
                "step": step,
                "percent": form.endswith("%"),
                "digits": int(digits[1]) if digits else 0,
            },
        )

    @property
    def guess(self) -> Any:
        """The learner's guess, None as long as there is none."""
        return self.value

    @property
    def options(self) -> list[str]:
        """The choices; none if the guess is a number."""
        return self.spec["options"]

    def tidy(self, value: Any) -> Any:
        """Return one of the options, or a number within its limits."""
        if self.options:
            if value not in self.options:
                raise ValueError(f"guess must be one of the options: {', '.join(self.options)}")
            return value
        return float(number(value, self.spec["low"], self.spec["high"]))

    def words(self, value: Any) -> list[str]:
        """Say a guess or a truth in the unit of the question."""
        return [self.say(value)]

    def say(self, value: Any) -> str:
        """Say a guess or a truth in the unit of the question."""
        return str(value) if self.options else format(float(value), self.form)

    def keep(self, guess: Any) -> None:
        """Write the guess down, as the button does."""
        self.value = self.tidy(guess)
        self._keep()

    def reveal(self, truth: Any, because: str = "", by: str = DATA) -> Any:
        """Set the learner's guess beside the answer of the data.

        Parameters
        ----------
        truth : str, float or None
            One of the options, or a number in the question's unit; None while the data may not
            answer yet, and `because` says what has to be done first.
        because : str
            One or two sentences of Markdown that follow.
        by : str
            Who says so where it is not the data, such as "By convention": an opinion must not pass
            for a finding.

        Returns
        -------
        IPython.display.Markdown
            Where somebody could guess and has not, it asks for the guess and answers nothing.
        """
        from IPython.display import Markdown

        if self.options and truth is not None and truth not in self.options:
            raise ValueError(f"truth must be one of the options: {', '.join(self.options)}.")
        if self.guess is None and attended():
            return Markdown(f"> {FIRST}")
        if truth is None:
            return Markdown(f"> You guessed {self.recall()}. {because}".rstrip())
        answer = self.say(truth)
        if self.guess is None:
            first = f"**{by}: {answer}**"
        elif self.say(self.guess) == answer:
            agreed = "You guessed it, and the data agree" if by == DATA else f"You guessed it. {by}"
            first = f"**{agreed}: {answer}**"
        else:
            first = f"You guessed {self.say(self.guess)}. **{by}: {answer}**"
        return Markdown(f"> {first.rstrip('.')}. {because}".rstrip())

    def show(self, found: Any) -> Any:
        """Show what would give the answer away, once there is a guess.

        Parameters
        ----------
        found : object
            A table, for one.

        Returns
        -------
        object
            The same. Where somebody could guess and has not, a request for the guess in its place.
        """
        from IPython.display import Markdown

        return Markdown(f"> {FIRST}") if self.guess is None and attended() else found

    def recall(self) -> str:
        """Return the guess in words, for the end of a lesson."""
        return "nothing yet" if self.guess is None else self.say(self.guess)

    def gate(self) -> dict[str, Any]:
        """Return what a stage needs to ask the question: a closed one has no guess."""
        said = None if self.guess is None else self.say(self.guess)
        return {**self.spec, "guess": self.guess, "words": said}

    def __str__(self) -> str:
        kept = "" if self.guess is None else f" Your guess: {self.say(self.guess)}."
        return f"Stop and guess. {self.title}{kept}"

    def _repr_html_(self) -> str:
        # Where no kernel runs (a page on the web, a printed copy) the question is still asked.
        choices = "; ".join(self.options) or "a number"
        kept = (
            "" if self.guess is None else f"<p>Your guess: {html.escape(self.say(self.guess))}</p>"
        )
        return (
            f"<p><b>Stop and guess.</b> {html.escape(self.title)}</p>"
            f"<p><i>{html.escape(choices)}</i></p>{kept}"
        )


def predict(
    name: str,
    question: str,
    options: Sequence[str] = (),
    *,
    low: float = 0.0,
    high: float = 1.0,
    step: float = 0.01,
    form: str = ".0%",
    folder: Path | None = None,
) -> Prediction:
    """Ask the learner to write a guess down before the data answer.

    Parameters
    ----------
    name : str
        Names the guess in its lesson.
    question : str
        One or two plain sentences.
    options : sequence of str, optional
        The choices; without them the guess is a number from `low` to `high`.
    low, high, step : float
        The slider of a number.
    form : str
        How a number is written, a format specification such as ".0%" or ".1f".
    folder : Path, optional
        Where ``answers/`` stands; the working directory by default.

    Returns
    -------
    Prediction
        Show it as the last value of a cell; later call its ``reveal(truth, because)``. As `gate` of
        a `stage.Explorer` it keeps the pictures closed until the guess is made.
    """
    return Prediction(
        name, question, options, low=low, high=high, step=step, form=form, folder=folder
    )
