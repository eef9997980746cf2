"""What lesson 4 says about Kitewell, proved on many companies."""

from __future__ import annotations

from course_utils.exercises.claims import claim
from course_utils.lessons import research as explore
from course_utils.toolkit import research

SPRING, TODAY = "2026-04-01", "2026-07-01"


@claim
def promises_exceed_deeds(interviews, utterances, events):
    """Of those still here more promised to read a report each week than opened one in the last."""
    told = explore.kindness(explore.turns(interviews, utterances), events)
    return bool(told["would"].sum() > told["did"].sum())


@claim
def one_pair_is_confused_most(quotes):
    """Of all pairs of codes, the coders take visibility and reporting for each other most often."""
    counts = explore.pairs_confused(quotes["coder_a"], quotes["coder_b"])
    return set(counts.index[0]) == {"visibility", "reporting"} and counts.iloc[0] > counts.iloc[1]


@claim
def visibility_moves_to_reporting(quotes):
    """From the first coder to the second, visibility loses quotes and reporting gains some."""
    first, second = (quotes[who].value_counts() for who in ("coder_a", "coder_b"))
    return bool(
        first["visibility"] > second["visibility"] and first["reporting"] < second["reporting"]
    )


def _asked(talks, words):
    """How often each interviewee was asked about something, apart from the future."""
    asked = talks[(talks["speaker"] == "interviewer") & talks["kind"].isin(["past", "other"])]
    found = asked[asked["text"].str.contains(words, case=False)]
    counts = found.groupby("interview_id").size()
    return counts.reindex(talks["interview_id"].unique(), fill_value=0)


@claim
def asked_once_of_each(interviews, utterances):
    """Each interviewee was asked once about having to know how things stood, and once about showing it."""
    talks = explore.turns(interviews, utterances)
    know, show = (
        _asked(talks, rf"\bhad? ?(?:have )?to {word}\b|\bhave to {word}\b")
        for word in ("know", "show")
    )
    return bool((know == 1).all() and (show == 1).all())


@claim
def asked_alike(interviews, utterances):
    """The questions about the two are the same, but for knowing and showing; none speaks of lateness."""
    talks = explore.turns(interviews, utterances)
    asked = talks.loc[talks["speaker"] == "interviewer", "text"]
    know, show = (
        set(asked[asked.str.contains(f"to {word}")]) for word in ("know", "show somebody")
    )
    alike = {words.replace("to show somebody", "to know") for words in show}
    return know == alike and not any("late" in words for words in know | show)


@claim
def others_mislead_the_second(quotes, utterances):
    """Of quotes on visibility the second coder files more under reporting where others come into them."""
    table = explore.settled(quotes, utterances)
    table = table.assign(second=quotes.set_index("quote_id").loc[table.index, "coder_b"])
    told = table[table["code"] == "visibility"]
    taken = told["second"] == "reporting"
    others = told["text"].str.contains(explore.OTHERS_IN_IT)
    return bool(taken[others].mean() > taken[~others].mean())


@claim
def the_second_round_follows_the_question(quotes, utterances):
    """Of answers about having to know or to show, four in five are filed by both as the question says."""
    asked, same, elsewhere = explore.by_the_question(quotes, utterances)
    return 5 * same >= 4 * asked and 10 * elsewhere <= asked


@claim
def severe_problems_stop(usability, usability_problems, problem_ratings):
    """Of people who met a problem rated 3 or more a larger share failed its task than of the others."""
    share = explore.severity_and_failures(usability, usability_problems, problem_ratings)["share"]
    return bool(share["3 or more"] > share["less than 3"])


@claim
def one_code_hides(quotes, utterances):
    """By the code book visibility has the lowest kappa of all codes, and lower than the one of all codes."""
    found = explore.agreement_of_the_first(quotes, utterances)
    lowest = min(found, key=lambda code: found[code].estimate)
    return lowest == "visibility" and found["visibility"].high < found["all codes"].low


@claim
def visibility_leads(quotes, utterances):
    """By the settled codes more interviewees told of trouble with visibility than with any need."""
    people = explore.told_of_trouble(quotes, utterances)["people"]
    return bool(people["visibility"] > people.drop("visibility").max())


@claim
def only_the_second_coder_differs(quotes, utterances):
    """Of the pair more people have trouble with visibility by three coders, not by the second."""
    by = explore.leads_by(quotes, utterances)
    return by.pop("second") != "visibility" and set(by.values()) == {"visibility"}


@claim
def more_share_work_than_open_reports(interviews, users, events):
    """More interviewees work in teams of five or more than opened a report in four weeks."""
    record = explore.shares_work(interviews, users, events)
    return record["team"] > record["report"]


