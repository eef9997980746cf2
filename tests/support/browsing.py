"""A learner's copy of the course in JupyterLab, in each of its two themes."""

import contextlib
import os
import shutil

import chromium
import pytest
from labs import THEMES, Lab, served
from places import ROOT


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Keep a picture of the page where a test failed."""
    lab = item.funcargs.get("lab")
    if call.when == "call" and call.excinfo is not None and isinstance(lab, Lab):
        with contextlib.suppress(Exception):  # a page that is gone cannot be drawn
            lab.picture(f"failed-{item.name}")
    return (yield)


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
        yield started
        started.close()


@pytest.fixture
def learners_copy(tmp_path):
    """A learner's own copy of the course, as a clone would be."""
    for name in ("notebooks", "exercises", "datasets"):
        shutil.copytree(
            ROOT / name,
            tmp_path / "course" / name,
            ignore=shutil.ignore_patterns("answers", "progress", ".ipynb_checkpoints"),
        )
    return tmp_path / "course"


@pytest.fixture(params=THEMES)
def theme(request):
    """Each of JupyterLab's two themes."""
    return request.param


@pytest.fixture
def lab(browser, learners_copy, tmp_path, theme):
    """A lab in one theme with a fresh browser page."""
    with served(learners_copy, tmp_path / "settings", theme) as (address, token):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(30_000)
        yield Lab(context.new_page(), address, token)
        context.close()
