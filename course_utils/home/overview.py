"""Where a learner left off, and how far they are, with links that work in a notebook's output."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from course_utils.exercises.store import fresh
from course_utils.home.daily import Due, Round, daily_round
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


def next_step(course: Course, states: list[State]) -> Step:
    """Return where a learner goes on: where something was done last, or the next lesson.

    Parameters
    ----------
    course : Course
    states : list of State
        Of its open lessons, in their order.

    Returns
    -------
    Step
    """
    numbered = [state for state in states if state.lesson.number]
    if not numbered:
        return Step("No lesson is open yet.")
    first = next((s for s in numbered if s.lesson == course.beginning), numbered[0])
    begun = [state for state in states if state.begun]
    if not begun:
        return _first(course, first)
    last = max(begun, key=lambda state: state.touched)
    item = last.lesson
    if last.finished:
        after = [s for s in numbered if item.number and s.lesson.number > item.number]
        waiting = [s for s in [*after, first, *numbered] if not s.finished]
        words = f"Every exercise of {item.called.partition(',')[0]} is done."
        if last.written:
            words += f" {last.written:g} points more are for what you write at its end; a person marks it."
        if not waiting:
            return Step(f"{words} So is every other open lesson.")
        return _enter(waiting[0], words)
    if last.assignment and (last.tried or last.done or last.read):
        return Step(
            f"You were in the exercises of {item.called}. "
            f"The first that is not done is {last.next}.",
            "Go on with the exercises",
            last.assignment,
        )
    counts = [f"{last.guessed} of {len(item.guesses)} guesses"] if item.guesses else []
    counts += [f"{last.practised} of {last.practice} practices"] if last.practice else []
    return Step(
        f"You were reading {item.called}: {' and '.join(counts)} are made.",
        "Go on with the lesson" if item.number else "Go on with the warm-up",
        item.notebook,
    )


def _first(course: Course, first: State) -> Step:
    """Return where somebody begins who has done nothing yet but perhaps answered three questions."""
    from course_utils.home.readiness import asked

    advice = asked(course)
    if advice:
        words = f"You have not started yet. Your three answers: {advice['words']}"
        return Step(words, advice.get("link", ""), advice.get("href", ""))
    return _enter(first, "You have not started yet.")


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
        self.step = next_step(course, self.states)
        self.round = daily_round(course, self.states)
        # A saved page shows the desk of another day; a built one shows nobody's.
        now = datetime.now()
        self.drawn = "" if fresh() else f"As of {now.day} {now:%B %Y, %H:%M}."

    def __repr__(self) -> str:
        lines = [self.step.words + (f" {self.step.link}." if self.step.link else ""), ""]
        for state in self.states:
            lines.append(f"{state.lesson.heading}: {', '.join(_counts(state))}")
        lines += ["", *_round_lines(self.round)] if self.round.due else []
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
            for word in ("Lesson", "Practice", "Exercises", "Guesses", "Points")
        )
        rows = "".join(map(_row, self.states))
        return (
            f'<div style="{_BOX}"><p style="margin:.1rem 0 .3rem;font-weight:650">'
            f"{escape(step.words)}</p>{link}"
            # JupyterLab gives all columns of a table one width, whatever they hold.
            f'<div style="overflow-x:auto"><table style="table-layout:auto;'
            f"border-collapse:collapse;margin-top:.8rem;width:100%;font:inherit;"
            f'color:inherit"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
            f"{_round_html(self.round)}"
            f'<p style="margin:.8rem 0 0;font-size:.85em">{self.drawn} '
            "Run the cell again for what has changed.</p></div>"
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/html": self._repr_html_(), "text/plain": repr(self)}


def _round_lines(today: Round) -> list[str]:
    lines = ["Worth another try today, on a company that you have not seen:"]
    return [*lines, *(f"  {_line(item)}: {item.lesson.heading}" for item in today.due)]


def _line(item: Due) -> str:
    return f'question = drill("{item.name}")'


def _round_html(today: Round) -> str:
    if not today.due:
        return ""
    items = "".join(
        f'<li style="margin:.2rem 0"><code>{escape(_line(item), quote=False)}</code> '
        f"{escape(item.lesson.heading)}</li>"
        for item in today.due
    )
    drilled = "1 exercise" if today.drilled == 1 else f"{today.drilled} exercises"
    return (
        f'<div style="margin-top:1rem;font-weight:650">Today\'s round: {len(today.due)}</div>'
        '<p style="margin:.2rem 0">What you knew is worth another try, on a company that you have '
        "not seen. Copy a line into the cell below that says <i>Today's round</i> and run it. "
        "Drills earn no marks; "
        f"{drilled} drilled so far.</p>"
        f'<ul style="margin:.3rem 0 0;padding-left:1.2rem">{items}</ul>'
    )


def _counts(state: State) -> list[str]:
    words = []
    if state.practice:
        words.append(f"{state.practised} of {state.practice} practices done, {state.sure} mastered")
    if state.total or not state.practice:
        words.append(f"{state.done} of {state.total} exercises done, {state.mastered} mastered")
    if state.lesson.guesses:
        words.append(f"{state.guessed} of {len(state.lesson.guesses)} guesses made")
    return words


def _row(state: State) -> str:
    item = state.lesson
    guesses = f"{state.guessed} of {len(item.guesses)}" if item.guesses else ""
    name = f'<a href="{escape(item.notebook)}">{escape(item.heading)}</a>'
    exercises = _share(state.done, state.mastered, state.total)
    if exercises and state.assignment:
        exercises += f'<a href="{escape(state.assignment)}">open</a>'
    points = f"{state.points:g} of {state.most:g}" if state.total else ""
    if points and state.written:
        points += f"<br>+ {state.written:g} written"
    practice = _share(state.practised, state.sure, state.practice)
    cells = [name, practice, exercises, guesses, points]
    return "<tr>" + "".join(f'<td style="{_CELL}">{cell}</td>' for cell in cells) + "</tr>"


def _share(done: int, mastered: int, total: int) -> str:
    """Say how many are done and mastered, with a bar; nothing where there are none."""
    if not total:
        return ""
    part, deep = 100 * done / total, 100 * mastered / total
    return (
        f"{done} of {total}, {mastered} mastered"
        f'<div aria-hidden="true" style="display:flex;height:.6rem;width:100%;max-width:9rem;box-sizing:border-box;'
        f'border:1px solid {_BAR};border-radius:99px;overflow:hidden;margin-top:.35rem">'
        f'<div style="width:{deep:.1f}%;background:{_BAR}"></div>'
        f'<div style="width:{part - deep:.1f}%;background:{_BAR};opacity:.45"></div>'
        "</div>"
    )
