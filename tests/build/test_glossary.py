"""Words, sources and lessons that are written once, and the blocks that become more than text."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

from course_utils.build import BuildError
from course_utils.build.blocks import expand
from course_utils.build.course import Course, citations
from course_utils.build.make import build_shared
from course_utils.build.source import Cell
from course_utils.build.text import Page, fill, ranges

GLOSSARY = """
[funnel]
means = "Steps, and how many reach \\"each\\"."
lesson = 1
also = ["funnels", "ordered funnel"]
source = "ries-2011"

[NPS]
means = "Promoters less detractors."
lesson = 2
"""
SOURCES = """
ries-2011 = "Ries, E. (2011). *The Lean Startup*. Crown Business."
dehaan-2015 = "De Haan, E. and Wiesel, T. (2015). Metrics. *Journal* 1, 2-3."
playbook = "*The Playbook*. Nobody."
"""
COURSE = """
[[lesson]]
number = 1
skill = "sample"
title = "A sample"
gives = "sample things"

[[lesson]]
number = 2
skill = "later"
title = "A later one"
gives = "wait"
"""
LESSON = '# %% [markdown]\n# # Sample\n#\n# ## 1. One (3 min)\n\n# %%\nguess = predict("rain", "?", [])\n'
ASSIGNMENT = '# %% exercise="north"\nnorth = ...\n\n# %%\n\n# %% exercise="south"\nsouth = ...\n'


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "curriculum"
    (folder / "01_sample").mkdir(parents=True)
    (folder / "01_sample" / "lesson.py").write_text(LESSON)
    (folder / "01_sample" / "assignment.py").write_text(ASSIGNMENT)
    for name, text in (("glossary", GLOSSARY), ("sources", SOURCES), ("course", COURSE)):
        (folder / f"{name}.toml").write_text(text)
    return tmp_path


def cell(text, objective=None):
    return Cell("markdown", text, {}, None, Path("x.py"), 1, objective)


def filled(text, root, *others, number=1):
    first = cell(text)
    return fill(first, Page(None, Course.of(root), [first, *others], number))


def test_a_term_links_to_the_glossary_with_its_definition(root):
    assert filled("The {{term ordered funnel}}.", root) == (
        "The [**ordered funnel**](glossary.ipynb#Funnel \"Steps, and how many reach 'each'.\")."
    )
    assert filled("{{term Nps}}", root).startswith("[**Nps**](glossary.ipynb#NPS ")


def test_sources_are_those_that_the_lesson_names_by_author_and_year(root):
    other = cell("As De Haan and Wiesel (2015) say.")
    listed = filled("Vanity (Ries, 2011).\n\n{{sources playbook}}", root, other)
    assert listed.splitlines()[2:] == [
        "- De Haan, E. and Wiesel, T. (2015). Metrics. *Journal* 1, 2-3.",
        "- Ries, E. (2011). *The Lean Startup*. Crown Business.",
        "- *The Playbook*. Nobody.",
    ]


def test_terms_minutes_and_map(root):
    assert "**Funnel**" in filled("{{terms}}", root)
    assert "NPS" not in filled("{{terms}}", root)
    parts = cell("## 1. One (3 min)\n\n## 2. Two (4 min)")
    assert filled("{{minutes}} minutes", root, parts) == "7 minutes"
    shown = filled("{{map}}", root)
    assert "| **1** | **A sample** | **sample things** | **[open](01_sample.ipynb)** |" in shown
    assert "| 2 | A later one | wait | later |" in shown


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{term churn}}", "this is not in curriculum/glossary.toml"),
        ("{{sources nobody-1999}}", "nobody-1999 is not in curriculum/sources.toml"),
        ("{{objectives}}", "needs a key.py"),
        ("It {{misleads}} when.", "begins a paragraph of its own"),
        ("{{quiz}} Which?", "with options"),
        ("{{quiz}} Which?\n\n- [x] This", "needs an answer on an indented line"),
        ("{{quiz}} Which?\n\n- [x] A\n  Yes.\n- [x] B\n  Yes.", "exactly one option"),
    ],
)
def test_what_cannot_be_filled_is_refused_with_its_line(root, text, words):
    with pytest.raises(BuildError, match=r"^x.py:") as caught:
        filled(text, root)
    assert words in str(caught.value)


def test_objectives_become_a_table_where_parts_serve_them():
    from course_utils.exercises.key import Key

    key = Key.__new__(Key)
    object.__setattr__(key, "objectives", {"a": "Count things.", "b": "Argue."})
    cells = [
        cell("{{objectives}}"),
        cell("## 1. One (3 min)", "a"),
        cell("## 2. Two (4 min)", "a"),
        cell("## 3. Three", "b"),
        cell("## 4. Four (1 min)", "a"),
    ]
    assert fill(cells[0], Page(key, Course(), cells)).splitlines()[2:] == [
        "| count things | 1-2, 4 | 8 |",
        "| argue | 3 |  |",
    ]
    assert fill(cells[0], Page(key, Course(), cells[:1])) == "- Count things.\n- Argue."


def test_ranges():
    assert ranges([2, 3, 4, 5, 8, 9, 11]) == "2-5, 8-9, 11"
    assert ranges([]) == ""


def test_callouts_and_quizzes_are_plain_markdown():
    assert expand("Before.\n\n{{misleads}} it is\nlate.\n\nAfter.") == (
        "Before.\n\n> ⚠ **It misleads when** it is\n> late.\n\nAfter."
    )
    text = expand(
        "{{quiz}} Which?\n\n- [ ] A `b` & c\n  Too\n  few.\n- [x] D\n  It counts *value*.\n\nAfter."
    )
    assert text == (
        "**Quick question.** Which?\n\n"
        "<details><summary>A <code>b</code> &amp; c</summary>\n\n"
        "○ **Not this one.** Too few.\n\n</details>\n\n"
        "<details><summary>D</summary>\n\n✓ **Right.** It counts *value*.\n\n</details>\n\nAfter."
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("As Ries (2011) says", ["Ries 2011"]),
        ("(Deng, Knoblich and Lu, 2018)", ["Deng 2018"]),
        ("Keiningham and others (2007) did", ["Keiningham 2007"]),
        ("**Kitagawa (1955)** splits", ["Kitagawa 1955"]),
        ("(Brooke, 1996; Sauro and Lewis, 2016)", ["Brooke 1996", "Sauro 2016"]),
        ("De Haan, Verhoef and Wiesel (2015)", ["De Haan 2015"]),
        ("Nielsen and Landauer (1993a)", ["Nielsen 1993a"]),
        ("In June (2026) and on 1 July 2026, since 2020.", []),
        ("the winter of 1975 (a cold one)", []),
    ],
)
def test_citations(text, found):
    assert [f"{c.surname} {c.year}" for c in citations(text)] == found


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("glossary", "[a\n", "glossary.toml:1: This cannot be read"),
        ("glossary", '[a]\nmeans = "x"\n', "glossary.toml:1: a needs means"),
        (
            "glossary",
            '[a]\nmeans = "x"\nlesson = 1\n\n[b]\nmeans = "x"\nlesson = 1\nalso = ["A"]\n',
            "glossary.toml:5: 'A' is explained twice: also under a",
        ),
        ("glossary", '[a]\nmeans = "x"\nlesson = 1\nsource = "z"\n', "names the source 'z'"),
        ("sources", "a = 1\n", "sources.toml:1: a must be a text"),
        ("course", "[[lesson]]\nnumber = 1\n", "course.toml: Each [[lesson]] needs"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_line(root, file, text, words):
    (root / "curriculum" / f"{file}.toml").write_text(text)
    with pytest.raises(BuildError) as caught:
        Course.of(root)
    assert words in str(caught.value)


def test_glossary_and_list_of_lessons_are_built_and_checked(root):
    assert [r.state for r in build_shared(root)] == ["built", "built"]
    assert [r.state for r in build_shared(root)] == ["unchanged", "unchanged"]
    assert all(r.good for r in build_shared(root, check=True))
    text = "\n".join(
        c.source for c in nbformat.read(root / "notebooks/glossary.ipynb", as_version=4).cells
    )
    assert "### Funnel\n\nSteps, and how many" in text
    assert "[Lesson 1: A sample](01_sample.ipynb). Source: Ries, E. (2011)." in text
    assert "Lesson 2: A later one." in text
    course = json.loads((root / "notebooks/course.json").read_text())
    assert course["lessons"][0]["minutes"] == 3
    assert course["lessons"][0]["guesses"] == ["rain"]
    assert course["lessons"][0]["exercises"] == ["north", "south"]
    assert "notebook" not in course["lessons"][1]
    (root / "notebooks/course.json").write_text("{}")
    assert [r.state for r in build_shared(root, check=True)] == ["matches", "differs"]
