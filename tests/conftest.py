"""What all tests share."""

import os

import chromium
import pytest


def pytest_collection_modifyitems(items):
    """Put browser tests last: Playwright leaves an event loop running in the thread it is used in."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


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
