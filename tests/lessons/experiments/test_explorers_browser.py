"""The simulations of lesson 9 in a real JupyterLab: by pointer, by keyboard, in both themes."""

import re

import pytest
from desks import accessible, fixtures, said, steal
from places import ROOT

from course_utils import data
from course_utils.lessons import experiments as explore
from course_utils.lessons.experiments import plan

pytestmark = pytest.mark.browser

TITLES = ("The peeking temptation", "SRM autopsy", "The plan, before the data")


desk, lab = fixtures("experiments")


def line(widget, part):
    """Wait for the line about the test that holds a text."""
    found = widget.locator("[data-part=line]", has_text=re.compile(part))
    found.wait_for()
    return found.inner_text()


def test_a_test_is_shipped_by_pointer_then_the_truth(desk, lab):
    w = lab.fresh("The peeking temptation")
    w.locator("[data-key=next]").click()
    assert "day 1 of 20" in line(w, "day 1 of 20")
    assert "nothing to find" not in w.inner_text()
    assert "truth" not in w.inner_text()
    for day in range(2, 8):
        w.locator("[data-key=next]").click()
        line(w, f"day {day} of 20")
    lab.keep(w, "experiments-peeking-running")
    w.locator("[data-key=ship]").click()
    w.locator(".pml-truth", has_text="both groups got the same digest").wait_for()
    lab.saved(w, "peeking", {"runs": [[7, True]], "day": 0})
    said = w.locator(".pml-truth").inner_text()
    assert re.search(r"2,000 tests of nothing, .* had seen a winner, .* in [\d.]+ % by day 7", said)
    w.get_by_role("radio", name="Pocock").check()
    w.locator(".pml-rule", has_text="Pocock").wait_for()
    w.get_by_role("radio", name="O'Brien and Fleming").check()
    w.locator(".pml-rule", has_text="O'Brien and Fleming").wait_for()
    w.get_by_role("radio", name="Always valid").check()
    w.locator(".pml-rule", has_text="Always valid").wait_for()
    w.get_by_role("radio", name="P(better) above 95 %").check()
    w.locator(".pml-rule", has_text="P(better) above 95 %").wait_for()
    lab.keep(w, "experiments-peeking-truth")


def effects():
    """What each of the eight tests has to find, on the public company."""
    source = data.open(ROOT / "datasets")
    names = ("assignments", "experiments", "users", "accounts")
    digest = explore.of(explore.joined(*(source.table(name) for name in names)), "digest_hour")
    same = digest.loc[digest["variant"] == "control", "converted"]
    return explore.PeekingTemptation("peeking", same, effect=0.067).data["effects"]


def test_the_button_is_green_when_the_board_is(lab):
    """The first test, watched to its end, is green on some days: when it is better, below 0.05."""
    w = lab.fresh("The peeking temptation")
    green = 0
    for day in range(1, 21):
        w.locator("[data-key=next]").click()
        said = line(w, f"day {day} of 20")
        is_green = w.locator(".pml-ship.pml-green").count() == 1
        assert is_green == ("winner" in said)
        x0, n0, x1, n1 = map(
            int, re.search(r"control (\d+) of (\d+), treatment (\d+) of (\d+)", said).groups()
        )
        p = re.search(r"p (?:below )?(0\.\d+)", said)
        if is_green:
            assert x1 / n1 > x0 / n0
            assert float(p[1]) < 0.051
        elif p and float(p[1]) < 0.049:
            assert "loser" in said
        green += is_green
    assert 0 < green < 20  # it turns green, and fades
    assert w.locator("[data-key=next]").is_disabled()
    w.locator("[data-key=stop]").click()
    for effect in effects()[1:]:
        w.locator("[data-key=another]").click()
        w.locator("[data-key=ship]").click()
        true = "the new digest brings" if effect else "both groups got the same digest"
        w.locator(".pml-truth", has_text=true).wait_for()
    w.locator(
        ".pml-truth",
        has_text=re.compile(
            r"nothing behind them: as soon as it is green \d+ %, one look at the end \d+ %"
        ),
    ).wait_for()
    lab.keep(w, "experiments-peeking-found")


