"""What an interviewer can ask by card, and what customers take free words to mean."""

from __future__ import annotations

from course_utils.lessons.research.topics import TOPICS, language
from course_utils.people import INTENTS, Said

STYLES = {name: intent.says for name, intent in INTENTS.items()}
"""What each kind of question does, in words."""

ABOUT = {
    "past": {
        "reports": "Tell me about the last time you showed somebody how the work stands.",
        "colleagues": "Tell me about the last time you brought somebody new into Kitewell.",
        "planning": "Walk me through the last time you planned the week for your team.",
        "comments": "Tell me about the last thing that your team decided about a piece of work.",
    },
    "record": {
        "reports": "I saw few reports from you lately. What happened around then?",
        "colleagues": "I saw no invitations from you for a while. What happened around then?",
        "planning": "I saw few new tasks from you lately. What happened around then?",
        "comments": "I saw few comments from you lately. What happened around then?",
    },
    "often": {
        "reports": "How many times did you open a report in the last four weeks?",
        "colleagues": "How many people did you invite in the last four weeks?",
        "planning": "How many tasks did you add in the last four weeks?",
        "comments": "How many comments did you write in the last four weeks?",
    },
    "habit": {
        "reports": "How do you usually use the reports?",
        "colleagues": "How do you normally bring new people in?",
        "planning": "What does a typical planning round look like?",
        "comments": "How do you generally decide things as a team?",
    },
    "closed": {
        "reports": "Do you use the reports?",
        "colleagues": "Is it easy to invite people?",
        "planning": "Do you plan in Kitewell?",
        "comments": "Do you use the comments?",
    },
    "leading": {
        "reports": "The reports save you a lot of time, don't they?",
        "colleagues": "Isn't it nice how easily you can invite people?",
        "planning": "Don't you find planning so much better now?",
        "comments": "It must be great to have all the talk in one place, right?",
    },
    "hypothetical": {
        "reports": "Would you look at reports more often if we made them faster?",
        "colleagues": "Would you invite the whole company if guests were free?",
        "planning": "If we built automatic planning, would you use it?",
        "comments": "Would you move all your decisions here if we had threads?",
    },
    "both": {
        "reports": "Do you like the reports, and what else do you use?",
        "colleagues": "Who do you invite, and is the invitation clear?",
        "planning": "How do you plan, and would you like a calendar view?",
        "comments": "Do you comment a lot, and do people answer?",
    },
}

FOLLOW_UPS = {
    "introduce": "Thank you for your time. I am here to learn how you work, I have nothing to sell.",
    "next": "What happened then?",
    "why": "What was behind that?",
    "hard": "What was hard about that?",
    "tried": "What have you tried to get round it?",
    "cost": "What did that cost you?",
    "others": "Who else was involved?",
    "empathy": "That sounds tiring.",
    "silence": "(Say nothing. Wait.)",
    "price": "How much would you pay if we solved this?",
    "pitch": "We are building something for exactly this. Let me show you!",
    "thanks": "Thank you, that helps me a lot.",
    "closing": "What should I have asked you?",
}


def cards() -> dict[str, str]:
    """Return what stands on each question card, by its id: ``kind/topic``, or a kind alone."""
    about = {
        f"{style}/{topic}": words
        for style, texts in ABOUT.items()
        for topic, words in texts.items()
    }
    return about | FOLLOW_UPS


_CARDS = cards()


def words_of(asked: str) -> str:
    """Return what is said: the words of a card, or free words as they are."""
    return _CARDS.get(asked, asked)


def read(asked: str, told: str = "") -> Said:
    """Say what a customer takes a question to mean.

    Parameters
    ----------
    asked : str
        The id of a card, or a question in free words.
    told : str
        What the customer has told so far.

    Returns
    -------
    Said
        ``intent`` is one of `STYLES`, ``topics`` what it names; "unclear" where that is not sure.
    """
    return language().hear(words_of(asked), told)


__all__ = ["ABOUT", "FOLLOW_UPS", "STYLES", "TOPICS", "cards", "read", "words_of"]
