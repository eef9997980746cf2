"""Every form judges as a fair teacher would: by what was meant, and in words when it cannot."""

from __future__ import annotations

import json
import math
from collections import deque, namedtuple
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places import FIXTURES
from sample_company import SampleCompany
from scipy.stats import kendalltau

from course_utils.exercises import (
    Choice,
    Choices,
    Criterion,
    Form,
    Function,
    NotAttempted,
    Number,
    Query,
    Ranking,
    Table,
    Written,
    WrongForm,
    compile_checks,
    load_key,
)
from course_utils.exercises.assessment import assess
from course_utils.exercises.checks import Checks
from course_utils.exercises.verdict import OpenMatcher
from course_utils.toolkit import metrics

quick = settings(max_examples=60, deadline=None)
SHARE = Number("fraction", tolerance=0.001)
STEPS = Ranking({"v": "Visit", "s": "Sign up", "a": "Activate", "p": "Pay"})
RIGHT = pd.DataFrame(
    {
        "month": pd.to_datetime(["2026-04-01", "2026-05-01", "2026-06-01"], utc=True),
        "plan": ["free", "team", "free"],
        "users": [10, 20, 30],
        "rate": [0.1, 0.2, 0.3],
    }
)
TABLE = Table(tolerance=0.001, keys=("month", "plan")).bind(RIGHT)


def same(form: Form, value: object, right: object) -> bool:
    """Judge a value here and after its way through JSON; both must agree."""
    wanted = form.canonical(right)
    here = form.canonical(value).matches(wanted)
    text = json.dumps(form.encode(value), allow_nan=False)
    assert form.canonical(form.decode(json.loads(text))).matches(wanted) == here
    return here


def refusal(form: Form, value: object) -> str:
    """Return the words of a refusal, the same here and after the way through JSON."""
    with pytest.raises(WrongForm) as here:
        form.canonical(value)
    with pytest.raises(WrongForm) as there:
        form.canonical(form.decode(json.loads(json.dumps(form.encode(value), allow_nan=False))))
    assert str(here.value) == str(there.value)
    assert str(here.value).strip().endswith((".", "?"))
    return str(here.value)


# ------------------------------------------------------------------------------------- blank


@pytest.mark.parametrize("form", [SHARE, Choice("ab"), Choices("ab"), STEPS, TABLE, Query()])
@pytest.mark.parametrize("blank", [None, ..., "", "   ", "..."])
def test_a_blank_answer_is_not_attempted(form, blank):
    with pytest.raises(NotAttempted):
        form.canonical(blank)
    with pytest.raises(NotAttempted):
        form.canonical(form.decode(form.encode(blank)))


# ------------------------------------------------------------------------------------ numbers


@pytest.mark.parametrize(
    "value",
    [
        0.25,
        0.25 + 1e-12,
        0.25 - 1e-12,
        np.float32(0.25),
        np.float64(0.25),
        Decimal("0.25"),
        Fraction(1, 4),
        np.array(0.25),
        np.array([0.25]),
        np.array([[0.25]]),
        pd.Series([0.25]),
        pd.Series([0.25], index=["rate"], name="x"),
        pd.Series([0.25], dtype="Float64"),
        pd.DataFrame({"rate": [0.25]}),
        pd.DataFrame({"rate": [0.25]}, index=["June"]),
        pd.Index([0.25]),
        [0.25],
        (0.25,),
        0.251,
        0.249,
    ],
)
def test_a_number_counts_in_whatever_it_is_wrapped(value):
    assert same(SHARE, value, 0.25)


@pytest.mark.parametrize("value", [0.2512, 0.2488, -0.25, 0, 1])
def test_a_number_outside_the_tolerance_is_not_right(value):
    assert not same(SHARE, value, 0.25)


@pytest.mark.parametrize("value", [12, 12.0, np.int64(12), np.float64(12 + 1e-12), Decimal(12)])
def test_int_and_float_are_the_same_number(value):
    assert same(Number("count"), value, 12)


