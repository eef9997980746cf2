"""A conversation as a pure function: a person and what is said to them give the transcript."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from course_utils.company.words.grammar import Voice
from course_utils.people.intents import (
    CHOICES,
    COURTESIES,
    IN_STORY,
    INTENTS,
    OCCASION,
    OPEN_ENDED,
)
from course_utils.people.person import Fact, Person
from course_utils.people.phrasings import Phrasing
from course_utils.people.spelling import plain, words_of
from course_utils.people.understanding import LONGEST, SUGGESTED, Said

MOST = 40
"""So much can be said to somebody in all, with what they do not understand."""
OPENINGS = 2
"""How often the same open-ended move brings something new."""
_LITTLE = re.compile(r"\b(?:few|fewer|no|not|none|less|little|stopped|nothing)\b")
_DID = re.compile(r"^(?:and |so |but )?(?:did|have|has|had) ")
_NEVER_REPEATED = (
    *("unclear", "silence", "thanks", "empathy", "greet", "closing", "playback"),
    *CHOICES,
)
_SCALE = re.compile(
    r"\b(?:scale|rate|grade|score|out of|(?:1|one) (?:to|and) (?:10|ten|5|five)|1 10|1 5)\b"
)
_DEGREE = re.compile(r"^(?:and |so |but )?how (?:important|satisf\w+|likely)\b")
_POINTS_BACK = re.compile(r"\b(?:it|that|this|there|then|those|them|they)\b")
"""Words by which a question stays with what was just told, whatever else it names."""
_PUT_OFF = ("unheard", "not_yet", "no_story")
"""Rules by which a question is not answered yet."""
_BY_PLACE = re.compile(r"(?:the |number |no )*(?:(1|first)|(2|second)|(3|third))(?: one)?")
"""How a summary is chosen by its place."""
REPEATED, AGAIN_RUDE = -4, -12
SILENT_TWICE = -8
GLAD = 2
"""What it is worth to be asked about what one cares about."""


@dataclass(frozen=True)
class Turn:
    """Something said, and the answer."""

    said: Said
    topic: str
    """What was being talked about."""
    answer: str
    evidence: str
    """What the answer is worth: fact, opinion, promise, or "" where it says nothing."""
    trust: int
    """Trust after the answer."""
    change: int = 0
    """What it did to trust."""
    opened: str = ""
    """The fact that came out."""
    repeated: bool = False
    put_off: bool = False
    """Whether it was asked well and not answered yet: it can be asked again."""
    choices: tuple[str, ...] = ()
    """The summaries that are offered to who plays back."""
    about: str = ""
    """The fact that the summaries, or the one that was chosen, are about."""


@dataclass
class Talk:
    """Where a conversation stands."""

    person: Person
    turns: list[Turn] = field(default_factory=list)
    trust: int = 0
    topic: str = ""

    @property
    def opened(self) -> set[str]:
        """Names of the facts that came out."""
        return {turn.opened for turn in self.turns} - {""}

    @property
    def asked(self) -> int:
        """How much of their patience is used: asking back costs none."""
        return sum(turn.said.intent != "unclear" and not turn.choices for turn in self.turns)

    @property
    def over(self) -> bool:
        """Whether the person has to go."""
        return self.asked >= self.person.patience or len(self.turns) >= MOST

    @property
    def told(self) -> str:
        """What they have said, in their words; it can be taken up."""
        return " ".join(turn.answer for turn in self.turns if turn.evidence)

    @property
    def heard(self) -> int:
        """How often what they said was summed up, or taken up by a question, less what was got wrong."""
        wrong = sum(turn.said.intent in CHOICES[1:] for turn in self.turns)
        return sum(_takes_up(turn.said) and not turn.repeated for turn in self.turns) - wrong

    @property
    def to_sum_up(self) -> Fact | None:
        """The fact told last of those that can be summed up and were not yet; None if there is none."""
        done = {turn.about for turn in self.turns if turn.said.intent in CHOICES}
        told = [turn.opened for turn in reversed(self.turns)]
        facts = {fact.name: fact for fact in self.person.facts if fact.recap}
        return next((facts[name] for name in told if name in facts and name not in done), None)

    def chosen(self, words: str) -> Said | None:
        """Return which of the summaries offered last is chosen, by its text or its place, if one is."""
        offered = self.turns[-1] if self.turns else None
        fact = self.to_sum_up
        if offered is None or fact is None or not offered.choices:
            return None
        said = " ".join(words_of(plain(words)))
        place = _BY_PLACE.fullmatch(said)
        for number, (text, intent) in enumerate(self.person.choices(fact).items(), 1):
            key = " ".join(words_of(plain(text)))
            if said == key or (place and place[number]):
                return Said(text, intent, (fact.topic,), key=key)
        return None

    def missed(self) -> list[str]:
        """Names of the facts that did not come out, in their order."""
        return [fact.name for fact in self.person.facts if fact.name not in self.opened]


def talk(person: Person, said: Sequence[str]) -> Talk:
    """Hold a conversation.

    Parameters
    ----------
    person : Person
        Who answers.
    said : sequence of str
        What is said to them, in order; what comes after their patience has ended is not heard.

    Returns
    -------
    Talk
        The same person and the same words give the same answers.
    """
    held = Talk(person, trust=person.trust)
    voice = person.voice()
    for words in said:
        if held.over:
            break
        answer = held.turns[-1].answer if held.turns else ""
        taken = held.chosen(words) or person.language.hear(words, held.told, answer)
        _Answer(held, voice, taken).give()
    return held


def _takes_up(said: Said) -> bool:
    """Tell whether it shows that they were listened to: their words alone, turned or not, do not."""
    asks_on = said.takes_up and not said.parrots and said.intent in IN_STORY
    return asks_on or said.intent == "summed_up"


class _Answer:
    """How a person takes one thing that was said."""

    def __init__(self, held: Talk, voice: Voice, said: Said) -> None:
        self.held, self.person, self.voice = held, held.person, voice
        # What was told before summaries were offered is still fresh.
        self.before = next((turn for turn in reversed(held.turns) if not turn.choices), None)
        if said.intent == "past" and said.takes_up and not said.topics and self._begun(held.topic):
            # The last time of something in their story: still their story.
            said = replace(said, intent="follow")
        self.topic = self._topic(said)
        if said.intent in ("past", "record") and not self.topic:
            said = Said(said.words, "unclear", key=said.key)
            self.which = True
        else:
            self.which = False
        if said.intent == "unclear":
            said = replace(said, nearest=self._offers(said))
        self.said = said
        self.repeated = self._repeated()

    def give(self) -> None:
        """Answer, and write it down."""
        held, said = self.held, self.said
        change = self._change()
        trust = min(max(held.trust + change, 0), 100)
        rule, evidence, fact = self._choose(trust)
        slots = {**self.person.slots, **self.person.of_topic.get(self.topic, {})}
        if fact is not None:
            slots["fact"] = fact.words
        answer = self.voice.say(rule, slots)
        summed = held.to_sum_up if said.intent in ("playback", *CHOICES) else None
        offers = rule == "playback" and summed is not None
        opened = fact.name if fact is not None and fact.name not in held.opened else ""
        turn = Turn(
            said,
            self.topic,
            answer,
            evidence,
            trust,
            trust - held.trust,
            opened,
            self.repeated,
            rule in _PUT_OFF,
            tuple(self.person.choices(summed)) if summed and offers else (),
            summed.name if summed else "",
        )
        held.turns.append(turn)
        held.trust = trust
        if said.intent in OCCASION and self.topic:
            held.topic = self.topic

    def _topic(self, said: Said) -> str:
        """Return what it is about: what it names, or what is being talked about."""
        held = self.held
        named = sorted(said.topics, key=lambda topic: topic not in self.person.of_topic)
        if said.intent in (*IN_STORY, *COURTESIES, "silence", "closing", "ahead") and held.topic:
            begun = [topic for topic in named if self._begun(topic)]
            if held.topic in named or not named:
                return held.topic
            if begun:
                return begun[0]
            # Within a story its own words, and who else is in it, are no change of subject.
            if said.takes_up or said.intent in ("others", "closing", "ahead", *COURTESIES):
                return held.topic
            if self._begun(held.topic) and _POINTS_BACK.search(said.key):
                return held.topic
        for topic in self.person.interests:
            if topic in named:
                return topic
        return named[0] if named else held.topic

    def _repeated(self) -> bool:
        said = self.said
        if said.intent in _NEVER_REPEATED:
            return False
        ones = [
            turn for turn in self.held.turns if turn.said.intent == said.intent and not turn.put_off
        ]
        if any(turn.said.key == said.key for turn in ones):
            return True
        asks_once = ("often", "why", "hard", "tried", "cost", "others", "background", "habit")
        return said.intent in asks_once and any(turn.topic == self.topic for turn in ones)

    def _offers(self, said: Said) -> tuple[str, ...]:
        """Return what somebody could have meant who was not understood, from where the talk stands."""
        asked = {
            (turn.said.intent, turn.topic if turn.said.intent in OCCASION else "")
            for turn in self.held.turns
            if not turn.put_off
        }
        if self._begun(self.held.topic):
            kinds: tuple[str, ...] = (*IN_STORY, "closing")
        else:
            kinds = ("introduce", "background", "past")

        def fits(phrasing: Phrasing) -> bool:
            """Tell whether it was not asked yet, and can be answered from memory."""
            one = phrasing.intent in kinds and (phrasing.intent, phrasing.topic) not in asked
            recalled = self.person.of_topic
            return one and (not phrasing.topic or not recalled or phrasing.topic in recalled)

        if not self.which:
            return self.person.language.nearest(said.words, fits=fits)
        words = f"{said.words} last time you"
        last = self.person.language.nearest(
            words, fits=lambda phrasing: phrasing.intent == "past" and fits(phrasing)
        )
        more = self.person.language.nearest(words, fits=fits)
        return tuple(dict.fromkeys((*last, *more)))[:SUGGESTED]

    def _asked_before(self) -> bool:
        """Tell whether an occasion of this topic was asked for, and answered."""
        return any(
            turn.said.intent in ("past", "record") and turn.topic == self.topic and not turn.put_off
            for turn in self.held.turns
        )

    def _times(self, intent: str) -> int:
        return sum(intent in (turn.said.intent, *turn.said.also) for turn in self.held.turns)

    def _change(self) -> int:
        said, before = self.said, self.before
        change = sum(self._courtesy(intent) for intent in said.also)
        if said.intent in COURTESIES:
            return change + self._courtesy(said.intent)
        if said.intent == "silence":
            if before is not None and before.said.intent == "silence":
                return SILENT_TWICE
            return INTENTS["silence"].trust if before is not None and before.opened else -2
        worth = INTENTS[said.intent].trust
        if self.repeated:
            return change + min(worth, REPEATED) + (AGAIN_RUDE if said.intent == "rude" else 0)
        if worth > 0 and said.intent in OCCASION and self.topic not in self.person.interests:
            worth = min(worth, GLAD)
        if said.intent in IN_STORY and not self._begun(self.topic):
            worth = 0
        if worth > 0 and said.intent in ("past", "record") and self._asked_before():
            # A second occasion is good craft, and there is no second one to tell of.
            worth = 0
        if worth > 0 and any(
            t.put_off and t.change > 0 and t.said.intent == said.intent for t in self.held.turns
        ):
            # To ask again costs nothing, and earns nothing twice.
            worth = 0
        if said.intent == "closing" and self._times("closing"):
            worth = 0
        return change + worth

    def _courtesy(self, intent: str) -> int:
        times, worth = self._times(intent), INTENTS[intent].trust
        if intent == "playback":
            return 0
        if intent == "introduce":
            return -2 if times else worth if len(self.held.turns) < 2 else worth // 3
        if intent == "empathy":
            told = self.before is not None and bool(self.before.opened)
            return worth if told and times < 2 else 0
        return worth if not times else 1 if times == 1 else 0

    def _begun(self, topic: str) -> bool:
        """Tell whether an occasion of a topic has been told."""
        first = next((fact for fact in self.person.facts if fact.topic == topic), None)
        return first is not None and first.name in self.held.opened

    def _choose(self, trust: int) -> tuple[str, str, Fact | None]:
        """Choose the rule of the answer, what it is worth, and the fact that it tells."""
        said, person = self.said, self.person
        intent = said.intent
        if intent == "unclear":
            return self._asks_back(), "", None
        if intent in ("rude", "off_topic"):
            return intent, "", None
        if trust < person.cold:
            return "curt", "", None
        if intent == "introduce" and (self._times("introduce") or self._times("background")):
            return "introduce_again", "", None
        if intent == "introduce" or intent == "greet" or intent == "thanks":
            return intent, INTENTS[intent].worth, None
        if intent == "background":
            again = any(t.said.intent in ("introduce", "background") for t in self.held.turns)
            return (
                ("told_that", "", None) if again else (person.rule("introduce", ""), "fact", None)
            )
        if intent == "empathy":
            felt = self.before is not None and bool(self.before.opened)
            return ("empathy" if felt else "empathy_none"), "", None
        fact = self._asked_for(trust)
        if fact is not None:
            return fact
        if self.repeated:
            return "told_that", "", None
        if intent == "playback":
            if not self.held.opened:
                return "playback_none", "", None
            return ("playback" if self.held.to_sum_up else "playback_again"), "", None
        if intent in CHOICES:
            return intent, "", self.held.to_sum_up
        if intent == "silence":
            return "quiet", "", None
        if intent in IN_STORY:
            if not self.topic or any(fact.topic == self.topic for fact in person.facts):
                return ("nothing_more" if self._begun(self.topic) else "no_story"), "", None
            return person.rule("more", self.topic), "opinion", None
        rule = self._by_record() or self._by_form() or person.rule(intent, self.topic)
        return rule, INTENTS[intent].worth, None

    def _by_form(self) -> str:
        """Return the rule where the answer follows from how it was asked; else ""."""
        said = self.said
        if said.intent in ("opinion", "would") and _SCALE.search(said.key):
            return "on_a_scale"
        if said.intent == "opinion" and _DEGREE.search(said.key):
            return "to_a_degree"
        # Who names nothing gets a yes to nothing in particular.
        return (
            self.person.rule("leading", "") if said.intent == "leading" and not said.topics else ""
        )

    def _by_record(self) -> str:
        """Return the rule where what is said of the past is not so, or did not happen; else ""."""
        said, person = self.said, self.person
        often = self.topic in person.often and "record_wrong" in person.phrases
        if said.intent == "record" and often and _LITTLE.search(said.key):
            return "record_wrong"
        if said.intent == "closed" and self.topic in person.quiet and _DID.search(said.key):
            return "closed_never" if self.topic in person.never else "closed_quiet"
        return ""

    def _asks_back(self) -> str:
        if self.which:
            return "past_which"
        if len(self.said.words) > LONGEST:
            return "long"
        ascii_letters = sum(letter.isascii() for letter in self.said.words if letter.isalpha())
        letters = sum(letter.isalpha() for letter in self.said.words)
        return "foreign" if letters and ascii_letters < letters / 2 else "unclear"

    def _asked_for(self, trust: int) -> tuple[str, str, Fact | None] | None:
        """Tell the fact that was asked for, or say why not; None if none was."""
        intent, opened = self.said.intent, self.held.opened
        facts = [fact for fact in self.person.facts if fact.topic == self.topic]
        if not facts:
            return None
        wanted = [fact for fact in facts if intent in fact.asked_by]
        if intent in OPEN_ENDED and not wanted:
            return self._goes_on(facts, trust)
        if not wanted:
            return None
        closed = [fact for fact in wanted if fact.name not in opened]
        if not closed:
            return None if intent == "closing" else (self._told_again(), "", wanted[0])
        fact = closed[0]
        if self.repeated and intent != "closing":
            return None
        # Nothing opens before there is an occasion to hold on to.
        ready = fact is facts[0] or (facts[0].name in opened and len(opened) >= fact.after)
        if not ready:
            return None
        if trust < fact.trust:
            return None if intent == "closing" else ("not_yet", "", None)
        if not self._heard(fact):
            return "unheard", "", None
        return self._tells(fact), "fact", fact

    def _told_again(self) -> str:
        return (
            "same_day" if self.said.intent in ("past", "record") and not self.repeated else "told"
        )

    def _heard(self, fact: Fact) -> bool:
        """Tell whether they were listened to enough for a fact, with what is said now."""
        now = _takes_up(self.said) and not self.repeated
        return self.held.heard + now >= fact.heard

    def _goes_on(self, facts: list[Fact], trust: int) -> tuple[str, str, Fact | None] | None:
        """Let the person choose how to go on, if there is something to go on from."""
        intent, before, opened = self.said.intent, self.before, self.held.opened
        used = sum(turn.said.intent == intent and bool(turn.opened) for turn in self.held.turns)
        fresh = before is not None and bool(before.opened) and before.said.intent != intent
        heard = intent != "follow" or self.said.takes_up
        if not self._begun(self.topic) or self.repeated or not heard:
            return None
        if intent != "follow" and not (fresh and used < OPENINGS):
            return None
        for fact in facts:
            if fact.name not in opened:
                if trust < fact.trust or len(opened) < fact.after:
                    return None
                if not self._heard(fact):
                    return None if intent == "summed_up" else ("unheard", "", None)
                going_on = {"summed_up": "summed_up_on", "silence": "go_on"}
                return going_on.get(intent, self._tells(fact)), "fact", fact
        return None

    def _tells(self, fact: Fact) -> str:
        named = f"tell_{fact.name}"
        return named if named in self.person.phrases else "go_on"
