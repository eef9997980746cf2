"""Whether customers of lesson 4 take a true paraphrase as such, and a heap of words as nothing."""

from __future__ import annotations

from functools import cache

import interviewers
import pandas as pd
import pytest
from interviewers import somebody
from paraphrases import TRUE, UNSEEN

from course_utils.lessons import research as explore
from course_utils.people.manners import MANNERS

SALAD = [
    "So half the team banana the picture tick?",
    "So picture team half tick rosier truth?",
    "If I understand you right, the the team picture.",
    "So rosier.",
    "So the picture?",
    "So team, tasks, picture, truth, photo.",
    "Let me see if I understood: photo whiteboard walk ask report done.",
    "So truth the than rosier always is picture the so off tasks tick not does team the of half.",
    "So purple whiteboard eats the truth of seven tasks tomorrow moon?",
    "It sounds as if the picture of the tick of the team of the.",
    "So you tick and tick and tick and team and team.",
    "In other words, tasks is are was the rosier photo.",
    "So banana banana banana team picture.",
    "You mean the is team?",
    "So walk over report noon status promised nearly?",
    "So a half the an ask post the photo a.",
    "What you are saying is tick.",
    "So, yes, tasks, tasks, photo?",
    "So the cat and the dog ate the truth and the whiteboard sang?",
    "So with the of whiteboard for is tasks?",
    "So team. So tick. So photo. So truth.",
    "If I got that right, picture whiteboard team noon report truth rosier?",
]


@cache
def who(because: str) -> explore.Customer:
    """A customer whose reason holds these words."""
    for seed in range(400):
        customer = somebody(seed)
        phone = interviewers.customer(
            1,
            customer.sore,
            seed,
            team=9,
            industry="retail",
            plan="team",
            since=pd.Timestamp("2026-01-05", tz="UTC"),
            memories=customer.memories,
            phone=True,
        )
        for one in (customer, phone):
            if because in one.facts["because_is"]:
                return one
    raise AssertionError(f"nobody has this reason: {because}")


def after_the_story(because: str, words: str) -> tuple[explore.Customer, list[str]]:
    """Return a customer, and what is said to them: the story is told, then the words are said."""
    customer = who(because)
    return customer, ["introduce", f"past/{customer.sore}", "why", "tried", words]


def test_there_are_enough() -> None:
    assert len(TRUE) >= 30
    assert len(SALAD) >= 20


@pytest.mark.parametrize(("because", "words"), TRUE)
def test_a_true_paraphrase_is_taken_as_such(because: str, words: str) -> None:
    turn = explore.conduct(*after_the_story(because, words)).turns[-1]
    assert turn.said.intent == "playback"
    assert turn.said.takes_up
    assert not turn.said.parrots
    assert turn.change > 0


@pytest.mark.parametrize(("because", "words"), UNSEEN)
def test_a_paraphrase_that_no_rule_has_seen_is_taken_or_asked_back(
    because: str, words: str
) -> None:
    turn = explore.conduct(*after_the_story(because, words)).turns[-1]
    assert turn.said.intent in ("playback", "unclear")
    assert turn.change >= 0


def test_more_than_half_of_unseen_paraphrases_are_taken() -> None:
    turns = [explore.conduct(*after_the_story(*one)).turns[-1] for one in UNSEEN]
    assert sum(turn.said.takes_up for turn in turns) > len(UNSEEN) / 2


@pytest.mark.parametrize(
    "words",
    ["Reports are really useful, is that right?", "You would love a faster report, is that right?"],
)
def test_praise_leads_whatever_it_ends_with(words: str) -> None:
    customer, asked = after_the_story("half of the team does not tick", words)
    assert explore.conduct(customer, asked).turns[-1].change < 0


@pytest.mark.parametrize("words", SALAD)
def test_a_heap_of_words_is_asked_back_and_costs_nothing(words: str) -> None:
    customer, asked = after_the_story("half of the team does not tick", words)
    held, before = explore.conduct(customer, asked), explore.conduct(customer, asked[:-1])
    turn = held.turns[-1]
    assert turn.said.intent == "unclear"
    assert turn.change == 0
    assert not turn.opened
    assert held.asked == before.asked


@pytest.mark.parametrize("because", sorted({because for because, _ in TRUE}))
def test_what_another_customer_told_is_not_corrected_but_asked_back(because: str) -> None:
    other = "So the moon shop opens at nine, and the gardeners water it by hand every summer?"
    customer, asked = after_the_story(because, other)
    turn = explore.conduct(customer, asked).turns[-1]
    assert turn.answer in MANNERS["unsure"]
    assert turn.change == 0
    assert customer.facts["because_is"] not in turn.answer


def test_what_is_denied_against_what_was_told_is_put_right() -> None:
    customer = somebody(0)
    begin = ["Thanks for making time.", "When did you last look at a report?"]
    turn = explore.conduct(
        customer, [*begin, "So you never had different numbers in front of you."]
    ).turns[-1]
    assert turn.said.turned
    assert turn.answer.startswith(("No, ", "Not "))


def test_praise_put_into_a_mouth_still_leads() -> None:
    customer, asked = after_the_story(
        "half of the team does not tick", "So the report is really useful for your team?"
    )
    assert explore.conduct(customer, asked).turns[-1].said.intent == "leading"


def test_who_heaps_up_words_hears_next_to_nothing() -> None:
    hears = [
        len(explore.conduct(customer, ["introduce", f"past/{customer.sore}", *SALAD[:8]]).opened)
        for customer in map(somebody, range(40))
    ]
    assert sum(hears) / len(hears) <= 1
