"""Five rulers, one backlog: the same cards in five orders, with doubt and with the boss."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from course_utils.lessons.prioritisation import evidence
from course_utils.lessons.prioritisation.pictures import shortened
from course_utils.toolkit import prioritisation
from course_utils.widgets import stage

RULERS = ("Value / effort", "RICE", "MoSCoW label", "CD3", "Weighted score")
TOP = 3
DRAWS = 4000
DOUBT = 1.2
"""Powers of ten by which a range can be widened."""
_Z = 1.2815515655446004
"""Standard normal quantile at 0.9: lows and highs hold eight times in ten."""


def orders(cards: pd.DataFrame, bend: float = 0.0) -> pd.DataFrame:
    """Rank cards by each of the five rulers.

    Parameters
    ----------
    cards : DataFrame
        From `evidence.cards`.
    bend : float
        Weight of "fit" in the weighted score, a fraction; the others keep their proportions.

    Returns
    -------
    DataFrame
        Indexed by item, a column for each of `RULERS`; 1 is first.
    """
    label = cards["moscow"].map({"must": 3, "should": 2, "could": 1, "wont": 0})
    scores = {
        "Value / effort": cards["value"] / cards["weeks"],
        "RICE": evidence.rice(cards),
        # Within a label the loudest is first, as in many a meeting.
        "MoSCoW label": label + cards["mentions"] / (1 + cards["mentions"].max()),
        "CD3": prioritisation.cd3(cards["cost_of_delay"], cards["weeks"]),
        "Weighted score": prioritisation.weighted_scores(evidence.marks(cards), bent(bend)),
    }
    return pd.DataFrame({name: prioritisation.ranks(values) for name, values in scores.items()})


def bent(bend: float) -> dict[str, float]:
    """Return the team's weights with a share given to "fit"."""
    return {
        name: bend if name == "fit" else (1 - bend) * weight
        for name, weight in evidence.WEIGHTS.items()
    }


def odds(cards: pd.DataFrame, chosen: Any, doubt: float = 0.0) -> pd.DataFrame:
    """Turn ranges of the RICE score into probabilities of ranks.

    Parameters
    ----------
    cards : DataFrame
        From `evidence.cards`.
    chosen
        The card whose range is widened.
    doubt : float
        By how many powers of ten its high end moves up, and its low end down.

    Returns
    -------
    DataFrame
        Indexed by item: low, middle, high (the ends hold eight times in ten), first (probability of
        rank 1) and top (of one of the first three).
    """
    ranges = evidence.rice_ranges(cards)
    middle = np.array([math.log10(each.median) for each in ranges.values()])
    half = np.array([each.sigma * _Z / math.log(10) for each in ranges.values()])
    half[list(cards.index).index(chosen)] += doubt
    rng = np.random.default_rng(10)
    drawn = middle + rng.standard_normal((DRAWS, len(middle))) * half / _Z
    shares = prioritisation.rank_shares(pd.DataFrame(drawn, columns=cards.index))
    return pd.DataFrame(
        {
            "low": 10 ** (middle - half),
            "middle": 10**middle,
            "high": 10 ** (middle + half),
            "first": shares[1],
            "top": shares.loc[:, :TOP].sum(axis=1),
        },
        index=cards.index,
    )


def five_rulers(cards: pd.DataFrame, **more: Any) -> stage.Explorer:
    """Show the explorer: follow a card through five rulers, doubt its estimate, bend the weights.

    Parameters
    ----------
    cards : DataFrame
        About eight, from `evidence.shortlist`.
    **more
        Passed on to `stage.Explorer`, such as a gate.
    """
    names = {str(item): shortened(title) for item, title in cards["title"].items()}
    boss = evidence.boss_item(cards)
    leader = orders(cards)["RICE"].idxmin()
    flip = boss_wins_from(cards)

    def draw(view: str, card: str, doubt: float, bend: float) -> stage.Scene:
        chosen = next(item for item in cards.index if str(item) == card)
        if view == "ranks":
            places = orders(cards, bend)
            place = int(places.loc[boss, RULERS[-1]])
            says = f"{_followed(names[card], places.loc[chosen])} {_bossed(place, bend, flip)}"
            return stage.Scene(_bump(places, names, chosen, boss), says=says)
        chance = odds(cards, chosen, doubt)
        says = _doubted(names[card], chance.loc[chosen])
        plot = _bars(chance, names, chosen, doubt, _axis(odds(cards, chosen), chosen))
        return stage.Scene(plot, says=says)

    return stage.Explorer(
        "Five rulers, one backlog",
        draw,
        hint="Follow a card from ruler to ruler, and give weight to what the chief executive likes. "
        "Within a MoSCoW label the loudest card is first. "
        "Then ask how sure RICE is, and drag the grip at the end of the card's bar to the right.",
        view=stage.Choice({"ranks": "Five rulers", "doubt": "How sure is RICE?"}, label="Look at"),
        card=stage.Choice(names, value=str(leader), label="Follow"),
        doubt=stage.Slider(
            0.0, DOUBT, value=0.0, step=0.02, hidden=True, label="Doubt, in powers of ten"
        ),
        bend=stage.Slider(
            0.0, 1.0, value=0.0, step=0.01, unit="%", label="Weight of what the boss likes"
        ),
        **more,
    )


