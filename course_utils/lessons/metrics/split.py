"""Why activation moved: sign-ups with what is known of them, what a split says, what is in reach."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from course_utils.lessons.metrics.evidence import EXTRACT, between, first_week, week_four
from course_utils.lessons.metrics.watch import POWER, QUARTER, quarter_sees
from course_utils.toolkit import metrics
from course_utils.toolkit.common.intervals import Interval, normal_quantile

NORMAL = normal_quantile(0.95)

PEOPLE: dict[str, Any] = {"outcome": "activated", "unit": "account_id"}
"""Who is counted in a split, and what is independent."""


def sign_ups(
    users: pd.DataFrame,
    accounts: pd.DataFrame,
    events: pd.DataFrame,
    start: str,
    end: str,
) -> pd.DataFrame:
    """Return who signed up in a span, with their account's channel, plan and size.

    Parameters
    ----------
    users, accounts, events : DataFrame
        The tables; robots out of users and events, each event once.
    start, end : str
        UTC span of sign-ups.

    Returns
    -------
    DataFrame
        The rows of `users`, with channel, plan, size and activated (missing where the 168 hours
        are not over).
    """
    new = between(users, start, end, "signed_up_at")
    facts = accounts.set_index("account_id")[["channel", "plan", "size"]].astype(str)
    new = new.join(facts, on="account_id")
    return new.assign(activated=metrics.activated(new, events, as_of=EXTRACT).to_numpy())


def activation_rate(signed_up: pd.DataFrame) -> metrics.RatioMetric:
    """Return activation with the margins by account and by person, from `sign_ups`."""
    known = signed_up[signed_up["activated"].notna()]
    one = pd.Series(1.0, index=known.index)
    return metrics.ratio_metric(known["activated"].astype(float), one, known["account_id"])


def split_by(before: pd.DataFrame, after: pd.DataFrame, column: str) -> metrics.Kitagawa:
    """Split the change in activation between two frames of `sign_ups` by a column."""
    sides = []
    for frame in (before, after):
        known = frame[frame["activated"].notna()].astype({"activated": int})
        groups = known.groupby(column)["activated"]
        sides.append(pd.DataFrame({"activated": groups.sum(), "eligible": groups.size()}))
    return metrics.kitagawa(sides[0], sides[1])


FEW = 30
"""A group of fewer people has no rate that could be compared."""


def moved_shares(before: pd.DataFrame, after: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Say of each dimension how far its shares moved, and how far apart its rates lie.

    Returns
    -------
    DataFrame
        One row a column: moved (half the sum of the absolute changes of its shares: how many
        people of a hundred would have to change group), by_chance (the same, on average, if the
        accounts of both spans are dealt out again at random) and apart (highest less lowest rate
        before, of groups of `FEW` people or more). A split finds a mix only where shares moved by
        more than chance, and rates lie apart.
    """
    rows = {}
    for column in columns:
        groups = split_by(before, after, column).groups
        shares = groups["share_after"] - groups["share_before"]
        known = before[before["activated"].notna()]
        many = known.groupby(column, observed=True).size()
        rates = groups["rate_before"][many.index[many >= FEW]]
        rows[column] = [
            shares.abs().sum() / 2,
            _moved_by_chance(before, after, column),
            rates.max() - rates.min(),
        ]
    return pd.DataFrame.from_dict(rows, orient="index", columns=["moved", "by_chance", "apart"])


def _moved_by_chance(
    before: pd.DataFrame, after: pd.DataFrame, column: str, deals: int = 200
) -> float:
    """Return how far shares move on average where each account falls to a span by lot.

    Accounts are dealt, not people: colleagues come together, and share what they are.
    """
    both = pd.concat([before, after], keys=[False, True], names=["late"]).reset_index("late")
    both = both[both["activated"].notna()]
    counts = pd.crosstab([both["late"], both["account_id"]], both[column].astype(str))
    late = counts.index.get_level_values("late").to_numpy()
    people, draw = counts.to_numpy(dtype=float), np.random.default_rng(7)
    dealt = np.array([draw.permutation(late) for _ in range(deals)], dtype=float)
    sides = [part @ people for part in (1 - dealt, dealt)]
    first, second = (side / side.sum(axis=1, keepdims=True) for side in sides)
    return float(np.abs(second - first).sum(axis=1).mean() / 2)


