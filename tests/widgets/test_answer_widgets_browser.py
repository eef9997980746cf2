"""Answer widgets in a real JupyterLab and a real Notebook 7: by pointer, by touch, by keyboard."""

import pytest
from desks import accessible, fixtures, steal
from labs import SAVED

pytestmark = pytest.mark.browser


desk, lab = fixtures("widgets")


# What a hand does and what must be kept: by pointer and by keyboard alone.


def rank_by_pointer(lab, w):
    lab.drag(w.locator("[data-id=d]"), w.locator("[data-id=a]"), at=(0.5, 0.1))
    w.get_by_label("Move Search down").click()
    return ["d", "b", "a", "c"]


def rank_by_keyboard(lab, w):
    w.locator("[data-key=a]").focus()
    lab.keys("Space", "ArrowDown", "ArrowDown", "Space", "ArrowUp", "Space", "ArrowUp", "Enter")
    return ["c", "b", "a", "d"]


def board_by_pointer(lab, w):
    lab.drag(w.locator("[data-id=a]"), w.locator("[data-col=Must]"))
    lab.drag(w.locator("[data-id=c]"), w.locator("[data-col=Could]"))
    lab.drag(w.locator("[data-id=b]"), w.locator("[data-col=Must] [data-id=a]"), at=(0.5, 0.1))
    w.locator("[data-id=d]").click()
    w.locator("[data-col=Could]").click(position={"x": 20, "y": 8})
    return {"Must": ["b", "a"], "Should": [], "Could": ["c", "d"], "Won't": []}


def board_by_keyboard(lab, w):
    w.locator("[data-key=a]").focus()
    lab.keys("Space", "ArrowRight", "ArrowRight", "Space")
    w.locator("[data-key=b]").focus()
    lab.keys("1", "4", "2", "ArrowUp", "Space", "ArrowDown", "Enter")
    return {"Must": ["b"], "Should": ["d", "a"], "Could": [], "Won't": ["c"]}


def matrix_by_pointer(lab, w):
    plane = w.locator(".pml-plane")
    lab.drag(w.locator("[data-id=a]"), plane, at=(0.25, 0.25), hold=(0.02, 0.5))
    w.locator("[data-id=b]").click()
    plane.click(position={"x": plane.bounding_box()["width"] * 0.75, "y": 30})
    return {"a": (25, 75, 4), "b": (75, 91.9, 3)}


def matrix_by_keyboard(lab, w):
    w.locator("[data-key=a]").focus()
    lab.keys("Space", "ArrowLeft", "Shift+ArrowUp", "PageDown", "Space", "PageDown", "Enter")
    lab.keys("Delete", "Shift+ArrowDown")
    return {"a": (48, 60, 0), "b": (50, 50, 0)}


def choice_by_pointer(lab, w):
    w.get_by_text("Robots").click()
    w.get_by_text("The mix").click()
    slider = w.locator("[type=range]")
    slider.click(position={"x": slider.bounding_box()["width"] / 2, "y": 10})
    return {"chosen": ["mix"], "confidence": (0.67, 0.03)}


def choice_by_keyboard(lab, w):
    w.locator("[type=radio]").first.focus()
    lab.keys("Space", "ArrowDown", "Tab", "ArrowRight", "ArrowRight", "End", "ArrowLeft")
    return {"chosen": ["bots"], "confidence": (0.99, 0)}


def several_by_pointer(lab, w):
    for text in ("Churn", "Sign-ups", "Churn", "Support tickets"):
        w.get_by_text(text).click()
    return {"chosen": ["Support tickets", "Sign-ups"], "confidence": None}


def several_by_keyboard(lab, w):
    w.locator("[type=checkbox]").first.focus()
    lab.keys("Space", "Tab", "Tab", "Space")
    return {"chosen": ["Churn", "Sign-ups"], "confidence": None}


def share_by_pointer(lab, w):
    slider = w.get_by_role("slider", name="Search", exact=True)
    slider.click(position={"x": slider.bounding_box()["width"] / 2, "y": 12})
    return {"a": 50, "b": 0, "c": 0, "d": 0}


