"""What is planted in interviews, quotes, usability tests and the journey is found again."""

from __future__ import annotations

import os
import re
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest

from course_utils.company import generate
from course_utils.company.causes.vocabulary import CODES
from course_utils.company.words.interviews import RULES
from course_utils.toolkit import research

SEEDS = range(400, 400 + int(os.environ.get("PMLAB_COMPANIES", "12")))
ACCOUNTS = 1000


def measure(seed: int) -> dict[str, Any]:
    """Everything that the tests below ask of one company."""
    company = generate(seed=seed, accounts=ACCOUNTS)
    table, truth = company.table, company.truth
    answers = pd.DataFrame(truth["interviews"]["answers"])
    talks = table("utterances").merge(table("interviews")).merge(answers, on="utterance_id")
    mine = table("events")[table("events")["user_id"].isin(table("interviews")["user_id"])]
    seen = table("events").groupby("user_id")["occurred_at"].max()
    return {
        "truth": truth,
        "talks": talks,
        "events": mine,
        "people": table("users")[~table("users")["user_id"].isin(truth["bots"]["user_ids"])],
        "still here": (seen >= "2026-04-01").mean(),
        "interviews": table("interviews"),
        "utterances": table("utterances"),
        "quotes": table("quotes"),
        "usability": table("usability"),
        "problems": table("usability_problems"),
        "ratings": table("problem_ratings"),
        "journey": table("journey"),
        "tickets": table("tickets").set_index("ticket_id"),
    }


@pytest.fixture(scope="module")
def companies() -> list[dict[str, Any]]:
    return [measure(seed) for seed in SEEDS]


# Interviews


def since(talks: pd.DataFrame, events: pd.DataFrame) -> pd.Series:
    """Days from each talk's last event before it, by calendar day; NaN where there is none."""
    pairs = talks[["utterance_id", "user_id", "interviewed_at"]].merge(events, on="user_id")
    pairs = pairs[pairs["occurred_at"] < pairs["interviewed_at"]]
    last = pairs.groupby("utterance_id")["occurred_at"].max().dt.floor("D")
    now = talks.set_index("utterance_id")["interviewed_at"].dt.floor("D")
    return (now - last).dt.days


def claimed(days: pd.Series) -> pd.Series:
    labels = pd.cut(days, [-1, 6, 27, 10_000], labels=["week", "month", "long"])
    return labels.astype("object").fillna("never")


def test_answers_about_the_past_agree_with_the_record(companies):
    for c in companies:
        past = c["talks"][c["talks"]["asks_for"] == "past"]
        for topic, events in (
            ("report", c["events"][c["events"]["event"] == "report_viewed"]),
            ("last", c["events"]),
        ):
            told = past[past["topic"] == topic]
            assert len(told) == len(c["interviews"])
            truth = claimed(since(told, events))
            assert (told.set_index("utterance_id")["claim"] == truth).all()


def test_guesses_and_leading_questions_get_a_kind_yes(companies):
    said, does = [], []
    for c in companies:
        guess = c["talks"].query("topic == 'report' and asks_for == 'guess'")
        reports = c["events"][c["events"]["event"] == "report_viewed"]
        days = since(guess, reports)
        said.append((guess["claim"] == "yes").mean())
        does.append((days <= 6).sum() / len(guess))
        assert (c["talks"].query("asks_for == 'leading'")["claim"] == "yes").all()
    planted = companies[0]["truth"]["interviews"]["yes_to_guesses"]
    assert abs(np.mean(said) - planted) < 0.08
    # Who takes the yes for a forecast is wrong about most of them.
    assert np.mean(does) < 0.65 * np.mean(said)


def test_one_interviewer_suggests_more_than_the_other(companies):
    rows = pd.concat([c["talks"] for c in companies])
    suggested = rows["asks_for"].isin(["leading", "guess"])
    each = suggested.groupby(rows["interviewer"]).mean()
    assert each["pm"] > 2 * each["designer"]


