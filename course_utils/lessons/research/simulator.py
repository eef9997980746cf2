"""The interview simulator: question cards or free words, a customer who is kind, a truth card."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import traitlets as t

from course_utils.company.engine.streams import Stream
from course_utils.lessons.research.customer import Customer
from course_utils.lessons.research.interview import PATIENCE, TRUST, Interview, conduct, review
from course_utils.lessons.research.questions import STYLES, TOPICS, cards
from course_utils.widgets.answer import Answer, mapping
from course_utils.widgets.scripts import script, style

HERE = Path(__file__).parent

LONGEST = 300
"""Characters of a question in free words."""
NAMES = {
    "last": "The last time",
    "instead": "What they do now",
    "because": "Why",
    "cost": "What it costs",
    "others": "Who else",
    "ahead": "What comes next",
}


class InterviewSimulator(Answer):
    """Interview a customer of this company.

    Parameters
    ----------
    exercise : str
        Name under which the interview is kept.
    customer : Customer
        From `customers`.

    Notes
    -----
    `value` is ``{"asked": [ids of cards or free words], "ended": bool}``. The answers follow from
    it, so an interview that is kept comes back word for word.
    """

    _esm = script(HERE / "interview.js")
    _css = style(HERE / "interview.css")
    person = t.Unicode().tag(sync=True)
    topics: t.List[Any] = t.List().tag(sync=True)
    cards: t.List[Any] = t.List().tag(sync=True)
    patience = t.Int(PATIENCE).tag(sync=True)
    trust = t.Int(TRUST).tag(sync=True)
    turns: t.List[Any] = t.List().tag(sync=True)
    end: t.Dict[str, Any] = t.Dict().tag(sync=True)

    def __init__(self, exercise: str, customer: Customer, **more: Any) -> None:
        self.customer = customer
        more.setdefault("title", "Interview a customer")
        super().__init__(
            exercise,
            person=_person(customer),
            topics=[[name, words] for name, words in TOPICS.items()],
            cards=_shuffled(customer),
            **more,
        )
        self._listen({"new": self.value})

    @property
    def interview(self) -> Interview:
        """The interview as it stands."""
        return conduct(self.customer, (self.value or {}).get("asked", []))

    def tidy(self, value: Any) -> Any:
        """Return the questions, as many as the customer has patience for."""
        given = mapping(value)
        asked = given.get("asked", [])
        if not isinstance(asked, list) or not all(isinstance(words, str) for words in asked):
            raise ValueError("an interview is a list of questions")
        return {
            "asked": [words[:LONGEST] for words in asked[:PATIENCE]],
            "ended": bool(given.get("ended")) and bool(asked),
        }

    def missing(self) -> str:
        """Return what is still to be done by hand."""
        return "You have not asked anything yet: choose a question."

    def offered(self) -> list[str]:
        """Return who is interviewed."""
        return [self.person]

    def words(self, value: Any) -> list[str]:
        """Return the transcript."""
        lines = []
        for turn in conduct(self.customer, value["asked"]).turns:
            lines += [f"You: {turn.question.words}", f"Customer: {turn.answer}"]
        return lines or ["nothing asked yet"]

    @t.observe("value")
    def _listen(self, change: Mapping[str, Any]) -> None:
        value = change["new"] or {"asked": [], "ended": False}
        interview = conduct(self.customer, value["asked"])
        # What kind of question it was is said at the end only: a kind lie should please at first.
        self.turns = [
            [turn.question.words, turn.answer, turn.evidence, STYLES[turn.question.style]]
            for turn in interview.turns
        ]
        self.trust = interview.trust
        self.end = _ending(interview) if value["ended"] or interview.over else {}


def _ending(interview: Interview) -> dict[str, Any]:
    said = review(interview)
    truth: Any = said["truth"]
    return {**said, "truth": [[NAMES[name], text, came_out] for name, text, came_out in truth]}


def _person(customer: Customer) -> str:
    return (
        f"User {customer.user_id}: looks after Kitewell in a team of {customer.team} "
        f"({customer.industry}), {customer.plan} plan. Somebody like them asked for a talk."
    )


def _shuffled(customer: Customer) -> list[list[str]]:
    """Return cards as id, words and topic, in an order that does not give the good ones away."""
    named = [[name, question.words, question.topic] for name, question in cards().items()]
    order = Stream(customer.seed, customer.user_id, "cards").u32(len(named)).argsort(kind="stable")
    return [named[place] for place in order]
