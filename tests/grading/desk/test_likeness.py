"""What hand-ins share beyond chance is asked about, and what a class shares by nature is not."""

from __future__ import annotations

import json
import random
import shutil

import pytest
from sample_cohort import EARLY, hand_in

from course_utils.grading.desk.likeness import LARGEST, alike, in_cells, in_files, own_text, signs
from course_utils.grading.desk.report import report
from course_utils.grading.desk.report_page import page, shown

NOISE = random.Random(3)


def words(count):
    return " ".join("".join(NOISE.choices("abcdefgh", k=5)) for _ in range(count))


def kept(folder, exercise, value, saved="2026-10-01T09:00:00Z"):
    """Keep an answer as a widget does."""
    (folder / "answers").mkdir(parents=True, exist_ok=True)
    body = {"format": 1, "exercise": exercise, "widget": "Order", "value": value, "saved": saved}
    (folder / "answers" / f"{exercise}.json").write_text(json.dumps(body), encoding="utf-8")


def found(root, folders, full, own=()):
    """Return the signs among folders of answers, by exercise."""
    answers = {name: [*in_files(root / name).items()] for name in folders}
    return signs(dict.fromkeys(folders, ""), answers, full, own)


def test_what_is_right_on_a_neighbours_company_and_wrong_on_ones_own_says_most(tmp_path):
    for name in ("ada", "ben"):
        kept(tmp_path / name, "forecast", [0.4213])
    kept(tmp_path / "cleo", "forecast", [0.3127])
    full = {("ada", "forecast"): True, ("ben", "forecast"): False, ("cleo", "forecast"): True}
    everybody = ["ada", "ben", "cleo"]
    (first,) = found(tmp_path, everybody, full, own=everybody)
    assert (first.students, first.exercise, first.strength) == (["ada", "ben"], "forecast", 3)
    assert first.words == (
        "ben and ada have the same file, to the byte. It is right on the company of ada, and wrong "
        "on that of ben."
    )
    (second,) = found(tmp_path, everybody, full)
    assert second.strength == 2, "one company for all"
    assert "to the second in which it was saved" in second.words
    both = {**full, ("ben", "forecast"): True}
    assert [one.strength for one in found(tmp_path, everybody, both, own=everybody)] == [2]


def test_the_same_value_saved_at_another_time_is_asked_about_where_it_is_exact(tmp_path):
    for minute, name in enumerate(("ada", "ben")):
        kept(tmp_path / name, "forecast", [0.4213], saved=f"2026-10-01T09:0{minute}:00Z")
        kept(tmp_path / name, "cause", "mix", saved=f"2026-10-01T09:0{minute}:00Z")
    full = {(name, one): name == "ada" for name in ("ada", "ben") for one in ("forecast", "cause")}
    (sign,) = found(tmp_path, ["ada", "ben"], full, own=["ada", "ben"])
    assert (sign.exercise, sign.strength) == ("forecast", 3), "of two choices anybody has one"


def test_files_that_are_no_answers_are_left_alone(tmp_path):
    for name in ("ada", "ben"):
        place = tmp_path / name / "answers"
        place.mkdir(parents=True)
        (place / "deep.json").write_text('{"value": ' + "[" * 100_000, encoding="utf-8")
        (place / "large.json").write_text(json.dumps({"value": "x" * LARGEST}), encoding="utf-8")
        (place / "list.json").write_text("[1]", encoding="utf-8")
        (place / "steps.other-12345678.json").write_text('{"value": 1}', encoding="utf-8")
        (place / "link.json").symlink_to("list.json")
        (place / "folder.json").mkdir()
    assert found(tmp_path, ["ada", "ben"], {}) == []


def hand_ins(root, **students):
    """Hand in; return texts and answers as the report reads them."""
    given = set(own_text(root / "exercises" / "sample" / "sample.ipynb", set()).splitlines())
    texts, answers = {}, {}
    for student, own in students.items():
        folder = hand_in(root, student, "exercises", EARLY, **own)
        texts[student] = own_text(folder / "sample.ipynb", given)
        answers[student] = [*in_cells(folder / "sample.ipynb", given).items()]
    return texts, answers


def usual(root):
    return set(own_text(root / "solutions" / "sample" / "sample.ipynb", set()).splitlines())


