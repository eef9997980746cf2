"""Quotes that can be read by themselves, as cards to sort."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

GUESS = r"^(?:If|Would|Imagine)\b"
"""Questions to which a yes says nothing by itself."""


def quote_cards(
    quotes: pd.DataFrame, utterances: pd.DataFrame, needs: Sequence[str], each: int = 2
) -> dict[str, str]:
    """Choose quotes to sort by the need behind them.

    Parameters
    ----------
    quotes, utterances
        The tables of those names.
    needs
        Codes that the cards stand for.
    each
        Cards of each code, the first ones by number.

    Returns
    -------
    dict
        Text of each card, by ``"q"`` and the quote's number, in the order of the numbers. Both
        coders agree on each; it is neither a few words nor a speech, and no two read alike.
    """
    ordered = utterances.sort_values(["interview_id", "turn"])
    ordered = ordered.assign(question=ordered["text"].shift().fillna(""))
    clear = quotes[quotes["coder_a"].astype(str) == quotes["coder_b"].astype(str)]
    clear = clear.merge(ordered, on="utterance_id")
    clear = clear[clear["text"].str.len().between(50, 220)]
    clear = clear[~clear["question"].str.contains(GUESS)].drop_duplicates("text")
    code = clear["coder_a"].astype(str)
    wanted = clear[code.isin(needs)].sort_values("quote_id")
    chosen = wanted.groupby(code, sort=False).head(each).sort_values("quote_id")
    return {
        f"q{number}": text for number, text in zip(chosen["quote_id"], chosen["text"], strict=True)
    }
