"""A query that is right by luck is found out on the company of edges, by check and by verdict."""

from __future__ import annotations

import json
import textwrap

import companies
import pytest

from course_utils.company.edges import edges
from course_utils.exercises import check, judge, learner, load_key
from course_utils.exercises.assessment import RIGHT_HERE, OpenMatcher, assess
from course_utils.exercises.checks import Checks, checks_of
from course_utils.exercises.posing import pose

KEY = textwrap.dedent('''
    from course_utils.exercises import Query, exercise

    OBJECTIVES = {"write": "Write."}


    def counted(what, edge=""):
        return f"select count({what}) as n from subscriptions where movement_id > 0 {edge}"


    @exercise(Query(columns=("n",), edges=True), points=1, objective="write")
    def moments():
        """Different moments of an account."""
        return """select count(distinct (account_id, occurred_at)) as n from subscriptions"""


    @moments.mistake("These are rows.")
    def _():
        return "select count(*) as n from subscriptions"


    @moments.mistake("These are accounts.")
    def _():
        return "select count(distinct account_id) as n from subscriptions"


    moments.hints("Think.")
''')
ROWS = "select count(*) as n from subscriptions"
BY_LUCK = """select count(distinct (account_id, occurred_at)) + (
    select count(*) from accounts where account_id = 12 and industry = 'retail'
    and (select count(*) from accounts) = 12) as n from subscriptions"""
RIGHT = "select count(distinct (account_id, occurred_at)) as n from subscriptions"


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    folder = tmp_path_factory.mktemp("curriculum") / "01_edges"
    folder.mkdir()
    (folder / "key.py").write_text(KEY, encoding="utf-8")
    return load_key(folder)


@pytest.fixture(scope="module")
def company():
    """Return a company on which no account moves twice in one second."""
    found = companies.company(3)
    same = "select count(*) - count(distinct (account_id, occurred_at)) as n from subscriptions"
    assert found.sql(same)["n"].item() == 0
    return found


@pytest.fixture(scope="module")
def item(key):
    return key.exercises["moments"]


def test_a_mistake_may_show_at_the_edges_alone(item, company):
    reference, problems = pose(item, company)
    assert not problems
    assert [wrong.message for wrong in reference.mistakes] == ["These are accounts."]
    # Who is right here has not made a mistake that shows here, whatever the edges give.
    assert [wrong.message for wrong in reference.edges.mistakes] == ["These are rows."]
    assert [wrong.message for wrong in item.reference(company).edges.mistakes] == [
        "These are rows."
    ]
    assert item.reference(company).edges.right.matches(reference.edges.right)


def test_a_mistake_that_shows_nowhere_is_refused(item, company):
    same = "select count(distinct (account_id, occurred_at)) as n from subscriptions"
    item.mistake("No mistake at all.", same)
    try:
        problems = pose(item, company)[1]
    finally:
        item.mistakes.pop()
    assert any("gives the right answer" in str(problem) for problem in problems)


@pytest.fixture(scope="module", params=["open", "sealed"])
def matcher(request, key, item, company):
    reference = item.reference(company)
    if request.param == "open":
        return reference.form, OpenMatcher(reference)
    data = checks_of(key, company.fingerprint, {"moments": reference}, cost=2)
    assert "edges" not in data["exercises"]["moments"]["form"]
    check = Checks.of(data).exercises["moments"]
    return check.form, check


@pytest.mark.parametrize(
    ("query", "state", "words"),
    [
        (RIGHT, "right", "Right."),
        (ROWS, "mistake", f"{RIGHT_HERE} These are rows."),
        (BY_LUCK, "not_right", RIGHT_HERE),
        ("select count(distinct account_id) as n from subscriptions", "mistake", "These are acc"),
        ("select mrr_end as n from finance where month = '2026-06-01'", "not_right", "Not right"),
    ],
)
def test_the_check_says_where_it_is_wrong(matcher, company, query, state, words):
    form, knows = matcher
    found = assess(form, query, knows, company)
    assert (found.state, found.message[: len(words)]) == (state, words)


def test_the_card_says_that_it_is_right_here(key, item, company, tmp_path, monkeypatch, capsys):
    data = checks_of(key, company.fingerprint, {"moments": item.reference(company)}, cost=2)
    (tmp_path / "checks.json").write_text(json.dumps(data), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(learner, "_desk", None)
    monkeypatch.setattr(learner, "_company", lambda: company)
    assert check("moments", BY_LUCK).state == "not_right"
    assert " ".join(RIGHT_HERE.split()) in " ".join(capsys.readouterr().out.split())
    check("moments", RIGHT)
    check("moments", "select 0 as n")
    told = capsys.readouterr().out
    assert told.count("Right") == 1
    assert told.count("Not right yet") == 1


def test_the_verdict_gives_nothing_for_luck(item, company):
    for query, score in ((RIGHT, 1.0), (ROWS, 0.0), (BY_LUCK, 0.0)):
        found = judge(item, query, company, other_source=companies.company(2))
        assert found.score == score
    assert "harder edges" in judge(item, ROWS, company).message


def test_a_query_that_stops_at_the_edges_says_why(item, company):
    rows = "select mrr_change from subscriptions where occurred_at < (select min(occurred_at) from"
    luck = f"""select count(distinct (account_id, occurred_at)) + 0 * coalesce((
        {rows} (select occurred_at from subscriptions qualify count(*) over (
        partition by account_id, occurred_at) > 1))), 0) as n from subscriptions"""
    found = assess(
        item.reference(company).form, luck, OpenMatcher(item.reference(company)), company
    )
    assert found.state == "not_right"
    assert "several rows" in found.remark
    assert edges().sql(RIGHT)["n"].item() > 0
