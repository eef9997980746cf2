"""The whole way of an assignment, through nbgrader's own commands, with three students."""

from __future__ import annotations

import copy
import html
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from companies import company
from places import ROOT
from sample_answers import answered, cells_of, literal, scores, solutions_of
from sample_course import ACCOUNTS, SAMPLE, NbGrader, edit, environment, make_course

from course_utils.build import build
from course_utils.exercises import load_key
from course_utils.exercises.key import Key
from course_utils.exercises.precomputed import precomputed_key

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="nbgrader has no exchange there"),
]

COURSES = [
    SAMPLE,
    *sorted(path.parent.name for path in (ROOT / "curriculum").glob("*/assignment.py")),
]
TAMPERED = "from IPython.display import display\nimport course_utils.exercises.learner as theirs\n"


@pytest.fixture(scope="module")
def nbgrader(tmp_path_factory):
    with NbGrader(tmp_path_factory.mktemp("nbgrader")) as command:
        yield command


@pytest.fixture(scope="module")
def datasets(tmp_path_factory):
    from course_utils.company import generate

    folder = tmp_path_factory.mktemp("company") / "datasets"
    generate(seed=11, accounts=ACCOUNTS).write(folder)
    return folder


class Student:
    """One student: a home, a folder for hand-ins, and nbgrader's own commands."""

    def __init__(self, command: NbGrader, name: str, folder: Path, exchange: Path) -> None:
        self.command = command
        self.name = name
        self.folder = folder
        folder.mkdir()
        self.env = environment(folder / "home", PMLAB_EXCHANGE=str(exchange))

    def nbgrader(self, *words: str) -> None:
        options = [f"--Exchange.root={self.env['PMLAB_EXCHANGE']}", "--course=pmlab"]
        self.command(*words, *options, cwd=self.folder, env=self.env)

    def edit(self, skill: str, change) -> None:
        path = self.folder / skill / f"{skill}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        notebook.cells = change(notebook.cells)
        nbformat.write(notebook, path)


def mistaken(key: Key, source) -> tuple[dict[str, str], dict[str, str]]:
    """Return each exercise's last mistake as an answer, and its message."""
    answers, messages = {}, {}
    for name, exercise in key.exercises.items():
        if exercise.form.manual:
            continue
        if not exercise.mistakes or exercise.form.kind == "Function":
            answers[name] = literal(key, name, None, source)
            if exercise.form.kind != "Function":
                answers[name] = f"{name} = 'something else'"
            continue
        message, value = exercise.mistaken(source)[-1]
        answers[name], messages[name] = literal(key, name, value, source), message
    return answers, messages


def feedback_of(student: Student, skill: str) -> str:
    (path,) = (student.folder / skill / "feedback").rglob("*.html")
    return path.read_text(encoding="utf-8")


def words_of(page: str) -> str:
    """Return what a reader sees of a page."""
    body = page[page.index("<body") :]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", body)).split())


def as_cloned(course: Path, lesson: str) -> Path:
    """Make a course of one lesson as it is stored, which is what instructors release."""
    make_course(course, company(1).folder, ROOT / "curriculum" / lesson)
    for place in ("exercises", "solutions"):
        shutil.copytree(
            ROOT / place / lesson[3:],
            course / place / lesson[3:],
            ignore=shutil.ignore_patterns("answers", "progress", "feedback", ".ipynb_checkpoints"),
        )
    return course


BY_HAND = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell

shell = InteractiveShell.instance()
for source in json.load(sys.stdin):
    ran = shell.run_cell(source)
    ran.raise_error()