def boss_wins_from(cards: pd.DataFrame) -> float | None:
    """Return the weight of "fit" from which the chief executive's idea is first; None if never."""
    marks = evidence.marks(cards)
    span = prioritisation.winning_weights(marks, evidence.WEIGHTS, evidence.boss_item(cards), "fit")
    return span[0] if span else None


def _followed(name: str, places: pd.Series) -> str:
    return f"{name} is rank {', '.join(map(str, places))} by the five rulers."


def _doubted(name: str, row: pd.Series) -> str:
    return (
        f"{name} scores {row['low']:,.0f} to {row['high']:,.0f}: it is first with probability "
        f"{row['first']:.0%}, among the first {TOP} with {row['top']:.0%}."
    )


def _bossed(place: int, bend: float, flip: float | None) -> str:
    if flip is None:
        return "No weight of what the boss likes makes the boss's idea first."
    stands = "is first" if place == 1 else f"is number {place}"
    return (
        f"With {bend:.0%} of the weight on what the boss likes, the boss's idea {stands}; "
        f"it wins from {flip:.0%} on."
    )


def _bump(places: pd.DataFrame, names: dict[str, str], chosen: Any, boss: Any) -> stage.Plot:
    across = list(range(len(RULERS)))
    marks: list[Any] = []
    for item in sorted(places.index, key=lambda item: (item == chosen, item == boss)):
        tone = "blue" if item == chosen else "red" if item == boss else "grey"
        ranks = [int(rank) - 1 for rank in places.loc[item]]
        marks.append(stage.Line(across, ranks, tone=tone, label=names[str(item)]))
        marks.append(stage.Points(across, ranks, tone=tone, size=6 if item == chosen else 4))
    table = "; ".join(
        f"{names[str(item)]}: {', '.join(map(str, row))}"
        for item, row in zip(places.index, places.itertuples(index=False), strict=True)
    )
    return stage.Plot(
        *marks,
        x=stage.Axis(-0.2, len(RULERS) - 0.8, ticks=list(enumerate(RULERS))),
        y=stage.Axis(names=[str(place) for place in range(1, len(places) + 1)]),
        title="Rank by each ruler",
        alt=f"Rank lines of {len(places)} cards by {', '.join(RULERS)}. {table}.",
        height=380,
    )


def _axis(chance: pd.DataFrame, chosen: Any) -> tuple[float, float]:
    """Return the powers of ten between which scores are drawn; they stay while the grip is dragged.

    Right of all ranges there is room for as much doubt as the slider has, left of them for words. There
    the chosen bar is cut where it would reach out of the picture.
    """
    low = math.log10(chance["low"].min())
    high = math.log10(max(chance["high"].max(), chance.loc[chosen, "high"] * 10**DOUBT))
    return math.floor(2 * low - 2.8) / 2, math.ceil(2 * high + 0.2) / 2


def _bars(
    chance: pd.DataFrame,
    names: dict[str, str],
    chosen: Any,
    doubt: float,
    axis: tuple[float, float],
) -> stage.Plot:
    table = chance.sort_values("middle", ascending=False)
    low, high = axis
    marks: list[Any] = []
    for row, (item, each) in enumerate(table.iterrows()):
        tone = "blue" if item == chosen else "grey"
        ends = [max(low, math.log10(each["low"])), math.log10(each["high"])]
        marks.append(stage.Line(ends, [row, row], tone=tone))
        marks.append(stage.Points([math.log10(each["middle"])], [row], tone=tone, size=5))
        words = f"first {each['first']:.0%}, top {TOP} {each['top']:.0%}"
        marks.append(stage.Words(low, row - 0.3, words, tone=tone))
    row = list(table.index).index(chosen)
    end = math.log10(table.loc[chosen, "high"])
    # The slider is 0 where the range is as it was estimated.
    marks.append(stage.Handle("doubt", x=end, y=row, offset=doubt - end))
    powers = range(math.ceil(low), math.floor(high) + 1)
    said = "; ".join(
        f"{names[str(item)]} {each['low']:,.0f} to {each['high']:,.0f}, first {each['first']:.0%}"
        for item, each in table.iterrows()
    )
    return stage.Plot(
        *marks,
        x=stage.Axis(
            low,
            high,
            label="RICE score, each step ten times the last",
            ticks=[(p, f"{10**p:,.0f}") for p in powers],
        ),
        y=stage.Axis(names=[names[str(item)] for item in table.index]),
        title="RICE with its doubt: eight times in ten",
        alt=f"Ranges of RICE scores and the probability of being first. {said}.",
        height=380,
    )


def firsts(cards: pd.DataFrame) -> int:
    """Count how many different cards are first by at least one of the five rulers."""
    return int(orders(cards).idxmin().nunique())


def firsts_words(cards: pd.DataFrame) -> str:
    """Say which card of the shortlist is first by which rulers, the one with most rulers first."""
    few = evidence.shortlist(cards)
    winners = orders(few).idxmin()
    said = [
        f"- *{few.loc[card, 'title']}*: by {_listed([str(name) for name in winners.index[winners == card]])}"
        for card in winners.value_counts(sort=True).index
    ]
    return "\n".join([f"{len(said)} cards are first by at least one ruler:", "", *said])


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
