"""The metrics assignment from fetching to the mark, with the keyboard alone, in dark mode."""

import json
import shutil
import sqlite3
import sys

import nbformat
import pytest
from desks import accessible
from labs import SAVED
from places import ROOT
from sample_course import NbGrader, environment

from course_utils import data
from course_utils.exercises import load_key
from course_utils.exercises.check_cell import check_name
from course_utils.lessons.metrics import CARDS, COLUMNS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="nbgrader has no exchange there"),
]

MEMO = "Ask: keep guided onboarding. The mix of channels moved activation, not the product."


@pytest.fixture
def school(tmp_path, learners_copy):
    """A teacher who has released the assignment, and a learner who has fetched it."""
    desk = tmp_path / "teacher"
    for folder in ("curriculum/07_metrics", "solutions/metrics", "datasets"):
        shutil.copytree(ROOT / folder, desk / folder)
    shutil.copy(ROOT / "nbgrader_config.py", desk)
    exchange = {"PMLAB_EXCHANGE": str(tmp_path / "exchange")}
    shutil.rmtree(learners_copy / "exercises" / "metrics")
    with NbGrader(tmp_path / "nbgrader") as command:

        def teacher(*words):
            return command(*words, cwd=desk, env=environment(tmp_path / "home", **exchange))

        def learner(*words):
            command(
                *words,
                f"--Exchange.root={exchange['PMLAB_EXCHANGE']}",
                "--course=pmlab",
                cwd=learners_copy / "exercises",
                env=environment(tmp_path / "learner", **exchange),
            )

        teacher("generate_assignment", "metrics")
        teacher("release_assignment", "metrics")
        learner("fetch_assignment", "metrics")
        yield desk, teacher, learner


class Hands:
    """Ten fingers on a keyboard, in front of a notebook."""

    def __init__(self, lab):
        self.lab, self.keys = lab, lab.page.keyboard
        self.cells = lab.page.evaluate(
            """() => window.jupyterapp.shell.currentWidget.content.widgets.map(
              cell => cell.model.sharedModel.getSource())"""
        )

    def at(self):
        return self.lab.page.evaluate(
            "() => window.jupyterapp.shell.currentWidget.content.activeCellIndex"
        )

    def press(self, *names):
        for name in names:
            self.keys.press(name)

    def go(self, number):
        """Go to a cell in command mode; out of a box by Shift+Enter, which runs its cell again."""
        boxed = self.lab.page.evaluate("() => Boolean(document.activeElement.closest('.pml'))")
        self.press("Shift+Enter" if boxed else "Escape")
        self.lab.wait_idle()
        for _ in range(2 * len(self.cells)):
            here = self.at()
            if here == number:
                return
            self.press("ArrowDown" if here < number else "ArrowUp")
        raise AssertionError(f"cell {number} cannot be reached")

    def cell(self, name):
        """The place of an exercise's answer: the cell before its check, or the text itself."""
        check = [i for i, text in enumerate(self.cells) if check_name(text) == name]
        written = [i for i, text in enumerate(self.cells) if text.startswith("*Write your answer")]
        return check[0] - 1 if check else written[0]

    def run(self, first=0, last=None):
        """Run cell after cell with Shift+Enter."""
        self.go(first)
        for _ in range(first, (len(self.cells) if last is None else last + 1) - 1):
            self.press("Shift+Enter")
        self.lab.wait_idle()

    def write(self, number, text):
        """Write over a cell."""
        self.go(number)
        self.press("Enter", "ControlOrMeta+a")
        self.keys.insert_text(text)
        self.press("Shift+Enter")

    def here(self):
        """What has the focus, as widgets call it."""
        return self.lab.page.evaluate("() => document.activeElement.dataset.key")

    def into(self, name, keys):
        """Tab to one of some things in the box of an exercise, back from the cell after it."""
        self.go(self.cell(name) + 1)
        for _ in range(40):
            self.press("Shift+Tab")
            if self.here() in keys:
                return
        raise AssertionError(f"the keyboard does not come to {keys} in {name}")


def choose(hands, ident, sure=False):
    """Choose one of the radio buttons, and say how sure."""
    hands.press("Space")
    while hands.here() != ident:
        hands.press("ArrowDown")
    if sure:
        hands.press("Tab", "End", *["ArrowLeft"] * 10)


@pytest.mark.parametrize("theme", ["dark"])
def test_the_keyboard_alone_from_fetching_to_the_mark(lab, school, learners_copy, theme):
    desk, teacher, learner = school
    key = load_key(ROOT / "curriculum" / "07_metrics")
    source = data.open(ROOT / "datasets")
    solved = nbformat.read(ROOT / "solutions" / "metrics" / "metrics.ipynb", as_version=4)
    typed = {
        cell.metadata.nbgrader.grade_id.removesuffix("-answer"): cell.source
        for cell in solved.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    built = ["north_star", "who_moved"]
    assert sorted(built) == sorted(name for name, text in typed.items() if "widgets." in text)
    lab.open("exercises/metrics/metrics.ipynb")
    hands = Hands(lab)
    hands.run()

    def build(name):
        form, answer = key.exercises[name].form, key.exercises[name].answer(source)
        if name == "north_star":
            hands.into(name, [ident for ident, _ in form.options])
            choose(hands, answer, sure=True)
        else:
            # A card's column is a digit, and the next card is at hand.
            hands.into(name, list(CARDS))
            hands.press(*(str(1 + list(COLUMNS).index(answer[card].iloc[0])) for card in CARDS))
        box = lab.page.locator(".pml:focus-within")
        box.locator(".pml-status", has_text=SAVED).wait_for()
        lab.keep(box, f"assignment-{name}-{theme}")

    build("north_star")
    assert accessible(lab) > 10

    # Half way the kernel is restarted: 0 0 and Enter, as the keyboard has it.
    hands.go(0)
    hands.press("0", "0")
    lab.page.locator(".jp-Dialog").wait_for()
    hands.press("Enter")
    lab.page.locator(".jp-Dialog").wait_for(state="detached")
    lab.wait_idle()
    for name, text in typed.items():
        if name not in built:
            hands.write(hands.cell(name), MEMO if name == "monday_page" else text)
    hands.run()
    back = lab.page.locator(".pml .pml-status", has_text="Your earlier answer is back")
    back.wait_for()
    assert back.count() == 1
    build("who_moved")
    for name in built:
        hands.run(hands.cell(name), hands.cell(name) + 2)
    hands.go(len(hands.cells) - 1)
    hands.press("ControlOrMeta+Enter")
    lab.wait_idle()
    lab.picture(f"assignment-progress-{theme}")
    assert not lab.errors
    path = learners_copy / "exercises" / "metrics" / "metrics.ipynb"
    lab.save(path, MEMO)
    said = lab.page.locator(".jp-OutputArea-output", has_text="Brier score").last.inner_text()
    assert "In 1 exercise you said how sure you were: 90% on average" in said
    assert json.loads((path.parent / "answers" / "who_moved.json").read_text(encoding="utf-8"))

    learner("submit", "metrics", "--CourseDirectory.student_id=ana")
    teacher("collect", "metrics", "--ExchangeCollect.check_owner=False")
    teacher("autograde", "metrics")
    with sqlite3.connect(desk / "gradebook.db") as book:
        marks = dict(
            book.execute(
                "select base_cell.name, grade.auto_score from grade "
                "join base_cell on base_cell.id = grade.cell_id"
            )
        )
    assert marks.pop("monday_page") is None
    assert marks == {
        name: exercise.points for name, exercise in key.exercises.items() if name in marks
    }
    assert len(marks) == len(key.exercises) - 1
