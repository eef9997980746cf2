"""Customers made of a seed, and interviewers who play by a rule: random, repeating, careful."""

import random
from functools import cache

import pandas as pd

from course_utils.lessons import research
from course_utils.lessons.research.customer import customer
from course_utils.lessons.research.topics import TOPICS, language
from course_utils.people.spelling import plain, words_of
from course_utils.people.understanding import SMALL_WORDS

END = pd.Timestamp("2026-07-01", tz="UTC")


@cache
def somebody(seed):
    """A customer who has stopped doing something, without a company to look them up in."""
    chance = random.Random(seed)
    topics = list(TOPICS)
    sore = topics[seed % len(topics)]
    memories = {}
    for topic in topics:
        days = chance.randrange(28, 150) if topic == sore else chance.randrange(1, 27)
        recent = 0 if topic == sore else chance.randrange(1, 9)
        last = END - pd.Timedelta(days=days, hours=chance.randrange(1, 9))
        memories[topic] = research.Memory(last, recent, recent + chance.randrange(1, 9))
    if chance.random() < 0.3:
        memories[chance.choice([t for t in topics if t != sore])] = research.Memory(None, 0, 0)
    return customer(
        20_000 + seed,
        sore,
        seed,
        team=chance.randrange(3, 60),
        industry=chance.choice(["retail", "health", "software", "public"]),
        plan=chance.choice(["free", "team", "business"]),
        since=END - pd.Timedelta(days=chance.randrange(200, 900)),
        memories=memories,
        place=chance.randrange(3),
    )


def play(who, choose):
    """Interview until they have to go; `choose` gets the talk so far and says what to ask."""
    asked = []
    while True:
        talk = research.conduct(who, asked)
        said = None if talk.over else choose(talk)
        if said is None:
            return talk
        asked.append(said)


def facts(seeds, choose):
    """How many facts come out on average."""
    return sum(len(play(somebody(seed), choose(seed)).opened) for seed in seeds) / len(seeds)


def at_random(seed):
    """A random card, or a random phrasing of the bank, each turn."""
    chance = random.Random(seed)
    said = [*research.cards(), *(phrasing.words for phrasing in language().phrasings)]
    return lambda talk: chance.choice(said)


def cards_at_random(seed):
    """A random card each turn."""
    chance = random.Random(seed)
    said = list(research.cards())
    return lambda talk: chance.choice(said)


def repeated(seeds, *said):
    """How many facts come out on average where the last of what is said is said again and again."""
    asked = [*said, *said[-1:] * 10]
    return sum(len(research.conduct(somebody(seed), asked).opened) for seed in seeds) / len(seeds)


def machine(steps):
    """Reads out cards in an order of its own and goes where they point, but takes up no word."""

    def choose(talk):
        opened = [turn for turn in talk.turns if turn.opened]
        if not talk.turns:
            return "introduce"
        if not opened:
            return f"past/{next(iter(TOPICS)) if len(talk.turns) == 1 else mentioned(talk)}"
        done = len(talk.turns) - talk.turns.index(opened[0]) - 1
        return steps[done] if done < len(steps) else None

    return lambda seed: choose


NAMES = {
    "reports": "numbers",
    "colleagues": "new people",
    "planning": "week planned",
    "comments": "decided",
}


def mentioned(talk):
    """The topic that they came back to unasked, as anybody who listens would notice it."""
    answers = " ".join(turn.answer for turn in talk.turns if turn.said.intent == "past")
    return next((topic for topic, name in NAMES.items() if name in answers), None)


SAYS_BACK = "If I understand you right, that is how it was for you."
"""It has the form of saying something back, and says nothing: the choice is what counts."""


def true(talk):
    """The summary that is so, of those that are offered."""
    return talk.to_sum_up.recap.true


def by_chance(seed):
    """Choose a summary by lot."""
    chance = random.Random(seed)
    return lambda talk: chance.choice(talk.turns[-1].choices)


def by_words(rank):
    """Choose the summary that shares the most words with what was told, or the next."""

    def pick(talk):
        heard = set(words_of(plain(talk.told)))
        shared = {
            text: len(heard & {*words_of(plain(text))}) / len(words_of(plain(text)))
            for text in sorted(talk.turns[-1].choices)
        }
        return sorted(shared, key=shared.get, reverse=True)[rank]

    return lambda seed: pick


def says_back(words, pick=None):
    """Good cards, and now and then something said back; then a summary is chosen, or none is."""
    steps = ["why", "BACK", "tried", "BACK", "cost", "others", "BACK", "closing"]

    def player(seed):
        chosen = pick and pick(seed)

        def choose(talk):
            opened = [turn for turn in talk.turns if turn.opened]
            if not talk.turns:
                return "introduce"
            if not opened:
                return f"past/{next(iter(TOPICS)) if len(talk.turns) == 1 else mentioned(talk)}"
            if chosen and talk.turns[-1].choices:
                return chosen(talk)
            done = len(talk.turns) - talk.turns.index(opened[0]) - 1
            done -= sum(bool(turn.choices) for turn in talk.turns) if chosen else 0
            if done >= len(steps):
                return None
            return words(talk, seed) if steps[done] == "BACK" else steps[done]

        return choose

    return player


def the_reverse(talk, seed):
    """What was told last, with its roles turned round."""
    fact = talk.to_sum_up
    return f"So {fact.recap.turned}" if fact else SAYS_BACK


