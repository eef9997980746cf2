"""What all tests share."""

import os

import chromium
import pytest


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups next
def pytest_collection_modifyitems(items):
    """Order the tests, and say which of them one process should run when several share them.

    Browser tests come last: Playwright leaves an event loop running in the thread it is used in.
    A file's tests stay together, because they share what is slow to make; the proofs of the keys
    share only what belongs to one skill.
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    for item in items:
        group = item.path.stem
        skill = getattr(item, "callspec", None) and item.callspec.params.get("skill")
        if group == "test_keys" and isinstance(skill, str):
            group = f"{group}-{skill}"
        item.add_marker(pytest.mark.xdist_group(group))


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
