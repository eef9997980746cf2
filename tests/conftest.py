"""How the tests are ordered and shared out; their fixtures and helpers stand in `support/`."""

import re

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # a busy machine is no fault of a test
settings.load_profile("untimed")

pytest_plugins = ["browsing", "in_process", "changed"]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Share tests out by file, because a file's tests share what is slow to make.

    What is asked of every lesson shares only what belongs to one lesson.
    """
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file, lesson = nodeid.partition("::")[0], re.search(r"\[(\d\d_\w+)", nodeid)
            return f"{file}-{lesson[1]}" if lesson else file

    return Together(config, log)


def pytest_collection_modifyitems(items):
    """Put browser tests last, the longest first among them.

    Playwright leaves an event loop running in the thread it is used in, and whoever shares tests
    out wants the longest first, so that all end together.
    """

    def place(item):
        marked = item.get_closest_marker
        return marked("browser") is not None, marked("long") is None

    items.sort(key=place)