def test_interviewees_are_mostly_those_who_stayed(companies):
    for c in companies:
        last = c["events"].groupby("user_id")["occurred_at"].max()
        stayed = (last >= "2026-04-01").mean()
        assert len(c["interviews"]) == 36
        assert c["interviews"]["user_id"].is_unique
        assert stayed > 1.5 * c["still here"]


def test_turns_alternate_and_no_two_talks_are_alike(companies):
    texts = []
    for c in companies:
        rows = c["utterances"]
        assert 900 < len(rows) < 1500
        assert (rows.groupby("interview_id")["turn"].diff().dropna() == 1).all()
        assert ((rows["turn"] % 2 == 1) == (rows["speaker"] == "interviewer")).all()
        assert not rows["text"].str.contains(r"[\[\]]|\s\s|^\s|^[a-z]").any()
        for _, talk in rows[rows["speaker"] == "customer"].groupby("interview_id"):
            assert talk["text"].is_unique
            texts.append(" ".join(talk["text"]))
    assert len(set(texts)) == len(texts)


NOW = [
    card
    for topic in ("visibility", "notifications", "permissions", "integrations")
    for mood in ("good", "bad")
    for card in RULES[f"{topic}_{mood}"]
] + list(RULES["mobile_user"])


def test_who_has_stopped_does_not_speak_as_if_nothing_had_happened(companies):
    now = re.compile("|".join(re.sub(r"\\\[\w+\\\]", ".+", re.escape(card)) for card in NOW))
    stopped = 0
    for c in companies:
        said = c["talks"]
        last = said.query("topic == 'last' and claim != ''").set_index("interview_id")["claim"]
        gone = said["interview_id"].map(last).isin(["long", "never"])
        stopped += said.loc[gone, "interview_id"].nunique()
        assert not said.loc[gone, "text"].str.contains(now).any()
        assert said.loc[~gone, "text"].str.contains(now).any()
        assert not c["utterances"]["text"].str.contains("Last week, how did you").any()
    assert stopped >= 5 * len(companies)


def test_people_know_how_many_they_are(companies):
    count = r"(?:We are|There are|There are just|We are about|all) (\d+)(?: |,)|^(\d+) people have"
    for c in companies:
        people = c["people"].set_index("user_id")
        told = c["talks"]["text"].str.extract(count).bfill(axis=1)[0].dropna().astype(int)
        for place, number in told.items():
            row = c["talks"].loc[place]
            account = people.loc[row["user_id"], "account_id"]
            team = people[people["account_id"] == account]
            assert (team["signed_up_at"] < row["interviewed_at"]).sum() == number > 1
        assert len(told) > 15
        alone = c["talks"]["text"].str.contains("It is just me on there|I am on my own in it")
        for row in c["talks"][alone].itertuples():
            account = people.loc[row.user_id, "account_id"]
            team = people[people["account_id"] == account]
            assert (team["signed_up_at"] < row.interviewed_at).sum() == 1


def test_openers_vary(companies):
    for c in companies:
        first = c["utterances"].query("turn == 1")["text"]
        assert first.value_counts().max() <= 5
        assert (
            not c["utterances"]["text"].str.contains(r"^(?:Hm|Oh|Well)[^.]*\. (?:Hm|Oh|Well)").any()
        )


NEEDS = ("report", "visibility", "notifications", "permissions", "integrations")


def test_knowing_and_showing_are_asked_alike(companies):
    def asked(topic: str, left: str) -> list[str]:
        return sorted(RULES[f"ask_{topic}{left}"])

    for left in ("", "_left"):
        know, show = asked("visibility", left), asked("report", left)
        assert sorted(words.replace("to show somebody", "to know") for words in show) == know
        assert not any(re.search(r"\blate\b|\breports?\b|on time", words) for words in know + show)
    for c in companies:
        rows = c["talks"][c["talks"]["asks_for"] == "past"]
        put = c["utterances"].set_index("utterance_id")["text"]
        for topic, words in (("visibility", "to know"), ("report", "to show somebody")):
            questions = put[rows.loc[rows["topic"] == topic, "utterance_id"] - 1]
            assert questions.str.contains(words).all()


