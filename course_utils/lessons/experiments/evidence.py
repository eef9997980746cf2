"""What lesson 9 computes besides the toolkit: the platform's log joined, cut and summed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.special import ndtr

from course_utils.toolkit import experiments
from course_utils.toolkit.common.intervals import Interval, t_interval

NAMES = {
    "template_gallery": "Template gallery",
    "digest_hour": "Digest at 9",
    "quick_editor": "Quick editor",
    "streaks": "Streaks",
    "shared_boards": "Shared boards, by person",
    "compact_view": "Compact list",
    "shared_boards_by_account": "Shared boards, by account",
}
"""The experiments as they are called in sentences."""
HELPED = "Compact list, on business"
"""Where the compact list helps: its guardrail is read there."""
TOGETHER = "Shared boards, two people or more"
"""Where the boards by account help."""
SEALED = "shared_boards_by_account"
"""Not read yet: its plan comes first."""
ARMS = ("control", "treatment")
WEEKS = [f"value_week{week}" for week in range(1, 5)]
PLANS = ("free", "team", "business")
SUBGROUPS = ("plan", "platform", "size", "role", "country")
"""Columns along which somebody in search of a star might cut."""


def joined(
    assignments: pd.DataFrame, register: pd.DataFrame, users: pd.DataFrame, accounts: pd.DataFrame
) -> pd.DataFrame:
    """Join the platform's log with names, accounts and plans.

    Parameters
    ----------
    assignments, register, users, accounts : DataFrame
        The tables; `register` is ``experiments``.

    Returns
    -------
    DataFrame
        One row a person in an experiment: the log's columns, ``name`` of the experiment,
        ``account_id``, ``role``, ``plan``, ``size``, ``country``, ``exposed`` (whether they met what
        is tested), ``there`` (people of their account who were assigned in it, themselves included)
        and ``four_weeks`` (the metric summed; missing without exposure).
    """
    people = users[["user_id", "account_id", "role"]].merge(
        accounts[["account_id", "plan", "size", "country"]], on="account_id"
    )
    runs = assignments.merge(register[["experiment_id", "name"]], on="experiment_id")
    runs = runs.merge(people, on="user_id").sort_values("assignment_id", ignore_index=True)
    plain = ["variant", "platform", "role", "plan", "size", "country"]
    runs[plain] = runs[plain].astype(object)
    runs[[*WEEKS, "pre_value"]] = runs[[*WEEKS, "pre_value"]].astype(float)
    return runs.assign(
        exposed=runs["exposed_at"].notna(),
        there=runs.groupby(["name", "account_id"], observed=True)["user_id"].transform("size"),
        four_weeks=runs[WEEKS].sum(axis=1, min_count=4),
    )


def of(runs: pd.DataFrame, name: str, *, exposed: bool = True) -> pd.DataFrame:
    """Keep the people of one experiment.

    Parameters
    ----------
    runs : DataFrame
        From `joined`.
    name : str
        A key of `NAMES`.
    exposed : bool
        Only those who met what is tested; else all who were assigned.
    """
    if name not in NAMES:
        raise ValueError(f"name must be one of {', '.join(NAMES)}; you passed {name!r}.")
    found = runs[runs["name"] == name]
    return found[found["exposed"]] if exposed else found


def arms(rows: pd.DataFrame) -> tuple[tuple[int, int], tuple[int, int]]:
    """Count ``(converted, people)`` of the control and of the treatment."""
    sides = [rows.loc[rows["variant"] == arm, "converted"] for arm in ARMS]
    control, treatment = ((int(side.sum()), len(side)) for side in sides)
    return control, treatment


def values(rows: pd.DataFrame, column: str) -> tuple[pd.Series, pd.Series]:
    """Return a column of the control and of the treatment."""
    control, treatment = (rows.loc[rows["variant"] == arm, column] for arm in ARMS)
    return control, treatment


def people(rows: pd.DataFrame) -> dict[str, int]:
    """Count the people of each arm."""
    return {arm: int((rows["variant"] == arm).sum()) for arm in ARMS}


def by(rows: pd.DataFrame, column: str, names: Sequence[str] = ()) -> pd.DataFrame:
    """Compare conversion within each group of a column.

    Returns
    -------
    DataFrame, by group
        ``people``, ``estimate``, ``low``, ``high`` (of the difference) and ``p``.
    """
    found = {}
    for name in names or sorted(rows[column].dropna().unique()):
        control, treatment = arms(rows[rows[column] == name])
        pooled = control[0] + treatment[0]
        if min(control[1], treatment[1]) == 0 or pooled in (0, control[1] + treatment[1]):
            continue
        result = experiments.compare_rates(control, treatment)
        found[name] = [control[1] + treatment[1], *result.difference, result.p]
    columns = ["people", "estimate", "low", "high", "p"]
    return pd.DataFrame.from_dict(found, orient="index", columns=columns).rename_axis(column)


def apart(one: pd.Series, other: pd.Series) -> Interval:
    """Compare the effects in two groups with each other.

    Parameters
    ----------
    one, other : Series
        Rows of `by`: ``estimate``, ``low`` and ``high`` of each group's difference.

    Returns
    -------
    Interval
        ``one - other``. Each end takes the ends that lie on its side, as Newcombe's method does
        (2001, for the difference of differences).
    """
    middle = float(one["estimate"] - other["estimate"])
    down = np.hypot(one["estimate"] - one["low"], other["high"] - other["estimate"])
    up = np.hypot(one["high"] - one["estimate"], other["estimate"] - other["low"])
    return Interval(middle, middle - float(down), middle + float(up))


def board(runs: pd.DataFrame) -> pd.DataFrame:
    """Read each experiment as the platform's board does: everybody who was exposed, person by person.

    The shared boards by account are sealed until somebody has planned how to read them.

    Returns
    -------
    DataFrame, by experiment
        ``estimate``, ``low``, ``high``, ``p`` of the primary metric (share converted; for streaks
        uses in the first week), ``unit`` and the board's ``verdict``.
    """
    found = {}
    for name in NAMES:
        if name == SEALED:
            continue
        rows = of(runs, name)
        if name == "streaks":
            result, unit = experiments.compare_means(*values(rows, "value_week1")), "uses"
        else:
            result, unit = experiments.compare_rates(*arms(rows)), "share"
        verdict = "no difference"
        if result.p < 0.05:
            verdict = "winner" if result.difference.estimate > 0 else "loser"
        found[name] = [*result.difference, result.p, unit, verdict]
    columns = ["estimate", "low", "high", "p", "unit", "verdict"]
    return pd.DataFrame.from_dict(found, orient="index", columns=columns).rename_axis("experiment")


def weeks_of_enrolment(rows: pd.DataFrame, started_at: pd.Timestamp) -> pd.Series:
    """Count the people who had been exposed after each week since the start, cumulatively."""
    week = (rows["exposed_at"] - started_at) // pd.Timedelta("7D") + 1
    counts = week.clip(lower=1).value_counts().sort_index()
    return counts.cumsum().rename_axis("week").rename("people")


def by_platform(rows: pd.DataFrame) -> pd.DataFrame:
    """Count the people of each arm by platform, with the p-value of their ratio."""
    table = pd.crosstab(rows["platform"], rows["variant"]).reindex(columns=list(ARMS), fill_value=0)
    ratios = [experiments.sample_ratio(row) for _, row in table.iterrows()]
    share = table["treatment"] / table.sum(axis=1)
    return table.assign(share_treated=share, p=[ratio.p for ratio in ratios]).rename_axis(
        index="platform", columns=None
    )


def cuts(rows: pd.DataFrame, columns: Sequence[str] = SUBGROUPS) -> dict[str, pd.Series]:
    """Label each person by every column and by every two, as somebody in search of a star would."""
    labels = {column: rows[column] for column in columns}
    for one, other in combinations(columns, 2):
        labels[f"{one}, {other}"] = rows[one].astype(str) + ", " + rows[other].astype(str)
    return labels


LEAST = 40
"""People of whom somebody in search of a star still makes a subgroup."""


def star_search(rows: pd.DataFrame, columns: Sequence[str] = SUBGROUPS) -> pd.DataFrame:
    """Compare conversion in each subgroup of `cuts`.

    Returns
    -------
    DataFrame
        One row a subgroup of `LEAST` people or more: ``subgroup``, ``people``, ``estimate``, ``low``,
        ``high``, ``p``, and ``holm``, the p-value adjusted for all of them.
    """
    labels = cuts(rows, columns)
    rows = rows.assign(**labels)
    parts = []
    for column in labels:
        table = by(rows, column)
        table.insert(0, "subgroup", [f"{column}: {name}" for name in table.index])
        parts.append(table[table["people"] >= LEAST])
    found = pd.concat(parts, ignore_index=True)
    found["holm"] = experiments.adjusted_p(found["p"], "holm").to_numpy()
    return found.sort_values("p", ignore_index=True)


def idle_stars(
    rows: pd.DataFrame, columns: Sequence[str] = SUBGROUPS, tests: int = 200, seed: int = 9
) -> tuple[float, float]:
    """Throw the coins of a test again, so that there is nothing to find, and search for a star each time.

    Parameters
    ----------
    rows : DataFrame
        People of one experiment.
    columns : sequence of str
        Along which they are cut, alone and two at a time.
    tests : int
        How many times the coins are thrown.
    seed : int
        The same seed gives the same coins.

    Returns
    -------
    tuple of float
        The share of searches that find a p-value below 0.05, and of those in which one is left
        after Holm.
    """
    labels = cuts(rows, columns)
    members = np.concatenate(
        [pd.get_dummies(each).to_numpy(float) for each in labels.values()], axis=1
    )
    hits = rows["converted"].to_numpy(float)
    people, converted = members.sum(axis=0), hits @ members
    kept = (people >= LEAST) & (converted > 0) & (converted < people)
    members, people, converted = members[:, kept], people[kept], converted[kept]
    second = (rows["variant"] == ARMS[1]).to_numpy()
    bits = np.random.default_rng(seed)
    treated = np.array([bits.permutation(second) for _ in range(tests)], dtype=float)
    n1, x1 = treated @ members, (treated * hits) @ members
    n0, x0 = people - n1, converted - x1
    pooled = converted / people
    z = (x1 / n1 - x0 / n0) / np.sqrt(pooled * (1 - pooled) * (1 / n0 + 1 / n1))
    least = 2 * ndtr(-np.abs(z).max(axis=1))
    # Holm multiplies the smallest by how many there are.
    return float((least < 0.05).mean()), float((len(people) * least < 0.05).mean())


def weekly_effects(rows: pd.DataFrame) -> pd.DataFrame:
    """Compare the metric's mean in each week since exposure.

    Returns
    -------
    DataFrame, by week
        ``estimate``, ``low``, ``high`` and ``p``; ``control``, the control's mean in that week, and
        ``relative``, the estimate as a share of it. Whoever is exposed is active on that day, so use
        falls afterwards in both arms: an effect that lasts may fall with it.
    """
    found = {}
    for week, column in enumerate(WEEKS, 1):
        control, treatment = values(rows, column)
        result = experiments.compare_means(control, treatment)
        usual = float(control.mean())
        found[week] = [*result.difference, result.p, usual, result.difference.estimate / usual]
    columns = ["estimate", "low", "high", "p", "control", "relative"]
    return pd.DataFrame.from_dict(found, orient="index", columns=columns).rename_axis("week")


def each_week(rows: pd.DataFrame) -> Interval:
    """Compare the mean uses a week over the whole four weeks since exposure."""
    control, treatment = (side / len(WEEKS) for side in values(rows, "four_weeks"))
    return experiments.compare_means(control, treatment).difference


def never_joined(boards: pd.DataFrame, users: pd.DataFrame) -> pd.DataFrame:
    """Keep the people whose account never had another user."""
    ever = users["account_id"].value_counts()
    return boards[boards["account_id"].map(ever) == 1]


def dropping_the_new(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep only the people who have four weeks to look back on."""
    return rows[rows["pre_value"].notna()]


