"""What check() may tell: three policies, one notebook; what is not told cannot be searched either."""

from __future__ import annotations

import json
import time

import pytest
from places import FIXTURES, ROOT
from sample_company import SampleCompany
from searching import sealed, search

from course_utils.exercises import check, compile_checks, hint, learner, load_key, progress
from course_utils.exercises.checks import Checks
from course_utils.exercises.policy import EXAM, OPEN, OWN, REHEARSAL, SAME, choose, chosen, told

KEY = load_key(FIXTURES / "sample_key" / "01_sample")
COMPANY = SampleCompany(1)
FULL = compile_checks(KEY, COMPANY, cost=2)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    def sit(checks):
        (tmp_path / "checks.json").write_text(json.dumps(checks), encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(learner, "_desk", None)

    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.setattr(learner, "_company", lambda: COMPANY)
    return sit


def right(name):
    return KEY.exercises[name].reference(COMPANY).value


AUTO = [name for name, item in KEY.exercises.items() if not item.form.manual]


def test_open_is_what_was_compiled_and_can_be_searched_for_a_price():
    assert told(FULL, "open") == FULL
    begin = time.monotonic()
    found = search(compile_checks(KEY, COMPANY))
    print(f"open: {len(found)} of {len(AUTO)} found in {time.monotonic() - begin:.1f} s: {found}")
    assert found


HIDING = [("exam", False), ("exam", True), ("rehearse", True)]
RELEASES = sorted((ROOT / "exercises").glob("*/checks.json"))


@pytest.mark.parametrize(("policy", "own"), HIDING)
def test_what_is_not_told_cannot_be_searched(policy, own):
    checks = told(FULL, policy, own=own)
    assert search(FULL), "this is how it would be found"
    assert search(checks) == {}
    assert not sealed(checks["exercises"])


@pytest.mark.parametrize(("policy", "own"), HIDING)
@pytest.mark.parametrize("path", RELEASES, ids=lambda path: path.parent.name)
def test_nothing_is_left_in_any_release_that_compares_an_answer(path, policy, own):
    full = json.loads(path.read_text(encoding="utf-8"))
    earning = {name: entry for name, entry in full["exercises"].items() if entry["points"]}
    there = [name for name, entry in earning.items() if sealed(entry)]
    assert len(there) >= 5, "they do compare under open"
    exercises = told(full, policy, own=own)["exercises"]
    assert not [name for name in earning if sealed(exercises[name])]
    for name in there:
        entry = Checks.of({**full, "exercises": exercises}).exercises[name]
        assert not entry.tells
        assert entry.edges is None


def test_a_rehearsal_on_the_courses_company_tells_all_but_what_is_the_same_on_ones_own():
    checks = told(FULL, "rehearse", same={AUTO[0]})
    assert "right" not in checks["exercises"][AUTO[0]]
    assert checks["exercises"][AUTO[0]]["why"] == SAME
    assert all(checks["exercises"][name] == FULL["exercises"][name] for name in AUTO[1:])


def test_a_rehearsal_and_open_checks_say_what_they_are(desk, capsys):
    for checks, words in ((told(FULL, "rehearse"), REHEARSAL), (FULL, OPEN)):
        desk(checks)
        assert check(AUTO[0], right(AUTO[0])).state == "right"
        assert (REHEARSAL in capsys.readouterr().out) == (words == REHEARSAL)
        progress()
        assert words in capsys.readouterr().out


def test_no_policy_leaves_parts_of_what_earns_marks():
    for entry in FULL["exercises"].values():
        assert not entry.get("parts")


@pytest.mark.parametrize(
    ("checks", "why"),
    [(told(FULL, "rehearse", own=True), OWN), (told(FULL, "exam"), EXAM)],
    ids=["rehearse", "exam"],
)
def test_the_learner_is_told_which_holds_and_why(desk, capsys, checks, why):
    desk(checks)
    for name in AUTO:
        result = check(name, right(name))
        assert result.state == "formed", name
        assert why in result.message
    assert why in capsys.readouterr().out
    assert check(AUTO[0]).state == "notice"
    assert check(AUTO[0], ...).state == "not_attempted"
    assert check(AUTO[0], object()).state == "wrong_form"
    capsys.readouterr()
    progress()
    said = capsys.readouterr().out
    assert why in said
    assert f"0 of {len(AUTO)} done" in said
    assert "the form is right" in said


def test_right_and_wrong_cannot_be_told_apart(desk, capsys):
    desk(told(FULL, "exam"))
    for name in AUTO:
        form = Checks.of(FULL).exercises[name].form
        options = getattr(form, "options", None)
        if form.kind != "Choice" or not options:
            continue
        answers = [check(name, key) for key, _ in options]
        assert len({(one.state, one.message) for one in answers}) == 1


def test_an_exam_has_no_hints(desk, capsys):
    desk(told(FULL, "exam"))
    hint(AUTO[0])
    assert "There are none." in capsys.readouterr().out


def test_validating_takes_the_right_form_and_plain_nbgrader_gives_no_points(desk, monkeypatch):
    desk(told(FULL, "exam"))
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    assert check(AUTO[0], right(AUTO[0])).state == "formed"
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(learner.NotRight):
        check(AUTO[0], right(AUTO[0]))


def test_a_choice_is_kept_and_a_bad_one_is_one_sentence(tmp_path):
    assert chosen(tmp_path) == {}
    choose(tmp_path, "sample", "exam")
    choose(tmp_path, "other", "open")
    assert chosen(tmp_path) == {"sample": "exam", "other": "open"}
    with pytest.raises(ValueError, match="rehearse, open, exam"):
        choose(tmp_path, "sample", "secret")
    (tmp_path / "policy.json").write_text('{"sample": "none"}', encoding="utf-8")
    with pytest.raises(ValueError, match="cannot be used"):
        chosen(tmp_path)