@pytest.mark.parametrize("value", [11, 13, 12.01, -12])
def test_an_exact_number_is_exact(value):
    assert not same(Number("count"), value, 12)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "True is a yes-or-no value"),
        (np.bool_(False), "False is a yes-or-no value"),
        (pd.Series([True]), "True is a yes-or-no value"),
        ("0.25", "remove the quotes and write 0.25"),
        (" 1,250.5 ", "remove the quotes and write 1250.5"),
        ("25 %", "Write 0.25 in place of"),
        ("a quarter", "the text 'a quarter'"),
        (math.nan, "nan"),
        (np.nan, "nan"),
        (pd.NA, "nan"),
        (pd.NaT, "nan"),
        (pd.Series([None], dtype="Float64"), "nan"),
        (math.inf, "infinite"),
        (-np.inf, "infinite"),
        (10**400, "infinite"),
        (-(10**400), "infinite"),
        (len, "call it with brackets"),
        (np.mean, "call it with brackets"),
        ([0.1, 0.2], "a list of 2"),
        ([], "a list of 0"),
        (pd.Series([1.0, 2.0]), "a column (a Series) of 2 values"),
        (
            pd.Series([True, False]),
            "true-or-false column: 2 values, one for each row. Put brackets",
        ),
        (pd.Series([True, False]), "`.mean()` behind it gives the share"),
        (RIGHT, "a table of 3 rows and 4 columns"),
        ({"rate": 0.25}, "a dictionary of 1"),
        (1 + 2j, "a complex"),
        (object(), "an object"),
    ],
)
def test_what_is_not_a_number_is_named_kindly(value, words):
    assert words in refusal(SHARE, value)


def test_a_percent_is_told_from_a_wrong_fraction():
    def is_right(x):
        return SHARE.canonical(x).matches(SHARE.canonical(0.25))

    assert "write 25 % as 0.25" in SHARE.suspect(25, is_right)
    assert "If it is a percentage, write 0.31; if it says how many" in SHARE.suspect(31, is_right)
    # 320 tickets are no 320 %.
    assert "320 says how many" in SHARE.suspect(320, is_right)
    assert "%" not in SHARE.suspect(320, is_right)
    assert SHARE.suspect(0.3, is_right) is None
    small = Number("fraction", tolerance=0.0001)
    hit = small.canonical(0.009)
    assert "write 0.9 % as 0.009" in small.suspect(0.9, lambda x: small.canonical(x).matches(hit))


def test_a_rounded_fraction_is_told_from_a_wrong_one():
    def near(right):
        return lambda x: SHARE.canonical(x).matches(SHARE.canonical(right))

    assert "0.42 is rounded" in SHARE.suspect(0.42, near(0.4227))
    assert "0.42 is rounded" in SHARE.suspect(0.42, near(0.4151))
    assert SHARE.suspect(0.42, near(0.43)) is None
    assert SHARE.suspect(0.421, near(0.4227)) is None  # not two places
    assert Number("fraction").suspect(0.42, near(0.4227)) is None  # every digit counts there


def test_a_fraction_is_told_from_wrong_points():
    nps = Number("points", tolerance=0.05)
    hit = nps.canonical(32)
    words = nps.suspect(0.32, lambda x: nps.canonical(x).matches(hit))
    assert "write 0.32 as 32" in words
    assert nps.suspect(0.5, lambda x: nps.canonical(x).matches(hit)) is None


@quick
@given(
    right=st.floats(-1e9, 1e9).filter(lambda x: abs(x) > 1e-3),
    away=st.floats(-3, 3).filter(lambda x: abs(abs(x) - 1) > 1e-3),
)
def test_a_relative_tolerance_holds_at_every_size(right, away):
    form = Number("USD", relative=0.01)
    assert same(form, right * (1.01**away), right) == (abs(away) <= 1)


@quick
@given(
    right=st.floats(-1e6, 1e6),
    tolerance=st.sampled_from([1e-4, 0.01, 0.5, 7.0]),
    away=st.floats(-3, 3).filter(lambda x: abs(abs(x) - 1) > 1e-3),
)
def test_an_absolute_tolerance_holds_at_every_size(right, tolerance, away):
    form = Number("days", tolerance=tolerance)
    assert same(form, right + away * tolerance, right) == (abs(away) <= 1)


@pytest.mark.parametrize(
    "options",
    [
        {"tolerance": -1},
        {"tolerance": math.nan},
        {"tolerance": True},
        {"relative": 1},
        {"tolerance": 1, "relative": 0.1},
    ],
)
def test_a_tolerance_that_cannot_be_used_is_refused(options):
    with pytest.raises(ValueError, match=r"tolerance|relative"):
        Number("x", **options)


# ------------------------------------------------------------------------------------ choices


LETTERS = Choice({"a": "Page views", "b": "Active teams", "3": "Logo"})


@pytest.mark.parametrize(
    "value",
    [
        "b",
        "B",
        " b ",
        "'b'",
        "Active teams",
        "active  TEAMS",
        ["b"],
        ("b",),
        {"b"},
        np.array("b"),
        pd.Series(["b"]),
    ],
)
def test_an_option_is_known_by_id_or_text(value):
    assert same(LETTERS, value, "b")


