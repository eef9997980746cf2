"""What lesson 9 computes, simulates and seals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from companies import company
from places import ROOT

from course_utils import data
from course_utils.exercises import load_key
from course_utils.exercises.claims import load_claims
from course_utils.lessons import experiments as explore
from course_utils.lessons.experiments import autopsy, evidence, peeking, plan
from course_utils.toolkit import experiments
from course_utils.toolkit.common.intervals import Interval

FOLDER = ROOT / "curriculum" / "09_experiments"
CLAIMS = load_claims(FOLDER)
KEY = load_key(FOLDER)
TABLES = ("assignments", "experiments", "users", "accounts")


@pytest.fixture(scope="module")
def public():
    return data.open(ROOT / "datasets")


@pytest.fixture(scope="module")
def runs(public):
    return explore.joined(*(public.table(name) for name in TABLES))


@pytest.mark.parametrize("name", CLAIMS)
def test_each_claim_holds_on_the_public_company(public, name):
    assert CLAIMS[name].holds(public)


def test_the_log_is_joined_person_by_person(public, runs):
    assert len(runs) == len(public.table("assignments"))
    assert runs["assignment_id"].is_unique
    assert set(runs["name"]) == set(explore.NAMES)
    rows = explore.of(runs, "streaks")
    assert rows["exposed_at"].notna().all()
    assert len(explore.of(runs, "streaks", exposed=False)) > len(rows)
    boards = explore.of(runs, "shared_boards_by_account", exposed=False)
    counted = boards["account_id"].map(boards["account_id"].value_counts())
    assert (boards["there"] == counted).all()
    assert explore.seen_size(rows) > rows["account_id"].value_counts().mean()
    with pytest.raises(ValueError, match="name must be one of"):
        explore.of(runs, "reaction")


def test_the_board_keeps_the_seal(runs):
    board = explore.board(runs)
    assert "shared_boards_by_account" not in board.index
    assert "sealed" in explore.show_board(board).data
    assert board.loc["streaks", "unit"] == "uses"


# Peeking -----------------------------------------------------------------------------------------


def test_an_a_a_test_has_nothing_to_find():
    same = pd.Series([1, 0, 0] * 200)
    z, counts = peeking.aa_tests(same, 400, seed=3)
    assert z.shape == (400, peeking.DAYS)
    assert (counts[:, -1, 1] + counts[:, -1, 3] == len(same)).all()
    assert (counts[:, -1, 0] + counts[:, -1, 2] == same.sum()).all()
    assert (np.diff(counts, axis=1) >= 0).all()
    last = counts[0, -1]
    right = experiments.compare_rates((last[0], last[1]), (last[2], last[3])).statistic
    assert z[0, -1] == pytest.approx(right)
    assert peeking.one_look(z) == pytest.approx(0.025, abs=0.02)


def test_the_crowd_is_what_the_recursion_says():
    same = pd.Series([1, 0] * 1000)
    z, _ = peeking.aa_tests(same, 1500, seed=4)
    limits = peeking.bounds(len(same), 0.5, 0.05)
    crowd = peeking.stopped(z, limits)
    assert (crowd.diff().dropna() >= 0).all().all()
    last = crowd.iloc[-1]
    # A rise is half of what both directions are; few tests show both.
    assert last["naive"] == pytest.approx(experiments.peeking_risk(peeking.DAYS) / 2, abs=0.025)
    assert last["pocock"] == pytest.approx(0.025, abs=0.012)
    assert last["obrien_fleming"] == pytest.approx(0.025, abs=0.012)
    assert last["always_valid"] < 0.025
    assert last["bayes"] > last["naive"] + 0.03  # P(better) above 95 % is no licence


def test_a_significant_loss_is_no_winner():
    z = np.full((1, peeking.DAYS), -3.0)
    limits = peeking.bounds(1000, 0.4, 0.05)
    assert (peeking.stopped(z, limits) == 0).all().all()
    assert peeking.one_look(z) == 0


def test_hollow_wins_are_counted_in_tests_that_nobody_picked():
    idle, true = np.zeros((10, peeking.DAYS)), np.zeros((10, peeking.DAYS))
    idle[:2, 4] = idle[0, -1] = 3  # two are green on some day, one of them at the end
    true[:8, 4] = true[:6, -1] = 3
    limit = np.full(peeking.DAYS, 1.96)
    found = peeking.hollow(idle, true, limit, works=0.1)
    assert found["as soon as it is green"] == pytest.approx(0.18 / (0.18 + 0.08))
    assert found["one look at the end"] == pytest.approx(0.09 / (0.09 + 0.06))


def temptation(tmp_path, **more):
    from course_utils.exercises.store import Answers

    same = pd.Series([1, 0, 0, 1] * 100)
    return explore.PeekingTemptation(
        "peeking", same, effect=0.05, answers=Answers(tmp_path), **more
    )


def test_what_was_shipped_is_remembered(tmp_path):
    it = temptation(tmp_path)
    assert it.answer is None
    assert "not ended" in str(it)
    it.value = {"runs": [[7, True], [20, False]], "day": 0}
    assert it.answer == 0.5
    assert "Test 1: shipped on day 7" in str(it)
    assert it.tidy({"runs": [[99, 1]], "day": -3}) == {"runs": [[20, True]], "day": 0}
    for wrong in ({"runs": 3}, {"runs": [[1]]}, {"runs": [["a", True]]}, [1]):
        with pytest.raises(ValueError, match=r"must|is a"):
            it.tidy(wrong)


def test_some_of_the_tests_have_something_to_find(tmp_path):
    it = temptation(tmp_path)
    effects = np.array(it.data["effects"])
    assert (effects > 0).sum() == peeking.FOUND + peeking.MISSED
    assert len(effects) == peeking.TESTS == 8
    p, up = np.array(it.data["p"]), np.array(it.data["up"])
    green = (p < 0.05) & up
    assert green[effects == 0].any(axis=1).sum() == peeking.FADING
    assert not green[effects == 0, -1].any()  # what was green has faded by the end
    assert effects[0] == 0
    assert (green[effects == 0][:, 3:].sum(axis=1) >= 2).sum() == peeking.FADING
    assert green[effects > 0, -1].sum() == peeking.FOUND


@pytest.mark.parametrize("seed", range(4))
def test_whoever_ships_at_the_first_green_has_more_hollow_wins(tmp_path, seed):
    from course_utils.exercises.store import Answers

    same = pd.Series(np.random.default_rng(seed).random(700) < 0.4).astype(int)
    it = explore.PeekingTemptation("peeking", same, effect=0.1, answers=Answers(tmp_path))
    early, late = it.hollow.values()
    assert early > 1.5 * late
    assert it.shipped.loc["p below 0.05, every day", "of nothing"] > 0.05


def test_other_people_meet_other_tests(tmp_path):
    from course_utils.exercises.store import Answers

    orders = set()
    for ones in (130, 140, 150, 160):
        same = pd.Series([1] * ones + [0] * 300)
        it = explore.PeekingTemptation("peeking", same, effect=0.1, answers=Answers(tmp_path))
        orders.add(tuple(it.data["effects"]))
    assert len(orders) > 1
    assert (it.found.iloc[-1] > it.crowd.iloc[-1]).all()
    with pytest.raises(ValueError, match="effect must lie"):
        peeking.aa_tests(pd.Series([1, 0] * 100), 2, effect=0.6)


EVERY = np.linspace(-0.2, 0.2, 41)


def test_each_interval_has_one_row_of_the_rule():
    found = {
        explore.decide(Interval((low + high) / 2, low, high), 0.05)
        for low in EVERY
        for high in EVERY[low < EVERY]
    }
    assert found == set(explore.DECISIONS)
    for low, high, said in (
        (-0.09, -0.02, "worse"),
        (-0.08, 0.02, "ruled out"),
        (0.003, 0.02, "ruled out"),
        (0.003, 0.07, "better"),
        (-0.01, 0.07, "not answered"),
    ):
        assert explore.decide(Interval((low + high) / 2, low, high), 0.05) == said
    with pytest.raises(ValueError, match="mde must be above 0"):
        explore.decide(Interval(0, -1, 1), 0)


def test_a_gain_is_set_beside_its_cost():
    gain = Interval(0.24, 0.19, 0.29)
    assert explore.pays(gain, 0.07) == "surely"
    assert explore.pays(gain, 0.07, share=1 / 3) == "bet"
    assert explore.pays(gain, 0.15, share=1 / 3) == "no"
    with pytest.raises(ValueError, match="share must lie"):
        explore.pays(gain, 0.07, share=0)


def test_boards_are_paid_for_once_they_are_open(runs, public):
    register = public.table("experiments")
    boards = explore.of(runs, explore.evidence.SEALED)
    shut = explore.payoffs(runs, register, boards.iloc[:0])
    assert explore.TOGETHER not in shut.index
    table = explore.payoffs(runs, register, boards)
    assert set(table["said"]) <= set(explore.PAYS)
    assert table.loc[explore.HELPED, "share"] < 0.5
    said = explore.show_payoffs(table).data
    assert "| so it |" in said
    assert "Template gallery" in said
    assert "**pays by its middle alone: a bet**" in said


def test_a_star_of_chance_is_searched_for_as_a_star_is(runs):
    """Coins that are thrown again, each of them searched by the function that the lesson uses."""
    rows = explore.of(runs, "digest_hour")
    bits = np.random.default_rng(9)
    second = (rows["variant"] == "treatment").to_numpy()
    found = kept = 0
    for _ in range(12):
        coins = np.where(bits.permutation(second), "treatment", "control")
        stars = explore.star_search(rows.assign(variant=coins))
        found += stars["p"].min() < 0.05
        kept += stars["holm"].min() < 0.05
    assert explore.idle_stars(rows, tests=12) == (found / 12, kept / 12)


def test_contamination_is_read_by_a_coin_within_one_test():
    def person(account, variant, converted):
        return {"account_id": account, "variant": variant, "converted": converted}

    rows = pd.DataFrame(
        [
            person(1, "control", 1),
            person(1, "treatment", 0),
            person(2, "control", 0),
            person(2, "control", 0),
            person(3, "treatment", 1),
            person(3, "treatment", 1),
            person(4, "control", 1),  # alone
            person(5, "control", 1),
            person(5, "control", 1),
            person(5, "treatment", 1),
        ]
    )
    pairs = evidence.in_pairs(rows)
    assert list(zip(pairs["account_id"], pairs["variant"], strict=True)) == [
        (1, "treatment"),
        (2, "control"),
        (2, "control"),
    ]
    assert set(evidence.pairs(rows)["account_id"]) == {1, 2, 3}


def test_whose_board_does_it_is_said_by_the_data(runs):
    """In accounts of two the colleague's board brings uses and the own none; few of them say less."""
    by_person = explore.of(runs, "shared_boards")
    more, own = evidence.reached(by_person), evidence.own_board(by_person)
    assert own.covers(0)
    assert own.high < more.low
    assert "the colleague's board that does it" in explore.show_controls(by_person).data
    pair = evidence.pairs(by_person)
    treated = pair["variant"] == "treatment"
    both = pair.assign(converted=pair["converted"].where(~treated, 1))
    assert "so few accounts of two cannot say." in explore.show_controls(both).data
    assert "holds 0" in explore.show_controls(pair.head(40)).data


