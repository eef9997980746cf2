"""What the room of lesson 10 computes, held to calculations of another kind."""

from __future__ import annotations

from itertools import combinations, permutations

import companies
import numpy as np
import pandas as pd
import pytest

from course_utils.lessons import prioritisation as explore
from course_utils.lessons.prioritisation import evidence, listing, quarter, schedule, survey
from course_utils.toolkit import prioritisation as prio


@pytest.fixture(scope="module", params=[3, 12])
def company(request):
    return companies.company(request.param)


@pytest.fixture(scope="module")
def cards(company):
    return explore.cards(company.table("backlog"))


@pytest.fixture(scope="module")
def needs(company, cards):
    return explore.needs(cards, company.table("dependencies"))


class TestScores:
    def test_rice_in_one_unit(self, company, cards):
        scores = explore.rice(cards)
        for row in company.table("backlog").itertuples():
            reach = row.reach * (3 if row.reach_period == "month" else 1)
            weeks = row.effort / (5 if row.effort_unit == "days" else 1)
            right = reach * row.impact * row.confidence / (weeks * 3 / 13)
            assert scores[row.item_id] == pytest.approx(right)

    def test_a_before_b_by_drawing(self, cards):
        a, b = evidence.pair(cards)
        scores = explore.rice(cards).sort_values(ascending=False, kind="stable")
        assert scores.index[7] == a
        assert scores[b] <= 0.8 * scores[a]
        rng, z = np.random.default_rng(1), 1.2815515655446004
        drawn = []
        for item in (a, b):
            card, logs = cards.loc[item], 0.0
            for low, high, sign in (
                ("reach_low", "reach_high", 1),
                ("weeks_low", "weeks_high", -1),
            ):
                ends = np.log([card[low], card[high]])
                normal = rng.standard_normal(200_000)
                logs = logs + sign * (ends.mean() + (ends[1] - ends[0]) / 2 / z * normal)
            drawn.append(logs + np.log(card["impact"] * card["confidence"]))
        ranges = explore.rice_ranges(cards)
        share = (drawn[0] > drawn[1]).mean()
        assert prio.outranks(ranges[a], ranges[b]) == pytest.approx(share, abs=0.005)

    def test_capacity_is_what_is_left(self):
        table = explore.capacity()
        assert table["person-weeks"].iloc[:-1].sum() == evidence.CAPACITY == 26

    def test_the_weeks_that_are_left_are_an_estimate(self):
        drawn = evidence.possible_capacity()
        assert np.median(drawn) == pytest.approx(evidence.CAPACITY, abs=1)
        low, high = np.quantile(drawn, [0.1, 0.9])
        assert explore.capacity()["four times in five"].iloc[-1] == f"{low:.0f} to {high:.0f}"
        assert high - low > 8

    def test_the_sheet_says_the_same_in_other_units(self, company, cards):
        sheet = explore.sales_sheet(company.table("backlog"))
        assert {"year", "quarter", "month"} == set(sheet["reach_period"])
        assert {"months", "weeks", "days"} == set(sheet["effort_unit"])
        times = {"year": 0.25, "quarter": 1, "month": 3}
        weeks = {"months": 13 / 3, "weeks": 1, "days": 0.2}
        for row in sheet.itertuples():
            assert row.reach * times[row.reach_period] == pytest.approx(
                cards.loc[row.item_id, "reach"], abs=2
            )
            assert row.effort * weeks[row.effort_unit] == pytest.approx(
                cards.loc[row.item_id, "weeks"], rel=0.1
            )

    def test_own_ideas_are_ahead_at_every_weight(self, cards):
        marks, boss = explore.marks(cards), explore.boss_item(cards)
        for item in explore.own_ideas_ahead(cards):
            for fit in (0.0, 0.3, 0.9):
                weights = {n: (1 - fit) * w for n, w in explore.WEIGHTS.items()} | {"fit": fit}
                score = sum(marks[name] * weight for name, weight in weights.items())
                assert score[item] > score[boss]


