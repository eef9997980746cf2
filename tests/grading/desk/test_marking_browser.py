"""The marking page in a browser: by keys alone, at once, and for everybody."""

from __future__ import annotations

import pytest
from served_marking import Served
from synthetic_class import fill

from course_utils.grading.desk import marks

pytestmark = pytest.mark.browser
CLASS = [f"s{number}" for number in range(12)]
# The time from a key to the next answer on the page, as the browser sees it.
TIMED = """() => {
  window.took = [];
  let begun = 0;
  addEventListener('keydown', (event) => { if (event.key === 'Enter') begun = performance.now(); }, true);
  new MutationObserver(() => requestAnimationFrame(() => took.push(performance.now() - begun)))
    .observe(document.getElementById('reading'), { attributes: true, attributeFilter: ['data-number'] });
}"""


@pytest.fixture
def served(desk):
    attack = (
        "<script>window.gained = 1</script><img src=x onerror='window.gained = 1'>\n\nWords {}."
    )
    fill(desk, CLASS, text=attack.format)
    made = Served(desk)
    yield made
    made.close()


def test_a_class_is_marked_by_keys_alone(browser, served):
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    problems = []
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    page.goto(served.address)
    page.get_by_text("Answer 1 of 12").wait_for()
    page.evaluate(TIMED)
    page.keyboard.press("c")
    page.keyboard.type("Say what would change it.")
    page.keyboard.press("Escape")
    for number in range(12):
        page.get_by_text(f"Answer {number + 1} of 12").wait_for()
        page.wait_for_timeout(100)  # somebody reads
        page.keyboard.press("4")
        page.keyboard.press(str(number % 5))
        if number == 1:
            page.keyboard.press("Alt+1")
        page.keyboard.press("Enter")
    page.get_by_text("All are marked").wait_for()
    page.get_by_text("0 left to mark", exact=True).wait_for()
    took = sorted(page.evaluate("window.took"))
    assert len(took) == 11
    assert took[5] < 150, took
    root = served.application.reading.root
    given = {key[0]: mark["eve"] for key, mark in marks.read(root, "sample").items()}
    assert len(given) == 12
    order = [one.student for one in served.application.reading._answers["memo"]]
    assert [given[one].scores["Doubt"] for one in order] == [n % 5 for n in range(12)]
    assert [given[one].comment for one in order[:3]] == ["Say what would change it."] * 2 + [""]
    assert page.evaluate("window.gained") is None
    assert [words for words in problems if "gained" in words] == []
    page.reload()
    page.get_by_text("Answer 1 of 12").wait_for()
    assert page.locator("button[aria-pressed=true]").count() == 2
    assert page.locator("#comment").input_value() == "Say what would change it."
    context.close()


def test_a_mark_that_cannot_be_saved_is_not_taken_for_saved(browser, served):
    context = browser.new_context()
    page = context.new_page()
    page.goto(served.address)
    page.get_by_text("Answer 1 of 12").wait_for()
    page.keyboard.press("Enter")
    page.get_by_text("Give a score for each line first.").wait_for()
    page.route("**/api/mark", lambda route: route.abort())
    page.keyboard.press("3")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    page.get_by_text("Answer 1 is not saved").wait_for()
    page.get_by_text("12 left to mark", exact=True).wait_for()
    assert marks.read(served.application.reading.root, "sample") == {}
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everybody_can_mark(browser, served, theme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(color_scheme=theme, bypass_csp=True)  # axe is a script of ours
    page = context.new_page()
    page.goto(served.address)
    page.get_by_text("Answer 1 of 12").wait_for()
    page.locator("summary").nth(1).click()
    page.get_by_role("button", name="Claim: 3").click()
    found = axe.run(page).response
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert "color-contrast" in {one["id"] for one in found["passes"]}
    context.close()
