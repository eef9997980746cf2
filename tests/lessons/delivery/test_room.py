"""What the room of lesson 11 computes, held to calculations of another kind."""

from __future__ import annotations

import companies
import numpy as np
import pandas as pd
import pytest
from places import ROOT

from course_utils import data
from course_utils.exercises.claims import load_claims
from course_utils.lessons import delivery as explore
from course_utils.lessons.delivery import evidence, pictures, words
from course_utils.toolkit import delivery

CLAIMS = load_claims(ROOT / "curriculum" / "11_delivery")


@pytest.fixture(scope="module", params=[3, 12])
def company(request):
    return companies.company(request.param)


@pytest.fixture(scope="module")
def items(company):
    return company.table("work_items")


def test_weeks_are_counted_one_by_one(items):
    found = explore.weekly(items, "growth", "story", ("2026-03-02", "2026-03-30"))
    expected = [0, 0, 0, 0]
    for row in items.itertuples():
        if row.team == "growth" and row.kind == "story" and pd.notna(row.finished_at):
            place = (row.finished_at - pd.Timestamp("2026-03-02", tz="UTC")) // pd.Timedelta("7D")
            if 0 <= place < 4:
                expected[place] += 1
    assert found.tolist() == expected


def test_working_days_leave_weekends_out(items):
    some = explore.of(items, "platform").head(60)
    days = explore.working_days(some)
    for index, row in some.iterrows():
        if pd.isna(row["finished_at"]):
            assert index not in days.index
            continue
        walked = pd.date_range(row["started_at"].normalize(), row["finished_at"].normalize())
        assert days[index] == sum(day.day_of_week < 5 for day in walked)


def test_efficiency_is_sums_and_means(items):
    rows = explore.in_span(explore.of(items, "core"), "finished_at", *explore.YEAR)
    found = explore.efficiency(rows)
    days = explore.working_days(rows)
    rows = rows.loc[days.index]
    assert found.loc["board", "ratio_of_sums"] == pytest.approx(
        1 - rows["blocked_days"].sum() / days.sum()
    )
    hands = (rows["days_spent"] / days).clip(upper=1)
    assert found.loc["hands", "mean_of_ratios"] == pytest.approx(hands.mean(), abs=1e-9)


def test_a_count_of_stories_by_a_simulation(items):
    chances = evidence.counted(items)
    stories = explore.weekly(items, "core", "story")
    drawn = delivery.when_drawn(stories, 12 + evidence.count_begun(items, "core"), n=20_000, seed=3)
    for week in (7, 9, 11):
        assert chances.loc[:week].sum() == pytest.approx(drawn.loc[:week].sum(), abs=0.015)


def test_the_last_of_some_stories_one_future_after_the_other():
    weeks, days = [0, 1, 3], pd.Series([0.5, 0.3, 0.2], index=[2.0, 9.0, 30.0])
    found = evidence.last_done(weeks, days, 4)
    bits = np.random.default_rng(8)
    ends = []
    for _ in range(5_000):
        begins, week = [], 0
        while len(begins) < 4:
            begins += [7 * week + 5 * bits.random() for _ in range(bits.choice(weeks))]
            week += 1
        ends.append(max(each + bits.choice(days.index, p=days) for each in begins[:4]))
    assert found.sum() == pytest.approx(1)
    for week in (5, 6, 8):
        friday = 7 * week - 2
        assert found.loc[:week].sum() == pytest.approx(np.mean(np.array(ends) <= friday), abs=0.02)


def test_the_last_waits_for_the_slowest_and_needs_a_past():
    def certain(days):
        return pd.Series([1.0], index=[days])

    assert evidence.last_done([2], certain(7.0), 4).index[-1] == 3
    assert evidence.last_done([2], certain(70.0), 1).loc[:9].sum() == 0
    with pytest.raises(ValueError, match="longer past"):
        evidence.last_done([0, 0], certain(7.0), 4)
    with pytest.raises(ValueError, match="longer past"):
        evidence.last_done([1], certain(7.0).iloc[:0], 4)


