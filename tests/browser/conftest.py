"""A learner's copy of the course in JupyterLab, in each of its two themes."""

import contextlib
import shutil

import pytest
from labs import ROOT, THEMES, Lab, served

LONG = ("test_browser_assignment", "test_lab")


def pytest_collection_modifyitems(items):
    """Put the longest first, so that those who share the tests out end together."""
    items.sort(key=lambda item: LONG.index(item.path.stem) if item.path.stem in LONG else len(LONG))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Keep a picture of the page where a test failed."""
    lab = item.funcargs.get("lab")
    if call.when == "call" and call.excinfo is not None and isinstance(lab, Lab):
        with contextlib.suppress(Exception):  # a page that is gone cannot be drawn
            lab.picture(f"failed-{item.name}")
    return (yield)


@pytest.fixture
def course(tmp_path):
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
def lab(browser, course, tmp_path, theme):
    """A lab in one theme with a fresh browser page."""
    with served(course, tmp_path / "settings", theme) as (address, token):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(30_000)
        yield Lab(context.new_page(), address, token)
        context.close()
