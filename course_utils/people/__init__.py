"""Persons who answer: trust, interests, memory, what they take a sentence to mean.

A `Person` has facts that a conversation can bring out, and a `Language` of what their circle talks
about. `talk` begins a conversation: the same person and the same sentences give the same answers.
"""

from __future__ import annotations

from course_utils.people.conversation import Talk, Turn, talk
from course_utils.people.intents import (
    COURTESIES,
    FUTURE,
    HAPPENED,
    IN_STORY,
    INTENTS,
    OCCASION,
    Intent,
)
from course_utils.people.person import Fact, Person, Recap
from course_utils.people.topics import Topic
from course_utils.people.understanding import Language, Said

__all__ = [
    "COURTESIES",
    "FUTURE",
    "HAPPENED",
    "INTENTS",
    "IN_STORY",
    "OCCASION",
    "Fact",
    "Intent",
    "Language",
    "Person",
    "Recap",
    "Said",
    "Talk",
    "Topic",
    "Turn",
    "talk",
]
