"""A criterion and a no, looked over while they are written."""

from __future__ import annotations

from course_utils.lessons.prioritisation.drafts import DRAFTS
from course_utils.widgets import draft


class Draft(draft.Draft):
    """Write an acceptance criterion or a no; rules say line by line what it does."""

    kinds = DRAFTS
