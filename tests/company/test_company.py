"""The simulated company: the same everywhere, sound, causal, and believable."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pandas as pd
import pytest

from course_utils.company import Parameters, Source, generate
from course_utils.company.causes import market
from course_utils.company.engine.block import BLOCK, blocks
from course_utils.company.tables import TABLES

DAY = pd.Timedelta("1D")


def digest(frame: pd.DataFrame) -> str:
    """Digest of a frame's names and values, whatever its dtypes are called."""
    total = hashlib.sha256()
    for name in frame.columns:
        column = frame[name]
        total.update(name.encode())
        if isinstance(column.dtype, pd.DatetimeTZDtype):
            seconds = (column - pd.Timestamp(0, tz="UTC")) / pd.Timedelta("1s")
            total.update(seconds.fillna(-1).to_numpy("<i8").tobytes())
        elif pd.api.types.is_float_dtype(column) and (column % 1).any():
            total.update(column.to_numpy("<f8").tobytes())
        elif pd.api.types.is_datetime64_dtype(column):
            total.update(column.astype("str").fillna("\x00").str.cat(sep="\x1f").encode())
        elif pd.api.types.is_numeric_dtype(column):
            total.update(column.fillna(-1).to_numpy("<i8").tobytes())
        else:
            total.update("\x1f".join(column.fillna("\x00")).encode())
    return total.hexdigest()[:16]


@pytest.fixture(scope="module")
def company():
    return generate(seed=11, accounts=1000)


@pytest.fixture(scope="module")
def tables(company):
    return {name: company.table(name) for name in company.names}


@pytest.fixture(scope="module")
def public():
    company = generate()
    return {name: company.table(name) for name in company.names}


# The same everywhere


def test_values_never_change():
    # Where a change is meant, pin the new digest in the table's module: its version follows.
    company = generate(seed=2026, accounts=300)
    pinned = {name: table.pinned for name, table in TABLES.items()}
    assert {name: digest(company.table(name)) for name in company.names} == pinned


def test_the_same_seed_is_the_same_company(company):
    again = generate(seed=11, accounts=1000)
    assert again.fingerprint == company.fingerprint
    for name in company.names:
        pd.testing.assert_frame_equal(again.table(name), company.table(name))


def test_another_seed_or_size_is_another_company(company):
    for other in (generate(seed=12, accounts=1000), generate(seed=11, accounts=1001)):
        assert other.fingerprint != company.fingerprint
        assert digest(other.table("users")) != digest(company.table("users"))


def test_every_parameter_counts_in_the_fingerprint():
    plain = Parameters(seed=1, accounts=100)
    changed = {"growth": 1.2, "campaign": 2.0, "guided_lift": 0.5, "bots": 0.01, "duplicates": 0.0}
    prints = {Parameters(seed=1, accounts=100, **{k: v}).fingerprint for k, v in changed.items()}
    assert len(prints | {plain.fingerprint}) == len(changed) + 1


def test_no_global_random_state_is_touched():
    np.random.seed(5)  # noqa: NPY002
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    generate(seed=1, accounts=60).table("users")
    assert (np.random.get_state()[1] == before).all()  # noqa: NPY002


def test_a_table_belongs_to_its_caller(company):
    mine = company.table("users")
    mine.loc[:, "role"] = "owner"
    mine.drop(columns="country")
    assert company.table("users")["role"].nunique() == 3


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"seed": -1}, "seed must be between 0"),
        ({"seed": 1.5}, "seed must be a whole number"),
        ({"seed": True}, "seed must be a whole number"),
        ({"accounts": 49}, "accounts must be between 50"),
        ({"accounts": "many"}, "accounts must be a whole number"),
        ({"growth": 0.0}, "growth must be between 0.5 and 4"),
        ({"campaign": float("nan")}, "campaign must be between 1 and 10"),
        ({"bots": None}, "bots must be a number"),
        ({"duplicates": 0.5}, "duplicates must be between 0 and 0.2"),
    ],
)
def test_impossible_parameters_get_one_sentence(wrong, says):
    with pytest.raises(ValueError, match=says) as caught:
        generate(**wrong)
    assert "\n" not in str(caught.value)


