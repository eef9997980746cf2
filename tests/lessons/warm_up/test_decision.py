"""The warm-up's decision: who waits is not who writes most, unless they are the same."""

import pandas as pd

from course_utils.lessons import warm_up


def tickets(*rows):
    frame = pd.DataFrame(rows, columns=["area", "created_at", "first_reply_minutes"])
    return frame.assign(created_at=pd.to_datetime(frame["created_at"], utc=True, format="mixed"))


MANY = [("reports", "2026-06-30 23:59", 10.0)] * 3
SLOW = [("performance", "2026-06-01", 61.0), ("performance", "2026-06-15", None)]
OUTSIDE = [("billing", "2026-05-31 23:59", 900.0), ("billing", "2026-07-01", 900.0)]


def test_june_has_its_first_and_its_last_day_and_an_unanswered_ticket_waits():
    june = warm_up.june_tickets(tickets(*MANY, *SLOW, *OUTSIDE))
    assert june["waited"].tolist() == [False] * 3 + [True] * 2
    at_the_hour = warm_up.june_tickets(tickets(("reports", "2026-06-02", 60.0)))
    assert not at_the_hour["waited"].any()


def test_the_hands_go_where_most_wait():
    areas = warm_up.by_area(warm_up.june_tickets(tickets(*MANY, *SLOW)))
    assert areas.to_dict("index") == {
        "performance": {"tickets": 2, "waiting": 2, "share": 1.0},
        "reports": {"tickets": 3, "waiting": 0, "share": 0.0},
    }
    said = warm_up.decision(areas)
    assert said.startswith("**The hands go to performance.** 2 of its 2 tickets waited, 100%.")
    assert said.endswith("The most tickets, 3, are about reports, but only 0 of those waited.")


def test_the_sentence_follows_the_data():
    areas = warm_up.by_area(warm_up.june_tickets(tickets(*SLOW, MANY[0])))
    assert warm_up.decision(areas).endswith("here, both counts agree.")
