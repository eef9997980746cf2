"""The incident room to play: a clock that waits, a burn-rate dial, and a timeline without blame."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from course_utils.exercises.store import Answers
from course_utils.lessons.risk import room
from course_utils.toolkit import risk
from course_utils.widgets import stage
from course_utils.widgets.moves import Move, Moves

SEED = 7
"""The luck of the incident in the lesson."""
FAST = 14.4
"""Burn rate at which somebody is woken within an hour."""
FOUND = {
    "change": "the launch's own change",
    "load": "a rush of reports, with the launch or without it",
    "vendor": "a vendor that all of Kitewell calls, with the launch or without it",
}


def clock(turn: int) -> str:
    """Return the time of day at which a turn begins: the launch was at noon, less ten minutes."""
    minutes = 12 * 60 + room.MINUTES * turn
    return f"{minutes // 60}:{minutes % 60:02d}"


def orders(moves: list[Move]) -> tuple[room.Order, ...]:
    """Return the orders of some turns: what stays pressed is ordered once.

    Looking goes on, and so does telling what is known.
    """
    given, before = [], {"ops": "wait", "say": "none"}
    for move in moves:
        ops = "wait" if move["ops"] == before["ops"] else move["ops"]
        say = move["say"]
        if say in ("soon", "blame") and say == before["say"]:
            say = "none"
        given.append(room.Order(ops, move["look"], say))
        before = move
    return tuple(given)


@lru_cache(maxsize=8)
def _luck(seed: int) -> room.Luck:
    return room.luck(seed)


@lru_cache(maxsize=64)
def _run(seed: int, orders: tuple[room.Order, ...]) -> room.Run:
    return room.play_out(_luck(seed), orders)


@lru_cache(maxsize=8)
def rivals(seed: int) -> dict[str, room.Run]:
    """Return what others make of the same incident, with the same luck."""
    drawn = _luck(seed)
    return {
        "undone at once, then by what is seen": room.command(drawn, room.rules),
        "looked at for ten minutes, then by what was seen": room.command(drawn, room.looking(2)),
        "looked at for long, then promised and patched": room.command(drawn, room.tempting),
        "orders by dice": room.command(drawn, room.at_random(seed)),
    }


def timeline(run: room.Run) -> list[str]:
    """Write down what was known and done, turn by turn, without a name and without an adjective."""
    lines = []
    for line in run.lines:
        parts = []
        if line.order.ops != "wait":
            parts.append(f"operations: {room.OPS[line.order.ops]}")
        if line.reading:
            parts.append(line.reading)
        if line.order.say != "none":
            parts.append(f"told: {room.SAYS[line.order.say]}")
        parts += [
            f"{name}, {cost:.1f}"
            for name, cost in line.costs.items()
            if name in ("promise broken", "blame")
        ]
        if parts:
            lines.append(f"{clock(line.turn)} burn {line.burn:.0f}: {'; '.join(parts)}.")
    return lines


def at_once(run: room.Run) -> room.Run:
    """Return the same orders, had the launch been rolled back in the first turn."""
    orders = [line.order for line in run.lines]
    orders = [each._replace(ops="wait") if each.ops == "back" else each for each in orders]
    return room.play_out(run.luck, [orders[0]._replace(ops="back"), *orders[1:]])


def draw(
    moves: list[Move], *, turn: int, ops: str, look: str, say: str, seed: int = SEED
) -> stage.Scene:
    """Draw the dial and the scribe's notes after some turns."""
    del ops, look, say
    run = _run(seed, orders(moves))
    burns = [room.play(_luck(seed), [room.Order()]).lines[0].burn] if not run.lines else []
    burns += [line.burn for line in run.lines]
    now = burns[-1]
    left = risk.hours_to_exhaustion(now)
    change, load, vendor = room.CHANCES
    terms = [
        f"Beforehand: the launch's change {change:.0%}, load {load:.0%}, a vendor {vendor:.0%}; the "
        f"last two come with a launch or without. A source is right {room.SHOWS:.0%} of the time.",
        f"Prices, thousand USD: a failed request {room.FAILED_COST:.3f}; rolling back "
        f"{room.BACK_COST:.0f}; a change of vendor {room.VENDOR_COST:.0f}; reports off "
        f"{room.SHED_COST:.1f} a turn; a patch {room.PATCH_COST:.0f}, which ends a change with "
        f"{room.PATCH_WORKS:.0%}. After half an hour of silence {room.SILENCE:.1f} a turn; a broken "
        f"promise {room.BROKEN:.0f}; a blame {room.BLAME_RIGHT:.0f} or more.",
    ]
    if turn == 0:
        says = (
            f"{clock(0)}. The launch went live ten minutes ago. Burn rate {now:.0f}: at this pace the "
            f"budget of 30 days lasts {left:.0f} hours. The vendor's page says that all is well. Load "
            "is higher than on other days. Give three orders, then press."
        )
        notes = [
            "You command. Operations acts, an investigator looks, communication tells customers, and a "
            "scribe writes. What operations does shows a turn later; an order that stays pressed is "
            "given once. When all is well, the room closes.",
            *terms,
        ]
    else:
        last = run.lines[min(turn, len(run.lines)) - 1]
        says = (
            f"{clock(len(run.lines))}. Burn rate {now:.0f}"
            + (", all is well" if now < room.WELL else f": the budget lasts {left:.0f} hours")
            + f". {run.failed:,.0f} requests failed, {run.cost:.1f} thousand USD so far."
            + (f" Seen: {last.reading}." if last.reading else "")
        )
        notes = [*timeline(run)[-4:], *terms]
    if len(run.lines) == room.TURNS:
        says += " The room is closed: the notes tell how it went on."
        notes = _afterwards(run, seed)
    at = np.arange(len(burns)) * room.MINUTES
    dial = stage.Plot(
        stage.Line(at, np.maximum(burns, 0.1), tone="red"),
        stage.Points(at, np.maximum(burns, 0.1), tone="red", size=4),
        stage.Rule(y=FAST, words=f"wake somebody: {FAST}", tone="orange"),
        stage.Rule(y=1, words="1: just bearable", tone="green"),
        x=stage.Axis(0, room.TURNS * room.MINUTES, label="Minutes since 12:00"),
        y=stage.Axis(0.1, 300, log=True, label="burn rate"),
        title="How fast the error budget burns",
        alt=f"Burn rate over {len(burns)} turns, now {now:.1f}, at most {max(burns):.0f}.",
        height=170,
    )
    return stage.Scene(dial, says=says, notes=notes)


