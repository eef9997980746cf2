"""An interview as a pure function: the customer and the questions give the transcript."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from course_utils.company.words.grammar import Voice
from course_utils.lessons.research.customer import FACTS, Customer
from course_utils.lessons.research.questions import Question, read

PATIENCE = 16
"""After so many questions the customer has to go."""
TRUST = 40
"""Trust at the beginning, from 0 to 100."""
NEEDS = {"last": 25, "instead": 35, "because": 40, "cost": 45, "others": 45, "ahead": 65}
"""How much trust each fact needs."""
MOVES = {
    "welcome": 12,
    "past": 8,
    "record": 2,
    "often": 3,
    "next": 6,
    "hard": 6,
    "tried": 6,
    "cost": 5,
    "others": 5,
    "silence": 5,
    "closing": 6,
    "habit": 0,
    "closed": -1,
    "both": -4,
    "leading": -7,
    "hypothetical": -4,
    "price": -9,
    "pitch": -18,
    "unclear": -2,
}
"""What each kind of question does to trust."""
OPENS = {
    "past": "last",
    "record": "last",
    "hard": "because",
    "tried": "instead",
    "cost": "cost",
    "others": "others",
    "closing": "ahead",
}
"""Which fact a question asks for."""
MOST_LIES = 4
"""So many kind answers are set beside the events at the end."""
COLD = 20
"""Below this trust answers are curt."""


@dataclass(frozen=True)
class Turn:
    """A question and its answer."""

    question: Question
    topic: str
    """What was being talked about."""
    answer: str
    evidence: str
    """fact, opinion, promise, or "" where the answer says nothing."""
    trust: int
    """Trust after the answer."""
    opened: str = ""
    """The fact of the truth card that came out."""


@dataclass
class Interview:
    """Where an interview stands."""

    customer: Customer
    turns: list[Turn] = field(default_factory=list)
    trust: int = TRUST
    topic: str = ""

    @property
    def opened(self) -> set[str]:
        """Facts of the truth card that came out."""
        return {turn.opened for turn in self.turns} - {""}

    @property
    def over(self) -> bool:
        """Whether the customer has to go."""
        return len(self.turns) >= PATIENCE

    def missed(self) -> list[str]:
        """Facts of the truth card that did not come out, in their order."""
        return [name for name in FACTS if name not in self.opened]


def conduct(customer: Customer, asked: Sequence[str]) -> Interview:
    """Conduct an interview.

    Parameters
    ----------
    customer : Customer
        Who answers.
    asked : sequence of str
        Ids of question cards, or questions in free words; those after the customer's patience
        ends are not heard.

    Returns
    -------
    Interview
        The same customer and the same questions give the same answers.
    """
    interview = Interview(customer)
    voice = customer.voice("answers")
    for words in asked[:PATIENCE]:
        _ask(interview, voice, read(words))
    return interview


def _ask(interview: Interview, voice: Voice, question: Question) -> None:
    customer = interview.customer
    past = [turn.question.style for turn in interview.turns]
    topic = question.topic or interview.topic or customer.sore
    move = MOVES[question.style]
    if question.style == "welcome" and past:
        move = -2
    if question.style == "silence" and past[-1:] == ["silence"]:
        move = -8
    repeated = any(turn.question == question for turn in interview.turns)
    if repeated and question.topic:
        move = min(move, -4)
    trust = min(max(interview.trust + move, 0), 100)
    rule, evidence, opened = _answer(interview, question, topic, trust)
    facts = dict(customer.facts) | _counts(customer, topic)
    answer = voice.say(rule, facts)
    interview.turns.append(Turn(question, topic, answer, evidence, trust, opened))
    interview.trust = trust
    if question.topic or not interview.topic:
        interview.topic = question.topic


def _answer(
    interview: Interview, question: Question, topic: str, trust: int
) -> tuple[str, str, str]:
    """Choose the rule of the answer, what it is worth as evidence, and what it opens."""
    style, customer = question.style, interview.customer
    if style == "unclear":
        return "unclear", "", ""
    if style == "welcome":
        first = not interview.turns
        return ("welcome", "fact", "") if first else ("welcome_again", "", "")
    if trust < COLD:
        return "curt", "", ""
    if style == "pitch":
        return "compliment", "opinion", ""
    if style == "price":
        return "price", "promise", ""
    if style == "hypothetical":
        return "promise", "promise", ""
    if style == "leading":
        return f"lie_{topic}", "opinion", ""
    if style == "habit":
        return f"habit_{topic}", "opinion", ""
    if style == "closed":
        return "yes", "opinion", ""
    if style == "both":
        return "half", "opinion", ""
    if style == "often":
        return "often", "fact", ""
    if topic != customer.sore:
        return _elsewhere(interview, style, topic)
    return _sore(interview, style, trust)


def _elsewhere(interview: Interview, style: str, topic: str) -> tuple[str, str, str]:
    if style == "closing":
        return "closing", "opinion", ""
    if style == "silence":
        return "quiet", "", ""
    if style in ("past", "record"):
        never = interview.customer.memories[topic].last is None
        return ("fine_never" if never else "fine_last"), "fact", ""
    return "fine_more", "opinion", ""


def _sore(interview: Interview, style: str, trust: int) -> tuple[str, str, str]:
    opened = interview.opened
    wanted = OPENS.get(style)
    if style in ("next", "silence"):
        wanted = next((name for name in FACTS[1:] if name not in opened), None)
    if style == "closing" and wanted in opened:
        return "closing", "opinion", ""
    # Nothing opens before there is an occasion to hold on to.
    if wanted != "last" and "last" not in opened:
        return {"silence": "quiet", "closing": "closing"}.get(style, "vague"), "", ""
    if wanted is None or wanted in opened:
        return ("quiet" if style == "silence" else "told"), "", ""
    if trust < NEEDS[wanted]:
        if style in ("closing", "silence"):
            return {"silence": "quiet", "closing": "closing"}[style], "", ""
        return "not_yet", "", ""
    return wanted, "fact", wanted


def _counts(customer: Customer, topic: str) -> dict[str, str]:
    memory = customer.memories[topic]
    often = "not once" if not memory.recent else f"{memory.recent} times"
    before = (
        f"There was a month with {memory.best}."
        if memory.best > memory.recent
        else "It was never more."
    )
    return {
        "date": customer.when(topic),
        "count": "once" if memory.recent == 1 else often,
        "before": before,
    }


KINDS = {
    "fact": "fact",
    "opinion": "opinion",
    "promise": "promise",
    "": "nothing",
}


def review(interview: Interview) -> dict[str, object]:
    """Say what the interview was worth: the truth card, the lies beside the events, the balance.

    Returns
    -------
    dict
        truth: rows of name, sentence and whether it came out; lies: what was said of the sore
        topic without an occasion, and what the events say; shares: how many answers of each kind;
        advice: one sentence on what to try next.
    """
    customer, opened = interview.customer, interview.opened
    truth = [[name, text, name in opened] for name, text in customer.truth.items()]
    kind = [turn for turn in interview.turns if turn.evidence in ("opinion", "promise")]
    told = {
        turn.question.words: [turn.question.words, turn.answer, customer.events_say(turn.topic)]
        for turn in kind
        if turn.question.style in ("leading", "habit", "closed", "hypothetical")
    }
    lies = list(told.values())[:MOST_LIES]
    shares = {
        words: sum(turn.evidence == kind for turn in interview.turns)
        for kind, words in KINDS.items()
    }
    return {"truth": truth, "lies": lies, "shares": shares, "advice": advice(interview)}


def advice(interview: Interview) -> str:
    """Say in a sentence what would have brought out more."""
    missed = interview.missed()
    topics = {turn.topic for turn in interview.turns if turn.question.style in ("past", "record")}
    if not missed:
        return "You heard the whole story. Now hear it from somebody else too."
    if not topics:
        return "You never asked for one real occasion. Begin with the last time."
    if interview.customer.sore not in topics:
        return "You asked for occasions, but not where it hurts. Follow what they mention unasked."
    if interview.trust < NEEDS[missed[0]]:
        return "They did not trust you enough to go on. What cost you trust?"
    return (
        "You found the place. Stay in the story: what then, what was hard, what did it cost, "
        "who else, and then say nothing."
    )
