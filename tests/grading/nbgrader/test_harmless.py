"""What a student handed in cannot act, reach over its neighbours, or hold up whoever looks at it."""

from __future__ import annotations

import json
import re
import time

import pytest
from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.converters import GenerateFeedback

from course_utils.grading.nbgrader import harmless
from course_utils.grading.nbgrader.feedback_page import FeedbackExporter
from course_utils.grading.nbgrader.harmless import Harmless, fragment, modest, plain_markdown, tidy


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<p style='margin-top:-900px;color:red'>5 / 5</p>", '<p style="color:red">5 / 5</p>'),
        ("<p style='position:fixed;top:0'>x</p>", '<p style="">x</p>'),
        ("<p class='score panel-heading' id='q'>x</p>", "<p>x</p>"),
        ("<a href='data:text/html,x'>x</a>", "<a>x</a>"),
        ("<a href='/formgrader?path=submitted/eve'>x</a>", "<a>x</a>"),
        ("<img src='data:text/html,x' alt=a>", '<img alt="a">'),
        ("<table class='dataframe score'></table>", '<table class="dataframe"></table>'),
        (r"$\href{javascript:gained()}{x}$", r"$\<span></span>href{javascript:gained()}{x}$"),
        (r"$\hr<wbr>ef{javascript:gained()}{x}$", r"$\<span></span>href{javascript:gained()}{x}$"),
    ],
)
def test_a_piece_stays_in_its_place(given, kept):
    after = fragment(given).replace(' rel="noopener noreferrer"', "").replace(' class=""', "")
    assert after.replace(";", "") == kept.replace(";", "")


def page_of(*cells) -> str:
    exporter = FeedbackExporter(config=GenerateFeedback().config)
    about = {"student": "eve", "assignment": "ps", "notebook": "ps"}
    scores = dict.fromkeys(["score", "max_score", "late_penalty"], 0.0)
    resources = {"nbgrader": {**about, **scores}, "metadata": {"name": "n"}}
    nb = new_notebook()
    nb.cells = list(cells)
    return exporter.from_notebook_node(nb, resources)[0]


def html(text):
    return new_code_cell("1", outputs=[new_output("display_data", data={"text/html": text})])


NESTED = "<div>" * 300_000


@pytest.mark.parametrize(
    "cell",
    [
        html(NESTED),
        html("<b><table></b></table>" * 100_000),
        new_markdown_cell(NESTED),
        new_markdown_cell("> " * 300_000),
        new_markdown_cell("[" * 300_000),
        new_markdown_cell("\\begin{a}" * 50_000),
        new_code_cell("(" * 3_000_000),
        new_code_cell("1", outputs=[new_output("stream", text="\x1b[31mx" * 3_000_000)]),
    ],
    ids=["nested", "misnested", "markdown", "quotes", "brackets", "formulas", "code", "colours"],
)
def test_bombs_cost_little(cell):
    begin = time.monotonic()
    page = page_of(cell, new_markdown_cell("The end."))
    assert time.monotonic() - begin < harmless.SECONDS + 10
    assert "The end." in page
    assert len(page) < 8 << 20


def test_what_takes_too_long_becomes_plain_text(monkeypatch):
    monkeypatch.setattr(harmless, "SECONDS", 0.3)
    slow = harmless.coloured

    def endless(source, lexer):
        while source == "slow":
            time.sleep(0.01)
        return slow(source, lexer)

    monkeypatch.setattr(harmless, "coloured", endless)
    page = page_of(new_code_cell("slow"), new_markdown_cell("<b>The end.</b>"))
    assert "<pre>slow</pre>" in page
    assert "&lt;b&gt;The end.&lt;/b&gt;" in page


ODD = [
    {"language": {"a": 1}, "magics_language": ["x"], "tags": {"a": 1}},
    {"tags": [{"a": 1}, "remove-cell"], "alt": ["x"], "name": 5},
    {"collapsed": "<script>", "jupyter": [1], "nbgrader": "x"},
]


@pytest.mark.parametrize("metadata", ODD)
@pytest.mark.parametrize("attachments", [[1], {"a": 5}, {"a.png": {"text/html": "<script>"}}])
def test_odd_metadata_cost_nothing(metadata, attachments):
    cell, text = new_code_cell("1"), new_markdown_cell("![a](attachment:a.png) words")
    cell.metadata = text.metadata = from_dict(metadata)
    text["attachments"] = from_dict(attachments)
    page = page_of(cell, text)
    assert "words" in page
    assert "<script>" not in page.partition("<body>")[2]


def test_pictures_that_are_attached_stay():
    text = new_markdown_cell("![a](attachment:a.png)")
    text["attachments"] = {"a.png": {"image/png": "AAAA"}}
    assert 'src="data:image/png;base64,AAAA"' in page_of(text)


def test_metadata_of_50_mb_are_cut():
    large = {"note": "x" * (50 << 20)}
    nb = new_notebook(cells=[new_code_cell("1")])
    nb.metadata = from_dict({**large, "kernelspec": {"name": "python3"}})
    nb.cells[0].metadata = from_dict({"tags": ["a"], **large, "nbgrader": {"grade_id": "q"}})
    assert len(json.dumps(modest(nb))) < 1_000
    assert nb.metadata.kernelspec.name == "python3"
    assert nb.cells[0].metadata == {"tags": ["a"], "nbgrader": {"grade_id": "q"}}


def test_outputs_keep_what_shows_and_lose_what_acts():
    data = {
        "text/plain": "p",
        "text/html": "<b>h</b><script>gained()</script>",
        "application/javascript": "gained()",
        "image/png": "AAAA",
        "image/jpeg": '"onerror=gained()',
    }
    metadata = {"text/html": {"isolated": True}, "image/png": {"width": 5, "height": '"x'}}
    nb = new_notebook(cells=[html("")])
    nb.cells[0].outputs[0] |= {"data": from_dict(data), "metadata": from_dict(metadata)}
    (shown,) = tidy(nb).cells[0].outputs
    assert shown.data == {"text/plain": "p", "text/html": "<b>h</b>", "image/png": "AAAA"}
    assert shown.metadata == {"image/png": {"width": 5}}


@pytest.mark.parametrize(
    "honest",
    [
        "Because **a < b** and `List<int>`:\n\n```python\nif a <b: pass\n```\n",
        "A <b>bold</b> word, see https://example.org, $x^2$",
        "| a | b |\n|---|---|\n| 1 | 2 |",
    ],
)
def test_an_honest_answer_is_stored_as_it_is(honest):
    assert plain_markdown(honest) == honest


@pytest.mark.parametrize(
    "active",
    [
        "<script>gained()</script>",
        "<img src=x onerror=gained()>",
        "<svg/onload=gained()>",
        "<!-- <script> -->",
        "[x](javascript:gained())",
        "$\\href{javascript:gained()}{x}$",
    ],
)
def test_an_answer_that_acts_is_stored_as_text(active):
    after = plain_markdown(f"words **bold**\n\n{active}")
    assert after.startswith("words **bold**")
    assert not re.search(r"<(script|img|svg|!)|javascript:|\\href", after)


def test_what_is_the_instructors_stays_as_it_is():
    own = {"nbgrader": {"locked": True, "grade_id": "a"}}
    nb = new_notebook(cells=[new_markdown_cell("<iframe src='x'></iframe>", metadata=own)])
    assert Harmless().preprocess(nb, {})[0].cells[0].source.startswith("<iframe")
