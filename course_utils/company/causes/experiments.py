"""Experiments: who was assigned what, who met it, and what they did then.

The people, the days on which they came and their habits are those of the company. A person's
use of the thing that is tested follows from their active days, their own level and that of their
account. What is planted is how the treatment changes the use: a win, nothing, a broken page, a
novelty that wears off and annoys, an effect that differs by plan, and one that spreads to colleagues.

Who is treated is decided by fair coins, one a person or one an account. A coin can come down so
unluckily that a test shows the opposite of what is true, and a lesson about it would make no sense.
So the coins are thrown again until the draw is *typical*: what the treatment did to these people
is estimated to within `TYPICAL` standard errors, and the sizes of the arms raise no alarm.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np

from ..engine import clock
from ..engine.chain import Chain
from ..engine.streams import Array, Ints, Stream, at, quantiles
from . import behaviour, market, people
from .behaviour import Diary
from .people import Users
from .vocabulary import PLATFORMS

ENROLMENT_DAYS = 21
FOLLOW_UP_DAYS = 28
DORMANT_DAYS = 60
"""Whoever did nothing for longer is not assigned."""

WEEKS = 4
REGULAR = 4
"""Uses in the four weeks since exposure from which on somebody has converted: one a week."""
WEB = PLATFORMS.index("web")
LOST_LIGHT, LOST_HEAVY = 0.98, 0.4
"""Share of the treated on the web whom the broken redirect loses, by how often they come."""
LIGHT_DAYS = 8
"""Active days in the four weeks after exposure below which somebody is a light user."""
MUTED = 0.1
"""Share of the exposed who mute their notifications within four weeks, whatever is tested."""

ALPHA, POWER, PLANNED_SHARE = 0.05, 0.8, 0.5
PLANNED_FOR = 5000
"""Accounts of a company for which `Experiment.worth` and `BORNE` are said. A smaller one earns less by
each point, and asks for more of them: by the root of the accounts."""
BORNE = 0.05
"""Largest rise of the share who mute that would be borne: half as many again as mute anyway."""
ALIKE = 2.0
"""Times as many people that a plan takes where whole accounts are assigned."""
_Z = 1.959964 + 0.841621
"""Normal quantiles of a two-sided 5 % test with 80 % power."""
VALUE_SPREAD = 4.5
"""Standard deviation of a week's uses that a plan assumes where uses decide."""
_TRIALS = 12
"""Most uses of the tested thing on one day."""
TYPICAL, FAIR, HIDDEN = 0.7, 2.5, 1.8
"""Standard errors by which a typical draw's estimates may miss the truth, its arms their half, and
the mean of opposite effects 0."""
THROWS = 400
"""After so many the most typical draw is taken."""

_LEVEL = quantiles(lambda q: 1000 * math.exp(0.45 * NormalDist().inv_cdf(q)))
_ACCOUNT_LEVEL = quantiles(lambda q: 1000 * math.exp(0.5 * NormalDist().inv_cdf(q)))


class Experiment(NamedTuple):
    """One experiment as it was registered, and what is planted in it.

    `rate` are uses on an active day, `lift` their relative change under treatment by week since
    exposure, `by_plan` what the lift is multiplied with on each plan, `spread` the further lift where
    all colleagues are treated. `annoys` is what treatment adds to the share who mute notifications,
    absolute. `worth` is the smallest effect worth having, absolute, and `reason` says why no smaller one.
    """

    name: str
    question: str
    hypothesis: str
    metric: str
    conversion: str
    started: int
    unit: str = "user"
    primary: str = "converted"
    rate: float = 0.4
    lift: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    by_plan: tuple[float, float, float] = (1.0, 1.0, 1.0)
    spread: float = 0.0
    annoys: float = 0.0
    worth: float = 0.05
    reason: str = ""
    loses: bool = False
    kind: str = "null"


def _regularly(what: str) -> str:
    return f"{what} four times or more within 28 days of exposure"


