"""The explorers' stage in a real JupyterLab and a real Notebook 7, by pointer and by keyboard."""

import json

import pytest
from desks import accessible, fixtures, steal

from course_utils.lessons.metrics import bend

pytestmark = pytest.mark.browser

TITLES = (
    *("The price you drag", "A wave", "Week by week", "Will it rain?"),
    "Reshape the funnel",
)


desk, lab = fixtures("stage")


def says(lab, widget, words):
    """Wait until an explorer's sentence holds some words, on the screen and for screen readers."""
    widget.locator(".pml-says", has_text=words).wait_for()
    widget.get_by_role("status").filter(has_text=words).wait_for(state="attached")


def reset(widget):
    button = widget.get_by_role("button", name="Reset", include_hidden=True)
    if button.get_attribute("aria-disabled") == "false":
        button.click()


def test_controls_by_keyboard(lab):
    widget = lab.widget("The price you drag")
    reset(widget)
    widget.get_by_role("slider", name="Cost of a seat").focus()
    lab.keys("ArrowRight", "ArrowRight", "Tab", "Space", "Tab", "Space")
    # The button at the slider's end is one step more; the next is the toggle.
    assert widget.locator("output").all_inner_texts() == ["12 USD", "5.5 USD"]
    assert widget.get_by_label("A rival answers").is_checked()
    says(lab, widget, "earns 1,435 USD")
    widget.get_by_role("slider", name="Price").last.focus()
    lab.keys("Shift+ArrowRight", "ArrowLeft")
    says(lab, widget, "At 21 USD")
    assert widget.evaluate("node => document.activeElement.matches('.pml-handle')")
    # Its knob shows that it has the focus; an outline would lie over the numbers.
    assert widget.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "none"
    lab.keys("Home")
    says(lab, widget, "At 5 USD")


def test_controls_by_pointer(lab):
    widget = lab.widget("The price you drag")
    reset(widget)
    says(lab, widget, "At 12 USD")
    handle = widget.locator(".pml-handle")
    lab.drag(handle, widget.locator(".pml-plot").first, at=(0.6, 0.5))
    widget.locator(".pml-says", has_not_text="At 12 USD").wait_for()
    said = widget.locator(".pml-says").inner_text()
    widget.get_by_role("button", name="Price: one step up").click()
    lab.page.wait_for_function(
        "([node, said]) => node.innerText !== said",
        arg=[widget.locator(".pml-says").element_handle(), said],
    )
    lab.widget("A wave").get_by_role("radio", name="Cosine").check()
    says(lab, lab.widget("A wave"), "Kind: Cosine.")


def test_a_drag_can_be_called_off(lab):
    widget = lab.widget("The price you drag")
    reset(widget)
    says(lab, widget, "At 12 USD")
    widget.locator(".pml-handle").scroll_into_view_if_needed()
    box = widget.locator(".pml-handle").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    lab.page.mouse.move(x, y)
    lab.page.mouse.down()
    lab.page.mouse.move(x + 90, y, steps=4)
    widget.locator(".pml-says", has_not_text="At 12 USD").wait_for()
    lab.keys("Escape")
    lab.page.mouse.up()
    says(lab, widget, "At 12 USD")


def test_the_last_of_many_fast_steps_is_drawn(lab):
    widget = lab.widget("A wave")
    reset(widget)
    widget.get_by_role("slider", name="K").focus()
    lab.keys(*["ArrowRight"] * 25)
    widget.locator(".pmlab-inline[aria-label*='k is 25.']").wait_for()
    lab.wait_idle()
    assert widget.locator(".pmlab-inline").get_attribute("aria-label").endswith("k is 25.")


def test_the_gate_asks_first_and_a_failed_drawing_is_said(lab):
    widget = lab.widget("Week by week")
    assert widget.locator(".pml-plot").count() == 0
    widget.get_by_role("button", name="Keep my guess").click()
    widget.get_by_text("Choose one first").wait_for()
    widget.get_by_role("slider").focus()
    lab.keys("ArrowRight", "ArrowRight", "Tab", "Enter")
    widget.locator(".pml-plot").wait_for()
    lab.until(lambda: lab.desk.kept("predict_weeks") == 3)  # written after the picture is drawn
    assert widget.get_by_text("Your guess: 3").is_visible()
    # The focus is on the first control: go on without the mouse.
    lab.keys("Enter")
    says(lab, widget, "1 weeks played")
    lab.keys("Enter", "Enter")
    says(lab, widget, "Nothing to draw: the third week is lost.")
    assert widget.locator(".pml-plot").count() == 0
    lab.keys("Enter", "Enter", "Enter", "Enter")
    says(lab, widget, "5 weeks played")


def test_a_guess_of_its_own(lab):
    widget = lab.fresh("Will it rain?")
    widget.get_by_role("radio", name="Yes").focus()
    lab.keys("ArrowDown", "Tab", "Enter")
    lab.saved(widget, "predict_rain", "No")


