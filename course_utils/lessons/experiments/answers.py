"""What the data answer to the lesson's guesses: of each the truth and a sentence."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from course_utils.lessons.experiments.autopsy import said_p
from course_utils.lessons.experiments.evidence import (
    LUCK,
    NAMES,
    arms,
    by,
    by_platform,
    decide,
    each_week,
    guarded,
    guardrail,
    idle_stars,
    luck_in_words,
    mixed_accounts,
    never_joined,
    of,
    people,
    per_account,
)
from course_utils.lessons.experiments.peeking import PeekingTemptation
from course_utils.lessons.experiments.plan import SEALED_SAID
from course_utils.toolkit import experiments
from course_utils.toolkit.common.intervals import Interval
from course_utils.widgets.prediction import attended

SPREADING = ("shared_boards",)
"""Tests by person of what is used together with colleagues."""

TIMES = {
    10: "Ten times as many",
    2: "Twice as many",
    4: "Four times as many",
    1: "About as many",
}
COIN = [
    "One time in twenty",
    "Less than one in a thousand",
    "One time in three",
    "One time in a hundred",
]


def half(base: float) -> tuple[str, str]:
    """Say how many times as many people half of five points takes."""
    one, other = (experiments.rates_sample_size(base, effect).control for effect in (0.05, 0.025))
    nearest = min(TIMES, key=lambda times: abs(other / one - times))
    return TIMES[nearest], f"{one:,} people in each arm become {other:,}."


def coin(rows: pd.DataFrame) -> tuple[str, str]:
    """Say how often a fair coin misses half by as much."""
    ratio = experiments.sample_ratio(people(rows))
    least = [(0.001, COIN[1]), (0.025, COIN[3]), (0.15, COIN[0]), (2.0, COIN[2])]
    words = next(word for most, word in least if ratio.p < most)
    return words, (
        f"p {said_p(ratio.p)}. Expected {ratio.expected['treatment']:,.0f} treated people, "
        f"found {ratio.observed['treatment']:,}."
    )


def diluted(everybody: Interval, met: Interval) -> tuple[str, str]:
    """Compare the difference of those who met a thing with that of all who were assigned."""
    words = "Larger" if met.estimate > everybody.estimate + 0.005 else "The same"
    if met.estimate < everybody.estimate - 0.005:
        words = "Smaller"
    return (
        words,
        f"{100 * met.estimate:+.1f} points, from {100 * met.low:.1f} to {100 * met.high:.1f}.",
    )


def lucky(rows: pd.DataFrame, stars: pd.DataFrame) -> tuple[str, str]:
    """Say where the smallest p-value of a search lies, and how often chance alone finds a star."""
    found, kept = idle_stars(rows)
    return luck_in_words(stars, LUCK), (
        f"The smallest of {len(stars)} is {stars['p'].iloc[0]:.3f}. As many *independent* looks at "
        f"nothing would find one below 0.05 in {experiments.family_error(len(stars)):.0%} of tests. "
        f"These overlap. With the coins thrown again two hundred times, so that nothing can be there, "
        f"**{found:.0%}** of the searches find one, and in {kept:.0%} one is left after Holm."
    )


def lasting(weekly: pd.DataFrame) -> tuple[str, str]:
    """Say how much of the first week's effect is left in the fourth, beside the control's use."""
    left = weekly["relative"][4] / weekly["relative"][1]
    words = "Less than a third" if left < 1 / 3 else "About half" if left < 0.75 else "All of it"
    said = ", ".join(f"{effect:+.0%}".replace("%", " %") for effect in weekly["relative"])
    return words, f"Week by week, of what the control does: {said}."


def stays(weekly: pd.DataFrame) -> str:
    """Say whether the gallery's effect is there in the fourth week."""
    first, last = weekly.loc[1], weekly.loc[4]
    said = (
        f"The gallery, beside its control: {100 * first['relative']:+.0f} % in the first week, "
        f"**{100 * last['relative']:+.0f} %** in the fourth."
    )
    if last["low"] > 0:
        return f"{said} The fourth week's interval lies above 0: it is still there."
    return f"{said} The fourth week's interval holds 0: so few people cannot say whether it lasts."


def whole_window(rows: pd.DataFrame, mde: float) -> str:
    """Say what streaks bring over all four weeks, which their plan names, beside what is worth having."""
    found = each_week(rows)
    said = (
        f"Over the four weeks: **{found.estimate:+.2f}** uses a week ({found.low:+.2f} to "
        f"{found.high:+.2f}), where {mde:.1f} are worth having. "
    )
    words = {
        "worse": "That is worse.",
        "ruled out": "So a gain worth having is ruled out over the planned weeks as well.",
        "better": "So the planned weeks say better, and the last of them that little of it will stay.",
        "not answered": "So the planned weeks do not answer, and the last of them says that little would stay.",
    }[decide(found, mde)]
    return said + words


