"""Discovery and design: agreement of coders, small usability tests, surveys, contrast.

Conventions: rates and shares are fractions, SUS is in points from 0 to 100, times are seconds,
sample sizes are rounded up and contrast never is. Bad input raises ``ValueError`` or ``TypeError``
with a sentence that says what to pass instead. No function changes what it is given.
"""

from __future__ import annotations

from typing import Any

from course_utils.toolkit._folder import public


def __getattr__(name: str) -> Any:
    return public(__name__, __path__, globals(), name)
