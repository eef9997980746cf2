"""Lesson 4: an interview with somebody who is kind, a journey on evidence, coders who differ.

`customers`, `interview` and `questions` are the simulator's logic, `simulator` its face; `journey`
and `coding` hold a widget each.
"""

from __future__ import annotations

from course_utils.widgets.research.coding import SecondCoder, agreement
from course_utils.widgets.research.customers import Customer, Memory, customers
from course_utils.widgets.research.interview import Interview, Turn, conduct, review
from course_utils.widgets.research.journey import Evidence, JourneyMap, deck, verdict
from course_utils.widgets.research.questions import Question, cards, read
from course_utils.widgets.research.simulator import InterviewSimulator

__all__ = [
    "Customer",
    "Evidence",
    "Interview",
    "InterviewSimulator",
    "JourneyMap",
    "Memory",
    "Question",
    "SecondCoder",
    "Turn",
    "agreement",
    "cards",
    "conduct",
    "customers",
    "deck",
    "read",
    "review",
    "verdict",
]
