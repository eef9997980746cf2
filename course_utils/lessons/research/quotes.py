"""Quotes as cards to sort, and the second round in which their codes are settled."""

from __future__ import annotations

import re

import pandas as pd

from course_utils.lessons.research.drafts import Judge, borne_out
from course_utils.lessons.research.evidence import chance_in_words, chance_of_split
from course_utils.lessons.research.interview_folder import kind_of
from course_utils.toolkit import metrics, research
from course_utils.toolkit.metrics import Interval

SHARPENED = (
    "Read a quote with its question. It is *reporting* if somebody has to be **shown** how things stand, "
    "by whatever means. It is *visibility* if the one who speaks has to **know** it, whoever else comes "
    "into the story."
)
"""The rule with which two others coded the quotes again."""
PAIR = ("visibility", "reporting")
CODERS = {"first": "coder_a", "second": "coder_b", "third": "coder_c", "fourth": "coder_d"}
"""Who coded: the first two by the code book, the other two later, by the sharpened rule."""
ASKED_MORE = ("onboarding",)
"""Needs about which the guide asks several times: more would tell of them for that alone."""
FROM_PEOPLE = re.compile(
    r"\bI ask(?:ed)?\b|\band asked\b|\bwalk round\b|\brang\b|\bclient\b|\bmeeting\b|\bmessage round\b|\btold\b|\bwrote\b"
    r"|\bdesks?\b|\bmet each\b",
    re.IGNORECASE,
)
"""Words of a quote in which somebody heard from people how work stands."""
BOARD_BEHIND = re.compile(
    r"out of date|looked green|was green|said yes|all was well|not believe|believed neither|none of them showe?s?\b"
    r"|what should be on the screen|dropped the board|last month|month before|not done|nobody had moved"
    r"|two weeks old|stood where|never right|board did not|updated afterwards|not moved for weeks",
    re.IGNORECASE,
)
"""Words of a quote in which what Kitewell showed was old, or a part."""
_SAID = {
    r"\bfrom (?:other |their )?(?:people|others|colleagues)\b": FROM_PEOPLE,
    r"\bboard (?:was|had been|is|shows?|showed) (?:\w+ )?(?:old|out of date|behind|a part)\b": BOARD_BEHIND,
}
"""What an insight may say in words of its own, and the words of the quotes in which it is so."""
_SHOWN = re.compile(r"\bshow\b", re.IGNORECASE)


def settled(quotes: pd.DataFrame, utterances: pd.DataFrame) -> pd.DataFrame:
    """Take the codes on which the two agree who coded by the sharpened rule.

    Parameters
    ----------
    quotes, utterances
        The tables of those names.

    Returns
    -------
    DataFrame
        Indexed by quote: interview_id, question, text, feeling (mean of the first two coders), asks
        (what the question asks for), disputed (whether the first two took *visibility* and
        *reporting* for each other) and code: that of the third and the fourth coder where they agree,
        "open" else.
    """
    turns = utterances.sort_values(["interview_id", "turn"])
    turns = turns.assign(question=turns["text"].shift().fillna(""))
    table = quotes.merge(turns, on="utterance_id").set_index("quote_id")
    first, second, third, fourth = (table[name].astype(str) for name in CODERS.values())
    return table[["interview_id", "question", "text"]].assign(
        feeling=(table["sentiment_a"] + table["sentiment_b"]) / 2,
        asks=table["question"].map(kind_of),
        disputed=first.isin(PAIR) & second.isin(PAIR) & (first != second),
        code=third.where(third == fourth, "open"),
    )


def second_round_cards(quotes: pd.DataFrame, utterances: pd.DataFrame) -> dict[str, str]:
    """Choose quotes to code a second time, each with the question that it answers.

    Returns
    -------
    dict
        Question and answer of each card, by ``"q"`` and the quote's number, in the order of the
        numbers: quotes on which the first two coders differ, and a few on which both said reporting.
        A quote is left out whose settled code is a slip against the rule.
    """
    table = settled(quotes, utterances)
    ruled = table["question"].str.contains(_SHOWN).map({True: "reporting", False: "visibility"})
    short = table["text"].str.len().between(25, 190) & ~table["asks"].isin(["future", "leading"])
    table = table[short & (table["code"] == ruled)].drop_duplicates("text")
    differs = table[table["disputed"]].head(4)
    agreed = table[(table["code"] == "reporting") & ~table["disputed"]].head(3)
    chosen = pd.concat([differs, agreed]).sort_index()
    return {f"q{number}": f"{row.question} “{row.text}”" for number, row in chosen.iterrows()}


