"""What is planted is found again, on many companies of the smallest promised size."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from course_utils.company import generate

SEEDS = range(200, 220)
ACCOUNTS = 1000
DAY = pd.Timedelta("1D")
STEPS = ["signed_up", "project_created", "task_added", "task_completed"]


def moment(text: str) -> pd.Timestamp:
    return pd.Timestamp(text, tz="UTC")


def measure(seed: int) -> dict[str, Any]:
    """Everything that the tests below ask of one company."""
    company = generate(seed=seed, accounts=ACCOUNTS)
    truth = company.truth
    raw, users = company.table("events"), company.table("users")
    accounts, surveys = company.table("accounts"), company.table("surveys")
    events = raw.drop_duplicates()
    robots = set(truth["bots"]["user_ids"])
    return {
        "truth": truth,
        **_activation(events, users, accounts),
        **_days(events, users, accounts, robots),
        **_robots(events, users, accounts, robots),
        **_repeats(raw),
        **_doubles(events),
        **_funnel(events, users, robots),
        **_nps(surveys),
        "who answers": _who_answers(surveys, events),
        "user country NULL": users["country"].isna().mean(),
        "account country NULL": accounts["country"].isna().mean(),
        "platform NULL": events["platform"].isna().mean(),
        "score NULL": surveys["score"].isna().mean(),
    }


def _activation(
    events: pd.DataFrame, users: pd.DataFrame, accounts: pd.DataFrame
) -> dict[str, Any]:
    users = users.merge(accounts[["account_id", "channel", "plan"]], on="account_id")
    steps = events[events["event"].isin(["project_created", "task_completed"])]
    steps = steps.merge(users[["user_id", "signed_up_at"]], on="user_id")
    soon = steps[steps["occurred_at"] - steps["signed_up_at"] <= 7 * DAY]
    both = soon.groupby("user_id")["event"].nunique()
    users["activated"] = users["user_id"].isin(both.index[both == 2])
    last_week = users[users["signed_up_at"] >= moment("2026-06-26")]
    users = users[users["signed_up_at"] < moment("2026-06-24")]
    new = users[users["signed_up_at"] >= moment("2026-01-01")]
    late = new["signed_up_at"] >= moment("2026-04-01")
    sides = [
        side.groupby("channel")["activated"].agg(["mean", "size"]) for _, side in new.groupby(late)
    ]
    share = [side["size"] / side["size"].sum() for side in sides]
    mean = [side["mean"] for side in sides]
    plans = new.pivot_table(index="plan", columns="onboarding", values="activated")
    overall = new.groupby("onboarding")["activated"].mean()
    before = users[users["signed_up_at"] < moment("2026-01-01")]
    return {
        "rate effect": ((share[0] + share[1]) / 2 * (mean[1] - mean[0])).sum(),
        "mix effect": ((mean[0] + mean[1]) / 2 * (share[1] - share[0])).sum(),
        "paid share": [s["paid_search"] for s in share],
        "by channel": mean,
        "margin of the change": _clustered(new.assign(late=late)),
        "by plan": new[late].groupby("plan")["activated"].mean()
        - new[~late].groupby("plan")["activated"].mean(),
        "within plans": plans["guided"] - plans["classic"],
        "overall": overall["guided"] - overall["classic"],
        "guided cells": new.groupby(["plan", "onboarding"]).size().min(),
        "guided before 2026": (before["onboarding"] == "guided").sum(),
        "last week": last_week["activated"].mean(),
        "mature": users["activated"].mean(),
    }


def _clustered(people: pd.DataFrame) -> pd.Series:
    """Standard error of each channel's change of rate; people come in accounts."""
    found = pd.Series(0.0, index=sorted(people["channel"].unique()))
    for (channel, _), rows in people.groupby(["channel", "late"]):
        off = (rows["activated"] - rows["activated"].mean()).groupby(rows["account_id"]).sum()
        k = len(off)
        found[channel] += (off**2).sum() * k / (k - 1) / len(rows) ** 2
    return np.sqrt(found)


def _days(
    events: pd.DataFrame, users: pd.DataFrame, accounts: pd.DataFrame, robots: set[int]
) -> dict[str, Any]:
    june = events[events["occurred_at"] >= moment("2026-04-01")]
    days = pd.date_range("2026-04-01", "2026-06-30", tz="UTC")

    def daily(rows: pd.DataFrame) -> pd.Series:
        counts = rows.groupby(rows["occurred_at"].dt.floor("D"))["user_id"].nunique()
        return counts.reindex(days, fill_value=0)

    guests = june[june["user_id"].isin(users.loc[users["role"] == "guest", "user_id"])]
    slice_ = daily(guests[guests["platform"] == "android"])
    people = june[~june["user_id"].isin(robots)]
    local = people.merge(users[["user_id", "account_id"]], on="user_id")
    local = local.merge(accounts[["account_id", "timezone"]], on="account_id")
    parts = [
        rows["occurred_at"].dt.tz_convert(zone).dt.tz_localize(None)
        for zone, rows in local.groupby("timezone")
    ]
    where = pd.concat(parts).dt.floor("D")
    by_local_day = local.loc[where.index, "user_id"].groupby(where).nunique()
    plain = daily(people)
    plain.index = plain.index.tz_localize(None)
    return {
        "daily": daily(june),
        "daily people": daily(people),
        "guests on Android": slice_,
        "days that differ": (by_local_day.reindex(plain.index, fill_value=0) != plain).sum(),
    }