EXPERIMENTS = (
    Experiment(
        name="template_gallery",
        question="Does a gallery of templates help people to start work?",
        hypothesis="More people use templates regularly once they have met the gallery.",
        metric="templates used",
        conversion=_regularly("used a template"),
        started=clock.day_of(2025, 9, 8),
        lift=(0.7, 0.7, 0.7, 0.7),
        worth=0.05,
        reason="Below this the work of keeping templates up to date costs more than it brings.",
        kind="win",
    ),
    Experiment(
        name="digest_hour",
        question="Is the e-mail digest better sent at 9 than at 7 o'clock?",
        hypothesis="More people open tasks from the digest when it arrives later.",
        metric="tasks opened from the digest",
        conversion=_regularly("opened a task from the digest"),
        started=clock.day_of(2025, 10, 20),
        worth=0.05,
        reason="Below this it is not worth moving a mail that people expect at 7.",
        kind="null",
    ),
    Experiment(
        name="quick_editor",
        question="Does the faster editor, which has a page of its own, help people to write more?",
        hypothesis="More people finish descriptions regularly.",
        metric="descriptions finished",
        conversion=_regularly("finished a description"),
        started=clock.day_of(2026, 1, 12),
        loses=True,
        worth=0.06,
        reason="Below this two editors to maintain cost more than they bring.",
        kind="sample ratio mismatch",
    ),
    Experiment(
        name="streaks",
        question="Does a count of days in a row, with a reminder in the evening, get more done?",
        hypothesis="People tick off more tasks a week, taken over all four weeks since they met streaks.",
        metric="tasks ticked off",
        conversion=_regularly("ticked off a task"),
        started=clock.day_of(2026, 2, 9),
        primary="value",
        rate=1.4,
        lift=(0.60, 0.25, 0.06, 0.0),
        annoys=0.16,
        worth=0.6,
        reason="Below this nobody would notice, and there would be one more thing on the screen.",
        kind="novelty",
    ),
    Experiment(
        name="shared_boards",
        question="Do shared boards help people to work together?",
        hypothesis="More people pick up tasks from colleagues regularly.",
        metric="tasks picked up from a colleague",
        conversion=_regularly("picked up a task from a colleague"),
        started=clock.day_of(2026, 3, 9),
        spread=1.65,
        worth=0.06,
        reason="Below this the servers that boards need cost more than they bring.",
        kind="interference",
    ),
    Experiment(
        name="compact_view",
        question="Do people find their work sooner in a compact list?",
        hypothesis="More people finish filtered lists regularly; on business more than on free.",
        metric="filtered lists finished",
        conversion=_regularly("finished a filtered list"),
        started=clock.day_of(2026, 4, 6),
        lift=(1.1, 1.1, 1.1, 1.1),
        by_plan=(-0.6, 0.0, 1.0),
        worth=0.07,
        reason="Below this a second list is not worth what it costs to test each release twice.",
        kind="heterogeneous",
    ),
    Experiment(
        name="shared_boards_by_account",
        question="Do shared boards help teams, when a whole account has them or has not?",
        hypothesis="More people pick up tasks from colleagues regularly, where a colleague is there.",
        metric="tasks picked up from a colleague",
        conversion=_regularly("picked up a task from a colleague"),
        started=clock.day_of(2026, 5, 11),
        unit="account",
        spread=1.65,
        worth=0.06,
        reason="Below this the servers that boards need cost more than they bring.",
        kind="interference, account by account",
    ),
)


@dataclass(frozen=True)
class Assignments:
    """Every person in every experiment: one array element a person and experiment.

    `exposed` is -1 for whoever never met what was tested; `before` is -1 where there are no four
    weeks to look back on, and `weeks` are -1 without exposure. Whoever was lost on the way to the
    treatment was assigned and is not exposed.
    """

    experiment: Array
    user: Ints
    treated: Array
    assigned: Ints
    exposed: Ints
    platform: Array
    before: Ints
    weeks: Array
    converted: Array
    muted: Array

    def __len__(self) -> int:
        return len(self.user)


def assignments(chain: Chain) -> Assignments:
    """Simulate the block's part of every experiment."""
    parts = [_one(chain, number) for number in range(len(EXPERIMENTS))]
    fields = Assignments.__dataclass_fields__
    return Assignments(*(np.concatenate([getattr(p, f) for p in parts]) for f in fields))


