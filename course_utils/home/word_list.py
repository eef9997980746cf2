"""The words of the trade with a search field."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import traitlets as t

from course_utils.home.state import Course
from course_utils.widgets.scripts import script, style
from course_utils.widgets.widget import Widget

HERE = Path(__file__).parent


class Glossary(Widget):
    """Search the glossary; all of it happens in the browser.

    Parameters
    ----------
    course : Course
    """

    _esm = script(HERE / "word_list.js")
    _css = style(HERE / "home.css")
    terms: t.List[Any] = t.List().tag(sync=True)

    def __init__(self, course: Course) -> None:
        super().__init__(terms=course.terms)

    def __str__(self) -> str:
        return "\n".join(f"{term['name']}: {term['means']}" for term in self.terms)

    def _repr_html_(self) -> str:
        entries = "".join(
            f"<dt><b>{html.escape(term['name'])}</b></dt><dd>{html.escape(term['means'])}</dd>"
            for term in self.terms
        )
        return f"<details><summary>Glossary</summary><dl>{entries}</dl></details>"
