"""The long run over many companies: says what fails where, and goes on where it was."""

from __future__ import annotations

import shutil

import pytest
from sample_course import CURRICULUM, SAMPLE, edit

from course_utils.build import plan, worlds

SEEDS = range(1, 4)
ACCOUNTS = 200


@pytest.fixture
def root(tmp_path):
    shutil.copytree(CURRICULUM / SAMPLE, tmp_path / "curriculum" / SAMPLE)
    return tmp_path


def run(root, seeds=SEEDS, say=lambda line: None, jobs=1):
    return worlds.run(root, plan.find_skills(root), seeds, ACCOUNTS, jobs, say)


def test_a_sound_key_passes_and_is_not_looked_at_twice(root, monkeypatch):
    said = []
    assert run(root, say=said.append) == []
    assert "sample: 3 of 3 companies are well posed" in said
    monkeypatch.setattr(worlds, "look", lambda *_: pytest.fail("looked again"))
    said.clear()
    assert run(root, say=said.append) == []
    assert "sample: 3 of 3 companies are on record" in said


def test_a_stopped_run_goes_on(root, monkeypatch):
    run(root, seeds=range(1, 3))
    record = worlds.record_of(root, plan.find_skills(root)[0], ACCOUNTS)
    with record.file.open("a", encoding="utf-8") as stream:
        stream.write('["sample", 3, [')  # the line at which it was stopped
    looked = []
    original = worlds.look
    monkeypatch.setattr(
        worlds, "look", lambda f, seeds, a: [looked.extend(seeds), original(f, seeds, a)][1]
    )
    assert run(root) == []
    assert looked == [3]
    assert run(root) == []
    assert looked == [3]


def test_a_badly_posed_exercise_is_named_with_mistake_and_seed(root):
    key = root / "curriculum" / SAMPLE / "key.py"
    text = key.read_text(encoding="utf-8")
    name = next(line for line in text.splitlines() if ".mistake(" in line).split(".")[0].strip("@")
    with key.open("a", encoding="utf-8") as stream:
        stream.write(
            f'\n\n@{name}.mistake("Not so.")\ndef _(source):\n    return {name}.answer(source)\n'
        )
    bad = run(root, seeds=range(1, 2))
    assert [world.seed for world in bad] == [1]
    (problem,) = bad[0].problems
    assert f"{name} (company seed 1): this mistake gives the right answer" in problem
    assert str(key) in problem
    edit(
        key,
        f'\n\n@{name}.mistake("Not so.")\ndef _(source):\n    return {name}.answer(source)\n',
        "",
    )
    assert run(root, seeds=range(1, 2)) == []


def test_processes_share_the_work(root):
    assert run(root, jobs=2) == []
