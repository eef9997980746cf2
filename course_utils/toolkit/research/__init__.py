"""Discovery and design: agreement of coders, small usability tests, surveys, contrast.

Conventions: rates and shares are fractions, SUS is in points from 0 to 100, times are seconds,
sample sizes are rounded up and contrast never is. Bad input raises ``ValueError`` or ``TypeError``
with a sentence that says what to pass instead. No function changes what it is given.
"""

from __future__ import annotations

from course_utils.toolkit._folder import gather

__all__ = gather(__name__, __path__, globals())
