"""What a student handed in, made harmless to look at: for what is stored, formgrader and feedback.

Each piece of a hand-in that becomes HTML (a written answer, an output) is cleaned by itself, so that
it can neither act nor reach over what stands beside it; metadata keep what showing needs. Nothing
here changes a score.
"""

from __future__ import annotations

import copy
import functools
import json
import re
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from types import FrameType
from typing import Any

import nh3
from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbformat import NotebookNode, from_dict
from nbgrader.preprocessors import NbGraderPreprocessor
from pygments.token import STANDARD_TYPES
from traitlets import default

from course_utils.exercises import MIME

MARKUP = 1 << 20
"""Characters of HTML in one piece."""
TAGS = 5_000
"""Tags in one piece: a cleaner's time grows with the square of how deep they are nested."""
WORDS = 100_000
"""Characters of Markdown in one cell or output, and of code that is coloured."""
TEXT = 500_000
"""Characters of plain text in one output."""
PICTURE = 8 << 20
TOTAL = 32 << 20
"""Characters of all outputs of a notebook."""
METADATA = 20_000
"""Characters of what a cell or a notebook says about itself, as JSON."""
SECONDS = 20.0
"""How long a page may take before it is shown plainly."""

TOO_MUCH = "... cut here: there is more than can be shown."
_CONTAINED = '<div style="contain: paint; overflow: auto">{}</div>'

# What is shown where markup is allowed at all; a table, a colour and a picture, no layout.
_STYLES = {
    *("color", "background-color", "font-weight", "font-style", "font-family", "font-size"),
    *("text-align", "text-decoration", "text-transform", "vertical-align", "white-space"),
    *("border", "border-color", "border-style", "border-width", "border-collapse"),
    *("border-bottom", "border-left", "border-right", "border-top", "list-style"),
    *("padding", "padding-bottom", "padding-left", "padding-right", "padding-top"),
    *("width", "max-width", "min-width"),
}
ATTRIBUTES = {
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "align", "valign", "headers"},
    "th": {"colspan", "rowspan", "align", "valign", "headers", "scope"},
    "table": {"border"},
    "details": {"open"},
}
WITH_CONTENT = {
    *("script", "style", "template", "noscript", "title", "textarea", "select", "option"),
    *("iframe", "object", "embed", "applet", "svg", "math", "audio", "video", "canvas"),
}
_PICTURES = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*\Z")
_COLOURS = {short for short in STANDARD_TYPES.values() if short} | {"hll"}
_ANSI = {f"ansi-{name}" for name in ("bold", "underline", "inverse")}


def safe_link(tag: str, attribute: str, value: str) -> str | None:
    """Return a link or the address of a picture, or None for one that brings its own content."""
    address = value.strip().casefold()
    if attribute == "src" and address.startswith("data:"):
        return value if _PICTURES.match(value.strip()) else None
    if attribute == "href" and address.startswith("data:"):
        return None
    return value


_CLEANER = nh3.Cleaner(
    # wbr would join what it stands between, a command of MathJax for one.
    tags=(nh3.ALLOWED_TAGS | {"tfoot"})
    - {"map", "area", "wbr", "nav", "header", "footer", "article", "aside", "hgroup"},
    clean_content_tags=WITH_CONTENT,
    attributes={"*": {"style", "title", "lang", "dir"}, "a": {"href"}, **ATTRIBUTES},
    attribute_filter=safe_link,
    url_schemes={"http", "https", "mailto", "data"},
    url_relative="deny",  # the page's own addresses act when they are called
    filter_style_properties=_STYLES,
    allowed_classes={
        "table": {"dataframe"},
        "div": {"highlight"},
        "span": _COLOURS | _ANSI,
        "code": {"language-python", "language-sql"},
    },
)
# MathJax would make links, styles and classes of these.
_COMMANDS = re.compile(
    r"\\(?=(?:href|url|style|class|cssId|data|mmlToken|require|unicode)\b)", re.I
)
_BLIND = re.compile(r"<img(?=[\s>/])(?![^>]*\balt=)")
NO_ALT = "No description has been provided for this image"
_OPENS = re.compile(r"<[a-zA-Z]")