def nobody_else(boards: pd.DataFrame, users: pd.DataFrame) -> str:
    """Say how many convert in accounts that never had another user; of sealed boards nothing."""
    if boards.empty:
        return f"> {SEALED_SAID}"
    rows = never_joined(boards, users)
    hits = int(rows["converted"].sum())
    said = (
        f"Of {len(rows)} people whose account never had a second user, **{hits}** did so regularly."
    )
    if not hits:
        return f"{said} So far the metric is what its name says."
    return (
        f"{said} That cannot be: the log counts something else. Nothing of it is read before whoever "
        "keeps it has said what."
    )


def dropping(dropped: experiments.Cuped, kept: experiments.Cuped) -> str:
    """Say what it costs to leave the new people out."""
    narrow, whole = dropped.difference.margin, kept.difference.margin
    how = "wider" if narrow > whole else "no wider"
    return (
        f"Without the new people the margin is {how} than with everybody: **{narrow:.2f}** against "
        f"{whole:.2f}. And it speaks of the old ones alone."
    )


def mail(effect: experiments.DifferenceInDifferences) -> tuple[str, str]:
    """Say what the summary mail did."""
    found = effect.effect
    words = "It helps" if found.high < 0 else "It harms" if found.low > 0 else "It changes nothing"
    return words, (
        f"Overdue tasks rose by {effect.comparison_change:.1f} without the mail and by "
        f"{effect.treated_change:.1f} with it: {found.estimate:+.1f}."
    )


def signed(
    runs: pd.DataFrame, register: pd.DataFrame, board: pd.DataFrame, sorted_: Mapping[str, str]
) -> tuple[int | None, str]:
    """Count the board's verdicts that stand: a winner that can be read and harms nothing.

    Nothing is said before the learner has sorted all tests: `sorted_` are their own verdicts.
    """
    if attended() and len(dict(sorted_ or {})) < len(NAMES):
        return None, "**Sort all seven first**, then run this cell again."
    plan = register.set_index("name")
    found: dict[str, str] = {}
    for name, row in board.iterrows():
        key = str(name)
        rows, mde = of(runs, key), float(plan["mde"][key])
        if (by_platform(rows)["p"] < 0.001).any():
            found[key] = "cannot be read"
        elif mixed_accounts(rows) > 0.5 and key in SPREADING:
            found[key] = "asked one person at a time what accounts decide together"
        elif row["verdict"] != "winner":
            found[key] = _behind_no_difference(rows, row, mde)
        elif not guardrail(rows, float(plan["guardrail_margin"][key])).holds:
            found[key] = _guardrail_said(rows, float(plan["guardrail_margin"][key]))
        elif decide(Interval(row["estimate"], row["low"], row["high"]), mde) == "better":
            found[key] = ""
        else:
            found[key] = "is too small to pay"
    stand = [name for name, why in found.items() if not why]
    said = "; ".join(f"{NAMES[name]} {why}" for name, why in found.items() if why)
    kept = ", ".join(NAMES[name] for name in stand) or "None"
    return len(stand), f"It stands: {kept}. {said}."


def _guardrail_said(rows: pd.DataFrame, margin: float) -> str:
    """Say what became of a guardrail that is not kept: not shown is not broken."""
    if guarded(guardrail(rows, margin).difference, margin) == "broken":
        return "breaks its guardrail"
    return "is not shown to keep its guardrail"


def _behind_no_difference(rows: pd.DataFrame, row: pd.Series, mde: float) -> str:
    """Say what the board's "no difference" hides."""
    plans = by(rows, "plan")
    if (plans["low"] > 0).any() and (plans["high"] < 0).any():
        return "hides two opposite effects, both planned for"
    if decide(Interval(row["estimate"], row["low"], row["high"]), mde) == "ruled out":
        return 'is no "no difference": an effect worth having is ruled out, a smaller one is not'
    return 'is no "no difference": nothing is answered'


def alarms(temptation: PeekingTemptation) -> tuple[float, str]:
    """Say how many of a hundred tests of nothing a daily peeker stops."""
    daily, once = float(temptation.crowd["naive"].iloc[-1]), float(temptation.data["once"])
    return round(100 * daily), (
        f"With one look, on the last day, {100 * once:.1f}: looking daily makes it "
        f"{daily / once:.0f} times as many. That one look finds "
        f"{100 * temptation.data['once_found']:.0f} of 100 tests with something to find."
    )


def together(by_person: pd.DataFrame, boards: pd.DataFrame) -> tuple[str | None, str]:
    """Say what whole accounts with boards gain; of sealed boards nothing is said."""
    if boards.empty:
        return None, SEALED_SAID
    alone = experiments.compare_rates(*arms(by_person)).difference.estimate
    found = per_account(boards).difference
    times = found.estimate / max(alone, 0.005)
    words = "More than three times as large" if times > 3 else "Up to three times as large"
    if found.covers(0):
        words = "Nothing, as before"
    said = f"{100 * found.estimate:+.1f} points, {100 * found.low:.1f} to {100 * found.high:.1f}"
    return words, f"{said}; by person it was {100 * alone:+.1f}."
