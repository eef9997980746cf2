"""What interviewers say in words of their own, and what the course calls good, said to a customer."""

from __future__ import annotations

from functools import cache

import companies
import pytest
from interview_lines import READ, WRITTEN_BEFORE
from interviewers import somebody
from places import ROOT

from course_utils import data
from course_utils.exercises import Choices, load_key
from course_utils.lessons import research as explore
from course_utils.lessons.research.topics import language
from course_utils.people import HAPPENED, IN_STORY, Turn
from course_utils.people.manners import MANNERS
from course_utils.people.phrasings import Phrasing
from course_utils.people.rules import COMPILED, PLAYS_BACK
from course_utils.people.vocabulary import ORDINARY_WORDS

FOLDER = ROOT / "curriculum" / "04_research"
TOLD = {"": ["introduce"], "told": ["past", "why"], "more": ["past", "why", "tried"]}


@cache
def people() -> dict[str, explore.Customer]:
    """The public company's customers, by what hurts."""
    accounts, users, events = (data.load(name) for name in ("accounts", "users", "events"))
    found = explore.customers(accounts, users, events, data.source().fingerprint)
    return {customer.sore: customer for customer in found}


def answered(sore: str, state: str, words: str, kinds: str = "") -> Turn:
    """What a customer takes words for, and answers, where so much was told."""
    steps = [] if kinds == "introduce" else ["introduce", *(TOLD[state] if state else [])]
    asked = [f"past/{sore}" if step == "past" else step for step in steps]
    return explore.conduct(people()[sore], [*asked, words]).turns[-1]


@pytest.mark.parametrize(("sore", "state", "words", "kinds", "topic"), READ)
def test_what_readers_said_is_taken_for_what_it_is(
    sore: str, state: str, words: str, kinds: str, topic: str
) -> None:
    turn = answered(sore, state, words, kinds)
    assert turn.said.intent in kinds.split(), turn
    assert topic in ("", turn.topic)


def test_most_of_what_was_written_before_the_rules_is_taken_for_what_it_is() -> None:
    fair, costly = 0, []
    for sore, state, words, kinds, topic in WRITTEN_BEFORE:
        turn = answered(sore, state, words, kinds)
        taken = turn.said.intent in kinds.split() and topic in ("", turn.topic)
        fair += taken
        if not taken and turn.change < 0:
            costly.append(words)
    assert fair >= 0.9 * len(WRITTEN_BEFORE)
    assert not costly


# What the course calls good ------------------------------------------------------------------

GOOD = [
    ("lesson.py", "When did you last have to find out how a piece of work stood? What did you do?", "past"),
    ("lesson.py", "When did somebody last want to know how things stand? What did you do?", "past"),
    ("strong.md", "When did you last have to find out how a piece of work stands? What did you do?", "past"),
    ("key.py", "Take me back to the day on which you learnt that the launch was late.", "past"),
    ("key.py", "When did somebody last ask you how things stand?", "past"),
]  # fmt: skip
"""Questions that ask for an occasion: the quiz, the exemplars, the key of the guide."""
WITHIN = [
    ("key.py", "On that day, what did you do first?", "next"),
    ("lesson.py", "What happened then?", "next"),
    ("lesson.py", "What did it cost?", "cost"),
    ("lesson.py", "Who else?", "others"),
]
"""What the course asks within a story."""