def test_numpy_whole_numbers_are_whole_numbers():
    assert generate(seed=np.int64(7), accounts=np.int32(60)).fingerprint == (
        generate(seed=7, accounts=60).fingerprint
    )


def test_parameters_travel_unreadable_and_come_back():
    parameters = Parameters(seed=3, accounts=500, campaign=2.5, bots=0.01)
    assert "campaign" not in parameters.settings()
    assert Parameters.unpack(3, 500, parameters.settings()) == parameters
    assert Parameters(seed=3, accounts=500).settings() == ""
    with pytest.raises(ValueError, match="cannot be read"):
        Parameters.unpack(3, 500, "nonsense!")


def test_a_company_is_a_source(company):
    assert isinstance(company, Source)
    assert company.names == tuple(TABLES)
    assert "1,000" in repr(company)


def test_unknown_tables_get_near_matches(company):
    with pytest.raises(ValueError, match="Did you mean 'events'"):
        company.table("evnts")


# Sound


def test_columns_and_types_are_those_of_the_dictionary(tables):
    for name, frame in tables.items():
        fields = TABLES[name].fields
        assert list(frame.columns) == [f.name for f in fields]
        for field in fields:
            column = frame[field.name]
            if field.type == "datetime":
                assert str(column.dtype) == "datetime64[us, UTC]"
                assert (column.dropna().dt.microsecond == 0).all()
            elif field.type == "string":
                assert str(column.dtype) == "str"
                assert column.dropna().ne("").all()
            elif field.type == "date":
                assert str(column.dtype) == "datetime64[us]"
                assert (column.dropna() == column.dropna().dt.normalize()).all()
            elif field.type == "number":
                assert str(column.dtype) == "float64"
            else:
                assert str(column.dtype) == ("float64" if column.isna().any() else "int64")
            assert field.nullable or column.notna().all()
            if field.values:
                assert set(column.dropna().unique()) <= set(field.values)
            if field.low is not None:
                assert column.min() >= field.low
            if field.high is not None:
                assert column.max() <= field.high


def test_every_value_of_an_enumeration_occurs(public):
    for name, frame in public.items():
        for field in TABLES[name].fields:
            if field.values and field.name != "problem":  # those that nobody had are not listed
                assert set(field.values) == set(frame[field.name].dropna().unique())


def test_keys_are_unique_and_joins_are_whole(tables):
    for name, frame in tables.items():
        table = TABLES[name]
        key = frame[list(table.key)]
        if name == "events":
            assert key.duplicated().any()
            assert not frame.drop_duplicates()["event_id"].duplicated().any()
        else:
            assert not key.duplicated().any()
        assert key.iloc[:, 0].is_monotonic_increasing
        for own, other in table.joins:
            parent, column = other.split(".")
            assert frame[own].dropna().isin(tables[parent][column]).all()


def test_nothing_happens_before_it_can(tables):
    accounts, users = tables["accounts"], tables["users"]
    joined = users.merge(accounts, on="account_id")
    assert (joined["signed_up_at"] >= joined["created_at"]).all()
    owners = joined[joined["role"] == "owner"]
    assert (owners["signed_up_at"] == owners["created_at"]).all()
    assert len(owners) == len(accounts)
    events = tables["events"].merge(users, on="user_id")
    assert (events["occurred_at"] >= events["signed_up_at"]).all()
    paid = tables["subscriptions"].merge(accounts, on="account_id")
    assert (paid["occurred_at"] > paid["created_at"]).all()
    asked = tables["surveys"].merge(users, on="user_id")
    assert (asked["asked_at"] > asked["signed_up_at"]).all()
    answered = asked.dropna(subset="answered_at")
    assert (answered["answered_at"] > answered["asked_at"]).all()


