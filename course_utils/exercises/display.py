"""What a learner sees: a line of plain words with an icon, in light and dark, for screen readers."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

MIME = "application/vnd.pmlab.answer+json"

# Words and icon take the theme's own text colour, so their contrast is the theme's. Only the bar has
# a colour of its own: at least 3:1 on white and on #111.
_LOOKS = {
    "right": ("✓", "Right", "#2e8b57"),
    "not_right": ("○", "Not right yet", "#b7791f"),
    "mistake": ("↺", "A known slip", "#b7791f"),
    "wrong_form": ("✎", "Another form is needed", "#3b82c4"),
    "formed": ("◇", "The form is right", "#3b82c4"),
    "not_attempted": ("…", "Not attempted yet", "#7a7f87"),
    "manual": ("✉", "Handed to a reader", "#3b82c4"),
    "notice": ("!", "Please note", "#c05656"),
    "hint": ("?", "Hint", "#3b82c4"),
    "progress": ("≡", "Your progress", "#3b82c4"),
}
_BOX = (
    "border-left:4px solid {colour};padding:.4em .8em;margin:.3em 0;max-width:48em;"
    "color:var(--jp-content-font-color1,var(--vscode-foreground,inherit));"
    "font-family:var(--jp-content-font-family,var(--vscode-font-family,system-ui,sans-serif));"
    "font-size:var(--jp-content-font-size1,14px);line-height:1.5"
)

_TABLE = "border-collapse:collapse;margin-top:.5em;color:inherit;font:inherit;border:none"
_CELL = (
    "text-align:left;padding:.2em .8em .2em 0;background:transparent;white-space:normal;"
    "color:inherit;vertical-align:top"
)


def marked_up(escaped: str) -> str:
    """Return escaped text with its `backticks` as code."""
    return re.sub(r"`([^`\n]+)`", r"<code>\1</code>", escaped)


def label(state: str) -> str:
    """Return the word that stands beside the icon."""
    return _LOOKS[state][1]


@dataclass(frozen=True)
class Card:
    """A message that shows itself once.

    Attributes
    ----------
    state
        Which icon, word and colour.
    lines
        Paragraphs of plain text; `backticks` mark code.
    title
        The word beside the icon; by default that of the state.
    table
        Rows of text under a row of headings.
    """

    state: str
    lines: Sequence[str] = ()
    title: str = ""
    table: Sequence[Sequence[str]] = ()

    @property
    def text(self) -> str:
        """The card as plain text."""
        icon, word, _ = _LOOKS[self.state]
        head = f"{icon} {self.title or word}"
        return "\n".join([". ".join([head, *self.lines[:1]]), *self.lines[1:], *self._text_rows()])

    def _text_rows(self) -> list[str]:
        if not self.table:
            return []
        widths = [max(len(row[i]) for row in self.table) for i in range(len(self.table[0]))]
        return [
            "  ".join(item.ljust(width) for item, width in zip(row, widths, strict=True)).rstrip()
            for row in self.table
        ]

    @property
    def html(self) -> str:
        """The card as HTML; every word of it is escaped."""
        icon, word, colour = _LOOKS[self.state]
        head = (
            '<span aria-hidden="true" style="font-weight:bold;margin-right:.5em">'
            f"{icon}</span><strong>{escape(self.title or word)}</strong>"
        )
        body = [marked_up(escape(line, quote=False)) for line in self.lines]
        inner = ". ".join([head, *body[:1]]) + "".join(
            f'<div style="margin-top:.3em">{line}</div>' for line in body[1:]
        )
        return f'<div role="status" style="{_BOX.format(colour=colour)}">{inner}{self._html_rows()}</div>'

    def _html_rows(self) -> str:
        if not self.table:
            return ""
        head, *body = self.table
        heads = "".join(f'<th scope="col" style="{_CELL}">{escape(item)}</th>' for item in head)
        rows = "".join(f"<tr>{''.join(map(_html_cell, row))}</tr>" for row in body)
        return (
            f'<table style="{_TABLE}"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
        )

    def show(self) -> None:
        """Show the card in the notebook, or print it where there is none."""
        if in_notebook():
            from IPython.display import display

            display({"text/html": self.html, "text/plain": self.text}, raw=True)
        else:
            print(self.text)


def _html_cell(item: str) -> str:
    # Two spaces in front mean a step to the right, in text as in HTML.
    style = _CELL + (";padding-left:1.2em" if item.startswith("  ") else "")
    return f'<td style="{style}">{escape(item.strip())}</td>'


def shell() -> Any:
    """Return the IPython shell of this process, None if there is none; never import IPython."""
    ipython = sys.modules.get("IPython")
    return None if ipython is None else ipython.get_ipython()


def in_notebook() -> bool:
    """Say whether an IPython kernel or shell is there to display things."""
    return shell() is not None


def emit(mime: str, data: Any) -> None:
    """Put data into the notebook's outputs under a MIME type, with a word for people."""
    if in_notebook():
        from IPython.display import display

        display({mime: data, "text/plain": "The answer is recorded for grading."}, raw=True)
