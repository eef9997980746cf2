"""The fact sheet: the learner's own results, numbered, for the document that cites them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

OPEN = "no answer yet"


class FactSheet:
    """Lines F1, F2 and so on, shown as a table of whole sentences.

    Attributes
    ----------
    lines : list of (str, str, str)
        Name, fact and value of each.
    """

    def __init__(self, lines: list[tuple[str, str, str]]) -> None:
        self.lines = lines

    def __repr__(self) -> str:
        return "\n".join(f"{name}: {fact}: {value}" for name, fact, value in self.lines)

    def _repr_markdown_(self) -> str:
        rows = [("line", "fact", "value"), ("---",) * 3, *self.lines]
        return "\n".join(
            f"| {' | '.join(' '.join(text.split()).replace('|', chr(92) + '|') for text in row)} |"
            for row in rows
        )


def fact_row(answer: Any) -> pd.Series:
    """Return the first row of an answer, in whatever form a check takes it.

    Parameters
    ----------
    answer : DataFrame, Series, mapping, record with names, or a list of mappings
        A table of one row.

    Raises
    ------
    TypeError
        If it is none of these: dots that stand for an answer, among others.

    Examples
    --------
    >>> fact_row({"low": 1, "high": 2})["high"]
    2
    """
    import pandas as pd

    if callable(named := getattr(answer, "_asdict", None)):
        answer = named()
    if isinstance(answer, list) and answer:
        return fact_row(answer[0])
    if isinstance(answer, Mapping):
        answer = pd.DataFrame({name: pd.Series(value) for name, value in answer.items()})
    if isinstance(answer, pd.DataFrame):
        return answer.iloc[0]
    if isinstance(answer, pd.Series):
        return answer
    raise TypeError(f"an {type(answer).__name__} is no table of one row")


def fact_sheet(facts: Mapping[str, Callable[[], object]]) -> FactSheet:
    """Give each fact a number, so that a document can cite it.

    Parameters
    ----------
    facts
        What each line says, and a function without parameters that returns its value. Functions,
        since a fact may rest on an answer that is not there yet, or is of another kind: such a
        line says so, and the others stand.

    Examples
    --------
    >>> fact_sheet({"sign-ups": lambda: 12, "of them activated": lambda: 12 / ...})
    F1: sign-ups: 12
    F2: of them activated: no answer yet
    """

    def value(say: Callable[[], object]) -> str:
        try:
            return str(say())
        except NameError:
            return OPEN
        except Exception as error:
            # The dots that stand for an answer are Python's ellipsis.
            if "ellipsis" in str(error):
                return OPEN
            return f"your answer cannot be read here ({type(error).__name__}: {error})"

    return FactSheet(
        [(f"F{n}", fact, value(say)) for n, (fact, say) in enumerate(facts.items(), start=1)]
    )