"""


def answer_by_hand(folder: Path, course: Path, skill: str) -> list[str]:
    """Let the widgets of the author's solutions write their files; return whose there are."""
    notebook = nbformat.read(course / "solutions" / skill / f"{skill}.ipynb", as_version=4)
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    done = subprocess.run(
        [sys.executable, "-c", BY_HAND],
        cwd=folder,
        env=environment(folder.parent, PMLAB_COMPANY=str(course / "datasets"), MPLBACKEND="agg"),
        input=json.dumps(cells),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shutil.rmtree(folder / "progress", ignore_errors=True)
    return [path.stem for path in sorted((folder / "answers").glob("*.json"))]


@pytest.fixture(scope="module", params=COURSES)
def loop(request, tmp_path_factory, datasets, nbgrader):
    """Run the whole loop once and keep what came of it."""
    base, skill = tmp_path_factory.mktemp("loop"), request.param[3:]
    if request.param == SAMPLE:
        course = make_course(base / "course", datasets)
        (course / "curriculum" / request.param / "lesson.py").unlink()
        build(root=course, companies=1)
    else:
        course = as_cloned(base / "course", request.param)
    released = {p.name: p.read_bytes() for p in (course / "exercises" / skill).iterdir()}

    exchange = base / "exchange"
    env = environment(base / "teacher", PMLAB_EXCHANGE=str(exchange))

    def teacher(*words: str):
        return nbgrader(*words, cwd=course, env=env)

    teacher("generate_assignment", skill, "--force")
    again = {p.name: p.read_bytes() for p in (course / "exercises" / skill).iterdir()}
    teacher("release_assignment", skill)

    from course_utils import data

    source = data.open(course / "datasets")
    key = precomputed_key(load_key(course / "curriculum" / request.param), source)
    right = solutions_of(course, skill)
    wrong, messages = mistaken(key, source)
    ada, bob, eve, dan = students = [
        Student(nbgrader, name, base / name, exchange) for name in ("ada", "bob", "eve", "dan")
    ]
    written = [name for name, exercise in key.exercises.items() if exercise.form.manual]
    auto = [name for name in key.exercises if name not in written]

    ada_memo = {name: f"My own words about {name}, with a number: 42." for name in written}
    for student in students:
        student.nbgrader("fetch_assignment", skill)
    ada.edit(skill, answered({**right, **ada_memo}))
    bob.edit(skill, answered(wrong))

    # What the author's code does is seen with Ada; here the answers are typed, which is soon run.
    typed = {name: literal(key, name, key.exercises[name].answer(source), source) for name in auto}
    functions = {name: right[name] for name in auto if key.exercises[name].form.kind == "Function"}

    def spoil(cells):
        cells = answered({**right, **typed, **functions})(cells)
        unchecked, unnamed, renamed, *_, gone = auto  # on the last one no other answer rests
        kept = []
        for cell in cells:
            ident = cell.metadata.get("nbgrader", {}).get("grade_id")
            if ident in (gone + "-answer", unchecked, "setup"):
                continue  # an answer, a check and the imports are gone
            if ident == unnamed + "-answer":
                cell.metadata.nbgrader["grade_id"] = "my-own-name"
            if ident == renamed + "-answer":
                cell.source = cell.source.replace(renamed, "renamed")
            kept.append(cell)
        return kept

    eve.edit(skill, spoil)
    # Dan never typed: all that he answered stands in the files that widgets write.
    by_hand = answer_by_hand(dan.folder / skill, course, skill)
    for student in students:
        student.nbgrader("submit", skill, f"--CourseDirectory.student_id={student.name}")
    teacher("collect", skill, "--ExchangeCollect.check_owner=False")
    said = teacher("autograde", skill)
    teacher("generate_feedback", skill)
    teacher("release_feedback", skill)
    for student in students:
        student.nbgrader("fetch_feedback", skill, f"--CourseDirectory.student_id={student.name}")
    return SimpleNamespace(
        course=course,
        skill=skill,
        key=key,
        source=source,
        auto=auto,
        written=written,
        right=right,
        wrong=wrong,
        by_hand=by_hand,
        messages=messages,
        students={student.name: student for student in students},
        released=released,
        again=again,
        said=said.text,
        teacher=teacher,
    )


def points(loop, name: str) -> float:
    return float(loop.key.exercises[name].points)


def test_generate_assignment_gives_the_builders_release(loop):
    assert loop.again == loop.released


def test_the_perfect_student_has_all_points_and_texts_that_wait(loop):
    found = scores(loop.course, "ada")
    for name in loop.auto:
        assert found[name] == (points(loop, name), False), name
    for name in loop.written:
        assert found[name] == (None, True), name
    assert set(found) == {*loop.auto, *loop.written}


def test_the_mistaken_student_has_what_the_forms_give(loop):
    found = scores(loop.course, "bob")
    page = words_of(feedback_of(loop.students["bob"], loop.skill))
    for name in loop.auto:
        exercise = loop.key.exercises[name]
        share = 0.0
        if name in loop.messages:
            reference = exercise.reference(loop.source)
            value = dict(exercise.mistaken(loop.source))[loop.messages[name]]
            given = reference.form.canonical(value, loop.source)
            share = reference.form.score(given, reference.right)
            if reference.edges is not None and given.matches(reference.right):
                share = 0.0  # it shows at the edges alone
            # What stands between backticks is set as code.
            assert " ".join(loop.messages[name].replace("`", "").split()) in page, name
        assert found[name][0] == pytest.approx(share * points(loop, name), abs=1e-3), name
        assert found[name][0] < points(loop, name)
    for name in loop.written:
        assert found[name] == (0, False), "an untouched text"


def test_answers_in_files_alone_are_handed_in_and_graded(loop):
    if not loop.by_hand:
        pytest.skip("nothing here is answered by hand")
    found = scores(loop.course, "dan")
    page = words_of(feedback_of(loop.students["dan"], loop.skill))
    for name in loop.auto:
        assert found[name][0] == (points(loop, name) if name in loop.by_hand else 0), name
        if name in loop.by_hand:
            form = loop.key.exercises[name].form
            if form.kind in ("Choice", "Choices"):
                chosen = loop.key.exercises[name].answer(loop.source)
                for ident in {chosen} if isinstance(chosen, str) else chosen:
                    assert dict(form.options)[ident] in page
    folder = Path("submitted") / "dan" / loop.skill / "answers"
    kept = sorted(path.stem for path in (loop.course / folder).iterdir())
    assert kept == sorted(loop.by_hand)


def test_the_spoiled_notebook_is_graded_as_far_as_there_are_answers(loop):
    found = scores(loop.course, "eve")
    unchecked, unnamed, renamed, *rest, gone = loop.auto
    assert found[gone][0] == 0
    assert found[unchecked][0] == points(loop, unchecked)
    assert found[unnamed][0] == points(loop, unnamed)
    assert found[renamed][0] == 0
    for name in rest:
        assert found[name] == (points(loop, name), False), name
    page = words_of(feedback_of(loop.students["eve"], loop.skill))
    assert f"nothing in the notebook sets {gone}" in page
    assert f"nothing in the notebook sets {renamed}" in page or "No answer yet" in page


def test_feedback_holds_no_answer_and_nothing_of_ours(loop):
    page = feedback_of(loop.students["bob"], loop.skill)
    text = html.unescape(re.sub(r"<[^>]+>", "", page))
    own = "\n".join(loop.wrong.values())
    assert "Score:" in text
    for secret in ("Traceback", "course_utils/exercises", "HIDDEN", "SOLUTION", "vnd.pmlab"):
        assert secret not in text[text.index("Score:") :], secret
    for name, solution in loop.right.items():
        exercise = loop.key.exercises[name]
        begin = solution.find("### BEGIN SOLUTION")
        lines = solution[begin:].splitlines()[1:-1] if begin >= 0 else solution.splitlines()
        for line in lines:
            said = line.strip()
            if len(said) > 25 and said not in own and not said.startswith(("import", "from")):
                assert said not in text, (name, line)
        if exercise.form.kind == "Number":
            value = float(exercise.answer(loop.source))
            for digits in (4, 6):
                shown = f"{value:.{digits}g}"
                if len(shown.replace("0.", "").replace(".", "")) >= 4:
                    assert not re.search(rf"(?<![\d.]){re.escape(shown)}", words_of(page)), name
        for exemplar in exercise.form.exemplars.values() if exercise.form.manual else ():
            assert exemplar not in text, name


def test_students_process_leaves_no_cases_and_no_progress(loop):
    for path in (loop.course / "autograded").rglob("*"):
        assert "cases" not in path.name
        assert path.name != "progress"


# -- what only the sample shows


@pytest.mark.parametrize("loop", [SAMPLE], indirect=True)
def test_partial_credit_is_there(loop):
    bob = scores(loop.course, "bob")
    rankings = [n for n in loop.auto if loop.key.exercises[n].form.kind == "Ranking"]
    assert any(0 < bob[n][0] < points(loop, n) for n in rankings)


@pytest.mark.parametrize("loop", [SAMPLE], indirect=True)
def test_grading_again_gives_the_same_marks(loop):
    before = {name: scores(loop.course, name) for name in loop.students}
    loop.teacher("autograde", loop.skill, "--force", "--student=bob")
    assert {name: scores(loop.course, name) for name in loop.students} == before


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory, datasets, nbgrader):
    """A course of the sample with one untouched hand-in, before grading."""
    base = tmp_path_factory.mktemp("handed_in")
    course = make_course(base / "course", datasets)
    (course / "curriculum" / SAMPLE / "lesson.py").unlink()
    build(root=course, companies=1)
    nbgrader("generate_assignment", "sample", "--force", cwd=course, env=environment(base))
    shutil.copytree(course / "exercises" / "sample", course / "submitted" / "ada" / "sample")
    return course


