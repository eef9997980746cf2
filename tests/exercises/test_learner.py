"""check(), hint() and progress(): five answers in words, nothing lost, never a traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest
from places import FIXTURES, ROOT
from sample_cohort import built
from sample_company import SampleCompany

from course_utils.exercises import (
    NotRight,
    Progress,
    Record,
    check,
    compile_checks,
    hint,
    learner,
    load_key,
    progress,
)
from course_utils.exercises.record import MOMENTS

KEY = load_key(FIXTURES / "sample_key" / "01_sample")
COMPANY = SampleCompany(1)
CHECKS = json.dumps(compile_checks(KEY, COMPANY, cost=2))
SHARE = float(KEY.exercises["share_guided"].answer(COMPANY))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Stand in a learner's folder with a fresh kernel."""
    (tmp_path / "checks.json").write_text(CHECKS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(learner, "_desk", None)
    monkeypatch.setattr(learner, "_company", lambda: COMPANY)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return tmp_path


@pytest.fixture
def said(capsys):
    return lambda: capsys.readouterr().out


def restart(monkeypatch):
    monkeypatch.setattr(learner, "_desk", None)


def record(folder, name):
    records = json.loads((folder / "progress" / f"{name}.json").read_text(encoding="utf-8"))[
        "records"
    ]
    return records[COMPANY.fingerprint]


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        (..., "not_attempted", "No answer yet. Expected a fraction such as 0.25."),
        (True, "wrong_form", "yes-or-no"),
        (str(SHARE), "wrong_form", "remove the quotes"),
        (SHARE * 100, "wrong_form", f"write {SHARE * 100:.6g} % as {SHARE:.6g}"),
        (1 - SHARE, "mistake", "This is the share of the others."),
        (SHARE + 0.01, "not_right", "3 hints are there for you"),
        (SHARE, "right", "2 points; mastered."),
    ],
)
def test_the_five_answers(folder, said, answer, state, words):
    result = check("share_guided", answer)
    assert result.state == state
    assert result.right == (state == "right")
    text = said()
    assert words in text
    assert "Traceback" not in text
    assert "object at 0x" not in repr(result)


@pytest.mark.parametrize(
    "name", [name for name, item in KEY.exercises.items() if not item.form.manual]
)
def test_every_form_is_checked(folder, said, name):
    item = KEY.exercises[name]
    assert check(name, item.answer(COMPANY)).state == "right"
    assert check(name, ...).state == "not_attempted"
    assert check(name, object()).state == "wrong_form"
    for message, value in item.mistaken(COMPANY):
        assert check(name, value).message == message


def test_an_answer_that_rules_alone_have_read_is_not_called_right(folder, said):
    class ByRules(float):
        __pmlab_right__ = "Every line is met"

    assert check("share_guided", ByRules(SHARE)).state == "right"
    text = said()
    assert "Every line is met" in text
    assert "Right" not in text
    check("share_guided", ByRules(1 - SHARE))
    assert "Every line is met" not in said()


def test_a_text_waits_for_a_person(folder, said):
    assert check("memo", "We decide on Friday.").state == "manual"
    assert check("memo", "").state == "not_attempted"
    assert "A person reads it" in said()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: check("share_guide", 1), "Did you mean `share_guided`?"),
        (lambda: check("Share guided", 1), "Did you mean `share_guided`?"),
        (lambda: check("zzz", 1), "The exercises here are `people`"),
        (lambda: check("people"), 'Give your answer as well: `check("people", people)`'),
        (lambda: check(0.3, "share_guided"), "name of the exercise in quotes"),
        (lambda: check(["people"], 1), "name of the exercise in quotes"),
        (lambda: hint("peple"), "Did you mean `people`?"),
        (lambda: hint(), "Say for which exercise: `people`"),
        (lambda: hint(3), "name of the exercise in quotes"),
    ],
)
def test_a_wrong_call_gets_one_sentence(folder, said, call, words):
    call()
    assert words in said()