class TestSurvey:
    def test_categories_and_shares_by_hand(self, company):
        asked = explore.answers(*map(company.table, ("kano", "users", "accounts")))
        found = explore.feelings(asked)
        for feature, row in found.iterrows():
            few = asked[asked["feature"] == feature]
            reverse = [
                (f == 5 and d != 5) or (d == 1 and f != 1)
                for f, d in zip(few["functional"], few["dysfunctional"], strict=True)
            ]
            assert row["reverse"] == pytest.approx(sum(reverse) / len(few))
            assert row["reverse_low"] <= row["reverse"] <= row["reverse_high"]
            assert row["accounts"] == few["account_id"].nunique()

    def test_a_share_is_weighed_by_the_plans_of_the_company(self, company):
        users, accounts = map(company.table, ("users", "accounts"))
        asked = explore.answers(company.table("kano"), users, accounts)
        people = users.merge(accounts, on="account_id")["plan"].value_counts(normalize=True)
        found = survey.by_plan(asked, "activity_ranking")["reverse"]
        weighed = sum(found[plan] * people[plan] for plan in found.index)
        said = explore.mix_words(asked, users, accounts, "activity_ranking")
        assert f"**{weighed:.0%}**" in said

    def test_plans_add_up_to_all(self, company):
        asked = explore.answers(*map(company.table, ("kano", "users", "accounts")))
        found = survey.by_plan(asked, "approval_steps")
        assert found["n"].sum() == (asked["feature"] == "approval_steps").sum()


@pytest.fixture(scope="module", params=[1, 2])
def jobs(request, company, cards):
    return explore.sequence_jobs(cards, company.table("dependencies"), request.param)


class TestSchedule:
    def test_a_queue_has_two_dates_and_outlasts_them(self, jobs):
        assert jobs["due"].notna().sum() == 2
        assert jobs["due"].max() <= explore.QUARTER
        assert jobs["duration"].sum() > jobs["due"].max()

    def test_no_job_of_a_queue_needs_another_item(self, company, jobs):
        assert not set(jobs.index) & set(company.table("dependencies")["item_id"])

    def test_squads_have_other_jobs(self, company, cards):
        one, two = (
            explore.sequence_jobs(cards, company.table("dependencies"), squad) for squad in (1, 2)
        )
        assert set(one.index) != set(two.index)

    def test_draws_keep_to_their_ranges_four_times_in_five(self, jobs):
        weeks = explore.possible_weeks(jobs, 4000)
        inside = (weeks >= jobs["duration_low"]) & (weeks <= jobs["duration_high"])
        assert inside.mean().between(0.77, 0.83).all()

    def test_the_average_is_that_of_each_quarter(self, jobs):
        weeks, order = explore.possible_weeks(jobs, 50), list(jobs.index[::-1])
        costs = []
        for drawn in weeks.itertuples(index=False):
            end, cost = 0.0, 0.0
            for job in order:
                end += drawn[list(jobs.index).index(job)]
                cost += jobs.loc[job, "cost_of_delay"] * end
                cost += jobs.loc[job, "penalty"] * (end > jobs.loc[job, "due"])
            costs.append(cost)
        assert explore.expected_cost(jobs, order, weeks) == pytest.approx(np.mean(costs))

    def test_no_order_of_all_is_cheaper(self, jobs):
        weeks = explore.possible_weeks(jobs, 40)
        orders = np.array(list(permutations(range(len(jobs)))))
        law = int(jobs["law"].sum())
        orders = orders[jobs["law"].to_numpy()[orders[:, :law]].all(axis=1)]
        ends = weeks[list(jobs.index)].to_numpy()[:, orders].cumsum(axis=2)
        rate, due, penalty = (jobs[n].to_numpy(float) for n in ("cost_of_delay", "due", "penalty"))
        late = (ends > due[orders] + 1e-9).mean(axis=0)
        costs = (ends.mean(axis=0) * rate[orders] + late * penalty[orders]).sum(axis=1)
        order, least = schedule.cheapest(jobs, weeks)
        assert least == pytest.approx(costs.min())
        assert explore.expected_cost(jobs, order, weeks) == pytest.approx(least)

    def test_the_law_in_time_and_not_first(self, jobs):
        weeks = explore.possible_weeks(jobs, 40)
        law = [list(jobs.index).index(job) for job in jobs.index[jobs["law"]]]
        if not law:
            return
        orders = np.array(list(permutations(range(len(jobs)))))
        ends = weeks[list(jobs.index)].to_numpy()[:, orders].cumsum(axis=2)
        rate, due, penalty = (jobs[n].to_numpy(float) for n in ("cost_of_delay", "due", "penalty"))
        late = (ends > due[orders] + 1e-9).mean(axis=0)
        costs = (ends.mean(axis=0) * rate[orders] + late * penalty[orders]).sum(axis=1)
        lawful = ~((late > 0.1 + 1e-9) & np.isin(orders, law)).any(axis=1)
        assert schedule.cheapest(jobs, weeks, 0.9)[1] == pytest.approx(costs[lawful].min())

    def test_without_dates_nothing_beats_cd3(self, jobs):
        free = jobs[jobs["due"].isna()]
        sure = pd.DataFrame([free["duration"]])
        best = schedule.cheapest(free, sure)[1]
        assert best == pytest.approx(explore.expected_cost(free, explore.habits(free)["CD3"], sure))

    def test_misses_counts_quarters(self, jobs):
        weeks, order = explore.possible_weeks(jobs), explore.habits(jobs)["CD3"]
        ends = weeks[order].cumsum(axis=1)
        missed = [
            any(ends.loc[at, job] > jobs.loc[job, "due"] for job in jobs.index[jobs["due"].notna()])
            for at in ends.index
        ]
        assert schedule.misses(jobs, order, weeks) == pytest.approx(np.mean(missed))

    def test_what_the_ranges_as_given_promise_is_held_against_the_mended(self, cards, jobs):
        weeks = explore.possible_weeks(jobs)
        same = schedule.believed_words(cards, jobs, weeks)
        least = schedule.cheapest(jobs, weeks)[1]
        assert same.count(f"{least:,.0f}") == 2  # nothing was mended: promise and cost are one
        narrow = cards.assign(weeks_low=cards["weeks"], weeks_high=cards["weeks"] + 1e-6)
        assert schedule.believed_words(narrow, jobs, weeks) != same

    def test_the_sentence_follows_the_numbers(self, jobs):
        weeks = explore.possible_weeks(jobs)
        said = schedule.room_words(jobs, weeks)
        worse = explore.expected_cost(jobs, explore.tight(jobs), weeks)
        least = schedule.cheapest(jobs, weeks)[1]
        assert ("With the right room" in said) == (worse > 1.02 * least)


