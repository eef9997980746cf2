"""Looks an opportunity solution tree over: does each card hang where its kind belongs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course_utils.widgets.tree import ROOT

KINDS = ("need", "solution", "test")
_ABOVE = {"need": "the outcome", "solution": "a need", "test": "a solution"}


def tree_remarks(
    answer: Mapping[str, str] | None,
    kinds: Mapping[str, str],
    names: Mapping[str, str],
    serves: Mapping[str, str] | None = None,
) -> list[str]:
    """Say what a careful reader would say of an opportunity solution tree.

    Parameters
    ----------
    answer : mapping of part to what it hangs under, or None
        As a `Tree` widget gives it, with "root" for the outcome.
    kinds : mapping of part to {"need", "solution", "test"}
        What each card is.
    names : mapping of part to text
        How each card reads.
    serves : mapping of part to part, optional
        Which need a solution is the answer to, and which solution a test is about.

    Returns
    -------
    list of str
        One remark for each card in a wrong place, then for each need with fewer than two
        solutions; a word of praise if there is none.
    """
    strange = set(kinds.values()) - set(KINDS)
    if strange:
        raise ValueError(f'kinds must be "need", "solution" or "test", not {strange.pop()!r}.')
    if not answer:
        return ["Nothing hangs in the tree yet."]
    level = {**kinds, ROOT: "outcome"}
    wanted = {"need": ("outcome", "need"), "solution": ("need",), "test": ("solution",)}
    remarks = []
    for part, above in answer.items():
        kind, under = kinds[part], level[above]
        if under in wanted[kind]:
            of = (serves or {}).get(part, above)
            if of != above:
                remarks.append(
                    f"“{names[part]}” hangs under “{names[above]}”. Whose day would it change: is it the "
                    "answer to this one?"
                )
            continue
        question = {
            "need": "Who has this need, apart from what we build?",
            "solution": "Which need is it the answer to, and what else could be?",
            "test": "Which solution would be dropped if it fails?",
        }[kind]
        remarks.append(f"“{names[part]}” is a {kind} and belongs under {_ABOVE[kind]}. {question}")
    for part, kind in kinds.items():
        if kind == "need" and part in answer:
            own = [p for p, above in answer.items() if above == part and kinds[p] == "solution"]
            if len(own) < 2:
                many = "no solution" if not own else "one solution only"
                remarks.append(f"“{names[part]}” has {many}: there is nothing to choose from.")
    return remarks or ["Each card hangs where its kind belongs. Now choose one need, and say why."]


def look_over(tree: Any, kinds: Mapping[str, str], serves: Mapping[str, str] | None = None) -> Any:
    """Return the remarks on a `Tree` widget as a list to read; see `tree_remarks`.

    Returns
    -------
    IPython.display.Markdown
    """
    from IPython.display import Markdown

    remarks = tree_remarks(tree.answer, kinds, dict(tree.nodes), serves)
    return Markdown("\n".join(f"- {remark}" for remark in remarks))
