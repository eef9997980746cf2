"""The year as a game: a price on the page, what is done about old accounts, and the same luck again."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from course_utils.exercises.store import Answers
from course_utils.lessons.finance import year
from course_utils.widgets import stage
from course_utils.widgets.moves import Move, Moves

SEED = 4
"""The luck of the game in the lesson."""
CHIEF = (
    'The finance chief: "We lose money every month. Why wait? Twenty for everybody, from the first '
    'of next month."'
)
ASKS = (1, 4, 7)
"""After which months the finance chief comes by."""
RIVALS = {
    "15, old accounts told two months before": year.RULES,
    "14, old accounts told two months before": (14.0, "tell"),
    "15, old accounts keep 12": (15.0, "keep"),
    "15, for everybody at once": (15.0, "now"),
    "20, for everybody at once": year.TEMPTING,
    "nothing changes": (year.TODAY, "keep"),
}
WAYS = {
    "keep": "keep what they pay",
    "tell": "tell them: this price in two months",
    "now": "this price for all, now",
}


def decision(move: Move) -> year.Decision:
    """Return what was decided for a month."""
    return year.Decision(float(move["price"]), move["old"])


@lru_cache(maxsize=8)
def _luck(seed: int) -> year.Luck:
    return year.luck(seed)


@lru_cache(maxsize=128)
def _run(seed: int, months: tuple[year.Decision, ...]) -> year.Year:
    return year.play(_luck(seed), list(months))


def rivals(seed: int, months: int = year.MONTHS) -> dict[str, year.Year]:
    """Return what each policy of the table makes of the same luck."""
    return {
        name: _run(seed, tuple(year.steady(*policy, months))) for name, policy in RIVALS.items()
    }


def draw(moves: list[Move], *, month: int, price: float, old: str, seed: int = SEED) -> stage.Scene:
    """Draw the months that are over: contribution beside that of an unchanged price, and anger."""
    run = _run(seed, tuple(decision(move) for move in moves))
    calm = _run(seed, tuple(year.steady(year.TODAY, "keep")))
    if month == 0:
        says = (
            f"{year.OLD_ACCOUNTS} accounts pay {year.TODAY:.0f} USD a seat. On the page: {price:.0f}. "
            f"Old accounts: {WAYS[old]}. Press Play a month."
        )
        return stage.Scene(_money(run, calm), _mood(run), says=says, notes=_rules())
    gone, angry = int(run.lost.sum()), int(run.angry.sum())
    says = (
        f"After {month} month{'s' if month > 1 else ''} {int(run.accounts[-1])} accounts pay "
        f"{run.contribution[-1]:,.0f} USD a month beyond their cost; unchanged it would be "
        f"{calm.contribution[month - 1]:,.0f}. So far {gone} left and {angry} wrote in anger."
    )
    notes = []
    if month < year.MONTHS:
        if run.angry[-1]:
            notes.append(f"Support has {int(run.angry[-1])} new tickets that begin with the price.")
        if month in ASKS:
            notes.append(CHIEF)
    else:
        says += f" The year: {run.score:.0f} thousand USD, with the year after it; then {run.accounts_after} pay."
        notes += [
            f"Same accounts, same luck, {name}: {other.score:.0f}; {int(other.accounts[-1])} pay, {other.accounts_after} a year on; "
            f"{int(other.angry.sum())} wrote in anger."
            for name, other in rivals(seed).items()
        ]
    return stage.Scene(_money(run, calm), _mood(run), says=says, notes=notes)


def _rules() -> list[str]:
    return [
        "Given: what a seat is worth to people, as in the test. Assumed: a rise angers, told before "
        "much less, a second one much more; some of the angry leave, and their talk keeps others away.",
        "Counted: what seats bring beyond their cost, less the work of angry tickets, of this year and "
        f"of {year.AHEAD} months after it, in which your last price stays.",
    ]


def _money(run: year.Year, calm: year.Year) -> stage.Plot:
    played = np.arange(1, len(run.contribution) + 1)
    months = np.arange(1, year.MONTHS + 1)
    alt = f"Month 0 of {year.MONTHS}: nothing is played yet; the grey line is the year at an unchanged {year.TODAY:.0f} USD."
    if len(played):
        alt = (
            f"Contribution by month: {run.contribution[0]:,.0f} USD at first, "
            f"{run.contribution[-1]:,.0f} in month {len(played)}; unchanged "
            f"{calm.contribution[len(played) - 1]:,.0f}."
        )
    return stage.Plot(
        stage.Bars(played, run.contribution, tone="blue", thick=0.6),
        stage.Line(months, calm.contribution, tone="grey", label="unchanged"),
        x=stage.Axis(0.5, 12.5, label="Month"),
        y=stage.Axis(0, 26_000, form="short", label="USD a month"),
        title="What seats bring beyond their cost",
        alt=alt,
        height=180,
    )


def _mood(run: year.Year) -> stage.Plot:
    played = np.arange(1, len(run.angry) + 1)
    alt = f"Month 0 of {year.MONTHS}: of {year.OLD_ACCOUNTS} accounts nobody has left or written in anger yet."
    if len(played):
        alt = (
            f"By month: {', '.join(str(int(each)) for each in run.lost)} accounts left; "
            f"{', '.join(str(int(each)) for each in run.angry)} wrote in anger."
        )
    return stage.Plot(
        stage.Bars(played - 0.18, run.lost, tone="grey", thick=0.3),
        stage.Bars(played + 0.18, run.angry, tone="red", thick=0.3),
        x=stage.Axis(0.5, 12.5, label="Month"),
        y=stage.Axis(0, 80, label="accounts"),
        title="Who left (grey), and who wrote in anger (red)",
        alt=alt,
        height=120,
    )


def price_year(name: str = "price_year", *, answers: Answers | None = None, **more: Any) -> Moves:
    """Let the learner lead a price through twelve months."""
    return Moves(
        name,
        "A year with a new price",
        draw,
        press="month",
        answers=answers,
        hint="Set the price on the page and what happens to old accounts, then play month by month.",
        price=stage.Slider(*year.PRICES, value=12, unit="USD", label="Price on the page"),
        old=stage.Choice(WAYS, label="Old accounts"),
        month=stage.Press("Play a month", most=year.MONTHS),
        **more,
    )
