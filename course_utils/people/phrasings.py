"""A bank of phrasings: for each intent what one could say, about any topic.

``{do}`` and ``{did}`` stand for a topic's acts, ``{thing}`` for its things. What is written here is
understood as what it stands under: a test holds every line to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from course_utils.people.topics import Topic


@dataclass(frozen=True)
class Phrasing:
    """One thing that could be said, with what it does and what it is about."""

    words: str
    intent: str
    topic: str = ""


ABOUT_TOPIC: dict[str, tuple[str, ...]] = {
    "past": (
        "When did you last {do}?",
        "Tell me about the last time you {did}.",
        "Walk me through the last time you {did}.",
        "Take me back to the last time you {did}.",
        "What happened the last time you {did}?",
        "Can you remember the last time that you {did}?",
        "Think of the last time you {did}. What had just happened?",
    ),
    "often": ("How many times did you {do} in the last four weeks?",),
    "habit": ("How do you usually {do}?", "How often do you {do}?"),
    "closed": ("Do you {do}?", "Is it easy to {do}?"),
    "opinion": ("What do you think of {thing}?",),
    "leading": ("Isn't it nice how easily you can {do}?", "Do you like {thing}?"),
    "would": ("Would you {do} more often?",),
    "hypothetical": ("Would you {do} more often if we made it faster?",),
    "both": ("Do you {do}, and do your colleagues like it?",),
}

ANY_TOPIC: dict[str, tuple[str, ...]] = {
    "greet": ("Hello.", "Good morning."),
    "introduce": (
        "I am here to learn how you work, I have nothing to sell.",
        "There are no wrong answers. May I record this?",
        "Is it all right if I take notes?",
        "My name is Sam and I would like to understand how you work.",
    ),
    "background": (
        "What do you do all day?",
        "What is your job?",
        "Could you tell me a little about your team?",
        "What does a normal week look like?",
    ),
    "thanks": ("Thank you for telling me.", "Thanks, that helps a lot.", "Thank you."),
    "empathy": (
        "That sounds tiring.",
        "I am sorry to hear that.",
        "That must have been frustrating.",
        "I can imagine.",
    ),
    "silence": ("...",),
    "next": (
        "What happened then?",
        "What happened next?",
        "And then?",
        "What did you do next?",
        "Tell me more about that.",
        "How did it go on?",
        "What came of it?",
        "Go on.",
    ),
    "why": (
        "Why?",
        "Why was that?",
        "How come?",
        "What made you do that?",
        "What was behind that?",
        "What stopped you?",
    ),
    "hard": (
        "What was hard about that?",
        "How did you feel about that?",
        "What was the problem?",
        "What was frustrating about it?",
    ),
    "tried": (
        "What have you tried to get round it?",
        "What do you do now instead?",
        "How do you manage without it?",
        "What did you do about it?",
    ),
    "cost": (
        "What did that cost you?",
        "How long did that take?",
        "How much time does that take you?",
        "What did that mean for you?",
    ),
    "others": (
        "Who else was involved?",
        "Who was in the room?",
        "How did your colleagues find out?",
        "What did your manager say?",
        "Was anybody else affected?",
    ),
    "closing": (
        "What should I have asked you?",
        "Is there anything else that I should have asked?",
        "What did I not ask?",
    ),
    "price": ("How much would you pay if we solved this?", "What would that be worth to you?"),
    "pitch": (
        "We are building something for exactly this. Let me show you!",
        "Our new version does that.",
    ),
}


def bank(topics: Iterable[Topic], more: Mapping[str, Iterable[str]]) -> list[Phrasing]:
    """Write out all phrasings.

    Parameters
    ----------
    topics : iterable of Topic
        What can be talked about.
    more : mapping
        Further phrasings of some intents, as in `ANY_TOPIC`.

    Returns
    -------
    list of Phrasing
        Each once, in a fixed order.
    """
    found = [Phrasing(words, intent) for intent, said in ANY_TOPIC.items() for words in said]
    found += [Phrasing(words, intent) for intent, said in more.items() for words in said]
    for topic in topics:
        for intent, templates in ABOUT_TOPIC.items():
            for template in templates:
                filled = [
                    template.format(do=do, did=did, thing=thing)
                    for do, did in topic.acts
                    for thing in topic.things
                ]
                found += [Phrasing(words, intent, topic.name) for words in filled]
    return list({phrasing.words: phrasing for phrasing in found}.values())
