"""Drills: a fresh company each time, counted apart, due again when a scheduler says so."""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime, timedelta

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from course_utils.exercises import drills as module
from course_utils.exercises.drills import Memory, drill

KEY = '''
from course_utils.exercises import Choice, Number, exercise, practice
OBJECTIVES = {"o": "Count"}


@exercise(Number("count"), points=1, objective="o")
def people(users):
    """How many users are there?"""
    return len(users)

@people.mistake("These are accounts.")
def _(accounts):
    return len(accounts)

people.hints("Rows")


@practice(Choice([("a", "This"), ("b", "That")]), objective="o")
def pick():
    """Which of the two?"""
    return "b"

pick.hints("Not the first")
'''
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def course(tmp_path, monkeypatch):
    folder = tmp_path / "curriculum" / "01_trial"
    folder.mkdir(parents=True)
    (folder / "key.py").write_text(KEY, encoding="utf-8")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    monkeypatch.setattr(module, "ACCOUNTS", 60)
    return tmp_path


def cards(course):
    return json.loads((course / "notebooks/progress/drill.json").read_text("utf-8"))["cards"]


def test_each_question_is_asked_on_a_company_of_its_own(course, capsys):
    first, second = drill("people"), drill("people")
    assert first.seed != second.seed
    assert first.check(len(first.load("users"))).right
    assert "It comes again in" in capsys.readouterr().out
    assert int(second.sql("select count(*) as n from users")["n"].iloc[0]) == len(
        second.load("users")
    )
    assert second.check(len(second.load("accounts"))).message == "These are accounts."


def test_the_same_seed_is_the_same_company(course):
    assert drill("people", seed=7).load("users").equals(drill("people", seed=7).load("users"))


def test_a_question_shows_what_is_asked_and_its_options(course, capsys):
    drill("pick")._ipython_display_()
    said = capsys.readouterr().out
    assert "Which of the two?" in said
    assert "That" in said


@pytest.fixture
def shell(monkeypatch, tmp_path):
    """A notebook's kernel; its displays are told as text."""
    config = Config()
    config.HistoryManager.enabled = False
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(config=config, ipython_dir=str(tmp_path))
    shell.user_ns["drill"] = drill
    yield shell
    InteractiveShell.clear_instance()


def test_the_lines_that_it_shows_can_be_run(course, shell, monkeypatch):
    shown = []
    monkeypatch.setattr(module.Card, "show", lambda card: shown.append(card.text))
    shell.run_cell('mine = drill("people", seed=7)', store_history=True)
    assert "How many users are there?" in shown[0]
    assert len(shown) == 1
    shell.run_cell("mine", store_history=True)
    lines = re.findall(r"`(.+)`", shown[1])
    assert lines == ['users = mine.load("users")', "mine.check(...)"]
    shell.run_cell(lines[0])
    shell.run_cell(lines[1].replace("...", "len(users)"))
    assert "Right" in shown[2]


def test_without_a_name_it_says_how_to_give_it_one(course, shell, monkeypatch):
    shown = []
    monkeypatch.setattr(module.Card, "show", lambda card: shown.append(card.text))
    shell.run_cell('drill("people", seed=7)')
    line = re.search(r"`(question = .+)`", shown[-1])[1]
    shell.run_cell(line)
    assert shell.user_ns["question"].seed == 7
    assert len(shown) == 3


def test_of_an_exercise_without_data_none_are_named(course, capsys):
    drill("pick")
    said = capsys.readouterr().out
    assert "company" not in said
    assert 'question.check("...")' in said


def test_only_the_first_answer_decides_when_it_comes_again(course):
    question = drill("pick")
    question.check("a")
    after = cards(course)
    question.check("b")
    assert cards(course) == after
    assert drill("pick").check("b").right
    assert cards(course) != after


def test_what_was_right_comes_later_than_what_was_wrong_or_helped(tmp_path):
    memory = Memory(tmp_path)
    for name, right, helped in (("good", True, False), ("hard", True, True), ("bad", False, False)):
        memory.note(name, right=right, helped=helped, now=NOW)
    due = {name: memory._card(name).due for name in ("good", "hard", "bad")}
    assert due["bad"] <= due["hard"] <= due["good"]
    assert due["good"] > NOW + timedelta(days=1)


def test_a_round_asks_what_is_due_and_then_what_is_new(tmp_path):
    memory = Memory(tmp_path)
    memory.note("old", right=False, helped=False, now=NOW - timedelta(days=30))
    memory.note("known", right=True, helped=False, now=NOW)
    again = Memory(tmp_path)
    assert again.due(["known", "new", "old"], NOW) == ["old", "new"]
    assert len(again.due([f"e{i}" for i in range(20)], NOW)) == module.ROUND


@pytest.mark.parametrize("text", ["", "{", '{"cards": 3}', '{"cards": {"pick": {"due": 3}}}'])
def test_a_damaged_memory_starts_again(course, text):
    (course / "notebooks/progress").mkdir()
    (course / "notebooks/progress/drill.json").write_text(text, encoding="utf-8")
    assert drill("pick").check("b").right
    assert list(cards(course)) == ["pick"]


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be closed like this there")
def test_where_nothing_can_be_written_a_drill_says_so_and_works(course, capsys, monkeypatch):
    def refuse(*_):
        raise PermissionError("no")

    monkeypatch.setattr(module, "write_json", refuse)
    assert drill("pick").check("b").right
    assert "cannot be saved" in capsys.readouterr().out


def test_what_cannot_be_asked_is_said_in_a_sentence(course, capsys, tmp_path_factory, monkeypatch):
    assert drill("peple") is None
    assert "Did you mean `people`?" in capsys.readouterr().out.replace("<code>", "`").replace(
        "</code>", "`"
    )
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert drill("people") is None
    assert "this copy came without it" in capsys.readouterr().out
