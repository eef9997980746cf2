"""Where a learner left off, and how far they are, with links that work in a notebook's output."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from course_utils.home.state import Course, State

# Words take the colour of the page; a bar has 3:1 on white and on #111.
_BOX = (
    "border:1px solid var(--jp-border-color2,#8886);border-radius:12px;padding:1rem 1.15rem;"
    "margin:.4rem .2rem .6rem;max-width:60rem;box-sizing:border-box;"
    "color:var(--jp-content-font-color1,var(--vscode-foreground,inherit));"
    "font:14px/1.5 var(--jp-ui-font-family,var(--vscode-font-family,system-ui,sans-serif))"
)
_BAR = "#4a86d8"
_CELL = (
    "text-align:left;padding:.45em .5em .45em 0;background:transparent;vertical-align:top;border:0"
)
_LINK = (
    "display:inline-block;padding:.45em 1em;border-radius:8px;border:2px solid #4a86d8;"
    "font-weight:650;text-decoration:none"
)


@dataclass(frozen=True)
class Step:
    """What to do next.

    Attributes
    ----------
    words : str
        Why.
    link : str
        What the link says; empty for none.
    href : str
        Where it goes.
    """

    words: str
    link: str = ""
    href: str = ""


def next_step(states: list[State]) -> Step:
    """Return where a learner goes on: where something was done last, or the next lesson.

    Parameters
    ----------
    states : list of State
        Of the open lessons, in their order.

    Returns
    -------
    Step
    """
    begun = [state for state in states if state.begun]
    if not states:
        return Step("No lesson is open yet.")
    if not begun:
        return _enter(states[0], "You have not started yet.")
    last = max(begun, key=lambda state: state.touched)
    if last.finished:
        after = [s for s in states if s.lesson.number > last.lesson.number]
        waiting = [s for s in [*after, *states] if not s.finished]
        words = f"Every exercise of lesson {last.lesson.number} is done."
        if not waiting:
            return Step(f"{words} So is every other open lesson.")
        return _enter(waiting[0], words)
    item = last.lesson
    if last.assignment and (last.tried or last.done or last.guessed == len(item.guesses)):
        return Step(
            f"You were in the exercises of lesson {item.number}, {item.title}. "
            f"The first that is not done is {last.next}.",
            "Go on with the exercises",
            last.assignment,
        )
    return Step(
        f"You were reading lesson {item.number}, {item.title}: "
        f"{last.guessed} of {len(item.guesses)} guesses are made.",
        "Go on with the lesson",
        item.notebook,
    )


def _enter(state: State, words: str) -> Step:
    item = state.lesson
    if state.begun:
        return Step(f"{words} Lesson {item.number}, {item.title}, is begun.",
                    f"Go on with lesson {item.number}", item.notebook)  # fmt: skip
    return Step(
        f"{words} Lesson {item.number} takes about {item.minutes} minutes; "
        f"afterwards you can {item.gives}.",
        f"Begin lesson {item.number}: {item.title}",
        item.notebook,
    )


class Desk:
    """The state of all open lessons; it shows itself.

    Parameters
    ----------
    course : Course
    """

    def __init__(self, course: Course) -> None:
        self.states = course.states()
        self.step = next_step(self.states)

    def __repr__(self) -> str:
        lines = [self.step.words + (f" {self.step.link}." if self.step.link else ""), ""]
        for state in self.states:
            lines.append(
                f"{state.lesson.number}. {state.lesson.title}: {', '.join(_counts(state))}"
            )
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        step = self.step
        link = (
            f'<p style="margin:.6rem 0 .2rem"><a style="{_LINK}" href="{escape(step.href)}">'
            f"{escape(step.link)} →</a></p>"
            if step.link
            else ""
        )
        heads = "".join(
            f'<th scope="col" style="{_CELL}">{word}</th>'
            for word in ("Lesson", "Done", "Guesses", "Points", "Exercises")
        )
        rows = "".join(map(_row, self.states))
        return (
            f'<div style="{_BOX}"><div style="font-size:1.05rem;font-weight:650">Your desk</div>'
            f'<p style="margin:.3rem 0">{escape(step.words)}</p>{link}'
            # JupyterLab gives all columns of a table one width, whatever they hold.
            f'<div style="overflow-x:auto"><table style="table-layout:auto;'
            f"border-collapse:collapse;margin-top:.8rem;width:100%;font:inherit;"
            f'color:inherit"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div></div>'
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/html": self._repr_html_(), "text/plain": repr(self)}


def _counts(state: State) -> list[str]:
    words = [f"{state.done} of {state.total} exercises done", f"{state.mastered} mastered"]
    if state.lesson.guesses:
        words.append(f"{state.guessed} of {len(state.lesson.guesses)} guesses made")
    return words


def _row(state: State) -> str:
    item = state.lesson
    share = state.done / state.total if state.total else 0.0
    mastered = state.mastered / state.total if state.total else 0.0
    bar = (
        f'<div aria-hidden="true" style="display:flex;height:.6rem;width:100%;max-width:9rem;box-sizing:border-box;'
        f'border:1px solid {_BAR};border-radius:99px;overflow:hidden;margin-top:.35rem">'
        f'<div style="width:{100 * mastered:.1f}%;background:{_BAR}"></div>'
        f'<div style="width:{100 * (share - mastered):.1f}%;background:{_BAR};opacity:.45"></div>'
        "</div>"
    )
    exercises = f"{state.done} of {state.total}, {state.mastered} mastered"
    guesses = f"{state.guessed} of {len(item.guesses)}" if item.guesses else ""
    links = f'<a href="{escape(item.notebook)}">{item.number}. {escape(item.title)}</a>'
    work = f'<a href="{escape(state.assignment)}">open</a>' if state.assignment else ""
    cells = [links, exercises + bar, guesses, f"{state.points:g} of {state.most:g}", work]
    return "<tr>" + "".join(f'<td style="{_CELL}">{cell}</td>' for cell in cells) + "</tr>"
