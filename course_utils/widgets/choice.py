"""One option or several, if wanted with how sure one is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import traitlets as t

from course_utils.widgets.answer import Answer, Options, as_items, known, mapping, number, posed
from course_utils.widgets.scripts import script

HERE = Path(__file__).parent


class _Pick(Answer):
    _esm = script(HERE / "choice.js")
    options: t.List[Any] = t.List().tag(sync=True)
    multiple = t.Bool(False).tag(sync=True)
    sure = t.Bool(False).tag(sync=True)
    chance = t.Int(0).tag(sync=True)

    def __init__(
        self,
        exercise: str,
        choices: Options | None = None,
        *,
        confidence: bool = False,
        **more: Any,
    ) -> None:
        named = posed(exercise, choices, "options")
        chance = 0 if self.multiple else round(100 / len(named))
        super().__init__(exercise, options=named, sure=confidence, chance=chance, **more)

    @property
    def confidence(self) -> float | None:
        """How sure the learner is that the answer is right, a fraction; None if not said."""
        return None if self.value is None else self.value["confidence"]

    def tidy(self, value: Any) -> Any:
        """Return known options and the confidence within its limits."""
        given = mapping(value)
        confidence = given.get("confidence")
        if confidence is not None:
            confidence = round(number(confidence, self.chance / 100, 1), 2)
        chosen = known(given.get("chosen", []), [name for name, _ in self.options])
        ordered = [name for name, _ in self.options if name in chosen]
        if not self.multiple and len(ordered) > 1:
            raise ValueError("choose one option")
        return {"chosen": ordered, "confidence": confidence}

    def offered(self) -> list[str]:
        """Return the options."""
        return as_items(self.options)

    def told(self, answer: Any) -> Any:
        """Return the value of an option or a set of options, with no word about confidence."""
        return {"chosen": [answer] if isinstance(answer, str) else list(answer)}

    def words(self, value: Any) -> list[str]:
        """Return a line for each chosen option, and one for the confidence."""
        texts = dict(self.options)
        lines = [texts[name] for name in value["chosen"]] or ["none"]
        if value["confidence"] is not None:
            lines.append(f"{value['confidence']:.0%} sure")
        return lines


class Choice(_Pick):
    """Choose one option.

    Parameters
    ----------
    exercise : str
        Name of the exercise.
    choices : mapping of id to text, or list of words, optional
        The options; by default those of the exercise.
    confidence : bool
        Ask how sure the learner is, from chance to certain.

    Notes
    -----
    `value` is ``{"chosen": [option], "confidence": fraction or None}``; `answer` is the option: the
    form `Choice`.
    """

    def missing(self) -> str:
        """Return what is still to be done by hand."""
        return "You have not chosen yet: choose one option."

    def in_code(self) -> str:
        """Return a statement that chooses; an example would be taken for a hint."""
        return f'{self.exercise}.answer = "..."'

    def judged(self, value: Any) -> Any:
        """Return the option, None if there is none yet."""
        return value["chosen"][0] if value["chosen"] else None


class MultiChoice(_Pick):
    """Choose any number of options.

    Parameters
    ----------
    exercise : str
        Name of the exercise.
    choices : mapping of id to text, or list of words, optional
        The options; by default those of the exercise.
    confidence : bool
        Ask how sure the learner is that the whole set is right.

    Notes
    -----
    `value` is ``{"chosen": [options], "confidence": fraction or None}``; `answer` is the set of
    options: the form `Choices`.
    """

    multiple = t.Bool(True).tag(sync=True)

    def missing(self) -> str:
        """Return what is still to be done by hand."""
        return "You have not chosen yet: choose every option that fits."

    def in_code(self) -> str:
        """Return a statement that chooses; an example would be taken for a hint."""
        return f'{self.exercise}.answer = {{"...", "..."}}'

    def judged(self, value: Any) -> Any:
        """Return the options as a set."""
        return set(value["chosen"])
