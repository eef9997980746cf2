"""Explorers of lesson 4: how kappa falls, what five users find, what can be read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from course_utils.toolkit import research
from course_utils.widgets import stage
from course_utils.widgets.prediction import Prediction


def kappa_at(agreement: float, prevalence: float) -> float:
    """Compute kappa of two coders with two codes who agree so often and use one code so often.

    Both use the codes alike, as ``prevalence`` and the rest.
    """
    chance = prevalence**2 + (1 - prevalence) ** 2
    return (agreement - chance) / (1 - chance)


def way_from_luck(kappa: float) -> str:
    """Say in words how far from luck to perfect two coders have come."""
    if kappa <= 0:
        return "No way at all"
    if kappa < 0.5:
        return "Less than half of the way"
    return "Nearly all of the way" if kappa > 0.8 else "Most of the way"


def kappa_explorer(gate: Prediction | None = None) -> stage.Explorer:
    """Show how kappa falls while the share of agreement stays, as one code takes over."""

    def draw(agreement: float, prevalence: float) -> stage.Scene:
        most = 1 - (1 - agreement) / 2
        shares = np.linspace(0.5, min(0.97, most), 80)
        now = min(prevalence, most)
        kappa = kappa_at(agreement, now)
        lucky = now**2 + (1 - now) ** 2
        says = (
            f"They agree on {agreement:.0%}. Chance alone would give {lucky:.0%}. "
            f"Kappa is {kappa:.2f}."
        )
        return stage.Scene(
            stage.Plot(
                stage.Line(shares, np.full(len(shares), agreement), tone="grey", label="same code"),
                stage.Line(shares, [kappa_at(agreement, p) for p in shares], label="kappa"),
                stage.Handle("prevalence", x=now, y=kappa),
                x=stage.Axis(0.5, 1, label="Share of the more common code", form="percent"),
                y=stage.Axis(-0.1, 1, label="Agreement"),
                alt=f"Agreement over the share of the more common code. {says}",
            ),
            says=says,
        )

    return stage.Explorer(
        "The same agreement, another kappa",
        draw,
        hint="Drag the grip to the right: one code takes over, and agreeing gets easy.",
        gate=gate,
        agreement=stage.Slider(
            0.6, 0.98, value=0.85, step=0.01, unit="%", label="Quotes with the same code"
        ),
        prevalence=stage.Slider(
            0.5, 0.97, value=0.5, step=0.01, unit="%", label="Share of the more common code"
        ),
    )


def discovery_explorer(rates: Sequence[float], gate: Prediction | None = None) -> stage.Explorer:
    """Show what share of problems so many users meet: by one rate for all, and by these rates.

    Parameters
    ----------
    rates : sequence of float
        How often each problem was met, fractions.
    """
    plain = float(np.mean(rates))

    def draw(users: int, rate: float) -> stage.Scene:
        many = np.arange(0, 31)
        by_rate = [research.problems_found(rate, int(n)) for n in many]
        by_list = [research.problems_found(rates, int(n)) for n in many]
        here, there = by_rate[int(users)], by_list[int(users)]
        rarest = research.problems_found(min(rates), int(users))
        says = (
            f"{int(users)} users: {here:.0%} if every problem met {rate:.0%} of them; "
            f"{there:.0%} of Kitewell's; the rarest with a chance of {rarest:.0%}."
        )
        return stage.Scene(
            stage.Plot(
                stage.Line(many, by_rate, label="one rate for all"),
                stage.Line(many, by_list, tone="purple", label="Kitewell's problems"),
                stage.Rule(y=0.85, words="85 %"),
                stage.Points([users], [there], tone="purple", size=5),
                stage.Handle("users", x=users, y=here),
                x=stage.Axis(0, 30, label="Users in the test"),
                y=stage.Axis(0, 1, label="Problems met by somebody", form="percent"),
                alt=f"Share of problems met, over the number of users. {says}",
            ),
            says=says,
        )

    return stage.Explorer(
        "What do five users find?",
        draw,
        hint="Drag the grip. Then lower the rate until five users find less than half.",
        gate=gate,
        users=stage.Slider(1, 30, value=5, step=1, label="Users"),
        rate=stage.Slider(
            0.02,
            0.6,
            value=round(min(max(plain, 0.02), 0.6), 2),
            step=0.01,
            unit="%",
            label="Chance that one user meets a problem",
        ),
    )


def contrast_explorer(gate: Prediction | None = None) -> stage.Explorer:
    """Show the contrast of grey text on white or black, and which levels it passes."""

    def draw(grey: int, dark: bool) -> stage.Scene:
        ground = "#000000" if dark else "#ffffff"
        shades = np.arange(0, 256, 3)
        ratios = [research.contrast_ratio(f"#{s:02x}{s:02x}{s:02x}", ground) for s in shades]
        text = f"#{int(grey):02x}{int(grey):02x}{int(grey):02x}"
        ratio = research.contrast_ratio(text, ground)
        passed = [
            words
            for words, level, large in (
                ("AA for text", "AA", False),
                ("AA for large text", "AA", True),
                ("AAA for text", "AAA", False),
            )
            if research.passes_contrast(text, ground, level, large)
        ]
        says = (
            f"{text} on {ground}: {research.contrast_in_words(ratio)}. "
            f"Passes {', '.join(passed) if passed else 'nothing'}."
        )
        return stage.Scene(
            stage.Plot(
                stage.Line(shades, ratios, label="contrast"),
                stage.Rule(y=4.5, words="AA, text: 4.5"),
                stage.Rule(y=3, words="AA, large text: 3"),
                stage.Rule(y=7, words="AAA, text: 7"),
                stage.Handle("grey", x=grey, y=ratio),
                x=stage.Axis(0, 255, label="Lightness of the grey, 0 to 255"),
                y=stage.Axis(1, 21, label="Contrast", log=True),
                alt=f"Contrast of grey text over its lightness. {says}",
            ),
            says=says,
        )

    return stage.Explorer(
        "Can you read this?",
        draw,
        hint="Find the folder's grey, #777777. Then the lightest on white that passes AA.",
        gate=gate,
        grey=stage.Slider(0, 255, value=170, step=1, label="Grey of the text"),
        dark=stage.Toggle(label="On black"),
    )