def share_by_keyboard(lab, w):
    w.get_by_role("slider", name="Search", exact=True).focus()
    lab.keys(*["ArrowRight"] * 4, "Tab", "Tab", "ArrowRight", "Tab")
    lab.page.keyboard.type("95")
    lab.keys("Tab")
    # No more than the total can be given away.
    return {"a": 20, "b": 80, "c": 0, "d": 0}


def plan_by_pointer(lab, w):
    lab.drag(w.locator("[data-key=a]"), w.locator("[data-row=a] [data-place='0']"))
    w.locator("[data-row=b] [data-place='2']").click()
    return {"a": 0, "b": 2}


def plan_by_keyboard(lab, w):
    w.locator("[data-key=a]").focus()
    lab.keys("ArrowRight", "ArrowDown", "End", "ArrowLeft", "ArrowDown", "ArrowRight", "Delete")
    return {"a": 0, "b": 1}


def tree_by_pointer(lab, w):
    lab.drag(w.locator("[data-id=a]"), w.locator("[data-id=root]"))
    lab.drag(w.locator("[data-id=b]"), w.locator("[data-id=a]"))
    w.locator("[data-id=c]").click()
    w.locator("[data-id=root]").click()
    return {"a": "root", "b": "a", "c": "root"}


def tree_by_keyboard(lab, w):
    w.locator("[data-key=a]").focus()
    lab.keys("Space", "ArrowDown", "Space")
    w.locator("[data-key=b]").focus()
    lab.keys("Space", "ArrowDown", "ArrowDown", "Enter")
    w.locator("[data-key=c]").focus()
    lab.keys("Space", "ArrowDown", "Space", "Delete")
    return {"a": "root", "b": "a"}


def range_by_pointer(lab, w):
    track = w.locator(".pml-track")
    lab.drag(w.get_by_role("slider", name="Lower end"), track, at=(0.2, 0.5))
    lab.drag(w.locator(".pml-fill"), track, at=(0.55, 0.5))
    w.get_by_role("radio", name="80 % sure").check()
    return {"low": (0.3, 0.01), "high": (0.8, 0.01), "confidence": 0.8}


def range_by_keyboard(lab, w):
    w.get_by_role("slider", name="Lower end").focus()
    lab.keys("ArrowRight", "Shift+ArrowLeft", "Tab", "End", "ArrowDown", "Tab", "Tab", "Tab")
    lab.keys("Space", "ArrowRight")
    return {"low": 0.21, "high": 0.99, "confidence": 0.8}


def mark_by_pointer(lab, w):
    w.locator("[data-unit='1']").click()
    w.get_by_role("button", name="Constraint").click()
    lab.drag(w.locator("[data-unit='2']"), w.locator("[data-unit='3']"))
    w.locator("[data-unit='3']").click()
    return {"1": "pain", "2": "block"}


def mark_by_keyboard(lab, w):
    w.locator("[data-unit='0']").focus()
    lab.keys("ArrowRight", "Shift+ArrowRight", "1", "ArrowLeft", "2", "ArrowRight", "ArrowRight")
    lab.keys("Space", "Delete")
    return {"1": "block", "2": "pain"}


HANDS = {
    "rank": ("Rank the backlog", rank_by_pointer, rank_by_keyboard),
    "board": ("What must be in the first release?", board_by_pointer, board_by_keyboard),
    "matrix": ("Value against effort", matrix_by_pointer, matrix_by_keyboard),
    "choice": ("Why did activation fall?", choice_by_pointer, choice_by_keyboard),
    "several": ("Which of these are guardrails?", several_by_pointer, several_by_keyboard),
    "share": ("Where do the next 100 points go?", share_by_pointer, share_by_keyboard),
    "plan": ("Plan the year", plan_by_pointer, plan_by_keyboard),
    "tree": ("Build the KPI tree", tree_by_pointer, tree_by_keyboard),
    "range": ("What share will activate?", range_by_pointer, range_by_keyboard),
    "mark": ("Mark what counts as evidence", mark_by_pointer, mark_by_keyboard),
}


