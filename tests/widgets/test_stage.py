"""The explorers' stage: what Python keeps to, whatever a browser or an author sends."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
import traitlets
from places import ROOT

from course_utils import charts
from course_utils.exercises import store
from course_utils.lab.saved import WIDGET_VIEW
from course_utils.widgets import predict, stage
from course_utils.widgets.stage.marks import plain
from course_utils.widgets.widget import RUN


def plot(words="A line that ends at 3."):
    return stage.Plot(stage.Line([0, 1, 2], [1, 2, 3]), alt=words + " It has 3 points.")


def explorer(draw=lambda **values: stage.Scene(plot(), says=f"{values}"), **more):
    more = more or {"price": stage.Slider(5, 40), "rival": stage.Toggle()}
    return stage.Explorer("The price you drag", draw, **more)


def ask(it, **values):
    """Do as the browser does."""
    it._asked(it, {"values": values, "turn": "view 1"}, [])


@pytest.mark.parametrize(
    ("control", "start", "given", "fitted"),
    [
        (stage.Slider(5, 40), 23, 99, 40),
        (stage.Slider(0, 1), 0.5, 0.337, 0.34),
        (stage.Slider(0, 1, value=0.25, step=0.25), 0.25, 0.6, 0.5),
        (stage.Slider(0, 10, step=4), 4, 10, 8),
        (stage.Choice(["a", "b"]), "a", "b", "b"),
        (stage.Choice({"a": "An apple", "b": "A pear"}, value="b"), "b", "a", "a"),
        (stage.Toggle(True), True, False, False),
        (stage.Press("Again", most=3), 0, 7, 3),
    ],
)
def test_a_control_begins_and_stays_within_its_limits(control, start, given, fitted):
    assert control.start == start
    assert control.fit(given) == fitted
    assert type(control.fit(given)) is type(start)


@pytest.mark.parametrize(
    ("control", "value"),
    [
        (stage.Slider(5, 40), "7"),
        (stage.Slider(5, 40), float("nan")),
        (stage.Slider(5, 40), True),
        (stage.Choice(["a", "b"]), "c"),
        (stage.Toggle(), 1),
        (stage.Press(), -1),
    ],
)
def test_what_a_control_cannot_be_is_refused(control, value):
    with pytest.raises(ValueError, match=re.escape(repr(value))):
        control.fit(value)
    it = explorer(control=control)
    with pytest.raises(traitlets.TraitError):
        it.values = {"control": value}
    assert it.values == {"control": control.start}


def test_pictures_follow_the_controls_from_either_side():
    it = explorer()
    assert it.scene["says"] == "{'price': 23, 'rival': False}"
    it.values = {"price": 12, "rival": True}
    assert it.scene["says"] == "{'price': 12, 'rival': True}"
    ask(it, price=13.4, rival=False)
    assert it.scene["says"] == "{'price': 13, 'rival': False}"
    assert it.scene["turn"] == "view 1"


def test_each_question_of_the_browser_gets_its_reply_and_one_drawing():
    drawn = []
    it = explorer(lambda price: drawn.append(price) or plot(), price=stage.Slider(5, 40))
    ask(it, price=23)
    assert (it.scene["turn"], drawn) == ("view 1", [23])
    it._asked(it, {"values": {"price": 24}, "turn": "view 2"}, [])
    assert (it.scene["turn"], drawn) == ("view 2", [23, 24])


def test_what_draw_raises_is_said_and_no_old_picture_stays():
    def draw(price):
        if price > 30:
            raise ValueError("nobody buys at this price.")
        return plot()

    it = explorer(draw, price=stage.Slider(5, 40))
    it.values = {"price": 31}
    assert it.scene["pictures"] == []
    assert it.scene["says"] == "Nothing to draw: nobody buys at this price."
    it.values = {"price": 30}
    assert len(it.scene["pictures"]) == 1
    assert "takes pictures" in explorer(lambda **_: "words").scene["says"]


def test_a_gate_shows_nothing_before_the_guess(tmp_path):
    def gated():
        guess = predict("best", "Where is the best price?", low=5, high=40, folder=tmp_path)
        return stage.Explorer("Price", lambda price: plot(), gate=guess, price=stage.Slider(5, 40))

    it = gated()
    assert (it.scene, it.is_open) == ({}, False)
    assert "Stop and guess" in str(it)
    assert "Stop and guess" in it._repr_html_()
    it._asked(it, {"guess": 17.0}, [])
    assert it.scene["pictures"]
    assert it.question["guess"] == 17.0
    assert gated().scene["pictures"]
    assert "Stop and guess" not in str(it)


def test_both_kinds_of_pictures_and_their_words_reach_pages_without_widgets():
    fig, ax = charts.figure("One")
    ax.plot([1, 2])
    chart = charts.show(fig, alt="A line that rises from 1 to 2.")
    it = explorer(lambda price: stage.Scene(chart, plot(), says="Look."), price=stage.Slider(1, 9))
    bundle, _ = it._repr_mimebundle_()
    assert "<img" in bundle["text/html"]
    for words in ("The price you drag", "Look.", "from 1 to 2", "ends at 3"):
        assert words in bundle["text/plain"]
        assert words in bundle["text/html"]
    assert bundle["text/html"].endswith(RUN)
    assert WIDGET_VIEW in bundle


def test_under_grading_an_explorer_is_its_text(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    bundle, _ = explorer()._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    assert RUN not in bundle["text/html"]


def test_numbers_travel_as_json_whatever_made_them():
    sent = plain({"a": np.array([1.23456789, np.nan]), "b": np.int64(3), "c": [True, None, "x"]})
    assert sent == {"a": [1.23457, None], "b": 3, "c": [True, None, "x"]}
    json.dumps(sent, allow_nan=False)


def test_authors_mistakes_are_said():
    with pytest.raises(ValueError, match="alt must say"):
        stage.Plot(stage.Line([0], [1]), alt="a plot")
    with pytest.raises(ValueError, match="tone must be one of"):
        stage.Plot(stage.Line([0], [1], tone="pink"), alt="A line of 1 point in pink.").spec()
    with pytest.raises(ValueError, match="either draw or module"):
        stage.Explorer("Nothing", price=stage.Slider(5, 40))
    with pytest.raises(ValueError, match="needs controls"):
        stage.Explorer("Nothing", lambda: plot())
    with pytest.raises(ValueError, match="low must be below high"):
        stage.Slider(3, 3)


def test_the_example_of_the_docs_runs(monkeypatch, tmp_path):
    monkeypatch.setattr(store, "_here", store.Answers(tmp_path))
    text = (ROOT / "docs" / "widgets.md").read_text(encoding="utf-8")
    section = text[text.index("## An explorer in forty lines") :]
    code = re.search(r"```python\n(.*?)```", section, flags=re.DOTALL)[1]
    made = {}
    body, last = code.rstrip().rsplit("\n", 1)
    exec(body, made)
    it = eval(last, made)
    it._asked(it, {"guess": 17.0}, [])
    assert it.scene["says"] == "At 12 USD Kitewell earns 3,175 USD a month."
    assert len(code.strip().splitlines()) <= 45
