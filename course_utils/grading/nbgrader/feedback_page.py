"""The feedback page: nbgrader's template, drawn in less time, and without anything that can act.

What a student puts into a hand-in is shown to whoever opens the page. So each piece of it is cleaned
by itself (`harmless`), the page's body once more as a whole, at the end, by a list of what may stand
in it; and a policy in its head tells the browser to load and send nothing, should anything get
through.
"""

from __future__ import annotations

import re
from typing import Any

import nh3
from nbformat import NotebookNode

from course_utils.grading.nbgrader.harmless import (
    ATTRIBUTES,
    WITH_CONTENT,
    HarmlessExporter,
    safe_link,
)

# Formulas need MathJax, which nbgrader's template asks for; offline they show as their source.
MATHJAX = "https://cdnjs.cloudflare.com"
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
    f"form-action 'none'; font-src {MATHJAX}; script-src {MATHJAX} 'unsafe-inline'"
)
NO_ALT = "No description has been provided for this image"

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
    tags=(nh3.ALLOWED_TAGS | {"tfoot"}) - {"map", "area"},
    clean_content_tags=WITH_CONTENT,
    attributes={"*": _ALL, "a": {"href", "name"}, **ATTRIBUTES},
    attribute_filter=safe_link,
    url_schemes={"http", "https", "mailto", "data"},
    filter_style_properties=_STYLES,
)
_CHECKED = re.compile(
    r'<li><a href="#comment-(\w+)-answer">Comment</a></li>\s*<li><a href="#\1">Test cell</a>'
)
_LISTED = re.compile(r'<a href="#(\w+)">(?:Test cell|Written response|Coding free-response)</a>')
_BLIND = re.compile(r"<img (?![^>]*\balt=)")


def cleaned(body: str) -> str:
    """Return HTML without scripts, handlers, forms, frames and styles that reach over others."""
    return _BLIND.sub(f'<img alt="{NO_ALT}" ', _CLEANER.clean(body))


def named(body: str) -> str:
    """Return the page with its exercises by name in the list of contents, a line for each."""
    body = _CHECKED.sub(r'<li><a href="#comment-\1-answer">\1</a>', body)
    return _LISTED.sub(r'<a href="#\1">\1</a>', body)


def harmless(page: str) -> str:
    """Return a whole page with its body cleaned and the policy in its head."""
    head, opening, rest = page.partition("<body>")
    body, closing, end = rest.rpartition("</body>")
    if not opening or not closing:
        raise ValueError("A feedback page needs a body; nbgrader's template has changed.")
    policy = f'<head>\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    head = head.replace("<head>", policy, 1)
    return f"{head}{opening}{cleaned(named(body))}{closing}{end}"


class FeedbackExporter(HarmlessExporter):
    """nbconvert's exporter for feedback.

    Takes the place of ``HTMLExporter`` by ``c.GenerateFeedback.exporter_class``.
    """

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: Any = None, **settings: Any
    ) -> tuple[str, Any]:
        """Convert a graded notebook."""
        page, resources = super().from_notebook_node(nb, resources, **settings)
        return harmless(page), resources