def test_missing_and_damaged_checks_get_one_sentence(folder, said):
    (folder / "checks.json").write_text(CHECKS[:500], encoding="utf-8")
    for call in (lambda: check("people", 1), lambda: hint("people"), progress):
        call()
        assert "checks.json cannot be used: it is damaged" in said()
    (folder / "checks.json").unlink()
    for call in (lambda: check("people", 1), lambda: hint("people"), progress):
        call()
        assert f"There is no checks.json in {folder}" in said()
    (folder / "checks.json").mkdir()
    check("people", 1)
    assert "cannot be read" in said()


def test_checks_of_another_version_of_a_table_are_told(folder, said):
    from course_utils.company.tables import TABLES

    checks = json.loads(CHECKS)
    # Of the tables that the answers, mistakes and queries of the key read, and of no others:
    # one that is added, or changed, elsewhere leaves the checks valid.
    assert checks["tables"] == {name: TABLES[name].version for name in ("users", "surveys")}
    assert check("share_guided", SHARE).state == "right"
    checks["tables"]["users"] = "0" * 12
    (folder / "checks.json").write_text(json.dumps(checks), encoding="utf-8")
    said()
    assert check("share_guided", SHARE).state == "notice"
    assert "another version of the table 'users'" in said()


def test_repaired_checks_are_taken_without_a_restart(folder, said):
    (folder / "checks.json").write_text("{", encoding="utf-8")
    assert check("share_guided", SHARE).state == "notice"
    (folder / "checks.json").write_text(CHECKS, encoding="utf-8")
    assert check("share_guided", SHARE).state == "right"


def test_the_data_of_another_company_are_told(folder, said, monkeypatch):
    monkeypatch.setattr(learner, "_company", lambda: SampleCompany(2))
    assert check("share_guided", SHARE).state == "notice"
    text = said()
    assert "another company's data" in text
    assert COMPANY.fingerprint[:8] in text
    assert not (folder / "progress").exists()


def test_a_surprise_inside_is_one_sentence(folder, said, monkeypatch):
    monkeypatch.setattr("course_utils.exercises.assessment.assess", lambda *a: 1 / 0)
    assert check("share_guided", SHARE).state == "notice"
    assert "could not be checked (ZeroDivisionError). Nothing is lost." in said()


# ------------------------------------------------------------------------------------ hints


def test_hints_open_one_at_a_time_and_say_how_many_remain(folder, said, monkeypatch):
    expected = [
        ("Hint 1 of 3. What stands below the line?", "2 more hints are there."),
        ("Hint 2 of 3. All users do.", "1 more hint is there."),
        ("Hint 3 of 3. The mean of a comparison", "This is the last hint."),
        ("There are no more hints", "2. All users do."),
        ("There are no more hints", "3. The mean of a comparison"),
    ]
    for words in expected:
        hint("share_guided")
        text = said()
        assert all(word in text for word in words), text
        restart(monkeypatch)
    assert record(folder, "share_guided")["hints"] == 3


# ------------------------------------------------------------------------------------ progress


@pytest.mark.parametrize(
    ("source", "lost"),
    [
        ("share_guided = ...", True),
        ("share_guided = ...  # a fraction", True),
        ("check('share_guided', share_guided)\nother = 3", True),
        ("share_guided = ...\nshare_guided = 0.5", False),
        ("a, share_guided = 1, 0.5", False),
        ("share_guided=0.5", False),
    ],
)
def test_progress_names_what_only_the_kernel_remembers(folder, said, monkeypatch, source, lost):
    notebook = folder / "sample.ipynb"
    cells = [{"cell_type": "code", "source": source}]
    notebook.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    monkeypatch.setenv("JPY_SESSION_NAME", str(notebook))
    check("share_guided", SHARE)
    check("people", 3)
    said()
    progress()
    words = " ".join(said().split())
    assert ("last saved: `share_guided`." in words) == lost
    assert "`people`" not in words