def test_a_lasting_effect_may_fall_with_the_use(runs):
    """What the control does falls as well, so an effect is a share of it."""
    weekly = explore.weekly_effects(explore.of(runs, "template_gallery"))
    assert weekly["estimate"][4] < weekly["estimate"][1]
    assert (weekly["relative"] > 0.5).all()
    assert "still there" in explore.answers.stays(weekly)
    assert "cannot say" in explore.answers.stays(weekly.assign(low=-1.0))


# The key -----------------------------------------------------------------------------------------


def test_no_planned_month_is_added_to_a_test():
    """A second look with the bound of one, taken only where the first did not please."""
    doors = KEY.all["doors"]
    lines = dict(doors.form.options)
    assert "month" not in lines["null"]
    assert "new people" in lines["null"]
    texts = (FOLDER / "strong.md", FOLDER / "lesson.py")
    assert not any("one more month, planned" in text.read_text("utf-8") for text in texts)


def test_friday_s_mail_does_not_say_which_sentence_is_wrong():
    exercise = KEY.exercises["friday_mail"]
    words = {mistake.message for mistake in exercise.mistakes}
    assert len(words) == 1


def test_a_guardrail_that_is_not_shown_is_not_called_broken():
    """Company 3 has few people: its interval holds the margin."""
    tables = company(3)
    runs = explore.joined(*(tables.table(name) for name in TABLES))
    register = tables.table("experiments")
    margin = register.set_index("name")["guardrail_margin"]["streaks"]
    rise = explore.guardrail(explore.of(runs, "streaks"), margin).difference
    assert explore.guarded(rise, margin) == "not shown"
    every = dict.fromkeys(explore.NAMES, "drop")
    said = explore.answers.signed(runs, register, explore.board(runs), every)[1]
    assert "Streaks is not shown to keep its guardrail" in said


