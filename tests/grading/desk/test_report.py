"""Knowing the class: figures that agree with their definitions, and what was planted is found."""

from __future__ import annotations

import json
import re
from collections import Counter

import nbformat
import numpy as np
import pytest
from sample_cohort import LATE, hand_in

from course_utils.grading.desk import command, effort, likeness, report_notebook
from course_utils.grading.desk.likeness import alike
from course_utils.grading.desk.report import (
    alpha,
    class_report,
    items_of,
    objectives_of,
    repairs_of,
    report,
    struggling,
)
from course_utils.grading.desk.report_page import page, shown
from course_utils.grading.desk.settings import CannotRun


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


def test_a_large_class_is_compared_where_lines_are_shared(monkeypatch):
    monkeypatch.setattr(likeness, "MANY", 0)
    test_copies_are_asked_about_and_the_release_is_not()


def test_mastery_is_of_the_points_that_are_judged():
    scores = np.array([[2, 2, 4], [2, 1, np.nan], [0, 0, np.nan], [2, 0, 0]])
    objective = {"a": "Count", "b": "Count", "c": "Argue"}
    count, argue = objectives_of(["a", "b", "c"], [2.0, 2.0, 4.0], scores, objective)
    assert (count.exercises, count.points) == (["a", "b"], 4.0)
    assert (count.mastered, count.begun, count.missing) == (1, 2, 1)
    assert count.mean == pytest.approx((1 + 0.75 + 0 + 0.5) / 4)
    assert (argue.mastered, argue.begun, argue.missing, argue.mean) == (1, 0, 1, 0.5)
    assert objectives_of(["x"], [1.0], np.ones((2, 1)), objective) == []


def test_what_is_to_mend_is_named_with_its_reason_and_the_dearest_first():
    random = np.random.default_rng(7)
    able = random.uniform(size=600)
    good = (able[:, None] + random.normal(0, 0.2, (600, 4)) > 0.5).astype(float)
    chance = (random.uniform(size=600) > 0.5).astype(float)
    scores = np.column_stack([good, able < 0.5, chance, able > 0.9])
    names, points = ["a", "b", "c", "d", "broken", "chance", "slip"], [1.0] * 4 + [2.0, 1.0, 1.0]
    said = {"a": Counter({"known": 280}), "slip": Counter({"known": 400, "other": 140}),
            "b": Counter({"other": 250}), "d": Counter({"No answer yet. Expected text.": 280})}  # fmt: skip
    known = {name: {"known"} for name in names}
    found = {one.name: " ".join(one.why) for one in repairs_of(
        items_of(names, points, scores), scores, said, known)}  # fmt: skip
    assert next(iter(found)) == "broken"
    assert "its key" in found["broken"]
    assert "Without it the marks would be more reliable" in found["broken"]
    assert "400 made the same mistake: teach against it. known" in found["slip"]
    assert "250 answers missed points and no named mistake fits them" in found["b"]
    assert "tells hardly anything" in found["chance"]
    assert found["d"] == "280 gave no answer: is it clear, and was there time?"
    assert {"a", "c"} & set(found) == set()


def test_attempts_and_hints_are_as_hand_ins_say_and_odd_files_count_for_nothing(marked):
    rows = [("ada", "steps", 3.0, 3.0), ("ben", "steps", 3.0, 0.0), ("dan", "steps", 3.0, None)]
    for student, records in (
        ("ada", {"a": {"attempts": 1, "hints": 0}, "b": {"attempts": 4, "hints": 0}}),
        ("ben", {"a": {"attempts": 10**300, "hints": 2}}),
        ("dan", {"a": {"attempts": "many"}}),
    ):
        place = marked / "submitted" / student / "sample" / "progress"
        place.mkdir(exist_ok=True)
        (place / "steps.json").write_text(json.dumps({"records": records}), encoding="utf-8")
        (place / "robust.json").write_text("[" * 100_000, encoding="utf-8")
    found = report(marked, "sample", rows)
    (steps,) = found.items
    assert (steps.attempts, steps.hinted) == ((4 + effort.MOST_TRIES) / 2, 0.5)
    assert json.loads(json.dumps(found.to_json()))["items"][0]["hinted"] == 0.5
    assert steps.minutes is None