def per_account(rows: pd.DataFrame) -> experiments.RatioDifference:
    """Compare the share converted with accounts as the independent pieces."""
    if rows.empty:
        raise ValueError("rows is empty: are these data still sealed? Lodge their plan first.")
    return experiments.ratio_difference(rows, numerator="converted", unit="account_id")


ICC = 0.1
"""Intraclass correlation with which the boards' team plans: how alike people of one account are."""


def as_row(found: Interval) -> pd.DataFrame:
    """Return a difference with its interval as a table of one row: estimate, low, high."""
    if not isinstance(found, Interval):
        raise TypeError(
            "found must be a difference with its interval: a result's .difference or .effect."
        )
    return pd.DataFrame([found._asdict()])


def seen_size(rows: pd.DataFrame) -> float:
    """Return how many people the account of an average *person* holds.

    Large accounts hold more of the people, so it is more than the average account holds.
    """
    sizes = rows["account_id"].value_counts()
    return float((sizes**2).sum() / sizes.sum())


def people_by_account(rows: pd.DataFrame, effect: float) -> int:
    """Return the people that each arm needs where whole accounts are assigned.

    Parameters
    ----------
    rows : DataFrame
        Exposed people of an earlier test; its control has the rate.
    effect : float
        What is to be found, absolute, with a power of 80 %.
    """
    (hits, seen), _ = arms(rows)
    alike = experiments.design_effect(seen_size(rows), ICC)
    return int(np.ceil(experiments.rates_sample_size(hits / seen, effect).control * alike))


