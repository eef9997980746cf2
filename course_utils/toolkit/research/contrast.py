"""Can everybody read it? Contrast as WCAG 2 measures it."""

from __future__ import annotations

import math
import re

from course_utils.toolkit.common import checks

__all__ = ["contrast_in_words", "contrast_ratio", "passes_contrast", "relative_luminance"]

THRESHOLDS = {("AA", False): 4.5, ("AA", True): 3.0, ("AAA", False): 7.0, ("AAA", True): 4.5}
"""Least contrast by level and by whether the text is large (24 px, or 18.7 px bold, and up)."""

_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


def relative_luminance(colour: str) -> float:
    """Compute a colour's relative luminance, from 0 (black) to 1 (white).

    Parameters
    ----------
    colour : str
        Hexadecimal sRGB, as ``"#777"`` or ``"#1559b7"``.

    References
    ----------
    W3C (2023). Web Content Accessibility Guidelines (WCAG) 2.2, definition of relative luminance.
    """
    found = _HEX.fullmatch(colour.strip()) if isinstance(colour, str) else None
    if not found:
        raise ValueError(
            f'colour must be hexadecimal, such as "#777" or "#1559b7", not {colour!r}.'
        )
    digits = found[1] if len(found[1]) == 6 else "".join(2 * digit for digit in found[1])
    parts = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(text: str, background: str) -> float:
    """Compute the contrast of two colours, from 1 (the same) to 21 (black and white).

    The order does not matter. Not rounded: 4.499 does not reach 4.5.

    Parameters
    ----------
    text, background : str
        Hexadecimal sRGB, as in `relative_luminance`.

    References
    ----------
    W3C (2023). WCAG 2.2, definition of contrast ratio, and success criteria 1.4.3 and 1.4.6.
    """
    one, two = relative_luminance(text), relative_luminance(background)
    return (max(one, two) + 0.05) / (min(one, two) + 0.05)


def passes_contrast(text: str, background: str, level: str = "AA", large: bool = False) -> bool:
    """Say whether text can be read on a background by a level of WCAG 2.

    Parameters
    ----------
    text, background : str
        Hexadecimal sRGB.
    level : {"AA", "AAA"}
        AA asks for 4.5 (large text 3), AAA for 7 (large text 4.5).
    large : bool
        Whether the text has at least 18 points, or 14 in bold.
    """
    checks.one_of(level, "level", ("AA", "AAA"))
    least = THRESHOLDS[level, checks.yes_or_no(large, "large")]
    return contrast_ratio(text, background) >= least


def contrast_in_words(ratio: float) -> str:
    """Write a contrast with two digits, cut and not rounded, so that 4.499 stays below 4.5.

    Parameters
    ----------
    ratio : float
        From 1 to 21, as from `contrast_ratio`.
    """
    if not 1 <= checks.number(ratio, "ratio", "4.5") <= 21.0 + 1e-9:
        raise ValueError(f"ratio must be a contrast from 1 to 21, not {ratio!r}.")
    return f"{math.floor(ratio * 100 + 1e-9) / 100:.2f}:1"
