"""Quotes as cards to sort, and the second round in which their codes are settled."""

from __future__ import annotations

import re

import pandas as pd

from course_utils.lessons.research.drafts import Judge, borne_out, reason_given
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
OTHERS_IN_IT = re.compile(
    r"\bI ask(?:ed)?\b|\band asked\b|\bwalk round\b|\brang\b|\bclient\b|\bmeeting\b|\bmessage round\b|\btold\b|\bwrote\b"
    r"|\bdesks?\b|\bmet each\b",
    re.IGNORECASE,
)
"""Words of a quote on how work stands into which other people come."""
HAND_CODED = {
    "walk round and ask": "people",
    "client rang and asked": "board",
    "none of them shows the whole": "board",
    "found out in the meeting": "people board",
    "three boards in three windows": "",
    "sent a message round: is": "people",
    "read out what should be on the screen": "people board",
    "did not find out": "",
    "had the date of last month": "people board",
    "asked the two who do the work": "people",
    "it had been done for days": "people board",
    "nobody had moved them": "board",
    "keep beside it, in a notebook": "",
    "from desk to desk": "people",
    "told me in the lift": "people board",
    "asked in our chat": "people",
    "took the board at its word": "board",
    "had to open each card": "",
    "called a meeting": "people",
    "I guessed": "",
    "the board is never right": "people board",
    "client told me": "people",
    "could not see who waits": "board",
    "rang round on Thursday": "people",
    "the first answer was old": "people",
    "none of them showed the whole": "board",
    "From the client, mostly": "people board",
    "dropped the board": "people",
    "so I rang round": "people",
    "I kept it in my head": "",
    "knew, the board did not": "people board",
    "dates from the month before": "board",
    "rang the people one after the other": "people",
    "they did not agree": "board",
    "met each morning": "people",
    "sent a message round on Thursdays": "people",
    "three cards of the same name": "",
    "put a whiteboard up": "",
    "I was told, or I was not": "people board",
    "where we copied it to": "board",
    "went to their desks": "people",
    "read the comments": "",
    "board was green and the work was late": "board",
    "had to say that I would call back": "",
    "had not moved for weeks": "board",
    "asked in the corridor": "people",
    "never knew what waited for what": "board",
    "made a table of the answers": "people",
}
"""The quotes with trouble on *visibility*, read by hand one by one: a piece of each, and whether the one
who speaks learnt from people how work stood, and whether they say that the board was old, wrong or only a
part. A client who asks tells nothing."""


def _read_as(what: str) -> re.Pattern[str]:
    pieces = (re.escape(piece) for piece, told in HAND_CODED.items() if what in told.split())
    return re.compile("|".join(pieces), re.IGNORECASE)


FROM_PEOPLE, BOARD_BEHIND = _read_as("people"), _read_as("board")
"""Pieces of quotes in which somebody learnt from people how work stood; in which the board was old, wrong or
a part."""
_SAID = {
    r"\bfrom (?:other |their )?(?:people|others|colleagues)\b": FROM_PEOPLE,
    r"\bboard (?:was|had been|is|shows?|showed) (?:\w+ )?(?:old|out of date|behind|a part)\b": BOARD_BEHIND,
}
"""What an insight may say in words of its own, and the words of the quotes in which it is so."""
_SHOWN = re.compile(r"\bto show\b", re.IGNORECASE)
_KNOWN = re.compile(r"\bto know\b", re.IGNORECASE)


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


def agreement_of_the_first(quotes: pd.DataFrame, utterances: pd.DataFrame) -> dict[str, Interval]:
    """Return `agreement_by_code` of the two who coded by the code book and saw no question."""
    people = quotes["utterance_id"].map(utterances.set_index("utterance_id")["interview_id"])
    first, second = (quotes[CODERS[who]].astype(str) for who in ("first", "second"))
    return agreement_by_code(first, second, people)


