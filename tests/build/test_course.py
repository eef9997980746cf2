"""A small course, built: what comes out, when it is built again, and how it is checked."""

from __future__ import annotations

import json
import shutil

import nbformat
import pytest
from sample_course import ACCOUNTS, CURRICULUM, SAMPLE, edit, environment, make_course, run

from course_utils.build import BuildError, build, main
from course_utils.exercises import load_key
from course_utils.exercises.check_cell import check_name

NOTEBOOKS = (
    "notebooks/01_sample.ipynb",
    "solutions/sample/sample.ipynb",
    "exercises/sample/sample.ipynb",
)
FILES = sorted([*NOTEBOOKS, "solutions/sample/checks.json", "exercises/sample/checks.json"])


@pytest.fixture(scope="module")
def datasets(tmp_path_factory):
    from course_utils.company import generate

    folder = tmp_path_factory.mktemp("company") / "datasets"
    generate(seed=11, accounts=ACCOUNTS).write(folder)
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory, datasets):
    root = make_course(tmp_path_factory.mktemp("built") / "course", datasets)
    results = build(root=root, companies=2)
    assert sorted((r.path.as_posix(), r.state) for r in results) == [(f, "built") for f in FILES]
    return root


@pytest.fixture
def course(built, tmp_path):
    """A copy of the built course, to change."""
    return shutil.copytree(built, tmp_path / "course")


def texts(root):
    return {name: (root / name).read_bytes() for name in FILES}


def states(results):
    return {r.path.as_posix(): r.state for r in results}


def notebook(root, name):
    return nbformat.read(root / name, as_version=4)


def test_the_lesson_has_outputs_and_what_the_key_says(built):
    lesson = notebook(built, NOTEBOOKS[0])
    assert "- Put the steps of an analysis in order" in lesson.cells[0].source
    assert [c.execution_count for c in lesson.cells if c.cell_type == "code"] == [1, 2, 3, 4]
    assert lesson.cells[1].metadata["jupyter"] == {"source_hidden": True}
    assert lesson.cells[2].outputs[0].text == "one\ntwo\n"
    assert "version" not in lesson.metadata["language_info"]


def test_of_a_widget_only_what_needs_no_kernel_is_stored(built):
    lesson = notebook(built, NOTEBOOKS[0])
    assert "widgets" not in lesson.metadata
    kinds = [set(output.data) for output in lesson.cells[-1].outputs]
    assert kinds == [{"text/plain"}, {"text/plain", "text/html"}]


def test_the_assignment_has_a_locked_check_with_the_keys_points_after_each_answer(built):
    cells = notebook(built, NOTEBOOKS[1]).cells
    key = load_key(built / "curriculum" / SAMPLE)
    graded = {
        c.metadata.nbgrader.grade_id: i for i, c in enumerate(cells) if "nbgrader" in c.metadata
    }
    for name, exercise in key.exercises.items():
        check = cells[graded[name]]
        assert check.metadata.nbgrader.points == exercise.points
        if exercise.form.manual:
            assert check.cell_type == "markdown"
            assert check.metadata.nbgrader.solution
            continue
        assert check_name(check.source) == name
        assert check.metadata.nbgrader.locked
        assert graded[name] == graded[name + "-answer"] + 1
    assert cells[graded["setup"]].metadata.nbgrader.locked
    text = "\n".join(c.source for c in cells)
    assert '- `"mix"`: A mix shift\n- `"noise"`: Noise' in text
    assert '- `"chart"`\n- `"clean"`' in text
    assert "## Plans (2 points)" in text
    assert (
        "| Claim | 60 % | states one claim with its number | states a claim without a number |"
        in text
    )


def test_the_release_holds_stubs_and_no_outputs(built):
    source, released = (notebook(built, name) for name in NOTEBOOKS[1:])
    assert [c.id for c in released.cells] == [c.id for c in source.cells]
    text = "\n".join(c.source for c in released.cells)
    assert "free_share = ...\n# Your work goes here." in text
    assert '"""Return the share of values above the limit."""\n    # Your work goes here.' in text
    assert "*Write your answer here." in text
    for secret in (
        "SOLUTION",
        '"mix"\n',
        "group by channel",
        "turn around in a month",
        ".round(3)",
    ):
        assert secret not in text
    assert not any(c.get("outputs") for c in released.cells)
    checks = [(built / name).read_bytes() for name in FILES if name.endswith("checks.json")]
    assert checks[0] == checks[1]


def test_checks_hold_hashes_and_hints_only(built):
    text = (built / "exercises/sample/checks.json").read_text(encoding="utf-8")
    key = load_key(built / "curriculum" / SAMPLE)
    for exercise in key.exercises.values():
        for mistake in exercise.mistakes:
            assert mistake.message not in text
    assert "What belongs in the denominator?" in text
    assert set(json.loads(text)["exercises"]) == set(key.exercises)