@pytest.mark.parametrize(("file", "words", "kind"), [*GOOD, *WITHIN])
def test_what_is_called_good_stands_in_the_course(file: str, words: str, kind: str) -> None:
    assert words in (FOLDER / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("sore", ["reports", "colleagues", "comments"])
@pytest.mark.parametrize(("file", "words", "kind"), GOOD)
def test_customers_tell_of_an_occasion_when_asked_as_the_course_asks(
    sore: str, file: str, words: str, kind: str
) -> None:
    turn = answered(sore, "", words)
    assert (turn.said.intent, turn.topic) == (kind, "reports")
    assert turn.change > 0
    assert turn.evidence == "fact"
    assert (turn.opened == "last") == (sore == "reports")


@pytest.mark.parametrize("sore", ["reports", "colleagues", "comments"])
@pytest.mark.parametrize(("file", "words", "kind"), WITHIN)
def test_customers_stay_in_their_story_when_asked_as_the_course_asks(
    sore: str, file: str, words: str, kind: str
) -> None:
    turn = answered(sore, "more", words)
    assert (turn.said.intent, turn.topic) == (kind, sore)
    assert turn.change >= 0
    assert turn.opened or turn.put_off or turn.answer in MANNERS["nothing_more"]


def test_what_the_guide_may_keep_asks_for_what_has_happened_and_the_rest_does_not() -> None:
    item = load_key(FOLDER).exercises["guide"]
    assert isinstance(item.form, Choices)
    for name, words in item.form.options:
        assert (explore.read(words).intent in HAPPENED) == (name in item.function()), words


def test_the_model_of_a_play_back_begins_as_one() -> None:
    words = "so on Thursdays the telephone is your board?"
    assert words in (FOLDER / "lesson.py").read_text(encoding="utf-8")
    assert PLAYS_BACK.search(language().hear(words).key)
    assert answered("reports", "more", words).change >= 0


@pytest.mark.parametrize("seed", [1, 2])
def test_questions_of_the_folder_are_understood_by_customers(seed: int) -> None:
    table = companies.company(seed).table("utterances")
    asked = sorted(set(table.loc[table["speaker"] == "interviewer", "text"]))
    for words in asked:
        kind = explore.kind_of(words)
        first = explore.conduct(somebody(0), ["introduce", words]).turns[-1]
        later = explore.conduct(somebody(0), ["introduce", "past/reports", words]).turns[-1]
        assert first.said.intent != "unclear" or kind == "past", words
        # What puts words into a mouth may be taken for saying something back.
        assert later.said.intent != "unclear" or kind == "leading", words
        if kind == "past":
            assert later.change >= 0, words


# Slips ---------------------------------------------------------------------------------------

_TRADE = """
batch batches shirt shirts sheet sheets switch fools tools losers closers hazy lair bitmap pitch ditch stitch hitch
duck truck trucks buck stuck socks hopeful useful careless clueless fuse fudge moron maroon bastion shift shifts
shot shop ship dump dumb lumber bored board boards boarding lying flying dying laying lazily ugly bugle idiom idiot
patch catch match latch hatch bins bench botch crate craze crane pathetic pathology empathetic cheat sheath
"""
TRADE = sorted(_TRADE.split())
"""Words of trades that are a slip away from an insult, and some insults."""
INSULTS = {"moron", "idiot", "dumb", "lying", "ugly", "pathetic", "fools", "losers", "clueless"}


@pytest.mark.parametrize("word", TRADE)
def test_no_slip_of_the_hand_makes_an_insult(word: str) -> None:
    rude = next(rule for intent, rule in COMPILED if intent == "rude")
    said = [
        f"What happened to the last {word} of tasks?",
        f"Who approves the {word} before it goes out?",
        f"I have to {word} them.",
        f"You are {word} them, then?",
    ]
    for words in said:
        if word not in INSULTS:
            assert explore.read(words).intent != "rude", words
        mended = language().hear(words).key
        assert bool(rude.search(mended)) <= (word in INSULTS), mended


@pytest.mark.parametrize(
    "words", ["you bitch", "You are an idiot.", "you're dumb", "you are lying"]
)
def test_an_insult_that_was_typed_is_one(words: str) -> None:
    assert explore.read(words).intent == "rude"


def test_a_word_with_a_slip_is_not_turned_into_an_ordinary_one() -> None:
    assert language().hear("Whne did you lst make a report").intent == "past"
    assert "batch" in ORDINARY_WORDS
    assert language().hear("the bitch").key.endswith("bitch")


# What is offered -----------------------------------------------------------------------------


def kinds_offered(turn: Turn) -> set[str]:
    """The kinds of what a customer offers who has not understood."""
    known: dict[str, Phrasing] = {p.words: p for p in language().phrasings}
    return {known[words].intent for words in turn.said.nearest}


@pytest.mark.parametrize(
    "words", ["zorble the flange", "and the other thingummy", "frobnicate it?"]
)
@pytest.mark.parametrize("sore", ["reports", "colleagues", "comments"])
def test_asking_back_offers_what_follows_from_where_the_talk_stands(sore: str, words: str) -> None:
    start = answered(sore, "", words)
    assert start.said.intent == "unclear"
    assert len(start.said.nearest) == 3
    assert kinds_offered(start) <= {"background", "past"}
    within = answered(sore, "told", words)
    assert len(within.said.nearest) == 3
    assert kinds_offered(within) <= {*IN_STORY, "closing"} - {"why"}


# Answers -------------------------------------------------------------------------------------


def test_answers_suit_how_it_was_asked() -> None:
    scale = answered("reports", "", "How would you rate the reports from 1 to 10?")
    assert scale.answer in MANNERS["on_a_scale"]
    nothing = answered("colleagues", "", "You must have loved it, right?")
    assert nothing.said.intent == "leading"
    assert nothing.answer in MANNERS["leading"]
    both = answered("reports", "", "What do you like and dislike about them?")
    assert both.change == 0
    again = answered("reports", "told", "When did somebody last ask you how things stand?")
    assert again.change == 0
    assert not again.opened
    known = people()["reports"].person().facts[0].words
    assert again.answer in {text.replace("[fact]", known) for text in MANNERS["same_day"]}


def test_what_they_are_about_to_do_is_told_to_those_who_listened() -> None:
    customer = people()["reports"]
    asked = ["introduce", "past/reports", "why", "tried", "What do you think you'll do about it?"]
    early = explore.conduct(customer, asked).turns[-1]
    assert early.said.intent == "ahead"
    assert not early.opened
    assert early.put_off
