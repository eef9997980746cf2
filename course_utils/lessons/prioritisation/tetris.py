"""Delay-cost Tetris: put jobs in order; see what waiting costs, by the middle and on average."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import traitlets as t

from course_utils.lessons.prioritisation import schedule
from course_utils.toolkit import prioritisation
from course_utils.widgets.answer import Answer, known, mapping
from course_utils.widgets.scripts import script, style

HERE = Path(__file__).parent


class DelayTetris(Answer):
    """Put the jobs of one squad in order, see what waiting costs, commit, meet the best order.

    Parameters
    ----------
    exercise : str
        Name under which the order is kept.
    jobs : DataFrame
        From `schedule.sequence_jobs`, in the order in which they were asked for. The weeks that they
        may take are drawn by `schedule.possible_weeks`.
    contest : bool
        Whether the learner may commit and see the least cost; not where the order is graded.

    Attributes
    ----------
    verdict : dict
        Empty until the learner commits; then the least cost and the costs of the rival orders.

    Notes
    -----
    What the law asks stands first and stays there. `value` is ``{"order": [ids], "committed": bool}``; `answer` is what the order costs on average,
    in USD: the form `Number`. Orders that cost the same are as good.
    """

    _esm = script(HERE / "tetris.js")
    _css = style(HERE / "tetris.css")
    jobs: t.List[Any] = t.List().tag(sync=True)
    weeks: t.Dict[str, Any] = t.Dict().tag(sync=True)
    contest = t.Bool(True).tag(sync=True)
    verdict: t.Dict[str, Any] = t.Dict().tag(sync=True)

    def __init__(
        self, exercise: str, jobs: pd.DataFrame, *, contest: bool = True, **more: Any
    ) -> None:
        self._table = jobs.set_axis(jobs.index.map(str))
        self._weeks = schedule.possible_weeks(self._table)
        weeks = {str(name): column.tolist() for name, column in self._weeks.items()}
        super().__init__(exercise, jobs=listed(self._table), weeks=weeks, contest=contest, **more)
        self.observe(self._judge, "value")
        self._judge()

    def tidy(self, value: Any) -> Any:
        """Return known jobs in their order, those that are missing last, and whether it stands."""
        given = mapping(value)
        ids = list(self._table.index)
        order = known(given.get("order"), ids)
        order += [name for name in ids if name not in order]
        order = schedule.law_first(self._table, order)
        committed = self.contest and bool(given.get("committed", False))
        return {"order": order, "committed": committed}

    def judged(self, value: Any) -> Any:
        """Return what the order costs on average."""
        return schedule.expected_cost(self._table, value["order"], self._weeks)

    def missing(self) -> str:
        """Return what is still to be done by hand."""
        return (
            "You have not put the jobs in order yet: move one. To keep the order as it stands, lift "
            "one with Space and put it down again."
        )

    def offered(self) -> list[str]:
        """Return the jobs in the order in which they came."""
        return [
            f"{job['title']}: {job['duration']:.1f} weeks, {job['cost_of_delay']:,.0f} USD a week"
            for job in self.jobs
        ]

    def words(self, value: Any) -> list[str]:
        """Return a line for each job, then what the order costs, and the least once committed."""
        table = prioritisation.delay_table(self._table, value["order"])
        titles = self._table["title"].reindex(table.index)
        lines = [
            f"{place}. {title}: ends in week {finish:.1f}{', too late' if late else ''}"
            for place, (title, finish, late) in enumerate(
                zip(titles, table["finish"], table["late"], strict=True), 1
            )
        ]
        sure = schedule.on_time(self._table, value["order"], self._weeks)
        named = titles.reindex(sure.index)
        lines += [f"{title} is on time in {s:.0%}" for title, s in zip(named, sure, strict=True)]
        lines.append(f"By the middle estimates delay costs {table['cost'].sum():,.0f} USD")
        lines.append(f"On average it costs {self.judged(value):,.0f} USD")
        if value["committed"]:
            lines.append(f"The least possible is {self.verdict['best']:,.0f} USD")
        return lines

    def _judge(self, _change: Any = None) -> None:
        if self.value is None or not self.value["committed"]:
            self.verdict = {}
        elif not self.verdict:
            self.verdict = verdict(self._table, self._weeks)


def listed(jobs: pd.DataFrame) -> list[Mapping[str, Any]]:
    """Return jobs as the browser gets them."""
    plain = jobs.assign(due=jobs["due"].astype(object).where(jobs["due"].notna(), None))
    columns = ["title", "duration", "cost_of_delay", "due", "penalty", "law"]
    return [
        {"id": str(name), **dict(zip(columns, row, strict=True))}
        for name, row in zip(jobs.index, plain[columns].to_numpy().tolist(), strict=True)
    ]


def verdict(jobs: pd.DataFrame, weeks: pd.DataFrame) -> dict[str, Any]:
    """Return the least average cost, and what the orders of habit cost on average."""
    rivals = {**schedule.habits(jobs), "best by the middle estimates": schedule.tight(jobs)}
    return {
        "best": schedule.cheapest(jobs, weeks)[1],
        "rivals": [
            [name[0].upper() + name[1:], schedule.expected_cost(jobs, order, weeks)]
            for name, order in rivals.items()
        ],
    }
