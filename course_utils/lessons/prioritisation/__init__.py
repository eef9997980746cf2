"""Lesson 10: its evidence in numbers, its pictures, and two explorers.

`evidence` computes, `pictures` draws what is computed, `rulers` and `tetris` can be moved.
"""

from __future__ import annotations

from course_utils.lessons.prioritisation.evidence import (
    CAPACITY,
    RANGES,
    TODAY,
    WEIGHTS,
    boss_item,
    cards,
    careless_rice,
    keep_dates,
    marks,
    needs,
    rice,
    rice_ranges,
    sequence_jobs,
    shortlist,
    weeks_late,
)
from course_utils.lessons.prioritisation.pictures import (
    move_lines,
    show_findings,
    show_kano,
    show_moscow,
    show_plans,
    show_units,
    show_voices,
    table,
)
from course_utils.lessons.prioritisation.rulers import (
    RULERS,
    boss_wins_from,
    five_rulers,
    odds,
    orders,
)
from course_utils.lessons.prioritisation.tetris import DelayTetris

__all__ = [
    "CAPACITY",
    "RANGES",
    "RULERS",
    "TODAY",
    "WEIGHTS",
    "DelayTetris",
    "boss_item",
    "boss_wins_from",
    "cards",
    "careless_rice",
    "five_rulers",
    "keep_dates",
    "marks",
    "move_lines",
    "needs",
    "odds",
    "orders",
    "rice",
    "rice_ranges",
    "sequence_jobs",
    "shortlist",
    "show_findings",
    "show_kano",
    "show_moscow",
    "show_plans",
    "show_units",
    "show_voices",
    "table",
    "weeks_late",
]
