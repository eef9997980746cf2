"""The report on a class as text, and as a page that stands alone: no scripts, nothing loaded."""

from __future__ import annotations

import math
from html import escape

from course_utils.grading.desk.effort import PAUSE
from course_utils.grading.desk.likeness import Sign
from course_utils.grading.desk.report import FEWEST, HALF, MASTERED, Item, Objective, Report
from course_utils.grading.desk.status import table

_STYLE = """
:root { color-scheme: light dark; --bar: #2f6f8f; --rule: #8888; }
@media (prefers-color-scheme: dark) { :root { --bar: #7fb8d6; } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--rule); }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
svg { width: 8rem; height: .8rem; vertical-align: middle; }
"""

NAMED = 30
"""How many are named who may need help, and how many signs; ``--json`` has all."""


def summary(found: Report) -> list[str]:
    """Return what holds for the whole assignment, each a sentence."""
    hand_ins = f"{found.hand_ins} hand-in{'s' * (found.hand_ins != 1)}"
    lines = [
        f"{hand_ins}, {found.mean:.1f} of {found.points:g} points on average "
        f"(standard deviation {found.sd:.1f})."
    ]
    if found.reliability is None or found.interval is None:
        lines.append(f"Too few complete marks to say how reliable they are ({FEWEST} at least).")
    else:
        low, high = found.interval
        lines.append(
            f"Reliability (Cronbach's alpha) {found.reliability:.2f}, "
            f"95% interval {low:.2f} to {high:.2f}."
        )
    return lines


def may_need_help(found: Report) -> str:
    """Name who has less than half of what is judged; empty where nobody has."""
    if not found.struggling:
        return ""
    names = [f"{student} ({share:.0%})" for student, share in found.struggling[:NAMED]]
    more = len(found.struggling) - len(names)
    words = ", ".join(names) + (f" and {more} more" if more else "")
    return f"Less than {HALF:.0%} of the points that are judged: {words}."


def _figure(value: float | None, form: str) -> str:
    return "" if value is None or math.isnan(value) else format(value, form)


def _cells(one: Item) -> list[str]:
    return [
        f"{one.points:g}",
        str(one.count),
        _figure(one.difficulty, ".0%"),
        _figure(one.discrimination, ".2f"),
        _figure(one.nothing, ".0%"),
        _figure(one.full, ".0%"),
        _figure(one.attempts, ".1f"),
        _figure(one.hinted, ".0%"),
        _figure(one.minutes, ".0f"),
    ]


def _objective_cells(one: Objective) -> list[str]:
    return [
        f"{one.points:g}",
        _figure(one.mean, ".0%"),
        str(one.mastered),
        str(one.begun),
        str(one.missing),
    ]


OBJECTIVES = ["objective", "points", "earned", "mastered", "begun", "nothing"]
TITLES = ["exercise", "points", "marks", "earned", "discrimination", "nothing", "full",
          "attempts", "hinted", "minutes"]  # fmt: skip


def shown(found: Report) -> str:
    """Return what a person reads in a terminal."""
    lines = [*summary(found), ""]
    lines += table(TITLES, [[one.name, *_cells(one)] for one in found.items])
    if found.objectives:
        rows = [[one.name, *_objective_cells(one)] for one in found.objectives]
        lines += ["", *table(OBJECTIVES, rows)]
    slips = [
        f"  {one.name}, {times} times: {words}"
        for one in found.items
        for words, times in one.words
        if times > 1
    ]
    if slips:
        lines += ["", "Said more than once:", *slips]
    if found.repairs:
        lines += ["", "Exercises to mend, the dearest first:"]
        lines += [f"  {one.name}: {' '.join(one.why)}" for one in found.repairs]
    if found.struggling:
        lines += ["", "May need help:", f"  {may_need_help(found)}"]
    if found.alike:
        lines += ["", "Alike; ask how that came about:"]
        lines += [f"  {one} and {other}: {share:.0%}" for one, other, share in found.alike]
    if found.signs:
        lines += ["", "The same where chance is unlikely, the least likely first; ask as well:"]
        lines += [f"  {_sign(one)}" for one in found.signs[:NAMED]]
    return "\n".join(lines)


