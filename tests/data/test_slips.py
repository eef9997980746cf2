"""What DuckDB refuses reaches the learner as one sentence that says what to do, with the place."""

from __future__ import annotations

import re
import threading

import duckdb
import pytest

from course_utils.company.edges import edges
from course_utils.company.engine.errors import QueryError
from course_utils.company.engine.query import LimitError, stopped_after
from course_utils.company.engine.slips import place
from course_utils.exercises.forms import WrongForm
from course_utils.exercises.sql import run, sandbox

SLIPS = {
    "selec 1": ("cannot go on", 1, "selec"),
    "select plan\nfrom accounts\nwher seats > 3": ("cannot go on", 3, "seats"),
    "select (plan from accounts": ("cannot go on", 1, "from"),
    "select plan from accounts)": ("cannot go on", 1, ")"),
    "select plan seats now\nfrom accounts": ("cannot go on", 1, "now"),
    "select case when seats > 1 then 2\nfrom accounts": ("cannot go on", 2, "from"),
    "select 'abc from accounts": ("never closed", 1, "'abc from accounts"),
    "select\n zz from accounts": ("No table in `from` has a column", 2, "zz"),
    "select sets from accounts": ('Near it are "seats"', 1, "sets"),
    "select plan from accounts qualify row_number() over (order by zz) = 1": (
        "has a column",
        1,
        "zz",
    ),
    "select plan, sum(seats)\nfrom accounts": ("neither grouped nor", 1, "plan"),
    "select account_id\nfrom accounts join users on true": ("could stand for two", 1, "account_id"),
    "select plan from accounts\nwhere sum(seats) > 3": ("after `having`", 2, "sum"),
    "select plan from accounts\nwhere row_number() over () = 1": ("after `qualify`", 2, None),
    "select sum(sum(seats)) from accounts": ("two steps", 1, "sum"),
    "select medan(seats) from accounts": ('Did you mean "median"', 1, "medan"),
    "select plan + 1 from accounts": ("does not go with values", 1, None),
    "select sum(plan) from accounts": ("does not take values", 1, "sum"),
    "select plan from accounts\nwhere plan > 3": ("", 2, "plan"),
    "select plan from accounts where created_at > 'june'": ("is no moment", 1, "'june'"),
    "select 1 from accounts where created_at > '2026-02-31'": ("no such day", 1, "'2026-02-31'"),
    "select (select seats from accounts) as x": ("several rows", None, None),
    "select plan from accounts union select plan, seats from accounts": ("same number", None, None),
    "select date_trunc('mnth', created_at) from accounts": ("is no part of a date", 1, "mnth"),
    "select created_at at time zone 'Mars' from accounts": ("no time zone", 1, "Mars"),
    "select plan from accounts group by 9": ("counts columns", 1, "group by"),
    "select * from usrs": ("Did you mean 'users'", 1, "usrs"),
    "with x as (select 1), x as (select 2) select * from x": ("are called", 1, "x"),
    "select plan from accounts limit -1": ("from 0 on", None, None),
    "select 1 from users where account_id in (select account_id, plan from accounts)": (
        "gives 2 columns",
        1,
        None,
    ),
    "select plan from accounts qualify seats = 1": ("there is none", 1, None),
    "select lag(seats) from accounts": ("needs `over", 1, None),
    "select sum(seats) over (w) from accounts": ("no window", 1, "w"),
    "select a.zz from accounts a": ("no column", 1, None),
    "select q.plan from accounts": ("no table or short name", 1, "q"),
    "select 1 from accounts join users using (zz)": ("left table", 1, "zz"),
    "select sum(seats) filter (where sum(seats) > 1) from accounts": ("single rows", 1, None),
    "select interval 30 from accounts": ("needs its unit", 1, "interval"),
    "select unnest(seats) from accounts": ("single value", 1, None),
    "select created_at + 1 from accounts": ("interval 7 days", 1, None),
    "select date_diff('day', created_at) from accounts": ("does not take values", 1, "date_diff"),
    "select sum(seats) over (order by plan rows between 3 following and 2 preceding)\n"
    "from accounts": ("ends before it begins", None, None),
    "select count(*) as tickets from tickets where tickets >= 3": ("whole row", 1, "tickets"),
    "select seats::int from accounts where country::int > 1": ("is no number", 1, None),
}


