"""An order of items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from course_utils.exercises.forms.base import (
    Canonical,
    Form,
    NotAttempted,
    WrongForm,
    is_blank,
    values_of,
)
from course_utils.exercises.forms.choice import Options, pairs, pick, tidy
from course_utils.exercises.plain import Bag, count, describe, listing, plain


@dataclass(frozen=True)
class Ranking(Form):
    """All items in order, the first at the top.

    The score is Kendall's tau where it is positive: (pairs in order - pairs out of order) / pairs,
    so that a random order earns nothing on average.

    Attributes
    ----------
    items
        Mapping of id to text, or a list of words, in any order that does not give the answer.
    """

    items: tuple[tuple[str, str], ...]

    def __init__(self, items: Options) -> None:
        object.__setattr__(self, "items", pairs(items, "items"))

    @property
    def expected(self) -> str:
        """What an answer looks like."""
        return f"a list of the {len(self.items)} items, the first at the top"

    def read(self, value: Any, source: Any = None) -> list[str]:
        """Return the ids in the order given."""
        answer = values_of(plain(value))
        if is_blank(answer):
            raise NotAttempted
        if isinstance(answer, Bag):
            raise WrongForm("A set has no order; write a list in square brackets.")
        if isinstance(answer, str) and "," in answer:
            answer = answer.split(",")
        if not isinstance(answer, list):
            raise WrongForm(f"The answer is {describe(answer)}; expected {self.expected}.")
        if not answer:
            raise NotAttempted
        ranked = [pick(item, self.items) for item in answer]
        doubled = [name for name, times in Counter(ranked).items() if times > 1]
        if doubled:
            raise WrongForm(f"Name each item once; {listing(doubled)} stands more than once.")
        missing = [name for name, _ in self.items if name not in ranked]
        if missing:
            raise WrongForm(f"{count(len(missing), 'item')} missing: {listing(missing)}.")
        return ranked

    def comparable(self, answer: Any) -> Canonical:
        """Return the ids in order."""
        return Canonical("\n".join(tidy(name) for name in answer))

    def score(self, given: Canonical, right: Canonical) -> float:
        """Return Kendall's tau (Kendall 1938), not below 0."""
        place = {name: i for i, name in enumerate(right.skeleton.split("\n"))}
        order = [place.get(name, -1) for name in given.skeleton.split("\n")]
        if sorted(order) != list(range(len(place))):
            return 0.0
        steps = [1 if first < second else -1 for first, second in combinations(order, 2)]
        return max(0.0, sum(steps) / len(steps))

    def suspect(self, answer: Any, is_right: Callable[[Any], bool]) -> str | None:
        """Recognise the right order upside down."""
        if len(answer) > 2 and is_right(list(reversed(answer))):
            return "The order is upside down: put the first at the top of the list."
        return None
