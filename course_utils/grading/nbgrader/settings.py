"""The course's nbgrader settings, in one place for the commands, the builder and the tests."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

CODE_STUB = "# Your work goes here."
TEXT_STUB = (
    "*Write your answer here. Double-click to edit; a few honest sentences are a good start.*"
)
# Never "answers" or "progress": what widgets keep there is part of a hand-in.
IGNORE = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    ".DS_Store",
    ".pmlab",
    "feedback",
]

LARGEST_KILOBYTES = 315_000
"""What nbgrader copies of a hand-in: more than collecting takes, which then says why it does not."""

# nbgrader's own lists (tests/grading/nbgrader/test_relied.py compares them) with ours in between.
RELEASE = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.InstantiateTests",
    "nbgrader.preprocessors.LockCells",
    "course_utils.grading.nbgrader.stubs.Stubs",  # in the place of ClearSolutions
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]
SANITIZE = [
    "nbgrader.preprocessors.ClearOutput",
    "course_utils.grading.nbgrader.mend.MendCells",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
AUTOGRADE = [
    "course_utils.grading.nbgrader.scoring.Prepare",
    "course_utils.grading.engine.JailedExecute",  # in the place of Execute
    "course_utils.grading.nbgrader.scoring.Verdict",
    "course_utils.grading.nbgrader.harmless.Harmless",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
FEEDBACK = [
    "course_utils.grading.nbgrader.feedback.Grades",  # in the place of GetGrades
    "course_utils.grading.nbgrader.feedback.KindFeedback",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]


class Ready:
    """nbgrader's hook before each hand-in: stop before it is touched if it cannot be graded.

    nbgrader swallows exceptions of a hook but not ``SystemExit``, which ends the command with one
    sentence, and no student gets a mark.

    Parameters
    ----------
    config : traitlets.config.Config
        The course's settings, as they are when the first hand-in is graded.
    """

    def __init__(self, config: Any) -> None:
        self.config = config

    def __call__(self, assignment: str, student: str, notebooks: list[str]) -> None:
        """Look for what would go wrong; the arguments are as nbgrader names them."""
        from course_utils.grading.course import CannotGrade, ready
        from course_utils.grading.engine.execute import JailedExecute, opening_of
        from course_utils.grading.engine.launch import CannotConfine, EngineError
        from course_utils.grading.nbgrader.speedups import install

        install()
        if notebooks:
            self._prepare(assignment, notebooks)
        try:
            company = ready(
                Path.cwd(), assignment, student
            )  # nbgrader works in the course's folder
            opening = (
                opening_of(assignment, Path(notebooks[0]).stem, company) if notebooks else None
            )
            JailedExecute(config=self.config).launcher(opening, company)
        except (CannotGrade, CannotConfine, EngineError) as error:
            raise SystemExit(f"Nothing was graded. {error}") from error

    def _prepare(self, assignment: str, notebooks: list[str]) -> None:
        """Take links out of a hand-in, mend it, and correct nbgrader's list of its notebooks."""
        from traitlets.config import Application

        from course_utils.grading.desk.mend import at_once, too_large
        from course_utils.grading.handed_in import swept

        # What nbgrader's commands and formgrader's server show; elsewhere nobody listens.
        running = Application.initialized()
        log = Application.instance().log if running else logging.getLogger("traitlets")
        folder = Path(notebooks[0]).parent
        student = folder.parent.name  # nbgrader's own argument is "*" where all are graded
        for removed in swept(folder):
            log.warning("Removed from %s's hand-in: %s", student, removed)
        before = set(folder.glob("*.ipynb"))
        if words := at_once(Path.cwd(), assignment, student, folder):
            log.warning("The doctor of hand-ins on %s: %s", student, " ".join(words))
        # nbgrader converts what stands in this list of its own.
        after = set(folder.glob("*.ipynb"))
        wanted = {path for path in map(Path, notebooks) if path in after} | (after - before)
        notebooks[:] = []
        for path in sorted(wanted):
            if too_large(path):
                log.error("%s of %s is too large to be read, so not graded.", path.name, student)
            else:
                notebooks.append(str(path))


def configure(c: Any, root: Path) -> None:
    """Set up nbgrader for this course.

    Parameters
    ----------
    c : traitlets.config.Config
        What ``get_config()`` returns in ``nbgrader_config.py``.
    root : Path
        The folder of the course.

    Notes
    -----
    In a cohort's folder ``cohort.toml`` says what the course is called and where its gradebook is;
    elsewhere ``PMLAB_COURSE`` names it (default ``pmlab``). ``PMLAB_EXCHANGE`` is the exchange
    folder (default: in the instructor's home of `course_utils.grading.home`; a hub sets a shared one).
    ``PMLAB_UNSAFE=1`` lets hand-ins run where nothing can confine them.
    """
    from course_utils.grading.desk.settings import Settings, name_of, read
    from course_utils.grading.nbgrader.formgrader import protect

    protect()
    root = Path(root).resolve()
    c.CourseDirectory.root = str(root)
    cohort = read(root)
    c.CourseDirectory.course_id = name_of(root)
    if cohort is not None:
        c.CourseDirectory.db_url = cohort.db_url(root)
        c.AssignLatePenalties.plugin_class = "course_utils.grading.desk.late.LatePolicy"
    c.CourseDirectory.source_directory = "solutions"
    c.CourseDirectory.release_directory = "exercises"
    c.CourseDirectory.ignore = list(IGNORE)
    # By nbgrader's own bounds submitting leaves out a notebook that printed 100 MB.
    c.CourseDirectory.max_file_size = LARGEST_KILOBYTES
    c.CourseDirectory.max_dir_size = LARGEST_KILOBYTES
    c.Exchange.root = str((cohort or Settings("")).exchange_root())
    c.ExchangeFactory.release_assignment = "course_utils.grading.nbgrader.collect.Release"
    c.ExchangeFactory.submit = "course_utils.grading.nbgrader.submit.Submit"
    c.ExchangeFactory.collect = "course_utils.grading.nbgrader.collect.Collect"

    c.ClearSolutions.code_stub = {"python": CODE_STUB}
    c.ClearSolutions.text_stub = TEXT_STUB
    c.GenerateAssignment.preprocessors = RELEASE
    c.GenerateAssignment.exporter_class = "course_utils.grading.nbgrader.releasing.ReleaseExporter"
    c.OverwriteCells.add_missing_cells = True
    c.Execute.timeout = 120
    c.Exporter.optimistic_validation = True  # once, not after each preprocessor

    if os.environ.get("PMLAB_UNSAFE") == "1":
        c.JailedExecute.unsafe = True

    c.Autograde.pre_convert_hook = Ready(c)
    c.Autograde.sanitize_preprocessors = SANITIZE
    c.Autograde.autograde_preprocessors = AUTOGRADE
    c.GenerateFeedback.preprocessors = FEEDBACK
    c.GenerateFeedback.exporter_class = (
        "course_utils.grading.nbgrader.feedback_page.FeedbackExporter"
    )
    c.GenerateFeedback.pre_convert_hook = "course_utils.grading.nbgrader.speedups.before"
