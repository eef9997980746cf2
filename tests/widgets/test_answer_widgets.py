"""Answer widgets without a browser: what they keep, what check() sees, what a reader sees."""

import html
import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from course_utils import widgets
from course_utils.exercises import forms
from course_utils.exercises.assessment import assess
from course_utils.exercises.plain import from_json, plain, to_json
from course_utils.exercises.store import Answers
from course_utils.lab.saved import WIDGET_VIEW
from course_utils.widgets.scripts import script
from course_utils.widgets.widget import RUN

PACKAGE = Path(widgets.__file__).parents[1]
ITEMS = {"a": "Search", "b": "Sign-on", "c": "Dark <mode>"}
TEXT = "Ana: I copy it by hand. It takes an hour!\nBo: Would you pay?"

# Each widget: how it is made, an answer by hand, what check() judges, the form, words of its text.
FAMILY = {
    "Ranking": (
        lambda **k: widgets.Ranking("x", ITEMS, **k),
        ["c", "a", "b"],
        ["c", "a", "b"],
        forms.Ranking(ITEMS),
        "1. Dark <mode>",
    ),
    "Board": (
        lambda **k: widgets.Board("x", ITEMS, capacity={"Must": 1}, **k),
        {"Must": ["b", "a"], "Should": [], "Could": [], "Won't": []},
        {"a": "Must", "b": "Must"},
        forms.Table(columns=("card", "column"), keys=("card",)),
        "Must (2 of 1: too many): Sign-on, Search",
    ),
    "Matrix": (
        lambda **k: widgets.Matrix("x", ITEMS, **k),
        {"a": [10, 80], "c": [50, 49.9]},
        {"a": "Quick wins", "c": "Money pits"},
        forms.Table(columns=("item", "quadrant"), keys=("item",)),
        "Search: Quick wins (effort 10, value 80)",
    ),
    "Choice": (
        lambda **k: widgets.Choice("x", ITEMS, confidence=True, **k),
        {"chosen": ["b"], "confidence": 0.8},
        "b",
        forms.Choice(ITEMS),
        "80% sure",
    ),
    "MultiChoice": (
        lambda **k: widgets.MultiChoice("x", ITEMS, **k),
        {"chosen": ["a", "c"], "confidence": None},
        {"a", "c"},
        forms.Choices(ITEMS),
        "Search",
    ),
    "Allocation": (
        lambda **k: widgets.Allocation("x", ITEMS, **k),
        {"a": 60, "b": 30, "c": 0},
        {"a": 60, "b": 30, "c": 0},
        forms.Table(columns=("item", "points"), keys=("item",)),
        "Left: 10 points",
    ),
    "Timeline": (
        lambda **k: widgets.Timeline(
            "x", ITEMS, ["Q1", "Q2", "Q3"], length={"a": 2}, capacity=1, after={"b": ["a"]}, **k
        ),
        {"a": 0, "b": 1},
        {"a": "Q1", "b": "Q2"},
        forms.Table(columns=("item", "start"), keys=("item",)),
        "Does not fit: Sign-on must start after Search ends",
    ),
    "Tree": (
        lambda **k: widgets.Tree("x", "Weekly teams", ITEMS, **k),
        {"b": "root", "a": "b"},
        {"a": "b", "b": "root"},
        forms.Table(columns=("part", "parent"), keys=("part",)),
        "- - Search",
    ),
    "Range": (
        lambda **k: widgets.Range("x", 0, 1, step=0.01, unit="%", **k),
        {"low": 0.2, "high": 0.35, "confidence": 0.8},
        [{"low": 0.2, "high": 0.35, "confidence": 0.8}],
        forms.Table(columns=("low", "high", "confidence"), tolerance=0.01),
        "20 % to 35 %",
    ),
    "Highlighter": (
        lambda **k: widgets.Highlighter("x", TEXT, {"pain": "Pain", "polite": "Polite"}, **k),
        {"1": "pain"},
        [{"quote": "It takes an hour!", "tag": "pain"}],
        forms.Table(columns=("quote", "tag"), keys=("quote",)),
        "Pain: It takes an hour!",
    ),
}
each = pytest.mark.parametrize("name", FAMILY)


def made(name, folder):
    return FAMILY[name][0](answers=Answers(folder))


