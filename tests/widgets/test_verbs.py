"""check() with its buttons: in a notebook, while grading, and what a press does."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from course_utils.exercises import learner
from course_utils.exercises.display import Card
from course_utils.exercises.learner import Checked
from course_utils.widgets import prediction, verbs


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A notebook with one exercise; what is asked of the learner's side is noted."""
    seen: list[Any] = []

    def answered(exercise: str, *answer: Any) -> tuple[Checked, Card]:
        seen.append((exercise, *answer))
        return Checked("not_right", "No."), Card("not_right", ["No."])

    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.setattr(verbs, "in_notebook", lambda: True)
    monkeypatch.setattr(learner, "answered", answered)
    monkeypatch.setattr(learner, "known", lambda exercise: exercise == "share")
    monkeypatch.setattr(learner, "opened", lambda exercise: Card("hint", ["Count."]))
    monkeypatch.setattr(learner, "check", lambda *given: ("plain", *given))
    return seen


def test_a_notebook_gets_the_card_and_the_buttons(asked, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    assert verbs.check("share", 0.2).state == "not_right"
    (widget,) = shown
    bundle, _ = widget._repr_mimebundle_()
    assert bundle["text/plain"] == Card("not_right", ["No."]).text
    assert Card("not_right", ["No."]).html in bundle["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert asked == [("share", 0.2)]


@pytest.mark.parametrize("mode", ["autograde", "validate"])
def test_a_grader_gets_the_plain_check(asked, monkeypatch, mode):
    monkeypatch.setenv("NBGRADER_EXECUTION", mode)
    assert verbs.check("share", 0.2) == ("plain", "share", 0.2)
    assert asked == []


def test_an_unknown_exercise_gets_the_plain_check(asked):
    assert verbs.check("shore") == ("plain", "shore")


def test_a_press_checks_what_the_name_holds_now(asked, monkeypatch):
    names = {"share": 0.4}
    monkeypatch.setattr("IPython.get_ipython", lambda: SimpleNamespace(user_ns=names))
    widget = verbs._load()("share", Card("not_attempted"))
    before = widget.verdict
    widget._asked(widget, "check", [])
    assert asked == [("share", 0.4)]
    assert "No." in widget.verdict["text"]
    widget._asked(widget, "check", [])
    assert widget.verdict["count"] == before["count"] + 2  # the same words are heard again
    widget._asked(widget, "hint", [])
    assert "Count." in widget.hint["text"]
    del names["share"]
    widget._asked(widget, "check", [])
    assert "run the cell of your answer first" in widget.verdict["text"]


def test_a_reveal_answers_nothing_before_the_guess(tmp_path, monkeypatch):
    monkeypatch.delenv("PMLAB_FRESH", raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.setenv("JPY_SESSION_NAME", "07_metrics.ipynb")
    guess = prediction.predict("rain", "Rain?", ["Yes", "No"], folder=tmp_path)
    first = guess.reveal("Yes", "It always does.").data
    assert "Guess first" in first
    assert "Yes" not in first
    assert "always" not in first
    guess.keep("No")
    assert "The data say: Yes" in guess.reveal("Yes").data


def test_a_reveal_says_what_it_waits_for(tmp_path, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "lesson.ipynb")
    guess = prediction.predict("weather", "Will it rain?", ["Yes", "No"], folder=tmp_path)
    assert guess.reveal(None, "Open the window first.").data == f"> {prediction.FIRST}"
    guess.keep("No")
    assert guess.reveal(None, "Open the window first.").data == (
        "> You guessed No. Open the window first."
    )


def test_a_reveal_says_who_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "07_metrics.ipynb")
    guess = prediction.predict("cut", "Where?", ["Here", "There"], folder=tmp_path)
    guess.keep("Here")
    said = guess.reveal("Here", by="By convention").data
    assert "You guessed it. By convention: Here" in said
    assert "data" not in said
    assert "**By convention: There**" in guess.reveal("There", by="By convention").data


@pytest.mark.parametrize("built", ["PMLAB_FRESH", "nobody"])
def test_a_reveal_answers_where_nobody_could_guess(tmp_path, monkeypatch, built):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.delenv("PMLAB_FRESH", raising=False)
    if built == "PMLAB_FRESH":
        monkeypatch.setenv("PMLAB_FRESH", "1")
        monkeypatch.setenv("JPY_SESSION_NAME", "07_metrics.ipynb")
    guess = prediction.predict("rain", "Rain?", ["Yes", "No"], folder=tmp_path)
    assert "The data say: Yes" in guess.reveal("Yes").data
