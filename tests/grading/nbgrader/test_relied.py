"""What this course relies on in nbgrader: one test for each row of the list in docs/grading.md."""

from __future__ import annotations

import datetime
import importlib
import os
import re
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader import preprocessors as nb
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import compute_checksum, determine_grade, setenv
from places import ROOT
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from course_utils.grading import configure
from course_utils.grading.cohort import gradebook as gradebooks
from course_utils.grading.desk import settings as settings_of_a_cohort
from course_utils.grading.desk.book import Book
from course_utils.grading.desk.roster import Person, Roster
from course_utils.grading.desk.settings import Late, Settings
from course_utils.grading.nbgrader import settings
from course_utils.grading.nbgrader.stubs import WIDGET_STUB, Stubs
from course_utils.lab.given import checksum

INSTEAD = {
    "course_utils.grading.engine.JailedExecute": nb.Execute,
    "course_utils.grading.nbgrader.feedback.Grades": nb.GetGrades,
    "course_utils.grading.nbgrader.stubs.Stubs": nb.ClearSolutions,
}
DOCS = ROOT / "docs" / "grading.md"


def nbgrader_cell(make, source="x", **flags):
    metadata = {
        "grade": False,
        "grade_id": "q",
        "locked": False,
        "schema_version": 3,
        "solution": False,
        "task": False,
        **flags,
    }
    return make(source, metadata={"nbgrader": metadata})