@pytest.mark.parametrize(
    ("ident", "old", "new"),
    [
        (None, "", ""),
        ("setup", "import", "free = 3; import"),
        ("culprit", "culprit)", '"noise")'),
        ("culprit-answer", "...", '"noise"'),
    ],
)
def test_progress_names_given_cells_that_grading_will_put_back(
    folder, said, monkeypatch, tmp_path_factory, ident, old, new
):
    source = built(tmp_path_factory) / "exercises" / "sample" / "sample.ipynb"
    cells = json.loads(source.read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        if ident and cell["metadata"].get("nbgrader", {}).get("grade_id") == ident:
            cell["source"] = [line.replace(old, new) for line in cell["source"]]
            begins = next(line.strip() for line in cell["source"] if not line.startswith("#"))
    notebook = folder / "sample.ipynb"
    notebook.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    monkeypatch.setenv("JPY_SESSION_NAME", str(notebook))
    check("share_guided", SHARE)
    said()
    progress()
    words = " ".join(said().split())
    locked = ident in ("setup", "culprit")
    assert ("Grading puts back what was given to you" in words) == locked
    assert not locked or f"the cell that begins `{begins[:20]}" in words


def test_progress_adds_up(folder, said):
    check("share_guided", 0.9)
    check("share_guided", SHARE)
    check("people", 3)
    hint("people")
    check("people", KEY.exercises["people"].answer(COMPANY))
    check("north_star", "c")
    said()
    progress()
    text = said()
    assert "2 of 11 done, 2 mastered, 3 of 19 points." in text
    assert "The assignment has 29 points: 19 are counted here, and 10" in text
    assert "Restart Kernel and Run All Cells" in text
    assert "pmlab grade exercises/sample" in " ".join(text.split())
    assert re.search(r"Count users and describe.* 2 of 4 done", text)
    assert re.search(r"north_star +not right yet +0 of 1 +0 of 1", text)
    assert re.search(r"people +✓ mastered +1 of 1 +1 of 2", text)
    assert re.search(r"memo +read by a person +10", text)


@pytest.mark.parametrize("now", [1 - SHARE, SHARE + 0.01, ...])
def test_points_are_those_of_the_answer_that_was_checked_last(folder, said, now):
    check("share_guided", SHARE)
    check("people", KEY.exercises["people"].answer(COMPANY))
    check("share_guided", now)
    said()
    progress()
    text = said()
    assert "2 of 11 done, 2 mastered, 1 of 19 points." in text
    assert "not by the answer that was checked last: `share_guided`." in " ".join(text.split())
    assert re.search(r"share_guided +was right; now: \w+.* +0 of 2", text)
    check("share_guided", SHARE)
    said()
    progress()
    text = said()
    assert "3 of 19 points." in text
    assert "checked last" not in text


@pytest.mark.parametrize(
    ("steps", "mastered"),
    [
        ("r", True),
        ("wwr", True),
        ("www r", False),
        ("w w w w r", False),
        ("hh r", True),
        ("hhh r", False),
        ("fffbbb r", True),
        ("r hhh wwww r", True),
        ("1111 r", True),
        ("hhh r r", False),
    ],
)
def test_mastered_is_right_within_three_answers_and_before_the_last_hint(
    folder, said, steps, mastered
):
    wrong = iter(range(2, 100))
    for step in steps.replace(" ", ""):
        if step == "h":
            hint("share_guided")
        else:
            answer = {"r": SHARE, "f": "text", "b": ..., "1": 0.9}.get(step)
            check("share_guided", answer if step != "w" else 0.5 + next(wrong) / 1000)
    assert record(folder, "share_guided")["done"]
    assert record(folder, "share_guided")["mastered"] == mastered


def test_another_answer_and_a_hint_are_moments_and_running_a_cell_again_is_none(
    folder, said, monkeypatch
):
    clock = iter(range(100, 1_000, 100))
    monkeypatch.setattr("course_utils.exercises.record.time.time", lambda: next(clock) + 0.5)
    check("share_guided", ...)
    check("share_guided", 0.9)
    check("share_guided", 0.9)
    hint("share_guided")
    check("share_guided", SHARE)
    assert record(folder, "share_guided")["moments"] == [100, 200, 300]


def test_only_the_latest_moments_are_kept():
    found = Record.of({"moments": [*range(500), "late", True, 1.5]})
    assert found.moments == [*range(500 - MOMENTS, 500)]


@pytest.mark.parametrize(("reading", "prepared"), [(0.0, True), (600.0, False)])
def test_a_kernel_that_ends_waits_for_what_prepares_and_not_for_its_turn(folder, reading, prepared):
    program = f"""
import threading, time
import ipykernel
from course_utils.exercises import learner
begun = threading.Event()
def prepare(desk):
    begun.set(); time.sleep(0.5); print("prepared")
learner._prepare, learner.READING_SECONDS = prepare, {reading}
learner.hint("share_guided")
if {prepared}:
    begun.wait()
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True
    )
    assert ("prepared" in done.stdout) == prepared


def test_progress_outlives_the_kernel_and_the_folders_name(
    folder, said, monkeypatch, tmp_path_factory
):
    check("share_guided", 0.9)
    moved = tmp_path_factory.mktemp("moved") / "elsewhere"
    folder.rename(moved)
    monkeypatch.chdir(moved)
    restart(monkeypatch)
    check("share_guided", 0.8)
    assert record(moved, "share_guided")["attempts"] == 2


def test_a_change_of_directory_in_a_cell_loses_nothing(folder, said, monkeypatch, tmp_path_factory):
    check("share_guided", 0.9)
    monkeypatch.chdir(tmp_path_factory.mktemp("other"))
    check("share_guided", SHARE)
    assert record(folder, "share_guided")["done"]


def test_another_company_starts_anew_and_forgets_nothing(folder, said, monkeypatch):
    check("share_guided", SHARE)
    other = SampleCompany(2)
    checks = json.dumps(compile_checks(KEY, other, cost=2))
    (folder / "checks.json").write_text(checks, encoding="utf-8")
    monkeypatch.setattr(learner, "_company", lambda: other)
    check("share_guided", 0.9)
    records = json.loads((folder / "progress" / "share_guided.json").read_text(encoding="utf-8"))[
        "records"
    ]
    assert records[COMPANY.fingerprint]["done"]
    assert not records[other.fingerprint]["done"]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"records": 3}', "\udcff", "[" * 100_000])
def test_a_damaged_file_is_kept_aside_and_told_once(folder, said, text):
    (folder / "progress").mkdir()
    path = folder / "progress" / "share_guided.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert check("share_guided", SHARE).state == "right"
    assert "was damaged and is kept as share_guided.damaged-" in said()
    check("share_guided", SHARE)
    assert "damaged" not in said()
    assert record(folder, "share_guided")["done"]
    (kept,) = (folder / "progress").glob("share_guided.damaged-*.json")
    assert kept.read_bytes() == text.encode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    "data",
    [
        None,
        3,
        [],
        {"attempts": "3", "hints": True, "done": 1, "state": None, "mastered": "yes"},
        {"attempts": -1},
    ],
)
def test_a_strange_record_becomes_a_fresh_one(data):
    found = Record.of(data)
    assert (found.attempts, found.hints, found.done, found.mastered) in {
        (0, 0, False, False),
        (-1, 0, False, False),
    }


def test_a_folder_that_cannot_be_written_is_told_once_and_works(folder, said, monkeypatch):
    def refuse(*a, **k):
        raise PermissionError("no")

    monkeypatch.setattr("course_utils.files.write_json", refuse)
    check("share_guided", 0.9)
    assert "cannot be saved" in said()
    check("share_guided", SHARE)
    text = said()
    assert "cannot be saved" not in text
    assert "mastered" in text
    hint("people")
    hint("people")
    assert "Hint 2 of 2" in said()
    progress()
    assert "1 of 11 done" in said()


def test_a_file_in_the_place_of_the_folder_is_survived(folder, said):
    (folder / "progress").write_text("not a folder", encoding="utf-8")
    assert check("share_guided", SHARE).state == "right"
    assert "cannot be" in said()
    progress()


def test_nothing_is_written_under_grading(tmp_path, monkeypatch):
    for mode in ("autograde", "validate"):
        monkeypatch.setenv("NBGRADER_EXECUTION", mode)
        Progress(tmp_path).put("x", "c", Record(done=True))
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------------ grading


@pytest.mark.parametrize("mode", ["autograde", "validate"])
def test_under_grading_only_a_right_answer_passes(folder, said, monkeypatch, mode):
    monkeypatch.setenv("NBGRADER_EXECUTION", mode)
    assert check("share_guided", SHARE).right
    assert check("memo", "words").state == "manual"
    calls = [
        ("share_guided", 0.9),
        ("share_guided", ...),
        ("share_guided", 1 - SHARE),
        ("nothing", 1),
        ("share_guided",),
    ]
    for arguments in calls:
        with pytest.raises(NotRight) as raised:
            check(*arguments)
        assert raised.value._render_traceback_() == [str(raised.value)]
        assert raised.value.__cause__ is None
    (folder / "checks.json").unlink()
    with pytest.raises(NotRight, match=r"no checks\.json"):
        check("share_guided", SHARE)
    hint("share_guided")
    assert not (folder / "progress").exists()


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Run a small notebook in a real kernel as the course's grader does."""
    return autograded(tmp_path_factory.mktemp("graded"), {"PMLAB_CASES": "cases.json"})


@pytest.fixture(scope="module")
def graded_plainly(tmp_path_factory):
    """Run it as nbgrader does without the course's settings."""
    return autograded(tmp_path_factory.mktemp("graded"), {})


def autograded(folder, given):
    import nbformat
    from nbclient import NotebookClient

    (folder / "checks.json").write_text(CHECKS, encoding="utf-8")
    cases = KEY.cases(5)
    (folder / "cases.json").write_text(json.dumps(cases), encoding="utf-8")
    cells = [
        "from course_utils import check, hint, progress",
        f"check('share_guided', {SHARE!r})",
        "check('share_guided', 0.5)",
        "def net_promoter(scores):\n    return len(scores)\ncheck('net_promoter', net_promoter)",
        "hint('people'); progress()",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in cells])
    root = str(ROOT)
    environment = {
        **os.environ,
        "NBGRADER_EXECUTION": "autograde",
        **{name: str(folder / file) for name, file in given.items()},
        "PMLAB_COMPANY": str(folder / "no data here"),
        "PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")]),
    }
    client = NotebookClient(
        notebook, allow_errors=True, resources={"metadata": {"path": str(folder)}}
    )
    client.create_kernel_manager()
    client.km.kernel_spec.argv[0] = sys.executable
    client.execute(env=environment)
    return notebook.cells, folder, cases


