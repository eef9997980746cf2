"""The flow lab and the forecast cone in a real JupyterLab: by pointer, by keyboard, in both themes."""

import pytest
from desks import accessible, fixtures, said

pytestmark = pytest.mark.browser

LAB, CONE = "Flow lab", "Forecast cone"


desk, lab = fixtures("delivery")


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
    lab.keep(w, "delivery-lab-2")
    for week in range(3, 13):
        button.click()
        said(w, f"After {week} weeks")
    assert "same luck" in w.inner_text()
    lab.keep(w, "delivery-lab")


def test_the_date_moves_right_with_confidence(lab):
    w = lab.widget(CONE)
    w.scroll_into_view_if_needed()
    before = said(w, "Promise 1 of 16")
    w.locator("[data-handle]").focus()
    lab.keys(*["ArrowUp"] * 30)
    lab.until(lambda: said(w, "Promise 1 of 16") != before)
    w.get_by_role("button", name="Promise it").click()
    said(w, "Promise 2 of 16")
    assert "Your last one" in w.inner_text()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_to_look_at_and_axe(lab, theme):
    lab.theme(theme)
    for title, name in ((LAB, "lab"), (CONE, "cone")):
        w = lab.widget(title)
        w.scroll_into_view_if_needed()
        assert w.bounding_box()["height"] < 800
        lab.keep(w, f"delivery-{name}-{theme}")
    assert accessible(lab) > 12
    assert not lab.errors
