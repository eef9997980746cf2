"""The leaky bucket in a real JupyterLab: by pointer, by keyboard, in both themes."""

import pytest
from desks import accessible, fixtures, said

pytestmark = pytest.mark.browser

TITLE = "Leaky bucket with memory"


desk, lab = fixtures("retention")


def test_months_go_by_with_the_keyboard(lab):
    w = lab.widget(TITLE)
    w.scroll_into_view_if_needed()
    assert "After 0 months 200 of 200" in said(w, "After")
    w.locator("input[data-key=month]").focus()
    lab.keys(*["ArrowRight"] * 6)
    assert "no bead has changed" in said(w, "After 6 months")
    lab.keep(w, "retention-bucket")


def test_the_window_is_dragged_by_its_grip(lab):
    w = lab.widget(TITLE)
    before = w.inner_text()
    grip = w.locator("[data-handle]")
    box = grip.bounding_box()
    lab.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    lab.page.mouse.down()
    lab.page.mouse.move(box["x"] - 60, box["y"] + box["height"] / 2, steps=6)
    lab.page.mouse.up()
    lab.until(lambda: w.inner_text() != before)
    dragged = w.inner_text()
    w.locator("[data-handle]").focus()
    lab.keys(*["ArrowLeft"] * 2)
    lab.until(lambda: w.inner_text() != dragged)


def test_the_unseen_counted_as_lost(lab):
    w = lab.widget(TITLE)
    w.get_by_label("Count the unseen as lost").check()
    lab.until(lambda: "counted as lost" in w.inner_text())


def test_alike_people_leave_no_ghost(lab):
    w = lab.widget(TITLE)
    w.locator("input[data-key=triers]").focus()
    lab.keys("Home")
    lab.until(lambda: "Stayers were 100%" in w.inner_text())


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_to_look_at_and_axe(lab, theme):
    lab.theme(theme)
    w = lab.widget(TITLE)
    w.scroll_into_view_if_needed()
    assert w.bounding_box()["height"] < 800
    lab.keep(w, f"retention-bucket-{theme}")
    assert accessible(lab) > 12
    assert not lab.errors
