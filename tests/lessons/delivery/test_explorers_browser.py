"""The flow lab and the forecast cone in a real JupyterLab: by pointer, by keyboard, in both themes."""

import pytest
from desks import accessible, fixtures, said

pytestmark = pytest.mark.browser

LAB, CONE = "Flow lab", "Forecast cone"


desk, lab = fixtures("delivery")


def fits_a_small_screen(lab, widget, name):
    """What is set, what is drawn and what is said stand on one screen of 900 x 700."""
    with lab.seen(900, 700):
        widget.scroll_into_view_if_needed()
        first, last = (
            widget.locator(part).bounding_box() for part in (".pml-controls", ".pml-notes")
        )
        lab.keep(widget, name)
        assert last["y"] + last["height"] - first["y"] < 580


def test_weeks_are_played_by_the_button_and_by_keys(lab):
    w = lab.widget(LAB)
    w.scroll_into_view_if_needed()
    w.locator("input[data-key=limit]").focus()
    lab.keys(*["ArrowLeft"] * 7)
    button = w.get_by_role("button", name="Play a week")
    button.click()
    said(w, "After 1 week ")
    button.focus()
    lab.keys("Enter")
    said(w, "After 2 weeks")
    assert "100 %" in w.inner_text()
    fits_a_small_screen(lab, w, "delivery-lab-900")
    for week in range(3, 13):
        button.click()
        said(w, f"After {week} weeks")
    assert "same luck" in w.inner_text()
    fits_a_small_screen(lab, w, "delivery-lab-end-900")


def test_the_date_moves_right_with_confidence(lab):
    w = lab.widget(CONE)
    w.scroll_into_view_if_needed()
    before = said(w, "Promise 1 of 16")
    w.locator("[data-handle]").focus()
    lab.keys(*["ArrowUp"] * 30)
    lab.until(lambda: said(w, "Promise 1 of 16") != before)
    button = w.get_by_role("button", name="Promise it")
    button.click()
    said(w, "Promise 2 of 16")
    assert "Your last one" in w.inner_text()
    fits_a_small_screen(lab, w, "delivery-cone-900")
    for made in range(3, 17):
        button.click()
        said(w, f"Promise {made} of 16")
    button.click()
    said(w, "of 16 promises kept")
    assert "on average" in w.inner_text()
    fits_a_small_screen(lab, w, "delivery-cone-end-900")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_to_look_at_and_axe(lab, theme):
    lab.theme(theme)
    for title, name in ((LAB, "lab"), (CONE, "cone")):
        w = lab.widget(title)
        w.scroll_into_view_if_needed()
        assert w.bounding_box()["height"] < 620
        lab.keep(w, f"delivery-{name}-{theme}")
    assert accessible(lab) > 12
    assert not lab.errors
