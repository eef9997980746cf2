"""Feedback shows the student's own work and the verdict's words, and nothing else of ours."""

from __future__ import annotations

import contextlib
import re

import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from course_utils.exercises import MIME
from course_utils.grading.nbgrader.feedback import ANSI, KindFeedback
from course_utils.grading.nbgrader.feedback_page import POLICY, cleaned, harmless


def graded(source: str, *outputs):
    metadata = {"grade": True, "solution": False, "locked": True, "grade_id": "q", "points": 1}
    return new_code_cell(source, metadata={"nbgrader": metadata}, outputs=list(outputs))


def clean(cell):
    return KindFeedback().preprocess_cell(cell, {}, 0)[0]


def text(cell) -> str:
    return ANSI.sub("", str(cell))


def traceback_of(source: str):
    """Return the error output that IPython makes of a cell."""
    shell = InteractiveShell.instance()
    shown: list = []
    shell._showtraceback = lambda kind, value, frames: shown.append((kind, value, frames))
    with contextlib.suppress(Exception):
        shell.run_cell(source, store_history=True)
    (kind, value, frames) = shown[0]
    return new_output("error", ename=kind.__name__, evalue=str(value), traceback=list(frames))


def test_a_students_error_keeps_its_own_lines_and_loses_the_librarys():
    source = "import json\n\ndef mine():\n    return json.loads('{')\n\nmine()"
    output = traceback_of(source)
    before = ANSI.sub("", "\n".join(output.traceback))
    assert "decoder.py" in before, "the error goes through a library"
    after = text(clean(new_code_cell(source, outputs=[output])))
    assert "decoder.py" not in after
    assert "__init__.py" not in after
    assert "json.loads" in after
    assert "JSONDecodeError" in after


HIDDEN = """assert answer > 0
### BEGIN HIDDEN TESTS
assert answer == 1234.5, f"expected 1234.5, not {answer}"
### END HIDDEN TESTS
assert answer < 10_000, "too large\""""


def test_a_hidden_test_shows_neither_its_source_nor_its_words():
    InteractiveShell.instance().user_ns["answer"] = 7
    cell = clean(graded(HIDDEN, traceback_of(HIDDEN)))
    assert "1234.5" not in text(cell)
    assert "HIDDEN" not in text(cell)
    assert "A test that you cannot see did not pass." in text(cell)
    assert cell.source == 'assert answer > 0\nassert answer < 10_000, "too large"'


def test_a_visible_test_beside_a_hidden_one_says_which_line_failed():
    InteractiveShell.instance().user_ns["answer"] = -1
    cell = clean(graded(HIDDEN, traceback_of(HIDDEN)))
    assert "1234.5" not in text(cell)
    assert "assert answer > 0" in text(cell.outputs)


def test_an_unclosed_hidden_test_hides_to_the_end():
    cell = clean(graded("x = 1\n### BEGIN HIDDEN TESTS\nassert x == 2"))
    assert cell.source == "x = 1"


def test_answer_data_do_not_reach_the_page():
    output = new_output("display_data", data={MIME: {"answer": 1}, "text/plain": "card"})
    assert MIME not in clean(new_code_cell("", outputs=[output])).outputs[0].data


def test_words_of_a_student_are_left_alone():
    cell = new_markdown_cell("I wrote BEGIN HIDDEN TESTS here.")
    assert clean(cell).source == "I wrote BEGIN HIDDEN TESTS here."


ACTS = [
    "<script>gained()</script>",
    "<img src=x onerror=gained()>",
    '<a href="javascript:gained()">see</a>',
    '<a href=" jAvA&#115;cript:gained()">see</a>',
    "<svg onload=gained()><script>gained()</script></svg>",
    '<iframe srcdoc="<script>gained()</script>"></iframe>',
    '<form action="https://example.org"><input name=token><button>Go</button></form>',
    '<meta http-equiv="refresh" content="0;url=https://example.org">',
    '<base href="https://example.org/">',
    '<link rel="stylesheet" href="https://example.org/x.css">',
    "<style>.score { display: none }</style>",
    '<div style="position:fixed;top:0;color:red">10 / 10</div>',
    '<div style="background:url(https://example.org/x)">x</div>',
    "<details open ontoggle=gained()>x</details>",
    "<math><mtext><table><mglyph><style><img src=x onerror=gained()></style></table></math>",
    '<noscript><p title="</noscript><img src=x onerror=gained()>"></noscript>',
    "</div></body></html><script>gained()</script>",
    "<!--><script>gained()</script>-->",
    '<object data="data:text/html,<script>gained()</script>"></object>',
    "<body onload=gained()>",
]
FORBIDDEN = re.compile(
    r"<(script|svg|iframe|form|input|meta|base|link|style|math|object|noscript|body)\b"
    r"|\son\w+=|javascript:|position|url\(",
    re.IGNORECASE,
)


@pytest.mark.parametrize("markup", ACTS)
def test_nothing_on_a_page_can_act(markup):
    after = cleaned(f"<p>before</p>{markup}<p>after</p>")
    assert not FORBIDDEN.search(after), after
    assert "<p>before</p>" in after
    assert "<p>after</p>" in after


def test_what_a_page_shows_is_kept():
    table = (
        '<table border="1" class="dataframe"><thead><tr><th></th><th>a</th></tr></thead>'
        '<tbody><tr><th>0</th><td style="color:red">1</td></tr></tbody></table>'
    )
    formula = '<p>$a &lt; b$ and \\(x\\)</p><h2 id="top"><a name="q" href="#q">q</a></h2>'
    after = cleaned(table + formula)
    assert table in after
    assert "$a &lt; b$ and \\(x\\)" in after
    assert 'name="q"' in after
    assert 'href="#q"' in after


def test_a_picture_without_words_says_so():
    after = cleaned('<img src="data:image/png;base64,AA=="><img><img alt="A line" src="data:x">')
    assert after.count('alt="No description has been provided for this image"') == 2
    assert after.count("alt=") == 3


def test_a_page_tells_the_browser_to_load_nothing():
    page = harmless("<html><head><title>q</title></head><body><p>a</p></body></html>")
    assert f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">' in page
    assert page.index("Content-Security-Policy") < page.index("<title>")
    with pytest.raises(ValueError, match="needs a body"):
        harmless("<p>a</p>")