def test_the_fact_sheet_does_not_call_shares_alike_that_are_only_not_apart():
    text = (FOLDER / "assignment.py").read_text("utf-8")
    assert '"alike"' not in text


def test_the_friday_mail_and_the_boards_ask_what_the_lesson_does_not_print(runs, public):
    """Typed from the lesson's own table of sums, exercise 11 is not right."""
    table = explore.payoffs(
        runs, public.table("experiments"), explore.of(runs, explore.evidence.SEALED)
    )
    printed = table.loc[explore.TOGETHER, ["estimate", "low", "high"]].astype(float).round(3)
    exercise = KEY.exercises["boards_paying"]
    right = exercise.answer(public)
    assert (abs(right.iloc[0].to_numpy() - printed.to_numpy()) > 0.005).all()


def test_the_window_of_the_streaks_is_whole(runs):
    rows = explore.of(runs, "streaks")
    weeks = explore.weekly_effects(rows)["estimate"]
    assert explore.each_week(rows).estimate == pytest.approx(weeks.mean())
    said = explore.answers.whole_window
    assert "planned weeks say better" in said(rows, 0.1)
    assert "ruled out" in said(rows, 3.0)
    coins = np.random.default_rng(9).permutation(rows["variant"])
    assert "do not answer" in said(rows.assign(variant=coins), 0.05)


