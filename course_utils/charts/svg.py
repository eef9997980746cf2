"""A figure as short SVG: text as text, two decimals, the house's colours as CSS variables."""

from __future__ import annotations

import hashlib
import io
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from course_utils.charts.style import DARK, INK, ON_DEEP, ON_PALE, ON_TINT, PAPER

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_HREF = f"{{{_XLINK}}}href"
_NUMBERS = ("d", "x", "y", "width", "height", "transform")
_VARIABLES = {colour.lower(): f"var(--c{number})" for number, colour in enumerate(DARK)}
_VARIABLES["#000000"] = _VARIABLES[INK.lower()]  # what matplotlib takes for text by itself


def draw(fig: Figure) -> str:
    """Draw a figure as SVG without a background."""
    import matplotlib

    buffer = io.StringIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    with matplotlib.rc_context({"svg.fonttype": "none"}):
        fig.savefig(buffer, format="svg", transparent=True, metadata=nothing)
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    root = ElementTree.fromstring(buffer.getvalue())
    width, height = (float(size) for size in root.get("viewBox", "0 0 1 1").split()[2:])
    root.attrib.pop("version", None)
    root.set("width", f"{width / 72 * 96:.0f}")
    root.set("height", f"{height / 72 * 96:.0f}")
    for parent in list(root.iter()):
        for style in parent.findall(f"{{{_SVG}}}style"):
            parent.remove(style)
    _shorten(root)
    _unwrap(root)
    return _named(ElementTree.tostring(root, encoding="unicode"))


def variable(colour: str) -> str:
    """Return a colour of the house as the CSS variable that follows the theme; others as they are."""
    return _VARIABLES.get(colour.lower(), colour)


# What lies on a bar has its contrast from the bar: a halo in the colour of the page would spoil it.
_BARE = tuple(f"fill:{variable(colour)}" for colour in (PAPER, ON_DEEP, ON_PALE, ON_TINT))


def _shorten(root: ElementTree.Element) -> None:
    used = set(
        re.findall(r"#([\w-]+)", " ".join(v for e in root.iter() for v in e.attrib.values()))
    )
    for element in root.iter():
        if element.get("id") not in used:
            element.attrib.pop("id", None)
        if "style" in element.attrib:
            style = _restyled(element.attrib["style"])
            if element.tag == f"{{{_SVG}}}text" and any(bare in style for bare in _BARE):
                style += ";stroke:none"
            element.set("style", style)
        for name in _NUMBERS:
            if name in element.attrib:
                element.set(name, _rounded(element.attrib[name]))
        if element.get("transform", "").startswith(("rotate(0 ", "rotate(-0 ")):
            del element.attrib["transform"]
        if element.tag not in (f"{{{_SVG}}}text", f"{{{_SVG}}}tspan"):
            element.text = (element.text or "").strip() or None
        element.tail = None if element.tag != f"{{{_SVG}}}tspan" else element.tail


def _restyled(style: str) -> str:
    style = re.sub(r"font-family: [^;]*;? ?", "", style)
    style = re.sub(r"#[0-9a-fA-F]{6}\b", lambda colour: variable(colour.group()), style)
    return re.sub(r"([:;]) ", r"\1", style).rstrip("; ")


def _rounded(value: str) -> str:
    def two_decimals(number: re.Match[str]) -> str:
        text = f"{float(number.group()):.2f}".rstrip("0").rstrip(".")
        return "0" if text == "-0" else text

    value = " ".join(re.sub(r"-?\d+\.\d+(?:e-?\d+)?", two_decimals, value).split())
    return re.sub(r" ?([A-Za-z]) (?=[-\d])", r"\1", value)


def _unwrap(parent: ElementTree.Element) -> None:
    """Put what is in groups without attributes into the group around them."""
    kept: list[ElementTree.Element] = []
    for child in parent:
        _unwrap(child)
        kept += list(child) if child.tag == f"{{{_SVG}}}g" and not child.attrib else [child]
    parent[:] = kept


def _named(svg: str) -> str:
    """Give ids that follow from the picture: the same each time, and another picture's are others."""
    names = dict.fromkeys(re.findall(r' id="([\w-]+)"', svg))
    for number, name in enumerate(names):
        svg = re.sub(rf'(id="|#){name}\b', rf"\g<1>@{number}", svg)
    mark = hashlib.sha256(svg.encode()).hexdigest()[:8]
    return re.sub(r'(id="|#)@', rf"\g<1>p{mark}-", svg)