def by_people_there(rows: pd.DataFrame) -> dict[str, Interval]:
    """Compare the share converted in accounts with one assigned person, two, and more.

    Assigned, not exposed: how many meet a board may be the boards' own doing.
    """
    there = rows["there"]
    parts = {"one person": there == 1, "two": there == 2, "three or more": there > 2}
    return {name: per_account(rows[kept]).difference for name, kept in parts.items()}


def read_by_person(rows: pd.DataFrame, tests: int = 1000, seed: int = 9) -> float:
    """Split accounts that got the same by fair coins, read by person: how often p is below 0.05.

    Parameters
    ----------
    rows : DataFrame
        People who all got the same.
    tests : int
        How many times the coins are thrown.
    seed : int
        The same seed gives the same coins.

    Returns
    -------
    float
        The share of tests in which somebody who takes people for pieces cries.
    """
    bits = np.random.default_rng(seed)
    number = pd.factorize(rows["account_id"])[0]
    sums = np.bincount(number, rows["converted"]).astype(float)
    sizes = np.bincount(number).astype(float)
    treated = bits.integers(0, 2, (tests, len(sizes)))
    x1, n1 = treated @ sums, treated @ sizes
    x0, n0 = sums.sum() - x1, sizes.sum() - n1
    pooled = sums.sum() / sizes.sum()
    z = (x1 / n1 - x0 / n0) / np.sqrt(pooled * (1 - pooled) * (1 / n0 + 1 / n1))
    return float((np.abs(z) > 1.959964).mean())