def test_half_of_the_futures_draw_from_the_last_quarter():
    weeks = pd.Series([3] * 39 + [1] * 13)
    chances = evidence.of_two_pasts(weeks, pd.Series([1.0], index=[1.0]), 12)
    assert chances.loc[:9].sum() == pytest.approx(0.5, abs=0.01)  # of the year, for sure
    assert chances.loc[:11].sum() < 0.55
    assert chances.sum() == pytest.approx(1)


def _log(days, every="7D", since="2025-01-06"):
    begun = pd.date_range(pd.Timestamp(since, tz="UTC"), periods=len(days), freq=every)
    return pd.DataFrame(
        {
            "team": "core",
            "kind": "story",
            "started_at": begun,
            "finished_at": begun + pd.to_timedelta(days, unit="D"),
        }
    )


def test_a_slow_story_counts_as_often_as_a_quick_one():
    """Every other story takes twenty weeks: of those begun lately only the quick are done."""
    monday = pd.Timestamp("2025-12-29", tz="UTC")
    items = _log(np.where(np.arange(51) % 2, 140.0, 7.0))
    found = evidence.days_taken(items, monday)
    assert found[7.0] == pytest.approx(0.5, abs=0.02)
    assert found[140.0] == pytest.approx(0.5, abs=0.02)
    begun = evidence.of_these_policies(items, monday)
    done = begun["finished_at"] < monday
    assert (items["finished_at"] - items["started_at"])[done[done].index].dt.days.eq(
        7
    ).mean() > 0.56


def test_days_are_those_of_the_policies_that_hold():
    """Stories were slow before the limit and are quick since: on a Monday the one or the other counts."""
    items = _log(np.where(np.arange(76) < 52, 60.0, 5.0))
    assert evidence.days_taken(items).index.tolist() == [5.0]
    assert 5.0 not in evidence.days_taken(items, "2025-12-29").index
    older, lately = evidence.begun_before_the_limit(items)
    assert 0 < older < lately
    table = evidence.three_histories(items)
    assert table["85 % within, days"].tolist() == [60.0, 5.0, 5.0]


def test_open_ones_count_at_their_age():
    days = pd.Series([1.0, 2.0, 3.0, 4.0])
    chances = evidence.chances_of_days(days, pd.Series([True, False, True, False]))
    assert chances.to_dict() == pytest.approx({1.0: 0.25, 3.0: 0.375, 4.0: 0.375})
    items = _log([3.0, 3.0, 3.0, 90.0], since="2026-06-01")
    assert delivery.percentile(delivery.cycle_times(items.iloc[:3]), 0.85) == 4
    assert evidence.level_with_open(items, 0.75) == 4
    assert evidence.level_with_open(items) == 7  # begun on 22 June, open on the 29th


def test_the_days_of_a_board_in_progress_are_found_again():
    """With long tails the done ones are too short and all that was finished lately too long; these are right."""
    bits = np.random.default_rng(4)
    truth, found, done_only, mixed = 30.0, [], [], []
    for _ in range(40):
        slow, quick = bits.exponential(90, 156), bits.exponential(truth, 75)
        items = _log(np.concatenate([slow, quick]), every="56h")
        rows = evidence.of_these_policies(items)
        chances = evidence.days_taken(items)
        found.append(evidence._level(chances, 0.5))
        done = rows["finished_at"] < pd.Timestamp(explore.NOW, tz="UTC")
        days = (items["finished_at"] - items["started_at"]) / pd.Timedelta("1D")
        done_only.append(days[done[done].index].median())
        lately = explore.in_span(items, "finished_at", *evidence.HALF_YEAR)
        mixed.append(days[lately.index].median())
    half = truth * np.log(2)
    assert np.mean(found) == pytest.approx(half, rel=0.1)
    assert np.mean(done_only) < 0.9 * half
    assert np.mean(mixed) > 1.2 * half