def _sign(one: Sign) -> str:
    return f"{one.exercise}: {one.words}" if one.exercise else one.words


def page(found: Report) -> str:
    """Return the report as a page."""
    title = f"{escape(found.assignment)}: what the class can do"
    head = "".join(
        f'<th scope="col"{_number(place)}>{title}</th>' for place, title in enumerate(TITLES)
    )
    parts = [
        "<!doctype html>",
        f'<html lang="en"><head><meta charset="utf-8"><title>{title}</title>',
        '<meta name="viewport" content="width=device-width">',
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<style>{_STYLE}</style></head><body><main><h1>{title}</h1>",
        *(f"<p>{escape(line)}</p>" for line in summary(found)),
        f"<h2>Exercises</h2><table><thead><tr>{head}</tr></thead><tbody>",
        *(_row(one) for one in found.items),
        "</tbody></table>",
        "<p>Earned: the mean share of the points. Discrimination: the correlation with the points "
        "for all the rest. Nothing, full: shares of hand-ins. Attempts, hinted, minutes: different "
        "answers on average, who opened a hint, and the median time at work since the check before, "
        f"breaks of more than {PAUSE // 60} minutes left out, as the students' own files say.</p>",
    ]
    if found.objectives:
        titles = "".join(
            f'<th scope="col"{_number(place)}>{title}</th>'
            for place, title in enumerate(OBJECTIVES)
        )
        parts += [
            f"<h2>Objectives</h2><table><thead><tr>{titles}</tr></thead><tbody>",
            *(_line(one.name, _objective_cells(one), one.mean, 1) for one in found.objectives),
            "</tbody></table>",
            f"<p>Mastered: {MASTERED:.0%} of its points or more. What waits for a reader does not "
            "count.</p>",
        ]
    if found.repairs:
        parts.append("<h2>Exercises to mend</h2><p>The one that costs most points first.</p><ul>")
        parts += [
            f"<li><strong>{escape(one.name)}</strong>: {escape(' '.join(one.why))}</li>"
            for one in found.repairs
        ]
        parts.append("</ul>")
    if found.struggling:
        parts.append(f"<h2>Who may need help</h2><p>{escape(may_need_help(found))}</p>")
    parts += ["<h2>What was said</h2>", *(_said(one) for one in found.items if one.words)]
    if found.alike:
        parts.append("<h2>Alike</h2><p>A question, and no answer: ask how that came about.</p><ul>")
        parts += [
            f"<li>{escape(one)} and {escape(other)}: {share:.0%}</li>"
            for one, other, share in found.alike
        ]
        parts.append("</ul>")
    if found.signs:
        parts.append(
            "<h2>The same</h2><p>Where chance is unlikely, the least likely first. A question, and no "
            "answer: there are other ways to it than copying, such as working together.</p><ul>"
        )
        parts += [f"<li>{escape(_sign(one))}</li>" for one in found.signs[:NAMED]]
        parts.append("</ul>")
    return "\n".join([*parts, "</main></body></html>"]) + "\n"


def _number(place: int) -> str:
    return ' class="number"' if place else ""


def _row(one: Item) -> str:
    return _line(one.name, _cells(one), one.difficulty, 2)


def _line(name: str, cells: list[str], share: float, place: int) -> str:
    """Return a row, with a bar beside the share."""
    share = 0.0 if math.isnan(share) else min(1.0, max(0.0, share))
    bar = (
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{100 * share:.1f}" height="10" fill="var(--bar)"/></svg> '
    )
    inside = "".join(
        f'<td class="number">{bar if column == place else ""}{cell}</td>'
        for column, cell in enumerate(cells)
    )
    return f'<tr><th scope="row">{escape(name)}</th>{inside}</tr>'


def _said(one: Item) -> str:
    lines = [f"<h3>{escape(one.name)}</h3>"]
    lines += ["<ul>", *(f"<li>{times} times: {escape(words)}</li>" for words, times in one.words)]
    return "".join([*lines, "</ul>"])
