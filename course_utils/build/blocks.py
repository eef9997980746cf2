"""Paragraphs of an author's markdown that become more than a paragraph: callouts and quizzes.

What they become is plain Markdown with HTML's own ``<details>``: it can be read and opened on any
page that shows a notebook, by keyboard and by screen reader, without a kernel.
"""

from __future__ import annotations

import html
import re

CALLOUTS = {
    "misleads": "⚠ **It misleads when**",
    "try": "✎ **Try it.**",
    "wrong": "✗ **Do it wrong first.**",
}
QUIZ = "quiz"
BLOCKS = (*CALLOUTS, QUIZ)

_CALLOUT = re.compile(
    rf"^\{{\{{\s*({'|'.join(CALLOUTS)})\s*\}}\}}[ ]*(.*?)(?=\n[ ]*\n|\Z)", re.MULTILINE | re.DOTALL
)
_QUIZ = re.compile(
    r"^\{\{\s*quiz\s*\}\}[ ]*(?P<question>[^\n]+(?:\n(?!- )[^\n]+)*)\n(?:[ ]*\n)?"
    r"(?P<options>(?:- \[[ x]\] [^\n]*(?:\n[ ]+\S[^\n]*)*(?:\n|\Z))+)",
    re.MULTILINE,
)
_OPTION = re.compile(r"- \[([ x])\] (.*)\n?((?:[ ]+\S.*\n?)*)")


def expand(text: str) -> str:
    """Write out the callouts and quizzes of a text.

    Parameters
    ----------
    text : str
        Markdown. A paragraph that begins with ``{{misleads}}``, ``{{try}}`` or ``{{wrong}}`` is a
        callout. A paragraph that begins with ``{{quiz}}`` asks a question; after it come options,
        ``- [x] right`` or ``- [ ] wrong``, each with an answer to it on indented lines.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        When a block is not of that form.
    """
    text = _CALLOUT.sub(_callout, _QUIZ.sub(_quiz, text))
    left = re.search(rf"\{{\{{\s*({'|'.join(BLOCKS)})\b[^}}]*\}}\}}", text)
    if left:
        raise ValueError(
            f"{left[0]} begins a paragraph of its own"
            + (", with options '- [x] ...' and '- [ ] ...' below." if left[1] == QUIZ else ".")
        )
    return text


def _callout(match: re.Match[str]) -> str:
    lines = f"{CALLOUTS[match[1]]} {match[2]}".rstrip().splitlines()
    return "\n".join(f"> {line}" for line in lines)


def _quiz(match: re.Match[str]) -> str:
    parts = [f"**Quick question.** {match['question'].strip()}"]
    marks = []
    for mark, option, answer in _OPTION.findall(match["options"]):
        if not answer.strip():
            raise ValueError(f"The option '{option.strip()}' needs an answer on an indented line.")
        marks.append(mark)
        word = "✓ **Right.**" if mark == "x" else "○ **Not this one.**"
        told = " ".join(answer.split())
        summary = re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(option.strip(), quote=False))
        parts.append(f"<details><summary>{summary}</summary>\n\n{word} {told}\n\n</details>")
    if marks.count("x") != 1:
        raise ValueError("Mark exactly one option of a quiz as right, with '- [x] ...'.")
    return "\n\n".join(parts) + "\n"