def test_who_never_had_a_colleague_is_counted(runs, public):
    boards = explore.of(runs, explore.evidence.SEALED)
    said = explore.answers.nobody_else(boards, public.table("users"))
    assert "what its name says" in said
    every = explore.answers.nobody_else(boards.assign(converted=1), public.table("users"))
    assert "That cannot be" in every
    assert "Sealed" in explore.answers.nobody_else(boards.iloc[:0], public.table("users"))


def test_the_fact_sheet_does_not_hand_over_the_size():
    text = (FOLDER / "assignment.py").read_text("utf-8")
    sized = text[text.index("worth having, and what finds it") :]
    assert "next_test" in sized[: sized.index("margin of its guardrail")]


def test_the_lodged_plan_is_obeyed_beside_the_sound_one(tmp_path, runs):
    it = pre_registration(tmp_path, runs)
    by_person = explore.of(runs, "shared_boards")
    boards = explore.of(runs, "shared_boards_by_account")
    it.answer = {**WHOLE, "population": "exposed", "errors": "account"}
    assert "your plan" not in explore.show_boards(by_person, boards, it).alt
    it.answer = {**WHOLE, "population": "exposed", "errors": "user"}
    assert "your plan: people as pieces" in explore.show_boards(by_person, boards, it).alt


def test_finished_outcomes_are_counted(runs, public):
    started = public.table("experiments").set_index("name")["started_at"]["shared_boards"]
    rows = explore.of(runs, "shared_boards")
    finished = explore.ripe(rows, started, [21, 31, 49])
    assert finished[21] == 0
    assert 0 < finished[31] < finished[49] == len(rows)


