"""What lateness costs: nbgrader's plug-in, which knows the cohort's rule and everybody's extensions."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from nbgrader.plugins import LateSubmissionPlugin

from course_utils.grading.desk.roster import Person, Roster
from course_utils.grading.desk.settings import Settings, read


class LatePolicy(LateSubmissionPlugin):
    """Takes what the cohort's rule says; without a rule, what nbgrader's own method says."""

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """Return the penalty of a hand-in that is late by the assignment's own date."""
        submission = self.parent.gradebook.find_submission(self.parent.assignment_id, student_id)
        late = self._late(submission, student_id)
        if late <= timedelta():
            return None
        # nbgrader works in the course's folder
        rule = (read(Path.cwd()) or Settings("")).late
        if rule.percent_a_day:
            return rule.takes(late, score) or None
        if late <= timedelta(minutes=rule.grace_minutes):
            return None
        found = super().late_submission_penalty(student_id, score, late.total_seconds())
        return None if found is None else float(found)

    def _late(self, submission: Any, student: str) -> timedelta:
        """Return how late it is, and let formgrader know what was agreed."""
        due = submission.assignment.duedate
        person = Roster.read(Path.cwd()).people.get(student, Person(student))
        until = person.until(self.parent.assignment_id, due) or due
        submission.extension = until - due or None
        return submission.timestamp - until
