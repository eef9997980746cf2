"""Each rule of the linter: silent on a good lesson, and on a bad one it says where, what and how."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from places import ROOT
from sample_course import edit, line_of

from course_utils.build import plan
from course_utils.build.course import Course
from course_utils.build.lint import lint, main, times
from course_utils.build.lint.prose import sentences
from course_utils.build.lint.reading import grade, syllables
from course_utils.build.lint.spelling import american
from course_utils.build.new import new_lesson
from course_utils.build.source import Cell

NAME = "19_closing"
FOLDER = f"curriculum/{NAME}"
LESSON, ASSIGNMENT, KEY = (f"{FOLDER}/{file}.py" for file in ("lesson", "assignment", "key"))
STRONG, SAID = f"{FOLDER}/strong.md", "for an evening"
INSTRUCTOR, COVERS = f"{FOLDER}/instructor.md", f"{FOLDER}/covers.txt"
ROWS = "L19,skill,Choosing a day,001\nL19,method,A rule written first,001\n"


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    """A course with the lesson that an author begins with."""
    root = tmp_path_factory.mktemp("linted")
    (root / "curriculum").mkdir()
    for file in ("glossary.toml", "sources.toml", "course.toml", "coverage.csv"):
        shutil.copy(ROOT / "curriculum" / file, root / "curriculum")
    edit(root / "curriculum/coverage.csv", "L18,fact,", ROWS + "L18,fact,", count=1)
    new_lesson(NAME, root)
    (root / COVERS).write_text(
        "Choosing a day -> 1 | weekend_share\nA rule written first -> 2 | message\n"
    )
    return root


@pytest.fixture
def course(pristine, tmp_path):
    return shutil.copytree(pristine, tmp_path / "course")


def test_a_good_lesson_has_no_findings(pristine):
    assert lint([NAME], root=pristine) == []


LONG = "We " + "close the old plan and open the new one and " * 4 + "then stop."
HARD = (
    "Organisational prioritisation methodologies necessitate interdepartmental communication. " * 12
)
MINUTES = "## 2. Decide (1 min)"

# Each: file, what to replace, by what, the text in the line that is blamed, the rule, the words.
CASES = {
    "an objective without an exercise": (
        KEY,
        '    "decide": "Decide by',
        '    "tell": "Tell them.",\n    "decide": "Decide by',
        '"tell"',
        "objective",
        "No exercise has the objective 'tell'",
    ),
    "an objective that no part serves": (
        LESSON,
        '# %% [markdown] objective="decide"',
        "# %% [markdown]",
        None,
        "objective",
        "No part of the lesson serves the objective 'decide'",
    ),
    "a part that serves an objective that is not there": (
        LESSON,
        'objective="decide"',
        'objective="dither"',
        'objective="dither"',
        "objective",
        "'dither' is no objective",
    ),
    "a word that is not explained at first use": (
        LESSON,
        "An {{term active user}} did",
        "An active user did",
        "An active user",
        "term",
        "Write {{term active user}}",
    ),
    "a word that is explained too late": (
        LESSON,
        "Choose badly and",
        "Every active user counts. Choose badly and",
        "Every active user",
        "term",
        "'active user' is used here for the first time",
    ),
    "an abbreviation that nobody knows": (
        LESSON,
        "The answer is due",
        "The QBR is due",
        "The QBR",
        "term",
        "'QBR' is not explained",
    ),
    "a figure without alt text": (
        LESSON,
        "charts.show(\n    fig,\n    alt=",
        "charts.show(\n    fig,\n    title=",
        "charts.show(",
        "alt",
        "no alt text",
    ),
    "a picture in the text without alt text": (
        LESSON,
        "# Choose badly",
        "# ![](picture.png)\n# Choose badly",
        "picture.png",
        "alt",
        "no alt text",
    ),
    "pyplot's own show": (
        LESSON,
        "ordinary = people",
        "plt.show()\nordinary = people",
        "plt.show()",
        "alt",
        "charts.show(fig, alt=...)",
    ),
    "a long sentence": (
        LESSON,
        "Here: everybody, June, UTC.",
        LONG,
        "then stop",
        "sentence",
        "words",
    ),
    "a long sentence over several lines": (
        LESSON,
        "Here: everybody, June, UTC.",
        LONG.replace(" and open", "\n# and open"),
        "A count has no meaning",
        "sentence",
        "43 words",
    ),
    "a long sentence in code": (
        LESSON,
        "against {people.max():,.0f} at the most.",
        LONG,
        "guess.reveal",
        "sentence",
        "words",
    ),
    "hard words": (
        LESSON,
        "Here: everybody, June, UTC.",
        HARD,
        "## 1. Which day is quiet?",
        "grade",
        "reads at grade",
    ),
    "a percentage": (
        LESSON,
        "Here: everybody, June, UTC.",
        "Sunday has 17 % of them.",
        "17 %",
        "number",
        "'17 %' is typed by hand",
    ),
    "a large number": (
        LESSON,
        "Here: everybody, June, UTC.",
        "Sunday has 1,204 people.",
        "1,204",
        "number",
        "'1,204' is typed by hand",
    ),
    "a number in a table": (
        LESSON,
        "# | it does not |",
        "# | it has 312 people |",
        "312",
        "number",
        "'312' is typed by hand",
    ),
    "an answer in the cell of its guess": (
        LESSON,
        "guess.reveal(quiet,",
        'guess.reveal("Sunday",',
        "guess.reveal",
        "guess",
        "The answer to 'guess' is typed into the cell",
    ),
    "an exemplar that cites what is not there": (
        STRONG,
        SAID,
        f"{SAID} (F2)",
        SAID,
        "fact",
        "F2 is no line of the fact sheet",
    ),
    "an exemplar that its form would refuse": (
        STRONG,
        SAID,
        SAID + 800 * " more",
        None,
        "exemplar",
        "would refuse its exemplar of 4: The text has",
    ),
    "a source that is not listed": (
        LESSON,
        "Kornell and Kao, 2009)",
        "Kornell and Kao, 2008)",
        "Kao, 2008",
        "source",
        "'Richland, Kornell and Kao, 2008' is not in curriculum/sources.toml",
    ),
    "a source in code that is not listed": (
        LESSON,
        "against {people.max():,.0f} at the most.",
        "as Nobody (1999) found.",
        "guess.reveal",
        "source",
        "'Nobody (1999)' is not in",
    ),
    "sources without their list": (
        LESSON,
        "# {{sources}}",
        "# None.",
        None,
        "source",
        "does not list them",
    ),
    "a heading that skips a level": (
        LESSON,
        "# ## 2. Decide (1 min)",
        "# #### 2. Decide (1 min)",
        "#### 2.",
        "heading",
        "Use ###",
    ),
    "a second title": (
        ASSIGNMENT,
        "# ## 1. The weekend's share",
        "# # 1. The weekend's share",
        "# # 1.",
        "heading",
        "A second heading of level 1",
    ),
    "American in the lesson": (
        LESSON,
        "Here: everybody",
        "By color: everybody",
        "By color",
        "spelling",
        "Write 'colour'",
    ),
    "American in code": (
        LESSON,
        '"People active on an average day',
        '"People analyzed on an average day',
        "analyzed",
        "spelling",
        "Write 'analysed'",
    ),
    "American in the key": (
        KEY,
        "Mark each event of June",
        "Organize each event of June",
        "Organize",
        "spelling",
        "Write 'organise'",
    ),
    "American for instructors": (
        INSTRUCTOR,
        "compare days fairly",
        "honor days fairly",
        "honor",
        "spelling",
        "Write 'honour'",
    ),
    "a lesson that takes longer than it says": (
        LESSON,
        "quiet? (3 min)",
        "quiet? (1 min)",
        None,
        "time",
        "are said to take 2 minutes",
    ),
    "exercises that take less than they say": (
        ASSIGNMENT,
        "About 5 minutes",
        "About 25 minutes",
        "About 25",
        "time",
        "are said to take 25 minutes",
    ),
    "an assignment that does not say": (
        ASSIGNMENT,
        "About 5 minutes. You",
        "You",
        None,
        "time",
        "Write 'About 5 minutes'",
    ),
    "a row that nothing teaches": (
        COVERS,
        "Choosing a day -> 1 | weekend_share\n",
        "",
        None,
        "coverage",
        "Nothing here teaches the skill 'Choosing a day'",
    ),
    "a claim of a part that is not there": (
        COVERS,
        "-> 1 |",
        "-> 7 |",
        "-> 7",
        "coverage",
        "There is no part '7'",
    ),
    "a claim of a row that is not there": (
        COVERS,
        "A rule written first",
        "A rule written last",
        "written last",
        "coverage",
        "Did you mean 'A rule written first'?",
    ),
    "a line without an arrow": (COVERS, " -> 1", ": 1", "day: 1", "coverage", "has no '->'"),
    "an excuse without a reason": (
        LESSON,
        "# A count has",
        "# <!-- lint number: because -->\n# A count has",
        "lint number",
        "excuse",
        "gives no reason",
    ),
    "an excuse that nothing needs": (
        LESSON,
        "# A count has",
        "# <!-- lint number: it is the law of the land -->\n# A count has",
        "lint number",
        "excuse",
        "Nothing in this cell needs an excuse for 'number'",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_rule_fires_where_it_should(course, case):
    file, old, new, blamed, rule, words = CASES[case]
    edit(course / file, old, new)
    found = [finding for finding in lint([NAME], root=course) if finding.rule == rule]
    assert found, "nothing was found"
    line = line_of(course / file, blamed) if blamed else None
    assert any(
        words in f"{finding.what} {finding.mend}"
        and finding.path == Path(file)
        and line in (None, finding.line)
        for finding in found
    ), [str(finding) for finding in found]


@pytest.mark.parametrize("case", ["a percentage", "a long sentence", "American in the lesson"])
def test_an_excuse_with_a_reason_is_heard(course, case):
    file, old, new, _, rule, _ = CASES[case]
    edit(course / file, old, new)
    excuse = f"# <!-- lint {rule}: this is said on purpose -->\n# A count has"
    edit(course / file, "# A count has", excuse)
    assert lint([NAME], root=course) == []


def test_an_excuse_in_code_is_heard_and_does_not_reach_the_notebook(course):
    from course_utils.build import compose
    from course_utils.build.source import read_script

    edit(course / LESSON, "ordinary = people", "plt.show()\nordinary = people")
    edit(course / LESSON, "plt.show()", "# lint alt: shown to see it fail\nplt.show()")
    assert lint([NAME], root=course) == []
    cell = next(c for c in read_script(course / LESSON) if "plt.show" in c.source)
    made = compose.lesson([cell], None, "", NAME).notebook.cells[0]
    assert made.source.startswith("plt.show()")


@pytest.mark.parametrize(
    "text",
    [
        "On 1 July 2026 it had 7 days and 24 hours.",
        "See lesson 9 and parts 3 to 5.",
        "Within 7 days (168 hours) of signing up.",  # as the glossary defines activation
        "Kohavi, Tang and Xu (2020) report 2.5 % of them.",
        "Write `0.25` and not `25 %`.",
        "From 2026-06-01 on.",
    ],
)
def test_what_is_no_result_may_be_written(course, text):
    edit(course / LESSON, "Here: everybody, June, UTC.", text)
    assert [f for f in lint([NAME], root=course) if f.rule == "number"] == []


def test_an_everyday_word_may_be_linked_and_need_not_be(course):
    with (course / "curriculum/glossary.toml").open("a") as file:
        file.write('\n[pause]\nmeans = "A closed hour."\nlesson = 9\neveryday = ["badly"]\n')
    assert lint([NAME], root=course) == []
    edit(course / LESSON, "Choose badly", "Choose {{term badly}}, and pause,")
    assert lint([NAME], root=course) == []
    edit(course / LESSON, "{{term badly}}", "badly")
    assert [finding.rule for finding in lint([NAME], root=course)] == ["term"]


def test_words_and_sources_that_no_lesson_takes_are_found(course):
    with (course / "curriculum/glossary.toml").open("a") as file:
        file.write('\n[downtime]\nmeans = "Time in which a product is closed."\nlesson = 19\n')
    with (course / "curriculum/sources.toml").open("a") as file:
        file.write('zeno-1950 = "Zeno, A. (1950). *Nothing*. Nowhere."\n')
    found = {finding.what for finding in lint(root=course)}
    assert "No lesson links to 'downtime'." in found
    assert "zeno-1950 is named nowhere." in found


def test_two_lessons_may_not_call_an_exercise_alike(course):
    from course_utils.build.lint.check import Subject
    from course_utils.build.lint.rules import shared_names

    skill = plan.find_skills(course, [NAME])[0]
    one, other = (Subject.of(skill, Course.of(course)) for _ in range(2))
    assert list(shared_names([one])) == []
    found = list(shared_names([one, other]))
    assert {finding.what.split()[0] for finding in found} == set(one.key.all)


def test_the_command_names_the_place_and_how_to_mend_it(course, monkeypatch, capsys):
    monkeypatch.chdir(course)
    assert main([NAME]) == 0
    assert capsys.readouterr().out == ""
    edit(course / LESSON, "Here: everybody", "By color: everybody")
    assert main([NAME]) == 1
    said = capsys.readouterr()
    line = line_of(course / LESSON, "By color")
    assert said.out == f"{LESSON}:{line}: spelling: 'color' is American. Write 'colour'.\n"
    assert "1 finding." in said.err
    assert main(["nothing"]) == 1
    assert "There is no skill 'nothing'" in capsys.readouterr().err


def test_the_courses_own_lessons_have_no_findings():
    assert [str(finding) for finding in lint(root=ROOT)] == []


# What the rules stand on


def told(text):
    return [s.text for s in sentences(Cell("markdown", text, {}, None, Path("x.py"), 1))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("It has, e.g. Kitewell, cf. Dr. Who.", ["It has, e.g. Kitewell, cf. Dr. Who."]),
        ("A line\nand another.", ["A line and another."]),
        ("- one thing\n- another\n  thing", ["one thing", "another thing"]),
        ("> Said *so*.\n\n```\ncode is not. Prose.\n```", ["Said so."]),
        ("See [the page](https://x.y/z). `f(x)` is code.", ["See the page.", "Code is code."]),
        ("{{misleads}} it is late.", ["It misleads when it is late."]),
        ("The {{term funnel}} of {{points x}}.", ["The funnel of two."]),
    ],
)
def test_sentences(text, expected):
    assert told(text) == expected


# Counted by ear.
SYLLABLES = {
    1: "the be rate rates used judged said queue piece make use due friend real tried",
    2: "being table boxes counted metric people science users create business question value "
    "little handled wanted client patient special measure percent couple",
    3: "idea usual video everything created area interval onboarding revenue quality average "
    "customer period million various easier ratio evidence example decisions serial initial",
    4: "activation experiment priority reliable experience everybody",
    5: "organisation university possibility",
}


def test_syllables_are_counted_as_they_are_spoken():
    wrong = {
        word: syllables(word)
        for count, words in SYLLABLES.items()
        for word in words.split()
        if syllables(word) != count
    }
    assert len(wrong) <= 3, wrong
    assert all(abs(syllables(w) - n) <= 1 for n, ws in SYLLABLES.items() for w in ws.split())


def test_the_grade_is_that_of_the_formula():
    # 10 words, 2 sentences, 12 syllables: 0.39 * 5 + 11.8 * 1.2 - 15.59
    words = [["We", "saw", "the", "table", "there"], ["Then", "the", "users", "went", "home"]]
    assert grade(words) == pytest.approx(0.52)
    assert grade([[*words[0], "1,204"], words[1]]) == pytest.approx(0.52)
    with pytest.raises(ValueError, match="give at least one sentence"):
        grade([["12"]])


@pytest.mark.parametrize(
    ("word", "british"),
    [
        ("prioritize", "prioritise"),
        ("Organizations", "organisations"),
        ("analyzing", "analysing"),
        ("behavioral", "behavioural"),
        ("centered", "centred"),
        ("favorite", "favourite"),
        ("labeled", "labelled"),
        ("artifacts", "artefacts"),
        ("toward", "towards"),
    ],
)
def test_american_words(word, british):
    assert list(american(f"A {word} here.")) == [(word, british)]


def test_words_that_only_look_american():
    text = "The size of the prize, seized and resized; a laboratory, rigorous and humorous work, program"
    assert list(american(text)) == []


@pytest.mark.parametrize(
    ("code", "practice", "minutes"),
    [
        ('data.sql("select 1")', None, times.CODE),
        ("guess.reveal(*explore.answer())", None, times.PICTURE),
        ("star.show(explore.picture())", None, times.PICTURE),
        ("explore.microscope(kitewell)", None, times.PLAY),
        ("explore.try_plan(plan, sent)", None, times.CODE),
        ('guess = predict("guess", "How many?")', None, times.GUESS),
        ("busy = ...", "busy", times.PRACTICE),
        ("asked = ...", "asked", times.QUERY),
    ],
)
def test_a_cell_takes_what_it_asks(code, practice, minutes):
    cell = Cell("code", code, {}, None, Path("x.py"), 1, practice=practice)
    assert times.lesson_minutes([cell], {"asked"}) == minutes