def _robots(
    events: pd.DataFrame, users: pd.DataFrame, accounts: pd.DataFrame, robots: set[int]
) -> dict[str, Any]:
    kinds = events.groupby("user_id")["event"].agg(["nunique", "size"])
    suspects = kinds.index[(kinds["nunique"] == 1) & (kinds["size"] > 300)]
    theirs = events[events["user_id"].isin(robots)]
    gaps = theirs.groupby("user_id")["occurred_at"].diff().dropna()
    regular = gaps.dt.total_seconds().isin([3600, 5400, 7200])
    logins = events[events["event"] == "session_started"]
    june = logins[logins["occurred_at"] >= moment("2026-06-01")]
    return {
        "robots": robots,
        "robots by behaviour": set(suspects),
        "robots' first event": theirs["occurred_at"].min(),
        "robots' last event": theirs["occurred_at"].max(),
        "robots' hours": theirs["occurred_at"].dt.hour.value_counts(normalize=True),
        "robots' events": set(theirs["event"].unique()),
        "robots' platforms": set(theirs["platform"].unique()),
        "robots' accounts": users.loc[users["user_id"].isin(robots), "account_id"].nunique(),
        "robots' regularity": regular.mean(),
        "robots' logins": june["user_id"].isin(robots).mean(),
    }


def _repeats(raw: pd.DataFrame) -> dict[str, Any]:
    again = raw["event_id"].duplicated()
    rows = raw[raw["event_id"].duplicated(keep=False)]
    return {
        "repeats": again.mean(),
        "repeats that differ": len(rows.drop_duplicates()) - rows["event_id"].nunique(),
        "repeats on mobile": raw.loc[again, "platform"].isin(["ios", "android"]).mean(),
        "all repeats are whole rows": (raw.duplicated() == again).all(),
    }


def _doubles(events: pd.DataFrame) -> dict[str, Any]:
    views = events[events["event"] == "report_viewed"].sort_values(["user_id", "occurred_at"])
    gap = views.groupby("user_id")["occurred_at"].diff()
    doubles = views[gap <= pd.Timedelta("1s")]
    weeks = views.groupby(views["occurred_at"].dt.floor("7D")).size()
    people = events.groupby(events["occurred_at"].dt.floor("7D"))["user_id"].nunique()
    each = weeks / people
    return {
        "doubles": doubles,
        "doubles' gaps": set(gap[doubles.index].dt.total_seconds()),
        "android views since": views[views["platform"] == "android"],
        "reports before": each[moment("2026-02-01") : moment("2026-05-01")],
        "reports after": each[moment("2026-05-28") : moment("2026-06-21")],
    }


def _funnel(events: pd.DataFrame, users: pd.DataFrame, robots: set[int]) -> dict[str, Any]:
    new = users[users["signed_up_at"].between(moment("2026-04-01"), moment("2026-06-01"))]
    new = new[~new["user_id"].isin(robots)]
    theirs = events[events["event"].isin(STEPS) & events["user_id"].isin(new["user_id"])]
    theirs = theirs.merge(new[["user_id", "signed_up_at"]], on="user_id")
    theirs = theirs[theirs["occurred_at"] - theirs["signed_up_at"] <= 14 * DAY]
    reached = theirs[theirs["event"] == "signed_up"].set_index("user_id")["occurred_at"]
    ordered = [len(reached)]
    for step in STEPS[1:]:
        rows = theirs[theirs["event"] == step]
        rows = rows[rows["occurred_at"] >= rows["user_id"].map(reached)]
        reached = rows.groupby("user_id")["occurred_at"].min()
        ordered.append(len(reached))
    alone = theirs.groupby("event")["user_id"].nunique()[STEPS].tolist()
    return {"ordered": ordered, "alone": alone}


