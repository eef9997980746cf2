"""How the tests are ordered and shared out; their fixtures and helpers stand in `support/`."""

import re

import pytest

pytest_plugins = ["browsing"]
LONG = ("test_assignment_browser", "test_lessons_browser")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Share tests out by file, because a file's tests share what is slow to make.

    The proofs of the keys share only what belongs to one skill.
    """
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            proof = re.match(r"(tests/lessons/test_keys\.py::\w+)\[(\w+)-", nodeid)
            return "-".join(proof.groups()) if proof else nodeid.partition("::")[0]

    return Together(config, log)


def pytest_collection_modifyitems(items):
    """Put browser tests last, the longest first among them.

    Playwright leaves an event loop running in the thread it is used in, and whoever shares tests
    out wants the longest first, so that all end together.
    """

    def place(item):
        name = item.path.stem
        return (
            item.get_closest_marker("browser") is not None,
            LONG.index(name) if name in LONG else len(LONG),
        )

    items.sort(key=place)
