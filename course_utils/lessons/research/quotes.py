"""Quotes as cards to sort, and the second round in which their codes are settled."""

from __future__ import annotations

import re

import pandas as pd

from course_utils.lessons.research.interview_folder import kind_of

SHARPENED = (
    "Read a quote with its question. It is *reporting* only if a report, a chart or numbers for "
    "somebody else are what the two are about. Else it is *visibility*."
)
"""The rule with which the most confused pair is coded again."""
PAIR = ("visibility", "reporting")
_NUMBERS = re.compile(r"\breports?\b|\bcharts?\b|\bnumbers?\b", re.IGNORECASE)


def settled(quotes: pd.DataFrame, utterances: pd.DataFrame) -> pd.DataFrame:
    """Code the quotes a second time, by the sharpened rule.

    Parameters
    ----------
    quotes, utterances
        The tables of those names.

    Returns
    -------
    DataFrame
        Indexed by quote: interview_id, question, text, feeling (mean of both coders), asks (what the
        question asks for), disputed (whether the coders took *visibility* and *reporting* for each
        other) and code: the coders' where they agree, the rule's where it is disputed, "open" else.
    """
    turns = utterances.sort_values(["interview_id", "turn"])
    turns = turns.assign(question=turns["text"].shift().fillna(""))
    table = quotes.merge(turns, on="utterance_id").set_index("quote_id")
    first, second = table["coder_a"].astype(str), table["coder_b"].astype(str)
    disputed = (first != second) & first.isin(PAIR) & second.isin(PAIR)
    about = (table["question"] + " " + table["text"]).str.contains(_NUMBERS)
    code = first.where(first == second, "open")
    code = code.mask(disputed & about, "reporting").mask(disputed & ~about, "visibility")
    return table[["interview_id", "question", "text"]].assign(
        feeling=(table["sentiment_a"] + table["sentiment_b"]) / 2,
        asks=table["question"].map(kind_of),
        disputed=disputed,
        code=code,
    )


def second_round_cards(quotes: pd.DataFrame, utterances: pd.DataFrame) -> dict[str, str]:
    """Choose quotes to code a second time, each with the question that it answers.

    Returns
    -------
    dict
        Question and answer of each card, by ``"q"`` and the quote's number, in the order of the
        numbers: quotes on which the coders differ, and a few on which both said reporting.
    """
    table = settled(quotes, utterances)
    about = (table["question"] + " " + table["text"]).str.contains(_NUMBERS)
    short = table["text"].str.len().between(25, 190) & ~table["asks"].isin(["future", "leading"])
    table = table[short].drop_duplicates("text")
    differs = table[table["disputed"]].head(4)
    agreed = table[(table["code"] == "reporting") & ~table["disputed"] & about[table.index]].head(3)
    chosen = pd.concat([differs, agreed]).sort_index()
    return {f"q{number}": f"{row.question} “{row.text}”" for number, row in chosen.iterrows()}


def told_of_trouble(quotes: pd.DataFrame, utterances: pd.DataFrame) -> pd.DataFrame:
    """Count the interviewees who told of trouble with each need, by the settled codes.

    Only answers that are no guess at the future and no yes to a leading question count, each
    interviewee once a need, and a quote is trouble if both coders together hear more bad than good.

    Returns
    -------
    DataFrame
        Indexed by need, the most people first: people, of (all interviewees).
    """
    table = settled(quotes, utterances)
    table = table[~table["asks"].isin(["future", "leading"]) & table["feeling"].lt(0)]
    table = table[table["code"] != "open"]
    people = table.groupby("code")["interview_id"].nunique().sort_values(ascending=False)
    everybody = int(utterances["interview_id"].nunique())
    return pd.DataFrame({"people": people, "of": everybody}).rename_axis("need")
