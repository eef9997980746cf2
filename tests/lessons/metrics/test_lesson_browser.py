"""What a learner does with lesson 7 and its assignment in JupyterLab, in light and in dark."""

import json

import pytest
from labs import THEMES
from places import ROOT
from stored import shown

from course_utils import data
from course_utils.exercises import load_key

pytestmark = [pytest.mark.browser, pytest.mark.long]


def brightness(page, locator):
    """Mean brightness, 0 to 1, of what stands around an element's edge."""
    shot = locator.screenshot()
    return page.evaluate(
        """async bytes => {
          const image = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
          const canvas = new OffscreenCanvas(image.width, image.height);
          const context = canvas.getContext('2d');
          context.drawImage(image, 0, 0);
          const row = context.getImageData(0, 1, image.width, 1).data;
          let sum = 0;
          for (let i = 0; i < row.length; i += 4) sum += row[i] + row[i + 1] + row[i + 2];
          return sum / (row.length / 4) / 765;
        }""",
        list(shot),
    )


@pytest.mark.parametrize("theme", THEMES)
def test_lesson_shows_its_charts_before_anything_runs(lab, theme):
    stored = shown(ROOT / "notebooks" / "07_metrics.ipynb")
    drawn = [place for place, outputs in stored.items() if "<img" in json.dumps(outputs)]
    assert len(drawn) > 1
    lab.open("notebooks/07_metrics.ipynb")
    charts = [
        lab.page.locator(".jp-Notebook .jp-Cell").nth(place).locator(".jp-OutputArea-output img")
        for place in drawn
    ]
    for chart in charts:
        chart.scroll_into_view_if_needed()
        lab.until(
            lambda chart=chart: chart.evaluate("image => image.complete && image.width > 300")
        )
    chart = charts[0]
    chart.scroll_into_view_if_needed()
    lab.picture(f"lesson-stored-{theme}")
    level = brightness(lab.page, chart)
    assert level > 0.9 if theme == "light" else level < 0.25
    assert not lab.errors


def test_an_explorer_answers(lab):
    lab.open("notebooks/07_metrics.ipynb")
    lab.run_to("explore.reshape_funnel(")
    stage = lab.page.locator(".pml-explorer", has_text="Reshape the funnel")
    stage.scroll_into_view_if_needed()
    said = stage.locator(".pml-says").inner_text()
    handle = stage.locator(".pml-handle").first
    handle.focus()
    for _ in range(5):
        lab.page.keyboard.press("ArrowRight")
    lab.until(lambda: stage.locator(".pml-says").inner_text() != said)
    assert handle.get_attribute("aria-valuetext") == "105 %"
    lab.keep_both(lab.page, "explorer")
    assert not lab.errors


def test_poured_channels_move_the_score_and_nobody_else(lab):
    lab.open("notebooks/07_metrics.ipynb")
    lab.run_to("explore.pour_channels(")
    stage = lab.page.locator(".pml-explorer", has_text="Two channels, one score")
    stage.scroll_into_view_if_needed()
    lab.until(lambda: "as it is" in stage.locator(".pml-says").inner_text())
    slider = stage.get_by_role("slider", name="Answers by e-mail")
    slider.focus()
    lab.page.keyboard.press("End")
    lab.until(lambda: "90% of the answers by e-mail" in stage.locator(".pml-says").inner_text())
    assert "points lower" in stage.locator(".pml-says").inner_text()
    lab.keep_both(lab.page, "pour")
    assert not lab.errors


def test_wrong_then_right_then_restart(lab, learners_copy):
    exercise = load_key(ROOT / "curriculum" / "07_metrics").exercises["stickiness"]
    source = data.open(ROOT / "datasets")
    right = float(exercise.answer(source))
    message, mistaken = exercise.mistaken(source)[0]

    lab.open("exercises/metrics/metrics.ipynb")
    answer = lab.cell("stickiness = ...")
    reply = lab.cell('check("stickiness", stickiness)')
    lab.run(reply)
    lab.says(reply, "`check` is not there yet: run the first cell, then this one again.")
    lab.run_to('check("stickiness", stickiness)')
    lab.says(reply, "not attempted")

    lab.type_and_run(answer, f"stickiness = {float(mistaken)!r}  # mine")
    lab.run(reply)
    lab.says(reply, message[:40])
    reply.scroll_into_view_if_needed()
    lab.keep_both(lab.page, "mistake")

    lab.type_and_run(lab.cell("# mine"), f"stickiness = {right!r}  # mine")
    lab.run(reply)
    lab.says(reply, f"Right. {exercise.points} points")
    reply.scroll_into_view_if_needed()
    lab.keep_both(lab.page, "right")
    # What is said has all the room that it needs: no bar to scroll it stands beside it.
    inside = reply.locator(".jp-OutputArea-output").filter(has=lab.page.locator(".pml"))
    assert inside.evaluate("node => node.scrollHeight - node.clientHeight") <= 0

    lab.save(learners_copy / "exercises/metrics/metrics.ipynb", "# mine")

    lab.open("exercises/metrics/metrics.ipynb")
    lab.restart()
    lab.run_all()
    lab.says(reply, f"Right. {exercise.points} points")
    assert not lab.errors
