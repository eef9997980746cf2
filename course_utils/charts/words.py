"""How charts write numbers, and what they say to those who cannot see them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

Write = Callable[[float], str]
Form = str | Write

_MINUS = "\N{MINUS SIGN}"


def writer(form: Form) -> Write:
    """Return what writes a value: "number", "percent", a format such as ".1%", or a function."""
    if callable(form):
        return form
    if form in ("number", "percent"):
        return grouped if form == "number" else percent
    try:
        format(1.0, form)
    except ValueError:
        raise ValueError(
            f'form must be "number", "percent" or a format such as ".1%", not {form!r}.'
        ) from None
    return lambda value: "none" if math.isnan(value) else format(value, form).replace("-", _MINUS)


def grouped(value: float) -> str:
    """Write 12,345, 12 or 1.23."""
    if math.isnan(value):
        return "none"
    if abs(value) >= 99.5 or value == round(value):
        return f"{value:,.0f}".replace("-", _MINUS)
    return f"{value:.3g}".replace("-", _MINUS)


def percent(value: float) -> str:
    """Write a fraction as percent, with one decimal where there is one."""
    if math.isnan(value):
        return "none"
    text = f"{100 * value:.{0 if abs(value) >= 0.995 else 1}f}"
    text = text[:-2] if text.endswith(".0") else text
    return (text.replace("-", _MINUS) if float(text) else "0") + "%"


def signed(value: float, write: Write) -> str:
    """Write a change with its sign."""
    return ("+" if value > 0 else "") + write(value).replace("-", _MINUS)


def to_margin(intervals: Iterable[Any], form: Form) -> Write:
    """Write numbers with two digits of the narrowest margin: more would pretend, less would hide."""
    if form not in ("number", "percent"):
        return writer(form)
    scale, unit = (100, "%") if form == "percent" else (1, "")
    margins = [scale * (high - low) / 2 for _, low, high in intervals if high > low]
    digits = min(4, max(0, 1 - math.floor(math.log10(min(margins))))) if margins else 1

    def write(value: float) -> str:
        if math.isnan(value):
            return "none"
        text = f"{scale * value:,.{digits}f}"
        text = text.lstrip("-") if not float(text.replace(",", "")) else text
        return text.replace("-", _MINUS) + unit

    return write


def name(label: Any) -> str:
    """Write a column's or a row's name for readers: a day for a moment, spaces for underscores."""
    return (
        f"{label:%d %b %Y}".lstrip("0")
        if hasattr(label, "strftime")
        else str(label).replace("_", " ")
    )


def say(title: str, kind: str, parts: Iterable[str]) -> str:
    """Return alt text: what the chart says, what is drawn, and its numbers."""
    head = f"{title.rstrip('.')}. " if title else ""
    return f"{head}{kind}: {'; '.join(parts)}."
