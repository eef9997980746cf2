"""Keys: loaded with their lines, refused when they are badly posed, compiled without a leak."""

from __future__ import annotations

import hashlib
import json
import textwrap

import pytest
from places import FIXTURES
from sample_company import SampleCompany

from course_utils.exercises import (
    BadKey,
    Checks,
    DamagedChecks,
    Number,
    assess,
    compile_checks,
    judge,
    load_key,
    pose_problems,
)
from course_utils.exercises.assessment import OpenMatcher

SAMPLE = FIXTURES / "sample_key" / "01_sample"
HEAD = """
from course_utils.exercises import *
from course_utils.exercises import Number, Choice, Choices, Table, Query, Function, exercise
OBJECTIVES = {"o": "Do it"}
"""


@pytest.fixture
def key_of(tmp_path):
    def load(body, head=HEAD):
        folder = tmp_path / "03_trial"
        folder.mkdir(exist_ok=True)
        text = (head + textwrap.dedent(body)).replace("import *\n", "import Ranking\n", 1)
        (folder / "key.py").write_text(text, encoding="utf-8")
        return load_key(folder)

    return load


def line_of(key_path, words):
    lines = key_path.read_text(encoding="utf-8").splitlines()
    return next(i for i, line in enumerate(lines, 1) if words in line)


def test_a_key_is_loaded_in_the_authors_order():
    key = load_key(SAMPLE)
    assert key.skill == "sample"
    assert list(key.exercises)[:3] == ["people", "share_guided", "score_nps"]
    assert key.exercises["people"].summary == "How many users are there?"
    assert key.points == 29
    assert load_key(SAMPLE / "key.py").exercises.keys() == key.exercises.keys()


def test_two_keys_do_not_share_a_module(key_of):
    first = key_of(GOOD)
    second = load_key(SAMPLE)
    assert (
        first.exercises["n"].function.__globals__
        is not second.exercises["people"].function.__globals__
    )


GOOD = '''
@exercise(Number("count"), points=1, objective="o")
def n(users):
    """How many?"""
    return len(users)

n.hints("Count")
'''