MIME = "application/vnd.pmlab.answer+json"


def emitted(cell):
    return [o["data"][MIME] for o in cell.outputs if MIME in o.get("data", {})]


def test_answers_are_emitted_as_data(graded):
    cells, _, cases = graded
    assert emitted(cells[1]) == [{"version": 1, "exercise": "share_guided", "answer": SHARE}]
    assert emitted(cells[2])[0]["answer"] == 0.5
    outcomes = emitted(cells[3])[0]["answer"]["outcomes"]
    assert [item["value"] for item in outcomes] == [len(case[0]) for case in cases["net_promoter"]]


def test_the_grader_hears_answers_and_no_verdict(graded):
    cells, folder, _ = graded
    for cell in cells[1:4]:
        (output,) = cell.outputs
        assert output["data"]["text/plain"] == "The answer is recorded for grading."
    assert not (folder / "progress").exists()


def test_a_wrong_answer_is_a_short_error(graded_plainly):
    cells, folder, _ = graded_plainly
    assert all(o.output_type != "error" for o in (*cells[1].outputs, *cells[4].outputs))
    (error,) = [o for o in cells[2].outputs if o.output_type == "error"]
    assert error.ename == "NotRight"
    assert error.traceback == [error.evalue]
    assert "course_utils" not in json.dumps(cells[2].outputs)
    assert not (folder / "progress").exists()


