"""The feedback page: nbgrader's template, drawn in less time, and without anything that can act.

What a student puts into a hand-in is shown to whoever opens the page. So the page's body is cleaned
as a whole, at the end, by a list of what may stand in it; and a policy in its head tells the
browser to load and send nothing, should anything get through.
"""

from __future__ import annotations

import functools
import re
from typing import Any

import nh3
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbformat import NotebookNode
from traitlets import default

# Formulas need MathJax, which nbgrader's template asks for; offline they show as their source.
MATHJAX = "https://cdnjs.cloudflare.com"
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
    f"form-action 'none'; font-src {MATHJAX}; script-src {MATHJAX} 'unsafe-inline'"
)
NO_ALT = "No description has been provided for this image"

_ALL = {"class", "id", "style", "title", "lang", "dir", "role", "aria-label", "aria-hidden"}
_OWN = {
    "a": {"href", "name"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "align", "valign", "headers"},
    "th": {"colspan", "rowspan", "align", "valign", "headers", "scope"},
    "table": {"border"},
    "details": {"open"},
}
_STYLES = {
    *("color", "background-color", "font-weight", "font-style", "font-family", "font-size"),
    *("text-align", "text-decoration", "text-transform", "vertical-align", "white-space"),
    *("line-height", "list-style", "display", "max-width", "min-width", "width", "height"),
    *("border", "border-color", "border-style", "border-width", "border-radius"),
    *("border-bottom", "border-collapse", "border-left", "border-right", "border-top"),
    *("margin", "margin-bottom", "margin-left", "margin-right", "margin-top"),
    *("padding", "padding-bottom", "padding-left", "padding-right", "padding-top"),
}
_WITH_CONTENT = {
    *("script", "style", "template", "noscript", "title", "textarea", "select", "option"),
    *("iframe", "object", "embed", "applet", "svg", "math", "audio", "video", "canvas"),
}
_CLEANER = nh3.Cleaner(
    tags=(nh3.ALLOWED_TAGS | {"tfoot"}) - {"map", "area"},
    clean_content_tags=_WITH_CONTENT,
    attributes={"*": _ALL, **_OWN},
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


@functools.lru_cache(maxsize=4096)
def _coloured(source: str, lexer: str) -> str:
    return str(Highlight2HTML(pygments_lexer=lexer)(source))


class FeedbackExporter(HTMLExporter):
    """nbconvert's exporter for feedback; what many hand-ins share is drawn once.

    Takes the place of ``HTMLExporter`` by ``c.GenerateFeedback.exporter_class``.
    """

    @default("sanitize_html")
    def _sanitize_html_default(self) -> bool:
        return True  # the templates leave widgets' and scripts' parts out

    @functools.cached_property
    def _rendered(self) -> Any:
        return functools.lru_cache(maxsize=4096)(
            lambda source: super(FeedbackExporter, self).markdown2html({}, source)
        )

    def default_filters(self) -> Any:
        """Yield the filters, with those of ours in the place of slow or needless ones."""
        yield from super().default_filters()
        yield ("markdown2html", self._markdown)
        yield ("clean_html", lambda html: html)  # the whole body is cleaned at the end

    def _markdown(self, source: str) -> str:
        return str(self._rendered(source))

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: Any = None, **settings: Any
    ) -> tuple[str, Any]:
        """Convert a graded notebook."""
        language = nb.metadata.get("language_info", {})
        lexer = language.get("pygments_lexer") or language.get("name") or "ipython3"

        def highlight(source: str, language: str | None = None, metadata: Any = None) -> str:
            return _coloured(source, language or (metadata or {}).get("magics_language") or lexer)

        resources = self._init_resources(resources)
        self.register_filter("highlight_code", highlight)
        widgets = WidgetsDataTypeFilter(
            notebook_metadata=self._nb_metadata, parent=self, resources=resources
        )
        self.register_filter("filter_data_type", widgets)
        # Not HTMLExporter's own: it reads and writes the whole page again for its images.
        page, resources = TemplateExporter.from_notebook_node(self, nb, resources, **settings)
        return harmless(page), resources