def test_an_option_with_a_number_for_its_name():
    assert same(LETTERS, 3, "3")
    assert same(LETTERS, 3.0, "3")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("c", 'not an option; the options are "a", "b" and "3"'),
        (2, 'The answer is 2; expected an option in quotes: "a"'),
        (True, "The answer is True"),
        (math.nan, "The answer is nan"),
        (["a", "b"], "choose exactly one"),
        ({"a", "b"}, "choose exactly one"),
    ],
)
def test_what_is_no_option_is_named(value, words):
    assert words in refusal(LETTERS, value)


SET = Choices(["speed", "crashes", "logo", "tickets"])


@pytest.mark.parametrize(
    "value",
    [
        {"speed", "tickets"},
        ["tickets", "speed"],
        ("Speed ", "TICKETS", "speed"),
        np.array(["tickets", "speed"]),
        pd.Series(["speed", "tickets"]),
        pd.Index(["speed", "tickets"]),
        pd.Categorical(["speed", "tickets"]),
        pd.DataFrame({"which": ["speed", "tickets"]}),
        frozenset(["speed", "tickets"]),
        deque(["speed", "tickets"]),
        "speed, tickets",
        {"speed": 1, "tickets": 2}.keys(),
    ],
)
def test_a_set_is_a_set_in_any_container(value):
    assert same(SET, value, {"speed", "tickets"})


def test_the_set_may_be_empty():
    assert same(SET, set(), set())
    assert not same(SET, [], {"speed"})


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"speed", "pay"}, "'pay' is not an option"),
        (7, "The answer is 7"),
        ([1], "The answer is 1"),
    ],
)
def test_what_is_no_set_of_options_is_named(value, words):
    assert words in refusal(SET, value)


def test_a_part_of_a_set_earns_its_share_only_when_the_key_says_so():
    partial = Choices(["speed", "crashes", "logo", "tickets"], partial=True)
    right = partial.canonical({"speed", "crashes", "tickets"})

    def score(form, *names):
        return form.score(form.canonical(set(names)), right)

    assert score(partial, "speed", "crashes", "tickets") == 1
    assert score(partial, "speed", "crashes") == pytest.approx(2 / 3)
    assert score(partial, "speed", "logo") == 0
    assert score(partial, "speed", "crashes", "logo", "tickets") == pytest.approx(2 / 3)
    assert score(SET, "speed", "crashes") == 0


@pytest.mark.parametrize("options", [["a"], ["a", "A "], {"": "x", "b": "y"}, []])
def test_options_that_cannot_be_told_apart_are_refused(options):
    with pytest.raises(ValueError, match="options"):
        Choice(options)


# ------------------------------------------------------------------------------------ rankings


@pytest.mark.parametrize(
    "value",
    [
        ["v", "s", "a", "p"],
        ("V", "s ", "Activate", "pay"),
        np.array(["v", "s", "a", "p"]),
        pd.Series(["v", "s", "a", "p"], index=[3, 2, 1, 0]),
        pd.Index(["v", "s", "a", "p"]),
        pd.DataFrame({"step": ["v", "s", "a", "p"]}),
        "v, s, a, p",
    ],
)
def test_an_order_counts_in_any_sequence(value):
    assert same(STEPS, value, ["v", "s", "a", "p"])


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (["v", "s", "a"], "1 item missing: p"),
        (["v", "s", "s", "p"], "s stands more than once"),
        (["v", "s", "a", "p", "v"], "v stands more than once"),
        (["v", "s", "a", "x"], "'x' is not an option"),
        ({"v", "s", "a", "p"}, "A set has no order"),
        (4, "The answer is 4"),
    ],
)
def test_what_is_no_order_is_named(value, words):
    assert words in refusal(STEPS, value)


def test_partial_credit_is_kendalls_tau():
    right = STEPS.canonical(list("vsap"))
    for order in permutations("vsap"):
        tau = kendalltau([order.index(item) for item in "vsap"], range(4)).statistic
        assert STEPS.score(STEPS.canonical(list(order)), right) == pytest.approx(max(0, tau))


def test_an_order_upside_down_is_told():
    hit = STEPS.canonical(list("vsap"))
    assert "upside down" in STEPS.suspect(list("pasv"), lambda x: STEPS.canonical(x).matches(hit))
    assert STEPS.suspect(list("psav"), lambda x: STEPS.canonical(x).matches(hit)) is None


# ------------------------------------------------------------------------------------ tables


def as_arrow(frame):
    import pyarrow

    return pyarrow.Table.from_pandas(frame)


def as_relation(frame):
    import duckdb

    return duckdb.connect().from_df(frame)