def test_the_page_shows_an_icon_a_word_and_a_role(graded_plainly):
    cells, _, _ = graded_plainly
    shown = [o["data"]["text/html"] for o in cells[1].outputs if "text/html" in o.get("data", {})]
    (html,) = shown
    assert 'role="status"' in html
    assert "✓" in html
    assert "<strong>Right</strong>" in html
    assert "execute_result" not in [o.output_type for o in cells[1].outputs]


# ------------------------------------------------------------------------------------ display


def contrast(one, other):
    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_colours_are_seen_in_light_and_dark():
    from course_utils.exercises.display import _LOOKS, Card

    for state, (icon, word, colour) in _LOOKS.items():
        assert contrast(colour, "#ffffff") >= 3, state
        assert contrast(colour, "#111111") >= 3, state
        html = Card(state, ["Words"]).html
        assert icon in html
        assert word in html
        # Only the bar has a colour of its own: words keep the theme's.
        words = Card(state, ["Words"], table=[["Head"], ["Body"]]).html
        words = words.replace(f"border-left:4px solid {colour}", "")
        assert set(re.findall(r"[^-]color:([^;\"]+)", words)) == {
            "var(--jp-content-font-color1,var(--vscode-foreground,inherit))",
            "inherit",
        }
        assert "#" not in words


