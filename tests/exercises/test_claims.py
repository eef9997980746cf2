"""Claims: bound to sentences, proved on companies, and seen by no reader."""

from __future__ import annotations

import pytest
from sample_company import SampleCompany

from course_utils.exercises import BadKey
from course_utils.exercises.claims import (
    false_claims,
    load_claims,
    mentions,
    told,
    told_in_code,
    unknown,
)

CLAIMS = '''
from course_utils.exercises.claims import claim


@claim
def most_are_classic(users):
    """Most users met the classic onboarding."""
    return (users["onboarding"] == "classic").mean() > 0.5


@claim
def owners_lead(users):
    """There are more owners than members."""
    counts = users["role"].value_counts()
    return counts["owner"] > counts["member"]
'''
LESSON = """# %% [markdown]
# # A lesson
#
# Nothing is said here. Most users met the
# classic onboarding.{{claim most_are_classic}} And on it goes.

# %%
guess.reveal("Owners", "There are more owners.")  # claim: owners_lead
# claim: most_are_classic owners_lead
show("Classic leads, and so do owners")
text = "# claim: nothing, this is a text"
"""


@pytest.fixture
def lesson(tmp_path):
    (tmp_path / "claims.py").write_text(CLAIMS, encoding="utf-8")
    (tmp_path / "lesson.py").write_text(LESSON, encoding="utf-8")
    return tmp_path


def companies(*seeds):
    return (SampleCompany(seed) for seed in seeds)


def test_a_sentence_names_the_claims_that_it_rests_on(lesson):
    found = mentions(lesson / "lesson.py")
    assert [(m.name, m.line) for m in found] == [
        ("most_are_classic", 5),
        ("owners_lead", 8),
        ("most_are_classic", 9),
        ("owners_lead", 9),
    ]
    assert found[0].sentence == "Most users met the classic onboarding."
    assert found[1].sentence.startswith('guess.reveal("Owners"')
    assert found[2].sentence == 'show("Classic leads, and so do owners")'


def test_what_is_false_on_one_company_of_many_is_named_with_sentence_file_line_and_seed(lesson):
    claims, named = load_claims(lesson), mentions(lesson / "lesson.py")
    seeds = range(1, 9)
    bad = [seed for seed in seeds if not claims["owners_lead"].holds(SampleCompany(seed))]
    assert 0 < len(bad) < len(seeds)
    problems = [str(problem) for problem in false_claims(claims, named, companies(*seeds))]
    assert len(problems) == 2  # once for each sentence
    assert f"{lesson / 'lesson.py'}:8: owners_lead (company seed {bad[0]})" in problems[0]
    assert "There are more owners." in problems[0]
    assert "it is not so that there are more owners than members." in problems[0]
    good = [seed for seed in seeds if seed not in bad]
    assert false_claims(claims, named, companies(*good)) == []


def test_a_claim_that_stops_or_is_neither_true_nor_false_is_reported(lesson):
    text = CLAIMS.replace('counts["owner"] > counts["member"]', 'counts["boss"] > 3')
    (lesson / "claims.py").write_text(text, encoding="utf-8")
    named = mentions(lesson / "lesson.py")
    assert "KeyError: 'boss'" in str(false_claims(load_claims(lesson), named, companies(1))[0])
    text = CLAIMS.replace('counts["owner"] > counts["member"]', "counts")
    (lesson / "claims.py").write_text(text, encoding="utf-8")
    assert "True or False" in str(false_claims(load_claims(lesson), named, companies(1))[0])


def test_names_that_are_not_there_and_claims_that_nothing_rests_on(lesson):
    text = LESSON.replace("{{claim most_are_classic}}", "{{claim most_are_clasic}}")
    (lesson / "lesson.py").write_text(
        text.replace("# claim: most_are_classic owners_lead", ""), "utf-8"
    )
    problems = unknown(load_claims(lesson), mentions(lesson / "lesson.py"))
    assert "lesson.py:5: there is no claim 'most_are_clasic'" in str(problems[0])
    assert "most_are_classic: no sentence rests on this claim" in str(problems[1])


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"""There are more owners than members."""', "", "no docstring"),
        ("def owners_lead", "def most_are_classic", "claim of this name"),
        ("return counts", "return counts[", "never closed"),
        ("from course_utils.exercises.claims import claim", "", "NameError"),
    ],
)
def test_claims_that_cannot_be_used(lesson, old, new, words):
    (lesson / "claims.py").write_text(CLAIMS.replace(old, new), encoding="utf-8")
    with pytest.raises(BadKey, match=words):
        load_claims(lesson)


def test_a_lesson_without_claims_has_none(tmp_path):
    assert load_claims(tmp_path) == {}


def test_no_reader_sees_a_mention():
    assert told("Most are classic.{{claim most_are_classic}} And so on.") == (
        "Most are classic. And so on."
    )
    assert told("Classic leads {{claim a b}}.") == "Classic leads."
    assert told_in_code('# claim: a\nshow("x")  # claim: b\nmore()') == 'show("x")\nmore()'