def _nps(surveys: pd.DataFrame) -> dict[str, Any]:
    rows = surveys[(surveys["survey"] == "nps") & surveys["score"].notna()]

    def score(s: pd.Series) -> tuple[float, float]:
        up, down = s.ge(9).mean(), s.le(6).mean()
        return 100 * (up - down), 100 * np.sqrt((up + down - (up - down) ** 2) / len(s))

    app = rows[rows["channel"] == "in_app"]
    first = app[app["asked_at"].between(moment("2026-01-01"), moment("2026-04-01"))]
    second = app[app["asked_at"] >= moment("2026-04-01")]
    return {
        "nps": score(rows["score"])[0],
        "nps by channel": {c: score(s)[0] for c, s in rows.groupby("channel")["score"]},
        "nps quarters": (score(first["score"]), score(second["score"])),
    }


def _who_answers(surveys: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """CSAT by how often people came in their first month: asked, answered and happy."""
    rows = surveys[surveys["survey"] == "csat"]
    logins = events[events["event"] == "session_started"].groupby("user_id").size()
    often = rows["user_id"].map(logins).fillna(0)
    often = (often >= often.median()).map({True: "often", False: "seldom"})
    answered, happy = rows["score"].notna(), rows["score"] >= 4
    table = pd.DataFrame({"asked": 1, "answered": answered, "happy": happy})
    return table.groupby(often).sum()


@pytest.fixture(scope="module")
def companies() -> list[dict[str, Any]]:
    return [measure(seed) for seed in SEEDS]


def test_the_fall_is_mostly_a_mix_shift(companies):
    for c in companies:
        assert -0.06 < c["rate effect"] < -0.015
        assert c["mix effect"] < -0.025
        before, after = c["paid share"]
        assert after > before + 0.08
    effects = pd.DataFrame(companies)[["rate effect", "mix effect"]].mean()
    assert effects["mix effect"] < 1.5 * effects["rate effect"]


def test_one_channel_really_fell_and_the_others_held(companies):
    for c in companies:
        truth, (before, after) = c["truth"]["partner_fall"], c["by channel"]
        one = truth["channel"]
        change = after - before
        # Half of it and the trend: the smallest channels hold about a hundred people a quarter.
        assert abs(after[one] / before[one] - truth["activation_left"]) < 0.12
        assert change.drop(one).abs().max() < 0.08
        assert change[one] + 1.96 * c["margin of the change"][one] < 0
        others = (change.abs() > 1.96 * c["margin of the change"]).drop(one)
        assert others.sum() <= 1


def test_by_plan_every_rate_falls_though_all_channels_but_one_hold(companies):
    changes = pd.DataFrame([c["by plan"] for c in companies])
    assert (changes[["free", "team"]] < -0.01).all(axis=None)
    # Two dozen accounts of the largest plan sign up in a quarter of a company of this size.
    assert (changes["business"] < 0).mean() > 0.8
    assert changes["business"].mean() < -0.05


def test_guided_onboarding_helps_within_every_plan_and_looks_worse_overall(companies):
    for c in companies:
        assert (c["within plans"] > 0.02).all()
        assert c["overall"] < -0.03
        assert c["guided cells"] >= 30
        assert c["guided before 2026"] == 0
    means = pd.DataFrame([c["within plans"] for c in companies]).mean()
    assert means.between(0.05, 0.13).all()


def test_who_comes_often_answers_more_and_is_happier(companies):
    for c in companies:
        rows = c["who answers"]
        rate, happy = rows["answered"] / rows["asked"], rows["happy"] / rows["answered"]
        assert rate["often"] > 1.3 * rate["seldom"]
        plain = rows["happy"].sum() / rows["answered"].sum()
        weighted = (happy * rows["asked"]).sum() / rows["asked"].sum()
        # Weighting moves the share by more than its margin.
        margin = 1.96 * np.sqrt(plain * (1 - plain) / rows["answered"].sum())
        assert plain - weighted > margin


def test_young_cohorts_are_censored(companies):
    assert np.mean([c["last week"] for c in companies]) < 0.85 * np.mean(
        [c["mature"] for c in companies]
    )


def test_one_weekend_day_of_june_is_silent(companies):
    for c in companies:
        date = moment(c["truth"]["silent_day"]["date"])
        assert date.month == 6
        assert date.weekday() >= 5
        daily = c["daily"]
        assert daily.index[daily == 0].tolist() == [date]
        assert c["daily people"].drop(date).min() >= 10
    assert len({c["truth"]["silent_day"]["date"] for c in companies}) > 3


def test_small_slices_have_silent_days_of_their_own(companies):
    for c in companies:
        silent = c["guests on Android"][c["guests on Android"] == 0]
        assert len(silent) >= 6
        assert (silent.index.day_of_week >= 5).mean() > 0.5


def test_the_utc_day_is_not_the_local_day(companies):
    assert all(c["days that differ"] > 60 for c in companies)


def test_robots_are_found_by_what_they_do(companies):
    for c in companies:
        truth = c["truth"]["bots"]
        assert c["robots by behaviour"] == c["robots"]
        assert len(c["robots"]) == truth["users"] == 7
        assert c["robots' accounts"] <= 3
        start = moment(truth["from"])
        assert start.year == 2026
        assert start.month == 4
        assert start <= c["robots' first event"] < start + 3 * DAY
        assert c["robots' last event"] > moment("2026-06-30 20:00")
        assert c["robots' events"] == {"session_started"}
        assert c["robots' platforms"] <= {"api", "web"}
        assert c["robots' regularity"] > 0.99
        hours = c["robots' hours"]
        assert len(hours) == 24
        assert hours.max() < 4 * hours.min()
        assert 0.1 < c["robots' logins"] < 0.5


def test_robots_inflate_daily_activity_most_at_weekends(companies):
    for c in companies:
        inflation = (c["daily"] / c["daily people"])["2026-05-01":"2026-06-30"]
        weekend = inflation.index.day_of_week >= 5
        assert inflation[weekend].median() > 1.08
        assert 1.005 < inflation[~weekend].median() < 1.06


def test_some_events_are_stored_twice(companies):
    for c in companies:
        assert 0.0045 < c["repeats"] < 0.0075
        assert c["repeats that differ"] == 0
        assert c["all repeats are whole rows"]
        assert 0.75 < c["repeats on mobile"] < 1


def test_android_sends_report_views_twice_since_its_release(companies):
    for c in companies:
        truth, doubles = c["truth"]["tracking_bug"], c["doubles"]
        release = pd.Timestamp(truth["from"])
        assert (release.year, release.month) == (2026, 5)
        assert set(doubles["platform"]) == {"android"}
        assert doubles["occurred_at"].min() >= release
        assert c["doubles' gaps"] == {1.0}
        views = c["android views since"]
        since = views[views["occurred_at"] >= release]
        # Each view and its double, but for one at the stroke of the extract.
        assert abs(len(since) - 2 * len(doubles)) <= 1
        assert len(doubles) > 200
        assert c["reports after"].mean() > 1.02 * c["reports before"].mean()
    assert len({c["truth"]["tracking_bug"]["date"] for c in companies}) > 5


def test_independent_counts_flatter_the_funnel(companies):
    for c in companies:
        ordered, alone = np.array(c["ordered"]), np.array(c["alone"])
        assert ordered[0] == alone[0]
        assert (np.diff(ordered) < 0).all()
        assert (alone[2:] > 1.1 * ordered[2:]).all()
        # Steps that seem to gain people are what gives the trick away.
        assert alone[2] > alone[1]


def test_asking_in_the_product_raises_nps(companies):
    for c in companies:
        assert c["nps by channel"]["in_app"] > c["nps by channel"]["email"] + 8
        assert 10 < c["nps"] < 45


def test_the_quarters_of_nps_differ_by_less_than_noise(companies):
    for c in companies:
        (first, error_1), (second, error_2) = c["nps quarters"]
        assert abs(second - first) < 1.7 * np.hypot(error_1, error_2)
    differences = [c["nps quarters"][1][0] - c["nps quarters"][0][0] for c in companies]
    assert abs(np.mean(differences)) < 5


def test_missing_values_are_where_they_are_said_to_be(companies):
    for c in companies:
        truth = c["truth"]["nulls"]
        assert abs(c["user country NULL"] - truth["users.country"]) < 0.02
        assert abs(c["account country NULL"] - truth["accounts.country"]) < 0.025
        assert 0.005 < c["platform NULL"] < 0.06
        assert 0.6 < c["score NULL"] < 0.8


# Without the cause there is no effect


def test_without_the_campaign_there_is_no_mix_shift():
    effects = []
    for seed in range(5):
        company = generate(seed=seed, accounts=ACCOUNTS, campaign=1.0)
        found = _activation(*(company.table(n) for n in ("events", "users", "accounts")))
        effects.append(found["mix effect"])
    assert abs(np.mean(effects)) < 0.015


def test_without_a_lift_guided_onboarding_does_nothing():
    differences = []
    for seed in range(5):
        company = generate(seed=seed, accounts=ACCOUNTS, guided_lift=0.0)
        found = _activation(*(company.table(n) for n in ("events", "users", "accounts")))
        differences.append(found["within plans"])
    assert pd.DataFrame(differences).mean().abs().max() < 0.04


def test_without_flaws_the_record_is_clean():
    company = generate(seed=1, accounts=200, bots=0.0, duplicates=0.0)
    assert company.truth["bots"]["user_ids"] == []
    assert company.table("events")["event_id"].is_unique
    assert "api" not in set(company.table("events")["platform"])


def test_truths_are_those_of_the_parameters_not_of_the_object():
    assert generate(seed=200, accounts=ACCOUNTS).truth == generate(seed=200, accounts=1000).truth
    first, second = generate(seed=1, accounts=100).truth, generate(seed=2, accounts=100).truth
    assert first["bots"] != second["bots"]