def _afterwards(run: room.Run, seed: int) -> list[str]:
    """Return the timeline and what others made of the same luck."""
    again = at_once(run)
    ended = "not at all" if run.over is None else f"at {clock(run.over)}"
    return [
        f"What it was: {FOUND[run.luck.cause]}. It was well again {ended}.",
        *timeline(run),
        f"Your orders, but rolled back at {clock(0)}, the same luck: {again.cost:.1f} thousand USD.",
        *(
            f"The same luck, {name}: {other.cost:.1f} thousand USD."
            for name, other in rivals(seed).items()
        ),
        "One incident is one luck. An order that came out well may have been a poor one.",
    ]


def incident_room(
    name: str = "incident_room", *, seed: int = SEED, answers: Answers | None = None, **more: Any
) -> Moves:
    """Let the learner command an incident of two hours at most, a press for every five minutes.

    Parameters
    ----------
    name : str
        Under which the orders are kept: another name is another room.
    seed : int
        Which incident: the same seed breaks the same thing.
    answers : Answers, optional
        Where the orders are kept.
    **more
        As for `Moves`.
    """

    def drawn(moves: list[Move], **values: Any) -> stage.Scene:
        return draw(moves, seed=seed, **values)

    return Moves(
        name,
        "Incident room",
        drawn,
        press="turn",
        answers=answers,
        hint="The clock waits for you. Give an order to each of three people, then press.",
        ops=stage.Choice(room.OPS, label="Operations"),
        look=stage.Choice(room.LOOKS, label="Look at"),
        say=stage.Choice(room.SAYS, label="Tell customers"),
        turn=stage.Press("Next five minutes", most=room.TURNS),
        **more,
    )