DECISIONS = {
    "worse": "worse: take it back",
    "ruled out": "an effect worth having is ruled out: drop it",
    "better": "better: read the guardrail where it would be shipped, then do the sum",
    "not answered": "not answered: a new test, with a plan of its own and new people only",
}
"""What an interval says beside the smallest effect worth having: each interval has one row."""


def decide(found: Interval, mde: float) -> str:
    """Say what an interval decides: a key of `DECISIONS`.

    Parameters
    ----------
    found : Interval
        Treatment less control; more is better.
    mde : float
        The smallest effect worth having, above 0.
    """
    if not mde > 0:
        raise ValueError(f"mde must be above 0, not {mde!r}: the smallest effect worth having.")
    if found.high < 0:
        return "worse"
    if found.high < mde:
        return "ruled out"
    return "better" if found.low > 0 else "not answered"


PAYS = {
    "surely": "pays, even by its lower end",
    "bet": "pays by its middle alone: a bet",
    "no": "does not pay, not even by its middle",
}
"""What a gain says beside the smallest one that is worth what it costs."""


def pays(found: Interval, mde: float, share: float = 1.0) -> str:
    """Say whether a gain is worth its cost: a key of `PAYS`.

    Parameters
    ----------
    found : Interval
        Gain of those who get the thing.
    mde : float
        The smallest gain worth having, above 0.
    share : float
        Those who get it among those for whom the cost arises. A cost that stays the same however few
        get the thing has to be earned by these few: their gain is thinned out to all.
    """
    if not 0 < share <= 1:
        raise ValueError(f"share must lie above 0, and be 1 at most, not {share!r}.")
    if found.low * share >= mde:
        return "surely"
    return "bet" if found.estimate * share >= mde else "no"


