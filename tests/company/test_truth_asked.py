"""What is planted in tickets, Kano and price surveys and the backlog is found on many companies."""

from __future__ import annotations

import os
from itertools import combinations
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd
import pytest

from course_utils.company import generate

SEEDS = range(300, 300 + int(os.environ.get("PMLAB_COMPANIES", "12")))
ACCOUNTS = 1000
CATEGORY = {
    **{(f, d): "indifferent" for f in (2, 3, 4) for d in (2, 3, 4)},
    **{(1, d): "attractive" for d in (2, 3, 4)},
    **{(f, 5): "must_be" for f in (2, 3, 4)},
    **{(f, 1): "reverse" for f in (2, 3, 4, 5)},
    **{(5, d): "reverse" for d in (2, 3, 4)},
    (1, 5): "one_dimensional",
    (1, 1): "questionable",
    (5, 5): "questionable",
}


def moment(text: str) -> pd.Timestamp:
    return pd.Timestamp(text, tz="UTC")


def ranked(a: pd.Series, b: pd.Series) -> float:
    return float(a.rank().corr(b.rank()))


def shares(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.crosstab(rows["feature"], rows["category"], normalize="index")


def measure(seed: int) -> dict[str, Any]:
    """Everything that the tests below ask of one company."""
    company = generate(seed=seed, accounts=ACCOUNTS)
    table, truth = company.table, company.truth
    users = table("users").merge(table("accounts")[["account_id", "size", "plan"]])
    mrr = table("subscriptions").groupby("account_id")["mrr"].last()
    return {
        "truth": truth,
        "tickets": table("tickets").merge(users[["user_id", "account_id"]]),
        "writing": _writing(table("events"), table("tickets"), users, truth),
        "mrr": mrr[mrr > 0],
        "report readers": _readers(table("events"), users),
        "kano": _kano(table("kano"), users),
        "prices": table("prices").merge(users[["user_id", "size", "plan"]]),
        "backlog": table("backlog").merge(
            pd.DataFrame(truth["backlog"]["items"]).drop(columns=["penalty", "urgency"]),
            on="item_id",
        ),
        "dependencies": table("dependencies"),
    }


def _writing(
    events: pd.DataFrame, tickets: pd.DataFrame, users: pd.DataFrame, truth: dict[str, Any]
) -> dict[str, float]:
    """Tickets an event of loud accounts, and of the others."""
    people = users[~users["user_id"].isin(truth["bots"]["user_ids"])].set_index("user_id")
    loud = people["account_id"].isin(truth["tickets"]["loud"]["account_ids"])
    events = events[events["user_id"].isin(people.index)]
    rate = tickets["user_id"].map(loud).value_counts() / events["user_id"].map(loud).value_counts()
    return {"times": rate[True] / rate[False], "loud tickets": tickets["user_id"].map(loud).sum()}


def _readers(events: pd.DataFrame, users: pd.DataFrame) -> pd.DataFrame:
    """Accounts active since April: their size, and whether somebody opened three reports."""
    recent = events[events["occurred_at"] >= moment("2026-04-01")].drop_duplicates()
    views = recent[recent["event"] == "report_viewed"].groupby("user_id").size()
    here = users[users["user_id"].isin(recent["user_id"])]
    reads = here["user_id"].map(views).fillna(0) >= 3
    return here.assign(reads=reads).groupby("account_id").agg({"reads": "any", "size": "first"})


def _kano(kano: pd.DataFrame, users: pd.DataFrame) -> pd.DataFrame:
    rows = kano.merge(users[["user_id", "plan"]])
    pairs = zip(rows["functional"], rows["dysfunctional"], strict=True)
    return rows.assign(category=[CATEGORY[pair] for pair in pairs])


@pytest.fixture(scope="module")
def companies() -> list[dict[str, Any]]:
    return [measure(seed) for seed in SEEDS]


# Tickets


def test_loud_accounts_write_more_and_pay_less(companies):
    times = []
    for c in companies:
        times.append(c["writing"]["times"])
        assert c["writing"]["loud tickets"] > 50
        loud = c["truth"]["tickets"]["loud"]["account_ids"]
        of_tickets = c["tickets"]["account_id"].isin(loud).mean()
        of_money = c["mrr"][c["mrr"].index.isin(loud)].sum() / c["mrr"].sum()
        # Counting tickets gives these accounts far more weight than their money does.
        assert of_tickets > 1.5 * of_money
    planted = companies[0]["truth"]["tickets"]["loud"]["times_as_many_tickets"]
    error = np.std(times, ddof=1) / np.sqrt(len(times))
    # The two planted troubles hit both alike, so the ratio seen lies below the planted one.
    assert 0.65 * planted < np.mean(times) < planted + 3 * error


def test_another_area_comes_first_when_money_is_counted(companies):
    swapped = []
    for c in companies:
        truth = c["truth"]["tickets"]
        rows = c["tickets"][c["tickets"]["created_at"] >= moment("2026-04-01")]
        by_tickets = rows["area"].value_counts()
        once = rows.drop_duplicates(["area", "account_id"])
        by_money = once["account_id"].map(c["mrr"]).fillna(0).groupby(once["area"]).sum()
        (first, second), (most, next_) = by_tickets.nlargest(2), by_money.nlargest(2)
        assert by_tickets.idxmax() == truth["areas"]["first_by_tickets"]
        swapped.append(
            by_money.idxmax() == truth["areas"]["first_by_mrr"]
            and first > 1.1 * second
            and most > 1.05 * next_
        )
        loud = c["mrr"].index.isin(truth["loud"]["account_ids"])
        share = rows["account_id"].isin(truth["loud"]["account_ids"]).mean()
        assert share > 3 * c["mrr"][loud].sum() / c["mrr"].sum()
    # A company of this size has about a hundred paying accounts, and a few of them pay much of it.
    assert np.mean(swapped) > 0.85


def test_large_accounts_are_a_minority_of_those_that_read_reports(companies):
    for c in companies:
        readers = c["report readers"]
        assert (
            readers.groupby("reads")["size"]
            .agg(lambda s: (s == "large").mean())
            .is_monotonic_increasing
        )
        large = (readers.loc[readers["reads"], "size"] == "large").mean()
        # Counted by people it is about half: each large account has many of them.
        assert 0.15 < large < 0.38


def test_the_silent_day_is_loud_in_the_mailbox(companies):
    for c in companies:
        day = c["tickets"]["created_at"].dt.strftime("%Y-%m-%d")
        daily = day.value_counts()
        silent = c["truth"]["silent_day"]["date"]
        days = pd.date_range("2026-05-02", "2026-06-30")
        weekends = days[days.day_of_week >= 5].strftime("%Y-%m-%d").drop(silent)
        usual = daily.reindex(weekends, fill_value=0)
        assert daily[silent] > 2 * usual.median()
        that_day = c["tickets"][day == silent]
        assert (that_day["area"] == "performance").mean() > 0.6


def test_the_release_that_counts_twice_is_noticed(companies):
    found = []
    for c in companies:
        release = pd.Timestamp(c["truth"]["tracking_bug"]["from"])
        bugs = c["tickets"].query("area == 'reports' and kind == 'bug'")
        before = bugs["created_at"].between(release - pd.Timedelta("42D"), release).sum()
        after = bugs["created_at"].between(release, release + pd.Timedelta("42D")).sum()
        found.append(after / max(1, before))
        assert after > before
    assert np.median(found) > 1.8


def test_answers_take_the_planted_medians_and_the_mean_misleads(companies):
    rows = pd.concat([c["tickets"] for c in companies])
    rows = rows[rows["created_at"].dt.day_of_week < 5]
    planted = companies[0]["truth"]["tickets"]["first_reply"]["median_minutes"]
    for channel, answers in rows.groupby("channel")["first_reply_minutes"]:
        known = answers.dropna()
        # Standard error of the median of a logarithm with spread 1, and a minute of rounding.
        error = 1.2533 / np.sqrt(len(known))
        assert abs(np.log(known.median() / planted[channel])) < 4 * error + 1 / planted[channel]
        assert known.mean() > 1.4 * planted[channel]


def kaplan_meier_median(hours: pd.Series, closed: pd.Series) -> float:
    order = hours.sort_values().index
    at_risk = np.arange(len(order), 0, -1)
    left = np.cumprod(1 - closed[order].to_numpy() / at_risk)
    return float(hours[order].to_numpy()[np.argmax(left <= 0.5)])


def test_closing_slowed_down_and_the_youngest_tickets_hide_it(companies):
    rows = pd.concat([c["tickets"] for c in companies], ignore_index=True)
    planted = companies[0]["truth"]["tickets"]["resolution"]
    extract = moment("2026-07-01")
    hours = (rows["resolved_at"].fillna(extract) - rows["created_at"]).dt.total_seconds() / 3600
    closed, week_day = rows["resolved_at"].notna(), rows["created_at"].dt.day_of_week < 4
    mild = (rows["severity"] == 1) & week_day
    slow = mild & (rows["created_at"] >= moment(planted["from"]))
    quick = mild & (rows["created_at"] < moment(planted["from"]))
    medians = [kaplan_meier_median(hours[s], closed[s]) for s in (quick, slow)]
    expected = planted["median_hours_by_severity"][0]
    for median, true in zip(medians, (expected, expected * planted["times_as_long"]), strict=True):
        assert abs(np.log(median / true)) < 0.16
    young = slow & (rows["created_at"] >= moment("2026-06-29"))
    assert hours[young & closed].median() < 0.6 * expected * planted["times_as_long"]


# Kano


def test_kano_categories_come_back(companies):
    for c in companies:
        found = shares(c["kano"])
        assert (c["kano"].groupby("feature").size() == 300).all()
        for feature, planted in c["truth"]["kano"]["features"].items():
            careless = c["truth"]["kano"]["careless"]
            for category, share in planted["shares"].items():
                seen = found.loc[feature].get(category, 0.0)
                assert abs(seen - share) < 4 * np.sqrt(0.25 / 300) + careless * 0.5
            if feature not in ("calendar_sync", "approval_steps"):
                assert found.loc[feature].idxmax() == planted["mode"]


def coefficients(found: pd.DataFrame) -> pd.DataFrame:
    counted = found[["must_be", "one_dimensional", "attractive", "indifferent"]].sum(axis=1)
    return pd.DataFrame(
        {
            "better": (found["attractive"] + found["one_dimensional"]) / counted,
            "worse": -(found["one_dimensional"] + found["must_be"]) / counted,
        }
    )


def test_kano_coefficients_count_neither_reversed_nor_questionable_answers(companies):
    right, wrong = [], []
    for c in companies:
        found, planted = shares(c["kano"]), c["truth"]["kano"]["features"]
        seen = coefficients(found)
        for feature, true in planted.items():
            counted = 300 * (1 - found.loc[feature, ["reverse", "questionable"]].sum())
            for name in ("better", "worse"):
                # Careless answers fall into every cell alike.
                limit = 4 * np.sqrt(0.25 / counted) + 0.02
                assert abs(seen.loc[feature, name] - true[name]) < limit
        reversed_ = "activity_ranking"
        right.append(abs(seen.loc[reversed_, "worse"] - planted[reversed_]["worse"]))
        naive = -found.loc[reversed_, ["one_dimensional", "must_be"]].sum()
        wrong.append(abs(naive - planted[reversed_]["worse"]))
    # With everybody in the denominator, a feature that most people reject looks harmless.
    assert np.mean(wrong) > 1.3 * np.mean(right)


def test_one_feature_divides_the_plans_and_its_mode_hides_that(companies):
    modes, worse = [], []
    for c in companies:
        feature = c["truth"]["kano"]["divided"]
        rows = c["kano"][c["kano"]["feature"] == feature]
        modes.append(rows["category"].mode()[0])
        worse.append(coefficients(shares(rows)).loc[feature, "worse"])
        by_plan = rows.groupby("plan")["category"].agg(lambda s: s.mode()[0])
        assert by_plan["free"] == "indifferent"
        assert by_plan["business"] in ("must_be", "one_dimensional")
    assert np.mean([mode == "indifferent" for mode in modes]) > 0.8
    assert np.mean(worse) < -0.5


# Prices


def test_what_a_seat_is_worth_comes_back_by_size(companies):
    truth = companies[0]["truth"]["prices"]
    spread = np.hypot(truth["worth_log_spread"], truth["answer_log_noise"])
    for c in companies:
        assert len(c["prices"]) == 400
        for size, rows in c["prices"].groupby("size"):
            error = 1.2533 * spread / np.sqrt(len(rows))
            median = np.exp(np.log(rows["expensive"]).mean())
            # People say whole dollars and like steps of five.
            limit = 4 * error + 0.06
            assert abs(np.log(median / truth["worth_median_by_size"][size])) < limit


def test_respondents_are_smaller_than_those_who_pay(companies):
    for c in companies:
        rows = c["prices"]
        plain = rows["expensive"].median()
        large = rows.loc[rows["size"] == "large", "expensive"].median()
        assert large > 1.4 * plain
        assert (rows["size"] == "small").mean() > 0.5


def test_a_few_respondents_contradict_themselves(companies):
    wrong = [
        (np.diff(c["prices"][["too_cheap", "cheap", "expensive", "too_expensive"]]) <= 0)
        .any(axis=1)
        .mean()
        for c in companies
    ]
    planted = companies[0]["truth"]["prices"]["inconsistent"]
    error = np.sqrt(planted * (1 - planted) / 400)
    assert max(abs(share - planted) for share in wrong) < 4 * error
    assert all(
        c["prices"]["buy_at_cheap"].mean() > c["prices"]["buy_at_expensive"].mean() + 1
        for c in companies
    )


# The backlog


def test_the_loudest_item_is_not_the_most_valuable(companies):
    for c in companies:
        rows = c["backlog"].set_index("slug")
        true = c["truth"]["backlog"]
        assert rows["mentions"].idxmax() == true["loudest"]
        assert rows["value_a_year"].idxmax() == true["most_valuable"]
        assert rows["value_a_year"].rank(ascending=False)[true["loudest"]] > 20
        by_paying = ranked(rows["paying_mentions"], rows["value_a_year"])
        assert by_paying > ranked(rows["mentions"], rows["value_a_year"]) + 0.15
    assert len({c["truth"]["backlog"]["loudest"] for c in companies}) == 3


def test_estimates_carry_the_bias_of_who_makes_them(companies):
    rows = pd.concat([c["backlog"] for c in companies], ignore_index=True)
    planted = companies[0]["truth"]["backlog"]
    weeks = rows["effort"].where(rows["effort_unit"] == "weeks", rows["effort"] / 5)
    big = rows[rows["value_a_year"] > 2000]
    for requester, group in big.groupby("requester"):
        error = planted["estimate_log_noise"] / np.sqrt(len(group))
        bias = np.log(group["value"] / group["value_a_year"]).mean()
        assert abs(bias - np.log(planted["value_bias"][requester])) < 4 * error + 0.03
    large = rows[rows["weeks"] >= 2]
    for requester, group in large.groupby("requester"):
        error = planted["range_log_noise"]["new"] / np.sqrt(len(group))
        bias = np.log(weeks[group.index] / group["weeks"]).mean()
        assert abs(bias - np.log(planted["effort_bias"][requester])) < 4 * error + 0.06


def test_units_must_be_brought_together_before_scores_are_compared(companies):
    gains = []
    for c in companies:
        rows = c["backlog"]
        weeks = rows["effort"].where(rows["effort_unit"] == "weeks", rows["effort"] / 5)
        reach = rows["reach"].where(rows["reach_period"] == "quarter", rows["reach"] * 3)
        true = rows["value_a_year"] / rows["weeks"]
        right = ranked(reach * rows["impact"] * rows["confidence"] / weeks, true)
        wrong = ranked(rows["reach"] * rows["impact"] * rows["confidence"] / rows["effort"], true)
        assert (rows["reach_period"] == "month").sum() == 2
        assert (rows["effort_unit"] == "days").sum() == 5
        gains.append(right - wrong)
        assert right > 0.45
    assert np.mean(gains) > 0.03


def test_ranges_are_narrower_than_they_promise(companies):
    rows = pd.concat([c["backlog"] for c in companies])
    honest = rows[(rows["requester"] == "product") & (rows["reach_period"] == "quarter")]
    held = honest["reach_a_quarter"].between(honest["reach_low"], honest["reach_high"])
    planted = companies[0]["truth"]["backlog"]
    for familiarity, group in held.groupby(honest["familiarity"]):
        normal = NormalDist(0, planted["range_log_noise"][familiarity])
        # What is true lies around the estimate as the estimate lies around what is true.
        low, high = (np.log(end / 1000) for end in planted["range_ends_thousandths"][familiarity])
        expected = normal.cdf(high) - normal.cdf(low)
        assert abs(group.mean() - expected) < 4 * np.sqrt(expected * (1 - expected) / len(group))
    assert held.mean() < 0.75
    wide = (rows["effort_high"] / rows["effort_low"]).groupby(rows["familiarity"]).median()
    assert wide["new"] > 1.3 * wide["routine"]


def test_musts_are_more_than_a_company_can_do(companies):
    shares_ = []
    for c in companies:
        rows = c["backlog"]
        weeks = rows["effort"].where(rows["effort_unit"] == "weeks", rows["effort"] / 5)
        shares_.append(weeks[rows["moscow"] == "must"].sum() / weeks.sum())
    assert np.mean(shares_) > 0.5


def test_deadlines_cost_nothing_before_and_a_penalty_after(companies):
    for c in companies:
        rows = c["backlog"]
        late = rows["deadline"].notna()
        assert 4 <= late.sum() <= 5
        assert (rows.loc[late, "cost_of_delay"] == 0).all()
        assert (rows.loc[~late, "cost_of_delay"] > 0).all()
        assert (rows["penalty"].gt(0) == late).all()
        assert rows.loc[late, "deadline"].between("2026-07-20", "2027-01-10").all()


def test_a_fine_is_small_beside_a_broken_promise(companies):
    for c in companies:
        dated = c["backlog"].dropna(subset="deadline").set_index("title")["penalty"]
        law = dated.index.str.contains(r" law\b|person's data|deletion requests")
        assert law.sum() >= 2
        assert dated[law].max() < dated[~law].min() / 3


def test_urgency_is_apart_from_value(companies):
    for c in companies:
        rows = c["backlog"]
        free = rows[rows["deadline"].isna()]
        weeks = free["effort"].where(free["effort_unit"] == "weeks", free["effort"] / 5)
        reach = free["reach"].where(free["reach_period"] == "quarter", free["reach"] * 3)
        rulers = {
            "delay": free["cost_of_delay"],
            "cd3": free["cost_of_delay"] / weeks,
            "value by effort": free["value"] / weeks,
            "rice": reach * free["impact"] * free["confidence"] / weeks,
        }
        assert rulers["cd3"].corr(rulers["value by effort"], method="kendall") < 0.8
        for a, b in combinations(rulers.values(), 2):
            assert set(a.nlargest(5).index) != set(b.nlargest(5).index)
        planted = c["truth"]["backlog"]["loss_a_week_thousandths"]
        assert set(rows["urgency"]) == set(planted)
        for urgency, group in free.groupby("urgency"):
            least, most = planted[urgency]
            lost = group["cost_of_delay"] / group["value"] * 1000
            # Dollars are whole, which matters for the smallest items.
            assert (lost > least - 1000 / group["value"]).all()
            assert (lost < most + 1000 / group["value"]).all()
        assert ((rows["urgency"] == "dated") == rows["deadline"].notna()).all()


def test_no_item_waits_for_itself(companies):
    for c in companies:
        edges = c["dependencies"]
        assert 15 <= len(edges) <= 26
        waiting = (
            dict.fromkeys(c["backlog"]["item_id"], 0) | edges.groupby("item_id").size().to_dict()
        )
        done: list[int] = []
        while ready := [item for item, needs in waiting.items() if needs == 0]:
            for item in ready:
                del waiting[item]
                done.append(item)
                for other in edges.loc[edges["needs"] == item, "item_id"]:
                    waiting[other] -= 1
        assert len(done) == len(c["backlog"]) == 34