def test_everything_lies_in_the_period_in_order_of_time(tables):
    start, extract = pd.Timestamp("2023-07-01", tz="UTC"), pd.Timestamp("2026-07-01", tz="UTC")
    order = {
        name: next(f.name for f in table.fields if f.type == "datetime")
        for name, table in TABLES.items()
        if any(f.type == "datetime" for f in table.fields)
    }
    assert {"accounts", "users", "events", "subscriptions", "surveys"} <= set(order)
    for name, column in order.items():
        moments = tables[name][column]
        assert moments.is_monotonic_increasing
        assert moments.iloc[0] >= start
        assert moments.iloc[-1] < extract
    assert (tables["surveys"]["answered_at"].dropna() < extract).all()


def test_movements_add_up(tables):
    rows = tables["subscriptions"]
    accounts = rows.groupby("account_id")
    assert (accounts["mrr_change"].cumsum() == rows["mrr"]).all()
    before = rows["mrr"] - rows["mrr_change"]
    kind = rows["movement"]
    assert (accounts["movement"].first() == "new").all()
    assert (kind.eq("new") == before.eq(0) & ~kind.eq("reactivation")).all()
    assert rows.loc[kind.isin(["new", "expansion", "reactivation"]), "mrr_change"].gt(0).all()
    assert rows.loc[kind.isin(["contraction", "churn"]), "mrr_change"].lt(0).all()
    assert rows.loc[kind == "churn", ["mrr", "seats"]].eq(0).all(axis=None)
    price = rows["plan"].map({"team": 12, "business": 21})
    assert (rows["mrr"] == rows["seats"] * price).all()
    previous = accounts["movement"].shift()
    assert (previous[kind == "reactivation"] == "churn").all()
    assert not previous[kind.isin(["expansion", "contraction", "churn"])].eq("churn").any()


def test_survey_answers_have_their_form(tables):
    rows = tables["surveys"]
    answered, sus = rows["answered_at"].notna(), rows["survey"] == "sus"
    assert (rows["score"].notna() == (answered & ~sus)).all()
    items = rows[[f"q{i}" for i in range(1, 11)]]
    assert items[~(answered & sus)].isna().all(axis=None)
    assert 0 < items[answered & sus].isna().mean(axis=None) < 0.05
    assert rows.loc[rows["survey"] == "csat", "score"].dropna().between(1, 5).all()


def test_everybody_signs_up_once_and_the_invited_were_invited(company, tables):
    events = tables["events"].drop_duplicates()
    robots = set(company.truth["bots"]["user_ids"])
    people = tables["users"][~tables["users"]["user_id"].isin(robots)]
    signed = events[events["event"] == "signed_up"].set_index("user_id")["occurred_at"]
    assert signed.index.is_unique
    assert signed.sort_index().eq(people.set_index("user_id")["signed_up_at"]).all()
    invitations = events[events["event"] == "teammate_invited"].merge(tables["users"], on="user_id")
    sent = invitations.groupby("account_id").size()
    invited = people[people["role"] != "owner"].groupby("account_id").size()
    # The invitations of the silent day are lost, with at most a handful of others.
    assert (sent.reindex(invited.index, fill_value=0) >= invited).mean() > 0.97


# Any size


def test_blocks_are_independent_of_the_size_of_the_company():
    bigger = blocks(Parameters(seed=4, accounts=BLOCK + 300))
    assert [b.accounts for b in bigger] == [BLOCK, 300]
    assert bigger[1].first_account == BLOCK + 1
    one = [b.stream("x").u32(4).tolist() for b in bigger]
    assert one[0] != one[1]
    assert bigger[0].stream("x").u32(4).tolist() == one[0]
    assert bigger[0].stream("y").u32(4).tolist() != one[0]


