"""The stage itself: controls, pictures that follow them, and a sentence that says what changed."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets as t

from course_utils.charts.picture import Chart
from course_utils.widgets.scripts import script, style
from course_utils.widgets.stage.controls import Control
from course_utils.widgets.stage.marks import Plot, plain
from course_utils.widgets.widget import Widget

HERE = Path(__file__).parent

if TYPE_CHECKING:
    from course_utils.widgets.prediction import Prediction

Picture = Chart | Plot


class Scene:
    """What a stage shows for one setting of its controls.

    Parameters
    ----------
    *pictures : Plot or Chart
        One, or two that belong together.
    says : str
        What is to be seen now, in a sentence with its numbers.
    notes : sequence of str
        Details in lines below the sentence, such as evidence that has come together.
    """

    def __init__(self, *pictures: Picture, says: str = "", notes: Sequence[str] = ()) -> None:
        if not pictures or not all(isinstance(picture, Picture) for picture in pictures):
            raise TypeError("a scene takes pictures: stage.Plot(...) or charts.show(fig, alt=...).")
        self.pictures, self.says, self.notes = pictures, says, list(notes)

    def spec(self) -> dict[str, Any]:
        """Return what the browser shows."""
        drawn = [
            picture.spec()
            if isinstance(picture, Plot)
            else {"kind": "html", "html": picture.inline, "alt": picture.alt}
            for picture in self.pictures
        ]
        return {"pictures": drawn, "says": self.says, "notes": self.notes}


class Explorer(Widget):
    """Controls, and what follows from them.

    Parameters
    ----------
    title : str
        What it is; it also names the widget for screen readers.
    draw : callable, optional
        Takes the controls' values by name and returns a `Scene`, or a picture alone. What it
        raises is shown as a sentence in place of the pictures.
    hint : str
        What to try, in a sentence or two.
    gate : Prediction, optional
        From ``widgets.predict``: pictures are shown once the learner has guessed.
    module : Path, optional
        In place of `draw`: an ES module that draws in the browser, for what must move under the
        hand. It begins ``import { explorer } from "./stage.js";`` and exports as its default
        ``explorer((values, data) => ({ pictures: [...], says }))``, in the terms of `Plot.spec`.
    data : mapping, optional
        What the module draws from.
    text : str
        With a module: what is to be seen, for pages where no widget runs.
    **controls : Control
        By name.

    Attributes
    ----------
    values : dict
        The controls' values; set it to move them.
    scene : dict
        What is shown.

    Notes
    -----
    Python draws one scene at a time: while it draws, steps of a control are passed over, and the
    last one is always drawn.
    """

    _css = style(HERE / "stage.css")

    title = t.Unicode().tag(sync=True)
    hint = t.Unicode().tag(sync=True)
    controls: t.List[Any] = t.List().tag(sync=True)
    values: t.Dict[str, Any] = t.Dict().tag(sync=True)
    start: t.Dict[str, Any] = t.Dict().tag(sync=True)
    data: t.Dict[str, Any] = t.Dict().tag(sync=True)
    scene: t.Dict[str, Any] = t.Dict().tag(sync=True)
    question: t.Dict[str, Any] = t.Dict().tag(sync=True)

    def __init__(
        self,
        title: str,
        draw: Callable[..., Scene | Picture] | None = None,
        *,
        hint: str = "",
        gate: Prediction | None = None,
        module: Path | None = None,
        data: Mapping[str, Any] | None = None,
        text: str = "",
        **controls: Control,
    ) -> None:
        if (draw is None) == (module is None):
            raise ValueError("an explorer needs either draw or module.")
        if not controls or not all(isinstance(each, Control) for each in controls.values()):
            raise ValueError("an explorer needs controls by name, as in price=stage.Slider(5, 40).")
        self._draw, self._controls, self._gate, self._text = draw, controls, gate, text
        self._shown: Scene | None = None
        self._turn = ""
        self._esm = script(module or HERE / "explorer.js")
        start = {name: each.start for name, each in controls.items()}
        super().__init__(
            title=title,
            hint=hint,
            controls=[each.spec(name) for name, each in controls.items()],
            values=start,
            start=start,
            data=plain(dict(data or {})),
            question=gate.gate() if gate else {},
        )
        self._redraw()
        self.observe(self._redraw, "values")
        self.on_msg(self._asked)
        if gate is not None:
            # The same guess may also be made in a cell of its own.
            gate.observe(self._guessed, "value")

    @property
    def is_open(self) -> bool:
        """Whether the learner has guessed, or need not."""
        return self._gate is None or self._gate.guess is not None

    @t.validate("values")
    def _fitting(self, proposal: Mapping[str, Any]) -> dict[str, Any]:
        given = proposal["value"]
        unknown = given.keys() - self._controls.keys()
        if unknown:
            raise t.TraitError(f"there is no control {', '.join(sorted(unknown))}.")
        try:
            fitting = {name: self._controls[name].fit(value) for name, value in given.items()}
        except ValueError as error:
            raise t.TraitError(str(error)) from None
        return {**self.start, **fitting}

    def _asked(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if "guess" in content and self._gate is not None:
            self._gate.keep(content["guess"])
        elif "values" in content:
            self._turn = str(content["turn"])
            with self.hold_sync():
                self.values = content["values"]
                # The same values again still get their reply.
                self.scene = {**self.scene, "turn": self._turn}

    def _guessed(self, _change: Any) -> None:
        self._redraw()
        if self._gate is not None:
            self.question = self._gate.gate()

    def _redraw(self, _change: Any = None) -> None:
        if self._draw is None or not self.is_open:
            return
        try:
            made = self._draw(**self.values)
            self._shown = made if isinstance(made, Scene) else Scene(made)
            scene = self._shown.spec()
        except Exception as error:
            # An old picture under new controls would be a lie: show the reason instead.
            self._shown = None
            scene = {"pictures": [], "says": f"Nothing to draw: {error}"}
        self.scene = {**scene, "turn": self._turn}

    def __str__(self) -> str:
        lines = [self._text] if self._draw is None else []
        if self._gate is not None and not self.is_open:
            lines.append(str(self._gate))
        if self._shown is not None:
            lines += [self._shown.says, *self._shown.notes]
            lines += [picture.alt for picture in self._shown.pictures]
        return "\n".join([f"{self.title}:", *(f"  {line}" for line in lines if line)])

    def _repr_html_(self) -> str:
        parts = [f"<p><b>{html.escape(self.title)}</b></p>"]
        if self._draw is None:
            parts.append(f"<p>{html.escape(self._text)}</p>")
        if self._gate is not None and not self.is_open:
            parts.append(self._gate._repr_html_())
        if self._shown is not None:
            for picture in self._shown.pictures:
                words = f"<p>{html.escape(picture.alt)}</p>"
                parts.append(picture.image if isinstance(picture, Chart) else words)
            said = [self._shown.says, *self._shown.notes]
            parts += [f"<p>{html.escape(line)}</p>" for line in said if line]
        return "".join(parts)
