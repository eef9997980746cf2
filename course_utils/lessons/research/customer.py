"""Customers who can be interviewed: what they really do, taken from the company's tables."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_utils.company.engine.streams import Stream
from course_utils.company.words.grammar import Voice, capitals
from course_utils.lessons.research.evidence import once
from course_utils.lessons.research.phrases import DOING, OPENERS, RULES, STORIES, Story, Told
from course_utils.lessons.research.topics import language
from course_utils.people import Fact, Person, Recap

if TYPE_CHECKING:
    import pandas as pd

EXTRACT = "2026-07-01"
THIS_YEAR = EXTRACT[:4]
EVENTS = {
    "reports": "report_viewed",
    "colleagues": "teammate_invited",
    "planning": "task_added",
    "comments": "comment_added",
}
PHONES = ("ios", "android")
QUIET_DAYS = 28
"""For so long a customer has not done what they once did often."""
OFTEN = 6
"""What counts as often, in all."""
FACTS = ("last", "instead", "because", "cost", "others", "ahead")
"""What an interview can bring out, in the order in which memory opens."""
ASKED_BY = {
    "last": ("past", "record"),
    "instead": ("tried",),
    "because": ("why", "hard"),
    "cost": ("cost",),
    "others": ("others",),
    "ahead": ("closing", "ahead"),
}
"""What kind of question asks for each fact."""
NEEDS = {"last": 25, "instead": 35, "because": 40, "cost": 45, "others": 45, "ahead": 65}
"""How much trust each fact needs."""
HEARD = {"cost": 1, "others": 1, "ahead": 2}
"""How often somebody must have been listened to before some facts: rightly summed up, or asked on in
their own words."""


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
    owner: bool
    """Whether they opened the account."""
    phone: bool
    """Whether they use Kitewell on a phone."""
    memories: Mapping[str, Memory]
    story: Story
    facts: Mapping[str, str]
    """Words for the slots of the phrases, the same for the whole interview."""
    recaps: Mapping[str, Recap]
    """How what they tell can be summed up, by fact; the first three facts can."""
    place: int = 0
    """Which of the company's customers this is; each opens the talk in another way."""

    @property
    def truth(self) -> dict[str, str]:
        """The truth card: what an interview could bring out, in sentences."""
        said = {name: self.facts[f"{name}_is"] for name in FACTS[1:]}
        said = {"last": f"{self.when(self.sore)}: {self.facts['occasion_is']}", **said}
        return {name: capitals(f"{text}.") for name, text in said.items()}

    def person(self) -> Person:
        """Return who answers: what they can tell, and how they put it."""
        first = (self.seed + self.place) % len(OPENERS)
        facts = [
            Fact(
                name,
                self.sore,
                ASKED_BY[name],
                self._words(name),
                NEEDS[name],
                after=3 if name == "ahead" else 0,
                heard=HEARD.get(name, 0),
                recap=self.recaps.get(name),
            )
            for name in FACTS
        ]
        return Person(
            seed=self.seed,
            number=self.user_id,
            language=language(),
            facts=facts,
            phrases={**RULES, **self._own(), "introduce": OPENERS[first : first + 1]},
            slots=self.facts,
            of_topic={name: self._counts(name) for name in self.memories},
            never=[name for name, memory in self.memories.items() if memory.last is None],
            quiet=[name for name, memory in self.memories.items() if not memory.recent],
            often=[
                name for name, memory in self.memories.items() if 2 * memory.recent > memory.best
            ],
            interests=(self.sore,),
        )

    def _own(self) -> dict[str, tuple[str, ...]]:
        """Return how they answer where the record of one says another thing than that of others."""
        kinds = {
            "start": "owner" if self.owner else "member",
            "money": "free" if self.plan == "free" else "paid",
            "phone": "phone" if self.phone else "desk",
        }
        return {f"past_{name}": RULES[f"past_{name}_{kind}"] for name, kind in kinds.items()}

    def when(self, topic: str) -> str:
        """Say when they last did it, with the year if it was another one."""
        return on_day(self.memories[topic].last)

    def _words(self, name: str) -> str:
        words = self.facts["occasion_is" if name == "last" else f"{name}_is"]
        return f"{self.when(self.sore)}, {words}" if name == "last" else words

    def _counts(self, topic: str) -> dict[str, str]:
        memory = self.memories[topic]
        often = "not once" if not memory.recent else f"{memory.recent} times"
        before = (
            f"There was a month with {memory.best}."
            if memory.best > memory.recent
            else "It was never more."
        )
        return {
            "date": self.when(topic),
            "count": "once" if memory.recent == 1 else often,
            "before": before,
        }

    def events_say(self, topic: str) -> str:
        """Set what the events say beside what the customer says."""
        memory = self.memories[topic]
        if memory.last is None:
            return "The events have none, ever."
        return (
            f"The events: last on {self.when(topic)}, {memory.recent} in the last four weeks, "
            f"{memory.best} in the busiest four."
        )


