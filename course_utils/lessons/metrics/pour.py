"""Pour two channels of a survey together, and move the share of one: the score moves, nobody does."""

from __future__ import annotations

import pandas as pd

from course_utils.toolkit import metrics
from course_utils.widgets import stage

MOST = 0.9
"""The largest share by e-mail that can be tried."""


def pour_channels(in_app: pd.Series, by_mail: pd.Series) -> stage.Explorer:
    """Show the NPS of two channels and of both poured together, by the share of answers by e-mail.

    Parameters
    ----------
    in_app, by_mail : Series
        Scores of each channel; missing where nobody answered.
    """
    scores = metrics.nps(in_app), metrics.nps(by_mail)
    answers = in_app.count(), by_mail.count()
    today = round(float(answers[1] / sum(answers)), 2)

    def draw(share: float) -> stage.Scene:
        return draw_poured(*scores, today, share)

    return stage.Explorer(
        "Two channels, one score",
        draw,
        hint="Move the share of answers by e-mail. No answer changes.",
        share=stage.Slider(0, MOST, value=today, step=0.01, unit="%", label="Answers by e-mail"),
    )


def poured(in_app: float, by_mail: float, share: float) -> float:
    """Return the NPS of both channels together, with a share of the answers by e-mail."""
    return (1 - share) * in_app + share * by_mail


def draw_poured(in_app: float, by_mail: float, today: float, share: float) -> stage.Scene:
    """Draw both channels as they are, and what is made of them.

    Parameters
    ----------
    in_app, by_mail : float
        NPS of each channel.
    today, share : float
        The share of answers by e-mail as it is, and as it is tried.
    """
    now, tried = (poured(in_app, by_mail, part) for part in (today, share))
    values = [in_app, by_mail, tried]
    words = [f"{value:+.1f}" for value in values]
    names = ["in the app", "by e-mail", "poured together"]
    low, high = min(0.0, *values), max(0.0, *values)
    reach = 0.25 * (high - low)
    moved = tried - now
    way = (
        "as it is"
        if abs(moved) < 0.05
        else f"{abs(moved):.1f} points " + ("lower" if moved < 0 else "higher")
    )
    return stage.Scene(
        stage.Plot(
            stage.Rule(x=0, tone="ink", dash=False),
            stage.Rule(x=now, tone="ink"),
            stage.Bars(
                range(3), values, ["grey", "grey", "red"], words=words, across=True, thick=0.5
            ),
            x=stage.Axis(low - reach, high + reach, label="NPS in points; dashed: together, today"),
            y=stage.Axis(names=names),
            alt="Bars of NPS: "
            + "; ".join(f"{name} {said}" for name, said in zip(names, words, strict=True))
            + f". Together today: {now:+.1f}.",
            height=130,
        ),
        says=(
            f"In the app {words[0]}, by e-mail {words[1]}: nobody changed their mind. With {share:.0%} of "
            f"the answers by e-mail the score together is {words[2]}: {way}."
        ),
    )
