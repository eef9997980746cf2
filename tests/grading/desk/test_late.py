"""What lateness costs: by the cohort's rule, with what was agreed, and marks that came later."""

from __future__ import annotations

import csv
from datetime import timedelta

import pytest
from nbgrader.api import Gradebook

from course_utils.grading.cohort import run
from course_utils.grading.desk import command, settings
from course_utils.grading.desk.book import Book
from course_utils.grading.desk.settings import Late, Settings

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("late", "takes"),
    [(0 * DAY, 0), (DAY / 144, 0), (DAY / 24, 2), (DAY, 2), (1.01 * DAY, 4), (20 * DAY, 20)],
)
def test_each_day_that_has_begun_takes_its_share(late, takes):
    assert Late(10, 10).takes(late, 20) == takes


def rule(root, percent):
    (root / settings.FILE).write_text(
        Settings("autumn", late=Late(percent, 15)).text(), encoding="utf-8"
    )


def marks(root):
    with Book(root, settings.read(root)) as book:
        return {student: mark for (student, _), mark in book.marks().items()}


def test_nbgrader_reckons_by_the_cohorts_rule_and_what_was_agreed(marked, here):
    rule(marked, 30)
    command.main(["due", "sample", "2026-10-02T22:00+00:00", "--student", "ben"])
    run.grade_cohort(marked, "sample", students=["ben"], force=True)
    assert marks(marked)["ben"].penalty == pytest.approx(18 * 0.3)
    with Gradebook(f"sqlite:///{marked}/gradebook.db") as book:
        assert book.find_submission("sample", "ben").extension == DAY / 2, "for formgrader"


def test_who_has_longer_loses_nothing(marked):
    rule(marked, 30)
    command.main(["due", "sample", "2026-10-04T10:00+00:00", "--student", "ben"])
    command.main(["grades", "--to", "plain"])
    assert marks(marked)["ben"].penalty == 0


def test_marks_that_came_later_are_reckoned_with_before_they_go_out(marked):
    assert marks(marked)["ben"].penalty == 14, "before the text was read"
    rule(marked, 50)
    command.main(["grades", "--to", "canvas"])
    with (marked / "grades" / "canvas-sample.csv").open(encoding="utf-8", newline="") as stream:
        assert {row[3]: row[5] for row in csv.reader(stream)}["ben"] == "9"
    assert marks(marked)["ben"].penalty == 9
    assert marks(marked)["ada"].penalty == 0
    assert command.main(["restore"]) == 0
    assert marks(marked)["ben"].penalty == 14