def test_hands_are_on_a_thing_for_longer_than_five_days_in_mobile(items):
    done = items[(items["team"] == "mobile") & items["finished_at"].notna()]
    assert explore.hands_on(explore.of(items, "mobile")) == pytest.approx(
        sum(done["days_spent"]) / len(done) / 5 * 7
    )


def test_begun_is_what_stands_on_the_board(items):
    now = pd.Timestamp(explore.NOW, tz="UTC")
    rows = items[(items["team"] == "core") & (items["kind"] == "story")]
    there = (rows["started_at"] < now) & ~(rows["finished_at"] < now)
    assert evidence.count_begun(items, "core") == there.sum()


def test_the_back_test_knows_only_what_was(items):
    """Work that is finished later cannot change a promise."""
    past = explore.back_test(items)
    cut = pd.Timestamp("2026-03-02", tz="UTC")
    changed = items.copy()
    late = changed["finished_at"] >= cut
    changed.loc[late, "finished_at"] = cut + pd.Timedelta("1h")
    again = explore.back_test(changed)
    early = past["monday"] <= cut
    pd.testing.assert_series_equal(past["promised"][early], again["promised"][early])
    gaps = past.groupby("team")["monday"].diff().dropna()
    assert (gaps == pd.Timedelta("28D")).all()


@pytest.fixture(scope="module")
def dates(items):
    return explore.back_test_dates(items, least=44)


def test_dates_of_the_past_are_counted_one_by_one(items, dates):
    """By walking through the stories of each Monday, with what was known on it."""
    stories = items[(items["team"] == "core") & (items["kind"] == "story")]
    assert set(dates["asked"]) == {evidence.EVEN, evidence.CONTRACT}
    for _, row in dates.iterrows():
        monday = row["monday"]
        following = stories[stories["started_at"] >= monday].sort_values("started_at").iloc[:12]
        saturday = monday + pd.Timedelta(days=7 * row["week"] - 2)
        assert row["kept"] == (following["finished_at"] < saturday).all()
        assert row["kept"] == (row["late"] == 0)
        assert row["limited"] == (monday >= pd.Timestamp("2026-01-05", tz="UTC"))
        until = explore.NOW if row["limited"] else explore.LIMIT
        assert monday + pd.Timedelta(weeks=row["week"]) <= pd.Timestamp(until, tz="UTC")
    assert dates.loc[dates["asked"] == evidence.EVEN, "chance"].between(0.5, 0.8).all()
    assert (dates.loc[dates["asked"] == evidence.CONTRACT, "chance"] > 0.8).all()


def test_the_rule_of_the_sale_is_the_one_that_is_tested(items):
    """On the last Monday the test would say what the contract says."""
    monday = pd.Timestamp(explore.NOW, tz="UTC")
    weeks = explore.weekly(items, "core", "story", (explore.TRACKED, explore.NOW)).iloc[-52:]
    again = evidence.of_two_pasts(weeks, evidence.days_taken(items, monday))
    pd.testing.assert_series_equal(again, explore.audit(items))


def _finished_lately(items, monday):
    """Return days as all that was finished in 26 weeks has them, whenever it was begun."""
    rows = explore.in_span(
        items, "finished_at", str(monday.date() - pd.Timedelta("182D")), str(monday.date())
    )
    days = delivery.cycle_times(rows, method="elapsed")
    return pd.Series(1 / len(days), index=days.to_numpy())


