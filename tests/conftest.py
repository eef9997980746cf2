"""What all tests share."""

import os
import re

import chromium
import pytest


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Share tests out by file, because a file's tests share what is slow to make.

    The proofs of the keys share only what belongs to one skill.
    """
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            proof = re.match(r"(tests/test_keys\.py::\w+)\[(\w+)-", nodeid)
            return "-".join(proof.groups()) if proof else nodeid.partition("::")[0]

    return Together(config, log)


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
