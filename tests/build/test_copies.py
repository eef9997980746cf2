"""What an assignment asks cannot be read off its lesson, and not be had by running its cells."""

from __future__ import annotations

import json

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from places import FIXTURES
from sample_company import SampleCompany

from course_utils.build.copies import WHERE, Copy, copies, write_values
from course_utils.exercises import load_key

KEY = load_key(FIXTURES / "sample_key" / "01_sample")
COMPANY = SampleCompany(1)
SHARE = float(KEY.exercises["share_guided"].answer(COMPANY))


def lesson(*outputs):
    data = [new_output("display_data", data=each) for each in outputs]
    return new_notebook(cells=[new_markdown_cell("Words."), new_code_cell("x", outputs=data)])


@pytest.mark.parametrize(
    "shown",
    [
        {"text/plain": f"{SHARE:.6f}"},
        {"text/html": f"<td>{100 * SHARE:.2f}</td><td>%</td>"},
        {"text/plain": f"{100 * SHARE:.1f} %"},
        {"image/svg+xml": f'<svg aria-label="A bar of {SHARE:.4f}"></svg>'},
        {"text/markdown": f"In words: **{SHARE:.2%}** of them."},
    ],
)
def test_a_number_that_is_shown_in_any_form_is_found(shown):
    assert [copy.exercise for copy in copies(KEY, COMPANY, lesson(shown), {})] == ["share_guided"]


def test_other_numbers_are_no_copies():
    shown = {"text/plain": f"{SHARE + 0.02:.4f} and {SHARE:.2f}, in 2026"}
    assert copies(KEY, COMPANY, lesson(shown), {}) == []


def kept(names, tmp_path, monkeypatch):
    monkeypatch.setenv(WHERE, str(tmp_path / "values.json"))
    write_values(names)
    return json.loads((tmp_path / "values.json").read_text(encoding="utf-8"))


def test_a_value_that_a_cell_of_the_lesson_assigns_is_found(tmp_path, monkeypatch):
    users = COMPANY.table("users")
    names = {
        "guided": (users["onboarding"] == "guided").mean(),
        "rates": users.groupby("onboarding").size() / len(users),
        "off": SHARE + 0.0005,
        "users": users,
        "text": "guided",
        "json": json,
    }
    values = kept(names, tmp_path, monkeypatch)
    assert "users" not in values or len(users) <= 500
    found = copies(KEY, COMPANY, lesson(), values)
    assert Copy("share_guided", None, "guided") in found
    assert Copy("share_guided", None, "rates") in found
    assert "off" not in {copy.what for copy in found}
