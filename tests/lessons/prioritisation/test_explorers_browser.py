"""The explorers of lesson 10 in a real JupyterLab: by pointer, by keyboard, in both themes."""

import pytest
from desks import accessible, fixtures, said, steal

from course_utils import data
from course_utils.lessons import prioritisation as explore
from course_utils.lessons.prioritisation import schedule

pytestmark = pytest.mark.browser

TITLES = (
    "Five rulers, one backlog",
    "Where do the lines stand?",
    "Delay-cost Tetris",
    "Write the no",
)


desk, lab = fixtures("prioritisation")


@pytest.fixture(scope="module")
def jobs():
    made = explore.sequence_jobs(explore.cards(data.load("backlog")), data.load("dependencies"))
    return made.set_axis(made.index.map(str))


def test_doubt_by_pointer_and_by_keyboard(lab):
    w = lab.widget("Five rulers, one backlog")
    w.scroll_into_view_if_needed()
    w.get_by_role("radio", name="How sure is RICE?").check()
    before = said(w, "with probability")
    grip = w.locator("[data-handle]")
    box = grip.bounding_box()
    lab.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    lab.page.mouse.down()
    lab.page.mouse.move(box["x"] + 60, box["y"] + box["height"] / 2, steps=6)
    lab.page.mouse.up()
    lab.until(lambda: said(w, "with probability") != before)
    dragged = said(w, "with probability")
    lab.keep(w, "prioritisation-doubt")
    w.locator("[data-handle]").focus()
    lab.keys(*["ArrowRight"] * 4)
    lab.until(lambda: said(w, "with probability") != dragged)


def test_the_boss_wins_when_the_weights_bend(lab):
    w = lab.widget("Five rulers, one backlog")
    w.get_by_role("radio", name="Five rulers").check()
    w.locator("input[data-key=bend]").focus()
    lab.keys("End")
    assert "idea is first" in said(w, "idea is first")


def test_lines_move_by_their_grips(lab):
    w = lab.widget("Where do the lines stand?")
    w.scroll_into_view_if_needed()
    assert "0 of" in said(w, "another name")
    w.locator("[data-handle]").first.focus()
    lab.keys(*["PageUp"] * 4)
    lab.until(lambda: not said(w, "another name").startswith("0 of"))


def moved(jobs, name):
    """Return the order in which a job stands before all others that may move."""
    rest = [other for other in jobs.index if other != name]
    return explore.law_first(jobs, [name, *rest])


def test_an_order_by_pointer_then_committed(desk, lab, jobs):
    w = lab.fresh("Delay-cost Tetris")
    first, second = jobs.index[~jobs["law"]][:2]
    lab.drag(w.locator(f"[data-id='{second}']"), w.locator(f"[data-id='{first}']"), at=(0.5, 0.1))
    order = moved(jobs, second)
    lab.saved(w, "first_queue", {"order": order, "committed": False})
    weeks = explore.possible_weeks(jobs)
    cost = explore.expected_cost(jobs, order, weeks)
    assert f"On average this order costs {cost:,.0f} USD" in w.locator(".pml-score").inner_text()
    assert "least" not in w.inner_text()
    w.get_by_role("button", name="Commit to this order").click()
    best = schedule.cheapest(jobs, weeks)[1]
    w.locator(".pml-verdict", has_text=f"{best:,.0f} USD").wait_for()
    lab.saved(w, "first_queue", {"order": order, "committed": True})


def test_the_best_order_by_keyboard_alone(desk, lab, jobs):
    w = lab.fresh("Delay-cost Tetris")
    order, best = schedule.cheapest(jobs, explore.possible_weeks(jobs))
    now = explore.law_first(jobs, list(jobs.index))
    for place, name in enumerate(order):
        steps = now.index(name) - place
        if steps:
            w.locator(f"[data-key='{name}']").focus()
            lab.keys("Space", *["ArrowUp"] * steps, "Space")
            now.insert(place, now.pop(now.index(name)))
    w.locator("[data-key=commit]").focus()
    lab.keys("Enter")
    w.locator(".pml-verdict", has_text="No order costs less than yours by more").wait_for()
    assert f"{best:,.0f} USD" in w.locator(".pml-score").inner_text()


def test_a_no_is_judged_line_by_line_while_it_is_written(lab):
    w = lab.fresh("Write the no")
    box = w.locator("[data-key=draft]")
    box.fill("Great idea! We will certainly look into it.")
    w.locator(".pml-open", has_text="That will be heard as a yes").wait_for()
    text = (
        "Not this quarter. Of 300 answers 54 % want the opposite. A yes pushes out the guest fix. If staff "
        "of both customers ask for it, I count again."
    )
    box.fill(text)
    w.get_by_text("Every line is met").first.wait_for()
    lab.saved(w, "say_no", {"text": text})


def test_by_touch(lab, jobs):
    w = lab.fresh("Delay-cost Tetris")
    first, second = jobs.index[~jobs["law"]][:2]
    lab.swipe(
        w.locator(f"[data-id='{second}'] .pml-grip"),
        w.locator(f"[data-id='{first}']"),
        at=(0.1, 0.1),
    )
    lab.saved(w, "first_queue", {"order": moved(jobs, second), "committed": False})
    w = lab.widget("Five rulers, one backlog")
    w.get_by_role("radio", name="How sure is RICE?").tap()
    before = said(w, "with probability")
    grip = w.locator("[data-handle]")
    lab.swipe(grip, grip, at=(2.5, 0.5))
    lab.until(lambda: said(w, "with probability") != before)


def test_notebook_7_by_keyboard(desk, jobs):
    page = desk.page().start("notebooks")
    w = page.widget("Five rulers, one backlog")
    w.get_by_role("radio", name="How sure is RICE?").focus()
    page.keys("Space")
    before = said(w, "with probability")
    w.locator("[data-handle]").focus()
    page.keys(*["ArrowRight"] * 4)
    w.locator(".pml-says", has_not_text=before).wait_for()
    test_lines_move_by_their_grips(page)
    test_the_best_order_by_keyboard_alone(desk, page, jobs)
    steal(page, TITLES)
    page.page.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_to_look_at_and_axe(lab, theme):
    lab.theme(theme)
    for title in TITLES:
        w = lab.widget(title)
        w.scroll_into_view_if_needed()
        lab.keep(w, f"prioritisation-{title.split()[0].strip(',').lower()}-{theme}")
    assert accessible(lab) > 30
    assert not lab.errors
