"""Practice in a lesson: built unanswered, provable, checked at once; and what a lesson must not say."""

from __future__ import annotations

import json

import nbformat
import pytest
from sample_course import ACCOUNTS, CURRICULUM, SAMPLE, edit, line_of, make_course

from course_utils.build import BuildError, build
from course_utils.company import generate
from course_utils.exercises.check_cell import check_call
from course_utils.exercises.checks import Checks

LESSON = f"curriculum/{SAMPLE}/lesson.py"
KEY = f"curriculum/{SAMPLE}/key.py"
PRACTISED = """

# %% [markdown]
# Most accounts are free.{{claim most_are_free}}

# %%
from course_utils import check, data

accounts = data.load("accounts")

# %% practice="paying"
paying = ...
### BEGIN SOLUTION
paid = accounts[accounts["plan"] != "free"]
paying = len(paid)
### END SOLUTION

# %%
len(accounts.columns)
"""
KEYED = '''

@practice(Number("count"), objective="OBJECTIVE")
def paying(accounts):
    """How many accounts are on a plan that is paid for?"""
    return int((accounts["plan"] != "free").sum())


@paying.mistake("These are all accounts.")
def _(accounts):
    return len(accounts)


paying.hints("Which plan costs nothing?")
'''
CLAIMS = '''
from course_utils.exercises.claims import claim


@claim
def most_are_free(accounts):
    """Most accounts are on the free plan."""
    return (accounts["plan"] == "free").mean() > 0.5
'''


@pytest.fixture(scope="module")
def datasets(tmp_path_factory):
    folder = tmp_path_factory.mktemp("company") / "datasets"
    generate(seed=11, accounts=ACCOUNTS).write(folder)
    return folder


@pytest.fixture
def course(tmp_path, datasets):
    root = make_course(tmp_path / "course", datasets, CURRICULUM / SAMPLE)
    with (root / LESSON).open("a", encoding="utf-8") as file:
        file.write(PRACTISED)
    objective = next(iter(load_objectives(root)))
    with (root / KEY).open("a", encoding="utf-8") as file:
        file.write(
            "\n\nfrom course_utils.exercises import Number, practice\n"
            + KEYED.replace("OBJECTIVE", objective)
        )
    (root / f"curriculum/{SAMPLE}/claims.py").write_text(CLAIMS, encoding="utf-8")
    return root


def load_objectives(root):
    from course_utils.exercises import load_key

    return load_key(root / KEY).objectives


def test_a_lesson_asks_and_checks_and_is_stored_unanswered(course):
    results = build([SAMPLE], root=course, companies=1)
    assert all(result.good for result in results)
    notebook = nbformat.read(course / f"notebooks/{SAMPLE}.ipynb", as_version=4)
    sources = [cell.source for cell in notebook.cells]
    assert "paying = ..." in sources
    asked = sources.index(check_call("paying"))
    assert sources[asked - 1] == "paying = ..."
    shown = json.dumps(notebook.cells[asked].outputs)
    assert "Not attempted yet" in shown
    everything = json.dumps(notebook)
    assert "paid = accounts" not in everything
    assert "claim" not in everything
    assert "values" not in {cell.id for cell in notebook.cells}
    counts = [c.execution_count for c in notebook.cells if c.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))
    checks = Checks.read(course / f"notebooks/checks/{SAMPLE}.json")
    assert list(checks.exercises) == ["paying"]
    assert not (course / "notebooks" / "progress").exists()
    assert all(r.state == "unchanged" for r in build([SAMPLE], root=course))
    assert all(r.state == "matches" for r in build([SAMPLE], root=course, check=True))


def test_a_practice_whose_solution_is_wrong_is_refused(course):
    edit(course / LESSON, "paying = len(paid)", "paying = len(accounts)")
    with pytest.raises(BuildError, match="The solution of paying is not right: These are all"):
        build([SAMPLE], root=course, companies=1)


def test_a_claim_that_fails_stops_the_build_and_names_sentence_and_seed(course):
    edit(course / f"curriculum/{SAMPLE}/claims.py", "> 0.5", "> 0.999")
    line = line_of(course / LESSON, "Most accounts are free.")
    with pytest.raises(BuildError) as refusal:
        build([SAMPLE], root=course, companies=1)
    said = str(refusal.value)
    assert f"{LESSON}:{line}" in said
    assert "Most accounts are free." in said
    assert "company seed 1" in said


def test_a_lesson_that_holds_an_answer_of_its_assignment_is_refused(course):
    from course_utils import data
    from course_utils.exercises import load_key

    item = next(i for i in load_key(course / KEY).exercises.values() if i.form.kind == "Number")
    right = item.answer(data.open(course / "datasets"))
    edit(course / LESSON, "len(accounts.columns)", f"print({float(right)!r})")
    with pytest.raises(BuildError, match=f"the right answer of {item.name}"):
        build([SAMPLE], root=course, companies=1)