def agreement_by_code(
    first: pd.Series, second: pd.Series, people: pd.Series
) -> dict[str, Interval]:
    """Compute kappa over all codes, and of each code against all others, with intervals at 95 %.

    Parameters
    ----------
    first, second : Series of str
        The codes of two coders, aligned.
    people : Series
        Who said each quote. Quotes of one person come together.

    Returns
    -------
    dict
        "all codes" first, then each code, in alphabetical order. The interval is that of the share on
        which the two agree, counted by people or, where it is wider, by quotes (Wilson), so that full
        agreement is not called certain. Chance is taken as known.
    """
    codes = sorted({*first, *second})
    pairs = {"all codes": (first, second)}
    pairs |= {code: (first == code, second == code) for code in codes}
    return {name: _kappa(one, other, people) for name, (one, other) in pairs.items()}


def _kappa(one: pd.Series, other: pd.Series, people: pd.Series) -> Interval:
    same = (one == other).astype(int)
    kappa = research.cohen_kappa(one, other)
    left = (1 - same.mean()) / (1 - kappa) if kappa < 1 else None
    if left is None:
        left = 1 - float((one.value_counts(normalize=True) ** 2).sum())
    by_person = metrics.ratio_metric(same, pd.Series(1, index=same.index), people)
    by_quote = metrics.rate_interval(int(same.sum()), len(same))
    low = min(by_person.low, by_quote.low)
    high = min(1.0, max(by_person.high, by_quote.high))
    return Interval(kappa, 1 - (1 - low) / left, 1 - (1 - high) / left)


def pairs_of_coders(
    quotes: pd.DataFrame, utterances: pd.DataFrame
) -> dict[str, dict[str, Interval]]:
    """Return `agreement_by_code` of the first pair of coders, and of the pair with the sharper rule."""
    people = quotes["utterance_id"].map(utterances.set_index("utterance_id")["interview_id"])
    codes = {who: quotes[column].astype(str) for who, column in CODERS.items()}
    return {
        "by the code book": agreement_by_code(codes["first"], codes["second"], people),
        "by the sharpened rule": agreement_by_code(codes["third"], codes["fourth"], people),
    }


def agreement_in_words(quotes: pd.DataFrame, utterances: pd.DataFrame) -> str:
    """Say what the sharpened rule did to the agreement on the disputed pair.

    Returns
    -------
    str
        Markdown: kappa with its interval, over all codes and of the two codes, before and after.
    """
    before, after = pairs_of_coders(quotes, utterances).values()

    def said(found: Interval) -> str:
        return f"{found.estimate:.2f} ({found.low:.2f} to {found.high:.2f})"

    steps = "; ".join(
        f"{name}: {said(before[name])}, then **{said(after[name])}**"
        for name in ("all codes", *PAIR)
    )
    apart = all(after[name].low > before[name].high for name in PAIR)
    return f"Kappa, with intervals at 95 %: {steps}. " + (
        "For both codes of the pair the intervals lie apart."
        if apart
        else "The intervals of the pair overlap: more agreement is not shown for both."
    )