def test_the_funnel_bends_as_python_says(lab):
    widget = lab.widget("Reshape the funnel")
    reset(widget)
    data = lab.page.evaluate(
        """async () => {
          const panel = window.jupyterapp.shell.currentWidget;
          const kernel = panel.sessionContext.session.kernel;
          const out = [];
          const code = "import json; print(json.dumps(next(it.data for it in Out.values() if 'Reshape' in str(it))))";
          const asked = kernel.requestExecute({ code });
          asked.onIOPub = message => message.content.text && out.push(message.content.text);
          await asked.done;
          return out.join('');
        }"""
    )
    data = json.loads(data)
    widget.get_by_role("slider", name="Conversion into task completed").focus()
    lab.keys("Shift+ArrowRight", "ArrowRight", "ArrowRight")
    counts = data["shapes"]["ordered"]
    bent = bend(counts, [1, 1.12, 1])
    says(lab, widget, f"{bent.counts[-1]:,.0f} at the last step")
    wanted = f"{100 * bent.before[1]:.1f} % against {100 * bent.after[1]:.1f} % needs"
    note = widget.get_by_role("list", name="Details").inner_text()
    assert f"task completed: {wanted} {bent.samples[1]:,.0f} people an arm" in note
    # Grab a bar's end: the bars below it follow, the ones above stay.
    before = widget.locator(".pml-plot").first.get_attribute("aria-label")
    handle = widget.get_by_role("slider", name="Conversion into project created")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    lab.page.mouse.move(x, y)
    lab.page.mouse.down()
    lab.page.mouse.move(x + 60, y, steps=4)
    lab.page.mouse.up()
    after = widget.locator(".pml-plot").first.get_attribute("aria-label")
    one, other = (text.split("; ") for text in (before, after))
    assert one[0] == other[0]
    assert all(a != b for a, b in zip(one[1:3], other[1:3], strict=True))
    for name, words in (("people, each step on its own", "unordered"), ("events", "events")):
        reset(widget)
        widget.get_by_role("radio", name=name).check()
        says(lab, widget, f"{data['shapes'][words][-1]:,.0f} at the last step")


def test_no_key_is_stolen(lab):
    steal(lab, TITLES)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible_in(lab, theme):
    lab.theme(theme)
    assert accessible(lab) > 15
    for number, title in enumerate(TITLES):
        widget = lab.widget(title)
        widget.scroll_into_view_if_needed()
        lab.keep(widget, f"stage-{number}-{theme}")


def test_by_touch_when_small_in_forced_colours(lab):
    with lab.seen(640, 2000, forced_colors="active"):  # so high that no picture is cut
        for number, title in enumerate(TITLES):
            lab.keep(lab.widget(title), f"stage-{number}-small-forced-colours")
    with lab.seen(640, 900, forced_colors="active") as page:
        wide = page.evaluate(
            """() => [...document.querySelectorAll('.pml')].map(node => node.scrollWidth - node.clientWidth)"""
        )
        assert max(wide) <= 1
        widget = lab.widget("Reshape the funnel")
        reset(widget)
        before = widget.locator(".pml-says").inner_text()
        handle = widget.locator(".pml-plot [role=slider]").first
        lab.swipe(handle, widget.locator(".pml-plot").first, at=(0.3, 0.5))
        lab.until(lambda: widget.locator(".pml-says").inner_text() != before)
        widget.get_by_role("radio", name="the same people, in order").tap()
        widget.get_by_role("radio", name="events").tap()
        assert widget.get_by_role("radio", name="events").is_checked()
        widget = lab.widget("The price you drag")
        slider = widget.get_by_role("slider", name="Price").first
        slider.tap(position={"x": slider.bounding_box()["width"] - 3, "y": 10})
        widget.locator(".pml-says", has_text="At 40 USD").wait_for()


CUT_OFF = """() => [...document.querySelectorAll('.pml')].flatMap((root) => {
  const box = root.getBoundingClientRect();
  return [...root.querySelectorAll('*')].filter((node) => {
    if (node.closest('.pml-unseen, .pml-scroll') || node.closest('.pml-handle')) return false;
    const { left, right, width, height } = node.getBoundingClientRect();
    return width && height && (left < box.left - 2 || right > box.right + 2);
  }).map((node) => `${node.tagName}.${node.getAttribute('class')}: ${node.textContent.slice(0, 40)}`);
})"""


@pytest.mark.parametrize("width", [900, 640])  # 640 is 1280 at twice the size
def test_nothing_is_cut_off_when_there_is_little_room(lab, width):
    with lab.seen(width, 900) as page:
        assert page.evaluate(CUT_OFF) == []


def test_notebook_7(desk):
    page = desk.page().start("notebooks")
    test_controls_by_keyboard(page)
    test_the_last_of_many_fast_steps_is_drawn(page)
    steal(page, TITLES)
    page.page.context.close()


def test_a_dead_kernel_is_said(lab):
    widget = lab.widget("The price you drag")
    reset(widget)
    says(lab, widget, "At 12 USD")
    lab.page.evaluate(
        "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.shutdown()"
    )
    widget.get_by_role("button", name="Price: one step up").click()
    widget.locator(".pml-says", has_text="Python is busy or was restarted").wait_for()
