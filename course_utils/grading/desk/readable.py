"""A notebook out of whatever a student's file holds: encodings, conflict markers, cut or foreign files.

What was done is said in sentences. Nothing is guessed: what cannot be told is left for a person.
"""

from __future__ import annotations

import codecs
import json
import mmap
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

from nbformat import NotebookNode

LARGEST_OUTPUTS = 2 << 20
"""Bytes of a file from which on its outputs are dropped: grading makes them anew."""
STREAMED = 16 << 20
"""Bytes of a file from which on it is never read as a whole: as data, 300 MB can be 10 GB."""
PIECES = 12_000_000
"""Texts and brackets in a file that is cut; it is seconds until there."""
_HEAD = 400
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
"""A text, also one without an end, or a bracket; never looks at a byte twice."""
_VALUE = re.compile(rb"\s*+:\s*+([\[{])")
_STEP = {b"[": 1, b"{": 1, b"]": -1, b"}": -1}
_CLOSING = {b"[": b"]", b"{": b"}"}
_SHOWN = {b'"outputs"': b"[", b'"widgets"': b"{"}
_PASTED = {**_SHOWN, b'"attachments"': b"{"}
_LONGEST_NAME = max(map(len, _PASTED))
SKIP = "skip-execution"
_CONFLICT = re.compile(
    r"^<{7}[^\n]*\n(?P<mine>.*?)(?:^\|{7}[^\n]*\n.*?)?^={7}[ \t\r]*\n(?P<theirs>.*?)^>{7}[^\n]*\n?",
    re.MULTILINE | re.DOTALL,
)
_COMMA = re.compile(r",(?=\s*[\]}])")
_SEPARATE = re.compile(r"[\s,]+")
_KINDS = {"code", "markdown", "raw"}


class Unreadable(Exception):
    """No notebook can be made of a file; the sentence says what it is instead."""


def read(path: Path) -> tuple[NotebookNode, list[str]]:
    """Return the notebook in a file, however large, and what had to be mended.

    Raises
    ------
    Unreadable
    """
    size = path.stat().st_size
    if size <= STREAMED:
        return readable(path.read_bytes())
    notes: list[str] = []
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        head = data[:_HEAD]
        _foreign(head)
        utf_16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
        if utf_16:
            notes.append("It was in UTF-16.")
        text = _recoded(stream) if utf_16 else data
        kept = without(text, _SHOWN)
        if kept is None:
            notes.append("Pictures in its texts were dropped.")
            kept = without(text, _PASTED)
    if kept is None:
        raise Unreadable(f"It is larger than {STREAMED >> 20} MB, even without what it shows.")
    found = _object(_text(kept, notes), notes)
    return _notebook(found, size, notes), notes


def without(data: bytes | mmap.mmap, names: Mapping[bytes, bytes]) -> bytes | None:
    """Return JSON without what some names hold; None where too much is left.

    Parameters
    ----------
    data : bytes-like
        Read once from begin to end, and only as bytes.
    names : mapping
        The bracket that has to follow each name, with its quotes.

    Raises
    ------
    Unreadable
        If it has too many pieces.
    """
    kept, begin, depth, closing = bytearray(), 0, 0, b""
    for count, token in enumerate(_TOKEN.finditer(data)):
        if count > PIECES:
            raise Unreadable("It has more pieces than can be looked at.")
        start, end = token.span()
        if closing:
            if end - start == 1:
                depth += _STEP.get(token[0], 0)
                if depth == 0:
                    kept += closing
                    begin, closing = end, b""
            continue
        if start - begin + len(kept) > STREAMED:
            return None
        if end - start > _LONGEST_NAME or token[0] not in names:
            continue
        value = _VALUE.match(data, end)
        if value is not None and value[1] == names[token[0]]:
            kept += data[begin : value.end()]
            depth, closing = 0, _CLOSING[value[1]]
    if not closing:
        if len(data) - begin + len(kept) > STREAMED:
            return None
        kept += data[begin:]
    return bytes(kept)


