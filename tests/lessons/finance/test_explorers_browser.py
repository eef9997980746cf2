"""The four curves, the price and the year in a real JupyterLab: by pointer, by keyboard, in both themes."""

import pytest
from desks import accessible, fixtures, said

pytestmark = pytest.mark.browser

CURVES, PRICE, YEAR = "Four curves", "The price you drag", "A year with a new price"


desk, lab = fixtures("finance")


def test_the_price_follows_the_keys(lab):
    for title in (CURVES, PRICE):
        w = lab.widget(title)
        w.scroll_into_view_if_needed()
        before = said(w, "At 12")
        w.locator("[data-handle]").focus()
        lab.keys(*["ArrowRight"] * 3)
        lab.until(lambda w=w, before=before: said(w, "At ") != before)


def test_months_are_played_by_the_button_and_by_keys(lab):
    w = lab.widget(YEAR)
    w.scroll_into_view_if_needed()
    w.locator("input[data-key=price]").focus()
    lab.keys(*["ArrowRight"] * 3)
    button = w.get_by_role("button", name="Play a month")
    button.click()
    said(w, "After 1 month ")
    button.focus()
    lab.keys("Enter")
    said(w, "After 2 months")
    for month in range(3, 13):
        button.click()
        said(w, f"After {month} months")
    assert "same luck" in w.inner_text()
    lab.keep(w, "finance-year")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_to_look_at_and_axe(lab, theme):
    lab.theme(theme)
    for title, name in ((CURVES, "curves"), (PRICE, "price"), (YEAR, "year-start")):
        w = lab.widget(title)
        w.scroll_into_view_if_needed()
        assert w.bounding_box()["height"] < 800
        lab.keep(w, f"finance-{name}-{theme}")
    assert accessible(lab) > 12
    assert not lab.errors
