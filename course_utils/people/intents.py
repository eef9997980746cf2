"""What a sentence of a conversation can be doing, and what that does to trust."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Intent:
    """One thing that a sentence does."""

    says: str
    """What it is, in words for the one who said it."""
    trust: int = 0
    """What it does to trust, in points of 100, the first time."""
    worth: str = ""
    """What an answer to it is worth: fact, opinion, promise or "" for nothing."""


INTENTS: dict[str, Intent] = {
    # Courtesies: they go before a question, and can stand alone.
    "greet": Intent("Says hello.", 1),
    "introduce": Intent("Opens the talk: says what it is for, asks for consent.", 12, "fact"),
    "thanks": Intent("Thanks.", 3),
    "empathy": Intent("Says that it was heard how it felt.", 5),
    "playback": Intent("Plays back what was heard. They ask which of three summaries it is."),
    "silence": Intent("Says nothing. People fill silence with what matters to them.", 4),
    # Which summary was chosen: free words that play back are never judged
    "summed_up": Intent("Sums up what they told. They were heard.", 6),
    "turned_round": Intent("Turns round what they told. They put it right.", -3),
    "made_up": Intent("Says what they never told. Was anybody listening?", -8),
    # Questions about what has happened
    "past": Intent("Asks for one real occasion. Memory answers, not opinion.", 8, "fact"),
    "record": Intent(
        "Puts a fact on the table and asks what happened. Honest, a little blunt.", 2, "fact"
    ),
    "often": Intent("Asks for a count over a short, recent time.", 3, "fact"),
    "next": Intent("Stays with the story and asks for more of it.", 5, "fact"),
    "follow": Intent("Takes up a word that they said and asks on.", 6, "fact"),
    "why": Intent("Asks what was behind it.", 5, "fact"),
    "hard": Intent("Asks what was hard, or how it felt, on that occasion.", 6, "fact"),
    "tried": Intent("Asks what they did about it. Effort spent is evidence.", 6, "fact"),
    "cost": Intent("Asks what followed from it.", 5, "fact"),
    "others": Intent("Asks who else is in the story.", 5, "fact"),
    # Questions that open and close
    "background": Intent("Asks who they are and what they do.", 3, "fact"),
    "closing": Intent("Hands the last word over.", 6, "opinion"),
    # Questions that bring words in place of memory
    "habit": Intent("Asks how it usually is. You get how it should be.", 0, "opinion"),
    "closed": Intent("Can be answered by yes or no, and will be.", -1, "opinion"),
    "opinion": Intent("Asks for a view in general. Views cost nothing.", 0, "opinion"),
    "leading": Intent(
        "Holds the answer that it would like to hear. People are kind.", -7, "opinion"
    ),
    "hypothetical": Intent("Asks about a future that costs nothing to promise.", -4, "promise"),
    "would": Intent("Asks whether they would. They would, next month.", -4, "promise"),
    "price": Intent("Asks for a price out of the air. Nobody knows, all answer.", -9, "promise"),
    "pitch": Intent("Sells. From now on they protect your feelings.", -18, "opinion"),
    "both": Intent(
        "Asks two things at once; you cannot tell which one was answered.", -4, "opinion"
    ),
    "ahead": Intent(
        "Asks what they are about to do. Steps taken count, hopes do not.", 2, "promise"
    ),
    # What is not about it
    "off_topic": Intent("Has nothing to do with why they came.", -5),
    "rude": Intent("Is rude.", -20),
    "unclear": Intent("Was not understood, so they asked back. It cost nothing."),
}

COURTESIES = ("greet", "introduce", "thanks", "empathy", "playback")
"""What can go before a question without making it two."""
OCCASION = ("past", "record", "often")
"""What turns the talk to an occasion of the topic that it names."""
IN_STORY = ("next", "follow", "why", "hard", "tried", "cost", "others")
"""What asks on within the occasion that is being told."""
CHOICES = ("summed_up", "turned_round", "made_up")
"""What it is to choose one of the summaries that are offered to who plays back."""
OPEN_ENDED = ("next", "follow", "silence", "summed_up")
"""What lets the other one choose how to go on."""
HAPPENED = (*OCCASION, *IN_STORY)
"""What asks for something that has happened."""
FUTURE = ("hypothetical", "would", "price")
"""What asks for something that has not."""