def _one(chain: Chain, number: int) -> Assignments:
    of, block = EXPERIMENTS[number], chain.block
    users, diary = chain(people.users), chain(behaviour.diary)
    who, assigned = _eligible(of, users, diary)
    exposed = _exposed(of, users, diary, who, assigned)
    met = exposed >= 0
    came_before = _days(
        diary, len(users), who, assigned - FOLLOW_UP_DAYS * clock.DAY, np.ones(len(who), dtype=bool)
    )
    came = _days(diary, len(users), who, exposed, met)

    purpose = f"experiments/{of.name}"
    level = at(_LEVEL, block.stream("experiments/level").u32(len(users)))[who]
    bits = block.stream("experiments/account level")
    shared = at(_ACCOUNT_LEVEL, bits.u32(len(chain(market.accounts))))
    account = users.account[who]
    level = level * shared[account] // 1000
    usual = level * round(of.rate * 1000) // 1000

    def together(first: int, last: int) -> Ints:
        """Keep the use where it can be: nobody does alone what takes a colleague."""
        if not of.spread:
            return usual
        active = _active(users, diary, of.started + first, of.started + last)
        return np.where(active[account] > 1, usual, 0)

    crowd = _Crowd(
        of,
        account=account,
        plan=chain(market.accounts).plan[account],
        web=users.platform[who] == WEB,
        met=met,
        usual=together(0, ENROLMENT_DAYS + FOLLOW_UP_DAYS),
        came=came,
        bits=block.stream(f"{purpose}/uses"),
        moods=block.stream(f"{purpose}/muted").u32(len(who)),
    )
    treated = crowd.assigned(block.stream(f"{purpose}/variant"))
    weeks, muted = crowd.outcomes(treated)
    before = _Tries(block.stream(f"{purpose}/before"), came_before.sum(axis=1)).hits(
        together(-FOLLOW_UP_DAYS, ENROLMENT_DAYS)
    )
    old = users.signed_up[who] <= assigned - FOLLOW_UP_DAYS * clock.DAY
    if of.loses:
        chance = np.where(came.sum(axis=1) < LIGHT_DAYS, LOST_LIGHT, LOST_HEAVY)
        lost = block.stream(f"{purpose}/lost").chance(len(who), chance)
        met = met & ~(lost & treated & crowd.web)
    return Assignments(
        experiment=np.full(len(who), number + 1, dtype=np.int8),
        user=who,
        treated=treated,
        assigned=assigned,
        exposed=np.where(met, exposed, -1),
        platform=users.platform[who],
        before=np.where(old, before, -1),
        weeks=np.where(met[:, None], weeks, -1),
        converted=met & regular(weeks),
        muted=met & muted,
    )


def regular(weeks: Array) -> Array:
    """Who used the tested thing once a week on average, or more often."""
    return weeks.sum(axis=1) >= REGULAR