def by_hand(widget, value):
    """What happens when the learner does something in the browser."""
    widget.set_state({"value": json.loads(json.dumps(value))})


def test_the_family_is_whole():
    kinds = {name for name in widgets.__all__ if isinstance(getattr(widgets, name), type)}
    assert kinds == set(FAMILY)


@each
def test_blank_is_not_attempted(name, tmp_path):
    widget = made(name, tmp_path)
    assert widget.value is None
    assert plain(widget) is None
    assert widget.note["state"] == "blank"
    with pytest.raises(forms.NotAttempted):
        FAMILY[name][3].read(widget)
    assert not (tmp_path / "answers").exists()


@each
def test_check_says_what_the_hand_has_not_done_yet(name, tmp_path):
    widget = made(name, tmp_path)
    found = assess(FAMILY[name][3], widget, matcher=None)
    assert found.state == "not_attempted"
    assert re.fullmatch(r"You have not \w[^.]* yet: .*\.", found.message)
    assert "xpected" not in found.message
    # What stands for the widget in an answer that is typed has no such words.
    assert "Expected" in assess(FAMILY[name][3], None, matcher=None).message


@pytest.mark.parametrize(
    ("name", "begun", "words"),
    [
        ("Board", {}, "You have not placed any card yet: put each card into a column."),
        ("Matrix", {}, "You have not placed any item yet: put each one on the plane."),
        ("Choice", {"confidence": 0.8}, "You have not chosen yet: choose one option."),
        ("Timeline", {}, "You have not planned any item yet: give each one its period."),
        (
            "Highlighter",
            {},
            "You have not marked any sentence yet: choose a tag, then what it fits.",
        ),
        (
            "Range",
            {"low": 0.1, "high": 0.2},
            "You have not said yet how sure you are: choose a probability.",
        ),
    ],
)
def test_what_is_only_begun_or_was_taken_back_is_no_answer_either(name, begun, words, tmp_path):
    widget = made(name, tmp_path)
    by_hand(widget, begun)
    assert widget.note["state"] == "saved"
    found = assess(FAMILY[name][3], widget, matcher=None)
    assert (found.state, found.message) == ("not_attempted", words)


@each
def test_where_no_widget_runs_its_text_says_what_there_is_and_how_to_answer(name, tmp_path):
    widget = made(name, tmp_path)
    data, _ = widget._repr_mimebundle_()
    for form in ("text/plain", "text/html"):
        text = html.unescape(data[form])
        assert widget.title in text
        assert widget.missing() in text
        for line in (*widget.offered(), widget.in_code()):
            assert line in text
    said = " ".join(widget.offered())
    for trait in ("items", "cards", "columns", "options", "nodes", "tags"):
        assert all(words in said for _, words in getattr(widget, trait, []))
    for words in (
        *getattr(widget, "periods", []),
        *(unit[2] for unit in getattr(widget, "units", [])),
    ):
        assert words in said
    # Which option a choice is to be is left open.
    exec(widget.in_code().replace("...", "b"), {"x": widget})
    assert FAMILY[name][3].read(widget) is not None
    assert widget.missing() not in str(widget)


@each
def test_what_is_done_by_hand_lasts(name, tmp_path):
    _, value, answer, _, words = FAMILY[name]
    widget = made(name, tmp_path)
    by_hand(widget, value)
    assert widget.note["state"] == "saved"
    again = made(name, tmp_path)
    assert again.note["state"] == "back"
    assert again.value == value
    assert again.answer == answer
    assert words in str(again)


@each
def test_check_sees_the_answer(name, tmp_path):
    _, value, answer, form, _ = FAMILY[name]
    widget = made(name, tmp_path)
    by_hand(widget, value)
    form = form.bind(answer)
    assert form.canonical(widget) == form.canonical(answer)
    # As the grader gets it: through JSON, in another process.
    sent = form.decode(json.loads(json.dumps(form.encode(widget))))
    assert form.canonical(sent).matches(form.canonical(answer))
    assert from_json(to_json(plain(widget))) == plain(answer)


@each
def test_code_is_shown_and_judged_and_not_kept(name, tmp_path):
    _, value, answer, _, _ = FAMILY[name]
    widget = made(name, tmp_path)
    widget.value = value
    assert widget.answer == answer
    assert widget.note["state"] == "code"
    assert not (tmp_path / "answers").exists()


