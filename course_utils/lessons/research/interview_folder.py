"""The research folder behind the proposal: its claims, and what is left of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from course_utils.lessons.research.evidence import (
    once,
    seen_matrix,
)
from course_utils.lessons.research.questions import read
from course_utils.people import FUTURE, HAPPENED
from course_utils.toolkit import metrics, research
from course_utils.toolkit.common import between
from course_utils.toolkit.metrics import Interval

SPRING, EXTRACT = "2026-04-01", "2026-07-01"
SOFT_GREY = "#777777"
LARGE_TEAM = 5
"""So many users on an account, or more, have to find out from each other how work stands."""
OUR_READING = "Not yet: first test what the need asks for"
"""What we would say on Friday."""
_NO = re.compile(r"(?<!why )\bnot\b|\bNo,")

CODE_BOOK = {
    "onboarding": "How it began: signing up, first steps, first week.",
    "visibility": "Not knowing how work stands: what is late, who waits for whom.",
    "notifications": "Messages from Kitewell: too many, too few, unseen.",
    "permissions": "Who may see or do what; letting others in.",
    "reporting": "Showing others how work stands: reports, charts, numbers for a meeting.",
    "integrations": "Working between Kitewell and another tool; typing things twice.",
    "price": "What it costs, who pays, who decides.",
    "mobile": "Using it on a phone or away from the desk.",
}


def kind_of(question: str) -> str:
    """Say what an interviewer's question asks for: "past", "leading", "future" or "other"."""
    intent = read(question).intent
    if intent in FUTURE:
        return "future"
    if intent in HAPPENED:
        return "past"
    return "leading" if intent == "leading" else "other"


def turns(interviews: pd.DataFrame, utterances: pd.DataFrame) -> pd.DataFrame:
    """Join transcripts with who asked and what each question asks for.

    Returns
    -------
    DataFrame
        One row an utterance: those of the table, user_id, interviewed_at, interviewer, and kind
        ("past", "leading", "future" or "other"), which an answer shares with the question before it.
    """
    head = interviews[["interview_id", "user_id", "interviewed_at", "interviewer"]]
    table = utterances.merge(head, on="interview_id").sort_values(["interview_id", "turn"])
    asked = table["speaker"] == "interviewer"
    kinds = table.loc[asked, "text"].map(kind_of)
    table["kind"] = kinds.reindex(table.index)
    table["question"] = table["text"].where(asked)
    table[["kind", "question"]] = table.groupby("interview_id")[["kind", "question"]].ffill()
    return table.reset_index(drop=True)


def promises(talks: pd.DataFrame) -> pd.DataFrame:
    """Collect what customers said when they were asked about reports in the future.

    Returns
    -------
    DataFrame
        One row a customer: user_id, interviewed_at and would (whether they said yes).
    """
    answers = talks[(talks["speaker"] == "customer") & (talks["kind"] == "future")]
    about = answers[answers["question"].str.contains("report", case=False)]
    first = about.drop_duplicates("user_id")[["user_id", "interviewed_at", "text"]]
    said_no = first["text"].str.contains(_NO)
    return first.assign(would=~said_no).drop(columns="text").reset_index(drop=True)