def test_blocks_join_into_one_company():
    first, second = generate(seed=4, accounts=BLOCK + 60).blocks()
    (whole,) = generate(seed=4, accounts=BLOCK).blocks()
    assert first["events"]["occurred_at"].equals(whole["events"]["occurred_at"])
    for table, key in (
        ("accounts", "account_id"),
        ("users", "user_id"),
        ("events", "event_id"),
        ("subscriptions", "movement_id"),
        ("surveys", "response_id"),
        ("tickets", "ticket_id"),
    ):
        assert second[table][key].to_numpy().min() == first[table][key].to_numpy().max() + 1
    assert set(second["events"]["user_id"].to_pylist()) <= set(
        second["users"]["user_id"].to_pylist()
    )
    assert set(second["users"]["account_id"].to_pylist()) <= set(
        second["accounts"]["account_id"].to_pylist()
    )


def test_tables_of_fixed_size_come_once():
    first, second = generate(seed=4, accounts=BLOCK + 60).blocks()
    of_the_first = {"interviews", "utterances", "quotes", "journey", "kano", "prices"}
    assert of_the_first <= set(first)
    assert not of_the_first & set(second)
    assert not {"backlog", "dependencies"} & set(first)
    assert {"backlog", "dependencies"} <= set(second)
    small = generate(seed=4, accounts=300)
    assert len(small.table("backlog")) == second["backlog"].num_rows


def test_only_one_block_is_alive_while_another_is_simulated(monkeypatch):
    import gc

    from course_utils.company.engine import block
    from course_utils.company.engine.chain import Chain

    monkeypatch.setattr(block, "BLOCK", 60)
    gc.collect()
    before = sum(isinstance(each, Chain) for each in gc.get_objects())
    for _ in generate(seed=4, accounts=300).blocks():
        alive = sum(isinstance(each, Chain) for each in gc.get_objects()) - before
        assert alive == 1


@pytest.mark.parametrize("accounts", [50, BLOCK + 1])
def test_the_smallest_blocks_work(accounts):
    sizes = [b["accounts"].num_rows for b in generate(seed=9, accounts=accounts).blocks()]
    assert sum(sizes) == accounts


def test_a_company_is_simulated_only_when_asked(monkeypatch):
    monkeypatch.setattr(market, "accounts", lambda _: pytest.fail("simulated"))
    company = generate(seed=1, accounts=10_000_000)
    assert len(company.fingerprint) == 32
    next_block = company.blocks()
    assert iter(next_block) is next_block


def test_cost_grows_in_proportion():
    # By counting what is drawn, since clocks lie: twice the accounts, twice the random bits.
    from course_utils.company.engine.streams import Stream

    drawn = []
    for accounts in (1000, 2000):
        bits = 0
        original = Stream.u16, Stream.u32

        def count(self, n, of):
            nonlocal bits
            bits += n
            return of(self, n)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Stream, "u16", lambda self, n, of=original[0]: count(self, n, of))
            patch.setattr(Stream, "u32", lambda self, n, of=original[1]: count(self, n, of))
            list(generate(seed=1, accounts=accounts).blocks())
        drawn.append(bits)
    assert 1.8 < drawn[1] / drawn[0] < 2.2


# Causal: each link of the chain can be seen in the data


@pytest.fixture(scope="module")
def journeys(public):
    """One row a user of the public company, with what became of them."""
    users, events = public["users"], public["events"]
    users = users.merge(public["accounts"][["account_id", "channel", "plan", "size"]])
    steps = events[events["event"].isin(["project_created", "task_completed"])]
    steps = steps.merge(users[["user_id", "signed_up_at"]])
    soon = steps[steps["occurred_at"] - steps["signed_up_at"] <= 7 * DAY]
    both = soon.groupby("user_id")["event"].nunique() == 2
    users["activated"] = users["user_id"].map(both).fillna(False).astype(bool)
    age = events.merge(users[["user_id", "signed_up_at"]])
    age["day"] = (age["occurred_at"] - age["signed_up_at"]).dt.days
    for name, low, high in (("week 4", 22, 28), ("month 6", 150, 180)):
        back = age.loc[age["day"].between(low, high), "user_id"]
        users[name] = users["user_id"].isin(back)
    return users