def fragment(html: str) -> str:
    """Return a student's HTML without anything that acts or reaches beyond its place.

    What is too large, or has too many tags, is shown as its source.
    """
    if len(html) > MARKUP or len(_OPENS.findall(html)) > TAGS:
        cleaned = f"<pre>{escape(cut(html, WORDS), quote=False)}</pre>"
    else:
        cleaned = _CLEANER.clean(html)
    # A formula with an element inside is none for MathJax.
    return _COMMANDS.sub(r"\\<span></span>", cleaned)


def described(html: str) -> str:
    """Return HTML in which a picture without words says that it has none."""
    return _BLIND.sub(f'<img alt="{NO_ALT}"', html)


def cut(text: str, most: int) -> str:
    """Return a text, with its end replaced by a note where it is too long."""
    return text if len(text) <= most else f"{text[:most]}\n{TOO_MUCH}"


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise TimeoutError when the work inside takes too long; only in a process's main thread."""
    alone = threading.current_thread() is threading.main_thread()
    if not (alone and hasattr(signal, "setitimer")) or signal.getitimer(signal.ITIMER_REAL)[0]:
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"It took more than {seconds:g} seconds.")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


# -- metadata, outputs and attachments


def modest(nb: NotebookNode) -> NotebookNode:
    """Take out of a notebook's metadata what nothing reads; the notebook is changed."""
    kept = ("kernelspec", "language_info", "celltoolbar")
    own = nb.get("metadata")
    nb.metadata = from_dict(
        {
            name: value
            for name in kept
            if _small(value := own.get(name) if isinstance(own, dict) else None)
            and isinstance(value, dict)
        }
    )
    for cell in nb.cells:
        metadata = cell.get("metadata")
        metadata = metadata if isinstance(metadata, dict) else {}
        tags = metadata.get("tags")
        fresh: dict[str, Any] = {}
        if isinstance(tags, list) and _small(tags):
            fresh["tags"] = [tag for tag in tags if isinstance(tag, str)]
        if isinstance(metadata.get("nbgrader"), dict) and _small(metadata["nbgrader"]):
            fresh["nbgrader"] = metadata["nbgrader"]
        cell.metadata = from_dict(fresh)
        if "attachments" in cell:
            attached = _attachments(cell.attachments)
            del cell["attachments"]
            if attached:
                cell.attachments = from_dict(attached)
    return nb


def _small(value: Any) -> bool:
    try:
        return value is not None and len(json.dumps(value)) <= METADATA
    except (TypeError, ValueError, RecursionError):
        return False


def _attachments(given: Any) -> dict[str, dict[str, str]]:
    """Return those that are pictures."""
    kept: dict[str, dict[str, str]] = {}
    for name, bundle in given.items() if isinstance(given, dict) else ():
        for mime, data in bundle.items() if isinstance(bundle, dict) else ():
            if isinstance(data, str) and _is_picture(mime, data, PICTURE):
                kept.setdefault(str(name)[:200], {})[mime] = data
    return kept


def _is_picture(mime: str, data: str, most: int) -> bool:
    return len(data) <= most and bool(_PICTURES.match(f"data:{mime};base64,{data}"))


