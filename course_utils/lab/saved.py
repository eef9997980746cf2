"""A server extension: what is saved of a widget is its words, as in the lessons that are shipped.

A widget lives as long as its kernel. JupyterLab would save a reference to it and, the next day, show
"model not found" in its place and nothing of the text that stands beside it.
"""

from __future__ import annotations

from typing import Any

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def words_only(model: dict[str, Any], **_: Any) -> None:
    """Take widgets without a kernel out of a notebook that is being saved.

    Parameters
    ----------
    model : dict
        Jupyter's contents model of a file; the notebook in it is changed in place. An output that
        has nothing but its widget, such as one of another library, is left alone.
    """
    content = model.get("content")
    if model.get("type") != "notebook" or not isinstance(content, dict):
        return
    for cell in content.get("cells", ()):
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if "text/html" in data:
                data.pop(WIDGET_VIEW, None)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    server.contents_manager.register_pre_save_hook(words_only)