def test_the_same_people_give_the_same_tests(tmp_path):
    one, two = temptation(tmp_path), temptation(tmp_path)
    assert one.data == two.data


# Autopsy -----------------------------------------------------------------------------------------

TELLS = {
    "redirect": ("platform", "web"),
    "bots": ("use", "busiest third"),
    "trigger": ("use", "others"),
    "cache": ("age", "old"),
    "ramp": ("day", "days 1 to 4"),
}


@pytest.mark.parametrize("seed", range(1, 7))
def test_each_mechanism_shows_in_a_cut_of_its_own(seed):
    tables = company(seed)
    runs = explore.joined(*(tables.table(name) for name in TABLES))
    found = explore.bodies(runs)
    assert sorted(body.mechanism for body in found.values()) == sorted(explore.MECHANISMS)
    for body in found.values():
        look, part = TELLS[body.mechanism]
        assert experiments.sample_ratio(explore.people(body.exposed)).p < 0.001
        table = autopsy.shares(body, look)
        assert table.loc[part, "p"] < 1e-4
        assert (table["p"].drop(part) > 0.001).all(), (body.mechanism, table)
        # What fails after the coin leaves the assigned in their halves; a filter deletes both.
        assigned = experiments.sample_ratio(explore.people(body.assigned)).p
        assert (assigned > 0.001) == (body.mechanism not in {"bots", "ramp"})


def test_every_look_can_be_drawn(runs):
    explorer = explore.srm_autopsy(runs)
    for case in explore.CASES:
        for look in autopsy.LOOKS:
            explorer.values = {"case": case, "look": look}
            assert "treated" in explorer.scene["says"]
            assert explorer.scene["pictures"][0]["alt"]
    assert not any(name in str(explorer).lower() for name in ("redirect", "ramp", "cache"))


# The plan ----------------------------------------------------------------------------------------

WORDS = {name: next(iter(options)) for name, (_, options) in explore.FIELDS.items()}
WHOLE = {**WORDS, "mde": 6, "people": 3000, "margin": 5}


def pre_registration(tmp_path, runs):
    from course_utils.exercises.store import Answers

    return explore.PreRegistration(
        "board_plan",
        explore.of(runs, "shared_boards"),
        pd.Series({"mde": 0.06, "guardrail_margin": 0.05, "planned_per_arm": 2094}),
        answers=Answers(tmp_path),
    )


def test_the_numbers_of_a_plan_are_weighed(tmp_path, runs):
    it = pre_registration(tmp_path, runs)
    needed = explore.people_by_account(explore.of(runs, "shared_boards"), 0.06)
    by_person = needed / experiments.design_effect(
        explore.seen_size(explore.of(runs, "shared_boards")), explore.ICC
    )
    fine = {"mde": "worth", "people": "enough", "margin": "fits"}
    for numbers, said in (
        ({"mde": 6, "people": needed, "margin": 5}, fine),
        (
            {"mde": 6, "people": by_person, "margin": 9},
            {**fine, "people": "short", "margin": "loose"},
        ),
        # The guardrail, too, is counted by account.
        (
            {"mde": 6, "people": by_person, "margin": 5},
            {**fine, "people": "short", "margin": "tight"},
        ),
        ({"mde": 9, "people": needed, "margin": 5}, {**fine, "mde": "missed"}),
        ({"mde": 6, "people": needed, "margin": 1}, {**fine, "margin": "tight"}),
        ({"mde": 6, "people": needed, "margin": 30}, {**fine, "margin": "loose"}),
        ({"mde": 4, "people": needed, "margin": 5}, {**fine, "people": "short"}),
        # What the register asks for is sound, for its own effect and no smaller one.
        ({"mde": 6, "people": 2094, "margin": 5}, fine),
        ({"mde": 5.5, "people": 2094, "margin": 5}, {**fine, "people": "short"}),
        # More than ever came is no plan, nor is a number made up for a tiny effect.
        ({"mde": 6, "people": 99_000, "margin": 5}, {**fine, "people": "many"}),
        ({"mde": 1, "people": 90_000, "margin": 5}, {**fine, "people": "many"}),
    ):
        assert it.weighed(numbers) == said, numbers