def payoffs(
    runs: pd.DataFrame, register: pd.DataFrame, boards: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Set the gains of what was better beside what each has to bring.

    A gallery is kept up to date for everybody. A second list is tested with each release, however few
    have it. The cost of the boards' servers grows with those who have boards.

    Returns
    -------
    DataFrame, by experiment
        ``estimate``, ``low``, ``high`` of those who get it, ``share``, ``mde`` and ``said``, a key of
        `PAYS`. Boards by account stand there once they are open: `boards`, from `opened`.
    """
    mde = register.set_index("name")["mde"]
    compact = of(runs, "compact_view")
    business = compact[compact["plan"] == "business"]
    gallery = of(runs, "template_gallery")
    rows = {
        "template_gallery": ("template_gallery", arms(gallery), 1.0),
        HELPED: ("compact_view", arms(business), len(business) / len(compact)),
    }
    found = {
        label: (name, experiments.compare_rates(*sides).difference, share)
        for label, (name, sides, share) in rows.items()
    }
    if boards is not None and not boards.empty:
        found[TOGETHER] = (SEALED, per_account(boards[boards["there"] > 1]).difference, 1.0)
    table = {
        label: [*gain, share, float(mde[name]), pays(gain, float(mde[name]), share)]
        for label, (name, gain, share) in found.items()
    }
    columns = ["estimate", "low", "high", "share", "mde", "said"]
    return pd.DataFrame.from_dict(table, orient="index", columns=columns).rename_axis("experiment")


def guardrail(rows: pd.DataFrame, margin: float) -> experiments.NonInferiority:
    """Test whether notifications are muted more often, by less than a margin."""
    sides = [rows.loc[rows["variant"] == arm, "muted"] for arm in ARMS]
    control, treatment = ((int(side.sum()), len(side)) for side in sides)
    return experiments.noninferiority(control, treatment, margin, higher_is_better=False)


def muted_together(rows: pd.DataFrame) -> Interval:
    """Compare the share who mute in accounts of two or more people, with accounts as the pieces."""
    rows = rows[rows["there"] > 1]
    return experiments.ratio_difference(rows, numerator="muted", unit="account_id").difference


GUARDED = {
    "kept": "kept: the whole interval lies below the margin",
    "broken": "broken: the whole interval lies above the margin",
    "not shown": "not shown: the interval holds the margin",
}
"""What the interval of a rise says of a guardrail beside its margin."""


def guarded(rise: Interval, margin: float) -> str:
    """Say what became of a guardrail: a key of `GUARDED`."""
    if rise.high < margin:
        return "kept"
    return "broken" if rise.low > margin else "not shown"


def editor_again(runs: pd.DataFrame, register: pd.DataFrame) -> tuple[int, float, float]:
    """Size the editor's second test, on new people.

    Returns
    -------
    tuple of int, float, float
        People in each arm that find the smallest effect worth having, above the conversion of the
        first test's new people without the editor; the guardrail's margin; and how surely as many
        show that it is kept.
    """
    rows = of(runs, "quick_editor")
    plan = register.set_index("name")
    new = rows[
        (rows["assigned_at"] > plan["started_at"]["quick_editor"]) & (rows["variant"] == ARMS[0])
    ]
    worth = float(plan["mde"]["quick_editor"])
    size = experiments.rates_sample_size(float(new["converted"].mean()), worth).control
    margin = float(plan["guardrail_margin"]["quick_editor"])
    muted = float(new["muted"].mean())
    return size, margin, experiments.noninferiority_power(muted, margin, size)


def guardrails(
    runs: pd.DataFrame, register: pd.DataFrame, boards: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Read the guardrail of every test that is not sealed: what it may cost, and what it costs.

    The compact list has a second row, `HELPED`, for the plan on which it would be shipped. Boards by
    account have one, with accounts as the pieces, once they are open: `boards`, from `opened`.

    Returns
    -------
    DataFrame, by experiment
        ``estimate``, ``low``, ``high`` of the rise of the share who mute, ``margin``, and ``said``,
        a key of `GUARDED`, or that the test cannot be read.
    """
    margins = register.set_index("name")["guardrail_margin"]
    parts = {name: (name, of(runs, name)) for name in NAMES if name != SEALED}
    compact = of(runs, "compact_view")
    parts[HELPED] = ("compact_view", compact[compact["plan"] == "business"])
    found = {}
    for label, (name, rows) in parts.items():
        margin = float(margins[name])
        rise = guardrail(rows, margin).difference
        off = experiments.sample_ratio(people(rows)).p < 0.001
        found[label] = [*rise, margin, "cannot be read" if off else guarded(rise, margin)]
    if boards is not None and not boards.empty:
        margin = float(margins[SEALED])
        result = experiments.ratio_difference(boards, numerator="muted", unit="account_id")
        found[SEALED] = [*result.difference, margin, guarded(result.difference, margin)]
    columns = ["estimate", "low", "high", "margin", "said"]
    return pd.DataFrame.from_dict(found, orient="index", columns=columns).rename_axis("experiment")


def ripe(rows: pd.DataFrame, started_at: pd.Timestamp, days: Sequence[int]) -> pd.Series:
    """Count the people whose 28 days were over at the end of some days of a test.

    Parameters
    ----------
    rows : DataFrame
        Exposed people of one experiment.
    started_at : Timestamp
        When it began.
    days : sequence of int
        Days since the start, 1 for the first.

    Returns
    -------
    Series, by day
        People with a finished outcome.
    """
    whole = (rows["exposed_at"] - started_at) / pd.Timedelta("1D") + 28
    counts = [int((whole <= day).sum()) for day in days]
    return pd.Series(counts, index=pd.Index(days, name="day"), name="people")


def mixed_accounts(rows: pd.DataFrame) -> float:
    """Return the share of people who have a colleague in the other arm."""
    arms_there = rows.groupby("account_id")["variant"].transform("nunique")
    return float((arms_there > 1).mean())


def pairs(by_person: pd.DataFrame) -> pd.DataFrame:
    """Keep the people of a test who have one colleague in it."""
    return by_person[by_person.groupby("account_id")["variant"].transform("size") == 2]


def in_pairs(by_person: pd.DataFrame) -> pd.DataFrame:
    """Keep the control's people with one colleague in the test; ``variant`` is the colleague's.

    In accounts of two the other's coin decides whether a person without boards has boards beside
    them. So both groups are alike but for luck, in the same weeks of the same test.

    Parameters
    ----------
    by_person : DataFrame
        Exposed people of a test that assigned them one by one.
    """
    pair = pairs(by_person)
    treated = pair["variant"].eq(ARMS[1]).groupby(pair["account_id"]).transform("sum")
    control = pair["variant"] == ARMS[0]
    return pair[control].assign(variant=[ARMS[int(n)] for n in treated[control]])


def reached(by_person: pd.DataFrame) -> Interval:
    """Compare people without boards by whether their one colleague has them, accounts as pieces."""
    return per_account(in_pairs(by_person)).difference


def own_board(by_person: pd.DataFrame) -> Interval:
    """Compare people with boards and without who have one colleague; each has a coin of their own."""
    return experiments.compare_rates(*arms(pairs(by_person))).difference


def account_ratio(rows: pd.DataFrame) -> experiments.SampleRatio:
    """Test the sample ratio of accounts, which is what was assigned."""
    return experiments.sample_ratio(people(rows.drop_duplicates("account_id")))


def mail_changes(summaries: pd.DataFrame) -> dict[str, Interval]:
    """Read the summary mail in three ways, and its trend before.

    Returns
    -------
    dict of str to Interval
        Overdue tasks per 100: after against before, with it against without, the difference in
        differences, and the same a month earlier, when nobody had it.
    """
    on = summaries["switched_on"] == 1
    february, march = (summaries[f"overdue_{m}"].astype(float) for m in ("february", "march"))
    change = t_interval(np.asarray((march - february)[on], dtype=np.float64), 0.95)
    return {
        "March against February, with the mail": change,
        "With it against without, in March": experiments.compare_means(
            march[~on], march[on]
        ).difference,
        "Difference in differences": did(summaries).effect,
        "The same, January to February": did(summaries, "january", "february").effect,
    }


def fallen_back(summaries: pd.DataFrame) -> float:
    """Treat by name only: two differences of accounts without the mail, by how late February was.

    Returns
    -------
    float
        Change from February to March of the quarter that was latest in February, less that of the
        others. Nobody had the mail, so nothing is behind it.
    """
    rows = summaries[summaries["switched_on"] == 0]
    late = rows["overdue_february"] > rows["overdue_february"].quantile(0.75)
    change = rows["overdue_march"] - rows["overdue_february"]
    return float(change[late].mean() - change[~late].mean())


def did(
    summaries: pd.DataFrame, before: str = "february", after: str = "march"
) -> experiments.DifferenceInDifferences:
    """Return the difference in differences of the summary mail between two months."""
    return experiments.difference_in_differences(
        summaries, before=f"overdue_{before}", after=f"overdue_{after}", treated="switched_on"
    )


def truths() -> Mapping[str, str]:
    """Say what is planted in each experiment: Kitewell is simulated, so for once it is known."""
    from course_utils.company.causes.experiments import EXPERIMENTS

    found = {}
    for of_ in EXPERIMENTS:
        lift = 100 * np.array(of_.lift)
        if of_.spread:
            said = f"nothing alone, {100 * of_.spread:+.0f} % uses where all colleagues have it"
        elif of_.loses:
            said = "nothing; the page of its own lost people on the web"
        elif not lift.any():
            said = "nothing"
        elif len(set(of_.by_plan)) > 1:
            plans = zip(PLANS, of_.by_plan, strict=True)
            said = "uses " + ", ".join(f"{lift[0] * by_:+.0f} % on {plan}" for plan, by_ in plans)
        elif len(set(of_.lift)) > 1:
            said = "uses by week " + ", ".join(f"{each:+.0f} %" for each in lift)
        else:
            said = f"{lift[0]:+.0f} % uses on every plan"
        if of_.annoys:
            said += f"; {100 * of_.annoys:+.0f} points mute notifications"
        found[of_.name] = said
    return found


ASKED = pd.Series({"activates": 0.03, "invites a colleague": 0.012, "comes back": 0.2}, name="p")
"""P-values of three questions that the plan of a welcome page might ask: made up, to adjust."""


LUCK = ("Above 0.3", "Between 0.05 and 0.3", "Below 0.05")
"""Where the smallest p-value of a search may lie."""


def luck_in_words(stars: pd.DataFrame, options: Sequence[str]) -> str:
    """Say where the smallest p-value of a search lies: one of three options, from high to low."""
    least = stars["p"].iloc[0]
    return options[0 if least > 0.3 else 1 if least >= 0.05 else 2]


def stars_said(stars: pd.DataFrame) -> str:
    """Say what is left of a search for a star once all that was asked is counted."""
    rises = stars[stars["estimate"] > 0]
    low = int((stars["p"] < 0.05).sum())
    kept = int((stars["holm"] < 0.05).sum())
    found = f"Of {len(stars)} subgroups {low or 'none'} {'is' if low == 1 else 'are'} below 0.05."
    if rises.empty:
        return f"{found} None of them rises."
    best = rises.iloc[0]
    left = "Nothing is left" if not kept else f"{kept} would still pass: chance does that, too"
    return (
        f"{found} The inventor's star is {best['subgroup']}: p = {best['p']:.3f}, after Holm "
        f"**{best['holm']:.2f}**. {left}."
    )