def by_the_question(quotes: pd.DataFrame, utterances: pd.DataFrame) -> tuple[int, int, int]:
    """Count how far the codes of the second round follow from the question alone.

    Returns
    -------
    tuple of int, int and int
        Answers to a question about having to know or to show; those which both later coders filed as
        the question says; and quotes with another question that both filed under *visibility*.
    """
    table = settled(quotes, utterances)
    past = ~table["asks"].isin(["future", "leading"])
    table = table[past]
    asked = table["question"].map(_asked_for)
    codes = quotes.set_index("quote_id").loc[table.index, ["coder_c", "coder_d"]].astype(str)
    both = (codes["coder_c"] == asked) & (codes["coder_d"] == asked)
    elsewhere = table["code"].eq(PAIR[0]) & asked.ne(PAIR[0])
    return int(asked.ne("").sum()), int(both.sum()), int(elsewhere.sum())


def _asked_for(question: str) -> str:
    return PAIR[1] if _SHOWN.search(question) else PAIR[0] if _KNOWN.search(question) else ""


def by_the_question_in_words(quotes: pd.DataFrame, utterances: pd.DataFrame) -> str:
    """Say what the second round of coding is, and what it is not.

    Returns
    -------
    str
        Markdown: the counts of `by_the_question`, and what follows for the count by need.
    """
    asked, same, elsewhere = by_the_question(quotes, utterances)
    return (
        f"Of {asked} answers to a question about having to *know* or to *show*, both later coders filed "
        f"**{same}** as the question says; under *visibility* they agreed on {elsewhere} with another "
        "question. So they coded the interviewer. A kappa of theirs would say that both can read *know* "
        "and *show*, and we give none. What is left is a plain count: of the people who were asked "
        "about this, how many told of trouble?"
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
        Only quotes in which it is found, in capitals or not, such as "meeting", `FROM_PEOPLE` or
        `BOARD_BEHIND`.

    Returns
    -------
    DataFrame
        Indexed by quote: interview_id, question, text.
    """
    table = troubles(quotes, utterances)
    table = table[table["code"] == need]
    if words:
        table = table[table["text"].str.contains(_searched(words))]
    return table.drop_duplicates("interview_id")[["interview_id", "question", "text"]]


def _searched(words: str | re.Pattern[str]) -> re.Pattern[str]:
    if isinstance(words, re.Pattern):
        return words
    try:
        return re.compile(words, re.IGNORECASE)
    except re.error as error:
        raise ValueError(
            f"These words cannot be searched for: {error}. A bracket that was said is written with a "
            "backslash before it."
        ) from None


_SMALL = """
the and for was were had has have that this with from they them you are not but all one who its did our out his
her she him what when then than there
"""


def _telling(words: str) -> bool:
    """Tell whether each of some words, with | between them, is more than small words or a mark.

    Three small words in a row are: "not on it" says something.
    """
    parts = [re.findall(r"[a-z]+", part.lower()) for part in words.split("|")]
    return all(
        len(part) > 2 or {word for word in part if len(word) > 2} - {*_SMALL.split()}
        for part in parts
    )


def evidence_of(
    quotes: pd.DataFrame, utterances: pd.DataFrame, need: str, words: str, quote: int
) -> set[str]:
    """Look over evidence that somebody chose from the quotes behind a need.

    Parameters
    ----------
    quotes, utterances
        The tables of those names.
    need : str
        A settled code.
    words : str
        What is counted: how many quotes hold it.
    quote : int
        Number of the quote that stands for them.

    Returns
    -------
    set of {"need", "part", "quote"}
        "need" if anybody told of trouble with it; "part" if the words stand in some of its quotes and not
        in all, and are more than small words; "quote" if the quote is one of those with the words.
    """
    told = behind(quotes, utterances, need)
    found = behind(quotes, utterances, need, words) if words else told.head(0)
    met = {
        "need": len(told) > 0,
        "part": 0 < len(found) < len(told) and _telling(words),
        "quote": quote in found.index,
    }
    return {name for name, holds in met.items() if holds}


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
    splits = lead_by_feeling(quotes, utterances)
    table = troubles(quotes, utterances)
    here = still_here(interviews, events)
    told = {
        (need, group): int(ids[ids.isin(here) == (group == "here")].nunique())
        for need in (lead, second)
        for ids in [table.loc[table["code"] == need, "interview_id"]]
        for group in ("here", "gone")
    }
    by = leads_by(quotes, utterances)
    people = interviews["interview_id"].nunique()
    rows = "; ".join(
        f"by {who} **{more}** to **{less}**, by chance {chance_in_words(chance)}"
        for who, (more, less, chance) in splits.items()
    )
    return (
        f"The runner-up is *{second}*; by another's feelings it may be another need. People who told of "
        f"trouble with {lead} and of none with the runner-up, to people the other way round, and how often so uneven a split comes by chance were "
        f"the two alike: {rows}. {_judged(splits)}\n\n"
        f"Of the {len(here)} who had used Kitewell in the four weeks before, {told[lead, 'here']} told of "
        f"{lead} and {told[second, 'here']} of {second}; of the other {people - len(here)}, "
        f"{told[lead, 'gone']} and {told[second, 'gone']}.\n\n"
        "And whose codes? Of the four coders, more people told of trouble with "
        + ", ".join(f"*{need}* by the {who}" for who, need in by.items())
        + "."
    )


SURE = 0.05
"""A split that chance brings less often than this is called more than chance."""


def lead_by_feeling(
    quotes: pd.DataFrame, utterances: pd.DataFrame
) -> dict[str, tuple[int, int, float]]:
    """Test the lead of *visibility* over the next need, by whose word the feeling was bad.

    Returns
    -------
    dict
        "the mean", "the first coder", "the second coder" and "both", each to the split within the same
        people and its chance, as of `uneven`.
    """
    table = settled(quotes, utterances)
    feelings = quotes.set_index("quote_id").loc[table.index]
    one, other = feelings["sentiment_a"] < 0, feelings["sentiment_b"] < 0
    kept = ~table["asks"].isin(["future", "leading"]) & ~table["code"].isin(["open", *ASKED_MORE])
    readings = {
        "the mean": table["feeling"] < 0,
        "the first coder": one,
        "the second coder": other,
        "both": one & other,
    }
    return {who: _against_the_next(table[kept & bad]) for who, bad in readings.items()}


def _against_the_next(told: pd.DataFrame) -> tuple[int, int, float]:
    """Compare *visibility* with the need that most others told of; of several, with the nearest."""
    ids = {str(code): set(part["interview_id"]) for code, part in told.groupby("code")}
    first = ids.pop(PAIR[0], set())
    most = max(map(len, ids.values()), default=0)
    splits = [(len(first - them), len(them - first)) for them in ids.values() if len(them) == most]
    return max(((*split, chance_of_split(*split)) for split in splits), key=lambda row: row[2])


def _judged(splits: dict[str, tuple[int, int, float]]) -> str:
    sure = [who for who, (more, less, chance) in splits.items() if chance < SURE and more > less]
    open_ = [who for who in splits if who not in sure]
    if not open_:
        return "By each of them the lead is more than chance."
    if not sure:
        return "By none of them is the lead more than chance: it is not shown."
    return (
        f"So the lead is more than chance by {', '.join(sure)}, and not shown by {', '.join(open_)}. It "
        "hangs on whose ear counts."
    )


def place_in_words(quotes: pd.DataFrame, utterances: pd.DataFrame) -> str:
    """Say what may stand in the place of claim 2, by the tests of `lead_by_feeling`."""
    splits, second = lead_by_feeling(quotes, utterances), runner_up(quotes, utterances)
    sure = [chance < SURE and more > less for more, less, chance in splits.values()]
    begin = "**Claim 2 says how much was said of something, and not who needs it.** "
    if all(sure):
        return begin + "Counted by people with trouble, *visibility* stands in its place."
    if any(sure):
        return begin + (
            "Counted by people with trouble, *visibility* comes first in its place. How surely, hangs on "
            f"whose feelings count, so keep *{second}* beside it."
        )
    return begin + (
        f"Counted by people with trouble, *visibility* comes first, and not surely: *{second}* may be as "
        "large. Both go into the tree, and new talks decide."
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
    both = heard["text"].str.contains(BOARD_BEHIND).sum()
    return (
        f"{len(heard)} of {everybody} learnt from people how their work stood: they asked, rang, met or "
        f"were told. {both} of {everybody} did so and tell why: because what the board showed was old, "
        "wrong, or only a part."
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
    texts = behind(quotes, utterances, "visibility")["text"].tolist()
    given = reason_given(texts)
    return {
        "agrees": lambda text: text == counted or holds(text),
        "marked": lambda text: text == counted or given(text),
    }


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