def kindness(talks: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Set what people said of a weekly report beside what the same people did in a week.

    Who had not used Kitewell in the 28 days before the interview is left out: they could not have
    opened a report, so what they promise would be set beside nothing.

    Returns
    -------
    DataFrame
        As of `promises`, and did: whether they opened a report in the seven days before the
        interview, since the promise is one a week.
    """
    told = promises(talks)
    theirs = events[events["user_id"].isin(told["user_id"])]
    both = told.merge(theirs[["user_id", "event", "occurred_at"]], on="user_id")
    ago = both["interviewed_at"] - both["occurred_at"]
    before = both[ago >= pd.Timedelta(0)].assign(ago=ago)
    here = before.loc[before["ago"] <= pd.Timedelta(days=28), "user_id"].unique()
    viewed = before[(before["event"] == "report_viewed") & (before["ago"] <= pd.Timedelta(days=7))]
    told = told[told["user_id"].isin(here)].reset_index(drop=True)
    return told.assign(did=told["user_id"].isin(viewed["user_id"].unique()))


def kindness_in_words(told: pd.DataFrame) -> str:
    """Say what people promised and did, and why the two are not tested against each other.

    Returns
    -------
    str
        Markdown: the four counts. A report that comes by mail is not one that somebody opens.
    """
    would, did = told["would"], told["did"]
    both, only = int((would & did).sum()), int((would & ~did).sum())
    silent, neither = int((did & ~would).sum()), int((~would & ~did).sum())
    return (
        f"Of {len(told)} people {both} promised and had opened one, {only} promised and had not, "
        f"{silent} had without a promise, {neither} neither. We test nothing here: to read what comes by "
        "mail and to go and open a report are two things, so no difference between them shows who lied."
    )


def shares_work(
    interviews: pd.DataFrame, users: pd.DataFrame, events: pd.DataFrame
) -> dict[str, int]:
    """Count what the record says of the interviewees, whatever they told.

    Returns
    -------
    dict
        people (all interviewees); team (those whose account had five users or more when they were
        interviewed) and report (those who had opened a report in the 28 days before).
    """
    told = interviews.merge(users[["user_id", "account_id"]], on="user_id")
    team = told[["user_id", "interviewed_at", "account_id"]].merge(
        users[["account_id", "signed_up_at"]], on="account_id"
    )
    joined = team[team["signed_up_at"] < team["interviewed_at"]].groupby("user_id").size()
    views = events.loc[events["event"] == "report_viewed", ["user_id", "occurred_at"]]
    both = told.merge(views, on="user_id")
    ago = both["interviewed_at"] - both["occurred_at"]
    recent = both.loc[(ago >= pd.Timedelta(0)) & (ago <= pd.Timedelta(days=28)), "user_id"]
    return {
        "people": len(told),
        "team": int((joined >= LARGE_TEAM).sum()),
        "report": int(recent.nunique()),
    }


def quote_sample(
    quotes: pd.DataFrame, utterances: pd.DataFrame, each: int = 2
) -> list[tuple[str, str, str]]:
    """Choose quotes to code: some of each code of the first coder, in no telling order.

    Only answers about the past are chosen: a yes to a guess says nothing without its question.
    """
    ordered = utterances.sort_values(["interview_id", "turn"])
    question = ordered["text"].shift().fillna("").map(kind_of)
    table = quotes.merge(ordered.assign(kind=question), on="utterance_id")
    table = table[(table["kind"] == "past") & table["text"].str.len().between(50, 260)]
    table = table.drop_duplicates("text")
    chosen = table.sort_values("quote_id").groupby("coder_a", observed=True).head(each)
    return [
        (f"q{row.quote_id}", str(row.text), str(row.coder_a))
        for row in chosen.sort_values("quote_id").itertuples(index=False)
    ]


def later_needs(quotes: pd.DataFrame, coder: str) -> pd.Series:
    """Return the share of each code by one coder, apart from onboarding, the largest first.

    Everybody was asked how they began, so onboarding leads whatever people need.
    """
    codes = quotes.loc[quotes[coder] != "onboarding", coder]
    return codes.value_counts(normalize=True)


def counts_in_words(quotes: pd.DataFrame) -> str:
    """Say whether the first place among the quotes, which claim 2 names, hangs on the coder.

    Returns
    -------
    str
        Markdown: the first code and its share by each coder, and what follows.
    """
    first, second = (later_needs(quotes, coder) for coder in ("coder_a", "coder_b"))
    one, other = str(first.index[0]), str(second.index[0])
    if one == other:
        return (
            f"By both coders *{one}* has the most quotes: {first.iloc[0]:.0%} by the first, "
            f"{second.iloc[0]:.0%} by the second. **As a count of quotes claim 2 does not hang on who "
            "read.** How large the lead is, does."
        )
    return (
        f"By the first coder *{one}* has the most quotes ({first.iloc[0]:.0%}), by the second *{other}* "
        f"({second.iloc[0]:.0%}). **As a count of quotes claim 2 hangs on who read.**"
    )


def apart(
    quotes: pd.DataFrame, utterances: pd.DataFrame, one: str, other: str, most: int = 4
) -> pd.DataFrame:
    """Show quotes that the first coder files under one code and the second under the other."""
    table = quotes.merge(utterances[["utterance_id", "text"]], on="utterance_id")
    pair = {one, other}
    differs = table["coder_a"] != table["coder_b"]
    found = table[differs & table["coder_a"].isin(pair) & table["coder_b"].isin(pair)]
    shown = found.drop_duplicates("text").head(most)[["quote_id", "coder_a", "coder_b", "text"]]
    return shown.set_index("quote_id")


def people(
    users: pd.DataFrame, accounts: pd.DataFrame, events: pd.DataFrame, since: str
) -> pd.DataFrame:
    """Describe everybody who was active since a UTC date, one row a person.

    Returns
    -------
    DataFrame
        Indexed by user: account_id; role; size, plan and industry of the account; pays, phone (works mainly on one),
        reports (opened, each once, see `once`) and finishes (completed a task).
    """
    recent = once(between(events, since, EXTRACT))
    here = users[users["user_id"].isin(recent["user_id"].unique())].set_index("user_id")
    table = here.join(
        accounts.set_index("account_id")[["size", "plan", "industry"]], on="account_id"
    )
    views = recent[recent["event"] == "report_viewed"]
    done = recent.loc[recent["event"] == "task_completed", "user_id"].unique()
    return pd.DataFrame(
        {
            "account_id": table["account_id"],
            "role": table["role"],
            "size": table["size"],
            "plan": table["plan"],
            "pays": table["plan"] != "free",
            "phone": table["platform"].isin(["ios", "android"]),
            "reports": views.groupby("user_id").size().reindex(table.index, fill_value=0),
            "finishes": table.index.isin(done),
            "industry": table["industry"],
        },
        index=table.index,
    )


def width_in_words(bounds: Interval, options: Sequence[str]) -> str:
    """Choose the option that says how far bounds lie apart."""
    width = 100 * (bounds.high - bounds.low)
    return options[int(width > 3) + int(width > 10) + int(width > 30)]


def folder(
    talks: pd.DataFrame,
    quotes: pd.DataFrame,
    usability: pd.DataFrame,
    problems: pd.DataFrame,
    surveys: pd.DataFrame,
    tickets: pd.DataFrame,
) -> pd.DataFrame:
    """Return the claims of the proposal as its author puts them."""
    promised = promises(talks)
    second = later_needs(quotes, "coder_b")
    agreed = research.percent_agreement(quotes["coder_a"], quotes["coder_b"])
    spring = between(tickets, SPRING, EXTRACT, at="created_at")
    invited = _invited(usability)
    csat = who_answers_total(surveys)
    rows = [
        (
            "They would read one each week",
            f"{promised['would'].sum()} of {len(promised)} customers said so",
        ),
        (
            "It is the top need after the first week",
            f"{second.index[0]}: {second.iloc[0]:.0%} of the quotes",
        ),
        ("The coding is sound", f"two coders agree on {agreed:.0%}"),
        ("They complain", f"{(spring['area'] == 'reports').sum():,} tickets on reports in spring"),
        (
            "Our changes work",
            f"inviting a teammate: {invited[1][0]} of {invited[1][1]}, then {invited[2][0]} of "
            f"{invited[2][1]} completed it",
        ),
        (
            "We know the problems",
            f"{problems.loc[problems['seen'] == 1, 'problem'].nunique()} found; five users find 85 %",
        ),
        (
            "Our users are happy otherwise",
            f"SUS {_careless(surveys):.0%}; {csat['happy'] / csat['answered']:.0%} satisfied",
        ),
        ("It is for everybody", "contrast 4.5, checked"),
    ]
    table = pd.DataFrame(rows, columns=["claim", "evidence in the folder"])
    return table.set_axis(pd.RangeIndex(1, len(table) + 1, name="no."))


def folder_now(
    talks: pd.DataFrame,
    quotes: pd.DataFrame,
    usability: pd.DataFrame,
    problems: pd.DataFrame,
    surveys: pd.DataFrame,
    tickets: pd.DataFrame,
    events: pd.DataFrame,
) -> pd.DataFrame:
    """Return the claims again, with what is left of each."""
    told = kindness(talks, events)
    kappa = research.cohen_kappa(quotes["coder_a"], quotes["coder_b"])
    spring = between(tickets, SPRING, EXTRACT, at="created_at")
    reports = spring[spring["area"] == "reports"]
    invited = _invited(usability)
    change = metrics.rate_difference(invited[1], invited[2])
    rates = seen_matrix(problems, usability["session_id"].unique()).mean().tolist()
    csat = who_answers_total(surveys)
    bounds = research.nonresponse_bounds(csat["happy"], csat["answered"], csat["asked"])
    score = research.sus(_sus(surveys))
    left = [
        f"of those still here, {told['did'].sum()} of {len(told)} had opened one in the week before",
        f"quotes: {later_needs(quotes, 'coder_a').index[0]} by one coder, "
        f"{later_needs(quotes, 'coder_b').index[0]} by the other; people in trouble: see part 3",
        f"kappa {kappa:.2f}, and one pair of codes is mixed up",
        f"{reports['text'].str.contains('Android').mean():.0%} of them are one Android release",
        f"{100 * change.estimate:+.0f} points, {100 * change.low:+.0f} to {100 * change.high:+.0f}",
        f"five users meet {research.problems_found(rates, 5):.0%} of those found so far",
        f"SUS {score.estimate:.0f} points, from {len(_sus(surveys))} of {sus_asked(surveys)} asked; between {bounds.low:.0%} and {bounds.high:.0%} of the asked",
        f"{research.contrast_in_words(research.contrast_ratio(SOFT_GREY, '#ffffff'))}, which fails",
    ]
    same = later_needs(quotes, "coder_a").index[0] == later_needs(quotes, "coder_b").index[0]
    stands = [
        "no evidence",
        "in part" if same else "no",
    ]
    stands += ["in part", "in part", "no" if change.covers(0) else "as a difference"]
    stands += ["in part", "no", "no"]
    shown = folder(talks, quotes, usability, problems, surveys, tickets)
    return shown.assign(**{"what is left": left, "stands?": stands})


def who_answers_total(surveys: pd.DataFrame) -> dict[str, int]:
    """Count spring's satisfaction survey: asked, answered, happy."""
    asked = between(surveys[surveys["survey"] == "csat"], SPRING, EXTRACT, at="asked_at")
    return {
        "asked": len(asked),
        "answered": int(asked["score"].notna().sum()),
        "happy": int((asked["score"] >= 4).sum()),
    }


def _invited(usability: pd.DataFrame) -> dict[int, tuple[int, int]]:
    task = usability[usability["task"] == "invite_teammate"]
    return {
        number: (int(part.sum()), len(part))
        for number in (1, 2)
        for part in [task.loc[task["round"] == number, "completed"]]
    }


def _sus(surveys: pd.DataFrame) -> pd.DataFrame:
    asked = between(surveys[surveys["survey"] == "sus"], "2026-01-01", EXTRACT, at="asked_at")
    return asked[[f"q{number}" for number in range(1, 11)]].dropna()


def sus_asked(surveys: pd.DataFrame, start: str = "2026-01-01", end: str = EXTRACT) -> int:
    """Count who was asked for SUS in a span, whether or not they answered."""
    return len(between(surveys[surveys["survey"] == "sus"], start, end, at="asked_at"))


def _careless(surveys: pd.DataFrame) -> float:
    return float(_sus(surveys).sum(axis=1).mean() / 50)