def vague(talk, seed):
    """What is said to everybody."""
    return random.Random(seed).choice(
        [
            "So you look at it, find it wrong, and do the work by hand instead.",
            "So it takes you time every week, and people do not trust what they see.",
            "So you cannot rely on the tool, so you ask people and write it down yourself.",
            "So your boss and your team do not look at the same thing, and you find out too late.",
            "So nobody tells you, and you put it on paper or send a picture.",
            "It sounds as if people switched it off and went back to calling each other.",
        ]
    )


def template(talk, seed):
    """A fixed sentence around the longest words of what was told."""
    words = {word for word in words_of(plain(talk.told)) if word.isalpha()} - SMALL_WORDS
    one, other, third = sorted(words, key=lambda word: (-len(word), word))[:3]
    return (
        f"If I understand you right, it came down to the {one} and the {other}, and the {third} took "
        "longer than it should?"
    )


TURNED = {
    "I": "you",
    "i": "you",
    "me": "you",
    "my": "your",
    "we": "you",
    "us": "you",
    "our": "your",
}


def turned(words):
    """What somebody told of themselves, with "you" for "I"."""
    return " ".join(TURNED.get(word, word) for word in words.split())


def after_an_occasion(seed, say, turns=None):
    """Ask once for an occasion, then say what follows from the last answer and the turn's number."""

    def choose(talk):
        many = len(talk.turns)
        if not many:
            return f"past/{somebody(seed).sore}"
        if turns is not None and many > turns:
            return None
        return say(talk.turns[-1].answer, many - 1)

    return choose


def last_words(answer, many):
    """The last words of an answer."""
    return " ".join(answer.rstrip(".").split()[-many:])


ORDER = ("next", "tried", "why", "cost", "others", "closing")


def turner(seed):
    """Asks once for an occasion, then says every answer back with "you" for "I"."""
    return after_an_occasion(seed, lambda answer, _: f"So {turned(answer)}")


def turned_tail_and_card(seed):
    """Says the last words back with "you" for "I", and reads out the next card, in a fixed order."""

    def say(answer, turn):
        return f"So you say that {turned(last_words(answer, 7))}? {research.cards()[ORDER[turn]]}"

    return after_an_occasion(seed, say, len(ORDER))


def turned_and_card(seed):
    """Says a whole answer back with "you" for "I", then reads out a card, in turns."""
    steps = ["next", "", "cost", "", "others", "", "closing"]

    def say(answer, turn):
        return steps[turn] or f"If I got that right, {turned(answer)}"

    return after_an_occasion(seed, say, len(steps))


def parrot(seed):
    """Asks once for an occasion, then says every answer back, word for word."""
    return after_an_occasion(seed, lambda answer, _: f"So {answer}")


def tail_and_card(seed):
    """Says the last five words back and reads out the next card, in a fixed order."""

    def say(answer, turn):
        return f"You said {last_words(answer, 5)}. {research.cards()[ORDER[turn]]}"

    return after_an_occasion(seed, say, len(ORDER))


def careful(seed):
    """Introduces, asks for the last time, goes where they point, follows up, plays back, thanks."""
    first = list(TOPICS)[seed // 4 % len(TOPICS)]
    steps = ["next", "PLAYBACK", "cost", "others", "PLAYBACK", "closing", "thanks"]

    def choose(talk):
        opened = [turn for turn in talk.turns if turn.opened]
        if not talk.turns:
            return "introduce"
        if not opened:
            return f"past/{first if len(talk.turns) == 1 else mentioned(talk)}"
        if talk.turns[-1].choices:
            return true(talk)
        told = [turn for turn in talk.turns if not turn.choices]
        done = len(told) - told.index(opened[0]) - 1
        if done >= len(steps):
            return None
        return SAYS_BACK if steps[done] == "PLAYBACK" else steps[done]

    return choose


EXPERT = {
    "reports": "Can you walk me trough the last time you had to put togehter numbers for somebody?",
    "colleagues": "Could you tell me about the most recent time you brougth somebody new into the tool?",
    "planning": "Take me back to the last time you sat down and planed the week, what happened?",
    "comments": "When did you guys last have to decide somthing together? What happend?",
}


def expert(seed):
    """A free interview in natural English, with slips of the hand."""
    steps = [
        "And what happend after that?",
        "That sounds frustrating. What made it so dificult?",
        "PLAYBACK",
        "How much time does taht take you in a week?",
        "Who else is affected by this, and how did they find out?",
        "Thank you, that was realy helpful. Is there anything I shoud have asked you but didnt?",
    ]
    first = list(TOPICS)[seed // 4 % len(TOPICS)]

    def choose(talk):
        opened = [turn for turn in talk.turns if turn.opened]
        if not talk.turns:
            return (
                "Hi, thanks a lot for making the time today. I'm not here to sell you anything, I just "
                "want to understand how you work. Is it ok if I take notes?"
            )
        if not opened:
            return EXPERT[first if len(talk.turns) == 1 else mentioned(talk)]
        if talk.turns[-1].choices:
            return true(talk)
        told = [turn for turn in talk.turns if not turn.choices]
        done = len(told) - told.index(opened[0]) - 1
        if done >= len(steps):
            return None
        return SAYS_BACK if steps[done] == "PLAYBACK" else steps[done]

    return choose