@pytest.mark.parametrize(
    ("body", "where", "words"),
    [
        (GOOD.replace('n.hints("Count")', ""), "@exercise", "n: it has no hints"),
        (GOOD.replace('hints("Count")', 'hints("  ")'), "@exercise", "n: it has no hints"),
        (GOOD.replace('"""How many?"""', ""), "@exercise", "no docstring"),
        (GOOD.replace('objective="o"', 'objective="p"'), "@exercise", "'p' is not in OBJECTIVES"),
        (GOOD.replace("points=1", "points=0"), "@exercise", "points must be more than 0"),
        (
            GOOD + GOOD.replace("points=1", "points=2"),
            "points=2",
            "line 6 has an exercise of this name already",
        ),
        (GOOD + "\n1 / 0", "1 / 0", "ZeroDivisionError"),
        (GOOD + "\nimport nowhere_at_all", "nowhere", "ModuleNotFoundError"),
        (GOOD + "\ndef (", "def (", "invalid syntax"),
        (GOOD.replace('Number("count")', "Number(tolerance=-1)"), "@exercise", "tolerance"),
        (GOOD.replace('Number("count")', '"count"'), "@exercise", "needs a form"),
        (GOOD + '\nn.mistake(" ", 3)', "n.mistake", "a mistake needs a message"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_line(key_of, tmp_path, body, where, words):
    with pytest.raises(BadKey) as refused:
        key_of(body)
    path = tmp_path / "03_trial" / "key.py"
    assert words in str(refused.value)
    assert f"{path}:{line_of(path, where)}: " in str(refused.value)


def test_an_objective_that_nothing_exercises_is_refused(key_of):
    with pytest.raises(BadKey, match=r":4: no exercise has the objective 'q'"):
        key_of(GOOD, HEAD.replace('"Do it"', '"Do it", "q": "Not this"'))


def test_a_folder_without_a_key_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"a skill area needs a key\.py"):
        load_key(tmp_path)


def trial(form, right, *mistakes):
    lines = [f"@exercise({form}, points=1, objective='o')", "def t(users):", '    """Ask."""']
    lines += [f"    return {right}", "", "t.hints('Think')"]
    for i, wrong in enumerate(mistakes):
        lines += [f"@t.mistake('message {i}')", "def _(users):", f"    return {wrong}", ""]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        (trial("Number()", "5", "5.0"), "message 0", "gives the right answer within the tolerance"),
        (trial("Number(tolerance=0.1)", "5", "5.09"), "message 0", "gives the right answer"),
        (trial("Number()", "5", "6", "6"), "message 1", "same answer as the one in line 11"),
        (trial("Number(tolerance=1)", "0.5"), "@exercise", "lets 0 pass for the right answer 0.5"),
        (
            trial("Number('fraction', tolerance=0.0001)", "0.249917"),
            "@exercise",
            "the tolerance 0.0001 lets 0.25 pass, which check() names as an example",
        ),
        (
            trial("Number('points', relative=0.01)", "32.6"),
            "@exercise",
            "the tolerance 0.01 lets 32.5 pass",
        ),
        (trial("Number(tolerance=1e-9)", "5e9"), "@exercise", "too small"),
        (trial("Number()", "'5'"), "@exercise", "its own form refuses the right answer"),
        (trial("Number()", "None"), "@exercise", "right answer is blank"),
        (trial("Number()", "float('nan')"), "@exercise", "its own form refuses the right answer"),
        (trial("Number()", "1 / 0"), "1 / 0", "the right answer stops with ZeroDivisionError"),
        (
            trial("Number()", "users.nothing"),
            "users.nothing",
            "the right answer stops with AttributeError",
        ),
        (trial("Number()", "5", "'6'"), "message 0", "can never be named"),
        (trial("Number()", "5", "..."), "message 0", "this mistake is blank"),
        (trial("Number()", "5", "1 / 0"), "1 / 0", "this mistake stops with ZeroDivisionError"),
        (trial("Choice('ab')", "'c'"), "@exercise", "its own form refuses"),
        (trial("Table()", "{'x': [1, 2], 'y': [1, 2]}"), "@exercise", "name their keys"),
        (
            trial("Table(tolerance=1)", "{'p': ['a'], 'y': [0.5]}"),
            "@exercise",
            'lets 0 pass for every number in the column "y"',
        ),
        (trial("Table()", "users.iloc[:0]"), "@exercise", "a table without rows"),
        (
            trial("Table(keys='z')", "{'p': ['a'], 'y': [0.5]}"),
            "@exercise",
            "key column z is not among",
        ),
        (trial("Table()", "{'p': ['a', 'a'], 'y': [1, 2]}"), "@exercise", "a has more than one"),
        (trial("Query()", "'select 1; select 2'"), "@exercise", "2 statements"),
    ],
)
def test_what_is_badly_posed_is_refused_with_its_line(key_of, tmp_path, body, line, words):
    key = key_of(body)
    company = SampleCompany(7)
    problems = pose_problems(key, [company])
    path = tmp_path / "03_trial" / "key.py"
    assert [problem.line for problem in problems] == [line_of(path, line)]
    assert words in str(problems[0])
    assert "t (company seed 7): " in str(problems[0])
    with pytest.raises(BadKey):
        compile_checks(key, company)


def test_a_mistake_that_is_right_on_one_company_only_is_found(key_of):
    key = key_of(trial("Number()", "len(users)", "len(users) + (users.user_id.max() % 5 > 0)"))
    problems = pose_problems(key, map(SampleCompany, range(20)))
    assert len(problems) == 1
    assert "gives the right answer" in str(problems[0])


def test_two_mistakes_may_share_an_answer_if_they_share_the_words(key_of):
    body = trial("Number()", "5", "6", "6").replace("message 1", "message 0")
    assert pose_problems(key_of(body), [SampleCompany(1)]) == []


def test_near_mistakes_keep_their_own_messages(key_of):
    key, company = key_of(trial("Number(tolerance=0.5)", "5", "7", "7.3", "9")), SampleCompany(1)
    check = Checks.of(compile_checks(key, company, cost=2)).exercises["t"]
    matcher = OpenMatcher(key.exercises["t"].reference(company))
    for value, message in ((7, 0), (7.3, 1), (7.005, 0), (7.295, 1), (7.1, 0), (7.7, 1), (9.4, 2)):
        for known in (check, matcher):
            assert known.mistake(check.form.canonical(value)) == f"message {message}", value
    close = key_of(trial("Number(tolerance=0.5)", "5", "7", "7.009"))
    assert "same answer as the one in line 11" in str(pose_problems(close, [company])[0])


