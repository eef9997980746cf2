"""What lesson 9 says about Kitewell, proved on many companies."""

from __future__ import annotations

from functools import lru_cache

from course_utils.exercises.claims import claim
from course_utils.lessons import experiments as explore
from course_utils.toolkit import experiments as tests
from course_utils.toolkit.common.intervals import Interval

EXCEPT = {
    "The new list shall reach": "the task of an exercise",
    "Engineering says that the quick editor": "an opinion that the exercise puts to the test",
    "The share of all exposed people who were there": "a definition for an exercise",
    "hollow wins of the gallery team": "a label of the fact sheet",
    "boards by account, two people or more": "a label of the fact sheet",
    "boards, two people or more: rise": "a label of the fact sheet",
    "Code keeps the exposed people": "what a function does",
    "For harm four times": "a decision of the plan",
    '"Surely it works for somebody"': "what an inventor does",
    "boards, two people or more: beside what": "a label of the fact sheet",
    "boards, two people or more: all assigned": "a label of the fact sheet",
    "The growth lead's draft has six sentences": "what the exercise is about",
    "above 0, reaching the MDE, guardrail held": "a rule, not a finding",
    "Nothing is added; a next test": "a rule, not a finding",
    "Kohavi and Thomke (2017) report": "what a cited publication reports",
    "the interval lies above 0": "a rule, not a finding",
    "over 0, reaching the MDE": "a rule, not a finding",
    "Ratio of assigned people, and of exposed": "a rule, not a finding",
    "Sales wants most people": "the task of an exercise",
    "It is tested on newly signed-up people": "the task of an exercise",
    "Somebody converted who": "a definition, which a test of the company proves",
    "Only newly signed-up people come in": "what enrolment is: everybody else was there before",
    "A page that fails loses people after": "what such a page does, by its definition",
    "Code says how many more": "what a function computes",
    "And who is alone in an account": "what being alone means",
    "A win that drives people to mute": "a judgement of value",
    "One thing has not been read yet": "what the lesson has done so far",
    "The size is set from new people": "a decision of the plan",
    "Tasks completed a week, and tickets": "a margin that is set in a plan",
    "The register has another number": "how the register's size is made, which a claim proves of its twice",
}


@lru_cache(maxsize=1)
def _runs(source):
    names = ("assignments", "experiments", "users", "accounts")
    return explore.joined(*(source.table(name) for name in names))


def _of(source, name):
    return explore.of(_runs(source), name)


def _difference(source, name):
    return tests.compare_rates(*explore.arms(_of(source, name))).difference


def _same(source):
    """Who of the digest's control converted: they all got the same."""
    digest = _of(source, "digest_hour")
    return digest.loc[digest["variant"] == "control", "converted"]


@lru_cache(maxsize=1)
def _idle(source):
    """Return the z scores of a thousand tests of nothing, day by day."""
    return explore.aa_tests(_same(source), 1000)[0]


@claim
def first_week_brings_most(source):
    """More than half of the people of three weeks' enrolment come in the first."""
    register = source.table("experiments").set_index("name")
    enrolled = explore.weeks_of_enrolment(
        _of(source, "digest_hour"), register["started_at"]["digest_hour"]
    )
    return bool(enrolled.iloc[0] > 0.5 * enrolled.iloc[-1])


@claim
def boards_want_twice(source):
    """By account the boards' plan wants twice the people for the same effect."""
    register = source.table("experiments").set_index("name")
    alone, whole = register.loc["shared_boards"], register.loc["shared_boards_by_account"]
    times = whole["planned_per_arm"] / alone["planned_per_arm"]
    return bool(alone["mde"] == whole["mde"] and 1.95 < times < 2.05)


@claim
def only_web_is_off(source):
    """The quick editor's ratio is off on the web, and on no other platform."""
    table = explore.by_platform(_of(source, "quick_editor"))
    return bool(table.loc["web", "p"] < 1e-4) and bool((table["p"].drop("web") > 0.001).all())


@claim
def light_users_are_lost(source):
    """On the web those left in the editor's arm finish more in four weeks than the control."""
    rows = _of(source, "quick_editor")
    control, treatment = explore.values(rows[rows["platform"] == "web"], "four_weeks")
    return bool(treatment.mean() > control.mean())


@claim
def peeking_costs(source):
    """Where there is nothing, daily looking sees a rise three times as often as one look, or more."""
    same, z = _same(source), _idle(source)
    crowd = explore.stopped(z, explore.bounds(len(same), same.mean(), 0.05))
    return bool(crowd["naive"].iloc[-1] > 3 * max(0.025, explore.one_look(z)))


