"""The widgets of lesson 4 in a real JupyterLab: by mouse and by keyboard, in light and in dark."""

import json
import sys
from pathlib import Path

import nbformat
import pytest
from conftest import Lab, served

pytestmark = pytest.mark.browser

FIXTURE = Path(__file__).resolve().parents[1] / "fixtures" / "research.py"


@pytest.fixture
def talk(browser, tmp_path):
    """A lab on a notebook of the three widgets."""
    folder = tmp_path / "course"
    folder.mkdir()
    blocks = FIXTURE.read_text(encoding="utf-8").strip().split("\n\n# %%\n")[1:]
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(block) for block in blocks])
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(made, folder / "research.ipynb")
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [f"--ServerApp.root_dir={folder}", "--LabApp.expose_app_in_browser=True"]
    command += ["--LabApp.news_url=None", "--ServerApp.port=0"]
    with served(folder, tmp_path / "settings", command=command) as (address, token):
        context = browser.new_context(viewport={"width": 1280, "height": 1400})
        context.set_default_timeout(20_000)
        lab = Lab(context.new_page(), address, token)
        lab.folder = folder
        lab.open("research.ipynb")
        lab.run_all()
        lab.page.wait_for_function(
            "() => document.querySelectorAll('.pml[data-state]').length === 3"
        )
        yield lab
        context.close()


def kept(lab, exercise):
    return json.loads((lab.folder / "answers" / f"{exercise}.json").read_text())["value"]


def widget(lab, title):
    found = lab.page.get_by_role("group", name=title, exact=True).and_(lab.page.locator(".pml"))
    found.scroll_into_view_if_needed()
    return found


def themed(lab, found, name):
    """Keep a picture of a widget in each theme."""
    for theme in ("dark", "light"):
        lab.page.evaluate(
            "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})",
            f"JupyterLab {theme.capitalize()}",
        )
        lab.page.wait_for_timeout(400)
        lab.keep(found, f"research-{name}-{theme}")


def test_widgets_of_lesson_four(talk):
    page = talk.page

    # The interview: cards by mouse, one by keyboard, one in own words, then the truth card.
    found = widget(talk, "Interview a customer")
    log = found.locator(".pml-log")
    found.get_by_role("button", name="The reports save you a lot of time, don't they?").click()
    found.locator(".pml-worth[data-worth=opinion]").wait_for()
    found.get_by_role("button", name="Tell me about the last time you showed").press("Enter")
    found.locator(".pml-worth[data-worth=fact]").wait_for()
    assert "Monday meeting" in log.inner_text()
    own = found.get_by_role("textbox", name="A question in your own words")
    own.fill("And what happened then?")
    own.press("Enter")
    found.locator(".pml-theirs", has_text="spreadsheet").wait_for()
    found.locator("[data-key='topic reports']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    found.get_by_role("button", name="Is it easy to invite people?").wait_for()
    assert found.get_by_role("meter", name="Trust").get_attribute("aria-valuenow") == "47"
    themed(talk, found, "interview")
    found.get_by_role("button", name="End the interview").click()
    found.get_by_text("The truth card: 2 of 6 came out").wait_for()
    assert "The events: last on 12 May" in found.inner_text()
    assert kept(talk, "interview")["ended"] is True
    themed(talk, found, "truth")
    found.get_by_role("button", name="Undo").click()
    found.get_by_role("button", name="End the interview").wait_for()
    assert found.locator(".pml-log li").count() == 3

    # The journey: a point and a pin by keyboard, the other by mouse; what is not held falls.
    found = widget(talk, "The journey, pinned to evidence")
    point = found.get_by_role("slider", name="Signs up")
    point.focus()
    page.keyboard.press("ArrowDown")
    for name in ("quote 1", "ticket 2"):
        card = found.locator(f"[data-key='{name}']").first
        card.focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")
        page.wait_for_timeout(200)
    shaft = found.locator("[data-shaft=renews]")
    shaft.click(position={"x": 20, "y": 20})
    drop = found.get_by_role("button", name="Let go of the points")
    drop.click()
    found.get_by_text("1 of 2 points stand").wait_for()
    assert "this is what you believe" in found.inner_text()
    value = kept(talk, "journey")
    assert value["felt"] == {"signs_up": -1, "renews": 2}
    assert value["pins"]["signs_up"] == ["quote 1", "ticket 2"]
    themed(talk, found, "journey")
    card = found.locator(".pml-evidence .pml-card").first
    box, to = card.bounding_box(), found.locator("[data-step=renews]").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 15)
    page.mouse.down()
    page.mouse.move(to["x"] + 30, to["y"] + 90, steps=6)
    page.mouse.up()
    page.wait_for_timeout(300)
    assert len(kept(talk, "journey")["pins"]["renews"]) == 1

    # Coding: by mouse, then by keyboard; agreement moves.
    found = widget(talk, "Code the quotes; another coder has done so already")
    quotes = found.locator(".pml-quotes > li")
    for place, code in enumerate(("visibility", "visibility", "price")):
        quotes.nth(place).get_by_role("radio", name=code).click()
    quotes.nth(2).get_by_role("radio", name="price").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    found.get_by_text("The same on 3 of 4").first.wait_for()
    assert "The other coder says: reporting" in quotes.nth(1).inner_text()
    assert kept(talk, "coding")["q4"] == "reporting"
    themed(talk, found, "coding")
    assert not talk.errors
