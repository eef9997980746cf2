"""What the rulers ask of their numbers: as many as there are items, none missing, none absurd."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from course_utils.toolkit import _input
from course_utils.toolkit._input import Floats


def column(values: Any, what: str, *, above: float | None = None, least: float = 0.0) -> Floats:
    """Return one number an item as floats; a missing, too small or infinite one is refused."""
    found = _input.vector(values, what)
    if np.isnan(found).any():
        raise ValueError(
            f"{what} is missing for {int(np.isnan(found).sum())} items. Estimate it, or leave "
            "those items out."
        )
    low = found <= above if above is not None else found < least
    if low.any():
        wish = f"more than {above:g}" if above is not None else f"at least {least:g}"
        raise ValueError(f"{what} must be {wish}; you passed {found[low][0]:g}.")
    return found


def on_scale(values: Any, what: str, scale: Collection[float], why: str) -> Floats:
    """Return numbers that stand on a scale; another number is refused with the scale's steps."""
    found = column(values, what)
    strange = ~np.isin(found, list(scale))
    if strange.any():
        steps = ", ".join(f"{step:g}" for step in scale)
        raise ValueError(
            f"{what} must be one of {steps} ({why}); you passed {found[strange][0]:g}."
        )
    return found


def level(columns: dict[str, Floats]) -> int:
    """Return how many items there are; columns of different lengths are refused."""
    lengths = {what: len(found) for what, found in columns.items()}
    if len(set(lengths.values())) != 1:
        said = ", ".join(f"{what} has {length}" for what, length in lengths.items())
        raise ValueError(f"Each item needs one number of each kind: {said}.")
    return next(iter(lengths.values()))


def labels(*given: Any) -> pd.Index | None:
    """Return the index of the first Series among what was given, None if there is none."""
    for values in given:
        if isinstance(values, pd.Series):
            return values.index
    return None


def factor(units: Any, known: dict[str, float], what: str, count: int) -> Floats:
    """Return what to multiply each number by; `units` is one name for all or one an item."""
    names = [units] * count if isinstance(units, str) else list(units)
    if len(names) != count:
        raise ValueError(f"{what} must be one name, or one for each of the {count} items.")
    strange = [name for name in names if name not in known]
    if strange:
        raise ValueError(f"{what} must be one of {', '.join(known)}; you passed {strange[0]!r}.")
    return np.array([known[name] for name in names], dtype=np.float64)
