"""What all widgets share: they are alive where a kernel runs, and text and a picture elsewhere."""

from __future__ import annotations

from typing import Any

import anywidget

from course_utils.exercises.store import grading

RUN = "<p><i>Run this cell to go on; what you answered before comes back.</i></p>"


class Widget(anywidget.AnyWidget):
    """A widget that says in text and in HTML what it shows.

    Both stand in the output beside the living widget. They are what pages without a kernel show,
    and all that is stored of it in a notebook.

    Attributes
    ----------
    again : str
        HTML below what is stored: how it comes alive.
    """

    again = RUN

    def __str__(self) -> str:
        raise NotImplementedError

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        raise NotImplementedError

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        if grading():
            # Graders and feedback pages have no widgets: to them it is its text.
            return {"text/plain": str(self), "text/html": self._repr_html_()}, {}
        shown = super()._repr_mimebundle_(**kwargs)
        alive, metadata = shown if isinstance(shown, tuple) else (shown or {}, {})
        return {
            **alive,
            "text/plain": str(self),
            "text/html": self._repr_html_() + self.again,
        }, metadata
