"""What lateness takes, reckoned anew: nbgrader does so when it grades, before written answers are marked."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from course_utils.grading.desk import backups
from course_utils.grading.desk.book import Book, late_by
from course_utils.grading.desk.roster import Person, Roster
from course_utils.grading.desk.settings import Settings


def reckon(root: Path, settings: Settings) -> list[tuple[str, str]]:
    """Bring what lateness takes up to date with the marks and with what was agreed since.

    Parameters
    ----------
    root : Path
        The cohort's folder.
    settings : Settings
        Where they have no rule for lateness, nbgrader's own method holds and nothing is done.

    Returns
    -------
    list of (str, str)
        Of whom and of what it changed.
    """
    if not settings.late.percent_a_day:
        return []
    people = Roster.read(root).people
    with Book(root, settings) as book:
        due = {one.name: one.due for one in book.assignments()}
        new, marks = {}, book.marks()
        for key, mark in marks.items():
            until = people.get(mark.student, Person(mark.student)).until(
                mark.assignment, due[mark.assignment]
            )
            late = late_by(mark.handed_in, until)
            takes = settings.late.takes(late, mark.score) if late > timedelta() else 0.0
            if abs(takes - mark.penalty) > 1e-9:
                new[key] = takes
        if new:
            backups.make(root, settings, "lateness")
            book.set_penalties({marks[key].notebook: takes for key, takes in new.items()})
    return sorted(new)
