"""A sentence of a researcher, looked over while it is written."""

from __future__ import annotations

from course_utils.lessons.research.drafts import DRAFTS
from course_utils.widgets import draft


class Draft(draft.Draft):
    """Write one sentence; rules say line by line what it does."""

    kinds = DRAFTS
