"""Metrics and KPIs: engagement, journeys, satisfaction, change, noise.

Conventions: rates are fractions, NPS is in points, a difference is absolute, days, weeks and months
are UTC, a week begins on Monday, a span of time includes its start and leaves out its end, and the
share of nobody is NaN. Bad input raises ``ValueError`` or ``TypeError`` with a sentence that says
what to pass instead. No function changes the frames it is given.
"""

from __future__ import annotations

from course_utils.toolkit.metrics.activity import (
    Growth,
    active_users,
    deduplicate,
    event_counts,
    growth_accounting,
    growth_history,
    stickiness,
)
from course_utils.toolkit.metrics.change import (
    Kitagawa,
    Simpson,
    kitagawa,
    simpson,
    standardised_rates,
)
from course_utils.toolkit.metrics.control import XmR, xmr
from course_utils.toolkit.metrics.intervals import (
    Interval,
    RatioMetric,
    rate_difference,
    rate_interval,
    ratio_metric,
)
from course_utils.toolkit.metrics.journeys import (
    Threshold,
    activated,
    activation,
    activation_curve,
    activation_threshold,
    funnel,
)
from course_utils.toolkit.metrics.surveys import csat, nps, nps_difference, nps_interval

__all__ = [
    "Growth",
    "Interval",
    "Kitagawa",
    "RatioMetric",
    "Simpson",
    "Threshold",
    "XmR",
    "activated",
    "activation",
    "activation_curve",
    "activation_threshold",
    "active_users",
    "csat",
    "deduplicate",
    "event_counts",
    "funnel",
    "growth_accounting",
    "growth_history",
    "kitagawa",
    "nps",
    "nps_difference",
    "nps_interval",
    "rate_difference",
    "rate_interval",
    "ratio_metric",
    "simpson",
    "standardised_rates",
    "stickiness",
    "xmr",
]