VARIANTS = {
    "itself": lambda t: t,
    "other row order": lambda t: t.iloc[::-1],
    "other column order": lambda t: t[["rate", "users", "plan", "month"]],
    "other index": lambda t: t.set_axis([7, 8, 9]),
    "keys as index": lambda t: t.set_index(["month", "plan"]),
    "one key as index": lambda t: t.set_index("plan"),
    "one key as an index without a name": lambda t: t.set_index("plan").rename_axis(None),
    "float for int": lambda t: t.astype({"users": float}),
    "nullable": lambda t: t.astype({"users": "Int64", "rate": "Float64"}),
    "objects": lambda t: t.astype(object),
    "category": lambda t: t.astype({"plan": "category"}),
    "naive times": lambda t: t.assign(month=t["month"].dt.tz_localize(None)),
    "another zone": lambda t: t.assign(month=t["month"].dt.tz_convert("Asia/Tokyo")),
    "dates": lambda t: t.assign(month=t["month"].dt.date),
    "ISO text": lambda t: t.assign(month=t["month"].dt.strftime("%Y-%m-%d")),
    "ISO months": lambda t: t.assign(month=t["month"].dt.strftime("%Y-%m")),
    "periods": lambda t: t.assign(month=t["month"].dt.tz_localize(None).dt.to_period("M")),
    "names in other cases": lambda t: t.rename(columns={"month": "Month ", "plan": "PLAN"}),
    "text with spaces": lambda t: t.assign(plan=t["plan"].str.upper() + " "),
    "decimals": lambda t: t.assign(rate=[Decimal(str(x)) for x in t["rate"]]),
    "noise": lambda t: t.assign(rate=t["rate"] + 1e-12),
    "within the tolerance": lambda t: t.assign(rate=t["rate"] + 0.0009),
    "dict of lists": lambda t: t.to_dict("list"),
    "list of dicts": lambda t: t.to_dict("records"),
    "list of rows": lambda t: t.to_numpy().tolist(),
    "arrow": as_arrow,
    "duckdb": as_relation,
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_table_is_what_it_says_not_how_it_is_stored(variant):
    assert same(TABLE, VARIANTS[variant](RIGHT), RIGHT)


DIFFERENT = {
    "another number": lambda t: t.assign(rate=[0.1, 0.2, 0.302]),
    "another count": lambda t: t.assign(users=[10, 20, 31]),
    "another key": lambda t: t.assign(plan=["free", "team", "business"]),
    "a row missing": lambda t: t.iloc[:2],
    "a row more": lambda t: pd.concat([t, t.iloc[:1].assign(plan="business")]),
    "a number missing": lambda t: t.assign(rate=[0.1, 0.2, None]),
    "numbers swapped": lambda t: t.assign(users=[20, 10, 30]),
    "no rows": lambda t: t.iloc[:0],
    "another month": lambda t: t.assign(month=t["month"] + pd.Timedelta(days=1)),
}


@pytest.mark.parametrize("variant", DIFFERENT)
def test_a_table_that_says_something_else_is_not_right(variant):
    assert not same(TABLE, DIFFERENT[variant](RIGHT), RIGHT)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda t: t.drop(columns="rate"), 'missing "rate"'),
        (lambda t: t.assign(extra=1), 'not asked for "extra"'),
        (lambda t: t.rename(columns={"rate": "share"}), 'missing "rate"; not asked for "share"'),
        (lambda t: pd.concat([t, t.iloc[:1]]), "2026-04-01, free has more than one"),
        (
            lambda t: t.assign(rate="high"),
            "The column \"rate\" holds the text 'high'; expected numbers",
        ),
        (lambda t: t.assign(rate=np.inf), "infinite"),
        (lambda t: t.assign(month=["April", "May", "June"]), "expected dates such as 2026-06-01"),
        (lambda t: t.assign(rate=[[1], [2], [3]]), "one value a cell"),
        (
            lambda t: t.set_axis(["month", "plan", "rate", "rate"], axis=1),
            'Two columns are called "rate"',
        ),
        (
            lambda t: 5,
            "The answer is 5; expected a table with the columns month, plan, users and rate",
        ),
        (lambda t: pd.DataFrame({"n": range(20_000)}), "20,000 rows"),
        (lambda t: [1, 2], "a list of 2"),
        (lambda t: {}, "a dictionary of 0"),
        (lambda t: t.groupby("plan"), "a DataFrameGroupBy"),
    ],
)
def test_what_is_not_the_table_asked_for_is_named(change, words):
    assert words in refusal(TABLE, change(RIGHT))


@quick
@given(st.permutations(range(3)), st.permutations(list(RIGHT.columns)))
def test_the_order_of_rows_and_columns_never_matters(rows, columns):
    assert same(TABLE, RIGHT.iloc[list(rows)][list(columns)], RIGHT)