def shown(output: NotebookNode, left: int = TOTAL) -> NotebookNode | None:
    """Return an output with what can be shown of it, and of so many characters; None if nothing is."""
    kind = output.get("output_type")
    if kind == "stream":
        output.text = cut(str(output.text), min(TEXT, left))
        return output
    if kind == "error":
        lines = [str(line) for line in output.traceback] if output.get("traceback") else []
        output.ename, output.evalue = cut(str(output.ename), WORDS), cut(str(output.evalue), WORDS)
        output.traceback = cut("\n".join(lines), min(TEXT, left)).split("\n") if lines else []
        return output
    if kind not in ("display_data", "execute_result"):
        return None
    data: dict[str, Any] = {}
    for mime, value in output.get("data", {}).items():
        if mime == MIME:
            data[mime] = value
        elif not isinstance(value, str):
            continue
        elif mime == "text/html":
            data[mime] = fragment(value)
        elif mime in ("text/plain", "text/markdown", "text/latex"):
            data[mime] = cut(value, min(TEXT if mime == "text/plain" else WORDS, left))
        elif mime == "image/svg+xml":
            if len(value) <= min(PICTURE, left):
                data[mime] = value  # shown as a picture, in which no script runs
        elif _is_picture(mime, value, min(PICTURE, left)):
            data[mime] = value
    metadata = output.get("metadata")
    sizes = {}
    for mime in ("image/png", "image/jpeg"):
        given = metadata.get(mime) if isinstance(metadata, dict) else None
        if isinstance(given, dict):
            sizes[mime] = {
                side: given[side]
                for side in ("width", "height")
                if isinstance(given.get(side), int) and 0 < given[side] < 10_000
            }
    output.data, output.metadata = from_dict(data), from_dict(sizes)
    return output


def _length(output: NotebookNode) -> int:
    if output.output_type == "stream":
        return len(output.text)
    if output.output_type == "error":
        return sum(map(len, output.traceback))
    return sum(len(value) for value in output.data.values() if isinstance(value, str))


def tidy(nb: NotebookNode) -> NotebookNode:
    """Leave in a notebook only what can be shown, within bounds; the notebook is changed.

    Sources stay as they are.
    """
    modest(nb)
    left = TOTAL
    for cell in nb.cells:
        if not isinstance(cell.get("id", ""), str) or not re.fullmatch(
            r"[\w-]*", cell.get("id", "")
        ):
            del cell["id"]
        if cell.cell_type != "code":
            continue
        if not isinstance(cell.get("execution_count"), int):
            cell.execution_count = None
        outputs = []
        for output in cell.get("outputs", ()):
            clean = shown(output, max(left, 0))
            if clean is not None:
                if clean.output_type == "execute_result" and not isinstance(
                    clean.get("execution_count"), int
                ):
                    clean.execution_count = None
                left -= _length(clean)
                outputs.append(clean)
        cell.outputs = outputs
    return nb


def _acts(rendered: str) -> bool:
    """Say whether rendered Markdown holds what cleaning takes away; also where it only may."""
    if len(rendered) > MARKUP or len(_OPENS.findall(rendered)) > TAGS:
        return True

    def tags(html: str) -> Counter[str]:
        return Counter(re.findall(r"<([a-zA-Z][\w-]*)", html.casefold()))

    return tags(rendered) != tags(_CLEANER.clean(rendered)) or bool(
        re.search(r"\bon\w+\s*=|javascript:|data:|position|margin|\\href", rendered, re.I)
    )


def plain_markdown(source: str) -> str:
    """Return Markdown that shows its markup as text, if that markup could do anything."""
    from nbconvert.filters import markdown2html_mistune

    if "<" not in source and ":" not in source and "\\" not in source:
        return source
    try:
        with within(SECONDS / 4):
            acts = len(source) > WORDS or _acts(markdown2html_mistune(source))
    except Exception:  # whatever a parser of Markdown makes of it
        acts = True
    if not acts:
        return source
    source = re.sub(r"<(?=[a-zA-Z/!?])", "&lt;", source)
    source = re.sub(r"(javascript|data|vbscript)(?=:|&)", r"\1 ", source, flags=re.I)
    return _COMMANDS.sub(r"\\ ", source)


class Harmless(NbGraderPreprocessor):
    """After the verdict: what is stored for formgrader and feedback cannot act, whoever shows it."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Clean a graded notebook; what is the instructor's own stays as it is."""
        tidy(nb)
        for cell in nb.cells:
            own = cell.metadata.get("nbgrader", {})
            if cell.cell_type != "code" and not own.get("locked", False):
                cell.source = plain_markdown(cell.source)
            for output in cell.get("outputs", ()):
                if "text/markdown" in output.get("data", {}):
                    text = plain_markdown(output.data["text/markdown"])
                    output.data["text/markdown"] = text
        return nb, resources


