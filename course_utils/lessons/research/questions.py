"""What an interviewer can ask: question cards, and rules that read a question in free words."""

from __future__ import annotations

import re
from dataclasses import dataclass

TOPICS = {
    "reports": "showing how work stands",
    "colleagues": "bringing people in",
    "planning": "planning the week",
    "comments": "deciding together",
}

STYLES = {
    "welcome": "Opens the talk: says what it is for and that nothing is for sale.",
    "past": "Asks for one real occasion. Memory answers, not opinion.",
    "record": "Puts a fact on the table and asks what happened. Honest, a little blunt.",
    "often": "Asks for a count over a short, recent time.",
    "next": "Stays with the story and asks for more of it.",
    "hard": "Asks what was hard on that occasion.",
    "tried": "Asks what they did about it. Effort spent is evidence.",
    "cost": "Asks what followed from it.",
    "others": "Asks who else is in the story.",
    "silence": "Says nothing. People fill silence with what matters to them.",
    "closing": "Hands the last word over.",
    "habit": "Asks how it usually is. You get how it should be.",
    "closed": "Can be answered by yes or no, and will be.",
    "leading": "Holds the answer that it would like to hear. People are kind.",
    "hypothetical": "Asks about a future that costs nothing to promise.",
    "price": "Asks for a price out of the air. Nobody knows, everybody answers.",
    "pitch": "Sells. From now on they protect your feelings.",
    "both": "Asks two things at once; you cannot tell which one was answered.",
    "unclear": "Did not arrive as a question.",
}

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
    "welcome": "Thank you for your time. I am here to learn how you work, I have nothing to sell.",
    "next": "What happened then?",
    "hard": "What was hard about that?",
    "tried": "What have you tried to get round it?",
    "cost": "What did that cost you?",
    "others": "Who else was involved?",
    "silence": "(Say nothing. Wait.)",
    "price": "How much would you pay if we solved this?",
    "pitch": "We are building something for exactly this. Let me show you!",
    "closing": "What should I have asked you?",
}

_APART = re.compile(r"[^a-z0-9' ]+")

# The first rule that fits names the style, so a polite "could you tell me about the last time" is
# read as what it asks for and not by its "could you".
_RULES: tuple[tuple[str, str], ...] = (
    ("welcome", r"nothing to sell|not (here to )?sell|for your time|no wrong answers|may i record"),
    (
        "closing",
        r"(should|could) (i|we) have asked|forg[eo]t to ask|anything else (you|i)|anyone else i should",
    ),
    (
        "pitch",
        r"\bwe('re| are| have|'ve)( just| now)? (build|built|making|made|launch|working|planning)"
        r"|let me show|our new\b|i('d| would) like to show",
    ),
    (
        "leading",
        r"^(don't|isn't|aren't|doesn't|didn't|wouldn't|can't|surely)\b"
        r"|(right|correct|isn't it|don't you|don't they|aren't they|doesn't it|don't you think)$"
        r"|you (must|surely|probably) (be |find |think |love |hate )"
        r"|\b(it|that) must be\b|how (great|useful|annoying|bad|good|easy|hard|much better) (is|was|are)"
        r"|\bdo you (like|love|hate|enjoy|agree)\b|i (take it|suppose)$|^so (the|it|you|that)\b"
        r"|(do|does|is|are|would|did) (it|they|you) not( say| agree| think)?$|^most people\b",
    ),
    ("price", r"how much (would|could|will)|would you pay|what (would|is) (it|this|that) be worth"),
    ("often", r"how (many|often).*(last|past|this) (two|three|four|few|\d+|week|month)"),
    (
        "past",
        r"last time|most recent|walk me through|take me through|(about|of) (a|the|one) time"
        r"|when (did|was|were) (you|the|your) |the last (thing|report|person|week|task|decision)"
        r"|yesterday|last (week|month|monday|friday)|(for|give me) an example",
    ),
    ("record", r"\b(i|we) (saw|see|noticed)\b|the (data|numbers|records?) (show|say)"),
    (
        "hypothetical",
        r"\b(would|will|might) you\b|\bwould (it|that|your)\b|\bif (we|you|there|kitewell|it)\b"
        r"|imagine|\bin (the )?future\b|do you think you|are you going to|could you (see|imagine)",
    ),
    ("tried", r"\btr(y|ied|ying)\b|instead|work ?around|get (a)?round|do about (it|that)"),
    (
        "hard",
        r"\b(hard|difficult|frustrat\w*|annoy\w*|troubl\w*|problem\w*|wrong|in the way|stopp?ed)\b",
    ),
    (
        "cost",
        r"how (long|much time)|\bcost|so what|what (did|does) (that|it) mean|consequence|matter\b",
    ),
    ("others", r"\bwho\b|involved|somebody else|anybody else"),
    ("habit", r"\b(usually|normally|typical(ly)?|generally|in general|on average|often|ever)\b"),
    (
        "next",
        r"tell me more|go on|say more|(happened|did you do|came) (then|next|after)|and then"
        r"|how come|^why\b|what do you mean|^(and|so|then|how so)$",
    ),
    ("closed", r"^(do|does|did|is|are|was|were|have|has|can|could|will)\b"),
    ("next", r"^(what|how|tell)\b"),
)
_STYLES = tuple((style, re.compile(rule)) for style, rule in _RULES)
_TWO = re.compile(r"\w (and|or) (do|does|did|is|are|how|what|why|would|who|where|when)\b")
_TOPICS = {
    "reports": re.compile(r"report|chart|numbers|status|how (the )?work stands|insight|dashboard"),
    "colleagues": re.compile(r"invit|colleague|somebody new|new people|guest|seat|bring|brought"),
    "planning": re.compile(r"plan|task|week ahead|schedul|calendar|deadline"),
    "comments": re.compile(r"comment|decid|decision|discuss|chat|thread|talk"),
}


@dataclass(frozen=True)
class Question:
    """A question as it arrives: its words, how it is asked and what about.

    A topic of "" means whatever is being talked about.
    """

    words: str
    style: str
    topic: str = ""


def cards() -> dict[str, Question]:
    """Return every question card by its id, ``style/topic`` or the style of a follow-up."""
    about = {
        f"{style}/{topic}": Question(words, style, topic)
        for style, texts in ABOUT.items()
        for topic, words in texts.items()
    }
    return about | {style: Question(words, style) for style, words in FOLLOW_UPS.items()}


_CARDS = cards()


def read(asked: str) -> Question:
    """Read what was asked: the id of a card, or a question in free words.

    Parameters
    ----------
    asked : str
        Free words are read by rules; the first that fits counts, as an approximation of how a
        polite person would take the question.
    """
    if asked in _CARDS:
        return _CARDS[asked]
    words = " ".join(asked.replace("\u2019", "'").split())
    plain = " ".join(_APART.sub(" ", words.lower()).split())
    topic = next((name for name, rule in _TOPICS.items() if rule.search(plain)), "")
    if not plain:
        return _CARDS["silence"]
    style = next((name for name, rule in _STYLES if rule.search(plain)), "unclear")
    if style != "past" and (words.count("?") > 1 or _TWO.search(plain)):
        style = "both"
    return Question(words, style, topic)
