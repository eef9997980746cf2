"""Discovery and design: agreement of coders, small usability tests, surveys, contrast.

Conventions: rates and shares are fractions, SUS is in points from 0 to 100, times are seconds,
sample sizes are rounded up and contrast never is. Bad input raises ``ValueError`` or ``TypeError``
with a sentence that says what to pass instead. No function changes what it is given.
"""

from __future__ import annotations

from course_utils.toolkit.research.agreement import (
    cluster_agreement,
    cohen_kappa,
    confusion,
    fleiss_kappa,
    kappa_of_table,
    krippendorff_alpha,
    percent_agreement,
)
from course_utils.toolkit.research.contrast import (
    contrast_in_words,
    contrast_ratio,
    passes_contrast,
    relative_luminance,
)
from course_utils.toolkit.research.problems import (
    discovery_rate,
    problems_found,
    rank_severity,
    users_needed,
)
from course_utils.toolkit.research.sampling import (
    design_weights,
    effective_size,
    margin_of_error,
    nonresponse_bounds,
    survey_size,
    weighted_share,
)
from course_utils.toolkit.research.usability import (
    completion_estimate,
    completion_interval,
    sus,
    sus_scores,
    task_time,
)

__all__ = [
    "cluster_agreement",
    "cohen_kappa",
    "completion_estimate",
    "completion_interval",
    "confusion",
    "contrast_in_words",
    "contrast_ratio",
    "design_weights",
    "discovery_rate",
    "effective_size",
    "fleiss_kappa",
    "kappa_of_table",
    "krippendorff_alpha",
    "margin_of_error",
    "nonresponse_bounds",
    "passes_contrast",
    "percent_agreement",
    "problems_found",
    "rank_severity",
    "relative_luminance",
    "survey_size",
    "sus",
    "sus_scores",
    "task_time",
    "users_needed",
    "weighted_share",
]
