"""What all answer widgets share: an answer that lasts, in JSON, in words and for check()."""

from __future__ import annotations

import html
import weakref
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import traitlets as t

from course_utils.exercises.forms.choice import Options, pairs
from course_utils.exercises.store import NAME, Answers, NotSaved, here
from course_utils.widgets.scripts import style
from course_utils.widgets.widget import Widget


class Answer(Widget):
    """An answer that is built by hand, and kept beside the notebook at every change.

    Parameters
    ----------
    exercise : str
        Name of the exercise: lower-case letters, digits and ``_``.
    title : str
        What to do, in a few words; it also names the widget for screen readers.
    answers : Answers, optional
        Where answers are kept; beside the notebook if not given.

    Attributes
    ----------
    value
        The answer as plain JSON data; None as long as nothing was done. What is set here in code
        is shown and checked, though not kept: the code is the place where it stands.
    """

    _css = style()

    exercise = t.Unicode().tag(sync=True)
    title = t.Unicode().tag(sync=True)
    value = t.Any(None).tag(sync=True)
    note: t.Dict[str, Any] = t.Dict().tag(sync=True)

    _all: ClassVar[weakref.WeakSet[Answer]] = weakref.WeakSet()

    def __init__(
        self, exercise: str, title: str = "", *, answers: Answers | None = None, **traits: Any
    ) -> None:
        if not isinstance(exercise, str) or not NAME.fullmatch(exercise):
            raise ValueError(
                f"exercise must be lower-case letters, digits and _, starting with a letter, "
                f"not {exercise!r}."
            )
        self._answers = answers or here()
        self._by_hand = False
        self._count = 0
        super().__init__(
            exercise=exercise,
            title=title or exercise.replace("_", " ").capitalize(),
            **traits,
        )
        value, words = self._answers.read(exercise, self.kind, self._fit)
        if value is not None:
            self.value = value
        self._say("trouble" if words else "back" if value is not None else "blank", words)
        self.observe(self._changed, "value")
        self.on_msg(self._asked)
        Answer._all.add(self)

    @property
    def kind(self) -> str:
        """Name of the widget, as in ``Board``."""
        return type(self).__name__

    @property
    def answer(self) -> Any:
        """What check() judges: plain data, None as long as nothing was done.

        An order or a choice may be set in code.
        """
        return None if self.value is None else self.judged(self.value)

    @answer.setter
    def answer(self, answer: Any) -> None:
        self.value = self.told(answer)

    def told(self, answer: Any) -> Any:
        """Return the value of an answer that is given in code."""
        return answer

    def tidy(self, value: Any) -> Any:
        """Return a value as the exercise can use it now.

        Items that the exercise no longer has are dropped.

        Raises
        ------
        ValueError
            If it is not of this widget's form.
        """
        raise NotImplementedError

    def judged(self, value: Any) -> Any:
        """Return a tidy value as check() judges it."""
        return value

    def words(self, value: Any) -> list[str]:
        """Return a tidy value as lines of text."""
        raise NotImplementedError

    def missing(self) -> str:
        """Return what is still to be done by hand, in a sentence."""
        return "You have not answered yet."

    def offered(self) -> list[str]:
        """Return lines that say what there is to work with, for pages where no widget runs."""
        return []

    def in_code(self) -> str:
        """Return a statement that sets some answer, for those for whom no widget runs."""
        return ""

    def blank(self) -> list[str]:
        """Return lines for a widget without an answer."""
        code = self.in_code()
        ending = [f"In code, for example: {code}"] if code else []
        return [self.missing(), *self.offered(), *ending]

    def __pmlab_answer__(self) -> Any:
        """Stand in for the widget wherever an answer is read."""
        return self.answer

    __pmlab_right__ = ""
    """What is said in place of "Right", where a program can tell less than that."""

    def __pmlab_missing__(self) -> str:
        """Stand in for what check() says where there is no answer."""
        return self.missing()

    def __str__(self) -> str:
        lines = self.blank() if self.value is None else self.words(self.value)
        return "\n".join([f"{self.title}:", *(f"  {line}" for line in lines)])

    def _repr_html_(self) -> str:
        lines = self.blank() if self.value is None else self.words(self.value)
        said = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
        return f'<p><b>{html.escape(self.title)}</b></p><ul style="list-style:none">{said}</ul>'

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take what the learner did in the browser."""
        if "value" not in sync_data:
            super().set_state(sync_data)
            return
        try:
            sync_data = {**sync_data, "value": self._fit(sync_data["value"])}
        except ValueError as error:
            self._say("trouble", f"NOT SAVED: {error}.")
            return
        self._by_hand = True
        try:
            super().set_state(sync_data)
        finally:
            self._by_hand = False
        self._keep()

    @t.validate("value")
    def _fitting(self, proposal: Mapping[str, Any]) -> Any:
        return self._fit(proposal["value"])

    def _fit(self, value: Any) -> Any:
        try:
            return None if value is None else self.tidy(value)
        except (TypeError, KeyError, IndexError):
            raise ValueError(f"this is not an answer of {self.kind}") from None

    def _changed(self, change: Mapping[str, Any]) -> None:
        if not self._by_hand:
            self._say("code")

    def _asked(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if content == "save":
            self._keep()

    def _keep(self) -> None:
        try:
            words = self._answers.write(self.exercise, self.kind, self.value)
        except NotSaved as trouble:
            self._say("trouble", f"NOT SAVED: {trouble}, then press Try again.")
            return
        self._say("trouble" if words else "saved", f"Saved. {words}" if words else "")
        for twin in list(Answer._all):
            # The same exercise shown twice in one notebook must not undo itself.
            if twin is not self and twin._answers is self._answers:
                twin._follow(self)

    def _follow(self, other: Answer) -> None:
        if (self.exercise, self.kind) == (other.exercise, other.kind):
            self.unobserve(self._changed, "value")
            try:
                self.value = other.value
            except (ValueError, t.TraitError):
                return
            finally:
                self.observe(self._changed, "value")
            self._say("saved")

    def _say(self, state: str, words: str = "") -> None:
        # Counted, so that the same words twice still reach the browser twice.
        self._count += 1
        self.note = {"state": state, "words": words, "count": self._count}


def options(items: Options, what: str = "items") -> list[list[str]]:
    """Return items as pairs of id and text, as the browser gets them."""
    return [[name, text] for name, text in pairs(items, what)]


def posed(exercise: str, items: Options | None, what: str = "items") -> list[list[str]]:
    """Return the same; without items those of the ``checks.json`` beside the notebook."""
    if items is None:
        from course_utils.exercises import learner

        items = learner.options(exercise)
    return options(items, what)


def as_items(named: Sequence[Sequence[str]]) -> list[str]:
    """Return a line for each of some items: the id in quotes, as a typed answer has it."""
    return [f'"{name}"' if name == text else f'"{name}": {text}' for name, text in named]


def as_line(named: Sequence[Sequence[str]]) -> str:
    """Return the same in one line."""
    return "; ".join(as_items(named))


def known(value: Any, ids: Sequence[str], what: str = "a list") -> list[str]:
    """Return the ids of a list that the exercise has, each once, in their order."""
    if not isinstance(value, list | tuple):
        raise ValueError(f"the answer must be {what}")
    if not all(isinstance(item, str) for item in value):
        raise ValueError("the answer must hold the names of items")
    return [item for item in dict.fromkeys(value) if item in ids]


def number(value: Any, low: float, high: float) -> float:
    """Return a number within its limits."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise ValueError("the answer must hold numbers")
    return min(max(value, low), high)


def mapping(value: Any) -> dict[str, Any]:
    """Return a dictionary with text keys, or refuse."""
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise ValueError("the answer must be a dictionary")
    return dict(value)
