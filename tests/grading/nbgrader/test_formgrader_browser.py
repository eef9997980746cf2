"""A hostile hand-in in formgrader, in a real browser: nothing acts with the instructor's rights."""

import sys
import time
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from labs import served
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from places import ROOT
from sample_course import NbGrader, environment

from course_utils.grading.nbgrader.formgrader import MATHJAX

pytestmark = pytest.mark.browser

ACTS = """
(() => {
  const token = (document.cookie.match(/_xsrf=([^;]+)/) || [])[1];
  const headers = {"X-XSRFToken": token, "Content-Type": "application/json"};
  fetch(base_url + "/api/grades?submission_id=" + submission_id, {headers})
    .then(reply => reply.json())
    .then(all => Promise.all(all.map(one => fetch(base_url + "/api/grade/" + one.id,
      {method: "PUT", headers, body: JSON.stringify({manual_score: 5})}))))
    .then(() => fetch("/api/terminals", {method: "POST", headers}))
    .then(() => { window.gained = true; });
})()
""".replace("\n", " ")
WRITTEN = [
    "An answer of <b>some</b> words.",
    f"<script>{ACTS}</script>",
    f"<img src=x onerror='{ACTS}'>",
    f"<a id=link href='javascript:{ACTS}'>see</a>",
    "$\\href{javascript:window.gained=true}{x}$",
    "<div style='position:fixed;top:0;margin-top:-900px' class='nbgrader_cell' id='q'>5 / 5</div>",
    "<img src='/formgrader?path=submitted/eve/ps'>",
]
PLAIN = """
c = get_config()
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
"""


def graded(solution, points=5):
    about = {"grade": True, "grade_id": "q", "locked": False, "points": points}
    return {"nbgrader": {**about, "schema_version": 3, "solution": solution, "task": False}}


def question(source):
    return new_markdown_cell(source, metadata=graded(True))


def write(path, cells):
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=cells), path)


def course_of(base: Path, settings: str) -> Path:
    """Make a course with one graded hand-in that tries everything."""
    course = base / "course"
    shown = "\n".join(
        f"from IPython.display import *; display({kind}({text!r}))"
        for text in WRITTEN
        for kind in ("HTML", "Markdown")
    )
    write(course / "solutions/ps/ps.ipynb", [question("Say why.")])
    (course / "nbgrader_config.py").write_text(settings, encoding="utf-8")
    answer = question("\n\n".join(WRITTEN))
    script = new_code_cell(f"{shown}\ndisplay(Javascript({ACTS!r}))")
    if settings != PLAIN:  # which stops nbgrader's own page
        script.metadata.language, script.metadata.magics_language = {"a": 1}, ["x"]
    write(course / "submitted/eve/ps/ps.ipynb", [answer, script])
    env = environment(base, PMLAB_COURSE="pmlab")
    (course / "submitted/eve/ps/nbgrader_config.py").write_text(
        f"open({str(course / 'GAINED')!r}, 'w')", encoding="utf-8"
    )
    with NbGrader(base / "server") as nbgrader:
        nbgrader("generate_assignment", "ps", "--force", cwd=course, env=env)
        nbgrader("autograde", "ps", cwd=course, env=env)
    return course


@contextmanager
def opened(browser, course):
    """Open the hand-in in formgrader, in a lab of the instructor."""
    words = [sys.executable, "-m", "jupyterlab", "--no-browser", "--port=0", "--allow-root"]
    words.append('--ServerApp.jpserver_extensions={"nbgrader.server_extensions.formgrader": True}')
    with (
        served(course, course.parent / "lab" / "settings", words) as (address, token),
        Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook,
    ):
        ident = gradebook.find_submission_notebook("ps", "ps", "eve").id
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{address}/tree{token}", wait_until="commit")
        page.goto(f"{address}/formgrader/submissions/{ident}/")
        yield page, address
        context.close()


def gained(page, address, course):
    """Say what the hand-in got: marks, a terminal, code of its own in the instructor's process."""
    page.wait_for_timeout(1500)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        score = gradebook.find_grade("q", "ps", "ps", "eve").manual_score
    terminals = page.request.get(f"{address}/api/terminals").json()
    return score, len(terminals), (course / "GAINED").exists()