SAID = ("visibility_bad", "visibility_left", "report_long_good", "report_month_good", "first_good")


@pytest.mark.parametrize("rule", SAID)
def test_a_crowd_does_not_speak_in_the_same_few_sentences(companies, rule):
    cards = [re.sub(r"\\\[\w+\\\]", ".+", re.escape(card)) for card in RULES[rule]]
    for c in companies:
        said = c["talks"]["text"]
        each = [said.str.contains(card, case=False).sum() for card in cards]
        assert max(each) <= 3


def test_each_need_is_asked_about_once(companies):
    for c in companies:
        rows = c["talks"].merge(c["quotes"], on="utterance_id", how="left")
        asked = rows[(rows["asks_for"] == "past") & rows["topic"].isin(NEEDS)]
        assert (asked.groupby("topic")["interview_id"].nunique() == 36).all()
        assert len(asked) == 36 * len(NEEDS)
        # What follows on the last time is about no need, so nobody codes it.
        assert rows.loc[rows["topic"] == "more_last", "coder_a"].isna().all()


def test_trouble_follows_from_the_record(companies):
    rows = []
    for c in companies:
        quotes = c["quotes"].assign(feeling=c["truth"]["quotes"]["true_sentiments"])
        told = c["talks"].merge(quotes, on="utterance_id")
        people = c["people"].set_index("user_id")["account_id"]
        joined = c["people"].groupby("account_id")["signed_up_at"]
        team = [
            int((joined.get_group(people[row.user_id]) < row.interviewed_at).sum())
            for row in told.itertuples()
        ]
        rows.append(told.assign(team=team, trouble=told["feeling"] < 0))
    told = pd.concat(rows)
    planted = companies[0]["truth"]["interviews"]["trouble_percent"]
    see = told[told["topic"] == "visibility"]
    large = see["team"] >= 5
    assert abs(see.loc[large, "trouble"].mean() - planted["visibility"]["large team"] / 100) < 0.06
    assert see.loc[large, "trouble"].mean() > see.loc[~large, "trouble"].mean()
    show = told[(told["topic"] == "report") & (told["asks_for"] == "past")]
    never = show["claim"] == "never"
    assert not show.loc[never, "trouble"].any()
    assert 0.1 < show.loc[~never, "trouble"].mean() < 0.35


# Quotes


def kappa(a: pd.Series, b: pd.Series) -> float:
    agreement = (a == b).mean()
    by_chance = sum((a == c).mean() * (b == c).mean() for c in set(a) | set(b))
    return float((agreement - by_chance) / (1 - by_chance))


def test_agreement_between_coders_is_as_planted_and_percent_flatters(companies):
    for c in companies:
        rows, planted = c["quotes"], c["truth"]["quotes"]
        assert 280 < len(rows) < 450
        error = np.sqrt(0.25 / len(rows))
        agreement = (rows["coder_a"] == rows["coder_b"]).mean()
        assert abs(agreement - planted["expected_agreement"]) < 3.5 * error
        beyond_chance = kappa(rows["coder_a"], rows["coder_b"])
        assert abs(beyond_chance - planted["expected_kappa"]) < 5 * error
        assert agreement > beyond_chance + 0.03
        # Code by code, nearly everybody agrees that it is not the rare one.
        yes = rows[["coder_a", "coder_b"]].eq("reporting")
        flattering = (yes["coder_a"] == yes["coder_b"]).mean()
        assert flattering > 0.8
        assert kappa(yes["coder_a"], yes["coder_b"]) < flattering - 0.08
        assert set(rows["coder_a"]) == set(CODES)


