"""The detective's desk in JupyterLab: accuse, pay, run out of points, choose, read what to do next."""

import pytest
from places import ROOT

from course_utils.exercises import load_key

pytestmark = [pytest.mark.browser, pytest.mark.long]


def test_a_case_of_the_assignment_from_the_accusation_to_the_right_choice(lab):
    exercise = load_key(ROOT / "curriculum" / "07_metrics").exercises["moved_tasks"]
    slips = {mistake.function(): mistake.message for mistake in exercise.mistakes}
    lab.open("exercises/metrics/metrics.ipynb")
    lab.run_to('check("moved_tasks", moved_tasks)')
    desk = lab.page.locator(".pml-explorer", has_text="Tasks completed for each login").first
    desk.scroll_into_view_if_needed()
    assert not desk.locator(".pml-says").count() or "points left" not in desk.inner_text()
    desk.get_by_role("radio", name="Effect: more or other behaviour").check()
    desk.get_by_role("button", name="Keep my guess").click()
    lab.until(lambda: "2 of 2 points left" in desk.inner_text())
    desk.get_by_label("Test tracking (1)").click()
    lab.until(lambda: "1 of 2 points left" in desk.inner_text())
    assert "ask the next question" in desk.inner_text()
    desk.get_by_label("Test robots (1)").click()
    lab.until(lambda: "0 of 2 points left, too few for another test" in desk.inner_text())
    assert "Choose in the box below" in desk.inner_text()
    lab.keep_both(desk, "detective")

    box = lab.page.locator(".pml", has_text="who moved it?").first
    reply = lab.cell('check("moved_tasks", moved_tasks)')
    for suspect, message in slips.items():
        box.locator(f'[data-key="{suspect}"]').check()
        lab.run(reply)
        lab.says(reply, message[:40])
    box.locator('[data-key="robots"]').check()
    lab.run(reply)
    lab.says(reply, f"Right. {exercise.points} points")
    assert not lab.errors