@pytest.mark.parametrize("query", SLIPS)
def test_a_slip_is_a_sentence_with_its_place(query):
    words, line, at = SLIPS[query]
    with pytest.raises(QueryError) as caught:
        edges().sql(query)
    said = str(caught.value).splitlines()[0]
    assert words in said
    assert said[0].isupper() or said[0] in "`\"'"
    assert said.endswith((".", "?", "..."))
    assert "Error" not in said
    assert "\t" not in said
    if line:
        assert f"Line {line}, at `" in said
    if at:
        assert f"at `{at}`" in said


@pytest.mark.parametrize("query", SLIPS)
def test_a_check_says_the_same_in_one_line(query):
    for source in (edges(), sandbox(edges())):
        with pytest.raises(WrongForm) as caught:
            run(query, source)
        said = str(caught.value)
        assert "\n" not in said
        words, line, _ = SLIPS[query]
        assert words in said
        assert not line or f"Line {line}, at `" in said


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "write a SELECT"),
        ("-- nothing", "write a SELECT"),
        ("select 1; select 2", "write one at a time"),
        ("drop table accounts", "A query only reads"),
        ("update accounts set seats = 0", "A query only reads"),
        ("copy accounts to 'x.csv'", "A query only reads"),
        ("select * from read_csv('/etc/hosts')", "no files"),
        ("select * from '/etc/hosts'", "no files"),
        ("select * from 'data.parquet'", "no files"),
        ("set threads = 4", "A query only reads"),
    ],
)
def test_what_is_no_question_gets_one_sentence_and_changes_nothing(query, words):
    before = len(edges().table("accounts"))
    with pytest.raises(QueryError, match=re.escape(words)) as caught:
        edges().sql(query)
    assert len(str(caught.value).splitlines()[0]) < 200
    assert edges().sql("select count(*) as n from accounts")["n"].item() == before


ENDLESS = """select count(*) from events a, events b, events c, events d, events e
    where a.event_id + b.event_id + c.event_id + d.event_id = e.user_id"""
MANY = "select a.user_id from events a, events b, events c, events d"


def test_a_query_without_an_end_is_stopped_and_the_next_one_runs():
    source = edges()
    with pytest.raises(QueryError, match=r"longer than 0\.3 seconds: look for a join"):
        source._database.run(ENDLESS, source.names, seconds=0.3)
    assert source.sql("select 1 as one")["one"].item() == 1


def test_an_interrupt_that_duckdb_forgets_is_repeated():
    class Forgetful:
        asked = threading.Semaphore(0)

        def interrupt(self):
            self.asked.release()

    def twice():
        for _ in range(2):
            assert connection.asked.acquire(timeout=60)
        raise duckdb.InterruptException("Interrupted!")

    connection = Forgetful()
    with pytest.raises(LimitError, match="takes longer"), stopped_after(connection, 0.01):
        twice()
    with pytest.raises(duckdb.InterruptException), stopped_after(connection, 600):
        raise duckdb.InterruptException("by hand")


def test_a_result_that_nobody_reads_is_refused():
    source = edges()
    with pytest.raises(QueryError, match="more than 1,000 rows: group them"):
        source._database.run(MANY, source.names, rows=1_000)


@pytest.mark.parametrize(
    ("query", "word", "quoted", "where"),
    [
        ("select 1", "", "", ""),
        ("select zz", "yy", "", ""),
        ("select 1 -- zz\nfrom zz", "zz", "", "Line 2, at `zz`."),
        ("a\nb", "", "2: b\n        ^", "Line 2, at `b`."),
        ("select a+b", "+", "", "Line 1, at `+`."),
    ],
)
def test_places(query, word, quoted, where):
    assert place(query, word, quoted) == where