def test_what_the_numbers_let_happen_is_said_before_the_plan_is_lodged(tmp_path, runs):
    it = pre_registration(tmp_path, runs)
    numbers = {"mde": 6, "people": 300, "margin": 30}
    it.value = {"plan": {}, "numbers": {"mde": 6, "people": 300}, "lodged": False}
    assert it.said["remarks"] == []
    it.value = {"plan": {}, "numbers": numbers, "lodged": False}
    remarks = explore.REMARKS
    assert it.said == {
        "numbers": numbers,
        "remarks": [remarks["people"]["short"], remarks["margin"]["loose"]],
    }
    it.value = {"plan": {}, "numbers": {**numbers, "people": 3000, "margin": 5}, "lodged": False}
    assert it.said["remarks"] == []
    for least in (1e-9, 99_999):  # whatever is typed is weighed
        it.value = {"plan": {}, "numbers": dict.fromkeys(numbers, least), "lodged": False}
        assert it.said["numbers"]["mde"] == least
    it.value = None
    assert it.said == {"numbers": {}, "remarks": []}


def test_data_stay_sealed_until_the_plan_is_lodged(tmp_path, runs, monkeypatch):
    it = pre_registration(tmp_path, runs)
    monkeypatch.setattr(plan, "attended", lambda: True)
    by_person = explore.of(runs, "shared_boards")
    for value in (None, {"plan": {"errors": "account"}, "lodged": True}):  # half a plan is none
        it.value = value
        assert not it.lodged
        boards = explore.opened(runs, "shared_boards_by_account", it)
        assert boards.empty
        assert explore.answers.together(by_person, boards) == (None, explore.SEALED_SAID)
        for said in (
            explore.show_boards(by_person, boards, it),
            explore.show_units(boards),
            explore.show_people_there(boards),
        ):
            assert said.data == f"> {explore.SEALED_SAID}"
    it.answer = WHOLE
    assert it.lodged
    boards = explore.opened(runs, "shared_boards_by_account", it)
    assert len(boards) > 100
    assert explore.answers.together(by_person, boards)[0] == "More than three times as large"
    said = dict(it.answer.itertuples(index=False))
    assert said == {**WORDS, "mde": "worth", "people": "enough", "margin": "fits"}
    assert "Exposed in each arm: 3000 people" in str(it)


def test_a_builder_is_let_through(tmp_path, runs, monkeypatch):
    monkeypatch.setattr(plan, "attended", lambda: False)
    assert len(explore.opened(runs, "streaks", pre_registration(tmp_path, runs)))
    with pytest.raises(TypeError, match="pre-registration"):
        explore.opened(runs, "streaks", None)


def test_unknown_options_are_dropped(tmp_path, runs):
    it = pre_registration(tmp_path, runs)
    wrong = {"mde": -1, "people": "many", "margin": True, "x": 3}
    assert it.tidy({"plan": {"errors": "moon", "x": "y"}, "numbers": wrong, "lodged": True}) == {
        "plan": {},
        "numbers": {},
        "lodged": False,
    }
    assert "not lodged" in str(it)


def test_truths_come_last(monkeypatch):
    from course_utils.widgets import prediction

    monkeypatch.setattr(prediction, "attended", lambda: True)
    assert "Sort all seven first" in explore.show_truths({"streaks": "drop"}).data
    said = explore.show_truths(dict.fromkeys(explore.NAMES, "ship")).data
    assert "+70 % uses on every plan" in said
    assert said.count("ship") == 7
