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
ASKED_MORE = ("onboarding",)
"""Needs about which the guide asks several times: more would tell of them for that alone."""
FROM_PEOPLE = re.compile(
    r"\bI ask(?:ed)?\b|\bwalk round\b|\brang\b|\bring up\b|\bclient\b|\bmeeting\b|\bmessage round\b",
    re.IGNORECASE,
)
"""Words of a quote in which somebody heard from people how work stands."""
BOARD_BEHIND = re.compile(
    r"out of date|looked green|said yes|all was well|did not believe|none of them showe?s?\b"
    r"|what should be on the screen|dropped the board",
    re.IGNORECASE,
)
"""Words of a quote in which what Kitewell showed was old, or a part."""
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
        other) and code: the rule's where both coders chose one of this pair, whether they agree or
        not; of the others the coders' where they agree, "open" else.
    """
    turns = utterances.sort_values(["interview_id", "turn"])
    turns = turns.assign(question=turns["text"].shift().fillna(""))
    table = quotes.merge(turns, on="utterance_id").set_index("quote_id")
    first, second = table["coder_a"].astype(str), table["coder_b"].astype(str)
    pair = first.isin(PAIR) & second.isin(PAIR)
    about = (table["question"] + " " + table["text"]).str.contains(_NUMBERS)
    code = first.where(first == second, "open")
    code = code.mask(pair & about, "reporting").mask(pair & ~about, "visibility")
    return table[["interview_id", "question", "text"]].assign(
        feeling=(table["sentiment_a"] + table["sentiment_b"]) / 2,
        asks=table["question"].map(kind_of),
        disputed=pair & (first != second),
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


def troubles(quotes: pd.DataFrame, utterances: pd.DataFrame) -> pd.DataFrame:
    """Return the quotes in which somebody told of trouble, with their settled codes.

    Guesses at the future and answers to leading questions are left out, and so is what is coded with
    a need of `ASKED_MORE`: the needs that are left were asked about once each. A quote is trouble if
    both coders together hear more bad than good.

    Returns
    -------
    DataFrame
        As of `settled`.
    """
    table = settled(quotes, utterances)
    told = ~table["asks"].isin(["future", "leading"]) & table["feeling"].lt(0)
    return table[told & ~table["code"].isin(["open", *ASKED_MORE])]


def told_of_trouble(quotes: pd.DataFrame, utterances: pd.DataFrame) -> pd.DataFrame:
    """Count the interviewees who told of trouble with each need, by the settled codes.

    Returns
    -------
    DataFrame
        Indexed by need, the most people first: people (each once a need), of (all interviewees);
        from `troubles`.
    """
    table = troubles(quotes, utterances)
    people = table.groupby("code")["interview_id"].nunique().sort_values(ascending=False)
    everybody = int(utterances["interview_id"].nunique())
    return pd.DataFrame({"people": people, "of": everybody}).rename_axis("need")


def behind(
    quotes: pd.DataFrame, utterances: pd.DataFrame, need: str, words: str | re.Pattern[str] = ""
) -> pd.DataFrame:
    """Return the quotes behind the count of a need, one an interviewee.

    Parameters
    ----------
    quotes, utterances
        The tables of those names.
    need : str
        A settled code.
    words : str or pattern, optional
        Only quotes in which it is found, such as "meeting", `FROM_PEOPLE` or `BOARD_BEHIND`.

    Returns
    -------
    DataFrame
        Indexed by quote: interview_id, question, text.
    """
    table = troubles(quotes, utterances)
    table = table[table["code"] == need]
    if words:
        table = table[table["text"].str.contains(words)]
    return table.drop_duplicates("interview_id")[["interview_id", "question", "text"]]


def leads_by(quotes: pd.DataFrame, utterances: pd.DataFrame) -> dict[str, str]:
    """Say which need of the disputed pair more people told of, by whose codes.

    Returns
    -------
    dict
        "first coder", "second coder" and "the rule", each to a code of `PAIR`, or to "neither".
    """

    def first(codes: pd.Series) -> str:
        table = settled(quotes, utterances).assign(code=codes)
        told = ~table["asks"].isin(["future", "leading"]) & table["feeling"].lt(0)
        one, other = (
            table.loc[told & (table["code"] == need), "interview_id"].nunique() for need in PAIR
        )
        return "neither" if one == other else PAIR[int(other > one)]

    by_quote = quotes.set_index("quote_id")
    return {
        "first coder": first(by_quote["coder_a"].astype(str)),
        "second coder": first(by_quote["coder_b"].astype(str)),
        "the rule": first(settled(quotes, utterances)["code"]),
    }


def lead_in_words(
    quotes: pd.DataFrame, utterances: pd.DataFrame, interviews: pd.DataFrame, events: pd.DataFrame
) -> str:
    """Say how sure the lead of the first need of the pair is, and among whom it holds.

    Returns
    -------
    str
        Markdown: the same people compared, those who used Kitewell in the 28 days before the talk
        beside the others, and who leads by each coder's codes.
    """
    first, second, chance = uneven(quotes, utterances)
    table = troubles(quotes, utterances)
    here = still_here(interviews, events)
    told = {
        (need, group): int(ids[ids.isin(here) == (group == "here")].nunique())
        for need in PAIR
        for ids in [table.loc[table["code"] == need, "interview_id"]]
        for group in ("here", "gone")
    }
    one, other = PAIR
    by = leads_by(quotes, utterances)
    people = interviews["interview_id"].nunique()
    return (
        f"**{first}** people told of trouble with {one} and of none with {other}; **{second}** the "
        f"other way round. Were the two alike, so uneven a split would come by chance in "
        f"{'less than 0.1 %' if chance < 0.001 else f'{chance:.1%}'} of samples (McNemar, 1947).\n\n"
        f"Of the {len(here)} who had used Kitewell in the four weeks before, {told[one, 'here']} told of "
        f"{one} and {told[other, 'here']} of {other}; of the other {people - len(here)}, "
        f"{told[one, 'gone']} and {told[other, 'gone']}.\n\n"
        f"By the first coder's codes *{by['first coder']}* leads, by the second's "
        f"*{by['second coder']}*, by the rule *{by['the rule']}*."
    )


def still_here(interviews: pd.DataFrame, events: pd.DataFrame) -> set[int]:
    """Return the interviews with people who had used Kitewell in the 28 days before."""
    both = interviews[["interview_id", "user_id", "interviewed_at"]].merge(
        events[["user_id", "occurred_at"]], on="user_id"
    )
    ago = both["interviewed_at"] - both["occurred_at"]
    recent = (ago >= pd.Timedelta(0)) & (ago <= pd.Timedelta(days=28))
    return set(both.loc[recent, "interview_id"].tolist())


def insight(quotes: pd.DataFrame, utterances: pd.DataFrame) -> str:
    """Write an insight on *visibility* of which every part is counted in the quotes."""
    everybody = int(utterances["interview_id"].nunique())
    heard = behind(quotes, utterances, "visibility", FROM_PEOPLE)
    old = behind(quotes, utterances, "visibility", BOARD_BEHIND)
    return (
        f"{len(heard)} of {everybody} learnt from people how their work stood: they asked, rang, met, or "
        f"a client told them. {len(old)} of {everybody} tell why: because what the board showed was old, "
        "or only a part."
    )


def uneven(quotes: pd.DataFrame, utterances: pd.DataFrame) -> tuple[int, int, float]:
    """Compare the two needs of the disputed pair within the same people.

    Returns
    -------
    tuple of int, int and float
        Interviewees who told of trouble with the first need and not with the second; the other way
        round; and the chance of a split so uneven if the two needs were alike (the exact test of
        McNemar, 1947, on both sides).
    """
    from math import comb

    table = troubles(quotes, utterances)
    one, other = (set(table.loc[table["code"] == need, "interview_id"]) for need in PAIR)
    first, second = len(one - other), len(other - one)
    n = first + second
    tail = sum(comb(n, k) for k in range(min(first, second) + 1)) / 2**n
    return first, second, min(1.0, 2 * tail)
