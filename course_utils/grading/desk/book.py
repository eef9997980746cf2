"""The gradebook, asked in a few queries for everybody at once: never one for each student.

nbgrader's tables are read as they are (docs/grading.md lists what is relied on); loading nbgrader for
it would take longer than all answers together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from course_utils.grading.desk.roster import Person
from course_utils.grading.desk.settings import CannotRun, Settings

_ASSIGNMENTS = """
    select assignment.name, assignment.duedate, sum(coalesce(grade_cells.max_score, 0)
        + coalesce(task_cells.max_score, 0)) as points
    from assignment
    left join notebook on notebook.assignment_id = assignment.id
    left join base_cell on base_cell.notebook_id = notebook.id
    left join grade_cells on grade_cells.id = base_cell.id
    left join task_cells on task_cells.id = base_cell.id
    group by assignment.id, assignment.name, assignment.duedate order by assignment.name
"""
# A test is a code cell with points that is not itself an answer: what the grader always scores.
# Each table is read once, in its order, and summed up before it is joined: nbgrader has no index by
# which a hand-in's rows could be looked up.
_MARKS = """
    with tests as (
        select base_cell.id from base_cell
        join grade_cells on grade_cells.id = base_cell.id and grade_cells.cell_type = 'code'
        where not exists (select 1 from base_cell answer
            join solution_cells on solution_cells.id = answer.id
            where answer.name = base_cell.name and answer.notebook_id = base_cell.notebook_id)
    ), sums as (
        select grade.notebook_id as id,
            sum(coalesce(grade.manual_score, grade.auto_score, 0)
                + coalesce(grade.extra_credit, 0)) as score,
            sum(case when grade.needs_manual_grade then 1 else 0 end) as waiting,
            sum(case when grade.auto_score is null and grade.manual_score is null
                and grade.cell_id in (select id from tests) then 1 else 0 end) as open
        from grade group by grade.notebook_id
    ), notebooks as (
        select submitted_notebook.assignment_id as id, min(submitted_notebook.id) as first,
            sum(coalesce(submitted_notebook.late_submission_penalty, 0)) as penalty,
            sum(sums.score) as score, sum(sums.waiting) as waiting, sum(sums.open) as open
        from submitted_notebook left join sums on sums.id = submitted_notebook.id
        group by submitted_notebook.assignment_id
    )
    select submitted_assignment.student_id as student, assignment.name as assignment,
        submitted_assignment.timestamp as handed_in, notebooks.first, notebooks.penalty,
        notebooks.score, notebooks.waiting, notebooks.open
    from submitted_assignment
    join assignment on assignment.id = submitted_assignment.assignment_id
    left join notebooks on notebooks.id = submitted_assignment.id
"""
_ITEMS = """
    select submitted_assignment.student_id as student, base_cell.name as exercise,
        coalesce(grade_cells.max_score, task_cells.max_score, 0) as points,
        coalesce(grade.manual_score, grade.auto_score, 0)
            + coalesce(grade.extra_credit, 0) as score,
        case when grade.needs_manual_grade then 0
            when coalesce(grade.manual_score, grade.auto_score) is null then 0 else 1 end as there
    from grade
    join base_cell on base_cell.id = grade.cell_id
    left join grade_cells on grade_cells.id = base_cell.id
    left join task_cells on task_cells.id = base_cell.id
    join submitted_notebook on submitted_notebook.id = grade.notebook_id
    join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
    join assignment on assignment.id = submitted_assignment.assignment_id
    where assignment.name = :assignment order by 1, 2
"""

# What a person reads: an answer that is graded itself, or a task.
_TO_READ = """
    select grade.id as id, submitted_assignment.student_id as student, notebook.name as notebook,
        base_cell.name as exercise, coalesce(grade_cells.max_score, task_cells.max_score) as points,
        grade.manual_score as marked, grade.needs_manual_grade as waiting, comment.id as comment
    from grade
    join base_cell on base_cell.id = grade.cell_id
    left join grade_cells on grade_cells.id = base_cell.id
    left join task_cells on task_cells.id = base_cell.id
    left join (select base_cell.id, base_cell.name, base_cell.notebook_id from base_cell
        join solution_cells on solution_cells.id = base_cell.id) as answers
        on answers.name = base_cell.name and answers.notebook_id = base_cell.notebook_id
    left join comment on comment.notebook_id = grade.notebook_id
        and comment.cell_id = coalesce(answers.id, task_cells.id)
    join submitted_notebook on submitted_notebook.id = grade.notebook_id
    join notebook on notebook.id = submitted_notebook.notebook_id
    join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
    join assignment on assignment.id = submitted_assignment.assignment_id
    where assignment.name = :assignment and (answers.id is not null or task_cells.id is not null)
        and (grade.needs_manual_grade or grade.manual_score is not null)
    order by 2, 4