@lru_cache(maxsize=1)
def _temptation(source):
    same = _same(source)
    findable = tests.rates_mde(same.mean(), len(same) // 2)
    return explore.PeekingTemptation("peeking", same, effect=findable)


@claim
def peeking_hollows_wins(source):
    """Shipping at the first green finds more than one look, and half as many hollow wins again or more."""
    it = _temptation(source)
    early, late = it.hollow.values()
    return it.found["naive"].iloc[-1] > it.data["once_found"] and early > 1.5 * late


@claim
def register_asks_for_less(source):
    """What one look finds four times in five is more than the register calls worth having."""
    same = _same(source)
    mde = source.table("experiments").set_index("name")["mde"]["digest_hour"]
    return bool(tests.rates_mde(same.mean(), len(same) // 2) > mde)


@claim
def bayes_is_no_licence(source):
    """Shipping once P(better) passes 95 % ships more idle tests than the first p below 0.05."""
    last = _temptation(source).crowd.iloc[-1]
    return bool(last["bayes"] > last["naive"] > 0.05)


@claim
def harm_needs_a_bound(source):
    """Looked at daily, an idle guardrail cries in three times the 2.5 % meant, or more."""
    return float((_idle(source).min(axis=1) < -1.96).mean()) > 0.075


@claim
def streaks_break_the_guardrail(source):
    """Of the tests that are read, streaks alone break the guardrail; the editor is not read."""
    table = explore.guardrails(_runs(source), source.table("experiments"))
    others = table["said"].drop(["streaks", "quick_editor"])
    return table["said"]["streaks"] != "kept" and bool((others == "kept").all())


@claim
def people_of_an_account_are_alike(source):
    """Idle tests by account, read by person, cry more often than meant."""
    rows = _of(source, "shared_boards_by_account")
    return explore.read_by_person(rows[rows["variant"] == "control"]) > 0.07


@claim
def alone_gains_nothing(source):
    """Where one person is assigned the interval covers 0; with two and more it lies above 0."""
    rows = _of(source, "shared_boards_by_account")
    alone = explore.per_account(rows[rows["there"] == 1]).difference
    return alone.covers(0) and explore.per_account(rows[rows["there"] > 1]).difference.low > 0


@claim
def boards_keep_the_guardrail(source):
    """The boards by account keep the guardrail where two or more people are, with accounts as pieces."""
    name = "shared_boards_by_account"
    margin = source.table("experiments").set_index("name")["guardrail_margin"][name]
    return explore.guarded(explore.muted_together(_of(source, name)), float(margin)) == "kept"


@claim
def verdicts_follow_the_rule(source):
    """The table of Friday puts each test that can be read where the key has it.

    What is shipped keeps its guardrail, and the compact list keeps it on the plan where it is shipped;
    streaks do not keep theirs, so that they do not ship whatever their planned weeks say.
    """
    guards = explore.guardrails(_runs(source), source.table("experiments"))["said"]
    if not (guards[["template_gallery", explore.HELPED]] == "kept").all():
        return False
    if guards["streaks"] == "kept":
        return False
    register = source.table("experiments").set_index("name")

    def said(name, found):
        return explore.decide(found, float(register["mde"][name]))

    plans = explore.by(_of(source, "compact_view"), "plan")
    by_plan = {
        plan: Interval(*plans.loc[plan, ["estimate", "low", "high"]]) for plan in plans.index
    }
    return (
        said("template_gallery", _difference(source, "template_gallery")) == "better"
        and said("digest_hour", _difference(source, "digest_hour")) == "ruled out"
        and said("compact_view", by_plan["business"]) == "better"
        and said("compact_view", by_plan["free"]) == "worse"
    )


@claim
def one_verdict_stands(source):
    """Of the board's verdicts one stands as it is, the gallery's; the others fall for what is taught."""
    runs = _runs(source)
    every = dict.fromkeys(explore.NAMES, "drop")
    register = source.table("experiments")
    count, said = explore.answers.signed(runs, register, explore.board(runs), every)
    wrong = (
        "Quick editor cannot be read",
        "Compact list hides",
        "Digest at 9 is no",
        "Boards, by person asked",
    )
    return (
        count == 1
        and "It stands: Template gallery." in said
        and all(part.lower() in said.lower() for part in wrong)
    )


@claim
def bounds_hold(source):
    """Each rule that knows of the looks sees a rise in less than 4.5 % of the idle tests."""
    same = _same(source)
    crowd = explore.stopped(_idle(source), explore.bounds(len(same), same.mean(), 0.05)).iloc[-1]
    return bool((crowd.drop(["naive", "bayes"]) < 0.045).all())


@claim
def digest_rules_out_mde(source):
    """The digest's interval lies inside the smallest effect that was to be found."""
    mde = source.table("experiments").set_index("name")["mde"]["digest_hour"]
    found = _difference(source, "digest_hour")
    return -mde < found.low and found.high < mde


@claim
def chance_brings_stars(source):
    """With the digest's coins thrown again, most searches find a star; Holm leaves one in one of ten at most."""
    found, kept = explore.idle_stars(_of(source, "digest_hour"))
    return found > 0.6 and kept <= 0.1


@claim
def compact_differs(source):
    """Business gains from the compact list and free loses, further apart than chance; the mean covers 0."""
    plans = explore.by(_of(source, "compact_view"), "plan")
    business, free = plans.loc["business"], plans.loc["free"]
    apart = explore.apart(business, free)
    mean = _difference(source, "compact_view")
    return bool(business["estimate"] > 0 > free["estimate"]) and apart.low > 0 and mean.covers(0)


@claim
def streaks_win_first_week(source):
    """The streaks' first week has the smallest p-value of the board's winners."""
    board = explore.board(_runs(source))
    winners = board[board["verdict"] == "winner"]
    return winners["p"].idxmin() == "streaks"


@claim
def novelty_is_gone(source):
    """Beside the control less than a third of the first week's effect is left in the fourth, below the MDE."""
    weekly = explore.weekly_effects(_of(source, "streaks"))
    mde = source.table("experiments").set_index("name")["mde"]["streaks"]
    effect = weekly["relative"]
    return bool(effect[4] < effect[1] / 3) and bool(weekly["high"][4] < mde < weekly["low"][1])


@claim
def use_falls_in_the_control(source):
    """The control of streaks, and that of the gallery, uses less in the fourth week than in the first."""
    weeks = [explore.weekly_effects(_of(source, name)) for name in ("streaks", "template_gallery")]
    return all(bool(each["control"][4] < each["control"][1]) for each in weeks)


@claim
def after_is_not_before(source):
    """Adjusted for the first week, the second lies below the whole plain interval."""
    rows = _of(source, "streaks")
    found = tests.cuped(rows, outcome="value_week2", before="value_week1")
    return found.difference.estimate < found.plain.low


@claim
def boards_need_company(source):
    """By account the boards' difference is more than three times that by person."""
    alone = _difference(source, "shared_boards").estimate
    together = explore.per_account(_of(source, "shared_boards_by_account")).difference.estimate
    return together > 3 * max(alone, 0)


@claim
def before_after_misleads(summaries):
    """Those with the mail have more overdue tasks in March than in February, by the interval."""
    return explore.mail_changes(summaries)["March against February, with the mail"].low > 0


@claim
def with_without_misleads(summaries):
    """In March those with the mail have more overdue tasks than those without, by the interval."""
    return explore.mail_changes(summaries)["With it against without, in March"].low > 0


@claim
def mail_helps(summaries):
    """The difference in differences lies below 0."""
    return explore.did(summaries).effect.high < 0


@claim
def trends_were_parallel(summaries):
    """From January to February both changed alike, to a quarter of the mail's effect at most."""
    before = explore.did(summaries, "january", "february").effect
    return max(abs(before.low), abs(before.high)) < 0.25 * abs(
        explore.did(summaries).effect.estimate
    )


@claim
def compact_does_not_pay_for_sure(source):
    """The compact list's lower end on business, thinned out to all who met it, lies below the MDE."""
    table = explore.payoffs(_runs(source), source.table("experiments"))
    return bool(table["said"][explore.HELPED] != "surely")


@claim
def gallery_and_boards_pay(source):
    """Gallery, and boards where two or more people are, bring what is worth having, by their middle."""
    boards = _of(source, "shared_boards_by_account")
    table = explore.payoffs(_runs(source), source.table("experiments"), boards)
    return bool((table["said"][["template_gallery", explore.TOGETHER]] != "no").all())


@claim
def boards_gain_for_all(source):
    """Of all who were assigned by account, met or not, more convert: the interval lies above 0."""
    rows = explore.of(_runs(source), "shared_boards_by_account", exposed=False)
    return explore.per_account(rows[rows["there"] > 1]).difference.low > 0


@claim
def nobody_converts_alone(source):
    """There are people whose account never had another user, and none of them converts."""
    rows = explore.never_joined(_of(source, "shared_boards_by_account"), source.table("users"))
    return len(rows) > 0 and not rows["converted"].any()


@claim
def boards_pay(source):
    """The boards' interval by account lies above five points, and where two or more people are."""
    rows = _of(source, "shared_boards_by_account")
    return all(
        explore.per_account(part).difference.low > 0.05 for part in (rows, rows[rows["there"] > 1])
    )


@claim
def most_had_a_colleague_apart(source):
    """In the boards' test by person most people had a colleague in the other arm."""
    return explore.mixed_accounts(_of(source, "shared_boards")) > 0.5


@claim
def people_sit_in_larger_accounts(source):
    """The account of an average person is larger than the average account, twice as large or more."""
    rows = _of(source, "shared_boards")
    return explore.seen_size(rows) > 2 * rows["account_id"].value_counts().mean()


@claim
def late_months_fall_back(summaries):
    """Without any mail the quarter latest in February falls back by more than half the mail's effect."""
    return explore.fallen_back(summaries) < 0.5 * explore.did(summaries).effect.estimate