# -- pages


def plain(nb: NotebookNode) -> NotebookNode:
    """Return a notebook of text only, for a page that cannot be made otherwise."""
    bare = copy.deepcopy(nb)
    for cell in bare.cells:
        if cell.cell_type == "code":
            cell.outputs = [one for one in cell.outputs if one.output_type in ("stream", "error")]
            for output in cell.outputs:
                if output.output_type == "stream":
                    output.text = cut(output.text, WORDS // 10)
        cell.source = cut(cell.source, WORDS)
        cell.pop("attachments", None)
    return bare


@functools.lru_cache(maxsize=4096)
def coloured(source: str, lexer: str) -> str:
    """Return code as HTML with its parts in colour."""
    if len(source) > WORDS:
        return f"<pre>{escape(cut(source, WORDS), quote=False)}</pre>"
    return str(Highlight2HTML(pygments_lexer=lexer)(source))


class HarmlessExporter(HTMLExporter):
    """nbconvert's exporter of hand-ins: every piece is cleaned; what many share is drawn once."""

    _plainly = False

    @default("sanitize_html")
    def _sanitize_html_default(self) -> bool:
        return True  # the templates leave widgets' and scripts' parts out

    @functools.cached_property
    def _rendered(self) -> Any:
        return functools.lru_cache(maxsize=4096)(
            lambda source: super(HarmlessExporter, self).markdown2html({}, source)
        )

    def default_filters(self) -> Any:
        """Yield the filters, with those of ours in the place of what is slow, needless or trusting."""
        yield from super().default_filters()
        yield ("markdown2html", self._markdown)
        yield ("strip_files_prefix", lambda html: html)  # no address of the page's own stays
        yield ("clean_html", lambda html: _CONTAINED.format(fragment(html)))

    @property
    def _markdown(self) -> Any:
        @pass_context
        def markdown(context: Any, source: str) -> str:
            if self._plainly or len(source) > WORDS:
                html = f"<pre>{escape(cut(source, WORDS), quote=False)}</pre>"
            elif (context.get("cell") or {}).get("attachments"):
                html = super(HarmlessExporter, self).markdown2html(context, source)
            else:
                html = self._rendered(source)
            return _CONTAINED.format(fragment(html))

        return markdown

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: Any = None, **settings: Any
    ) -> tuple[str, Any]:
        """Convert a notebook; one that cannot be shown as it is becomes a page of plain text."""
        given = resources
        try:
            with within(SECONDS):
                return self._page(tidy(copy.deepcopy(nb)), copy.copy(given), **settings)
        except Exception as error:  # a student's notebook may make any part of nbconvert fail
            self.log.warning("Shown as plain text: %s: %s", type(error).__name__, error)
        self._plainly = True
        try:
            return self._page(plain(tidy(copy.deepcopy(nb))), given, **settings)
        finally:
            self._plainly = False

    def _page(self, nb: NotebookNode, resources: Any, **settings: Any) -> tuple[str, Any]:
        def highlight(source: str, language: str | None = None, metadata: Any = None) -> str:
            if self._plainly:
                return f"<pre>{escape(source, quote=False)}</pre>"
            return coloured(
                source, language or (metadata or {}).get("magics_language") or "ipython3"
            )

        resources = self._init_resources(resources)
        self.register_filter("highlight_code", highlight)
        widgets = WidgetsDataTypeFilter(
            notebook_metadata=self._nb_metadata, parent=self, resources=resources
        )
        self.register_filter("filter_data_type", widgets)
        # Not HTMLExporter's own: it reads and writes the whole page again for its images.
        page, resources = TemplateExporter.from_notebook_node(self, nb, resources, **settings)
        return page, resources
