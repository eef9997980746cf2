"""nbgrader's settings; they are explained in docs/grading.md."""

from pathlib import Path

from course_utils.grading import configure

configure(get_config(), Path(__file__).parent)  # noqa: F821 - nbgrader provides it