def troubles(quotes: pd.DataFrame, utterances: pd.DataFrame) -> pd.DataFrame:
    """Return the quotes in which somebody told of trouble, with their settled codes.

    Guesses at the future and answers to leading questions are left out, and so is what is coded with
    a need of `ASKED_MORE`, about which the guide asks several times. A quote is trouble if the mean
    of both coders' feelings is below 0: both together hear more bad than good.

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
    """Say which need of the disputed pair more people told trouble of, by whose codes.

    Returns
    -------
    dict
        A key for each of `CODERS`, to a code of `PAIR`, or to "neither".
    """
    table = settled(quotes, utterances)
    table = table[~table["asks"].isin(["future", "leading"]) & table["feeling"].lt(0)]
    codes = quotes.set_index("quote_id").loc[table.index]

    def first(column: str) -> str:
        one, other = (table.loc[codes[column] == need, "interview_id"].nunique() for need in PAIR)
        return "neither" if one == other else PAIR[int(other > one)]

    return {who: first(column) for who, column in CODERS.items()}


def runner_up(quotes: pd.DataFrame, utterances: pd.DataFrame) -> str:
    """Return the need of which most people told trouble after *visibility*."""
    people = told_of_trouble(quotes, utterances)["people"]
    return str(people.drop(PAIR[0]).idxmax())


def felt_by(quotes: pd.DataFrame, utterances: pd.DataFrame) -> dict[str, pd.Series]:
    """Count who told of trouble with each need, by whose word the feeling was bad.

    Returns
    -------
    dict
        "first coder", "second coder" and "both", each to people by settled code, most first.
    """
    table = settled(quotes, utterances)
    feelings = quotes.set_index("quote_id").loc[table.index]
    one, other = feelings["sentiment_a"] < 0, feelings["sentiment_b"] < 0
    kept = ~table["asks"].isin(["future", "leading"]) & ~table["code"].isin(["open", *ASKED_MORE])
    return {
        who: table[kept & bad]
        .groupby("code")["interview_id"]
        .nunique()
        .sort_values(ascending=False, kind="stable")
        for who, bad in (("first coder", one), ("second coder", other), ("both", one & other))
    }


def lead_in_words(
    quotes: pd.DataFrame, utterances: pd.DataFrame, interviews: pd.DataFrame, events: pd.DataFrame
) -> str:
    """Say how sure the lead of *visibility* over the runner-up is, and among whom it holds.

    Returns
    -------
    str
        Markdown: the same people compared, those who used Kitewell in the 28 days before the talk
        beside the others, whose feelings are counted, and what leads in the pair by each coder's codes.
    """
    lead, second = PAIR[0], runner_up(quotes, utterances)
    more, less, chance = uneven(quotes, utterances, lead, second)
    table = troubles(quotes, utterances)
    here = still_here(interviews, events)
    told = {
        (need, group): int(ids[ids.isin(here) == (group == "here")].nunique())
        for need in (lead, second)
        for ids in [table.loc[table["code"] == need, "interview_id"]]
        for group in ("here", "gone")
    }
    by = leads_by(quotes, utterances)
    felt = felt_by(quotes, utterances)
    counts = ", ".join(f"{people.get(lead, 0)} by the {who}" for who, people in felt.items())
    counts = counts.replace("by the both", "by both")
    still = all(str(people.idxmax()) == lead for people in felt.values())
    people = interviews["interview_id"].nunique()
    judged = (
        "The lead is more than chance."
        if chance < 0.05
        else "Chance can do that: a lead over the runner-up is not shown."
    )
    return (
        f"The runner-up is *{second}*. **{more}** people told of trouble with {lead} and of none with "
        f"{second}; **{less}** the other way round. Were the two alike, so uneven a split would come by "
        f"chance in {chance_in_words(chance)} of samples. {judged}\n\n"
        f"Of the {len(here)} who had used Kitewell in the four weeks before, {told[lead, 'here']} told of "
        f"{lead} and {told[second, 'here']} of {second}; of the other {people - len(here)}, "
        f"{told[lead, 'gone']} and {told[second, 'gone']}.\n\n"
        f"Whose feelings count? People with bad feelings on {lead}: {counts}. "
        + ("It leads by each of them.\n\n" if still else "It does not lead by each of them.\n\n")
        + "And whose codes? Of the four coders, more people told of trouble with "
        + ", ".join(f"*{need}* by the {who}" for who, need in by.items())
        + "."
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


def in_the_quotes(quotes: pd.DataFrame, utterances: pd.DataFrame) -> dict[str, Judge]:
    """Return what judges, by the quotes on *visibility*, the numbers of an insight (see `Draft`)."""
    everybody = int(utterances["interview_id"].nunique())
    said = {
        pattern: len(behind(quotes, utterances, "visibility", words))
        for pattern, words in _SAID.items()
    }
    holds = borne_out(behind(quotes, utterances, "visibility")["text"], everybody, said)
    counted = insight(quotes, utterances)
    return {"agrees": lambda text: text == counted or holds(text)}


def uneven(
    quotes: pd.DataFrame, utterances: pd.DataFrame, need: str, beside: str
) -> tuple[int, int, float]:
    """Compare two needs within the same people.

    Parameters
    ----------
    quotes, utterances
        The tables of those names.
    need, beside : str
        Settled codes.

    Returns
    -------
    tuple of int, int and float
        Interviewees who told of trouble with `need` and not with `beside`; the other way round; and
        the chance of a split so uneven if the two were alike (see `chance_of_split`).
    """
    table = troubles(quotes, utterances)
    one, other = (set(table.loc[table["code"] == code, "interview_id"]) for code in (need, beside))
    first, second = len(one - other), len(other - one)
    return first, second, chance_of_split(first, second)