def test_the_order_matters_when_it_is_asked_for():
    ordered = Table(ordered=True, tolerance=0.001).bind(RIGHT)
    assert same(ordered, RIGHT.astype(object), RIGHT)
    assert not same(ordered, RIGHT.iloc[::-1], RIGHT)


def test_a_series_is_a_table_of_its_index_and_values():
    right = RIGHT[["month", "users"]]
    form = Table(keys=("month",)).bind(right)
    assert same(form, right.set_index("month")["users"], right)
    assert same(form, right.set_index("month")["users"].rename("n").rename_axis(None), right)
    assert same(form, dict(zip(right["month"], right["users"], strict=True)), right)


def test_one_row_may_be_a_series_or_a_dictionary():
    right = pd.DataFrame({"new": [10], "churned": [4]})
    form = Table(["new", "churned"]).bind(right)
    assert same(form, {"churned": 4, "new": 10}, right)
    assert same(form, pd.Series({"churned": 4.0, "new": 10.0}), right)
    assert not same(form, {"churned": 10, "new": 4}, right)


def test_a_row_of_dots_is_no_answer_and_a_part_of_a_row_is_told_what_it_lacks():
    right = pd.DataFrame({"estimate": [0.5], "low": [0.4], "high": [0.6]})
    form = Table(["estimate", "low", "high"]).bind(right)
    with pytest.raises(NotAttempted):
        form.read({"estimate": ..., "low": ..., "high": ...})
    with pytest.raises(WrongForm, match='missing "high"'):
        form.canonical({"estimate": 0.5, "low": 0.4})
    assert not same(form, {"estimate": 0.5, "low": ..., "high": 0.6}, right)


def test_missing_values_must_be_where_the_right_answer_has_them():
    right = pd.DataFrame({"plan": ["free", "team"], "rate": [0.5, None]})
    form = Table(tolerance=0.01).bind(right)
    assert same(form, right.astype({"rate": "Float64"}), right)
    assert not same(form, right.assign(rate=[0.5, 0.0]), right)


def test_numbers_without_keys_are_a_bag_of_numbers():
    right = pd.DataFrame({"x": [1.0, 2.0, 3.0]})
    form = Table(tolerance=0.1).bind(right)
    assert same(form, pd.DataFrame({"x": [3.05, 0.95, 2.0]}), right)
    assert not same(form, pd.DataFrame({"x": [3.0, 1.0, 1.0]}), right)


def test_each_column_may_have_a_tolerance_of_its_own():
    form = Table(keys=("plan",), tolerance={"rate": 0.01}, relative={"users": 0.1})
    right = RIGHT.drop(columns="month").iloc[:2]
    bound = form.bind(right)
    assert same(bound, right.assign(users=[10.9, 18.3], rate=[0.109, 0.2]), right)
    assert not same(bound, right.assign(users=[11.2, 20]), right)
    assert not same(bound, right.assign(rate=[0.12, 0.2]), right)


def test_a_column_of_percents_is_told():
    hit = TABLE.canonical(RIGHT)

    def words(frame):
        answer = TABLE.read(frame)
        return TABLE.suspect(answer, lambda x: TABLE.comparable(x).matches(hit))

    assert 'The column "rate" holds percents' in words(RIGHT.assign(rate=RIGHT["rate"] * 100))
    assert words(RIGHT.assign(rate=RIGHT["rate"] * 10)) is None


def test_a_table_says_which_columns_are_right():
    right = TABLE.canonical(RIGHT)

    def words(frame):
        answer = TABLE.read(frame)
        return TABLE.remark(answer, TABLE.comparable(answer).matching_parts(right))

    assert words(RIGHT.assign(rate=0.5)) == "Right so far: users. Look again at rate."
    assert words(RIGHT.assign(rate=0.5, users=1)) == (
        "Every month and plan is there; not every users or rate is right."
    )
    assert "look at month and plan (2 rows)" in words(RIGHT.iloc[:2])
    assert "no rows" in words(RIGHT.iloc[:0])


def test_a_part_of_a_table_earns_its_share_only_when_the_key_says_so():
    half = RIGHT.assign(rate=0.5)
    for partial, share in ((True, 0.5), (False, 0.0)):
        form = Table(keys=("month", "plan"), tolerance=0.001, partial=partial).bind(RIGHT)
        right = form.canonical(RIGHT)
        assert form.score(form.canonical(half), right) == share
        assert form.score(form.canonical(half.iloc[:2]), right) == 0
        assert form.score(form.canonical(RIGHT), right) == 1