def test_a_test_by_keyboard_alone(desk, lab):
    w = lab.fresh("The peeking temptation")
    w.locator("[data-key=next]").focus()
    for day in range(1, 4):
        lab.keys("Enter")
        line(w, f"day {day} of 20")
    w.locator("[data-key=stop]").focus()
    lab.keys("Enter")
    lab.saved(w, "peeking", {"runs": [[3, False]], "day": 0})
    w.locator("input[data-key='rule naive']").focus()
    lab.keys("ArrowRight")
    w.locator(".pml-rule", has_text="Pocock").wait_for()
    w.locator("[data-key=another]").focus()
    lab.keys("Enter")
    assert "Test 2" in line(w, "Test 2")


def test_an_autopsy_by_pointer_and_by_keyboard(lab):
    w = lab.widget("SRM autopsy")
    w.scroll_into_view_if_needed()
    w.get_by_role("radio", name="Case E").check()
    w.get_by_role("radio", name="By platform").check()
    assert "web" in said(w, "Off its plan here: web")
    w.get_by_role("radio", name="Case C").focus()
    lab.keys("Space")
    w.get_by_role("radio", name="Assigned, exposed").focus()
    lab.keys("Space")
    assert said(w, "Off its plan here: exposed")
    lab.keep(w, "experiments-autopsy")


def test_the_plan_is_lodged_before_the_data_open(desk, lab):
    w = lab.fresh("The plan, before the data")
    cell = lab.cell("explore.PreRegistration(")
    lab.run(cell)
    cell.locator(".jp-OutputArea-output", has_text="Sealed").wait_for()
    assert w.locator("[data-key=lodge]").is_disabled()
    chosen = {}
    for name, (_, options) in plan.FIELDS.items():
        chosen[name] = next(iter(options))
        w.locator(f"select[data-key={name}]").select_option(chosen[name])
        lab.saved(w, "board_plan", {"plan": chosen, "numbers": {}, "lodged": False})
    numbers = {}
    for name, number in (("mde", 6), ("people", 240), ("margin", 5)):
        assert w.locator("[data-key=lodge]").is_disabled()
        numbers[name] = number
        w.locator(f"input[data-key={name}]").fill(str(number))
        lab.keys("Tab")
        lab.saved(w, "board_plan", {"plan": chosen, "numbers": numbers, "lodged": False})
    w.locator("[data-key=lodge]").focus()
    lab.keys("Enter")
    w.locator("[data-part=bent] li").first.wait_for()  # the first options can all be bent
    w.locator("[data-part=bent] li", has_text="So few people find your effect less than").wait_for()
    lab.keep(w, "experiments-plan-bent")
    w.locator("[data-key=lodge]", has_text="all the same").focus()
    lab.keys("Enter")
    lab.saved(w, "board_plan", {"plan": chosen, "numbers": numbers, "lodged": True})
    assert w.locator("input[data-key=mde]").is_disabled()
    assert w.locator("select[data-key=errors]").is_disabled()
    lab.run(cell)
    cell.locator(".jp-OutputArea-output", has_text="people: the data are open").wait_for()
    lab.keep(w, "experiments-plan")


def test_notebook_7_by_keyboard(desk):
    page = desk.page().start("notebooks")
    test_a_test_by_keyboard_alone(desk, page)
    test_an_autopsy_by_pointer_and_by_keyboard(page)
    steal(page, TITLES)
    page.page.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_to_look_at_and_axe(lab, theme):
    lab.theme(theme)
    for title in TITLES:
        w = lab.widget(title)
        w.scroll_into_view_if_needed()
        lab.keep(w, f"experiments-{title.split()[1].strip(',').lower()}-{theme}")
    assert accessible(lab) > 30
    assert not lab.errors
