"""The forms of answers, one module each; all have the verbs of `Form`."""

from __future__ import annotations

from course_utils.exercises.forms.base import Canonical, Form, NotAttempted, WrongForm
from course_utils.exercises.forms.choice import Choice, Choices
from course_utils.exercises.forms.function import Function
from course_utils.exercises.forms.number import Number
from course_utils.exercises.forms.query import Query
from course_utils.exercises.forms.ranking import Ranking
from course_utils.exercises.forms.table import Table
from course_utils.exercises.forms.written import Criterion, Written

__all__ = [
    "Canonical",
    "Choice",
    "Choices",
    "Criterion",
    "Form",
    "Function",
    "NotAttempted",
    "Number",
    "Query",
    "Ranking",
    "Table",
    "Written",
    "WrongForm",
]
