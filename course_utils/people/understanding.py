"""What people take a sentence to mean: what it does, and what it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from course_utils.people.intents import COURTESIES, FUTURE, HAPPENED, INTENTS
from course_utils.people.phrasings import Phrasing, bank
from course_utils.people.rules import (
    ASKED_AFTER,
    ASKS,
    COMPILED,
    CORRECT_ME,
    PLAYS_BACK,
    TAG,
    TWO,
    WISH,
)
from course_utils.people.spelling import meant, plain, stem, words_of
from course_utils.people.topics import OFF_TOPIC, Topic
from course_utils.people.vocabulary import ORDINARY_WORDS

LONGEST = 600
"""Characters beyond which a sentence is too long to be taken in."""
NEAR = 94
"""From this likeness on (0 to 100) a sentence is the phrasing of the bank that it resembles."""
FAR = 75
"""Below this likeness only what does no harm is offered."""
SUGGESTED = 3
"""How many things somebody who has not understood offers."""

_CODE = re.compile(r"[<>{}=\\|@^~_]|/\*|//|\(\)|https?:")
_IS = re.compile(r"\b(what|who|how|where|when|why)'s\b")
_ARE = re.compile(r"\b(you|they|we)'re\b")
"""Short forms of a question, which are read written out as well."""
_VIEW = re.compile(
    r"\b(?:(?:like|love|enjoy) (?:and|or)|rate|grade|score|scale|out of|important|missing|lacking|features?|improve\w*"
    r"|pros and cons|kitewell)\b|\b1 (?:to )?(?:10|5)\b"
)
"""What asks for a view so plainly that it can be of whatever is being talked about."""
_POINTS_BACK = re.compile(r"\b(?:it|that|this|there|then|those|them)\b")
"""Words by which a question hangs on what was told."""
_THAT_DAY = re.compile(r"\bthat (?:day|morning|afternoon|evening|week)\b(?!.*\blast\b)")
_OPENS = frozenset(["so", "you", "say", "said", "told", "me", "mean", "that", "and", "well", "ok"])
"""With what somebody begins who says words back; of these words none shows that they understood."""
_WHOEVER = {
    **dict.fromkeys(("i", "me", "we", "us", "yourself", "myself", "ourselves"), "you"),
    **dict.fromkeys(("my", "our"), "your"),
    **dict.fromkeys(("mine", "ours"), "yours"),
    **{"am": "are", "was": "were", "i'm": "you're", "we're": "you're", "i've": "you've"},
}
"""Words that change with who says them of whom."""
_SAID_BACK = (
    "",
    "closed",
    "open",
    "leading",
    "opinion",
    "hard",
    "habit",
    "past",
    "tried",
    "others",
    "cost",
)
"""What a sentence that says something back may look like."""
_STAYS = ("rude", "pitch", "price")
"""What a sentence is, however it begins."""
_QUESTION = re.compile(
    r"^(?:and |so |but |then )?(?:(?:what|how|why|who|whom|where|which)(?! (?:you|i)\b)"
    r"|when (?:did|do|does|was|were|is|are|have|has)|(?:do|does|did|is|are|was|were|can|could|would)(?! not\b)|tell|walk)\b"
)
"""What asks, after the beginning of a sentence that says something back."""
_WANTS = re.compile(r"\b(?:want|need)(?:s|ed)?\b")
REPEATS = 0.6
"""So large a share of a sentence, word for word, is repeated and not said."""
_HAPPENED = re.compile(r"\b(?:did|was|were|had)\b")
_RULE_WORD = re.compile(r"\\.|([a-z]+)")
_LETTER = re.compile(r"[a-z]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_ANY_WORDS = """
a about above after again against all almost already also always am an and another any anything are around
as at away back be became because been before began begin being below between both but by came can come could
day days felt led eat tricky trickiest knock knock-on effect
did different do does doing done down during each early else enough even ever every everything exactly
far feel few find first for found from further gave get getting give go goes going gone good got great had happen
happened happening has have having he help her here him his hour hours how however i if in into is it its itself
just keep kept kind knew know last late later least less let like little long look looked looking lot made make
making many may maybe me mean meant might minute minutes moment month months more most much must my need needed
never new next nice no nobody nor not nothing now of off often okay old on once one only or other others our out
over own part people perhaps please point possible put quite rather ready real really remember right said same saw
say saying see seemed seen sentence several shall she should show since small so some somebody someone something
sometimes soon still stop stopped such sure take taken taking talk tell than that the their them then there these
they thing things think this those though thought through time times to today together told too took toward two
under until up upon us use used using usually very want wanted was way we week weeks well went were what whatever
when where whether which while who whole whom whose why will with within without word words work worked working
works would year years yes yet you your yours yourself actually bit case detail details doing especially else
example exact finally guess hear heard instead learn matter morning afternoon evening noon night monday tuesday
wednesday thursday friday saturday sunday january february march april may june july august september october
november december hi hello hey thanks thank ok oh ah well um erm honestly briefly quickly second third asked ask
asking answer question questions describe explain walk back start started situation occasion happening side end
ended turned step steps kitewell software product tool company office job manager boss client customer team person
everybody anybody anyone everyone mind help helped helping helps try tried trying
"""

_ASKS_FOR = frozenset(["what", "how", "why", "who", "whom", "whose", "when", "where", "which"])
_ASKS = frozenset(
    [
        "do",
        "does",
        "did",
        "is",
        "are",
        "was",
        "were",
        "have",
        "has",
        "had",
        "can",
        "could",
        "would",
        "tell",
        "describe",
        "show",
        "explain",
        "any",
    ]
)

SMALL_WORDS = frozenset(_ANY_WORDS.split()) - {
    "spreadsheet", "manager", "boss", "client", "customer", "monday", "thursday", "friday", "wednesday",
}  # fmt: skip
"""Words that anybody says about anything: to share them with somebody shows no listening."""


@dataclass(frozen=True)
class Said:
    """A sentence as it is understood."""

    words: str
    intent: str
    """What it does, one of `INTENTS`; "unclear" where that is not sure."""
    topics: tuple[str, ...] = ()
    """What it names, the nearest first; none means whatever is being talked about."""
    also: tuple[str, ...] = ()
    """Courtesies that go before its question."""
    takes_up: bool = False
    """Whether it takes up words of what was told."""
    parrots: bool = False
    """Whether it repeats what was told word for word, as it stands or with "you" for "I"."""
    nearest: tuple[str, ...] = field(default=(), compare=False)
    """Where it is unclear, the nearest things that one could say."""
    key: str = field(default="", compare=False)
    """Its words as they were meant, by which a repetition is known."""


class Language:
    """What a circle of people can talk about, and how.

    Parameters
    ----------
    topics : iterable of Topic
        What they talk about.
    more : mapping, optional
        Phrasings of this circle by intent, beside those that everybody understands.
    """

    def __init__(
        self, topics: Iterable[Topic], more: Mapping[str, Iterable[str]] | None = None
    ) -> None:
        self.topics = {topic.name: topic for topic in topics}
        self.phrasings = bank(self.topics.values(), more or {})
        self._patterns = {name: re.compile(topic.pattern) for name, topic in self.topics.items()}
        self._off = re.compile(rf"\b(?:{'|'.join(OFF_TOPIC.strip().splitlines())})\b")
        self._by_key = {_key(phrasing.words): phrasing for phrasing in self.phrasings}
        self._keys = list(self._by_key)
        spelled = set(_ANY_WORDS.split())
        # An insult has to be typed as it stands: no slip of the hand makes one.
        rules = [rule.pattern for intent, rule in COMPILED if intent != "rude"]
        for pattern in (*rules, *(topic.pattern for topic in self.topics.values())):
            spelled |= {word for word in _RULE_WORD.findall(pattern) if len(word) > 4}
        for key in self._keys:
            spelled |= set(key.split())
        self._known = sorted(spelled)
        self._right = frozenset(spelled) | ORDINARY_WORDS | _words_of_rules("rude")
        self._stems = frozenset(map(stem, self._right))
        self._parse = lru_cache(maxsize=4096)(self._parsed)

    def hear(self, words: str, told: str = "", answer: str = "") -> Said:
        """Understand a sentence.

        Parameters
        ----------
        words : str
            As it was typed, with slips of the hand, of any length.
        told : str
            What the one who hears it has told: a sentence that takes that up is known by its words.
        answer : str
            What they said last, whether or not it told anything: it too can be repeated.

        Returns
        -------
        Said
            Its intent is "unclear" unless a rule fits and what it is about is known too, or the
            bank has it nearly word for word. Then `nearest` holds what it resembles.
        """
        heard, said = words_of(plain(told)), words_of(plain(words[:LONGEST]))
        stems = {stem(word) for word in heard if word not in SMALL_WORDS and len(word) > 2}
        echo = {word for word in said if stem(word) in stems}
        runs = set(_runs(heard))
        for run in _runs(said):
            if run in runs:
                echo |= {*run}
        parts = [words_of(part) for part in _SENTENCE.split(plain(words[:LONGEST]))]
        before = words_of(plain(answer))
        theirs = {*_runs(_alike(heard)), *_runs(_alike(before))}
        copied = [
            part
            for part in parts
            if _parrots(part, theirs) or _copied(part, heard) or _copied(part, before)
        ]
        own = {word for part in parts if part not in copied for word in part}
        parrots = bool(copied) and not own & (echo - SMALL_WORDS)
        understood = self._parse(words, frozenset(echo), bool(heard))
        if _parrots(said, theirs) and understood.intent == "unclear" and len(words) <= LONGEST:
            # Their last words, said back as a question: nobody has to ask what that means.
            understood = replace(understood, intent="playback", nearest=())
        return replace(understood, parrots=parrots)

    def nearest(
        self,
        words: str,
        most: int = SUGGESTED,
        fits: Callable[[Phrasing], bool] | None = None,
    ) -> tuple[str, ...]:
        """Return the phrasings of the bank that a sentence resembles most.

        Of each kind of sentence about each topic only the nearest is taken; `fits` tells which may be.
        """
        key = self._meant(plain(words[:LONGEST]), frozenset())
        among = [near for near in self._keys if fits is None or fits(self._by_key[near])]
        found: dict[tuple[str, str], str] = {}
        for near, likeness, _ in process.extract(key, among, scorer=_likeness, limit=40):
            phrasing = self._by_key[near]
            # Nobody proposes to be talked into something, unless it is what was nearly said.
            if INTENTS[phrasing.intent].trust < 0 and likeness < FAR:
                continue
            found.setdefault((phrasing.intent, phrasing.topic), phrasing.words)
        return tuple(list(found.values())[:most])

    def about(self, text: str) -> tuple[str, ...]:
        """Return the topics that plain text names, each followed by the larger ones."""
        named = [
            (found.start(), name)
            for name, pattern in self._patterns.items()
            if (found := pattern.search(text))
        ]
        chain = [part for _, name in sorted(named) for part in (name, *self.topics[name].within)]
        return tuple(dict.fromkeys(chain))

    def _meant(self, text: str, here: frozenset[str]) -> str:
        return " ".join(self._word(word, here) for word in words_of(text))

    def _word(self, word: str, here: frozenset[str]) -> str:
        if self._off.fullmatch(word):
            return word
        mended = self._mend(word)
        # A word of theirs stays as it is, unless a slip hides what it is about.
        return mended if word not in here or self.about(mended) else word

    def _mend(self, word: str) -> str:
        if word in self._right or self.about(word):
            return word
        return meant(word, self._known)

    def _parsed(self, words: str, here: frozenset[str], told: bool) -> Said:
        text = plain(words)
        if not text or not any(letter.isalnum() for letter in text):
            # Dots, dashes and an empty line say nothing; a smile or a drawing is no silence.
            quiet = all(ord(letter) < 0x2100 for letter in text)
            return Said(words, "silence", key="...") if quiet else self._unclear(words)
        if len(text) > LONGEST or _CODE.search(text):
            return self._unclear(words)
        letters = [letter for letter in text if letter.isalpha()]
        if sum(bool(_LETTER.match(letter)) for letter in letters) < 0.8 * len(letters):
            return self._unclear(words)
        parts = _joined([part for part in _SENTENCE.split(text) if any(map(str.isalnum, part))])
        read = [said for part in parts for said in self._clauses(words, part, here, told)]
        return self._whole(words, read, self._meant(text, here))

    def _clauses(self, words: str, sentence: str, here: frozenset[str], told: bool) -> list[Said]:
        """Read a sentence, in two parts where it asks two things."""
        whole = self._clause(words, sentence, here, told)
        alone = ("rude", "pitch", "introduce", "closing", "off_topic", "playback")
        if whole.intent in alone:
            return [whole]
        read = [self._clause(words, cut, here, told) for cut in TWO.split(sentence)]
        kinds = [said.intent for said in read]
        if len(read) < 2 or _one([kind for kind in kinds if kind != "unclear"]):
            return [whole]
        topics = tuple(dict.fromkeys(topic for said in read for topic in said.topics))
        return [replace(whole, intent="both", topics=topics)]

    def _says_back(self, key: str, taken: bool) -> bool:
        """Tell whether a sentence has the form of one that says something back: it states, and does not ask.

        Nothing is decided about what it says.
        """
        opening, ending = PLAYS_BACK.search(key), CORRECT_ME.search(key)
        rest = key[opening.end() :] if opening else key[: ending.start()] if ending else ""
        # "What you are saying is that ..." asks nothing.
        rest = (
            re.sub(r"^ is\b", "", rest).strip()
            if opening and "what" in opening[0]
            else rest.strip()
        )
        if len(rest.split()) < 2 or _QUESTION.search(rest) or ASKED_AFTER.search(key):
            return False
        intent = _intent(rest)
        return intent in _SAID_BACK or (taken and intent not in _STAYS)

    def _clause(self, words: str, clause: str, here: frozenset[str], told: bool) -> Said:
        key = self._meant(clause, here)
        flat = re.sub(
            r"^(?:(?:ok|okay|well|right|sure|great|good|yes|no|and|so|but|please|um|erm|ah|oh|interesting|now) )+(?=\w+ )",
            "",
            key,
        )
        topics = self.about(key)
        off = not topics and not here and bool(self._off.search(key))
        near = process.extractOne(key, self._keys, scorer=fuzz.ratio, score_cutoff=NEAR)
        asked = PLAYS_BACK.search(key) and ASKED_AFTER.search(key)
        # What is said back before a question takes up nothing: the question has to.
        echoes = {word for word in key[asked.start() if asked else 0 :].split() if word in here}
        # The name of a topic is no echo: it would be said in any case.
        taken = len(echoes) > 1 or any(not self.about(word) for word in echoes)
        short = _IS.sub(r"\1 is", _ARE.sub(r"\1 are", flat))
        intent = _intent(flat, key, short)
        if self._says_back(key, taken):
            # What they want or need can have been told; what they would love was put into their mouth.
            wished = WISH.search(_WANTS.sub("", key) if told else key)
            if not wished and (told or not topics):
                return Said(words, "playback", topics, key=key)
            if not TAG.search(key):
                # Words put into a mouth, where something is named; else nobody knows what they ask.
                intent = "leading" if topics else ""
        said = Said(words, intent, topics, takes_up=taken, key=key)
        if intent == "rude":
            return said
        if off:
            return replace(said, intent="off_topic")
        if near and near[1] >= NEAR and intent in ("", "open", "closed"):
            phrasing = self._by_key[near[0]]
            return replace(said, intent=phrasing.intent)
        if intent == "open":
            # What is asked in the past stays with the story; in the present it asks for a rule.
            usual = "next" if _HAPPENED.search(key) else "habit"
            hangs = told and usual == "next" and bool(_POINTS_BACK.search(key))
            intent = "follow" if taken else usual if topics or hangs else ""
        if intent == "past" and _THAT_DAY.search(key):
            intent = "next"
        if not intent or not self._sure(intent, key, topics, taken):
            return replace(said, intent="unclear")
        return replace(said, intent=intent)

    def _sure(self, intent: str, key: str, topics: tuple[str, ...], taken: bool) -> bool:
        if (
            topics
            or taken
            or intent in (*COURTESIES, *FUTURE, "pitch", "closing", "background", "silence")
        ):
            return True
        strange = [
            word
            for word in key.split()
            if stem(word) not in self._stems and len(word) > 2 and "'" not in word
        ]
        if intent == "leading":
            return len(strange) <= 1
        said = {word.partition("'")[0] for word in key.split()}
        if len(key.split()) > 1 and said <= _ASKS_FOR:
            return False
        if intent in ("tried", "hard", "cost", "others") and not said & (_ASKS_FOR | _ASKS):
            return False
        if intent == "past" and said <= {"the", "last", "time"}:
            # "Last time" alone: the last time of what?
            return False
        if intent == "opinion":
            return not strange and bool(_VIEW.search(key))
        if intent == "closed":
            return False
        return not strange

    def _whole(self, words: str, read: list[Said], key: str) -> Said:
        """Put the sentences of one turn together."""
        for worst in ("rude", "pitch", "off_topic", "leading"):
            for said in read:
                if said.intent == worst:
                    return replace(said, also=(), key=key)
        asked = [said for said in read if said.intent not in (*COURTESIES, "unclear", "silence")]
        also = tuple(dict.fromkeys(said.intent for said in read if said.intent in COURTESIES))
        topics = tuple(dict.fromkeys(topic for said in read for topic in said.topics))
        taken = any(said.takes_up for said in asked)
        if not asked:
            if also:
                main = "playback" if "playback" in also else also[-1]
                rest = tuple(kind for kind in also if kind != main)
                return Said(words, main, topics, rest, key=key)
            if read and all(said.intent == "silence" for said in read):
                return Said(words, "silence", key="...")
            return self._unclear(words)
        kinds = list(dict.fromkeys(said.intent for said in asked))
        topics = tuple(dict.fromkeys(topic for said in asked for topic in said.topics)) or topics
        main = next((kind for kind in kinds if kind in FUTURE), kinds[0])
        if len(kinds) > 1 and not (_one(kinds) or (main in FUTURE and _softened(kinds))):
            main = "both"
        elif len(kinds) > 1:
            first = ("closing", "background", "past", "record")
            main = next((kind for kind in first if kind in kinds), main)
        return Said(words, main, topics, also, taken, key=key)

    def _unclear(self, words: str) -> Said:
        return Said(words, "unclear", nearest=self.nearest(words), key=plain(words[:LONGEST]))


def _intent(*keys: str) -> str:
    """Return the first rule that fits one of several forms of a sentence, "" if none does."""
    return next((name for name, rule in COMPILED if any(map(rule.search, keys))), "")


def _one(kinds: list[str]) -> bool:
    """Tell whether several questions are one: all about the occasion, or opening, or closing."""
    together = [{*HAPPENED}, {"background", "habit", "others"}, {"closing", "next"}]
    if "past" in kinds:
        together.append({*HAPPENED, "habit"})
    return any(set(kinds) <= {*group} for group in together)


def _softened(kinds: list[str]) -> bool:
    """Tell whether what goes with a question about the future only leads up to it."""
    return set(kinds) <= {*FUTURE, "opinion"}


def _joined(parts: list[str]) -> list[str]:
    """Put an opening that stands alone, as in "Let me check. You ...", before what it opens."""
    found: list[str] = []
    for part in parts:
        if found and _opens_only(found[-1]) and not ASKS.search(part):
            found[-1] = f"{found[-1].rstrip('.!?')}: {part}"
        else:
            found.append(part)
    return found


def _opens_only(part: str) -> bool:
    key = " ".join(words_of(part))
    opening = PLAYS_BACK.search(key)
    return opening is not None and len(key[opening.end() :].split()) < 4


def _alike(words: list[str]) -> list[str]:
    """Return words as they are whoever says them of whom: "I was" and "you were" are one."""
    return [_WHOEVER.get(word, word) for word in words]


def _parrots(said: list[str], runs: set[tuple[str, ...]]) -> bool:
    """Tell whether a sentence is for the most part theirs, word for word.

    To say "you" where they said "I" takes no understanding: a machine can do it.
    """
    ours: set[int] = set()
    for place, run in enumerate(_runs(_alike(said))):
        if run in runs:
            ours |= set(range(place, place + 4))
    own = [word for place, word in enumerate(said) if place not in ours and word not in _OPENS]
    return bool(ours) and len(ours) >= REPEATS * (len(ours) + len(own))


def _copied(said: list[str], heard: list[str]) -> bool:
    """Tell whether a short sentence is a piece of what was told, as it stands or turned round."""
    start = next((place for place, word in enumerate(said) if word not in _OPENS), len(said))
    rest = " ".join(_alike(said[start:]))
    return bool(rest) and f" {rest} " in f" {' '.join(_alike(heard))} "


def _words_of_rules(*intents: str) -> frozenset[str]:
    found = [rule.pattern for intent, rule in COMPILED if intent in intents]
    return frozenset(word for pattern in found for word in _RULE_WORD.findall(pattern) if word)


def _likeness(one: str, other: str, **_: object) -> float:
    """Compare two sentences, by their letters and by the words that they share."""
    return (fuzz.ratio(one, other) + fuzz.token_set_ratio(one, other)) / 2


def _key(words: str) -> str:
    return " ".join(words_of(plain(words)))


def _runs(words: list[str]) -> Iterable[tuple[str, ...]]:
    """Return each four words that follow each other: so many are no coincidence."""
    return zip(words, words[1:], words[2:], words[3:], strict=False)
