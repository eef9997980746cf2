"""Home and every lesson as a learner opens them in JupyterLab, in light and in dark."""

import json

import pytest
from places import ROOT

from course_utils.widgets.widget import RUN

pytestmark = pytest.mark.browser
LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))


def test_lab_opens_at_home(lab, theme):
    lab.open("notebooks/00_start_here.ipynb")
    lab.page.wait_for_selector(".jp-RenderedMarkdown >> text=Welcome to Kitewell")
    lab.picture(f"home-{theme}")
    assert lab.page.locator(".jp-Dialog").count() == 0
    # Learners do not see nbgrader's instructor tools.
    assert lab.page.locator("text=Formgrader").count() == 0
    assert not lab.errors


def test_unrun_lessons_show_their_widgets_text_and_how_to_run_them(lab, theme):
    for lesson in LESSONS:
        stored = json.loads(lesson.read_text(encoding="utf-8"))
        many = json.dumps(stored["cells"]).count(RUN)
        lab.open(f"notebooks/{lesson.name}")
        said = lab.page.locator(".jp-OutputArea-output", has_text="Run this cell to use it.")
        lab.until(lambda said=said, many=many: said.count() == many)
        assert many
        assert lab.page.locator(".jp-OutputArea-output", has_text=" widget...").count() == 0
        said.first.scroll_into_view_if_needed()
        lab.picture(f"unrun-{lesson.stem}-{theme}")
    lab.page.goto(f"{lab.address}/notebooks/notebooks/{lesson.name}{lab.token}")
    lab.until(lambda: said.count() == many)
    said.last.scroll_into_view_if_needed()
    lab.picture(f"unrun-notebook-{theme}")
    assert not lab.errors
