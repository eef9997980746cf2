"""One option, or a set of options."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from course_utils.exercises.forms.base import (
    Canonical,
    Form,
    NotAttempted,
    WrongForm,
    is_blank,
    only_item,
    values_of,
)
from course_utils.exercises.plain import Bag, describe, listing, plain

Options = Mapping[str, str] | Iterable[str] | Iterable[tuple[str, str]]


def pairs(options: Options, what: str = "options") -> tuple[tuple[str, str], ...]:
    """Return options as pairs of id and text; a plain list of words is its own text.

    Raises
    ------
    ValueError
        If there are fewer than two, or two that a learner could not tell apart.
    """
    items = options.items() if isinstance(options, Mapping) else options
    result = tuple((item, item) if isinstance(item, str) else (item[0], item[1]) for item in items)
    ids = [tidy(name) for name, _ in result]
    if len(ids) < 2 or len(set(ids)) < len(ids) or not all(ids):
        raise ValueError(f"give at least two {what}, each with an id of its own")
    return result


def tidy(text: str) -> str:
    """Return an id without the differences that do not matter: case and outer or doubled spaces."""
    return " ".join(text.casefold().split())


def pick(item: Any, options: tuple[tuple[str, str], ...], whole: Any = None) -> str:
    """Return the id of the option that was named by its id or its text.

    Raises
    ------
    WrongForm
    """
    ids = [name for name, _ in options]
    if isinstance(item, int | float) and not isinstance(item, bool) and f"{item:g}" in ids:
        item = f"{item:g}"
    if not isinstance(item, str):
        raise WrongForm(
            f"The answer is {describe(item if whole is None else whole)}; "
            f"expected an option in quotes: {_quoted(ids)}."
        )
    wanted = tidy(item).strip("'\"")
    for name, text in options:
        if wanted in (tidy(name), tidy(text)):
            return name
    raise WrongForm(
        f"{describe(item).capitalize()} is not an option; the options are {_quoted(ids)}."
    )


def _quoted(ids: list[str]) -> str:
    return listing([f'"{name}"' for name in ids], limit=12)


@dataclass(frozen=True)
class Choice(Form):
    """One option out of several.

    Attributes
    ----------
    options
        Mapping of id to text, or a list of words. Case and spaces of an id do not matter.
    """

    options: tuple[tuple[str, str], ...]

    def __init__(self, options: Options) -> None:
        object.__setattr__(self, "options", pairs(options))

    @property
    def expected(self) -> str:
        """What an answer looks like."""
        return "the short name of one option, in quotes"

    def read(self, value: Any, source: Any = None) -> str:
        """Return the id of the chosen option."""
        answer = only_item(plain(value))
        if is_blank(answer) or answer == []:
            raise NotAttempted
        if isinstance(answer, list):
            raise WrongForm(f"The answer is {describe(answer)}; choose exactly one option.")
        return pick(answer, self.options)

    def comparable(self, answer: Any) -> Canonical:
        """Return the id."""
        return Canonical(tidy(answer))


@dataclass(frozen=True)
class Choices(Form):
    """A set of options; order and repetition do not matter.

    Attributes
    ----------
    options
        Mapping of id to text, or a list of words.
    partial
        Give a share for a part of the set: right ones less wrong ones, over all right ones.
    """

    options: tuple[tuple[str, str], ...]
    partial: bool = False

    def __init__(self, options: Options, partial: bool = False) -> None:
        object.__setattr__(self, "options", pairs(options))
        object.__setattr__(self, "partial", bool(partial))

    @property
    def expected(self) -> str:
        """What an answer looks like."""
        # An example made of real options could be part of the answer.
        return 'a set of short names, as in {"one", "another"}'

    def read(self, value: Any, source: Any = None) -> Bag:
        """Return the ids that were chosen, in the order of the options."""
        answer = values_of(plain(value))
        if is_blank(answer):
            raise NotAttempted
        if isinstance(answer, str):
            answer = [answer] if self._is_option(answer) else answer.split(",")
        if isinstance(answer, dict) and not answer:
            raise WrongForm(f"The answer is an empty dictionary; expected {self.expected}.")
        if not isinstance(answer, list):
            raise WrongForm(f"The answer is {describe(answer)}; expected {self.expected}.")
        chosen = {pick(item, self.options) for item in answer}
        return Bag(name for name, _ in self.options if name in chosen)

    def _is_option(self, text: str) -> bool:
        return any(tidy(text) in (tidy(name), tidy(words)) for name, words in self.options)

    def comparable(self, answer: Any) -> Canonical:
        """Return the sorted ids."""
        ids = sorted(tidy(name) for name in answer)
        return Canonical("\n".join(ids), parts=tuple((name, Canonical(name)) for name in ids))

    def score(self, given: Canonical, right: Canonical) -> float:
        """Return 1 for the right set; with ``partial``, (hits - wrong ones) / right ones."""
        if given.matches(right):
            return 1.0
        if not self.partial or not right.parts:
            return 0.0
        hits = len(given.matching_parts(right))
        share = (hits - (len(given.parts) - hits)) / len(right.parts)
        return max(0.0, share)