def test_activated_people_stay_longer(journeys):
    old = journeys[journeys["signed_up_at"] < "2025-12-01"]
    stayed = old.groupby("activated")[["week 4", "month 6"]].mean()
    assert stayed.loc[True, "week 4"] > 4 * stayed.loc[False, "week 4"]
    assert stayed.loc[True, "month 6"] > 3 * stayed.loc[False, "month 6"]


def test_activation_depends_on_channel_plan_role_and_platform(journeys):
    mature = journeys[journeys["signed_up_at"] < "2026-01-01"]
    for column, order in {
        "channel": ["paid_search", "organic", "sales"],
        "plan": ["free", "team", "business"],
        "role": ["guest", "member", "owner"],
        "platform": ["android", "web"],
    }.items():
        rates = mature.groupby(column)["activated"].mean()[order]
        assert rates.is_monotonic_increasing
        assert rates.iloc[-1] > rates.iloc[0] + 0.02


def test_accounts_whose_owner_activated_pay(journeys, public):
    owners = journeys[(journeys["role"] == "owner") & (journeys["signed_up_at"] < "2026-05-01")]
    trials = owners[owners["plan"] != "free"]
    pays = trials["account_id"].isin(public["subscriptions"]["account_id"])
    share = pays.groupby(trials["activated"]).mean()
    assert share[True] > share[False] + 0.2


def test_accounts_that_cancel_used_less(public):
    users, events, rows = public["users"], public["events"], public["subscriptions"]
    events = events.merge(users[["user_id", "account_id"]])
    churn = rows[rows["movement"] == "churn"].drop_duplicates("account_id")
    active = events[["account_id", "user_id", "occurred_at"]]

    def people_before(moments: pd.DataFrame) -> float:
        near = active.merge(moments, on="account_id", suffixes=("", "_then"))
        gap = near["occurred_at_then"] - near["occurred_at"]
        near = near[(gap > 0 * DAY) & (gap <= 30 * DAY)]
        counts = near.groupby("account_id")["user_id"].nunique()
        return counts.reindex(moments["account_id"], fill_value=0).mean()

    joined = rows[(rows["movement"] == "new") & ~rows["account_id"].isin(churn["account_id"])]
    stayers = joined.assign(occurred_at=joined["occurred_at"] + 120 * DAY)
    stayers = stayers[stayers["occurred_at"] < "2026-06-01"]
    keep = ["account_id", "occurred_at"]
    assert people_before(churn[keep]) < 0.6 * people_before(stayers[keep])


def test_happier_people_score_higher(journeys, public):
    answers = public["surveys"].dropna(subset="score").merge(journeys[["user_id", "activated"]])
    for survey in ("nps", "csat"):
        means = answers[answers["survey"] == survey].groupby("activated")["score"].mean()
        assert means[True] > means[False] + 0.3


def test_seasons_and_weekdays_breathe(public):
    daily = public["events"].groupby(public["events"]["occurred_at"].dt.floor("D"))
    daily = daily["user_id"].nunique()
    weekday = daily.groupby(daily.index.day_of_week).mean()
    assert weekday[[5, 6]].max() < 0.3 * weekday[:5].min()
    assert daily["2025-12-24":"2025-12-30"].mean() < 0.6 * daily["2025-12-08":"2025-12-14"].mean()
    assert daily["2025-08"].mean() < daily["2025-09"].mean()


# Believable: a practitioner's ranges for a small B2B work tool


def test_engagement_is_that_of_a_work_tool(public):
    events = public["events"][public["events"]["platform"] != "api"]
    robots = set(generate().truth["bots"]["user_ids"])
    events = events[~events["user_id"].isin(robots)]
    day = events["occurred_at"].dt.floor("D")
    daily = events.groupby(day)["user_id"].nunique()
    daily = daily[daily.index.day_of_week < 5]
    for month in ("2024-10", "2025-03", "2025-10", "2026-03", "2026-05", "2026-06"):
        first = pd.Timestamp(month, tz="UTC")
        inside = (day >= first) & (day < first + pd.offsets.MonthBegin())
        monthly = events.loc[inside, "user_id"].nunique()
        assert 0.25 < daily[month].mean() / monthly < 0.5
    per_day = events.groupby([day, "user_id"]).size()
    assert 2 < per_day.mean() < 6
    sessions = events[events["event"] == "session_started"].groupby([day, "user_id"]).size()
    assert 1.1 < sessions.mean() < 2


