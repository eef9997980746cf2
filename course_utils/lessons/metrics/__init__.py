"""Lesson 7: its evidence in numbers, its pictures, and two explorers.

`evidence` computes, `pictures` draws what is computed, `funnel` and `suspects` can be moved.
"""

from __future__ import annotations

from course_utils.lessons.metrics.evidence import (
    between,
    board,
    change_in_words,
    clear_falls,
    first_week,
    habits,
    impatient_rate,
    local_dates,
    never_sleep,
    sent_twice,
    weekly_by_platform,
)
from course_utils.lessons.metrics.funnel import Bent, bend, reshape_funnel, sample_size
from course_utils.lessons.metrics.pictures import (
    show_aha,
    show_board,
    show_channels,
    show_cohorts,
    show_counts,
    show_growth,
    show_habits,
    show_kpi_tree,
    show_logins,
    show_margins,
    show_north_star,
    show_nps,
    show_platforms,
    show_shapes,
    show_simpson,
    show_verdicts,
    show_xmr,
)
from course_utils.lessons.metrics.suspects import Case, Suspect, cases, detective

__all__ = [
    "Bent",
    "Case",
    "Suspect",
    "bend",
    "between",
    "board",
    "cases",
    "change_in_words",
    "clear_falls",
    "detective",
    "first_week",
    "habits",
    "impatient_rate",
    "local_dates",
    "never_sleep",
    "reshape_funnel",
    "sample_size",
    "sent_twice",
    "show_aha",
    "show_board",
    "show_channels",
    "show_cohorts",
    "show_counts",
    "show_growth",
    "show_habits",
    "show_kpi_tree",
    "show_logins",
    "show_margins",
    "show_north_star",
    "show_nps",
    "show_platforms",
    "show_shapes",
    "show_simpson",
    "show_verdicts",
    "show_xmr",
    "weekly_by_platform",
]
