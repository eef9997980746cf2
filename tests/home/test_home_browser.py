"""The home page in JupyterLab: where one left off, the radar, the words; by keyboard, in both themes."""

import json

import pytest
from labs import end_kernels

pytestmark = pytest.mark.browser


def looked_at(lab, part, boxes, name):
    """Keep pictures of a part in a wide and a narrow window, in which nothing overlaps."""
    for width in (1280, 900):
        lab.page.set_viewport_size({"width": width, "height": 900})
        part.scroll_into_view_if_needed()
        lab.keep_both(part, f"{name}-{width}")
        wide = part.locator(boxes).evaluate_all(
            "boxes => boxes.map(box => box.scrollWidth - box.clientWidth)"
        )
        assert max(wide) <= 1, width
    lab.page.set_viewport_size({"width": 1280, "height": 900})


def test_home(lab, learners_copy):
    checks = json.loads(
        (learners_copy / "exercises/metrics/checks.json").read_text(encoding="utf-8")
    )
    record = {"attempts": 1, "hints": 0, "state": "right", "done": True, "mastered": True}
    progress = learners_copy / "exercises" / "metrics" / "progress"
    progress.mkdir()
    body = {"version": 1, "exercise": "north_star", "records": {checks["company"]: record}}
    (progress / "north_star.json").write_text(json.dumps(body), encoding="utf-8")

    lab.open("notebooks/00_start_here.ipynb")
    for source in ("home.desk()", "home.assessment()", "home.glossary()"):
        lab.run(lab.cell(source))
    cells = lab.page.locator(".jp-Cell").count()

    desk = lab.cell("home.desk()").locator(".jp-OutputArea-output")
    lab.says(desk, "You were in the exercises of lesson 7")
    looked_at(lab, desk, "div, td", "home-desk")

    radar = lab.page.get_by_role("group", name="How sure are you of each skill today?")
    counted = [x for x in checks["exercises"].values() if x["form"]["form"] != "Written"]
    lab.says(radar, f"exercises show {4 / len(counted):.1f}")
    # From the page's command mode, in which letters and arrows belong to the notebook.
    lab.page.keyboard.press("Escape")
    radar.get_by_role("radiogroup", name="Metrics and KPIs").get_by_role("radio").first.focus()
    for key in ("Space", "ArrowRight", "ArrowRight", "ArrowRight", "Tab", "a", "Space"):
        lab.page.keyboard.press(key)
    kept = learners_copy / "notebooks" / "answers" / "self_assessment.json"
    wanted = {"metrics": 3, "retention": 0}
    lab.until(
        lambda: kept.is_file() and json.loads(kept.read_text(encoding="utf-8"))["value"] == wanted
    )
    looked_at(lab, radar, ".pmh-both, .pmh-skill", "home-radar")
    sizes = radar.locator(".pmh-name").evaluate_all(
        "names => names.map(name => name.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 12

    words = lab.page.get_by_role("group", name="Glossary")
    field = words.get_by_role("searchbox", name="Search the words")
    field.focus()
    lab.page.keyboard.type("dd ratio")
    lab.says(words.get_by_role("status"), "0 of")
    lab.says(words, "No lesson that is open explains this word yet")
    for _ in range(8):
        lab.page.keyboard.press("Backspace")
    lab.page.keyboard.type("quick ratio")
    words.locator("dt", has_text="quick ratio").first.wait_for()
    lab.keep_both(words, "home-words")
    assert lab.page.locator(".jp-Cell").count() == cells

    desk.get_by_role("link", name="Go on with the exercises").click()
    lab.page.wait_for_url("**/exercises/metrics/metrics.ipynb*")
    assert not lab.errors


def test_three_questions_lead_to_the_warm_up(lab, learners_copy):
    lab.open("notebooks/00_start_here.ipynb")
    lab.run(lab.cell("home.desk()"))
    lab.run(lab.cell("home.ready()"))
    asked = lab.page.get_by_role("group", name="What does each cell give?")
    run = asked.get_by_role("button", name="Run the cells")
    lab.says(asked, "0 of 3 chosen")
    lab.page.keyboard.press("Escape")
    asked.get_by_role("radio").first.focus()
    # The arrows pass over options; nothing is told or kept before the button.
    for key in ("Space", "ArrowRight", "ArrowRight"):
        lab.page.keyboard.press(key)
    run.click()
    lab.says(asked, "Choose one in each first")
    assert "it gives" not in asked.inner_text().casefold()
    kept = learners_copy / "notebooks" / "answers" / "ready.json"
    assert not kept.exists()
    asked.get_by_role("radio", checked=True).focus()
    for key in ("Tab", "Space", "Tab", "Space", "Tab", "Enter"):
        lab.page.keyboard.press(key)
    lab.says(asked, "✓ Yes: it gives 30.")
    lab.says(asked, "✗ It gives 3 rows. One row would count them all")
    lab.says(asked, "2 of 3. Take the warm-up first")
    assert asked.get_by_role("radio", disabled=True).count() == 9
    looked_at(lab, asked, ".pmh-question, .pmh-questions", "home-ready")
    assert len(json.loads(kept.read_text(encoding="utf-8"))["value"]) == 3
    asked.get_by_role("link", name="Begin the warm-up").click()
    lab.page.wait_for_url("**/notebooks/00_warm_up.ipynb*")
    assert not lab.errors


def test_the_next_day_a_saved_notebook_shows_its_words(lab, course_lab, learners_copy):
    """Saved, its kernel ended, opened anew: no widget is missed, and each says how to go on."""
    lab.open("notebooks/00_warm_up.ipynb")
    lab.run_to('check("read_error"')
    guess = lab.page.get_by_role("group", name="Which area should get the hands")
    guess.get_by_role("radio").first.check()
    guess.get_by_role("button", name="Keep my guess").click()
    lab.says(guess, "Saved")
    lab.command("docmanager:save")
    file = learners_copy / "notebooks" / "00_warm_up.ipynb"
    lab.until(lambda: "So it was when this cell last ran" in file.read_text(encoding="utf-8"))
    assert "widget-view" not in file.read_text(encoding="utf-8")

    _, address, token = course_lab
    lab.page.goto("about:blank")
    end_kernels(address, token)
    lab.open("notebooks/00_warm_up.ipynb")
    outputs = lab.page.locator(".jp-OutputArea-output")
    assert outputs.filter(has_text="Error displaying widget").count() == 0
    asked = outputs.filter(has_text="Stop and guess. Which area")
    lab.says(asked, "Run this cell to go on")
    checked = lab.cell('check("read_error"').locator(".jp-OutputArea-output")
    lab.says(checked, "You have not chosen yet")
    lab.says(checked, "So it was when this cell last ran")
    lab.run_to("hands = predict")
    lab.says(guess, "Your earlier answer is back")
    assert not lab.errors


PAGE = """<!doctype html><html><head><title>metrics</title></head><body>
<p><a href="#share">share</a> <a href="../../notebooks/07_metrics.ipynb">the lesson</a>
<a href="data:text/html,hello">elsewhere</a></p>
<div style="height:3000px"></div><a name="share"></a><p id="answer">Your answer</p>
</body></html>"""
GRADED = """
import json, pathlib, subprocess, types
pathlib.Path("page.html").write_text({page!r})
told = {{"score": 3, "max_score": 60, "waiting": False, "notes": [], "page": "page.html"}}
done = types.SimpleNamespace(stdout=json.dumps(told), stderr="")
subprocess.run = lambda *words, **more: done
"""


def test_the_links_of_a_feedback_page_lead_where_they_say(lab, learners_copy):
    solved = learners_copy / "solutions" / "metrics"
    solved.mkdir(parents=True)
    (solved / "metrics.ipynb").write_text("{}")
    lab.open("notebooks/00_start_here.ipynb")
    lab.run(lab.cell("home.desk()"))
    lab.type_and_run(lab.cell("# Today's round"), GRADED.format(page=PAGE))
    lab.run(lab.cell("home.grade()"))
    graded = lab.page.get_by_role("group", name="Grade my work")
    graded.get_by_role("button", name="Grade 7.").click()
    with lab.page.context.expect_page() as opened:
        graded.get_by_role("link", name="Open the feedback page").click()
    page = opened.value
    shown = page.frame_locator("iframe")
    shown.get_by_role("link", name="share").click()
    answer = shown.get_by_text("Your answer")
    lab.until(lambda: 0 < answer.bounding_box()["y"] < 1000)
    assert shown.get_by_role("link", name="elsewhere").count() == 0
    with page.context.expect_page() as lesson:
        shown.get_by_role("link", name="the lesson").click()
    assert "/lab/tree/notebooks/07_metrics.ipynb" in lesson.value.url
    assert answer.is_visible()  # the page itself has stayed