def test_words_of_a_learner_are_escaped():
    from course_utils.exercises.display import Card

    html = Card("notice", ["<script>x</script> `<b>`"], table=[["<i>"], ["<u>"]]).html
    assert "<script" not in html
    assert "<code>&lt;b&gt;</code>" in html
    assert "&lt;i&gt;" in html
    assert "&lt;u&gt;" in html


# --------------------------------------------------------------------------------- answers by hand


def by_hand(kind, name, folder):
    from course_utils import widgets
    from course_utils.exercises.store import Answers

    return getattr(widgets, kind)(name, answers=Answers(folder))


def test_a_widget_takes_its_options_from_the_checks(folder):
    for kind, form in (("Choice", "Choice"), ("MultiChoice", "Choices"), ("Ranking", "Ranking")):
        names = [name for name, item in KEY.exercises.items() if item.form.kind == form]
        assert names, form
        for name in names:
            item = KEY.exercises[name]
            widget = by_hand(kind, name, folder)
            offered = getattr(item.form, "options", None) or item.form.items
            assert [
                tuple(pair) for pair in getattr(widget, "options", None) or widget.items
            ] == list(offered)
            assert check(name, widget).state == "not_attempted"
            # Where no widget runs, its text says what can be typed.
            assert all(f'"{ident}"' in str(widget) for ident, _ in offered)
            widget.answer = item.answer(COMPANY)
            assert check(name, widget).state == "right"
            assert not (folder / "answers").exists(), "what stands in code is not kept as well"


def test_without_options_a_widget_says_where_they_belong(folder):
    with pytest.raises(ValueError, match="no exercise called"):
        by_hand("Choice", "elsewhere", folder)
    with pytest.raises(ValueError, match="no exercise with options"):
        by_hand("Choice", "share_guided", folder)
    (folder / "checks.json").unlink()
    with pytest.raises(ValueError, match=r"no checks\.json"):
        by_hand("Choice", "share_guided", folder)


