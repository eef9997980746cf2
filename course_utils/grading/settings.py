"""The course's nbgrader settings, in one place for the commands, the builder and the tests."""

from __future__ import annotations

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

# nbgrader's own lists (tests/test_nbgrader_relied.py compares them) with ours in between.
SANITIZE = [
    "nbgrader.preprocessors.ClearOutput",
    "course_utils.grading.mend.MendCells",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
AUTOGRADE = [
    "course_utils.grading.verdict.Prepare",
    "nbgrader.preprocessors.Execute",
    "course_utils.grading.verdict.Verdict",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
FEEDBACK = [
    "nbgrader.preprocessors.GetGrades",
    "course_utils.grading.feedback.KindFeedback",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]


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
    ``PMLAB_COURSE`` names the course (default ``pmlab``) and ``PMLAB_EXCHANGE`` the exchange
    folder (default ``.pmlab/exchange`` in the course; a hub sets a shared one).
    """
    root = Path(root).resolve()
    c.CourseDirectory.root = str(root)
    c.CourseDirectory.course_id = os.environ.get("PMLAB_COURSE", "pmlab")
    c.CourseDirectory.source_directory = "solutions"
    c.CourseDirectory.release_directory = "exercises"
    c.CourseDirectory.ignore = list(IGNORE)
    c.Exchange.root = os.environ.get("PMLAB_EXCHANGE") or str(root / ".pmlab" / "exchange")

    c.ClearSolutions.code_stub = {"python": CODE_STUB}
    c.ClearSolutions.text_stub = TEXT_STUB
    c.OverwriteCells.add_missing_cells = True
    c.Execute.timeout = 120

    c.Autograde.pre_convert_hook = "course_utils.grading.course.ready"
    c.Autograde.sanitize_preprocessors = SANITIZE
    c.Autograde.autograde_preprocessors = AUTOGRADE
    c.GenerateFeedback.preprocessors = FEEDBACK
