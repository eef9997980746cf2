"""A learner's copy of the course in JupyterLab, in each of its two themes."""

import contextlib
import os
import re
import shutil

import chromium
import pytest
from labs import LABS, LOGS, PATIENCE, Lab, end_kernels, served, settle
from places import ROOT

FAILED = ROOT / "artefacts" / "failed"
BROWSERS = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Keep what pages show and what labs said where a test fails, and tell where."""
    report = yield
    if report.failed and item.get_closest_marker("browser"):
        folder = FAILED / re.sub(r"[^\w.-]+", "-", f"{item.path.stem}-{item.name}-{call.when}")
        keep_all(folder)
        report.sections.append(("Kept for a look", f"{folder}: pictures, console, logs of labs"))
    return report


def keep_all(folder):
    """Keep pictures and messages of all pages that are open, and the logs of their labs."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    pages = [page for engine in BROWSERS for context in engine.contexts for page in context.pages]
    for number, page in enumerate(pages):
        with contextlib.suppress(Exception):  # a page that hangs cannot be drawn
            page.screenshot(path=folder / f"page-{number}.png", timeout=20_000)
    for number, seen in enumerate(seen for seen in LABS if not seen.page.is_closed()):
        said = "\n".join([seen.address, *seen.console, ""])
        (folder / f"console-{number}.txt").write_text(said, encoding="utf-8")
    for number, log in enumerate(LOGS):
        shutil.copyfile(log, folder / f"lab-{number}.log")


@pytest.fixture(scope="session")
def browser():
    """Chromium or Chrome, if this machine has one; one for all, as Playwright starts once only."""
    playwright = pytest.importorskip("playwright.sync_api")
    if chromium.find() is None:
        said = "the browser tests need Chromium or Chrome: install one, or name it in PMLAB_BROWSER"
        if os.environ.get("PMLAB_REQUIRE_BROWSER"):
            pytest.fail(said)
        pytest.skip(said)
    with playwright.sync_playwright() as engine:
        started = chromium.launch(engine)
        BROWSERS.append(started)
        yield started
        BROWSERS.remove(started)
        started.close()


@pytest.fixture(scope="session")
def course_lab(tmp_path_factory):
    """One lab for all tests of a process, on a folder that each of them finds as new."""
    home = tmp_path_factory.mktemp("learner")
    fill(home / "course")
    with served(home / "course", home / "settings") as (address, token):
        yield home, address, token


def fill(course):
    """Make a folder a learner's own copy of the course, as a clone would be."""
    course.mkdir(exist_ok=True)
    for old in course.iterdir():
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    for name in ("notebooks", "exercises", "datasets"):
        shutil.copytree(
            ROOT / name,
            course / name,
            ignore=shutil.ignore_patterns("answers", "progress", ".ipynb_checkpoints"),
        )


@pytest.fixture
def learners_copy(course_lab):
    """A learner's own copy of the course; nothing runs in it yet."""
    home, address, token = course_lab
    end_kernels(address, token)
    fill(home / "course")
    return home / "course"


@pytest.fixture
def theme():
    """JupyterLab's theme; a test that hangs on it is given both."""
    return "light"


@pytest.fixture
def lab(browser, course_lab, learners_copy, theme):
    """The lab in one theme with a fresh browser page."""
    home, address, token = course_lab
    settle(home / "settings", theme)
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(1000 * PATIENCE)
    yield Lab(context.new_page(), address, token)
    context.close()