def test_columns_by_position_when_names_do_not_matter():
    form = Table(names=False, tolerance=0.001).bind(RIGHT)
    assert same(form, RIGHT.set_axis(list("wxyz"), axis=1), RIGHT)
    assert "has 3 columns; expected 4" in refusal(form, RIGHT.iloc[:, :3])


def test_a_key_that_the_right_answer_does_not_have_is_refused():
    with pytest.raises(WrongForm, match="key column country is not among"):
        Table(keys=("country",)).bind(RIGHT)
    with pytest.raises(WrongForm, match="tolerance column churn is not among"):
        Table(tolerance={"churn": 1}).bind(RIGHT)


# ------------------------------------------------------------------------------------ queries


class Shop:
    """A company with one small table."""

    names = ("sales", "visits")
    fingerprint = "shop"

    def __init__(self, factor=1):
        self.factor = factor
        self.fingerprint = f"shop {factor}"

    def table(self, name):
        frames = {
            "sales": pd.DataFrame(
                {
                    "day": pd.to_datetime(["2026-06-01", "2026-06-02", "2026-06-02"], utc=True),
                    "plan": pd.Series(["free", "team", None], dtype="str"),
                    "usd": np.array([1.5, 2.0, 4.0]) * self.factor,
                }
            ),
            "visits": pd.DataFrame({"n": [1]}),
        }
        return frames[name]


QUERY = Query(tolerance=0.01)


def boxed(factor=1):
    from course_utils.exercises.sql import Sandbox

    return Sandbox(Shop(factor))


def test_queries_are_compared_by_their_results():
    box = boxed()
    form = QUERY.bind("select day, sum(usd) as total from sales group by day", box)
    right = form.canonical("select day, sum(usd) as total from sales group by day", box)
    for text in (
        "SELECT sum(usd) AS Total, day::date AS day FROM sales GROUP BY 2 ORDER BY 1 DESC;",
        "with x as (select * from sales) select day, sum(usd) + 0.001 as total from x group by all",
        "-- a comment; with a semicolon\nselect strftime(day, '%Y-%m-%d') as day, sum(usd)::decimal(9,2) total from sales group by day",
        "from sales select day, sum(usd) total group by day",
    ):
        assert form.canonical(form.decode(form.encode(text)), box).matches(right), text
    wrong = "select day, max(usd) as total from sales group by day"
    assert not form.canonical(wrong, box).matches(right)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("selct 1", "cannot be read"),
        ("select 1; select 2", "2 statements"),
        ("create table t as select 1", "only reads"),
        ("drop table sales", "only reads"),
        ("copy sales to 'x.csv'", "only reads"),
        ("insert into sales select * from sales", "only reads"),
        ("attach 'x.db'", "only reads"),
        ("set threads = 4", "only reads"),
        ("pragma version", "only reads"),
        ("install httpfs", "only reads"),
        ("load httpfs", "only reads"),
        ("call pragma_version()", "only reads"),
        ("explain select 1", "only reads"),
        ("-- nothing", "is empty"),
        ("select * from sails", "There is no table 'sails'. Did you mean 'sales'"),
        ("select * from read_csv('/etc/passwd')", "stops"),
        ("select * from read_text('/etc/passwd')", "stops"),
        ("select * from '/etc/passwd'", "stops"),
        ("select * from glob('/*')", "stops"),
        ("select * from read_parquet('https://example.org/x.parquet')", "stops"),
        ("select * from sqlite_scan('x', 'y')", "stops"),
        ("select * from query('drop table sales')", "stops"),
        ("select [1, 2] as pair", "holds lists"),
        ("select {'a': 1} as pair", "holds lists"),
        ("select count(*) as n from range(1000000000) a, range(1000000) b", "takes longer"),
        ("select range(200000000) from range(100)", "holds lists"),
        ("select * from range(1000000)", "no right answer has more than"),
        ("select repeat('x', 3000000000) as x", "(?i)memory"),
        (7, "The answer is 7"),
        (pd.DataFrame({"n": [1]}), "give the query itself"),
        ("select 1 " + " " * 60_000, "too long"),
        ("select 1 as \ud800", "cannot be read"),
    ],
)
def test_a_query_that_cannot_be_an_answer_is_named(text, words):
    from course_utils.exercises.sql import Jail, Sandbox

    # Whatever ends by itself may take its time: only an endless query meets a limit of time.
    box = Jail(Sandbox(Shop(), seconds=0.5 if words == "takes longer" else 60))
    with pytest.raises(WrongForm, match=words):
        QUERY.canonical(QUERY.decode(json.loads(json.dumps(QUERY.encode(text)))), box)


