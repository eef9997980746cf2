"""Home and every lesson as a learner opens them in JupyterLab, in light and in dark."""

import json
import re

import pytest
from labs import THEMES
from places import ROOT
from stored import shown

from course_utils.widgets.widget import RUN

pytestmark = pytest.mark.browser
LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))


@pytest.mark.parametrize("theme", THEMES)
def test_lab_opens_at_home(lab, theme):
    asked = []
    lab.page.on("request", lambda request: asked.append(request.url))
    lab.open("notebooks/00_start_here.ipynb")
    lab.page.wait_for_selector(".jp-RenderedMarkdown >> text=Welcome to Kitewell")
    lab.picture(f"home-{theme}")
    assert lab.page.locator(".jp-Dialog").count() == 0
    # Learners do not see nbgrader's instructor tools.
    assert lab.page.locator("text=Formgrader").count() == 0
    # Nobody builds JupyterLab here, and asking whether somebody should keeps Node busy for seconds.
    assert any("/api/kernels" in url for url in asked)
    assert not any("/api/build" in url for url in asked)
    assert not lab.errors


GUESS = re.compile(r"^(\w+) = predict\(", re.MULTILINE)
REVEAL = re.compile(r"^(\w+)\.reveal\(", re.MULTILINE)
ANSWER = "The data say"
FIRST = "Guess first"


class Told:
    """What a stored lesson asks and answers, by the places of its cells."""

    def __init__(self, lesson):
        self.cells = json.loads(lesson.read_text(encoding="utf-8"))["cells"]
        self.asked, self.reveals, self.closed = {}, [], set()
        begun = 0
        for place, cell in enumerate(self.cells):
            source = "".join(cell["source"])
            if cell["cell_type"] == "markdown":
                begun = place if source.startswith("## ") else begun
                continue
            source = "\n".join(line for line in source.splitlines() if not line.startswith("#"))
            for name in REVEAL.findall(source):
                if self.asked[name] > begun:
                    self.closed |= set(range(self.asked[name] + 1, place))
                self.reveals.append(place)
            self.asked |= dict.fromkeys(GUESS.findall(source), place)
            if "answers" in cell["metadata"].get("tags", []):
                self.closed.add(place)
        self.closed |= set(self.reveals)

    def seen(self, lab):
        """Places of closed cells that show an output, and of reveals that show their source."""
        cells = lab.page.locator(".jp-Notebook .jp-Cell")
        outputs = [
            place
            for place in sorted(self.closed)
            if self.cells[place]["cell_type"] == "code"
            and not re.search(
                r"check\(|predict\(|\.\.\.$", "".join(self.cells[place]["source"]), re.M
            )
            and cells.nth(place).locator(".jp-OutputArea-output:visible").count()
        ]
        sources = [
            place
            for place in self.reveals
            if cells.nth(place).locator(".cm-content:visible").count()
        ]
        return outputs, sources


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_an_unrun_lesson_shows_its_widgets_text_and_answers_no_guess(lab, lesson):
    told = Told(lesson)
    for place in told.reveals:  # GitHub shows what the page must not, whoever says it
        assert '"> **' in json.dumps(told.cells[place]["outputs"])
    many = json.dumps(shown(lesson)).count(RUN)
    assert many
    for place in ("lab", "notebook"):
        if place == "lab":
            lab.open(f"notebooks/{lesson.name}")
        else:
            lab.page.goto(f"{lab.address}/notebooks/notebooks/{lesson.name}{lab.token}")
        cells = lab.page.locator(".jp-Notebook .jp-Cell")
        lab.until(lambda cells=cells: cells.count() == len(told.cells))
        how = lab.page.locator(".jp-OutputArea-output", has_text="Run this cell to go on")
        lab.until(lambda how=how: how.count() == many)
        assert lab.page.locator(".jp-OutputArea-output", has_text=" widget...").count() == 0
        notebook = lab.page.locator(".jp-Notebook")
        if told.reveals:
            lab.says(notebook, "# The answer: keep your guess above first, then run this cell.")
        assert told.seen(lab) == ([], [])
        assert ANSWER not in notebook.inner_text()
        # What is only there to draw is folded.
        for number, cell in enumerate(told.cells):
            if cell["metadata"].get("jupyter", {}).get("source_hidden"):
                assert cells.nth(number).locator(".cm-content:visible").count() == 0
        looks = {"unrun": how.first}
        if told.reveals:
            looks["unanswered"] = cells.nth(told.reveals[0])
        for name, part in looks.items():
            part.scroll_into_view_if_needed()
            if place == "lab":
                lab.keep_both(lab.page, f"{name}-{lesson.stem}")
            else:
                lab.picture(f"{name}-{lesson.stem}-notebook")
        # Notebook 7 says on its own account that JupyterLab's file browser is not there.
        assert place == "notebook" or not lab.errors


