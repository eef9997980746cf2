"""The detective's desk in JupyterLab: accuse, pay, run out of points, give four verdicts at once."""

import pytest
from places import ROOT

from course_utils import data
from course_utils.exercises import load_key
from course_utils.lessons.metrics import COLUMNS

pytestmark = [pytest.mark.browser, pytest.mark.long]


def test_the_cases_of_the_assignment_from_the_accusation_to_the_right_board(lab):
    exercise = load_key(ROOT / "curriculum" / "07_metrics").exercises["who_moved"]
    source = data.open(ROOT / "datasets")
    right = exercise.answer(source).iloc[0]
    lab.open("exercises/metrics/metrics.ipynb")
    lab.run_to('check("who_moved", who_moved)')
    desk = lab.page.locator(".pml-explorer", has_text="Tasks completed for each login").first
    desk.scroll_into_view_if_needed()
    assert not desk.locator(".pml-says").count() or "points left" not in desk.inner_text()
    desk.get_by_role("radio", name="Effect: more or other behaviour").check()
    desk.get_by_role("button", name="Keep my guess").click()
    lab.until(lambda: "2 of 2 points left" in desk.inner_text())
    desk.get_by_label("Tracking (1)").click()
    lab.until(lambda: "1 of 2 points left" in desk.inner_text())
    assert "ask the next question" in desk.inner_text()
    desk.get_by_label("Robots (1)").click()
    lab.until(lambda: "0 of 2 points left, too few for another test" in desk.inner_text())
    assert "Decide: one part is more than half" in desk.inner_text()
    lab.keep_both(desk, "detective")
    # What is paid for, what comes of it and what the desk says stand on one small screen.
    lab.page.set_viewport_size({"width": 900, "height": 700})
    desk.scroll_into_view_if_needed()

    def height():
        first, last = (desk.locator(part).bounding_box() for part in (".pml-controls", ".pml-says"))
        return last["y"] + last["height"] - first["y"]

    lab.until(lambda: 0 < height() < 560)
    lab.keep_both(desk, "detective-900")

    board = lab.page.locator(".pml", has_text="Who moved it?").last
    reply = lab.cell('check("who_moved", who_moved)')

    def put(card, suspect):
        board.locator(f'[data-key="{card}"]').click()
        board.locator(f'[data-col="{suspect}"]').click()

    def say(words):
        lab.run(reply)
        lab.says(reply, words)

    first, *others = right.index
    put(first, right[first])
    say('missing "paid_accounts"')
    for card in others:
        put(card, right[card])
    wrong = next(name for name in COLUMNS if name != right[first])
    put(first, wrong)
    say("not right yet")  # how many hold is not told
    put(others[0], next(name for name in COLUMNS if name != right[others[0]]))
    say("not right yet")
    for card in (first, others[0]):
        put(card, right[card])
    say(f"Right. {exercise.points} points")
    lab.keep_both(board, "board")
    assert not lab.errors
