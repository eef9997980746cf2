"""Saying back what a customer of lesson 4 told: three summaries, one of them so, and what follows."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

import interviewers
import pytest
from interviewers import SAYS_BACK, facts, says_back, somebody, true

from course_utils.exercises.store import Answers
from course_utils.lessons import research as explore
from course_utils.lessons.research.customer import FACTS
from course_utils.lessons.research.interview import review
from course_utils.lessons.research.phrases import STORIES
from course_utils.people import Fact, Talk
from course_utils.people.intents import CHOICES
from course_utils.people.manners import MANNERS
from course_utils.people.spelling import plain, stem, words_of
from course_utils.people.understanding import SMALL_WORDS

SEEDS = range(100)
SUMMED_UP = FACTS[:3]
ASKS = {"last": "past", "instead": "tried", "because": "why"}
SAID = [
    "So people forget to close their work, and what you look at is too rosy?",
    "So what you are saying is that your boss needs time per customer and the chart only counts items.",
    "Let me check I understood. You make the figures by hand at the end of the week.",
    "Am I right that the settings reset themselves, and so people no longer believe the numbers?",
    "In other words, the report changes on its own and your team has lost faith in the figures.",
    "If I heard you right, the invitation does not explain the first step.",
    "You mean that newcomers cannot tell from the e-mail who invited them?",
    "So when a deadline changes in Kitewell, the calendar does not follow.",
    "Correct me if I am wrong, but the two do not sync.",
    "Would it be fair to say that you cannot rely on the report?",
    "Sounds like you would rather walk through the office and ask.",
    "You got flooded with alerts and just silenced everything, is that right?",
    "so on Thursdays the telephone is your board?",
    "Okay, so the tool told you one thing and the room told you another.",
    # What is not so, and what is nothing, looks like it too: that is why nobody judges it.
    "So the team ticks off every task and the report shows the truth.",
    "So nobody doubts the figures, and you do not ring round on Thursdays.",
    "So purple whiteboard eats the truth of seven tasks tomorrow moon?",
]
ASKED = [
    ("So what did you do then?", "next"),
    ("ok so what happened next", "next"),
    ("So when did you last make a report?", "past"),
    ("So how long did that take?", "cost"),
    ("If I may, who else was involved?", "others"),
    ("So you would love a faster report, is that right?", "leading"),
    ("So the report is really useful for your team?", "leading"),
    ("It sounds like that was frustrating.", "empathy"),
]


def begun(customer: explore.Customer, *facts: str) -> list[str]:
    """What is said until these facts are told."""
    return ["introduce", *(f"past/{customer.sore}" if f == "last" else ASKS[f] for f in facts)]


def offered(customer: explore.Customer, *asked: str) -> Talk:
    """An interview that ends with something said back."""
    return explore.conduct(customer, [*asked, SAYS_BACK])


def content(text: str) -> set[str]:
    """Words that say something, without their endings."""
    return {stem(word) for word in words_of(plain(text)) if word not in SMALL_WORDS}


# The summaries --------------------------------------------------------------------------------


def everybody() -> list[explore.Customer]:
    """Customers with every story, on each of its occasions."""
    found = {}
    for seed in range(400):
        customer = somebody(seed)
        found.setdefault(customer.facts["occasion_is"].split()[2:5].__repr__(), customer)
        phone = interviewers.customer(
            seed,
            "comments",
            seed,
            team=9,
            industry="retail",
            plan="team",
            since=interviewers.END,
            memories=customer.memories,
            phone=True,
        )
        found.setdefault(phone.facts["occasion_is"].split()[2:5].__repr__(), phone)
    stories = [story for of_topic in STORIES.values() for story in of_topic]
    assert {id(customer.story) for customer in found.values()} == {id(story) for story in stories}
    return list(found.values())


ALL = everybody()


def test_only_what_was_told_is_summed_up_and_no_word_gives_more_away() -> None:
    for customer in ALL:
        held = {fact.name: fact for fact in customer.person().facts}
        for many in (1, 2, 3):
            for told in itertools.permutations(SUMMED_UP, many):
                if told[0] != "last":
                    continue
                talk = offered(customer, *begun(customer, *told))
                assert talk.opened == set(told)
                turn = talk.turns[-1]
                assert turn.about == told[-1]
                summaries = held[turn.about].recap
                assert summaries is not None
                assert set(turn.choices) == {summaries.true, summaries.turned, summaries.foreign}
                heard = content(" ".join(before.answer for before in talk.turns[:-1]))
                untold = {
                    name: content(fact.words) - heard - {customer.sore.rstrip("s")}
                    for name, fact in held.items()
                    if name not in told
                }
                for text, (name, words) in itertools.product(turn.choices, untold.items()):
                    assert not content(text) & words, (text, name, content(text) & words)


def test_summaries_are_of_their_own_fact_and_no_two_are_alike() -> None:
    told = [
        fact
        for stories in STORIES.values()
        for story in stories
        for fact in (*story.last, story.instead, story.because)
    ]
    assert len(told) == 40
    said = [text for fact in told for text in (fact.true, fact.turned)]
    assert len(set(said)) == len(said)
    assert all(text.endswith(".") and text[0].isupper() and "[" not in text for text in said)


def test_the_one_that_is_so_is_not_known_by_its_length_its_place_or_its_words() -> None:
    longest, shortest, places, words = Counter(), Counter(), Counter(), Counter()
    items: dict[str, Fact] = {}
    for customer in (*ALL, *map(somebody, SEEDS)):
        person = customer.person()
        for fact in person.facts[:3]:
            assert fact.recap is not None
            items[fact.recap.true] = fact
            places[[*person.choices(fact).values()].index("summed_up")] += 1
    for text, fact in items.items():
        assert fact.recap is not None
        others = (fact.recap.turned, fact.recap.foreign)
        longest[len(text) > max(map(len, others))] += 1
        shortest[len(text) < min(map(len, others))] += 1
        heard = content(fact.words)
        shared = [len(heard & content(one)) for one in (text, *others)]
        words[shared[0] > shared[1]] += 1
    for found in (longest, shortest):
        assert found[True] <= len(items) / 3
    assert 0.3 * len(items) <= words[True] <= 0.7 * len(items)
    assert max(places.values()) <= 0.4 * places.total()


# The choice -----------------------------------------------------------------------------------


@pytest.mark.parametrize("words", SAID)
def test_whatever_looks_like_saying_back_is_asked_back_and_never_judged(words: str) -> None:
    for seed in range(8):
        customer = somebody(seed)
        before = explore.conduct(customer, begun(customer, "last", "because"))
        held = explore.conduct(customer, [*begun(customer, "last", "because"), words])
        turn = held.turns[-1]
        assert turn.said.intent == "playback"
        assert turn.answer in MANNERS["playback"]
        assert len(turn.choices) == 3
        assert (turn.change, turn.opened, held.asked) == (0, "", before.asked)
        assert held.heard == before.heard


@pytest.mark.parametrize(("words", "intent"), ASKED)
def test_what_asks_or_praises_is_no_saying_back(words: str, intent: str) -> None:
    customer = somebody(0)
    turn = explore.conduct(customer, [*begun(customer, "last"), words]).turns[-1]
    assert turn.said.intent == intent
    assert not turn.choices


def test_what_is_said_back_before_a_question_takes_up_nothing() -> None:
    customer = somebody(0)
    begin = begun(customer, "last", "because")
    for words in (
        "So you trust the filter again. What did that cost you?",
        "So the figures and the filter are right, but what did that cost you?",
    ):
        turn = explore.conduct(customer, [*begin, words]).turns[-1]
        assert turn.said.intent == "cost"
        assert turn.answer in MANNERS["unheard"]


@pytest.mark.parametrize(
    ("intent", "change", "answers"),
    [("summed_up", 6, "summed_up"), ("turned_round", -3, ""), ("made_up", -8, "made_up")],
)
def test_what_is_chosen_is_heard_put_right_or_doubted(
    intent: str, change: int, answers: str
) -> None:
    for seed in range(8):
        customer = somebody(seed)
        asked = [*begun(customer, "last", "because"), SAYS_BACK]
        before = explore.conduct(customer, asked)
        by = {kind: text for text, kind in customer.person().choices(before.to_sum_up).items()}
        place = before.turns[-1].choices.index(by[intent]) + 1
        typed = [by[intent], by[intent].upper(), f"{place}", f"number {place}", f" {place}. "]
        held = [explore.conduct(customer, [*asked, words]) for words in typed]
        for talk in held:
            turn = talk.turns[-1]
            assert turn == held[0].turns[-1]
            assert (turn.said.intent, turn.said.words) == (intent, by[intent])
            assert turn.change == change
            assert talk.asked == before.asked + 1
            assert (turn.opened == "instead") == (intent == "summed_up")
            assert talk.heard == before.heard + (1 if intent == "summed_up" else -1)
            if intent == "turned_round":
                assert customer.facts["because_is"] in turn.answer
            else:
                assert any(turn.answer.startswith(line) for line in MANNERS[answers])


def test_nothing_told_and_everything_said_back() -> None:
    customer = somebody(0)
    for early in ([], ["introduce"]):
        turn = explore.conduct(customer, [*early, "So you ring round on Thursdays?"]).turns[-1]
        assert turn.answer in MANNERS["playback_none"]
        assert (turn.change, turn.choices) == (0, ())
    asked = begun(customer, "last")
    asked += [SAYS_BACK, true(offered(customer, *asked))]
    asked += [SAYS_BACK, true(offered(customer, *asked))]
    asked += [*begun(customer, "because")[1:]]
    asked += [SAYS_BACK, true(offered(customer, *asked))]
    turn = offered(customer, *asked).turns[-1]
    assert turn.answer in MANNERS["playback_again"]
    assert (turn.change, turn.choices) == (0, ())


def test_a_choice_lapses_when_something_else_is_said_and_can_be_had_again() -> None:
    customer = somebody(0)
    asked = [*begun(customer, "last", "because"), SAYS_BACK]
    number = "1"
    assert explore.conduct(customer, [*asked, "..."]).turns[-1].opened == "instead"
    late = explore.conduct(customer, [*asked, "tried", number]).turns[-1]
    assert late.said.intent == "unclear"
    again = explore.conduct(customer, [*asked, SAYS_BACK])
    assert again.turns[-1].choices == again.turns[-2].choices
    assert explore.conduct(customer, ["introduce", number]).turns[-1].said.intent == "unclear"


def test_an_open_choice_survives_a_restart(tmp_path: Any) -> None:
    customer = somebody(0)
    asked = [*begun(customer, "last"), SAYS_BACK]
    first = explore.InterviewSimulator("talk", customer, answers=Answers(tmp_path))
    first.set_state({"value": {"asked": asked, "ended": False}})
    again = explore.InterviewSimulator("talk", customer, answers=Answers(tmp_path))
    choices = again.turns[-1]["choices"]
    assert len(choices) == 3
    assert choices == first.turns[-1]["choices"]
    assert f"  3. {choices[2]}" in str(again)
    assert again.asked == 2
    right = true(again.interview)
    again.set_state({"value": {"asked": [*asked, f"{choices.index(right) + 1}"], "ended": False}})
    assert again.turns[-1]["words"] == right
    assert again.turns[-1]["opened"] == "What they do now"
    assert again.turns[-1]["choices"] == []
    assert review(customer, again.interview)["shares"]["nothing"] == 0


# Who wins: 100 customers of 100 seeds ----------------------------------------------------------


@pytest.mark.parametrize(
    "words", [interviewers.the_reverse, interviewers.vague, interviewers.template]
)
def test_who_says_anything_back_hears_no_more_than_who_reads_out_good_cards(words: Any) -> None:
    good = facts(SEEDS, interviewers.machine(["why", "tried", "next", "cost", "others", "closing"]))
    assert facts(SEEDS, says_back(words)) <= good + 0.1
    assert facts(SEEDS, says_back(words, interviewers.by_chance)) <= good


@pytest.mark.parametrize(
    "pick", [interviewers.by_chance, *(interviewers.by_words(rank) for rank in range(3))]
)
def test_who_chooses_by_lot_or_by_counting_words_hears_clearly_less(pick: Any) -> None:
    listens = facts(SEEDS, says_back(lambda talk, seed: SAYS_BACK, lambda seed: true))
    assert listens == len(FACTS)
    assert facts(SEEDS, says_back(lambda talk, seed: SAYS_BACK, pick)) <= listens - 2


def test_the_careful_one_hears_everything_from_everybody() -> None:
    for seed in SEEDS:
        talk = interviewers.play(somebody(seed), interviewers.careful(seed))
        assert talk.opened == set(FACTS)
        chosen = [turn.said.intent for turn in talk.turns if turn.said.intent in CHOICES]
        assert chosen == ["summed_up"] * 2
