"""A text that a person reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from course_utils.exercises.forms.base import Canonical, Form, NotAttempted, WrongForm, is_blank
from course_utils.exercises.plain import describe, plain

SCALE = {
    4: "a hiring panel would forward it",
    3: "usable after light edits",
    2: "right idea, with gaps that change the decision",
    1: "form without substance",
    0: "missing",
}
EXEMPLARS = {2: "weak.md", 4: "strong.md"}
"""Files beside a key: a text for markers that earns this score."""


@dataclass(frozen=True)
class Criterion:
    """One line of a rubric.

    Attributes
    ----------
    name
        What is looked at.
    weight
        Its share of 100.
    anchors
        What earns a score: a mapping of 0 to 4 to words; 2 and 4 at least.
    """

    name: str
    weight: float
    anchors: Mapping[int, str]

    def __post_init__(self) -> None:
        anchors = {int(score): words for score, words in self.anchors.items()}
        if not {2, 4} <= set(anchors) <= set(SCALE):
            raise ValueError(f"{self.name}: give anchors for the scores 2 and 4, out of 0 to 4")
        if not 0 < self.weight <= 100:
            raise ValueError(f"{self.name}: a weight is a share of 100, not {self.weight}")
        object.__setattr__(self, "anchors", dict(sorted(anchors.items(), reverse=True)))


@dataclass(frozen=True)
class Written(Form):
    """A text, read by a person with an anchored rubric.

    Attributes
    ----------
    rubric
        Criteria whose weights add up to 100; each is scored 0 to 4 (see ``SCALE``).
    exemplars
        Mapping of 2 and 4 to a text that earns it, for markers. Left out, they are read from
        ``weak.md`` and ``strong.md`` beside the key.
    words
        Most words that the text should have; 0 for no limit.
    """

    rubric: tuple[Criterion, ...]
    exemplars: Mapping[int, str]
    words: int = 0

    manual: ClassVar[bool] = True
    private: ClassVar[tuple[str, ...]] = ("exemplars", "rubric")

    def __init__(
        self,
        rubric: Iterable[Criterion],
        exemplars: Mapping[int, str] | None = None,
        words: int = 0,
    ) -> None:
        criteria = tuple(rubric)
        total = sum(criterion.weight for criterion in criteria)
        if abs(total - 100) > 1e-9:
            raise ValueError(f"the weights of a rubric add up to 100, not {total:g}")
        if exemplars is not None and not {2, 4} <= set(exemplars):
            raise ValueError("give two exemplars, one that earns 2 and one that earns 4")
        object.__setattr__(self, "rubric", criteria)
        object.__setattr__(self, "exemplars", dict(exemplars or {}))
        object.__setattr__(self, "words", int(words))

    def beside(self, folder: Path) -> Written:
        """Return the form with its exemplars, from the key's folder if it came without.

        Raises
        ------
        ValueError
            If they are not there.
        """
        if self.exemplars:
            return self
        files = {score: folder / name for score, name in EXEMPLARS.items()}
        if missing := [path.name for path in files.values() if not path.is_file()]:
            raise ValueError(
                f"write {' and '.join(missing)} beside the key: texts that earn 2 and 4"
            )
        texts = {score: path.read_text(encoding="utf-8") for score, path in files.items()}
        return replace(self, exemplars=texts)

    @property
    def expected(self) -> str:
        """What an answer looks like."""
        return "a text" + (f" of at most {self.words} words" if self.words else "")

    def read(self, value: Any, source: Any = None) -> str:
        """Return the text."""
        answer = plain(value)
        if is_blank(answer):
            raise NotAttempted
        if not isinstance(answer, str):
            raise WrongForm(f"The answer is {describe(answer)}; expected {self.expected}.")
        length = len(answer.split())
        if self.words and length > self.words:
            raise WrongForm(f"The text has {length} words; expected {self.expected}.")
        return answer

    def comparable(self, answer: Any) -> Canonical:
        """Return the words."""
        return Canonical(" ".join(answer.split()))

    def score(self, given: Canonical, right: Canonical) -> float:
        """Return 0: only a person gives points."""
        return 0.0

    def suspect(self, answer: Any, is_right: Callable[[Any], bool]) -> str | None:
        """Return nothing: there is no right answer to compare with."""
        return None

    def grade(self, scores: Mapping[str, float]) -> float:
        """Return the share of points for scores of 0 to 4 by the names of the criteria.

        Raises
        ------
        ValueError
            If a criterion has no score, or a score is outside 0 to 4.
        """
        total = 0.0
        for criterion in self.rubric:
            score = scores.get(criterion.name)
            if score is None or not 0 <= score <= 4:
                raise ValueError(f"{criterion.name}: give a score from 0 to 4")
            total += criterion.weight * score / 400
        return total

    @classmethod
    def _restored(cls, body: dict[str, Any]) -> Form:
        form = object.__new__(cls)
        for name, value in (("rubric", ()), ("exemplars", {}), ("words", int(body["words"]))):
            object.__setattr__(form, name, value)
        return form
