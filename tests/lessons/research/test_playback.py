"""Whether customers of lesson 4 take a true paraphrase as such, and a heap of words as nothing."""

from __future__ import annotations

from functools import cache

import interviewers
import pandas as pd
import pytest
from interviewers import somebody

from course_utils.lessons import research as explore
from course_utils.people.manners import MANNERS

TRUE = [
    (
        "half of the team does not tick",
        "Let me see if I understood: your colleagues do not mark work as finished, so it looks better than it is.",
    ),
    (
        "half of the team does not tick",
        "So people forget to close their work, and what you look at is too rosy?",
    ),
    (
        "half of the team does not tick",
        "So what you are saying is that many of you never tick things off and the overview looks nicer than reality.",
    ),
    (
        "half of the team does not tick",
        "So you go round in person and then share a picture of the board, since Kitewell is too optimistic?",
    ),
    (
        "wants hours for each client",
        "So what you are saying is that your boss needs time per customer and the chart only counts items.",
    ),
    (
        "wants hours for each client",
        "Let me check I understood. You make the figures by hand in Excel at the end of the week because the report does not show hours.",
    ),
    (
        "wants hours for each client",
        "It sounds as if the report gives you tasks, while the boss asks how many hours went to each client.",
    ),
    (
        "filter goes back",
        "Am I right that the settings reset themselves, and so people no longer believe the numbers?",
    ),
    (
        "filter goes back",
        "So the numbers did not match and since then you phone everybody and note it on paper?",
    ),
    (
        "filter goes back",
        "In other words, the report changes on its own and your team has lost faith in the figures.",
    ),
    (
        "a guest could see",
        "So you were afraid that an outsider would see what people earn, and you could not find out how to hide it.",
    ),
    (
        "a guest could see",
        "Let me see if I got this: a guest might look at the pay, so you send pictures by e-mail instead.",
    ),
    (
        "a guest could see",
        "If I understand correctly, you mail screenshots because you did not know how to keep the salaries private.",
    ),
    (
        "each seat has to be",
        "So what I hear is that finance has to approve every licence, and they question whether the last one was worth it.",
    ),
    (
        "each seat has to be",
        "So three people use the same account because getting a new seat takes too long?",
    ),
    (
        "each seat has to be",
        "It sounds like you share a password, since finance must sign for each seat.",
    ),
    (
        "the invitation says neither",
        "So the people you invited got a mail and had no idea what to do first or who it came from.",
    ),
    (
        "the invitation says neither",
        "If I heard you right, the invitation does not explain the first step, so you put the plan on paper on the wall.",
    ),
    (
        "the invitation says neither",
        "You mean that newcomers cannot tell from the e-mail who invited them?",
    ),
    (
        "nothing tells me that a person",
        "So you only notice that somebody has too much to do when it is already too late?",
    ),
    (
        "nothing tells me that a person",
        "What you are saying is that Kitewell gives no warning when a colleague is overloaded, so you went back to notes on the wall.",
    ),
    (
        "nothing tells me that a person",
        "Let me put that in my own words: nobody can see who is over their hours, so you plan on the wall.",
    ),
    (
        "a date that moves here",
        "So when a deadline changes in Kitewell, the calendar does not follow, and the calendar is where everybody looks.",
    ),
    (
        "a date that moves here",
        "Let me see if I understood you: you have to enter each date twice, so the plan now lives in the calendar.",
    ),
    (
        "a date that moves here",
        "Correct me if I am wrong, but the two do not sync, and your colleagues check only the shared calendar.",
    ),
    (
        "there is a message for every",
        "So you get so many notifications that everybody has muted them?",
    ),
    (
        "there is a message for every",
        "Am I right in thinking that the important things go to the chat because the alerts are turned off?",
    ),
    (
        "there is a message for every",
        "It sounds as if there was too much noise, people turned the messages off, and so your comment was missed.",
    ),
    (
        "the comment box jumps",
        "So on the mobile the keyboard covers the field where you write, and you ring people instead.",
    ),
    (
        "the comment box jumps",
        "What I understand is that you could not type a reply on your phone, so you call and trust that they keep it in mind.",
    ),
    (
        "the comment box jumps",
        "So you gave up writing on the phone because the box disappears behind the keyboard?",
    ),
    (
        "half of the team does not tick",
        "Okay, so the status in the tool is greener than the truth because people are lazy about ticking things off.",
    ),
    (
        "half of the team does not tick",
        "Would it be fair to say that you cannot rely on the report, because half the work is not marked as done?",
    ),
    (
        "wants hours for each client",
        "I see, so your manager would have to see hours by client and Kitewell gives you a count of tasks.",
    ),
    (
        "filter goes back",
        "So if I understand you, two of you looked at one report and saw different figures, because the filter had jumped back.",
    ),
    (
        "a guest could see",
        "So the roles were not clear, and you did not risk showing the salaries to an external person.",
    ),
    (
        "each seat has to be",
        "So adding a person means begging finance, and that is why you share one login.",
    ),
    (
        "the invitation says neither",
        "So what I am hearing is that new people open it, see nothing, and do not know where to begin.",
    ),
    (
        "nothing tells me that a person",
        "So you found out too late that two people were booked double, and now you use sticky notes.",
    ),
    (
        "a date that moves here",
        "So you end up typing every change of date into two tools?",
    ),
    (
        "there is a message for every",
        "So nobody reads the notifications any more, and decisions move to the group chat.",
    ),
    (
        "the comment box jumps",
        "So writing comments on a phone is broken for you, and you make calls from the car instead.",
    ),
    (
        "there is a message for every",
        "So if I follow, your comment sat there for three days because people had switched off the messages.",
    ),
]
"""What people say back, and a piece of the reason that the customer gave for it."""
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