def test_dates_of_many_boards_are_kept_as_said_and_a_mixed_past_fails_at_even_odds(monkeypatch):
    """A limit halved the days. Both rules keep the contract's dates; even odds tell which is too late."""

    def board(seed):
        bits = np.random.default_rng(seed)
        begun = pd.date_range("2025-01-06", "2026-06-26", freq="B", tz="UTC")
        begun = begun[bits.random(len(begun)) < 0.45]
        mean = np.where(begun < pd.Timestamp(explore.LIMIT, tz="UTC"), 16, 9)
        return _log(bits.exponential(mean)).assign(
            started_at=begun, finished_at=begun + pd.to_timedelta(bits.exponential(mean), unit="D")
        )

    boards = [board(seed) for seed in range(10)]

    def kept():
        even, contract = np.zeros(2), np.zeros(2)
        for items in boards:
            tests = evidence.date_tests(explore.back_test_dates(items, least=58))
            even += tests[0].since
            contract += tests[1].since
        return even[0] / even[1], contract[0] / contract[1]

    even, contract = kept()
    assert 0.4 < even < 0.75
    assert contract > 0.88
    monkeypatch.setattr(evidence, "days_taken", _finished_lately)
    even, contract = kept()
    assert even > 0.85
    assert contract > 0.97


def test_dates_of_the_past_know_only_what_was(items, dates):
    cut = pd.Timestamp("2026-03-09", tz="UTC")
    late = items["finished_at"] >= cut
    later = items["finished_at"] + pd.Timedelta("21D")
    changed = items.assign(finished_at=items["finished_at"].mask(late, later))
    again = explore.back_test_dates(changed, least=44)
    names = ["monday", "forecast", "asked", "week"]
    early = [
        each.loc[each["monday"] <= cut, names].reset_index(drop=True) for each in (dates, again)
    ]
    assert len(early[0]) > 3
    pd.testing.assert_frame_equal(*early)


@pytest.mark.parametrize(
    ("kept", "dates", "said"),
    [
        (9, 9, "too careful"),
        (0, 8, "too bold"),
        (5, 9, "about as often"),
        (0, 0, "can be tested"),
    ],
)
def test_the_side_of_a_test_is_said(kept, dates, said):
    even = evidence.DateTest(evidence.THESE, evidence.EVEN, 0.59, (0, 0), (0, 0), 1, 0)
    assert said in words._side(kept, dates, even)


@pytest.mark.parametrize(
    ("begun", "cause"), [(9.0, "the pace had fallen"), (6.5, "took longer than most")]
)
def test_why_dates_were_late_is_said(begun, cause):
    row = {"monday": 0, "limited": True, "forecast": evidence.THESE, "asked": evidence.EVEN,
           "kept": False, "begun": begun, "by_pace": 6.0, "known": 20}  # fmt: skip
    said = words.missed_said(pd.DataFrame([row, {**row, "known": 14}]))
    assert cause in said
    assert "14 to 20" in said
    assert "no miss" in words.missed_said(pd.DataFrame([{**row, "kept": True}]))


def test_ages_on_mondays_begin_when_the_board_has_settled(items):
    found = evidence.ages_on_mondays(items)
    core = evidence.of(items, "core")
    open_then = core[
        (core["started_at"] < found.index[0]) & ~(core["finished_at"] < found.index[0])
    ]
    days = (found.index[0] - open_then["started_at"]) / pd.Timedelta("1D")
    assert found.iloc[0] == pytest.approx(days.mean(), abs=1)
    assert len(found) == 18


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.0004, "less than 1 %"), (0.5, "50%"), (0.9951, "more than 99 %"), (1.0, "more than 99 %")],
)
def test_no_chance_is_nothing_or_all(share, said):
    assert pictures.chance(share) == said


def test_the_price_of_a_promise_by_many_futures():
    history = [0, 1, 2, 4]
    chances = delivery.when(history, 6)
    costs = explore.promise_costs(chances, week_cost=3, broken_cost=50)
    bits = np.random.default_rng(5)
    came = []
    for _ in range(20_000):
        done = weeks = 0
        while done < 6:
            done += bits.choice(history)
            weeks += 1
        came.append(weeks)
    for week in (3, 5):
        paid = np.mean([3 * week + 50 * (each > week) for each in came])
        assert costs["costs"][week] == pytest.approx(paid, abs=0.6)


