"""Customers who can be interviewed: what they really do, taken from the company's tables."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_utils.company.engine.streams import Stream
from course_utils.company.words.grammar import Voice, capitals
from course_utils.lessons.research.phrases import DOING, RULES, STORIES, Story

if TYPE_CHECKING:
    import pandas as pd

EXTRACT = "2026-07-01"
EVENTS = {
    "reports": "report_viewed",
    "colleagues": "teammate_invited",
    "planning": "task_added",
    "comments": "comment_added",
}
QUIET_DAYS = 28
"""For so long a customer has not done what they once did often."""
OFTEN = 6
"""What counts as often, in all."""
FACTS = ("last", "instead", "because", "cost", "others", "ahead")
"""What an interview can bring out, in the order in which memory opens."""


@dataclass(frozen=True)
class Memory:
    """What one user did of one kind, from their events."""

    last: pd.Timestamp | None
    """When they did it last; None if never."""
    recent: int
    """How often in the four weeks before the data end."""
    best: int
    """How often in their busiest four weeks."""


@dataclass(frozen=True)
class Customer:
    """Somebody to interview, with the truth that they will not simply tell."""

    user_id: int
    seed: int
    team: int
    industry: str
    plan: str
    sore: str
    """The topic that hurts."""
    memories: Mapping[str, Memory]
    story: Story
    facts: Mapping[str, str]
    """Words for the slots of the phrases, the same for the whole interview."""

    @property
    def truth(self) -> dict[str, str]:
        """The truth card: what an interview could bring out, in sentences."""
        said = {name: self.facts[f"{name}_is"] for name in FACTS[1:]}
        said = {"last": f"{self.when(self.sore)}: {self.facts['occasion_is']}", **said}
        return {name: capitals(f"{text}.") for name, text in said.items()}

    def voice(self, purpose: str) -> Voice:
        """Return this customer's way of speaking, from the beginning."""
        return Voice(Stream(self.seed, self.user_id, purpose), RULES)

    def when(self, topic: str) -> str:
        """Say when they last did it."""
        last = self.memories[topic].last
        return "never" if last is None else f"{last.day} {last:%B}"

    def events_say(self, topic: str) -> str:
        """Set what the events say beside what the customer says."""
        memory = self.memories[topic]
        if memory.last is None:
            return "The events have none, ever."
        return (
            f"The events: last on {self.when(topic)}, {memory.recent} in the last four weeks, "
            f"{memory.best} in the busiest four."
        )


def seed_of(fingerprint: str) -> int:
    """Return a seed that differs from company to company."""
    return int.from_bytes(hashlib.sha256(fingerprint.encode()).digest()[:4], "big")


def customers(
    accounts: pd.DataFrame,
    users: pd.DataFrame,
    events: pd.DataFrame,
    fingerprint: str,
    count: int = 3,
) -> list[Customer]:
    """Choose customers worth an interview: still here, but they have stopped doing something.

    Parameters
    ----------
    accounts, users, events : DataFrame
        The company's tables.
    fingerprint : str
        That of the company: another company, other customers.
    count : int
        How many, each with another sore topic while there are any.

    Returns
    -------
    list of Customer
    """
    import pandas as pd

    end = pd.Timestamp(EXTRACT, tz="UTC")
    seed = seed_of(fingerprint)
    recent = events[events["occurred_at"] >= end - pd.Timedelta(days=21)]
    here = recent["user_id"].unique()
    team = users.groupby("account_id").size()
    known = users[users["role"] != "guest"].set_index("user_id")
    known = known[known.index.isin(here) & (known["account_id"].map(team) >= 3)]
    quiet = _gone_quiet(events, known.index, end)
    order = sorted(
        quiet.itertuples(index=False),
        key=lambda row: hashlib.sha256(
            f"{fingerprint}/{row.user_id}/{row.topic}".encode()
        ).digest(),
    )
    chosen: list[tuple[int, str]] = []
    for fresh in (True, False):
        for user, topic in order:
            topics, people = {t for _, t in chosen}, {u for u, _ in chosen}
            if len(chosen) < count and user not in people and (topic not in topics) == fresh:
                chosen.append((user, topic))
    if not chosen:
        raise ValueError("Nobody in this company has gone quiet; use a company of more accounts.")
    theirs = events[events["user_id"].isin([user for user, _ in chosen])]
    by_account = accounts.set_index("account_id")
    return [
        _customer(
            user, topic, seed, int(known["account_id"].loc[user]), by_account, team, theirs, end
        )
        for user, topic in chosen
    ]


def _gone_quiet(events: pd.DataFrame, people: pd.Index, end: pd.Timestamp) -> pd.DataFrame:
    """Return user and topic of those who did something often, and not in the last weeks."""
    import pandas as pd

    topics = {event: topic for topic, event in EVENTS.items()}
    theirs = events[events["event"].isin(list(topics)) & events["user_id"].isin(people)]
    table = theirs.groupby(["user_id", "event"])["occurred_at"].agg(["count", "max"]).reset_index()
    long_ago = table["max"] < end - pd.Timedelta(days=QUIET_DAYS)
    this_year = table["max"] >= end - pd.Timedelta(days=150)
    found = table[long_ago & this_year & (table["count"] >= OFTEN)]
    if found.empty:
        found = table[table["max"] < end - pd.Timedelta(days=QUIET_DAYS)]
    return found.assign(topic=found["event"].map(topics))[["user_id", "topic"]]


def _customer(
    user: int,
    topic: str,
    seed: int,
    account_id: int,
    accounts: pd.DataFrame,
    team: pd.Series,
    events: pd.DataFrame,
    end: pd.Timestamp,
) -> Customer:
    theirs = events[events["user_id"] == user].drop_duplicates("event_id")
    memories = {
        name: _memory(theirs.loc[theirs["event"] == event, "occurred_at"], end)
        for name, event in EVENTS.items()
    }
    draw = Voice(Stream(seed, user, "customer"), RULES)
    story = STORIES[topic][draw.below(len(STORIES[topic]))]
    account = accounts.loc[account_id]
    facts = {name: draw.expand(f"[{name}]", {}) for name in ("work", "colleague", "boss")}
    facts |= {
        "team": str(int(team[account_id])),
        "industry": str(account["industry"]).replace("public", "public service"),
        "minutes": str(15 + 5 * draw.below(10)),
        "dollars": str(2 + draw.below(9)),
        "sore": DOING[topic],
    }
    told = {name: getattr(story, name) for name in FACTS[1:]}
    told["occasion"] = story.last[draw.below(len(story.last))]
    facts |= {f"{name}_is": draw.expand(text, facts) for name, text in told.items()}
    return Customer(
        user_id=user,
        seed=seed,
        team=int(team[account_id]),
        industry=facts["industry"],
        plan=str(account["plan"]),
        sore=topic,
        memories=memories,
        story=story,
        facts=facts,
    )


def _memory(moments: pd.Series, end: pd.Timestamp) -> Memory:
    import pandas as pd

    if moments.empty:
        return Memory(None, 0, 0)
    days = moments.dt.floor("D").value_counts().sort_index()
    index = pd.date_range(days.index[0], end, freq="D", inclusive="left")
    windows = days.reindex(index, fill_value=0).rolling(QUIET_DAYS, min_periods=1).sum()
    recent = int((moments >= end - pd.Timedelta(days=QUIET_DAYS)).sum())
    return Memory(moments.max(), recent, int(windows.max()))