@pytest.mark.parametrize(
    "lesson", [lesson for lesson in LESSONS if Told(lesson).reveals], ids=lambda path: path.stem
)
def test_a_guess_made_by_keyboard_is_answered(lab, lesson):
    told = Told(lesson)
    lab.open(f"notebooks/{lesson.name}")
    lab.run_all()
    assert lab.page.locator(".jp-RenderedText[data-mime-type*=error]").count() == 0
    cells = lab.page.locator(".jp-Notebook .jp-Cell")
    guesses = lab.page.locator(".jp-Notebook .pml-guess")
    reveals = [cells.nth(place).locator(".jp-OutputArea") for place in told.reveals]
    lab.until(lambda: guesses.count() >= len(told.asked))
    for reveal in reveals:
        lab.says(reveal, FIRST)
        assert ANSWER not in reveal.inner_text()
    for number in range(guesses.count()):
        guess = guesses.nth(number)
        if not guess.is_visible():
            continue
        guess.locator("input").first.focus()
        lab.page.keyboard.press("ArrowRight" if guess.locator("[type=range]").count() else "Space")
        guess.locator("[data-key=keep]").focus()
        lab.page.keyboard.press("Enter")
        lab.wait_idle()
    lab.run_at(told.reveals)
    for reveal in reveals:
        lab.says(reveal, "You guessed")
        assert FIRST not in reveal.inner_text()
    cells.nth(told.reveals[0]).scroll_into_view_if_needed()
    lab.keep_both(lab.page, f"answered-{lesson.stem}")
    assert not lab.errors


def test_check_and_hint_stand_under_an_answer_as_buttons(lab):
    lab.open("exercises/metrics/metrics.ipynb")
    code = lab.page.locator(".jp-CodeCell")
    lab.run(code.first)
    reply = lab.cell('check("stickiness", stickiness)')
    lab.type_and_run(lab.cell("stickiness = ..."), "stickiness = 23")
    lab.run(reply)
    shown = reply.locator(".pml-verbs")
    lab.says(shown.locator(".pml-verdict"), "Another form is needed")
    lab.type_and_run(lab.cell("stickiness = 23"), "stickiness = 0.9")
    # By pointer: the variable as it is now, in place.
    shown.locator("[data-key=check]").click()
    lab.says(shown.locator(".pml-verdict"), "Not right yet")
    # By keyboard: a rung a press, and the notebook keeps none of the keys.
    before = code.count()
    shown.locator("[data-key=check]").focus()
    lab.page.keyboard.press("Tab")
    lab.page.keyboard.press("Enter")
    lab.says(shown.locator(".pml-hinted"), "Hint 1 of")
    lab.says(shown.locator("[aria-live]"), "Hint 1 of")
    lab.page.keyboard.press("Space")
    lab.says(shown.locator(".pml-hinted"), "Hint 2 of")
    lab.page.keyboard.press("b")
    assert code.count() == before
    assert "Not right yet" in shown.locator(".pml-verdict").inner_text()
    shown.scroll_into_view_if_needed()
    lab.keep_both(lab.page, "check-and-hint")
    assert not lab.errors
