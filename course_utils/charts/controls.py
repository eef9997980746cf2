"""A chart that is redrawn in place as its controls change."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as widgets

from course_utils.charts.picture import Chart


class Live:
    """A frame of controls above a chart; see `live`.

    Attributes
    ----------
    chart : Chart or None
        What is shown now, None after a draw that failed.
    controls : dict of str to widget
        The controls by name; set ``.value`` to move one.
    sentence : str
        What changed last.
    """

    def __init__(self, draw: Callable[..., Chart], controls: Mapping[str, Any]) -> None:
        self._draw = draw
        self.controls = {name: control(name, wish) for name, wish in controls.items()}
        self.chart: Chart | None = None
        self.sentence = ""
        self._picture = widgets.HTML()
        self._status = widgets.HTML()
        row = widgets.HBox(
            list(self.controls.values()),
            layout=widgets.Layout(flex_flow="row wrap", grid_gap="4px 16px"),
        )
        self.frame = widgets.VBox([row, self._picture, self._status])
        for name, each in self.controls.items():
            each.observe(lambda change, name=name: self._changed(name, change), names="value")
        self._redraw()

    def _changed(self, name: str, change: Mapping[str, Any]) -> None:
        label = self.controls[name].description or name
        self.sentence = f"{label}: {_say(change['new'])} (was {_say(change['old'])})."
        self._redraw()

    def _redraw(self) -> None:
        values = {name: each.value for name, each in self.controls.items()}
        try:
            chart = self._draw(**values)
            if not isinstance(chart, Chart):
                raise TypeError("draw must return charts.show(fig, alt=...).")
        except Exception as error:
            # An old picture under new controls would be a lie: show the reason instead.
            self.chart = None
            self._picture.value = ""
            self._say(f"Nothing to draw: {error}")
            return
        self.chart = chart
        self._picture.value = chart.inline
        self._say(self.sentence)

    def _say(self, sentence: str) -> None:
        self._status.value = f'<div role="status">{html.escape(sentence) or "&nbsp;"}</div>'

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        bundle = dict(self.frame._repr_mimebundle_() or {})
        if self.chart is not None:
            # Pages without widgets (GitHub, nbconvert) show the chart as it stands.
            bundle.update(self.chart._repr_mimebundle_())
        return bundle


def live(draw: Callable[..., Chart], /, **controls: Any) -> Live:
    """Draw a chart that follows its controls, without flicker and without a stale frame.

    Parameters
    ----------
    draw : callable
        Takes the controls' values by name and returns ``charts.show(fig, alt=...)``. What it
        raises is shown as a sentence in place of the picture.
    **controls
        One control a name: a pair or triple of numbers ``(low, high[, step])`` makes a number
        field that begins in the middle, a list or dict of options a choice, a bool a tick box; an
        ipywidgets widget is taken as it is. Underscores in names are shown as spaces.

    Returns
    -------
    Live
        Displays itself; ``.controls`` and ``.chart`` are there to be read and set.

    Examples
    --------
    >>> def draw(window):
    ...     table = metrics.funnel(events, steps, f"{window}D")
    ...     fig, _ = charts.funnel_bars(table, f"{table['from_start'].iloc[-1]:.0%} come through")
    ...     return charts.show(fig, alt=f"Within {window} days ...")
    >>> charts.live(draw, window=[1, 7, 30])                                   # doctest: +SKIP
    """
    if not controls:
        raise ValueError("live needs at least one control, as in live(draw, window=[1, 7, 30]).")
    return Live(draw, controls)


def control(name: str, wish: Any) -> widgets.ValueWidget:
    """Make the control that a plain value asks for; number fields carry a label that is read out."""
    label = name.replace("_", " ").capitalize()
    style = {"description_width": "initial"}
    plain: dict[str, Any] = {"description": label, "style": style}
    narrow = widgets.Layout(width="max-content")
    if isinstance(wish, widgets.ValueWidget):
        if not wish.description:
            wish.description = label
        return wish
    if isinstance(wish, bool):
        return widgets.Checkbox(value=wish, indent=False, description=label)
    if isinstance(wish, tuple) and len(wish) in (2, 3) and all(map(_is_number, wish)):
        low, high, *rest = wish
        whole = all(isinstance(number, int) for number in wish)
        step = rest[0] if rest else (1 if whole else (high - low) / 100)
        middle = low + round((high - low) / 2 / step) * step
        kind = widgets.BoundedIntText if whole else widgets.BoundedFloatText
        field = kind(value=middle, min=low, max=high, step=step, **plain)
        field.layout.width = f"{len(label) + 12}ch"
        return field
    if isinstance(wish, (list, tuple, dict)) and len(wish):
        if len(wish) > 4:
            return widgets.Dropdown(options=wish, layout=narrow, **plain)
        style["button_width"] = "auto"
        return widgets.ToggleButtons(options=wish, layout=narrow, **plain)
    raise TypeError(
        f"live cannot make a control of {name}={wish!r}. Pass (low, high), a list of options, "
        "True or False, or a widget."
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _say(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
