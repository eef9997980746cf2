"""Persons who answer, seen with a circle of their own: nothing here is a lesson's."""

from __future__ import annotations

import dataclasses

import pytest

from course_utils.people import COURTESIES, INTENTS, Fact, Language, Person, Recap, Topic, talk
from course_utils.people.conversation import MOST
from course_utils.people.intents import CHOICES, HAPPENED
from course_utils.people.manners import MANNERS
from course_utils.people.phrasings import ANY_TOPIC
from course_utils.people.rules import RULES
from course_utils.people.spelling import meant, plain, stem
from course_utils.people.understanding import LONGEST

TOPICS = (
    Topic(
        "forecast",
        "the forecast",
        r"\bforecasts?\b|\bquotas?\b",
        (("miss a forecast", "missed a forecast"),),
        ("the forecasts",),
    ),
    Topic(
        "discounts",
        "discounts",
        r"\bdiscounts?\b",
        (("give a discount", "gave a discount"),),
        ("the discounts",),
    ),
)
SPOKEN = Language(TOPICS, {"why": ("Which devil rode you?",)})


def seller(**other):
    """A head of sales who missed a forecast, and would rather not say why."""
    usual = Person(
        seed=5,
        number=1,
        language=SPOKEN,
        facts=(
            Fact(
                "last",
                "forecast",
                ("past",),
                "in May we missed it by a fifth",
                30,
                recap=Recap(
                    "You were a fifth short.", "You sold a fifth more.", "You gave a discount."
                ),
            ),
            Fact("because", "forecast", ("why", "hard"), "two renewals slipped quietly", 40),
            Fact("others", "forecast", ("others",), "the board has a table of its own", 45),
            Fact("ahead", "forecast", ("closing",), "I will hire nobody before October", 60, 2),
        ),
        phrases={
            "tell_last": ("[hm] [fact].",),
            "past": ("That was [date].",),
            "leading_discounts": ("Oh yes, they work.",),
        },
        of_topic={"discounts": {"date": "3 June"}},
        interests=("forecast",),
    )
    return dataclasses.replace(usual, **other)


def test_every_intent_is_described_and_answered() -> None:
    named = {intent for intent, _ in RULES} - {"open"}
    named |= {"silence", "follow", "both", "off_topic", "unclear", *CHOICES}
    assert named == set(INTENTS)
    assert set(ANY_TOPIC) < set(INTENTS)
    voice = seller().voice()
    for rule in MANNERS:
        assert "[" not in voice.say(rule, {"fact": "x"})
    for intent in INTENTS:
        said = voice.say(seller().rule(intent, "forecast"), {"fact": "x", "date": "y"})
        assert said


def test_every_phrasing_of_the_bank_is_understood_as_what_it_stands_under() -> None:
    assert len(SPOKEN.phrasings) > 80
    for phrasing in SPOKEN.phrasings:
        said = SPOKEN.hear(phrasing.words)
        assert said.intent == phrasing.intent, phrasing
        assert phrasing.topic in ("", *said.topics), phrasing


@pytest.mark.parametrize(
    ("typed", "known", "word"),
    [
        ("whne", ["when", "where"], "when"),
        ("lst", ["last"], "last"),
        ("dificult", ["difficult"], "difficult"),
        ("togehter", ["together"], "together"),
        ("pet", ["get"], "pet"),
        ("rome", ["some"], "rome"),
        ("xyzzy", ["when"], "xyzzy"),
        ("to", ["too"], "to"),
    ],
)
def test_slips_of_the_hand_are_mended_and_other_words_are_not(
    typed: str, known: list[str], word: str
) -> None:
    assert meant(typed, known) == word


def test_words_are_compared_without_their_endings() -> None:
    assert stem("opened") == stem("opens") == stem("open")
    assert plain("  Don\u2019t\u00a0SHOUT ") == "don't shout"


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("When did you last miss a forecast?", "past"),
        ("whne did you lst mis a forcast", "past"),
        ("Would you tell me about the last time you missed a forecast?", "past"),
        ("Would you miss it again?", "would"),
        ("Which devil rode you?", "why"),
        ("Do you give discounts, and do they work?", "both"),
        ("Do you like discounts?", "leading"),
        ("Thank you. And what happened then?", "next"),
        ("What is the airspeed of a swallow?", "unclear"),
        ("Do you like football?", "off_topic"),
        ("You are an idiot", "rude"),
        ("Were the discounts stupid?", "closed"),
        ("\u2026", "silence"),
    ],
)
def test_a_sentence_is_taken_to_mean(words: str, intent: str) -> None:
    assert SPOKEN.hear(words).intent == intent


def test_what_is_not_sure_is_asked_back_with_the_three_nearest() -> None:
    said = SPOKEN.hear("When did you last defenestrate somebody?")
    assert said.intent == "unclear"
    assert len(said.nearest) == 3
    assert any("last" in words for words in said.nearest)
    for words in said.nearest:
        assert SPOKEN.hear(words).intent != "unclear"


def test_putting_words_into_a_mouth_is_no_playing_back() -> None:
    words = "So the renewals slipped?"
    assert SPOKEN.hear(words, told="Two renewals slipped quietly.").intent == "playback"
    assert not SPOKEN.hear(words, told="Two renewals slipped quietly.").takes_up
    assert SPOKEN.hear("So the discounts are great?").intent == "leading"
    assert SPOKEN.hear("So the discounts work?").intent == "leading"
    # The name of the topic alone is not what was heard.
    told = "I gave a discount to the first who asked."
    assert SPOKEN.hear("So the discounts are great?", told=told).intent == "leading"