def test_a_query_cannot_reach_variables_of_the_grader():
    secret = pd.DataFrame({"right": [42]})
    with pytest.raises(WrongForm, match="no table 'secret'"):
        QUERY.canonical("select * from secret", boxed())
    assert len(secret) == 1


def test_one_query_leaves_nothing_behind_for_the_next():
    box = boxed()
    first = QUERY.bind("select count(*) as n from sales", box)
    with pytest.raises(WrongForm):
        first.canonical("create table visits as select 9 as n", box)
    assert first.canonical("select count(*) as n from sales", box).numbers == (3,)
    assert first.canonical("select n from visits", box).numbers == (1,)


# ------------------------------------------------------------------------------------ functions


def halves(seed):
    for i in range(seed, seed + 50):
        yield (i, {"note": [i]})


def half(x, extra):
    if x == 3:
        raise ValueError("three has no half here")
    return x / 2


HALF = Function(Number("number", tolerance=0.01), cases=halves, visible=4, unseen=6).bind(half)


def test_a_function_is_judged_on_its_results():
    right = HALF.canonical(half)

    def other(x, extra):
        extra["note"].clear()
        if x == 3:
            raise ValueError("another message")
        return np.float64(x) * 0.5

    assert HALF.canonical(other).matches(right)
    assert HALF.canonical(HALF.decode(json.loads(json.dumps(HALF.encode(other))))).matches(right)
    assert not HALF.canonical(lambda x, extra: x / 2).matches(right)
    assert not HALF.canonical(lambda x, extra: 0.5).matches(right)


def test_unseen_cases_follow_from_the_seed():
    assert HALF.make_cases(9) == HALF.make_cases(9) != HALF.make_cases(10)
    assert len(HALF.make_cases(9)) == 6
    assert len(HALF.on(HALF.make_cases(9)).canonical(half).parts) == 6


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda x, extra: 1 / 0, "the function stops: ZeroDivisionError: division by zero"),
        (lambda x: x, "TypeError"),
        (lambda x, extra: "much", "the text 'much'"),
        (lambda x, extra: x if x < 3 else None, "not right yet"),
        (lambda x, extra: exit(), "SystemExit"),
        (lambda x, extra: 99, "it returns 99, not right yet (0 cases right)"),
    ],
)
def test_a_function_is_told_where_it_fails(function, words):
    answer = HALF.read(function)
    remark = HALF.remark(answer, HALF.comparable(answer).matching_parts(HALF.canonical(half)))
    assert words in remark
    assert remark.startswith("With (1, {'note': [1]})")


def test_a_stub_is_not_attempted():
    def untouched(x, extra):
        """Say what to do."""

    def marked(x, extra):
        raise NotImplementedError

    for stub in (untouched, marked):
        with pytest.raises(NotAttempted):
            HALF.canonical(stub)
        with pytest.raises(NotAttempted):
            HALF.canonical(HALF.decode(HALF.encode(stub)))


def test_the_result_in_place_of_the_function_is_named():
    assert "expected a function" in refusal(HALF, 3)


def test_a_share_of_cases_counts_only_when_the_key_says_so():
    def mostly(x, extra):
        return half(x, extra) if x != 1 else 7

    for partial, share in ((True, 0.75), (False, 0)):
        form = Function(Number("number"), cases=halves, visible=4, partial=partial).bind(half)
        assert form.score(form.canonical(mostly), form.canonical(half)) == share


def test_tables_travel_into_functions_and_out_of_them():
    def cases(seed):
        yield (pd.DataFrame({"plan": ["free", "team"], "n": [seed, 2]}),)

    def double(frame):
        return frame.assign(n=frame["n"] * 2)

    form = Function(Table(keys=("plan",)), cases=cases).bind(double)
    right = form.canonical(double)
    assert form.canonical(lambda f: double(f).iloc[::-1]).matches(right)
    assert not form.canonical(lambda f: f).matches(right)


# ------------------------------------------------------------------------------------ written


def test_a_text_is_for_a_person():
    rubric = [Criterion("Decision", 60, {4: "x", 2: "y"}), Criterion("Noise", 40, {4: "x", 2: "y"})]
    form = Written(rubric, {2: "thin", 4: "rich"}, words=5)
    assert form.manual
    assert form.canonical(" two  words ").skeleton == "two words"
    assert "6 words; expected a text of at most 5 words" in refusal(form, "a b c d e f")
    assert "rich" not in json.dumps(form.public())
    assert form.grade({"Decision": 4, "Noise": 2}) == pytest.approx(0.8)
    with pytest.raises(ValueError, match="Noise: give a score"):
        form.grade({"Decision": 4})