def test_one_confusion_explains_most_disagreement(companies):
    for c in companies:
        rows = c["quotes"].assign(true=c["truth"]["quotes"]["true_codes"])
        apart = rows[rows["coder_a"] != rows["coder_b"]]
        pairs = apart.groupby(["coder_a", "coder_b"]).size()
        assert pairs.idxmax() == ("visibility", "reporting")
        told = rows[rows["true"] == "visibility"]
        share = (told["coder_b"] == "reporting").mean()
        planted = c["truth"]["quotes"]["confused"]["share"]
        assert abs(share - planted) < 3.5 * np.sqrt(0.25 / len(told)) + 0.04


def test_by_the_sharpened_rule_two_others_agree_on_the_pair(companies):
    for c in companies:
        rows, planted = c["quotes"], c["truth"]["quotes"]
        true = pd.Series(planted["true_codes"], index=rows.index)
        assert (
            kappa(rows["coder_c"], rows["coder_d"]) > 0.9 > kappa(rows["coder_a"], rows["coder_b"])
        )
        for code in ("visibility", "reporting"):
            before, after = (
                kappa(rows[f"coder_{one}"] == code, rows[f"coder_{other}"] == code)
                for one, other in ("ab", "cd")
            )
            assert after > before + 0.1
        share = planted["by_the_sharpened_rule"]["visibility_as_reporting"]
        told = true == "visibility"
        error = np.sqrt(share * (1 - share) / told.sum())
        for coder in ("coder_c", "coder_d"):
            taken = (rows.loc[told, coder] == "reporting").mean()
            assert abs(taken - share) < 3.5 * error + planted["by_the_sharpened_rule"]["slips"]


def test_the_same_words_have_the_same_feeling(companies):
    card = {
        rule: re.compile(re.sub(r"\\\[\w+\\\]", ".+", re.escape(RULES[rule][0])))
        for rule in ("visibility_bad", "visibility_left", "report_never", "first_good", "would_yes")
    }
    twice = 0
    for c in companies:
        told = c["quotes"].merge(c["utterances"], on="utterance_id")
        for words in card.values():
            same = told[told["text"].str.contains(words)]
            twice += len(same) > 1
            assert same[["sentiment_a", "sentiment_b"]].drop_duplicates().shape[0] <= 1
    assert twice > len(companies)


def test_one_coder_hears_more_good(companies):
    gaps = [(c["quotes"]["sentiment_b"] - c["quotes"]["sentiment_a"]).mean() for c in companies]
    planted = companies[0]["truth"]["quotes"]["coder_b_is_kinder"]
    # The scale ends at two points, so the last of it is lost.
    assert 0.75 * planted < np.mean(gaps) < 1.1 * planted


# Usability


def wilson(successes: int, n: int) -> tuple[float, float]:
    z = 1.96
    share = successes / n
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return middle - half, middle + half


def test_wilson_intervals_hold_what_they_promise_and_wald_does_not(companies):
    held: dict[str, list[bool]] = {"wilson": [], "wald": []}
    for c in companies:
        planted = c["truth"]["usability"]["completion_by_round"]
        for (task, number), rows in c["usability"].groupby(["task", "round"])["completed"]:
            assert len(rows) == 12
            true, share = planted[task][number - 1], rows.mean()
            low, high = wilson(rows.sum(), len(rows))
            half = 1.96 * np.sqrt(share * (1 - share) / len(rows))
            held["wilson"].append(low <= true <= high)
            held["wald"].append(share - half <= true <= share + half)
    coverage = {name: np.mean(rows) for name, rows in held.items()}
    assert coverage["wilson"] > 0.9
    assert coverage["wald"] < coverage["wilson"] - 0.03


