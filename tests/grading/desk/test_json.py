"""What commands print for programs: JSON and nothing else on standard output, with what was done."""

from __future__ import annotations

import json
import sys

import pytest
from served_marking import reading

from course_utils.grading.desk import backups, command


def told(capsys, *words):
    capsys.readouterr()
    code = command.main([*words, "--json"])
    return json.loads(capsys.readouterr().out), code


def test_every_command_but_the_first_can_speak_to_programs():
    (known,) = (action.choices for action in command.parser()._actions if action.choices)
    silent = {name for name, one in known.items() if "--json" not in one._option_string_actions}
    assert silent == {"new"}, "which only makes a folder, once"


def test_due_and_restore(desk, capsys):
    found, code = told(capsys, "due", "sample", "2026-10-02T18:00+00:00")
    assert (found, code) == (
        {"assignment": "sample", "student": "", "until": "2026-10-02 18:00:00 UTC"}, 0)  # fmt: skip
    found, _ = told(capsys, "due", "sample", "none", "--student", "ada")
    assert found == {"assignment": "sample", "student": "ada", "until": None}
    names, _ = told(capsys, "restore", "--list")
    assert names == [one.name for one in backups.listed(desk)]
    found, _ = told(capsys, "restore")
    assert found["restored"] == names[0]
    assert found["before"] == backups.listed(desk)[0].name


@pytest.mark.skipif(sys.platform == "win32", reason="nbgrader has no exchange there")
def test_release_says_whether_it_is_another(desk, capsys):
    first, code = told(capsys, "release", "sample")
    assert (first["assignment"], first["course"], code) == ("sample", "autumn", 0)
    assert (first["again"], first["changed"], first["exchange"]) == (False, False, True)
    (desk / "exercises" / "sample" / "extra.md").write_text("Left over.", encoding="utf-8")
    second, _ = told(capsys, "release", "sample")
    assert (second["again"], second["changed"]) == (True, True)


def test_bundle_names_its_files_and_who_gets_none(desk, capsys):
    found, code = told(capsys, "bundle")
    assert code == 0
    assert found["hub"] == str(desk / "bundles" / "hub")
    assert found["zips"] == [str(desk / "bundles" / "zip" / "autumn.zip")]
    assert found["without"] == []


def test_agreement(marked, capsys):
    first = reading(marked)
    work = first.answer("memo", 0)["work"]
    first.mark("memo", 0, {"scores": {"Claim": 4, "Doubt": 2}, "comment": "", "work": work})
    found, code = told(capsys, "mark", "sample", "--agreement")
    assert (found["count"], found["lines"], code) == (0, [], 0), "one has read it"
