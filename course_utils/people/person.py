"""A person who answers: what they can tell, whom they trust, how they speak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from course_utils.company.engine.streams import Stream
from course_utils.company.words.grammar import Voice, capitals
from course_utils.people.intents import CHOICES, OCCASION
from course_utils.people.manners import MANNERS
from course_utils.people.understanding import Language


@dataclass(frozen=True)
class Recap:
    """Three ways to sum up one fact, each a sentence as a listener says it: one of them is so."""

    true: str
    """What was told, in other words."""
    turned: str
    """The same with its roles or its direction turned round."""
    foreign: str
    """Something else, which was never told."""


@dataclass(frozen=True)
class Fact:
    """Something that a conversation can bring out."""

    name: str
    topic: str
    """What has to be talked about for it."""
    asked_by: tuple[str, ...]
    """Intents that ask for it; those that are open-ended ask for whatever comes next."""
    words: str
    """The fact in a sentence without its full stop."""
    trust: int = 0
    """How much trust it needs, from 0 to 100."""
    after: int = 0
    """How many facts have to be out before it."""
    heard: int = 0
    """How often their own words have to have been taken up before it: who only reads out questions
    does not hear it."""
    recap: Recap | None = None
    """How it can be summed up. It may use nothing of what other facts hold; None if it is not asked."""


@dataclass(frozen=True)
class Person:
    """Somebody to talk to.

    Parameters
    ----------
    seed, number : int
        Where chance comes from, and who of the circle this is. They settle how the person speaks.
    language : Language
        What they understand.
    facts : sequence of Fact
        What they can tell, in the order in which memory opens: the first of a topic is the occasion
        that everything else hangs on.
    phrases : mapping
        What they say, over `MANNERS`: rules by intent (``past``), or by intent and topic
        (``past_money``), which go before. ``[name]`` stands for a slot or for another rule.
    slots : mapping
        Words for the slots.
    of_topic : mapping
        Words for the slots that differ by topic: ``{"reports": {"date": "3 May 2026"}}``.
    never : sequence of str
        Topics of which they have no occasion to tell.
    quiet : sequence of str
        Topics of which they did nothing lately.
    often : sequence of str
        Topics of which they do as much as ever: who says that they do not is corrected.
    interests : sequence of str
        Topics that they come back to unasked, and are glad to be asked about.
    """

    seed: int
    number: int
    language: Language
    facts: Sequence[Fact]
    phrases: Mapping[str, Sequence[str]]
    slots: Mapping[str, str] = field(default_factory=dict)
    of_topic: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    never: Sequence[str] = ()
    quiet: Sequence[str] = ()
    often: Sequence[str] = ()
    interests: Sequence[str] = ()
    trust: int = 40
    """Trust at the beginning, from 0 to 100."""
    cold: int = 20
    """Below this trust they say no more than they must."""
    patience: int = 10
    """After so many questions they have to go."""

    def voice(self, purpose: str = "talk") -> Voice:
        """Return this person's way of speaking, from the beginning."""
        return Voice(Stream(self.seed, self.number, purpose), {**MANNERS, **self.phrases})

    def rule(self, intent: str, topic: str) -> str:
        """Return the rule by which they answer an intent on a topic."""
        known = {**MANNERS, **self.phrases}
        if intent in OCCASION[:2]:
            intent = "never" if topic in self.never else "past"
        if f"{intent}_{topic}" in known:
            return f"{intent}_{topic}"
        # Of an occasion that they have no record of they would have to make something up.
        recalled = intent not in ("past", "often") or topic in self.of_topic
        return intent if intent in known and recalled else "vague"

    def choices(self, fact: Fact) -> dict[str, str]:
        """Return the summaries of a fact, in an order of their own, and what it is to choose each."""
        if fact.recap is None:
            return {}
        said = (fact.recap.true, fact.recap.turned, fact.recap.foreign)
        order = Stream(self.seed, self.number, f"recap {fact.name}").u32(3).argsort(kind="stable")
        return {said[place]: CHOICES[place] for place in order}

    def recall(self, fact: Fact) -> str:
        """Return a fact as a sentence."""
        return capitals(f"{fact.words}.")
