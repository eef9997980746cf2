"""``pmlab cohort status``: for each on the roster and each assignment how it stands, and all that is odd."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from course_utils.grading.desk.book import Assignment, Book, Mark, late_by
from course_utils.grading.desk.found import Found, HandIn, look
from course_utils.grading.desk.roster import Person, Roster
from course_utils.grading.desk.settings import CannotRun, Settings
from course_utils.grading.inbound import HandIn as Waiting
from course_utils.grading.inbound import Inbound, look_into
from course_utils.grading.noted import FAILED as FAILED_NOTES
from course_utils.grading.noted import MENDED, REFUSED, noted

NOTHING, COLLECT, MISSING, FAILED = "nothing", "to collect", "no notebook", "failed"
GRADE, READ, GRADED, GONE = "to grade", "to mark", "graded", "hand-in gone"
NOT_TAKEN = "refused"


@dataclass(frozen=True)
class Row:
    """How one person stands in one assignment.

    Attributes
    ----------
    student, name, section, assignment : str
    state : str
        ``nothing`` handed in, ``to collect`` from the exchange, ``refused`` by collecting,
        ``no notebook`` in it, ``failed`` to be graded, ``to grade``, ``to mark`` by a person, ``graded``, or ``hand-in gone`` where
        only the gradebook knows of it.
    handed_in : datetime or None
        In UTC.
    late : timedelta
    score : float or None
        After lateness, with what is marked so far; None where nothing is graded.
    points : float
    company : str
        ``own``, ``course's``, or ``missing`` where a company of their own is not made yet.
    words : tuple of str
        Why, and what is odd, each a sentence.
    """

    student: str
    name: str
    section: str
    assignment: str
    state: str
    handed_in: datetime | None
    late: timedelta
    score: float | None
    points: float
    company: str
    words: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return {
            **dataclasses.asdict(self),
            "handed_in": self.handed_in and f"{self.handed_in.isoformat(' ', 'seconds')} UTC",
            "late": round(self.late.total_seconds()),
            "words": list(self.words),
        }


@dataclass
class Status:
    """How a cohort stands.

    Attributes
    ----------
    assignments : list of Assignment
    rows : list of Row
        Everybody on the roster and every assignment, also where there is nothing.
    others : list of str
        What belongs to nobody on the roster or to no assignment, each a sentence.
    waiting : dict of int
        How many wait in the exchange to be collected, by assignment.
    """

    assignments: list[Assignment]
    rows: list[Row] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    waiting: dict[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return {
            "assignments": [
                {"name": one.name, "points": one.points, "due": one.due and f"{one.due} UTC"}
                for one in self.assignments
            ],
            "rows": [row.to_json() for row in self.rows],
            "others": self.others,
            "waiting": self.waiting,
        }


def status(root: Path, settings: Settings, only: str = "") -> Status:
    """Return how a cohort stands.

    Parameters
    ----------
    root : Path
        The cohort's folder.
    settings : Settings
    only : str
        One assignment; all if empty.

    Raises
    ------
    CannotRun
        If the gradebook or the roster cannot be read, or knows no such assignment.
    """
    with Book(root, settings) as book:
        known, marks = book.assignments(), book.marks()
    taught = [path.name[3:] for path in sorted(root.glob("curriculum/[0-9][0-9]_*"))]
    known.sort(key=lambda one: taught.index(one.name) if one.name in taught else len(taught))
    names = [one.name for one in known]
    if only and only not in names:
        raise CannotRun(f"The gradebook has no assignment {only}; it has {', '.join(names)}.")
    wanted = [one for one in known if only in ("", one.name)]
    roster = Roster.read(root)
    found = look(root, names)
    # Whether a folder's owner has to be the student is for collecting to say: it may be told not to ask.
    inbound = look_into(
        settings.exchange_root() / settings.name / "inbound", names, _ids(roster), check_owner=False
    )
    queue = _queue(inbound)
    refused = {one.name: noted(root, one.name, REFUSED) for one in wanted}
    problems = {one.name: noted(root, one.name, FAILED_NOTES) for one in wanted}
    mended = {one.name: noted(root, one.name, MENDED) for one in wanted}
    answer = Status(wanted)
    owners = _with_company(root) if settings.per_student else set()
    for person in roster.active:
        company = "course's"
        if settings.per_student:
            company = "own" if person.id in owners else "missing"
        for one in wanted:
            key = person.id, one.name
            queued = queue.get(key)
            why = refused[one.name].get(queued.path.name, "") if queued else ""
            row = _row(person, one, found.hand_ins.get(key), marks.get(key), queued, why)
            row = dataclasses.replace(row, company=company)
            if words := mended[one.name].get(person.id):
                row = dataclasses.replace(row, words=(*row.words, f"The doctor: {words}"))
            answer.rows.append(_with_problem(row, problems[one.name].get(person.id, "")))
    answer.others = list(_others(wanted, roster, found, marks, queue, inbound, refused))
    for key, last in queue.items():
        there, name = found.hand_ins.get(key), last.assignment
        if (
            name in refused
            and last.path.name not in refused[name]
            and (there is None or _after(last.when, there.when))
        ):
            answer.waiting[name] = answer.waiting.get(name, 0) + 1
    return answer


def _ids(roster: Roster) -> list[str]:
    return [one.id for one in roster.active]


def _queue(inbound: Inbound) -> dict[tuple[str, str], Waiting]:
    """Return what each student last handed in to the exchange, by student and assignment."""
    return {
        (one.student, one.assignment): one
        for one in sorted(inbound.hand_ins, key=lambda one: one.when)
    }


def _row(
    person: Person,
    assignment: Assignment,
    hand_in: HandIn | None,
    mark: Mark | None,
    queued: Waiting | None,
    refused: str,
) -> Row:
    waits = queued.when if queued else None
    when = hand_in.when if hand_in else mark.handed_in if mark else waits
    words = list(hand_in.odd) if hand_in else []
    graded = mark is not None and mark.complete
    newer = bool(graded and mark and hand_in and _after(hand_in.when, mark.handed_in))
    if hand_in is None:
        state = GONE if mark else NOT_TAKEN if refused else COLLECT if queued else NOTHING
        if mark:
            words.append("It is in the gradebook, and not in submitted/ any more.")
    elif hand_in.missing:
        state = MISSING
    elif not graded or newer:
        state = GRADE
        if newer:
            words.append("Handed in again since it was graded.")
    else:
        state = READ if mark and mark.waiting else GRADED
    if hand_in is None or _after(waits, hand_in.when):
        if refused:
            words.append(f"Collecting refused what was handed in last: {refused}")
        elif hand_in:
            words.append(
                "A newer hand-in waits in the exchange: 'pmlab cohort collect --update' takes it."
            )
    return Row(
        person.id,
        person.name,
        person.section,
        assignment.name,
        state,
        when,
        late_by(when, person.until(assignment.name, assignment.due)),
        mark.final if mark and graded else None,
        assignment.points,
        "",
        tuple(words),
    )


def _after(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and one > other


def _with_problem(row: Row, problem: str) -> Row:
    """Add why grading failed, if that is how the last run ended."""
    if not problem or row.state not in (GRADE, MISSING):
        return row
    state = FAILED if row.state == GRADE else row.state
    return dataclasses.replace(row, state=state, words=(problem, *row.words))


def _with_company(root: Path) -> set[str]:
    return {path.parent.name for path in (root / "companies").glob("*/datapackage.json")}


def _others(
    wanted: Sequence[Assignment],
    roster: Roster,
    found: Found,
    marks: dict[tuple[str, str], Mark],
    queue: dict[tuple[str, str], Waiting],
    inbound: Inbound,
    refused: dict[str, dict[str, str]],
) -> Iterable[str]:
    """Yield what no row shows."""
    names = {one.name for one in wanted}
    keys = {key for key in (*found.hand_ins, *marks, *queue) if key[1] in names}
    active = {one.id for one in roster.active}
    for student, assignment in sorted(keys):
        if student in active:
            continue
        key = student, assignment
        where = (
            "submitted" if key in found.hand_ins else "gradebook" if key in marks else "exchange"
        )
        place = {
            "submitted": f"stands in submitted/{student}",
            "gradebook": "is only in the gradebook",
            "exchange": "waits in the exchange",
        }[where]
        who = "has withdrawn" if student in roster.people else "is not on the roster"
        graded = ", graded" if where == "submitted" and key in marks else ""
        yield f"{student} {who}: a hand-in of {assignment} {place}{graded}."
        if key in found.hand_ins:
            yield from (f"  {words}" for words in found.hand_ins[key].odd)
    yield from found.strays
    for one in wanted:
        # What is seen now comes before what collecting saw.
        seen = {**refused[one.name], **inbound.refused.get(one.name, {})}
        yield from (f"Not collected: {name!r}: {words}" for name, words in sorted(seen.items()))
    for name, words in sorted(inbound.strays.items()):
        yield f"In the exchange, and no hand-in: {name!r}: {words}"


# How it is shown


def shown(answer: Status) -> str:
    """Return the table that a person reads: a line for each person, and below what is odd."""
    lines = _long(answer) if len(answer.assignments) == 1 else _wide(answer)
    odd = [
        f"  {row.student}, {row.assignment}: {words}" for row in answer.rows for words in row.words
    ]
    if odd:
        lines += ["", "To look at:", *odd]
    if answer.others:
        lines += ["", "Besides:", *(f"  {words}" for words in answer.others)]
    return "\n".join([*lines, "", *_sums(answer)])


def _long(answer: Status) -> list[str]:
    rows = [[row.student, row.name, row.section, *_cells(row), row.company] for row in answer.rows]
    titles = ["id", "name", "section", "state", "marks", "handed in (UTC)", "late by", "company"]
    return table(titles, rows)


def _cells(row: Row) -> list[str]:
    when = row.handed_in.isoformat(" ", "minutes") if row.handed_in else ""
    return [row.state, marks_of(row), when, lateness(row.late)]


def _wide(answer: Status) -> list[str]:
    by_student: dict[str, list[Row]] = {}
    for row in answer.rows:
        by_student.setdefault(row.student, []).append(row)
    rows = [
        [rows[0].student, rows[0].name, rows[0].section, *map(_short, rows), rows[0].company]
        for rows in by_student.values()
    ]
    titles = ["id", "name", "section", *(one.name for one in answer.assignments), "company"]
    return table(titles, rows)


def _short(row: Row) -> str:
    words = marks_of(row) if row.state == GRADED else row.state
    return f"{words}, {lateness(row.late)} late" if row.late else words


def marks_of(row: Row) -> str:
    """Say what somebody has, of how much."""
    return "" if row.score is None else f"{row.score:g} of {row.points:g}"


def lateness(late: timedelta) -> str:
    """Say how late, in the largest unit that has at least two."""
    seconds = round(late.total_seconds())
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds // length} {unit}"
    return f"{seconds} s" if seconds else ""


def table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a table's lines, each column as wide as it needs."""
    kept = [
        place
        for place, title in enumerate(titles)
        if any(row[place] for row in rows) or title == "id"
    ]
    lines = [[titles[place] for place in kept], *([row[place] for place in kept] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]


def _sums(answer: Status) -> list[str]:
    people = len({row.student for row in answer.rows})
    lines = [f"{people} on the roster."]
    for one in answer.assignments:
        states = [row.state for row in answer.rows if row.assignment == one.name]
        words = ", ".join(
            f"{states.count(state)} {state}"
            for state in (GRADED, READ, GRADE, FAILED, MISSING, COLLECT, NOT_TAKEN, GONE, NOTHING)
            if state in states
        )
        due = f" (due {one.due.isoformat(' ', 'minutes')} UTC)" if one.due else ""
        lines.append(f"{one.name}{due}: {words or 'nobody'}.")
        if count := answer.waiting.get(one.name, 0):
            wait = "wait" if count > 1 else "waits"
            lines.append(
                f"  {count} {wait} in the exchange: 'pmlab cohort collect {one.name} --update' takes them."
            )
    return lines
