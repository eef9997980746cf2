"""The register whose dots are placed: a map of chances and costs, and the loss curve that decides."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from course_utils.lessons.risk.evidence import as_they_came, impact, launch
from course_utils.toolkit import risk
from course_utils.widgets import stage

FUTURES = 10_000
MOST = 500


@lru_cache(maxsize=64)
def _curve(rows: tuple[tuple[float, float, float, float], ...], dependence: float) -> risk.Losses:
    probability, low, likely, high = zip(*rows, strict=True)
    return risk.simulate_losses(probability, low, likely, high, dependence=dependence, n=FUTURES)


def placed(named: pd.DataFrame, name: str, chance: float, times: float) -> pd.DataFrame:
    """Move one risk of a register: its chance, and its cost by a factor."""
    moved = named.copy()
    moved.loc[name, "probability"] = chance
    moved.loc[name, ["low", "likely", "high"]] *= times
    return moved


def _draw(
    registers: dict[str, pd.DataFrame],
    *,
    which: str,
    name: str,
    moved: bool,
    chance: float,
    times: float,
    dependence: float,
    reserve: float,
) -> stage.Scene:
    named = registers[which]
    if moved:
        named = placed(named, name, chance, times)
    columns = named[["probability", "low", "likely", "high"]].to_numpy(float)
    found = _curve(tuple(map(tuple, columns.tolist())), dependence)
    summed = float(risk.exposure(named["probability"], impact(named)).sum()) / 1000
    levels = np.linspace(0, MOST, 126)
    more = [found.chance_above(1000 * each) for each in levels]
    short = found.chance_above(1000 * reserve)
    sure = found.percentile(0.8) / 1000
    says = (
        f"With {reserve:.0f} thousand USD set aside, {short:.0%} of the futures lose more. The "
        f"exposures add up to {summed:.0f}; in four of five futures {sure:.0f} is enough, in 19 of "
        f"20 {found.percentile(0.95) / 1000:.0f}."
    )
    near = abs(sure - summed) < MOST / 10
    curve = stage.Plot(
        stage.Area(levels, more, tone="blue"),
        stage.Line(levels, more, tone="blue"),
        stage.Rule(x=summed, words="" if near else "sum", tone="grey"),
        stage.Rule(x=sure, words="sum, P80" if near else "P80", tone="green"),
        stage.Handle("reserve", x=reserve, y=short),
        x=stage.Axis(0, MOST, label="Thousands of USD"),
        y=stage.Axis(0, 1, form="percent", label="chance to lose more"),
        title="The loss curve",
        alt=says,
        height=190,
    )
    cost = impact(named) / 1000
    tones = ["orange" if title == name else "blue" for title in named.index]
    here = float(named["probability"][name]), float(cost[name])
    grip = [stage.Handle("chance", x=here[0], y=here[1])] if moved else []
    dots = stage.Plot(
        stage.Points(named["probability"], cost, tone=tones, size=6),
        stage.Words(0.74, 700, name, anchor="end"),
        *grip,
        x=stage.Axis(0, 0.75, form="percent", label="Chance"),
        y=stage.Axis(1, 1000, log=True, label="thousand USD"),
        title="The register, each dot a risk",
        alt=f"{name}: {here[0]:.0%} and {here[1]:.0f} thousand USD.",
        height=170,
    )
    return stage.Scene(curve, dots, says=says)


def register_explorer(risks: pd.DataFrame, **more: Any) -> stage.Explorer:
    """Show what a reserve is worth, as risks are placed, mended and tied together."""
    named = launch(risks)
    registers = {"said": named, "came": as_they_came(named, risks)}

    def draw(**values: Any) -> stage.Scene:
        return _draw(registers, **values)

    return stage.Explorer(
        "The register and its loss curve",
        draw,
        hint="Drag the grip along the curve. Then place a risk elsewhere, and drag its dot: which one "
        "moves the curve?",
        reserve=stage.Slider(0, MOST, value=50, step=5, unit="thousand USD", label="Set aside"),
        which=stage.Choice(
            {"said": "as said", "came": "as such risks came"}, label="Chances and costs"
        ),
        dependence=stage.Slider(0, 0.8, value=0, step=0.1, label="Dependence: come together"),
        name=stage.Choice({title: title for title in named.index}, label="Place this risk"),
        moved=stage.Toggle(label="elsewhere"),
        chance=stage.Slider(
            0, 0.7, value=0.3, step=0.05, unit="%", label="if elsewhere, its chance"
        ),
        times=stage.Slider(0.2, 3, value=1, step=0.2, label="if elsewhere, its cost, times"),
        **more,
    )