def test_an_answer_without_numbers_is_hashed_once_beside_all_mistakes(key_of, monkeypatch):
    wrong = [f"{{'a', 'b', '{other}'}}" for other in "cdefgh"]
    body = trial("Choices(list('abcdefgh'))", "{'a', 'b'}", *wrong)
    key, company, hashed, real = key_of(body), SampleCompany(1), [], hashlib.scrypt
    check = Checks.of(compile_checks(key, company, cost=2)).exercises["t"]
    monkeypatch.setattr(hashlib, "scrypt", lambda *a, **k: hashed.append(a) or real(*a, **k))
    given = check.form.canonical({"a", "c"})
    assert not check.right(given)
    assert check.mistake(given) is None
    assert len(hashed) == 1
    assert check.mistake(check.form.canonical({"a", "b", "h"})) == "message 5"


FUNCTION = '''
def cases(seed):
    for i in range(1, 100):
        yield (i if seed == 1 else -i,)

@exercise(Function(Number(), cases=cases), points=1, objective="o")
def f(x):
    """Ask."""
    return abs(x)

f.hints("Think")
'''


def test_a_mistake_that_only_unseen_cases_hide_is_found(key_of):
    seen = FUNCTION + '@f.mistake("minus")\ndef _(x):\n    return -x\n'
    problems = pose_problems(key_of(seen), [SampleCompany(1)])
    assert len(problems) == 1
    assert "unseen cases" in str(problems[0])
    assert pose_problems(key_of(FUNCTION), [SampleCompany(1)]) == []


def test_a_function_may_go_another_right_way(key_of):
    key, company = (
        key_of(FUNCTION + '@f.accept("doubled")\ndef _(x):\n    return 2 * abs(x)\n'),
        SampleCompany(1),
    )
    assert pose_problems(key, [company]) == []
    check = Checks.of(compile_checks(key, company, cost=2)).exercises["f"]
    for matcher in (check, OpenMatcher(key.exercises["f"].reference(company))):
        for way, state in (
            (abs, "right"),
            (lambda x: 2 * abs(x), "right"),
            (lambda x: 3 * x, "not_right"),
        ):
            assert assess(check.form, way, matcher).state == state


def test_a_function_that_fails_is_refused(key_of):
    key = key_of(FUNCTION.replace("abs(x)", "1 / (x - 2)"))
    assert "fails with (2): ZeroDivisionError" in str(pose_problems(key, [SampleCompany(1)])[0])


def test_a_reference_cannot_spoil_the_data_for_the_next(key_of):
    body = '''
    @exercise(Number("count"), points=1, objective="o")
    def first(users):
        """Ask."""
        users["user_id"] = 0
        users.loc[:, "role"] = "x"
        return 1

    first.hints("Think")

    @exercise(Number("count"), points=1, objective="o")
    def second(source):
        """Ask."""
        changed = source.table("users")
        changed.loc[:, "user_id"] = 0
        return source.table("users")["user_id"].nunique() * source.table("users")["role"].nunique()

    second.hints("Think")
    '''
    key, company = key_of(body), SampleCompany(1)
    before = company.table("users").copy(deep=True)
    for name in ("first", "second"):
        key.exercises[name].answer(company)
    assert key.exercises["second"].answer(company) == 3 * len(before)
    assert company.table("users").equals(before)


# ------------------------------------------------------------------------------------ checks


def test_checks_are_the_same_each_time():
    key = load_key(SAMPLE)
    first = json.dumps(compile_checks(key, SampleCompany(3), cost=2))
    assert json.dumps(compile_checks(load_key(SAMPLE), SampleCompany(3), cost=2)) == first
    assert json.dumps(compile_checks(key, SampleCompany(4), cost=2)) != first


def test_checks_hold_no_answer_and_no_message_in_clear():
    company = SampleCompany(3)
    key = load_key(SAMPLE)
    data = compile_checks(key, company, cost=2)
    for name, item in key.exercises.items():
        if item.form.manual:
            continue
        text = json.dumps(
            {k: v for k, v in data["exercises"][name].items() if k not in ("hints", "summary")}
        )
        for mistake in item.mistakes:
            assert mistake.message not in text
        value = item.reference(company).value
        if item.form.kind == "Number":
            assert repr(float(value))[:6] not in text
        if item.form.kind == "Query":
            assert str(value) not in text
    assert "Roll back on Friday" not in json.dumps(data)


def test_an_offset_tells_nothing_but_the_place_in_the_bucket():
    """Answers one bucket apart have the same offset, so it cannot tell them apart."""
    from course_utils.exercises.checks import _offset, _width

    for tolerance in (0.001, 0.5, 3):
        for answer in (0.25, 1234.5, -7):
            offset = _offset(answer, tolerance)
            assert isinstance(offset, int)
            for k in (-3, 1, 1000):
                other = _offset(answer + k * _width(tolerance), tolerance)
                assert min(abs(offset - other), 1024 - abs(offset - other)) <= 1