@each
def test_start_again_is_blank(name, tmp_path):
    widget = made(name, tmp_path)
    by_hand(widget, FAMILY[name][1])
    by_hand(widget, None)
    assert widget.note["state"] == "saved"
    assert plain(widget) is None
    assert made(name, tmp_path).note["state"] == "blank"


@each
@pytest.mark.parametrize("value", [7, "a", [1], {"a": {}}, {"low": "x", "high": None}, [[]]])
def test_nonsense_never_replaces_an_answer(name, value, tmp_path):
    widget = made(name, tmp_path)
    by_hand(widget, FAMILY[name][1])
    before = widget.value
    by_hand(widget, value)
    if widget.note["state"] == "trouble":
        assert widget.note["words"].startswith("NOT SAVED: ")
        assert widget.value == before
        with pytest.raises(ValueError, match=r"answer|choose|number|gives|an? "):
            widget.value = value
    else:
        # It could be read as an answer without anything that the exercise knows.
        assert widget.answer in (None, set(), dict.fromkeys(ITEMS, 0), ["a", "b", "c"])


@each
def test_what_the_exercise_no_longer_has_is_dropped(name, tmp_path):
    widget = made(name, tmp_path)
    _, value, answer, _, _ = FAMILY[name]
    more = {**value, "gone": "gone"} if isinstance(value, dict) else [*value, "gone"]
    by_hand(widget, more)
    assert widget.answer == answer


@each
def test_a_reader_without_widgets_sees_the_answer(name, tmp_path, monkeypatch):
    widget = made(name, tmp_path)
    by_hand(widget, FAMILY[name][1])
    data, _ = widget._repr_mimebundle_()
    assert WIDGET_VIEW in data
    assert data["text/html"].endswith(RUN)
    assert FAMILY[name][4] in data["text/plain"]
    assert "<mode>" not in data["text/html"]
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    data, _ = widget._repr_mimebundle_()
    assert set(data) == {"text/plain", "text/html"}
    assert RUN not in data["text/html"]


@each
def test_trouble_is_said_and_trying_again_helps(name, tmp_path):
    widget = made(name, tmp_path)
    (tmp_path / "answers").write_text("in the way", encoding="utf-8")
    by_hand(widget, FAMILY[name][1])
    assert widget.note["state"] == "trouble"
    assert widget.note["words"].startswith("NOT SAVED: ")
    assert widget.answer == FAMILY[name][2]
    (tmp_path / "answers").unlink()
    widget._handle_custom_msg("save", [])
    assert widget.note["state"] == "saved"
    assert made(name, tmp_path).answer == FAMILY[name][2]


def test_an_exercise_shown_twice_does_not_undo_itself(tmp_path):
    answers = Answers(tmp_path)
    first, second = (widgets.Ranking("x", ITEMS, answers=answers) for _ in range(2))
    by_hand(first, ["c", "b", "a"])
    assert second.value == ["c", "b", "a"]
    by_hand(second, ["b", "c", "a"])
    assert first.value == ["b", "c", "a"]
    assert [path.name for path in (tmp_path / "answers").iterdir()] == ["x.json"]


def test_another_window_is_named(tmp_path):
    first = widgets.Ranking("x", ITEMS, answers=Answers(tmp_path))
    second = widgets.Ranking("x", ITEMS, answers=Answers(tmp_path))
    by_hand(first, ["c", "b", "a"])
    by_hand(second, ["b", "c", "a"])
    assert second.note["state"] == "trouble"
    assert "another window" in second.note["words"]
    assert len(list((tmp_path / "answers").iterdir())) == 2


def test_board_holds_each_card_once(tmp_path):
    board = made("Board", tmp_path)
    by_hand(board, {"Must": ["a", "a"], "Should": ["a", "b"]})
    assert board.value == {"Must": ["a"], "Should": ["b"], "Could": [], "Won't": []}


def test_allocation_gives_away_no_more_than_there_is(tmp_path):
    share = made("Allocation", tmp_path)
    with pytest.raises(ValueError, match="more than 100 points"):
        share.value = {"a": 60, "b": 60}


