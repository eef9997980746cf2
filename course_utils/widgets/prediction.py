"""Predict first: the learner writes a guess down, then the data answer it.

>>> guess = predict("weather", "Will it rain?", ["Yes", "No"])   # doctest: +SKIP
>>> guess.reveal("Yes")                                          # doctest: +SKIP
"""

from __future__ import annotations

import contextlib
import html
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")


class Prediction:
    """A question, the learner's guess at it, and the moment of truth.

    The guess lasts: it is kept in ``answers/predict_<name>.json`` beside the notebook, so that a
    lesson can come back to it at its end, also after a restart. Nothing is written until the
    learner presses the button.
    """

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
        if not NAME.fullmatch(name):
            raise ValueError(f"name must be lower-case letters, digits and _, not {name!r}.")
        if options and len(set(options)) != len(options):
            raise ValueError("options must differ from each other.")
        if not options and not low < high:
            raise ValueError("low must be below high.")
        self.name = name
        self.question = question
        self.options = tuple(options)
        self.form = form
        self._span = (low, high, step)
        # Frozen here, so that a later chdir does not lose the guess.
        self._path = (folder or Path.cwd()) / "answers" / f"predict_{name}.json"
        self.guess: Any = self._read()
        self._box: Any = None

    def words(self, value: Any) -> str:
        """Say a guess or a truth in the unit of the question."""
        return str(value) if self.options else format(float(value), self.form)

    def keep(self, guess: Any) -> None:
        """Write the guess down, as the button does."""
        if self.options and guess not in self.options:
            raise ValueError(f"guess must be one of the options: {', '.join(self.options)}.")
        self.guess = guess if self.options else float(guess)
        self._write()

    def reveal(self, truth: Any, because: str = "") -> Any:
        """Set the learner's guess beside the answer of the data.

        Parameters
        ----------
        truth : str or float
            One of the options, or a number in the question's unit.
        because : str
            One or two sentences of Markdown that follow.

        Returns
        -------
        IPython.display.Markdown
        """
        from IPython.display import Markdown

        if self.options and truth not in self.options:
            raise ValueError(f"truth must be one of the options: {', '.join(self.options)}.")
        answer = self.words(truth)
        if self.guess is None:
            first = f"**The data say: {answer}**"
        elif self.words(self.guess) == answer:
            first = f"**You guessed it, and the data agree: {answer}**"
        else:
            first = f"You guessed {self.words(self.guess)}. **The data say: {answer}**"
        return Markdown(f"> {first.rstrip('.')}. {because}".rstrip())

    def recall(self) -> str:
        """Return the guess in words, for the end of a lesson."""
        return "nothing yet" if self.guess is None else self.words(self.guess)

    def _read(self) -> Any:
        try:
            guess = json.loads(self._path.read_text(encoding="utf-8"))["guess"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if self.options:
            return guess if guess in self.options else None
        return float(guess) if isinstance(guess, (int, float)) else None

    def _write(self) -> None:
        from course_utils.exercises import write_json

        # A guess is a courtesy to the learner: a folder that cannot be written must not stop them.
        with contextlib.suppress(OSError):
            write_json(self._path, {"question": self.question, "guess": self.guess})

    def _build(self) -> Any:
        import ipywidgets as w

        question = w.HTML(
            f"<b>Stop and guess.</b> {html.escape(self.question)}",
            layout=w.Layout(max_width="720px"),
        )
        control: Any
        if self.options:
            control = w.RadioButtons(
                options=list(self.options),
                value=self.guess,
                layout=w.Layout(width="auto"),
                description_allow_html=False,
            )
        else:
            low, high, step = self._span
            control = w.FloatSlider(
                value=self.guess if self.guess is not None else low,
                min=low,
                max=high,
                step=step,
                readout_format=self.form,
                description="My guess",
                layout=w.Layout(width="420px"),
            )
        control.tooltip = self.question
        button = w.Button(description="Keep my guess", button_style="primary", icon="check")
        said = w.HTML()

        def say() -> None:
            if self.guess is not None:
                said.value = (
                    f"Kept: <b>{html.escape(self.words(self.guess))}</b>. "
                    "Now run the next cell; the data will answer."
                )

        def press(_: Any) -> None:
            if control.value is None:
                said.value = "Choose one first. A wrong guess teaches more than none."
                return
            self.keep(control.value)
            say()

        button.on_click(press)
        say()
        return w.VBox(
            [question, control, w.HBox([button, said])],
            layout=w.Layout(border="1px solid #8884", padding="8px 14px", margin="6px 0"),
        )

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        if self._box is None:
            self._box = self._build()
        choices = "; ".join(self.options) or "a number"
        # Where no kernel runs (a page on the web, a printed copy) the question is still asked.
        still = (
            f"<p><b>Stop and guess.</b> {html.escape(self.question)}</p>"
            f"<p><i>{html.escape(choices)}</i></p>"
        )
        bundle = dict(self._box._repr_mimebundle_(**kwargs))
        return {**bundle, "text/html": still, "text/plain": f"Stop and guess. {self.question}"}


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
        Show it as the last value of a cell; later call its ``reveal(truth, because)``.
    """
    return Prediction(
        name, question, options, low=low, high=high, step=step, form=form, folder=folder
    )