def test_each_exercise_has_salt_of_its_own():
    data = compile_checks(load_key(SAMPLE), SampleCompany(3), cost=2)
    hashes = [entry["right"]["hash"] for entry in data["exercises"].values() if "right" in entry]
    assert len(set(hashes)) == len(hashes)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: None,
        lambda data: [],
        lambda data: {},
        lambda data: {**data, "format": 99},
        lambda data: {**data, "exercises": [1]},
        lambda data: {**data, "exercises": {"people": {"form": {"form": "Nothing"}}}},
        lambda data: {**data, "cost": "many"},
    ],
)
def test_damaged_checks_are_refused(spoil):
    data = compile_checks(load_key(SAMPLE), SampleCompany(3), cost=2)
    with pytest.raises(DamagedChecks):
        Checks.of(spoil(data))


def test_an_answer_too_large_for_a_bucket_is_only_not_right():
    checks = Checks.of(compile_checks(load_key(SAMPLE), SampleCompany(3), cost=2))
    check = checks.exercises["share_guided"]
    assert not check.right(check.form.canonical(1e308))


WIDE = '''
@exercise(Number("fraction", tolerance=0.002), points=1, objective="o")
def share(users):
    """Which share is guided?"""
    return (users["onboarding"] == "guided").mean()

@share.accept("one person less below the line")
def _(users):
    return (users["onboarding"] == "guided").sum() / (len(users) - 20)

@share.mistake("That is the share of the others, and larger.", says=lambda wrong, right: wrong > right)
def _(users):
    return (users["onboarding"] != "guided").mean()

share.hints("Count")
'''


def test_a_neighbouring_convention_is_as_right_as_the_reference(key_of):
    key, company = key_of(WIDE), SampleCompany(3)
    assert pose_problems(key, [company]) == []
    share = key.exercises["share"]
    given = share.accepted[0].answer(company)
    assert abs(given - share.answer(company)) > share.form.tolerance
    check = Checks.of(compile_checks(key, company, cost=2)).exercises["share"]
    for matcher in (check, OpenMatcher(share.reference(company))):
        assert assess(check.form, given, matcher).state == "right"
        assert assess(check.form, given + 0.01, matcher).state == "not_right"
    assert judge(share, share.form.encode(given), company).score == 1.0


def test_a_convention_that_is_a_mistake_too_is_refused(key_of):
    also = WIDE.replace("(len(users) - 20)", "len(users) * 0 + 1 - share.answer_of(users)")
    also = also.replace("share.answer_of(users)", '(users["onboarding"] == "guided").mean()')
    also = also.replace('(users["onboarding"] == "guided").sum() / ', "")
    problems = pose_problems(key_of(also), [SampleCompany(3)])
    assert "gives the right answer within the tolerance" in str(problems[0])


def test_a_message_that_is_untrue_of_its_number_is_refused_with_file_line_and_seed(key_of):
    key = key_of(WIDE.replace("wrong > right", "wrong < right"))
    (problem,) = pose_problems(key, [SampleCompany(3)])
    assert "and larger.' is not true of" in problem.message
    assert problem.line == line_of(key.path, "says=lambda")
    assert problem.company == "company seed 3"


PRACTICE = (
    GOOD
    + '''
@practice(Number("count"), objective="o")
def m(users):
    """How many owners?"""
    return (users["role"] == "owner").sum()

m.hints("Count")
'''
)


def test_practice_is_keyed_like_any_exercise_and_earns_nothing(key_of):
    key = key_of(
        PRACTICE.replace("@practice", "from course_utils.exercises import practice\n\n@practice")
    )
    assert list(key.exercises) == ["n"]
    assert list(key.practice) == ["m"]
    assert key.points == 1
    company = SampleCompany(1)
    assert list(compile_checks(key, company, cost=2)["exercises"]) == ["n"]
    practised = Checks.of(compile_checks(key, company, exercises=key.practice, cost=2))
    assert list(practised.exercises) == ["m"]
    right = int((company.table("users")["role"] == "owner").sum())
    assert assess(Number("count"), right, practised.exercises["m"]).state == "right"
    assert list(Checks.of(compile_checks(key, company, exercises=key.all, cost=2)).exercises) == [
        "m",
        "n",
    ]


def test_practice_has_one_hint(key_of):
    body = PRACTICE.replace('m.hints("Count")', 'm.hints("Count", "Count again")')
    with pytest.raises(BadKey, match="practice has one hint"):
        key_of(
            body.replace("@practice", "from course_utils.exercises import practice\n\n@practice")
        )
