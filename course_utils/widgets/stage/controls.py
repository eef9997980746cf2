"""What the hand moves on a stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Control:
    """What all controls have; each has a `value` to begin with."""

    @property
    def start(self) -> Any:
        """The value at the start, plain data."""
        raise NotImplementedError

    def fit(self, value: Any) -> Any:
        """Return a value as the control can have it, or raise ValueError."""
        raise NotImplementedError

    def spec(self, name: str) -> dict[str, Any]:
        """Return what the browser needs to know."""
        label = getattr(self, "label", "") or name.replace("_", " ").capitalize()
        return {"name": name, "kind": type(self).__name__.lower(), "label": label}


@dataclass(frozen=True)
class Slider(Control):
    """A number between limits: a slider with a button at each end for single steps.

    Parameters
    ----------
    low, high : float
        Limits.
    value : float, optional
        Where it begins; the middle by default.
    step : float, optional
        By default 1 between whole numbers, else a hundredth of the span.
    unit : str
        Follows the number; "%" shows fractions as percent.
    label : str
        By default the control's name.
    hidden : bool
        Leave it out of the row of controls: a `Handle` in a picture moves it.
    """

    low: float
    high: float
    value: float | None = None
    step: float | None = None
    unit: str = ""
    label: str = ""
    hidden: bool = False

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"low must be below high, not {self.low} and {self.high}.")
        if self.step is not None and self.step <= 0:
            raise ValueError(f"step must be positive, not {self.step}.")

    @property
    def by(self) -> float:
        """The step."""
        if self.step is not None:
            return self.step
        whole = all(float(end).is_integer() for end in (self.low, self.high))
        return 1 if whole and self.high - self.low > 1 else (self.high - self.low) / 100

    @property
    def start(self) -> float:
        """The value at the start."""
        return self.fit((self.low + self.high) / 2 if self.value is None else self.value)

    def fit(self, value: Any) -> float:
        """Return the nearest number that the slider can show."""
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            raise ValueError(f"a slider takes a number, not {value!r}.")
        steps = round((min(max(value, self.low), self.high) - self.low) / self.by)
        near = round(min(self.low + steps * self.by, self.high), 10)
        # A whole number stays one, so that it can count and index.
        return int(near) if isinstance(self.by, int) and isinstance(self.low, int) else near

    def spec(self, name: str) -> dict[str, Any]:
        """Return what the browser needs to know."""
        more = {"low": self.low, "high": self.high, "step": self.by, "unit": self.unit}
        return {**super().spec(name), **more, "hidden": self.hidden}


@dataclass(frozen=True)
class Choice(Control):
    """One of several options; up to five stand side by side.

    Parameters
    ----------
    options : mapping of value to text, or sequence of words
        Values are text.
    value : str, optional
        The first by default.
    label : str
        By default the control's name.
    """

    options: Mapping[str, str] | Sequence[str]
    value: str | None = None
    label: str = ""

    def __post_init__(self) -> None:
        if len(self.options) < 2 or not all(isinstance(option, str) for option in self.options):
            raise ValueError("options must be two or more texts.")

    @property
    def start(self) -> str:
        """The option at the start."""
        return next(iter(self.options)) if self.value is None else self.fit(self.value)

    def fit(self, value: Any) -> str:
        """Return an option that there is."""
        if value not in self.options:
            raise ValueError(f"choose one of {', '.join(self.options)}, not {value!r}.")
        return value

    def spec(self, name: str) -> dict[str, Any]:
        """Return what the browser needs to know."""
        named = self.options
        pairs = named.items() if isinstance(named, Mapping) else [(each, each) for each in named]
        return {**super().spec(name), "options": [list(pair) for pair in pairs]}


@dataclass(frozen=True)
class Toggle(Control):
    """Yes or no.

    Parameters
    ----------
    value : bool
        At the start.
    label : str
        By default the control's name.
    """

    value: bool = False
    label: str = ""

    @property
    def start(self) -> bool:
        """The value at the start."""
        return self.value

    def fit(self, value: Any) -> bool:
        """Return a truth value."""
        if not isinstance(value, bool):
            raise ValueError(f"a toggle takes True or False, not {value!r}.")
        return value


@dataclass(frozen=True)
class Press(Control):
    """A button; its value is how often it was pressed, as for "Play another week".

    Parameters
    ----------
    label : str
        By default the control's name.
    most : int
        After so many presses it is spent.
    """

    label: str = ""
    most: int = 1_000_000

    @property
    def start(self) -> int:
        """No press yet."""
        return 0

    def fit(self, value: Any) -> int:
        """Return a number of presses within the limit."""
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise ValueError(f"a button counts its presses, it cannot be {value!r}.")
        return min(value, self.most)

    def spec(self, name: str) -> dict[str, Any]:
        """Return what the browser needs to know."""
        return {**super().spec(name), "most": self.most}
