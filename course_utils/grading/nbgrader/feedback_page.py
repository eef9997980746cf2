"""The feedback page: our own, which teaches, and on which nothing that a student wrote can act.

What a student puts into a hand-in is shown to whoever opens the page. So each piece of it is cleaned
by itself (`harmless`), the page's body once more as a whole, at the end, by a list of what may stand
in it; and a policy in its head tells the browser to load and send nothing, should anything get
through. The page has no script at all.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import nh3
from nbformat import NotebookNode

from course_utils.grading.nbgrader.harmless import (
    ATTRIBUTES,
    WITH_CONTENT,
    HarmlessExporter,
    described,
    safe_link,
)
from course_utils.grading.nbgrader.told import About, tell

POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'"
)
PAGE = Path(__file__).parent / "page"
"""The template; its formulas show as their source, since nothing is loaded to draw them."""

_OURS = {"main", "tfoot"}
_ALL = {"class", "id", "style", "title", "lang", "dir", "role", "aria-label", "aria-hidden"}
_STYLES = {
    *("color", "background-color", "font-weight", "font-style", "font-family", "font-size"),
    *("text-align", "text-decoration", "text-transform", "vertical-align", "white-space"),
    *("line-height", "list-style", "display", "max-width", "min-width", "width", "height"),
    *("border", "border-color", "border-style", "border-width", "border-radius"),
    *("border-bottom", "border-collapse", "border-left", "border-right", "border-top"),
    *("margin", "margin-bottom", "margin-left", "margin-right", "margin-top"),
    *("padding", "padding-bottom", "padding-left", "padding-right", "padding-top"),
    *("contain", "overflow"),  # of the frame around what a student wrote
}
_CLEANER = nh3.Cleaner(
    tags=(nh3.ALLOWED_TAGS | _OURS) - {"map", "area"},
    clean_content_tags=WITH_CONTENT,
    attributes={"*": _ALL, "a": {"href", "name"}, **ATTRIBUTES},
    attribute_filter=safe_link,
    url_schemes={"http", "https", "mailto", "data"},
    filter_style_properties=_STYLES,
)


def cleaned(body: str) -> str:
    """Return HTML without scripts, handlers, forms, frames and styles that reach over others."""
    return described(_CLEANER.clean(body))


def harmless(page: str) -> str:
    """Return a whole page with its body cleaned and the policy in its head."""
    head, opening, rest = page.partition("<body>")
    body, closing, end = rest.rpartition("</body>")
    if not opening or not closing:
        raise ValueError("A feedback page needs a body; its template has changed.")
    policy = f'<head>\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    head = head.replace("<head>", policy, 1)
    return f"{head}{opening}{cleaned(body)}{closing}{end}"


@functools.cache
def css() -> str:
    """Return the page's style sheet."""
    return (PAGE / "feedback.css").read_text(encoding="utf-8")


class FeedbackExporter(HarmlessExporter):
    """nbconvert's exporter for feedback.

    Takes the place of ``HTMLExporter`` by ``c.GenerateFeedback.exporter_class``.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.extra_template_basedirs = [str(PAGE.parent)]
        self.template_name = PAGE.name
        self.exclude_anchor_links = True
        self.template_paths = self._template_paths()  # those of nbgrader's template were taken

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: Any = None, **settings: Any
    ) -> tuple[str, Any]:
        """Convert a graded notebook."""
        page, resources = super().from_notebook_node(nb, resources, **settings)
        return harmless(page), resources

    def _preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Run nbgrader's preprocessors, which bring grades and comments, then say what to tell."""
        nb, resources = super()._preprocess(nb, resources)
        names = resources["nbgrader"]
        resources["told"], resources["told_css"] = tell(nb, names, self._about(names)), css()
        return nb, resources

    def _about(self, names: Any) -> About | None:
        course = getattr(self.parent, "coursedir", None)
        if course is None:
            return None
        place = course.format_path(
            course.submitted_directory, str(names["student"]), str(names["assignment"])
        )
        return About(Path(course.root), Path(place))