class _Tries:
    """Chances to use the tested thing: a dozen on each active day, whose bits are drawn once.

    So what somebody would do with the treatment and without differs by the treatment alone.
    """

    def __init__(self, bits: Stream, days: Ints) -> None:
        self.shape = days.shape
        self.owner = np.repeat(np.arange(days.size), (days * _TRIALS).ravel())
        self.bits = bits.u16(len(self.owner))

    def hits(self, mean: Ints) -> Ints:
        """Count the uses for a mean a day, in thousandths."""
        mean = np.broadcast_to(mean, self.shape).ravel()
        threshold = np.minimum(mean * 65536 // (1000 * _TRIALS), 65_000)
        hit = self.bits < threshold[self.owner]
        return np.bincount(self.owner[hit], minlength=mean.size).reshape(self.shape)


class _Crowd:
    """The people of one experiment, and what they would do under any assignment."""

    def __init__(
        self,
        of: Experiment,
        *,
        account: Ints,
        plan: Array,
        web: Array,
        met: Array,
        usual: Ints,
        came: Ints,
        bits: Stream,
        moods: Array,
    ) -> None:
        self.of, self.account, self.plan, self.web, self.met = of, account, plan, web, met
        self.usual, self.moods = usual, moods
        self.tries = _Tries(bits, came)
        self.accounts = int(account.max(initial=0)) + 1

    def outcomes(self, treated: Array, around: Array | None = None) -> tuple[Ints, Array]:
        """Return the uses by week, and who mutes, under an assignment.

        `around` is the share of treated colleagues; by default what the assignment makes of it.
        """
        lift = np.round(1000 * np.outer(self.of.by_plan, self.of.lift)).astype(int)[self.plan]
        per_mille = 1000 + np.where(treated[:, None], lift, 0)
        if self.of.spread:
            share = self._around(treated) if around is None else around
            per_mille += (share * round(1000 * self.of.spread) // 1000)[:, None]
        weeks = self.tries.hits(self.usual[:, None] * per_mille // 1000)
        chance = MUTED + np.where(treated, self.of.annoys, 0.0)
        return weeks, self.moods < np.round(chance * 2.0**32)

    def _around(self, treated: Array) -> Ints:
        """Return the share of each person's exposed colleagues who are treated, per mille."""
        both = np.bincount(self.account[self.met], minlength=self.accounts)
        with_it = np.bincount(self.account[self.met & treated], minlength=self.accounts)
        colleagues = both[self.account] - self.met
        theirs = with_it[self.account] - (self.met & treated)
        return 1000 * theirs // np.maximum(1, colleagues)

    def assigned(self, bits: Stream) -> Array:
        """Throw a fair coin for each person, or account, until the draw is typical."""
        nobody = np.zeros(len(self.met), dtype=bool)
        whole = self.of.unit == "account"
        half = None if whole or not self.of.spread else np.full(len(self.met), 500)
        worlds = [self.outcomes(nobody, half), self.outcomes(~nobody, half)]
        truth = [self._readings(*world) for world in worlds]
        best, least = nobody, math.inf
        for _ in range(THROWS):
            coins = bits.u16(self.accounts if whole else len(self.met)) < 1 << 15
            treated = coins[self.account] if whole else coins
            if half is None:
                weeks, muted = (
                    np.where(treated[:, None] if one.ndim == 2 else treated, one, zero)
                    for zero, one in zip(*worlds, strict=True)
                )
            else:
                weeks, muted = self.outcomes(treated)
            odd = self._oddity(treated, self._readings(weeks, muted), truth)
            if odd < least:
                best, least = treated, odd
            if least <= 1:
                break
        return best

    def _readings(self, weeks: Ints, muted: Array) -> list[tuple[Array, Array]]:
        """Return what a test reads: of whom, and the outcome."""
        share, met = regular(weeks).astype(float), self.met
        found = [(met, share), (met, muted.astype(float)), (met, weeks[:, 0].astype(float))]
        if self.of.primary == "value":
            found += [(met, weeks[:, week].astype(float)) for week in range(1, WEEKS)]
        if self._differs:
            found += [(met & (self.plan == plan), share) for plan in range(len(self.of.by_plan))]
            # Where it helps it may be shipped, if its guardrail is kept there.
            helped = np.array(self.of.by_plan)[self.plan] > 0
            found.append((met & helped, muted.astype(float)))
        if self.of.spread:
            alone = np.bincount(self.account[met], minlength=self.accounts)[self.account] == 1
            found += [(met & alone, share), (met & ~alone, share)]
        return found

    @property
    def _differs(self) -> bool:
        """Whether the effect differs by plan: then it also hides in the mean."""
        return len(set(self.of.by_plan)) > 1

    def _oddity(self, treated: Array, found: list[Any], truth: list[list[Any]]) -> float:
        """Say how untypical a draw is; 1 is the most that is kept."""
        group = self.account if self.of.unit == "account" else np.arange(len(self.met))
        worst = 0.0
        for where in (self.met, ~self.met, self.met & self.web, self.met & ~self.web):
            units = np.unique(group[where], return_index=True)[1]
            sides = treated[where][units]
            miss = abs(2 * int(sides.sum()) - len(sides)) / math.sqrt(max(1, len(sides)))
            worst = max(worst, miss / FAIR)
        for (where, outcome), (_, without), (_, with_it) in zip(found, *truth, strict=True):
            if not where.any():  # a tiny company has not every kind of person
                continue
            mean, error = _difference(outcome[where], treated[where], group[where])
            planted = float((with_it - without)[where].mean())
            worst = max(worst, abs(mean - planted) / (TYPICAL * error))
        if self._differs:
            mean, error = _difference(found[0][1][self.met], treated[self.met], group[self.met])
            worst = max(worst, abs(mean) / (HIDDEN * error))
        return worst


def _difference(outcome: Array, treated: Array, group: Ints) -> tuple[float, float]:
    """Treatment minus control, and its standard error with groups as the pieces."""
    means, variance = [], 0.0
    for side in (~treated, treated):
        if not side.any():
            return math.inf, 1.0
        mean = float(outcome[side].mean())
        sums = np.bincount(group[side], outcome[side] - mean)
        variance += float((sums**2).sum()) / int(side.sum()) ** 2
        means.append(mean)
    return means[1] - means[0], math.sqrt(variance) or 1.0


def _between(diary: Diary, start: int, stop: int) -> tuple[Ints, Ints]:
    """Person and second of the events in a span of days."""
    edges = np.array([start, stop], dtype=np.int64) * clock.DAY << 30
    first, last = np.searchsorted(diary.packed, edges)
    packed = diary.packed[first:last]
    return (packed >> 7) & 0x7FFFFF, packed >> 30


def _active(users: Users, diary: Diary, start: int, stop: int) -> Ints:
    """Count the people of each account who came in a span of days; robots are none."""
    came = np.unique(_between(diary, start, stop)[0])
    came = came[~users.bot[came]]
    return np.bincount(users.account[came], minlength=int(users.account.max(initial=0)) + 1)


def _eligible(of: Experiment, users: Users, diary: Diary) -> tuple[Ints, Ints]:
    """Who is assigned, and when: whoever came of late, and whoever signs up while it runs."""
    user, _ = _between(diary, of.started - DORMANT_DAYS, of.started)
    alive = np.zeros(len(users), dtype=bool)
    alive[user] = True
    start = of.started * clock.DAY + 6 * 3600
    joins = (users.signed_up >= start) & (
        users.signed_up < (of.started + ENROLMENT_DAYS) * clock.DAY
    )
    alive &= (users.signed_up < start) & ~users.bot
    who = np.flatnonzero(alive | (joins & ~users.bot))
    return who, np.maximum(users.signed_up[who], start)


def _exposed(of: Experiment, users: Users, diary: Diary, who: Ints, assigned: Ints) -> Ints:
    """First event after the assignment, while people are enrolled; -1 where there is none."""
    user, second = _between(diary, of.started, of.started + ENROLMENT_DAYS)
    since = np.full(len(users), clock.END, dtype=np.int64)
    since[who] = assigned
    counts = second >= since[user]
    first = np.full(len(users), clock.END, dtype=np.int64)
    np.minimum.at(first, user[counts], second[counts])
    return np.where(first[who] < clock.END, first[who], -1)


def _days(diary: Diary, people: int, who: Ints, since: Ints, counts: Array) -> Ints:
    """Active days (24 hours from `since` on) of each person in each of the four weeks."""
    days = np.zeros((len(who), WEEKS), dtype=np.int64)
    if not counts.any():
        return days
    begin = np.full(people, -1, dtype=np.int64)
    begin[who[counts]] = since[counts]
    row = np.zeros(people, dtype=np.int64)
    row[who] = np.arange(len(who))
    first, last = int(since[counts].min()), int(since[counts].max())
    user, second = _between(diary, first // clock.DAY, last // clock.DAY + FOLLOW_UP_DAYS + 1)
    known = begin[user] >= 0
    nth = (second - begin[user]) // clock.DAY
    known &= (nth >= 0) & (nth < FOLLOW_UP_DAYS)
    day = np.unique(row[user[known]] * FOLLOW_UP_DAYS + nth[known])
    np.add.at(days, (day // FOLLOW_UP_DAYS, day % FOLLOW_UP_DAYS // 7), 1)
    return days


def planned(of: Experiment, accounts: int) -> tuple[float, int, float]:
    """Return the plan: smallest effect worth having, people an arm, and the guardrail's margin.

    Effect and margin are absolute, and follow from what they are worth; the people follow from the
    effect. Whether as many come is for the reader to find out.
    """
    share = of.primary == "converted"
    sd = math.sqrt(0.4 * 0.6) if share else VALUE_SPREAD
    smaller = math.sqrt(PLANNED_FOR / accounts)
    mde, margin = (round(each * smaller, 3) for each in (of.worth, BORNE))
    alike = ALIKE if of.unit == "account" else 1.0
    return mde, math.ceil(alike * 2 * (_Z * sd / mde) ** 2), margin