def test_prices_below_zero_are_refused():
    with pytest.raises(ValueError, match="at least 0, in USD"):
        explore.promise_costs(delivery.when([1, 2], 4), -1, 30)


def test_overlap_by_pairs(items):
    rows = explore.in_span(
        explore.of(items, "mobile"), "started_at", explore.LIMIT, explore.NOW
    ).head(70)
    days = delivery.cycle_times(rows)
    points = rows.loc[days.index, "points"]
    pairs = [
        days[one] >= days[other]
        for one in days.index
        for other in days.index
        if points[one] < points[other]
    ]
    assert explore.overlap(rows, "mobile") == pytest.approx(np.mean(pairs))


def test_unknown_teams_and_kinds_are_refused_with_the_known_names(items):
    with pytest.raises(ValueError, match="core, growth, platform, mobile; you passed 'Core'"):
        explore.weekly(items, "Core")
    with pytest.raises(ValueError, match="story, bug, task, spike; you passed 'stories'"):
        explore.of(items, "core", "stories")
    assert set(items["kind"]) <= set(evidence.KINDS)


def test_a_span_has_its_first_day_and_not_its_last(items):
    some = explore.of(items, "core").iloc[:3]
    day = pd.Timestamp("2026-02-02", tz="UTC")
    some = some.assign(started_at=[day, day + pd.Timedelta("7D"), pd.NaT])
    assert explore.in_span(some, "started_at", "2026-02-02", "2026-02-09").index[0] == some.index[0]
    assert len(explore.in_span(some, "started_at", "2026-02-02", "2026-02-09")) == 1
    assert len(explore.in_span(some, "started_at", "2026-02-02")) == 2
    with pytest.raises(ValueError, match="begun_at"):
        explore.in_span(some, "begun_at", "2026-02-02")


def test_velocities_sum_to_what_was_finished(items):
    points = explore.velocities(items, "growth")
    done = explore.in_span(explore.of(items, "growth"), "finished_at", *explore.YEAR)
    assert len(points) == 26
    assert points.sum() == done["points"].sum()


def test_failures_count_deployments_once(company):
    changes, deployments = company.table("changes"), company.table("deployments")
    failed, many, share = explore.per_change(changes, deployments, "mobile")
    there = deployments[
        (deployments["team"] == "mobile")
        & (deployments["deployed_at"] < pd.Timestamp(explore.NOW, tz="UTC"))
    ]
    assert (failed, many) == (there["failed"].sum(), there["changes"].sum())
    assert share.low < share.estimate < share.high


def test_large_deployments_at_the_share_of_core(company):
    changes, deployments = company.table("changes"), company.table("deployments")
    share = explore.per_change(changes, deployments, "core")[2].estimate
    there = deployments[
        (deployments["team"] == "mobile")
        & (deployments["deployed_at"] < pd.Timestamp(explore.NOW, tz="UTC"))
    ]
    expected = np.mean([1 - (1 - share) ** size for size in there["changes"]])
    assert evidence.as_large_as(changes, deployments, "mobile") == pytest.approx(expected)


def test_fridays():
    assert explore.friday(1) == pd.Timestamp("2026-07-03")
    assert explore.friday(4).day_of_week == 4


def test_sentences_follow_the_data(items):
    """Where a limit changes nothing, nothing is said to have changed."""
    core = items["team"] == "core"
    early = items[core & (items["started_at"] < pd.Timestamp(explore.LIMIT, tz="UTC"))]
    shift = pd.Timedelta("364D")
    later = early.assign(
        **{name: early[name] + shift for name in ("created_at", "started_at", "finished_at")}
    )
    same = pd.concat([early, later], ignore_index=True)
    assert explore.limit_said(same)[0] == words.NO_CHANGE
    assert explore.limit_said(items)[0] == words.FASTER


