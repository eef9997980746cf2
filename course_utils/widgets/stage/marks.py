"""Pictures that the browser draws from data: a plot and its marks.

Coordinates are data coordinates. A tone is a colour of `charts`: "blue", "orange", "green",
"purple", "red", "grey" or "ink"; each follows the theme. Numbers may be plain, of numpy or of
pandas; what is not finite is a gap.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

TONES = ("blue", "orange", "green", "purple", "red", "grey", "ink")


def plain(value: Any) -> Any:
    """Return a value as JSON has it: six digits of a number, None for what is not finite."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Mark | Axis | Plot):
        return value.spec()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, int):
        return value
    if hasattr(value, "tolist"):  # of numpy or pandas
        value = value.tolist()
    if isinstance(value, float):
        return float(f"{value:.6g}") if math.isfinite(value) else None
    if isinstance(value, Iterable):
        return [plain(item) for item in value]
    return value


class Mark:
    """Something drawn on a plot."""

    def spec(self) -> dict[str, Any]:
        """Return what the browser draws."""
        given = {each.name: getattr(self, each.name) for each in fields(self)}  # type: ignore[arg-type]
        for tone in (
            [given["tone"]] if isinstance(given.get("tone"), str) else given.get("tone", ())
        ):
            if tone not in TONES:
                raise ValueError(f"tone must be one of {', '.join(TONES)}, not {tone!r}.")
        return {"mark": type(self).__name__.lower(), **{k: plain(v) for k, v in given.items()}}


@dataclass(frozen=True)
class Line(Mark):
    """A line through points, named at its end."""

    x: Any
    y: Any
    tone: str = "blue"
    label: str = ""
    dash: bool = False


@dataclass(frozen=True)
class Area(Mark):
    """The area between a line and a base, a number or another line."""

    x: Any
    y: Any
    tone: str = "blue"
    base: Any = 0


@dataclass(frozen=True)
class Bars(Mark):
    """Bars at places, from a base to a value; `across` lays them down.

    `words` stand at their ends, `gap` pixels away. `thick` is a bar's width in the unit of the
    places.
    """

    at: Any
    to: Any
    tone: str | Sequence[str] = "blue"
    base: Any = 0
    words: Sequence[str] = ()
    across: bool = False
    thick: float = 0.64
    gap: float = 6


@dataclass(frozen=True)
class Points(Mark):
    """Points, with words beside them if given; `size` is the radius in pixels.

    Words that would cover a point or other words are shown when the pointer rests on their point.
    """

    x: Any
    y: Any
    tone: str | Sequence[str] = "blue"
    size: float = 4
    words: Sequence[str] = ()


@dataclass(frozen=True)
class Rule(Mark):
    """A straight line across the plot at one x or one y."""

    x: Any = None
    y: Any = None
    tone: str = "grey"
    words: str = ""
    dash: bool = True


@dataclass(frozen=True)
class Band(Mark):
    """A shaded stretch of an axis, given as (from, to)."""

    x: tuple[Any, Any] | None = None
    y: tuple[Any, Any] | None = None
    tone: str = "grey"
    words: str = ""


@dataclass(frozen=True)
class Words(Mark):
    """A few words at a place; `anchor` is "start", "middle" or "end"."""

    x: Any
    y: Any
    text: str
    tone: str = "ink"
    anchor: str = "start"
    strong: bool = False


@dataclass(frozen=True)
class Handle(Mark):
    """A grip that moves a slider's value, by pointer or with the arrow keys.

    It is dragged along one axis. The slider's value is ``offset + scale * coordinate``.
    """

    control: str
    x: Any
    y: Any
    along: str = "x"
    scale: float = 1
    offset: float = 0
    tone: str = "orange"


@dataclass(frozen=True)
class Axis:
    """An axis.

    Parameters
    ----------
    low, high : float, optional
        Its ends; by default they hold all marks (which moves the axis while a control moves).
    label : str
        What it measures, with its unit.
    form : {"number", "percent", "short"}
        How values are written; "short" gives 12K.
    log : bool
        Logarithmic; all values must be positive.
    names : sequence of str
        Names of the places 0, 1, 2 ... in place of numbers.
    ticks : sequence of (value, text), optional
        In place of round numbers.
    hidden : bool
        Draw neither numbers nor lines.
    """

    low: float | None = None
    high: float | None = None
    label: str = ""
    form: str = "number"
    log: bool = False
    names: Sequence[str] = ()
    ticks: Sequence[tuple[float, str]] = ()
    hidden: bool = False

    def __post_init__(self) -> None:
        if self.form not in ("number", "percent", "short"):
            raise ValueError(f'form must be "number", "percent" or "short", not {self.form!r}.')
        if self.log and any(end is not None and end <= 0 for end in (self.low, self.high)):
            raise ValueError("the ends of a logarithmic axis must be positive.")

    def spec(self) -> dict[str, Any]:
        """Return what the browser draws."""
        return {each.name: plain(getattr(self, each.name)) for each in fields(self)}


class Plot:
    """A picture that the browser draws, as wide as the page allows.

    Parameters
    ----------
    *marks : Mark
        The first lies at the bottom.
    x, y : Axis, optional
        The axes.
    title : str
        What the picture shows, as a short sentence.
    alt : str
        The same for whoever cannot see it: the finding, with its numbers.
    height : int
        Pixels.
    """

    def __init__(
        self,
        *marks: Mark,
        x: Axis | None = None,
        y: Axis | None = None,
        title: str = "",
        alt: str,
        height: int = 300,
    ) -> None:
        from course_utils.charts.picture import check_alt

        self.marks, self.x, self.y = marks, x or Axis(), y or Axis()
        self.title, self.height = title, height
        self.alt = check_alt(alt)

    def spec(self) -> dict[str, Any]:
        """Return what the browser draws."""
        return {
            "kind": "plot",
            "marks": plain(self.marks),
            "x": self.x.spec(),
            "y": self.y.spec(),
            "title": self.title,
            "alt": self.alt,
            "height": self.height,
        }
