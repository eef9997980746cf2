"""Knowing the class: figures that agree with their definitions, and what was planted is found."""

from __future__ import annotations

import json

import numpy as np
import pytest
from sample_cohort import LATE, hand_in

from course_utils.grading.desk import command
from course_utils.grading.desk.report import alike, alpha, items_of, report
from course_utils.grading.desk.report_page import page, shown


def test_alpha_is_that_of_feldts_data():
    """Where every item is the same, alpha is 1; of independent ones it is about 0."""
    random = np.random.default_rng(3)
    same = np.repeat(random.integers(0, 5, (30, 1)), 4, axis=1).astype(float)
    assert alpha(same)[0] == pytest.approx(1)
    found, (low, high) = alpha(random.normal(size=(400, 6)))
    assert low < 0 < high
    assert abs(found) < 0.2
    assert alpha(np.ones((5, 3))) is None
    assert alpha(np.ones((5, 1))) is None


def test_the_interval_of_alpha_holds_the_truth_as_often_as_it_says():
    """Parallel items with reliability 0.5 each: by Spearman and Brown alpha is 0.8 for four."""
    random = np.random.default_rng(5)
    inside = 0
    for _ in range(400):
        scores = random.normal(size=(40, 1)) + random.normal(size=(40, 4))
        _, (low, high) = alpha(scores)
        inside += low < 0.8 < high
    assert 0.92 < inside / 400 < 0.98


def test_an_exercise_with_a_broken_key_stands_out():
    random = np.random.default_rng(7)
    able = random.uniform(size=60)
    good = (able[:, None] + random.normal(0, 0.2, (60, 4)) > 0.5).astype(float)
    scores = np.column_stack([good, able < 0.5, np.zeros(60)])
    items = items_of(["a", "b", "c", "d", "broken", "hard"], [1.0] * 6, scores)
    assert all(one.discrimination > 0.4 for one in items[:4])
    assert items[4].discrimination < 0
    assert "its key" in items[4].look
    assert (items[5].difficulty, items[5].discrimination) == (0, None)
    assert "Hardly anybody" in items[5].look
    missing = items_of(["a", "b"], [2.0, 1.0], np.array([[2, np.nan], [1, np.nan]]))
    assert (missing[0].difficulty, missing[0].full, missing[1].count) == (0.75, 0.5, 0)


def test_copies_are_asked_about_and_the_release_is_not():
    random = np.random.default_rng(9)

    def text():
        return "\n".join("".join(random.choice(list("abcdefgh "), 30)) for _ in range(20))

    own = {name: text() for name in ("ada", "ben", "cleo", "dan")}
    assert alike(own) == []
    copied = {**own, "eve": own["ada"][:-10] + " other end"}
    (pair,) = alike(copied)
    assert pair[:2] == ("ada", "eve")
    assert pair[2] > 0.95
    everybody = dict.fromkeys(map(str, range(12)), own["ada"])
    assert alike(everybody) == [], "what all have says nothing of two"


def test_words_that_many_heard_are_counted(marked, here, capsys):
    rows = [("ada", "steps", 3.0, 0.0), ("dan", "steps", 3.0, 0.0), ("dan", "over", 2.0, None)]
    said = json.dumps(
        {"cells": [{"metadata": {"nbgrader": {"grade": True, "grade_id": "steps"}},
                    "outputs": [{"output_type": "error", "evalue": "Drawn <before> cleaned."}]}]}
    )  # fmt: skip
    for student in ("ada", "dan"):
        (marked / "autograded" / student / "sample" / "sample.ipynb").write_text(said, "utf-8")
    found = report(marked, "sample", rows)
    (steps,) = [one for one in found.items if one.name == "steps"]
    assert steps.words == [("Drawn <before> cleaned.", 2)]
    assert "steps, 2 times: Drawn <before> cleaned." in shown(found)
    assert "Drawn &lt;before&gt; cleaned." in page(found)


def test_the_command_writes_a_page(marked, capsys):
    hand_in(marked, "eve", "solutions", LATE)
    assert command.main(["report", "sample"]) == 0
    said = capsys.readouterr().out
    assert "3 hand-ins" in said, "who is on the roster and has marks"
    text = (marked / "reports" / "sample.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert text.count('<th scope="row">') == 8
    assert command.main(["report", "sample", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["hand_ins"] == 3
    assert command.main(["report", "essay"]) == 1
    assert "Nobody on the roster has a mark" in capsys.readouterr().err