MONTHS = ("2025-10-01", EXTRACT)
"""UTC span of sign-ups that is read month by month, and again a year before."""


def headline_months(
    users: pd.DataFrame, accounts: pd.DataFrame, humans: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return month by month the two parts of the headline, and the same months a year before.

    Parameters
    ----------
    users, humans : DataFrame
        Without robots, each event once.
    accounts : DataFrame
        The table.

    Returns
    -------
    dict of str to DataFrame
        "Partners who activate" and "Paid search among new people": indexed by month, fractions
        `now` and `a year before`, and `people` (of whom `now` is a share).
    """
    found: dict[str, dict[str, pd.Series]] = {"rate": {}, "share": {}}
    many: dict[str, pd.Series] = {}
    for when, back in (("now", 0), ("a year before", 1)):
        span = [str((pd.Timestamp(day) - pd.DateOffset(years=back)).date()) for day in MONTHS]
        new = sign_ups(users, accounts, humans, span[0], span[1])
        new = new[new["activated"].notna()]
        day = new["signed_up_at"].dt.tz_localize(None) + pd.DateOffset(years=back)
        month = day.dt.to_period("M").dt.to_timestamp()
        partner, paid = (new["channel"] == name for name in ("partner", "paid_search"))
        hit = new["activated"].astype(float)
        found["rate"][when] = hit[partner].groupby(month[partner]).mean()
        found["share"][when] = paid.groupby(month).mean()
        if not back:
            many = {"rate": partner.groupby(month).sum(), "share": paid.groupby(month).size()}
    return {
        words: pd.DataFrame({**found[part], "people": many[part]})
        for words, part in (
            ("Partners who activate", "rate"),
            ("Paid search among new people", "share"),
        )
    }


def begins(values: pd.Series, people: pd.Series) -> Any:
    """Return where a series is parted best: the first place whose side differs from what was before.

    Parameters
    ----------
    values, people : Series
        Indexed alike: means, and of how many. The sum of squares between the two sides is largest.
    """

    def apart(cut: int) -> float:
        sides = [slice(None, cut), slice(cut, None)]
        weights = [float(people.iloc[side].sum()) for side in sides]
        means = [_weighed(values.iloc[side], people.iloc[side]) for side in sides]
        return weights[0] * weights[1] / sum(weights) * (means[0] - means[1]) ** 2

    return values.index[max(range(1, len(values)), key=apart)]


def _weighed(values: pd.Series, people: pd.Series) -> float:
    return float((values * people).sum() / people.sum())


def begins_said(months: Mapping[str, pd.DataFrame]) -> str:
    """Say of each part of the headline from which month on it is another, and of the year before.

    Parameters
    ----------
    months : mapping of str to DataFrame
        From `headline_months`.
    """
    said, dates = [], []
    for name, frame in months.items():
        first = begins(frame["now"], frame["people"])
        early = frame.index < first
        now = [_weighed(part["now"], part["people"]) for part in (frame[early], frame[~early])]
        last = [float(frame["a year before"][side].mean()) for side in (early, ~early)]
        dates.append(first)
        # claim: headline_has_a_date
        said.append(
            f"{name}: another number from **{first:%B %Y}** on, {now[0]:.0%} before and {now[1]:.0%} since. "
            f"The same months a year before: {last[0]:.0%} and {last[1]:.0%}."
        )
    ending = (
        f"Both begin in {dates[0]:%B}: two changes with one date, and two teams to ask."
        if len(set(dates)) == 1
        else "They begin in different months, as far as months of few people can tell: ask about each."
    )
    return " ".join([*said, ending])


def cut_on_said(before: pd.DataFrame, after: pd.DataFrame, columns: Sequence[str]) -> str:
    """Say what cutting finer finds: how many cells there are, and how far the worst one fell.

    Parameters
    ----------
    before, after : DataFrame
        From `sign_ups`.
    columns : sequence of str
        What makes a cell. Cells with fewer than 20 people on a side are left out.
    """
    rates = []
    for frame in (before, after):
        known = frame[frame["activated"].notna()]
        cells = known.groupby(_cells(known, columns))
        rates.append(
            {name: activation_rate(part).interval for name, part in cells if len(part) >= 20}
        )
    moved = {name: _less(rates[1][name], rates[0][name]) for name in rates[0] if name in rates[1]}
    if not moved:
        return "No cell has 20 people in both quarters: there is nothing left to compare."
    worst = min(moved, key=lambda name: moved[name].estimate)
    low = sum(gap.high < 0 for gap in moved.values())
    high = sum(gap.low > 0 for gap in moved.values())
    found = moved[worst]
    return (
        f"Cut by {' and '.join(columns)}: {len(moved)} cells of 20 people or more. The lowest change is that of "
        f"*{worst}*, **{100 * found.estimate:+.0f} points** ({100 * found.low:+.0f} to "
        f"{100 * found.high:+.0f}). {low} of {len(moved)} intervals lie below 0 and {high} above; where nothing "
        "moves, one in twenty does either."
    )


def change_said(change: Interval) -> str:
    """Say whether a change shows above its margin, in a sentence."""
    words = (
        f"{100 * change.estimate:+.1f} points ({100 * change.low:+.1f} to {100 * change.high:+.1f})"
    )
    if change.covers(0):
        return f"Activation changed by {words}. The interval covers 0: this may be chance."
    return f"Activation changed by {words}. That is more than chance would make of it."


def guided_said(spans: Mapping[str, pd.DataFrame]) -> str:
    """Say how far guided people are ahead within plan and channel, span by span.

    Parameters
    ----------
    spans : mapping of str to DataFrame
        `sign_ups` of each.
    """
    gaps = {name: guided_within(frame) for name, frame in spans.items()}
    said = ", ".join(
        f"{name} **{100 * gap.estimate:+.1f} ± {100 * gap.margin:.1f}**"
        for name, gap in gaps.items()
    )
    return f"Guided less classic activation within plan and channel, in points: {said}."


STAYERS = ("2026-01-01", "2026-06-01")
"""UTC span of sign-ups since guided onboarding began of whom all have a fourth week."""


def stayers(
    users: pd.DataFrame,
    accounts: pd.DataFrame,
    humans: pd.DataFrame,
    span: tuple[str, str] = STAYERS,
) -> pd.DataFrame:
    """Return `sign_ups` with week-4 retention in the place of activation.

    Parameters
    ----------
    users, humans : DataFrame
        Without robots, each event once.
    accounts : DataFrame
        The table.
    span : tuple of str
        UTC span of sign-ups; it must end 28 days before the data do.
    """
    new = sign_ups(users, accounts, humans, *span)
    _, stayed = first_week(new, humans, "task_completed", *span)
    return new.assign(activated=stayed.reindex(new["user_id"]).to_numpy())


def drives_away_said(stay: pd.DataFrame) -> str:
    """Say whether guided people stay less often: all of them, and within plan and channel.

    Parameters
    ----------
    stay : DataFrame
        From `stayers`.
    """
    rates = stay["activated"].astype(float).groupby(stay["onboarding"].astype(str)).mean()
    gap = guided_within(stay)
    words = f"{100 * gap.estimate:+.1f} points ({100 * gap.low:+.1f} to {100 * gap.high:+.1f})"
    if gap.low > 0:
        ending = "alike in both, guided people stay more often"
    elif gap.high < 0:
        ending = "alike in both, guided people stay less often"
    else:
        ending = "no difference is shown"
    return (
        f"Week-4 retention of January to May's sign-ups: guided **{rates['guided']:.0%}**, classic "
        f"**{rates['classic']:.0%}**. Within plan and channel: **{words}**; {ending}."
    )


def guided_within(signed_up: pd.DataFrame, by: Sequence[str] = ("plan", "channel")) -> Interval:
    """Return guided less classic activation among people alike, with the margin by account.

    Parameters
    ----------
    signed_up : DataFrame
        From `sign_ups`; those whose hours are not over are left out.
    by : sequence of str
        What people have in common who are compared. Cells weigh by their people; cells with people
        of one kind only are left out.

    Returns
    -------
    Interval
        A difference of fractions, 95 %, by the delta method with the cells' weights as given.
    """
    known = signed_up[signed_up["activated"].notna()].reset_index(drop=True)
    hit = known["activated"].astype(float)
    guided = (known["onboarding"].astype(str) == "guided").rename("guided")
    cell = known[list(by)].agg("/".join, axis=1).rename("cell")
    rates, many = (
        pd.crosstab(cell, guided, values=hit, aggfunc=how).dropna() for how in ("mean", "size")
    )
    weights = many.sum(axis=1) / many.to_numpy().sum()
    gap = float(weights @ (rates[True] - rates[False]))
    inside = cell.isin(rates.index)
    parts = [
        (hit - cell.map(rates[kind])) * cell.map(weights / many[kind]) for kind in (True, False)
    ]
    pull = parts[0].where(guided, -parts[1])[inside]
    return _by_account(gap, pull, known.loc[inside, "account_id"])


def _by_account(estimate: float, parts: pd.Series, accounts: pd.Series) -> Interval:
    """Return an estimate with its 95 % margin from what of it hangs on each row, by account."""
    sums = parts.groupby(accounts.to_numpy()).sum()
    pieces = len(sums)
    margin = NORMAL * math.sqrt((sums**2).sum() * pieces / (pieces - 1))
    return Interval(estimate, estimate - margin, estimate + margin)


def guided_among_colleagues(signed_up: pd.DataFrame) -> Interval:
    """Return guided less classic activation within accounts that hold people of both kinds.

    Parameters
    ----------
    signed_up : DataFrame
        From `sign_ups`; those whose hours are not over are left out.

    Returns
    -------
    Interval
        A difference of fractions, 95 %: accounts weigh by their people, and the margin comes from how
        their own differences scatter.
    """
    known = signed_up[signed_up["activated"].notna()]
    guided = (known["onboarding"].astype(str) == "guided").rename("guided")
    hit = known["activated"].astype(float)
    rates, many = (
        pd.crosstab(known["account_id"], guided, values=hit, aggfunc=how).dropna()
        for how in ("mean", "size")
    )
    gaps = rates[True] - rates[False]
    weights = many.sum(axis=1) / many.to_numpy().sum()
    gap = float(weights @ gaps)
    pieces = len(gaps)
    spread = (weights**2 @ (gaps - gap) ** 2) * pieces / (pieces - 1)
    margin = NORMAL * math.sqrt(spread)
    return Interval(gap, gap - margin, gap + margin)


def alibi_said(before: pd.DataFrame, after: pd.DataFrame) -> str:
    """Say what guided onboarding's start should have given, by its lead, and what came.

    Parameters
    ----------
    before, after : DataFrame
        `sign_ups` of the quarter before it began, and of the first one with it.
    """
    lead = guided_within(after)
    share = float((after["onboarding"].astype(str) == "guided").mean())
    one, two = (activation_rate(frame) for frame in (before, after))
    moved = two.estimate - one.estimate
    margin = math.hypot(one.interval.margin, two.interval.margin)
    alike = guided_among_colleagues(after)
    return (
        f"In its first quarter guided onboarding reached {share:.0%} of the new people, who were "
        f"{100 * lead.estimate:+.1f} points ahead within plan and channel: {100 * share * lead.estimate:+.1f} "
        f"over all. Activation moved by {100 * moved:+.1f} ± {100 * margin:.1f}. Within accounts that hold "
        f"people of both kinds the lead is {100 * alike.estimate:+.1f} ± {100 * alike.margin:.1f}."
    )


def change_margin(level: Interval) -> float:
    """Return the 95 % margin of a change from a level to another one, measured on as many people."""
    return math.sqrt(2) * level.margin


def extended_gain(signed_up: pd.DataFrame, mix: pd.DataFrame | None = None) -> Interval:
    """Return what activation would gain if the people of the paid plans all got guided onboarding.

    Parameters
    ----------
    signed_up : DataFrame
        From `sign_ups`. The free plan's people stay as they are; so keeping what is gains 0.
    mix : DataFrame, optional
        From `sign_ups`: whose plans and channels weigh; those of `signed_up` by default.

    Returns
    -------
    Interval
        A difference of fractions over all people, 95 % by account (delta method): a plan's best, as
        in `reachable`. Cells in which nobody is guided gain nothing.
    """
    mine, weighed = (
        frame[frame["activated"].notna()].reset_index(drop=True)
        for frame in (signed_up, signed_up if mix is None else mix)
    )
    paid = mine[mine["plan"] != "free"]
    hit, cell = paid["activated"].astype(float), _cells(paid, ["plan", "channel"])
    guided = paid["onboarding"].astype(str) == "guided"
    rates = hit.groupby(cell).mean()
    best = hit[guided].groupby(cell[guided]).mean()
    # Over all people of the mix, not over its paid ones: who is on the free plan gains 0.
    each = _cells(weighed, ["plan", "channel"]).map(best - rates).fillna(0.0)
    each = each.where(weighed["plan"] != "free", 0.0)
    gain = float(each.mean())
    share = _cells(weighed, ["plan", "channel"]).value_counts() / len(weighed)
    share = share.where(share.index.isin(best.index), 0.0)
    led = (hit - cell.map(best)) * cell.map(share / cell[guided].value_counts())
    fell = (hit - cell.map(rates)) * cell.map(share / cell.value_counts())
    parts = pd.concat([(led.where(guided, 0.0) - fell).fillna(0.0), (each - gain) / len(each)])
    return _by_account(gain, parts, pd.concat([paid["account_id"], weighed["account_id"]]))


def coin_sees(signed_up: pd.DataFrame) -> float:
    """Return the gap that a coin shows four times in five, thrown for the accounts of as many people.

    Parameters
    ----------
    signed_up : DataFrame
        From `sign_ups`: the people of a span as long as the test. Each side holds half of them, so
        the difference has twice the margin of their rate.
    """
    return quarter_sees(_of_a_coin(activation_rate(signed_up).interval))


def _of_a_coin(level: Interval) -> Interval:
    return Interval(0.0, -2 * level.margin, 2 * level.margin)


def week_four_moved(
    users: pd.DataFrame,
    accounts: pd.DataFrame,
    humans: pd.DataFrame,
    before: tuple[str, str],
    after: tuple[str, str],
) -> dict[str, Interval]:
    """Say how far week-4 retention of all new people moved, and what no mix of channels explains.

    Parameters
    ----------
    users, humans : DataFrame
        Without robots, each event once.
    accounts : DataFrame
        The table.
    before, after : tuple of str
        UTC spans of sign-ups; the later one must end 28 days before the data do.

    Returns
    -------
    dict of str to Interval
        "raw", and "held": the later people with the earlier ones' shares of the channels. 95 %, by
        account; both spans are taken for independent.
    """
    sides = [stayers(users, accounts, humans, span) for span in (before, after)]
    was, now = (activation_rate(side).interval for side in sides)
    held = at_mix(sides[1], sides[0], ["channel"])
    return {"raw": _less(now, was), "held": _less(held, was)}


def _less(later: Interval, earlier: Interval) -> Interval:
    change = later.estimate - earlier.estimate
    margin = math.hypot(later.margin, earlier.margin)
    return Interval(change, change - margin, change + margin)


COIN_STARTS = "2026-07-20"
"""The first day on which a new account is assigned."""


class Coin(NamedTuple):
    """A coin among the new accounts of the paid plans, as a quarter's accounts say it will be."""

    accounts: int
    """New accounts in a quarter of 13 weeks."""
    people: int
    """Who joins them in their first week."""
    sees: float
    """The gap that a quarter's coin shows four times in five, a fraction."""
    by_person: float
    """What it would seem to show if people were independent."""
    gap: Interval
    """Guided less classic as it looks without a coin, within plan and channel."""
    weeks: float
    """How many weeks of new accounts show that gap; infinite if it is not above 0."""
    stay: float
    """95 % margin of the difference in week-4 retention after so many weeks, of all people."""
    stays: float
    """Guided less classic week-4 retention as it looks without a coin, within plan and channel."""

    @property
    def ends(self) -> pd.Timestamp:
        """The first day on which no account is assigned any more."""
        return pd.Timestamp(COIN_STARTS) + pd.Timedelta(weeks=self.weeks)

    @property
    def read(self) -> pd.Timestamp:
        """The day on which the fourth week of the last people is over."""
        return self.ends + pd.Timedelta(days=JOIN + 28)

    @property
    def leads(self) -> float:
        """How often a gap as large as it looks is shown after these weeks."""
        margin = self.sees / POWER * math.sqrt(QUARTER / self.weeks)
        return NormalDist().cdf(NORMAL * (self.gap.estimate / margin - 1))

    def passes(self, differs: float = 0.0) -> float:
        """Return how often retention that differs by so much is shown to lose no more than is allowed."""
        return NormalDist().cdf(NORMAL * ((ALLOWED_LOSS + differs) / self.stay - 1))

    def says_yes(self, differs: float = 0.0) -> float:
        """Return how often both parts of the rule hold, taken for independent.

        Parameters
        ----------
        differs : float
            By how much guided week-4 retention truly differs; the gap in activation is as it looks.
        """
        return self.leads * self.passes(differs)

    def weeks_to_say_yes(self, often: float = 0.8, differs: float = 0.0) -> float:
        """Return after how many weeks both parts of the rule hold so often; infinite after ten years.

        Parameters
        ----------
        often : float
            A share of cases: four in five by default.
        differs : float
            As for `says_yes`.
        """
        if math.isinf(self.weeks):
            return math.inf
        enough = (
            weeks
            for weeks in range(int(self.weeks), TOO_LONG)
            if self._after(weeks).says_yes(differs) >= often
        )
        return next(enough, math.inf)

    def _after(self, weeks: float) -> Coin:
        return self._replace(weeks=weeks, stay=self.stay * math.sqrt(self.weeks / weeks))


TOO_LONG = 521
"""Weeks for which no coin is thrown."""
ALLOWED_LOSS = 0.05
"""Week-4 retention that the coin may cost: the low end of its interval must lie above minus this."""
JOIN = 7
"""Who joins a new account within so many days is the coin's."""


def coin_of_paid(
    users: pd.DataFrame,
    accounts: pd.DataFrame,
    humans: pd.DataFrame,
    half: pd.DataFrame,
    stay: pd.DataFrame,
) -> Coin:
    """Say how long a coin must be thrown for the new accounts of the paid plans.

    Parameters
    ----------
    users, humans : DataFrame
        Without robots, each event once.
    accounts : DataFrame
        The table.
    half : DataFrame
        `sign_ups` of the half-year, which say how large the gap looks without a coin.
    stay : DataFrame
        From `stayers`, which say the same of retention.
    """
    # The newest quarter of accounts of whose people all is known, their fourth week as well.
    end = pd.Timestamp(EXTRACT) - pd.Timedelta(days=JOIN + 28)
    start = end - pd.Timedelta(weeks=QUARTER)
    paid = accounts[accounts["plan"].astype(str) != "free"]
    new = between(paid, str(start.date()), str(end.date()), "created_at")
    joined = users[users["account_id"].isin(new["account_id"])]
    age = joined["signed_up_at"] - joined["account_id"].map(
        new.set_index("account_id")["created_at"]
    )
    span = (str(start.date()), str((end + pd.Timedelta(days=JOIN)).date()))
    theirs = sign_ups(joined[age < pd.Timedelta(days=JOIN)], accounts, humans, *span)
    rate = activation_rate(theirs)
    sees = coin_sees(theirs)
    gap = guided_within(_paid(half))
    weeks = math.ceil(QUARTER * (sees / gap.estimate) ** 2) if gap.estimate > 0 else math.inf
    margin = _of_a_coin(week_four(theirs, humans, *span)).margin * math.sqrt(QUARTER / weeks)
    return Coin(
        accounts=theirs["account_id"].nunique(),
        people=len(theirs),
        sees=sees,
        by_person=quarter_sees(_of_a_coin(rate.naive_interval)),
        gap=gap,
        weeks=weeks,
        stay=margin,
        stays=guided_within(_paid(stay)).estimate,
    )


def _paid(signed_up: pd.DataFrame) -> pd.DataFrame:
    return signed_up[signed_up["plan"] != "free"]


def coin_of_paid_said(coin: Coin) -> str:
    """Say what a coin among the paid plans' new accounts would see, and how long it takes."""
    looks = f"{100 * coin.gap.estimate:+.1f} ± {100 * coin.gap.margin:.1f}"
    quarter = (
        f"A quarter brings {coin.accounts:,} new accounts to the paid plans, and {coin.people:,} people in "
        f"their first week. Thrown for these accounts, a coin sees a gap of {100 * coin.sees:.1f} points four "
        f"times in five (by person it would claim {100 * coin.by_person:.1f}). Without a coin the gap looks "
        f"like {looks}"
    )
    if math.isinf(coin.weeks):
        return f"{quarter}: nothing that a coin could be sized for."
    last = coin.ends - pd.Timedelta(days=1)
    return (
        f"{quarter}. If it is so large, **{coin.weeks:.0f} weeks** are enough: {_date(COIN_STARTS)} to "
        f"{_date(last)}, read on **{_date(coin.read)}**, when the last people's fourth week is over. If it is "
        f"half as large, four times as many. Of week-4 retention it then knows ± {100 * coin.stay:.1f} points: "
        f"with no difference it shows a loss of less than {100 * ALLOWED_LOSS:.0f} in {coin.passes():.0%} of "
        f"cases. So the rule below, which asks for both, says yes in about **{coin.says_yes():.0%}** if "
        f"activation's gap is as it looks and retention does not differ, and in about "
        f"**{coin.says_yes(coin.stays):.0%}** if retention too differs as it looks on the paid plans "
        f"({100 * coin.stays:+.1f} points), the two taken for independent. To say it four times in five it "
        f"needs {_weeks(coin.weeks_to_say_yes())} if retention does not differ, and "
        f"{_weeks(coin.weeks_to_say_yes(differs=coin.stays))} if it differs as it looks."
    )


def _weeks(many: float) -> str:
    return "more than ten years" if math.isinf(many) else f"{many:.0f} weeks"


def _date(day: str | pd.Timestamp) -> str:
    day = pd.Timestamp(day)
    return f"{day.day} {day:%B %Y}"


def coin_in_short(coin: Coin) -> str:
    """Say a coin's weeks, its days and what it sees, as a line of a fact sheet."""
    if math.isinf(coin.weeks):
        return "no gap to size it for"
    sees = 100 * coin.sees * math.sqrt(QUARTER / coin.weeks)
    return (
        f"{coin.weeks:.0f} weeks from {_date(COIN_STARTS)}, read on {_date(coin.read)}; sees a gap of "
        f"{sees:.1f} points; week-4 retention of all its people ± {100 * coin.stay:.1f}; its rule says yes "
        f"in about {coin.says_yes():.0%} if retention does not differ (four times in five after "
        f"{_weeks(coin.weeks_to_say_yes())}), {coin.says_yes(coin.stays):.0%} if it differs as it looks"
    )


def target_said(spans: Mapping[str, pd.DataFrame]) -> str:
    """Say for each length of cohort a change's margin, and what guiding the paid plans could give.

    Parameters
    ----------
    spans : mapping of str to DataFrame
        `sign_ups` of each; the next cohort is taken to be as large.
    """
    said = []
    for name, frame in spans.items():
        level = activation_rate(frame)
        margin = change_margin(level.interval)
        gain = extended_gain(frame)
        said.append(
            f"{name} to the next: **± {100 * margin:.1f} points**, where guided onboarding on the paid "
            f"plans too could give {100 * gain.estimate:.1f} ± {100 * gain.margin:.1f}"
        )
    return (
        f"A change of activation has its margin, by account. {'; '.join(said).capitalize()}. Keeping "
        "guided onboarding as it is gives 0: a target holds its plan."
    )


def reachable(
    signed_up: pd.DataFrame,
    mix: pd.DataFrame | None = None,
    by: Sequence[str] = ("plan", "channel"),
) -> Interval:
    """Return the activation rate if everybody got guided onboarding, at a given mix of people.

    Parameters
    ----------
    signed_up : DataFrame
        From `sign_ups`. Take a span in which the rates held.
    mix, by
        As for `at_mix`; the people of `signed_up` make the mix by default.

    Returns
    -------
    Interval
        Fractions: a plan's best if guided people are like the others of their cell, not a forecast.
    """
    guided = signed_up[signed_up["onboarding"].astype(str) == "guided"]
    return at_mix(guided, signed_up if mix is None else mix, by)


def base_margin(mix: pd.DataFrame, signed_up: pd.DataFrame) -> float:
    """Return the 95 % margin of some people's activation at other people's mix of channels."""
    return at_mix(signed_up, mix, ["channel"]).margin


def _cells(signed_up: pd.DataFrame, by: Sequence[str]) -> pd.Series:
    """Return the cell of each person."""
    cells, *others = (signed_up[column].astype(str) for column in by)
    for column in others:
        cells = cells.str.cat(column, sep="/")
    return cells


def at_mix(signed_up: pd.DataFrame, mix: pd.DataFrame, by: Sequence[str]) -> Interval:
    """Return the activation rate of some people, had they come with the mix of others.

    The people of each cell of `by` give its rate r, the people of the mix its share w, and the
    estimate is the sum of w r (direct standardisation). The 95 % interval is the delta method's, with
    accounts as the independent pieces: an account adds what its people are above the rate of their
    cell, and what its place in the mix is above the estimate.

    Parameters
    ----------
    signed_up, mix : DataFrame
        From `sign_ups`: whose rates, and whose shares. On both sides people whose hours are not over
        are left out.
    by : sequence of str
        What makes a cell. Cells in which nobody has a rate are left out.

    Returns
    -------
    Interval
        Fractions.

    References
    ----------
    As for `metrics.standardised_rates` and `metrics.ratio_metric`.
    """
    mine, weighed = (
        frame[frame["activated"].notna()].astype({"activated": float}).reset_index(drop=True)
        for frame in (signed_up, mix)
    )
    cell, theirs = (_cells(frame, by) for frame in (mine, weighed))
    rates = mine["activated"].groupby(cell).mean()
    theirs = theirs[theirs.isin(rates.index)]
    each = theirs.map(rates)
    estimate = float(each.mean())
    pull = theirs.value_counts(normalize=True) / cell.value_counts()
    # Row by row, then summed by account: what of the estimate hangs on whom.
    above = (mine["activated"] - cell.map(rates)) * cell.map(pull).fillna(0.0)
    parts = pd.concat([above, (each - estimate) / len(each)])
    of = pd.concat([mine["account_id"], weighed.loc[each.index, "account_id"]])
    return _by_account(estimate, parts, of)