def test_only_the_confidence_before_the_first_check_counts(folder, said):
    (name,) = [name for name, item in KEY.exercises.items() if item.form.kind == "Choice"][:1]
    right = KEY.exercises[name].answer(COMPANY)
    from course_utils import widgets
    from course_utils.exercises.store import Answers

    widget = widgets.Choice(name, confidence=True, answers=Answers(folder))
    check(name, widget)
    wrong = next(ident for ident, _ in widget.options if ident != right)
    widget.value = {"chosen": [wrong], "confidence": 0.9}
    check(name, widget)
    widget.value = {"chosen": [right], "confidence": 1.0}
    assert check(name, widget).right
    said()
    progress()
    text = said()
    assert "In 1 exercise you said how sure you were: 90% on average." in text
    assert "right in 0%. Brier score 0.81" in text
    assert record(folder, name)["done"]


def test_who_said_nothing_about_confidence_reads_nothing_about_it(folder, said):
    check("share_guided", SHARE)
    progress()
    assert "Brier" not in said()


class TestPractice:
    """Lessons share a folder: each has its own file of checks."""

    @pytest.fixture
    def lessons(self, folder):
        (folder / "checks.json").unlink()
        (folder / "checks").mkdir()
        data = json.loads(CHECKS)
        for skill, names in {"first": ["people"], "second": ["share_guided", "score_nps"]}.items():
            entries = {name: {**data["exercises"][name], "points": 0} for name in names}
            text = json.dumps({**data, "skill": skill, "exercises": entries})
            (folder / "checks" / f"{skill}.json").write_text(text, encoding="utf-8")
        return folder

    def test_each_is_found_by_name_and_earns_no_points(self, lessons, said):
        assert check("share_guided", SHARE).right
        assert "Practised; mastered." in said()
        assert check("people", 3).state == "not_right"
        assert record(lessons, "share_guided")["mastered"]
        check("shares", 1)
        assert "Did you mean" in said()

    def test_another_lessons_names_are_not_offered_for_a_misspelt_one(
        self, lessons, said, monkeypatch
    ):
        monkeypatch.setenv("JPY_SESSION_NAME", str(lessons / "01_first.ipynb"))
        hint("share_guide")
        assert said().count("`") == 2 * 2  # what was asked for, and the lesson's only one
        assert check("share_guided", SHARE).right  # a whole name is found wherever it stands

    def test_progress_shows_the_lessons_that_were_begun(self, lessons, said):
        progress()
        assert "Nothing is practised yet. There is practice in: first, second." in said()
        check("share_guided", SHARE)
        said()
        progress()
        text = said()
        assert "1 of 2 done, 1 mastered. Practice earns no points." in text
        assert "hand in" not in text
        assert "share_guided" in text
        assert "people" not in text

    def test_of_a_company_of_ones_own_only_what_is_practised_here_is_asked(
        self, lessons, monkeypatch, tmp_path
    ):
        other = SampleCompany(2)
        other.folder = tmp_path / "own"
        (other.folder / "checks").mkdir(parents=True)
        everything = json.dumps({**compile_checks(KEY, other, cost=2), "skill": "second"})
        (other.folder / "checks" / "second.json").write_text(everything, encoding="utf-8")
        monkeypatch.setattr(learner, "_company", lambda: other)
        own = float(KEY.exercises["share_guided"].answer(other))
        assert check("share_guided", own).right
        assert check("owners", 1).state == "notice"

    def test_nothing_is_kept_where_a_notebook_is_built(self, lessons, monkeypatch):
        monkeypatch.setenv("PMLAB_FRESH", "1")
        assert check("share_guided", SHARE).right
        assert not (lessons / "progress").exists()