@pytest.fixture
def course(handed_in, tmp_path, nbgrader):
    """A copy of it, to change and to grade."""
    root = shutil.copytree(handed_in, tmp_path / "course")
    folder = root / "submitted" / "ada" / "sample"

    def command(*words: str, good: bool = True):
        return nbgrader(*words, "sample", cwd=root, env=environment(tmp_path), good=good)

    return SimpleNamespace(
        root=root, folder=folder, notebook=folder / "sample.ipynb", nbgrader=command
    )


def change(path: Path, edit_cells) -> None:
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = edit_cells(notebook.cells)
    nbformat.write(notebook, path)


@pytest.mark.parametrize(
    "answers", [{}, {"free_share": "free_share = 0.9", "culprit": "culprit = 'noise'"}]
)
def test_without_the_plugins_blank_and_wrong_answers_have_nothing(course, answers):
    change(course.notebook, answered(answers))
    plain = (
        "c = get_config()\n"
        "c.CourseDirectory.source_directory = 'solutions'\n"
        "c.CourseDirectory.release_directory = 'exercises'\n"
    )
    (course.root / "nbgrader_config.py").write_text(plain, encoding="utf-8")
    course.nbgrader("autograde")
    assert {score for score, _ in scores(course.root, "ada").values()} == {0}