@pytest.mark.parametrize(
    ("rubric", "exemplars", "words"),
    [
        ([Criterion("A", 90, {2: "", 4: ""})], {2: "", 4: ""}, "add up to 100"),
        ([Criterion("A", 100, {2: "", 4: ""})], {4: ""}, "two exemplars"),
    ],
)
def test_a_rubric_that_cannot_be_used_is_refused(rubric, exemplars, words):
    with pytest.raises(ValueError, match=words):
        Written(rubric, exemplars)


@pytest.mark.parametrize(
    ("weight", "anchors"), [(100, {4: "x"}), (0, {2: "", 4: ""}), (50, {2: "", 4: "", 7: ""})]
)
def test_a_criterion_that_cannot_be_used_is_refused(weight, anchors):
    with pytest.raises(ValueError, match="A: "):
        Criterion("A", weight, anchors)


# ------------------------------------------------------------------------------------ all forms


@pytest.mark.parametrize(
    "form",
    [SHARE, LETTERS, SET, STEPS, TABLE, Query(keys=("a",), columns=("a",)), HALF],
    ids=lambda f: f.kind,
)
def test_a_form_survives_its_way_through_checks(form):
    data = json.loads(json.dumps(form.public()))
    again = Form.restore(data)
    assert type(again) is type(form)
    assert json.loads(json.dumps(again.public())) == data


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.dates()
    | st.datetimes()
    | st.decimals(allow_nan=False)
    | st.just(Decimal("sNaN"))
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=5), inner, max_size=4)
        | st.frozensets(
            st.integers() | st.text(max_size=3) | st.floats(allow_nan=False), max_size=3
        )
    ),
    max_leaves=12,
)
FORMS = [SHARE, Number("count"), Number("USD", relative=0.1), LETTERS, SET, STEPS, TABLE, HALF]


@settings(max_examples=150, deadline=None)
@given(ANYTHING)
def test_any_value_gets_the_same_answer_here_and_through_json(value):
    for form in FORMS:
        outcomes = []
        for answer in (
            value,
            form.decode(json.loads(json.dumps(form.encode(value), allow_nan=False))),
        ):
            try:
                outcomes.append(form.canonical(answer))
            except NotAttempted:
                outcomes.append("blank")
            except WrongForm:
                outcomes.append("refused")
        assert outcomes[0] == outcomes[1]


def test_dates_read_alike():
    form = Table(keys=("day",)).bind(pd.DataFrame({"day": [date(2026, 6, 1)], "n": [1]}))
    right = form.canonical({"day": ["2026-06-01"], "n": [1]})
    for day in (
        datetime(2026, 6, 1),
        np.datetime64("2026-06-01"),
        pd.Timestamp("2026-06-01", tz="UTC"),
        "2026-06-01T00:00:00Z",
        "2026-06-01 00:00:00+00:00",
    ):
        assert form.canonical([{"day": day, "n": 1}]).matches(right), day


def test_where_only_the_whole_is_sealed_no_column_is_accused():
    """An assignment's checks hold no parts, so they cannot know which column is wrong."""
    key, company = load_key(FIXTURES / "sample_key" / "01_sample"), SampleCompany(1)
    checks = Checks.of(compile_checks(key, company, cost=2)).exercises
    item = key.exercises["by_platform"]
    right = item.reference(company).value
    wrong = right.assign(users=right["users"] + 1)
    check = checks["by_platform"]
    assert not check.entry["parts"]
    told = assess(check.form, wrong, check)
    assert (told.state, told.remark) == ("not_right", "")
    open_book = assess(check.form, wrong, OpenMatcher(item.reference(company)))
    assert open_book.remark == "Right so far: guided. Look again at users."
    assert assess(check.form, right.iloc[:0], check).remark == "The table has no rows."


def test_a_result_with_several_values_is_named_with_what_it_holds():
    with pytest.raises(WrongForm, match="a whole Interval, which has estimate, low and high"):
        SHARE.read(metrics.rate_interval(3, 10))


def test_a_record_with_names_is_a_table_of_one_row():
    right = pd.DataFrame([{"estimate": 0.4, "low": 0.3, "high": 0.5}])
    form = Table(columns=("estimate", "low", "high"), tolerance=0.01, partial=True).bind(right)
    wide = namedtuple("Wide", ["accounts", "high", "estimate", "low"])
    for answer in (metrics.Interval(0.4, 0.3, 0.5), wide(12, 0.5, 0.4, 0.3)):
        assert form.canonical(answer).matches(form.canonical(right))
    with pytest.raises(WrongForm):
        form.canonical(namedtuple("Other", ["low", "middle"])(0.3, 0.4))