def _recoded(stream: BinaryIO) -> bytes:
    """Return a text in UTF-16 as UTF-8."""
    decoder, made = codecs.getincrementaldecoder("utf-16")("replace"), bytearray()
    stream.seek(0)
    while piece := stream.read(STREAMED):
        made += decoder.decode(piece).encode("utf-8", "replace")
    return bytes(made)


def readable(data: bytes) -> tuple[NotebookNode, list[str]]:
    """Return the notebook that a file holds, and what had to be mended.

    Raises
    ------
    Unreadable
    """
    notes: list[str] = []
    found = _object(_text(data, notes), notes)
    return _notebook(found, len(data), notes), notes


def _foreign(head: bytes) -> None:
    """Refuse what its first bytes say to be something else."""
    if head[:4] == b"PK\x03\x04":
        raise Unreadable("It is a ZIP archive with another ending.")
    if head[:4] == b"%PDF":
        raise Unreadable("It is a PDF file.")
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:20].lower()
    if begin.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise Unreadable("It is a web page, not the notebook: use 'Download' in JupyterLab.")


def _text(data: bytes, notes: list[str]) -> str:
    _foreign(data[:_HEAD])
    if data.startswith(b"\xef\xbb\xbf"):
        notes.append("It began with a byte order mark.")
        return data[3:].decode("utf-8", "replace")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        notes.append("It was in UTF-16.")
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        notes.append("It was not in UTF-8.")
        return data.decode("cp1252", "replace")


def _object(text: str, notes: list[str]) -> dict[str, Any]:
    """Return the JSON object in a text, also in one that is not quite JSON."""
    head = text.lstrip()[:200].lower()
    if not head:
        raise Unreadable("It is empty.")
    if head.startswith(("<!doctype", "<html", "<?xml")):
        raise Unreadable("It is a web page, not the notebook: use 'Download' in JupyterLab.")
    for change in (
        _as_it_is,
        _first_object,
        _without_conflicts,
        _without_commas,
        _as_far_as_it_goes,
    ):
        made = change(text)
        if made is not None:
            found, note = made
            notes += [note] if note else []
            return found
    raise Unreadable("It is no notebook.")


Made = tuple[dict[str, Any], str] | None


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _as_it_is(text: str) -> Made:
    found = _parsed(text)
    if found is None:
        return None
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return found, "It held control characters."
    return found, ""


def _first_object(text: str) -> Made:
    """Leave out what stands before and after the notebook."""
    try:
        found, _ = json.JSONDecoder(strict=False).raw_decode(text, text.index("{"))
    except (ValueError, RecursionError):
        return None
    if isinstance(found, dict) and "cells" in found:
        return found, "Something stood before or after the notebook; it was left out."
    return None


def _without_conflicts(text: str) -> Made:
    if not _CONFLICT.search(text):
        return None
    for side in ("mine", "theirs"):
        found = _parsed(_COMMA.sub("", _CONFLICT.sub(rf"\g<{side}>", text)))
        if found is not None:
            which = "first" if side == "mine" else "second"
            return found, f"It held conflict markers of Git; the {which} side was kept."
    return None


def _without_commas(text: str) -> Made:
    found = _parsed(_COMMA.sub("", text))
    return None if found is None else (found, "It had commas too many.")


def _as_far_as_it_goes(text: str) -> Made:
    """Take the cells that are whole from a file that was cut, or is broken further down."""
    begin = re.search(r'"cells"\s*:\s*\[', text)
    if not begin:
        return None
    cells, place, decoder = [], begin.end(), json.JSONDecoder(strict=False)
    while True:
        space = _SEPARATE.match(text, place)
        place = space.end() if space else place
        try:
            cell, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            break
        cells.append(cell)
    if not cells:
        return None
    words = (
        f"It was cut or broken; its first {len(cells)} cells were kept: look at what is missing."
    )
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, words