def rank_by_touch(page, w):
    page.swipe(w.locator("[data-id=d] .pml-grip"), w.locator("[data-id=a]"), at=(0.1, 0.1))
    return ["d", "a", "b", "c"]


def board_by_touch(page, w):
    # A tap lifts and a tap drops; a finger drags.
    w.locator("[data-id=a]").tap()
    w.locator("[data-col=Should] .pml-colhead").tap()
    page.swipe(w.locator("[data-id=b] .pml-main"), w.locator("[data-col=Must]"))
    return {"Must": ["b"], "Should": ["a"], "Could": [], "Won't": []}


def choice_by_touch(page, w):
    w.get_by_text("Robots").tap()
    slider = w.locator("[type=range]")
    slider.tap(position={"x": slider.bounding_box()["width"] / 2, "y": 10})
    return {"chosen": ["bots"], "confidence": (0.67, 0.03)}


def range_by_touch(page, w):
    page.swipe(w.get_by_role("slider", name="Lower end"), w.locator(".pml-track"), at=(0.2, 0.5))
    w.get_by_role("radio", name="80 % sure").tap()
    return {"low": (0.2, 0.01), "high": (0.7, 0.01), "confidence": 0.8}


def mark_by_touch(page, w):
    w.locator("[data-unit='1']").tap()
    w.get_by_role("button", name="Constraint").tap()
    w.locator("[data-unit='3']").tap()
    w.locator("[data-unit='2']").tap()
    w.locator("[data-unit='2']").tap()
    return {"1": "pain", "3": "block"}


TOUCHES = {
    "rank": rank_by_touch,
    "board": board_by_touch,
    "choice": choice_by_touch,
    "range": range_by_touch,
    "mark": mark_by_touch,
}


TITLES = [title for title, *_ in HANDS.values()]


def near(value):
    """Let an expected (number, margin) stand for what is near it; (x, y, margin) for a place."""
    if isinstance(value, tuple):
        *numbers, margin = value
        close = [pytest.approx(number, abs=margin + 1e-9) for number in numbers]
        return close if len(close) > 1 else close[0]
    if isinstance(value, dict):
        return {name: near(item) for name, item in value.items()}
    return value


@pytest.mark.parametrize("exercise", HANDS)
@pytest.mark.parametrize("hand", ["pointer", "keyboard"])
def test_every_widget_by(lab, exercise, hand):
    title, *hands = HANDS[exercise]
    widget = lab.fresh(title)
    value = hands[hand == "keyboard"](lab, widget)
    lab.saved(widget, exercise, near(value))
    if hand == "keyboard":
        # What had the focus has it still, or the keyboard would be lost.
        assert widget.evaluate("node => node.contains(document.activeElement)")
    assert lab.page.locator(".jp-Notebook .jp-Cell").count() == lab.desk.cells
    assert not lab.errors


def test_undo_and_start_again(lab):
    widget = lab.fresh("Rank the backlog")
    widget.get_by_label("Move Search down").click()
    widget.get_by_label("Move Search down").click()
    lab.saved(widget, "rank", ["b", "c", "a", "d"])
    widget.get_by_role("button", name="Undo").click()
    lab.saved(widget, "rank", ["b", "a", "c", "d"])
    widget.get_by_role("button", name="Start again").click()
    lab.saved(widget, "rank", None)
    widget.get_by_role("button", name="Undo").click()
    lab.saved(widget, "rank", ["b", "a", "c", "d"])


def test_a_drag_can_be_called_off(lab):
    widget = lab.fresh("Rank the backlog")
    box = widget.locator("[data-id=d]").bounding_box()
    lab.page.mouse.move(box["x"] + 100, box["y"] + 10)
    lab.page.mouse.down()
    lab.page.mouse.move(box["x"] + 100, box["y"] - 90, steps=4)
    lab.keys("Escape")
    lab.page.mouse.up()
    assert widget.locator(".pml-main").all_inner_texts()[-1] == "Dark mode"
    assert widget.locator(".pml-dragged").count() == 0
    assert lab.desk.kept("rank") is None or widget.locator(".pml-sum").inner_text() != ""