def test_timeline_ends_within_the_plan(tmp_path):
    plan = made("Timeline", tmp_path)
    plan.value = {"a": 2, "b": 9}
    assert plan.value == {"a": 1, "b": 2}
    assert plan.problems(plan.value) == [
        "Q3: 2 of 1 points",
        "Sign-on must start after Search ends",
    ]
    plan.value = {"a": 0, "b": 2}
    assert plan.problems(plan.value) == []


def test_tree_has_no_rings_and_nothing_in_the_air(tmp_path):
    tree = made("Tree", tmp_path)
    tree.value = {"a": "b", "b": "a", "c": "root"}
    assert tree.value == {"c": "root"}
    tree.value = {"a": "b"}
    assert tree.answer is None


def test_range_puts_its_ends_in_order(tmp_path):
    interval = made("Range", tmp_path)
    interval.value = {"low": 0.9, "high": 0.2, "confidence": 0.7}
    assert interval.value == {"low": 0.2, "high": 0.9, "confidence": None}
    assert interval.answer is None


def test_highlighter_joins_words(tmp_path):
    text = widgets.Highlighter(
        "x", TEXT, ["Pain", "Polite"], grain="word", answers=Answers(tmp_path)
    )
    text.value = {str(i): "Pain" for i in (1, 2, 4, 8, 9, 10)}
    quotes = [row["quote"] for row in text.answer]
    # A quote ends with its paragraph.
    assert quotes == ["copy it", "hand.", "hour!", "Would you"]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: widgets.Ranking("Not a name", ITEMS),
        lambda: widgets.Ranking("x", ["one"]),
        lambda: widgets.Board("x", ITEMS, capacity={"Mst": 1}),
        lambda: widgets.Matrix("x", ITEMS, quadrants=("a", "b", "c", "c")),
        lambda: widgets.Allocation("x", ITEMS, total=1, step=5),
        lambda: widgets.Timeline("x", ITEMS, ["Q1", "Q2"], after={"z": ["a"]}),
        lambda: widgets.Timeline("x", ITEMS, ["Q1", "Q2"], capacity=[1]),
        lambda: widgets.Tree("x", "Whole", {"root": "Root", "a": "A"}),
        lambda: widgets.Range("x", 1, 0),
        lambda: widgets.Range("x", 0, 1, step=0.1, levels=(80,)),
        lambda: widgets.Highlighter("x", " ", ITEMS),
    ],
)
def test_an_author_is_told_at_once(wrong):
    with pytest.raises(ValueError, match=r"must|give|there|no node|capacity"):
        wrong()


def scripts():
    """Return the modules that a widget begins with; those without a default are for others."""
    return sorted(p for p in PACKAGE.rglob("*.js") if "export default" in p.read_text("utf-8"))


@pytest.mark.parametrize("path", scripts(), ids=lambda path: path.stem)
def test_a_script_is_one_module(path):
    text = script(path)
    assert text.count("export default ") == 1
    assert text.count("\nexport ") == 1
    assert not re.search(r"^import ", text, flags=re.M)
    own = path.read_text(encoding="utf-8").split("\n", 1)[0]
    for word in re.findall(r"\{(.*)\}", own)[0].split(","):
        assert re.search(rf"(function|const) {word.strip()}\b", text)


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node to read a script")
@pytest.mark.parametrize("path", scripts(), ids=lambda path: path.stem)
def test_a_script_can_be_read(path):
    ran = subprocess.run(
        ["node", "--check", "--input-type=module"],
        input=script(path),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert ran.returncode == 0, ran.stderr


def sources():
    files = [*(PACKAGE / "widgets").rglob("*"), *(PACKAGE / "lessons").rglob("*")]
    return {path for path in files if path.suffix in {".js", ".css"}}


def weights():
    """Return the bytes of scripts and style sheets for every lesson, and for one lesson alone."""
    weight = Counter()
    for path in sources():
        room = path.relative_to(PACKAGE).parts
        weight[room[1] if room[0] == "lessons" else ""] += path.stat().st_size
    return weight.pop(""), max(weight.values())


def test_all_that_goes_to_the_browser_is_small_and_stays_there():
    shared, alone = weights()
    assert 0 < shared < 122_000
    assert 0 < alone < 36_000
    for path in sources():
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"https?://[^\"'` ]+", text)) <= {"http://www.w3.org/2000/svg"}
        assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|eval|innerHTML)\b", text)