def _notebook(found: dict[str, Any], size: int, notes: list[str]) -> NotebookNode:
    """Return a valid notebook of version 4 with the cells of what was read."""
    import nbformat

    if found.get("nbformat") in (1, 2, 3) or "worksheets" in found:
        try:
            text = json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, **found})
            found = nbformat.reads(text, as_version=4)
            notes.append("It was in an older format.")
        except Exception:  # whatever nbformat makes of what is no notebook
            raise Unreadable("It is a notebook of an old format that cannot be read.") from None
    if not isinstance(found.get("cells"), list):
        raise Unreadable("It has no cells, so it is no notebook.")
    heavy = size > LARGEST_OUTPUTS
    if heavy:
        notes.append(f"It was {size / (1 << 20):.0f} MB large; its outputs were dropped.")
    odd = sum(not _sound(cell) for cell in found["cells"])
    if odd:
        notes.append(f"{odd} of its cells lacked what a cell has; that was added.")
    own, version = found.get("metadata"), (found.get("nbformat"), found.get("nbformat_minor"))
    if not isinstance(own, dict) or version[0] != 4 or type(version[1]) is not int:
        notes.append("It did not say what format it has; that was added.")
    cells = [made for cell in found["cells"] if (made := _cell(cell, heavy))]
    if not cells:
        raise Unreadable("It has no cells, so nothing can be graded.")
    skipped = sum(_run(cell.metadata) for cell in cells)
    if skipped:
        notes.append(f"{skipped} of its cells had the tag {SKIP}; they are run, as in JupyterLab.")
    metadata = own if isinstance(own, dict) else {}
    # Not made by nbformat, which would validate it: odd metadata are taken out when it is graded.
    whole = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return cast(NotebookNode, nbformat.from_dict(whole))


def _run(metadata: dict[str, Any]) -> bool:
    """Take off the tag by which graders pass a cell over and JupyterLab does not; say if it was there."""
    tags = metadata.get("tags")
    if isinstance(tags, list) and SKIP in tags:
        metadata["tags"] = [tag for tag in tags if tag != SKIP]
        return True
    if isinstance(tags, str) and SKIP in tags:
        del metadata["tags"]
        return True
    return False


def _sound(cell: Any) -> bool:
    """Say whether a cell has all that nbgrader asks of it."""
    if not isinstance(cell, dict) or not isinstance(cell.get("metadata"), dict):
        return False
    source = cell.get("source")
    text = isinstance(source, str) or (
        isinstance(source, list) and all(isinstance(line, str) for line in source)
    )
    kind = cell.get("cell_type")
    return text and kind in _KINDS and (kind != "code" or isinstance(cell.get("outputs"), list))


def _cell(cell: Any, heavy: bool) -> NotebookNode | None:
    """Return a cell with all that a cell has to have; None for what is no cell."""
    from nbformat import v4

    if not isinstance(cell, dict):
        return None
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(str(line) for line in source)
    kind = cell.get("cell_type")
    metadata = cell.get("metadata")
    make = {"code": v4.new_code_cell, "raw": v4.new_raw_cell}.get(
        kind if kind in _KINDS else "markdown", v4.new_markdown_cell
    )
    made = make(source if isinstance(source, str) else "")
    made.metadata = metadata if isinstance(metadata, dict) else {}
    if isinstance(cell.get("id"), str) and re.fullmatch(r"[\w-]{1,64}", cell["id"]):
        made.id = cell["id"]
    if isinstance(cell.get("attachments"), dict) and kind != "code":
        made.attachments = cell["attachments"]
    outputs = cell.get("outputs")
    if kind == "code" and isinstance(outputs, list) and not heavy:
        made.outputs = [one for one in outputs if isinstance(one, dict) and "output_type" in one]
    return made