@claim
def they_learn_it_from_people(quotes, utterances):
    """A fifth or more of the people behind visibility learnt from people, and some of them say why."""
    heard = explore.behind(quotes, utterances, "visibility", explore.FROM_PEOPLE)
    both = heard["text"].str.contains(explore.BOARD_BEHIND).sum()
    people = explore.told_of_trouble(quotes, utterances)["people"]["visibility"]
    return bool(5 * len(heard) >= people and 1 <= both < len(heard))


@claim
def the_board_was_behind(quotes, utterances):
    """The words of the strong report's F10 find who told that the board was old, wrong or a part; a quarter or more."""
    words = (
        "board had|board was|board is never|board did not|board it|the board not|two boards|none of them show|"
        "at its word|month before|looked green|not moved|moved them|copied it|should be on|not on it|who waits"
    )
    told = explore.behind(quotes, utterances, "visibility", explore.BOARD_BEHIND)
    found = explore.behind(quotes, utterances, "visibility", words)
    people = explore.told_of_trouble(quotes, utterances)["people"]["visibility"]
    return bool(set(found.index) == set(told.index) and 4 * len(told) >= people)


@claim
def survivors_began_better(users, accounts, events):
    """Owners who are still here completed a task in their first week more often than everybody."""
    share = explore.first_week(users, accounts, events)["share"]
    return bool(share["still here"] > share["everybody"] > share["gone"])


@claim
def survivors_invited_more(users, accounts, events):
    """Four in five owners still here invited somebody in their first week; of all, fewer did."""
    groups = explore.first_week(users, accounts, events, event="teammate_invited")["share"]
    return bool(groups["still here"] >= 0.8 > groups["everybody"])


@claim
def mail_answers_less(surveys):
    """Asked by e-mail, a smaller share answers than asked in the product."""
    table = explore.who_answers(surveys, "csat", SPRING, TODAY)
    share = table["answered"] / table["asked"]
    return bool(share["email"] < share["in_app"])


@claim
def bounds_are_wide(surveys):
    """If everybody who was asked had answered, the satisfied could be more or less than half."""
    total = explore.who_answers(surveys, "csat", SPRING, TODAY).sum()
    found = research.nonresponse_bounds(
        *(int(total[name]) for name in ("happy", "answered", "asked"))
    )
    return bool(found.low < 0.5 < found.high)


@claim
def android_is_in_reports(tickets):
    """Tickets on reports in spring name Android more often than tickets on other areas."""
    recent = explore.between(tickets, SPRING, TODAY, at="created_at")
    android = recent["text"].str.contains("Android")
    reports = recent["area"] == "reports"
    return bool(android[reports].mean() > android[~reports].mean())


@claim
def problems_differ_in_rate(usability, usability_problems):
    """The most frequent usability problem was met by three times as many people as the rarest."""
    rates = explore.seen_matrix(usability_problems, usability["session_id"].unique()).mean()
    return bool(rates.max() >= 3 * rates.min())


EXCEPT = {
    "the distinct users behind all its evidence": "says what a column has to hold",
    "The interviews behind them are with people": "how the sample is drawn on every company",
    "Such a rule is cheap and errs": "an interval that the toolkit gives for four of ten anywhere",
    "Five of eight is anything": "intervals that the toolkit gives for these counts anywhere",
    "Reports 2: faster, prettier": "the proposal's own words, which the lesson doubts",
    "Build what gets the most support tickets": "an option to choose, not a finding",
    "the share that the survey will show": "says what a column has to hold",
    "who answered all ten items": "says which answers count",
    "Then visit the customer behind it": "advice on a method, not a finding",
    "Draw people from a list of all who fit": "advice on recruiting, not a finding",
    "second claim says what customers talk about most": "repeats what the folder claims",
    "For more than two coders": "says what a measure is for",
    "tickets on reports 1 name Android": "every number of it is computed in the cell",
    "More answers of the same kind": "follows from how bounds are defined",
    "The team calls everybody": "the definition of a group of people",
    "so a step with many tickets looks worse": "the planted bias of sources, which the exercise shows",
    "every second one is a complaint": "describes the scale, with its source",
    "10 other teams, not rung": "a sample of the plan, not a finding",
    "10 teams, 2 Mondays": "a rule of the plan, not a finding",
    "Among thousands of people a few points are sure": "how an interval narrows, anywhere",
    "its lines are true, and four of ten": "a rule of the plan, not a finding",
    "8 owners of teams of five or more": "a sample of the plan, not a finding",
    "Round 2 had other people and no control": "every number of it is computed in the cell",
    "60 owners by lot": "a rule of the plan, not a finding",
    "15 of 60 is itself": "an interval that the toolkit gives for these counts anywhere",
    "Outcome: by 30 September": "an aim, not a finding",
    "By 30 September, half of the teams": "an aim, not a finding",
    "Another team, another outcome": "says that the cards are made up",
    "the mean over these people": "says what a column has to hold",
    "Most of those who were asked": "counted by the lesson's table of the survey",
}
