"""The interview simulator: question cards or free words, a customer who is kind, a truth card."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import traitlets as t

from course_utils.company.engine.streams import Stream
from course_utils.lessons.research.customer import Customer
from course_utils.lessons.research.interview import conduct, review
from course_utils.lessons.research.questions import STYLES, TOPICS, cards
from course_utils.people import Talk, Turn
from course_utils.people.conversation import MOST
from course_utils.widgets.answer import Answer, mapping
from course_utils.widgets.scripts import script, style

HERE = Path(__file__).parent

LONGEST = 10_000
"""Characters of what is said at once that are kept."""
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
    patience = t.Int().tag(sync=True)
    asked = t.Int().tag(sync=True)
    trust = t.Int().tag(sync=True)
    turns: t.List[Any] = t.List().tag(sync=True)
    end: t.Dict[str, Any] = t.Dict().tag(sync=True)

    def __init__(self, exercise: str, customer: Customer, **more: Any) -> None:
        self.customer = customer
        more.setdefault("title", "Interview a customer")
        super().__init__(
            exercise,
            person=_person(customer),
            patience=customer.person().patience,
            topics=[[name, words] for name, words in TOPICS.items()],
            cards=_shuffled(customer),
            **more,
        )
        self._listen({"new": self.value})

    @property
    def interview(self) -> Talk:
        """The interview as it stands."""
        return conduct(self.customer, (self.value or {}).get("asked", []))

    def tidy(self, value: Any) -> Any:
        """Return the questions, as many as the customer has patience for."""
        given = mapping(value)
        asked = given.get("asked", [])
        if not isinstance(asked, list) or not all(isinstance(words, str) for words in asked):
            raise ValueError("an interview is a list of questions")
        return {
            "asked": [words[:LONGEST] for words in asked[:MOST]],
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
            lines += [f"You: {turn.said.words}", f"Customer: {turn.answer}"]
            lines += [f"  {number}. {words}" for number, words in enumerate(turn.choices, 1)]
        return lines or ["nothing asked yet"]

    @t.observe("value")
    def _listen(self, change: Mapping[str, Any]) -> None:
        value = change["new"] or {"asked": [], "ended": False}
        interview = conduct(self.customer, value["asked"])
        self.turns = [
            {
                "words": turn.said.words,
                "answer": turn.answer,
                "worth": turn.evidence,
                "change": turn.change,
                "opened": NAMES.get(turn.opened, ""),
                "later": turn.put_off,
                "choices": list(turn.choices),
                "nearest": list(turn.said.nearest) if turn.said.intent == "unclear" else [],
                # Said at the end only: a kind lie should please at first.
                "why": _why(turn),
            }
            for turn in interview.turns
        ]
        self.trust, self.asked = interview.trust, interview.asked
        over = value["ended"] or interview.over
        self.end = _ending(self.customer, interview) if over else {}


def _why(turn: Turn) -> str:
    return "You had asked that." if turn.repeated else STYLES[turn.said.intent]


def _ending(customer: Customer, interview: Talk) -> dict[str, Any]:
    said = review(customer, interview)
    truth: Any = said["truth"]
    return {**said, "truth": [[NAMES[name], text, came_out] for name, text, came_out in truth]}


def _person(customer: Customer) -> str:
    return (
        f"User {customer.user_id}: looks after Kitewell in a team of {customer.team} "
        f"({customer.industry}), {customer.plan} plan. Somebody like them asked for a talk."
    )


def _shuffled(customer: Customer) -> list[list[str]]:
    """Return cards as id, words and topic, in an order that does not give the good ones away."""
    named = [[name, words, name.partition("/")[2]] for name, words in cards().items()]
    order = Stream(customer.seed, customer.user_id, "cards").u32(len(named)).argsort(kind="stable")
    return [named[place] for place in order]