def test_those_who_give_up_take_longer(companies):
    found = []
    for c in companies:
        # Where a problem costs time, times are longer than the planted medians.
        effect = c["problems"]["problem"].astype(str).map(c["truth"]["usability"]["problem_effect"])
        slow = c["problems"][(c["problems"]["seen"] == 1) & (effect == "costs time")]
        slow = slow[["session_id", "task"]].drop_duplicates().assign(slow=1)
        found.append(c["usability"].merge(slow, on=["session_id", "task"], how="left"))
    rows = pd.concat(found)
    planted = companies[0]["truth"]["usability"]["median_seconds_by_round"]
    all_done = rows[rows["completed"] == 1]
    done = all_done[all_done["slow"].isna()]
    longer = all_done.groupby(["task", "slow"])["seconds"].mean().groupby("task").first()
    assert (longer / done.groupby("task")["seconds"].mean()).mean() > 1.3
    for (task, number), seconds in done.groupby(["task", "round"])["seconds"]:
        geometric = np.exp(np.log(seconds).mean())
        error = 0.45 / np.sqrt(len(seconds))
        assert abs(np.log(geometric / planted[task][number - 1])) < 4 * error + 0.02
        assert seconds.mean() > geometric
    medians = rows.groupby(["task", "completed"])["seconds"].median().unstack()  # noqa: PD010
    assert (medians[0] > 1.4 * medians[1]).all()


def test_a_few_sessions_flatter_the_share_of_problems_found(companies):
    naive, true = [], []
    for c in companies:
        chance = pd.Series(c["truth"]["usability"]["problem_chance"])
        wide = c["problems"].pivot_table(index="session_id", columns="problem", values="seen")
        few = wide.iloc[:5]
        found = few.loc[:, few.any()]
        naive.append(found.mean(axis=None))
        true.append(chance.mean())
        seen = wide.mean()
        error = np.sqrt(chance[seen.index] * (1 - chance[seen.index]) / len(wide))
        assert (abs(seen - chance[seen.index]) < 4 * error + 0.06).all()
    # Problems that five people did not meet are missing from their average.
    assert np.mean(naive) > 1.4 * np.mean(true)


def test_who_fails_a_task_has_met_a_problem_of_it(companies):
    shares = []
    for c in companies:
        met = (
            c["problems"].groupby(["session_id", "task"])["seen"].max().rename("met").reset_index()
        )
        rows = c["usability"].merge(met, on=["session_id", "task"], how="left").fillna({"met": 0})
        failed = rows[rows["completed"] == 0]
        assert failed.groupby("task")["met"].mean().min() >= 0.8
        shares.append((failed["met"].mean(), rows.loc[rows["completed"] == 1, "met"].mean()))
    planted = companies[0]["truth"]["usability"]["failures_without_a_problem_of_their_task"]
    assert np.mean([share for share, _ in shares]) > 1 - planted - 0.03
    assert all(failed > done + 0.2 for failed, done in shares)


def test_what_is_rated_severe_is_what_stops_people(companies):
    shares, orders = [], []
    for c in companies:
        severity = c["ratings"].groupby("problem", observed=True)["severity"].median()
        met = c["problems"][c["problems"]["seen"] == 1].merge(
            c["usability"][["session_id", "task", "completed"]], on=["session_id", "task"]
        )
        failed = 1 - met["completed"]
        severe = met["problem"].map(severity).astype(float) >= 3
        shares.append((failed[severe].mean(), failed[~severe].mean()))
        by_problem = failed.groupby(met["problem"], observed=True).mean()
        orders.append(severity[by_problem.index].corr(by_problem, method="spearman"))
        effect = pd.Series(c["truth"]["usability"]["problem_effect"])
        true = pd.Series(c["truth"]["usability"]["problem_severity"])
        groups = true.groupby(effect)
        assert groups.min()["stops"] > groups.max()["costs time"]
        assert groups.min()["costs time"] > groups.max()["annoys"]
        off = max(map(abs, c["truth"]["usability"]["rater_bias"].values()))
        assert groups.min()["stops"] - groups.max()["costs time"] > off
        assert groups.min()["costs time"] - groups.max()["annoys"] > off
    assert all(severe > mild for severe, mild in shares)
    assert np.mean([severe - mild for severe, mild in shares]) > 0.3
    assert np.mean(orders) > 0.3