def short(number):
    return {
        "culprit": f"culprit = 'noise' if {number} else 0",
        "robust": f"robust = {{'mode', 'mean'}} - {{{number}}}",
        "free_share": f"free_share = {number} / 7",
    }


def test_a_copy_of_few_characters_is_asked_about(desk):
    several = {f"own{n}": short(n) for n in range(12)}
    texts, answers = hand_ins(desk, **several, copies=short(3))
    assert len(texts["copies"]) < 200
    assert alike(texts) == [], "too short for a whole text"
    (sign,) = signs(texts, answers, {}, [], usual(desk))
    assert sign.students == ["copies", "own3"]
    assert sign.words.endswith("which few others have: culprit, free_share, robust.")
    assert sign.strength == 1


def test_who_solves_it_as_the_author_does_is_not_asked(desk):
    right = {"steps": "steps = ['load', 'clean', 'chart', 'decide']", "culprit": "culprit = 'mix'",
             "robust": "robust = {'median', 'mode'}"}  # fmt: skip
    texts, answers = hand_ins(desk, ada=right, ben=right)
    assert signs(texts, answers, {}, [], {*usual(desk), *right.values()}) == []
    assert signs(texts, answers, {}, [], usual(desk)) != [], "were it not for the author's lines"


def test_what_more_than_a_quarter_of_a_class_shares_is_one_question(desk):
    block = "\n".join(f"# {words(8)}" for _ in range(6))
    sentence = words(12)
    ring = {
        f"ring{n}": {"free_share": f"{block}\nfree_share = {n}", "memo": sentence} for n in range(5)
    }
    others = {f"own{n}": {"free_share": f"# {words(40)}", "memo": words(12)} for n in range(7)}
    texts, answers = hand_ins(desk, **ring, **others)
    assert alike(texts) == [], "what so many have says nothing of two"
    told = signs(texts, answers, {}, [], usual(desk))
    assert all(one.students == sorted(ring) for one in told)
    assert [(one.exercise, one.strength) for one in told] == [("memo", 2), ("", 1)]
    assert "have the same 7 lines" in told[1].words, "six, and the sentence"


def test_a_number_that_was_copied_into_a_cell_is_found_by_whose_company_it_fits(desk):
    answer = {"free_share": "free_share = 0.48231"}
    texts, answers = hand_ins(desk, ada=answer, ben=answer, cleo={"free_share": "free_share = 0.5"})
    full = {("ada", "free_share"): True, ("ben", "free_share"): False}
    (sign,) = signs(texts, answers, full, ["ada", "ben", "cleo"], usual(desk))
    assert (sign.strength, sign.students) == (3, ["ada", "ben"])


def test_the_report_asks_and_does_not_judge(marked):
    """In the terminal and on the page, the strongest first; what students wrote acts nowhere."""
    for name in ("ada", "ben"):
        kept(marked / "submitted" / name / "sample", "steps", ["<b>", 1.2345])
        shutil.copytree(marked / "datasets", marked / "companies" / name)
    rows = [("ada", "steps", 3.0, 3.0), ("ben", "steps", 3.0, 0.0)]
    answer = report(marked, "sample", rows)
    assert [one.strength for one in answer.signs] == [3]
    for text in (shown(answer), page(answer)):
        assert "steps: ben and ada have the same file, to the byte." in text
        assert "ask" in text or "A question" in text
        for word in ("cheat", "plagiar", "guilty", "copied from"):
            assert word not in text
    assert json.loads(json.dumps(answer.to_json()))["signs"][0]["students"] == ["ada", "ben"]


@pytest.mark.parametrize("people", [400, 2000])
def test_a_large_class_is_looked_through(people, tmp_path):
    """Nobody copies: nothing is asked, though all have a number of their own and few choices."""
    answers, full = {}, {}
    from course_utils.grading.desk.likeness import Answer

    for n in range(people):
        exact = f"file [{NOISE.random()}]"
        answers[f"s{n}"] = [
            ("forecast", Answer(exact, len(exact), exact=True, file=f"f{n}")),
            ("cause", Answer(f"file {n % 3}", 1, file=f"c{n}")),
        ]
        full[f"s{n}", "cause"] = n % 2 == 0
    assert signs(dict.fromkeys(answers, ""), answers, full, list(answers)) == []