SMALL = pd.DataFrame(
    {
        "title": list("ABCDE"),
        "cost_of_delay": [10.0, 6, 5, 1, 2],
        "weeks": [9.0, 7, 4, 6, 3],
        "weeks_low": [8.0, 6, 3, 5, 2],
        "weeks_high": [10.0, 8, 5, 7, 4],
        "due": [np.nan, np.nan, np.nan, np.nan, 6.0],
        "penalty": [0, 0, 0, 0, 90],
    },
    index=[1, 2, 3, 4, 5],
)
NEEDS = {1: [4]}


def by_hand(capacity=26, always=(), never=()):
    """Return what the best of all sets that fit saves in thirteen weeks."""
    best = 0.0
    for many in range(6):
        for items in combinations(SMALL.index, many):
            inside = set(items)
            if not set(always) <= inside or inside & set(never):
                continue
            if 1 in inside and 4 not in inside:
                continue
            if SMALL.loc[list(items), "weeks"].sum() > capacity:
                continue
            penalty = 90 if 5 in inside else 0
            best = max(best, 13 * SMALL.loc[list(items), "cost_of_delay"].sum() + penalty)
    return best


class TestQuarter:
    def test_the_best_plan_of_all_sets(self):
        for capacity in (10, 15, 20, 26):
            assert explore.best_plan(SMALL, NEEDS, capacity).value == by_hand(capacity)

    def test_without_its_groundwork_an_item_stays_out_too(self):
        assert explore.best_plan(SMALL, NEEDS, never=[4]).value == by_hand(never=[4])
        assert 1 not in explore.best_plan(SMALL, NEEDS, never=[4]).items

    def test_a_set_fits_where_its_weeks_add_up(self):
        possible = quarter.possible_efforts(SMALL)
        assert (len(possible), list(possible)) == (400, list(SMALL.index))
        many = sum(row[1] + row[2] + row[4] <= 22 for row in possible.to_dict("records"))
        assert explore.chance_that_fits(possible, [1, 2, 4], 22) == many / 400
        assert 0 < many < 400

    def test_the_one_list_is_nested(self, cards, needs):
        plan = explore.the_plan(cards, needs)
        assert sorted(plan.order) == sorted(cards.index)
        whole = [*plan.promised, *plan.spare]
        assert tuple(whole) == plan.order[: len(whole)]
        assert {*plan.kept, *explore.unpriced(cards)} <= set(plan.promised)
        for item in plan.order:
            behind = plan.order.index(item)
            assert all(plan.order.index(each) < behind for each in needs.get(item, ()))
        assert all(plan.in_time(item) >= explore.RANGES for item in plan.kept)
        assert f"the other {len(cards) - len(whole)};" in explore.plan_words(cards, plan)

    def test_no_order_of_all_costs_much_less_than_the_one_list(self):
        least = np.inf
        for order in permutations(SMALL.index):
            if order.index(4) < order.index(1):
                least = min(least, explore.list_cost(SMALL, order))
        plan = explore.the_plan(SMALL, NEEDS)
        assert least <= explore.list_cost(SMALL, plan.order) <= 1.02 * least

    def test_a_list_costs_what_a_queue_costs(self):
        order = [3, 5, 2, 4, 1]
        work, weeks = listing.possible_work(SMALL), evidence.possible_capacity()
        costs = []
        for row, there in zip(work.to_dict("records"), weeks, strict=True):
            end, cost = 0.0, 0.0
            for item in order:
                end += row[item] / (there / 13)
                cost += SMALL.loc[item, "cost_of_delay"] * end
                cost += SMALL.loc[item, "penalty"] * (end > SMALL.loc[item, "due"])
            costs.append(cost)
        assert explore.list_cost(SMALL, order) == pytest.approx(np.mean(costs))
        # With cost of delay in doubt the average is the same, and the spread is wider.
        drawn = listing.Plan(SMALL, tuple(order), ()).cost
        assert drawn.mean() == pytest.approx(np.mean(costs), rel=0.01)
        assert drawn.std() > np.std(costs)

    def test_a_date_stands_as_late_as_its_range_allows(self):
        # E takes 2 to 4 weeks and has until week 12: C, which costs by the week, need not wait for it.
        late = SMALL.assign(due=[np.nan, np.nan, np.nan, np.nan, 12.0])
        plan = explore.the_plan(late, NEEDS)
        assert plan.kept == (5,)
        assert plan.order.index(3) < plan.order.index(5)
        assert plan.in_time(5) >= explore.RANGES
        near = explore.the_plan(SMALL.assign(due=[np.nan] * 4 + [2.5]), NEEDS)
        assert near.order[0] == 5

    def test_what_is_told_is_the_spread_over_quarters(self, cards, needs):
        plan, boss = explore.the_plan(cards, needs), explore.boss_item(cards)
        more = explore.promise(plan, needs, boss).cost - plan.cost
        low, high = more.quantile([0.05, 0.95])
        assert f"between {low:,.0f} and {high:,.0f} in nine" in explore.settled(cards, needs, plan)
        assert high - low > 10 * 1.96 * more.std() / np.sqrt(len(more))

    def test_a_leak_is_promised_and_no_hardest_no(self, cards, needs):
        (leak,) = explore.leaks(cards)
        plan = explore.the_plan(cards, needs)
        assert leak in plan.promised
        assert leak in explore.best_plan(cards, needs).items
        assert leak in explore.from_the_top(cards, needs).items
        assert cards.loc[leak, "title"] not in explore.hardest_no(cards, needs, plan)

    def test_two_lists_differ_in_one_item(self, cards, needs):
        item = explore.approvals_item(cards)
        ahead, behind = explore.two_lists(cards, needs, item)
        assert ahead.index(item) < behind.index(item)
        assert [each for each in ahead if each != item] == [each for each in behind if each != item]
        assert explore.ends(cards, behind)[item].le(13).mean() < listing.SPARE
        # At the cost that turns it both lists cost the same.
        more = explore.list_cost(cards, ahead) - explore.list_cost(cards, behind)
        later = (explore.ends(cards, behind)[item] - explore.ends(cards, ahead)[item]).mean()
        turn = cards["cost_of_delay"].astype(float)
        turn[item] += more / later
        alike = cards.assign(cost_of_delay=turn)
        assert explore.list_cost(alike, ahead) == pytest.approx(
            explore.list_cost(alike, behind), rel=1e-9
        )

    def test_a_date_that_is_held_too_seldom_is_not_promised(self):
        near = SMALL.assign(due=[np.nan, np.nan, np.nan, np.nan, 1.2])
        assert explore.the_plan(near, NEEDS).kept == ()
        (row,) = explore.dates_one_by_one(near, NEEDS).to_dict("records")
        assert np.isnan(row["gain"])
        assert row["keep"] == "no"

    def test_a_yes_is_a_promise_and_moves_all_else_back(self, cards, needs):
        plan, boss = explore.the_plan(cards, needs), explore.boss_item(cards)
        after = explore.promise(plan, needs, boss)
        assert sorted(after.order) == sorted(plan.order)
        said = explore.settled(cards, needs, plan)
        assert (after.chance[boss] >= explore.RANGES) == ("four times in five." in said)
        if after.chance[boss] < explore.RANGES:
            first = {
                each for it in explore.unpriced(cards) for each in listing.with_needs(it, needs)
            }
            ahead = set(after.order[: after.order.index(boss)])
            assert ahead == first | set(listing.with_needs(boss, needs)[1:])
        rest = [item for item in plan.order if item != boss and item not in needs.get(boss, ())]
        assert [item for item in after.order if item in rest] == rest
        back = explore.pushed_back(plan, after)
        assert boss not in back
        assert all(plan.chance[item] - after.chance[item] >= 0.1 for item in back)

    def test_a_slice_may_be_as_large_as_keeps_its_place(self):
        plan = listing.Plan(SMALL, (5, 3, 2, 4, 1), (5,))
        mean = listing.possible_work(SMALL).mean()
        room = quarter.slice_room(SMALL, NEEDS, plan, 3)
        assert room == pytest.approx(5 / (6 / mean[2]))  # C before B
        assert quarter.slice_room(SMALL, NEEDS, plan, 3, 0.5) == pytest.approx(room / 2)

    def test_worth_alone_leaves_the_law_out_or_says_why_not(self, cards, needs):
        said, law = explore.law_words(cards, needs), explore.legal(cards)
        alone = prio.select(explore.worth(cards), cards["weeks"], explore.CAPACITY, needs)
        assert ("leaves it out" in said) == (not set(law) & set(alone.items))

    def test_who_sells_is_believed_by_half(self, cards, needs):
        sold = cards["requester"].isin(evidence.COMMERCIAL)
        rate = cards["cost_of_delay"].mask(sold, cards["cost_of_delay"] / 2)
        plans = [
            explore.the_plan(each, needs) for each in (cards, cards.assign(cost_of_delay=rate))
        ]
        said = explore.trust_words(cards, needs, plans[0])
        first = said.partition("\n\n")[0]
        for item, title in cards["title"].items():
            before, after = (plan.chance[item] for plan in plans)
            if abs(before - after) >= 0.1:
                assert f"*{title}* ({before:.0%} to {after:.0%})" in first
        assert ("dates stay" in first) == (set(plans[0].promised) == set(plans[1].promised))

    def test_the_list_made_again_is_the_list_of_other_weeks(self, monkeypatch, cards, needs):
        name, (low, _) = next(iter(evidence.DEDUCTED.items()))
        plan = explore.the_plan(cards, needs)
        again = listing.made_again(cards, needs)
        assert list(again) == [
            (each, end) for each, ends in evidence.DEDUCTED.items() for end in ends
        ]
        other = again[name, low]
        table = explore.turns(cards, needs).set_index("if")
        row = table.loc[f"work in hand {low} weeks"]
        assert row["promised"] == len(other.promised)
        for item in {*other.promised} ^ {*plan.promised}:
            assert cards.loc[item, "title"] in row["what turns"]
        turned = listing.turning(cards, needs)
        for date in listing.dates(cards):
            assert ((name, low) in turned.get(date, [])) == (
                (date in other.kept) != (date in plan.kept)
            )
        # By hand: a range of no width is a deduction that is known.
        monkeypatch.setitem(evidence.DEDUCTED, name, (low, low * (1 + 1e-12)))
        assert other.chance.to_dict() == pytest.approx(
            listing.Plan(cards, other.order, other.kept).chance.to_dict(), abs=1e-3
        )

    def test_a_date_that_turns_is_flagged(self, cards, needs):
        said, turned = explore.dates_words(cards, needs), listing.turning(cards, needs)
        lines = [line for line in said.splitlines() if "Undecided" in line]
        assert len(lines) == len(turned)
        for date in turned:
            assert any(cards.loc[date, "title"] in line for line in lines)

    def test_work_in_hand_is_mended_by_finished_work(self, company):
        done = company.table("work_items").dropna(subset="days_spent")
        times, drawn = evidence.in_hand_by_record(company.table("work_items"))
        assert times == pytest.approx(done["days_spent"].sum() / done["days_likely"].sum())
        assert np.mean(drawn) == pytest.approx(evidence.ESTIMATED * times, rel=0.01)
        said = explore.in_hand_words(company.table("work_items"))
        assert f"**{times:.2f}**" in said
        open_cards = company.table("work_items").query("days_spent.isna()")["item_id"].dropna()
        assert f"{open_cards.nunique()} card" in said

    def test_doubt_in_cost_of_delay_widens_and_does_not_move(self, cards, needs):
        item = explore.approvals_item(cards)
        ahead, behind = (
            listing.Plan(cards, tuple(order), ()) for order in explore.two_lists(cards, needs, item)
        )
        saved = [behind.cost_if(off) - ahead.cost_if(off) for off in listing.OFFS]
        assert saved[0].std() < saved[1].std() < saved[2].std()
        said = explore.compared(cards, needs, item)
        for off, each in zip(listing.OFFS, saved, strict=True):
            assert f"{(each < -0.5).mean():.0%} if it is {off:g} times off" in said

    def test_the_hardest_no_is_the_next_in_line(self, cards, needs):
        plan = explore.the_plan(cards, needs)
        said = explore.hardest_no(cards, needs, plan)
        whole = {*plan.promised, *plan.spare}
        named = next(item for item in cards.index if f"*{cards.loc[item, 'title']}*" in said)
        assert named not in whole
        mine = {explore.boss_item(cards), explore.approvals_item(cards), *listing.dates(cards)}
        before = set(plan.order[: plan.order.index(named)]) - whole - mine
        assert (cards.loc[list(before), "kind"] == "debt").all()

    def test_a_date_is_kept_for_what_it_gains(self):
        (row,) = explore.dates_one_by_one(SMALL, NEEDS).to_dict("records")
        assert row["gain"] > 0
        assert row["low"] < row["gain"] < row["high"]
        assert row["gains in"] > 0.5
        assert row["keep"] == "yes"
        cheap = SMALL.assign(penalty=SMALL["penalty"] / 90, cost_of_delay=[10.0, 6, 5, 1, 0.1])
        (row,) = explore.dates_one_by_one(cheap, NEEDS).to_dict("records")
        assert row["gain"] < 0
        assert row["keep"] == "no"
        assert "Let go on purpose" in explore.dates_words(cheap, NEEDS)

    def test_a_date_that_does_not_fit_is_not_kept(self):
        there = SMALL.index != 5
        heavy = SMALL.assign(
            **{name: SMALL[name].where(there, 30.0) for name in ("weeks", "weeks_low")},
            weeks_high=SMALL["weeks_high"].where(there, 31.0),
        )
        (row,) = explore.dates_one_by_one(heavy, NEEDS).itertuples()
        assert np.isnan(row.gain)
        assert row.keep == "no"

    def test_what_the_law_asks_is_in_whatever_it_costs(self):
        law = SMALL.assign(
            title=[*"ABCD", "Answer deletion requests in time"],
            penalty=0,
            cost_of_delay=[10.0, 6, 5, 1, 0],
        )
        assert explore.legal(law) == [5]
        for capacity in (3, 10, 14):
            assert 5 in explore.best_plan(law, NEEDS, capacity).items
            assert 5 in explore.from_the_top(law, NEEDS, capacity).items
        (row,) = explore.dates_one_by_one(law, NEEDS).itertuples()
        assert row.keep == "by law"
        with pytest.raises(ValueError, match="does not fit"):
            explore.best_plan(law, NEEDS, 2)

    def test_the_law_has_a_date_and_auditors_a_price(self, cards):
        titles = cards.loc[explore.legal(cards), "title"]
        assert len(titles)
        assert not titles.str.contains("auditors").any()
        assert (cards.loc[titles.index, "kind"] == "compliance").all()

    def test_from_the_top_by_hand(self):
        # 13 x 10 for 9 + 6 weeks is more a week than 13 x 6 for 7; alone, D keeps A out to the end.
        assert explore.from_the_top(SMALL, NEEDS, 26).items == (2, 3, 4, 5)
        assert explore.from_the_top(SMALL, {}, 26).items == (1, 2, 3, 5)
        assert explore.from_the_top(SMALL, {1: [3]}, 16, bundled=True).items == (1, 3, 5)

    def test_bundles_are_never_better_than_the_best_set(self, cards, needs):
        best = explore.best_plan(cards, needs)
        for bundled in (False, True):
            plan = explore.from_the_top(cards, needs, bundled=bundled)
            assert plan.effort <= explore.CAPACITY + 1e-9
            assert plan.value <= best.value + 1e-6
            assert all(set(needs.get(item, ())) <= set(plan.items) for item in plan.items)

    def test_bundles_are_held_against_single_cards(self, cards, needs):
        more, said = explore.bundled(cards, needs)
        top, bundles = (
            explore.from_the_top(cards, needs, bundled=each).value for each in (False, True)
        )
        assert more == pytest.approx(min(max(bundles / top - 1, 0), 2))
        assert ("brought the groundwork" in said) == (more < 0.005)
        # By hand: alone, D keeps A out to the end; together they come before B.
        dear = SMALL.assign(cost_of_delay=[30.0, 6, 5, 1, 2])
        single, whole = 13 * (6 + 5 + 1 + 2) + 90, 13 * (30 + 5 + 1 + 2) + 90
        assert explore.bundled(dear, NEEDS)[0] == pytest.approx(whole / single - 1)

    @pytest.mark.parametrize("item", [1, 2, 3, 5])
    def test_the_price_of_a_yes(self, item):
        yes = quarter.price_of_yes(SMALL, NEEDS, item)
        with_it, without = by_hand(always=[item]), by_hand(never=[item])
        assert yes.price == pytest.approx(max(with_it, without) - with_it)
        # With just this cost a week it makes no difference whether it is in or out.
        changed = SMALL.assign(
            cost_of_delay=SMALL["cost_of_delay"].where(SMALL.index != item, yes.needed)
        )
        assert explore.best_plan(changed, NEEDS, always=[item]).value == pytest.approx(without)

    def test_the_promise_is_settled_in_words(self, cards, needs):
        plan, boss = explore.the_plan(cards, needs), explore.boss_item(cards)
        said = explore.settled(cards, needs, plan)
        after = explore.promise(plan, needs, boss)
        more = after.cost.mean() - plan.cost.mean()
        assert (f"**{more:,.0f} USD** net" in said) == (more > 0)
        for item in explore.pushed_back(plan, after):
            own = cards.loc[item, "requester"] == "chief_executive"
            assert cards.loc[item, "title"] + (" (your own idea)" if own else "") in said


