"""What is said of a criterion and of a no that a learner writes."""

from __future__ import annotations

import companies
import noes
import pytest

from course_utils.exercises.store import Answers
from course_utils.lessons import prioritisation as explore
from course_utils.lessons.prioritisation.drafts import DRAFTS, judge, lines

GOOD = {
    "criterion": "Given a task that a member deleted today\nWhen the member chooses Undo\n"
    "Then the task stands in its list again\nAnd its comments stand below it",
    "no": "Not this quarter. Of 300 answers 54 % want the opposite. A yes pushes out the guest fix. If "
    "staff of both customers ask for it, I count again.",
}


@pytest.mark.parametrize(
    ("kind", "text", "missed"),
    [
        ("criterion", GOOD["criterion"], set()),
        ("criterion", "undo works", {"given", "when", "then", "case"}),
        (
            "criterion",
            "When the member finishes a task\nAnd the approver clicks approve\nThen it works correctly",
            {"given", "one", "seen", "case"},
        ),
        (
            "criterion",
            "Then a deleted task is back in the list with its comments\nGiven a deleted task\n"
            "When the owner presses undo",
            {"then"},
        ),
        ("criterion", "Given a deleted task\nWhen undo\nThen restored", {"seen", "case"}),
        *(
            (
                "criterion",
                "Given a task that a member deleted today\nWhen the member chooses Undo\n" + then,
                {"seen"},
            )
            for then in (
                "Then the task has been undone as it should be by the system",
                "Then the task has been undone by the system",
                "Then undoing the task works as expected",
                "Then the deleted task is restored properly to its list",
                "Then everything is as the member wanted",
                "Then there is no row in the database",
                "Then the row stands in the table again",
                "Then the log shows that the task is back",
            )
        ),
        (
            "criterion",
            "Given a member who deleted a task an hour ago\nWhen they press Undo\n"
            "Then the task is back on its board with its due date",
            set(),
        ),
        ("no", GOOD["no"], set()),
        (
            "no",
            "I will not put the ranking into the autumn release: 52 of 119 people want the opposite. It "
            "would take two weeks from the guest fix. I would come back to it if the staff ask.",
            set(),
        ),
        (
            "no",
            "I decided against it for this quarter. 44 % of the answers want the opposite, and it would "
            "push out the guest fix. I change my mind if legal finds a lawful basis.",
            set(),
        ),
        ("no", "No.", {"decided", "evidence", "price", "turn"}),
        (
            "no",
            "Great idea! We will certainly look into the ranking later this year, once there is time for "
            "it and the squads can breathe again.",
            {"decided", "evidence", "price", "firm"},
        ),
        (
            "no",
            "RICE gives the ranking one of the lowest scores, and what stands so far down is not possible "
            "in a quarter like this one.",
            {"evidence", "price", "turn", "own"},
        ),
        (
            "no",
            "Engineering says that a ranking cannot be done before winter. I would have liked it myself.",
            {"decided", "evidence", "price", "turn", "own"},
        ),
        (
            "no",
            "Yes, we can have the ranking in autumn if all else is kept as well and no customer asks for "
            "more.",
            {"decided", "evidence", "price", "turn", "firm"},
        ),
    ],
)
def test_a_draft_is_judged_line_by_line(kind, text, missed):
    assert {name for name, met in judge(kind, text).items() if not met} == missed


@pytest.mark.parametrize("kind", DRAFTS.asked)
@pytest.mark.parametrize("text", ["", "  \n ", "🙂", "x" * 10_000, "import os", "Как дела?"])
def test_a_draft_of_any_kind_is_read(kind, text, tmp_path):
    assert not all(judge(kind, text).values())
    widget = explore.Draft("mine", kind, "A task.", answers=Answers(tmp_path))
    widget.value = {"text": text}
    assert widget.answer is None if not text.strip() else widget.answer != set(lines(kind))


@pytest.mark.parametrize("kind", DRAFTS.asked)
def test_a_good_draft_is_right(kind, tmp_path):
    widget = explore.Draft("mine", kind, "A task.", answers=Answers(tmp_path))
    widget.value = {"text": GOOD[kind]}
    assert widget.answer == set(lines(kind))


@pytest.mark.parametrize("seed", [1, 3, 8, 9])
def test_the_model_no_meets_each_line_on_every_company(seed):
    table = companies.company(seed).table
    cards = explore.mended(
        explore.cards(table("backlog")), explore.track_record(table("work_items"))
    )
    asked = explore.answers(*map(table, ("kano", "users", "accounts")))
    felt = explore.feelings(asked).loc["activity_ranking"]
    needs = explore.needs(cards, table("dependencies"))
    said = explore.model_no(cards, needs, explore.the_plan(cards, needs), felt)
    assert all(judge("no", said).values())
    assert len(said) <= 600


@pytest.mark.parametrize("text", noes.REAL)
def test_a_no_as_people_say_it_meets_each_line(text):
    assert {name for name, met in judge("no", text).items() if not met} == set()


@pytest.mark.parametrize("text", noes.NONE)
def test_what_is_no_no_misses_a_line(text):
    assert not all(judge("no", text).values())