def test_time_at_work_is_between_two_moments_of_a_sitting_and_belongs_to_the_later():
    noon = 1_790_000_000
    found = effort.minutes(
        {"a": [noon, noon + 240], "b": [noon + 600, noon + 660], "c": [noon + 9000]}
    )
    assert found == {"a": 4, "b": 7}
    assert effort.minutes({"a": [noon]}) == effort.minutes({}) == {}
    assert effort.minutes({"a": [10**300, noon]}) == {}


def test_the_report_says_the_median_of_the_minutes(marked):
    rows = [(student, "steps", 3.0, 3.0) for student in ("ada", "ben", "dan")]
    for student, minutes in (("ada", 2), ("ben", 8), ("dan", 5)):
        place = marked / "submitted" / student / "sample" / "progress"
        place.mkdir(exist_ok=True)
        record = {"attempts": 2, "moments": [1_790_000_000, 1_790_000_000 + 60 * minutes, "late"]}
        (place / "steps.json").write_text(json.dumps({"records": {"x": record}}), encoding="utf-8")
    found = report(marked, "sample", rows)
    assert found.items[0].minutes == 5
    assert "minutes" in shown(found)
    assert "breaks of more than 15 minutes" in page(found)


def test_who_has_less_than_half_of_what_is_judged_may_need_help():
    scores = np.array([[2, np.nan], [1, 0], [0.9, np.nan], [np.nan, np.nan], [1, 1]])
    found = struggling(["ada", "ben", "cleo", "dan", "eve"], [2.0, 2.0], scores)
    assert found == [("ben", 0.25), ("cleo", 0.45)]


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
    assert "of the points that are judged: ada (0%), dan (0%)." in shown(found)
    assert "of the points that are judged: ada (0%), dan (0%)." in page(found)
    assert "Drawn &lt;before&gt; cleaned." in page(found)


def test_the_command_writes_a_page(marked, capsys):
    hand_in(marked, "eve", "solutions", LATE)
    assert command.main(["report", "sample"]) == 0
    said = capsys.readouterr().out
    assert "3 hand-ins" in said, "who is on the roster and has marks"
    text = (marked / "reports" / "sample.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert text.count('<th scope="row">') == 8 + 3, "exercises and objectives"
    assert command.main(["report", "sample", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["hand_ins"] == 3
    shares = [one["difficulty"] for one in found["items"]]
    shares += [one["mean"] for one in found["objectives"]]
    bars = [float(width) for width in re.findall(r'<rect width="([\d.]+)"', text)]
    assert bars == pytest.approx([100 * share for share in shares], abs=0.05), "a bar as long as"
    assert len(set(bars)) > 2
    assert command.main(["report", "essay"]) == 1
    assert "Nobody on the roster has a mark" in capsys.readouterr().err


def test_the_command_writes_a_notebook_that_ran_and_runs_again(marked, capsys):
    assert command.main(["report", "sample", "--notebook"]) == 0
    path = marked / "reports" / "sample.ipynb"
    assert str(path) in capsys.readouterr().out
    written = nbformat.read(path, as_version=4)
    nbformat.validate(written)
    codes = [cell for cell in written.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in codes), "it was run to its end"
    outputs = [output for cell in codes for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error"]
    pictures = [output for output in outputs if "image/png" in output.get("data", {})]
    assert len(pictures) == 4, "sums, exercises, objectives, who and what"
    assert path.stat().st_mode & 0o077 == 0, "it names students"


def test_the_table_of_marks_has_what_waits_without_a_score(marked):
    table = report_notebook.marks(marked, "sample")
    assert list(table.columns) == ["student", "section", "exercise", "points", "score"]
    graded = class_report(marked, "sample")
    assert table["student"].nunique() == graded.hand_ins
    assert table["score"].isna().any(), "a text that nobody has read"
    sums = table.groupby("student")["score"].sum()
    assert sums.mean() == pytest.approx(graded.mean)
    with pytest.raises(CannotRun, match="Nobody on the roster"):
        report_notebook.marks(marked, "essay")
    with pytest.raises(CannotRun, match="not the folder of a cohort"):
        report_notebook.marks(marked / "reports", "sample")
