"""A hostile hand-in's feedback page in a real browser: nothing on it acts, and all can be read."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.converters import GenerateFeedback

from course_utils.grading.nbgrader.feedback_page import FeedbackExporter

pytestmark = pytest.mark.browser

ACT = "window.gained = 1"
LOADS = "https://example.org/stolen"
MARKUP = [
    f"<script>{ACT}</script>",
    f"<img src=x onerror='{ACT}'>",
    f"<svg onload='{ACT}'></svg>",
    f"<svg><animate onbegin='{ACT}' attributeName=x dur=1s></svg>",
    f"<details open ontoggle='{ACT}'><summary>s</summary>x</details>",
    f"<iframe srcdoc='<script>parent.{ACT}</script>'></iframe>",
    f"<img src='{LOADS}.png'><link rel=stylesheet href='{LOADS}.css'>",
    f"<div style='background: url({LOADS})'>x</div>",
    f"<meta http-equiv=refresh content='0;url={LOADS}'>",
    f"</div></body></html><script>{ACT}</script>",
    f"<a id=link href='javascript:{ACT}'>see</a>",
]
# Colour codes are where markup has hidden before: a converter that opens a tag for each code.
COLOURS = [
    f"\x1b[31m<script>{ACT}</script>\x1b[0m",
    f"\x1b[3<img src=x onerror='{ACT}'>1mred\x1b[0m",
    f"\x1b[38;2;1;2;3\"><img src=x onerror='{ACT}'>m",
    f"\x1b]8;;javascript:{ACT}\x1b\\link\x1b]8;;\x1b\\",
    f"\x1b[31m\x1b[0m\x1b[</pre><script>{ACT}</script>",
]


def hostile():
    """Return a hand-in that tries everything everywhere: sources, outputs, errors, names."""
    every = "\n\n".join(MARKUP)
    shown = [new_output("stream", name="stderr", text=text) for text in [*MARKUP, *COLOURS]]
    shown += [new_output("display_data", data={"text/html": text}) for text in MARKUP]
    for mime in ("text/markdown", "text/latex", "image/svg+xml", "application/javascript"):
        text = ACT if mime.endswith("javascript") else every
        shown.append(new_output("display_data", data={mime: text, "text/plain": "x"}))
    lines = [*COLOURS, *MARKUP]
    shown.append(new_output("error", ename=every, evalue=every, traceback=lines))
    attached = new_markdown_cell(every + f"\n\n![x](javascript:{ACT})\n\n[a](javascript:{ACT})")
    code = new_code_cell(f"# {every}", outputs=shown)
    for number, cell in enumerate([attached, code]):
        cell.metadata["nbgrader"] = {
            **{"grade": True, "grade_id": f"q{number}", "points": 1, "solution": True},
            **{"locked": False, "task": False, "schema_version": 3, "score": 0, "comment": every},
        }
    return new_notebook(cells=[attached, code, new_markdown_cell("The end.")])


def page_of(notebook) -> str:
    """Return the feedback page as ``nbgrader generate_feedback`` makes it."""
    exporter = FeedbackExporter(config=GenerateFeedback().config)
    about = {"student": MARKUP[0], "assignment": MARKUP[1], "notebook": MARKUP[2]}
    scores = dict.fromkeys(["score", "max_score", "late_penalty"], 0.0)
    resources = {"nbgrader": {**about, **scores}, "metadata": {"name": "n"}}
    return exporter.from_notebook_node(notebook, resources)[0]


def test_a_hostile_page_does_nothing(browser, tmp_path):
    path = tmp_path / "feedback.html"
    path.write_text(page_of(hostile()), encoding="utf-8")
    context = browser.new_context(offline=True)
    page = context.new_page()
    refused = {}
    page.on("requestfailed", lambda request: refused.update({request.url: request.failure}))
    page.on("requestfinished", lambda request: refused.update({request.url: None}))
    page.goto(path.as_uri())
    page.get_by_text("The end.").wait_for()
    for link in page.locator("a").all():
        assert not (link.get_attribute("href") or "").startswith("javascript")
    for part in page.locator("summary, img").all():
        part.dispatch_event("click")
        part.dispatch_event("error")
    page.wait_for_timeout(300)
    assert page.evaluate("window.gained") is None
    assert page.url == path.as_uri()
    away = {url: why for url, why in refused.items() if "example.org" in url}
    assert away == {f"{LOADS}.png": "csp"}, "the policy in the page's head refuses what is left"
    assert "window.gained" in page.inner_text("body")
    context.close()


def test_the_same_page_uncleaned_would_act(browser, tmp_path, monkeypatch):
    monkeypatch.setattr("course_utils.grading.nbgrader.feedback_page.harmless", lambda page: page)
    monkeypatch.setattr("course_utils.grading.nbgrader.harmless.fragment", lambda html: html)
    monkeypatch.setitem(globals(), "MARKUP", [part for part in MARKUP if "refresh" not in part])
    path = tmp_path / "feedback.html"
    path.write_text(page_of(hostile()), encoding="utf-8")
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_function("window.gained === 1")
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_can_be_read_by_everybody(browser, tmp_path, theme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    cells = [new_markdown_cell("# A sample\n\n## Plans (2 points)")]
    for name, score, waiting in (("q1", 0.0, False), ("q2", 1.0, False), ("q3", 2.0, False), ("q4", 0.0, True)):  # fmt: skip
        own = {"grade_id": name, "grade": True, "solution": waiting, "locked": not waiting,
               "task": False, "points": 2, "score": score, "waiting": waiting, "comment": "Well."}  # fmt: skip
        words = new_output("display_data", data={"text/plain": "This is the share of `free`."})
        cells += [new_code_cell("x = 'a' + 1  # b", metadata={"nbgrader": own}, outputs=[words])]
    table = "<table class=dataframe><tr><th>a</th></tr><tr><td>1</td></tr></table>"
    shown = [new_output("display_data", data={"text/html": table, "text/plain": "x"})]
    path = tmp_path / "feedback.html"
    path.write_text(
        page_of(new_notebook(cells=[*cells, new_code_cell("1", outputs=shown)])), "utf-8"
    )
    context = browser.new_context(offline=True, color_scheme=theme)
    page = context.new_page()
    page.goto(path.as_uri())
    found = axe.run(page).response
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert {one["id"] for one in found["passes"]} >= {"color-contrast", "document-title"}
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    context.close()
