"""The home page: where a learner left off, how they see themselves, the words of the trade.

>>> from course_utils import home
>>> home.desk()            # doctest: +SKIP
>>> home.ready()           # doctest: +SKIP
>>> home.assessment()      # doctest: +SKIP
>>> home.glossary()        # doctest: +SKIP
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from course_utils.home.state import Course

if TYPE_CHECKING:
    from course_utils.home.grader import Grade
    from course_utils.home.overview import Desk
    from course_utils.home.radar import Radar
    from course_utils.home.readiness import Ready
    from course_utils.home.word_list import Glossary

__all__ = ["assessment", "desk", "glossary", "grade", "ready"]

# Taken once: a later os.chdir() in a cell must not lose the course.
_FOLDER = Path.cwd()


def desk() -> Desk:
    """Show what is done in each open lesson, and where to go on.

    Returns
    -------
    Desk
        Show it as the last value of a cell. Run the cell again for what has changed.
    """
    from course_utils.home.overview import Desk

    return Desk(Course.read(_FOLDER))


def ready() -> Ready:
    """Ask what three small cells give, and say whether the warm-up comes first.

    Returns
    -------
    Ready
        Kept in ``answers/ready.json`` beside the notebook.
    """
    from course_utils.home.readiness import Ready

    return Ready(Course.read(_FOLDER))


def assessment() -> Radar:
    """Ask the learner how sure they are of each skill, and set beside it what exercises show.

    Returns
    -------
    Radar
        Kept in ``answers/self_assessment.json`` beside the notebook.
    """
    from course_utils.home.radar import Radar

    return Radar(Course.read(_FOLDER))


def grade() -> Grade:
    """Show a button that grades one's own exercises as an instructor would.

    Returns
    -------
    Grade
    """
    from course_utils.home.grader import Grade

    return Grade(Course.read(_FOLDER))


def glossary() -> Glossary:
    """Show the words of the trade with a search field.

    Returns
    -------
    Glossary
    """
    from course_utils.home.word_list import Glossary

    return Glossary(Course.read(_FOLDER))