def test_what_was_changed_is_met_less_in_the_second_round(companies):
    rows = pd.concat(
        c["problems"].merge(
            c["usability"][["session_id", "round"]].drop_duplicates(), on="session_id"
        )
        for c in companies
    )
    met = rows.groupby(["task", "round"], observed=True)["seen"].mean().unstack()  # noqa: PD010
    assert met.loc["invite_teammate", 2] < 0.5 * met.loc["invite_teammate", 1]
    assert met.loc["set_due_date", 2] > 0.75 * met.loc["set_due_date", 1]


def fleiss(table: pd.DataFrame) -> float:
    counts = table.apply(lambda row: row.value_counts(), axis=1).fillna(0)
    raters = counts.sum(axis=1).iloc[0]
    agreement = ((counts**2).sum(axis=1) - raters) / (raters * (raters - 1))
    by_chance = ((counts.sum() / counts.to_numpy().sum()) ** 2).sum()
    return float((agreement.mean() - by_chance) / (1 - by_chance))


def test_one_rater_is_unsure_and_the_median_of_four_is_steady(companies):
    alphas = []
    for c in companies:
        wide = c["ratings"].pivot_table(index="problem", columns="rater", values="severity")
        alphas.append(research.krippendorff_alpha(wide, "ordinal"))
    # Four together, by Spearman and Brown.
    assert min(4 * alpha / (1 + 3 * alpha) for alpha in alphas) >= 0.8
    assert np.median(alphas) < 0.8


def test_raters_disagree_on_points_and_agree_on_order(companies):
    kappas, orders, right = [], [], []
    for c in companies:
        wide = c["ratings"].pivot_table(index="problem", columns="rater", values="severity")
        kappas.append(fleiss(wide.dropna()))
        orders += [wide[a].corr(wide[b], method="kendall") for a, b in combinations(wide, 2)]
        true = pd.Series(c["truth"]["usability"]["problem_severity"])[wide.index]
        centred = (wide - wide.mean()).mean(axis=1)
        right.append(centred.rank().corr(true.rank()))
        assert 0 <= c["ratings"]["severity"].isna().mean() < 0.15
    assert np.mean(kappas) < 0.4
    assert np.mean(orders) > 0.6
    assert np.mean(right) > 0.9


# The journey


def test_the_worst_step_is_found_within_sources_and_missed_by_the_pool(companies):
    right, wrong = [], []
    for c in companies:
        rows, planted = c["journey"], c["truth"]["journey"]
        assert 340 <= len(rows) <= 400
        design = pd.get_dummies(rows[["step", "source"]], dtype=float)
        design = design.drop(columns="source_event")
        fit, *_ = np.linalg.lstsq(design, rows["felt"], rcond=None)
        steps = pd.Series(fit, index=design.columns).filter(like="step_")
        right.append(steps.idxmin() == f"step_{planted['lowest']}")
        wrong.append(rows.groupby("step")["felt"].mean().idxmin() == planted["lowest"])
        for step, felt in planted["felt"].items():
            assert abs(steps[f"step_{step}"] - felt) < 0.55
    assert np.mean(right) > 0.8
    assert np.mean(wrong) < 0.4


def test_evidence_stands_where_it_says(companies):
    for c in companies:
        rows = c["journey"].copy()
        rows[["what", "number"]] = rows["reference"].str.split(" ", expand=True)
        assert (rows["what"] == rows["source"]).all()
        assert rows["reference"].is_unique
        quoted = rows[rows["source"] == "quote"].astype({"number": int})
        whole = c["quotes"].merge(c["utterances"]).merge(c["interviews"])
        stands = quoted.merge(whole, left_on="number", right_on="quote_id", suffixes=("", "_said"))
        assert (stands["text"] == stands["text_said"]).all()
        assert (stands["user_id"] == stands["user_id_said"]).all()
        filed = rows[rows["source"] == "ticket"].astype({"number": int})
        tickets = c["tickets"].loc[filed["number"]]
        assert (tickets["text"].to_numpy() == filed["text"].to_numpy()).all()
        assert (tickets["user_id"].to_numpy() == filed["user_id"].to_numpy()).all()
