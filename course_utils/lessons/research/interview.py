"""An interview with a customer: what it opened, and what it was worth."""

from __future__ import annotations

from collections.abc import Sequence

from course_utils.lessons.research.customer import FACTS, HEARD, NEEDS, Customer
from course_utils.lessons.research.questions import words_of
from course_utils.people import INTENTS, Talk, talk

MOST_LIES = 4
"""So many kind answers are set beside the events at the end."""

KINDS = {
    "fact": "fact",
    "opinion": "opinion",
    "promise": "promise",
    "": "nothing",
}


def conduct(customer: Customer, asked: Sequence[str]) -> Talk:
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
    Talk
        The same customer and the same questions give the same answers.
    """
    return talk(customer.person(), [words_of(words) for words in asked])


def review(customer: Customer, interview: Talk) -> dict[str, object]:
    """Say what the interview was worth: the truth card, the lies beside the events, the balance.

    Returns
    -------
    dict
        truth: rows of name, sentence and whether it came out; lies: what was said of a topic
        without an occasion, and what the events say; shares: how many answers of each kind;
        advice: one sentence on what to try next.
    """
    opened = interview.opened
    truth = [[name, text, name in opened] for name, text in customer.truth.items()]
    told = {
        turn.said.words: [turn.said.words, turn.answer, customer.events_say(turn.topic)]
        for turn in interview.turns
        if turn.said.intent in ("leading", "habit", "closed", "hypothetical", "would")
        and turn.evidence
        and turn.topic in customer.memories
    }
    shares = {
        words: sum(turn.evidence == kind and not turn.choices for turn in interview.turns)
        for kind, words in KINDS.items()
    }
    lies = list(told.values())[:MOST_LIES]
    return {"truth": truth, "lies": lies, "shares": shares, "advice": advice(customer, interview)}


def advice(customer: Customer, interview: Talk) -> str:
    """Say in a sentence what would have brought out more."""
    missed = [name for name in FACTS if name not in interview.opened]
    topics = {turn.topic for turn in interview.turns if turn.said.intent in ("past", "record")}
    spent = {turn.said.intent for turn in interview.turns if INTENTS[turn.said.intent].trust < 0}
    if not missed:
        return "You heard the whole story. Now hear it from somebody else too."
    if "rude" in spent:
        return "They came to help you. Nobody tells a story to somebody who is rude."
    if not topics:
        return "You never asked for one real occasion. Begin with the last time."
    if customer.sore not in topics:
        return "You asked for occasions, but not where it hurts. Follow what they mention unasked."
    if interview.trust < NEEDS[missed[0]]:
        return "They did not trust you enough to go on. What cost you trust?"
    if interview.heard < HEARD.get(missed[0], 0):
        return (
            "They answered your questions and could not tell whether you had listened. Say back what "
            "you understood (*so you ...*) and choose the summary that is so. Or ask on with a word of theirs."
        )
    return (
        "You found the place. Stay in the story: what then, what was hard, what did it cost, "
        "who else, say back what you heard, and then say nothing."
    )