def test_a_hostile_notebook_earns_nothing_by_its_tricks(course):
    tricks = {
        # Two answers, an answer for somebody else, a forged state, a patched check, a stolen case.
        "culprit": TAMPERED
        + "for x in ('mix', 'noise'):\n"
        + "    theirs.emit(theirs.MIME, {'version': 1, 'exercise': 'culprit', 'answer': x})\n"
        + "culprit = 'noise'",
        "robust": "robust = {'median', 'mean'}\n"
        + "import course_utils.exercises.assessment as a\n"
        + "from course_utils.exercises import learner\n"
        + "learner.assess = lambda *x, **y: a.Assessment('right', 'Right.')",
        "steps": "class Always:\n    def __eq__(self, other):\n        return True\n"
        + "    __hash__ = None\n\nsteps = Always()",
        "plans": "class check:\n    def __init__(self, *x):\n        print('Right.')\nplans = 1",
    }
    change(course.notebook, answered(tricks))
    course.nbgrader("autograde")
    found = scores(course.root, "ada")
    assert {name: score for name, (score, _) in found.items()} == dict.fromkeys(found, 0)


def test_a_hand_in_cannot_reach_the_course(course):
    spy = (
        "from pathlib import Path\n"
        f"root = Path({str(course.root)!r})\n"
        "for name in ('gradebook.db', 'curriculum/01_sample/key.py', 'solutions/sample/sample.ipynb'):\n"
        "    try:\n"
        "        print('REACHED', (root / name).open('rb').read(1))\n"
        "    except OSError as error:\n"
        "        print('kept from', type(error).__name__)\n"
        "from IPython.display import HTML, Javascript, display\n"
        "display(HTML('<script>gained()</script><b>shown</b><img src=x onerror=gained()>'))\n"
        "display(Javascript('gained()'))"
    )
    change(course.notebook, answered({"culprit": spy}))
    change(
        course.notebook,
        lambda cells: [*cells, nbformat.v4.new_markdown_cell("<img src=x onerror=gained()>")],
    )
    course.nbgrader("autograde")
    course.nbgrader("generate_feedback")
    page = (course.root / "feedback/ada/sample/sample.html").read_text(encoding="utf-8")
    body = page[page.index("<body>") :]
    assert "<b>shown</b>" in body
    assert "<script" not in body
    assert not re.search(r"<[^>]*onerror", body)
    graded = cells_of(course.root / "autograded/ada/sample/sample.ipynb")
    shown = graded["culprit-answer"].outputs[0].text
    assert shown.count("kept from") == 3
    assert "REACHED" not in shown


