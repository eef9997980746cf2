"""The explorers of lesson 3 in a real JupyterLab: by pointer, by keyboard, in both themes."""

import re

import pytest
from desks import accessible, opened

pytestmark = pytest.mark.browser

LENS, STEPS = "Join microscope", "Clause by clause"


@pytest.fixture(scope="module")
def desk(browser, tmp_path_factory):
    with opened(browser, tmp_path_factory.mktemp("sql"), "sql") as desk:
        yield desk


@pytest.fixture(scope="module")
def lab(desk):
    page = desk.page(has_touch=True).start()
    yield page
    page.page.context.close()


def said(widget, part):
    """Wait for the sentence of the explorer that holds a text."""
    line = widget.locator(".pml-says", has_text=re.compile(part))
    line.wait_for()
    return line.inner_text()


def test_a_query_is_stepped_with_the_keyboard(lab):
    w = lab.widget(STEPS)
    w.scroll_into_view_if_needed()
    said(w, "Step 1 of 8")
    w.locator("input[data-key=step]").focus()
    lab.keys(*["ArrowRight"] * 3)
    assert "group by" in said(w, "Step 4 of 8")
    lab.keep(w, "sql-clauses")


def test_another_query_is_chosen_by_pointer(lab):
    w = lab.widget(STEPS)
    w.get_by_role("radio", name="left join").check()
    assert "from accounts" in said(w, "Step 1 of 5")
    slider = w.locator("input[data-key=step]")
    assert slider.input_value() == "1"
    slider.focus()
    lab.keys("ArrowRight")
    assert "left join" in said(w, "Step 2 of 5")


def test_rows_are_joined_one_by_one_with_the_keyboard(lab):
    w = lab.widget(LENS)
    w.scroll_into_view_if_needed()
    said(w, "^0 of")
    w.locator("input[data-key=rows]").focus()
    lab.keys("ArrowRight")
    said(w, "^1 of")
    lab.keys("End")
    assert "counted again" in said(w, "are missing")
    lab.keep(w, "sql-microscope")


def test_a_left_join_is_chosen_by_pointer(lab):
    w = lab.widget(LENS)
    w.get_by_role("radio", name="left join", exact=True).check()
    lab.until(lambda: "are missing" not in w.inner_text())
    w.get_by_role("radio", name="owners").check()
    lab.until(lambda: "control total holds" in w.inner_text())


def test_the_slider_is_dragged(lab):
    w = lab.widget(LENS)
    slider = w.locator("input[data-key=rows]")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    lab.page.mouse.move(box["x"] + box["width"] - 4, box["y"] + box["height"] / 2)
    lab.page.mouse.down()
    lab.page.mouse.move(box["x"] + 4, box["y"] + box["height"] / 2, steps=6)
    lab.page.mouse.up()
    said(w, "^0 of")


def fits(widget):
    """Ask that the first control, all pictures and what is said share a page of 700 pixels."""
    top = widget.locator(".pml-controls").bounding_box()["y"]
    says = widget.locator(".pml-says").bounding_box()
    assert says["y"] + says["height"] - top < 540


def test_on_a_small_screen_the_total_stands_beside_its_slider(lab):
    """At 900 x 700 the slider, what it says and the control total share a screen."""
    with lab.seen(900, 700):
        w = lab.widget(LENS)
        w.scroll_into_view_if_needed()
        slider = w.locator("input[data-key=rows]").bounding_box()
        total = w.locator(".pml-pictures .pml-plot").first.bounding_box()
        assert total["y"] > slider["y"]
        assert total["y"] + total["height"] - slider["y"] < 350
        w.get_by_role("radio", name="visits of 2026").check()
        w.locator("input[data-key=rows]").focus()
        lab.keys("End")
        said(w, "counted again")
        lab.keep(w, "sql-microscope-900")
        fits(w)
        steps = lab.widget(STEPS)
        steps.scroll_into_view_if_needed()
        steps.get_by_role("radio", name="busy areas").check()
        steps.locator("input[data-key=step]").focus()
        lab.keys("End")
        said(steps, "Step 8 of 8")
        fits(steps)
        steps.get_by_role("radio", name="latest row").check()
        said(steps, "Step 1 of 5")
        steps.locator("input[data-key=step]").focus()
        lab.keys("End")
        said(steps, "Step 5 of 5")
        assert steps.locator("input[data-key=step]").input_value() == "5"
        box = steps.bounding_box()
        for words in steps.locator(".pml-plot .pml-words").all():
            inside = words.bounding_box()
            assert inside["x"] + inside["width"] <= box["x"] + box["width"]
        lab.keep(steps, "sql-clauses-900")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("title", [LENS, STEPS])
def test_pictures_to_look_at_and_axe(lab, theme, title):
    lab.theme(theme)
    w = lab.widget(title)
    w.scroll_into_view_if_needed()
    if title == LENS:
        w.get_by_role("radio", name="visits of 2026").check()
        w.locator("input[data-key=rows]").focus()
        lab.keys("End")
    assert w.bounding_box()["height"] < 800
    lab.keep(w, f"sql-{'microscope' if title == LENS else 'clauses'}-{theme}")
    assert accessible(lab) > 12
    assert not lab.errors
