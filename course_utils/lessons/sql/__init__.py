"""Lesson 3: two revenue numbers and the way between them, a microscope for joins, tracking plans."""

from __future__ import annotations

from course_utils.company.edges import edges
from course_utils.lessons.sql.clauses import clause_by_clause
from course_utils.lessons.sql.evidence import (
    bridge,
    daily_and_weekly,
    first_and_last,
    funnel_counts,
    ledger,
    session_rules,
    slides,
)
from course_utils.lessons.sql.microscope import join_microscope
from course_utils.lessons.sql.pictures import (
    SESSION_RULES,
    again_answer,
    join_answer,
    leader_answer,
    nobody_answer,
    order_answer,
    order_share,
    plan_answer,
    session_answer,
    settled,
    show_bridge,
    show_cohorts,
    show_first_last,
    show_funnel,
    show_sessions,
    show_slides,
    week_answer,
)
from course_utils.lessons.sql.tracking import (
    NAMES_ONLY,
    faults,
    new_client,
    plan_problems,
    slipped,
    try_plan,
)

__all__ = [
    "NAMES_ONLY",
    "SESSION_RULES",
    "again_answer",
    "bridge",
    "clause_by_clause",
    "daily_and_weekly",
    "edges",
    "faults",
    "first_and_last",
    "funnel_counts",
    "join_answer",
    "join_microscope",
    "leader_answer",
    "ledger",
    "new_client",
    "nobody_answer",
    "order_answer",
    "order_share",
    "plan_answer",
    "plan_problems",
    "session_answer",
    "session_rules",
    "settled",
    "show_bridge",
    "show_cohorts",
    "show_first_last",
    "show_funnel",
    "show_sessions",
    "show_slides",
    "slides",
    "slipped",
    "try_plan",
    "week_answer",
]
