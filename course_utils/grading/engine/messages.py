"""What a student's process may say, checked before nbclient makes notebook outputs of it."""

from __future__ import annotations

from typing import Any

from course_utils.grading.engine.wire import WireError

DISPLAYS = frozenset({"display_data", "update_display_data", "execute_result"})
COMMS = frozenset({"comm_open", "comm_msg", "comm_close"})
OUTPUTS = frozenset({"stream", "error", "clear_output"}) | DISPLAYS | COMMS


def output(kind: str, content: Any) -> dict[str, Any]:
    """Return an output message's content, with exactly the parts that it should have.

    Parameters
    ----------
    kind : str
        One of `OUTPUTS`.
    content : object
        What the student's process sent.

    Raises
    ------
    WireError
        If the content is not of its kind's form.
    """
    if kind == "stream":
        name = _text(content, "name")
        if name not in ("stdout", "stderr"):
            raise WireError("There is no such stream.")
        return {"name": name, "text": _text(content, "text")}
    if kind == "error":
        return failure(content)
    if kind == "clear_output":
        return {"wait": bool(_object(content).get("wait"))}
    if kind in DISPLAYS:
        return _display(kind, content)
    if kind in COMMS:
        return _comm(kind, content)
    raise WireError("There is no such message.")


def failure(content: Any) -> dict[str, Any]:
    """Return the parts of an error: its name, its words and its traceback."""
    lines = _object(content).get("traceback")
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise WireError("A traceback must be lines of text.")
    return {
        "ename": _text(content, "ename"),
        "evalue": _text(content, "evalue"),
        "traceback": lines,
    }


def reply(content: Any) -> dict[str, Any]:
    """Return the answer to a request to run a cell: how it went, and the error if one was left."""
    if _object(content).get("status") == "ok":
        return {"status": "ok"}
    return {"status": "error", **failure(content)}


def _display(kind: str, content: Any) -> dict[str, Any]:
    data = _object(_object(content).get("data"))
    for mime, value in data.items():
        if "json" not in mime and not isinstance(value, str):
            raise WireError(f"{mime} must be text.")
    clean: dict[str, Any] = {"data": data, "metadata": _object(content.get("metadata") or {})}
    identity = _object(content.get("transient") or {}).get("display_id")
    if identity is not None:
        clean["transient"] = {"display_id": str(identity)}
    if kind == "execute_result":
        clean["execution_count"] = _count(content)
    return clean


def _comm(kind: str, content: Any) -> dict[str, Any]:
    clean: dict[str, Any] = {
        "comm_id": _text(content, "comm_id"),
        "data": _object(_object(content).get("data") or {}),
    }
    state = clean["data"].get("state")
    if state is not None:
        _object(state)
        # Binary parts of a widget's state stay behind: they show nothing on paper.
        clean["data"] = {**clean["data"], "buffer_paths": []}
    if kind == "comm_open":
        clean["target_name"] = _text(content, "target_name")
    return clean


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise WireError("An object was expected.")
    return value


def _text(content: Any, name: str) -> str:
    value = _object(content).get(name)
    if not isinstance(value, str):
        raise WireError(f"{name} must be text.")
    return value


def _count(content: Any) -> int | None:
    value = _object(content).get("execution_count")
    if value is not None and (not isinstance(value, int) or not 0 <= value < 2**31):
        raise WireError("A count was expected.")
    return value
