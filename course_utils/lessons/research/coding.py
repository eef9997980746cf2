"""Code quotes blind, then see how far one agrees with somebody who coded them before."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import traitlets as t

from course_utils.toolkit import research
from course_utils.widgets.answer import Answer, mapping
from course_utils.widgets.scripts import script, style

HERE = Path(__file__).parent


class SecondCoder(Answer):
    """Code quotes from one book of codes that somebody else coded before; their codes stay hidden.

    Parameters
    ----------
    exercise : str
        Name under which the codes are kept.
    quotes : sequence of (id, text, code)
        What to code, and what the other coder said.
    codes : mapping of code to rule
        The code book: what belongs to a code and what does not.

    Notes
    -----
    `value` is ``{id: code}``; `answer` the same, None while nothing is coded. What the other coder
    said is sent to the browser only once every quote has a code, and then the codes are locked:
    who sees the other's codes first does not code.
    """

    _esm = script(HERE / "coding.js")
    _css = style(HERE / "coding.css")
    quotes: t.List[Any] = t.List().tag(sync=True)
    codes: t.List[Any] = t.List().tag(sync=True)
    agreement: t.Dict[str, Any] = t.Dict().tag(sync=True)

    def __init__(
        self,
        exercise: str,
        quotes: Sequence[tuple[str, str, str]],
        codes: Mapping[str, str],
        **more: Any,
    ) -> None:
        self.other = {str(name): code for name, _, code in quotes}
        more.setdefault("title", "Code the quotes; what the other coder said comes at the end")
        super().__init__(
            exercise,
            quotes=[[str(name), text] for name, text, _ in quotes],
            codes=[[code, rule] for code, rule in codes.items()],
            **more,
        )
        self._compare({"new": self.value})

    def tidy(self, value: Any) -> Any:
        """Return codes of the book for quotes that there are."""
        given, book = mapping(value), [code for code, _ in self.codes]
        return {name: given[name] for name, _ in self.quotes if given.get(name) in book}

    def missing(self) -> str:
        """Return what is still to be done by hand."""
        return "You have not coded any quote yet: give each one a code."

    def offered(self) -> list[str]:
        """Return the code book and the quotes."""
        return [f"{code}: {rule}" for code, rule in self.codes] + [text for _, text in self.quotes]

    def words(self, value: Any) -> list[str]:
        """Return a line for each quote, and how far the coders agree."""
        lines = [f"{value.get(name, 'not coded')}: {text}" for name, text in self.quotes]
        return [*lines, self._found(value)["words"]]

    @t.observe("value")
    def _compare(self, change: Mapping[str, Any]) -> None:
        self.agreement = self._found(change["new"] or {})

    def _found(self, mine: Mapping[str, str]) -> dict[str, Any]:
        left = len(self.other) - len(mine)
        if not left:
            return {**agreement(mine, self.other), "all": True}
        words = f"{left} to code. The other coder's codes stay hidden until then."
        blind: dict[str, Any] = {
            "coded": len(mine),
            "percent": None,
            "kappa": None,
            "differs": {},
            "words": words,
        }
        return {**blind, "all": False}


def agreement(mine: Mapping[str, str], other: Mapping[str, str]) -> dict[str, Any]:
    """Compare two codings of the same quotes.

    Returns
    -------
    dict
        coded, percent and kappa (numbers, None while they say nothing), differs (ids on which the
        coders differ) and words.
    """
    both = [name for name in other if name in mine]
    ours, theirs = [mine[name] for name in both], [other[name] for name in both]
    percent = research.percent_agreement(ours, theirs)
    kappa = research.cohen_kappa(ours, theirs)
    differs = {name: other[name] for name in both if mine[name] != other[name]}
    if len(both) < 2 or math.isnan(kappa):
        return {
            "coded": len(both),
            "percent": None if math.isnan(percent) else percent,
            "kappa": None,
            "differs": differs,
            "words": "Code a few more: with one code only, chance explains everything.",
        }
    same = len(both) - len(differs)
    return {
        "coded": len(both),
        "percent": percent,
        "kappa": round(kappa, 4),
        "differs": differs,
        "words": f"The same on {same} of {len(both)} ({percent:.0%}); kappa {kappa:.2f}.",
    }
