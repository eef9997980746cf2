"""Requirements and prioritisation: scores, sequences, shares, surveys, odds, choices, stories.

Conventions: reach is people a quarter, effort is people's working time, a duration is weeks, money is
USD, confidence and shares are fractions, a week has 5 working days and a month 13/3 weeks. A higher
score comes first; equal scores keep the order in which they came. Bad input raises ``ValueError`` or
``TypeError`` with a sentence that says what to pass instead. No function changes what it is given.
"""

from __future__ import annotations

from course_utils.toolkit.prioritisation.capacity import Selection, greedy, select
from course_utils.toolkit.prioritisation.delay import (
    best_order,
    cd3,
    delay_cost,
    delay_table,
    rival_orders,
)
from course_utils.toolkit.prioritisation.kano_survey import KANO, KanoResult, kano, kano_answers
from course_utils.toolkit.prioritisation.moscow_shares import MOSCOW, Shares, moscow
from course_utils.toolkit.prioritisation.scores import (
    CONFIDENCE,
    IMPACT,
    QUADRANTS,
    by_score,
    in_person_months,
    per_quarter,
    quadrants,
    ranks,
    rice,
    wsjf,
)
from course_utils.toolkit.prioritisation.stories import (
    Finding,
    lint_criterion,
    lint_story,
)
from course_utils.toolkit.prioritisation.uncertainty import (
    LogNormal,
    ThreePoint,
    draws,
    lognormal,
    outranks,
    rank_shares,
    three_point,
    top_shares,
)
from course_utils.toolkit.prioritisation.weights import (
    Bend,
    least_bend,
    weighted_scores,
    winning_weights,
)

__all__ = [
    "CONFIDENCE",
    "IMPACT",
    "KANO",
    "MOSCOW",
    "QUADRANTS",
    "Bend",
    "Finding",
    "KanoResult",
    "LogNormal",
    "Selection",
    "Shares",
    "ThreePoint",
    "best_order",
    "by_score",
    "cd3",
    "delay_cost",
    "delay_table",
    "draws",
    "greedy",
    "in_person_months",
    "kano",
    "kano_answers",
    "least_bend",
    "lint_criterion",
    "lint_story",
    "lognormal",
    "moscow",
    "outranks",
    "per_quarter",
    "quadrants",
    "rank_shares",
    "ranks",
    "rice",
    "rival_orders",
    "select",
    "three_point",
    "top_shares",
    "weighted_scores",
    "winning_weights",
    "wsjf",
]
