"""The incident room: two hours after a launch, five minutes a turn, and the same luck for everybody.

A pure simulation. What broke, how much fails, what each source would show and how patches end are
drawn before the first turn, so that two commanders meet the same incident. What is assumed is said to
whoever plays: a failed request costs, so does silence, a promise that breaks and a blame; rolling
back takes the launch off for an hour.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from course_utils.toolkit.common import checks

TURNS = 24
MINUTES = 5
OBJECTIVE = 0.999
REQUESTS = 3_000
"""Requests in five minutes at noon."""
CAUSES = ("change", "load", "vendor")
CHANCES = (0.7, 0.15, 0.15)
"""Seven of ten outages come from a change of a running system (Beyer and others, 2016)."""
SHOWS = 0.8
"""How often a source shows what is so: the others are right as often, about their own cause."""

OPS = {
    "wait": "wait",
    "back": "roll the launch back",
    "shed": "switch reports off (or on again)",
    "vendor": "switch to the second vendor",
    "patch": "fix forward: write a patch (20 minutes)",
}
LOOKS = {
    "none": "nothing",
    "change": "what the launch changed",
    "load": "the load, minute by minute",
    "vendor": "the vendor's own numbers",
}
SAYS = {
    "none": "nothing",
    "known": "what we know, and when we write next",
    "soon": '"It is fixed in ten minutes"',
    "blame": '"It was our vendor"',
}

FAILED_COST = 0.004
"""Thousands of USD for each request that fails."""
BACK_COST, VENDOR_COST, SHED_COST, PATCH_COST = 4.0, 5.0, 0.2, 1.0
"""Thousands of USD: taking the launch off and putting it on again later, changing vendors, five
minutes without reports, a patch in haste."""
SILENCE, QUIET = 0.8, 6
"""Each turn in which requests fail and nobody has been told anything for so many turns."""
BROKEN, PROMISED = 5.0, 2
"""A promise that things are well again in so many turns, and they are not."""
BLAME_WRONG, BLAME_RIGHT = 8.0, 3.0
PATCH_TURNS, PATCH_WORKS, PATCH_HURTS = 4, 0.6, 0.3
POINTS = "points to it"
WELL = 1.0
"""Burn rate below which all is well again."""


class Order(NamedTuple):
    """What the commander asks of operations, of whoever investigates, and of communication."""

    ops: str = "wait"
    look: str = "none"
    say: str = "none"


@dataclass(frozen=True)
class Luck:
    """What broke, and everything that chance decides, drawn before the first turn."""

    cause: str
    share: np.ndarray
    """Share of requests that fail in each turn if nothing is done."""
    shown: dict[str, np.ndarray]
    """By source and turn: whether it points to its own cause."""
    patch_works: np.ndarray
    patch_hurts: np.ndarray
    vendor_hurts: np.ndarray


@dataclass(frozen=True)
class Line:
    """A turn as the scribe wrote it down."""

    turn: int
    burn: float
    failed: float
    order: Order
    reading: str
    """What the source that was looked at showed, or nothing."""
    costs: dict[str, float]


@dataclass(frozen=True)
class Run:
    """What came of some turns."""

    luck: Luck
    lines: tuple[Line, ...]

    @property
    def cost(self) -> float:
        """All costs, thousands of USD: less is better."""
        return sum(sum(line.costs.values()) for line in self.lines)

    @property
    def score(self) -> float:
        """The costs as a score: more is better."""
        return -self.cost

    @property
    def failed(self) -> float:
        """Requests that failed."""
        return sum(line.failed for line in self.lines)

    @property
    def over(self) -> int | None:
        """The turn from which on all was well to the end, if it was."""
        bad = [line.turn for line in self.lines if line.burn >= WELL]
        after = bad[-1] + 1 if bad else 0
        return after if after < len(self.lines) else None


def luck(seed: int) -> Luck:
    """Draw an incident.

    Parameters
    ----------
    seed : int
        The same seed breaks the same thing.
    """
    bits = np.random.default_rng([13, checks.whole(seed, "seed")])
    cause = CAUSES[int(bits.choice(3, p=CHANCES))]
    level = bits.uniform(0.05, 0.12)
    turns = np.arange(TURNS)
    shape = {
        "change": np.ones(TURNS),
        "load": 0.7 + 0.5 * np.sin(np.pi * (turns + 4) / 30),
        "vendor": np.where(turns < bits.integers(18, TURNS + 1), 1.0, 0.0),
    }[cause]
    share = level * shape * bits.uniform(0.8, 1.2, TURNS)
    shown = {}
    for source in CAUSES:
        right = bits.random(TURNS) < SHOWS
        shown[source] = right if source == cause else ~right
    return Luck(
        cause,
        share,
        shown,
        bits.random(TURNS) < PATCH_WORKS,
        bits.random(TURNS) < PATCH_HURTS,
        bits.random(TURNS) < 0.25,
    )


class _State:
    """The room between two turns."""

    def __init__(self, drawn: Luck) -> None:
        self.luck = drawn
        self.lines: list[Line] = []
        self.factor = self.next = 1.0
        self.shed = False
        self.patching = 0
        self.said = -QUIET
        self.promises: set[int] = set()
        self.off = False

    def turn(self, order: Order) -> None:
        at = len(self.lines)
        costs: dict[str, float] = {}
        self._operate(order.ops, at, costs)
        share = float(self.luck.share[at]) * self.factor
        self.factor = self.next
        if self.shed:
            share *= 0.004 if self.luck.cause == "load" else 0.85
            costs["reports off"] = SHED_COST
        share = min(share + 0.0002, 1.0)
        burn = share / (1 - OBJECTIVE)
        failed = share * REQUESTS
        costs["requests"] = failed * FAILED_COST
        self._tell(order.say, at, burn >= WELL, costs)
        reading = ""
        if order.look != "none":
            points = bool(self.luck.shown[order.look][at])
            reading = f"{order.look}: {POINTS if points else 'looks as usual'}"
        self.lines.append(Line(at, burn, failed, order, reading, costs))

    def _operate(self, ops: str, at: int, costs: dict[str, float]) -> None:
        if self.patching:
            self.patching -= 1
            if not self.patching:
                self._patched(at)
        if ops == "back" and not self.off:
            self.off = True
            costs["rolled back"] = BACK_COST
            if self.luck.cause == "change":
                self.next = 0.0
        elif ops == "vendor":
            costs["vendor changed"] = VENDOR_COST
            if self.luck.cause == "vendor":
                self.next = 0.0
            elif self.luck.vendor_hurts[at]:
                self.next *= 1.3
        elif ops == "patch" and not self.patching:
            costs["patch"] = PATCH_COST
            self.patching = PATCH_TURNS
        elif ops == "shed":
            self.shed = not self.shed

    def _patched(self, at: int) -> None:
        if self.luck.cause == "change" and self.luck.patch_works[at]:
            self.factor = self.next = 0.0
        elif self.luck.patch_hurts[at]:
            self.factor = self.next = self.factor * 1.4

    def _tell(self, say: str, at: int, bad: bool, costs: dict[str, float]) -> None:
        if at in self.promises and bad:
            costs["promise broken"] = BROKEN
        if say != "none":
            self.said = at
        if say == "soon":
            self.promises.add(at + PROMISED)
        elif say == "blame":
            right = self.luck.cause == "vendor"
            costs["blame"] = BLAME_RIGHT if right else BLAME_WRONG
        if bad and at - self.said >= QUIET:
            costs["silence"] = SILENCE


def play(drawn: Luck, orders: Sequence[Order]) -> Run:
    """Let the room work for some turns.

    Parameters
    ----------
    drawn : Luck
        From `luck`.
    orders : sequence of Order
        One for each turn, at most 24.
    """
    if len(orders) > TURNS:
        raise ValueError(f"orders must be at most {TURNS}; you passed {len(orders)}.")
    state = _State(drawn)
    for order in orders:
        state.turn(known(order))
    return Run(drawn, tuple(state.lines))


def play_out(drawn: Luck, orders: Sequence[Order]) -> Run:
    """Let the room work until all is well: from then on nobody orders anything, to the last turn.

    Parameters
    ----------
    drawn, orders
        As for `play`. Orders after all is well are put aside; reports that are off stay off.
    """
    run = play(drawn, orders)
    well = next((line.turn for line in run.lines if line.burn < WELL), None)
    if well is None:
        return run
    return play(drawn, [*orders[: well + 1], *[Order()] * (TURNS - well - 1)])


def known(order: Order) -> Order:
    """Return the order, or say which of its three parts is none that the room knows."""
    for part, value in zip((OPS, LOOKS, SAYS), order, strict=True):
        if value not in part:
            raise ValueError(f"{value!r} is no order here. Give one of {', '.join(part)}.")
    return order


Commander = Callable[[tuple[Line, ...]], Order]
"""Gives an order from what the scribe has written down so far, and from nothing else."""


def command(drawn: Luck, commander: Commander) -> Run:
    """Let a commander decide turn by turn, from what can be known."""
    state = _State(drawn)
    for _ in range(TURNS):
        state.turn(known(commander(tuple(state.lines))))
    return Run(drawn, tuple(state.lines))


ANSWERS = {"change": "back", "load": "shed", "vendor": "vendor"}
"""What ends each cause: rolling back ends what the launch changed, and nothing else."""


def beliefs(lines: Sequence[Line]) -> dict[str, float]:
    """Return how likely each cause is by Bayes: the odds at the start, what was seen and tried.

    What was tried and has not helped by the turn after is ruled out.
    """
    found = dict(zip(CAUSES, CHANCES, strict=True))
    for line in lines:
        source, _, words = line.reading.partition(": ")
        for cause in found if source else ():
            agrees = (words == POINTS) == (source == cause)
            found[cause] *= SHOWS if agrees else 1 - SHOWS
    for line in lines[:-1]:
        for cause, answer in ANSWERS.items():
            if line.order.ops == answer:
                found[cause] = 0.0
    whole = sum(found.values())
    return {cause: each / whole if whole else 0.0 for cause, each in found.items()}


def looking(turns: int) -> Commander:
    """Return a commander who looks for some turns first, and then acts on what was seen.

    Afterwards both do the same: order what ends the likeliest cause, look meanwhile, wait a turn to
    see whether it helped, and else try the next. Both tell what is known each half hour, and promise
    nothing.

    Parameters
    ----------
    turns : int
        How long to look before anything is tried; 0 tries at once.
    """
    checks.whole(turns, "turns")

    def order(lines: tuple[Line, ...]) -> Order:
        at = len(lines)
        if lines and lines[-1].burn < WELL:
            return Order()
        said = max((line.turn for line in lines if line.order.say == "known"), default=-QUIET)
        say = "known" if at - said >= QUIET - 1 else "none"
        left = beliefs(lines)
        likely = max(left, key=lambda cause: left[cause])
        just = bool(lines) and lines[-1].order.ops != "wait"
        act = at >= turns and not just and left[likely] > 0
        return Order(ANSWERS[likely] if act else "wait", likely, say)

    return order


rules = looking(0)
"""The lesson's way: undo first, look meanwhile, tell each half hour."""


def blind(lines: tuple[Line, ...]) -> Order:
    """Try all in the order of their odds and look at nothing: back, reports off, the vendor."""
    return rules(tuple(replace(line, reading="") for line in lines))._replace(look="none")


def tempting(lines: tuple[Line, ...]) -> Order:
    """Do what lies near: look for long, say nothing, then promise and patch, whatever was seen."""
    at = len(lines)
    if lines and lines[-1].burn < WELL:
        return Order("wait", "none", "none")
    if at < 5:
        return Order("wait", ("change", "load", "vendor", "change", "load")[at], "none")
    if at in (5, 11, 17):
        return Order("patch", "change", "soon")
    return Order("wait", "none", "none")


def at_random(seed: int) -> Commander:
    """Return a commander who acts at random."""
    bits = np.random.default_rng([31, checks.whole(seed, "seed")])

    def order(lines: tuple[Line, ...]) -> Order:
        del lines
        return Order(*(str(bits.choice(list(part))) for part in (OPS, LOOKS, SAYS)))

    return order
