"""What lesson 13 computes: refusals in a sentence, and numbers that another way gives as well."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from places import ROOT

from course_utils import data
from course_utils.lessons.risk import evidence, words
from course_utils.toolkit import risk


@pytest.fixture(scope="module")
def tables():
    return data.open(ROOT / "datasets").table


def test_an_unknown_team_or_quarter_is_told(tables):
    risks = tables("risks")
    with pytest.raises(ValueError, match="register alone"):
        evidence.scored(risks[risks["quarter"] == "2026-Q2"])
    with pytest.raises(ValueError, match="failing"):
        evidence.chances(25)
    with pytest.raises(ValueError, match="no team here"):
        evidence.of(risks, "design")
    with pytest.raises(ValueError, match="no register"):
        evidence.of(risks, "core", "2024-Q1")
    with pytest.raises(ValueError, match="no team here"):
        evidence.overruns(tables("work_items"), "design", "new")


def test_a_reserve_of_the_past_knows_nothing_of_its_quarter(tables):
    risks = tables("risks")
    before = evidence.back_test(risks, n=500)
    changed = risks.copy()
    mine = changed["quarter"] == "2025-Q2"
    changed.loc[mine & (changed["happened"] == 1), "cost"] *= 10
    after = evidence.back_test(changed, n=500)
    quarter = before["quarter"] == "2025-Q2"
    assert (before["as_came"] == after["as_came"])[quarter].all()
    assert (before["as_came"] != after["as_came"])[~quarter].any()


def test_the_launch_breaks_where_one_of_its_changes_does(tables):
    found = evidence.breaks(tables("changes"), tables("deployments"), stories=3)
    rate = found.a_change.estimate
    bits = np.random.default_rng(1)
    assert found.launch == pytest.approx(
        (bits.random((200_000, 3)) < rate).any(axis=1).mean(), abs=0.004
    )
    assert found.low < found.launch < found.high


def test_the_even_chance_makes_two_options_alike():
    even = evidence.even_chance()
    means = evidence.PAYOFFS @ evidence.chances(even)
    assert means[evidence.DAY] == pytest.approx(means[evidence.STEPS])


def test_the_even_loss_makes_two_options_alike():
    loss = evidence.even_loss(0.3)
    table = evidence.PAYOFFS.copy()
    table.loc[evidence.DAY, "fails"] = table.loc[evidence.STEPS, "fails"] - loss
    means = table @ evidence.chances(0.3)
    assert means[evidence.DAY] == pytest.approx(means[evidence.STEPS])


def test_a_bad_failure_is_an_incident_of_the_two_worst_grades_that_a_deployment_brought(tables):
    changes, deployments, incidents = map(tables, ("changes", "deployments", "incidents"))
    bad = evidence.bad_failures(deployments, incidents)
    assert set(bad["severity"]) <= set(evidence.SEVERE)
    assert bad["deployment_id"].notna().all()
    core = deployments.set_index("deployment_id")["team"]
    assert set(core[bad["deployment_id"]]) == {"core"}
    badly = evidence.fails_badly(changes, deployments, incidents)
    assert badly.launch < evidence.breaks(changes, deployments).launch


def test_a_mended_register_has_the_mean_costs_of_the_record_and_chances_in_order(tables):
    risks = tables("risks")
    named = evidence.launch(risks)
    mended = evidence.as_they_came(named, risks)
    over = evidence.past(risks)
    ratio = (over["cost"] / over["likely"]).mean()
    assert (evidence.impact(mended) / named["likely"]).to_numpy() == pytest.approx(ratio)
    swapped = risks.copy()
    low = swapped["probability"] == 0.3
    swapped.loc[low & swapped["happened"].notna(), "happened"] = 1
    chances = evidence.as_they_came(named, swapped).groupby(named["probability"])["probability"]
    assert chances.first().is_monotonic_increasing


def test_what_a_response_saves_takes_chance_and_cost_from_one_register(tables):
    risks, responses = tables("risks"), tables("responses")
    mended = evidence.as_they_came(evidence.launch(risks), risks)
    table = evidence.answers(risks, responses, came=True)["before"].groupby("risk").first()
    sums = mended["probability"] * evidence.impact(mended)
    assert table.to_dict() == pytest.approx(sums.to_dict())


def test_half_of_the_teams_word_needs_more_than_all_of_it(tables):
    risks, responses = tables("risks"), tables("responses")
    word, half, none = (
        evidence.treated(risks, responses, effect=each, paid=0.0).percentile(0.8)
        for each in (1.0, 0.5, 0.0)
    )
    untouched = evidence.losses(evidence.as_they_came(evidence.launch(risks), risks))
    assert word < half < none == untouched.percentile(0.8)


def test_responses_that_are_chosen_pay_and_make_the_reserve_smaller(tables):
    risks, responses = tables("risks"), tables("responses")
    picked = evidence.chosen(risks, responses)
    by_money = picked.drop(evidence.OWED, level="response")
    assert len(by_money) == len(picked) - 1
    assert (by_money["net"] > 0).all()
    assert by_money.index.get_level_values("risk").is_unique
    before = evidence.losses(evidence.as_they_came(evidence.launch(risks), risks))
    assert evidence.treated(risks, responses).percentile(0.8) < before.percentile(0.8)


def test_budgets_by_requests_are_failed_over_allowed(tables):
    service, incidents = tables("service_levels"), tables("incidents")
    found = evidence.budget(service, incidents)
    rows = evidence.between(service, *evidence.WINDOW, at="hour")
    assert len(rows) == 30 * 24
    assert found.used == pytest.approx(rows["failed"].sum() / (0.001 * rows["requests"].sum()))
    assert words.gate_open(service, incidents) == (found.used < 1)


def test_causes_that_are_dealt_by_chance_do_not_bunch(tables):
    risks = tables("risks").copy()
    bits = np.random.default_rng(3)
    dealt = []
    for _ in range(20):
        for _, rows in risks.groupby("quarter", observed=True):
            risks.loc[rows.index, "cause"] = bits.permutation(rows["cause"].to_numpy())
        dealt.append(evidence.bunched(risks, n=200))
    assert 0.25 < np.mean(dealt) < 0.75
    assert evidence.bunched(tables("risks"), n=200) < 0.05


@pytest.fixture(scope="module")
def failing(tables):
    names = ("changes", "deployments", "incidents")
    return evidence.fails_badly(*map(tables, names)).launch


def test_the_ledger_adds_up_what_stands_in_other_parts(tables, failing):
    two = [tables(name) for name in ("risks", "responses")]
    book = evidence.ledger(*two, failing)
    assert book["together"] == pytest.approx(book.drop("together").sum())
    spent = evidence.chosen(*two)["cost"].sum() / 1000
    assert book["responses"] == pytest.approx(-spent)
    left = evidence.treated(*two).mean / 1000
    assert book["what is left of the register"] == pytest.approx(-left)


def test_the_whole_launch_has_the_mean_of_the_ledger_and_the_tail_of_a_simulation(tables, failing):
    two = [tables(name) for name in ("risks", "responses")]
    table = evidence.whole(*two, failing)
    steps, asked = table["in steps, no pilot"], table["the pilot, then as it shows"]
    assert steps["mean"] == pytest.approx(evidence.ledger(*two, failing)["together"])
    assert asked["mean"] - steps["mean"] == pytest.approx(evidence.pilot_lead(failing).net)
    bits = np.random.default_rng(4)
    n = 200_000
    curve = evidence.treated(*two).curve
    lost = bits.choice(curve.index.to_numpy(), n, p=curve["chance"] / curve["chance"].sum()) / 1000
    brings = np.where(bits.random(n) < failing, 170.0, 185.0)
    gain = brings - lost - evidence.chosen(*two)["cost"].sum() / 1000
    assert steps["chance to lose"] == pytest.approx((gain < 0).mean(), abs=0.005)
    assert steps["one of twenty is below"] == pytest.approx(np.quantile(gain, 0.05), abs=8)


def test_a_likelier_largest_risk_needs_more_and_its_tail_does(tables):
    low, high = words.reserve_band(tables("risks"), tables("responses"))
    middle = evidence.treated(tables("risks"), tables("responses")).percentile(0.8)
    assert low[0] < middle < high[0]
    assert low[1] < high[1]
    assert f"times {high[0] / low[0]:.1f}" in words.leak_said(tables("risks"), tables("responses"))


def test_a_wire_is_tripped_by_runs_of_hours(tables):
    service, deployments = tables("service_levels"), tables("deployments")
    found = evidence.tripped(service, deployments)
    log = evidence.hourly(service, evidence.HALF_YEAR, evidence.NOW)
    hot = (log["bad"] / log["total"] >= 14.4 * 0.001 - 1e-12).to_numpy()
    assert found.trips == int(hot[0]) + int((hot[1:] & ~hot[:-1]).sum())
    assert max(found.after, found.days) <= found.trips


def wired(minutes):
    """Let one hour burn, with a deployment of core so many minutes after its beginning."""
    start = pd.Timestamp("2026-02-03 12:00", tz="UTC")
    hours = pd.date_range("2026-01-01", "2026-07-01", freq="h", inclusive="left", tz="UTC")
    service = pd.DataFrame({"hour": hours, "requests": 1000, "failed": 0})
    service.loc[service["hour"] == start, "failed"] = 100
    went = pd.DataFrame({"team": ["core"], "deployed_at": [start + pd.Timedelta(minutes=minutes)]})
    return evidence.tripped(service, went)


@pytest.mark.parametrize(
    ("minutes", "after"), [(-61, 0), (-60, 1), (-1, 1), (0, 1), (59, 1), (60, 0)]
)
def test_soon_after_a_deployment_is_the_first_hour_or_the_one_before_it(minutes, after):
    found = wired(minutes)
    assert (found.trips, found.after) == (1, after)


def test_the_sentence_on_the_wire_says_what_is_counted(tables):
    service, deployments = tables("service_levels"), tables("deployments")
    found = evidence.tripped(service, deployments)
    assert (
        f"{found.after} of these began soon after a deployment of core: in the trip's first hour or "
        "the hour before it"
    ) in words.trips_said(service, deployments)


def levels(came):
    """Make a past of a hundred risks at each level, of which so many came."""
    rows = [
        {"probability": said, "happened": float(place < many)}
        for said, many in came.items()
        for place in range(100)
    ]
    return pd.DataFrame(rows)


def test_the_order_of_chances_is_praised_only_where_it_holds():
    right = words.brier_said(levels({0.05: 10, 0.3: 40, 0.5: 41}))
    assert "for a higher chance did come more often" in right
    assert "So the order is worth something" in right
    wrong = words.brier_said(levels({0.05: 10, 0.3: 41, 0.5: 40}))
    assert "more often" not in wrong
    assert "of what was called 30% came 41%, of 50% 40%" in wrong
    assert "the order is worth something" not in wrong


def test_tables_round_as_the_sentences_beside_them_do(tables):
    risks, responses = tables("risks"), tables("responses")
    said, came = (evidence.answers(risks, responses, came=how) for how in (False, True))
    shown = words.response_table(said, came)
    for name, row in said[said["cost"] > 0].droplevel("risk").iterrows():
        assert shown.loc[name, "cost"] == f"{row['cost'] / 1000:.1f}"
        assert shown.loc[name, "net, as said"] == f"{row['net'] / 1000:.1f}"


def test_causes_after_a_deployment_are_counted_as_by_hand(tables):
    incidents, deployments = tables("incidents"), tables("deployments")
    table = evidence.base_rates(incidents, deployments)
    live = deployments["deployed_at"]
    soon = [
        bool(((live <= each) & (live >= each - np.timedelta64(1, "h"))).any())
        for each in incidents["started_at"]
    ]
    assert table["incidents"].iloc[-1] == sum(soon)
    shares = table[list(evidence.room.CAUSES)].sum(axis=1).to_numpy()
    assert shares == pytest.approx(1.0)


def test_the_advice_on_the_second_launch_follows_from_any_companys_table():
    from course_utils.company import generate

    for seed in range(400, 408):
        company = generate(seed=seed, accounts=1000)
        names = ("changes", "deployments", "incidents")
        failing = evidence.fails_badly(*map(company.table, names), 9, None).launch
        assert 90 * (1 - failing) + 10 * failing < 86 * (1 - failing) + 60 * failing
        over = evidence.past(company.table("risks"))
        came = over.groupby("probability")["happened"].mean()
        costs = np.array([60_000, 20_000, 12_000, 8_000, 3_000])
        costs = costs * (over["cost"] / over["likely"]).mean()
        assert risk.loss_distribution(came.to_numpy(), costs).percentile(0.8) < costs[0]


def test_the_pilot_pays_from_the_share_that_is_said_and_not_below(failing):
    least = words.pilot_needs(failing)
    for found, pays in ((least, True), (least - 0.01, False)):
        pilot = evidence.PILOT.copy()
        pilot.loc["fails"] = [1 - found, found]
        state = evidence.chances(failing)
        value = risk.evsi(evidence.PAYOFFS, state, pilot).value
        assert (value > evidence.PILOT_COST) == pays


def test_from_outside_the_plan_is_later_and_bounded_by_its_quarter(tables):
    found = evidence.outside_plan(tables("work_items"), n=4_000)
    assert (found["by the fair"] <= found["in the quarter"]).all()
    assert (found["P80"] > evidence.plan().by(0.8)).all()


def test_insurance_is_counted_on_as_offered_and_the_teams_word_by_half(tables):
    risks, responses = tables("risks"), tables("responses")
    table = evidence.answers(risks, responses, came=True)
    counted = evidence.at_half(table).droplevel("risk")
    whole = table["net"].droplevel("risk")
    saved = (table["before"] - table["after"]).droplevel("risk")
    for name, kind in responses.set_index("title")["kind"].items():
        share = 1.0 if kind == evidence.TRANSFER else 0.5
        assert counted[name] == pytest.approx(whole[name] - (1 - share) * saved[name])


def test_an_insurer_that_pays_nothing_leaves_what_there_is_without_one(tables):
    risks, responses = tables("risks"), tables("responses")
    cover = responses.loc[responses["kind"] == evidence.TRANSFER, "title"].item()
    bare = evidence.as_they_came(evidence.launch(risks), risks)
    unpaid = evidence.answered(risks, responses, [cover], paid=0.0)
    assert unpaid["likely"].to_numpy() == pytest.approx(bare["likely"].to_numpy())
    first = evidence.largest(risks)
    offered = evidence.answered(risks, responses, [cover], effect=0.0)
    left = responses.set_index("title")["impact_left"][cover]
    assert offered.loc[first, "likely"] == pytest.approx(left * bare.loc[first, "likely"])


def total(risks, responses, names, paid, chance=None):
    """Add up price and mean loss of the launch with some responses."""
    register = evidence.answered(risks, responses, names, chance, paid=paid)
    left = (register["probability"] * evidence.impact(register)).sum()
    return left + responses.set_index("title")["cost"][names].sum()


def test_insurance_and_test_cost_alike_at_the_share_that_is_said(tables):
    risks, responses = tables("risks"), tables("responses")
    found = evidence.insured(risks, responses)
    cover = responses.loc[responses["kind"] == evidence.TRANSFER, "title"].item()
    test = total(risks, responses, [evidence.OWED], 1.0)
    assert total(risks, responses, [cover], found.beats) == pytest.approx(test)
    both = [cover, evidence.OWED]
    alone, beside = (total(risks, responses, each, 1.0) for each in ([cover], both))
    assert found.beside == pytest.approx((beside - alone) / 1000)
    net = evidence.chosen(risks, responses)["net"].xs(evidence.OWED, level="response").item()
    assert net == pytest.approx(-1000 * found.beside)


def test_nets_by_chance_are_differences_of_totals(tables):
    risks, responses = tables("risks"), tables("responses")
    cover = responses.loc[responses["kind"] == evidence.TRANSFER, "title"].item()
    table = evidence.offer_nets(risks, responses)
    found, rare = evidence.insured(risks, responses), evidence.rare_interval(risks)
    ends = (found.fair, rare.low, found.chance, rare.high)
    for column, chance in zip(table, ends, strict=True):
        none, insurance, test, both = (
            total(risks, responses, each, 1.0, chance) / 1000
            for each in ([], [cover], [evidence.OWED], [cover, evidence.OWED])
        )
        assert table[column].to_numpy() == pytest.approx(
            [none - insurance, none - test, insurance - both]
        )
    assert table.iloc[0, 0] == pytest.approx(0)
    assert total(risks, responses, [cover], 1.0, found.pays) == pytest.approx(
        total(risks, responses, [cover, evidence.OWED], 1.0, found.pays)
    )


def dealt(risks, common):
    """Let whole registers come or not by one shock each, or each risk by its own."""
    bits = np.random.default_rng(8)
    rows = risks.copy()
    over = rows["happened"].notna()
    draw = bits.random(len(rows))
    if common:
        each = rows["quarter"].astype(str) + rows["team"].astype(str)
        draw = each.map({name: bits.random() for name in sorted(set(each))}).to_numpy()
    rows.loc[over, "happened"] = (draw < 0.3)[over].astype(float)
    return rows


def test_the_spread_of_counts_tells_whole_registers_that_are_bad_at_once(tables):
    risks = tables("risks")
    apart, tied = (evidence.spread(dealt(risks, each), n=500) for each in (False, True))
    assert apart.as_much > 0.05
    assert apart.times < 2 < tied.times
    assert tied.as_much < 0.01
    assert tied.as_little > 0.9
    assert "set the stress aside" in words.record_short(dealt(risks, True))
    assert "stress aside" not in words.record_short(dealt(risks, False))


def test_a_step_waits_by_luck_as_often_as_in_a_simulation():
    hours = pd.date_range("2026-01-01", "2026-07-01", freq="h", inclusive="left", tz="UTC")
    service = pd.DataFrame({"hour": hours, "requests": 1000, "failed": 4})
    bits = np.random.default_rng(6)
    many = 24 * evidence.OWN_HOURLY
    for guarded, level in ((False, 0.02), (True, 0.02)):
        bad = [
            (bits.binomial(many * each, 0.004, (40_000, 14)) > level * many * each).any(axis=1)
            for each in (1, 20)
        ]
        found = evidence.step_waits(service, guarded=guarded)
        assert found.step == pytest.approx(bad[0].mean(), abs=0.01)
        assert found.either == pytest.approx((bad[0] | bad[1]).mean(), abs=0.01)


def test_a_day_that_is_bad_for_all_makes_no_guarded_step_wait(tables):
    loose, strict = (
        evidence.step_waits(tables("service_levels"), guarded=each) for each in (False, True)
    )
    assert strict.step <= strict.either < loose.step
    assert strict.either < evidence.PILOT["trouble"]["holds"]


def test_weeks_of_the_pilot_cost_where_one_day_follows(failing):
    lead = evidence.pilot_lead(failing)
    clean = (1 - failing) * 0.85 * 200 + failing * 0.1 * 80
    assert lead.weeks == pytest.approx(clean * 39 / 40 * 2 / 52)


def test_the_largest_risk_leaves_the_reserve_short_more_often_than_all_futures_do(tables):
    risks, responses = tables("risks"), tables("responses")
    paid, unpaid = (evidence.short_if_largest(risks, responses, each) for each in (1.0, 0.0))
    assert 0.2 < paid < unpaid <= 1


def test_the_pilots_lead_is_gone_where_it_is_said_to_be(failing):
    lead = evidence.pilot_lead(failing)
    for more, pays in ((lead.saves - 0.05, True), (lead.saves + 0.05, False)):
        table = evidence.PAYOFFS.copy()
        table.loc[evidence.STEPS] += more
        value = risk.evsi(table, evidence.chances(failing), evidence.PILOT).value
        assert (value > evidence.PILOT_COST) == pays
    for at, pays in ((lead.low, True), (lead.high, True), (lead.low - 0.001, False)):
        assert (evidence.worth(at)["pilot"] > evidence.PILOT_COST) == pays
    assert evidence.worth(lead.high + 0.001)["pilot"] <= evidence.PILOT_COST


def test_finance_is_asked_before_the_pilot_and_the_advice_needs_no_pilot(tables):
    names = ("changes", "deployments", "incidents")
    found = evidence.fails_badly(*map(tables, names))
    said = words.rule_said(found, tables("service_levels"), tables("incidents"), 90.0)
    assert said.index("One question, before any pilot") < said.index("*The launch.* In steps")
    assert "for them the pilot is worth nothing" in said
    assert "*The pilot.*" not in said


def test_no_hospital_begins_before_the_rights_are_tested(tables):
    found = evidence.outside_plan(tables("work_items"), n=4_000)
    assert (found["first"] > found["P80"]).all()
    apart = found["all"] - found["first"]
    assert apart.to_numpy() == pytest.approx(2 * evidence.STEP_WEEKS)
    names = ("changes", "deployments", "incidents")
    failing = evidence.fails_badly(*map(tables, names))
    said = words.days_said(found, failing, tables("service_levels"))
    assert "If the test finds nothing and no step waits" in said
    assert words.latest(found, "first") in said
    assert words.latest(found, "all") in said


@pytest.mark.parametrize("guarded", [True, False])
def test_false_alarms_of_the_trails_own_wire_are_those_of_a_simulation(guarded):
    hours = pd.date_range("2026-01-01", periods=400, freq="h", tz="UTC")
    service = pd.DataFrame({"hour": hours, "requests": 1000, "failed": 30})
    bits = np.random.default_rng(5)
    many = evidence.OWN_HOURLY * 5
    drawn = bits.binomial(many, 0.03, (200, 400))
    trips = drawn >= 14.4 * 0.001 * many
    if guarded:
        trips &= (drawn >= evidence.OWN_FAILED) & (drawn > evidence.OWN_TIMES * 0.03 * many)
    assert evidence.own_trips(service, 5, guarded=guarded) == pytest.approx(
        trips.sum(axis=1).mean(), rel=0.1
    )


def test_futures_that_are_drawn_give_the_vendors_percentiles_as_well():
    tied, apart = ([0.15, 0.6], [80e3, 10e3]), ([0.15, 0.15, 0.6], [30e3, 50e3, 10e3])
    for chances, costs in (tied, apart):
        exact = risk.loss_distribution(chances, costs)
        for seed in range(30):
            drawn = risk.simulate_losses(chances, costs, costs, costs, seed=seed)
            for level in (0.8, 0.95):
                assert drawn.percentile(level) == exact.percentile(level)


def test_a_chance_as_good_as_the_base_rate_is_called_so():
    said = words.brier_said(levels({0.2: 22, 0.3: 27}))
    assert "which is as good." in said
    assert "by 0.000" not in said
    assert "wins no more than the wrong level loses" in said
