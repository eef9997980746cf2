"""What a learner reads where pandas or the toolkit refuses a line of a cell."""

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from course_utils import data
from course_utils.toolkit import metrics


@pytest.fixture(scope="module")
def shell():
    config = Config()
    config.HistoryManager.enabled = False
    InteractiveShell.clear_instance()  # who was here before may send what it says elsewhere
    shell = InteractiveShell.instance(config=config)
    shell.run_line_magic("load_ext", "course_utils.lab.missing")
    tickets = data.load("tickets")
    shell.push({"tickets": tickets, "metrics": metrics, "at": tickets["created_at"]})
    yield shell
    InteractiveShell.clear_instance()


def said(shell, capsys, cell):
    capsys.readouterr()
    done = shell.run_cell(cell)
    assert done.error_in_exec is not None
    return capsys.readouterr().out.strip().splitlines()


BRACKETS = "round brackets of its own: `(a >= 1) & (a < 2)`."


@pytest.mark.parametrize(
    ("cell", "last"),
    [
        ('tickets["aera"]', "The table has no column 'aera'. Did you mean 'area'?"),
        ('tickets[["aera"]]', "Did you mean 'area'?"),
        ('tickets.groupby("aera").size()', "Did you mean 'area'?"),
        ('tickets.groupby("area")["kid"].max()', "Did you mean 'kind'?"),
        ('tickets.sort_values("zzz")', "no column 'zzz'. It has ticket_id, user_id, created_at"),
        ("tickets.aera", "Did you mean 'area'?"),
        ('tickets["area"].value_count()', "Did you mean 'value_counts'?"),
        ('tickets[at >= "2026-05-01" & at < "2026-06-01"]', BRACKETS),
        ('tickets[(at >= "2026-05-01" & (at < "2026-06-01"))]', BRACKETS),
        ('tickets[tickets["area"] == "x" & tickets["kind"] == "bug"]', BRACKETS),
        ('tickets[(at > "2026-05-01") and (at < "2026-06-01")]', BRACKETS),
        ("at >= 20260501", 'in quotes: `"2026-06-01"`.'),
        ('at >= "2026-02-31"', 'in quotes: `"2026-06-01"`.'),
        ('tickets["area"].mean()', "This column holds text."),
    ],
)
def test_the_line_what_pandas_says_and_what_helps(shell, capsys, cell, last):
    lines = said(shell, capsys, f"x = 1\n{cell}")
    assert lines[0] == f"In line 2: {cell}"
    assert len(lines) == 3
    assert lines[-1].endswith(last) or last in lines[-1]


def test_the_toolkits_own_sentence_stands_alone(shell, capsys):
    cell = 'metrics.active_users(tickets, "2026-06-01", "2026-06-30", "MS", at="created_at")'
    lines = said(shell, capsys, cell)
    assert lines[0] == f"In line 1: {cell}"
    assert lines[1].startswith("ValueError: end must be the beginning of a UTC month")
    assert len(lines) == 2


@pytest.mark.parametrize(
    "cell", ["1 / 0", "int('a')", "{}['a']", "tickets.apply(lambda row: {}['b'], axis=1)"]
)
def test_a_learners_own_errors_are_shown_as_ever(shell, capsys, cell):
    assert "Traceback" in "\n".join(said(shell, capsys, cell))


def test_a_fault_of_the_course_is_shown_in_full(shell, capsys, monkeypatch):
    shell.user_ns["describe"] = data.describe
    monkeypatch.setattr("course_utils.data.source", lambda: None)
    assert "Traceback" in "\n".join(said(shell, capsys, 'describe("tickets")'))


@pytest.mark.parametrize(
    ("query", "help_"),
    [
        ("select role from tickets", "It is a column of users: is that table joined?"),
        ("select * from tickets where area = reports", "in single quotes: 'reports'."),
        ('select * from tickets where created_at > "2026-06-01"', "quotes: '2026-06-01'."),
        ("select * from tickets where created_at > 2026-06-01", "quotes: '2026-06-01'."),
        ("select * from tickets where created_at > '2026-06-31'", "The calendar has no such day"),
    ],
)
def test_sql_says_what_usually_helps(query, help_):
    with pytest.raises(data.QueryError) as refused:
        data.sql(query)
    first = str(refused.value).splitlines()[0]
    assert help_ in first