def on_day(moment: pd.Timestamp | None) -> str:
    """Say a day as people say it: "12 May", "3 October 2024", "never"."""
    if moment is None:
        return "never"
    year = "" if str(moment.year) == THIS_YEAR else f" {moment.year}"
    return f"{moment.day} {moment:%B}{year}"


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
    by_user = users.set_index("user_id")
    found = []
    for place, (user, topic) in enumerate(chosen):
        account_id = int(known["account_id"].loc[user])
        account = by_account.loc[account_id]
        mine = once(theirs[theirs["user_id"] == user])
        found.append(
            customer(
                user,
                topic,
                seed,
                team=int(team[account_id]),
                industry=str(account["industry"]),
                plan=str(account["plan"]),
                since=pd.Timestamp(by_user["signed_up_at"].loc[user]),
                owner=by_user["role"].loc[user] == "owner",
                phone=by_user["platform"].loc[user] in PHONES,
                memories={
                    name: _memory(mine.loc[mine["event"] == event, "occurred_at"], end)
                    for name, event in EVENTS.items()
                },
                place=place,
            )
        )
    return found


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


def customer(
    user: int,
    sore: str,
    seed: int,
    *,
    team: int,
    industry: str,
    plan: str,
    since: pd.Timestamp,
    memories: Mapping[str, Memory],
    owner: bool = False,
    phone: bool = False,
    place: int = 0,
) -> Customer:
    """Make a customer of what the tables say of them, with a story that the seed chooses.

    Parameters
    ----------
    user : int
        Their id.
    sore : str
        The topic that hurts.
    seed : int
        Of the company; see `seed_of`.
    team, industry, plan
        Of their account: how many people, in what trade, on which plan.
    since : Timestamp
        When they signed up.
    memories : mapping
        What they did of each kind.
    owner, phone : bool
        Whether they opened the account, and whether they use Kitewell on a phone.
    place : int
        Which of the company's customers this is.
    """
    draw = Voice(Stream(seed, user, "customer"), RULES)
    has = {"": True, "paid": plan != "free", "phone": phone}
    stories = [story for story in STORIES[sore] if has[story.only]]
    story = stories[draw.below(len(stories))]
    facts = {name: draw.expand(f"[{name}]", {}) for name in ("work", "colleague", "boss")}
    facts |= {
        "team": str(team),
        "industry": industry.replace("public", "public service"),
        "plan": plan,
        "since": on_day(since),
        "seen": on_day(max(m.last for m in memories.values() if m.last is not None)),
        "minutes": str(15 + 5 * draw.below(10)),
        "dollars": str(2 + draw.below(9)),
        "sore": DOING[sore],
    }
    told = {name: getattr(story, name) for name in ("cost", "others", "ahead")}
    last = draw.below(len(story.last))
    told |= {name: fact.words for name, fact in _first(story, last).items()}
    told["occasion"] = told.pop("last")
    facts |= {f"{name}_is": draw.expand(text, facts) for name, text in told.items()}
    return Customer(
        user_id=user,
        seed=seed,
        team=team,
        industry=facts["industry"],
        plan=plan,
        sore=sore,
        owner=owner,
        phone=phone,
        memories=memories,
        story=story,
        facts=facts,
        recaps=recaps(sore, story, last),
        place=place,
    )


def recaps(sore: str, story: Story, last: int) -> dict[str, Recap]:
    """Return how the first facts of a story can be summed up; `last` is the place of its occasion.

    What is foreign to it is told of the same fact in another story on the same topic.
    """
    other = _first(STORIES[sore][STORIES[sore].index(story) - 1], last)
    return {
        name: Recap(fact.true, fact.turned, other[name].true)
        for name, fact in _first(story, last).items()
    }


def _first(story: Story, last: int) -> dict[str, Told]:
    return {"last": story.last[last], "instead": story.instead, "because": story.because}


def _memory(moments: pd.Series, end: pd.Timestamp) -> Memory:
    import pandas as pd

    if moments.empty:
        return Memory(None, 0, 0)
    days = moments.dt.floor("D").value_counts().sort_index()
    index = pd.date_range(days.index[0], end, freq="D", inclusive="left")
    windows = days.reindex(index, fill_value=0).rolling(QUIET_DAYS, min_periods=1).sum()
    recent = int((moments >= end - pd.Timedelta(days=QUIET_DAYS)).sum())
    return Memory(moments.max(), recent, int(windows.max()))