def test_the_list_in_the_docs_names_each_of_these_tests():
    listed = re.findall(r"^\| `(\w+)` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    tests = [n.removeprefix("test_relied_") for n in globals() if n.startswith("test_relied_")]
    assert sorted(listed) == sorted(tests)


def test_relied_preprocessor_lists():
    def imported(names):
        return [import_item(name) for name in names]

    def theirs(names):
        return imported(name for name in names if not name.startswith("course_utils"))

    stock = Autograde.sanitize_preprocessors.default_args[0]
    assert theirs(settings.SANITIZE) == list(stock)

    def replaced(names):
        stock = {name: f"{kind.__module__}.{kind.__name__}" for name, kind in INSTEAD.items()}
        return [stock.get(name, name) for name in names]

    assert theirs(replaced(settings.AUTOGRADE)) == list(
        Autograde.autograde_preprocessors.default_args[0]
    )
    assert theirs(replaced(settings.FEEDBACK)) == list(
        GenerateFeedback.preprocessors.default_args[0]
    )
    assert theirs(replaced(settings.RELEASE)) == list(
        GenerateAssignment.preprocessors.default_args[0]
    )
    for name, stock in INSTEAD.items():
        assert issubclass(import_item(name), stock)
    sanitize, run = imported(settings.SANITIZE), [c.__name__ for c in imported(settings.AUTOGRADE)]
    assert [c.__name__ for c in sanitize].index("MendCells") < sanitize.index(nb.DeduplicateIds)
    assert run.index("Prepare") + 1 == run.index("JailedExecute") == run.index("Verdict") - 1


def test_relied_optional_preprocessors():
    # Between Execute and SaveAutoGrades these two would take away what the verdict wrote.
    assert not ClearMetadataPreprocessor().enabled
    assert not nb.IgnorePattern().enabled


def test_relied_scores():
    def score(*outputs):
        cell = nbgrader_cell(new_code_cell, grade=True, locked=True, points=2)
        cell.outputs = list(outputs)
        return determine_grade(cell)[0]

    number = {"output_type": "execute_result", "execution_count": 1}
    assert score(new_output("error", ename="", evalue="no", traceback=["no"])) == 0
    assert score(new_output("stream", name="stderr", text="careful")) == 0
    assert score(new_output(data={"text/plain": "1.5"}, **number)) == 1.5
    assert score(new_output("display_data", data={"text/plain": "0.5"})) == 2
    assert score() == 2


def test_relied_manual_scores():
    cell = nbgrader_cell(new_markdown_cell, grade=True, solution=True, points=4)
    cell.metadata.nbgrader["checksum"] = compute_checksum(cell)
    assert determine_grade(cell) == (0, 4.0)
    cell.source = "something"
    assert determine_grade(cell) == (None, 4.0)


def test_relied_stubs():
    code = nbgrader_cell(
        new_code_cell,
        "def f():\n    '''Say.'''\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION",
        solution=True,
    )
    text = nbgrader_cell(new_markdown_cell, "the exemplar", grade=True, solution=True, points=1)
    config = Config()
    settings.configure(config, ROOT)
    built = "north = widgets.Choice(\n    'north'\n)\n"
    solved = "### BEGIN SOLUTION\nbest = 'teams'\nnorth.answer = best\n### END SOLUTION\n"
    by_hand = nbgrader_cell(new_code_cell, f"{built}{solved}north", solution=True)
    notebook = new_notebook(cells=[code, text, by_hand])
    made, _ = Stubs(config=config).preprocess(notebook, {})
    assert made.cells[0].source == f"def f():\n    '''Say.'''\n    {settings.CODE_STUB}"
    assert made.cells[1].source == settings.TEXT_STUB
    assert made.cells[2].source == f"{built}{WIDGET_STUB}\nnorth"


@pytest.fixture
def gradebook(tmp_path, monkeypatch):
    import sys

    scripts = str(Path(sys.executable).parent)  # alembic is there
    monkeypatch.setenv("PATH", scripts + os.pathsep + os.environ.get("PATH", ""))
    url = f"sqlite:///{(tmp_path / 'gradebook.db').as_posix()}"
    with Gradebook(url, "course") as made:
        made.add_assignment("sample")
        yield SimpleNamespace(book=made, url=url)


def test_relied_gradebook_cells(gradebook):
    names = ["z", "a", "m", "b"]
    cells = [
        nbgrader_cell(new_code_cell, f"{n} = 1", grade_id=n, locked=True, grade=True, points=i)
        for i, n in enumerate(names)
    ]
    notebook = new_notebook(cells=cells)
    nb.ComputeChecksums().preprocess(notebook, {})
    names_of = {"notebook": "sample", "assignment": "sample", "db_url": gradebook.url}
    nb.SaveCells().preprocess(notebook, {"nbgrader": names_of})
    found = gradebook.book.find_notebook("sample", "sample")
    assert [cell.name for cell in found.source_cells] == names
    assert {cell.name: cell.max_score for cell in found.grade_cells} == {
        n: i for i, n in enumerate(names)
    }
    one = found.source_cells[0]
    assert (one.cell_type, one.locked, one.source) == ("code", True, "z = 1")
    assert one.checksum == compute_checksum(cells[0])
    # A locked cell has its text again, whatever the student made of it.
    cells[0].source = "z = 2"
    nb.OverwriteCells().preprocess(notebook, {"nbgrader": names_of})
    assert cells[0].source == "z = 1"


@pytest.mark.parametrize(
    "flags",
    [{"locked": True}, {"locked": True, "grade": True, "points": 3}, {"solution": True}],
    ids=["given", "check", "answer"],
)
def test_relied_checksum(flags):
    cell = nbgrader_cell(new_code_cell, "first = 1\nsecond = 'é'\n", **flags)
    assert checksum(cell) == compute_checksum(cell)
    lines = {**cell, "source": cell.source.splitlines(keepends=True)}
    assert checksum(lines) == compute_checksum(cell), "as a file holds it"


def test_relied_metadata_schema():
    assert MetadataValidator.schema_version == 3
    cell = nbgrader_cell(new_code_cell, grade=True, locked=True, points=1)
    MetadataValidator().validate_nb(new_notebook(cells=[cell]))
    cell.metadata.nbgrader["strange"] = 1
    with pytest.raises(Exception, match="strange"):
        MetadataValidator().validate_nb(new_notebook(cells=[cell]))


class Copier(BaseConverter):
    """A converter that only reads and writes notebooks."""

    _input_directory = "submitted"
    _output_directory = "autograded"


class Witness(nb.base.NbGraderPreprocessor):
    """Remembers where it ran and with what."""

    seen: list = []  # noqa: RUF012

    def preprocess(self, notebook, resources):
        Witness.seen.append((Path.cwd(), dict(resources["nbgrader"]), resources.get("mark")))
        resources["mark"] = "kept"
        return notebook, resources


def convert(root, **options):
    folder = root / "submitted" / "ada" / "sample"
    folder.mkdir(parents=True)
    nbformat.write(new_notebook(), folder / "sample.ipynb")
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.assignment_id = "sample"
    for name, value in options.items():
        setattr(config.Copier, name, value)
    converter = Copier(coursedir=CourseDirectory(config=config), config=config)
    converter.preprocessors = [f"{__name__}.Witness", f"{__name__}.Witness"]
    converter.start()


def test_relied_resources(tmp_path):
    Witness.seen.clear()
    convert(tmp_path)
    (first, second) = Witness.seen
    assert first[0] == tmp_path.resolve()
    assert {"student": "ada", "assignment": "sample", "notebook": "sample"}.items() <= first[
        1
    ].items()
    assert "db_url" in first[1]
    assert (first[2], second[2]) == (None, "kept")


def stop(assignment, student, notebooks):
    """End the command, as the hook does when the key is broken."""
    stop.called = (assignment, Path.cwd(), [Path(path).name for path in notebooks])
    raise SystemExit("one sentence")


def test_relied_hook(tmp_path):
    with pytest.raises(SystemExit, match="one sentence"):
        convert(tmp_path, pre_convert_hook=f"{__name__}.stop")
    assert stop.called == ("sample", tmp_path.resolve(), ["sample.ipynb"])
    assert not (tmp_path / "autograded").exists()


def test_relied_exporter(tmp_path):
    name = "course_utils.grading.nbgrader.feedback_page.FeedbackExporter"
    config = Config()
    config.GenerateFeedback.exporter_class = name
    course = CourseDirectory(root=str(tmp_path))
    made = GenerateFeedback(coursedir=course, config=config)
    assert made.exporter_class is import_item(name)
    exporter = made.exporter_class(parent=made, config=made.config)
    about = exporter._about({"student": "ada", "assignment": "ps"})
    assert about.submitted == tmp_path / "submitted" / "ada" / "ps"
    notebook = new_notebook(cells=[new_markdown_cell("# Ours")])
    names = {"student": "ada", "assignment": "ps", "notebook": "ps"}
    page, _ = exporter.from_notebook_node(notebook, {"nbgrader": names, "metadata": {"name": "n"}})
    for tag in ("<head>", "<body>", "</body>", 'class="page"'):
        assert page.count(tag) == 1


def test_relied_environment(monkeypatch):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.setenv("PMLAB_CASES", "somewhere")
    source = "import os\nprint(os.environ['NBGRADER_EXECUTION'], os.environ['PMLAB_CASES'])"
    notebook = new_notebook(cells=[new_code_cell(source)])
    with setenv(NBGRADER_EXECUTION="autograde"):
        nb.Execute().preprocess(notebook, {})
    assert notebook.cells[0].outputs[0].text == "autograde somewhere\n"


def test_relied_one_gradebook(gradebook):
    for name in gradebooks._OPENERS:
        assert importlib.import_module(name).Gradebook is not None

    def stopped() -> None:
        with gradebooks.one_transaction(gradebook.book):
            for name in gradebooks._OPENERS:
                with importlib.import_module(name).Gradebook("sqlite:///elsewhere.db") as lent:
                    lent.add_student(f"of {name}")
                    lent.db.commit()
            raise KeyError("stop")

    with pytest.raises(KeyError):
        stopped()
    assert not [one for one in gradebook.book.students if one.id.startswith("of ")]
    with gradebooks.one_transaction(gradebook.book):
        importlib.import_module(gradebooks._OPENERS[0]).Gradebook("").add_student("kept")
    assert [one for one in gradebook.book.students if one.id == "kept"]


def test_relied_places(tmp_path):
    course = CourseDirectory(root=str(tmp_path), autograded_directory=".pmlab/run")
    made = course.format_path(course.autograded_directory, "ada", "sample")
    assert Path(made) == tmp_path / ".pmlab" / "run" / "ada" / "sample"
    pattern = course.format_path(course.autograded_directory, "(?P<s>.*)", "sample", escape=True)
    match = re.fullmatch(pattern, made)
    assert match
    assert match["s"] == "ada"


def test_relied_collecting():
    from nbgrader.exchange import ExchangeFactory
    from nbgrader.exchange.default import ExchangeCollect, ExchangeReleaseAssignment

    from course_utils.grading.nbgrader.collect import Collect, Release

    config = Config()
    configure(config, Path.cwd())
    factory = ExchangeFactory(config=config)
    assert factory.collect is Collect
    assert factory.release_assignment is Release
    for name in ("init_src", "init_dest", "copy_files"):
        assert callable(getattr(ExchangeCollect, name))
    for name in ("ensure_root", "init_dest"):
        assert callable(getattr(ExchangeReleaseAssignment, name))


def test_relied_formgrader():
    from nbgrader.server_extensions.formgrader import handlers

    from course_utils.grading.nbgrader.formgrader import INLINE, NOTEBOOK, protect

    templates = Path(handlers.template_path) / "formgrade"
    body = (templates / "index.html.j2").read_text(encoding="utf-8")
    macros = (templates / "formgrade_macros.html.j2").read_text(encoding="utf-8")
    assert NOTEBOOK in body
    assert "<script" not in body.partition(NOTEBOOK)[2]
    assert set(re.findall(r'\son\w+="([^"]*)"', macros + body)) == set(INLINE)
    assert protect()
    for name in ("SubmissionHandler", "SubmissionFilesHandler", "FormgraderHandler"):
        assert hasattr(handlers, name)
    policy = handlers.SubmissionFilesHandler.content_security_policy.fget(None)
    assert policy.startswith("sandbox")


def test_relied_tables(gradebook, tmp_path):
    book = gradebook.book
    book.add_student("ada", first_name="A", last_name="B", email="c")
    book.add_notebook("n", "sample")
    book.add_grade_cell("q", "n", "sample", max_score=4.0, cell_type="code")
    book.add_task_cell("t", "n", "sample", max_score=2.0, cell_type="markdown")
    submission = book.add_submission("sample", "ada")
    for name, auto, manual, extra in (("q", 1.0, None, 0.5), ("t", 1.0, 2.0, None)):
        grade = book.find_grade(name, "n", "sample", "ada")
        grade.auto_score, grade.manual_score, grade.extra_credit = auto, manual, extra
        grade.needs_manual_grade = False
    submission.notebooks[0].late_submission_penalty = 0.25
    book.db.commit()
    with Book(tmp_path, Settings("course", gradebook=gradebook.url)) as asked:
        (mark,) = asked.marks().values()
        assert mark.score == book.find_submission("sample", "ada").score == 3.5
        assert (mark.penalty, mark.final, mark.waiting, mark.complete) == (0.25, 3.25, 0, True)
        assert [one.points for one in asked.assignments()] == [6]
        assert asked.items("sample") == [("ada", "q", 4.0, 1.5), ("ada", "t", 2.0, 2.0)]
        (task,) = asked.to_read("sample")
        assert (task.student, task.exercise, task.points, task.marked) == ("ada", "t", 2.0, True)
        asked.set_mark(task, 0.5, "Half.")
    book.db.expire_all()
    assert book.find_submission("sample", "ada").score == 2.0
    assert book.find_comment("t", "n", "sample", "ada").comment == "Half."


def test_relied_late_plugin(gradebook, tmp_path, monkeypatch):
    (tmp_path / settings_of_a_cohort.FILE).write_text(
        Settings("course", late=Late(percent_a_day=25)).text(), encoding="utf-8"
    )
    config = Config()
    configure(config, tmp_path)
    monkeypatch.chdir(tmp_path)
    book, due = gradebook.book, datetime.datetime(2026, 10, 2)
    book.add_student("ada")
    book.update_or_create_assignment("sample", duedate=due)
    book.add_notebook("n", "sample")
    book.add_grade_cell("q", "n", "sample", max_score=4.0, cell_type="code")
    book.add_submission("sample", "ada", timestamp=due + datetime.timedelta(hours=30))
    book.find_grade("q", "n", "sample", "ada").auto_score = 4.0
    book.db.commit()
    named = {"notebook": "n", "assignment": "sample", "student": "ada", "db_url": gradebook.url}
    for agreed, penalty in ((0.0, 2.0), (1.0, 1.0)):
        Roster({"ada": Person("ada", extra_days=agreed)}).write(tmp_path)
        late = nb.AssignLatePenalties(config=config)
        late.preprocess(new_notebook(), {"nbgrader": named})
        book.db.expire_all()
        submission = book.find_submission("sample", "ada")
        assert submission.late_submission_penalty == penalty
        assert submission.total_seconds_late == (30 - 24 * agreed) * 3600