def test_what_was_told_can_be_taken_up() -> None:
    told = "Two renewals slipped quietly."
    assert SPOKEN.hear("What was in those renewals?", told=told).intent == "follow"
    assert SPOKEN.hear("What was in those renewals?").intent == "unclear"


# Talks ----------------------------------------------------------------------------------------

ASK = "When did you last miss a forecast?"


def test_a_fact_opens_to_what_is_about_it() -> None:
    held = talk(seller(), [ASK, "Why?", "Who else was involved?"])
    assert [turn.opened for turn in held.turns] == ["last", "because", "others"]
    assert "In May we missed it" in held.turns[0].answer
    assert held.missed() == ["ahead"]
    assert talk(seller(), ["When did you last give a discount?", "Why?"]).opened == set()
    assert talk(seller(), ["Why?", "Who else was involved?"]).opened == set()
    assert "3 June" in talk(seller(), ["When did you last give a discount?"]).turns[0].answer


def test_trust_is_needed_for_what_is_delicate() -> None:
    distrusting = seller(trust=30)
    held = talk(distrusting, [ASK, "Do you like discounts?", "Who else was involved?"])
    assert held.opened == {"last"}
    cold = talk(seller(trust=10), [ASK])
    assert cold.turns[0].answer in MANNERS["curt"]


def test_rudeness_repetition_and_what_is_off_the_topic_cost_trust_and_open_nothing() -> None:
    for words in ("You are stupid.", "What colour is your car?"):
        held = talk(seller(), [ASK, words, words, words])
        assert held.opened == {"last"}
        assert held.turns[0].trust > held.turns[1].trust > held.turns[2].trust
        assert held.turns[3].trust == 0 or held.turns[3].change < 0
    held = talk(seller(), [ASK, ASK, "Tell me about the last time you missed a forecast."])
    assert [turn.repeated for turn in held.turns] == [False, True, False]
    # In other words it may be another occasion, of which there is none.
    assert held.turns[1].change < 0 == held.turns[2].change
    assert "in May we missed it" in held.turns[1].answer
    assert held.turns[1].answer != held.turns[0].answer


def test_asking_back_costs_nothing() -> None:
    held = talk(seller(), ["zorble", ASK, "glumph the frotz", "Why?"])
    asked_back = [held.turns[0], held.turns[2]]
    assert [turn.change for turn in asked_back] == [0, 0]
    assert held.asked == 2
    assert held.opened == {"last", "because"}
    same = talk(seller(), [ASK, "Why?"])
    assert [turn.trust for turn in same.turns] == [turn.trust for turn in held.turns[1::2]]
    endless = talk(seller(), ["zorble"] * 1000)
    assert len(endless.turns) == MOST
    assert endless.over


def test_the_last_time_alone_is_asked_back_until_there_is_something_it_is_about() -> None:
    held = talk(seller(), ["last time", "Tell me about the last time."])
    assert [turn.said.intent for turn in held.turns] == ["unclear", "unclear"]
    assert all(len(turn.said.nearest) == 3 for turn in held.turns)
    assert held.trust == seller().trust


def test_courtesies_do_good_in_their_place() -> None:
    story = [ASK, "That sounds hard."]
    assert talk(seller(), story).turns[-1].change > 0
    assert talk(seller(), ["That sounds hard."]).trust == seller().trust
    heard = talk(seller(), [ASK, "So you missed it in May by a fifth.", "You were a fifth short."])
    assert [turn.said.intent for turn in heard.turns[1:]] == ["playback", "summed_up"]
    assert [turn.change > 0 for turn in heard.turns[1:]] == [False, True]
    assert heard.turns[-1].opened == "because"
    assert heard.asked == 2
    silent = talk(seller(), [ASK, "..."])
    assert silent.turns[-1].opened == "because"
    assert talk(seller(), ["...", "..."]).trust < talk(seller(), ["..."]).trust < seller().trust
    both = talk(seller(), [ASK, "That sounds hard. Why?"]).turns[-1]
    assert both.opened == "because"
    assert both.change > talk(seller(), [ASK, "Why?"]).turns[-1].change
    thanked = talk(seller(), ["Thank you."] * 10)
    assert thanked.trust - seller().trust < 10
    assert {"introduce", "playback"} < set(COURTESIES)


def test_an_open_ended_move_alone_does_not_empty_a_story() -> None:
    for move in ("And then?", "...", "Go on.", "Tell me more about that."):
        assert len(talk(seller(), [ASK, *[move] * 9]).opened) <= 2
    mixed = ["What happened then?", "And then?", "What happened next?", "Go on."]
    assert len(talk(seller(), [ASK, *mixed]).opened) <= 3


def test_other_words_do_not_lead_away_from_a_story() -> None:
    held = talk(seller(), [ASK, "How did your colleagues find out?", "Why?"])
    assert held.opened == {"last", "others", "because"}
    aside = talk(
        seller(), [ASK, "When did you last give a discount?", "Why was the forecast missed?"]
    )
    assert aside.opened == {"last", "because"}


def test_the_same_words_give_the_same_talk_and_patience_ends() -> None:
    said = [ASK, "Why?", "zorble", "And then?", "That sounds hard.", "Do you like discounts?"] * 3
    one, two = (talk(seller(), said) for _ in range(2))
    assert one.turns == two.turns
    assert one.over
    assert one.asked == seller().patience
    assert talk(seller(), said[:4]).turns == one.turns[:4]


def test_what_is_too_long_is_not_taken_in_and_costs_nothing() -> None:
    held = talk(seller(), [ASK + " really" * LONGEST])
    assert held.turns[0].answer == MANNERS["long"][0]
    assert held.trust == seller().trust
    assert held.turns[0].said.words.startswith(ASK)
    assert set(HAPPENED) < set(INTENTS)