"""
_SHOWN = """
    select submitted_assignment.student_id as student, notebook.name as notebook,
        base_cell.name as cell, grade.auto_score, grade.manual_score, grade.extra_credit,
        grade.needs_manual_grade, comment.auto_comment, comment.manual_comment,
        submitted_notebook.late_submission_penalty
    from submitted_notebook
    join notebook on notebook.id = submitted_notebook.notebook_id
    join base_cell on base_cell.notebook_id = notebook.id
    left join grade on grade.cell_id = base_cell.id and grade.notebook_id = submitted_notebook.id
    left join comment
        on comment.cell_id = base_cell.id and comment.notebook_id = submitted_notebook.id
    join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
    join assignment on assignment.id = submitted_assignment.assignment_id
    where assignment.name = :assignment and (grade.id is not null or comment.id is not null)
    order by 1, 2, 3
"""
_MARK = """
    update grade set manual_score = :score, needs_manual_grade = false where id = :id
"""
_COMMENT = "update comment set manual_comment = :text where id = :id"


@dataclass(frozen=True)
class ToRead:
    """An answer that a person reads: where it stands, its points, and what the gradebook calls it."""

    id: str
    comment: str | None
    student: str
    notebook: str
    exercise: str
    points: float
    marked: bool
    waiting: bool


@dataclass(frozen=True)
class Assignment:
    """An assignment of the gradebook; its due date is in UTC."""

    name: str
    due: datetime | None
    points: float


@dataclass(frozen=True)
class Mark:
    """What the gradebook holds of a hand-in.

    Attributes
    ----------
    student, assignment : str
    handed_in : datetime or None
        When, in UTC, as it was when it was graded.
    score, penalty : float
        What was earned, and what of it lateness took.
    waiting : int
        Answers that a person has to read.
    complete : bool
        Whether each test has been through the grader.
    notebook : str
        The gradebook's id of the notebook that bears the penalty; empty where there is none.
    """

    student: str
    assignment: str
    handed_in: datetime | None
    score: float
    penalty: float
    waiting: int
    complete: bool
    notebook: str = ""

    @property
    def final(self) -> float:
        """The score after the penalty."""
        return max(0.0, self.score - self.penalty)


class Book:
    """A cohort's gradebook; use it as a context manager.

    Parameters
    ----------
    root : Path
        The cohort's folder.
    settings : Settings
    """

    def __init__(self, root: Path, settings: Settings) -> None:
        from sqlalchemy import create_engine

        url = settings.db_url(root)
        if not settings.gradebook and not (root / "gradebook.db").is_file():
            raise CannotRun(
                f"There is no gradebook in {root}: 'pmlab cohort restore' brings an older one back."
            )
        try:
            self.engine = create_engine(url)
        except Exception as error:  # a driver that is missing, an address that is none
            raise CannotRun(f"The gradebook's address cannot be used: {error}") from None

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *problem: object) -> None:
        self.engine.dispose()

    @contextmanager
    def _transaction(self) -> Iterator[Any]:
        from sqlalchemy.exc import SQLAlchemyError

        try:
            with self.engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            words = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise CannotRun(f"The gradebook cannot be used: {words}") from None

    def _rows(self, query: str, **values: Any) -> list[Any]:
        from sqlalchemy import text

        with self._transaction() as connection:
            return list(connection.execute(text(query), values))

    def assignments(self) -> list[Assignment]:
        """Return all assignments."""
        return [
            Assignment(row.name, _moment(row.duedate), float(row.points or 0))
            for row in self._rows(_ASSIGNMENTS)
        ]

    def marks(self) -> dict[tuple[str, str], Mark]:
        """Return what it holds of each hand-in, by student and assignment."""
        return {
            (row.student, row.assignment): Mark(
                row.student,
                row.assignment,
                _moment(row.handed_in),
                float(row.score or 0),
                float(row.penalty or 0),
                int(row.waiting or 0),
                not row.open,
                row.first or "",
            )
            for row in self._rows(_MARKS)
        }

    def items(self, assignment: str) -> list[tuple[str, str, float, float | None]]:
        """Return each mark of an assignment: student, exercise, points, score if it is there."""
        return [
            (row.student, row.exercise, float(row.points), row.score if row.there else None)
            for row in self._rows(_ITEMS, assignment=assignment)
        ]

    def to_read(self, assignment: str) -> list[ToRead]:
        """Return the answers of an assignment that a person reads or has read."""
        return [
            ToRead(
                row.id,
                row.comment,
                row.student,
                row.notebook,
                row.exercise,
                float(row.points),
                row.marked is not None,
                bool(row.waiting),
            )
            for row in self._rows(_TO_READ, assignment=assignment)
        ]

    def shown(self, assignment: str) -> dict[str, list[list[Any]]]:
        """Return all that feedback shows of the gradebook, by student: marks, comments, lateness."""
        found: dict[str, list[list[Any]]] = {}
        for row in self._rows(_SHOWN, assignment=assignment):
            found.setdefault(row.student, []).append(list(row[1:]))
        return found

    def set_mark(self, answer: ToRead, score: float, comment: str) -> None:
        """Give an answer its points by hand, and its comment.

        Raises
        ------
        CannotRun
            If the gradebook does not have the answer any more.
        """
        from sqlalchemy import text

        with self._transaction() as connection:
            done = connection.execute(text(_MARK), {"score": score, "id": answer.id})
            if answer.comment is not None:
                connection.execute(text(_COMMENT), {"text": comment, "id": answer.comment})
        if not done.rowcount:
            raise CannotRun("The gradebook does not have this answer any more: open it again.")

    def enter(self, people: Iterable[Person]) -> None:
        """Have nbgrader know these people; nobody is removed, and no mark with them."""
        from sqlalchemy import text

        values = [
            {"id": one.id, "first": one.first_name, "last": one.last_name, "email": one.email}
            for one in people
        ]
        with self._transaction() as connection:
            known = {row.id: tuple(row) for row in connection.execute(text(_STUDENTS))}
            new = [one for one in values if one["id"] not in known]
            changed = [one for one in values if known.get(one["id"], ()) != tuple(one.values())]
            if new:
                connection.execute(text(_ADD), new)
            if changed:
                connection.execute(text(_UPDATE), changed)

    def set_penalties(self, penalties: Mapping[str, float]) -> None:
        """Say what lateness takes, by `Mark.notebook`."""
        from sqlalchemy import text

        values = [{"id": notebook, "penalty": takes} for notebook, takes in penalties.items()]
        if values:
            with self._transaction() as connection:
                connection.execute(text(_PENALTY), values)

    def set_due(self, assignment: str, due: datetime | None) -> None:
        """Say until when an assignment is to be handed in, in UTC.

        Raises
        ------
        CannotRun
            If the gradebook does not know it.
        """
        from sqlalchemy import DateTime, bindparam, text

        query = text("update assignment set duedate = :due where name = :name").bindparams(
            bindparam("due", type_=DateTime())
        )
        with self._transaction() as connection:
            done = connection.execute(query, {"due": due, "name": assignment})
        if not done.rowcount:
            known = ", ".join(one.name for one in self.assignments())
            raise CannotRun(f"The gradebook has no assignment {assignment}; it has {known}.")


_STUDENTS = "select id, first_name, last_name, email from student"
_ADD = "insert into student (id) values (:id)"
_UPDATE = """
    update student set first_name = :first, last_name = :last, email = :email where id = :id
"""
_PENALTY = "update submitted_notebook set late_submission_penalty = :penalty where id = :id"


def _moment(value: Any) -> datetime | None:
    """Return a moment of the gradebook; SQLite keeps it as text."""
    if value is None or isinstance(value, datetime):
        return value
    return datetime.fromisoformat(str(value))


def late_by(handed_in: datetime | None, until: datetime | None) -> timedelta:
    """Return how late something was handed in."""
    if handed_in is None or until is None:
        return timedelta()
    return max(timedelta(), handed_in - until)