def test_no_key_is_stolen_in_jupyterlab(lab):
    steal(lab, TITLES)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible_in(lab, theme):
    lab.theme(theme)
    lab.widget("Rank the backlog").locator("[data-key=b]").focus()
    lab.keys("Space")
    assert accessible(lab) > 80
    lab.keys("Escape")
    for name, (title, *_) in HANDS.items():
        widget = lab.widget(title)
        widget.scroll_into_view_if_needed()
        lab.keep(widget, f"widget-{name}-{theme}")


def test_answers_survive_restart_and_reload(lab):
    lab.theme("light")
    widget = lab.fresh("Rank the backlog")
    widget.get_by_label("Move Search down").click()
    lab.saved(widget, "rank", ["b", "a", "c", "d"])
    answers = {name: lab.desk.kept(name) for name in HANDS}
    lab.restart()
    lab.show()
    assert widget.locator(".pml-status").inner_text() == "Your earlier answer is back"
    assert widget.locator(".pml-main").first.inner_text() == "Sign-on"
    lab.open(lab.path)
    lab.restart()
    lab.show()
    assert widget.locator(".pml-main").first.inner_text() == "Sign-on"
    assert answers == {name: lab.desk.kept(name) for name in HANDS}


def test_trouble_is_in_words_and_trying_again_helps(lab):
    folder = lab.desk.folder / "answers"
    folder.rename(lab.desk.folder / "elsewhere")
    folder.write_text("in the way", encoding="utf-8")
    widget = lab.widget("Which of these are guardrails?")
    try:
        before = widget.locator(":checked").count()
        widget.get_by_text("Page views").click()
        widget.get_by_text("NOT SAVED:").wait_for()
        # What was built stays on the screen.
        assert widget.locator(":checked").count() != before
        lab.keep(widget, "widget-not-saved")
    finally:
        folder.unlink()
        (lab.desk.folder / "elsewhere").rename(folder)
    widget.get_by_role("button", name="Try again").click()
    widget.get_by_text(SAVED).wait_for()
    assert "Page views" in lab.desk.kept("several")["chosen"]


def test_by_touch_when_small(lab):
    """Fingers tap and drag; nothing is cut off at 200 %."""
    with lab.seen(640, 900, forced_colors="active") as page:
        wide = page.evaluate(
            """() => [...document.querySelectorAll('.pml')].map(node => node.scrollWidth - node.clientWidth)"""
        )
        assert max(wide) <= 1
        for exercise, hand in TOUCHES.items():
            widget = lab.fresh(HANDS[exercise][0])
            lab.saved(widget, exercise, near(hand(lab, widget)))
    with lab.seen(640, 2000, forced_colors="active"):  # so high that no picture is cut
        for name in ("board", "matrix", "plan", "tree"):
            lab.keep(lab.widget(HANDS[name][0]), f"widget-{name}-small-forced-colours")


def test_notebook_7(desk):
    page = desk.page().start("notebooks")
    for exercise in ("board", "choice", "range"):
        title, _, hand = HANDS[exercise]
        widget = page.fresh(title)
        page.saved(widget, exercise, near(hand(page, widget)))
    steal(page, TITLES)
    page.picture("widgets-notebook-7")
    page.page.context.close()


def test_what_loads_too_late_for_anywidget_is_heard(desk):
    """It waits two seconds; here none, as if the machine were very slow."""
    page = desk.page()
    page.page.add_init_script(
        """AbortSignal.timeout = () => {
          const waiting = new AbortController();
          queueMicrotask(() => waiting.abort());
          return waiting.signal;
        }"""
    )
    page.start()
    title, hand, _ = HANDS["choice"]
    widget = page.fresh(title)
    page.saved(widget, "choice", near(hand(page, widget)))
    assert not page.errors
    page.page.context.close()


def test_a_dead_kernel_is_said(lab):
    lab.page.evaluate(
        "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.shutdown()"
    )
    widget = lab.widget("Which of these are guardrails?")
    widget.get_by_text("Sign-ups").click()
    widget.get_by_text("NOT SAVED YET").wait_for()
