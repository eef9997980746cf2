"""The verdict: for any answer a verdict, for no answer a way out."""

from __future__ import annotations

import json
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places import FIXTURES
from sample_company import SampleCompany

from course_utils.exercises import judge, load_key
from course_utils.exercises.plain import Opaque, from_json
from course_utils.exercises.sql import sandbox

KEY = load_key(FIXTURES / "sample_key" / "01_sample")
COMPANY, OTHER = SampleCompany(1), SampleCompany(2)
CASES = KEY.cases(77)["net_promoter"]
REFERENCES = {
    name: item.reference(COMPANY, CASES if name == "net_promoter" else None)
    for name, item in KEY.exercises.items()
    if not item.form.manual
}
STATES = {"not_attempted", "wrong_form", "mistake", "not_right", "right", "manual"}


def verdict(name, data, **options):
    options.setdefault("right", REFERENCES.get(name))
    return judge(KEY.exercises[name], data, COMPANY, other_source=OTHER, cases=CASES, **options)


def deep(levels):
    data = "x"
    for _ in range(levels):
        data = [data]
    return data


HOSTILE = [
    None,
    True,
    0,
    -1e308,
    float("nan"),
    float("inf"),
    10**4000,
    "",
    "x" * 10_000_000,
    "\ud800",
    "\x00",
    "<script>alert(1)</script>",
    [],
    {},
    deep(900),
    [[1] * 1000] * 1000,
    [None] * 500_000,
    {"__class__": "x", "__proto__": {"right": True}, "constructor": 1},
    {"float": "1e5"},
    {"float": []},
    {"object": "Verdict"},
    {"object": {"a": 1}},
    {"object": "x" * 100_000},
    {"set": "abc"},
    {"set": [["a"], {"b": 1}]},
    {"map": [1, 2]},
    {"map": [[1]]},
    {"map": [[{"table": 1}, 2]]},
    {"table": 1},
    {"table": {}},
    {"table": {"columns": [], "rows": []}},
    {"table": {"columns": ["a"], "rows": [[1, 2]]}},
    {"table": {"columns": ["a"], "rows": [[[1]]]}},
    {"table": {"columns": [1], "rows": [[1]]}},
    {"table": {"columns": ["a"] * 5000, "rows": []}},
    {"table": {"columns": ["a", "a"], "rows": [[1, 1]]}},
    {"table": {"columns": ["platform", "users", "guided"], "rows": [["web", 10**200, 1e300]]}},
    {
        "table": {
            "columns": ["platform", "users", "guided"],
            "rows": [[{"float": "nan"}, "1", True]],
        }
    },
    {"table": {"columns": ["a"], "rows": [[1]], "index": -1, "total": "many"}},
    {"table": {"columns": ["a"], "rows": [[1]], "index": 9, "total": -5, "series": "yes"}},
    {"table": {"columns": ["a"], "rows": "x"}},
    {"outcomes": 1},
    {"outcomes": []},
    {"outcomes": [1, None, {}]},
    {"outcomes": [{"value": {"table": 1}}] * 10},
    {"outcomes": [{"error": "blank", "words": 5}] * 10},
    {"outcomes": [{"error": "x" * 1000}] * 10},
    {"outcomes": [{"value": 0}] * 100_000},
    {"outcomes": deep(100)},
    "select * from read_csv('/etc/passwd')",
    "drop table users",
]


@pytest.mark.parametrize("data", HOSTILE, ids=lambda data: str(type(data).__name__))
def test_a_hostile_answer_gets_a_verdict_and_no_points(data):
    for name in KEY.exercises:
        found = verdict(name, data)
        assert found.state in STATES - {"right"}
        assert found.score == 0 or KEY.exercises[name].form.kind == "Choices"
        assert found.message
        assert len(found.message) < 2000
        assert "<script" not in found.html
        json.dumps(found.message).encode("utf-8")


@pytest.mark.parametrize(
    "data", [[None] * 500_000, [[1] * 1000] * 1000, "x" * 60_000, deep(200), [10**400]]
)
def test_what_is_too_large_is_not_even_read(data):
    assert from_json(data) == Opaque("answer that is too large")
    assert from_json({"map": [["x", data]]}) == Opaque("answer that is too large")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "table",
                    "set",
                    "map",
                    "float",
                    "object",
                    "outcomes",
                    "value",
                    "columns",
                    "rows",
                    "x",
                ]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=15,
)


@settings(max_examples=500, deadline=None)
@given(JSON)
def test_any_json_gets_a_verdict(data):
    for name in KEY.exercises:
        if name != "roles":
            found = verdict(name, data)
            assert found.state in STATES
            assert 0 <= found.score <= 1


def test_words_of_a_student_come_back_as_words():
    found = verdict("north_star", '<img src=x onerror="alert(1)">')
    assert "<img" not in found.html
    assert escape("<img", quote=False) in found.html


def test_a_verdict_never_tells_the_right_answer():
    for name, reference in REFERENCES.items():
        if reference.form.kind != "Number":
            continue
        for data in (0.123456, 17, -3):
            words = verdict(name, data).message
            assert f"{float(reference.value):.4g}" not in words
            assert str(reference.value) not in words


def test_partial_credit_where_the_key_gives_it():
    order = verdict("order", ["sign up", "visit", "activate", "pay"])
    assert (order.state, order.score) == ("not_right", pytest.approx(4 / 6))
    assert "67%" in order.message
    named = verdict("guardrails", {"set": ["speed", "crashes"]})
    assert (named.state, named.score) == ("mistake", pytest.approx(2 / 3))
    assert verdict("by_platform", None).score == 0


def test_a_function_is_judged_on_the_cases_it_was_given():
    item = KEY.exercises["net_promoter"]
    visible = item.reference(COMPANY).form
    unseen = visible.on(CASES)
    right = json.loads(json.dumps(unseen.encode(item.function)))
    assert verdict("net_promoter", right).score == 1
    seen_only = json.loads(json.dumps(visible.encode(item.function)))
    assert verdict("net_promoter", seen_only).score == 0
    half = {"outcomes": [*right["outcomes"][:5], *[{"value": 1000}] * 5]}
    found = verdict("net_promoter", half)
    assert found.score == 0.5
    assert "5 of 10 cases that you have not seen are right" in found.message
    assert "1000" not in found.message


def test_a_query_that_leans_on_one_company_is_not_right():
    form = REFERENCES["roles"].form
    rows = form.read(REFERENCES["roles"].value, sandbox(COMPANY)).rows
    copied = " union all ".join(
        f"select '{r}' as role, {n} as users, {s} as share" for r, n, s in rows
    )
    found = verdict("roles", copied)
    assert (found.state, found.score) == ("not_right", 0)
    assert "not on another company" in found.message
    assert judge(KEY.exercises["roles"], copied, COMPANY).score == 1


def test_a_fault_of_the_key_is_not_put_on_the_student():
    class Empty(SampleCompany):
        def table(self, name):
            raise KeyError(name)

    with pytest.raises(KeyError):
        judge(KEY.exercises["people"], 5, Empty(99))
