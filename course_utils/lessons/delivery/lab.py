"""The flow lab: a board that lives, a limit, a manager who asks for 100 %, and the same luck again."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from course_utils.exercises.store import Answers
from course_utils.lessons.delivery import flow
from course_utils.toolkit import delivery
from course_utils.widgets import stage
from course_utils.widgets.moves import Move, Moves

SEED = 4
"""The luck of the lab in the lesson."""
COLUMNS = ("promised", "begun", "stuck", "done")
MANAGER = (
    'Your manager: "On some days not everybody had something to do. Promise 100 %, and begin eight '
    'at once."'
)
ASKS = (2, 5, 8)
"""After which weeks the manager comes by."""


@lru_cache(maxsize=8)
def _luck(seed: int) -> flow.Luck:
    return flow.luck(seed)


@lru_cache(maxsize=64)
def _run(seed: int, weeks: tuple[flow.Settings, ...]) -> flow.Run:
    return flow.play(_luck(seed), list(weeks))


def name(settings: flow.Settings) -> str:
    """Return a policy in words."""
    return f"limit {settings.limit}, promise {settings.load:.0%}"


def rivals(seed: int, weeks: int) -> dict[str, flow.Run]:
    """Return what the lesson's four policies make of the same luck, by their names."""
    return {name(each): _run(seed, (each,) * weeks) for each in flow.FOUR}


def draw(
    moves: list[Move],
    *,
    week: int,
    limit: int,
    load: float,
    view: str,
    seed: int = SEED,
) -> stage.Scene:
    """Draw what came of some weeks: the board, the times or the flow, one at a time to fit a screen."""
    run = _run(seed, tuple(flow.Settings(move["limit"], move["load"]) for move in moves))
    picture = {"board": _board, "times": _times, "flow": _flow}[view](run)
    if week == 0:
        says = (
            f"Twelve weeks lie ahead of {flow.PEOPLE} people. With a limit of {limit} and "
            f"{load:.0%} of their time promised: press Play a week."
        )
        return stage.Scene(picture, says=says, notes=_rules())
    done = int((run.finished >= 0).sum())
    weeks = "1 week" if week == 1 else f"{week} weeks"
    says = f"After {weeks} {done} of {int(run.taken.sum())} promised things are done"
    if done:
        says += f", half of them within {np.median(run.times()):.0f} days of being begun"
    says += f". People were busy {run.busy.mean():.0%} of the time. Worth: {run.score:.0f} thousand USD."
    notes = []
    if week in ASKS and run.busy[-10:].min() < 1:
        notes.append(MANAGER)
    if week == flow.WEEKS:
        worth = ", ".join(f"{run.score:.0f} ({name})" for name, run in rivals(seed, week).items())
        notes.append(f"The same twelve weeks with the same luck, thousand USD: {worth}.")
    return stage.Scene(picture, says=says, notes=notes)


def _rules() -> list[str]:
    return [
        f"Assumed here: a person with two things at once loses {flow.LOST:.0%} of the day to "
        "changing between them; whoever has nothing to do helps what is stuck.",
        f"What is promised is worth less each day. After {flow.FADES} days it is a broken promise, "
        "and costs.",
    ]


def _board(run: flow.Run) -> stage.Plot:
    begun = (run.started >= 0) & (run.finished < 0)
    last = run.finished >= max(run.days - 5, 0)
    parts = {
        "promised": run.taken & (run.started < 0),
        "begun": begun & ~run.stuck,
        "stuck": begun & run.stuck,
        "done": (run.finished >= 0) & last,
    }
    tones = {"promised": "grey", "begun": "blue", "stuck": "red", "done": "green"}
    marks: list[stage.marks.Mark] = []
    for place, (name, there) in enumerate(parts.items()):
        many = int(there.sum())
        shown = np.arange(min(many, 42))
        marks += [
            stage.Points(
                place - 0.3 + 0.11 * (shown % 7), 5.4 - 0.9 * (shown // 7), tone=tones[name], size=5
            ),
            stage.Words(place - 0.36, 6.4, f"{name} {many}", anchor="start", strong=True),
        ]
    said = ", ".join(f"{int(there.sum())} {name}" for name, there in parts.items())
    return stage.Plot(
        *marks,
        x=stage.Axis(-0.45, 3.5, hidden=True),
        y=stage.Axis(-0.5, 7, hidden=True),
        title="The board (done: in the last week)",
        alt=f"The board after {run.days // 5} weeks: {said}.",
        height=150,
    )


def _times(run: flow.Run) -> stage.Plot:
    times = run.times()
    counts = np.bincount(np.minimum(times, 30), minlength=31)[1:] if len(times) else np.zeros(30)
    marks: list[stage.marks.Mark] = [stage.Bars(np.arange(1, 31), counts, tone="blue", thick=0.8)]
    alt = "After 0 weeks nothing is done yet, so there are no times."
    if len(times):
        level = delivery.percentile(times, 0.85)
        marks.append(stage.Rule(x=level, words=f"85 % within {level:.0f} days", tone="orange"))
        alt = (
            f"Working days from begun to done of {len(times)} things: 85 % took {level:.0f} or "
            f"fewer, the longest {times.max()}."
        )
    return stage.Plot(
        *marks,
        x=stage.Axis(0, 31, label="Working days from begun to done (30: and more)"),
        y=stage.Axis(0, max(12.0, float(counts.max())), label="things"),
        title="How long it took",
        alt=alt,
        height=170,
    )


def _flow(run: flow.Run) -> stage.Plot:
    days = np.arange(max(run.days, 1) + 1)
    asked = run.luck.asked[run.taken]
    began, ended = (each[each >= 0] for each in (run.started, run.finished))
    lines = [np.searchsorted(np.sort(each), days) for each in (asked, began, ended)]
    gap = int(lines[1][-1] - lines[2][-1])
    return stage.Plot(
        stage.Area(days, lines[0], base=lines[1], tone="grey"),
        stage.Area(days, lines[1], base=lines[2], tone="blue"),
        stage.Area(days, lines[2], tone="green"),
        stage.Line(days, lines[0], tone="grey", label="promised"),
        stage.Line(days, lines[1], tone="blue", label="begun"),
        stage.Line(days, lines[2], tone="green", label="done"),
        x=stage.Axis(0, flow.DAYS, label="Working days"),
        y=stage.Axis(0, max(80.0, float(lines[0][-1])), label="things, since the start"),
        title="Cumulative flow: the blue height is what is in progress",
        alt=f"By working day {run.days}: {lines[0][-1]} promised, {lines[1][-1]} begun, {lines[2][-1]} done; "
        f"{gap} are in progress.",
        height=170,
    )


def flow_lab(name: str = "flow_lab", *, answers: Answers | None = None, **more: Any) -> Moves:
    """Show a team's board for twelve weeks, under a limit and a promise that the learner sets."""
    return Moves(
        name,
        "Flow lab",
        draw,
        press="week",
        answers=answers,
        hint="Set the limit and how much you promise, then play week by week. Change your mind when you like.",
        limit=stage.Slider(*flow.LIMITS, value=12, label="Limit: begun at once"),
        load=stage.Slider(
            *flow.LOADS, value=1.0, step=0.05, unit="%", label="Time that is promised"
        ),
        view=stage.Choice({"board": "board", "times": "times", "flow": "flow"}, label="Show"),
        week=stage.Press("Play a week", most=flow.WEEKS),
        **more,
    )