def test_activation_and_retention_are_plausible(journeys):
    mature = journeys[journeys["signed_up_at"] < "2026-06-24"]
    quarter = mature["signed_up_at"].dt.tz_localize(None).dt.to_period("Q")
    assert mature.groupby(quarter)["activated"].mean().between(0.25, 0.5).all()
    assert mature.groupby("channel")["activated"].mean().between(0.12, 0.6).all()
    old = mature[mature["signed_up_at"] < "2025-12-01"]
    assert 0.15 < old["week 4"].mean() < 0.45
    assert 0.05 < old["month 6"].mean() < 0.25


def test_revenue_is_plausible(public):
    rows = public["subscriptions"].merge(public["accounts"][["account_id", "size"]])
    rows["month"] = rows["occurred_at"].dt.tz_localize(None).dt.to_period("M")
    months = pd.period_range("2023-07", "2026-06", freq="M")

    def by_month(movements: list[str], of: pd.DataFrame) -> pd.Series:
        some = of[of["movement"].isin(movements)]
        return some.groupby("month").size().reindex(months, fill_value=0)

    ranges = {"small": (0.02, 0.06), "mid": (0.01, 0.04), "large": (0.005, 0.025)}
    for size, (low, high) in ranges.items():
        some = rows[rows["size"] == size]
        came, left = by_month(["new", "reactivation"], some), by_month(["churn"], some)
        paying = (came - left).cumsum().shift(1)
        assert low < left[-18:].sum() / paying[-18:].sum() < high
    mrr = rows.groupby("month")["mrr_change"].sum().reindex(months, fill_value=0).cumsum()
    assert 50_000 < mrr.iloc[-1] < 150_000
    assert 1.2 < mrr.iloc[-1] / mrr["2025-06"] < 2.5
    kept = rows[rows["movement"].isin(["expansion", "contraction", "churn"])]
    change = kept.groupby("month")["mrr_change"].sum().reindex(months, fill_value=0)
    assert -0.03 < (change / mrr.shift(1))[-12:].mean() < 0.01
    pays = public["accounts"]["account_id"].isin(rows["account_id"])
    conversion = pays.groupby(public["accounts"]["plan"]).mean()
    assert 0.02 < conversion["free"] < 0.06
    assert 0.35 < conversion["team"] < 0.75


def test_surveys_are_plausible(public):
    rows = public["surveys"]
    response = rows.groupby("channel")["answered_at"].apply(lambda s: s.notna().mean())
    assert 0.3 < response["in_app"] < 0.5
    assert 0.06 < response["email"] < 0.2
    scores = rows.loc[rows["survey"] == "nps", "score"].dropna()
    assert 10 < 100 * (scores.ge(9).mean() - scores.le(6).mean()) < 45
    assert scores.le(4).mean() > 0.02
    assert 0.65 < rows.loc[rows["survey"] == "csat", "score"].dropna().ge(4).mean() < 0.85
    items = rows[[f"q{i}" for i in range(1, 11)]].dropna()
    odd = items.iloc[:, ::2].sum(axis=1) - 5
    even = 25 - items.iloc[:, 1::2].sum(axis=1)
    sus = 2.5 * (odd + even)
    assert 62 < sus.mean() < 80
    assert 7 < sus.std() < 20


def test_the_public_company_has_the_promised_size(public):
    assert len(public["accounts"]) == 5000
    assert 35_000 < len(public["users"]) < 45_000
    assert 1_000_000 < len(public["events"]) < 2_000_000


def test_truth_is_plain_data(company):
    assert json.loads(json.dumps(company.truth)) == company.truth