def test_a_hand_in_cannot_act_in_formgrader(browser, tmp_path):
    course = course_of(tmp_path, (ROOT / "nbgrader_config.py").read_text(encoding="utf-8"))
    with opened(browser, course) as (page, address):
        page.get_by_text("An answer of some words.").first.wait_for()
        for link in page.locator("#notebook-container a").all():
            link.dispatch_event("click")
        assert gained(page, address, course) == (None, 0, False)
        assert page.evaluate("window.gained") is None
        assert page.get_by_text("some", exact=True).first.evaluate("it => it.tagName") == "B"
        # What the page itself can do still works: marks by hand, with nbgrader's own scripts.
        field = page.locator("input.score").first
        field.fill("3")
        field.dispatch_event("change")
        page.locator(".score-saved").first.wait_for(state="visible")
        assert gained(page, address, course)[0] == 3
        page.locator(".glyphicon.name-hidden").click()
        assert page.locator("a.name-shown").is_visible()
        for path in ("submitted/eve/ps", "autograded/eve/ps"):
            reply = page.request.get(f"{address}/formgrader?path={course / path}")
            assert reply.status == 403
        assert not (course / "GAINED").exists()


BOMBS = [
    "<div>" * 100_000 + "deep",
    "> " * 5_000 + "quoted",
    "*" * 20_000 + "stars" + "*" * 20_000,
    "[" * 50_000,
    "<b>" * 40_000 + "x" * (2 << 20),
]


def test_bombs_are_shown_as_text_under_a_policy_that_names_no_more_than_is_needed(
    browser, tmp_path
):
    course = course_of(tmp_path, (ROOT / "nbgrader_config.py").read_text(encoding="utf-8"))
    path = course / "autograded/eve/ps/ps.ipynb"  # as if nothing had cleaned it before
    path.chmod(0o644)
    notebook = nbformat.read(path, as_version=4)
    for bomb in BOMBS:
        shown = [
            nbformat.v4.new_output("display_data", {kind: bomb})
            for kind in ("text/html", "text/markdown", "text/plain")
        ]
        notebook.cells += [new_markdown_cell(bomb), new_code_cell("1", outputs=shown)]
    nbformat.write(notebook, path)
    with opened(browser, course) as (page, address):
        begin = time.monotonic()
        reply = page.reload(wait_until="commit", timeout=120_000)
        assert reply.status == 200
        assert len(reply.body()) < 32 << 20
        page.get_by_text("An answer of some words.").first.wait_for(timeout=60_000)
        assert time.monotonic() - begin < 90
        header = reply.headers["content-security-policy"]
        ours = header.split(", ")[-1]
        rules = {words[0]: words[1:] for rule in ours.split(";") if (words := rule.strip().split())}
        assert rules["default-src"] == ["'none'"]
        assert {*rules["script-src"]} & {"'unsafe-inline'", "'unsafe-eval'", "*", "'self'"} == set()
        hosts = [word for rule in rules.values() for word in rule if "//" in word]
        assert {*hosts} == {MATHJAX}
        nonces = [word for word in rules["script-src"] if word.startswith("'nonce-")]
        assert len(nonces) == 1
        again = page.reload(wait_until="commit", timeout=120_000)
        assert nonces[0] not in again.headers["content-security-policy"], "of one answer only"
        for kind in ("base-uri", "form-action", "object-src"):
            assert rules[kind] == ["'none'"]
        other = page.request.get(f"{address}/formgrader/gradebook")
        assert other.status == 200


def test_what_is_stored_cannot_act_in_another_formgrader(browser, tmp_path):
    course = course_of(tmp_path, (ROOT / "nbgrader_config.py").read_text(encoding="utf-8"))
    (course / "nbgrader_config.py").write_text(PLAIN, encoding="utf-8")
    with opened(browser, course) as (page, address):
        page.get_by_text("An answer of some words.").first.wait_for()
        assert gained(page, address, course)[:2] == (None, 0)
        assert page.evaluate("window.gained") is None


def test_the_same_hand_in_uncleaned_acts(browser, tmp_path):
    course = course_of(tmp_path, PLAIN)
    with opened(browser, course) as (page, address):
        page.wait_for_function("window.gained === true")
        score, terminals, _ = gained(page, address, course)
        assert score == 5
        assert terminals
        page.request.get(f"{address}/formgrader?path={course / 'submitted/eve/ps'}")
        assert (course / "GAINED").exists()