class TestTrackRecord:
    def test_ranges_that_are_mended_hold_as_often_as_they_promise(self, company):
        done = company.table("work_items").dropna(subset="days_spent")
        record = explore.track_record(done)
        own = done.rename(columns={"days_low": "weeks_low", "days_high": "weeks_high"})
        own = explore.mended(own.assign(weeks=own["days_likely"]), record)
        held = own["days_spent"].between(own["weeks_low"], own["weeks_high"])
        for name, some in held.groupby(own["familiarity"], observed=True):
            assert some.mean() == pytest.approx(explore.RANGES, abs=0.01)
            assert record.loc[name, "held"] < explore.RANGES
        middle = np.sqrt(own["weeks_low"] * own["weeks_high"])
        assert (own["days_spent"] > middle).mean() == pytest.approx(0.5, abs=0.01)

    def test_only_weeks_are_mended(self, company, cards):
        record = explore.track_record(company.table("work_items"))
        found = explore.mended(cards, record)
        changed = [name for name in cards if not found[name].equals(cards[name])]
        assert sorted(changed) == ["weeks", "weeks_high", "weeks_low"]
        new = cards["familiarity"] == "new"
        assert (found["weeks"] / cards["weeks"])[new].std() == pytest.approx(0, abs=1e-9)

    def test_work_without_a_record_is_refused(self, company, cards):
        record = explore.track_record(company.table("work_items")).drop("new")
        with pytest.raises(ValueError, match="No finished work is new"):
            explore.mended(cards, record)