def test_building_twice_gives_the_same_bytes(course):
    before = texts(course)
    assert set(states(build(root=course, force=True, companies=1)).values()) == {"built"}
    assert texts(course) == before


def test_only_what_changed_is_built(course):
    assert set(states(build(root=course)).values()) == {"unchanged"}
    edit(course / "curriculum" / SAMPLE / "lesson.py", "A sample lesson", "A lesson")
    made = states(build(root=course, companies=1))
    assert made.pop(NOTEBOOKS[0]) == "built"
    assert set(made.values()) == {"unchanged"}
    edit(course / "curriculum" / SAMPLE / "key.py", "Look at the sizes", "Compare the sizes")
    made = states(build(root=course, companies=1))
    # The lesson too: what the key asks must not stand in it.
    assert set(made.values()) == {"built"}
    assert "Compare the sizes" in (course / FILES[0]).read_text(encoding="utf-8")


def test_check_finds_what_does_not_match_and_writes_nothing(course):
    assert set(states(build(root=course, check=True)).values()) == {"matches"}
    before = texts(course)
    edit(course / "curriculum" / SAMPLE / "assignment.py", "Which share", "What share")
    found = states(build(root=course, check=True))
    assert {name for name, state in found.items() if state == "differs"} == set(NOTEBOOKS[1:])
    assert texts(course) == before


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (NOTEBOOKS[0], "A sample lesson", "A better lesson"),
        (NOTEBOOKS[1], 'culprit = \\"mix\\"', 'culprit = \\"noise\\"'),
        (NOTEBOOKS[2], "# Your work goes here.", "# Work."),
        ("exercises/sample/checks.json", "denominator", "numerator"),
        ("solutions/sample/checks.json", '"points": 4', '"points": 40'),
    ],
)
def test_check_finds_an_edited_built_file(course, name, old, new):
    edit(course / name, old, new)
    found = states(build(root=course, check=True))
    assert {path for path, state in found.items() if state != "matches"} == {name}


def test_check_compares_no_outputs_but_wants_some(course):
    path = course / NOTEBOOKS[0]
    lesson = notebook(course, NOTEBOOKS[0])
    lesson.cells[2].outputs[0].text = "another run\n"
    nbformat.write(lesson, path)
    assert states(build(root=course, check=True))[NOTEBOOKS[0]] == "matches"
    lesson.cells[2].execution_count = None
    nbformat.write(lesson, path)
    assert states(build(root=course, check=True))[NOTEBOOKS[0]] == "differs"


def test_check_finds_missing_files_and_files_without_a_source(course):
    (course / "exercises/sample/checks.json").unlink()
    shutil.copy(course / NOTEBOOKS[0], course / "notebooks" / "02_gone.ipynb")
    (course / "exercises" / "gone").mkdir()
    found = states(build(root=course, check=True))
    assert found["exercises/sample/checks.json"] == "missing"
    assert found["notebooks/02_gone.ipynb"] == "without a source"
    assert found["exercises/gone"] == "without a source"


def test_the_command_says_what_it_did(course, monkeypatch, capsys):
    monkeypatch.chdir(course / "curriculum")
    assert main([]) == 0
    assert "unchanged  notebooks/01_sample.ipynb" in capsys.readouterr().out
    assert main(["--check"]) == 0
    edit(course / NOTEBOOKS[2], "A sample assignment", "An assignment")
    assert main(["--check", "sample"]) == 1
    said = capsys.readouterr()
    assert "differs  exercises/sample/sample.ipynb" in said.out
    assert "run 'pmlab build'" in said.err
    assert main(["samples"]) == 1
    assert "There is no skill 'samples'; there are sample." in capsys.readouterr().err
    edit(course / "curriculum" / SAMPLE / "lesson.py", "numbers = [", "numbers = [nothing, ")
    before = texts(course)
    assert main(["01_sample"]) == 1
    assert "lesson.py:12: This cell raises NameError" in capsys.readouterr().err
    assert texts(course) == before


def test_outside_a_course_it_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BuildError, match="There is no curriculum/ here or above"):
        build()


def test_nbgraders_own_command_makes_the_same_release(course, tmp_path):
    before = texts(course)
    shutil.rmtree(course / "exercises")
    run("nbgrader", "generate_assignment", "sample", cwd=course, env=environment(tmp_path / "home"))
    assert texts(course) == before


def test_the_sample_uses_every_form():
    from course_utils.exercises import forms

    key = load_key(CURRICULUM / SAMPLE)
    every = set(forms.Form.registry) - {"Form"}
    assert {exercise.form.kind for exercise in key.exercises.values()} == every
