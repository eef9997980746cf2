"""Experiments: planned, checked, read, and watched without fooling oneself.

Conventions: rates are fractions, a difference is treatment minus control and absolute unless
"relative" is said, sample sizes are per arm, tests are two-sided unless a docstring says otherwise.
Intervals of one rate and of a difference of two, ratio metrics of one group and Simpson's paradox
are those of `toolkit.metrics`. Bad input raises ``ValueError`` or ``TypeError`` with a sentence that
says what to pass instead.
"""

from __future__ import annotations

from typing import Any

from course_utils.toolkit._folder import public


def __getattr__(name: str) -> Any:
    return public(__name__, __path__, globals(), name)