def test_a_team_that_breaks_more_is_said_to():
    when = pd.date_range("2025-02-03 10:00", periods=120, freq="D", tz="UTC")
    rows = []
    for team, share in (("mobile", 3), ("core", 60)):
        for place, moment in enumerate(when):
            rows.append((team, moment, 1, int(place % share == 0)))
    deployments = pd.DataFrame(rows, columns=["team", "deployed_at", "changes", "failed"])
    deployments["deployment_id"] = np.arange(len(deployments))
    deployments["restored_at"] = deployments["deployed_at"].where(deployments["failed"] == 1)
    changes = deployments[["deployment_id"]].assign(committed_at=deployments["deployed_at"])
    assert explore.failures_said(changes, deployments)[0] == words.BREAKS_MORE


@pytest.mark.parametrize("name", CLAIMS)
def test_each_claim_holds_on_the_public_company(name):
    assert CLAIMS[name].holds(data.open(ROOT / "datasets"))


def test_the_longest_stable_span_is_found_by_trying_all(items):
    rows = explore.of(items, "growth")
    first, last = explore.stable_span(rows, "2026-01-05", "2026-06-29")
    mondays = pd.date_range("2026-01-05", "2026-06-29", freq="7D", tz="UTC")
    stable = [
        (end - start, end)
        for start in mondays
        for end in mondays
        if end - start >= pd.Timedelta(weeks=8) and delivery.flow_check(rows, start, end).stable
    ]
    assert (last - first, last) == max(stable)


def test_where_no_span_is_stable_it_is_told():
    begun = pd.date_range("2026-01-05", "2026-06-01", freq="7D", tz="UTC")
    never = pd.DatetimeIndex([pd.NaT] * len(begun), dtype=begun.dtype)
    rows = pd.DataFrame({"started_at": begun, "finished_at": never})
    with pytest.raises(ValueError, match="8 weeks and more is stable"):
        explore.stable_span(rows, "2026-01-05", "2026-06-01")


def test_the_cheapest_week_and_its_chance_lie_in_their_margins(items):
    found = evidence.margin(items)
    costs = explore.promise_costs(explore.audit(items))
    best = evidence.cheapest(costs)
    assert found.weeks[0] <= best <= found.weeks[1]
    assert found.weeks[0] < found.weeks[1]
    assert found.chance[0] < costs["kept"][best] < found.chance[1]
    assert evidence.margin(items) == found


def test_what_moves_the_day(items):
    table = explore.what_moves(items)
    best = evidence.cheapest(explore.promise_costs(explore.audit(items)))
    grown = explore.audit(items, stories=15)
    assert table["cheapest"].iloc[0] == f"week {best}"
    assert table[f"week {best} is kept"].iloc[4] == pictures.chance(grown.loc[:best].sum())
    year, quarter = (
        explore.audit(items, span=(start, explore.NOW)).loc[:best].sum()
        for start in ("2025-06-30", "2026-03-30")
    )
    sold = explore.audit(items).loc[:best].sum()
    assert sold == pytest.approx((year + quarter) / 2, abs=0.01)


def test_the_board_is_told_with_its_ages_and_its_verdict(company, items):
    line = explore.facts(items, company.table("changes"), company.table("deployments"))["board"]()
    check = delivery.flow_check(explore.of(items, "core"), "2026-03-30", explore.NOW)
    assert (": stable. On the Mondays" in line) == check.stable
    assert f"mean age {check.age_start:.0f} days, then {check.age_end:.0f}" in line


def test_the_lesson_asks_with_the_options_that_the_room_answers():
    text = (ROOT / "curriculum" / "11_delivery" / "lesson.py").read_text()
    for option in (words.FASTER, words.FEWER, words.NO_CHANGE, words.CARRIES_MORE):
        assert f'"{option}"' in text