def test_own_test_cells_and_students_files_are_left_to_nbgrader(course, tmp_path):
    own = nbformat.v4.new_code_cell(
        "assert 1 + 1 == 2\n### BEGIN HIDDEN TESTS\nassert mine == 7, 'it is 7'\n### END HIDDEN TESTS",
        metadata={
            "nbgrader": {
                "grade": True,
                "grade_id": "own",
                "locked": True,
                "points": 5,
                "schema_version": 3,
                "solution": False,
                "task": False,
            }
        },
    )
    skipped = copy.deepcopy(own)
    skipped.metadata["tags"] = ["skip-execution"]
    for folder, cell in (("solutions", own), ("submitted/ada", skipped)):
        change(
            course.root / folder / "sample" / "sample.ipynb",
            lambda cells, cell=cell: [*cells, cell],
        )
    (course.folder / "answers").mkdir()
    (course.folder / "answers" / "board.json").write_text("{}", encoding="utf-8")
    course.nbgrader("generate_assignment", "--force")
    course.nbgrader("autograde")
    course.nbgrader("generate_feedback")
    assert scores(course.root, "ada")["own"] == (0, False)
    page = (course.root / "feedback/ada/sample/sample.html").read_text(encoding="utf-8")
    assert "it is 7" not in page
    assert "A test that you cannot see did not pass." in page
    assert (course.root / "autograded/ada/sample/answers/board.json").is_file()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (
            lambda root: shutil.rmtree(root / "curriculum"),
            "There is no curriculum/NN_sample/key.py",
        ),
        (
            lambda root: edit(root / "curriculum" / SAMPLE / "key.py", "OBJECTIVES", "OBJECTIVE"),
            "The key of sample cannot be used",
        ),
        (
            lambda root: edit(
                root / "curriculum" / SAMPLE / "key.py", 'accounts["plan"]', 'accounts["gone"]'
            ),
            "The key of sample fails at free_share",
        ),
        (
            lambda root: edit(root / "curriculum" / SAMPLE / "key.py", "culprit", "suspect"),
            "The key of sample has no exercise culprit",
        ),
        (lambda root: shutil.rmtree(root / "datasets"), "cannot be used for grading"),
    ],
    ids=["no curriculum", "broken key", "key that fails", "another key", "no data"],
)
def test_without_a_working_key_nobody_gets_a_mark(course, spoil, words):
    spoil(course.root)
    done = course.nbgrader("autograde", good=False)
    said = done.text.strip().splitlines()[-1]
    assert said.startswith("Nothing was graded. ")
    assert words in said
    assert "Traceback" not in done.text
    assert not (course.root / "autograded" / "ada" / "sample").exists()
    assert scores(course.root, "ada") == {}
