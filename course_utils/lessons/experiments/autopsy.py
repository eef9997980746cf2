"""SRM autopsy: five experiments whose arms have the wrong sizes, each broken by something else.

The people are Kitewell's, from experiments that were assigned rightly; what loses them is done here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from course_utils.lessons.experiments.evidence import ARMS, WEEKS, of, people
from course_utils.toolkit import experiments, metrics
from course_utils.widgets import stage

MECHANISMS = {
    "redirect": "Redirect: the variant's own page loses those who come by browser",
    "bots": "Bot filter: the busiest of the variant are taken for robots and deleted",
    "trigger": "Trigger: in the variant, exposure is logged only once somebody used it",
    "cache": "Cache: who had the page before goes on seeing the old one",
    "ramp": "Ramp: the shares were others in the first days",
}
LOOKS = {
    "counts": "Assigned, exposed",
    "platform": "By platform",
    "use": "By how often they come",
    "age": "New or old",
    "day": "By day of exposure",
}
CASES = {
    "apple": "Case A: a new task page",
    "birch": "Case B: keyboard shortcuts",
    "cedar": "Case C: a hint after the tenth task",
    "delta": "Case D: a lighter home page",
    "elder": "Case E: a new search page",
}
"""Names that give nothing away, in the order of the board."""
_BROKEN = {
    "apple": ("compact_view", "cache"),
    "birch": ("template_gallery", "bots"),
    "cedar": ("streaks", "trigger"),
    "delta": ("digest_hour", "ramp"),
    "elder": ("shared_boards", "redirect"),
}
RAMP_DAYS = 4
NEW = pd.Timedelta("28D")


@dataclass(frozen=True)
class Body:
    """A broken experiment.

    Attributes
    ----------
    assigned
        One row a person who was assigned: variant, platform, active days' use, and whether the
        exposure was logged.
    mechanism
        What broke it, a key of `MECHANISMS`.
    """

    assigned: pd.DataFrame
    mechanism: str

    @property
    def exposed(self) -> pd.DataFrame:
        """The people whose exposure was logged."""
        return self.assigned[self.assigned["exposed"]]


def bodies(runs: pd.DataFrame) -> dict[str, Body]:
    """Break five experiments, each by a mechanism of its own.

    Kitewell's people, in variants of a fresh coin: so nothing but the mechanism differs.

    Parameters
    ----------
    runs : DataFrame
        From `evidence.joined`.

    Returns
    -------
    dict of str to Body
        By the keys of `CASES`.
    """
    found = {}
    for number, (case, (name, mechanism)) in enumerate(_BROKEN.items()):
        rows = of(runs, name, exposed=False)
        coins = np.random.default_rng(number).integers(0, 2, len(rows))
        rows = rows.assign(variant=np.array(ARMS, dtype=object)[coins])
        rows = rows[
            ["user_id", "variant", "platform", "exposed", "exposed_at", "pre_value", *WEEKS]
        ]
        busy = rows[WEEKS].sum(axis=1)
        rows = rows.assign(
            day=(rows["exposed_at"] - rows["exposed_at"].min()) // pd.Timedelta("1D") + 1,
            age=np.where(rows["pre_value"].isna(), "new", "old"),
            use=np.where(busy >= busy[rows["exposed"]].quantile(0.67), "busiest third", "others"),
        )
        found[case] = Body(_BREAK[mechanism](rows).drop(columns=[*WEEKS, "pre_value"]), mechanism)
    return found


def _lost(rows: pd.DataFrame, where: pd.Series, share: float) -> pd.Series:
    """Choose a share of some rows, the same each time: by a hash of the person."""
    ids = rows["user_id"].to_numpy(np.uint64)
    mixed = (ids * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(40)
    return where & ((mixed % np.uint64(1000)) < 1000 * share)


def _treated(rows: pd.DataFrame) -> pd.Series:
    return rows["variant"] == "treatment"


def _unseen(rows: pd.DataFrame, lost: pd.Series) -> pd.DataFrame:
    """Lose people between the assignment, which stands, and the exposure."""
    return rows.assign(exposed=rows["exposed"] & ~lost)


def _redirect(rows: pd.DataFrame) -> pd.DataFrame:
    web = rows["platform"] == "web"
    return _unseen(rows, _lost(rows, _treated(rows) & rows["exposed"] & web, 0.6))


def _bots(rows: pd.DataFrame) -> pd.DataFrame:
    # The filter runs over the finished data: it deletes the assignments as well.
    busy = rows["use"] == "busiest third"
    return rows[~_lost(rows, _treated(rows) & rows["exposed"] & busy, 0.9)]


def _trigger(rows: pd.DataFrame) -> pd.DataFrame:
    seldom = rows["use"] != "busiest third"
    return _unseen(rows, _lost(rows, _treated(rows) & rows["exposed"] & seldom, 0.65))


def _cache(rows: pd.DataFrame) -> pd.DataFrame:
    old = rows["age"] == "old"
    return _unseen(rows, _lost(rows, _treated(rows) & rows["exposed"] & old, 0.75))


def _ramp(rows: pd.DataFrame) -> pd.DataFrame:
    early = rows["exposed"] & (rows["day"] <= RAMP_DAYS) & _treated(rows)
    variant = rows["variant"].where(~_lost(rows, early, 0.45), "control")
    return rows.assign(variant=variant)


_BREAK: Mapping[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "redirect": _redirect,
    "bots": _bots,
    "trigger": _trigger,
    "cache": _cache,
    "ramp": _ramp,
}


def shares(body: Body, look: str) -> pd.DataFrame:
    """Return the share of the treatment in each part of a look, with its interval and p-value.

    Parameters
    ----------
    body : Body
        A broken experiment.
    look : str
        A key of `LOOKS`.

    Returns
    -------
    DataFrame, by part
        ``treated``, ``people``, ``estimate``, ``low``, ``high``, ``p`` of the planned half.
    """
    if look == "counts":
        parts = {"assigned": body.assigned, "exposed": body.exposed}
    else:
        rows = body.exposed
        if look == "day":
            rows = rows.assign(
                day=np.where(rows["day"] <= RAMP_DAYS, f"days 1 to {RAMP_DAYS}", "later days")
            )
        if look == "platform":
            phones = rows["platform"].isin(["ios", "android"])
            rows = rows.assign(platform=rows["platform"].where(~phones, "phones"))
        parts = {str(name): group for name, group in rows.groupby(look)}
    found = {}
    for name, group in parts.items():
        counted = people(group)
        both = sum(counted.values())
        found[name] = [
            counted["treatment"],
            both,
            *metrics.rate_interval(counted["treatment"], both),
            experiments.sample_ratio(counted).p,
        ]
    columns = ["treated", "people", "estimate", "low", "high", "p"]
    return pd.DataFrame.from_dict(found, orient="index", columns=columns).rename_axis(look)


def srm_autopsy(runs: pd.DataFrame) -> stage.Explorer:
    """Show the five broken experiments; each look cuts the people another way."""
    found = bodies(runs)

    def draw(case: str, look: str) -> stage.Scene:
        return draw_look(case, found[case], look)

    return stage.Explorer(
        "SRM autopsy",
        draw,
        hint="Half was to be treated. Choose a case, then cut its people until you see whom it lost.",
        case=stage.Choice({name: text.split(":")[0] for name, text in CASES.items()}),
        look=stage.Choice(LOOKS, label="Cut the people"),
    )


def draw_look(case: str, body: Body, look: str) -> stage.Scene:
    """Draw the share of the treatment in each part of a look."""
    table = shares(body, look)
    rows: list[Any] = list(table.itertuples())
    tones = ["red" if row.p < 0.001 else "grey" for row in rows]
    marks: list[stage.marks.Mark] = [stage.Rule(x=0.5, words="planned")]
    for place, (row, tone) in enumerate(zip(rows, tones, strict=True)):
        marks.append(stage.Line([row.low, row.high], [place, place], tone=tone))
    marks.append(
        stage.Points(
            [row.estimate for row in rows],
            list(range(len(rows))),
            tone=tones,
            size=6,
        )
    )
    marks += [
        stage.Words(row.high + 0.015, place, f"{row.treated:,} of {row.people:,}")
        for place, row in enumerate(rows)
    ]
    said = "; ".join(f"{row.Index} {row.estimate:.0%} of {row.people:,}" for row in rows)
    odd = [str(row.Index) for row in rows if row.p < 0.001]
    total = experiments.sample_ratio(people(body.exposed))
    plot = stage.Plot(
        *marks,
        x=stage.Axis(0, 0.8, label="share of the treatment among them", form="percent"),
        y=stage.Axis(names=[str(row.Index) for row in rows]),
        title=f"{CASES[case]}: {LOOKS[look].lower()}",
        alt=f"Share of the treatment, {LOOKS[look].lower()}: {said}.",
        height=220,
    )
    where = (
        f"Off its plan here: {', '.join(odd)}." if odd else "No part of this look is off its plan."
    )
    return stage.Scene(
        plot,
        says=f"Of the exposed {total.observed['treatment']:,} are treated and "
        f"{total.observed['control']:,} are not: p {said_p(total.p)}. {where}",
    )


def said_p(p: float) -> str:
    """Write a p-value: three digits, or below a bound."""
    if p >= 0.001:
        return f"= {p:.3f}"
    return "< 0.001" if p >= 1e-6 else "< 0.000001"
